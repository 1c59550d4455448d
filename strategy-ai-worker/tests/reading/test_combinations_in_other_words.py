# ruff: noqa: E501 - one sentence a line
"""Parts that are read alone are read the same together, in further registers: questions, notes, lists, both sides."""

import random
from collections.abc import Callable

import pytest

ENTRIES = (
    "the 14-day money flow index is below 20",
    "the 3-day RSI has fallen for three days in a row",
    "(close - SMA(20)) / ATR(14) < -2",
    "it bounces off the 50-day SMA",
    "the close is below the 5-day SMA, the 10-day SMA and the 20-day SMA",
    "the z-score of the close over 20 days is below -2",
    "it closes above the high of the day before",
    "it opens with a gap up of over 2%",
    "the 5-day SMA starts rising",
    "the supertrend (10, 3) flips to bullish",
    "+DI crosses above -DI",
    "two of the last three days closed lower",
    "IBS is below 0.2",
    "the ratio of the 10-day SMA to the 50-day SMA is above 1.02",
)
FILTERS = (
    "the VIX is below its 10-day average",
    "RSI(14) on the monthly chart is above 50",
    "on the weekly chart the close is above the 20-week SMA",
    "OBV has risen over 10 days",
    "the 50-day SMA is above the 200-day SMA",
    "the close is not more than 8% above the 50-day SMA",
    "average volume over 20 days is above 1 million shares",
    "HYG closed above its 50-day SMA yesterday",
    "the day is neither Monday nor Friday",
    "the day of the month is at most 15",
    "ATR(14) divided by the close is less than 3%",
)
EXITS = (
    "the 20-period CCI crosses below 100",
    "the close is above the 5-day SMA",
    "MACD crosses below its signal line",
    "SPY falls below its 200-day moving average",
    "it has closed higher three days in a row",
    "(close - low) / (high - low) > 0.8",
    "the 20-day low is broken",
    "OBV drops below its 20-day average",
    "it is the last trading day of the month",
    "the weekly close is below its 10-week SMA",
)
SHORTS = (
    "the close crosses below the 200-day SMA",
    "a bearish engulfing candle forms",
    "it has closed higher five days in a row",
)
COVERS = ("RSI(14) falls below 40", "a hammer forms", "the close is over the highest high of the prior 10 days")
SETTINGS = (
    "a 6% stop that goes to break-even at 3% profit",
    "a 7% hard stop and a 10% trailing stop",
    "a 4% stop and a target of 2R",
    "a stop at the 20-day SMA",
    "a 5% trailing stop that starts at 10% profit",
    "a target of 10%, a stop of 5% and a time limit of 20 days",
    "a $2 stop loss",
    "a stop of 8% on a closing basis",
)
SENTENCES = (
    "I'd like to buy {market} when {entry}, as long as {filter}, and get out when {exit}.",
    "A long position in {market} is opened when {entry} and {filter}. It is closed when {exit} or {other}. {settings}.",
    "{market} should be bought when {entry} and {filter}, and sold when {exit}.",
    "Long entry for {market}: {entry} and {filter}.\nLong exit: {exit}.\nRisk: {settings}.",
    "1) {market}, daily\n2) Enter long when both: {entry}, and {filter}\n3) Exit when either: {exit}, or {other}",
    "{settings}. Provided that {filter}, buy {market} when {entry}. Close the position once {exit}.",
    "While {filter}, I buy {market} when {entry} and I sell when {exit} or {other}.",
    "How would it do if I bought {market} when {entry} and sold when {exit}?",
    "Could you backtest {market}: long when {entry}, flat when {exit}, {settings}?",
    "Buy {market} when all of the following are true:\n- {entry}\n- {filter}\nSell when any of these is true:\n- {exit}\n- {other}",
    "Buy {market} when all of these hold: {entry}; {filter}. Sell when {exit}.",
    "{market}. Entry conditions: (1) {entry}, (2) {filter}. Exit conditions: (1) {exit}, (2) {other}. {settings}.",
    "Go long {market} when {entry}; go short when {short}. Exit longs when {exit}; cover shorts when {cover}.",
    "Buy {market} if {entry}, hold until {exit}; short {market} if {short}, hold until {cover}. {settings}.",
    "Long side for {market}: enter when {entry} and {filter}, exit when {exit}.\nShort side: enter when {short}, exit when {cover}.",
    "{market}: {entry} + {filter} = buy; {exit} = sell; {settings}.",
    "Hold {market} from when {entry} until {exit}.",
    "Exit rules for {market}: {exit}; {other}. Entry rules: {entry}; {filter}.",
    "Given that {filter}, a buy of {market} is triggered when {entry}. A sale is triggered when {exit}.",
    "The entry into {market} happens when {entry} and the exit happens when {exit}.",
)
MARKETS = ("Boeing", "Pfizer", "Walmart (WMT)", "GLD", "QQQ")
EACH = 7
BASE = "rsi(close, 3) < 20"

