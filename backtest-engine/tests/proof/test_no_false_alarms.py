"""The whole catalogue over real bars: the proof never blames an honest function."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from backtest_engine.adapters.sandbox.process import ProcessSandbox, SandboxLimits
from backtest_engine.domain.evaluation import EVERYTHING, Cut, Slots
from backtest_engine.domain.facade.sessions import plain_sessions
from backtest_engine.domain.frames import Frame, Quality
from backtest_engine.domain.plan import Plan, make_plan
from backtest_engine.domain.proof.cuts import choose_cuts
from backtest_engine.domain.proof.look_ahead import prove
from strategy_language.catalogue import CATALOGUE, Argument, Entry
from strategy_language.check import problems
from strategy_language.document import Action, Order, Rule, Strategy
from strategy_language.static_checks import compile_safely
from trading_contracts.bars import Adjustment, Instrument, Market, SeriesOrigin, Timeframe

SHARED = Path(os.environ.get("VIBE_SHARED_DIR", Path(__file__).parents[3].parent / "shared"))
BARS = {
    Timeframe.D1: SHARED / "data" / "bars" / "AAPL_1d.parquet",
    Timeframe.H1: SHARED / "data" / "bars" / "SPY_1h.parquet",
}
HOURS = 4_000
SERIES = ("close", "sma(close, 20)", "low", "volume")
TEXTS = {"day": '"2015-06-01"'}
TRUTHS = ("close > open", "close > close[1]", "volume > volume[1]")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"the shared bars are not there ({SHARED})"),
]


@pytest.fixture(scope="module")
def frames() -> dict[Timeframe, Frame]:
    return {timeframe: _frame(timeframe) for timeframe in BARS}


def _frame(timeframe: Timeframe) -> Frame:
    table = pq.read_table(BARS[timeframe]).slice(0, HOURS if timeframe is Timeframe.H1 else None)
    time = table.column("timestamp").to_numpy().astype("datetime64[ns]").astype(np.int64)
    columns = {name: table.column(name).to_numpy().astype(float) for name in ("open", "high", "low", "close", "volume")}
    origin = SeriesOrigin(
        symbol="GOOG",
        timeframe=timeframe,
        source="file",
        adjustment=Adjustment.NONE,
        fetched_at=datetime(2024, 1, 1, tzinfo=UTC),
    )
    instrument = Instrument(symbol="GOOG", name="Google", market=Market.US, calendar="XNYS", zone="America/New_York")
    sessions = plain_sessions(time, timeframe)
    return Frame(instrument, origin, timeframe, 0, Quality(), time, columns, sessions, "goog", "days")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[ProcessSandbox]:
    sandbox = ProcessSandbox(compile_safely, SandboxLimits(seconds=60))
    yield sandbox
    sandbox.close()


@pytest.fixture
def plan(request: pytest.FixtureRequest) -> Plan:
    return make_plan(_document(CATALOGUE[request.param]))


def _document(entry: Entry) -> Strategy:
    call = f"{entry.name}({', '.join(_arguments(entry))})"
    rules = []
    for at, output in enumerate(entry.outputs or ("",)):
        value = f"{call}.{output}" if output else call
        if entry.result == "truth":
            rules.append(Rule(id=f"r{at}", action=Action.ENTER_LONG, when=value))
        else:
            # As a price it is compared number by number, as a condition its crossings become events.
            order = Order(kind="limit", price=value)
            rules.append(Rule(id=f"r{at}", action=Action.ENTER_LONG, when=f"{value} > ({value})[1]", order=order))
    daily = Strategy(name=entry.name, universe=("GOOG",), rules=tuple(rules))
    # Words of the clock are refused on daily bars; they are tried on hours.
    within_a_session = any("within a session" in fault.reason for fault in problems(daily))
    return daily.model_copy(update={"timeframe": Timeframe.H1}) if within_a_session else daily


def _arguments(entry: Entry) -> Iterator[str]:
    series, truths = iter(SERIES * 3), iter(TRUTHS * 3)
    for argument in entry.arguments:
        if argument.kind == "series":
            yield next(series)
        elif argument.kind == "truth":
            yield next(truths)
        elif argument.default is None:
            after_many = any(each.variadic for each in entry.arguments)
            yield f"{argument.name}={_scalar(argument)}" if after_many else _scalar(argument)


def _scalar(argument: Argument) -> str:
    if argument.kind == "text":
        return f'"{argument.choices[0]}"' if argument.choices else TEXTS.get(argument.name, '"10:00"')
    low = argument.low if argument.low is not None else 1
    high = argument.high if argument.high is not None else 1e9
    number = min(max(10.0, low), high)
    return str(int(number)) if argument.kind == "length" else str(number)


@pytest.mark.parametrize("plan", sorted(CATALOGUE), indirect=True)
def test_an_honest_function_is_never_blamed(
    plan: Plan, frames: dict[Timeframe, Frame], sandbox: ProcessSandbox
) -> None:
    frame = frames[plan.strategy.timeframe]
    with sandbox.open(plan.code, {}, {"GOOG": frame}) as session:

        def evaluate(cut: Cut) -> Slots:
            return session.evaluate("GOOG", cut)

        full = evaluate(EVERYTHING)
        proof = prove(evaluate, full, choose_cuts(full, frame.bars, 8, seed=11))
    assert proof.finding is None
    assert len(proof.cuts) >= 4
