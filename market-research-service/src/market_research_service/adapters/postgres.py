"""Insights in Postgres."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.tables.research import ResearchSummary
from trading_contracts.insight import Insight
from trading_contracts.problem import Unavailable


class InsightsAway(Unavailable):
    """The database of insights does not answer."""


class PostgresInsights:
    """Keeps insights in the table `research_summaries`; older ones stay as a journal."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def newest(self, asset: str) -> Insight | None:
        """Return the newest insight of an asset."""
        found = await self.history(asset, 1)
        return found[0] if found else None

    async def history(self, asset: str, limit: int) -> list[Insight]:
        """Return an asset's insights, newest first."""
        query = (
            sa.select(ResearchSummary.insight)
            .where(ResearchSummary.asset == asset)
            .order_by(ResearchSummary.as_of.desc())
            .limit(limit)
        )
        async with self._connection() as connection:
            return [Insight.model_validate(row) for row in (await connection.scalars(query)).all()]

    async def listed(self, page: int, page_size: int) -> tuple[list[Insight], int]:
        """Return the newest insight of every asset, newest first, and how many assets there are."""
        newest = (
            sa.select(ResearchSummary.asset, ResearchSummary.as_of, ResearchSummary.insight)
            .ext(distinct_on(ResearchSummary.asset))
            .order_by(ResearchSummary.asset, ResearchSummary.as_of.desc())
            .subquery()
        )
        query = (
            sa.select(newest.c.insight)
            .order_by(newest.c.as_of.desc(), newest.c.asset)
            .limit(page_size)
            .offset((page - 1) * page_size)
        )
        async with self._connection() as connection:
            rows = (await connection.scalars(query)).all()
            total = await connection.scalar(sa.select(sa.func.count(sa.distinct(ResearchSummary.asset))))
        return [Insight.model_validate(row) for row in rows], int(total or 0)

    async def keep(self, insight: Insight) -> None:
        """Keep an insight; the same moment of the same asset is kept once."""
        row = {
            "id": uuid4(),
            "asset": insight.asset,
            "as_of": insight.as_of,
            "insight": insight.model_dump(mode="json"),
        }
        try:
            async with self._connection() as connection:
                await connection.execute(sa.insert(ResearchSummary).values(row))
        except IntegrityError:
            return

    async def ping(self) -> None:
        """Ask the database whether it is there.

        Raises:
            InsightsAway: It is not.
        """
        async with self._connection() as connection:
            await connection.execute(sa.text("SELECT 1"))

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except (DBAPIError, OSError) as error:
            raise InsightsAway("The database of insights does not answer; try again.") from error
