"""Bars that look like a market, and a sandbox to ask."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import numpy as np
import pytest

from backtest_engine.adapters.sandbox.process import ProcessSandbox, SandboxLimits
from backtest_engine.domain.evaluation import EVERYTHING, Cut, Slots
from backtest_engine.domain.facade.sessions import plain_sessions
from backtest_engine.domain.frames import Frame, Quality
from backtest_engine.domain.proof.cuts import choose_cuts, how_many_cuts
from backtest_engine.domain.proof.look_ahead import Finding, prove, prove_start
from strategy_language.static_checks import compile_safely
from trading_contracts.bars import Adjustment, Instrument, Market, SeriesOrigin, Timeframe

BARS = 1_200


@pytest.fixture(scope="session")
def make_frame() -> Callable[[str, int], Frame]:
    def make(symbol: str, seed: int) -> Frame:
        draws = np.random.default_rng(seed)
        time = (np.arange(BARS) + 15_000) * 86_400_000_000_000
        close = 100 * np.exp(np.cumsum(draws.normal(0.0003, 0.015, BARS)))
        opens = close * np.exp(draws.normal(0, 0.004, BARS))
        columns = {
            "open": opens,
            "high": np.maximum(opens, close) * (1 + draws.random(BARS) / 100),
            "low": np.minimum(opens, close) * (1 - draws.random(BARS) / 100),
            "close": close,
            "volume": draws.lognormal(13, 0.5, BARS),
        }
        origin = SeriesOrigin(
            symbol=symbol,
            timeframe=Timeframe.D1,
            source="test",
            adjustment=Adjustment.NONE,
            fetched_at=datetime(2024, 1, 1, tzinfo=UTC),
        )
        instrument = Instrument(symbol=symbol, name=symbol, market=Market.SIMULATED, calendar="24/7", zone="UTC")
        sessions = plain_sessions(time, Timeframe.D1)
        return Frame(instrument, origin, Timeframe.D1, 0, Quality(), time, columns, sessions, f"{symbol}{seed}", "days")

    return make


@pytest.fixture(scope="session")
def frames(make_frame: Callable[[str, int], Frame]) -> dict[str, Frame]:
    return {"SIM:A": make_frame("SIM:A", 1), "SIM:B": make_frame("SIM:B", 2)}


@pytest.fixture(scope="session")
def sandbox() -> Iterator[ProcessSandbox]:
    sandbox = ProcessSandbox(compile_safely, SandboxLimits(seconds=20))
    yield sandbox
    sandbox.close()


@pytest.fixture
def find(sandbox: ProcessSandbox, frames: dict[str, Frame]) -> Callable[[str], Finding | None]:
    """Return what the proof finds in a module of hand-written signals."""

    def look(code: str) -> Finding | None:
        with sandbox.open(code, {"length": 10.0}, frames) as session:

            def evaluate(cut: Cut) -> Slots:
                return session.evaluate("SIM:A", cut)

            full = evaluate(EVERYTHING)
            proof = prove(evaluate, full, choose_cuts(full, BARS, how_many_cuts(0.0006, by_hand=True), seed=3))
            return proof.finding or prove_start(evaluate, full, BARS)

    return look
