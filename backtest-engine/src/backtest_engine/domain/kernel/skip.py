"""Going over quiet bars of a single symbol: bars in which nothing can be decided and no level is reached.

Such a bar only moves the equity and the extremes of a position. The full step does the same with them, only slower;
whatever is not plainly quiet is left to it.
"""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import math

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import (
    ALWAYS_FLAG,
    IGNORE,
    LONG_ENTRY_FLAG,
    LONG_EXIT_FLAG,
    SHORT_ENTRY_FLAG,
    SHORT_EXIT_FLAG,
)
from backtest_engine.domain.kernel.levels import tighten
from backtest_engine.domain.kernel.memory import (
    account_of,
    close_of,
    costs_of,
    flags_of,
    high_of,
    lots_of,
    low_of,
    open_of,
    orders_of,
    risks_of,
    settings_of,
    symbols_of,
    targets_of,
)
from backtest_engine.domain.kernel.reading import read
from backtest_engine.domain.kernel.records import Floats, Ints, Row, World
from backtest_engine.domain.kernel.trailing import moves_by_itself


@compiled
def _mask(w: World) -> int:
    # Which signals could matter in the state that stands.
    me, settings = symbols_of(w)[0], settings_of(w)[0]
    long_entry, short_entry = LONG_ENTRY_FLAG, SHORT_ENTRY_FLAG
    if me["side"] == 0:
        return ALWAYS_FLAG | long_entry | (short_entry if settings["allow_short"] else 0)
    room = me["lots"] < settings["pyramiding"] or settings["add_once"] > 0
    turns = settings["on_opposite"] != IGNORE
    if me["side"] > 0:
        return ALWAYS_FLAG | LONG_EXIT_FLAG | (long_entry if room else 0) | (short_entry if turns else 0)
    return ALWAYS_FLAG | SHORT_EXIT_FLAG | (short_entry if room else 0) | (long_entry if turns else 0)


@compiled
def _may_skip(w: World) -> bool:
    me = symbols_of(w)[0]
    if settings_of(w)[0]["steady"] == 0 or me["lots"] > 1:
        return False
    for rule in range(orders_of(w).shape[1]):
        if orders_of(w)[0, rule]["active"]:
            return False
    if me["lots"] == 0:
        return True
    lot = lots_of(w)[0, 0]
    worst = settings_of(w)[0]["worst"] == 1 and risks_of(w)[lot["risk"]]["trailing"] >= 0
    borrows = me["side"] < 0 and costs_of(w)[0]["borrow"] > 0
    return not (worst or borrows or lot["leave"] > 0)


@compiled
def _skip_flat(w: World, tick: int, equity: Floats) -> int:
    me, flags, cash, mask = symbols_of(w)[0], flags_of(w), account_of(w)[0]["cash"], _mask(w)
    first = me["first"]
    while tick < equity.shape[0] and flags[first + tick] & mask == 0:
        equity[tick] = cash
        tick += 1
    return tick


@compiled
def _nearest_target(w: World, lot: Row) -> float:
    nearest = math.nan
    for place in range(risks_of(w)[lot["risk"]]["targets"]):
        level = targets_of(w)[0, 0, place, 0]
        if math.isnan(nearest) or lot["side"] * level < lot["side"] * nearest:
            nearest = level
    return nearest


@compiled
def _last_quiet_bar(w: World, lot: Row) -> int:
    # At the close of the bar after it the time of the position is over.
    most = read(w, risks_of(w)[lot["risk"]]["max_bars"], 0, lot["signal"])
    if math.isnan(most):
        return 1 << 60
    return int(lot["entry_bar"] + math.ceil(most) - 2 + lot["at_close"])


@compiled
def _skip_held(w: World, tick: int, equity: Floats) -> int:
    me, account, lot = symbols_of(w)[0], account_of(w)[0], lots_of(w)[0, 0]
    opened, high, low, close, flags = open_of(w), high_of(w), low_of(w), close_of(w), flags_of(w)
    side, units, cash, mask, first = lot["side"], me["units"], account["cash"], _mask(w), me["first"]
    row, least = risks_of(w)[lot["risk"]], settings_of(w)[0]["maintenance"]
    target, last, live = _nearest_target(w, lot), _last_quiet_bar(w, lot), moves_by_itself(w, lot["risk"])
    moves = row["trailing"] >= 0 or row["break_even"] >= 0 or row["steps"] > 0
    on_close, stop = row["on_close"] == 1, lot["stop"]
    best, worst, best_close = lot["best"], lot["worst"], lot["best_close"]
    highest, lowest = me["highest"], me["lowest"]
    fresh = True  # a fill at the last close may have moved the mean price, from which levels are counted
    while tick < equity.shape[0]:
        at = first + tick
        top, bottom, end = high[at], low[at], close[at]
        favour, against = (top, bottom) if side > 0 else (bottom, top)
        reached = side * (end if on_close else against) <= side * stop or side * favour >= side * target
        value = cash + side * units * end
        # Bars whose open lies outside their range are left to the full step as well.
        odd = opened[at] > top or opened[at] < bottom
        if flags[at] & mask or reached or odd or at > last or value < least * units * end:
            break
        better = side * favour > side * best or side * end > side * best_close
        best = favour if side * favour > side * best else best
        worst = against if side * against < side * worst else worst
        best_close = end if side * end > side * best_close else best_close
        highest, lowest = max(highest, top), min(lowest, bottom)
        if moves and (better or live or fresh):
            lot["best"], lot["best_close"] = best, best_close
            tighten(w, 0, 0, at)
            stop = lot["stop"]
            fresh = False
        equity[tick] = value
        tick += 1
    lot["best"], lot["worst"], lot["best_close"] = best, worst, best_close
    me["highest"], me["lowest"] = highest, lowest
    return tick


@compiled
def skip_quiet_bars(w: World, tick: int, times: Ints, equity: Floats) -> int:
    """Go over the quiet bars from `tick` on and return the first tick that needs the full step.

    Args:
        w: The simulation of one symbol; its state is the one at the close of the tick before.
        tick: The next tick.
        times: The clock, shape (ticks,).
        equity: Written for the ticks that are gone over.
    """
    if not _may_skip(w):
        return tick
    me, account = symbols_of(w)[0], account_of(w)[0]
    held = me["lots"] == 1
    after = _skip_held(w, tick, equity) if held else _skip_flat(w, tick, equity)
    if after > tick:
        last = me["first"] + after - 1
        me["last_bar"], me["last_time"], me["mark"] = last, float(times[after - 1]), close_of(w)[last]
        account["equity"] = equity[after - 1]
        account["in_market"] += after - tick if held else 0
    return after
