# ruff: noqa: E501 - a sentence stands on one line
"""Plans for several assets at once: pairs trades, fixed weights, rotations."""

import pytest

from strategy_language.readback import read_back


@pytest.mark.parametrize(
    ("message", "weights", "rebalance"),
    [
        ("Put 60% in SPY and 40% in TLT and rebalance every quarter.", {"SPY": 60, "TLT": 40}, "quarterly"),
        ("A 60/40 portfolio of SPY and TLT, rebalanced monthly", {"SPY": 60, "TLT": 40}, "monthly"),
        ("Hold 25% each of SPY, TLT, GLD and cash, rebalancing yearly.", {"SPY": 25, "TLT": 25, "GLD": 25}, "yearly"),
        ("Keep half in BTC and half in ETH, rebalance weekly", {"BTC/USDT": 50, "ETH/USDT": 50}, "weekly"),
        ("Invest 70% in AAPL, 20% in MSFT, 10% cash, rebalance monthly", {"AAPL": 70, "MSFT": 20}, "monthly"),
        ("持有60%标普500和40%黄金，每季度再平衡", {"^GSPC": 60, "GLD": 40}, "quarterly"),
    ],
)
def test_fixed_shares_become_target_weights(read, message, weights, rebalance) -> None:
    strategy = read(message).strategy
    assert strategy.kind == "allocation"
    assert {target.symbol: target.weight for target in strategy.allocation.weights} == weights
    assert strategy.allocation.rebalance == rebalance
    assert strategy.unused_words == ()


def test_shares_beside_a_condition_are_no_fixed_weights(read) -> None:
    strategy = read("Buy 50% AAPL and 50% MSFT when RSI is below 30, sell above 60").strategy
    assert strategy.kind == "signals"


def test_a_rhythm_that_was_not_said_is_assumed_aloud(read) -> None:
    strategy = read("Equal weight AAPL, MSFT and GOOG").strategy
    assert "allocation.rebalance" in [assumption.field for assumption in strategy.assumptions]


def test_the_score_of_a_list_is_the_score_of_each(read) -> None:
    rotation = read("Buy the lowest RSI of AAPL, MSFT, GOOG and AMZN every week, hold two.").strategy.rotation
    assert (rotation.rank_by, rotation.hold, rotation.descending) == ("rsi(close, 14)", 2, False)


@pytest.mark.parametrize(
    ("message", "z_length", "levels"),
    [
        (
            "Pair trade KO and PEP: z-score of the spread over 60 days above 2: short KO, buy PEP; exit 0.5; stop 3.5.",
            60,
            (2, 0.5, 3.5),
        ),
        ("Stat arb on GLD and SLV, z-score window 90, entry 2.5, exit 0.25", 90, (2.5, 0.25, None)),
        (
            "Long JPM, short BAC when their 20-day ratio is 2 standard deviations under average; unwind at average",
            20,
            (2, 0, None),
        ),
        ("配对交易：可口可乐和百事可乐，价差的60日Z值超过2开仓，回到0.5平仓，超过4止损", 60, (2, 0.5, 4)),
    ],
)
def test_a_pairs_trade_leaves_no_word_unused(read, message, z_length, levels) -> None:
    strategy = read(message).strategy
    assert strategy.pairs.z_length == z_length
    assert (strategy.pairs.enter_z, strategy.pairs.exit_z, strategy.pairs.stop_z) == levels
    assert strategy.unused_words == ()


def test_what_turns_negative_is_sold_at_the_rebalance(read) -> None:
    message = (
        "Each month hold the two of SPY, EFA, TLT and GLD with the highest 6-month return; sell it if it turns negative"
    )
    assert read(message).strategy.rotation.filter == "roc(close, 126) >= 0"


@pytest.mark.parametrize(
    "message",
    [
        "Each month hold the best of SPY, EFA and TLT by 6-month return, but only 3 widgets of it",
        "Each month hold the best of SPY, EFA and TLT by 6-month return, sell when the price drops 8% from 17 widgets",
    ],
)
def test_words_that_a_rotation_cannot_hold_are_asked_about(read, message: str) -> None:
    assert read(message).kind == "question"


