"""The second engine in a process of its own: it comes for one question and takes its memory away with it."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from backtest_engine.adapters.vectorbt_engine import VectorbtEngine
from backtest_engine.adapters.vectorbt_words import beyond_vectorbt
from backtest_engine.domain.kernel import Simulation, SimulationSettings
from backtest_engine.domain.market import Panel
from backtest_engine.domain.problems import SimulationFailed
from backtest_engine.domain.signals import Slots
from strategy_language.document import Strategy
from trading_contracts.results import EngineAgreement


class SecondEngineProcess:
    """Asks vectorbt, whose import takes seconds and hundreds of megabytes, only where it can say the strategy.

    Args:
        seconds: After which a question is given up.
    """

    def __init__(self, seconds: float = 300.0) -> None:
        self._seconds = seconds
        self._turn = asyncio.Lock()

    async def check(
        self,
        strategy: Strategy,
        panel: Panel,
        signals: Mapping[str, Slots],
        settings: SimulationSettings,
        simulation: Simulation,
    ) -> EngineAgreement:
        """Return whether the second engine finds the same trades, or why it was not asked.

        Raises:
            SimulationFailed: It did not come back.
        """
        asked = (strategy, panel, signals, settings, simulation)
        if beyond_vectorbt(strategy, panel, settings) is not None:
            return VectorbtEngine().check(*asked)
        # One at a time: two of them would cost a gigabyte.
        async with self._turn:
            pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
            try:
                asking = asyncio.get_running_loop().run_in_executor(pool, VectorbtEngine().check, *asked)
                return await asyncio.wait_for(asking, self._seconds)
            except (TimeoutError, BrokenProcessPool) as error:
                for process in list(getattr(pool, "_processes", {}).values()):
                    process.kill()
                raise SimulationFailed("The second engine did not answer.") from error
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
