"""What happened: the audit log, failed sign-ins, and answers under idempotency keys, in Postgres."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from pydantic import JsonValue
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from api_gateway.adapters.lists import was_there
from api_gateway.domain.lockout import FORGOTTEN_AFTER, Counter, wait_after
from api_gateway.domain.people import Whence
from api_gateway.ports.journal import AuditRow, Claim
from api_gateway.ports.lists import Slice
from database.tables.accounts import AuditEvent, IdempotencyKey, SignInFailures

_KEEP_ANSWERS = timedelta(hours=24)
_STALE_CLAIM = timedelta(minutes=2)
_OPEN_AGAIN = 503


class AuditTable:
    """The audit log."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def record(
        self, kind: str, user_id: UUID | None, whence: Whence, details: Mapping[str, JsonValue] | None = None
    ) -> None:
        """Write one entry."""
        async with self._sessions.begin() as session:
            session.add(
                AuditEvent(
                    id=uuid4(),
                    user_id=user_id,
                    kind=kind,
                    address=whence.address,
                    user_agent=whence.user_agent,
                    details=dict(details or {}),
                )
            )

    async def list_of(self, user_id: UUID, part: Slice) -> tuple[list[AuditRow], int]:
        """Return a user's entries and their number."""
        mine = (AuditEvent.user_id == user_id) & was_there(AuditEvent.at, part)
        order = AuditEvent.at.desc() if part.newest_first else AuditEvent.at.asc()
        statement = select(AuditEvent).where(mine).order_by(order, AuditEvent.id).offset(part.offset).limit(part.limit)
        async with self._sessions() as session:
            total = await session.scalar(select(func.count()).select_from(AuditEvent).where(mine))
            rows = await session.scalars(statement)
            return [AuditRow(r.id, r.kind, r.at, r.address, r.user_agent, r.details) for r in rows], total or 0


class FailuresTable:
    """Counts of wrong passwords."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def locked_until(self, counters: Sequence[Counter]) -> datetime | None:
        """Return the latest lock on any of these counters."""
        keys = [counter.key for counter in counters]
        statement = select(func.max(SignInFailures.locked_until)).where(SignInFailures.key.in_(keys))
        async with self._sessions() as session:
            return await session.scalar(statement)

    async def add(self, counters: Sequence[Counter], now: datetime) -> None:
        """Count one failure and lock what is over its limit."""
        async with self._sessions.begin() as session:
            for counter in sorted(counters, key=lambda one: one.key):
                failures = await self._count(session, counter, now)
                wait = wait_after(failures, counter.free)
                if wait:
                    locked = update(SignInFailures).where(SignInFailures.key == counter.key)
                    await session.execute(locked.values(locked_until=now + wait))
            await session.execute(delete(SignInFailures).where(SignInFailures.last_failed_at < now - FORGOTTEN_AFTER))

    async def clear(self, counters: Sequence[Counter]) -> None:
        """Forget the failures."""
        keys = [counter.key for counter in counters]
        async with self._sessions.begin() as session:
            await session.execute(delete(SignInFailures).where(SignInFailures.key.in_(keys)))

    async def _count(self, session: AsyncSession, counter: Counter, now: datetime) -> int:
        statement = (
            insert(SignInFailures)
            .values(key=counter.key, failures=1, last_failed_at=now)
            .on_conflict_do_update(
                index_elements=["key"], set_={"failures": SignInFailures.failures + 1, "last_failed_at": now}
            )
            .returning(SignInFailures.failures)
        )
        return (await session.scalar(statement)) or 0


class IdempotencyTable:
    """Answers kept for a day under idempotency keys."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def claim(self, user_id: UUID, key: str, request_hash: bytes, now: datetime) -> Claim:
        """Claim a key, or find what is under it; one that was left in the middle is taken over with its id."""
        new = uuid4()
        values = {"id": new, "user_id": user_id, "key": key, "request_hash": request_hash, "created_at": now}
        ours = (
            insert(IdempotencyKey)
            .values(**values)
            .on_conflict_do_nothing(constraint="uq_idempotency_keys_user_id_key")
            .returning(IdempotencyKey.id)
        )
        left = IdempotencyKey.body.is_(None) & (
            (IdempotencyKey.status == _OPEN_AGAIN) | (IdempotencyKey.created_at < now - _STALE_CLAIM)
        )
        taken_over = (
            update(IdempotencyKey)
            .where(*_under(user_id, key), left, IdempotencyKey.request_hash == request_hash)
            .values(status=None, created_at=now)
            .returning(IdempotencyKey.id)
        )
        async with self._sessions.begin() as session:
            await session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now - _KEEP_ANSWERS))
            mine = await session.scalar(ours) or await session.scalar(taken_over)
            if mine is not None:
                return Claim(mine, request_hash, None, is_ours=True)
            row = (await session.scalars(select(IdempotencyKey).where(*_under(user_id, key)))).one_or_none()
        if row is None:
            # Given back between the statements: whoever had it was refused, and this one comes again.
            return Claim(new, request_hash, None, is_ours=False)
        answer = None if row.status is None or row.body is None else (row.status, row.body)
        return Claim(row.id, row.request_hash, answer, is_ours=False)

    async def keep(self, user_id: UUID, key: str, status: int, body: bytes) -> None:
        """Keep the answer."""
        async with self._sessions.begin() as session:
            await session.execute(update(IdempotencyKey).where(*_under(user_id, key)).values(status=status, body=body))

    async def reopen(self, user_id: UUID, key: str) -> None:
        """Let a request be tried again of which nobody knows whether it was carried out; it keeps its id."""
        async with self._sessions.begin() as session:
            await session.execute(update(IdempotencyKey).where(*_under(user_id, key)).values(status=_OPEN_AGAIN))

    async def release(self, user_id: UUID, key: str) -> None:
        """Give a key back whose request was refused."""
        async with self._sessions.begin() as session:
            await session.execute(delete(IdempotencyKey).where(*_under(user_id, key)))


def _under(user_id: UUID, key: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return IdempotencyKey.user_id == user_id, IdempotencyKey.key == key
