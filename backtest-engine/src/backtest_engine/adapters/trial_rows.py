"""The ledger of trials, for attempts that are neither runs nor studies."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from backtest_engine.adapters.run_claims import PostgresClaims
from backtest_engine.domain.records import Trials
from database.tables.runs import Trial


class PostgresTrials:
    """The rows of the ledger."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._claims = PostgresClaims(engine)

    async def trials(self, user_id: UUID, lineage: str) -> Trials:
        """Return the moments of the trials that were counted for a lineage."""
        return await self._claims.trials(user_id, lineage)

    async def count(self, user_id: UUID, lineage: str, trials: int, sharpes: Sequence[float]) -> None:
        """Add trials and the Sharpe ratios a bar that are known of them."""
        row = sa.insert(Trial).values(
            id=uuid4(),
            user_id=user_id,
            lineage=lineage,
            trials=trials,
            sharpe_count=len(sharpes),
            sharpe_sum=sum(sharpes),
            sharpe_sum_of_squares=sum(sharpe**2 for sharpe in sharpes),
        )
        async with self._engine.begin() as connection:
            await connection.execute(row)
