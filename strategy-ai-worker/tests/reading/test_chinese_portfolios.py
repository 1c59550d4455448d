# ruff: noqa: E501 - a sentence stands on one line
"""Chinese words of portfolios: which of several has more, what is looked at when, shares, cash, targets of volatility."""

import pytest


@pytest.mark.parametrize(
    ("message", "rank", "hold", "filtered"),
    [
        ("腾讯和汇丰做轮动：哪只近三个月涨得多就持有哪只，每月调一次。", "roc(close, 63)", 1, None),
        ("双动量：每个月看SPY和腾讯过去12个月的收益，持有高的那个，但是如果高的那个也亏钱，就空仓。", "roc(close, 252)", 1, "roc(close, 252) >= 0"),
        ("每周一在SPY、比特币和苹果里挑过去20天涨幅最大的一只持有，如果全都是负收益就拿现金。", "roc(close, 20)", 1, "roc(close, 20) >= 0"),
        ("每月从AAPL、AMZN、MSFT、BA里选6个月收益最高的两只，但只买收益为正的，不足两只的部分留现金。", "roc(close, 126)", 2, "roc(close, 126) > 0"),
        ("动量轮动：XOM、JPM、WMT、PG、JNJ 中每月选出12个月动量最强的3只（剔除最近1个月），等权买入。", "roc(close, 231)[21]", 3, None),
        ("每季度初买入去年涨幅最高的两只（从KO、PEP、PG、WMT、JNJ里选），等权重。", "roc(close, 252)", 2, None),
        ("相对强弱：比特币vs以太坊，每周比较一次过去4周的涨幅，拿强的那个。", "roc(close, 28)", 1, None),
        ("在苹果、微软、谷歌里面，每个月持有RSI(14)最低的那只。", "rsi(close, 14)", 1, None),
        ("每月在BTC和ETH里选30天涨幅大的持有，另一个不要。", "roc(close, 30)", 1, None),
        ("每月月初看一眼腾讯、汇丰、工行近半年的涨跌幅，只拿涨得最好的那只。", "roc(close, 126)", 1, None),
        ("每月从WMT、PG、KO、PEP、JNJ挑波动最小的三只等权持有，波动率按60日算。", "historical_volatility(close, 60)", 3, None),
    ],
)  # fmt: skip
def test_the_best_of_a_list_is_held(read, message: str, rank: str, hold: int, filtered: str | None) -> None:
    plan = read(message).strategy.rotation
    assert (plan.rank_by, plan.hold, plan.filter) == (rank, hold, filtered)


def test_weights_inverse_to_volatility_hold_all(read) -> None:
    plan = read("按波动率倒数分配SPY、苹果和可口可乐的权重，波动率用60日，每月调整。").strategy.rotation
    assert (plan.weights, plan.hold, plan.volatility_length) == ("inverse_volatility", 3, 60)


@pytest.mark.parametrize(
    ("message", "weights", "rebalance"),
    [
        ("永久组合：SPY 40%、KO 30%、XOM 30%，每半年再平衡。", [40, 30, 30], 126),
        ("等权重持有四只股票：JPM、BA、KO、WMT，年底再平衡一次。", [25, 25, 25, 25], "yearly"),
        ("比特币和以太坊七三开，每周再平衡。", [70, 30], "weekly"),
        ("SPY占50%，比特币占10%，其余现金，每月调回目标比例。", [50, 10], "monthly"),
        ("JPM、BA、XOM、KO各25%，半年调一次。", [25, 25, 25, 25], 126),
        ("股债平衡：SPY六成、TLT四成，每月末调回六四。", [60, 40], "monthly"),
        ("把钱分两份，苹果、谷歌各一份，买了就不动。", [50, 50], 1_000_000),
    ],
)
def test_shares_and_their_rhythm(read, message: str, weights: list[float], rebalance: object) -> None:
    plan = read(message).strategy.allocation
    assert [one.weight for one in plan.weights] == weights
    assert plan.rebalance == rebalance


@pytest.mark.parametrize(
    ("message", "length", "aim"),
    [
        ("SPY目标年化波动率10%，用20日波动率计算仓位，最多满仓，每周调整。", 20, 1000),
        ("只做多SPY，仓位按15%的目标年化波动率除以最近30天已实现波动率，杠杆上限1倍，每月调整一次。", 30, 1500),
        ("SPY持有，仓位按照20日年化波动率调整，使组合波动率保持在12%，仓位不超过100%，每日调整。", 20, 1200),
    ],
)
def test_a_share_that_follows_from_volatility(read, message: str, length: int, aim: int) -> None:
    weight = read(message).strategy.allocation.weights[0].weight
    assert weight == f'min(100, {aim} / of("SPY", historical_volatility(close, {length})))'


