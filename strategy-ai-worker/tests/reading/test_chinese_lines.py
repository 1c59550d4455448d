"""Chinese words about lines and days: edges, nearness, demands, numbers, brackets, gaps, times of a day."""

import pytest


@pytest.mark.parametrize("line", ["年线（250日均线）", "年线(250天)", "250日均线", "牛熊線（250天線）"])
def test_brackets_that_say_which_average_is_meant_are_part_of_its_name(rules, line: str) -> None:
    assert (
        rules(f"AAPL：连跌四天且收盘仍在{line}上方时买，持有5天")[0] == "falling(close, 4) and close > sma(close, 250)"
    )


@pytest.mark.parametrize("edge", ["通道顶", "通道顶部", "通道上轨", "通道頂"])
def test_the_edge_of_a_channel_is_its_line(rules, edge: str) -> None:
    assert rules(f"BTC：收盘上穿布林{edge}买，跌破中轴卖") == [
        "crosses_above(close, bbands(close, 20, 2).upper)",
        "close < bbands(close, 20, 2).middle",
    ]


@pytest.mark.parametrize(
    "near", ["收盘价距离20日均线不超过1%", "收盘价在20日均线上下1%以内", "在20日均线附近（距离不超过1%）"]
)
def test_near_a_line_is_a_distance_to_either_side(rules, near: str) -> None:
    assert rules(f"AAPL：{near}且RSI(14)低于40买，持有5天") == [
        "abs(close / sma(close, 20) - 1) <= 0.01 and rsi(close, 14) < 40"
    ]


@pytest.mark.parametrize("must", ["周线收盘必须在", "周线收盘在", "周線收市必須在"])
def test_a_demand_does_not_part_the_weekly_close_from_its_verb(rules, must: str) -> None:
    assert rules(f"IBM日线RSI(3)低于15买，但{must}20周均线上方；RSI(3)高于70卖")[0] == (
        'rsi(close, 3) < 15 and on("1w", close) > on("1w", sma(close, 20))'
    )


@pytest.mark.parametrize("cross", ["由下而上穿过", "自下而上穿越", "上穿", "升穿", "由下往上穿過"])
def test_the_way_of_a_crossing_may_stand_before_a_plain_word_for_it(rules, cross: str) -> None:
    assert rules(f"腾讯：10天线{cross}50天线就买，下穿卖")[0] == "crosses_above(sma(close, 10), sma(close, 50))"


@pytest.mark.parametrize(
    ("said", "times"), [("一点五倍", 1.5), ("1.5倍", 1.5), ("两点二五倍", 2.25), ("一點五倍", 1.5)]
)
def test_decimals_in_characters_are_no_times_of_the_day(rules, said: str, times: float) -> None:
    found = rules(f"小米：成交额大于廿日平均的{said}时买，持有5天")
    assert found == [f"volume > {times:g} * sma(volume, 20)"]


def test_a_time_of_the_day_stays_one(rules) -> None:
    assert "time_of_day()" in rules("SPY 15分钟线：九点五分之后上穿VWAP买，收盘前平仓")[0]


@pytest.mark.parametrize("way_out", ["蚀百分之五或者赚一成半就走", "亏5%或者赚15%就卖", "亏损5%，盈利15%离场"])
def test_loss_and_gain_share_one_deed(read, way_out: str) -> None:
    risk = read(f"小米日线，RSI低于30买，{way_out}").strategy.risk
    assert (risk.stop_loss.value, risk.take_profit[0].value) == (5, 15)


@pytest.mark.parametrize("ratio", ["盈亏比1:2", "盈亏比2:1", "盈虧比 1：2", "风险回报比2", "盈亏比设为2比1"])
def test_reward_to_risk_is_a_target_in_units_of_risk(read, ratio: str) -> None:
    risk = read(f"AAPL：MA5上穿MA20买，止损5%，{ratio}").strategy.risk
    assert (risk.stop_loss.value, risk.take_profit[0].kind, risk.take_profit[0].value) == (5, "r_multiple", 2)


