"""Sources, fees and sizes in the fast lane; the general kernel says the same of many symbols."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import math

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import (
    ATR,
    NUMBER,
    OF_CASH,
    OF_EQUITY,
    OF_QUANTITY,
    OF_RISK,
    OF_RISK_CASH,
    OF_SHARE,
    PERCENT,
    PRICE,
    R_MULTIPLE,
)
from backtest_engine.domain.kernel.memory import (
    costs_of,
    levels_of,
    risks_of,
    rules_of,
    settings_of,
    sizings_of,
    sources_of,
    values_of,
)
from backtest_engine.domain.kernel.records import Row, World


@compiled
def read(w: World, source: int, i: int) -> float:
    """Return the number that a source has at bar i; NaN where there is no source."""
    if source < 0:
        return math.nan
    found = sources_of(w)[source]
    if found["kind"] == NUMBER:
        return found["number"]
    return values_of(w)[found["index"], i]


@compiled
def round_to_step(quantity: float, step: float) -> float:
    """Return the quantity rounded down to whole steps; a step of 0 leaves it as it is."""
    if step <= 0 or math.isnan(quantity):
        return quantity
    return math.floor(quantity / step + 1e-9) * step


@compiled
def fee_of(cost: Row, side: int, quantity: float, price: float, maker: int) -> float:
    """Return the fee of a fill; side +1 buys, -1 sells; maker 1 for limit fills."""
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
def affordable(cost: Row, side: int, price: float, budget: float, step: float, maker: int) -> float:
    """Return the most, in whole steps, that a budget buys with its fees paid."""
    if budget <= 0 or price <= 0:
        return 0.0
    rate = (cost["maker"] if maker else cost["commission"]) + (cost["buy_levy"] if side > 0 else cost["sell_levy"])
    quantity = round_to_step(budget / (price * (1.0 + rate) + cost["per_unit"]), step)
    fee = fee_of(cost, side, quantity, price, maker)
    for _ in range(8):
        if quantity <= 0 or quantity * price + fee <= budget * (1.0 + 1e-12):
            break
        quantity = round_to_step(min((budget - fee) / price, quantity - step), step)
        fee = fee_of(cost, side, max(quantity, 0.0), price, maker)
    return max(quantity, 0.0)


@compiled
def distance_of(w: World, level: int, price: float, risk: float, i: int) -> float:
    """Return the distance in price of a level that is not a price itself; see the general kernel's levels."""
    row = levels_of(w)[level]
    value = read(w, row["value"], i)
    if row["kind"] == PERCENT:
        return price * value / 100.0
    if row["kind"] == ATR:
        return value * read(w, row["atr"], i)
    if row["kind"] == R_MULTIPLE:
        return value * risk
    return value


@compiled
def level_from(w: World, level: int, anchor: float, toward: int, i: int) -> float:
    """Return the price of a stop level: `toward` is the side of the position, stops lie against it."""
    row = levels_of(w)[level]
    if row["kind"] == PRICE:
        return read(w, row["long"] if toward > 0 else row["short"], i)
    return anchor - toward * distance_of(w, level, anchor, math.nan, i)


@compiled
def tighter(side: int, level: float, stop: float) -> bool:
    """Return whether a stop level lies closer to the market than the one in force."""
    return not math.isnan(level) and (math.isnan(stop) or side * level > side * stop)


@compiled
def first_stop(w: World, risk: int, side: int, price: float, i: int) -> float:
    """Return the tightest of the fixed stops of a fill at `price`, read at signal bar i; NaN where there is none."""
    row, stop = risks_of(w)[risk], math.nan
    for level in range(row["first_stop"], row["first_stop"] + row["stops"]):
        candidate = level_from(w, level, price, side, i)
        if tighter(side, candidate, stop):
            stop = candidate
    return stop


@compiled
def distance_to(w: World, risk: int, side: int, deal: tuple[float, float], i: int) -> float:
    """Return R of a fill at (price, first stop): the distance of both, or that of a trailing stop that is alone."""
    (price, stop), trailing = deal, risks_of(w)[risk]["trailing"]
    if math.isnan(stop) and trailing >= 0:
        stop = level_from(w, trailing, price, side, i)
    return abs(price - stop)


@compiled
def _share_of_equity(w: World, kind: int, value: float, volatility: float) -> float:
    if kind == OF_EQUITY:
        return value / 100.0
    if kind == OF_SHARE:
        return value / 100.0 / settings_of(w)[0]["symbols"]
    if volatility > 0:
        return min(value / 100.0 / volatility, settings_of(w)[0]["leverage"])
    return 0.0


@compiled
def _factor(w: World, rule: int, i: int) -> float:
    # What multiplies the size: 1 where nothing is said, 0 where the multiplier is not known yet.
    multiplier = sizings_of(w)[rules_of(w)[rule]["sizing"]]["multiplier"]
    scale, fraction = read(w, multiplier, i), read(w, rules_of(w)[rule]["fraction"], i)
    if multiplier >= 0 and math.isnan(scale):
        return 0.0
    return (1.0 if math.isnan(scale) else scale) * (1.0 if math.isnan(fraction) else fraction)


@compiled
def wanted(w: World, rule: int, price: float, i: int, me: Row) -> float:
    """Return the quantity that a rule's sizing asks for at a fill price, flat; series are read at signal bar i."""
    row, side = sizings_of(w)[rules_of(w)[rule]["sizing"]], rules_of(w)[rule]["side"]
    kind, value, factor = row["kind"], read(w, row["value"], i), _factor(w, rule, i)
    equity = settings_of(w)[0]["initial_cash"] if row["from_initial"] else me["cash"]
    if math.isnan(value) or factor <= 0:
        return 0.0
    if kind == OF_QUANTITY:
        quantity = value * factor
    elif kind in (OF_RISK, OF_RISK_CASH):
        money = (equity * value / 100.0 if kind == OF_RISK else value) * factor
        risk = rules_of(w)[rule]["risk"]
        distance = distance_to(w, risk, side, (price, first_stop(w, risk, side, price, i)), i)
        quantity = money / distance if distance > 0 else 0.0
    elif kind == OF_CASH:
        quantity = affordable(costs_of(w)[0], side, price, value * factor, me["step"], 0)
    else:
        share = _share_of_equity(w, kind, value, read(w, row["volatility"], i))
        quantity = affordable(costs_of(w)[0], side, price, equity * share * factor, me["step"], 0)
    return _bounded(w, row, (quantity, price), i, me)


@compiled
def _bounded(w: World, row: Row, deal: tuple[float, float], i: int, me: Row) -> float:
    quantity, price = deal
    most = read(w, row["max_quantity"], i)
    if not math.isnan(most):
        quantity = min(quantity, most)
    percent = read(w, row["max_percent"], i)
    if not math.isnan(percent):
        quantity = min(quantity, me["cash"] * percent / 100.0 / price)
    return round_to_step(quantity, me["step"])


@compiled
def within_means(w: World, me: Row, side: int, quantity: float, price: float, maker: int) -> float:
    """Return the quantity cut to the buying power of an account without a position."""
    power = me["cash"] * settings_of(w)[0]["leverage"]
    if power <= 1e-9 * me["cash"]:
        return 0.0
    return min(quantity, affordable(costs_of(w)[0], side, price, power, me["step"], maker))
