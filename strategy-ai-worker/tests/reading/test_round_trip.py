# ruff: noqa: E501 - one message a line
"""Generated documents, read back as English, are read as the same document."""

import random

import pytest

from strategy_ai_worker.domain.interpretation import Context
from strategy_ai_worker.domain.reading.interpret import interpret
from strategy_language.check import problems
from strategy_language.document import Strategy
from strategy_language.load import read as shaped
from strategy_language.readback import read_back

SERIES = ["close"] * 3 + ["open", "high", "low"]
PRICES = [
    "sma(close, {n})", "ema(close, {n})", "wma(close, {n})", "hma(close, {n})", "highest(high, {n})[1]", "lowest(low, {n})[1]", "highest(close, {n})[1]",
    "bbands(close, {n}, 2).upper", "bbands(close, {n}, 2).lower", "bbands(close, {n}, 2).middle", "vwma(close, {n})", "dema(close, {n})", "tema(close, {n})", "kama(close, {n})",
]  # fmt: skip
BOUNDED = ["rsi(close, {n})", "mfi({n})", "stoch({n}, 3, 3).k", "stoch({n}, 3, 3).d", "adx({n})", "plus_di({n})"]
FREE = [
    "cci({n})",
    "roc(close, {n})",
    "macd(close, 12, 26, 9).macd",
    "macd(close, 12, 26, 9).histogram",
    "cmo(close, {n})",
    "trix(close, {n})",
    "mom(close, {n})",
]
SYMBOLS = ["AAPL", "MSFT", "SPY", "IBM", "KO", "BTC/USDT", "0700.HK", "^GSPC", "GOOG", "XOM"]


def condition(chance: random.Random, *, up: bool) -> str:
    n = chance.choice([5, 9, 10, 14, 20, 30, 50, 100, 200])
    form = chance.randrange(7)
    sign, cross = (">", "crosses_above") if up else ("<", "crosses_below")
    if form == 0:
        return f"{cross}(sma(close, {n}), ema(close, {n * 2 + 1}))"
    if form == 1:
        return f"close {sign} {chance.choice(PRICES).format(n=n)}"
    if form == 2:
        return f"{cross}(close, {chance.choice(PRICES[:4]).format(n=n)})"
    if form == 3:
        return f"{chance.choice(BOUNDED).format(n=n)} {sign} {chance.randrange(20, 80)}"
    if form == 4:
        return f"{cross}({chance.choice(FREE).format(n=n)}, {chance.choice([0, 5, 20])})"
    if form == 5:
        return f"volume > {chance.choice(['1.5', '2', '3'])} * sma(volume, {n})"
    return f"{chance.choice(['rising', 'falling'])}(close, {chance.randrange(2, 6)})"


def document(seed: int) -> Strategy | None:
    chance = random.Random(seed)
    entry = " and ".join(dict.fromkeys(condition(chance, up=True) for _ in range(chance.randrange(1, 4))))
    leave = " or ".join(dict.fromkeys(condition(chance, up=False) for _ in range(chance.randrange(1, 3))))
    risk: dict[str, object] = {}
    if chance.random() < 0.5:
        risk["stop_loss"] = chance.choice(
            [
                {"kind": "percent", "value": chance.randrange(1, 20)},
                {"kind": "atr", "multiple": chance.choice([1.5, 2, 3]), "length": 14},
            ]
        )
    if chance.random() < 0.4:
        risk["take_profit"] = [{"kind": "percent", "value": chance.randrange(5, 40)}]
    if chance.random() < 0.3:
        risk["max_bars"] = chance.randrange(2, 60)
    if chance.random() < 0.2:
        risk["trailing_stop"] = {"kind": "percent", "value": chance.randrange(2, 25)}
    sizing = chance.choice(
        [{}, {"kind": "percent_of_equity", "value": chance.randrange(5, 100)}, {"kind": "cash", "value": 5000}]
    )
    if "stop_loss" in risk and chance.random() < 0.2:
        sizing = {"kind": "risk_percent", "value": chance.choice([0.5, 1, 2])}
    made = shaped(
        {
            "name": f"generated {seed}", "universe": [chance.choice(SYMBOLS)], "timeframe": "1d", "risk": risk, "sizing": sizing, "costs": {"preset": chance.choice(["none", "us_equities"])},
            "rules": [{"id": "r1", "action": "enter_long", "when": entry}, {"id": "r2", "action": "exit_long", "when": leave}],
        }
    )  # fmt: skip
    return None if problems(made) else made


@pytest.fixture(scope="module")
def documents() -> list[Strategy]:
    made = (document(seed) for seed in range(3000))
    return [one for one in made if one is not None][:500]


def test_five_hundred_documents_come_back_from_their_own_read_back(documents, sense) -> None:
    assert len(documents) == 500
    lost = []
    for one in documents:
        found = interpret(read_back(one), Context()).strategy
        if found is None or sense(found) != sense(one):
            lost.append((read_back(one), None if found is None else [rule.when for rule in found.rules]))
    assert not lost, f"{len(lost)} differ, the first: {lost[0]}"
