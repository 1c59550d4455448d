"""Filling entry orders: size, cash, volume, and what happens to a position on the other side."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import math

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import (
    BY_REVERSE,
    CLOSE,
    IGNORE,
    LIMIT,
    MARKET,
    NOBODY,
    STOP,
    STOP_LIMIT,
)
from backtest_engine.domain.kernel.lots import enlarge_lot, is_leaving, leave_all, open_lot, place_levels
from backtest_engine.domain.kernel.memory import (
    account_of,
    close_of,
    high_of,
    lots_of,
    low_of,
    open_of,
    orders_of,
    rules_of,
    settings_of,
    symbols_of,
)
from backtest_engine.domain.kernel.prices import Deal, fee_of, round_to_lot, slipped, volume_left
from backtest_engine.domain.kernel.records import Row, World
from backtest_engine.domain.kernel.sizing import wanted, within_means


@compiled
def cancel_group(w: World, s: int, group: int, but: int) -> None:
    """Cancel the resting orders of an OCO group of a symbol, but for one rule's."""
    if group == NOBODY:
        return
    for rule in range(orders_of(w).shape[1]):
        if rule != but and rules_of(w)[rule]["group"] == group:
            orders_of(w)[s, rule]["active"] = 0


@compiled
def _has_turned(w: World, s: int, rule: int, price: float, maker: int, when: tuple[int, int, int]) -> bool:
    # The position on the other side ends first. False: there is (still) no room for the entry.
    order, behaviour = orders_of(w)[s, rule], settings_of(w)[0]["on_opposite"]
    if behaviour == IGNORE:
        order["active"] = 0
        return False
    if not is_leaving(w, s):
        leave_all(w, s, price, maker, (when[0], when[1], BY_REVERSE, rule))
    if behaviour == CLOSE:
        order["active"] = 0
        return False
    return bool(symbols_of(w)[s]["side"] == 0)


@compiled
def entries_allowed(w: World, rule: int) -> int:
    """Return how many entries one position may have; adds without pyramiding may each fire once."""
    settings = settings_of(w)[0]
    if rules_of(w)[rule]["add"] and settings["pyramiding"] == 1:
        return 1 + int(settings["add_once"])
    return int(settings["pyramiding"])


@compiled
def _may_fill(w: World, s: int, rule: int) -> bool:
    me, account, settings = symbols_of(w)[s], account_of(w)[0], settings_of(w)[0]
    if account["stopped"] or account["day_stopped"]:
        return False
    if rules_of(w)[rule]["side"] < 0 and settings["allow_short"] == 0:
        return False
    if settings["entries_a_day"] > 0 and account["entries"] >= settings["entries_a_day"]:
        return False
    if me["side"] == 0:
        full = settings["max_positions"] > 0 and account["positions"] >= settings["max_positions"]
        return not full and rules_of(w)[rule]["add"] == 0
    return bool(me["lots"] < entries_allowed(w, rule))


@compiled
def _lot_of(w: World, s: int, rule: int, signal: int) -> int:
    for place in range(symbols_of(w)[s]["lots"]):
        if lots_of(w)[s, place]["rule"] == rule and lots_of(w)[s, place]["signal"] == signal:
            return place
    return NOBODY


@compiled
def _size(w: World, s: int, rule: int, price: float, maker: int, i: int) -> tuple[float, float]:
    # The quantity asked for and the price after slippage, which may itself depend on the quantity.
    order, side = orders_of(w)[s, rule], rules_of(w)[rule]["side"]
    carried = order["remaining"] >= 0
    asked = order["remaining"] if carried else wanted(w, rule, price, s, order["signal"])
    if maker:
        return asked, price
    at = slipped(w, s, i, side, (min(asked, volume_left(w, s, i)), price), 1)
    if at != price and not carried:
        asked = wanted(w, rule, at, s, order["signal"])
    return asked, at


@compiled
def try_entry(w: World, s: int, rule: int, price: float, maker: int, when: tuple[int, int, int]) -> None:
    """Fill an entry order at a price as far as cash and volume let; the rest carries over or is dropped.

    Args:
        w: The simulation.
        s: Symbol.
        rule: The rule whose order it is.
        price: Price before slippage.
        maker: 1 where a limit order provided the liquidity: maker fee, no slippage.
        when: Bar, tick, moment (0 open, 1 inside, 2 close).
    """
    order, side, me = orders_of(w)[s, rule], rules_of(w)[rule]["side"], symbols_of(w)[s]
    if me["side"] == -side and not _has_turned(w, s, rule, price, maker, when):
        return
    carried = order["remaining"] >= 0
    place = _lot_of(w, s, rule, order["signal"]) if carried else NOBODY
    if (carried and order["triggered"] == 2 and place == NOBODY) or (place == NOBODY and not _may_fill(w, s, rule)):
        order["active"] = 0
        return
    asked, at = _size(w, s, rule, price, maker, when[0])
    room = volume_left(w, s, when[0])
    means = within_means(w, s, side, asked, at, maker)
    filled = round_to_lot(min(means, room), me["step"])
    if filled <= 0:
        _unfilled(w, order, asked, means, room)
        return
    _fill(w, s, rule, (filled, at, fee_of(w, s, side, filled, at, maker)), when, place)
    rest = means - filled
    order["remaining"], order["triggered"] = rest, 2
    if rest <= max(1e-9 * means, 0.5 * me["step"]):
        order["active"] = 0


