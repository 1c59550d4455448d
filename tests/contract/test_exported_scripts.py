"""Exported scripts against the platform: the same bars, the same trades."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from backtest_engine.domain.costs import PRESETS
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.namespace import allowed_names
from backtest_engine.domain.kernel.simulate import simulate
from backtest_engine.domain.market import Panel, SymbolBars
from backtest_engine.domain.result import build_trades
from strategy_language.catalogue import CATALOGUE, code_name
from strategy_language.export import CannotExport, backtesting_py, pine, python_script
from strategy_language.export.costs import cost_numbers
from strategy_language.export.library import FUNCTIONS, library_of
from strategy_language.generate import generate
from strategy_language.load import load
from trading_contracts.bars import Instrument, Market, Timeframe

START, END = date(2014, 1, 2), date(2019, 12, 31)


@pytest.fixture(scope="module")
def table():
    """Ten years of made daily bars, with gaps and lively days."""
    chance = np.random.default_rng(7)
    time = pd.bdate_range("2010-01-01", "2019-12-31", tz="UTC")
    close = 100 * np.exp(np.cumsum(chance.standard_t(4, len(time)) * 0.012))
    opened = np.roll(close, 1) * np.exp(chance.normal(0, 0.004, len(time)))
    opened[0] = close[0]
    high = np.maximum(opened, close) * np.exp(np.abs(chance.normal(0, 0.006, len(time))))
    low = np.minimum(opened, close) * np.exp(-np.abs(chance.normal(0, 0.006, len(time))))
    volume = chance.integers(1_000, 90_000, len(time)).astype(float)
    return pd.DataFrame({"timestamp": time, "open": opened, "high": high, "low": low, "close": close, "volume": volume})


@pytest.fixture(scope="module")
def bars_file(table, tmp_path_factory):
    path = tmp_path_factory.mktemp("bars") / "bars.csv"
    table.to_csv(path, index=False, float_format="%.17g")
    return path


@pytest.fixture(scope="module")
def platform_trades(table):
    """Run a document as the platform does: the generated code on the facade, the kernel on its signals."""

    def run(document):
        strategy = load(document)
        time = table["timestamp"].astype("datetime64[ns, UTC]").astype("int64").to_numpy()
        columns = {name: table[name].to_numpy() for name in ("open", "high", "low", "close", "volume")}
        names = dict(allowed_names())
        exec(generate(strategy).text, names)
        parameters = {each.name: each.value for each in strategy.parameters}
        parameters = {name: int(value) if value == int(value) else value for name, value in parameters.items()}
        slots = names["signals"](BarView(time, columns), SimpleNamespace(**parameters))
        instrument = Instrument(symbol="AAPL", name="Apple", market=Market.US, calendar="XNYS", zone="America/New_York")
        panel = Panel.of([SymbolBars(instrument, time, **columns)], Timeframe.D1, START, END)
        return build_trades(simulate(strategy, panel, {"AAPL": slots}))

    return run


@pytest.fixture(scope="module")
def script_trades(bars_file):
    """Run an exported script's own loading and simulation."""

    def run(document):
        script = {"__name__": "exported"}
        exec(compile(python_script(load(document)), "exported.py", "exec"), script)
        bars, first = script["load"](str(bars_file), str(START), str(END))
        return script["simulate"](bars, first, 100_000.0, 1.0)[0]

    return run


CROSS = [("enter_long", "crosses_above(sma(close, fast), sma(close, 40))"), ("exit_long", "close < sma(close, 60)")]
BOTH = [
    ("enter_long", "crosses_above(ema(close, 10), ema(close, 30))"),
    ("enter_short", "crosses_below(ema(close, 10), ema(close, 30))"),
]
DIPS = [("enter_long", "rsi(close, 3) < 20 and close > lowest(low, 50)[1]"), ("exit_long", "rsi(close, 3) > 70")]

