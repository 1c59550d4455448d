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


def test_a_target_of_volatility_is_a_size_and_no_profit(read) -> None:
    found = read("Target 20% annual vol on BTC, long only above the 100-day SMA.").strategy
    assert (found.sizing.kind, found.sizing.value) == ("volatility_target", 20)
    assert found.risk.take_profit == ()
    assert [rule.when for rule in found.rules] == ["close > sma(close, 100)", "close <= sma(close, 100)"]


@pytest.mark.parametrize(
    "words",
    [
        "scale in: first third when RSI(14) < 35, second third when RSI(14) < 30, last third when RSI(14) < 25",
        "buy a third when RSI(14) < 35, another third when RSI(14) < 30, the last third when RSI(14) < 25",
    ],
)
def test_thirds_are_three_entries(read, words: str) -> None:
    rules = read(f"AAPL: {words}. All out when RSI(14) > 55.").strategy.rules
    entries = [
        (rule.action.value, rule.when, round(rule.fraction, 2)) for rule in rules if "exit" not in rule.action.value
    ]
    assert entries == [
        ("enter_long", "rsi(close, 14) < 35", 0.33),
        ("add_long", "rsi(close, 14) < 30", 0.33),
        ("add_long", "rsi(close, 14) < 25", 0.33),
    ]


def test_averaging_down_counts_its_adds(read) -> None:
    found = read(
        "Tesla: average down 3 times, each 5% lower than the last buy; buy when the close is under the 20-day SMA; "
        "sell everything above the 50-day SMA."
    ).strategy
    assert "close <= 0.95 * last_fill_price" in [rule.when for rule in found.rules]
    assert found.execution.pyramiding == 4


def test_a_bid_that_was_placed_rests(read) -> None:
    entry = read(
        "PG: if it closes below the lower Bollinger band (20,2) bid 0.5% under that close; the bid stands for 5 days. "
        "Exit at the middle band."
    ).strategy.rules[0]
    assert (entry.order.price, entry.order.valid_bars) == ("0.995 * close", 5)


def test_all_in_and_all_out_is_a_rule(read) -> None:
    rules = read("KO: all in when the 20 EMA is above the 80 EMA, all out otherwise.").strategy.rules
    assert [rule.when for rule in rules] == ["ema(close, 20) > ema(close, 80)", "ema(close, 20) <= ema(close, 80)"]


@pytest.mark.parametrize(
    "words",
    [
        "risk $300 per trade",
        "size positions so I lose no more than $300 if stopped out",
        "lose at most $300 if the stop is hit",
    ],
)
def test_what_a_stop_may_cost_is_the_risk(read, words: str) -> None:
    sizing = read(f"{CROSS}. Stop 2 ATR(20). {words}.").strategy.sizing
    assert (sizing.kind, sizing.value) == ("risk_cash", 300)


def test_a_percentage_moves_a_price(read) -> None:
    entry = read(
        "KO: enter with a buy stop at yesterday's high + 0.5% if RSI(14) is above 50. Sell below the 10-day low."
    )
    assert entry.strategy.rules[0].order.price == "1.005 * high[1]"


def test_what_is_left_goes_at_the_end(read) -> None:
    found = read(
        "KO: buy at the 15/45 EMA cross. Sell 30% at +5%, 30% at +10% and leave 40% until the cross down. 7% stop."
    ).strategy
    assert [(target.value, target.fraction) for target in found.risk.take_profit] == [(5, 0.3), (10, 0.3)]
    assert found.rules[1].fraction is None


def test_the_lookback_of_a_volatility_is_read(read) -> None:
    sizing = read("WMT, vol target 10% with 30 day lookback, long when above the 150 SMA, else flat.").strategy.sizing
    assert (sizing.kind, sizing.value, sizing.length) == ("volatility_target", 10, 30)


def test_a_share_for_each_of_a_list_buys(read) -> None:
    found = read("A third of equity into each of KO, PEP and MCD when RSI(2) < 10, out when RSI(2) > 80").strategy
    assert [rule.when for rule in found.rules] == ["rsi(close, 2) < 10", "rsi(close, 2) > 80"]
    assert found.universe == ("KO", "PEP", "MCD")
    assert round(found.sizing.value, 2) == 33.33


def test_a_short_term_is_no_short_side(read) -> None:
    found = read("GE short term both sides: RSI(2) < 5 buy, RSI(2) > 95 short; both exit at RSI(2) crossing 50.")
    rules = found.strategy.rules
    entries = {rule.action.value: rule.when for rule in rules if rule.action.is_entry}
    assert entries == {"enter_long": "rsi(close, 2) < 5", "enter_short": "rsi(close, 2) > 95"}