Meaning = tuple[frozenset[tuple[str, str]], str]


@pytest.fixture(scope="module")
def meaning(read, parts_of) -> Callable[[str], Meaning]:
    """Return what a message means: the parts of its rules by what they do, its stops and targets."""

    def of(message: str) -> Meaning:
        found = read(message)
        assert found.strategy is not None, f"{message}\n{found.explanation}"
        parts = frozenset(
            (rule.action.value, part)
            for rule in found.strategy.rules
            for part in parts_of(rule.when, "and" if rule.action.is_entry else "or")
        )
        return parts, found.strategy.risk.model_dump_json(exclude_defaults=True)

    return of


@pytest.fixture(scope="module")
def alone(meaning: Callable[[str], Meaning]) -> Callable[[str, str], Meaning]:
    """Return what one part means in the plainest sentence, without the rest of that sentence."""
    plain = {
        "entry": ("Boeing: buy when {}. Sell after 5 days.", "enter_long"),
        "filter": ("Boeing: buy when RSI(3) is below 20 and {}. Sell after 5 days.", "enter_long"),
        "exit": ("Boeing: buy when RSI(3) is below 20. Sell when {}.", "exit_long"),
        "short": ("Boeing: short when {}. Cover after 5 days.", "enter_short"),
        "cover": ("Boeing: short when RSI(3) is above 90. Cover when {}.", "exit_short"),
        "settings": ("Boeing: buy when RSI(3) is below 20. Sell when RSI(3) is above 80. {}.", ""),
    }

    def of(kind: str, part: str) -> Meaning:
        sentence, action = plain[kind]
        parts, risk = meaning(sentence.format(part))
        return frozenset(one for one in parts if one[0] == action and not (kind == "filter" and one[1] == BASE)), risk

    return of


@pytest.mark.parametrize("sentence", SENTENCES)
def test_parts_mean_the_same_in_other_words(
    sentence: str, meaning: Callable[[str], Meaning], alone: Callable[[str, str], Meaning]
) -> None:
    draw = random.Random(sentence)
    for _ in range(EACH):
        leaving, other = draw.sample(EXITS, 2)
        said = {
            "market": draw.choice(MARKETS),
            "entry": draw.choice(ENTRIES),
            "filter": draw.choice(FILTERS),
            "exit": leaving,
            "other": other,
            "short": draw.choice(SHORTS),
            "cover": draw.choice(COVERS),
            "settings": draw.choice(SETTINGS),
        }
        message = sentence.format(**said)
        parts, risk = meaning(message[0].upper() + message[1:])

        used = {kind: part for kind, part in said.items() if f"{{{kind}}}" in sentence and kind != "market"}
        expected = frozenset().union(
            *(alone("exit" if kind == "other" else kind, part)[0] for kind, part in used.items())
        )
        assert parts == expected, message
        if "settings" in used:
            assert risk == alone("settings", used["settings"])[1], message
