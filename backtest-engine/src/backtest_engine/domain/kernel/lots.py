"""Opening, enlarging and closing lots; writing the trade log."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import math

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import NEXT_OPEN, NOBODY
from backtest_engine.domain.kernel.levels import hang_levels
from backtest_engine.domain.kernel.memory import (
    account_of,
    fired_of,
    lots_of,
    rules_of,
    steps_of,
    symbols_of,
    targets_of,
    trades_of,
)
from backtest_engine.domain.kernel.prices import Deal, book, fee_of, round_to_lot, slipped, volume_left
from backtest_engine.domain.kernel.records import Row, World


@compiled
def _begin_position(w: World, s: int, side: int, price: float, i: int, at_close: int) -> None:
    me = symbols_of(w)[s]
    me["side"], me["entry_price"], me["entry_at"], me["entered_at_close"] = side, price, i, at_close
    me["highest"], me["lowest"], me["entries"] = price, price, 0
    me["profit"], me["cost"], me["serial"] = 0.0, 0.0, me["serial"] + 1
    for rule in range(fired_of(w).shape[1]):
        fired_of(w)[s, rule] = 0
    account_of(w)[0]["positions"] += 1


@compiled
def _fresh_lot(w: World, s: int, rule: int, price: float, i: int, tick: int) -> Row:
    me = symbols_of(w)[s]
    lot = lots_of(w)[s, me["lots"]]
    me["lots"] += 1
    lot["side"], lot["price"], lot["entry_bar"], lot["entry_tick"] = rules_of(w)[rule]["side"], price, i, tick
    lot["quantity"], lot["initial"], lot["fees"], lot["carry"], lot["leave"] = 0.0, 0.0, 0.0, 0.0, 0.0
    lot["best"], lot["best_close"], lot["worst"], lot["even_done"] = price, price, price, 0
    lot["rule"], lot["risk"], lot["setup"] = rule, rules_of(w)[rule]["risk"], rules_of(w)[rule]["setup"]
    lot["leave_rule"], lot["leave_reason"], lot["leave_bar"], lot["leave_fill"] = NOBODY, NOBODY, NOBODY, 0
    return lot


@compiled
def open_lot(w: World, s: int, rule: int, deal: Deal, when: tuple[int, int, int]) -> int:
    """Open a lot, or a position with it, at a fill; return the lot's place.

    Args:
        w: The simulation.
        s: Symbol.
        rule: The rule that enters.
        deal: Quantity, price and fee of the fill.
        when: Bar, tick, and where in the bar: 0 at the open, 1 inside, 2 at the close.
    """
    (i, tick, moment), (quantity, price, fee) = when, deal
    me = symbols_of(w)[s]
    side = rules_of(w)[rule]["side"]
    if me["side"] == 0:
        _begin_position(w, s, side, price, i, 1 if moment == 2 else 0)
    place = me["lots"]
    lot = _fresh_lot(w, s, rule, price, i, tick)
    lot["inside"], lot["at_close"] = (1 if moment == 1 else 0), (1 if moment == 2 else 0)
    lot["quantity"], lot["initial"], lot["fees"] = quantity, quantity, fee
    me["units"] += quantity
    me["cost"] += quantity * price
    me["entries"] += 1
    fired_of(w)[s, rule] = 1
    book(w, s, tick, side, deal)
    return place


@compiled
def enlarge_lot(w: World, s: int, place: int, deal: Deal, tick: int) -> None:
    """Add a further fill of the same order to its lot, at the mean price; the levels of the first fill stay."""
    lot, me, (quantity, price, fee) = lots_of(w)[s, place], symbols_of(w)[s], deal
    total = lot["quantity"] + quantity
    lot["price"] = (lot["quantity"] * lot["price"] + quantity * price) / total
    lot["quantity"], lot["initial"], lot["fees"] = total, lot["initial"] + quantity, lot["fees"] + fee
    me["units"] += quantity
    me["cost"] += quantity * price
    book(w, s, tick, lot["side"], deal)


@compiled
def place_levels(w: World, s: int, place: int, signal: int) -> None:
    """Hang the levels of a lot that was just filled; series are read at its signal bar."""
    lot = lots_of(w)[s, place]
    lot["signal"] = signal
    hang_levels(w, s, place, signal)


@compiled
def _write_trade(w: World, s: int, lot: Row, quantity: float, price: float, fee: float) -> int:
    account = account_of(w)[0]
    n = account["trades"]
    if n >= trades_of(w).shape[0]:
        account["overflow"] = 1
        n = 0
    row, share, side = trades_of(w)[n], quantity / lot["quantity"], lot["side"]
    best = max(lot["best"], price) if side > 0 else min(lot["best"], price)
    worst = min(lot["worst"], price) if side > 0 else max(lot["worst"], price)
    row["symbol"], row["side"], row["quantity"] = s, side, quantity
    row["entry_tick"], row["entry_bar"], row["entry_price"] = lot["entry_tick"], lot["entry_bar"], lot["price"]
    row["exit_price"], row["fees"] = price, lot["fees"] * share + fee
    row["profit"] = side * quantity * (price - lot["price"]) - row["fees"] + lot["carry"] * share
    row["return_"] = row["profit"] / (quantity * lot["price"])
    row["stop"], row["target"], row["entry_rule"] = lot["first_stop"], lot["target"], lot["rule"]
    row["mae"], row["mfe"] = side * (worst / lot["price"] - 1.0), side * (best / lot["price"] - 1.0)
    lot["fees"] -= lot["fees"] * share
    lot["carry"] -= lot["carry"] * share
    account["trades"] = n + 1
    return n


@compiled
def _drop_lot(w: World, s: int, place: int) -> None:
    me = symbols_of(w)[s]
    for k in range(place, me["lots"] - 1):
        lots_of(w)[s, k] = lots_of(w)[s, k + 1]
        targets_of(w)[s, k] = targets_of(w)[s, k + 1]
        steps_of(w)[s, k] = steps_of(w)[s, k + 1]
    me["lots"] -= 1


@compiled
def _end_position(w: World, s: int, i: int, reason: int) -> None:
    me, account = symbols_of(w)[s], account_of(w)[0]
    me["side"], me["units"] = 0, 0.0
    me["last_exit"], me["last_reason"] = i, reason
    me["last_return"] = me["profit"] / me["cost"] if me["cost"] > 0 else math.nan
    account["positions"] -= 1
    if me["profit"] < 0:
        account["losses"] += 1


@compiled
def close_part(w: World, s: int, place: int, deal: Deal, why: tuple[int, int, int, int]) -> bool:
    """Close a part of a lot at a fill; return whether the lot is gone.

    Args:
        w: The simulation.
        s: Symbol.
        place: The lot.
        deal: Quantity that leaves (at most the lot's), price and fee of the fill.
        why: Bar, tick, reason and the rule (or -1).
    """
    (i, tick, reason, rule), (quantity, price, fee) = why, deal
    lot, me = lots_of(w)[s, place], symbols_of(w)[s]
    n = _write_trade(w, s, lot, quantity, price, fee)
    row = trades_of(w)[n]
    row["exit_tick"], row["exit_bar"], row["reason"], row["exit_rule"], row["open"] = tick, i, reason, rule, 0
    book(w, s, tick, -lot["side"], deal)
    me["profit"] += row["profit"]
    me["units"] -= quantity
    lot["quantity"] -= quantity
    lot["leave"] = min(lot["leave"], max(lot["quantity"], 0.0))
    gone: bool = lot["quantity"] <= 1e-9 * lot["initial"]
    if gone:
        _drop_lot(w, s, place)
        if me["lots"] == 0:
            _end_position(w, s, i, reason)
    return gone


@compiled
def leave(w: World, s: int, place: int, order: tuple[float, float, int], why: tuple[int, int, int, int]) -> bool:
    """Leave with a part of a lot as far as the bar's volume lets; return whether the lot is gone.

    The order is quantity, price and 1 for a limit fill (maker); slippage is added to market and stop fills. What
    could not be filled is marked to leave at the next open.
    """
    lot, (quantity, price, maker) = lots_of(w)[s, place], order
    i, _, reason, rule = why
    filled = min(quantity, volume_left(w, s, i))
    if filled < quantity:
        mark_to_leave(w, s, place, quantity - filled, (NEXT_OPEN, i + 1, reason, rule))
    if filled <= 0:
        return False
    side = -lot["side"]
    at = price if maker else slipped(w, s, i, side, (filled, price), 0)
    return close_part(w, s, place, (filled, at, fee_of(w, s, side, filled, at, maker)), why)


@compiled
def mark_to_leave(w: World, s: int, place: int, quantity: float, how: tuple[int, int, int, int]) -> None:
    """Note that a part of a lot is to leave; `how` is fill, the first bar that may fill it, reason and rule.

    The first decision keeps its reason; parts add up to at most the lot.
    """
    lot = lots_of(w)[s, place]
    if lot["leave"] <= 0:
        lot["leave_fill"], lot["leave_bar"], lot["leave_reason"], lot["leave_rule"] = how
    lot["leave"] = min(lot["leave"] + quantity, lot["quantity"])


@compiled
def leave_as_marked(w: World, s: int, place: int, price: float, i: int, tick: int) -> bool:
    """Leave with the part of a lot that was marked; return whether the lot is gone."""
    lot = lots_of(w)[s, place]
    quantity, lot["leave"] = lot["leave"], 0.0
    return leave(w, s, place, (quantity, price, 0), (i, tick, lot["leave_reason"], lot["leave_rule"]))


@compiled
def leave_all(w: World, s: int, price: float, maker: int, why: tuple[int, int, int, int]) -> None:
    """Leave with every lot of a symbol at a price, as far as the bar's volume lets."""
    place = 0
    while place < symbols_of(w)[s]["lots"]:
        if not leave(w, s, place, (lots_of(w)[s, place]["quantity"], price, maker), why):
            place += 1


@compiled
def mark_all(w: World, s: int, how: tuple[int, int, int, int]) -> None:
    """Mark every lot of a symbol to leave as a whole."""
    for place in range(symbols_of(w)[s]["lots"]):
        mark_to_leave(w, s, place, lots_of(w)[s, place]["quantity"], how)


@compiled
def is_leaving(w: World, s: int) -> bool:
    """Return whether every lot of a symbol is marked to leave as a whole."""
    for place in range(symbols_of(w)[s]["lots"]):
        if lots_of(w)[s, place]["leave"] < lots_of(w)[s, place]["quantity"]:
            return False
    return bool(symbols_of(w)[s]["lots"] > 0)


@compiled
def part_of(w: World, s: int, place: int, share: float) -> float:
    """Return the units of a share of a lot's full size in whole steps; NaN or all is what is left of the lot."""
    lot, step = lots_of(w)[s, place], symbols_of(w)[s]["step"]
    if math.isnan(share) or share >= 1.0:
        return lot["quantity"]
    part = min(round_to_lot(lot["initial"] * share, step), lot["quantity"])
    # What would stay must be tradable; dust leaves with the part.
    return lot["quantity"] if lot["quantity"] - part < 1e-9 * lot["initial"] else part
