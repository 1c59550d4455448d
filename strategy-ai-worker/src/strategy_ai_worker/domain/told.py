"""What a document says, told in the language of its person."""

from __future__ import annotations

from strategy_ai_worker.domain.chinese.document import told_in_chinese
from strategy_ai_worker.domain.chinese.expressions import Speaker
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.traditional import traditional
from strategy_language.document import Strategy
from strategy_language.expressions.parse import parse
from strategy_language.readback import phrase, read_back, sentence_tree
from strategy_language.readback.sentence import Sentence


def told(document: Strategy, tongue: Tongue) -> str:
    """Return the read-back of a document, a line for each of its parts."""
    if tongue.language == "en":
        return read_back(document)
    return "\n".join(one.text for one in sentences(document, tongue))


def sentences(document: Strategy, tongue: Tongue) -> tuple[Sentence, ...]:
    """Return the parts of the read-back, each with its sentences and their paths."""
    if tongue.language == "en":
        return sentence_tree(document).children
    parts = told_in_chinese(document)
    return tuple(_written(one) for one in parts) if tongue.language == "zh-Hant" else parts


def _written(sentence: Sentence) -> Sentence:
    children = tuple(_written(one) for one in sentence.children)
    return Sentence(text=traditional(sentence.text), path=sentence.path, children=children)


def condition_told(text: str, tongue: Tongue, timeframe: str = "1d") -> str:
    """Return one expression in words."""
    node = parse(text)
    return phrase(node) if tongue.language == "en" else tongue.say("", Speaker(timeframe).say(node))