@pytest.mark.parametrize("bound", ["最多同时持有2笔", "同时最多持有2只", "最多同時持倉2隻股票"])
def test_positions_at_once_are_bounded(read, bound: str) -> None:
    found = read(f"苹果、微软、谷歌：MA5上穿MA20买，下穿卖，{bound}").strategy
    assert (found.limits.max_open_positions, len(found.rules)) == (2, 2)


@pytest.mark.parametrize("filled", ["缺口回补", "回补缺口", "补上缺口", "价格回到前一日收盘价时", "缺口補上"])
@pytest.mark.parametrize(
    ("gap", "leave", "told"),
    [("低开2%买", "就卖", "high >= at_entry(close[1])"), ("高开2%做空", "平仓", "low <= at_entry(close[1])")],
)
def test_a_gap_is_filled_at_the_close_before_it(rules, filled: str, gap: str, leave: str, told: str) -> None:
    assert rules(f"苹果：{gap}，{filled}{leave}")[1] == told


@pytest.mark.parametrize("narrow", ["布林带收窄到近120日最低", "布林带宽是近120日最低", "布林帶寬度為120日最低"])
def test_bands_that_narrow_are_a_width(rules, narrow: str) -> None:
    width = "bandwidth(close, 20, 2)"
    assert rules(f"AAPL：{narrow}时，突破上轨买，跌破中轨卖")[0].startswith(f"{width} <= lowest({width}, 120) and ")


def test_the_session_after_the_deciding_weekday_is_the_next_open(read) -> None:
    rules = read("SPY，周五收跌则下周一开盘买进，周二收盘后于周三开盘卖出。").strategy.rules
    assert [(rule.when, rule.read, rule.fill) for rule in rules] == [
        ("weekday() == 5 and close < close[1]", "close", None),
        ("weekday() == 2", "close", None),
    ]


def test_the_open_and_the_close_of_a_weekday_are_when_it_is_done(read) -> None:
    enters, leaves = read("每周一开盘买入SPY，周三收盘卖出").strategy.rules
    assert (enters.when, enters.read) == ("weekday() == 1", "open")
    assert (leaves.when, leaves.fill) == ("weekday() == 3", "same_close")


@pytest.mark.parametrize("out", ["跌穿21天EMA就止蚀", "跌穿21天EMA止蚀出局", "跌穿21天EMA就止蝕"])
def test_a_broken_line_is_a_way_out_though_the_word_is_stop(read, out: str) -> None:
    found = read(f"英偉達升穿52周高位就追，{out}，每注用三成資金").strategy
    assert (found.universe, found.rules[1].when) == (("NVDA",), "crosses_below(close, ema(close, 21))")
    assert (found.sizing.kind, found.sizing.value, found.risk.stop_loss) == ("percent_of_equity", 30, None)


@pytest.mark.parametrize(("asset", "index"), [("苹果", "^GSPC"), ("腾讯", "^HSI")])
def test_the_market_is_the_index_of_the_asset_and_said_as_an_assumption(read, asset: str, index: str) -> None:
    found = read(f"{asset}：大盘在200日均线上方时，RSI(14)低于30买，高于60卖").strategy
    assert found.rules[0].when.startswith(f'of("{index}", close) > of("{index}", sma(close, 200))')
    assert ("market", index) in [(one.field, one.value) for one in found.assumptions]


@pytest.mark.parametrize(("said", "sign"), [("RSI到65卖出", ">="), ("RSI到35卖出", "<="), ("RSI(14)到了65就沽", ">=")])
def test_an_oscillator_reaches_a_level_from_its_middle(rules, said: str, sign: str) -> None:
    assert rules(f"苹果：MA5上穿MA20买，{said}")[1].startswith(f"rsi(close, 14) {sign} ")


@pytest.mark.parametrize("lost", ["跌破上周那条线"])
def test_what_is_broken_and_not_known_is_asked_about(read, lost: str) -> None:
    found = read(f"苹果：MA5上穿MA20买，{lost}卖出")
    assert (found.strategy, found.kind) == (None, "question")


@pytest.mark.parametrize("line", ["MA60", "60日线", "60日均线"])
def test_a_third_line_is_broken_by_the_price(rules, line: str) -> None:
    assert rules(f"苹果：MA5上穿MA20买入，跌破{line}卖出")[1] == "close < sma(close, 60)"
