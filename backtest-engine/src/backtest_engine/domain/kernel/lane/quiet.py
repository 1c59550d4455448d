"""Quiet stretches of the fast lane: bars in which nothing is decided and no level is met.

They only move the equity and the extremes of a position. The full step does the same with them, only slower; whatever
is not plainly quiet is left to it.
"""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import math
from typing import Final

import numpy as np

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import (
    ALWAYS_FLAG,
    BY_TRAILING,
    IGNORE,
    LONG_ENTRY_FLAG,
    LONG_EXIT_FLAG,
    SHORT_ENTRY_FLAG,
    SHORT_EXIT_FLAG,
)
from backtest_engine.domain.kernel.lane.memory import equity_of, me_of, words_of
from backtest_engine.domain.kernel.lane.position import tighten
from backtest_engine.domain.kernel.lane.prices import read
from backtest_engine.domain.kernel.memory import (
    close_of,
    flags_of,
    high_of,
    levels_of,
    low_of,
    open_of,
    risks_of,
    settings_of,
    sources_of,
)
from backtest_engine.domain.kernel.records import Floats, Row, World
from backtest_engine.domain.kernel.trailing import moves_by_itself

_EVERY_BYTE: Final = np.uint64(0x0101010101010101)
_NONE, _ONE, _THREE, _SEVEN = np.uint64(0), np.uint64(1), np.uint64(3), np.uint64(7)


@compiled
def _mask(w: World, me: Row) -> int:
    # Which signals could matter in the state that stands.
    settings = settings_of(w)[0]
    if me["side"] == 0:
        return LONG_ENTRY_FLAG | (SHORT_ENTRY_FLAG if settings["allow_short"] else 0)
    turns = settings["on_opposite"] != IGNORE
    if me["side"] > 0:
        return LONG_EXIT_FLAG | (SHORT_ENTRY_FLAG if turns else 0)
    return SHORT_EXIT_FLAG | (LONG_ENTRY_FLAG if turns else 0)


@compiled
def _next_said(w: World, at: int, stop: int, wanted: int) -> int:
    # The first bar from `at` on that has a flag of the mask, or `stop`; bars without any are gone over by eights.
    # Places are counted without a sign: nothing is asked whether they count from the end.
    flags, words, mask, place, end = flags_of(w), words_of(w), np.uint8(wanted), np.uint64(at), np.uint64(stop)
    while place < end and (place & _SEVEN) != _NONE:
        if flags[place] & mask != 0:
            return int(place)
        place += _ONE
    if place < end:
        eight, word, last = np.uint64(wanted) * _EVERY_BYTE, place >> _THREE, end >> _THREE
        while word < last and words[word] & eight == _NONE:
            word += _ONE
        place = word << _THREE
    while place < end and flags[place] & mask == 0:
        place += _ONE
    return int(place)


@compiled
def flat(w: World, tick: int) -> int:
    """Go over the bars in which a flat account decides nothing; return the first tick that needs the full step."""
    me, equity = me_of(w)[0], equity_of(w)
    first, cash, stop = me["first"], me["cash"], equity.shape[0]
    until = _next_said(w, first + tick, first + stop, _mask(w, me)) - first
    _write(equity[tick:until], cash)
    return until


@compiled
def _write(out: Floats, value: float) -> None:
    for i in range(out.shape[0]):
        out[i] = value


@compiled
def _write_worth(out: Floats, cash: float, units: float, price: Floats) -> None:
    for i in range(out.shape[0]):
        out[i] = cash + units * price[i]


@compiled
def _first_met(low: Floats, high: Floats, floor: float, roof: float) -> int:
    # The first bar that reaches down to the floor or up to the roof, or how many bars there are.
    for i in range(low.shape[0]):
        if (low[i] <= floor) | (high[i] >= roof):
            return i
    return low.shape[0]


@compiled
def _last_quiet(w: World, me: Row, stop: int) -> int:
    # The tick behind which the time of the position is over, or the last one.
    most = read(w, risks_of(w)[me["risk"]]["max_bars"], me["signal"])
    if math.isnan(most) or most > stop:
        return stop
    return min(stop, int(me["entry_bar"] + math.ceil(most) - 1 - me["first"]))


@compiled
def _still(w: World, tick: int, stop: int) -> int:
    # Bars in which a held position meets nothing and its levels stand still.
    me, flags, mask, equity = me_of(w)[0], flags_of(w), np.uint8(_mask(w, me_of(w)[0])), equity_of(w)
    opened, high, low, close = open_of(w), high_of(w), low_of(w), close_of(w)
    side, units, cash, first = me["side"], me["side"] * me["quantity"], me["cash"], me["first"]
    floor, roof = (me["stop"], me["goal"]) if side > 0 else (me["goal"], me["stop"])
    floor, roof = -math.inf if math.isnan(floor) else floor, math.inf if math.isnan(roof) else roof
    highest = me["best"] if side > 0 else me["worst"]
    lowest = me["worst"] if side > 0 else me["best"]
    least = settings_of(w)[0]["maintenance"] * me["quantity"]
    while tick < stop:
        at = first + tick
        top, bottom, final, begun = high[at], low[at], close[at], opened[at]
        value = cash + units * final
        met = bottom <= floor or top >= roof or begun < bottom or begun > top
        if met or flags[at] & mask != 0 or value < least * final:
            break
        highest, lowest = max(highest, top), min(lowest, bottom)
        equity[tick] = value
        tick += 1
    me["best"], me["worst"] = (highest, lowest) if side > 0 else (lowest, highest)
    return tick


