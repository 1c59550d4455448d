"""From a message and its conversation to an interpretation: what was meant, or an honest question."""

from __future__ import annotations

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.reading import gates, sense
from strategy_ai_worker.domain.reading.answers import as_one_message, is_whole
from strategy_ai_worker.domain.reading.concepts import concept, says_more
from strategy_ai_worker.domain.reading.dress import dressed
from strategy_ai_worker.domain.reading.edits import edited
from strategy_ai_worker.domain.reading.read import understand
from strategy_ai_worker.domain.reading.tongue import Tongue, tongue_of
from strategy_language.conversation import Question

LONGEST = 6000
"""Characters that are read; what is longer is a document, not an idea."""
_OPEN = 4
"""Messages that a question can be open about."""


def interpret(message: str, context: Context) -> Interpretation:
    """Return the reading of a message; never raises for any text."""
    tongue = tongue_of(message)
    return dressed(_read(message, context, tongue), message, context, tongue)


def _read(message: str, context: Context, tongue: Tongue) -> Interpretation:
    text = message[:LONGEST]
    stopped = gates.refusal(text, tongue) or gates.answer(text, context, tongue)
    if stopped is not None:
        return stopped
    if len(message) > LONGEST:
        return _too_long(len(message), tongue)
    change = edited(text, context, tongue)
    if change is not None:
        return change
    if context.current is None:
        text = as_one_message([*_said(context), text])
        tongue = tongue_of(text)
    understood = understand(text)
    if not is_whole(understood):
        textbook = concept(text, understood)
        if textbook is not None and not says_more(understood, textbook):
            return sense.judged_document(textbook, understood, tongue)
    return sense.judged(understood, text, tongue)


def _too_long(length: int, tongue: Tongue) -> Interpretation:
    text = tongue.say(
        f"This has {length:,} characters; I read at most {LONGEST:,} at a time, so that nothing is passed over. Which rules should buy and sell?",  # noqa: E501
        f"这段文字有{length:,}个字符；为避免遗漏，我一次最多读{LONGEST:,}个。请只说明买入和卖出的规则。",
    )
    return Interpretation(kind="question", explanation=text, questions=(Question(text=text),), language=tongue.language)


def _said(context: Context) -> list[str]:
    """Return the person's words that a question is still open about."""
    return [text for role, text in context.messages if role == "user"][-_OPEN:]
