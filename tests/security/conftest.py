"""The sandbox with every layer, and with each layer alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from types import CodeType

import numpy as np
import pytest

from backtest_engine.adapters.sandbox.process import ProcessSandbox, SandboxLimits
from backtest_engine.domain.facade.sessions import plain_sessions
from backtest_engine.domain.frames import Frame, Quality
from strategy_language.static_checks import compile_safely
from trading_contracts.bars import Adjustment, Instrument, Market, SeriesOrigin, Timeframe

LIMITS = SandboxLimits(seconds=1, memory_bytes=128 * 1024 * 1024)

# The zygote without the guards of RestrictedPython: code gets Python's own builtins, so that only the walls of the
# operating system are left.
UNGUARDED = """
import builtins
from backtest_engine.adapters.sandbox import child, zygote
guarded = child.namespace
child.namespace = lambda read: guarded(read) | {"__builtins__": builtins}
zygote.run()
"""


@pytest.fixture(scope="session")
def frame() -> Frame:
    bars = 300
    time = (np.arange(bars) + 15_000) * 86_400_000_000_000
    close = 100 + np.sin(np.arange(bars) / 9) * 10
    columns = {"open": close, "high": close + 1, "low": close - 1, "close": close, "volume": np.full(bars, 1e6)}
    return Frame(
        instrument=Instrument(
            symbol="SIM:WAVE", name="Wave", market=Market.SIMULATED, calendar="24/7", zone="UTC", currency="USD"
        ),
        origin=SeriesOrigin(
            symbol="SIM:WAVE",
            timeframe=Timeframe.D1,
            source="test",
            adjustment=Adjustment.NONE,
            fetched_at=datetime(2024, 1, 1, tzinfo=UTC),
        ),
        timeframe=Timeframe.D1,
        warmup=0,
        quality=Quality(),
        time=time,
        columns=columns,
        sessions=plain_sessions(time, Timeframe.D1),
        digest="wave",
        calendar_digest="every day",
    )


def plainly(text: str) -> CodeType:
    return compile(text, "<strategy>", "exec")


@pytest.fixture(scope="session")
def guarded_sandbox() -> Iterator[ProcessSandbox]:
    sandbox = ProcessSandbox(compile_safely, LIMITS)
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="session")
def unguarded_sandbox() -> Iterator[ProcessSandbox]:
    sandbox = ProcessSandbox(plainly, LIMITS, zygote=("-c", UNGUARDED))
    yield sandbox
    sandbox.close()
