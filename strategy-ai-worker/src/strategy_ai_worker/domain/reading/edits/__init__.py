"""Follow-ups: changing the document that is there."""

from strategy_ai_worker.domain.reading.edits.entry import edited
from strategy_ai_worker.domain.reading.edits.mixed import split as mixed_message
from strategy_ai_worker.domain.reading.edits.versions import restarts, undoes

__all__ = ["edited", "mixed_message", "restarts", "undoes"]
