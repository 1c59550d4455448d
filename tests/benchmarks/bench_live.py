"""The live session, server side: from a changed parameter to the packed frame, six indicators and stops switched on."""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from itertools import count, islice
from statistics import quantiles
from uuid import uuid4

import msgpack
import numpy as np
from tests.benchmarks.measure import Ratio

from backtest_engine.adapters.freed_memory import keep_freed_memory
from backtest_engine.adapters.sandbox.process import ProcessSandbox, SandboxLimits
from backtest_engine.domain.facade.sessions import plain_sessions
from backtest_engine.domain.frames import Frame, Quality
from backtest_engine.domain.kernel import warm_up
from backtest_engine.domain.live.messages import Viewport
from backtest_engine.domain.plan import make_plan
from backtest_engine.domain.records import Trials
from backtest_engine.usecases.gather import Gathered
from backtest_engine.usecases.live_session import LiveSession
from strategy_language.conversation import EngineRunRequest
from strategy_language.document import Strategy
from strategy_language.static_checks import compile_safely
from trading_contracts.bars import Adjustment, Instrument, Market, SeriesOrigin, Timeframe

GOALS = {100_000: 0.004, 1_000_000: 0.016}
CHANGES = 60
STRATEGY = {
    "name": "Six indicators",
    "universe": ["SIM:LIVE"],
    "timeframe": "1m",
    "parameters": [
        {"name": "fast", "value": 20, "low": 5, "high": 60},
        {"name": "stop", "value": 1, "low": 0.2, "high": 5, "step": 0.1},
    ],
    "definitions": [
        {"name": "fast_average", "expr": "ema(close, fast)"},
        {"name": "slow_average", "expr": "sma(close, 200)"},
        {"name": "strength", "expr": "rsi(close, 14)"},
        {"name": "trend", "expr": "adx(14)"},
        {"name": "signal", "expr": "macd(close, 12, 26, 9).signal"},
        {"name": "band", "expr": "bbands(close, 20, 2).lower"},
    ],
    "rules": [
        {
            "id": "r1",
            "action": "enter_long",
            "when": "crosses_above(fast_average, slow_average) and strength < 70 and trend > 15 and signal > -1",
        },
        {"id": "r2", "action": "exit_long", "when": "crosses_below(fast_average, slow_average) or close < band"},
    ],
    "risk": {
        "stop_loss": {"kind": "percent", "value": "stop"},
        "take_profit": [{"kind": "percent", "value": 3}],
        "trailing_stop": {"kind": "percent", "value": 2},
    },
    "costs": {"preset": "none"},
}


def measure() -> Iterable[Ratio]:
    """Yield the 95th percentile of a change of an indicator's length and of a stop, against the goal in seconds."""
    keep_freed_memory()  # as the engine's processes do
    warm_up()
    sandbox = ProcessSandbox(compile_safely, SandboxLimits(), frozenset({"seccomp", "landlock"}))
    try:
        for bars, goal in GOALS.items():
            session = _session(sandbox, bars)
            session.frame(session.plan.parameters, Viewport())
            length = _worst(partial(_change, session, "fast"), (float(5 + n % 50) for n in count()))
            stop = _worst(partial(_change, session, "stop"), (1 + n % 37 / 10 for n in count()))
            session.close()
            yield Ratio(f"live, {bars:,} bars: a length changes, p95", f"{goal * 1e3:g} ms", length, goal, goal=1)
            yield Ratio(f"live, {bars:,} bars: a stop changes, p95", f"{goal * 1e3:g} ms", stop, goal, goal=1)
    finally:
        sandbox.close()


def _change(session: LiveSession, name: str, value: float) -> None:
    msgpack.packb(session.frame({**session.plan.parameters, name: value}, Viewport()))


def _worst(change: Callable[[float], None], values: Iterator[float]) -> float:
    seconds = []
    for value in islice(values, CHANGES):
        began = time.perf_counter()
        change(value)
        seconds.append(time.perf_counter() - began)
    return quantiles(seconds, n=20)[-1]


def _session(sandbox: ProcessSandbox, bars: int) -> LiveSession:
    draws = np.random.default_rng(7)
    close = 100 * np.exp(np.cumsum(draws.normal(0, 0.0006, bars)))
    opened = np.append(close[0], close[:-1])
    times = np.int64(1_420_070_400) * 1_000_000_000 + np.arange(bars) * 60_000_000_000
    nothing = np.zeros(bars)
    frame = Frame(
        instrument=Instrument(symbol="SIM:LIVE", name="Live", market=Market.SIMULATED, calendar="24/7", zone="UTC"),
        origin=SeriesOrigin(
            symbol="SIM:LIVE",
            timeframe=Timeframe.M1,
            source="made",
            adjustment=Adjustment.ALL,
            fetched_at=datetime(2024, 1, 1, tzinfo=UTC),
            is_simulated=True,
        ),
        timeframe=Timeframe.M1,
        warmup=0,
        quality=Quality(),
        time=times,
        columns={
            "open": opened,
            "high": np.maximum(opened, close) * 1.0003,
            "low": np.minimum(opened, close) * 0.9997,
            "close": close,
            "volume": np.full(bars, 1e6),
            "dividend": nothing,
            "split": nothing,
        },
        sessions=plain_sessions(times, Timeframe.M1),
        digest=f"live {bars}",
        calendar_digest="every day",
    )
    strategy = Strategy.model_validate(STRATEGY)
    request = EngineRunRequest(strategy=strategy, start=date(2015, 1, 1), end=date(2030, 1, 1))
    gathered = Gathered({"SIM:LIVE": frame}, "equal_weight")
    return LiveSession(sandbox, make_plan(strategy), request, gathered, Trials(0, 0, 0.0, 0.0), "bench", uuid4())
