"""A document taken apart for a sweep: series that functions compute, and the conditions over them.

Functions are computed by the language's own generated code, once for each set of numbers that reaches them;
comparisons, crosses, `and` and `or` over their series are left to a compiled loop.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from backtest_engine.domain.batch.steps import ABOVE, AND, BELOW, LESS, LESS_EQUAL, OR, TRUTH
from strategy_language.document import Action, Definition, Order, Rule, Strategy
from strategy_language.expressions import render
from strategy_language.expressions.nodes import (
    AllOf,
    AnyOf,
    Call,
    Compare,
    DefinitionRef,
    Node,
    Number,
    ParameterRef,
    PositionWord,
    walk,
)
from strategy_language.generate import generate
from strategy_language.generate.slots import lines
from strategy_language.program import Program

_COMPARED: Final = {"<": LESS, "<=": LESS_EQUAL, ">": LESS, ">=": LESS_EQUAL}
_CROSSED: Final = {"crosses_above": ABOVE, "crosses_below": BELOW}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A series (or a number, or a truth) that functions compute.

    Attributes:
        expression: As the language writes it.
        truth: Whether it is a truth a bar.
        parameters: Those that reach it.
        number: The literal, or None.
        slot: Under which the companion module returns it.
    """

    expression: str
    truth: bool
    parameters: tuple[str, ...]
    number: float | None
    slot: str


@dataclass(slots=True)
class Fused:
    """What a sweep computes.

    Attributes:
        leaves: Series, each once.
        conditions: Slot of a condition -> its steps in postfix order: code, and the leaves that it reads.
        numbers: Slot of a number -> its leaf.
    """

    leaves: list[Leaf] = field(default_factory=list)
    conditions: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    _known: dict[tuple[str, bool], int] = field(default_factory=dict)

    def leaf(self, node: Node) -> int:
        """Return the place of a node among the leaves."""
        truth, expression = node.type == "truth", render(node)
        key = (expression, truth)
        if key not in self._known:
            self._known[key] = len(self.leaves)
            names = sorted({part.name for part in _parts(node) if isinstance(part, ParameterRef)})
            number = node.value if isinstance(node, Number) else None
            slot = f"leaf_{len(self.leaves)}.{'when' if truth else 'order.price'}"
            self.leaves.append(Leaf(expression, truth, tuple(names), number, slot))
        return self._known[key]

    def steps(self, node: Node) -> Iterator[tuple[int, int, int]]:
        """Yield the steps of a condition."""
        match node:
            case DefinitionRef(target=target):
                yield from self.steps(target)
            case AllOf(parts=parts) | AnyOf(parts=parts):
                yield from self.steps(parts[0])
                for part in parts[1:]:
                    yield from self.steps(part)
                    yield (AND if isinstance(node, AllOf) else OR), -1, -1
            case Compare(op=op, left=left, right=right) if op in _COMPARED:
                low, high = (right, left) if op.startswith(">") else (left, right)
                yield _COMPARED[op], self.leaf(low), self.leaf(high)
            case Call(arguments=(left, right)) if node.name in _CROSSED:
                yield _CROSSED[node.name], self.leaf(left), self.leaf(right)
            case _:
                yield TRUTH, self.leaf(node), -1


def fuse(program: Program) -> Fused | None:
    """Return a document taken apart, or None where it speaks of the open position."""
    fused = Fused()
    for line in lines(program):
        if any(isinstance(part, PositionWord) for part in _parts(line.node)):
            return None
        if line.node.type == "truth":
            fused.conditions[line.slot] = list(fused.steps(line.node))
        else:
            fused.numbers[line.slot] = fused.leaf(line.node)
    return fused


def companion(strategy: Strategy, leaves: list[Leaf]) -> str:
    """Return the module that computes the leaves: orders' prices hold any series, conditions any truth."""
    rules = tuple(
        Rule(id=leaf.slot.partition(".")[0], action=Action.ENTER_LONG, when=leaf.expression)
        if leaf.truth
        else Rule(
            id=leaf.slot.partition(".")[0],
            action=Action.ENTER_LONG,
            when="1 > 0",
            order=Order(kind="limit", price=leaf.expression),
        )
        for leaf in leaves
        if leaf.number is None
    )
    document = Strategy(
        name="Leaves",
        universe=strategy.universe,
        timeframe=strategy.timeframe,
        parameters=strategy.parameters,
        definitions=tuple(Definition(name=each.name, expr=each.expr) for each in strategy.definitions),
        rules=rules,
    )
    return generate(document).text


def _parts(node: Node) -> Iterator[Node]:
    # Every node, those behind the names of definitions included.
    for part in walk(node):
        yield part
        if isinstance(part, DefinitionRef):
            yield from _parts(part.target)
