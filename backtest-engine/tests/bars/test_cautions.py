"""What is said of bars that do not cover what was asked, and of currencies that do not add up."""

from datetime import date

import pytest

from backtest_engine.domain.cautions import cautions, funding_cautions
from strategy_language.document import Strategy
from trading_contracts.bars import Market

DAY = 86_400_000_000_000
FIRST = 15_000  # days since 1970: 2011-01-26


def test_bars_that_cover_the_range_need_no_word(bare_frame):
    assert cautions({"A": bare_frame(3, 300)}, ["A"], date(2011, 1, 26), date(2011, 11, 20)) == ()


def test_a_symbol_that_ends_and_one_that_begins_late_are_named(bare_frame):
    frames = {"A": bare_frame(0, 300), "B": bare_frame(0, 100), "C": bare_frame(200, 100)}
    assert cautions(frames, ["A", "B", "C"], date(2011, 1, 26), date(2011, 11, 20)) == (
        "B has no bar after 2011-05-05: what is held two weeks later is paid out at its last close.",
        "C has no bar before 2011-08-14: until then nothing of it is traded.",
    )


def test_alone_a_symbol_says_where_the_run_begins_and_ends(bare_frame):
    assert cautions({"A": bare_frame(100, 50)}, ["A"], date(2011, 1, 26), date(2012, 1, 1)) == (
        "A has no bar before 2011-05-06: the run begins there.",
        "A has no bar after 2011-06-24: the run ends there.",
    )


def test_two_currencies_are_said_to_be_added_up_as_they_stand(bare_frame):
    frames = {"A": bare_frame(0, 300), "B": bare_frame(0, 300, "HKD")}
    told = cautions(frames, ["A", "B"], date(2011, 1, 26), date(2011, 11, 20))
    assert told == ("Prices in HKD and USD are added up as they stand; no exchange rate is applied.",)


@pytest.fixture
def document():
    def make(**parts) -> Strategy:
        rules = [{"id": "in", "action": "enter_long", "when": "close > open"}]
        return Strategy.model_validate({"name": "t", "universe": ["BTC/USDT", "AAPL"], "rules": rules, **parts})

    return make


@pytest.fixture
def coin_and_share(bare_frame):
    return {
        "BTC/USDT": bare_frame(0, 9, market=Market.CRYPTO),
        "AAPL": bare_frame(0, 9, market=Market.US, calendar="XNYS"),
    }


def test_one_rate_of_funding_is_said_to_be_one_and_where_none_is_charged(document, coin_and_share):
    told = funding_cautions(document(costs={"funding_percent": 0.01}), coin_and_share, ["BTC/USDT", "AAPL"])
    assert told == (
        "Funding of BTC/USDT is one rate, 0.01 % every eight hours, all along.",
        "No funding is charged on AAPL: only perpetual futures have it.",
    )


@pytest.mark.parametrize("execution", [{"allow_short": True}, {"leverage": 3}])
def test_who_sells_a_coin_short_or_on_credit_hears_that_funding_is_left_out(document, coin_and_share, execution):
    (told,) = funding_cautions(document(execution=execution), coin_and_share, ["BTC/USDT", "AAPL"])
    assert "BTC/USDT" in told
    assert "costs.funding_percent" in told
    assert "AAPL" not in told


def test_who_buys_a_coin_outright_owes_no_funding(document, coin_and_share):
    assert funding_cautions(document(), coin_and_share, ["BTC/USDT", "AAPL"]) == ()
    assert funding_cautions(document(execution={"allow_short": True}), coin_and_share, ["AAPL"]) == ()
