"""Stops, targets and trailing levels of one lot."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import math

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import (
    AFTER_TARGET,
    ATR,
    BY_BREAK_EVEN,
    BY_STEP,
    BY_STOP,
    BY_TRAILING,
    GIVE_BACK,
    PERCENT,
    PRICE,
    R_MULTIPLE,
)
from backtest_engine.domain.kernel.memory import levels_of, lots_of, risks_of, steps_of, symbols_of, targets_of
from backtest_engine.domain.kernel.reading import read
from backtest_engine.domain.kernel.records import Floats, Row, World


@compiled
def distance_of(w: World, level: int, price: float, risk: float, s: int, i: int) -> float:
    """Return the distance in price of a level that is not a price itself.

    Args:
        w: The simulation.
        level: Its row in the levels.
        price: What percent are taken of.
        risk: R, the distance from the fill to the first stop.
        s: Symbol.
        i: Bar at which series are read.
    """
    row = levels_of(w)[level]
    value = read(w, row["value"], s, i)
    if row["kind"] == PERCENT:
        return price * value / 100.0
    if row["kind"] == ATR:
        return value * read(w, row["atr"], s, i)
    if row["kind"] == R_MULTIPLE:
        return value * risk
    return math.nan if row["kind"] == AFTER_TARGET else value


@compiled
def level_from(w: World, level: int, anchor: float, toward: int, s: int, i: int) -> float:
    """Return the price of a stop level: `toward` is the side of the position, stops lie against it."""
    row = levels_of(w)[level]
    if row["kind"] == PRICE:
        return read(w, row["long"] if toward > 0 else row["short"], s, i)
    if row["kind"] == GIVE_BACK:
        return math.nan  # before there is a profit there is nothing to give back
    return anchor - toward * distance_of(w, level, anchor, math.nan, s, i)


@compiled
def tighter(side: int, level: float, stop: float) -> bool:
    """Return whether a stop level lies closer to the market than the one in force."""
    return not math.isnan(level) and (math.isnan(stop) or side * level > side * stop)


@compiled
def first_stop(w: World, risk: int, side: int, price: float, s: int, i: int) -> float:
    """Return the tightest of the fixed stops of a fill at `price`, read at signal bar i; NaN where there is none."""
    row, stop = risks_of(w)[risk], math.nan
    for level in range(row["first_stop"], row["first_stop"] + row["stops"]):
        candidate = level_from(w, level, price, side, s, i)
        if tighter(side, candidate, stop):
            stop = candidate
    return stop


@compiled
def stop_distance(w: World, risk: int, side: int, price: float, s: int, i: int) -> float:
    """Return R: the distance from a fill to its first stop, or to its trailing stop where that is the only one."""
    stop = first_stop(w, risk, side, price, s, i)
    trailing = risks_of(w)[risk]["trailing"]
    if math.isnan(stop) and trailing >= 0:
        stop = level_from(w, trailing, price, side, s, i)
    return abs(price - stop)


@compiled
def hang_levels(w: World, s: int, place: int, i: int) -> None:
    """Set stop, trailing, break-even, steps and targets of a lot from its fill price.

    Args:
        w: The simulation.
        s: Symbol.
        place: The lot; its side, price and risk are set.
        i: The signal bar, at which series are read.
    """
    lot = lots_of(w)[s, place]
    side, price, row = lot["side"], lot["price"], risks_of(w)[lot["risk"]]
    me = symbols_of(w)[s]
    me["probe_side"], me["probe_price"] = side, price
    lot["risk_distance"] = stop_distance(w, lot["risk"], side, price, s, i)
    lot["stop"], lot["stop_reason"] = first_stop(w, lot["risk"], side, price, s, i), BY_STOP
    lot["arm_trail"], lot["arm_even"], lot["trailing"] = math.nan, math.nan, 0
    if row["trailing"] >= 0:
        _hang_trailing(w, lot, s, i)
    if row["break_even"] >= 0:
        lot["arm_even"] = distance_of(w, row["break_even"], price, lot["risk_distance"], s, i)
    lot["first_stop"], lot["steps_done"], lot["hit"] = lot["stop"], 0, 0
    _hang_targets(w, lot, targets_of(w)[s, place], s, i)
    if row["steps"] > 0:
        _hang_steps(w, lot, steps_of(w)[s, place], s, i)
    if me["entries"] == 1:
        me["first_risk"] = lot["risk_distance"]
    me["probe_side"] = 0


@compiled
def _hang_trailing(w: World, lot: Row, s: int, i: int) -> None:
    row, side = risks_of(w)[lot["risk"]], lot["side"]
    if row["activate"] >= 0:
        lot["arm_trail"] = distance_of(w, row["activate"], lot["price"], lot["risk_distance"], s, i)
        return
    lot["trailing"] = 1
    level = level_from(w, row["trailing"], lot["price"], side, s, i)
    if tighter(side, level, lot["stop"]):
        lot["stop"], lot["stop_reason"] = level, BY_TRAILING


@compiled
def _hang_targets(w: World, lot: Row, slots: Floats, s: int, i: int) -> None:
    side, row = lot["side"], risks_of(w)[lot["risk"]]
    lot["target"], lot["targets_left"], shares = math.nan, row["targets"], 0.0
    for place in range(row["targets"]):
        level = row["first_target"] + place
        if levels_of(w)[level]["kind"] == PRICE:
            at = read(w, levels_of(w)[level]["long"] if side > 0 else levels_of(w)[level]["short"], s, i)
        else:
            at = lot["price"] + side * distance_of(w, level, lot["price"], lot["risk_distance"], s, i)
        share = read(w, levels_of(w)[level]["fraction"], s, i)
        shares += 0.0 if math.isnan(share) else share
        # The last part takes the rest: thirds of 0.33 are meant to be all.
        if place == row["targets"] - 1 and shares >= 0.985:
            share = math.nan
        slots[place, 0], slots[place, 1] = at, share
        if math.isnan(lot["target"]) or side * at < side * lot["target"]:
            lot["target"] = at


@compiled
def _hang_steps(w: World, lot: Row, slots: Floats, s: int, i: int) -> None:
    # Each step: the profit that it waits for, and the stop that it brings.
    row, side, price, risk = risks_of(w)[lot["risk"]], lot["side"], lot["price"], lot["risk_distance"]
    for step in range(row["steps"]):
        level = row["first_step"] + 2 * step
        slots[step, 0] = distance_of(w, level, price, risk, s, i)
        slots[step, 1] = price + side * distance_of(w, level + 1, price, risk, s, i)


@compiled
def trailed(w: World, lot: Row, anchor: float, s: int, i: int) -> float:
    """Return the trailing level that hangs from `anchor`, with series read at bar i."""
    level = risks_of(w)[lot["risk"]]["trailing"]
    if levels_of(w)[level]["kind"] == GIVE_BACK:
        return anchor - (anchor - lot["price"]) * read(w, levels_of(w)[level]["value"], s, i) / 100.0
    return level_from(w, level, anchor, lot["side"], s, i)


@compiled
def _is_due(w: World, lot: Row, trigger: int, ahead: float, needed: float) -> bool:
    # Whether the moment of a trigger has come: the profit is there, or the target was reached.
    if trigger < 0:
        return False
    row = levels_of(w)[trigger]
    if row["kind"] == AFTER_TARGET:
        return bool((lot["hit"] >> row["target"]) & 1)
    return bool(ahead >= needed)


@compiled
def _climb(w: World, s: int, place: int, ahead: float) -> None:
    lot, slots = lots_of(w)[s, place], steps_of(w)[s, place]
    row = risks_of(w)[lot["risk"]]
    for step in range(lot["steps_done"], row["steps"]):
        if not _is_due(w, lot, row["first_step"] + 2 * step, ahead, slots[step, 0]):
            return
        lot["steps_done"] = step + 1
        if tighter(lot["side"], slots[step, 1], lot["stop"]):
            lot["stop"], lot["stop_reason"] = slots[step, 1], BY_STEP


@compiled
def tighten(w: World, s: int, place: int, i: int) -> None:
    """Move the stop of a lot after bar i: trailing, break-even, steps; in force from the next bar, never looser."""
    lot = lots_of(w)[s, place]
    side, row = lot["side"], risks_of(w)[lot["risk"]]
    ahead = side * (lot["best"] - lot["price"])
    if row["trailing"] >= 0:
        if lot["trailing"] == 0 and _is_due(w, lot, row["activate"], ahead, lot["arm_trail"]):
            lot["trailing"] = 1
        if lot["trailing"] == 1:
            level = trailed(w, lot, lot["best_close"] if row["by_close"] else lot["best"], s, i)
            if tighter(side, level, lot["stop"]):
                lot["stop"], lot["stop_reason"] = level, BY_TRAILING
    if lot["even_done"] == 0 and _is_due(w, lot, row["break_even"], ahead, lot["arm_even"]):
        lot["even_done"] = 1
        offset = read(w, row["offset"], s, i)
        level = lot["price"] * (1.0 + side * (0.0 if math.isnan(offset) else offset) / 100.0)
        if tighter(side, level, lot["stop"]):
            lot["stop"], lot["stop_reason"] = level, BY_BREAK_EVEN
    if row["steps"] > 0:
        _climb(w, s, place, ahead)
