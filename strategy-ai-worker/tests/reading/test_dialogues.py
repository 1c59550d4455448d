# ruff: noqa: E501 - documents stand on one line each
"""Follow-ups that speak of the change before, of parts of the document, or of several things at once."""

import pytest

CROSS = "Buy AAPL when the 20-day SMA crosses above the 50-day SMA, sell on the cross back down"
RSI = "Buy MSFT when RSI(14) drops below 30 and sell when RSI(14) climbs above 70, 5% stop"
ROTATION = "Each month hold the two of SPY, EFA, TLT and GLD with the highest 6-month return"
PAIR = "Pairs: KO vs PEP. 90-day z-score of the spread, enter beyond 2, exit at 0, stop at 4"


def test_a_correction_speaks_of_the_change_before(read) -> None:
    assert read(RSI, "tighter stop, say 3%", "no I meant 3.5%").strategy.risk.stop_loss.value == 3.5
    assert read(RSI, "add a trailing stop of 8%", "make it 10").strategy.risk.trailing_stop.value == 10
    assert read(RSI, "make the position 20% of equity", "double it").strategy.sizing.value == 40


def test_a_bare_number_that_can_mean_two_things_is_asked_about(read) -> None:
    found = read(CROSS, "use 50 and 200 instead", "make that 25")
    assert found.kind == "question"
    assert [option.split()[1] for option in found.questions[0].options] == ["50", "200"]


@pytest.mark.parametrize("then", ["remove the filter", "drop that condition again", "take it out again"])
def test_a_condition_that_was_added_is_taken_away_again(read, then: str) -> None:
    added = read(CROSS, "only when ADX(14) is above 20")
    assert "adx" in added.strategy.rules[0].when
    removed = read(CROSS, "only when ADX(14) is above 20", then).strategy
    assert [rule.when for rule in removed.rules] == [rule.when for rule in read(CROSS).strategy.rules]


def test_the_first_version_comes_back(read) -> None:
    found = read(RSI, "make the stop 8%", "make it 9", "go back to the first version").strategy
    assert found.risk.stop_loss.value == 5


def test_several_changes_in_one_message_are_all_made(read) -> None:
    found = read(CROSS, "same on Tencent weekly").strategy
    assert (found.universe, found.timeframe.value) == (("0700.HK",), "1w")
    both = read(CROSS, "use a 4% stop and exit after 5 days at the latest").strategy
    assert (both.risk.stop_loss.value, both.risk.max_bars) == (4, 5)


def test_long_and_short_change_places(read) -> None:
    found = read(RSI, "swap long and short").strategy
    assert [rule.action.value for rule in found.rules] == ["enter_short", "exit_short"]
    assert found.execution.allow_short


@pytest.mark.parametrize(
    "then", ["make the stop 3% and wait for the third full moon 77 times", "also on ZZZQ with 12 widgets"]
)
def test_words_with_numbers_that_lead_to_nothing_change_nothing(read, then: str) -> None:
    found = read(RSI, then)
    assert found.kind in ("question", "refusal")
    assert found.strategy is None


def test_a_rotation_is_edited_slot_by_slot(read) -> None:
    plan = read(ROTATION, "hold 1 instead of 2", "rebalance weekly", "rank by 3-month return instead").strategy.rotation
    assert (plan.hold, plan.rebalance, plan.rank_by) == (1, "weekly", "roc(close, 63)")


def test_pairs_and_weights_are_edited(read) -> None:
    pairs = read(PAIR, "enter at 2.5", "use a 60 day window", "no stop").strategy.pairs
    assert (pairs.enter_z, pairs.z_length, pairs.stop_z) == (2.5, 60, None)
    weights = read("60/40 SPY and TLT, rebalanced quarterly", "make it 70/30").strategy.allocation.weights
    assert [one.weight for one in weights] == [70, 30]


@pytest.mark.parametrize(
    ("first", "then", "part", "value"),
    [
        ("Buy KO when it closes below the lower Bollinger band (20, 2), sell at the middle band", "use 2.5 standard deviations", "when", "close < bbands(close, 20, 2.5).lower"),
        ("SPY daily: buy when IBS < 0.2 and RSI(2) < 15, sell when close > SMA(5)", "change RSI(2) < 15 to RSI(3) < 20", "when", "(close - low) / (high - low) < 0.2 and rsi(close, 3) < 20"),
        ("Microsoft: MACD cross up buy, cross down sell", "faster settings: 8, 17, 9", "when", "crosses_above(macd(close, 8, 17, 9).macd, macd(close, 8, 17, 9).signal)"),
        ("Buy Amazon when it drops 5% in a week, sell after 10 days", "drops 8%", "when", "roc(close, 5) < -8"),
    ],
)  # fmt: skip
def test_a_part_that_is_stated_anew_takes_the_place_of_the_old_one(read, first, then, part, value) -> None:
    assert getattr(read(first, then).strategy.rules[0], part) == value


