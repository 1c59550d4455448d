"""How large an entry is."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import math

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import (
    OF_CASH,
    OF_EQUITY,
    OF_LAST,
    OF_QUANTITY,
    OF_RISK,
    OF_RISK_CASH,
    OF_SHARE,
)
from backtest_engine.domain.kernel.levels import stop_distance
from backtest_engine.domain.kernel.memory import lots_of, rules_of, settings_of, sizings_of, symbols_of
from backtest_engine.domain.kernel.prices import affordable, round_to_lot
from backtest_engine.domain.kernel.reading import account_equity, gross_exposure, read
from backtest_engine.domain.kernel.records import World


@compiled
def _or_one(value: float) -> float:
    return 1.0 if math.isnan(value) else value


@compiled
def _newest_entry(w: World, s: int) -> float:
    # The full size of the newest entry of the open position.
    lots = symbols_of(w)[s]["lots"]
    return lots_of(w)[s, lots - 1]["initial"] if lots > 0 else 0.0


@compiled
def _risked(w: World, rule: int, price: float, money: float, s: int, i: int) -> float:
    me, row = symbols_of(w)[s], rules_of(w)[rule]
    if sizings_of(w)[row["sizing"]]["distance"] >= 0:
        over = read(w, sizings_of(w)[row["sizing"]]["distance"], s, i)
        return money / over if over > 0 else 0.0
    me["probe_side"], me["probe_price"] = row["side"], price
    distance = stop_distance(w, row["risk"], row["side"], price, s, i)
    me["probe_side"] = 0
    return money / distance if distance > 0 else 0.0


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
def wanted(w: World, rule: int, price: float, s: int, i: int) -> float:
    """Return the quantity that a rule's sizing asks for at a fill price, before any bound of cash.

    Series are read at signal bar i. Money is turned into units with fees paid out of it.
    """
    row = sizings_of(w)[rules_of(w)[rule]["sizing"]]
    kind, value = row["kind"], read(w, row["value"], s, i)
    equity = settings_of(w)[0]["initial_cash"] if row["from_initial"] else account_equity(w)
    factor = _or_one(read(w, row["multiplier"], s, i)) * _or_one(read(w, rules_of(w)[rule]["fraction"], s, i))
    if row["multiplier"] >= 0 and math.isnan(read(w, row["multiplier"], s, i)):
        return 0.0
    if math.isnan(value) or factor <= 0:
        return 0.0
    side = rules_of(w)[rule]["side"]
    if kind in (OF_QUANTITY, OF_LAST):
        quantity = value * factor * (_newest_entry(w, s) if kind == OF_LAST else 1.0)
    elif kind in (OF_RISK, OF_RISK_CASH):
        money = equity * value / 100.0 if kind == OF_RISK else value
        quantity = _risked(w, rule, price, money * factor, s, i)
    elif kind == OF_CASH:
        quantity = affordable(w, s, side, price, value * factor, 0)
    else:
        share = _share_of_equity(w, kind, value, read(w, row["volatility"], s, i))
        quantity = affordable(w, s, side, price, equity * share * factor, 0)
    return _bounded(w, rule, quantity, price, s, i)


@compiled
def _bounded(w: World, rule: int, quantity: float, price: float, s: int, i: int) -> float:
    row = sizings_of(w)[rules_of(w)[rule]["sizing"]]
    most = read(w, row["max_quantity"], s, i)
    if not math.isnan(most):
        quantity = min(quantity, most)
    percent = read(w, row["max_percent"], s, i)
    if not math.isnan(percent):
        quantity = min(quantity, account_equity(w) * percent / 100.0 / price)
    return round_to_lot(quantity, symbols_of(w)[s]["step"])


@compiled
def within_means(w: World, s: int, side: int, quantity: float, price: float, maker: int) -> float:
    """Return the quantity cut to the buying power: equity times leverage less the exposure that stands."""
    equity = account_equity(w)
    power = equity * settings_of(w)[0]["leverage"] - gross_exposure(w)
    if power <= 1e-9 * equity:
        return 0.0  # what rounding left over is no buying power
    return min(quantity, affordable(w, s, side, price, power, maker))
