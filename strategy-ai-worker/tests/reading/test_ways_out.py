# ruff: noqa: E501 - one message a line
"""Ways out, orders and sides as people put them, in what they become."""

import pytest

DIP = "KO: buy when RSI(14) drops below 30"
ENTRY = "crosses_below(rsi(close, 14), 30)"


def shown(strategy) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for rule in strategy.rules:
        part = "" if rule.fraction is None else f" x{rule.fraction:.2f}"
        told.setdefault(rule.action.value, []).append(rule.when + part)
    return told


@pytest.mark.parametrize(
    ("said", "risk"),
    [
        ("Exit: 15 days.", {"max_bars": 15}),
        ("Exit on the third day after entry.", {"max_bars": 3}),
        (
            "I'm out at +3% or -3% or after a week (5 trading days), whatever is first.",
            {"stop_loss": {"value": 3}, "take_profit": [{"value": 3}], "max_bars": 5},
        ),
        (
            "Place a stop at entry minus $15 and a target at entry plus $30; one cancels the other.",
            {
                "stop_loss": {"kind": "distance", "value": 15},
                "take_profit": [{"kind": "distance", "value": 30, "fraction": None}],
            },
        ),
        (
            "Stop at entry price minus 4%, take profit at entry price plus 8%.",
            {"stop_loss": {"value": 4}, "take_profit": [{"value": 8}]},
        ),
        (
            "stop = entry - 2*ATR(14); target = entry + 3*ATR(14)",
            {"stop_loss": {"multiple": 2}, "take_profit": [{"multiple": 3}]},
        ),
        (
            "Half of the position is sold at 2R, the remainder trails by 3 ATR(14). Initial stop 1.5 ATR(14) below entry.",
            {
                "stop_loss": {"multiple": 1.5},
                "take_profit": [{"value": 2, "fraction": 0.5}],
                "trailing_stop": {"multiple": 3},
            },
        ),
        (
            "A third goes at +3%, a third at +6%, the rest at +9%.",
            {"take_profit": [{"value": value, "fraction": 0.333333} for value in (3, 6, 9)]},
        ),
        ("Close the position after it has been open for exactly 7 bars.", {"max_bars": 7}),
        (
            "Close the trade at the earliest of: 9% gain, 4% loss, 40 trading days.",
            {"stop_loss": {"value": 4}, "take_profit": [{"value": 9}], "max_bars": 40},
        ),
        ("Get out when the drawdown from the peak since entry exceeds 9%.", {"trailing_stop": {"value": 9}}),
        ("I sell at +5%, no later than 10 bars after the entry.", {"take_profit": [{"value": 5}], "max_bars": 10}),
        ("Stop 4%, exit no later than the 6th day after entry.", {"stop_loss": {"value": 4}, "max_bars": 6}),
        (
            "Leave with a gain of 4 percent or with a loss of 2 percent.",
            {"stop_loss": {"value": 2}, "take_profit": [{"value": 4}]},
        ),
        (
            "First target +4% (sell 50%), second target +8% (sell 50%); stop -5%.",
            {"stop_loss": {"value": 5}, "take_profit": [{"value": 4, "fraction": 0.5}, {"value": 8, "fraction": 0.5}]},
        ),
        ("Risk-reward 1:2 with a 3% stop.", {"stop_loss": {"value": 3}, "take_profit": [{"value": 2}]}),
        ("Reward-to-risk of 3 to 1, stop 2%.", {"stop_loss": {"value": 2}, "take_profit": [{"value": 3}]}),
        (
            "The stop goes under the low of the last 5 days, target 2R.",
            {"stop_loss": {"expr": "lowest(low, 5)", "long": None, "short": None}, "take_profit": [{"value": 2}]},
        ),
        (
            "Once it has gained 10%, trail with a 5% stop; before that a fixed 8% stop.",
            {"stop_loss": {"value": 8}, "trailing_stop": {"value": 5, "activate_at": {"value": 10}}},
        ),
        ("Stop 4%. After 20 trading days whatever remains is sold.", {"stop_loss": {"value": 4}, "max_bars": 20}),
        ("Sell everything 3 % above the average cost.", {"take_profit": [{"value": 3}]}),
        (
            "Stop 8%. Raise the stop to break-even after a 5% gain, and to +5% after a 10% gain.",
            {
                "stop_loss": {"value": 8},
                "break_even": {"trigger": {"value": 5}},
                "stop_steps": [{"at": {"value": 10}, "to": {"value": 5}}],
            },
        ),
    ],
)
def test_levels_and_times_are_read(read, said: str, risk: dict) -> None:
    found = read(f"{DIP}. {said}").strategy
    kept = found.risk.model_dump(mode="json", exclude_defaults=True)
    wanted = {kind: _plain(value) for kind, value in risk.items()}
    assert {kind: _plain(value) for kind, value in kept.items()} == wanted
    assert shown(found) == {"enter_long": [ENTRY]}


