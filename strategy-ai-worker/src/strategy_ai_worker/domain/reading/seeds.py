"""What a follow-up may refer to: the document that is there, as a memory."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.indicators import BANDS, INDICATORS
from strategy_ai_worker.domain.reading.memory import Memory
from strategy_ai_worker.domain.reading.operands import is_price
from strategy_ai_worker.domain.reading.trees import Node, parse, walk
from strategy_language.document import Strategy

AVERAGES = frozenset(["sma", "ema", "wma", "hma", "dema", "tema", "kama", "trima", "rma", "zlema", "vwma"])


def seeded(document: Strategy) -> Memory:
    """Return a memory in which everything of the document has just been said."""
    memory = Memory(follow_up=True, timeframe=document.timeframe.value, round_the_clock="/" in document.universe[0])
    for rule in reversed(document.rules):
        try:
            tree = parse(rule.when)
        except ValueError:
            continue
        for node in walk(tree):
            _learn(memory, node)
            _learn_scale(memory, node)
    _learn_entry(memory, document)
    return memory


def _learn_entry(memory: Memory, document: Strategy) -> None:
    """Keep from which side the entry comes: "exit at the lower band instead" is reached from there."""
    entries = [rule for rule in document.rules if rule.action.is_entry]
    memory.entered_short = bool(entries) and all(rule.action.side == "short" for rule in entries)
    for node in (part for rule in entries[:1] for part in walk(parse(rule.when))):
        way = node.word if node.op == "call" else node.op
        if node.is_truth and len(node.parts) == 2 and way in _ABOVE | _BELOW and is_price(node.parts[0]):
            if node.parts[1].op == "num":
                continue
            memory.entered_above = way in _ABOVE
            shown = str(node.parts[1])
            memory.entered_edge = next((edge for edge in ("lower", "upper") if shown.endswith(f".{edge}")), None)


_ABOVE: Final = frozenset({">", ">=", "crosses_above"})
_BELOW: Final = frozenset({"<", "<=", "crosses_below"})


def _learn_scale(memory: Memory, node: Node) -> None:
    """Keep the indicator that has levels: "short above 80" speaks of it."""
    compares = node.op in ("<", ">", "<=", ">=") or (node.op == "call" and node.word.startswith("crosses"))
    if (
        compares
        and node.parts[1].op == "num"
        and not is_price(node.parts[0])
        and node.parts[0].word not in ("weekday", "month")
    ):
        memory.scaled = node.parts[0]


def _learn_band(memory: Memory, node: Node) -> None:
    """Keep the bands of the document with their numbers: "sell at the upper band instead" speaks of them."""
    numbers = tuple(part.number for part in node.parts if part.op == "num")
    for family, (build, usual) in BANDS.items():
        line = build("upper", usual)
        same = line.op == "field" and line.parts[0].word == node.word
        if same and len(numbers) == len(usual):
            memory.given.setdefault(family, numbers)
            memory.band = memory.band or family


def _learn_keltner(memory: Memory, node: Node) -> None:
    """Keep the Keltner channel that a line some ATRs off an exponential average is of."""
    middle, width = node.parts
    spread = width.parts if width.op == "*" else ()
    if middle.word != "ema" or len(spread) != 2 or spread[0].op != "num" or spread[1].word != "atr":
        return
    memory.given.setdefault("keltner", (middle.parts[-1].number, spread[0].number, spread[1].parts[-1].number))
    memory.band = memory.band or "keltner"


def _learn(memory: Memory, node: Node) -> None:
    if node.op == "call" and node.word in AVERAGES and is_price(node):
        memory.averages.append(node)
    if node.op == "call" and node.word in ("crosses_above", "crosses_below") and node.parts[1].op != "num":
        memory.pair = (node.parts[0], node.parts[1])
    if node.op in ("<", ">", "<=", ">=") and memory.pair is None and node.parts[1].op != "num":
        memory.pair = (node.parts[0], node.parts[1])
    if node.op in ("+", "-"):
        _learn_keltner(memory, node)
    if node.op == "call":
        _learn_band(memory, node)
        numbers = tuple(part.number for part in node.parts if part.op == "num")
        for spec in INDICATORS.values():
            sample = spec.build(spec.usual)
            sample = sample.parts[0] if sample.op == "field" else sample
            if sample.op == "call" and sample.word == node.word and len(numbers) == len(spec.usual) and numbers:
                memory.given.setdefault(spec.family, numbers)
