"""Each question asked of a run whose answer is known."""

from datetime import date
from typing import Any, get_args

import numpy as np
import pytest

from backtest_engine.domain.studies import Method, Validation
from backtest_engine.domain.validation import TooShort, trade_shares
from backtest_engine.usecases.validate import validate
from backtest_engine.usecases.walk_forward import sharpe_of


@pytest.fixture
def days() -> dict[str, Any]:
    return {"parameters": {"day": {"low": 1, "high": 7}}}


@pytest.mark.parametrize("method", ["walk_forward", "walk_forward_anchored"])
def test_walking_forward_finds_the_day_that_pays(
    asking: Any, weekly: Any, rising_after: Any, days: Any, method: str
) -> None:
    variants = asking.variants(weekly, **{"SIM:A": rising_after(4, 4, 700)})
    found = asking.ask(variants, method, folds=4, **days)
    assert [fold["parameters"]["day"] for fold in found["folds"]] == [4] * 4
    assert all(fold["out_of_sample"]["total_return"] > 0.1 for fold in found["folds"])
    assert found["runs"] == 4 * 7 + 4
    assert len(asking.tried) == 4 * 7, "the ledger counts every set in every window"


def test_walking_forward_follows_a_change_only_after_it(asking: Any, weekly: Any, rising_after: Any, days: Any) -> None:
    variants = asking.variants(weekly, **{"SIM:A": rising_after(1, 3, 1200)})
    found = asking.ask(variants, "walk_forward", folds=8, **days)
    chosen = [fold["parameters"]["day"] for fold in found["folds"]]
    assert chosen[0] == 1
    assert chosen[-1] == 3
    assert chosen == sorted(chosen)
    late = asking.ask(variants, "walk_forward_anchored", folds=8, **days)
    assert [fold["parameters"]["day"] for fold in late["folds"]].count(1) >= chosen.count(1)


def test_a_judged_window_is_a_run_of_its_own(asking: Any, holding: Any) -> None:
    close = 100 * 1.001 ** np.arange(400)
    found = asking.ask(asking.variants(holding, **{"SIM:A": close}), "walk_forward", folds=4)
    for fold in found["folds"]:
        # The signal of the first bar is filled at the second one's open, which is the first one's close.
        assert fold["out_of_sample"]["total_return"] == pytest.approx(1.001 ** (fold["bars"] - 1) - 1, rel=1e-9)
    growth = found["curve"]["value"]
    assert growth[-1] == pytest.approx(1 + found["total_return"])
    assert len(growth) == len(found["curve"]["time"]) == sum(fold["bars"] for fold in found["folds"])


def test_windows_are_not_cut_out_of_one_run(asking: Any) -> None:
    # One entry in the whole history: a position that one run would carry through all windows.
    close = 100 * 1.001 ** np.arange(400)
    once = {"rules": [{"id": "r1", "action": "enter_long", "when": "close > 100.05 and close[1] < 100.15"}]}
    found = asking.ask(asking.variants(once, **{"SIM:A": close}), "walk_forward", folds=4)
    assert found["out_of_sample"]["total_return"] == 0
    assert found["folds"][0]["in_sample"]["total_return"] > 0.1


def test_folds_that_are_left_out_are_judged_by_what_the_others_chose(
    asking: Any, weekly: Any, rising_after: Any, days: Any
) -> None:
    variants = asking.variants(weekly, **{"SIM:A": rising_after(5, 5, 700)})
    found = asking.ask(variants, "purged", folds=5, **days)
    assert [fold["parameters"]["day"] for fold in found["folds"]] == [5] * 5
    assert min(found["sharpe_per_bar_by_fold"]) > 0.1
    assert found["probability_of_backtest_overfitting"] == 0
    assert len(asking.tried) == 5 * 7


def test_among_worthless_sets_the_choice_is_luck(asking: Any, weekly: Any, days: Any) -> None:
    close = 100 * np.exp(np.cumsum(np.random.default_rng(8).normal(0, 0.01, 1400)))
    found = asking.ask(asking.variants(weekly, **{"SIM:A": close}), "purged", folds=5, **days)
    assert 0.2 < found["probability_of_backtest_overfitting"] <= 1


