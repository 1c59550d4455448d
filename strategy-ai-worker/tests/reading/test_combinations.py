"""Parts that are read alone are read the same together, whatever sentence holds them."""

import random
from collections.abc import Callable

import pytest

ENTRIES = (
    "the 10-day SMA crosses above the 40-day SMA",
    "RSI(14) drops below 30",
    "it closes above the highest high of the previous 20 days",
    "MACD crosses above its signal line",
    "the close is below the lower Bollinger band (20, 2)",
    "it has closed lower three days in a row",
    "a bullish engulfing appears",
    "it gaps up more than 2%",
    "price is more than 5% below its 50-day SMA",
    "price pulls back to the 20-day EMA",
    "today's close is the lowest close of the last 7 days",
    "the market is down at least 4% over the past five days",
    "the 14-period RSI is between 40 and 60",
)
FILTERS = (
    "the close is above the 200-day SMA",
    "volume is at least 1.5 times its 20-day average",
    "SPY is above its 200-day moving average",
    "the weekly close is above its 20-week SMA",
    "the 14-day ATR is less than 2% of the close",
    "the month is not September",
    "yesterday was not a down day",
    "there was no new 20-day low in the last 5 days",
    "the 20-day average volume is over 1 million shares",
)
EXITS = (
    "the close is below the 50-day SMA",
    "RSI(14) rises above 70",
    "the close reaches the upper Bollinger band (20, 2)",
    "the 20-day rate of change turns negative",
    "the 10-day SMA turns down",
    "it is Thursday",
    "the close falls below the 20-day EMA minus 2 ATR",
    "stochastic %K (14,3,3) falls below %D while above 80",
)
SETTINGS = ("stop loss 5%", "a trailing stop of 8%", "stop 4%, target 8%", "hold for at most 15 days", "TP 2R, SL 4%")
SENTENCES = (
    "{market}: buy when {entry} and {filter}, sell when {exit}.",
    "Buy {market} when {entry}, but only if {filter}. Sell when {exit}. {settings}.",
    "When {entry} and {filter}, buy {market}. When {exit}, sell. {settings}.",
    "{market} daily\n- entry: {entry}\n- filter: {filter}\n- exit: {exit}\n- {settings}",
    "Sell {market} when {exit}; buy it when {entry} and {filter}.",
    "If {entry} and {filter} then buy {market} and hold it until {exit}. {settings}.",
    "If {filter}, then buy {market} whenever {entry}; in any case sell whenever {exit}.",
    "Backtest this on {market}: entry = {entry}; exit = {exit}; {settings}.",
    "{market}: {entry} -> buy. {exit} -> sell. {settings}.",
    "{entry}? Then buy {market}. {exit}? Then sell.",
    "Enter {market} when {entry}. Exit on the first of these: {exit}, {other}.",
    "Go long {market} as soon as {entry}, provided {filter}. Close the trade when {exit} or when {other}.",
)
MARKETS = ("Apple", "IBM", "Coca-Cola (KO)", "JPM", "HSBC (0005.HK)")

Reading = Callable[[str], "Meaning"]
Meaning = tuple[frozenset[str], frozenset[str], str]


@pytest.fixture(scope="module")
def meaning(read, parts_of) -> Reading:
    """Return what a message means: the parts of its entry, its ways out, its stops and targets."""

    def of(message: str) -> Meaning:
        found = read(message)
        assert found.strategy is not None, f"{message}\n{found.explanation}"
        rules = found.strategy.rules
        enters = frozenset(part for rule in rules if rule.action.is_entry for part in parts_of(rule.when, "and"))
        leaves = frozenset(part for rule in rules if not rule.action.is_entry for part in parts_of(rule.when, "or"))
        return enters, leaves, found.strategy.risk.model_dump_json(exclude_defaults=True)

    return of


@pytest.fixture(scope="module")
def alone(meaning: Reading) -> Callable[[str, str], Meaning]:
    """Return what one part means in the plainest sentence."""
    plain = {
        "entry": "Apple: buy when {}. Sell after 5 days.",
        "filter": "Apple: buy when RSI(3) is below 20 and {}. Sell after 5 days.",
        "exit": "Apple: buy when RSI(3) is below 20. Sell when {}.",
        "settings": "Apple: buy when RSI(3) is below 20. Sell when RSI(3) is above 80. {}.",
    }
    return lambda kind, part: meaning(plain[kind].format(part))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_parts_mean_the_same_together(sentence: str, meaning: Reading, alone: Callable[[str, str], Meaning]) -> None:
    draw = random.Random(sentence)
    for _ in range(12):
        leaving, other = draw.sample(EXITS, 2)
        said = {
            "market": draw.choice(MARKETS),
            "entry": draw.choice(ENTRIES),
            "filter": draw.choice(FILTERS),
            "exit": leaving,
            "other": other,
            "settings": draw.choice(SETTINGS),
        }
        message = sentence.format(**said)
        message = message[0].upper() + message[1:]
        ways_out = [said[kind] for kind in ("exit", "other") if f"{{{kind}}}" in sentence]
        enters, leaves, risk = meaning(message)

        expected = alone("entry", said["entry"])[0]
        if "{filter}" in sentence:
            expected |= alone("filter", said["filter"])[0] - {"rsi(close, 3) < 20"}
        assert enters == expected, message
        assert leaves == frozenset().union(*(alone("exit", way)[1] for way in ways_out)), message
        if "{settings}" in sentence:
            assert risk == alone("settings", said["settings"])[2], message
