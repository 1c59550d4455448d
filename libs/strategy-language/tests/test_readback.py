"""The read-back: one English rendering, the same each time, of all that matters."""

import pytest

from strategy_language.expressions import Scope, parse
from strategy_language.readback import phrase, read_back, sentence_tree


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("close > open", "the close is above the open"),
        (
            "crosses_above(sma(close, 20), sma(close, 50))",
            "the 20-day simple moving average of the close crosses above the 50-day simple moving average of the close",
        ),
        ("30 > rsi(close)", "the 14-day RSI of the close is below 30"),
        ("not close > open", "the close is at or below the open"),
        ("not (close > open or low > 3)", "not (the close is above the open or the low is above 3)"),
        (
            "close > open and (low > 1 or high < 2)",
            "the close is above the open and (the low is above 1 or the high is below 2)",
        ),
        ("close[1] == close[10]", "the close 1 day ago equals the close 10 days ago"),
        ("close > highest(high, 20)[1]", "the close is above the highest high of the previous 20 days"),
        (
            "volume > 1.5 * sma(volume, 20)",
            "the volume is above 1.5 times the 20-day simple moving average of the volume",
        ),
        ("(close + open) / 2 > low", "(the close plus the open) divided by 2 is above the low"),
        ("macd(close).signal < 0", "the signal line of the MACD(12, 26, 9) of the close is below 0"),
        ('close("SPY") > 3', "SPY's close is above 3"),
        (
            'on("1w", close > sma(close, 20))',
            "(the weekly close is above the 20-week simple moving average of the weekly close)",
        ),
        ("weekday == 5 and month != 2", "the weekday is Friday and the month is not February"),
        ("t3(close, 5, 0.9) > 1", "the 5-day T3 average of the close (with volume factor 0.9) is above 1"),
        ("count_true(close > open, low > 1) > 1", "the number of true ones among the close is above the open and"),
    ],
)
def test_a_condition_is_said_as_a_trader_says_it(text, said):
    assert phrase(parse(text)).startswith(said)


def test_within_a_session_bars_are_bars():
    assert phrase(parse("sma(close, 20)"), "5m") == "the 20-bar simple moving average of the close"


def test_a_return_is_said_in_percent():
    assert phrase(parse("open_return < -0.05", Scope(place="exit"))) == "the open return is below -5%"


def test_a_whole_document_is_read_back(strategy):
    made = strategy(
        ("enter_long", "crosses_above(fast_ma, slow_ma)"),
        ("exit_long", "crosses_below(fast_ma, slow_ma)"),
        parameters=[{"name": "fast", "value": 20, "low": 5, "high": 60}],
        definitions=[{"name": "fast_ma", "expr": "sma(close, fast)"}, {"name": "slow_ma", "expr": "sma(close, 50)"}],
        risk={
            "stop_loss": {"kind": "atr", "multiple": 2},
            "take_profit": [
                {"kind": "r_multiple", "value": 2, "fraction": 0.5},
                {"kind": "percent", "value": 12},
            ],
            "trailing_stop": {"kind": "percent", "value": 6, "activate_at": {"kind": "percent", "value": 3}},
            "break_even": {"trigger": {"kind": "percent", "value": 5}, "offset_percent": 0.1},
            "max_bars": 10,
        },
        sizing={"kind": "risk_percent", "value": 1, "max_percent_of_equity": 50},
        limits={"entries_per_day": 2},
        costs={"preset": "us_equities", "slippage": {"kind": "bps", "value": 5}},
        benchmark="SPY",
    )
    assert read_back(made) == (
        "Use daily bars of AAPL.\n"
        "Buy AAPL when the 20-day simple moving average of the close crosses above the 50-day simple moving average "
        "of the close. Sell AAPL when the 20-day simple moving average of the close crosses below the 50-day simple "
        "moving average of the close.\n"
        "Place a stop loss 2 ATR(14) below the entry price. Take profit on 50% of the position at 2R. Take profit 12% "
        "above the entry price. Trail a stop 6% below the highest high since entry, once the position is ahead by 3%. "
        "Move the stop to the entry price plus 0.1% once the position is ahead by 5%. Close the position after "
        "10 days.\n"
        "Risk 1% of the equity on each trade. A position is at most 50% of the equity.\n"
        "Orders fill at the next open.\n"
        "Make at most 2 entries a day.\n"
        "Fees as for US equities. Slippage of 5 basis points.\n"
        "Parameter fast is 20, from 5 to 60 in steps of 1.\n"
        "Compare with SPY."
    )


