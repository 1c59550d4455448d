# ruff: noqa: E501 - one message a line
"""Names are short and made from the document; costs are those of the market where none were named."""

import pytest


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("SPY: buy when the 50-day SMA crosses above the 200-day SMA, sell when it crosses below.", "50/200 SMA cross on SPY"),
        ("IBM: buy when RSI(2) is below 10, sell when RSI(2) is above 70.", "RSI(2) below 10 on IBM"),
        ("BA: buy a close above the 20-day high, sell a close below the 10-day low", "20-day breakout on BA"),
        ("标普500：50日均线上穿200日均线买入，下穿卖出", "^GSPC：50/200日SMA交叉"),
        ("Pairs trade KO / PEP, OLS hedge, 60-day z-score, enter 2, exit 0.5", "Pairs trade on KO, PEP"),
        ("Each month hold the best two of AMZN, FB, JPM, XOM by 126-day return", "Monthly rotation, best 2 on AMZN, FB, JPM and 1 more"),
        ("Short XOM when it closes below its 50-day SMA, cover above the 20-day SMA", "Short: Price and 50-day SMA on XOM"),
    ],
)  # fmt: skip
def test_a_name_says_the_idea_and_the_market(read, message: str, name: str) -> None:
    assert read(message).strategy.name == name


def test_a_name_follows_the_document_that_a_follow_up_changes(read) -> None:
    base = "AAPL: buy when the 20-day SMA crosses above the 100-day SMA, sell on the cross back down."
    assert read(base, "change 20 to 30").strategy.name == "30/100 SMA cross on AAPL"


@pytest.mark.parametrize(
    ("symbol", "preset"), [("AAPL", "us_equities"), ("Tencent", "hk_equities"), ("bitcoin", "crypto")]
)
def test_costs_of_the_market_are_assumed_aloud_where_none_were_named(read, symbol: str, preset: str) -> None:
    strategy = read(f"{symbol} daily: buy when RSI(14) is below 30, sell when RSI(14) is above 70.").strategy
    assert strategy.costs.preset == preset
    assert [note.value for note in strategy.assumptions if note.field == "costs.preset"] == [preset]


@pytest.mark.parametrize("words", ["No trading costs.", "0.2% commission.", "Ignore fees."])
def test_costs_that_were_named_are_not_assumed(read, words: str) -> None:
    strategy = read(f"AAPL daily: buy when RSI(14) is below 30, sell when RSI(14) is above 70. {words}").strategy
    assert strategy.costs.preset in (None, "none")
    assert not [note for note in strategy.assumptions if note.field == "costs.preset"]


def test_costs_that_were_assumed_move_with_the_market(read) -> None:
    base = "AAPL daily: buy when RSI(14) is below 30, sell when RSI(14) is above 70."
    strategy = read(base, "use Tencent instead").strategy
    assert (strategy.universe, strategy.costs.preset) == (("0700.HK",), "hk_equities")


def test_symbols_of_several_markets_get_no_costs_of_one_of_them(read) -> None:
    strategy = read("Apple and bitcoin: buy when RSI(14) is below 30, sell when RSI(14) is above 70.").strategy
    assert strategy.costs.preset is None
