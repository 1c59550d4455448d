# ruff: noqa: E501 - one table row a line
"""Conversations: corrections, references to what was there before, questions about a part, answers to questions."""

import pytest

CROSS = "Buy AAPL when the 20-day SMA crosses above the 50-day SMA, sell when it crosses back below"
RSI = "Nike: go long when RSI(2) is under 10, exit when RSI(2) closes over 70"
CHANNEL = "Netflix long on new 50 day highs, exit on 25 day lows"
BANDS = "JPM: buy on a close above the upper bollinger band, sell at the middle band"
SESSION = "AMZN 15m: buy when price is above vwap, exit at the close"


@pytest.mark.parametrize("again", ["no wait, keep the old exit", "put the exit back", "restore the previous exit"])
def test_a_part_is_put_back_as_it_was(read, again) -> None:
    found = read(RSI, "exit above the 5 day average instead", "hold for 10 days at most", again).strategy
    assert [rule.when for rule in found.rules] == ["rsi(close, 2) < 10", "rsi(close, 2) > 70"]
    assert found.risk.max_bars == 10


def test_both_ways_out_are_kept(read) -> None:
    found = read(RSI, "exit above the 5 day average instead", "both exits please").strategy
    assert found.rules[1].when == "rsi(close, 2) > 70 or close > sma(close, 5)"


def test_what_is_put_back_is_the_last_change(read) -> None:
    assert read(CROSS, "use 15 minute bars", "no put it back").strategy.timeframe.value == "1d"


@pytest.mark.parametrize(
    ("first", "then", "when"),
    [
        ("Buy SPY if it drops 3 days in a row, sell on the first up close", "make it 4 days", "falling(close, 4)"),
        ("Short NVDA when it gaps up 5% or more, cover after 3 days", "wider: 7%", "open >= 1.07 * close[1]"),
        (CHANNEL, "and the entry one to 55", "close > highest(high, 55)[1]"),
        (BANDS, "and lookback of 30", "close > bbands(close, 30, 2).upper"),
        ("gold: macd crossover buy, crossunder sell", "use 8, 17 and 9", "crosses_above(macd(close, 8, 17, 9).macd, macd(close, 8, 17, 9).signal)"),
    ],
)  # fmt: skip
def test_a_lone_number_takes_the_one_place_that_it_fits(read, first, then, when) -> None:
    assert read(first, then).strategy.rules[0].when == when


def test_a_number_that_fits_two_places_is_asked_about(read) -> None:
    asked = read(CHANNEL, "cut that to 20")
    assert asked.questions[0].options == ("Change 50 to 20", "Change 25 to 20")
    assert (
        read(CHANNEL, "cut that to 20", asked.questions[0].options[1])
        .strategy.rules[1]
        .when.startswith("close < lowest(low, 20)")
    )


def test_a_correction_mends_the_message_that_was_not_understood(read) -> None:
    asked = read(CHANNEL, "make it 20 please")
    assert asked.kind == "question"
    assert (
        read(CROSS, "use the 5 day average instead of 20", "I meant 10")
        .strategy.rules[0]
        .when.startswith("crosses_above(sma(close, 10)")
    )


def test_an_answer_to_what_a_change_lacks_completes_it(read) -> None:
    asked = read(CHANNEL, "size: 2% risk")
    assert asked.kind == "question"
    for option in asked.questions[0].options:
        found = read(CHANNEL, "size: 2% risk", option).strategy
        assert (found.sizing.kind, found.sizing.value) == ("risk_percent", 2)
        assert found.risk.stop_loss is not None


def test_what_is_dropped_is_gone_before_another_thing_comes(read) -> None:
    found = read(CROSS, "only on mondays", "drop that and hold for max 10 days instead").strategy
    assert "weekday" not in found.rules[0].when
    assert found.risk.max_bars == 10


def test_without_its_short_side_a_reversal_still_leaves(read) -> None:
    found = read("gold: macd crossover long and short", "get rid of the short side").strategy
    assert [rule.action.value for rule in found.rules] == ["enter_long", "exit_long"]


def test_the_rule_that_leaves_goes_where_a_level_stays(read) -> None:
    found = read(BANDS, "trail it with 3 ATR", "lose the middle band exit").strategy
    assert [rule.action.value for rule in found.rules] == ["enter_long"]
    assert read(BANDS, "lose the middle band exit").kind == "question"


