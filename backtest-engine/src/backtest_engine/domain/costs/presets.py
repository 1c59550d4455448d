"""Fee tables by market, with their sources in docs/reference/costs.md, and how a document overrides them."""

from dataclasses import replace
from typing import Final

from backtest_engine.domain.costs.model import CostModel
from strategy_language.document import Costs, Slippage

PRESETS: Final[dict[str, CostModel]] = {
    "none": CostModel(),
    # Zero commission; SEC section 31 fee (27.80 USD a million sold) and FINRA trading activity fee on sales.
    "us_equities": CostModel(sell_levy=0.0000278, sell_unit_levy=0.000166, sell_unit_levy_cap=8.30),
    # Commission 0.03 %, at least 3 HKD; stamp duty 0.1 %, SFC levy 0.0027 %, AFRC levy 0.00015 %,
    # trading fee 0.00565 % and settlement fee 0.0042 %, all on both sides.
    "hk_equities": CostModel(
        commission=0.0003, maker_commission=0.0003, minimum=3.0, buy_levy=0.001127, sell_levy=0.001127
    ),
    # Spot, lowest tier of the large venues: 0.1 % maker and taker.
    "crypto": CostModel(commission=0.001, maker_commission=0.001),
}

_HK_STAMP_DUTY: Final = 0.001


def cost_model(costs: Costs) -> CostModel:
    """Return the numbers of a document's costs: the preset, then whatever the document says itself."""
    model = PRESETS[costs.preset or "none"]
    model = _commission(model, costs)
    if costs.stamp_duty_percent is not None:
        stamp = costs.stamp_duty_percent / 100
        usual = _HK_STAMP_DUTY if costs.preset == "hk_equities" else 0.0
        model = replace(model, buy_levy=model.buy_levy - usual + stamp, sell_levy=model.sell_levy - usual + stamp)
    if costs.borrow_percent is not None:
        model = replace(model, borrow=costs.borrow_percent / 100)
    if costs.cash_interest_percent is not None:
        model = replace(model, interest=costs.cash_interest_percent / 100)
    if costs.funding_percent is not None:
        model = replace(model, funding=costs.funding_percent / 100)
    return _slippage(model, costs.slippage)


def _commission(model: CostModel, costs: Costs) -> CostModel:
    if costs.percent is not None:
        model = replace(model, commission=costs.percent / 100, maker_commission=costs.percent / 100)
    if costs.maker_percent is not None:
        model = replace(model, maker_commission=costs.maker_percent / 100)
    if costs.taker_percent is not None:
        model = replace(model, commission=costs.taker_percent / 100)
    if costs.per_share is not None:
        model = replace(model, per_unit=costs.per_share)
    if costs.minimum is not None:
        model = replace(model, minimum=costs.minimum)
    return model


def _slippage(model: CostModel, slippage: Slippage | None) -> CostModel:
    if slippage is None:
        return model
    if slippage.kind == "bps":
        return replace(model, entry_slippage=slippage.value / 1e4, exit_slippage=slippage.value / 1e4, impact=0.0)
    if slippage.kind == "sqrt_impact":
        return replace(model, entry_slippage=0.0, exit_slippage=0.0, impact=slippage.value)
    return model.without_slippage()
