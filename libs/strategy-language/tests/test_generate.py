"""The generated module: one line a definition, one line a slot, nothing that could hide."""

import ast

import pytest

from strategy_language.catalogue import CATALOGUE
from strategy_language.expressions import Scope, parse
from strategy_language.generate import generate
from strategy_language.generate.code import Writer
from strategy_language.generate.views import Views
from strategy_language.static_checks import inspect_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sma(close, 20)", "sma(bars.close, 20)"),
        ("atr(14)", "atr(bars, 14)"),
        ("weekday == 5", "weekday(bars) == 5"),
        ("close[1] > open", "lag(bars.close, 1) > bars.open"),
        ("close > 1 and open > 2 or low > 3", "((bars.close > 1) & (bars.open > 2)) | (bars.low > 3)"),
        ("not close > open", "bars.close <= bars.open"),
        ("not (close > open and low > 1)", "(bars.close <= bars.open) | (bars.low <= 1)"),
        ("not cdl_hammer", "~cdl_hammer(bars)"),
        ("not is_known(3)", "is_known(3) == 0"),
        ("not not cdl_hammer", "cdl_hammer(bars)"),
        ("not (close > open)[1]", "lag(bars.close <= bars.open, 1)"),
        ("close != open", "differs(bars.close, bars.open)"),
        ("not close == open", "differs(bars.close, bars.open)"),
        ("macd(close).signal[1]", "lag(macd(bars.close, 12, 26, 9).signal, 1)"),
        ("macd(close)[1].signal", "lag(macd(bars.close, 12, 26, 9).signal, 1)"),
        ("min(close, open)", "min_(bars.close, bars.open)"),
        ("close - (open - low)", "bars.close - (bars.open - bars.low)"),
        ("-(close - open)", "-(bars.close - bars.open)"),
        ("(close > open) + (close > low)", "1.0 * (bars.close > bars.open) + 1.0 * (bars.close > bars.low)"),
        ("sum(close > open, 5)", "sum_(1.0 * (bars.close > bars.open), 5)"),
        ('close("SPY")', 'bars.symbol("SPY").close'),
        ('of("SPY", close) + close("SPY")', 'bars.symbol("SPY").close + bars.symbol("SPY").close'),
        ('of("SPY", atr(14))', "spy_bars.back(atr(spy_bars, 14))"),
        ('close("SPY") > sma(close("SPY"), 200)', "spy_bars.back(spy_bars.close > sma(spy_bars.close, 200))"),
        ('macd(close("0700.HK")).signal', "s0700_hk_bars.back(macd(s0700_hk_bars.close, 12, 26, 9).signal)"),
        ('on("1w", sma(close("SPY"), 9))', "spy_bars.back(spy_weekly.back(sma(spy_weekly.close, 9)))"),
        ('correlation(close, close("SPY"), 60)', 'correlation(bars.close, bars.symbol("SPY").close, 60)'),
        ('close > sma(close("SPY"), 9)', "bars.close > spy_bars.back(sma(spy_bars.close, 9))"),
        ('on("1w", sma(close, 20))', "weekly.back(sma(weekly.close, 20))"),
        ('on("1w", atr(14))', "weekly.back(atr(weekly, 14))"),
        ('on("1w", close("SPY"))', "spy_bars.back(spy_weekly.back(spy_weekly.close))"),
        ('on("1w", close / close("SPY"))', 'weekly.back(weekly.close / weekly.symbol("SPY").close)'),
        ('on("1w", macd(close)).signal', "weekly.back(macd(weekly.close, 12, 26, 9).signal)"),
        (
            "sequence(close > open, close < open, within=3)",
            "sequence(bars.close > bars.open, bars.close < bars.open, within=3)",
        ),
        ('ma(close, 20, "ema")', 'ma(bars.close, 20, "ema")'),
    ],
)
def test_each_node_is_written_as_the_facade_reads_it(text, code):
    assert Writer(Views(())).write(parse(text)) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("open_return < -0.05 or bars_held >= 5", "(position.open_return < -0.05) | (position.bars_held >= 5)"),
        ("close < highest_since_entry * 0.9", "bars.close < position.highest_since_entry * 0.9"),
        ("close < highest_since_entry(close) * 0.9", "bars.close < position.highest_since_entry(bars.close) * 0.9"),
        ('last_exit_was("stop_loss")', 'position.last_exit_reason == "stop_loss"'),
        ("bars_held != 3", "position.bars_held != 3"),
    ],
)
def test_position_words_are_attributes_of_the_position(text, code):
    assert Writer(Views(())).write(parse(text, Scope(place="exit"))) == code