def test_each_number_is_moved_by_a_fifth(asking: Any) -> None:
    close = 100 * np.exp(np.cumsum(np.random.default_rng(1).normal(0, 0.01, 300)))
    document = {
        "parameters": [{"name": "length", "value": 20, "low": 2, "high": 100}],
        "rules": [
            {"id": "r1", "action": "enter_long", "when": "close > sma(close, length)"},
            {"id": "r2", "action": "exit_long", "when": "close < sma(close, length)"},
        ],
    }
    variants = asking.variants(document, **{"SIM:A": close})
    found = asking.ask(variants, "sensitivity")
    assert [row["value"] for row in found["by_parameter"]["length"]] == [16, 18, 20, 22, 24]
    own = next(row for row in found["by_parameter"]["length"] if row["value"] == 20)
    assert own["sharpe"] == next(variants.run_all([{}])).stats.sharpe
    assert len(asking.tried) == 5


def test_each_bar_of_delay_costs_what_the_market_rose_meanwhile(asking: Any) -> None:
    close = 100 * 1.01 ** np.arange(60)
    once = {"rules": [{"id": "r1", "action": "enter_long", "when": "crosses_above(close, 101.5)"}]}
    found = asking.ask(asking.variants(once, **{"SIM:A": close}), "delay")["by_bars"]
    growth = [row["total_return"] + 1 for row in found]
    # Known at the close of the third bar, which is the price of the next open.
    assert growth == pytest.approx([1.01 ** (57 - bars) for bars in range(6)])


def test_shuffled_trades_end_where_the_account_ends(asking: Any, weekly: Any, rising_after: Any) -> None:
    variants = asking.variants(weekly, **{"SIM:A": rising_after(2, 2, 700)})
    found = asking.ask(variants, "shuffle", paths=100)
    run = next(variants.run_all([{}]))
    assert found["bands"]["own"][-1] == pytest.approx(1 + run.simulation.trades["profit"].sum() / 10_000)
    ends = list(found["total_return"].values())
    assert max(ends) == pytest.approx(min(ends)), "whatever their order, the same trades end alike"


def test_a_lost_account_trades_no_more() -> None:
    np.testing.assert_allclose(trade_shares(np.array([50.0, -150.0, 20.0]), 100), [0.5, -1.0])


def test_noise_of_a_tenth_of_a_percent_moves_a_holder_by_about_as_much(asking: Any, holding: Any) -> None:
    close = np.full(200, 100.0)
    runs = asking.ask(asking.variants(holding, **{"SIM:A": close}), "noise")["runs"]
    returns = np.array([run["total_return"] for run in runs])
    assert len(runs) == 20
    assert 0.0005 < returns.std() < 0.003
    assert len(set(returns)) == 20


def test_a_fall_of_thirty_percent_costs_a_holder_thirty_percent(asking: Any, holding: Any) -> None:
    close = 100 * 1.001 ** np.arange(200)
    found = asking.ask(asking.variants(holding, **{"SIM:A": close}), "shocks")
    before, fallen = found["as it was"], found["a fall of 30 % in the middle"]
    assert (1 + fallen["total_return"]) / (1 + before["total_return"]) == pytest.approx(0.7)
    assert fallen["max_drawdown"] == pytest.approx(-0.3, abs=0.002)
    idle = found["an outage of five bars in the middle"]
    assert idle["total_return"] == pytest.approx(before["total_return"])


def test_a_drought_doubles_fees_and_spreads(asking: Any, holding: Any) -> None:
    close = np.full(100, 100.0)
    document = {**holding, "costs": {"percent": 0.1, "slippage": {"kind": "bps", "value": 20}}}
    found = asking.ask(asking.variants(document, **{"SIM:A": close}), "shocks")
    before = found["as it was"]["total_return"]
    dry = found["a drought: doubled costs and spreads, a tenth of the volume"]["total_return"]
    assert before == pytest.approx(1 / (1.001 * 1.002) - 1, rel=1e-3)
    assert dry == pytest.approx(1 / (1.002 * 1.004) - 1, rel=1e-3)


