"""A sweep in one go finds for every set what its single run finds."""

import itertools
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest

from backtest_engine.adapters.sandbox.process import SandboxLimits
from backtest_engine.domain.batch import batch_of
from backtest_engine.domain.batch.fuse import Leaf
from backtest_engine.domain.batch.series import compute
from backtest_engine.domain.evaluation import EVERYTHING
from backtest_engine.domain.kernel import simulate
from backtest_engine.domain.panels import panel_of, simulation_settings
from backtest_engine.domain.plan import make_plan
from backtest_engine.domain.result import build_headline, build_stats
from backtest_engine.domain.statistics.pieces import pieces_of
from backtest_engine.ports import BarQuery
from backtest_engine.usecases.variants import with_parameters
from strategy_language.conversation import EngineRunRequest
from trading_contracts.bars import Adjustment, Timeframe

PARAMETERS = [
    {"name": "fast", "value": 10, "low": 2, "high": 60},
    {"name": "slow", "value": 30, "low": 5, "high": 200},
    {"name": "below", "value": 40, "low": 5, "high": 60},
    {"name": "stop", "value": 4, "low": 0.5, "high": 20},
]
DOCUMENTS = {
    "a crossover": {
        "definitions": [{"name": "quick", "expr": "sma(close, fast)"}, {"name": "late", "expr": "sma(close, slow)"}],
        "rules": [
            {"id": "in", "action": "enter_long", "when": "crosses_above(quick, late)"},
            {"id": "out", "action": "exit_long", "when": "crosses_below(quick, late)"},
        ],
    },
    "thresholds, levels and costs": {
        "rules": [
            {"id": "in", "action": "enter_long", "when": "rsi(close, fast) < below and close > ema(close, slow)"},
            {"id": "out", "action": "exit_long", "when": "rsi(close, fast) >= 55 or highest(high, fast) <= close"},
        ],
        "risk": {
            "stop_loss": {"kind": "atr", "multiple": "stop / 2", "length": "fast"},
            "take_profit": [{"kind": "percent", "value": "stop * 2"}],
            "trailing_stop": {"kind": "percent", "value": "stop"},
            "max_bars": 40,
        },
        "sizing": {"kind": "risk_percent", "value": 1},
        "costs": {"preset": "us_equities", "slippage": {"kind": "bps", "value": 2}},
    },
    "levels that stand still": {
        "rules": [
            {"id": "in", "action": "enter_long", "when": "close > sma(close, slow)"},
            {"id": "out", "action": "exit_long", "when": "rsi(close, fast) < 20"},
        ],
        "risk": {
            "stop_loss": {"kind": "percent", "value": "stop"},
            "take_profit": [{"kind": "percent", "value": "stop * 3"}],
            "max_bars": "fast * 4",
        },
    },
    "borrowed money": {
        "rules": [
            {"id": "in", "action": "enter_long", "when": "close > sma(close, slow)"},
            {"id": "out", "action": "exit_long", "when": "close < sma(close, fast)"},
        ],
        "execution": {"leverage": 3},
        "sizing": {"kind": "percent_of_equity", "value": 250},
        "risk": {"stop_loss": {"kind": "percent", "value": "stop"}},
    },
    "both sides, resting orders, what is not taken apart": {
        "rules": [
            {
                "id": "in",
                "action": "enter_long",
                "when": "not (close > sma(close, slow)) and rising(close, 2)",
                "order": {"kind": "limit", "price": "close * (1 - stop / 100)", "valid_bars": 3},
            },
            {"id": "down", "action": "enter_short", "when": "close < lowest(low, fast)[1]"},
            {"id": "out", "action": "exit_long", "when": "close > sma(close, fast)"},
            {"id": "up", "action": "exit_short", "when": "crosses_above(close, sma(close, fast))"},
        ],
        "execution": {"allow_short": True},
        "risk": {"stop_loss": {"kind": "percent", "value": "stop"}},
    },
}
SETS = [
    dict(zip(("fast", "slow", "below", "stop"), map(float, each), strict=True))
    for each in itertools.product((3, 10, 25), (20, 90), (30, 45), (2.5, 6))
]


@pytest.fixture
def sandbox_limits():
    return SandboxLimits(seconds=30, memory_bytes=512 * 1024 * 1024)


@pytest.fixture
def odd_opens():
    """Move every ninth open of a frame out of its bar's range, as some sources have it."""

    def moved(frame):
        opens = frame.columns["open"].copy()
        opens[::9], opens[4::9] = frame.columns["high"][::9] * 1.05, frame.columns["low"][4::9] * 0.95
        return replace(frame, columns={**frame.columns, "open": opens}, digest=f"{frame.digest}, odd opens")

    return moved


