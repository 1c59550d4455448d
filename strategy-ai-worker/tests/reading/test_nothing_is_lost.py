# ruff: noqa: E501 - one message a line
"""What was said and not read is asked about; what cannot be compared is never compared silently."""

import pytest

BASE = "AAPL daily: buy when RSI(14) is below 30, sell when RSI(14) is above 70"


@pytest.mark.parametrize(
    "words", ["if the gizmo exceeds 17", "and keep 42% of the wobble", "but not when the flux is over 103.7"]
)
def test_words_with_a_number_of_their_own_are_asked_about(read, words: str) -> None:
    found = read(f"{BASE} {words}.")
    assert found.kind == "question"
    assert found.questions[0].options


def test_words_that_only_repeat_what_was_read_are_no_loss(read) -> None:
    assert read(f"{BASE}. The 14 and the 30 are my favourite numbers.").kind == "strategy"


@pytest.mark.parametrize(
    ("message", "entry"),
    [
        ("KO: buy if the day opens with a gap down between 1% and 3%; hold 4 days", "open >= 0.97 * close[1] and open <= 0.99 * close[1]"),
        ("SPY hourly: if the first bar of the day closed up, buy; flat by the close", "is_first_bar() and close > open"),
        ("WMT: buy if neither RSI(14) is above 70 nor the close is below its 100-day average; sell at RSI 80", "rsi(close, 14) <= 70 and close >= sma(close, 100)"),
        ("Buy JPM when JPM's 20-day return is greater than XOM's 20-day return, sell when it is lower.", 'roc(close, 20) > of("XOM", roc(close, 20))'),
        ("AMZN: buy on a 20 day high with volume at least twice its 50-day average, sell after 5 days", "close > highest(high, 20)[1] and volume >= 2 * sma(volume, 50)"),
        ("MSFT: once RSI(14) dips below 25, wait until it gets back over 35, then buy. Sell at RSI 65.", "latch(rsi(close, 14) < 25, crosses_above(rsi(close, 14), 35)[1]) and crosses_above(rsi(close, 14), 35)"),
        ("GOOG: buy if at least two of these hold: RSI(14) < 40, CCI(20) < -100, close < SMA(50). Sell at RSI 60.", "count_true(rsi(close, 14) < 40, cci(20) < -100, close < sma(close, 50)) >= 2"),
        ("MSFT: buy unless RSI(14) is over 60 or the close is under the 100-day SMA; sell after 9 days", "rsi(close, 14) <= 60 and close >= sma(close, 100)"),
        ("Apple: buy when RSI(14) drops below 30 and it is above its 200 day average; sell after 3 days", "crosses_below(rsi(close, 14), 30) and close > sma(close, 200)"),
        ("XOM: buy after the stock has closed lower on at least 4 of the last 5 days, sell after 3 days", "count(close < close[1], 5) >= 4"),
        ("IBM: buy when the close is higher than both the 20-day and the 100-day EMA, sell after 3 days", "close > ema(close, 20) and close > ema(close, 100)"),
        ("JPM: the first pullback to the 20 EMA after a new 52-week high is a buy, stop 5%", "latch(close > highest(high, 252)[1], (low <= ema(close, 20))[1]) and low <= ema(close, 20)"),
        ("MSFT: buy on the third Friday of each month, sell after 4 days", "weekday() == 5 and day_of_month() >= 15 and day_of_month() <= 21"),
        ("DIS: buy an inside day breakout, stop 2%, target 2R", "inside_bar()[1] and close > high[1]"),
        ("特斯拉：RSI(14)跌穿30後再升返上30買入；升穿70沽出", "crosses_above(rsi(close, 14), 30)"),
    ],
)  # fmt: skip
def test_a_construct_of_the_language_is_read_as_it_is_meant(read, message: str, entry: str) -> None:
    strategy = read(message).strategy
    assert strategy.rules[0].when == entry


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("sell at +5% or -3%", "stop_loss", 3), ("sell when RSI(14) > 70 or after 12 days", "max_bars", 12),
        ("exit if it drops 15% from its highest close since entry", "trailing_stop", 15), ("sell at the close", "session_exit", True),
        ("sell when RSI(14) is over 70 or price hits 12% profit", "take_profit", 12), ("sell the next day at the open", "max_bars", 1),
    ],
)  # fmt: skip
def test_ways_out_of_different_kinds_stand_side_by_side(read, words: str, field: str, value: object) -> None:
    risk = read(f"AAPL daily: buy when RSI(14) is below 30, {words}.").strategy.risk
    found = getattr(risk, field)
    found = found[0] if isinstance(found, tuple) else found
    assert getattr(found, "value", found) == value


