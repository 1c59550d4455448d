# ruff: noqa: E501 - one message a line
"""Stops, targets and times that each side has of its own, and money that is no size."""

import pytest

SMA = "MSFT daily. Long when the close crosses above the 50-day SMA"


@pytest.mark.parametrize(
    ("said", "long", "short"),
    [
        (
            f"{SMA}, stop 2 ATR(14), held 15 days. Short when the close crosses below the 50-day SMA, stop 3 ATR(14), held 8 days.",
            {"stop_loss": {"multiple": 2}, "max_bars": 15},
            {"stop_loss": {"multiple": 3}, "max_bars": 8},
        ),
        (
            "AAPL: Buy when the close is above the 20-day high, trailing stop 8%. Sell short when it closes below the 20-day low, trailing stop 5%.",
            {"trailing_stop": {"value": 8}},
            {"trailing_stop": {"value": 5}},
        ),
        (
            "IBM both ways.\nLong side\n- entry: RSI(2) under 5 and close over SMA(200)\n- stop 6%\n- target 8%\nShort side\n- entry: RSI(2) over 95 and close under SMA(200)\n- stop 4%\n- target 5%",
            {"stop_loss": {"value": 6}, "take_profit": [{"value": 8}]},
            {"stop_loss": {"value": 4}, "take_profit": [{"value": 5}]},
        ),
        (
            "KO: When RSI(14) falls under 30 go long with a stop 5% below entry; when RSI(14) climbs over 70 go short with a stop 4% above entry. Both are closed after 10 bars.",
            {"stop_loss": {"value": 5}, "max_bars": 10},
            {"stop_loss": {"value": 4}, "max_bars": 10},
        ),
        (
            "XOM: go long when RSI(14) is under 30 and short when it is above 70. Long trades: stop 5%, target 10%. Short trades: stop 3%.",
            {"stop_loss": {"value": 5}, "take_profit": [{"value": 10}]},
            {"stop_loss": {"value": 3}},
        ),
        (
            "AMZN, both sides: buy RSI(14)<30 stop 6% target 9%; sell short RSI(14)>70 stop 4% target 6%; all trades close after 12 days.",
            {"stop_loss": {"value": 6}, "take_profit": [{"value": 9}], "max_bars": 12},
            {"stop_loss": {"value": 4}, "take_profit": [{"value": 6}], "max_bars": 12},
        ),
        (
            "苹果日线：20日均线上穿50日均线做多，止损5%，持有20天；20日均线下穿50日均线做空，止损3%，持有10天。",
            {"stop_loss": {"value": 5}, "max_bars": 20},
            {"stop_loss": {"value": 3}, "max_bars": 10},
        ),
    ],
)
def test_each_side_keeps_the_levels_that_it_names(read, said: str, long: dict, short: dict) -> None:
    found = read(said).strategy
    own = {rule.action.side: rule.risk.model_dump(mode="json", exclude_defaults=True) for rule in found.rules}
    for side, wanted in (("long", long), ("short", short)):
        assert {kind: own[side].get(kind) for kind in wanted} == wanted
        assert own[side].keys() == wanted.keys()
    assert not found.risk.model_dump(exclude_defaults=True)


@pytest.mark.parametrize(
    "said",
    [
        "XOM: Buy when the 20-day SMA crosses above the 50-day SMA and sell short when it crosses below. Stop 5% and target 10%.",
        "XOM: Stop 5%, target 10%. Buy when RSI(14) is under 30. Short when RSI(14) is above 70.",
    ],
)
def test_levels_that_are_said_once_hold_for_both_sides(read, said: str) -> None:
    found = read(said).strategy
    assert found.risk.stop_loss.value == 5
    assert [target.value for target in found.risk.take_profit] == [10]
    assert all(rule.risk is None for rule in found.rules)


DIP = "KO: buy when RSI(14) drops below 30, sell above 60."


@pytest.mark.parametrize(
    "said",
    [
        "Start with $50,000.",
        "Initial capital of 100,000 dollars.",
        "Account size: 25000 USD.",
        "I start with 10k.",
        "Assume a $50k account.",
        "Starting capital HK$1,000,000.",
    ],
)
def test_what_the_account_begins_with_is_no_size(read, said: str) -> None:
    found = read(f"{DIP} {said}").strategy
    assert found.universe == ("KO",)
    assert (found.sizing.kind, found.sizing.value) == ("percent_of_equity", 100)
    assert "account" in [one.field for one in found.assumptions]


def test_a_risk_of_an_account_of_so_much_is_a_risk(read) -> None:
    found = read(f"{DIP} Risk 1% of a $100,000 account per trade with a 5% stop.").strategy
    assert (found.sizing.kind, found.sizing.value) == ("risk_percent", 1)


@pytest.mark.parametrize("said", ["with $10,000 per trade", "with 10,000 dollars in each trade"])
def test_money_of_each_trade_is_a_size(read, said: str) -> None:
    found = read(f"KO: buy when RSI(14) drops below 30 {said}, sell above 60.").strategy
    assert (found.sizing.kind, found.sizing.value) == ("cash", 10000)


@pytest.mark.parametrize(
    ("said", "costs"),
    [
        ("Commission $1 per trade, slippage 0.05%.", {"minimum": 1, "slippage": {"kind": "bps", "value": 5}}),
        ("I pay 0.005 dollars per share in commissions.", {"per_share": 0.005}),
        ("Costs 0.2% round trip.", {"percent": 0.1}),
    ],
)
def test_fees_in_money_are_costs(read, said: str, costs: dict) -> None:
    found = read(f"{DIP} {said}").strategy
    assert found.costs.model_dump(mode="json", exclude_defaults=True) == costs
    assert found.sizing.kind == "percent_of_equity"
