# ruff: noqa: E501 - sentences stand on one line each
"""Portfolios told otherwise: parts of a list, mixes that change over, returns without their latest stretch."""

import pytest

LESS_A_MONTH = "roc(close, 231)[21]"


@pytest.mark.parametrize(
    ("message", "rules"),
    [
        ("AAPL: buy when the 12-month return minus the last month is positive, sell when negative", (" > 0", " < 0")),
        (
            "AAPL: buy when the 12-month return excluding the last month is above zero, sell when it is below zero",
            (" > 0", " < 0"),
        ),
        ("MSFT: buy when 12-1 momentum is positive, sell when it turns negative", (" > 0", " < 0")),
        (
            "KO: long while the return over the past year, skipping the most recent month, is above 5%; else flat",
            (" > 5", " <= 5"),
        ),
    ],
)
def test_a_condition_reads_a_return_without_its_latest_month(read, message: str, rules: tuple[str, str]) -> None:
    assert [rule.when for rule in read(message).strategy.rules] == [f"{LESS_A_MONTH}{end}" for end in rules]


def test_one_return_less_another_is_a_difference(read) -> None:
    found = read("Buy AAPL when the 12-month return minus the 1-month return is above 5, sell when below 0").strategy
    assert found.rules[0].when == "roc(close, 252) - roc(close, 21) > 5"


@pytest.mark.parametrize(
    ("message", "hold"),
    [
        (
            "Rank AAPL, MSFT, GOOG and IBM every month by the past year's return leaving out the most recent month, keep the top three",
            3,
        ),
        (
            "Each month rank AAPL, MSFT, GOOG by their 12-month return with the last month left out and hold the best one",
            1,
        ),
        ("Momentum 12-1 on AAPL, AMZN, GOOG, IBM, JPM, hold top 2, monthly", 2),
        ("Momentum (12-1) rotation of AAPL, AMZN, GOOG, best one, monthly", 1),
        ("Monthly, hold the best two of KO, PEP, PG, JNJ by 12-month return minus the last month's return", 2),
    ],
)
def test_a_rotation_leaves_the_latest_month_out(read, message: str, hold: int) -> None:
    rotation = read(message).strategy.rotation
    assert (rotation.rank_by, rotation.hold, rotation.rebalance) == (LESS_A_MONTH, hold, "monthly")


def test_a_half_year_is_a_length_unless_it_is_a_rhythm(read) -> None:
    message = (
        "Every month I rotate into whichever of 0700.HK, 0005.HK and 1398.HK has gained most in the last half year."
    )
    rotation = read(message).strategy.rotation
    assert (rotation.rank_by, rotation.rebalance) == ("roc(close, 126)", "monthly")
    assert (
        read(
            "Hold the best two of KO, PEP and PG by 3-month return, rebalance every half year"
        ).strategy.rotation.rebalance
        == 126
    )


@pytest.mark.parametrize(
    ("message", "hold"),
    [
        ("Every month: from XOM, JPM, BA, KO, PG, JNJ, IBM, MSFT buy the top 25% by six-month performance.", 2),
        (
            "Hold the top 20% of these ten names by 126-day return, monthly: AAPL, AMZN, BA, FB, GOOG, IBM, JNJ, JPM, KO, MSFT",
            2,
        ),
        ("Monthly: rank AAPL, AMZN, GOOG, IBM, JPM by 6-month return, own the best quintile", 1),
        ("Hold the upper half of AAPL, MSFT, KO and PEP ranked by 126-day return, rebalanced monthly", 2),
        ("Once a month own the top third of KO, PEP, PG, JNJ, XOM and BA by 126-day return", 2),
    ],
)
def test_a_part_of_a_list_is_a_number_of_its_assets(read, message: str, hold: int) -> None:
    rotation = read(message).strategy.rotation
    assert (rotation.rank_by, rotation.hold, rotation.rebalance) == ("roc(close, 126)", hold, "monthly")


