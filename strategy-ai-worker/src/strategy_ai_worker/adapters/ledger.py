"""What language models were asked for, in PostgreSQL."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from database.tables.strategies import ModelUsage as Entry
from strategy_ai_worker.domain.model_costs import Caps
from strategy_ai_worker.ports import ModelUsage, Reservation, TakenToday

_KEPT_DAYS = 2
"""Entries serve the cap of a day and are not kept longer."""


class PostgresLedger:
    """Keeps one entry a message, apart from conversations; each request is one transaction."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def reserve(self, user_id: UUID, expected: Reservation, caps: Caps) -> UUID | None:
        """Enter what a message is expected to take; None where the user's cap for this payer is reached."""
        async with self._sessions.begin() as session:
            # Messages of one user are entered one after the other, so that none is let in beside another.
            await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"model_usage:{user_id}"))))
            await session.execute(
                delete(Entry).where(Entry.user_id == user_id, Entry.asked_at < _midnight() - timedelta(days=_KEPT_DAYS))
            )
            mine = (Entry.user_id == user_id) & (Entry.payer == expected.payer)
            taken = await _taken(session, mine)
            if caps.are_reached(taken.cost_usd or 0.0, taken.input_tokens + taken.output_tokens):
                return None
            row = Entry(
                user_id=user_id,
                payer=expected.payer,
                model=expected.model,
                input_tokens=expected.usage.input_tokens,
                output_tokens=expected.usage.output_tokens,
                cost_usd=expected.cost_usd,
            )
            session.add(row)
            await session.flush()
            return row.id

    async def settle(self, entry_id: UUID, usage: ModelUsage, cost_usd: float | None) -> None:
        """Put what was really taken in the place of what was expected."""
        taken = {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens, "cost_usd": cost_usd}
        async with self._sessions.begin() as session:
            await session.execute(update(Entry).where(Entry.id == entry_id).values(taken))

    async def today(self, user_id: UUID) -> TakenToday:
        """Return what the user's messages have taken since midnight UTC."""
        async with self._sessions() as session:
            return await _taken(session, Entry.user_id == user_id)

    async def cost_by_payer(self) -> dict[tuple[str, ...], float]:
        """Return what everybody's messages have cost since midnight UTC, by who pays, where prices are known."""
        sums = (
            select(Entry.payer, func.coalesce(func.sum(Entry.cost_usd), 0.0))
            .where(Entry.asked_at >= _midnight())
            .group_by(Entry.payer)
        )
        async with self._sessions() as session:
            return {(payer,): float(cost or 0) for payer, cost in (await session.execute(sums)).all()}


async def _taken(session: AsyncSession, whose: ColumnElement[bool]) -> TakenToday:
    sums = select(
        func.count(),
        func.coalesce(func.sum(Entry.input_tokens), 0),
        func.coalesce(func.sum(Entry.output_tokens), 0),
        func.sum(Entry.cost_usd),
    ).where(whose, Entry.asked_at >= _midnight())
    messages, read, written, cost = (await session.execute(sums)).one()
    return TakenToday(messages=messages, input_tokens=int(read), output_tokens=int(written), cost_usd=cost)


def _midnight() -> datetime:
    return datetime.combine(datetime.now(UTC), time(), UTC)
