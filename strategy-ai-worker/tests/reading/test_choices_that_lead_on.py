"""A question about what cannot be offers choices, and each of them leads to a strategy that can."""

import pytest

ABSURD = [
    "IBM: buy if RSI(14) > 130, sell if RSI(14) < 40",
    "Buy XOM when RSI drops below -10, sell after 10 days",
    "微软：RSI(14)高于130买入，持有10天卖出",
    "微软：RSI(14)高于60买入，持有0天卖出",
    "KO: buy if the 14-day ADX is above 100, sell after 10 bars",
    "KO: buy if Williams %R is above 5, sell after 10 bars",
    "KO: buy when it crosses above its 50-day SMA, sell with a stop loss of 200% and a target of 5%",
    "KO: buy when it crosses above its 50-day SMA, sell with a trailing stop of 120%",
    "KO: buy when it crosses above its 50-day SMA, sell with a stop of 5% and a target of 0%",
    "Hold BA for 0 days after the 10/30 SMA cross up",
    "Buy AAPL when it crosses over its -20 day moving average, sell when it crosses under",
    "Buy AAPL when it crosses over its 0 day moving average, sell when it crosses under",
    "Buy BTC with 100x leverage when RSI(14) < 30, sell when RSI > 50",
    "Risk 500% of my equity per trade on JPM: buy when RSI(14) < 30, sell when RSI > 60, stop 2%",
    "Put 300% of the account into JPM: buy when RSI(14) < 30, sell when RSI > 60",
    "Use full Kelly on Apple with a 50/200 SMA crossover",
    "SPY: buy at 10:30 above the 50-day SMA, sell at 15:30",
    "Buy at 25:00 and sell at 15:00, SPY hourly",
    "Buy SPY on Sundays, sell after 2 days",
    "Go long AAPL on day 45 of the month, sell 5 days later",
    "Buy SPY on the 32nd of each month, sell after 3 days",
    "Buy IBM when it falls 110% in a week, hold 5 days",
    "Buy KO when the 3.5-day SMA crosses above the 10-day SMA, sell on the reverse",
]
CONTRADICTORY = [
    "Buy PG when the price closes above its 50-day average, sell when price closes above its 50-day average",
    "Buy JNJ when MACD histogram is positive and sell when MACD histogram is positive",
    "Buy KO when RSI(14) crosses above 50, sell KO when RSI(14) crosses above 50",
    "Buy AAPL when RSI < 30 and sell when RSI < 70",
    "Buy AAPL when RSI < 30 and short it when RSI < 30, cover all after 5 days",
    "Buy AAPL when RSI < 30 and short it when RSI < 35, cover all after 5 days",
    "Buy AAPL when RSI < 30 and short it when RSI > 70, long only, exit after 5 days",
    "Go long and short TSLA at the same time when the 10 SMA crosses the 30 SMA, exit after 5 days",
    "Buy JPM when RSI(14) crosses above 30, stop loss 5% below entry, take profit 3% below entry",
    "Stop loss at 5% above my long entry in GE, buy on RSI(14) < 30, target 10%",
    "Buy IBM when its close is greater than its high, sell after 5 days",
    "Only short XOM. Buy XOM when RSI(14) < 30 and sell when RSI(14) > 60",
    "Enter JPM when its close exceeds its own close by 2%, exit in 4 days",
    "Buy IBM when RSI < 30, sell when RSI > 60, 3% trailing stop and a 10% trailing stop",
]
PORTFOLIOS = [
    "Put 80% in SPY, 50% in KO, and rebalance every month",
    "Invest 150% of my money in AAPL and 150% in MSFT, rebalance monthly",
    "Hold the best 10 of AAPL, MSFT and GOOG by 3-month return each month",
    "Pairs trading on Apple",
    "Pairs trade KO and PEP, enter at z 1, exit at z 2",
    "Pairs trade KO and PEP: enter at z=2, stop at z=1",
    "Rotate into the top 0 of AAPL, MSFT and GOOG by momentum each month",
    "Stat arb on JNJ and PG: spread = log(JNJ) - log(PG), 50-day z-score, trade at 2, close at 0.",
    "可口可乐和百事配对：对数价差60日z分数超过2开仓，回到0平仓",
]


def test_a_rule_that_goes_long_contradicts_short_only(read) -> None:
    asked = read("Only short XOM. Buy XOM when RSI(14) < 30 and sell when RSI(14) > 60")
    assert asked.strategy is None
    assert "short only" in asked.explanation


@pytest.mark.parametrize("message", [*ABSURD, *CONTRADICTORY, *PORTFOLIOS])
def test_every_choice_leads_to_a_strategy(read, message: str) -> None:
    asked = read(message)
    assert asked.strategy is None
    assert asked.questions[0].options
    for option in asked.questions[0].options:
        found = read(message, option)
        assert found.kind == "strategy", (option, found.explanation)
        assert found.strategy.risk.max_bars is None or found.strategy.risk.max_bars >= 1
        assert found.strategy.execution.leverage <= 20


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("Buy BTC with 100x leverage when RSI(14) < 30, sell when RSI > 50", "I meant RSI 20"),
        ("Hold BA for 0 days after the 10/30 SMA cross up", "use a 50-day average instead"),
    ],
)
def test_no_answer_leaves_an_impossible_number_behind(read, message: str, answer: str) -> None:
    found = read(message, answer).strategy
    assert found is None or (found.execution.leverage <= 20 and found.risk.max_bars != 0)


def test_a_number_takes_the_place_of_the_impossible_one_alone(read) -> None:
    found = read("Risk 500% of my equity per trade on JPM: buy when RSI(14) < 30, sell when RSI > 60, stop 2%", "1%")
    assert (found.strategy.sizing.value, found.strategy.risk.stop_loss.value) == (1, 2)
    held = read("Hold BA for 0 days after the 10/30 SMA cross up", "5 days").strategy
    assert (held.rules[0].when, held.risk.max_bars) == ("crosses_above(sma(close, 10), sma(close, 30))", 5)


def test_a_price_that_crosses_itself_is_asked_about(read) -> None:
    assert read("Buy KO when the close crosses above the close, sell after 5 days").kind == "question"
