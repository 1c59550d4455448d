"""Which runs fit the fast lane; everything that is not plainly known to fit goes to the general kernel."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from backtest_engine.domain.kernel.codes import (
    ATR,
    CONDITION,
    DISTANCE,
    LEVELS,
    LIMIT,
    MARKET,
    NEXT_OPEN,
    NOBODY,
    NUMBER,
    OF_CASH,
    OF_EQUITY,
    OF_QUANTITY,
    OF_RISK,
    OF_RISK_CASH,
    OF_SHARE,
    OF_VOLATILITY,
    PERCENT,
    PRICE,
    R_MULTIPLE,
    SIZINGS,
    STOP,
    STOP_LIMIT,
    VALUES,
)
from backtest_engine.domain.kernel.plan import Plan
from backtest_engine.domain.kernel.records import COST, LEVEL, RISK, RULE, SETTINGS, SIZING
from backtest_engine.domain.kernel.world import Inputs, has_corporate
from strategy_language.document import Execution, Limits

_RULE_MUST: Final = {
    "add": 0,
    "cancel": NOBODY,
    "group": NOBODY,
    "setup": 0,
    "ends": NOBODY,
    "fill": NEXT_OPEN,
    "day": NOBODY,
}
_RULE_MAY: Final = {"side", "entry", "when", "kind", "price", "limit", "valid", "fraction", "risk", "sizing", "once"}
_RISK_MUST: Final = {"session_exit": NOBODY, "steps": 0}
_RISK_MAY: Final = {
    "first_stop",
    "stops",
    "on_close",
    "first_target",
    "targets",
    "trailing",
    "by_close",
    "activate",
    "break_even",
    "offset",
    "max_bars",
    "first_step",
}
_EXECUTION_MAY: Final = {"allow_short", "max_participation", "on_opposite", "fractional", "leverage"}
_LIMITS_MAY: Final = {"cooldown_bars", "max_open_positions"}
_KNOWN: Final = {
    "levels": "kind value atr long short fraction target",
    "sizings": "kind value volatility max_percent max_quantity multiplier from_initial distance",
    "costs": "commission maker per_unit minimum maximum buy_levy sell_levy unit_levy unit_levy_cap entry_slip exit_slip"
    " impact borrow",
    "settings": "initial_cash leverage maintenance participation daily_loss max_drawdown interest allow_short"
    " on_opposite pyramiding add_once entries_a_day losses_a_day cooldown max_positions delay worst symbols rules"
    " programs corporate brakes weighted fill steady",
}
_LEVELS: Final = {PERCENT, ATR, DISTANCE, PRICE, R_MULTIPLE}
_SIZINGS: Final = {OF_EQUITY, OF_CASH, OF_QUANTITY, OF_RISK, OF_RISK_CASH, OF_VOLATILITY, OF_SHARE}
_ORDERS: Final = {MARKET, LIMIT, STOP, STOP_LIMIT}


def fits(inputs: Inputs) -> bool:
    """Return whether the fast lane can say what the document asks for."""
    strategy, plan = inputs.strategy, inputs.plan
    return (
        len(inputs.panel.bars) == 1
        and strategy.kind in ("signals", "python")
        and not has_corporate(inputs)
        and _differs_only_in(strategy.execution, Execution(), _EXECUTION_MAY)
        and _differs_only_in(strategy.limits, Limits(), _LIMITS_MAY)
        and _costs_are_plain(inputs)
        and _knows_the_tables()
        and all(_rule_fits(row, inputs) for row in plan.rules if row["when"] >= 0)
        and all(_risk_fits(row, plan) for row in plan.risks)
        and all(row["kind"] in _LEVELS for row in plan.levels)
        and all(row["kind"] in _SIZINGS and row["distance"] == NOBODY for row in plan.sizings)
        and all(source[1] in (NUMBER, VALUES, CONDITION) for source in inputs.encoder.sources)
    )


def _differs_only_in(settings: object, usual: object, known: set[str]) -> bool:
    # A setting that the lane has never heard of must be what it is by default.
    fields = type(settings).model_fields  # type: ignore[attr-defined]
    return all(name in known or getattr(settings, name) == getattr(usual, name) for name in fields)


@cache
def _knows_the_tables() -> bool:
    # Whoever adds a column or a kind to the kernel's tables adds it here too, when the lane can say it.
    tables = {"levels": LEVEL, "sizings": SIZING, "costs": COST, "settings": SETTINGS}
    return (
        set(RULE.names or ()) == _RULE_MUST.keys() | _RULE_MAY
        and set(RISK.names or ()) == _RISK_MUST.keys() | _RISK_MAY
        and all(" ".join(kind.names or ()) == _KNOWN[name] for name, kind in tables.items())
        and (len(LEVELS), len(SIZINGS)) == (7, 8)
    )


def _costs_are_plain(inputs: Inputs) -> bool:
    costs = inputs.costs
    return (
        costs.impact == 0 and costs.interest == 0 and (costs.borrow == 0 or not inputs.strategy.execution.allow_short)
    )


def _rule_fits(row: Mapping[str, int], inputs: Inputs) -> bool:
    if any(row[name] != value for name, value in _RULE_MUST.items()) or row["kind"] not in _ORDERS:
        return False
    if inputs.encoder.sources[row["when"]][1] != CONDITION:
        return False
    return bool(row["entry"]) or (row["kind"] == MARKET and row["fraction"] == NOBODY)


def _risk_fits(row: Mapping[str, int], plan: Plan) -> bool:
    targets: Sequence[Mapping[str, int]] = plan.levels[row["first_target"] : row["first_target"] + row["targets"]]
    return (
        all(row[name] == value for name, value in _RISK_MUST.items())
        and row["targets"] <= 1
        and all(level["fraction"] == NOBODY for level in targets)
    )