def test_where_everything_moves_together_nothing_balances(asking: Any) -> None:
    rng = np.random.default_rng(5)
    steps = rng.normal(0, 0.02, 300)
    document = {
        "rules": [{"id": "r1", "action": "enter_long", "when": "close > 0"}],
        "sizing": {"kind": "percent_of_equity", "value": 50},
    }
    mirrored = {"SIM:A": 100 * np.exp(np.cumsum(steps)), "SIM:B": 100 * np.exp(np.cumsum(-steps))}
    found = asking.ask(asking.variants(document, **mirrored), "shocks")
    assert "everything moves together for a tenth of the time" in found
    alone = asking.ask(asking.variants(document, **{"SIM:A": mirrored["SIM:A"]}), "shocks")
    assert "everything moves together for a tenth of the time" not in alone


def test_crises_in_the_range_are_runs_of_their_own(asking: Any, holding: Any) -> None:
    close = 100 * 0.999 ** np.arange(900)
    variants = asking.variants(holding, first=date(2018, 1, 1), **{"SIM:A": close})
    found = asking.ask(variants, "stress")
    assert set(found) == {"Volmageddon 2018", "Crypto winter 2018", "Pandemic 2020"}
    pandemic = found["Pandemic 2020"]
    assert pandemic["bars"] == 34
    assert pandemic["total_return"] == pytest.approx(0.999**33 - 1)
    # Whoever simply held bought at the first open.
    assert pandemic["held"] == pytest.approx(0.999**34 - 1)


def test_ruin_and_falls_of_a_certain_loser_are_certain(asking: Any, holding: Any) -> None:
    close = 100 * 0.98 ** np.arange(120)
    variants = asking.variants(holding, **{"SIM:A": close})
    for method in ("bootstrap", "block_bootstrap"):
        found = asking.ask(variants, method, paths=100)
        assert found["risk_of_losing_half"] == 1
        assert found["max_drawdown"]["0.5"] == pytest.approx(0.98**118 - 1, abs=0.05)


def test_single_draws_tear_apart_what_blocks_keep(asking: Any, holding: Any) -> None:
    # Long good and long bad stretches: blocks keep them, and so fan out further than single draws.
    steps = np.where(np.arange(800) // 40 % 2 == 0, 0.01, -0.0095)
    variants = asking.variants(holding, **{"SIM:A": 100 * np.cumprod(1 + steps)})
    spread = {}
    for method in ("bootstrap", "block_bootstrap"):
        ends = asking.ask(variants, method, paths=1000)["total_return"]
        spread[method] = np.log1p(ends["0.95"]) - np.log1p(ends["0.05"])
    assert spread["block_bootstrap"] > 2 * spread["bootstrap"]


def test_a_large_account_eats_what_it_earns(asking: Any, weekly: Any, rising_after: Any) -> None:
    variants = asking.variants(weekly, **{"SIM:A": rising_after(2, 2, 700)})
    returns = [point["total_return"] for point in asking.ask(variants, "capacity")["points"]]
    assert returns == sorted(returns, reverse=True)
    assert returns[0] > returns[-1]


def test_returns_that_do_not_vary_have_no_ratio() -> None:
    assert sharpe_of(np.zeros(10)) is None
    assert sharpe_of(np.array([0.01])) is None


def test_what_never_trades_has_no_sharpe_ratio_rather_than_zero(asking: Any, weekly: Any) -> None:
    never = {**weekly, "rules": [{"id": "r1", "action": "enter_long", "when": "close > 1e9 + day"}]}
    variants = asking.variants(never, **{"SIM:A": 100 * 1.001 ** np.arange(300)})
    for method in ("walk_forward", "walk_forward_anchored"):
        found = asking.ask(variants, method, folds=4)
        assert (
            found["sharpe_per_bar_in_sample"]
            is found["in_sample"]["sharpe"]
            is found["out_of_sample"]["sharpe"]
            is None
        )
    found = asking.ask(variants, "purged", folds=4)
    assert found["sharpe_per_bar"] is found["sharpe"] is None


def test_a_question_that_needs_more_history_leaves_the_others_answered(asking: Any, holding: Any) -> None:
    variants = asking.variants(holding, **{"SIM:A": 100 * 1.001 ** np.arange(6)})
    found, _ = validate(variants, Validation(paths=100), lambda *_: None)
    by_method = {part.method: part for part in found.parts}
    assert list(by_method) == list(get_args(Method)), "every question is asked where none is named"
    assert "6 bars" in by_method["walk_forward"].detail
    assert by_method["walk_forward"].figures == {}
    assert len(by_method["delay"].figures["by_bars"]) == 6
    with pytest.raises(TooShort):
        asking.ask(variants, "walk_forward")
