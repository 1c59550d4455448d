# ruff: noqa: E501 - one message a line
"""Things that are named once and spoken of later: two averages, a channel's lengths, a list, the price itself."""

import pytest

WMA = "wma(close, 30) > wma(close, 90)"
COUNT = "count_true(rsi(close, 14) > 50, close > sma(close, 50), adx(14) > 20)"
TURTLE = [
    "close > highest(high, 55)[1]",
    "close < lowest(low, 20)[1]",
    "close < lowest(low, 55)[1]",
    "close > highest(high, 20)[1]",
]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Apple. Weighted moving average, 30 vs 90 days. Own the stock while the fast one is on top.", [WMA, "wma(close, 30) <= wma(close, 90)"]),
        ("Nvidia: 30 vs 90 day WMA. Long when fast above slow, flat otherwise.", [WMA, "wma(close, 30) <= wma(close, 90)"]),
        ("KO: SMA (10/40). Buy while the slow average is below the fast one, sell when the slow one is on top.", ["sma(close, 40) < sma(close, 10)", "sma(close, 40) > sma(close, 10)"]),
        ("Hull moving average with 16 periods on ETH 4h: buy when it turns up, sell when it turns down.", ["became_true(rising(hma(close, 16), 1))", "falling(hma(close, 16), 1)"]),
        ("Parabolic SAR on Intel daily, long when the dots are below, short when above.", ["sar(0.02, 0.2) < close", "sar(0.02, 0.2) > close"]),
        ("Donchian breakout on gold (GLD), 55 days in, 20 days out, both ways.", TURTLE),
        ("GLD, Donchian: 55-day entry and 20-day exit, long and short.", TURTLE),
        ("CRM: 10-day closing high = long, 10-day closing low = short.", ["close > highest(close, 10)[1]", "close < lowest(close, 10)[1]"]),
        ("RSI above 60 for Pfizer: buy, below 40: sell.", ["rsi(close, 14) > 60", "rsi(close, 14) < 40"]),
        ("CMF(20) above 0.1: buy Pfizer, below -0.1: sell.", ["cmf(20) > 0.1", "cmf(20) < -0.1"]),
        ("Adobe: buy when at least two of these are true: RSI above 50, price above the 50-day average, ADX above 20. Sell when none is.", [f"{COUNT} >= 2", f"{COUNT} == 0"]),
        ("Netflix: buy on a close above the upper Keltner channel (20, 1.5, 10), sell when price is back below the EMA.", ["close > ema(close, 20) + 1.5 * atr(10)", "close < ema(close, 20)"]),
        ("Home Depot with an ATR channel: 50-day SMA plus and minus three 14-day ATRs. Long on a close over the upper line, flat on a close under the SMA.", ["close > sma(close, 50) + 3 * atr(14)", "close < sma(close, 50)"]),
        ("Home Depot. Channel: SMA(50) +/- 3 ATR(14). Long on a close over the upper line, flat on a close under the lower line.", ["close > sma(close, 50) + 3 * atr(14)", "close < sma(close, 50) - 3 * atr(14)"]),
        ("Solana 4h, Supertrend with ATR period 14 and multiplier 2.5: long on bullish flip, exit on bearish flip.", ["crosses_above(supertrend(14, 2.5).direction, 0)", "crosses_below(supertrend(14, 2.5).direction, 0)"]),
        ("AAPL: close above the 20-day average with the previous close below it, buy; exit below.", ["close > sma(close, 20) and close[1] < sma(close, 20)[1]", "close < sma(close, 20)"]),
        ("SPY 30m: if a bar closes above VWAP with the prior bar below it, buy; exit when a bar closes below VWAP.", ["close > vwap() and close[1] < vwap()[1]", "close < vwap()"]),
        ("KO: buy when the close is lower than any low of the last 20 days, let it go when RSI(7) exceeds 50.", ["close < lowest(low, 20)[1]", "rsi(close, 7) > 50"]),
        ("McDonald's: buy when today's close is higher than every close of the previous 120 sessions; once it closes below the 50 sma im gone", ["close > highest(close, 120)[1]", "close < sma(close, 50)"]),
        ("NVDA: 20/60 EMA cross up entry. A third off at +10%, a third at +20%, the rest on the cross down.", ["crosses_above(ema(close, 20), ema(close, 60))", "crosses_below(ema(close, 20), ema(close, 60))"]),
        ("Apple and Nvidia, 40% of the account each: hold when the 60-day rate of change is above 8; drop when it is less than 0.", ["roc(close, 60) > 8", "roc(close, 60) < 0"]),
        ("intel: price above 10 sma and 10 sma above 40 sma = im in. price closes below 40 sma = out.", ["close > sma(close, 10) and sma(close, 10) > sma(close, 40)", "close < sma(close, 40)"]),
        ("Exxon: RSI(14) up through 45 is the entry, RSI(14) down through 60 is the exit.", ["crosses_above(rsi(close, 14), 45)", "crosses_below(rsi(close, 14), 60)"]),
        ("Nvidia: if it gains over 4% in a day on at least twice its 30-day average volume, buy. Out on a close under the 15-day EMA.", ["roc(close, 1) > 4 and volume >= 2 * sma(volume, 30)", "close < ema(close, 15)"]),
        ("Meta: enter when it closes above the 100-day SMA after closing below it the day before, and leave when the opposite happens.", ["close > sma(close, 100) and (close < sma(close, 100))[1]", "close < sma(close, 100) and (close > sma(close, 100))[1]"]),
        ("SPY: if Monday closes down, buy Tuesday's open and sell Thursday's open.", ["close[1] < close[2] and weekday() == 2", "weekday() == 4"]),
        ("SPY: on Tuesdays if it closed lower on Monday, buy; sell Thursday.", ["weekday() == 2 and (close < close[1])[1]", "weekday() == 4"]),
        ("Own Oracle when its 6-month return beats 10%; sell when the 6-month return goes negative.", ["roc(close, 126) > 10", "roc(close, 126) < 0"]),
    ],
)  # fmt: skip
def test_what_is_named_before_is_meant_later(read, message: str, expected: list[str]) -> None:
    found = read(message)

    assert found.strategy is not None, found.explanation
    assert [rule.when for rule in found.strategy.rules] == expected