def test_weekdays_are_replaced_and_never_joined(read) -> None:
    found = read(CROSS, "entry only on Tuesdays", "make it Wednesdays").strategy
    assert found.rules[0].when.endswith("and weekday() == 3")
    ranged = read(CROSS, "skip Fridays", "I want to trade Monday to Wednesday only").strategy
    assert ranged.rules[0].when.endswith("and weekday() >= 1 and weekday() <= 3")


def test_costs_are_added_to_each_other_and_taken_away(read) -> None:
    found = read(CROSS, "commission 0.1% per side please", "and slippage of 5 bps").strategy
    assert (found.costs.percent, found.costs.slippage.value) == (0.1, 5)
    free = read(CROSS, "no costs at all").strategy
    assert (free.costs.preset, free.universe) == ("none", ("AAPL",))


def test_an_assumption_that_a_change_made_void_is_dropped(read) -> None:
    found = read("Microsoft: MACD cross up buy, cross down sell", "faster settings: 8, 17, 9").strategy
    assert not [one for one in found.assumptions if "MACD" in one.field]


def test_a_filter_by_another_asset_is_not_traded(read) -> None:
    assert read(CROSS, "unless the S&P is below its 200-day average").strategy.universe == ("AAPL",)


def test_or_adds_a_way_out_where_one_was_spoken_of_and_is_asked_about_else(read) -> None:
    found = read("Buy INTC on a close below the 20-day low, exit after 8 days", "or when it gains 5%").strategy
    assert found.risk.take_profit[0].value == 5
    asked = read(RSI, "or MFI(14) is above 80")
    assert asked.kind == "question"
    assert len(asked.questions[0].options) == 2


def test_a_month_that_was_barred_is_allowed_again(read) -> None:
    found = read(RSI, "and skip December", "actually trade in December too").strategy
    assert "month" not in found.rules[0].when


def test_one_asset_comes_and_another_goes(read) -> None:
    assert read(ROTATION, "add GOOG and drop TLT").strategy.universe == ("SPY", "EFA", "GLD", "GOOG")


def test_an_oscillator_takes_the_place_of_another(read) -> None:
    rules = read(RSI, "swap RSI for stochastics").strategy.rules
    assert [rule.when for rule in rules] == ["crosses_below(stoch(14, 3, 3).k, 30)", "stoch(14, 3, 3).k > 70"]
    other = read(RSI, "use the CCI instead of RSI").strategy
    assert other.rules[1].when == "cci(20) > 100"
    assert any("levels are the usual ones" in assumption.why for assumption in other.assumptions)
    assert read(RSI, "swap RSI for stochastics", "use stochastics instead of RSI").kind != "strategy"


@pytest.mark.parametrize("words", ["in two weeks", "make it over two weeks"])
def test_a_window_of_time_is_that_of_the_one_change_of_price(read, words: str) -> None:
    dip = "Buy AMZN when it drops 5% in a week, sell after 10 days"
    assert read(dip, words).strategy.rules[0].when == "roc(close, 10) < -5"
    found = read(CROSS, words)
    assert found.kind == "question"
    assert len(found.questions[0].options) == 2


@pytest.mark.parametrize("words", ["make it half instead", "减半"])
def test_half_of_nothing_named_is_asked_about_with_its_numbers(read, words: str) -> None:
    found = read(RSI, words)
    assert found.kind == "question"
    assert any("50" in option for option in found.questions[0].options)
    assert any("2.5" in option for option in found.questions[0].options)


def test_an_asset_joins_fixed_weights(read) -> None:
    plan = "60% SPY and 40% TLT, rebalance quarterly"
    weights = read(plan, "add 10% GLD").strategy.allocation.weights
    assert [(one.symbol, one.weight) for one in weights] == [("SPY", 54), ("TLT", 36), ("GLD", 10)]
    asked = read(plan, "add gold")
    assert asked.kind == "question"
    assert read(plan, "add gold", asked.questions[0].options[0]).strategy.allocation.weights == weights


@pytest.mark.parametrize(
    "words", ["only buy when SPY is above its 200-day average", "只在标普ETF SPY高于200日均线时买入"]
)
def test_a_filter_narrows_the_entry_and_does_not_replace_it(read, words: str) -> None:
    when = read(CROSS, words).strategy.rules[0].when
    assert when.startswith("crosses_above(sma(close, 20), sma(close, 50)) and ")


def test_another_stop_replaces_the_fixed_one(read) -> None:
    risk = read("腾讯：突破20日高点买入，跌破10日低点卖出，止损8%", "改成移动止损10%").strategy.risk
    assert (risk.stop_loss, risk.trailing_stop.value) == (None, 10)


def test_chinese_follow_ups_name_averages_and_numbers(read) -> None:
    first = "微軟：20天線升穿50天線買入，跌穿沽出"
    assert "ema(close, 20)" in read(first, "改用EMA").strategy.rules[0].when
    assert "sma(close, 100)" in read(first, "50改做100").strategy.rules[0].when
    assert read(first, "持有超过20天也卖出").strategy.risk.max_bars == 20
