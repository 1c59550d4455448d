# ruff: noqa: E501 - one message a line
"""Lists of conditions, sides that are left, and words that belong to one condition of several."""

import pytest


def shown(strategy) -> dict[str, str]:
    return {rule.action.value: rule.when for rule in strategy.rules}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            "AMD: long when RSI(7) falls under 25, short when RSI(7) climbs over 80. Close longs when IBS is over 0.9; cover shorts when IBS is under 0.1.",
            {"exit_long": "(close - low) / (high - low) > 0.9", "exit_short": "(close - low) / (high - low) < 0.1"},
        ),
        (
            "AMD: long when RSI(7) falls under 25, short when RSI(7) climbs over 80. Get out of any longs once the close is above the 30-day EMA. Get out of all shorts once it is below it.",
            {"exit_long": "close > ema(close, 30)", "exit_short": "close < ema(close, 30)"},
        ),
        (
            "Buy AMD when RSI(7) is under 25; short it when RSI(7) is over 80. Exit longs when CCI(10) is above 100, shorts when CCI(10) is below -100.",
            {"exit_long": "cci(10) > 100", "exit_short": "cci(10) < -100"},
        ),
        (
            "Short AMD if RSI(3) is above 95, hold until RSI(3) is below 50; buy AMD if RSI(3) is below 5, hold until RSI(3) is above 60.",
            {
                "enter_short": "rsi(close, 3) > 95",
                "exit_short": "rsi(close, 3) < 50",
                "enter_long": "rsi(close, 3) < 5",
                "exit_long": "rsi(close, 3) > 60",
            },
        ),
        (
            "Long AMD when RSI(3) is below 8 until RSI(3) is above 75.",
            {"enter_long": "rsi(close, 3) < 8", "exit_long": "rsi(close, 3) > 75"},
        ),
    ],
)
def test_each_side_leaves_by_its_own_words(read, message: str, expected: dict[str, str]) -> None:
    assert expected.items() <= shown(read(message).strategy).items()


BOTH = "cci(20) < -100 and close > sma(close, 150)"
EITHER = "cci(20) > 100 or weekday() == 5"


@pytest.mark.parametrize(
    "message",
    [
        "Buy SBUX when all of these hold: CCI(20) is below -100; the close is above the 150-day SMA. Sell when any of these happens: CCI(20) is above 100; it is Friday.",
        "Buy SBUX if all the following are met:\n- CCI(20) is below -100\n- the close is above the 150-day SMA\nSell if one of the following is true:\n- CCI(20) is above 100\n- it is Friday",
        "Buy SBUX when both conditions are true:\n1. CCI(20) is below -100\n2. the close is above the 150-day SMA\n\nExits: CCI(20) is above 100, it is Friday.",
        "SBUX. Entry rules: (1) CCI(20) is below -100, (2) the close is above the 150-day SMA. Exit rules: (1) CCI(20) is above 100, (2) it is Friday.",
        "SBUX. Entry: CCI(20) is below -100; the close is above the 150-day SMA. Exit: CCI(20) is above 100; it is Friday.",
        "Exit rules for SBUX: CCI(20) is above 100; it is Friday. Entry rules: CCI(20) is below -100; the close is above the 150-day SMA.",
        "SBUX: CCI(20) below -100 + close above the 150-day SMA = buy; CCI(20) above 100 or Friday = sell.",
    ],
)
def test_lists_are_read_whole(read, message: str) -> None:
    found = read(message)
    assert found.strategy is not None, found.explanation
    assert shown(found.strategy) == {"enter_long": BOTH, "exit_long": EITHER}


def test_all_of_a_list_of_ways_out_can_be_asked_for(read) -> None:
    message = "Buy SBUX when CCI(20) is below -100. Sell when all of these are true:\n* CCI(20) is above 50\n* the close is above the 150-day SMA"
    assert shown(read(message).strategy)["exit_long"] == "cci(20) > 50 and close > sma(close, 150)"


