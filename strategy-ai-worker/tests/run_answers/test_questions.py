"""Which messages ask about a run, and what they ask; orders are no questions."""

import pytest

from strategy_ai_worker.domain.run_answers.question import run_question


@pytest.mark.parametrize(
    ("message", "topic", "when"),
    [
        ("why did it sell in March 2020?", "trades", "2020-03"),
        ("Why did you... I mean why was it sold on 2020-02-28?", "trades", "2020-02-28"),
        ("why did it buy on March 2nd, 2020", "trades", "2020-03-02"),
        ("And why did it exit in 2020?", "trades", "2020"),
        ("why did it sell every March?", "trades", "-03-"),
        ("when did it buy last?", "trades", ""),
        ("How many trades did it make?", "figures", ""),
        ("what was the Sharpe ratio?", "figures", ""),
        ("what's the max drawdown of this strategy?", "figures", ""),
        ("how much did it make?", "figures", ""),
        ("why did it lose money?", "why", ""),
        ("how did it perform?", "why", ""),
        ("was it profitable", "why", ""),
        ("did it beat buy and hold?", "benchmark", ""),
        ("when was the worst drawdown?", "drawdown", ""),
        ("what was the best trade?", "extremes", ""),
        ("which year was the worst?", "years", ""),
        ("explain the trade in June 2020", "trades", "2020-06"),
        ("is this overfit?", "trust", ""),
        ("thanks! can I trust this result?", "trust", ""),
        ("how much would 10k have become", "money", ""),
        ("longest losing streak?", "streaks", ""),
        ("average win vs average loss", "streaks", ""),
        ("did the stop ever trigger?", "exits", ""),
        ("why so few trades?", "rarity", ""),
        ("when was it out of the market the longest", "quiet", ""),
        ("was it in the market during the covid crash?", "trades", "2020-03"),
        ("how bad was the drawdown and when", "drawdown", ""),
        ("did commissions eat the profits?", "figures", ""),
        ("这个结果可信吗？", "trust", ""),
        ("最长连亏几次？", "streaks", ""),
        ("1万块变成多少？", "money", ""),
        ("止损触发过几次？", "exits", ""),
        ("最好的一年是哪年？", "years", ""),
        ("最差的一笔交易是哪笔？", "extremes", ""),
        ("一共交易了多少次？", "figures", ""),
        ("为什么2020年3月卖出？", "trades", "2020-03"),
        ("跑赢大盘了吗？", "benchmark", ""),
        ("為什麼虧損了？", "why", ""),
        ("这个策略的胜率是多少？", "figures", ""),
    ],
)
def test_a_question_about_a_run_is_understood(message, topic, when) -> None:
    found = run_question(message)
    assert found is not None
    assert (found.topic, found.when) == (topic, when)


@pytest.mark.parametrize(
    "message",
    [
        "when the RSI is above 80 sell half",
        "When it closes below the 50-day average, sell",
        "if the close is above the upper band take profit",
        "what is a Sharpe ratio?",
        "what does drawdown mean?",
        "make the stop 8%",
        "buy when the 20-day average crosses above the 50-day",
        "how about a 5% stop?",
        "sell after 10 days",
        "also on Microsoft",
        "RSI低于30时买入，高于70时卖出",
        "什么是夏普比率？",
        "",
    ],
)
def test_what_asks_nothing_about_a_run_is_left_to_the_reader(message) -> None:
    assert run_question(message) is None