CASES = {
    "rules": (CROSS, {}),
    "reversal": (BOTH, {"execution": {"allow_short": True}}),
    "opposite only closes": (BOTH, {"execution": {"allow_short": True, "on_opposite": "close"}}),
    "opposite is ignored": (
        [*BOTH, ("exit_long", "close < sma(close, 30)"), ("exit_short", "close > sma(close, 30)")],
        {"execution": {"allow_short": True, "on_opposite": "ignore"}},
    ),
    "percent stop and target": (
        DIPS,
        {"risk": {"stop_loss": {"kind": "percent", "value": 3}, "take_profit": [{"kind": "percent", "value": 2}]}},
    ),
    "stop in ATR, target in R": (
        DIPS,
        {
            "risk": {
                "stop_loss": {"kind": "atr", "multiple": 1.5},
                "take_profit": [{"kind": "r_multiple", "value": 1}],
                "max_bars": 7,
            }
        },
    ),
    "trailing": (CROSS, {"risk": {"trailing_stop": {"kind": "percent", "value": 4}}}),
    "trailing in ATR beside a stop": (
        BOTH,
        {
            "execution": {"allow_short": True},
            "risk": {"trailing_stop": {"kind": "atr", "multiple": 3}, "stop_loss": {"kind": "percent", "value": 2}},
        },
    ),
    "stop at a price, sized by risk": (
        [*CROSS, ("enter_short", "crosses_below(sma(close, fast), sma(close, 40))")],
        {
            "execution": {"allow_short": True},
            "risk": {"stop_loss": {"kind": "price", "long": "lowest(low, 10)", "short": "highest(high, 10)"}},
            "sizing": {"kind": "risk_percent", "value": 1},
        },
    ),
    "time stop": (DIPS, {"risk": {"max_bars": 4}}),
    "fixed cash with costs": (
        DIPS,
        {"sizing": {"kind": "cash", "value": 25_000}, "costs": {"percent": 0.1, "minimum": 1, "per_share": 0.01}},
    ),
    "costs of the market and slippage": (
        DIPS,
        {
            "costs": {"preset": "us_equities", "slippage": {"kind": "bps", "value": 5}},
            "risk": {"stop_loss": {"kind": "distance", "value": 2}},
        },
    ),
    "many functions": (
        [
            ("enter_long", "macd(close).histogram > 0 and adx(14) > 15 and not bbands(close, 20, 2).upper < close"),
            ("enter_long", "cdl_hammer or count(close > open, 5) >= 4 and bars_since(rsi(close) < 40) < 10"),
            (
                "exit_long",
                "stoch(14, 3, 3).k < 30 or weekday == 5 and falling(close, 2) or supertrend(10, 3).direction < 0",
            ),
        ],
        {},
    ),
}


@pytest.fixture
def document():
    def make(rules, fields):
        written = [{"id": f"r{at}", "action": action, "when": when} for at, (action, when) in enumerate(rules)]
        fast = [{"name": "fast", "value": 15, "low": 5, "high": 60}]
        return {"name": "Exported", "universe": ["AAPL"], "rules": written, "parameters": fast, **fields}

    return make


@pytest.mark.parametrize("name", CASES)
def test_the_vectorbt_script_makes_the_trades_of_the_platform(name, document, platform_trades, script_trades):
    made = document(*CASES[name])
    expected = platform_trades(made)
    found = script_trades(made)
    assert len(expected) > 5
    assert len(found) == len(expected)
    assert [str(side) for side in found["side"]] == [trade.side for trade in expected]
    assert list(found["entry_time"]) == [pd.Timestamp(trade.entry_time) for trade in expected]
    closed = [trade for trade in expected if trade.exit_reason != "end_of_data"]
    assert list(found["exit_time"])[: len(closed)] == [pd.Timestamp(trade.exit_time) for trade in closed]
    np.testing.assert_allclose(found["entry_price"], [trade.entry_price for trade in expected], rtol=1e-12)
    np.testing.assert_allclose(
        found["exit_price"].astype(float)[: len(closed)], [trade.exit_price for trade in closed], rtol=1e-12
    )
    np.testing.assert_allclose(found["quantity"], [trade.quantity for trade in expected], rtol=1e-12)
    assert [reason for reason in found["exit_reason"] if reason != "reverse"] == [
        trade.exit_reason for trade in expected if trade.exit_reason != "reverse"
    ]