@compiled
def _unmet(w: World, tick: int, stop: int) -> int:
    # The same of a run that is marked: without the extremes, and the bars that open outside their range have a flag.
    me, high, low, close, equity = me_of(w)[0], high_of(w), low_of(w), close_of(w), equity_of(w)
    if me["side"] < 0 or me["cash"] < 0:
        return _still(w, tick, stop)  # which looks after the margin; whoever bought with own money needs none
    first, units, cash, floor, roof = me["first"], me["quantity"], me["cash"], me["stop"], me["goal"]
    until = _next_said(w, first + tick, first + stop, _mask(w, me) | ALWAYS_FLAG) - first
    if not (math.isnan(floor) and math.isnan(roof)):
        begin, behind = first + tick, first + until
        until = tick + _first_met(low[begin:behind], high[begin:behind], floor, roof)
    _write_worth(equity[tick:until], cash, units, close[first + tick : first + until])
    return until


@compiled
def _pulled_by_extremes_alone(w: World, me: Row) -> bool:
    # Whether all that moves the stop is a percentage, the same on every bar, under the best price so far.
    row = risks_of(w)[me["risk"]]
    waits = me["even_done"] == 0 and not math.isnan(me["arm_even"])
    return bool(me["trailing"] == 1 and row["by_close"] == 0 and not waits and not moves_by_itself(w, me["risk"]))


@compiled
def _trailing(w: World, tick: int, stop: int) -> int:
    # The same with such a stop. All prices are taken times the side, so that up is good; that loses no digit.
    me, flags, mask, equity = me_of(w)[0], flags_of(w), np.uint8(_mask(w, me_of(w)[0])), equity_of(w)
    opened, close, first, side = open_of(w), close_of(w), me["first"], float(me["side"])
    ahead, against = (high_of(w), low_of(w)) if side > 0 else (low_of(w), high_of(w))
    units, cash, least = side * me["quantity"], me["cash"], settings_of(w)[0]["maintenance"] * me["quantity"]
    percent = sources_of(w)[levels_of(w)[risks_of(w)[me["risk"]]["trailing"]]["value"]]["number"]
    goal = math.inf if math.isnan(me["goal"]) else side * me["goal"]
    stands = -math.inf if math.isnan(me["stop"]) else side * me["stop"]
    best, worst, stood = side * me["best"], side * me["worst"], stands
    while tick < stop:
        at = first + tick
        favour, adverse, final, begun = side * ahead[at], side * against[at], close[at], side * opened[at]
        value = cash + units * final
        met = adverse <= stands or favour >= goal or begun > favour or begun < adverse
        if met or flags[at] & mask != 0 or value < least * final:
            break
        worst = min(worst, adverse)
        # Found on every bar and kept on some: which are new extremes, no processor could foretell.
        level = favour - side * favour * percent / 100.0  # as `level_from` has it, digit for digit
        stands = level if (favour > best) & (level > stands) else stands
        best = max(best, favour)
        equity[tick] = value
        tick += 1
    me["best"], me["worst"] = side * best, side * worst
    if stands > stood:
        me["stop"], me["stop_reason"] = side * stands, BY_TRAILING
    return tick


@compiled
def _moving(w: World, tick: int, stop: int) -> int:
    # The same with a trailing stop or a break-even, which follow every new extreme.
    me, side = me_of(w)[0], me_of(w)[0]["side"]
    flags, mask, equity, first = flags_of(w), np.uint8(_mask(w, me)), equity_of(w), me["first"]
    ahead, against = (high_of(w), low_of(w)) if side > 0 else (low_of(w), high_of(w))
    units, cash, least = side * me["quantity"], me["cash"], settings_of(w)[0]["maintenance"] * me["quantity"]
    goal, live, stands = me["goal"], moves_by_itself(w, me["risk"]), me["stop"]
    best, worst, last = me["best"], me["worst"], me["best_close"]
    while tick < stop:
        at = first + tick
        favour, adverse, final, begun = ahead[at], against[at], close_of(w)[at], open_of(w)[at]
        value = cash + units * final
        met = side * adverse <= side * stands or side * favour >= side * goal
        odd = side * begun > side * favour or side * begun < side * adverse
        if met or odd or flags[at] & mask != 0 or value < least * final:
            break
        better = side * favour > side * best or side * final > side * last
        best = favour if side * favour > side * best else best
        worst = adverse if side * adverse < side * worst else worst
        last = final if side * final > side * last else last
        if better or live:
            me["best"], me["best_close"] = best, last
            tighten(w, me, at)
            stands = me["stop"]
        equity[tick] = value
        tick += 1
    me["best"], me["worst"], me["best_close"] = best, worst, last
    return tick


@compiled
def held(w: World, tick: int) -> int:
    """Go over the quiet bars of a position that is held; return the first tick that needs the full step."""
    me, row = me_of(w)[0], risks_of(w)[me_of(w)[0]["risk"]]
    moves = row["trailing"] >= 0 or row["break_even"] >= 0
    if row["on_close"] or (settings_of(w)[0]["worst"] and row["trailing"] >= 0):
        return tick
    stop = _last_quiet(w, me, equity_of(w).shape[0])
    if not moves:
        after = _unmet(w, tick, stop) if me["marked"] else _still(w, tick, stop)
    elif _pulled_by_extremes_alone(w, me):
        after = _trailing(w, tick, stop)
    else:
        after = _moving(w, tick, stop)
    me["in_market"] += after - tick
    return after
