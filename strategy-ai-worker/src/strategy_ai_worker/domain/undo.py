"""What "undo that" goes back to, over and over."""

from collections.abc import Sequence

from strategy_ai_worker.domain.reading.edits import undoes
from strategy_language.document import Strategy


def undo_stack(versions: Sequence[tuple[Strategy, str]]) -> tuple[Strategy, ...]:
    """Return the documents before the present one, newest first, without what was taken back.

    Args:
        versions: Each version's document and the message that made it, oldest first.
    """
    stack: list[Strategy] = []
    for document, message in versions:
        if len(stack) > 1 and undoes(message) and document == stack[-2]:
            stack.pop()
        else:
            stack.append(document)
    return tuple(reversed(stack[:-1]))
