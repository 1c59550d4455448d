"""Bringing positions to target weights: rotation, pairs, allocation."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import math

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import BY_REBALANCE, NOBODY
from backtest_engine.domain.kernel.lots import enlarge_lot, leave, leave_all, open_lot, place_levels
from backtest_engine.domain.kernel.memory import account_of, lots_of, open_of, rules_of, symbols_of
from backtest_engine.domain.kernel.prices import fee_of, round_to_lot, slipped, volume_left
from backtest_engine.domain.kernel.records import World
from backtest_engine.domain.kernel.sizing import within_means


@compiled
def _units_wanted(w: World, value: float, price: float, s: int) -> float:
    return round_to_lot(value / price, symbols_of(w)[s]["step"]) if price > 0 else 0.0


@compiled
def reduce_to_weight(w: World, s: int, i: int, tick: int, equity: float) -> None:
    """Sell down (or cover) a symbol that is above its weight, oldest lots first."""
    me = symbols_of(w)[s]
    if math.isnan(me["want"]) or me["side"] == 0:
        return
    price, why = open_of(w)[me["offset"] + i], (i, tick, BY_REBALANCE, NOBODY)
    if me["want"] * me["side"] <= 0:
        leave_all(w, s, price, 0, why)
        return
    surplus, place = me["units"] - _units_wanted(w, abs(me["want"]) * equity, price, s), 0
    while surplus > max(1e-9 * me["units"], 0.5 * me["step"]) and place < me["lots"]:
        part = min(surplus, lots_of(w)[s, place]["quantity"])
        before = me["units"]
        if not leave(w, s, place, (part, price, 0), why):
            place += 1
        surplus -= before - me["units"]


@compiled
def raise_to_weight(w: World, s: int, i: int, tick: int, equity: float) -> None:
    """Buy up (or short) a symbol that is below its weight, as far as cash lets.

    What the bar's volume leaves open is wanted at the next bar still.
    """
    me, want = symbols_of(w)[s], symbols_of(w)[s]["want"]
    me["want"] = math.nan
    if math.isnan(want) or want == 0.0:
        return
    side = 1 if want > 0 else -1
    rule = rules_of(w).shape[0] - (2 if side > 0 else 1)
    price = open_of(w)[me["offset"] + i]
    missing = _units_wanted(w, abs(want) * equity, price, s) - me["units"]
    if account_of(w)[0]["stopped"] or account_of(w)[0]["day_stopped"]:
        return
    if me["side"] == -side:
        me["want"] = want  # volume keeps the other side open
        return
    if missing <= max(1e-9 * me["units"], 0.5 * me["step"]):
        return
    if missing > volume_left(w, s, i):
        missing, me["want"] = volume_left(w, s, i), want
    price = slipped(w, s, i, side, (missing, price), 1)
    quantity = round_to_lot(within_means(w, s, side, missing, price, 0), me["step"])
    if quantity <= 0:
        account_of(w)[0]["refused"] += 1 if missing > 0 else 0
        return
    fee = fee_of(w, s, side, quantity, price, 0)
    if me["lots"] > 0:
        enlarge_lot(w, s, 0, (quantity, price, fee), tick)
        return
    place = open_lot(w, s, rule, (quantity, price, fee), (i, tick, 0))
    place_levels(w, s, place, max(i - 1, 0))
