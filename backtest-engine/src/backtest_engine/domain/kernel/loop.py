"""The simulation: tick after tick, in each the open, the inside of the bar, the close."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import numpy as np

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import (
    BY_DAILY_LOSS,
    BY_DELISTING,
    BY_DRAWDOWN,
    BY_MARGIN,
    NEXT_CLOSE,
    NEXT_OPEN,
    NOBODY,
    SAME_CLOSE,
)
from backtest_engine.domain.kernel.decisions import decide, move_levels
from backtest_engine.domain.kernel.entries import enter_at_open, enter_inside
from backtest_engine.domain.kernel.exits import exit_inside, exit_orders_inside, leave_at, leave_at_session_end
from backtest_engine.domain.kernel.lots import close_part, mark_all
from backtest_engine.domain.kernel.memory import (
    account_of,
    close_of,
    costs_of,
    extra_of,
    lots_of,
    open_of,
    orders_of,
    rules_of,
    settings_of,
    steps_of,
    symbols_of,
    targets_of,
)
from backtest_engine.domain.kernel.reading import account_equity, gross_exposure
from backtest_engine.domain.kernel.records import Floats, Ints, World
from backtest_engine.domain.kernel.skip import skip_quiet_bars
from backtest_engine.domain.kernel.targets import raise_to_weight, reduce_to_weight

_DAY = 86_400e9
_YEAR = 365.0


@compiled
def _begin_bar(w: World, s: int, i: int, time: float) -> None:
    me = symbols_of(w)[s]
    if me["side"] < 0 and costs_of(w)[s]["borrow"] > 0:
        _pay_for_borrowing(w, s, (time - me["last_time"]) / _DAY)
    me["mark"], me["used"], me["last_bar"] = open_of(w)[me["offset"] + i], 0.0, i
    if settings_of(w)[0]["corporate"] == 1:
        _corporate_actions(w, s, i)


@compiled
def _pay(w: World, s: int, place: int, money: float) -> None:
    account_of(w)[0]["cash"] -= money
    lots_of(w)[s, place]["carry"] -= money


@compiled
def _pay_for_borrowing(w: World, s: int, days: float) -> None:
    # For the time since the bar before, on the value at its close: what was sold short in this bar owes nothing yet.
    rate = costs_of(w)[s]["borrow"] * days / _YEAR
    for place in range(symbols_of(w)[s]["lots"]):
        _pay(w, s, place, lots_of(w)[s, place]["quantity"] * symbols_of(w)[s]["mark"] * rate)


@compiled
def _corporate_actions(w: World, s: int, i: int) -> None:
    # Before the open: a dividend on what was held over night, then the split of what is held and of what is asked.
    me, at = symbols_of(w)[s], symbols_of(w)[s]["offset"] + i
    dividend, split = extra_of(w)[0, at], extra_of(w)[1, at]
    for place in range(me["lots"]):
        _pay(w, s, place, -lots_of(w)[s, place]["side"] * lots_of(w)[s, place]["quantity"] * dividend)
    if split > 0 and split != 1.0:
        for place in range(me["lots"]):
            _split_lot(w, s, place, split)
        _split_orders(w, s, split)
        me["units"] *= split
        me["first_risk"] /= split
        me["entry_price"], me["last_fill"] = me["entry_price"] / split, me["last_fill"] / split
        me["highest"], me["lowest"] = me["highest"] / split, me["lowest"] / split


@compiled
def _split_orders(w: World, s: int, split: float) -> None:
    for rule in range(orders_of(w).shape[1]):
        order = orders_of(w)[s, rule]
        order["price"], order["limit"] = order["price"] / split, order["limit"] / split
        order["remaining"] *= split


@compiled
def _split_lot(w: World, s: int, place: int, split: float) -> None:
    lot = lots_of(w)[s, place]
    lot["quantity"], lot["initial"], lot["leave"] = (
        lot["quantity"] * split,
        lot["initial"] * split,
        lot["leave"] * split,
    )
    lot["price"], lot["best"], lot["best_close"] = lot["price"] / split, lot["best"] / split, lot["best_close"] / split
    lot["worst"], lot["stop"], lot["first_stop"] = lot["worst"] / split, lot["stop"] / split, lot["first_stop"] / split
    lot["target"], lot["risk_distance"] = lot["target"] / split, lot["risk_distance"] / split
    lot["arm_trail"], lot["arm_even"] = lot["arm_trail"] / split, lot["arm_even"] / split
    for target in range(targets_of(w).shape[2]):
        targets_of(w)[s, place, target, 0] /= split
    for step in range(steps_of(w).shape[2]):
        steps_of(w)[s, place, step, 0] /= split
        steps_of(w)[s, place, step, 1] /= split


@compiled
def _pay_funding(w: World, s: int, i: int) -> None:
    # Funding of perpetuals, on the value at the close: longs pay it to shorts.
    me, at = symbols_of(w)[s], symbols_of(w)[s]["offset"] + i
    for place in range(me["lots"]):
        _pay(w, s, place, me["side"] * lots_of(w)[s, place]["quantity"] * close_of(w)[at] * extra_of(w)[2, at])


@compiled
def _close_bar(w: World, s: int, i: int, tick: int, time: float) -> None:
    me = symbols_of(w)[s]
    leave_at(w, s, i, tick, NEXT_CLOSE)
    enter_at_open(w, s, i, tick, NEXT_CLOSE)
    leave_at_session_end(w, s, i, tick)
    if me["side"] != 0:
        if settings_of(w)[0]["corporate"] == 1:
            _pay_funding(w, s, i)
        move_levels(w, s, i)
    me["last_time"] = time
    decide(w, s, i)


@compiled
def _flatten(w: World, reason: int) -> None:
    for s in range(symbols_of(w).shape[0]):
        mark_all(w, s, (NEXT_OPEN, symbols_of(w)[s]["last_bar"] + 1, reason, NOBODY))
        for rule in range(orders_of(w).shape[1]):
            if rules_of(w)[rule]["entry"]:
                orders_of(w)[s, rule]["active"] = 0


@compiled
def _brake(w: World) -> None:
    # Brakes on the whole account, read at the close of a tick.
    account, settings = account_of(w)[0], settings_of(w)[0]
    account["peak"] = max(account["peak"], account["equity"])
    most = settings["max_drawdown"]
    if account["stopped"] == 0 and account["equity"] <= account["peak"] * (1.0 - most):
        account["stopped"] = 1
        _flatten(w, BY_DRAWDOWN)
    if account["day_stopped"] == 0 and account["equity"] <= account["day_start"] * (1.0 - settings["daily_loss"]):
        account["day_stopped"] = 1
        _flatten(w, BY_DAILY_LOSS)


@compiled
def _call_margin(w: World) -> None:
    account = account_of(w)[0]
    if account["positions"] > 0 and account["equity"] < settings_of(w)[0]["maintenance"] * gross_exposure(w):
        account["margin_calls"] += 1
        _flatten(w, BY_MARGIN)


@compiled
def _earn_interest(w: World, days: float) -> None:
    # On the cash that lay idle since the tick before; what short sales brought in lies with the lender.
    account, idle = account_of(w)[0], account_of(w)[0]["cash"]
    for s in range(symbols_of(w).shape[0]):
        if symbols_of(w)[s]["side"] < 0:
            idle -= symbols_of(w)[s]["units"] * symbols_of(w)[s]["mark"]
    earned = max(idle, 0.0) * settings_of(w)[0]["interest"] * days / _YEAR
    account["cash"] += earned
    account["interest"] += earned


@compiled
def _settle_the_delisted(w: World, tick: int, time: float) -> None:
    # Whoever holds what no longer trades is paid its last close; holidays cannot explain so long a silence.
    for s in range(symbols_of(w).shape[0]):
        me = symbols_of(w)[s]
        while me["lots"] > 0 and time > me["gone_after"]:
            deal = (lots_of(w)[s, 0]["quantity"], me["mark"], 0.0)
            close_part(w, s, 0, deal, (me["last_bar"], tick, BY_DELISTING, NOBODY))


@compiled
def _end_tick(w: World) -> None:
    account = account_of(w)[0]
    account["equity"] = account_equity(w)
    account["in_market"] += 1 if account["positions"] > 0 else 0
    _call_margin(w)
    if settings_of(w)[0]["brakes"] == 1:
        _brake(w)


@compiled
def _begin_day(w: World, day: int) -> None:
    account = account_of(w)[0]
    if day != account["day"]:
        account["day"], account["entries"], account["losses"], account["day_stopped"] = day, 0, 0, 0
        account["day_start"] = account["equity"]


@compiled
def _open_and_inside(w: World, bars: Ints, tick: int, time: float) -> None:
    # bars: (bars of this tick, 2): symbol and index. At the open all exits come before all entries.
    for e in range(bars.shape[0]):
        _begin_bar(w, bars[e, 0], bars[e, 1], time)
    equity = account_equity(w) if settings_of(w)[0]["weighted"] == 1 else 0.0
    for e in range(bars.shape[0]):
        leave_at(w, bars[e, 0], bars[e, 1], tick, NEXT_OPEN)
        if settings_of(w)[0]["weighted"] == 1:
            reduce_to_weight(w, bars[e, 0], bars[e, 1], tick, equity)
    for e in range(bars.shape[0]):
        enter_at_open(w, bars[e, 0], bars[e, 1], tick, NEXT_OPEN)
        if settings_of(w)[0]["weighted"] == 1:
            raise_to_weight(w, bars[e, 0], bars[e, 1], tick, equity)
    for e in range(bars.shape[0]):
        enter_inside(w, bars[e, 0], bars[e, 1], tick)
        exit_orders_inside(w, bars[e, 0], bars[e, 1], tick, 0)
        exit_inside(w, bars[e, 0], bars[e, 1], tick)
        exit_orders_inside(w, bars[e, 0], bars[e, 1], tick, 1)


@compiled
def _close_tick(w: World, bars: Ints, tick: int, time: float) -> None:
    for e in range(bars.shape[0]):
        me = symbols_of(w)[bars[e, 0]]
        me["mark"] = close_of(w)[me["offset"] + bars[e, 1]]
    for e in range(bars.shape[0]):
        _close_bar(w, bars[e, 0], bars[e, 1], tick, time)
    for e in range(bars.shape[0]):
        leave_at(w, bars[e, 0], bars[e, 1], tick, SAME_CLOSE)
    for e in range(bars.shape[0]):
        enter_at_open(w, bars[e, 0], bars[e, 1], tick, SAME_CLOSE)


@compiled
def _want(w: World, rows: Ints, weights: Floats, tick: int) -> None:
    if rows.shape[0] > 0 and rows[tick] >= 0:
        for s in range(weights.shape[1]):
            symbols_of(w)[s]["want"] = weights[rows[tick], s]


@compiled
def run(w: World, clock: tuple[Ints, Ints, Ints], days: Ints, plan: tuple[Ints, Floats], equity: Floats) -> None:
    """Simulate every tick and write the equity at its close.

    Args:
        w: The simulation; its tables are changed.
        clock: Times (ticks,), where a tick's bars begin (ticks + 1,), and the bars (bars, 2) as symbol and index; the
            last two are not read for one symbol.
        days: The session day of each tick, or empty where no limit needs it.
        plan: For each tick the row of target weights decided at its close, or -1; and the weights (rows, symbols),
            NaN leaves a symbol alone. Empty without weights.
        equity: Written: account value at each tick's close, shape (ticks,).
    """
    times, starts, bars = clock
    single, first = symbols_of(w).shape[0] == 1, symbols_of(w)[0]["first"]
    here, tick = np.zeros((1, 2), np.int64), 0
    while tick < times.shape[0]:
        if days.shape[0] > 0:
            _begin_day(w, days[tick])
        here[0, 1] = first + tick
        now = here if single else bars[starts[tick] : starts[tick + 1]]
        if settings_of(w)[0]["interest"] != 0.0 and tick > 0:
            _earn_interest(w, (times[tick] - times[tick - 1]) / _DAY)
        if not single:
            _settle_the_delisted(w, tick, float(times[tick]))
        _open_and_inside(w, now, tick, float(times[tick]))
        _close_tick(w, now, tick, float(times[tick]))
        _end_tick(w)
        equity[tick] = account_of(w)[0]["equity"]
        _want(w, plan[0], plan[1], tick)
        tick = skip_quiet_bars(w, tick + 1, times, equity) if single else tick + 1
