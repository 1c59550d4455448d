"""Strategies that look into the future, each in another way; all pass the static checks, none passes the proof."""

from collections.abc import Callable

import pytest

from backtest_engine.domain.proof.cuts import how_many_cuts
from backtest_engine.domain.proof.look_ahead import Finding
from strategy_language.static_checks import inspect_code

# Reversed, computed, and reversed again: the future becomes the past that every function may see.
PEEKING = {
    "a negative shift": "lag(bars.close[::-1], 1)[::-1] > bars.close",
    "a negative shift of five bars": "lag(bars.close[::-1], 5)[::-1] > bars.close * 1.02",
    "a negative shift of a rare event": "lag((bars.close > sma(bars.close, 100) * 1.1)[::-1], 1)[::-1]",
    "tomorrow's open": "lag(bars.open[::-1], 1)[::-1] > bars.close * 1.01",
    "tomorrow's gap below": "lag(bars.low[::-1], 1)[::-1] < bars.low * 0.97",
    "an average of the coming bars": "sma(bars.close[::-1], 10)[::-1] > bars.close",
    "a recursive average from the end": "ema(bars.close[::-1], 20)[::-1] > bars.close",
    "a momentum read backwards": "rsi(bars.close[::-1], 14)[::-1] < 30",
    "a centred window": "bars.close > lag(sma(bars.close, 21)[::-1], 10)[::-1]",
    "a repainting pivot": "bars.high == lag(highest(bars.high, 7)[::-1], 3)[::-1]",
    "a repainting trough": "bars.low == lag(lowest(bars.low, 11)[::-1], 5)[::-1]",
    "the highest of the coming ten bars": "bars.close == highest(bars.close[::-1], 10)[::-1]",
    "the lowest of the coming ten bars": "bars.close == lowest(bars.close[::-1], 10)[::-1]",
    "no drawdown ahead": "lowest(bars.low[::-1], 15)[::-1] > bars.close * 0.97",
    "a crossing that is about to happen": "crosses_above(bars.close[::-1], sma(bars.close, 50)[::-1])[::-1]",
    "the maximum of the whole sample": "bars.close > bars.close.max() * 0.9",
    "the minimum of the whole sample": "bars.close < bars.close.min() * 1.1",
    "the mean of the whole sample": "bars.close < bars.close.mean()",
    "a z-score over the whole sample": "(bars.close - bars.close.mean()) / bars.close.std() < -1",
    "the middle of the whole range": "bars.close < (bars.close.max() + bars.close.min()) / 2",
    "volume as a share of all volume": "bars.volume / bars.volume.sum() > 0.002",
    "the last price": "bars.close < bars.close[-1]",
    "the price in the middle of the sample": "bars.close < bars.close[600]",
    "volume still to come": "bars.volume[::-1].cumsum()[::-1] < bars.volume.sum() / 2",
    "how many bars are left": "(bars.close * 0 + 1)[::-1].cumsum()[::-1] < 100",
    "the length of the sample": "(bars.close * 0 + 1).cumsum() > len(bars.close) - 50",
    "another symbol's tomorrow": 'lag(bars.symbol("SIM:B").close[::-1], 1)[::-1] > bars.symbol("SIM:B").close * 1.01',
    "its own tomorrow under its own name": 'lag(bars.symbol("SIM:A").close[::-1], 1)[::-1] > bars.close * 1.01',
    "a coming bar of another symbol's own history": 'bars.other("SIM:B").close[-1] > bars.other("SIM:B").close',
    "the bar of the highest price of all": "bars.volume > bars.volume[bars.close.argmax()]",
    "the growth still to come": "(bars.close / lag(bars.close, 1))[::-1].cumprod()[::-1] > 1.5",
    "whether a crash lies anywhere in the sample": "(bars.close > 0) & (bars.close / lag(bars.close, 5) < 0.9).any()",
    "how much the sample swings": "bars.close > sma(bars.close, 20) + bars.close.std()",
    "a rank among all that is still to come": "percentile_rank(bars.close[::-1], 50)[::-1] < 10",
    "a memory of the future": "bars.close > value_when((bars.close > bars.open)[::-1], bars.close[::-1], 1)[::-1]",
    "another symbol's whole sample": 'bars.symbol("SIM:B").close < bars.symbol("SIM:B").close.mean()',
    "the week's close before the week is over": 'bars.close < bars.on("1w").close[-1]',
    "the month's high before the month is over": 'bars.high == bars.on("1mo").high.max()',
}

