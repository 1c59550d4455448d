"""Open a live session: find the strategy, plan for the widest of its parameters, load the bars once."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from backtest_engine.domain.live.messages import LiveRequest
from backtest_engine.domain.plan import Plan, make_plan
from backtest_engine.domain.tuning import tuned
from backtest_engine.ports import BarSource, Sandbox, StrategyShelf, TrialLedger
from backtest_engine.usecases.gather import Range, gather
from backtest_engine.usecases.live_session import LiveSession
from backtest_engine.usecases.request_run import checked_plan
from backtest_engine.usecases.variants import widest
from strategy_language.conversation import EngineRunRequest
from trading_contracts.problem import Rejected
from trading_contracts.results import LookAheadProof


class SessionTooLarge(Rejected):
    """The session would hold more bars in memory than one may."""


def _widest(request: EngineRunRequest) -> Plan:
    return widest(make_plan(tuned(request.strategy, request.overrides)))


@dataclass(frozen=True, slots=True)
class OpenLive:
    """Opens live sessions.

    Attributes:
        most_bars: Bars of all symbols together that one session may hold.
    """

    bars: BarSource
    sandbox: Sandbox
    shelf: StrategyShelf
    ledger: TrialLedger
    most_bars: int

    async def __call__(self, asked: LiveRequest, user_id: UUID) -> tuple[LiveSession, LookAheadProof]:
        """Return a session whose signals are proved to know no future.

        Raises:
            SessionTooLarge: It would hold too many bars.
            Problem: As for a run.
        """
        request = await self._request(asked, user_id)
        lineage = str(request.strategy_id) if request.strategy_id else (await checked_plan(self.bars, request)).lineage
        plan = await asyncio.to_thread(_widest, request)
        span = Range(plan.strategy.timeframe, request.start, request.end, request.adjustment)
        gathered = await gather(self.bars, plan, span, request.benchmark or plan.strategy.benchmark)
        held = sum(frame.bars for frame in gathered.frames.values())
        if held > self.most_bars:
            raise SessionTooLarge(
                f"{held:,} bars are too many to be played with; {self.most_bars:,} are the most.",
                bars=held,
                most=self.most_bars,
            )
        before = await self.ledger.trials(user_id, lineage)
        session = await asyncio.to_thread(LiveSession, self.sandbox, plan, request, gathered, before, lineage, user_id)
        try:
            return session, await asyncio.to_thread(session.prove)
        except BaseException:
            session.close()
            raise

    async def close(self, session: LiveSession) -> None:
        """End a session and count what was tried in it."""
        await asyncio.to_thread(session.close)
        known = [sharpe for sharpe in session.tried.values() if sharpe is not None]
        if session.tried:
            await self.ledger.count(session.user_id, session.lineage, len(session.tried), known)

    async def _request(self, asked: LiveRequest, user_id: UUID) -> EngineRunRequest:
        content = asked.model_dump()
        if asked.strategy is None:
            assert asked.strategy_id is not None  # noqa: S101 - the request was validated
            strategy, version = await self.shelf.strategy(asked.strategy_id, asked.strategy_version, user_id)
            content |= {"strategy": strategy, "strategy_version": version}
        return EngineRunRequest.model_validate(content)