@compiled
def _unfilled(w: World, order: Row, asked: float, means: float, room: float) -> None:
    if means > 0 and room < means:
        # The bar has no volume left; the order waits for the next.
        order["remaining"], order["triggered"] = means, max(order["triggered"], 1)
        return
    order["active"] = 0
    if asked > 0 or math.isnan(asked) or means <= 0:
        account_of(w)[0]["refused"] += 1


@compiled
def _fill(w: World, s: int, rule: int, deal: Deal, when: tuple[int, int, int], place: int) -> None:
    if place != NOBODY:
        enlarge_lot(w, s, place, deal, when[1])
        return
    place = open_lot(w, s, rule, deal, when)
    place_levels(w, s, place, orders_of(w)[s, rule]["signal"])
    account_of(w)[0]["entries"] += 1
    cancel_group(w, s, rules_of(w)[rule]["group"], rule)


@compiled
def limit_fill(side: int, level: float, opened: float, high: float, low: float) -> float:
    """Return where a resting limit order of a trade side fills in a bar, or NaN.

    It fills at the open where the bar opens at or beyond the level, at the level where price trades through it.
    """
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
def order_fill(w: World, order: Row, side: int, s: int, i: int) -> float:
    """Return where a resting order fills in bar i, or NaN; a stop-limit remembers that it was triggered.

    Args:
        w: The simulation.
        order: The order.
        side: +1 where it buys, -1 where it sells.
        s: Symbol.
        i: Bar.
    """
    place = symbols_of(w)[s]["offset"] + i
    opened, high, low = open_of(w)[place], high_of(w)[place], low_of(w)[place]
    if order["kind"] == LIMIT:
        return limit_fill(side, order["price"], opened, high, low)
    if order["kind"] == STOP:
        if order["triggered"] >= 1:
            return opened  # its rest is a market order
        return stop_fill(side, order["price"], opened, high, low)
    if order["triggered"] >= 1:
        return limit_fill(side, order["limit"], opened, high, low)
    trigger = stop_fill(side, order["price"], opened, high, low)
    if math.isnan(trigger):
        return math.nan
    order["triggered"] = 1
    if side * trigger <= side * order["limit"]:
        return trigger
    # Triggered at the open beyond the limit: the whole bar may come back to it. Inside the bar nobody knows the order.
    at_open = trigger == opened
    return limit_fill(side, order["limit"], opened, high, low) if at_open else math.nan


@compiled
def enter_at_open(w: World, s: int, i: int, tick: int, fill: int) -> None:
    """Fill the market entry orders that wait for this bar's open (fill 0) or close (fill 1, 2)."""
    place = symbols_of(w)[s]["offset"] + i
    price = open_of(w)[place] if fill == 0 else close_of(w)[place]
    for rule in range(orders_of(w).shape[1]):
        order = orders_of(w)[s, rule]
        if order["active"] and order["kind"] == MARKET and order["fill"] == fill and i >= order["from_bar"]:
            try_entry(w, s, rule, price, 0, (i, tick, 0 if fill == 0 else 2))


@compiled
def enter_inside(w: World, s: int, i: int, tick: int) -> None:
    """Fill the resting entry orders that this bar reaches, and let those end whose time is over."""
    opened = open_of(w)[symbols_of(w)[s]["offset"] + i]
    for rule in range(orders_of(w).shape[1]):
        order = orders_of(w)[s, rule]
        if order["active"] == 0 or order["kind"] == MARKET or rules_of(w)[rule]["entry"] == 0 or i < order["from_bar"]:
            continue
        price = order_fill(w, order, rules_of(w)[rule]["side"], s, i)
        if not math.isnan(price):
            maker = 1 if order["kind"] == LIMIT or (order["kind"] == STOP_LIMIT and price == order["limit"]) else 0
            try_entry(w, s, rule, price, maker, (i, tick, 0 if price == opened else 1))
        if i >= order["until"]:
            order["active"] = 0