def test_a_target_is_so_many_times_the_stop(read) -> None:
    for words in ("stop 0.8%, target twice that", "stop 0.8%, target 2x the stop"):
        risk = read(CROSS, words).strategy.risk
        assert (risk.stop_loss.value, risk.take_profit[0].kind, risk.take_profit[0].value) == (0.8, "r_multiple", 2)


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("not in the first 30 minutes", "minutes_since_open() >= 30"),
        ("no trades in the first half hour", "minutes_since_open() >= 30"),
        ("nothing in the last hour", "minutes_to_close() > 60"),
    ],
)
def test_parts_of_the_session_are_left_out(read, words, condition) -> None:
    found = read(SESSION, words).strategy
    assert found.rules[0].when == f"close > vwap() and {condition}"
    assert found.timeframe.value == "15m"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("can it also short?", "never sells short"),
        ("where is the stop?", "no stop"),
        ("what about costs?", "US equities"),
        ("how much leverage does it use?", "no leverage"),
        ("what's my risk per trade?", "no bound"),
        ("when does it sell?", "Sell AAPL when"),
        ("when does it buy?", "Buy AAPL when"),
        ("which bars does it use?", "daily bars"),
        ("show me the code", "Code tab"),
        ("它会做空吗？", "从不做空"),
    ],
)
def test_a_question_about_a_part_is_answered_from_the_document(read, question, told) -> None:
    found = read(CROSS, question)
    assert found.kind == "answer"
    assert told in found.explanation


def test_what_an_answer_offers_leads_on(read) -> None:
    for question in ("can it also short?", "where is the stop?", "what about costs?", "how large is each position?"):
        offers = read(CROSS, question).questions[0].options
        assert offers
        assert all(read(CROSS, question, offer).strategy is not None for offer in offers)


def test_why_something_is_there_is_answered_with_the_words_that_said_it(read) -> None:
    assert "skip september" in read(CROSS, "and skip september", "why september?").explanation


def test_a_question_about_a_part_is_what_an_amount_answers(read) -> None:
    risk = read(CROSS, "stop 12%", "is there a target?", "put one at 25%").strategy.risk
    assert (risk.stop_loss.value, risk.take_profit[0].value) == (12, 25)


@pytest.mark.parametrize("asked", ["what did I change so far?", "what was it before?", "改了什么？"])
def test_what_was_changed_is_told_from_the_versions(read, asked) -> None:
    told = read(CROSS, "stop 7%", "only on Mondays", asked).explanation
    assert ("止损：入场价下方7%" if asked == "改了什么？" else "7% below the entry price") in told
    assert "Monday" in told or "是周一" in told


def test_a_question_that_the_document_cannot_answer_says_what_can_be_asked(read) -> None:
    found = read(CROSS, "who wrote this strategy?")
    assert found.kind == "answer"
    assert len(found.questions[0].options) == 3


def test_ideas_can_be_taken_by_their_place(read) -> None:
    offered = read("tell me a simple trend strategy").questions[0].options
    assert all(read(option).strategy is not None for option in offered)
    taken = read("tell me a simple trend strategy", "test the first one on gold").strategy
    assert taken.universe == ("GLD",)
    assert taken.rules[0].when == "close > sma(close, 200)"
    assert read("tell me a simple trend strategy", "the second").strategy.universe == ("AAPL",)


def test_i_meant_the_other_part_takes_the_change_back_and_makes_it_there(read) -> None:
    found = read(CROSS, "stop 5%", "10% risk per trade", "I mean the stop").strategy
    assert (found.risk.stop_loss.value, found.sizing.kind) == (10, "percent_of_equity")


def test_the_short_side_is_the_mirror_image_with_its_own_stop(read) -> None:
    first = "Tesla 15m: buy above the first 30 min high, stop at the low of that range, exit end of day"
    found = read(first, "only if it gaps up", "add the short side as well").strategy
    assert found.rules[1].when == "close < opening_range_low(30) and open < low[1]"
    assert (found.risk.stop_loss.long, found.risk.stop_loss.short) == (
        "opening_range_low(30)",
        "opening_range_high(30)",
    )
    alone = read(first, "only if it gaps up", "add the short side as well", "no shorts after all").strategy
    assert [rule.action.value for rule in alone.rules] == ["enter_long"]
    dips = read("SPY: buy when it is down 2% on the day, sell after 5 days", "also short the opposite").strategy
    assert [rule.when for rule in dips.rules] == ["roc(close, 1) < -2", "roc(close, 1) > 2"]


