"""Orders in the fast lane: placed at a close, filled at an open or inside a bar."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import math

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import (
    BY_MAX_BARS,
    BY_REVERSE,
    BY_RULE,
    BY_TARGET,
    CLOSE,
    IGNORE,
    LIMIT,
    MARKET,
    NOBODY,
    REVERSE,
    STOP,
    STOP_LIMIT,
)
from backtest_engine.domain.kernel.lane.memory import me_of, waiting_of
from backtest_engine.domain.kernel.lane.position import begin, end, tighten
from backtest_engine.domain.kernel.lane.prices import level_from, read, round_to_step, tighter, wanted, within_means
from backtest_engine.domain.kernel.memory import (
    close_of,
    conditions_of,
    costs_of,
    flags_of,
    high_of,
    low_of,
    open_of,
    risks_of,
    rules_of,
    settings_of,
    sources_of,
)
from backtest_engine.domain.kernel.records import Row, World

_ENDLESS = 1 << 60


@compiled
def limit_fill(side: int, level: float, opened: float, high: float, low: float) -> float:
    """Return where a resting limit order of a trade side fills in a bar, or NaN; price must trade through the level."""
    if side * opened <= side * level:
        return opened
    through = low < level if side > 0 else high > level
    return level if through else math.nan


@compiled
def stop_fill(side: int, level: float, opened: float, high: float, low: float) -> float:
    """Return where a resting stop order of a trade side fills in a bar, or NaN; a gap fills at the open."""
    if side * opened >= side * level:
        return opened
    touched = high >= level if side > 0 else low <= level
    return level if touched else math.nan


@compiled
def _order_fill(w: World, order: Row, kind: int, side: int, i: int) -> float:
    opened, high, low = open_of(w)[i], high_of(w)[i], low_of(w)[i]
    if kind == LIMIT:
        return limit_fill(side, order["price"], opened, high, low)
    if kind == STOP:
        return stop_fill(side, order["price"], opened, high, low)
    if order["triggered"] >= 1:
        return limit_fill(side, order["limit"], opened, high, low)
    trigger = stop_fill(side, order["price"], opened, high, low)
    if math.isnan(trigger):
        return math.nan
    order["triggered"] = 1
    if side * trigger <= side * order["limit"]:
        return trigger
    return limit_fill(side, order["limit"], opened, high, low) if trigger == opened else math.nan


@compiled
def _has_turned(w: World, rule: int, offer: tuple[float, int], i: int) -> bool:
    me, behaviour = me_of(w)[0], settings_of(w)[0]["on_opposite"]
    if behaviour == IGNORE:
        waiting_of(w)[rule]["active"] = 0
        return False
    if me["leave"] == 0:
        end(w, offer, i, (BY_REVERSE, rule))
    if behaviour == CLOSE:
        waiting_of(w)[rule]["active"] = 0
        return False
    return bool(me["side"] == 0)


@compiled
def _enter(w: World, rule: int, offer: tuple[float, int], when: tuple[int, int]) -> None:
    # Fill an entry order at (price, maker), at (bar, inside).
    me, order, side = me_of(w)[0], waiting_of(w)[rule], rules_of(w)[rule]["side"]
    if me["side"] == -side and not _has_turned(w, rule, offer, when[0]):
        return
    order["active"] = 0
    if me["side"] != 0 or (side < 0 and settings_of(w)[0]["allow_short"] == 0):
        return
    price, maker = offer
    asked, at = wanted(w, rule, price, order["signal"], me), price
    if maker == 0 and costs_of(w)[0]["entry_slip"] != 0.0:
        at = price * (1.0 + side * costs_of(w)[0]["entry_slip"])
        asked = wanted(w, rule, at, order["signal"], me)
    means = within_means(w, me, side, asked, at, maker)
    quantity = round_to_step(means, me["step"])
    if quantity > 0:
        begin(w, rule, (quantity, at, maker), when)
    elif math.isnan(quantity):
        me["odd"] = 1
    elif asked > 0 or math.isnan(asked) or means <= 0:
        me["refused"] += 1


@compiled
def enter_waiting(w: World, i: int) -> None:
    """Fill the entry orders that wait: market orders at the open first, then those that the bar reaches."""
    opened = open_of(w)[i]
    for rule in range(waiting_of(w).shape[0]):
        order = waiting_of(w)[rule]
        if order["active"] and rules_of(w)[rule]["kind"] == MARKET and i >= order["from_bar"]:
            _enter(w, rule, (opened, 0), (i, 0))
    for rule in range(waiting_of(w).shape[0]):
        order, kind = waiting_of(w)[rule], rules_of(w)[rule]["kind"]
        if order["active"] == 0 or kind == MARKET or i < order["from_bar"]:
            continue
        price = _order_fill(w, order, kind, rules_of(w)[rule]["side"], i)
        if not math.isnan(price):
            maker = 1 if kind == LIMIT or (kind == STOP_LIMIT and price == order["limit"]) else 0
            _enter(w, rule, (price, maker), (i, 0 if price == opened else 1))
        if i >= order["until"]:
            order["active"] = 0


@compiled
def _reach_target(w: World, reference: float, at_open: int, i: int) -> None:
    me = me_of(w)[0]
    if math.isnan(me["goal"]):
        return
    high, low = (reference, reference) if at_open else (high_of(w)[i], low_of(w)[i])
    price = limit_fill(-me["side"], me["goal"], reference, high, low)
    if not math.isnan(price):
        me["goal"] = math.nan
        end(w, (price, 1), i, (BY_TARGET, NOBODY))


@compiled
def _stop_in_force(w: World, me: Row, i: int) -> float:
    # In the harshest order of events the extreme of this bar came first and pulled the trailing stop along.
    row, side = risks_of(w)[me["risk"]], me["side"]
    if settings_of(w)[0]["worst"] == 0 or me["trailing"] == 0 or row["by_close"]:
        return me["stop"]
    extreme = high_of(w)[i] if side > 0 else low_of(w)[i]
    if not side * extreme > side * me["best"]:
        return me["stop"]
    level = level_from(w, row["trailing"], extreme, side, max(i - 1, 0))
    return level if tighter(side, level, me["stop"]) else me["stop"]


@compiled
def meet(w: World, i: int) -> None:
    """Let stop and target meet the bar; a gap fills at the open, of both in one bar the stop is taken."""
    me = me_of(w)[0]
    inside = me["inside"] == 1 and me["entry_bar"] == i
    reference = me["price"] if inside else open_of(w)[i]
    if not inside:
        _reach_target(w, reference, 1, i)
    if me["side"] == 0:
        return
    side, stop = me["side"], _stop_in_force(w, me, i)
    against = low_of(w)[i] if side > 0 else high_of(w)[i]
    if risks_of(w)[me["risk"]]["on_close"] == 0 and side * against <= side * stop:
        price = stop if side * stop < side * reference else reference
        end(w, (price, 0), i, (me["stop_reason"], NOBODY))
    elif not (inside and settings_of(w)[0]["worst"]):
        _reach_target(w, reference, 0, i)


@compiled
def _mark_to_leave(w: World, me: Row, i: int, reason: int, rule: int) -> None:
    if me["leave"] == 0:
        me["leave"], me["leave_bar"] = 1, i + 1 + settings_of(w)[0]["delay"]
        me["leave_reason"], me["leave_rule"] = reason, rule


@compiled
def follow(w: World, me: Row, i: int) -> None:
    """Carry the position over the close of bar i: extremes, a stop on close, trailing, break-even."""
    high, low, close, side = high_of(w)[i], low_of(w)[i], close_of(w)[i], me["side"]
    me["best"] = max(me["best"], high) if side > 0 else min(me["best"], low)
    me["worst"] = min(me["worst"], low) if side > 0 else max(me["worst"], high)
    me["best_close"] = max(me["best_close"], close) if side > 0 else min(me["best_close"], close)
    if risks_of(w)[me["risk"]]["on_close"] and side * close <= side * me["stop"]:
        _mark_to_leave(w, me, i, me["stop_reason"], NOBODY)
    tighten(w, me, i)


@compiled
def _is_true(w: World, rule: int, i: int) -> bool:
    return conditions_of(w)[sources_of(w)[rules_of(w)[rule]["when"]]["index"], i] != 0


@compiled
def _place(w: World, rule: int, i: int) -> None:
    row, order = rules_of(w)[rule], waiting_of(w)[rule]
    order["active"], order["signal"], order["triggered"] = 1, i, 0
    order["from_bar"], order["until"] = i + 1 + settings_of(w)[0]["delay"], _ENDLESS
    if row["kind"] == MARKET:
        return
    order["price"], order["limit"] = read(w, row["price"], i), read(w, row["limit"], i)
    valid = read(w, row["valid"], i)
    order["until"] = order["from_bar"] - 1 + (1 if math.isnan(valid) else int(valid))
    if math.isnan(order["price"]):
        order["active"] = 0


@compiled
def _decide_entry(w: World, rule: int, i: int) -> None:
    me, row, settings = me_of(w)[0], rules_of(w)[rule], settings_of(w)[0]
    short, behaviour = row["side"] < 0 and settings["allow_short"] == 0, settings["on_opposite"]
    if me["side"] == row["side"] or (me["side"] != 0 and behaviour == IGNORE):
        return
    if me["side"] != 0 and row["kind"] == MARKET:
        _mark_to_leave(w, me, i, BY_REVERSE, rule)
        if behaviour != REVERSE or short:
            return
    cooling = settings["cooldown"] > 0 and me["last_exit"] >= 0 and i < me["last_exit"] + settings["cooldown"]
    # A resting sale that may not go short may still end a long position.
    if not (cooling or (short and me["side"] == 0)):
        _place(w, rule, i)


@compiled
def _is_on_its_way(w: World, rule: int, i: int) -> bool:
    # A market order of an earlier signal that a later open is to fill.
    order = waiting_of(w)[rule]
    return bool(order["active"] and rules_of(w)[rule]["kind"] == MARKET and order["from_bar"] > i)


@compiled
def _exits_by_rule(w: World, i: int) -> tuple[bool, bool]:
    # Mark the position to leave; which sides have an exit that is true, and so no entry.
    me, barred_long, barred_short = me_of(w)[0], False, False
    for rule in range(waiting_of(w).shape[0]):
        row = rules_of(w)[rule]
        if row["entry"] == 0 and _is_true(w, rule, i):
            barred_long, barred_short = barred_long or row["side"] > 0, barred_short or row["side"] < 0
            if me["side"] == row["side"]:
                _mark_to_leave(w, me, i, BY_RULE, rule)
    return barred_long, barred_short


@compiled
def _entries_by_rule(w: World, barred: tuple[bool, bool], i: int) -> None:
    for rule in range(waiting_of(w).shape[0]):
        row = rules_of(w)[rule]
        shut = barred[0] if row["side"] > 0 else barred[1]
        if row["entry"] and not (shut or _is_on_its_way(w, rule, i)) and _is_true(w, rule, i):
            _decide_entry(w, rule, i)


@compiled
def decide(w: World, i: int) -> None:
    """Decide at the close of bar i: exits by rule and by time, then entries whose own exit is not true."""
    me, said, barred = me_of(w)[0], flags_of(w)[i] != 0, (False, False)
    if said:  # else no rule is true here: the bars of fills, most of the time
        barred = _exits_by_rule(w, i)
    if me["side"] != 0:
        most = read(w, risks_of(w)[me["risk"]]["max_bars"], me["signal"])
        if i - me["entry_bar"] + 1 >= most:
            _mark_to_leave(w, me, i, BY_MAX_BARS, NOBODY)
    if said:
        _entries_by_rule(w, barred, i)