def test_parts_of_a_list_are_bought_and_sold_short(read) -> None:
    found = read(
        "Monthly long the top third and short the bottom third of AAPL, AMZN, GOOG, IBM, JPM, KO by 3 month return"
    )
    assert "< 2, 25" in str(found.strategy.allocation.weights[0].weight)
    assert "< 2, -25" in str(found.strategy.allocation.weights[0].weight)


@pytest.mark.parametrize(
    "message",
    [
        "80% SPY and 20% KO while SPY is over its 200 day average, and 20% SPY 80% KO when it is not. Check once a month.",
        "80/20 SPY/KO when SPY closes above its 200-day SMA, otherwise 20/80. Review monthly.",
        "80/20 vs 20/80 SPY and KO by SPY above its 200 day, monthly",
        "80% SPY 20% KO when SPY is above its 200-day SMA; 20% SPY 80% KO when SPY is below its 200-day SMA. monthly",
        "If SPY is above its 200-day average hold 80% SPY and 20% KO, otherwise 20% SPY and 80% KO, rebalance monthly",
    ],
)
def test_two_mixes_change_over_by_a_condition(read, message: str) -> None:
    found = read(message).strategy
    state = 'of("SPY", close) > of("SPY", sma(close, 200))'
    weights = {one.symbol: one.weight for one in found.allocation.weights}
    assert weights == {"SPY": f"where({state}, 80, 20)", "KO": f"where({state}, 20, 80)"}
    assert found.allocation.rebalance == "monthly"


@pytest.mark.parametrize(
    ("message", "state", "rebalance"),
    [
        (
            "Own SPY when SPY beats JNJ over the past 60 days, else own JNJ. Re-evaluate at month end.",
            ("SPY", "JNJ", 'of("SPY", roc(close, 60)) > of("JNJ", roc(close, 60))'),
            "monthly",
        ),
        (
            "Switch between SPY and JNJ: in SPY if XOM is above its 100-day SMA, in JNJ otherwise, weekly check.",
            ("SPY", "JNJ", 'of("XOM", close) > of("XOM", sma(close, 100))'),
            "weekly",
        ),
        (
            "If the 30-day return of Bitcoin beats that of Ethereum hold Bitcoin, if not Ethereum. Check every Monday.",
            ("BTC/USDT", "ETH/USDT", 'of("BTC/USDT", roc(close, 30)) > of("ETH/USDT", roc(close, 30))'),
            "weekly",
        ),
    ],
)
def test_one_of_two_is_held_by_a_rule(read, message: str, state: tuple[str, str, str], rebalance: str) -> None:
    found = read(message).strategy
    one, other, when = state
    weights = {target.symbol: target.weight for target in found.allocation.weights}
    assert weights == {one: f"where({when}, 100, 0)", other: f"where({when}, 0, 100)"}
    assert found.allocation.rebalance == rebalance


@pytest.mark.parametrize(
    ("message", "length"),
    [
        ("Hold the stronger one of AMZN and WMT over the last 3 months, switch monthly.", 63),
        ("Monthly: rotate between AMZN and WMT, holding the better performer of the past 100 days", 100),
        ("Put everything into the winner of last month among AMZN and WMT and hold for the next month.", 21),
    ],
)
def test_the_stronger_one_is_a_rotation_of_one(read, message: str, length: int) -> None:
    rotation = read(message).strategy.rotation
    assert (rotation.rank_by, rotation.hold, rotation.rebalance) == (f"roc(close, {length})", 1, "monthly")


@pytest.mark.parametrize(
    ("message", "share", "rebalance"),
    [
        ("Equal weight JNJ, PG, KO, PEP and reset the weights every quarter.", 25, "quarterly"),
        (
            "Keep a quarter each in AAPL, AMZN, GOOG and FB; bring back to a quarter on the first trading day of every month.",
            25,
            "monthly",
        ),
        ("50/50 in SPY and PG, rebalance every January.", 50, "yearly"),
    ],
)
def test_fixed_weights_are_brought_back(read, message: str, share: float, rebalance: str) -> None:
    allocation = read(message).strategy.allocation
    assert {one.weight for one in allocation.weights} == {share}
    assert allocation.rebalance == rebalance