def test_days_that_a_signal_takes_the_place_of_are_gone_until_both_are_wanted(read) -> None:
    swapped = ("Intel: buy after 4 down days in a row, sell after 3 days", "sell on first up day instead of 3 days")
    assert read(*swapped).strategy.risk.max_bars is None
    assert read(*swapped, "both").strategy.risk.max_bars == 3


def test_a_stop_trails_and_is_fixed_again(read) -> None:
    trailing = read(CROSS, "stop 7%", "make it trailing").strategy.risk
    assert (trailing.stop_loss, trailing.trailing_stop.value) == (None, 7)
    fixed = read(CROSS, "stop 7%", "make it trailing", "not trailing, fixed").strategy.risk
    assert (fixed.stop_loss.value, fixed.trailing_stop) == (7, None)


@pytest.mark.parametrize("said", ["50 is too slow, use 20", "50太慢了，用20"])
def test_a_number_that_is_too_large_gives_way(read, said) -> None:
    assert (
        read("AAPL: buy above the 50-day average, sell below it", said).strategy.rules[0].when
        == "close > sma(close, 20)"
    )


@pytest.mark.parametrize("said", ["ok thanks bye", "great, thank you", "好的，谢谢"])
def test_thanks_are_answered_and_change_nothing(read, said) -> None:
    assert read(CROSS, said).kind == "answer"


def test_one_of_the_conditions_is_enough_where_that_is_said(read) -> None:
    found = read("Intel: buy when RSI(14) < 30 and close > sma(200), sell after 3 days", "either of those, not both")
    assert found.strategy.rules[0].when == "rsi(close, 14) < 30 or close > sma(close, 200)"


def test_one_of_two_conditions_that_exclude_each_other_is_chosen(read) -> None:
    asked = read("AMD: buy if RSI above 50 and RSI below 40, sell after 5 days")
    assert len(asked.questions[0].options) == 3
    for choice in (*asked.questions[0].options, "ok, below 40 only"):
        found = read("AMD: buy if RSI above 50 and RSI below 40, sell after 5 days", choice)
        assert found.strategy is not None
        assert found.strategy.risk.max_bars == 5


def test_a_change_that_makes_a_contradiction_is_asked_about(read) -> None:
    asked = read(RSI, "add a condition: RSI(2) above 60")
    assert asked.kind == "question"
    assert "contradict" in asked.explanation


def test_what_was_explained_can_be_tested(read) -> None:
    found = read("what's a golden cross?", "ok do that on the nasdaq").strategy
    assert found.universe == ("^IXIC",)
    assert found.rules[0].when == "crosses_above(sma(close, 50), sma(close, 200))"


def test_the_market_of_a_wish_that_was_refused_is_kept(read) -> None:
    found = read(
        "Buy Coca-Cola the day before it goes ex dividend", "ok then buy it when RSI(14) is below 30, sell above 60"
    )
    assert found.strategy.universe == ("KO",)


def test_a_number_goes_to_the_side_that_is_named(read) -> None:
    found = read("Dogecoin hourly, buy when rsi(14) < 25, sell > 60", "make rsi 7 periods", "entry at 20", "exit at 65")
    assert [rule.when for rule in found.strategy.rules] == ["rsi(close, 7) < 20", "rsi(close, 7) > 65"]
    vix = read("Long QQQ when VIX < 20, out when VIX > 30", "use 25 for the exit", "and 18 for the entry").strategy
    assert [rule.when for rule in vix.rules] == ['of("^VIX", close) < 18', 'of("^VIX", close) > 25']
    sold = read("AAPL: buy above the 50-day average, sell below it", "no i mean the 20 day for selling").strategy
    assert [rule.when for rule in sold.rules] == ["close > sma(close, 50)", "close < sma(close, 20)"]


@pytest.mark.parametrize(
    ("first", "more", "told"),
    [
        ("skip fridays", "mondays too", "weekday() != 1"),
        ("don't trade in december", "what about november?", "month() != 11"),
    ],
)
def test_another_day_is_barred_like_the_one_before(read, first, more, told) -> None:
    when = read(CROSS, first, more).strategy.rules[0].when
    assert told in when
    assert "==" not in when