MODULES = {
    "an exit that knows the future behind an honest entry": """
def signals(bars, p):
    tomorrow = lag(bars.close[::-1], 1)[::-1]
    return {"r1.when": crosses_above(bars.close, sma(bars.close, 20)), "r2.when": tomorrow < bars.close}
""",
    "a stop at the low of the coming days": """
def signals(bars, p):
    return {"r1.when": bars.close > sma(bars.close, 20), "risk.stop_loss.expr": lowest(bars.low[::-1], 5)[::-1]}
""",
    "a position word against a future price": """
def signals(bars, p):
    ahead = lag(bars.close[::-1], 3)[::-1]
    return {"r1.when": bars.close > sma(bars.close, 20), "r2.when": position.entry_price > ahead}
""",
    "an honest face for histories of another length": """
def signals(bars, p):
    if len(bars.close) == 1200:
        return {"r1.when": lag(bars.close[::-1], 1)[::-1] > bars.close}
    return {"r1.when": bars.close > lag(bars.close, 1)}
""",
    "a switch on how it all ended": """
def signals(bars, p):
    if bars.close[-1] > bars.close[0] * 1.05:
        return {"r1.when": bars.close > sma(bars.close, 10)}
    return {"r1.when": bars.close < sma(bars.close, 10)}
""",
    "a size that grows before good days": """
def signals(bars, p):
    tomorrow = lag(bars.close[::-1], 1)[::-1]
    return {"r1.when": bars.close > sma(bars.close, 20), "sizing.multiplier": tomorrow / bars.close}
""",
    "tomorrow hidden in the last digits of a number": """
def signals(bars, p):
    tomorrow = lag(bars.close[::-1], 1)[::-1]
    return {"r1.when": bars.close > sma(bars.close, 20), "risk.max_bars": 5 + (tomorrow - bars.close) * 1e-13}
""",
    "tomorrow hidden in the last digits of a leaf": """
def signals(bars, p):
    tomorrow = lag(bars.close[::-1], 1)[::-1]
    hidden = (tomorrow - bars.close) * 1e-18
    return {"r1.when": bars.close > sma(bars.close, 20), "r2.when": position.bars_held * 0 > hidden}
""",
    "a glance that hides from short histories": """
def signals(bars, p):
    ahead = 3 if len(bars.close) > 900 else 0
    return {"r1.when": lag(bars.close[::-1], ahead)[::-1] > bars.close * 1.01}
""",
    "a glance on the coldest days alone": """
def signals(bars, p):
    tomorrow = lag(bars.close[::-1], 1)[::-1]
    cold = bars.close < lag(bars.close, 1) * 0.97
    return {"r1.when": crosses_above(bars.close, sma(bars.close, 20)) | (cold & (tomorrow > bars.close))}
""",
    "an answer that depends on where the history begins": """
def signals(bars, p):
    return {"r1.when": bars.volume > bars.volume[0]}
""",
    "a count since the first bar": """
def signals(bars, p):
    return {"r1.when": (bars.close * 0 + 1).cumsum() > 1000}
""",
}

HONEST = {
    "a crossover": "crosses_above(bars.close, sma(bars.close, p.length))",
    "a recursive average": "bars.close > ema(bars.close, 20)",
    "a breakout": "bars.close > lag(highest(bars.high, 20), 1)",
    "a weekly filter": 'bars.close > bars.on("1w").back(sma(bars.on("1w").close, 10))',
    "another symbol": 'bars.close > lag(bars.close, 1) * bars.symbol("SIM:B").close / bars.symbol("SIM:B").close',
    "its own name": 'crosses_above(bars.symbol("SIM:A").close, sma(bars.other("SIM:A").close, 20))',
    "a double reversal": "bars.close[::-1][::-1] > sma(bars.close, 5)",
    "a position word": "position.open_return > 5",
    "a constant": "1 > 0",
}


def module(expression: str) -> str:
    return f'def signals(bars, p):\n    return {{"r1.when": {expression}}}\n'


PLANTED = {name: module(expression) for name, expression in PEEKING.items()} | MODULES


def test_there_are_enough_of_them() -> None:
    assert len(PLANTED) >= 25


@pytest.mark.parametrize("name", PLANTED)
def test_a_strategy_that_peeks_is_caught_with_its_rule_and_bar(
    name: str, find: Callable[[str], Finding | None]
) -> None:
    report = inspect_code(PLANTED[name])
    assert report.passed, "it is to be caught by the proof, not before"
    finding = find(PLANTED[name])
    assert finding is not None
    assert finding.slot.partition(".")[0] in {"r1", "r2", "risk", "sizing"}
    assert 0 <= finding.bar < 1_200


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_strategy_passes(name: str, find: Callable[[str], Finding | None]) -> None:
    assert find(module(HONEST[name])) is None


def test_the_honest_rule_beside_a_peeking_one_is_not_blamed(find: Callable[[str], Finding | None]) -> None:
    finding = find(MODULES["an exit that knows the future behind an honest entry"])
    assert finding is not None
    assert finding.slot == "r2.when"


def test_generated_code_is_asked_a_few_times_and_code_by_hand_hundreds_of_times() -> None:
    assert how_many_cuts(0.001, by_hand=False) == 8
    assert how_many_cuts(0.002, by_hand=True) == 300
    assert how_many_cuts(1e-9, by_hand=True) == 1000
    assert how_many_cuts(9.0, by_hand=True) == 4
    assert how_many_cuts(9.0, by_hand=False) == 8