def test_what_may_be_held_is_told_apart_from_the_score(read) -> None:
    message = "Monthly momentum: AAPL, MSFT, IBM, BA. Score = return over 126 days. Only names above their own 200-day SMA qualify. Hold top 3."
    rotation = read(message).strategy.rotation
    assert (rotation.rank_by, rotation.filter, rotation.hold) == ("roc(close, 126)", "close > sma(close, 200)", 3)


@pytest.mark.parametrize("message", ["Just buy Walmart and hold it.", "Buy some Walmart today and never sell it"])
def test_what_is_bought_and_held_needs_no_condition(read, message: str) -> None:
    found = read(message).strategy
    assert (found.universe, [rule.when for rule in found.rules]) == (("WMT",), ["is_last_bar()"])


def test_a_bare_idea_with_usual_settings_takes_its_textbook_form(read) -> None:
    assert (
        read("Mean reversion for SPY with sensible defaults").strategy.rules[0].when
        == "zscore(close, length) < -entry_z"
    )


@pytest.mark.parametrize(
    ("message", "levels"),
    [
        ("KO vs PEP, z-score window 20, in at 2, out at 0.", (20, 2, 0)),
        ("I'd pair up Boeing with Exxon: 75 day lookback, open at |z| >= 2.2, shut at |z| <= 0.4.", (75, 2.2, 0.4)),
    ],
)
def test_two_assets_against_each_other_are_a_pair(read, message: str, levels: tuple[float, float, float]) -> None:
    pairs = read(message).strategy.pairs
    assert (pairs.z_length, pairs.enter_z, pairs.exit_z) == levels


def test_a_day_of_the_month_is_bought_on_once(read) -> None:
    found = read("Buy 5 shares of KO on the 15th of each month and never sell").strategy
    assert found.rules[0].when == "became_true(day_of_month() >= 15)"


def test_short_weights_are_borrowed(read) -> None:
    found = read("Hold 130% AAPL and -30% KO, rebalance monthly").strategy
    assert (found.execution.allow_short, found.execution.leverage) == (True, 1.6)


def test_so_many_positions_and_no_more(read) -> None:
    found = read(
        "IBM, KO, JPM: enter on 20 day high close, exit on 10 day low close, no more than 2 positions, half of the account each"
    )
    assert (found.strategy.limits.max_open_positions, found.strategy.sizing.value) == (2, 50)


@pytest.mark.parametrize(
    "message",
    [
        "130/30: monthly long the best two and short the worst of AAPL, MSFT, IBM and KO by 6-month return",
        "Each month go 130% long the top two and 30% short the bottom one of AAPL, MSFT, IBM, KO by 6 month return",
    ],
)
def test_long_and_short_shares_are_those_named(read, message: str) -> None:
    found = read(message).strategy
    assert found.execution.leverage == 1.6
    assert "< 2, 65, where(" in str(found.allocation.weights[0].weight)
    assert "< 1, -30, 0)" in str(found.allocation.weights[0].weight)


@pytest.mark.parametrize(
    ("message", "share"),
    [
        ("I'm going to put 20% in each of AAPL, MSFT and KO: long above the 50-day SMA, flat below.", 20),
        (
            "Put 25% into each of JPM, BA and KO when its close is over the 50-day SMA, and get out when it closes under.",
            25,
        ),
    ],
)
def test_a_share_in_each_is_that_of_every_position(read, message: str, share: float) -> None:
    found = read(message).strategy
    assert (found.sizing.kind, found.sizing.value) == ("percent_of_equity", share)
    assert found.rules[0].when == "close > sma(close, 50)"


def test_profits_are_taken_by_a_rule(read) -> None:
    found = read("Buy SPY when RSI(2) < 5; take profits when RSI(2) is over 65.").strategy
    assert [(rule.action.value, rule.when) for rule in found.rules][1] == ("exit_long", "rsi(close, 2) > 65")


def test_further_above_its_average_is_a_score(read) -> None:
    found = read(
        "Between PG and KO, hold whichever trades further above its 200-day average, reviewed monthly"
    ).strategy
    assert (found.rotation.rank_by, found.rotation.hold) == ("close / sma(close, 200)", 1)
