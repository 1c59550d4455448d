"""Follow-ups that put one oscillator in the place of another: "swap RSI for stochastics", "换成KDJ"."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.edits.swaps import with_rules
from strategy_ai_worker.domain.reading.indicators import INDICATORS, Indicator
from strategy_ai_worker.domain.reading.predicates.states import indicator_of
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.trees import Node, num, parse, rebuild, walk
from strategy_language.document import Assumption, Strategy

_EXCHANGES: Final = re.compile(
    r"\b(swap|replace|switch|exchange|change)\b|\binstead\b|\brather than\b|换成|改用|改成|替换|换为|代替"
)
_INSTEAD_OF: Final = re.compile(r"\binstead of\b|\brather than\b|代替")
_ZERO_TO_HUNDRED: Final = frozenset({"rsi", "stoch", "stochf", "stochrsi", "mfi", "ultosc"})


def apply(document: Strategy, text: str, said: Understood) -> Strategy | None:
    """Return the document with its oscillator exchanged, or None where nothing of the sort was asked for."""
    named = [str(lexeme.get("IND")) for lexeme in said.cursor.lexemes if lexeme.has("IND")]
    scaled = [key for key in named if key in INDICATORS and INDICATORS[key].low is not None]
    held = _oscillators(document)
    fresh = [key for key in scaled if INDICATORS[key].family not in {one.family for one in held}]
    if not _EXCHANGES.search(text) or len(set(fresh)) != 1 or len(held) != 1 or len(named) > len(scaled):
        return None
    wanted = scaled[0] if _INSTEAD_OF.search(text) else scaled[-1]
    if wanted != fresh[0]:
        return None
    numbers = {str(lexeme.get("NUM")) for lexeme in said.cursor.lexemes if lexeme.has("NUM")}
    return None if numbers else _exchanged(document, held[0], INDICATORS[fresh[0]])


def _oscillators(document: Strategy) -> list[Indicator]:
    """Return each oscillator of the rules once, by its family."""
    found: dict[str, Indicator] = {}
    for rule in document.rules:
        for node in walk(parse(rule.when)):
            spec = indicator_of(node) if node.op in ("call", "field") and not node.is_truth else None
            if spec is not None and spec.low is not None:
                found.setdefault(spec.family, spec)
    return list(found.values())


def _exchanged(document: Strategy, old: Indicator, new: Indicator) -> Strategy:
    line = new.build(new.usual)
    keeps = {old.family, new.family} <= _ZERO_TO_HUNDRED

    def change(node: Node) -> Node:
        if not node.is_truth or len(node.parts) != 2 or node.parts[1].op != "num":
            return node
        if not any(_is(part, old) for part in walk(node.parts[0])):
            return node
        left = rebuild(node.parts[0], lambda part: line if _is(part, old) else part)
        low = node.parts[1].number < ((old.low or 0) + (old.high or 0)) / 2
        usual = num(float(new.low if low else new.high))  # type: ignore[arg-type]
        return Node(node.op, (*node.args[:-2], left, node.parts[1] if keeps else usual))

    why = "the levels were kept as they are" if keeps else "the levels are the usual ones of the new indicator"
    settings = Assumption(field=f"{new.title} settings", value=list(new.usual), why=f"no numbers were named; {why}")
    changed = with_rules(document, change)
    return changed.model_copy(update={"assumptions": (*changed.assumptions, settings)})


def _is(node: Node, spec: Indicator) -> bool:
    found = indicator_of(node) if node.op in ("call", "field") else None
    return found is not None and found.family == spec.family
