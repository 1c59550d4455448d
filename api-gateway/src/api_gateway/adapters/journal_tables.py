"""What happened: the audit log, failed sign-ins, and answers under idempotency keys, in Postgres."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from pydantic import JsonValue
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from api_gateway.domain.lockout import FORGOTTEN_AFTER, Counter, wait_after
from api_gateway.domain.people import Whence
from api_gateway.ports.journal import Answered, AuditRow
from api_gateway.ports.lists import Slice
from database.tables.accounts import AuditEvent, IdempotencyKey, SignInFailures

_KEEP_ANSWERS = timedelta(hours=24)
_STALE_CLAIM = timedelta(minutes=2)


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
        mine = AuditEvent.user_id == user_id
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

    async def claim(self, user_id: UUID, key: str, request_hash: bytes, now: datetime) -> Answered | None:
        """Claim a key; return what is already under it, or None when the claim is ours."""
        values = {"id": uuid4(), "user_id": user_id, "key": key, "request_hash": request_hash, "created_at": now}
        ours = (
            insert(IdempotencyKey)
            .values(**values)
            .on_conflict_do_nothing(constraint="uq_idempotency_keys_user_id_key")
            .returning(IdempotencyKey.id)
        )
        stale = IdempotencyKey.status.is_(None) & (IdempotencyKey.created_at < now - _STALE_CLAIM)
        too_old = IdempotencyKey.created_at < now - _KEEP_ANSWERS
        async with self._sessions.begin() as session:
            await session.execute(delete(IdempotencyKey).where(stale | too_old))
            if await session.scalar(ours) is not None:
                return None
            row = (await session.scalars(select(IdempotencyKey).where(*_under(user_id, key)))).one_or_none()
        # Given back between the two statements: the one who had it was refused, and so may this one try.
        return None if row is None else Answered(row.request_hash, row.status, row.body)

    async def keep(self, user_id: UUID, key: str, status: int, body: bytes) -> None:
        """Keep the answer."""
        async with self._sessions.begin() as session:
            await session.execute(update(IdempotencyKey).where(*_under(user_id, key)).values(status=status, body=body))

    async def release(self, user_id: UUID, key: str) -> None:
        """Give a key back whose request was refused."""
        async with self._sessions.begin() as session:
            await session.execute(delete(IdempotencyKey).where(*_under(user_id, key)))


def _under(user_id: UUID, key: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return IdempotencyKey.user_id == user_id, IdempotencyKey.key == key
