"""What holding pays and costs, counted by hand: borrowing, interest, dividends, funding, splits."""

from dataclasses import replace

import numpy as np
import pytest

from backtest_engine.domain.costs import CostModel
from backtest_engine.domain.position import EXIT_REASONS, position

FLAT = [(100, 101, 99, 100)] * 8
SHORTS = {"allow_short": True}


def test_who_sells_short_after_a_weekend_does_not_pay_for_it(run, market):
    monday = market(FLAT[:4])
    monday.time[1:] += 2 * 86_400_000_000_000  # Friday, then Monday to Wednesday
    rules = [
        {"id": "short", "action": "enter_short", "when": [0]},
        {"id": "cover", "action": "exit_short", "when": [2]},
    ]
    simulation = run(FLAT, rules, bars=[monday], execution=SHORTS, costs=CostModel(borrow=0.365))
    # Sold at Monday's open, bought back at Wednesday's: two nights.
    assert simulation.equity[-1] == pytest.approx(10_000 - 2 * 10_000 * 0.001)


def test_cash_earns_for_the_nights_that_it_lay_idle(run):
    rules = [{"id": "buy", "action": "enter_long", "when": [1]}, {"id": "sell", "action": "exit_long", "when": [4]}]
    simulation = run(FLAT, rules, costs=CostModel(interest=0.365))
    # Idle before bars 1 and 2, all in shares before 3 to 5 (but for what one share costs), idle again before 6 and 7.
    bought = float(simulation.fills["quantity"][0]) * 100
    rest = 10_000 * 1.001**2 - bought
    assert simulation.equity[-1] == pytest.approx((bought + rest * 1.001**3) * 1.001**2)


def test_what_a_short_sale_brought_in_earns_nothing(run):
    rules = [{"id": "short", "action": "enter_short", "when": [0]}]
    simulation = run(FLAT, rules, execution=SHORTS, costs=CostModel(interest=0.365), sizing={"value": 50})
    assert simulation.equity[-1] == pytest.approx(10_000 * 1.001**7)


def test_a_dividend_counts_once_in_what_the_last_trade_made(run, market):
    dividend = np.zeros(8)
    dividend[2] = 1.0
    rules = [
        {"id": "buy", "action": "enter_long", "when": [0], "size": {"kind": "quantity", "value": 10}},
        {"id": "sell", "action": "exit_long", "when": [3]},
        {"id": "again", "action": "enter_long", "when": [5], "size": {"kind": "quantity", "value": "x"}},
    ]
    bars = [market(FLAT, dividend=dividend)]
    simulation = run(FLAT, rules, bars=bars, slots={"again.size.value": 1_000 * position.last_trade_return})
    # Ten shares for 1,000 were paid 10: one percent, and so ten shares again.
    assert simulation.fills["quantity"].tolist() == [10, 10, 10]


def test_funding_goes_from_longs_to_shorts(run, market):
    funding = np.full(8, 0.001)
    for action, paid in (("enter_long", -1), ("enter_short", 1)):
        rules = [{"id": "in", "action": action, "when": [0]}]
        simulation = run(FLAT, rules, bars=[market(FLAT, funding=funding)], execution=SHORTS, sizing={"value": 50})
        assert simulation.equity[-1] - 10_000 == pytest.approx(paid * 7 * 5_000 * 0.001)


@pytest.mark.parametrize(("hours", "moments"), [(24, 7 * 3), (4, 4)])
def test_one_rate_of_funding_is_paid_at_every_eighth_hour_that_a_position_is_held(run, market, hours, moments):
    for action, paid in (("enter_long", -1), ("enter_short", 1)):
        rules = [{"id": "in", "action": action, "when": [0]}]
        bars, costs = [market(FLAT, hours=hours)], CostModel(funding=0.0001)
        simulation = run(FLAT, rules, bars=bars, execution=SHORTS, sizing={"value": 50}, costs=costs)
        # Four-hour bars from 04:00 of the first day on: held over 08:00, 16:00, 00:00 and, at its close, 08:00.
        assert simulation.equity[-1] - 10_000 == pytest.approx(paid * moments * 5_000 * 0.0001)


def test_who_holds_while_the_venue_is_silent_pays_for_that_time(run, market):
    silent = market(FLAT)
    silent.time[4:] += 2 * 86_400_000_000_000
    rules = [{"id": "in", "action": "enter_long", "when": [0]}]
    simulation = run(FLAT, rules, bars=[silent], sizing={"value": 50}, costs=CostModel(funding=0.0001))
    assert simulation.equity[-1] - 10_000 == pytest.approx(-9 * 3 * 5_000 * 0.0001)


def test_rates_that_came_with_the_bars_count_before_the_one_of_the_document(run, market):
    bars = [market(FLAT, funding=np.full(8, 0.002))]
    rules = [{"id": "in", "action": "enter_long", "when": [0]}]
    simulation = run(FLAT, rules, bars=bars, sizing={"value": 50}, costs=CostModel(funding=0.0001))
    assert simulation.equity[-1] - 10_000 == pytest.approx(-7 * 5_000 * 0.002)


def test_a_share_that_has_closing_hours_pays_no_funding(run, market):
    share = market(FLAT)
    share = replace(share, instrument=share.instrument.model_copy(update={"calendar": "XNYS"}))
    rules = [{"id": "in", "action": "enter_long", "when": [0]}]
    simulation = run(FLAT, rules, bars=[share], sizing={"value": 50}, costs=CostModel(funding=0.0001))
    assert simulation.equity[-1] == 10_000


def test_a_split_rescales_the_order_that_waits(run, market):
    rows = [(100, 101, 99, 100)] * 3 + [(50, 50.5, 49.5, 50)] * 2 + [(50, 50.5, 44, 50)] * 3
    split = np.ones(8)
    split[3] = 2.0
    order = {"kind": "limit", "price": "x", "valid_bars": 6}
    rules = [{"id": "buy", "action": "enter_long", "when": [0], "order": order}]
    simulation = run(
        rows, rules, slots={"buy.order.price": np.full(8, 90.0)}, bars=[market(rows, split=split)], cash=10_000.0
    )
    # 90 before the split is 45 after it: nothing at the first bar at 50, a fill where the price comes down.
    assert [(int(f["tick"]), float(f["price"])) for f in simulation.fills] == [(5, 45.0)]


def test_who_is_delisted_is_paid_out_at_the_last_close_once_no_holiday_explains_the_silence(run, market):
    long_flat = [(100, 101, 99, 100)] * 40
    ended = market([*FLAT, (100, 120, 99, 120)], "SIM:B")
    bars = [market(long_flat, "SIM:A"), ended]
    simulation = run(
        long_flat,
        [{"id": "buy", "action": "enter_long", "when": True}],
        bars=bars,
        sizing={"kind": "quantity", "value": 10},
        limits={"max_open_positions": 2},
        cash=10_000.0,
        costs=CostModel(commission=0.001),
    )
    row = next(t for t in simulation.trades if t["symbol"] == 1)
    # Its last bar is the ninth; the first tick more than fourteen days later is the twenty-fourth.
    assert (int(row["open"]), int(row["exit_tick"]), float(row["exit_price"])) == (0, 23, 120.0)
    assert EXIT_REASONS[row["reason"]] == "delisted"
    assert float(row["profit"]) == pytest.approx(10 * 20 - 1.0)  # the fee of the purchase alone
    assert simulation.equity[-1] == pytest.approx(10_000 + 200 - 2.0)
