"""Users' sealed keys in Postgres."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from api_gateway.adapters.lists import was_there
from api_gateway.ports.lists import Slice
from api_gateway.ports.vendor_keys import SealedKey
from database.tables.accounts import VendorKey


class KeysTable:
    """Keeps sealed keys, one a user and provider."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def put(self, row: SealedKey) -> SealedKey:
        """Keep a key in place of an earlier one for the same provider."""
        changing = ("ciphertext", "nonce", "key_version", "base_url", "model", "updated_at")
        values: dict[str, Any] = {name: getattr(row, name) for name in ("id", "user_id", "provider", "created_at")}
        changed = {name: getattr(row, name) for name in changing}
        statement = (
            insert(VendorKey)
            .values(**values, **changed)
            .on_conflict_do_update(constraint="uq_vendor_keys_user_id_provider", set_=changed)
            .returning(VendorKey)
        )
        async with self._sessions.begin() as session:
            return _row((await session.scalars(statement)).one())

    async def get(self, user_id: UUID, providers: Sequence[str]) -> SealedKey | None:
        """Return the key of the first of these providers that has one."""
        order = case({provider: place for place, provider in enumerate(providers)}, value=VendorKey.provider)
        statement = (
            select(VendorKey)
            .where(VendorKey.user_id == user_id, VendorKey.provider.in_(providers))
            .order_by(order)
            .limit(1)
        )
        async with self._sessions() as session:
            row = await session.scalar(statement)
            return None if row is None else _row(row)

    async def list_of(self, user_id: UUID, part: Slice) -> tuple[list[SealedKey], int]:
        """Return a user's keys and their number."""
        mine = (VendorKey.user_id == user_id) & was_there(VendorKey.created_at, part)
        order = VendorKey.created_at.desc() if part.newest_first else VendorKey.created_at.asc()
        statement = select(VendorKey).where(mine).order_by(order, VendorKey.id).offset(part.offset).limit(part.limit)
        async with self._sessions() as session:
            total = await session.scalar(select(func.count()).select_from(VendorKey).where(mine))
            return [_row(row) for row in await session.scalars(statement)], total or 0

    async def remove(self, user_id: UUID, provider: str) -> bool:
        """Forget a key; False when there is none."""
        statement = (
            delete(VendorKey)
            .where(VendorKey.user_id == user_id, VendorKey.provider == provider)
            .returning(VendorKey.id)
        )
        async with self._sessions.begin() as session:
            return (await session.scalar(statement)) is not None

    async def sealed_before(self, version: int, limit: int) -> list[SealedKey]:
        """Return keys that an older key sealed."""
        statement = select(VendorKey).where(VendorKey.key_version < version).order_by(VendorKey.id).limit(limit)
        async with self._sessions() as session:
            return [_row(row) for row in await session.scalars(statement)]

    async def reseal(self, row: SealedKey) -> None:
        """Put new ciphertext in place of the old, unless the user has changed the key meanwhile."""
        values = {"ciphertext": row.ciphertext, "nonce": row.nonce, "key_version": row.key_version}
        same = (VendorKey.id == row.id, VendorKey.updated_at == row.updated_at)
        async with self._sessions.begin() as session:
            await session.execute(update(VendorKey).where(*same).values(**values))


def _row(row: VendorKey) -> SealedKey:
    created: datetime = row.created_at
    return SealedKey(
        id=row.id,
        user_id=row.user_id,
        provider=row.provider,
        ciphertext=row.ciphertext,
        nonce=row.nonce,
        key_version=row.key_version,
        base_url=row.base_url,
        model=row.model,
        created_at=created,
        updated_at=row.updated_at,
    )
