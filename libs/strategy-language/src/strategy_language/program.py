"""A document with every expression in it read: what checks, read-back, code and engine work on."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from strategy_language.catalogue import CATALOGUE
from strategy_language.document import Strategy
from strategy_language.expressions import ExpressionError, Scope, parse
from strategy_language.expressions.nodes import Call, Column, Node, Number, Of, walk
from strategy_language.expressions.vocabulary import RESERVED
from strategy_language.lengths import length_problems
from strategy_language.places import Written, written_expressions
from trading_contracts.problem import FieldProblem


@dataclass(frozen=True)
class Slot:
    """One expression of a document outside its definitions.

    Attributes:
        name: Under which the generated code returns it (`r1.when`, `risk.stop_loss.value`).
        path: Where it stands in the document (`rules.0.when`).
        node: What it says.
    """

    name: str
    path: str
    node: Node


@dataclass(frozen=True)
class Program:
    """A document and its expressions, by name. With `problems`, those at fault are missing."""

    strategy: Strategy
    definitions: Mapping[str, Node]
    slots: Mapping[str, Slot]
    problems: tuple[FieldProblem, ...]

    def node(self, name: str) -> Node | None:
        """Return what a slot says, or None where the document leaves it out."""
        slot = self.slots.get(name)
        return slot.node if slot else None

    def nodes(self) -> Iterator[Node]:
        """Yield every node of the document, definitions included."""
        for node in self.definitions.values():
            yield from walk(node)
        for slot in self.slots.values():
            yield from walk(slot.node)

    @property
    def other_symbols(self) -> tuple[str, ...]:
        """Return the symbols that are read but not traded, in the order of their first use."""
        named: dict[str, None] = {}
        for node in self.nodes():
            match node:
                case Column(symbol=str(symbol)) | Of(symbol=symbol):
                    named[symbol] = None
        return tuple(symbol for symbol in named if symbol not in self.strategy.universe)


def compile_document(strategy: Strategy) -> Program:
    """Read every expression of a document; what cannot be read is listed in `problems`."""
    scope = Scope.of(strategy)
    definitions: dict[str, Node] = {}
    problems = list(_name_problems(strategy))
    for at, definition in enumerate(strategy.definitions):
        try:
            definitions[definition.name] = parse(definition.expr, scope.knowing(definitions))
        except ExpressionError as error:
            problems.append(error.at(f"definitions.{at}.expr"))
            # Later uses of a broken definition would only repeat its problem.
            definitions[definition.name] = Number(0.0)
    slots: dict[str, Slot] = {}
    broken = {problem.path.split(".")[1] for problem in problems if problem.path.startswith("definitions.")}
    for written in written_expressions(strategy):
        try:
            slots[written.name] = _read(written, scope.knowing(definitions))
        except ExpressionError as error:
            if not _uses_broken(written.text, strategy, broken):
                problems.append(error.at(written.path))
    problems += length_problems(strategy, {name: slot.node for name, slot in slots.items()})
    return Program(strategy, definitions, slots, tuple(problems))


def _read(written: Written, scope: Scope) -> Slot:
    node = parse(written.text, scope.at(written.place), written.want)
    return Slot(written.name, written.path, node)


def _uses_broken(text: str, strategy: Strategy, broken: set[str]) -> bool:
    return any(re.search(rf"\b{strategy.definitions[int(at)].name}\b", text) for at in broken)


def _name_problems(strategy: Strategy) -> Iterator[FieldProblem]:
    taken: set[str] = set()
    named = [("parameters", at, each.name) for at, each in enumerate(strategy.parameters)]
    named += [("definitions", at, each.name) for at, each in enumerate(strategy.definitions)]
    for kind, at, name in named:
        path = f"{kind}.{at}.name"
        if name in taken:
            yield FieldProblem(path=path, reason=f"{name!r} is named twice.", suggestion=f"{name}_2")
        elif name in RESERVED or name in CATALOGUE or keyword.iskeyword(name) or hasattr(builtins, name):
            reason = f"{name!r} already has a meaning in the language."
            yield FieldProblem(path=path, reason=reason, suggestion=f"my_{name}")
        taken.add(name)


def calls(node: Node) -> Iterator[Call]:
    """Yield every function call in a node."""
    return (part for part in walk(node) if isinstance(part, Call))
