"""Seal all stored keys again under the newest key: `python -m api_gateway.rotate`."""

import asyncio
import sys

from api_gateway.adapters.crypto import AesGcmVault
from api_gateway.adapters.keys_table import KeysTable
from api_gateway.settings import GatewaySettings
from api_gateway.usecases.vendor_keys import rotate_keys
from database.connect import open_engine, open_sessions


async def rotate(settings: GatewaySettings) -> int:
    """Return how many keys were sealed again."""
    engine = open_engine(settings.database_url, pool_size=1)
    try:
        return await rotate_keys(KeysTable(open_sessions(engine)), AesGcmVault(settings.encryption_keys))
    finally:
        await engine.dispose()


if __name__ == "__main__":
    count = asyncio.run(rotate(GatewaySettings()))
    sys.stdout.write(f"{count} keys were sealed again.\n")