def test_one_asset_while_a_condition_holds_and_another_otherwise(read) -> None:
    found = read("If SPY is above its 200-day SMA hold SPY, otherwise hold TLT, check monthly").strategy
    assert found.allocation.rebalance == "monthly"
    weights = {one.symbol: one.weight for one in found.allocation.weights}
    state = 'of("SPY", close) > of("SPY", sma(close, 200))'
    assert weights == {"SPY": f"where({state}, 100, 0)", "TLT": f"where({state}, 0, 100)"}


def test_the_better_of_two_with_a_refuge(read) -> None:
    found = read(
        "Dual momentum: each month compare the 12 month return of SPY and EFA, hold the better one, and if both are below zero hold AGG"
    ).strategy
    assert found.universe == ("SPY", "EFA", "AGG")
    assert str(found.allocation.weights[2].weight).endswith("<= 0, 100, 0)")


def test_returns_are_averaged_and_months_left_out(read) -> None:
    mean = read("Each month own the top 1 of SPY, TLT, GLD by average of 1, 3 and 6 month returns").strategy.rotation
    assert mean.rank_by == "(roc(close, 21) + roc(close, 63) + roc(close, 126)) / 3"
    left = read("Every month rank AAPL, MSFT and NVDA by 12-month return skipping the last month, hold the top 2")
    assert left.strategy.rotation.rank_by == "roc(close, 231)[21]"


@pytest.mark.parametrize(
    "message",
    [
        "Weekly: own whichever of BTC and ETH has the higher 30 day return, as long as it's positive",
        "每周持有比特币和以太坊中30天涨幅较高的，涨幅不大于0则空仓",
    ],
)
def test_whichever_has_more_is_a_rotation_of_one(read, message: str) -> None:
    plan = read(message).strategy.rotation
    assert (plan.rank_by, plan.hold, plan.rebalance) == ("roc(close, 30)", 1, "weekly")
    assert plan.filter == "roc(close, 30) > 0"


def test_the_least_volatile_is_ranked_by_volatility(read) -> None:
    plan = read("每季度换仓，持有XLK、XLE、XLV里波动率最低的一只").strategy.rotation
    assert plan.rank_by == "historical_volatility(close, 60)"
    assert not plan.descending


@pytest.mark.parametrize(
    "message", ["SPY 60%，GLD 20%，TLT 20%，偏离5%以上才再平衡", "60/40 SPY TLT, rebalance only when drift exceeds 5%"]
)
def test_rebalancing_by_drift_is_asked_about(read, message: str) -> None:
    found = read(message)
    assert found.kind == "question"
    assert len(found.questions[0].options) == 3


def test_the_day_on_which_a_rotation_is_looked_at_is_no_condition(read) -> None:
    rotation = read(
        "Rotate XOM, JPM and BA: on the first trading day of every month hold the best of the last 21 days"
    ).strategy.rotation
    assert (rotation.rebalance, rotation.filter, rotation.rank_by) == ("monthly", None, "roc(close, 21)")


@pytest.mark.parametrize(
    ("message", "weights"),
    [
        ("Half the account in Amazon, the other half in Exxon, never rebalance.", {"AMZN": 50, "XOM": 50}),
        ("Buy and hold 60% SPY, the rest in TLT", {"SPY": 60, "TLT": 40}),
        ("70% SPY and the rest in gold, without rebalancing", {"SPY": 70, "GLD": 30}),
    ],
)
def test_the_rest_is_what_is_left_and_never_is_never(read, message: str, weights: dict[str, float]) -> None:
    strategy = read(message).strategy
    assert {target.symbol: target.weight for target in strategy.allocation.weights} == weights
    assert strategy.allocation.rebalance == 1_000_000
    assert "never rebalanced" in read_back(strategy)


@pytest.mark.parametrize(
    "message",
    [
        "Long the cheap, short the expensive one of WMT and PG by a 60-day z-score, threshold 2, unwind at 0.",
        "WMT / PG spread: open beyond two standard deviations from the 60 day mean, close at 0",
    ],
)
def test_one_asset_against_another_is_a_pairs_trade(read, message: str) -> None:
    pairs = read(message).strategy.pairs
    assert (pairs.left, pairs.right, pairs.z_length, pairs.enter_z, pairs.exit_z) == ("WMT", "PG", 60, 2, 0)


