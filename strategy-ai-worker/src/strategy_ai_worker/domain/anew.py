"""Conversations that begin anew: what was said before "start over" counts no more."""

from collections.abc import Sequence
from dataclasses import dataclass

from strategy_ai_worker.domain.reading.edits import restarts


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a conversation.

    Attributes:
        role: "user" or "assistant".
        made: Whether it brought a document.
    """

    role: str
    text: str
    made: bool = False


def begins_at(messages: Sequence[Said]) -> int:
    """Return where the conversation begins that counts: behind the last wish to start over; 0 where there is none.

    Once a document was made since, it is the one that follow-ups edit, and all that was said counts again.
    """
    for place in range(len(messages) - 1, -1, -1):
        if messages[place].made:
            return 0
        if messages[place].role == "user" and restarts(messages[place].text):
            return place + 1
    return 0
