"""Follow-ups: changing the document that is there."""

from strategy_ai_worker.domain.reading.edits.entry import edited
from strategy_ai_worker.domain.reading.edits.versions import restarts, undoes

__all__ = ["edited", "restarts", "undoes"]