def test_one_asset_or_the_other(read) -> None:
    turned = read("股债切换：SPY跌破200日均线就全部换成TLT，站回200日均线再换回SPY，按日检查。").strategy.allocation
    below = 'of("SPY", close) < of("SPY", sma(close, 200))'
    assert [one.weight for one in turned.weights] == [f"where({below}, 0, 100)", f"where({below}, 100, 0)"]
    compared = read("如果SPY过去3个月收益高于腾讯就持有SPY，反之持有腾讯，每月切换。").strategy.allocation
    assert 'of("SPY", roc(close, 63)) > of("0700.HK", roc(close, 63))' in compared.weights[0].weight


def test_half_of_the_refuge_is_cash(read) -> None:
    found = read("如果SPY在200日均线上方持有SPY，否则持有可口可乐和现金各半，每月检查。").strategy.allocation
    assert found.weights[1].weight.endswith(", 0, 50)")


@pytest.mark.parametrize(
    ("checked", "paced"),
    [
        ("每月检查一次", "trading_days_left_in_month() == 0"),
        ("每周检查", "is_last_session_of_week()"),
        ("每周五检查", "weekday() == 5"),
    ],
)
def test_rules_are_looked_at_in_their_rhythm(rules, checked: str, paced: str) -> None:
    found = rules(f"SPY收盘价高于200日均线时买入，低于200日均线时卖出，{checked}")
    assert all(when.endswith(paced) for when in found)


def test_all_of_the_money_is_a_deed_and_cash_is_none(rules) -> None:
    found = rules("SPY的12个月收益大于0时全仓SPY，否则全仓现金，月末检查。")
    end = "trading_days_left_in_month() == 0"
    assert found == [f"roc(close, 252) > 0 and {end}", f"roc(close, 252) <= 0 and {end}"]


def test_the_measure_of_one_asset_is_compared_with_that_of_another(rules) -> None:
    found = rules("苹果日线：苹果20日涨幅大于SPY时买入，小于SPY时卖出。")
    assert found == [
        'roc(close, 20) > of("SPY", roc(close, 20))',
        'roc(close, 20) < of("SPY", roc(close, 20))',
    ]


@pytest.mark.parametrize(
    ("message", "levels"),
    [
        ("配对交易：可口可乐（KO）与百事（PEP），用过去60天的价差Z分数，Z高于2时做空可口可乐做多百事，低于-2时反向，回到0附近（绝对值小于0.5）平仓，绝对值超过3.5止损。", (2, 0.5, 3.5)),
        ("KO与PEP：当比价的20日z值大于1.5时卖出KO买入PEP，小于-1.5时反过来，绝对值低于0.2时两边都平掉。", (1.5, 0.2, None)),
        ("KO和PEP配对，价格比值的60日均值上下两个标准差开仓，回到均值平仓。", (2, 0, None)),
        ("用GOOG和FB做统计套利：价差偏离60日均值2.5个标准差入场，回归均值离场。", (2.5, 0, None)),
    ],
)  # fmt: skip
def test_the_levels_of_a_pair(read, message: str, levels: tuple[float, float, float | None]) -> None:
    plan = read(message).strategy.pairs
    assert (plan.enter_z, plan.exit_z, plan.stop_z) == levels


def test_regular_buying_that_never_sells(read) -> None:
    found = read("每周一买入500美元的比特币，长期持有不卖出。").strategy
    assert (found.rules[0].when, found.sizing.value) == ("weekday() == 1", 500)


@pytest.mark.parametrize(
    "message",
    [
        "做多AAPL、MSFT、AMZN、GOOG里12个月收益最高的两只，做空最低的两只，每月换一次。",
        "做多排名前两名、做空排名后两名：AAPL、MSFT、AMZN、GOOG，按过去12个月收益，每月调仓。",
    ],
)
def test_the_best_are_bought_and_the_worst_sold_short(read, message: str) -> None:
    plan = read(message).strategy.allocation
    assert len(plan.weights) == 4
    assert all("< 2, 25, " in one.weight and "< 2, -25, 0)" in one.weight for one in plan.weights)