@pytest.mark.parametrize(
    ("message", "levels"),
    [
        (
            "AAPL vs MSFT spread: z-score over 60 days, get in past 1.8, get out inside 0.3, quit beyond 3.2.",
            (1.8, 0.3, 3.2),
        ),
        ("AAPL/MSFT pair: more than 2 sigma out (60 days) fade it, exit at 0.5 sigma", (2, 0.5, None)),
        (
            "AAPL/MSFT ratio 2.5 standard deviations above its 60-day average: sell AAPL and buy MSFT; "  # noqa: ISC004
            "the mirror image below. Close at the average.",
            (2.5, 0, None),
        ),
        (
            "When the 60-day z-score of the AAPL vs MSFT price ratio exceeds 2, short AAPL and go long MSFT, "  # noqa: ISC004
            "and vice versa below -2. Take it off when the z-score changes sign.",
            (2, 0, None),
        ),
    ],
)
def test_each_level_of_a_spread_finds_its_place(read, message: str, levels: tuple[float, float, float | None]) -> None:
    strategy = read(message).strategy
    assert strategy.pairs.z_length == 60
    assert (strategy.pairs.enter_z, strategy.pairs.exit_z, strategy.pairs.stop_z) == levels


@pytest.mark.parametrize(
    ("message", "rank", "where"),
    [
        (
            "Hold the top two of XLK, XLF and XLE by 3-month return, but go to cash when SPY is below its 200-day SMA.",
            "roc(close, 63)",
            'of("SPY", close) >= of("SPY", sma(close, 200))',
        ),
        (
            "Weekly rank AAPL, MSFT and KO by 20-day return; hold the best two; if the best is negative hold nothing.",
            "roc(close, 20)",
            "roc(close, 20) >= 0",
        ),
        (
            "Quarterly: pick the two stocks furthest below their 200-day average among XOM, CVX and KO and hold them.",
            "close / sma(close, 200)",
            None,
        ),
    ],
)
def test_a_rotation_reads_its_score_and_its_refuge(read, message: str, rank: str, where: str | None) -> None:
    strategy = read(message).strategy
    assert len(strategy.universe) == 3
    assert (strategy.rotation.rank_by, strategy.rotation.filter, strategy.rotation.hold) == (rank, where, 2)
    assert strategy.rotation.descending is ("furthest" not in message)


def test_a_rotation_by_name_is_one(read) -> None:
    assert read("Momentum rotation for SPY QQQ TLT").strategy.kind == "rotation"


def test_money_that_is_put_somewhere_is_no_option(read) -> None:
    weights = read(
        "Put two thirds into MSFT and one third into KO, bring back to target each month."
    ).strategy.allocation
    assert [round(target.weight, 2) for target in weights.weights] == [66.67, 33.33]


@pytest.mark.parametrize(
    ("message", "rank", "hold", "rebalance"),
    [
        (
            "Monthly top 2 of AAPL, MSFT, KO and JNJ on 12 month minus 1 month return",
            "roc(close, 231)[21]",
            2,
            "monthly",
        ),
        ("Each month hold the best 2 of AAPL, MSFT, KO, JNJ by 12-1 momentum", "roc(close, 231)[21]", 2, "monthly"),
        (
            "On the last trading day of each month buy whichever of SPY, TLT and GLD did best over the past quarter.",
            "roc(close, 63)",
            1,
            "monthly",
        ),
        (
            "Twice a year hold the two worst performers of AAPL, MSFT and KO over 6 months.",
            "roc(close, 126)",
            2,
            126,
        ),
    ],
)
def test_a_rotation_reads_its_lengths(read, message: str, rank: str, hold: int, rebalance: str | int) -> None:
    rotation = read(message).strategy.rotation
    assert (rotation.rank_by, rotation.hold, rotation.rebalance) == (rank, hold, rebalance)


@pytest.mark.parametrize(
    "message",
    [
        "Monthly the strongest of QQQ and EFA by 12-month return; if SPY's 12-month return is below zero go to TLT.",
        "Monthly: the strongest of QQQ and EFA by 12-month return; if SPY's 12-month return is below zero hold TLT.",
    ],
)
def test_another_asset_sends_into_the_refuge(read, message: str) -> None:
    strategy = read(message).strategy
    weights = {target.symbol: str(target.weight) for target in strategy.allocation.weights}
    assert strategy.universe == ("QQQ", "EFA", "TLT")
    assert weights["TLT"] == 'where(of("SPY", roc(close, 252)) < 0, 100, 0)'
    assert weights["QQQ"].startswith('where(of("QQQ", roc(close, 252)) >= of("EFA", roc(close, 252)) and of("SPY"')


