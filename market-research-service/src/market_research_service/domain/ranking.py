"""Assets in order, each measured on its own closes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from market_research_service.domain.trend import FloatArray, read_trend
from market_research_service.domain.volatility import read_volatility
from trading_contracts.bars import Instrument

By = Literal["momentum", "strength", "calm", "turbulent"]
METHODS: Final[dict[By, str]] = {
    "momentum": "return over a quarter (63 sessions; 91 days for crypto)",
    "strength": "vote of averages of 20, 50, 200 days and the half-year return; -1 all down, 1 all up",
    "calm": "share of past days that were livelier than now (20-day volatility)",
    "turbulent": "share of past days that were calmer than now (20-day volatility)",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One asset as its closes show it."""

    instrument: Instrument
    source: str
    last: datetime
    stale: bool
    return_month: float | None
    return_quarter: float | None
    annualised_volatility: float | None
    volatility_percentile: float | None
    trend: Literal["up", "down", "sideways"] | None
    strength: float | None

    def score(self, by: By) -> float | None:
        """Return what the asset is ranked by, or None where its history is too short for that."""
        percentile = self.volatility_percentile
        scores: dict[By, float | None] = {
            "momentum": self.return_quarter,
            "strength": self.strength,
            "calm": None if percentile is None else 1 - percentile,
            "turbulent": percentile,
        }
        return scores[by]


def measure(
    instrument: Instrument, close: FloatArray, source: str, last: datetime, *, stale: bool, bars_a_year: float
) -> Measured:
    """Return what daily closes say of an asset."""
    around_the_clock = instrument.calendar == "24/7"
    trend = read_trend(close)
    lively = read_volatility(close, bars_a_year)
    signed = {"up": 1.0, "down": -1.0, "sideways": 0.0}
    return Measured(
        instrument=instrument,
        source=source,
        last=last,
        stale=stale,
        return_month=_return(close, 30 if around_the_clock else 21),
        return_quarter=_return(close, 91 if around_the_clock else 63),
        annualised_volatility=lively.annualised if lively else None,
        volatility_percentile=lively.percentile if lively else None,
        trend=trend.label if trend else None,
        strength=signed[trend.label] * trend.strength if trend else None,
    )


def ranked(measured: Iterable[Measured], by: By, fits: Callable[[Measured], bool]) -> list[tuple[Measured, float]]:
    """Return the assets that fit with their scores, the best first; what ends long ago comes after what is current."""
    scored = [(one, score) for one in measured if fits(one) and (score := one.score(by)) is not None]
    return sorted(scored, key=lambda pair: (pair[0].stale, -pair[1], pair[0].instrument.symbol))


def _return(close: FloatArray, bars: int) -> float | None:
    return float(close[-1] / close[-1 - bars] - 1) if len(close) > bars and close[-1 - bars] > 0 else None
