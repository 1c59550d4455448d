"""Sweeps in one go: the series that parameters do not touch once, the simulations in a compiled loop."""

from backtest_engine.domain.batch.run import Batch, Swept, batch_of

__all__ = ["Batch", "Swept", "batch_of"]
