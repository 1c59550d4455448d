"""The one position of the fast lane: its levels, its beginning, its end."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import math

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import BY_BREAK_EVEN, BY_STOP, BY_TRAILING, PRICE
from backtest_engine.domain.kernel.lane.memory import me_of, waiting_of
from backtest_engine.domain.kernel.lane.prices import (
    distance_of,
    distance_to,
    fee_of,
    first_stop,
    level_from,
    read,
    round_to_step,
    tighter,
)
from backtest_engine.domain.kernel.memory import (
    costs_of,
    fills_of,
    levels_of,
    risks_of,
    rules_of,
    settings_of,
    trades_of,
    volume_of,
)
from backtest_engine.domain.kernel.records import Row, World


@compiled
def hang_levels(w: World, me: Row, i: int) -> None:
    """Set stop, trailing, break-even and target from the fill price, with series read at signal bar i."""
    side, price, row = me["side"], me["price"], risks_of(w)[me["risk"]]
    stop = first_stop(w, me["risk"], side, price, i)
    me["risk_distance"] = distance_to(w, me["risk"], side, (price, stop), i)
    me["stop"], me["stop_reason"] = stop, BY_STOP
    me["arm_trail"], me["arm_even"], me["trailing"], me["even_done"] = math.nan, math.nan, 0, 0
    if row["trailing"] >= 0:
        _hang_trailing(w, me, i)
    if row["break_even"] >= 0:
        me["arm_even"] = distance_of(w, row["break_even"], price, me["risk_distance"], i)
    me["first_stop"], me["target"] = me["stop"], math.nan
    if row["targets"] > 0:
        _hang_target(w, me, row["first_target"], i)
    me["goal"] = me["target"]


@compiled
def _hang_trailing(w: World, me: Row, i: int) -> None:
    row = risks_of(w)[me["risk"]]
    if row["activate"] >= 0:
        me["arm_trail"] = distance_of(w, row["activate"], me["price"], me["risk_distance"], i)
        return
    me["trailing"] = 1
    level = level_from(w, row["trailing"], me["price"], me["side"], i)
    if tighter(me["side"], level, me["stop"]):
        me["stop"], me["stop_reason"] = level, BY_TRAILING


@compiled
def _hang_target(w: World, me: Row, level: int, i: int) -> None:
    side, row = me["side"], levels_of(w)[level]
    if row["kind"] == PRICE:
        me["target"] = read(w, row["long"] if side > 0 else row["short"], i)
    else:
        me["target"] = me["price"] + side * distance_of(w, level, me["price"], me["risk_distance"], i)


@compiled
def tighten(w: World, me: Row, i: int) -> None:
    """Move the stop after bar i: trailing and break-even, in force from the next bar, never looser."""
    side, row = me["side"], risks_of(w)[me["risk"]]
    ahead = side * (me["best"] - me["price"])
    if row["trailing"] >= 0:
        if me["trailing"] == 0 and ahead >= me["arm_trail"]:
            me["trailing"] = 1
        if me["trailing"] == 1:
            anchor = me["best_close"] if row["by_close"] else me["best"]
            level = level_from(w, row["trailing"], anchor, side, i)
            if tighter(side, level, me["stop"]):
                me["stop"], me["stop_reason"] = level, BY_TRAILING
    if me["even_done"] == 0 and ahead >= me["arm_even"]:
        me["even_done"] = 1
        offset = read(w, row["offset"], i)
        level = me["price"] * (1.0 + side * (0.0 if math.isnan(offset) else offset) / 100.0)
        if tighter(side, level, me["stop"]):
            me["stop"], me["stop_reason"] = level, BY_BREAK_EVEN


@compiled
def _fits(w: World, me: Row, quantity: float, i: int) -> bool:
    # Whether the bar has the volume; a part of a fill is the general kernel's matter.
    share = settings_of(w)[0]["participation"]
    if math.isnan(share):
        return True
    if me["used_at"] != i:
        me["used_at"], me["used"] = i, 0.0
    room = max(round_to_step(share * volume_of(w)[i], me["step"]) - me["used"], 0.0)
    me["used"] += quantity
    return quantity <= room


@compiled
def _book(w: World, tick: int, side: int, deal: tuple[float, float, float]) -> None:
    me, (quantity, price, fee) = me_of(w)[0], deal
    me["cash"] -= side * quantity * price + fee
    me["fees"] += fee
    me["traded"] += quantity * price
    n = me["fills"]
    me["fills"] = n + 1
    if n < fills_of(w).shape[0]:
        row = fills_of(w)[n]
        row["symbol"], row["tick"], row["side"] = 0, tick, side
        row["quantity"], row["price"], row["fees"] = quantity, price, fee


@compiled
def begin(w: World, rule: int, deal: tuple[float, float, int], when: tuple[int, int]) -> None:
    """Open the position at a fill.

    Args:
        w: The run.
        rule: The rule that enters.
        deal: Quantity, price after slippage, and 1 for a limit fill.
        when: Bar, and 1 where it was filled inside the bar.
    """
    me, (quantity, price, maker), (i, inside) = me_of(w)[0], deal, when
    side = rules_of(w)[rule]["side"]
    if not _fits(w, me, quantity, i):
        me["odd"] = 1
        return
    fee, tick = fee_of(costs_of(w)[0], side, quantity, price, maker), i - me["first"]
    me["side"], me["quantity"], me["price"], me["lot_fees"] = side, quantity, price, fee
    me["best"], me["best_close"], me["worst"] = price, price, price
    me["entry_bar"], me["entry_tick"], me["inside"], me["leave"] = i, tick, inside, 0
    me["rule"], me["risk"], me["signal"] = rule, rules_of(w)[rule]["risk"], waiting_of(w)[rule]["signal"]
    _book(w, tick, side, (quantity, price, fee))
    hang_levels(w, me, me["signal"])


@compiled
def end(w: World, offer: tuple[float, int], i: int, why: tuple[int, int]) -> None:
    """Close the position; `offer` is the price before slippage and 1 for a limit fill, `why` reason and rule."""
    me, (price, maker) = me_of(w)[0], offer
    side, quantity = -me["side"], me["quantity"]
    if not _fits(w, me, quantity, i):
        me["odd"] = 1
        return
    at = price if maker else price * (1.0 + side * costs_of(w)[0]["exit_slip"])
    fee, tick = fee_of(costs_of(w)[0], side, quantity, at, maker), i - me["first"]
    n = me["trades"]
    me["trades"] = n + 1
    if n < trades_of(w).shape[0]:
        _write_trade(trades_of(w)[n], me, at, fee, why)
        trades_of(w)[n]["exit_tick"], trades_of(w)[n]["exit_bar"] = tick, i
    _book(w, tick, side, (quantity, at, fee))
    me["side"], me["quantity"], me["leave"], me["last_exit"] = 0, 0.0, 0, i


@compiled
def _write_trade(row: Row, me: Row, price: float, fee: float, why: tuple[int, int]) -> None:
    side, quantity, entry = me["side"], me["quantity"], me["price"]
    best = max(me["best"], price) if side > 0 else min(me["best"], price)
    worst = min(me["worst"], price) if side > 0 else max(me["worst"], price)
    row["symbol"], row["side"], row["quantity"], row["open"] = 0, side, quantity, 0
    row["entry_tick"], row["entry_bar"], row["entry_price"] = me["entry_tick"], me["entry_bar"], entry
    row["exit_price"], row["fees"] = price, me["lot_fees"] + fee
    row["profit"] = side * quantity * (price - entry) - row["fees"]
    row["return_"] = row["profit"] / (quantity * entry)
    row["stop"], row["target"], row["entry_rule"] = me["first_stop"], me["target"], me["rule"]
    row["mae"], row["mfe"] = side * (worst / entry - 1.0), side * (best / entry - 1.0)
    row["reason"], row["exit_rule"] = why
