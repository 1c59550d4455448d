"""The same run under harsher assumptions."""

from backtest_engine.domain.band.assumptions import HARSHER, Assumption, assumption_band

__all__ = ["HARSHER", "Assumption", "assumption_band"]
