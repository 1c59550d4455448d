"""In which state a market is: its direction and its liveliness together."""

from typing import Literal

from trading_contracts.insight import Trend, VolatilityRegime

RegimeLabel = Literal["rising_calm", "rising_turbulent", "sideways", "falling_calm", "falling_turbulent"]


def read_regime(trend: Trend | None, volatility: VolatilityRegime | None) -> RegimeLabel | None:
    """Return the regime, or None where direction or liveliness is not known; normal counts as calm."""
    if trend is None or volatility is None:
        return None
    wild = volatility.label == "turbulent"
    if trend.label == "sideways":
        return "sideways"
    if trend.label == "up":
        return "rising_turbulent" if wild else "rising_calm"
    return "falling_turbulent" if wild else "falling_calm"