@pytest.mark.parametrize(
    ("message", "entry"),
    [
        ("Buy MCD on a hammer or morning star when price is below its 20-day SMA. Target 4%, stop 2%.", "(cdl_hammer() or cdl_morning_star()) and close < sma(close, 20)"),
        ("MCD: RSI under 30 or close below the lower band, if price is above its 200-day SMA: buy. Target 4%, stop 2%.", "(rsi(close, 14) < 30 or close < bbands(close, 20, 2).lower) and close > sma(close, 200)"),
        ("UNH: buy if (RSI(14) < 35 or close under the 50 sma by 5% or more) and ADX(14) is not above 40. Sell after 9 days.", "(rsi(close, 14) < 35 or close < 0.95 * sma(close, 50)) and adx(14) <= 40"),
        ("UNH: buy if the close is above the 50 sma by 2 ATR or more. Sell after 9 days.", "close > sma(close, 50) + 2 * atr(14)"),
    ],
)  # fmt: skip
def test_a_condition_behind_alternatives_holds_for_each_of_them(read, message: str, entry: str) -> None:
    found = read(message)

    assert found.strategy is not None, found.explanation
    assert [rule.when for rule in found.strategy.rules] == [entry]


def test_a_stop_that_trails_as_a_chandelier_is_one_stop(read) -> None:
    found = read(
        "AMD: enter on a 20-day closing high. Stop 3 ATR below entry; once up 2 ATR, move the stop to breakeven; "
        "trail with a 3 ATR chandelier stop."
    )

    assert found.strategy is not None, found.explanation
    risk = found.strategy.risk.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    assert set(risk) == {"stop_loss", "break_even", "trailing_stop"}


@pytest.mark.parametrize("words", ["from October to April", "from the start of October to the end of April"])
def test_months_from_one_edge_to_another_are_whole_months(read, words: str) -> None:
    found = read(f"Hold SPY {words}.")

    assert found.strategy is not None, found.explanation
    months = " or ".join(f"month() == {number}" for number in (10, 11, 12, 1, 2, 3, 4))
    assert [rule.when for rule in found.strategy.rules] == [months, f"not ({months})"]


def test_a_channel_that_was_read_is_no_unused_word(read) -> None:
    found = read(
        "Walmart: channel around the 20-day EMA, 2 ATR above and below it. A close above the top is long, below the EMA flat."
    )

    assert found.strategy is not None, found.explanation
    assert not any("EMA" in words or "ATR" in words for words in found.strategy.unused_words)


def test_what_a_person_says_in_public_is_no_data(read) -> None:
    found = read("Buy Nvidia whenever Elon Musk mentions AI chips, sell after a day.")

    assert found.strategy is None
    assert "news" in found.explanation.lower()


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("JPM: buy 3 days before month end, sell on the 3rd trading day of the new month", ["trading_days_left_in_month() == 3", "trading_day_of_month() == 3"]),
        ("JPM: buy two trading days before the end of the month, sell on the 3rd trading day of the new month", ["trading_days_left_in_month() == 2", "trading_day_of_month() == 3"]),
        ("苹果从52周高点回落20%买入，反弹15%卖出", ["close <= 0.8 * highest(high, 252)"]),
    ],
)  # fmt: skip
def test_days_before_an_edge_and_falls_from_an_extreme_are_measured_from_them(
    read, message: str, expected: list[str]
) -> None:
    found = read(message)

    assert found.strategy is not None, found.explanation
    assert [rule.when for rule in found.strategy.rules] == expected


@pytest.mark.parametrize(
    "message",
    [
        "Starbucks: Long on Mondays only if last week closed up. Sell Friday's close.",
        "Ford: weekly RSI under 30 and a green daily candle => buy. Out when daily RSI gets to 60.",
        "Use Heikin Ashi on Tesla daily: buy after two green HA candles following a red one, sell at the first red HA candle.",
    ],
)
def test_an_unread_word_of_time_or_colour_is_asked_about_or_read(read, message: str) -> None:
    found = read(message)

    assert found.questions or not {"last", "green", "red"} & set(" ".join(found.strategy.unused_words).split())


@pytest.mark.parametrize(
    ("message", "held"),
    [
        ("Equal weights AAPL MSFT GOOG, rebalance monthly, exit everything when SPY is below its 200-day SMA.", 3),
        ("AAPL, MSFT, KO, XOM weighted by inverse volatility (60 days), rebalanced monthly.", 4),
        ("Each month hold the best 2 of SPY, TLT, GLD by 6-month return weighted by inverse volatility", 2),
    ],
)
def test_assets_that_are_only_weighted_are_all_held(read, message: str, held: int) -> None:
    found = read(message)

    assert found.strategy is not None, found.explanation
    assert found.strategy.rotation.hold == held


def test_a_condition_behind_after_is_asked_about_where_it_was_not_read(read) -> None:
    found = read(
        "SPY 30 min: a bar that closes above VWAP after one below it is a buy; out below VWAP or by the close."
    )

    assert found.questions or "close[1]" in found.strategy.rules[0].when or ")[1]" in found.strategy.rules[0].when


def test_wishes_for_options_are_refused_by_name(read) -> None:
    found = read("Make me rich with Tesla options")

    assert found.kind == "refusal"
    assert "Options" in found.explanation
