"""What ends lots inside a bar: stops, targets, resting exit orders."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import math

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import BY_RULE, BY_SESSION, BY_TARGET, LIMIT, MARKET, NOBODY
from backtest_engine.domain.kernel.entries import cancel_group, limit_fill, order_fill
from backtest_engine.domain.kernel.levels import tighter, trailed
from backtest_engine.domain.kernel.lots import leave, leave_as_marked, part_of
from backtest_engine.domain.kernel.memory import (
    close_of,
    high_of,
    lots_of,
    low_of,
    open_of,
    orders_of,
    risks_of,
    rules_of,
    session_end_of,
    settings_of,
    symbols_of,
    targets_of,
)
from backtest_engine.domain.kernel.reading import is_true, read
from backtest_engine.domain.kernel.records import Row, World


@compiled
def leave_at(w: World, s: int, i: int, tick: int, fill: int) -> None:
    """Carry out the decided exits that wait for this bar's open (fill 0) or close (fill 1, 2)."""
    at = symbols_of(w)[s]["offset"] + i
    price, place = (open_of(w)[at] if fill == 0 else close_of(w)[at]), 0
    while place < symbols_of(w)[s]["lots"]:
        lot = lots_of(w)[s, place]
        due = lot["leave"] > 0 and lot["leave_fill"] == fill and i >= lot["leave_bar"]
        if not (due and leave_as_marked(w, s, place, price, i, tick)):
            place += 1


@compiled
def _stop_in_force(w: World, lot: Row, s: int, i: int) -> float:
    # In the harshest order of events the extreme of this bar came first and pulled the trailing stop along.
    if settings_of(w)[0]["worst"] == 0 or lot["trailing"] == 0:
        return lot["stop"]
    place, row = symbols_of(w)[s]["offset"] + i, risks_of(w)[lot["risk"]]
    extreme = high_of(w)[place] if lot["side"] > 0 else low_of(w)[place]
    ahead = lot["side"] * extreme > lot["side"] * lot["best"]
    if row["by_close"] or not ahead:
        return lot["stop"]
    level = trailed(w, lot, extreme, s, max(i - 1, 0))
    return level if tighter(lot["side"], level, lot["stop"]) else lot["stop"]


@compiled
def _reach_stop(w: World, s: int, place: int, reference: float, i: int, tick: int) -> bool:
    lot = lots_of(w)[s, place]
    side, stop, at = lot["side"], _stop_in_force(w, lot, s, i), symbols_of(w)[s]["offset"] + i
    if math.isnan(stop) or risks_of(w)[lot["risk"]]["on_close"]:
        return False
    against = low_of(w)[at] if side > 0 else high_of(w)[at]
    if side * against > side * stop:
        return False
    price = stop if side * stop < side * reference else reference
    leave(w, s, place, (lot["quantity"], price, 0), (i, tick, lot["stop_reason"], NOBODY))
    return True


@compiled
def _reach_targets(w: World, s: int, place: int, reference: float, at_open: int, when: tuple[int, int]) -> bool:
    # Targets are resting limit orders: at the open where the bar opens beyond, else where price trades through.
    i, tick = when
    lot, slots, at = lots_of(w)[s, place], targets_of(w)[s, place], symbols_of(w)[s]["offset"] + i
    side, left = lot["side"], risks_of(w)[lot["risk"]]["targets"]
    high, low = (reference, reference) if at_open else (high_of(w)[at], low_of(w)[at])
    for target in range(left):
        level, share = slots[target, 0], slots[target, 1]
        if math.isnan(level):
            continue
        price = limit_fill(-side, level, reference, high, low)
        if math.isnan(price):
            continue
        slots[target, 0], lot["hit"] = math.nan, lot["hit"] | (1 << target)
        quantity = part_of(w, s, place, share)
        if quantity > 0 and leave(w, s, place, (quantity, price, 1), (i, tick, BY_TARGET, NOBODY)):
            return True
    return False


@compiled
def exit_inside(w: World, s: int, i: int, tick: int) -> None:
    """Let stops and targets of every lot meet the bar.

    A gap through a level fills at the open; of a stop and a target in one bar the stop is taken.
    """
    opened, place = open_of(w)[symbols_of(w)[s]["offset"] + i], 0
    while place < symbols_of(w)[s]["lots"]:
        lots = symbols_of(w)[s]["lots"]
        lot = lots_of(w)[s, place]
        inside = lot["inside"] == 1 and lot["entry_bar"] == i
        reference = lot["price"] if inside else opened
        _meet(w, s, place, reference, 1 if inside else 0, (i, tick))
        if symbols_of(w)[s]["lots"] == lots:
            place += 1


@compiled
def _meet(w: World, s: int, place: int, reference: float, inside: int, when: tuple[int, int]) -> None:
    has_targets = risks_of(w)[lots_of(w)[s, place]["risk"]]["targets"] > 0
    if has_targets and not inside and _reach_targets(w, s, place, reference, 1, when):
        return
    if _reach_stop(w, s, place, reference, when[0], when[1]):
        return
    if has_targets and not (inside and settings_of(w)[0]["worst"]):
        _reach_targets(w, s, place, reference, 0, when)


@compiled
def exit_orders_inside(w: World, s: int, i: int, tick: int, limits: int) -> None:
    """Fill the resting exit orders that this bar reaches: stops first (limits 0), limit orders after (limits 1)."""
    for rule in range(orders_of(w).shape[1]):
        order, row = orders_of(w)[s, rule], rules_of(w)[rule]
        if order["active"] == 0 or row["entry"] == 1 or order["kind"] == MARKET or i < order["from_bar"]:
            continue
        if (order["kind"] == LIMIT) != (limits == 1):
            continue
        if symbols_of(w)[s]["side"] == row["side"]:
            _fill_exit(w, s, rule, i, tick)
        if i >= order["until"] or symbols_of(w)[s]["side"] == 0:
            order["active"] = 0


@compiled
def _fill_exit(w: World, s: int, rule: int, i: int, tick: int) -> None:
    order, row = orders_of(w)[s, rule], rules_of(w)[rule]
    price = order_fill(w, order, -row["side"], s, i)
    if math.isnan(price):
        return
    order["active"] = 0
    cancel_group(w, s, row["group"], rule)
    share, place = read(w, row["fraction"], s, order["signal"]), 0
    while place < symbols_of(w)[s]["lots"]:
        why = (i, tick, BY_RULE, rule)
        belongs = (row["ends"] >> lots_of(w)[s, place]["setup"]) & 1
        maker = 1 if order["kind"] == LIMIT else 0
        if not (belongs and leave(w, s, place, (part_of(w, s, place, share), price, maker), why)):
            place += 1


@compiled
def leave_at_session_end(w: World, s: int, i: int, tick: int) -> None:
    """Leave at the close of a session's last bar with the lots whose risk asks for it."""
    at, place = symbols_of(w)[s]["offset"] + i, 0
    if session_end_of(w).shape[0] == 0 or session_end_of(w)[at] == 0:
        return
    while place < symbols_of(w)[s]["lots"]:
        lot = lots_of(w)[s, place]
        asked = is_true(w, risks_of(w)[lot["risk"]]["session_exit"], s, i)
        why = (i, tick, BY_SESSION, NOBODY)
        if not (asked and leave(w, s, place, (lot["quantity"], close_of(w)[at], 0), why)):
            place += 1