def test_the_module_reads_as_a_person_would_write_it(strategy):
    made = generate(
        strategy(
            {
                "id": "r1",
                "action": "enter_long",
                "when": "crosses_above(fast_ma, slow_ma)",
                "source": "when the 20-day average crosses above the 50-day",
            },
            ("exit_long", "crosses_below(fast_ma, slow_ma)"),
            parameters=[{"name": "fast", "value": 20, "low": 5, "high": 60}],
            definitions=[
                {"name": "fast_ma", "expr": "sma(close, fast)"},
                {"name": "slow_ma", "expr": "sma(close, 50)"},
            ],
            risk={"stop_loss": {"kind": "atr", "multiple": 2}},
        )
    )
    assert made.slots == ("r1.when", "r2.when", "risk.stop_loss.atr")
    code = made.text[made.text.index("def signals") :]
    assert code == (
        "def signals(bars, p):\n"
        "    fast_ma = sma(bars.close, p.fast)\n"
        "    slow_ma = sma(bars.close, 50)\n"
        "    return {\n"
        '        # r1, enter long: "when the 20-day average crosses above the 50-day"\n'
        '        "r1.when": crosses_above(fast_ma, slow_ma),\n'
        "        # r2, exit long\n"
        '        "r2.when": crosses_below(fast_ma, slow_ma),\n'
        '        "risk.stop_loss.atr": atr(bars, 14),\n'
        "    }\n"
    )
    assert made.text.startswith("# Test\n#\n# Use daily bars of AAPL.\n")


def test_words_of_the_user_cannot_leave_their_comment(strategy):
    hostile = 'x"\n    import os\r\n    os.system("ls")\u2028\x0c\\'
    rule = {"id": "r1", "action": "enter_long", "when": "close > open", "source": hostile}
    made = generate(strategy(rule, name='"""\nimport os\n"""', universe=["AAPL"]))
    assert inspect_code(made.text).passed
    assert [type(node).__name__ for node in ast.parse(made.text).body] == ["FunctionDef"]


def test_a_definition_may_be_named_like_a_view_or_a_function_in_code(strategy):
    made = generate(
        strategy(
            ("enter_long", 'on("1w", close) > weekly and min_ > 1'),
            definitions=[{"name": "weekly", "expr": "sma(close, 5)"}, {"name": "min_", "expr": "min(close, open)"}],
        )
    )
    assert "weekly = sma(bars.close, 5)" in made.text
    assert 'weekly_ = bars.on("1w")' in made.text
    assert "min__ = min_(bars.close, bars.open)" in made.text
    assert inspect_code(made.text).passed


def test_a_definition_is_written_out_on_other_bars(strategy):
    made = generate(
        strategy(("enter_long", 'on("1w", trend) > 3'), definitions=[{"name": "trend", "expr": "sma(close, 5)"}])
    )
    assert "weekly.back(sma(weekly.close, 5)) > 3" in made.text


