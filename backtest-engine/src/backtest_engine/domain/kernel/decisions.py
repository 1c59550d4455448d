"""What is decided at the close of a bar: levels for the next bar, exits, entries."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import math

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import (
    BY_MAX_BARS,
    BY_REVERSE,
    BY_RULE,
    IGNORE,
    MARKET,
    NEXT_OPEN,
    NOBODY,
    REVERSE,
    SAME_CLOSE,
)
from backtest_engine.domain.kernel.entries import entries_allowed
from backtest_engine.domain.kernel.levels import tighten
from backtest_engine.domain.kernel.lots import mark_all, mark_to_leave, part_of
from backtest_engine.domain.kernel.memory import (
    account_of,
    close_of,
    fired_of,
    high_of,
    lots_of,
    low_of,
    orders_of,
    risks_of,
    rules_of,
    session_end_of,
    settings_of,
    symbols_of,
)
from backtest_engine.domain.kernel.reading import is_true, read
from backtest_engine.domain.kernel.records import Row, World

_ENDLESS = 1 << 60


@compiled
def first_bar(w: World, fill: int, i: int) -> int:
    """Return the first bar in which a decision of bar i may fill."""
    return i + int(settings_of(w)[0]["delay"]) + (0 if fill == SAME_CLOSE else 1)


@compiled
def _follow(w: World, lot: Row, s: int, i: int) -> None:
    # The extremes of a lot after a bar; a lot that was filled at this very close has seen nothing yet.
    at = symbols_of(w)[s]["offset"] + i
    high, low, close, side = high_of(w)[at], low_of(w)[at], close_of(w)[at], lot["side"]
    lot["best"] = max(lot["best"], high) if side > 0 else min(lot["best"], low)
    lot["worst"] = min(lot["worst"], low) if side > 0 else max(lot["worst"], high)
    lot["best_close"] = max(lot["best_close"], close) if side > 0 else min(lot["best_close"], close)


@compiled
def move_levels(w: World, s: int, i: int) -> None:
    """Carry the lots of a symbol over the close of bar i: extremes, stops on close, trailing, break-even."""
    me, fill = symbols_of(w)[s], int(settings_of(w)[0]["fill"])
    at = me["offset"] + i
    if not (me["entered_at_close"] and me["entry_at"] == i):
        me["highest"], me["lowest"] = max(me["highest"], high_of(w)[at]), min(me["lowest"], low_of(w)[at])
    for place in range(me["lots"]):
        lot = lots_of(w)[s, place]
        if lot["at_close"] and lot["entry_bar"] == i:
            continue
        _follow(w, lot, s, i)
        if risks_of(w)[lot["risk"]]["on_close"] and lot["side"] * close_of(w)[at] <= lot["side"] * lot["stop"]:
            mark_to_leave(w, s, place, lot["quantity"], (fill, first_bar(w, fill, i), lot["stop_reason"], NOBODY))
        tighten(w, s, place, i)


@compiled
def _session_end(w: World, s: int, i: int) -> int:
    # The last bar of the session of bar i.
    ends, at = session_end_of(w), symbols_of(w)[s]["offset"]
    while at + i < ends.shape[0] and ends[at + i] == 0:
        i += 1
    return i


@compiled
def place_order(w: World, s: int, rule: int, i: int) -> None:
    """Place the order of a rule that was true at the close of bar i; it replaces the rule's former one."""
    row, order = rules_of(w)[rule], orders_of(w)[s, rule]
    fill = row["fill"] if row["kind"] == MARKET else NEXT_OPEN
    order["active"], order["kind"], order["signal"], order["fill"] = 1, row["kind"], i, fill
    order["from_bar"], order["until"] = first_bar(w, fill, i), _ENDLESS
    order["triggered"], order["remaining"] = 0, -1.0
    if row["kind"] == MARKET:
        return
    order["price"], order["limit"] = read(w, row["price"], s, i), read(w, row["limit"], s, i)
    valid = read(w, row["valid"], s, i)
    order["until"] = order["from_bar"] - 1 + (1 if math.isnan(valid) else int(valid))
    if row["day"] > 0:
        order["until"] = _session_end(w, s, order["from_bar"])
    if math.isnan(order["price"]):
        order["active"] = 0


@compiled
def _mark_exit(w: World, s: int, rule: int, share: float, i: int) -> None:
    row = rules_of(w)[rule]
    partial = share < 1.0
    if partial and row["once"] and fired_of(w)[s, rule]:
        return
    fired_of(w)[s, rule] = 1
    how = (row["fill"], first_bar(w, row["fill"], i), BY_RULE, rule)
    for place in range(symbols_of(w)[s]["lots"]):
        if (row["ends"] >> lots_of(w)[s, place]["setup"]) & 1:
            mark_to_leave(w, s, place, part_of(w, s, place, share), how)


@compiled
def _end_carried_entries(w: World, s: int, side: int) -> None:
    for rule in range(orders_of(w).shape[1]):
        order = orders_of(w)[s, rule]
        if rules_of(w)[rule]["entry"] and rules_of(w)[rule]["side"] == side and order["remaining"] >= 0:
            order["active"] = 0


