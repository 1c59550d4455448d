"""Everything that an account holds, as one JSON document, written while it is read."""

import json
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from api_gateway.ports.journal import AuditLog
from api_gateway.ports.lists import Slice
from api_gateway.ports.passkeys import Passkeys
from api_gateway.ports.people import People
from api_gateway.ports.services import Call, Upstream
from api_gateway.ports.sessions import SessionRevocation
from api_gateway.ports.tokens import PersonalTokens
from api_gateway.ports.vendor_keys import VendorKeys

_SECRETS = frozenset({"password_hash", "ciphertext", "nonce", "key_version", "public_key", "credential_id"})
_PAGE = 100
_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


@dataclass(frozen=True, slots=True)
class Export:
    """Writes the export: the account's own rows, then what the services hold for it."""

    people: People
    sessions: SessionRevocation
    tokens: PersonalTokens
    passkeys: Passkeys
    keys: VendorKeys
    audit: AuditLog
    worker: Upstream
    engine: Upstream

    async def write(self, user_id: UUID, now: datetime) -> AsyncIterator[bytes]:
        """Yield the document in pieces; secrets and hashes are left out."""
        part = Slice(offset=0, limit=10_000)
        account = await self.people.get(user_id)
        yield b'{"exported_at":' + _json(now) + b',"account":' + _json(_plain(account))
        own: dict[str, tuple[Sequence[object], int]] = {
            "sessions": await self.sessions.list_alive(user_id, part, now),
            "personal_tokens": await self.tokens.list_of(user_id, part),
            "passkeys": await self.passkeys.list_of(user_id, part),
            "keys": await self.keys.list_of(user_id, part),
            "events": await self.audit.list_of(user_id, part),
        }
        for name, (rows, _) in own.items():
            yield f',"{name}":'.encode() + _json([_plain(row) for row in rows])
        async for piece in self._lists(user_id):
            yield piece
        yield b"}"

    async def _lists(self, user_id: UUID) -> AsyncIterator[bytes]:
        for name, upstream, path, detail in (
            ("strategies", self.worker, "/strategies", "/strategies/{id}/versions?page_size=100"),
            ("conversations", self.worker, "/conversations", "/conversations/{id}"),
            ("backtests", self.engine, "/backtests", None),
        ):
            yield f',"{name}":['.encode()
            comma = b""
            async for item in _items(upstream, path, user_id):
                yield comma + await _with_detail(upstream, item, detail, user_id)
                comma = b","
            yield b"]"


async def _items(upstream: Upstream, path: str, user_id: UUID) -> AsyncIterator[dict[str, Any]]:
    # Oldest first: what is added meanwhile comes at the end, and shifts nothing.
    for page in range(1, 100_000):
        params = [("page", str(page)), ("page_size", str(_PAGE)), ("sort", "created_at")]
        _, body = await upstream.ask(Call("GET", path, user_id, params))
        items: list[dict[str, Any]] = json.loads(body)["items"]
        for item in items:
            yield item
        if len(items) < _PAGE:
            return


async def _with_detail(upstream: Upstream, item: dict[str, Any], detail: str | None, user_id: UUID) -> bytes:
    if detail is None:
        return _json(item)
    path, _, query = detail.format(id=item["id"]).partition("?")
    params = [(name, value) for name, _, value in (pair.partition("=") for pair in query.split("&") if pair)]
    _, body = await upstream.ask(Call("GET", path, user_id, params))
    return b'{"summary":' + _json(item) + b',"detail":' + body + b"}"


def _plain(row: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the frozen rows
    return {name: value for name, value in _pairs(row) if name not in _SECRETS} if row is not None else {}


def _pairs(row: Any) -> Iterable[tuple[str, Any]]:  # noqa: ANN401 - any of the frozen rows
    return asdict(row).items()


def _json(value: Any) -> bytes:  # noqa: ANN401 - whatever is exported
    return _ANYTHING.dump_json(value)