@pytest.mark.parametrize(
    ("said", "condition"),
    [
        (
            "the close is below the 8-day EMA, the 21-day EMA and the 55-day EMA",
            "close < ema(close, 8) and close < ema(close, 21) and close < ema(close, 55)",
        ),
        (
            "the close is above SMA(10), SMA(30) or SMA(90)",
            "close > sma(close, 10) or close > sma(close, 30) or close > sma(close, 90)",
        ),
        ("the 100-day SMA has fallen over the last 15 days", "sma(close, 100) < sma(close, 100)[15]"),
        ("TLT is down over the past 30 days", 'roc(of("TLT", close), 30) < 0'),
        ("the 90-day SMA starts rising", "became_true(rising(sma(close, 90), 1))"),
        ("RSI(6) begins to fall", "became_true(falling(rsi(close, 6), 1))"),
        ("the z-score of the close over 30 days is under -1.5", "zscore(close, 30) < -1.5"),
        ("the gap is smaller than 2%", "abs(open / close[1] - 1) < 0.02"),
        ("it gaps down by less than 4%", "open < close[1] and open > 0.96 * close[1]"),
        ("the low is under the low of the day before", "low < low[1]"),
        ("the open is above the close of the day before", "open > close[1]"),
        (
            "it closes under the lower Bollinger band (15, 2) and the 80-day SMA is rising and price is above it",
            "close < bbands(close, 15, 2).lower and rising(sma(close, 80), 1) and close > sma(close, 80)",
        ),
        ("the 30- and 90-day EMA make a golden cross", "crosses_above(ema(close, 30), ema(close, 90))"),
        (
            "the close is 3% above the 40-day SMA and CCI(20) is between -50 and 50",
            "close > 1.03 * sma(close, 40) and cci(20) >= -50 and cci(20) <= 50",
        ),
        (
            "on the weekly chart the close is above the 30-week SMA",
            'on("1w", close) > on("1w", sma(close, 30))',
        ),
        ("CCI(20) on the monthly chart is above 0", 'on("1mo", cci(20)) > 0'),
        ("GLD closed below its 60-day SMA yesterday", 'of("GLD", close)[1] < of("GLD", sma(close, 60)[1])'),
        ("yesterday it closed below the 60-day SMA", "(close < sma(close, 60))[1]"),
        ("it did not close above the upper Bollinger band yesterday", "close[1] <= bbands(close, 20, 2).upper[1]"),
        ("it bounces off the 60-day SMA", "low <= sma(close, 60) and close > sma(close, 60)"),
        ("the dollar volume is above $20 million", "close * volume > 20000000"),
        ("the day of the month is at most 10", "day_of_month() <= 10"),
        ("it is after the 21st of the month", "day_of_month() > 21"),
        ("(high - close) / (high - low) < 0.3", "(high - close) / (high - low) < 0.3"),
        ("(close - SMA(30)) / ATR(20) < -1.5", "(close - sma(close, 30)) / atr(20) < -1.5"),
        ("close - (high - low) * 0.5 > EMA(9)", "close - (high - low) * 0.5 > ema(close, 9)"),
    ],
)
def test_a_condition_among_others(read, said: str, condition: str) -> None:
    found = read(f"Buy ADBE when ADX(14) is over 30 and {said}. Sell after 6 days.")
    assert found.strategy is not None, found.explanation
    either = f"({condition})" if " or " in condition else condition
    assert found.strategy.rules[0].when == f"adx(14) > 30 and {either}"


@pytest.mark.parametrize(
    ("said", "risk"),
    [
        (
            "Risk management: 6% stop loss, 12% profit target.",
            {"stop_loss": {"value": 6}, "take_profit": [{"value": 12}]},
        ),
        ("Risk: a $3 stop loss.", {"stop_loss": {"value": 3}}),
        ("I use a $3 stop loss.", {"stop_loss": {"value": 3}}),
        ("Stop: a 9% trailing stop", {"trailing_stop": {"value": 9}}),
        ("Stop: a 3% stop and a 9% target", {"stop_loss": {"value": 3}, "take_profit": [{"value": 9}]}),
        ("A stop of 7% on a closing basis.", {"stop_loss": {"value": 7}, "stop_trigger": "close"}),
        (
            "A 4% trailing stop that starts at 8% profit.",
            {"trailing_stop": {"value": 4, "activate_at": {"value": 8}}},
        ),
        ("A stop at the low of the day before.", {"stop_loss": {"expr": "low[1]"}}),
        ("Stop 1 ATR(14) below the entry bar's low.", {"stop_loss": {"expr": "low - atr(14)"}}),
    ],
)
def test_levels_under_a_heading(read, said: str, risk: dict[str, object]) -> None:
    found = read(f"Buy ADBE when RSI(2) is below 5. Sell when RSI(2) is above 85. {said}")
    assert found.strategy is not None, found.explanation
    assert found.strategy.risk.model_dump(exclude_defaults=True, mode="json") == risk


@pytest.mark.parametrize(
    ("said", "sizing"),
    [
        ("$750 risk per trade, stop 4%.", {"kind": "risk_cash", "value": 750}),
        ("3% position size.", {"value": 3}),
        ("Target a volatility of 12% a year.", {"kind": "volatility_target", "value": 12}),
        ("A profit target of 2 ATR(14), $8,000 per trade.", {"kind": "cash", "value": 8000}),
        ("Use a 3 ATR(14) stop loss and invest $8,000 in each trade.", {"kind": "cash", "value": 8000}),
    ],
)
def test_sizes_beside_levels(read, said: str, sizing: dict[str, object]) -> None:
    found = read(f"Buy ADBE when RSI(2) is below 5. Sell when RSI(2) is above 85. {said}")
    assert found.strategy is not None, found.explanation
    assert found.strategy.sizing.model_dump(exclude_defaults=True, mode="json") == sizing


@pytest.mark.parametrize(
    "message",
    [
        "How would it do if I bought SLV when MACD crosses above its signal line and sold when MACD crosses below its signal line?",
        "Given that SLV is liquid, a buy of SLV is triggered when MACD crosses above its signal line. A sale is triggered when MACD crosses below its signal line.",
        "The entry into SLV happens when MACD crosses above its signal line and the exit happens when MACD crosses below its signal line.",
    ],
)
def test_deeds_told_as_nouns_and_questions(read, message: str) -> None:
    lines = "macd(close, 12, 26, 9).macd, macd(close, 12, 26, 9).signal"
    found = read(message)
    assert found.strategy is not None, found.explanation
    assert shown(found.strategy) == {"enter_long": f"crosses_above({lines})", "exit_long": f"crosses_below({lines})"}