def test_what_looks_at_several_bars_of_another_symbol_is_computed_on_its_own_bars(strategy):
    made = generate(
        strategy(
            (
                "enter_long",
                'crosses_above(close("SPY"), spy_average) and close("SPY") > spy_average and trend.signal > 0',
            ),
            definitions=[
                {"name": "spy_average", "expr": 'sma(close("SPY"), 200)'},
                {"name": "trend", "expr": 'of("QQQ", macd(close))'},
            ],
        )
    )
    body = made.text.split("def signals(bars, p):\n")[1].split("    return")[0].splitlines()
    assert [line.strip() for line in body] == [
        'spy_bars = bars.other("SPY")',
        'qqq_bars = bars.other("QQQ")',
        "spy_average = spy_bars.back(sma(spy_bars.close, 200))",
    ]
    crossing = "spy_bars.back(crosses_above(spy_bars.close, sma(spy_bars.close, 200)))"
    assert f'{crossing} & (bars.symbol("SPY").close > spy_average)' in made.text
    assert "qqq_bars.back(macd(qqq_bars.close, 12, 26, 9).signal > 0)" in made.text
    assert inspect_code(made.text).passed


def test_definitions_that_build_on_one_another_elsewhere_are_not_written_out(strategy):
    doubled = [{"name": f"d{at}", "expr": f"d{at - 1} + d{at - 1}"} for at in range(2, 10)]
    first = {"name": "d1", "expr": 'sma(close("SPY"), 200)'}
    made = generate(strategy(("enter_long", "d9 > close"), definitions=[first, *doubled]))
    assert "d9 = d8 + d8" in made.text
    assert made.text.count("sma(") == 1


def test_a_pair_gives_hedge_and_score(strategy):
    made = generate(
        strategy(kind="pairs", universe=["KO", "PEP"], pairs={"left": "KO", "right": "PEP", "hedge_length": 40})
    )
    assert made.slots == ("pairs.hedge", "pairs.z")
    assert 'pair_hedge = hedge_ratio(bars.close, bars.symbol("PEP").close, 40)' in made.text
    assert "zscore(pair_spread, 60)" in made.text


def test_every_expression_of_a_document_has_its_slot(strategy):
    entry = {
        "id": "buy",
        "action": "enter_long",
        "when": "close > open",
        "order": {"kind": "limit", "price": "close * 0.99", "valid_bars": 3, "cancel_when": "close < low[1]"},
        "fraction": "min(1, 2 / atr(14))",
        "risk": {"stop_loss": {"kind": "atr", "multiple": "1 + 1"}, "take_profit": [{"kind": "atr", "multiple": 3}]},
        "size": {"kind": "cash", "value": "1000 * atr(14)"},
    }
    made = generate(
        strategy(
            entry,
            risk={"trailing_stop": {"kind": "price", "expr": "sma(close, 50)"}},
            sizing={"multiplier": "1 / natr(14)"},
        )
    )
    assert made.slots == (
        "buy.when",
        "buy.order.price",
        "buy.order.cancel_when",
        "buy.fraction",
        "buy.risk.stop_loss.multiple",
        "buy.size.value",
        "buy.risk.stop_loss.atr",
        "buy.risk.take_profit.0.atr",
        "risk.trailing_stop.expr",
        "sizing.multiplier",
    )
    assert inspect_code(made.text).passed


def test_hand_written_code_stands_as_it_was_written(strategy):
    code = "def signals(bars, p):\n    return {'r1.when': bars.close > bars.open}\n"
    rule = {"id": "r1", "action": "enter_long"}
    assert generate(strategy(rule, kind="python", code=code)).text == code
    added = generate(strategy(rule, kind="python", code=code, risk={"stop_loss": {"kind": "atr", "multiple": 2}}))
    assert added.text.startswith(code)
    assert "def document_signals(bars, p):" in added.text
    assert added.slots == ("risk.stop_loss.atr",)
    assert inspect_code(added.text).passed


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_function_of_the_catalogue_can_be_written_and_passes_the_checks(strategy, example_of, name):
    text = example_of(name)
    made = generate(strategy(("enter_long", text)))
    report = inspect_code(made.text)
    assert report.passed, [check for check in report.checks if not check.passed]
