"""Reading what is said of a subject: that it crosses, exceeds, rises, is oversold."""

from strategy_ai_worker.domain.reading.predicates.core import predicate, starts_predicate

__all__ = ["predicate", "starts_predicate"]
