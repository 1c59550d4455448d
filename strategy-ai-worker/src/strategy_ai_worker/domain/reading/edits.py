"""Follow-ups: changing the document that is there."""

from __future__ import annotations

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.reading.tongue import Tongue


def edited(message: str, context: Context, tongue: Tongue) -> Interpretation | None:
    """Return the changed document, or None where the message is no follow-up."""
    del message, context, tongue
    return None