def test_the_script_runs_by_itself_and_opens_in_vectorbt(document, bars_file, tmp_path, platform_trades):
    made = document(*CASES["percent stop and target"])
    script, trades = tmp_path / "exported.py", tmp_path / "trades.csv"
    script.write_text(python_script(load(made)), encoding="utf-8")
    command = [sys.executable, str(script), str(bars_file), "--start", str(START), "--end", str(END)]
    done = subprocess.run([*command, "--trades", str(trades)], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    assert "Total Return [%]" in done.stdout
    expected = platform_trades(made)
    assert len(pd.read_csv(trades)) == len(expected)
    final = 100_000 + sum(trade.pnl for trade in expected)
    line = next(line for line in done.stdout.splitlines() if line.startswith("End Value"))
    assert float(line.split()[-1]) == pytest.approx(final, rel=1e-6)


def test_the_costs_of_a_script_are_those_of_the_platform():
    for name, model in PRESETS.items():
        costs = load(
            {
                "name": "x",
                "universe": ["AAPL"],
                "rules": [{"id": "r", "action": "enter_long", "when": "close > 1"}],
                "costs": {"preset": name},
            }
        ).costs
        numbers = cost_numbers(costs)
        assert numbers["commission"] == model.commission
        assert numbers["maker"] == model.maker_commission
        for field in ("per_unit", "minimum", "buy_levy", "sell_levy", "sell_unit_levy", "sell_unit_levy_cap"):
            assert numbers[field] == getattr(model, field)


@pytest.mark.parametrize(
    ("rules", "fields", "path"),
    [
        ([("enter_long", 'close > close("SPY")')], {}, "rules.0.when"),
        ([("enter_long", 'on("1w", close) > 3')], {}, "rules.0.when"),
        ([("enter_long", "hurst(close) > 0.5")], {}, "rules.0.when"),
        ([CROSS[0], ("exit_long", "open_return > 0.1")], {}, "rules.1.when"),
        (CROSS, {"universe": ["AAPL", "MSFT"]}, "universe"),
        (CROSS, {"execution": {"pyramiding": 3}}, "execution.pyramiding"),
        (CROSS, {"limits": {"entries_per_day": 1}}, "limits.entries_per_day"),
        (CROSS, {"sizing": {"kind": "volatility_target", "value": 10}}, "sizing.kind"),
        (CROSS, {"risk": {"session_exit": True}}, "risk.session_exit"),
        (CROSS, {"risk": {"break_even": {"trigger": {"kind": "percent", "value": 3}}}}, "risk.break_even"),
    ],
)
def test_what_a_script_cannot_say_is_refused_by_name(document, rules, fields, path):
    for export in (python_script, backtesting_py):
        with pytest.raises(CannotExport) as refused:
            export(load(document(rules, fields)))
        assert path in [error.path for error in refused.value.errors]


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_of_the_script_equals_the_facade(name, table):
    columns = {column: table[column].to_numpy() for column in ("open", "high", "low", "close", "volume")}
    time = table["timestamp"].astype("datetime64[ns, UTC]").astype("int64").to_numpy()
    facade = dict(allowed_names())
    script = {}
    exec(
        "import functools\nimport numpy as np\nimport talib\nfrom types import SimpleNamespace\n" + library_of([name]),
        script,
    )
    entry = CATALOGUE[name]
    values = {"series": columns["close"], "truth": columns["close"] > columns["open"], "length": 9, "number": 2}
    arguments = [
        columns["open"]
        if argument.name == "other"
        else argument.default
        if argument.default is not None and argument.kind != "series"
        else values[argument.kind]
        for argument in entry.arguments
    ]
    mine = SimpleNamespace(time=pd.DatetimeIndex(table["timestamp"]), **columns)
    expected = facade[code_name(name)](*([BarView(time, columns)] if entry.inputs else []), *arguments)
    found = script[code_name(name)](*([mine] if entry.inputs else []), *arguments)
    for output in entry.outputs or (None,):
        left, right = (getattr(one, output) if output else one for one in (expected, found))
        np.testing.assert_allclose(
            np.asarray(right, dtype=float), np.asarray(left, dtype=float), rtol=1e-12, atol=1e-12
        )


@pytest.mark.parametrize(
    "name", ["rules", "reversal", "percent stop and target", "stop in ATR, target in R", "time stop"]
)
def test_pine_is_well_formed(name, document):
    text = pine(load(document(*CASES[name])))
    assert text.startswith("//@version=6\n")
    assert text.count("(") == text.count(")")
    assert "strategy.entry(" in text


def test_pine_refuses_by_name_what_it_cannot_say(document):
    with pytest.raises(CannotExport) as refused:
        pine(load(document(*CASES["many functions"])))
    assert {error.path for error in refused.value.errors} == {"rules.1.when"}


@pytest.fixture(scope="module")
def scratch_python(tmp_path_factory):
    """Return a Python of its own with backtesting.py in it, which (being AGPL) is no dependency of the house."""
    uv = shutil.which("uv", path=Path(sys.executable).parent) or shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not installed, so there is no scratch environment with backtesting.py")
    home = tmp_path_factory.mktemp("scratch")
    python = home / "bin" / "python"
    made = subprocess.run([uv, "venv", "-q", "--python", sys.executable, str(home)], check=False, capture_output=True)
    wanted = ["backtesting", "ta-lib", "pandas"]
    command = [uv, "pip", "install", "-q", "--python", str(python), *wanted]
    if made.returncode or subprocess.run(command, check=False, capture_output=True, timeout=240).returncode:
        pytest.skip("backtesting.py cannot be installed here (no package registry)")
    return python


@pytest.mark.parametrize("name", ["rules", "reversal", "opposite only closes", "opposite is ignored", "time stop"])
def test_the_backtesting_py_script_makes_the_trades_of_the_platform(
    name, document, scratch_python, bars_file, tmp_path, script_trades
):
    made = document(*CASES[name])
    script, trades = tmp_path / "exported.py", tmp_path / "trades.csv"
    script.write_text(backtesting_py(load(made)), encoding="utf-8")
    command = [str(scratch_python), str(script), str(bars_file), "--start", str(START), "--end", str(END)]
    done = subprocess.run([*command, "--trades", str(trades)], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    found = pd.read_csv(trades).sort_values("entry_time").reset_index(drop=True)
    expected = script_trades(made)
    expected = expected[expected["exit_reason"] != "end_of_data"].reset_index(drop=True)
    assert len(found) == len(expected) > 5
    assert list(found["side"]) == list(expected["side"])
    for field in ("entry_time", "exit_time"):
        assert list(pd.to_datetime(found[field], utc=True)) == list(expected[field])
    for field in ("entry_price", "exit_price", "quantity"):
        np.testing.assert_allclose(found[field].astype(float), expected[field].astype(float), rtol=1e-9)
