"""Parts of a unit, orders that wait, and positions that grow."""

import pytest

CROSS = "KO: buy above the 50-day SMA, sell below it"


@pytest.mark.parametrize(
    ("words", "risked"),
    [
        ("risk half a percent of the account per trade", 0.5),
        ("never risk more than a quarter of a percent of equity per trade", 0.25),
        ("risk three quarters of a percent of equity a trade", 0.75),
        ("risk 0.5% per trade", 0.5),
    ],
)
def test_a_part_of_a_percent_is_a_percentage(read, words: str, risked: float) -> None:
    sizing = read(f"{CROSS}. 2 ATR stop, {words}.").strategy.sizing
    assert (sizing.kind, sizing.value) == ("risk_percent", risked)


def test_half_a_deviation_is_a_level(read) -> None:
    pairs = read(
        "KO/PEP pairs: enter at two standard deviations of the 60-day spread, exit at half a standard deviation"
    )
    assert pairs.strategy.pairs.exit_z == 0.5


@pytest.mark.parametrize(
    ("order", "price"),
    [
        ("place a stop order one percent above the close, valid for 3 days", "1.01 * close"),
        ("put in a buy stop 1% above the close, good for 3 days", "1.01 * close"),
        ("place a stop order at the high, good for the next 3 days", "high"),
    ],
)
def test_a_stop_order_above_the_price_enters(read, order: str, price: str) -> None:
    entry = read(f"KO: when RSI(14) is above 50, {order}. Sell when RSI(14) is below 40.").strategy.rules[0]
    assert (entry.order.kind, entry.order.price, entry.order.valid_bars) == ("stop", price, 3)


def test_a_stop_order_below_the_price_protects(read) -> None:
    found = read(f"{CROSS}, with a stop order 4% below the entry").strategy
    assert found.risk.stop_loss.value == 4
    assert all(rule.order is None for rule in found.rules)


@pytest.mark.parametrize(
    "words",
    [
        "buy the same again each time it rises another 5%, three units at most",
        "add a unit every time it gains 5%, up to 3 units",
        "buy another unit every 5% higher, maximum three units",
    ],
)
def test_a_position_grows_by_units_that_share_the_account(read, words: str) -> None:
    found = read(f"JPM: buy a close above the 50-day high, {words}. Sell a close below the 20-day low.").strategy
    assert [rule.when for rule in found.rules if rule.action.value == "add_long"] == ["close >= 1.05 * last_fill_price"]
    assert (found.execution.pyramiding, round(found.sizing.value, 2)) == (3, 33.33)
    assert "sizing.value" in [assumption.field for assumption in found.assumptions]
