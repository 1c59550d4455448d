"""What a follow-up may refer to: the document that is there, as a memory."""

from __future__ import annotations

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
    return memory


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


def _learn(memory: Memory, node: Node) -> None:
    if node.op == "call" and node.word in AVERAGES and is_price(node):
        memory.averages.append(node)
    if node.op == "call" and node.word in ("crosses_above", "crosses_below") and node.parts[1].op != "num":
        memory.pair = (node.parts[0], node.parts[1])
    if node.op in ("<", ">", "<=", ">=") and memory.pair is None and node.parts[1].op != "num":
        memory.pair = (node.parts[0], node.parts[1])
    if node.op == "call":
        _learn_band(memory, node)
        numbers = tuple(part.number for part in node.parts if part.op == "num")
        for spec in INDICATORS.values():
            sample = spec.build(spec.usual)
            sample = sample.parts[0] if sample.op == "field" else sample
            if sample.op == "call" and sample.word == node.word and len(numbers) == len(spec.usual) and numbers:
                memory.given.setdefault(spec.family, numbers)
