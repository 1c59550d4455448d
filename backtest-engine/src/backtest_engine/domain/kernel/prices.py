"""Fees, slippage and rounding of one fill."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import math

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.memory import (
    account_of,
    costs_of,
    fills_of,
    settings_of,
    symbols_of,
    volatility_of,
    volume_of,
)
from backtest_engine.domain.kernel.records import World

Deal = tuple[float, float, float]
"""Quantity, price and fee of a fill."""


@compiled
def round_to_lot(quantity: float, step: float) -> float:
    """Return the quantity rounded down to whole steps; a step of 0 leaves it as it is."""
    if step <= 0 or math.isnan(quantity):
        return quantity
    # A billionth of a step makes up for float division: 54.9999999999 shares are 55.
    return math.floor(quantity / step + 1e-9) * step


@compiled
def fee_of(w: World, s: int, side: int, quantity: float, price: float, maker: int) -> float:
    """Return the fee of a fill; side +1 buys, -1 sells; maker 1 for limit fills."""
    cost = costs_of(w)[s]
    value = quantity * price
    rate = cost["maker"] if maker else cost["commission"]
    commission = max(rate * value + cost["per_unit"] * quantity, cost["minimum"] if quantity > 0 else 0.0)
    commission = min(commission, cost["maximum"] * value)
    if side > 0:
        return commission + cost["buy_levy"] * value
    levy = cost["unit_levy"] * quantity
    if cost["unit_levy_cap"] > 0:
        levy = min(levy, cost["unit_levy_cap"])
    return commission + cost["sell_levy"] * value + levy


@compiled
def slipped(w: World, s: int, i: int, side: int, deal: tuple[float, float], opens: int) -> float:
    """Return the price of a market or stop fill of (quantity, price) after slippage, worse for whoever trades.

    Square-root impact: impact x daily volatility x sqrt(quantity / volume of the bar).
    """
    cost, (quantity, price) = costs_of(w)[s], deal
    distance = cost["entry_slip"] if opens else cost["exit_slip"]
    if cost["impact"] > 0 and quantity > 0:
        place = symbols_of(w)[s]["offset"] + i
        volume, volatility = volume_of(w)[place], volatility_of(w)[place]
        if volume > 0 and not math.isnan(volatility):
            distance += cost["impact"] * volatility * math.sqrt(quantity / volume)
    return price * (1.0 + side * distance)


@compiled
def affordable(w: World, s: int, side: int, price: float, budget: float, maker: int) -> float:
    """Return the most, in whole steps, that a budget buys with its fees paid."""
    if budget <= 0 or price <= 0:
        return 0.0
    cost, step = costs_of(w)[s], symbols_of(w)[s]["step"]
    rate = (cost["maker"] if maker else cost["commission"]) + (cost["buy_levy"] if side > 0 else cost["sell_levy"])
    quantity = round_to_lot(budget / (price * (1.0 + rate) + cost["per_unit"]), step)
    fee = fee_of(w, s, side, quantity, price, maker)
    for _ in range(8):
        if quantity <= 0 or quantity * price + fee <= budget * (1.0 + 1e-12):
            break
        quantity = round_to_lot(min((budget - fee) / price, quantity - step), step)
        fee = fee_of(w, s, side, max(quantity, 0.0), price, maker)
    return max(quantity, 0.0)


@compiled
def volume_left(w: World, s: int, i: int) -> float:
    """Return what participation still lets this bar trade, in units; infinite where it is not bounded."""
    share = settings_of(w)[0]["participation"]
    if math.isnan(share):
        return math.inf
    volume = volume_of(w)[symbols_of(w)[s]["offset"] + i]
    return max(round_to_lot(share * volume, symbols_of(w)[s]["step"]) - symbols_of(w)[s]["used"], 0.0)


@compiled
def book(w: World, s: int, tick: int, side: int, deal: Deal) -> None:
    """Move cash for a fill and write it down; side +1 buys, -1 sells."""
    account, (quantity, price, fee) = account_of(w)[0], deal
    account["cash"] -= side * quantity * price + fee
    account["fees"] += fee
    account["traded"] += quantity * price
    symbols_of(w)[s]["used"] += quantity
    symbols_of(w)[s]["last_fill"] = price
    n = account["fills"]
    if n >= fills_of(w).shape[0]:
        account["overflow"] = 1
        return
    row = fills_of(w)[n]
    row["symbol"], row["tick"], row["side"] = s, tick, side
    row["quantity"], row["price"], row["fees"] = quantity, price, fee
    account["fills"] = n + 1
