"""From a message and its conversation to an interpretation: what was meant, or an honest question."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from strategy_ai_worker.domain.glossary import terms_in
from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.reading import gates, sense
from strategy_ai_worker.domain.reading.answers import as_one_message, is_number, is_whole
from strategy_ai_worker.domain.reading.choices import chosen_option
from strategy_ai_worker.domain.reading.concepts import concept, says_more
from strategy_ai_worker.domain.reading.dress import dressed
from strategy_ai_worker.domain.reading.edits import edited, mixed_message, restarts
from strategy_ai_worker.domain.reading.read import Understood, understand
from strategy_ai_worker.domain.reading.sense import first_gap
from strategy_ai_worker.domain.reading.tongue import Tongue, tongue_of
from strategy_language.conversation import Question

LONGEST = 4000
"""Characters that are read; what is longer is a document, not an idea."""
_MOST_PIECES = 450
"""Words and signs that are read, two Chinese characters for one: some lead to a look at all others."""
_MOST_OF_CHANGE = 250
"""The same of a change to what is there; what is longer is an idea of its own."""
_PIECE: Final = re.compile(r"[A-Za-z0-9]+|[\u4e00-\u9fff]{1,2}|\S")
"""As the reader takes a text apart: a letter of any other script is a piece by itself."""
_SHORT_ANSWER = 4
_OPEN = 4
"""Messages that a question can be open about."""


def interpret(message: str, context: Context) -> Interpretation:
    """Return the reading of a message; never raises for any text."""
    tongue = tongue_of(message, context.said)
    found = dressed(_read(message, context, tongue), message, context, tongue)
    return _not_placed(found, message, context, tongue)


def _not_placed(found: Interpretation, message: str, context: Context, tongue: Tongue) -> Interpretation:
    """Return a question that is asked again with the reason: a short answer told nothing of what was asked."""
    asked = context.asked.questions if context.asked is not None else ()
    again = found.kind == "question" and asked and found.questions and found.questions[0].text == asked[0].text
    if not again or _pieces(message) > _SHORT_ANSWER:
        return found
    said = tongue.say(
        f'I cannot tell how "{message.strip()}" answers this. {found.explanation}',
        f"看不出“{message.strip()}”如何回答这个问题。{found.explanation}",
    )
    return replace(found, explanation=said)


def _read(message: str, context: Context, tongue: Tongue) -> Interpretation:
    chosen = chosen_option(message, context)
    if chosen is not None and chosen[1]:
        first = _first(chosen[0], tongue)
        ground = replace(context, current=first.strategy, asked=None, earlier=())
        return edited(f"{chosen[1]} instead", ground, tongue) or first if first.strategy is not None else first
    message = chosen[0] if chosen is not None else message
    text = message[:LONGEST]
    if _pieces(text) > _MOST_PIECES:
        return gates.refusal(text, tongue) or _too_long(message, tongue)
    settled = _asked_and_changed(text, context, tongue) or _stopped(text, context, tongue)
    if settled is not None:
        return settled
    if restarts(text):
        return _asks_anew(tongue)
    if len(message) > LONGEST:
        return _too_long(message, tongue)
    change = edited(text, context, tongue) if _pieces(text) <= _MOST_OF_CHANGE else None
    if change is not None:
        return change
    if context.current is None:
        return _without_document(text, context, tongue)
    return _first(text, tongue)


def _stopped(text: str, context: Context, tongue: Tongue) -> Interpretation | None:
    refused = gates.refusal(text, tongue) or _supposed(text, context, tongue)
    stopped = refused or gates.answer(text, context, tongue)
    # A message is understood here only where it would be answered as a question otherwise.
    return None if refused is None and stopped is not None and _asks_for_test(text, context) else stopped


_ASKS_MEANING: Final = re.compile(
    r"^\W*(?:what(?! if\b| would\b| happens\b| happened\b)|why|who|which|explain|define|tell me|describe"
    r"|how (?:do|does|is|are|can|should)\b)|^(?:什么是|什么叫|为什么|解释|如何|怎么|怎样)",
    re.IGNORECASE,
)
_ACTS: Final = re.compile(
    r"\b(?:buy|buys|bought|buying|sell|sells|sold|long|short|hold|holds|held|own|owned|in when|dumps?|put|pick up)\b"
    r"|[买買拿卖賣]|持有|做多|做空",
    re.IGNORECASE,
)


def _asks_for_test(text: str, context: Context) -> bool:
    """Return whether a question tells a whole strategy: "my cousin buys BTC when ... and sells when ..., any good?"."""
    if context.current is not None or _ASKS_MEANING.match(text) or not _ACTS.search(text):
        return False
    understood = understand(text)
    found = understood.strategy
    if found is None or not found.rules:
        return False
    enters = any(rule.action.is_entry for rule in found.rules)
    leaves = any(not rule.action.is_entry for rule in found.rules) or bool(found.risk.model_dump(exclude_defaults=True))
    return enters and leaves and sense.judged(understood, text, tongue_of(text)).kind == "strategy"


def _asked_and_changed(text: str, context: Context, tongue: Tongue) -> Interpretation | None:
    """Return the change of a message that also asks something, with the answer before what was changed."""
    parts = mixed_message(text) if context.current is not None and _pieces(text) <= _MOST_OF_CHANGE else None
    if parts is None or gates.refusal(text, tongue) is not None:
        return None
    question, told, last = parts
    change = edited(told, context, tongue)
    if change is None or change.strategy is None:
        return None
    answered = gates.answer(question, replace(context, current=change.strategy) if last else context, tongue)
    if answered is None or answered.kind != "answer":
        return None
    return replace(change, explanation=f"{answered.explanation}\n\n{change.explanation}".strip())


def _pieces(text: str) -> int:
    return sum(1 for _ in _PIECE.finditer(text))


def _without_document(text: str, context: Context, tongue: Tongue) -> Interpretation:
    """Return the reading of a message where no document was made yet: it may answer, or mend, what was said before."""
    text, said = _with_term(text, context), _unanswered(context, tongue)
    mended = _mended(said, text, context, tongue) if said else None
    if mended is not None:
        return mended
    whole = as_one_message([*said, text], _makes_strategy)
    understood = understand(whole)
    found = _judged(understood, whole, tongue_of(whole))
    market = _market_of_refused(context, tongue) if _lacks_market(found, understood, whole) else None
    return _first(f"{whole}\n{tongue.say('Trade', '交易')} {market}", tongue_of(whole)) if market else found


def _lacks_market(found: Interpretation, understood: Understood, text: str) -> bool:
    gap = first_gap(understood, text, tongue_of(text)) if found.kind == "question" else None
    return gap is not None and gap.kind == "market"


_DOES_THAT: Final = re.compile(
    r"\b(?:do|try|test|trade|use|run|backtest|make|build)\s+(that|it|this|one|those)\b|(?:试试?|测试?|用|做)(?:一下)?(这个|那个|它)",
    re.IGNORECASE,
)


def _with_term(text: str, context: Context) -> str:
    """Return a message with the term that was just explained in the place of "that": "ok, do that on the Nasdaq"."""
    found = _DOES_THAT.search(text)
    said = [before for role, before in context.messages if role == "user"]
    terms = terms_in(said[-1]) if found is not None and said and context.current is None else ()
    if found is None or len(terms) != 1:
        return text
    place = 1 if found.group(1) else 2
    return f"{text[: found.start(place)]}{terms[0]}{text[found.end(place) :]}"


def _mended(said: list[str], text: str, context: Context, tongue: Tongue) -> Interpretation | None:
    """Return the strategy that a message makes of one that was whole but could not be meant: "only the first one"."""
    before = as_one_message(said, _makes_strategy)
    understood = understand(before)
    gap = first_gap(understood, before, tongue)
    document = understood.strategy
    if document is None or not is_whole(understood) or _makes_strategy(before):
        return None
    if gap is not None and (gap.kind != "other" or is_number(text)):
        return None
    ground = replace(context, current=document, earlier=(), asked=None)
    meant = _CHOICE.sub("", text).strip()
    side = tongue.say("Change the entry to", "把买入条件改成")
    changes = (edited(words, ground, tongue) for words in (text, f"{side} {meant}"))
    return next((one for one in changes if one is not None and _is_whole_change(one, tongue)), None)


def _is_whole_change(change: Interpretation, tongue: Tongue) -> bool:
    """Return whether a change of what could not be meant leaves a strategy that can."""
    return change.strategy is not None and change.kind == "strategy" and sense.is_possible(change.strategy, tongue)


_CHOICE: Final = re.compile(
    r"^\W*(?:(?:ok|okay|no|sorry|just|only|i meant?|then|use|take|the)\b[,.\s]*)+"
    r"|[,\s]*\b(?:only|please|then|instead)\W*$",
    re.IGNORECASE,
)


def _market_of_refused(context: Context, tongue: Tongue) -> str | None:
    """Return the market that a message named which could not be served otherwise: "ok, then buy it on Mondays"."""
    refused = [text for role, text in context.messages if role == "user" and gates.refusal(text, tongue) is not None]
    named = [symbol for text in refused[-1:] for symbol in understand(text).candidates_named]
    return named[0] if len(named) == 1 else None


def _first(text: str, tongue: Tongue) -> Interpretation:
    """Return the reading of a text that edits nothing."""
    return _judged(understand(text), text, tongue)


def _judged(understood: Understood, text: str, tongue: Tongue) -> Interpretation:
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
    if change is None or (change.kind == "question" and not change.questions[0].options):
        return None
    return change if change.kind in ("strategy", "answer") or re.search(r"\d", text) else None


def _asks_anew(tongue: Tongue) -> Interpretation:
    text = tongue.say(
        "All right, from the beginning: what should be bought, when, and when should it be sold?",
        "好的，从头开始：买什么？什么条件买入？什么条件卖出？",
    )
    return Interpretation(kind="question", explanation=text, questions=(Question(text=text),), language=tongue.language)


def _too_long(message: str, tongue: Tongue) -> Interpretation:
    length, most, english, chinese = len(message), LONGEST, "characters", "个字符"
    if length <= LONGEST:
        length, most, english, chinese = _pieces(message), _MOST_PIECES, "words and signs", "个词和符号"
    text = tongue.say(
        f"This has {length:,} {english}; I read at most {most:,} at a time, so that nothing is passed over. Which rules should buy and sell?",  # noqa: E501
        f"这段文字有{length:,}{chinese}；为避免遗漏，我一次最多读{most:,}个。请只说明买入和卖出的规则。",
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
