"""A number that stands for different things: "change 20 to 40" where a breakout and a volume have 20 days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from strategy_ai_worker.domain.interpretation import Interpretation
from strategy_ai_worker.domain.reading.edits.described import description
from strategy_ai_worker.domain.reading.edits.swaps import named_pair
from strategy_ai_worker.domain.reading.edits.wording import reworded
from strategy_ai_worker.domain.reading.lexemes import lexemes_of
from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.seeds import AVERAGES
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.trees import Node, number_text, parse, walk
from strategy_language.catalogue.table import CATALOGUE
from strategy_language.conversation import Question
from strategy_language.document import Strategy

Use = tuple[str, str]
"""What a number stands for: the kind of use, and the indicator or part that it belongs to."""
_BOUNDS: Final = frozenset({"<", "<=", ">", ">=", "crosses_above", "crosses_below"})
_TOLD: Final = {
    ("length", "extreme"): ("Change the breakout to {} days", "入场周期改成{}日"),
    ("length", "volume"): ("Use a {}-day volume average", "用{}日均量"),
    ("length", "average"): ("Use the {}-day average instead", "改用{}日均线"),
    ("hold", ""): ("Hold at most {} days", "最多持有{}天"),
}


def which_use(document: Strategy, text: str, tongue: Tongue) -> Interpretation | None:
    """Ask which number is meant where the one that is named stands for different things, or None where it does not."""
    text = plain(reworded(text))
    pair = named_pair(text)
    said = description(text)
    if pair is None or said.tests or said.entry is not None or said.place is not None:
        return None
    timed = any(one.has("SPAN") for one in lexemes_of(text))
    uses = list(dict.fromkeys(use for use in uses_of(document, pair[0]) if use[0] != "level" or not timed))
    if len(uses) < 2:
        return None
    new = number_text(pair[1])
    old = number_text(pair[0])
    asked = tongue.say(
        f"{old} stands for more than one thing here. Which one should become {new}?",
        f"{old}在这里有不止一个含义。要把哪一个改成{new}？",
    )
    options = tuple(_option(use, new, tongue) for use in uses)
    question = Question(text=asked, options=options)
    return Interpretation(kind="question", explanation=asked, questions=(question,), language=tongue.language)


def _option(use: Use, new: str, tongue: Tongue) -> str:
    kind, name = use
    told = _TOLD.get(use)
    if told is not None:
        return tongue.say(told[0].format(new), told[1].format(new))
    if kind == "length":
        return tongue.say(f"Change the {name.upper()} period to {new}", f"{name.upper()}周期改成{new}")
    return tongue.say(f"Change the {name.upper()} level to {new}", f"{name.upper()}阈值改成{new}")


def uses_of(document: Strategy, value: float) -> Iterator[Use]:
    """Yield what a number stands for in the rules and the time limit of a document."""
    for rule in document.rules:
        for node in walk(parse(rule.when)):
            yield from _of_function(node, value)
            yield from _of_bound(node, value)
    if document.risk.max_bars == value:
        yield "hold", ""


def _of_function(node: Node, value: float) -> Iterator[Use]:
    entry = CATALOGUE.get(node.word) if node.op == "call" else None
    pairs = zip(entry.arguments, node.parts, strict=False) if entry is not None else ()
    if any(argument.kind == "length" and part.op == "num" and part.number == value for argument, part in pairs):
        of_volume = "volume" in str(node.parts[0]) and node.word in AVERAGES
        extreme = node.word in ("highest", "lowest")
        family = "extreme" if extreme else "average" if node.word in AVERAGES else node.word
        yield "length", "volume" if of_volume else family


def _of_bound(node: Node, value: float) -> Iterator[Use]:
    way = node.word if node.op == "call" else node.op
    if way not in _BOUNDS or len(node.parts) != 2 or node.parts[1].op != "num" or node.parts[1].number != value:
        return
    measured = next((part.word for part in walk(node.parts[0]) if part.op == "call" and part.word != "of"), None)
    symbol = next((part.word.strip("^") for part in walk(node.parts[0]) if part.op == "text"), None)
    if measured is not None or symbol is not None:
        yield "level", symbol or measured or ""
