"""Messages that are no rules of entry and exit: pairs trades, fixed weights and rotations."""

from strategy_ai_worker.domain.reading.frames.entry import read_frame

__all__ = ["read_frame"]