def test_orders_parts_and_set_ups_are_said(strategy):
    made = strategy(
        {
            "id": "dip",
            "action": "enter_long",
            "when": "close < open",
            "fraction": 0.5,
            "setup": "dip",
            "order": {"kind": "limit", "price": "close * 0.99", "valid_bars": 3},
            "risk": {"stop_loss": {"kind": "percent", "value": 4}},
        },
        {"id": "out", "action": "exit_long", "when": "close > open", "for_setups": ["dip"], "fill": "same_close"},
        universe=["AAPL", "MSFT"],
    )
    assert (
        "Buy 50% of the full size of each of AAPL and MSFT, with a limit order at the close times 0.99, good for 3 "
        'days, as the set-up "dip", when the close is below the open. For this entry: Place a stop loss 4% below the '
        'entry price. Sell each of AAPL and MSFT, only for positions of the set-up "dip", filled at the close of the '
        "same bar, when the close is above the open."
    ) in read_back(made)


def test_short_sides_are_said_the_other_way_round(strategy):
    made = strategy(
        ("enter_short", "close < open"),
        ("exit_short", "close > open"),
        execution={"allow_short": True},
        risk={"stop_loss": {"kind": "percent", "value": 4}, "trailing_stop": {"kind": "distance", "value": 2}},
    )
    text = read_back(made)
    assert "Sell AAPL short when the close is below the open. Cover AAPL when the close is above the open." in text
    assert "Place a stop loss 4% above the entry price. Trail a stop 2 points above the lowest low since entry." in text


def test_rotation_pairs_and_weights_are_said(strategy):
    rotation = strategy(
        kind="rotation",
        universe=["AMZN", "FB", "JPM"],
        rotation={"rank_by": "roc(close, 126)", "hold": 2, "filter": "close > sma(close, 200)"},
    )
    assert (
        "Every month, rank AMZN, FB and JPM by the 126-day rate of change (percent) of the close and hold the best 2 "
        "in equal weights. Hold a symbol only when the close is above the 200-day simple moving average of the close."
    ) in read_back(rotation)
    pairs = strategy(kind="pairs", universe=["KO", "PEP"], pairs={"left": "KO", "right": "PEP", "stop_z": 4})
    assert (
        "Trade the spread of KO over PEP with a rolling least-squares hedge ratio over 60 days. Open the pair when the "
        "z-score of the spread over 60 days is beyond 2 either way, and close it when the z-score is within 0.5. Give "
        "up when the z-score goes past 4."
    ) in read_back(pairs)
    weights = [{"symbol": "SPY", "weight": 60}, {"symbol": "TLT", "weight": 40}]
    held = strategy(kind="allocation", universe=["SPY", "TLT"], allocation={"weights": weights})
    assert "Hold 60% in SPY and 40% in TLT, brought back every month." in read_back(held)


def test_a_long_definition_is_said_under_its_name(strategy):
    long = "sma(close, 5) + sma(close, 6) + sma(close, 7) + sma(close, 8) + sma(close, 9)"
    text = read_back(strategy(("enter_long", "close > mix"), definitions=[{"name": "mix", "expr": long}]))
    assert 'Buy AAPL when the close is above "mix".' in text
    assert '\n"mix" is the 5-day simple moving average of the close plus' in text


def test_what_cannot_be_read_stands_in_quotes(strategy):
    assert "Buy AAPL when 'clos > 3'." in read_back(strategy(("enter_long", "clos > 3")))


def test_the_tree_leads_from_each_sentence_to_its_place(strategy):
    tree = sentence_tree(strategy(("enter_long", "close > open and low > 3"), risk={"max_bars": 5}))
    rules = next(group for group in tree.children if group.path == "rules")
    assert [child.path for child in rules.children] == ["rules.0"]
    assert [part.text for part in rules.children[0].children] == ["the close is above the open", "the low is above 3"]
    risk = next(group for group in tree.children if group.path == "risk")
    assert [child.path for child in risk.children] == ["risk.max_bars"]