def test_never_mind_after_a_question_undoes_nothing(read) -> None:
    assert read(CROSS, "stop 5%", "make it shinier", "never mind").kind == "answer"
    assert read(CROSS, "stop 5%", "never mind").strategy.risk.stop_loss is None
    assert read(CROSS, "stop 5%", "only on mondays? no forget that").kind == "answer"


def test_parameters_of_a_textbook_strategy_are_changed_by_their_numbers(read) -> None:
    found = read("Starbucks RSI strategy", "buy under 35", "sell over 65").strategy
    assert [rule.when for rule in found.rules] == ["rsi(close, 14) < 35", "rsi(close, 14) > 65"]
    assert found.parameters == ()


def test_a_position_that_grows_has_room_to_grow_and_keeps_its_size(read) -> None:
    first = "AMD: breakout above 55 day high, exit 20 day low, risk 1% with a 2 ATR stop"
    grown = read(first, "max 3 units, add every half ATR").strategy
    assert (grown.execution.pyramiding, grown.sizing.kind, grown.sizing.value) == (3, "risk_percent", 1)
    assert grown.rules[0].when == "close > highest(high, 55)[1]"
    shrunk = read(first, "max 3 units, add every half ATR", "drop the pyramiding").strategy
    assert (shrunk.execution.pyramiding, len(shrunk.rules)) == (1, 2)
    assert read(first, "increase the risk to 2").strategy.sizing.value == 2
    assert read(first, "no more than 20% in the position").strategy.sizing.max_percent_of_equity == 20


def test_one_of_several_markets_is_kept_alone(read) -> None:
    both = "Apple and Microsoft: buy when price > 150 day sma, sell when below"
    assert read(both, "only apple").strategy.universe == ("AAPL",)
    assert read(both, "stop 5%", "target 10%", "undo the last two changes").strategy.risk.stop_loss is None


def test_what_pairs_know_nothing_of_changes_no_number(read) -> None:
    pair = "Pairs trade KO and PEP: short the spread at z-score 2, long at -2, exit at 0"
    assert read(pair, "only when correlation is above 0.8").kind == "question"


def test_the_day_to_buy_moves_without_the_day_to_sell(read) -> None:
    found = read("Buy TSLA every Monday open and sell Friday close", "shift to Tuesday").strategy
    assert [rule.when for rule in found.rules] == ["weekday() == 2", "weekday() == 5"]


def test_what_a_stop_should_be_is_set(read) -> None:
    assert read(CROSS, "the stop should be 4%").strategy.risk.stop_loss.value == 4


def test_two_levels_are_replaced_together(read) -> None:
    for said in ("use 25 and 75", "make it 25/75"):
        found = read("KO: buy when RSI(14) is below 30, sell above 70", said).strategy
        assert [rule.when for rule in found.rules] == ["rsi(close, 14) < 25", "rsi(close, 14) > 75"]
    chinese = read("腾讯日线，RSI低于30买，高于70卖", "改成25和75").strategy
    assert [rule.when for rule in chinese.rules] == ["rsi(close, 14) < 25", "rsi(close, 14) > 75"]


def test_bands_are_made_longer_and_wider(read) -> None:
    found = read(BANDS, "bands of 2.5", "30 day bands").strategy
    assert found.rules[0].when == "close > bbands(close, 30, 2.5).upper"


def test_a_time_to_hold_and_a_length_to_rank_by_need_few_words(read) -> None:
    assert read("Intel: buy after 4 down days in a row, sell after 3 days", "hold 6").strategy.risk.max_bars == 6
    best = "Every month hold the best of SPY, EFA, TLT by 3 month return"
    assert read(best, "use 6 months").strategy.rotation.rank_by == "roc(close, 126)"


def test_the_length_of_one_side_is_doubled_alone(read) -> None:
    found = read(CHANNEL, "double the breakout length").strategy
    assert [rule.when for rule in found.rules] == ["close > highest(high, 100)[1]", "close < lowest(low, 25)[1]"]


def test_what_is_not_there_need_not_be_removed(read) -> None:
    assert read(CROSS, "remove BTC").kind == "answer"


def test_whether_it_goes_long_is_told(read) -> None:
    asked = read("short Netflix when RSI is above 80, cover at 50", "can it go long too?")
    assert "only sells short" in asked.explanation
