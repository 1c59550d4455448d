"""Of which kind rules are, long and short alike."""

import pytest

from strategy_ai_worker.domain.advice.conditions import conditions
from strategy_ai_worker.domain.advice.indicators import indicator_meanings
from strategy_ai_worker.domain.advice.risks import risk_assumptions
from strategy_ai_worker.domain.advice.style import style_of
from strategy_language.load import load

LONGS = [
    ("crosses_above(sma(close, 20), sma(close, 50))", "trend_following"),
    ("close > ema(close, 100)", "trend_following"),
    ("supertrend(10, 3).direction > 0", "trend_following"),
    ("crosses_above(macd(close, 12, 26, 9).macd, macd(close, 12, 26, 9).signal)", "trend_following"),
    ("rsi(close, 2) < 10 and close > sma(close, 200)", "mean_reversion"),
    ("crosses_above(rsi(close, 14), 30)", "mean_reversion"),
    ("close < bbands(close, 20, 2).lower", "mean_reversion"),
    ("zscore(close, 20) < -2", "mean_reversion"),
    ("falling(close, 3)", "mean_reversion"),
    ("close > highest(high, 20)[1]", "breakout"),
    ("close > donchian(55).upper[1]", "breakout"),
    ("roc(close, 126) > 0", "momentum"),
    ("rsi(close, 14) > 60", "momentum"),
    ("month == 11", "seasonal"),
    ("turn_of_month(1, 3)", "seasonal"),
    ("cdl_hammer", "pattern"),
    ("not (close < sma(close, 50))", "trend_following"),
]
SHORTS = [
    ("crosses_below(sma(close, 20), sma(close, 50))", "trend_following"),
    ("rsi(close, 14) > 70", "mean_reversion"),
    ("close > bbands(close, 20, 2).upper", "mean_reversion"),
    ("close < lowest(low, 20)[1]", "breakout"),
    ("roc(close, 126) < 0", "momentum"),
]


@pytest.mark.parametrize(("when", "style"), LONGS)
def test_what_opens_a_long_position_says_of_which_kind_it_is(document, when, style) -> None:
    assert style_of(document(when)).style == style


@pytest.mark.parametrize(("when", "style"), SHORTS)
def test_shorts_are_read_in_the_mirror(document, when, style) -> None:
    assert style_of(document(when, "enter_short")).style == style


def test_rules_of_several_kinds_are_mixed(document) -> None:
    strategy = document()
    rules = [rule.model_dump(mode="json") for rule in strategy.rules]
    rules.append({"id": "r3", "action": "enter_long", "when": "close > highest(high, 20)[1]"})
    assert style_of(document(rules=rules)).style == "mixed"


def test_a_definition_is_opened(document) -> None:
    strategy = document("weak", definitions=[{"name": "weak", "expr": "rsi(close, 2) < 10"}])
    assert style_of(strategy) == ("mean_reversion", "rsi(close, 2) < 10")


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_every_kind_is_told_in_every_language(document, language) -> None:
    for when, _ in LONGS:
        told = conditions(style_of(document(when)), language)
        assert told.title
        assert told.works_when != told.struggles_when
        assert (language == "en") == told.works_when.isascii()


def test_functions_are_explained_once_with_every_call(document) -> None:
    strategy = document("crosses_above(sma(close, 20), sma(close, 50)) and rsi(close, 14) > 50")
    found = {one.name: one for one in indicator_meanings(strategy, "en")}
    assert found["sma"].written == ("sma(close, 20)", "sma(close, 50)")
    assert found["rsi"].written == ("rsi(close, 14)", "rsi(close, 2)")
    assert "crosses_above" not in found
    assert "移动平均" in indicator_meanings(strategy, "zh-Hans")[0].meaning
    assert "移動平均" in indicator_meanings(strategy, "zh-Hant")[0].meaning


def test_what_is_taken_for_granted_follows_the_document(document) -> None:
    assert any("no stop" in one for one in risk_assumptions(document(), "en"))
    stopped = document(risk={"stop_loss": {"kind": "percent", "value": 5}})
    assert any("gap through it" in one for one in risk_assumptions(stopped, "en"))
    short = document("rsi(close, 2) > 90", "enter_short")
    assert any("no upper bound" in one for one in risk_assumptions(short, "en"))
    optimistic = document(execution={"fill": "same_close"})
    assert any("optimistic" in one for one in risk_assumptions(optimistic, "en"))
    pair = load({"name": "P", "kind": "pairs", "universe": ["KO", "PEP"], "pairs": {"left": "KO", "right": "PEP"},
                 "execution": {"allow_short": True}})  # fmt: skip
    assert not any("no stop" in one for one in risk_assumptions(pair, "en"))