def _plain(value: object) -> object:
    """Return a level without its kind, where the number alone is told."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if key != "kind" and one is not None}
    return [_plain(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("said", "exits"),
    [
        ("Exit otherwise when RSI(14) is over 70.", ["rsi(close, 14) > 70"]),
        ("Otherwise sell when RSI(14) is over 70.", ["rsi(close, 14) > 70"]),
        ("Exit at the first profitable close.", ["open_return > 0"]),
        (
            "If the trade hasn't made money after 5 days, sell. Otherwise hold it until RSI(14) is over 60.",
            ["rsi(close, 14) > 60", "bars_held >= 5 and open_return <= 0"],
        ),
        ("Sell when it closes 4% above my entry.", ["close > 1.04 * entry_price"]),
        (
            "Sell a third when RSI(14) goes above 50, a third above 60 and the last third above 70.",
            ["rsi(close, 14) > 50 x0.33", "rsi(close, 14) > 60 x0.33", "rsi(close, 14) > 70"],
        ),
        (
            "Sell half once RSI(14) is over 50, the other half once it is over 65.",
            ["rsi(close, 14) > 50 x0.50", "rsi(close, 14) > 65"],
        ),
    ],
)
def test_conditions_that_end_a_position_are_read(read, said: str, exits: list[str]) -> None:
    assert shown(read(f"{DIP}. {said}").strategy) == {"enter_long": [ENTRY], "exit_long": exits}


def test_a_loss_in_money_is_a_stop_and_no_size(read) -> None:
    found = read(f"{DIP}. Sell when RSI(14) is over 60 or after a loss of 3 dollars per share.").strategy
    assert (found.risk.stop_loss.kind, found.risk.stop_loss.value) == ("distance", 3)
    assert found.sizing.kind == "percent_of_equity"


def test_a_position_grows_in_parts_at_levels(read) -> None:
    found = read(
        "IBM: Buy 1/3 at RSI(14) < 40, another 1/3 at RSI(14) < 30 and the final 1/3 at RSI(14) < 20. Exit everything at RSI(14) > 60."
    ).strategy
    assert shown(found) == {
        "enter_long": ["rsi(close, 14) < 40 x0.33"],
        "add_long": ["rsi(close, 14) < 30 x0.33", "rsi(close, 14) < 20 x0.33"],
        "exit_long": ["rsi(close, 14) > 60"],
    }


@pytest.mark.parametrize(
    "said",
    [
        "Sell at the next up close but no later than the fifth day.",
        "Leave with a gain of 4 percent, with a loss of 2 percent, or at the close of the tenth bar.",
        "Sell when it closes at least 4% above my entry price, or 3% below it.",
    ],
)
def test_what_is_not_read_surely_is_asked_about(read, said: str) -> None:
    assert read(f"{DIP}. {said}").strategy is None


def test_a_cross_from_the_other_side_is_the_one_back(read) -> None:
    found = read("JPM: buy when SMA(10) crosses SMA(30) from below, short when from above.").strategy
    lines = "(sma(close, 10), sma(close, 30))"
    assert shown(found) == {"enter_long": [f"crosses_above{lines}"], "enter_short": [f"crosses_below{lines}"]}


@pytest.mark.parametrize(
    ("said", "most"),
    [
        ("Risk 1% of equity with a 2 ATR(14) stop, max 50% of equity in the position.", 50),
        ("Lose max 1% of my account on any trade, stop is 3 ATR(14).", None),
    ],
)
def test_a_bound_of_a_position_is_no_risk(read, said: str, most: int | None) -> None:
    sizing = read(f"{DIP}, sell above 60. {said}").strategy.sizing
    assert (sizing.kind, sizing.value, sizing.max_percent_of_equity) == ("risk_percent", 1, most)


def test_an_order_of_averages_ends_when_it_breaks(read) -> None:
    found = read(
        "MSFT: buy when the 10-day SMA, 20-day SMA and 50-day SMA are stacked 10 > 20 > 50; exit when that order breaks."
    ).strategy
    stacked = "sma(close, 10) > sma(close, 20) and sma(close, 20) > sma(close, 50)"
    assert shown(found) == {"enter_long": [stacked], "exit_long": [f"not ({stacked})"]}


@pytest.mark.parametrize(
    "said",
    [
        "Three states on SPY: RSI(14) above 60 long, below 40 short, between them flat.",
        "SPY: long if RSI(14) is above 60, short if it is below 40, and flat in between.",
        "SPY: RSI(14) above 60 = long, below 40 = short, in between = cash.",
    ],
)
def test_between_two_sides_nothing_is_held(read, said: str) -> None:
    rsi = "rsi(close, 14)"
    assert shown(read(said).strategy) == {
        "enter_long": [f"{rsi} > 60"],
        "enter_short": [f"{rsi} < 40"],
        "exit_long": [f"{rsi} <= 60"],
        "exit_short": [f"{rsi} >= 40"],
    }


@pytest.mark.parametrize(
    ("said", "long", "short"),
    [
        (
            "Always in on JPM: 10-day EMA over 40-day EMA long, under it short.",
            "ema(close, 10) > ema(close, 40)",
            "ema(close, 10) < ema(close, 40)",
        ),
        (
            "Stop-and-reverse on ETH-USD: close above the prior 40-day high -> long; close below the prior 20-day low -> short.",
            "close > highest(high, 40)[1]",
            "close < lowest(low, 20)[1]",
        ),
    ],
)
def test_a_system_that_is_always_in_tells_both_sides(read, said: str, long: str, short: str) -> None:
    assert shown(read(said).strategy) == {"enter_long": [long], "enter_short": [short]}


@pytest.mark.parametrize(
    ("said", "long", "short"),
    [
        ("10% target for longs, 6% for shorts.", {"take_profit": [{"value": 10}]}, {"take_profit": [{"value": 6}]}),
        ("Stop: 5% for longs and 3% for shorts.", {"stop_loss": {"value": 5}}, {"stop_loss": {"value": 3}}),
        ("Longs are closed after 15 bars, shorts after 8 bars.", {"max_bars": 15}, {"max_bars": 8}),
    ],
)
def test_a_level_of_one_side_stands_before_its_side(read, said: str, long: dict, short: dict) -> None:
    found = read(f"XOM: go long when RSI(14) is under 30 and short when it is above 70. {said}").strategy
    own = {rule.action.side: rule.risk.model_dump(mode="json", exclude_defaults=True) for rule in found.rules}
    assert own == {"long": long, "short": short}


@pytest.mark.parametrize(
    ("said", "order"),
    [
        (
            "Put a bid for the next two days 1.5% under the signal day's close.",
            {"kind": "limit", "price": "0.985 * close", "valid_bars": 2},
        ),
        (
            "Place a limit order good for 3 days at the lower Bollinger band (20, 2).",
            {"kind": "limit", "price": "bbands(close, 20, 2).lower", "valid_bars": 3},
        ),
        (
            "Enter with a buy stop-limit order at the day's high with a limit 1% above that, valid for 2 days.",
            {"kind": "stop_limit", "price": "high", "limit_price": "1.01 * high", "valid_bars": 2},
        ),
    ],
)
def test_orders_are_read_with_their_time(read, said: str, order: dict) -> None:
    found = read(f"KO: when RSI(14) crosses below 30. {said} Sell when RSI(14) is over 55.").strategy
    assert found.rules[0].order.model_dump(mode="json", exclude_defaults=True) == order


def test_a_stop_limit_order_without_its_limit_is_asked_about(read) -> None:
    assert read(f"{DIP} with a stop-limit order at the day's high. Stop 4%, target 8%.").strategy is None


@pytest.mark.parametrize(
    "said",
    ["Buy again if the price falls 5% below my entry.", "If it is 5% below the average cost, buy the same again."],
)
def test_buying_again_below_the_entry_enlarges_the_position(read, said: str) -> None:
    found = read(f"{DIP}. {said} Sell when RSI(14) is above 70.").strategy
    assert shown(found)["add_long"] == ["close < 0.95 * entry_price"]
    assert found.execution.pyramiding == 2


def test_a_day_that_was_decides_at_the_open(read) -> None:
    found = read("KO: buy at the open if the previous day fell more than 2%, sell at the same day's close.").strategy
    assert (found.rules[0].read, found.risk.session_exit) == ("open", True)


def test_at_close_same_day_is_the_end_of_the_session(read) -> None:
    found = read("Buy Coke at the open after a day that falls more than 2%, sell at close same day.").strategy
    assert found.risk.session_exit
    assert shown(found) == {"enter_long": ["roc(close, 1) < -2"]}
