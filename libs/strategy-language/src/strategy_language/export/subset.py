"""Which parts of a document a target can say; everything else is refused by name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from strategy_language.document import Risk, Rule, Strategy
from strategy_language.expressions.nodes import Call, Column, Node, Of, On, PositionWord, walk
from strategy_language.program import Program
from trading_contracts.problem import FieldProblem


@dataclass(frozen=True)
class Subset:
    """What one target can say.

    Attributes:
        target: Its name in a sentence.
        functions: Functions of the catalogue that it has.
        levels: Fields of risk that it has, with the kinds of level for each (none: any kind).
        sizings: Kinds of size.
        position_words: Position words that it knows.
        orders: Kinds of resting entry orders.
        fields: Paths of further fields that may differ from their defaults.
    """

    target: str
    functions: Collection[str]
    levels: dict[str, tuple[str, ...]]
    sizings: tuple[str, ...]
    position_words: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    def problems(self, program: Program) -> list[FieldProblem]:
        """Return every construct of a document that the target cannot say."""
        return [
            *program.problems,
            *self._kind(program.strategy),
            *self._rules(program.strategy),
            *self._risk(program.strategy.risk),
            *self._settings(program.strategy),
            *self._expressions(program),
        ]

    def _no(self, path: str, what: str) -> FieldProblem:
        return FieldProblem(path=path, reason=f"{self.target} has no {what}.")

    def _kind(self, strategy: Strategy) -> Iterator[FieldProblem]:
        if strategy.kind != "signals":
            yield self._no("kind", f"strategies of kind {strategy.kind}")
        if len(strategy.universe) > 1:
            yield self._no("universe", "several symbols that share one account; export one symbol at a time")

    def _rules(self, strategy: Strategy) -> Iterator[FieldProblem]:
        for at, rule in enumerate(strategy.rules):
            path = f"rules.{at}"
            if rule.action.value.startswith("add"):
                yield self._no(f"{path}.action", "entries into an open position")
            yield from self._order(rule, f"{path}.order")
            named = {"fraction": "parts of a position", "risk": "own stops of a rule", "size": "own sizes of a rule"}
            named |= {"setup": "set-ups", "fill": "own fills of a rule"}
            for field, what in named.items():
                if getattr(rule, field) is not None:
                    yield self._no(f"{path}.{field}", what)
            if rule.for_setups:
                yield self._no(f"{path}.for_setups", "set-ups")
            if rule.read == "open":
                yield self._no(f"{path}.read", "rules that are read at the open")

    def _order(self, rule: Rule, path: str) -> Iterator[FieldProblem]:
        if rule.order is None:
            return
        if rule.order.kind not in self.orders or not rule.action.is_entry:
            yield self._no(path, f"resting {rule.order.kind} orders")
        if rule.order.valid == "day":
            yield self._no(f"{path}.valid", "orders for the day")

    def _risk(self, risk: Risk) -> Iterator[FieldProblem]:
        for name, value in _changed(risk):
            if name not in self.levels:
                yield self._no(f"risk.{name}", name.replace("_", " "))
                continue
            for at, level in enumerate(value if isinstance(value, tuple) else (value,)):
                path = f"risk.{name}.{at}" if isinstance(value, tuple) else f"risk.{name}"
                yield from self._level(path, level, self.levels[name])

    def _level(self, path: str, level: object, kinds: tuple[str, ...]) -> Iterator[FieldProblem]:
        if not isinstance(level, BaseModel):
            return
        kind = getattr(level, "kind", None)
        if kind is not None and kind not in kinds:
            yield self._no(f"{path}.kind", f"{kind} levels here")
        for field in ("fraction", "activate_at"):
            if getattr(level, field, None) is not None:
                yield self._no(f"{path}.{field}", field.replace("_", " "))
        if getattr(level, "anchor", "extreme") != "extreme":
            yield self._no(f"{path}.anchor", "trailing from the close")

    def _settings(self, strategy: Strategy) -> Iterator[FieldProblem]:
        if strategy.sizing.kind not in self.sizings:
            yield self._no("sizing.kind", f"sizes of kind {strategy.sizing.kind}")
        for part in ("sizing", "execution", "limits", "costs"):
            for name, _value in _changed(getattr(strategy, part)):
                path = f"{part}.{name}"
                if path not in (*self.fields, "sizing.kind", "sizing.value", "execution.allow_short"):
                    yield self._no(path, f"{name.replace('_', ' ')}")

    def _expressions(self, program: Program) -> Iterator[FieldProblem]:
        said: set[str] = set()
        for path, node in _written(program):
            for part in walk(node):
                what = self._unknown(part)
                if what and what not in said:
                    said.add(what)
                    yield FieldProblem(path=path, reason=f"{self.target} has no {what}.", column=part.column)

    def _unknown(self, node: Node) -> str | None:
        match node:
            case Call() if node.name not in self.functions:
                return f"function {node.name!r}"
            case On():
                return "higher timeframes"
            case Of() | Column(symbol=str()):
                return "other symbols"
            case PositionWord() if node.name not in self.position_words:
                return f"position word {node.name!r}"
        return None


def _changed(model: BaseModel) -> Iterator[tuple[str, object]]:
    """Yield the fields that differ from their defaults."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if value != field.get_default(call_default_factory=True):
            yield name, value


def _written(program: Program) -> Iterator[tuple[str, Node]]:
    for at, node in enumerate(program.definitions.values()):
        yield f"definitions.{at}.expr", node
    for slot in program.slots.values():
        yield slot.path, slot.node