@pytest.fixture
async def ask(bars, sandbox, compiled_kernel):
    """Ask a document for all sets, in one go and one by one, over bars that may be changed before."""
    request = {"start": "2013-01-01", "end": "2018-12-31", "initial_cash": 100_000}

    async def answer(document, changed=lambda frame: frame):
        given = {"name": "Swept", "universe": ["SIM:TREND"], "parameters": PARAMETERS, **document}
        asked = EngineRunRequest.model_validate({"strategy": given, **request})
        plan = make_plan(asked.strategy)
        frame = await bars.frame(BarQuery("SIM:TREND", Timeframe.D1, asked.start, asked.end, Adjustment.ALL, 200))
        frames = {"SIM:TREND": changed(frame)}
        panel, settings = panel_of(plan, frames, asked), simulation_settings(asked)
        batch = batch_of(plan.strategy, panel, settings)
        with sandbox.open(batch.code, plan.parameters, frames, remember=True) as session:
            together = batch.run(SETS, partial(session.evaluate_each, "SIM:TREND"))
        alone = []
        with sandbox.open(plan.code, plan.parameters, frames, remember=True) as session:
            for each in SETS:
                signals = {"SIM:TREND": session.evaluate("SIM:TREND", EVERYTHING, each)}
                alone.append(simulate(with_parameters(plan.strategy, each), panel, signals, settings))
        return together, alone

    return answer


@pytest.mark.parametrize("name", DOCUMENTS)
async def test_every_set_has_the_figures_of_its_single_run(ask, name):
    together, alone = await ask(DOCUMENTS[name])
    assert sum(run.trades.size for run in alone) > len(SETS)
    assert len({swept.headline.total_return for swept in together}) > 4
    for swept, simulation in zip(together, alone, strict=True):
        assert swept.headline == build_headline(simulation)
        assert swept.pieces.tolist() == pieces_of(simulation.equity, simulation.settings.initial_cash).tolist()


async def test_bars_that_open_outside_their_range_are_met_as_in_single_runs(ask, odd_opens):
    together, alone = await ask(DOCUMENTS["levels that stand still"], odd_opens)
    (high,) = {run.panel.bars[0].high.tobytes() for run in alone}
    sold = np.concatenate([run.trades[run.trades["target"] <= run.trades["exit_price"]] for run in alone])
    assert (sold["exit_price"] > np.frombuffer(high)[sold["exit_bar"]]).any()
    for swept, simulation in zip(together, alone, strict=True):
        assert swept.headline == build_headline(simulation)


async def test_the_headline_is_that_of_the_whole_statistics(ask):
    _, alone = await ask(DOCUMENTS["thresholds, levels and costs"])
    for simulation in alone:
        headline, stats = build_headline(simulation)._asdict(), build_stats(simulation)
        del headline["sharpe_per_bar"]
        assert headline == {name: getattr(stats, name) for name in headline}


@pytest.mark.parametrize(
    "change",
    [
        {"sizing": {"kind": "volatility_target", "value": 15, "length": "fast"}},
        {"execution": {"pyramiding": 3}},
        {"risk": {"session_exit": True}},
    ],
)
async def test_what_the_lane_cannot_say_is_left_to_single_runs(bars, change):
    document = {"name": "Swept", "universe": ["SIM:TREND"], "parameters": PARAMETERS, **DOCUMENTS["a crossover"]}
    asked = EngineRunRequest.model_validate(
        {"strategy": {**document, **change}, "start": "2013-01-01", "end": "2018-12-31", "initial_cash": 1e5}
    )
    plan = make_plan(asked.strategy)
    frame = await bars.frame(BarQuery("SIM:TREND", Timeframe.D1, asked.start, asked.end, Adjustment.ALL, 200))
    panel = panel_of(plan, {"SIM:TREND": frame}, asked)
    assert batch_of(plan.strategy, panel, simulation_settings(asked)) is None


def test_few_sets_that_are_meant_give_every_series():
    leaves = [
        Leaf("a", truth=False, parameters=("x",), number=None, slot="a"),
        Leaf("b", truth=False, parameters=("y",), number=None, slot="b"),
        Leaf("c", truth=False, parameters=("x", "y"), number=None, slot="c"),
        Leaf("7", truth=False, parameters=(), number=7.0, slot="d"),
    ]
    sets = [{"x": float(x), "y": float(y)} for x in range(4) for y in range(4) if x != y]
    asked = []

    def evaluate(questions):
        asked.extend(questions)
        return [{"a": one["x"], "b": one["y"], "c": 10 * one["x"] + one["y"]} for one in questions]

    pools = compute(leaves, sets, evaluate, bars=3)
    assert all(question in sets for question in asked)
    for number, each in enumerate(sets):
        found = [pools.series[pools.place[number, at]][0] for at in range(4)]
        assert found == [each["x"], each["y"], 10 * each["x"] + each["y"], 7.0]
    assert len(compute(leaves[:2], sets, lambda some: [{"a": s["x"], "b": s["y"]} for s in some], 3).series) == 8


def test_the_sets_differ():
    assert len({tuple(each.values()) for each in SETS}) == len(SETS) == np.prod((3, 2, 2, 2))


async def test_answers_that_take_several_messages_come_in_order(bars, sandbox):
    first, last = date(2008, 1, 1), date(2018, 12, 31)
    frames = {"SIM:TREND": await bars.frame(BarQuery("SIM:TREND", Timeframe.D1, first, last, Adjustment.ALL, 0))}
    sets = [{"length": float(length)} for length in range(2, 82)]
    code = "def signals(bars, p):\n    return {'a': sma(bars.close, p.length)}"
    with sandbox.open(code, sets[0], frames, remember=True) as session:
        together = [each["a"] for each in session.evaluate_each("SIM:TREND", sets)]
        alone = [session.evaluate("SIM:TREND", EVERYTHING, each)["a"] for each in sets]
    assert sum(each.nbytes for each in together) > 3 * 512 * 1024
    assert [each.tobytes() for each in together] == [each.tobytes() for each in alone]
