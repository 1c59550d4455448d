"""The fast lane of the kernel: one symbol, one position at a time, at the speed of a bare loop."""

from backtest_engine.domain.kernel.lane.drive import drive

__all__ = ["drive"]
