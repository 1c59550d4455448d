"""Costs as numbers, by the platform's presets (sources in docs/reference/costs.md)."""

from __future__ import annotations

from typing import Final

from strategy_language.document import Costs

_PRESETS: Final[dict[str, dict[str, float]]] = {
    "none": {},
    "us_equities": {"sell_levy": 0.0000278, "sell_unit_levy": 0.000166, "sell_unit_levy_cap": 8.30},
    "hk_equities": {"commission": 0.0003, "maker": 0.0003, "minimum": 3.0, "buy_levy": 0.001127, "sell_levy": 0.001127},
    "crypto": {"commission": 0.001, "maker": 0.001},
}
_NAMES: Final = (
    *("commission", "maker", "per_unit", "minimum", "buy_levy", "sell_levy", "sell_unit_levy", "sell_unit_levy_cap"),
    "slippage",
)


def cost_numbers(costs: Costs) -> dict[str, float]:
    """Return what each fill costs; rates are fractions of the traded value."""
    numbers = {**dict.fromkeys(_NAMES, 0.0), **_PRESETS[costs.preset or "none"]}
    if costs.percent is not None:
        numbers["commission"] = numbers["maker"] = costs.percent / 100
    if costs.maker_percent is not None:
        numbers["maker"] = costs.maker_percent / 100
    if costs.taker_percent is not None:
        numbers["commission"] = costs.taker_percent / 100
    if costs.per_share is not None:
        numbers["per_unit"] = costs.per_share
    if costs.minimum is not None:
        numbers["minimum"] = costs.minimum
    if costs.slippage is not None and costs.slippage.kind == "bps":
        numbers["slippage"] = costs.slippage.value / 1e4
    return numbers