def test_a_ratio_of_weights_is_no_time(read) -> None:
    allocation = read("Own AAPL, MSFT and JNJ in proportion 50:30:20 and reset each January.").strategy.allocation
    assert [target.weight for target in allocation.weights] == [50, 30, 20]
    assert allocation.rebalance == "yearly"


@pytest.mark.parametrize(
    "message",
    [
        "Each month own the 2 of SPY, EFA, EEM, GLD that rose most over 90 days.",
        "Each month own the best 2 of SPY, EFA, EEM, GLD by 90-day return.",
    ],
)
def test_what_moved_most_is_held(read, message: str) -> None:
    rotation = read(message).strategy.rotation
    assert (rotation.rank_by, rotation.hold, rotation.rebalance) == ("roc(close, 90)", 2, "monthly")


def test_the_best_are_held_and_the_worst_sold_short(read) -> None:
    found = read(
        "Each month go long the top 2 and short the bottom 1 of KO, PEP, PG and JNJ by 126-day return"
    ).strategy
    assert found.execution.allow_short
    assert found.allocation.rebalance == "monthly"
    weights = {one.symbol: str(one.weight) for one in found.allocation.weights}
    assert set(weights) == {"KO", "PEP", "PG", "JNJ"}
    assert all("< 2, 25, where(" in weight and "< 1, -50, 0)" in weight for weight in weights.values())


@pytest.mark.parametrize(
    ("message", "score"),
    [
        ("Each month pick the 2 of KO, PEP, PG with the highest Sharpe ratio over the past 60 days", "sma(roc(close, 1), 60) / stddev(roc(close, 1), 60)"),
        ("Monthly: hold the 2 of KO, PEP, PG closest to their 52-week high", "percent_from_high(close, 252)"),
        ("Monthly: hold the 2 best of KO, PEP and PG by price relative to their 200-day average", "close / sma(close, 200)"),
    ],
)  # fmt: skip
def test_scores_of_a_rotation_in_words(read, message: str, score: str) -> None:
    found = read(message).strategy.rotation
    assert (found.rank_by, found.hold, found.descending) == (score, 2, True)


@pytest.mark.parametrize(
    "words", ["Risk parity across SPY, KO and XOM", "Weight SPY, KO and XOM inversely to volatility"]
)
def test_weights_by_inverse_volatility_hold_every_asset(read, words: str) -> None:
    found = read(f"{words}, 90-day volatility, rebalanced each quarter").strategy.rotation
    assert (found.hold, found.weights, found.volatility_length, found.rebalance) == (
        3,
        "inverse_volatility",
        90,
        "quarterly",
    )


def test_better_of_two_goes_to_cash_when_it_falls(read) -> None:
    message = "Each month compare 252-day returns of SPY and GOOG; hold the better one, but if the better one is negative stay in cash"
    assert read(message).strategy.rotation.filter == "roc(close, 252) >= 0"


@pytest.mark.parametrize(
    ("message", "when", "sizing"),
    [
        ("Buy $1000 of Bitcoin every Monday and never sell", "weekday() == 1", ("cash", 1000)),
        ("DCA 500 dollars into SPY on the first trading day of every month", "trading_day_of_month() == 1", ("cash", 500)),
        ("Dollar cost average into Apple, 200 bucks a week, hold forever", "is_last_session_of_week()", ("cash", 200)),
        ("I put $300 into MSFT every month on the 15th and never sell", "became_true(day_of_month() >= 15)", ("cash", 300)),
        ("buy 1 share of KO every day forever", "is_last_bar()", ("quantity", 1)),
    ],
)  # fmt: skip
def test_regular_buying_has_no_way_out_and_no_bound(read, message: str, when: str, sizing: tuple[str, float]) -> None:
    found = read(message).strategy
    assert [(rule.action.value, rule.when) for rule in found.rules] == [("enter_long", when)]
    assert (found.sizing.kind, found.sizing.value) == sizing
    assert found.execution.pyramiding == 2000
    assert any(one.field == "account" for one in found.assumptions)


def test_a_way_out_makes_regular_buying_a_trade(read) -> None:
    assert read("Buy $1000 of Bitcoin every Monday, sell on Friday").strategy.execution.pyramiding == 1