@compiled
def decide_exits(w: World, s: int, i: int) -> tuple[int, int]:
    """Read the exit rules of a symbol; return the set-ups whose long and short entries are barred at this bar.

    A partial exit bars nothing.
    """
    barred_long, barred_short = 0, 0
    for rule in range(orders_of(w).shape[1]):
        row = rules_of(w)[rule]
        if row["entry"] or not is_true(w, row["when"], s, i):
            continue
        if row["kind"] != MARKET:
            if symbols_of(w)[s]["side"] == row["side"]:
                place_order(w, s, rule, i)
            continue
        share = read(w, row["fraction"], s, i)
        if not share < 1.0:
            barred_long |= row["ends"] if row["side"] > 0 else 0
            barred_short |= row["ends"] if row["side"] < 0 else 0
            _end_carried_entries(w, s, row["side"])
        if symbols_of(w)[s]["side"] == row["side"]:
            _mark_exit(w, s, rule, share, i)
    return barred_long, barred_short


@compiled
def decide_time_exits(w: World, s: int, i: int) -> None:
    """Mark the lots that have been held as long as their risk allows."""
    fill = int(settings_of(w)[0]["fill"])
    for place in range(symbols_of(w)[s]["lots"]):
        lot = lots_of(w)[s, place]
        most = read(w, risks_of(w)[lot["risk"]]["max_bars"], s, lot["signal"])
        held = i - lot["entry_bar"] + 1 - lot["at_close"]
        if held >= most:
            mark_to_leave(w, s, place, lot["quantity"], (fill, first_bar(w, fill, i), BY_MAX_BARS, NOBODY))


@compiled
def _braked(w: World, s: int, i: int) -> bool:
    account, settings, me = account_of(w)[0], settings_of(w)[0], symbols_of(w)[s]
    if account["stopped"] or account["day_stopped"]:
        return True
    if settings["entries_a_day"] > 0 and account["entries"] >= settings["entries_a_day"]:
        return True
    if settings["losses_a_day"] > 0 and account["losses"] >= settings["losses_a_day"]:
        return True
    return bool(settings["cooldown"] > 0 and me["last_exit"] >= 0 and i < me["last_exit"] + settings["cooldown"])


@compiled
def _decide_against(w: World, s: int, rule: int, i: int) -> bool:
    # An entry while the other side is open; returns whether its order is to be placed.
    row, behaviour = rules_of(w)[rule], settings_of(w)[0]["on_opposite"]
    if behaviour == IGNORE or row["add"]:
        return False
    allowed = behaviour == REVERSE and (row["side"] > 0 or settings_of(w)[0]["allow_short"] == 1)
    if row["kind"] == MARKET:
        mark_all(w, s, (row["fill"], first_bar(w, row["fill"], i), BY_REVERSE, rule))
        return bool(allowed)
    return True


@compiled
def _has_room(w: World, s: int, rule: int) -> bool:
    # Room beside the lots that stay. A set-up whose lots are about to leave is not entered anew at the same bar.
    staying, row = 0, rules_of(w)[rule]
    for place in range(symbols_of(w)[s]["lots"]):
        lot = lots_of(w)[s, place]
        leaves = lot["leave"] >= lot["quantity"]
        if leaves and lot["setup"] == row["setup"]:
            return False
        staying += 0 if leaves else 1
    once = row["add"] and settings_of(w)[0]["pyramiding"] == 1
    return staying < entries_allowed(w, rule) and not (once and fired_of(w)[s, rule])


@compiled
def _decide_entry(w: World, s: int, rule: int, i: int) -> None:
    side, row = symbols_of(w)[s]["side"], rules_of(w)[rule]
    if side == -row["side"]:
        wanted = _decide_against(w, s, rule, i)
    elif side == row["side"]:
        wanted = _has_room(w, s, rule)
    else:
        wanted = row["add"] == 0
    may_short = settings_of(w)[0]["allow_short"] == 1 or side == 1
    if wanted and (row["side"] > 0 or may_short) and not _braked(w, s, i):
        place_order(w, s, rule, i)


@compiled
def decide_entries(w: World, s: int, i: int, barred_long: int, barred_short: int) -> None:
    """Read the entry rules of a symbol; an entry whose own exit is true at the same bar is no entry."""
    for rule in range(orders_of(w).shape[1]):
        row = rules_of(w)[rule]
        if row["entry"] == 0:
            continue
        barred = barred_long if row["side"] > 0 else barred_short
        if (barred >> row["setup"]) & 1 or not is_true(w, row["when"], s, i):
            continue
        order = orders_of(w)[s, rule]
        waits = order["kind"] == MARKET and order["from_bar"] > i
        if order["active"] and (order["remaining"] >= 0 or waits):
            continue  # on its way already, from an earlier signal
        _decide_entry(w, s, rule, i)


@compiled
def cancel_orders(w: World, s: int, i: int) -> None:
    """Cancel the resting orders whose `cancel_when` is true at the close of bar i."""
    for rule in range(orders_of(w).shape[1]):
        if orders_of(w)[s, rule]["active"] and is_true(w, rules_of(w)[rule]["cancel"], s, i):
            orders_of(w)[s, rule]["active"] = 0


@compiled
def decide(w: World, s: int, i: int) -> None:
    """Decide at the close of bar i: cancellations, exits by rule and by time, entries."""
    cancel_orders(w, s, i)
    barred_long, barred_short = decide_exits(w, s, i)
    decide_time_exits(w, s, i)
    decide_entries(w, s, i, barred_long, barred_short)