def test_a_price_is_never_compared_with_a_volume_silently(read) -> None:
    found = read("AAPL: buy when the close is above the 20-day average volume, sell after 3 days")
    assert found.kind == "question"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ("make it weekly", ("1w", "crosses_above(sma(close, 20), sma(close, 100))")),
        ("change the fast average to 10", ("1d", "crosses_above(sma(close, 10), sma(close, 100))")),
        ("the slow one to 200", ("1d", "crosses_above(sma(close, 20), sma(close, 200))")),
        ("change 20 to 30 and 100 to 120", ("1d", "crosses_above(sma(close, 30), sma(close, 120))")),
    ],
)
def test_a_follow_up_changes_what_it_names_by_its_kind(read, edit: str, expected: tuple[str, str]) -> None:
    base = "AAPL daily: buy when the 20-day SMA crosses above the 100-day SMA, sell on the cross back down. 4% stop."
    strategy = read(base, edit).strategy
    assert (strategy.timeframe.value, strategy.rules[0].when) == expected


@pytest.mark.parametrize(
    ("edit", "kind"), [("run it", "answer"), ("loosen the stop a bit", "question"), ("only go long", "answer")]
)
def test_a_follow_up_without_a_change_gets_an_answer_or_a_question(read, edit: str, kind: str) -> None:
    base = "AAPL daily: buy when the 20-day SMA crosses above the 100-day SMA, sell on the cross back down. 4% stop."
    assert read(base, edit).kind == kind


def test_the_stop_can_be_doubled(read) -> None:
    base = "AAPL daily: buy when the 20-day SMA crosses above the 100-day SMA, sell on the cross back down. 4% stop."
    assert read(base, "double the stop").strategy.risk.stop_loss.value == 8


@pytest.mark.parametrize(
    ("words", "path", "value"),
    [
        ("stop 5%, sell half at +5%, the rest at +12%, move the stop to breakeven once the first target is hit", ("break_even", "trigger"), {"kind": "after_target", "target": 1}),
        ("stop 4%, give back at most 30% of the open profit once it is up 5%", ("trailing_stop",), {"anchor": "extreme", "activate_at": {"kind": "percent", "value": 5}, "kind": "give_back", "value": 30}),
        ("stop 5%. Once it is up 10%, raise the stop to 6% above entry", ("stop_steps",), [{"at": {"kind": "percent", "value": 10}, "to": {"kind": "percent", "value": 6}}]),
        ("sell a third at +6%; trail 3 ATR(14) after the first target", ("trailing_stop", "activate_at"), {"kind": "after_target", "target": 1}),
        ("trailing stop 8%, activated once the position is up 5%", ("trailing_stop", "activate_at"), {"kind": "percent", "value": 5}),
    ],
)  # fmt: skip
def test_stops_that_move_by_steps_are_read(read, words: str, path: tuple[str, ...], value: object) -> None:
    found = read(f"AAPL daily: buy when RSI(14) is below 30, {words}.").strategy.risk.model_dump(mode="json")
    for part in path:
        found = found[part]
    assert found == value


@pytest.mark.parametrize(
    "message",
    ["Buy AAPL at the open when it opens more than 3% below the previous close, sell after 2 days", "Buy AAPL when it gaps down 2%, sell at the close"],
)  # fmt: skip
def test_an_entry_that_the_open_decides_is_filled_at_that_open(read, message: str) -> None:
    assert read(message).strategy.rules[0].read == "open"


def test_a_position_is_entered_and_added_to_in_parts(read) -> None:
    strategy = read(
        "XOM: buy half a position when RSI(14) < 40 and add the other half when RSI(14) < 30, sell all above 60"
    ).strategy
    assert [(rule.action.value, rule.fraction) for rule in strategy.rules] == [
        ("enter_long", 0.5), ("add_long", 0.5), ("exit_long", None),
    ]  # fmt: skip
    assert strategy.execution.pyramiding == 2


def test_what_was_taken_back_is_no_longer_meant(read) -> None:
    strategy = read("Nvidia... just kidding, let's do Apple: buy when RSI(14) < 30, sell when RSI(14) > 60").strategy
    assert strategy.universe == ("AAPL",)
    assert "correction" in [note.field for note in strategy.assumptions]


def test_a_symbol_that_only_filters_a_rotation_is_not_held(read) -> None:
    strategy = read(
        "Each month hold the top 3 of AAPL, MSFT, AMZN, GOOG and JPM by 6-month return while SPY is above its 200-day average"
    ).strategy
    assert strategy.universe == ("AAPL", "MSFT", "AMZN", "GOOG", "JPM")


def test_a_multiple_that_was_not_read_is_asked_about(read) -> None:
    assert read("谷歌：5日均线上穿10日均线并且成交额放大一倍时买进，5日均线下穿10日均线清仓").kind == "question"


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        ("ETH/USDT 4h - Hull moving average of 55 turning up = long, turning down = exit", "hma("),
        ("MSFT daily: the KAMA of 30 curling up = buy, curling down = sell", "kama("),
        ("S&P 500: own it only in the first 3 and the last 4 trading days of each month.", "trading_day_of_month() <= 3"),
    ],
)  # fmt: skip
def test_a_rule_is_not_made_without_the_subject_that_stands_before_it(read, message: str, subject: str) -> None:
    found = read(message)
    assert found.strategy is None or subject in found.strategy.rules[0].when
