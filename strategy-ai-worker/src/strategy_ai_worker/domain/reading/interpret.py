"""From a message and its conversation to an interpretation: what was meant, or an honest question."""

from __future__ import annotations

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.reading import gates, sense
from strategy_ai_worker.domain.reading.answers import as_one_message, is_whole
from strategy_ai_worker.domain.reading.concepts import concept, says_more
from strategy_ai_worker.domain.reading.dress import dressed
from strategy_ai_worker.domain.reading.edits import edited, restarts
from strategy_ai_worker.domain.reading.read import understand
from strategy_ai_worker.domain.reading.tongue import Tongue, tongue_of
from strategy_language.conversation import Question

LONGEST = 4000
"""Characters that are read; what is longer is a document, not an idea."""
_OPEN = 4
"""Messages that a question can be open about."""


def interpret(message: str, context: Context) -> Interpretation:
    """Return the reading of a message; never raises for any text."""
    tongue = tongue_of(message, context.said)
    return dressed(_read(message, context, tongue), message, context, tongue)


def _read(message: str, context: Context, tongue: Tongue) -> Interpretation:
    text = message[:LONGEST]
    stopped = gates.refusal(text, tongue) or _supposed(text, context, tongue) or gates.answer(text, context, tongue)
    if stopped is not None:
        return stopped
    if restarts(text):
        return _asks_anew(tongue)
    if len(message) > LONGEST:
        return _too_long(len(message), tongue)
    change = edited(text, context, tongue)
    if change is not None:
        return change
    if context.current is None:
        text = as_one_message([*_unanswered(context, tongue), text], _makes_strategy)
        tongue = tongue_of(text)
    return _first(text, tongue)


def _first(text: str, tongue: Tongue) -> Interpretation:
    """Return the reading of a text that edits nothing."""
    understood = understand(text)
    if not is_whole(understood):
        textbook = concept(text, understood)
        if textbook is not None and not says_more(understood, textbook):
            return sense.judged_document(textbook, understood, tongue)
    return sense.judged(understood, text, tongue)


def _makes_strategy(text: str) -> bool:
    return _first(text, tongue_of(text)).strategy is not None


def _supposed(text: str, context: Context, tongue: Tongue) -> Interpretation | None:
    """Return the changed document where a question supposes a change that is understood: "what if no stop?"."""
    if context.current is None or not gates.supposes(text):
        return None
    change = edited(text, context, tongue)
    return change if change is not None and change.kind in ("strategy", "answer") else None


def _asks_anew(tongue: Tongue) -> Interpretation:
    text = tongue.say(
        "All right, from the beginning: what should be bought, when, and when should it be sold?",
        "好的，从头开始：买什么？什么条件买入？什么条件卖出？",
    )
    return Interpretation(kind="question", explanation=text, questions=(Question(text=text),), language=tongue.language)


def _too_long(length: int, tongue: Tongue) -> Interpretation:
    text = tongue.say(
        f"This has {length:,} characters; I read at most {LONGEST:,} at a time, so that nothing is passed over. Which rules should buy and sell?",  # noqa: E501
        f"这段文字有{length:,}个字符；为避免遗漏，我一次最多读{LONGEST:,}个。请只说明买入和卖出的规则。",
    )
    return Interpretation(kind="question", explanation=text, questions=(Question(text=text),), language=tongue.language)


def _unanswered(context: Context, tongue: Tongue) -> list[str]:
    """Return the person's words that a question is still open about, without small talk."""
    said = [text[:LONGEST] for role, text in context.messages if role == "user"]
    kept = [
        text
        for text in said
        if not restarts(text) and not gates.refusal(text, tongue) and not gates.answer(text, Context(), tongue)
    ]
    return kept[-_OPEN:]
