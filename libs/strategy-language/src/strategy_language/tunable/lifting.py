"""From literal numbers to named parameters, with the same meaning."""

from __future__ import annotations

import builtins
import copy
import keyword
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from strategy_language.catalogue import CATALOGUE
from strategy_language.check import problems
from strategy_language.document import Strategy
from strategy_language.expressions.vocabulary import RESERVED
from strategy_language.load import read
from strategy_language.program import Program, compile_document
from strategy_language.tunable.literals import Expression, Literal
from strategy_language.tunable.ranges import Range
from strategy_language.tunable.settings import setting_literals
from trading_contracts.problem import InvalidDocument

MOST_PARAMETERS: Final = 24
"""No more are made than bring a document to this many."""

_LONGEST_NAME: Final = 34
_HALVINGS: Final = 4
_LATER: Final = ("sizing", "execution", "limits")
"""Parts whose numbers give way to others where there are too many."""

Document = dict[str, Any]


@dataclass(frozen=True)
class _Knob:
    """One parameter to be, and every number that it takes the place of."""

    name: str
    label: str
    range: Range
    literals: tuple[Literal, ...]

    @property
    def value(self) -> float:
        return self.literals[0].value

    @property
    def later(self) -> bool:
        return self.literals[0].path[0] in _LATER


def tunable(strategy: Strategy) -> Strategy:
    """Return the document with its explicit numbers lifted to parameters; it means exactly the same.

    Parameters that it has are kept, in front. A number is lifted where the document takes a parameter and where the
    checks accept both ends of its range; the ranges are narrowed until they do. Nothing is refused: what cannot be
    read or lifted stays as it stands.

    Args:
        strategy: Any document of the right shape; it is not touched.
    """
    program = compile_document(strategy)
    bindings = {tuple(path.split(".")) for path in strategy.bindings}
    free = [literal for literal in _literals(program) if literal.path not in bindings]
    knobs = _most_wanted(_named(free, strategy), MOST_PARAMETERS - len(strategy.parameters))
    trial = _Trial(strategy, frozenset(problem.path for problem in problems(strategy)))
    accepted = list(trial.ranged(trial.accepted(knobs)))
    return trial.lifted(accepted) if accepted else strategy


def _literals(program: Program) -> Iterator[Literal]:
    """Yield every number that could be lifted: those of expressions, then those of settings, in reading order."""
    for at, definition in enumerate(program.strategy.definitions):
        expression = Expression(("definitions", at, "expr"), definition.expr)
        yield from expression.literals(program.definitions[definition.name])
    texts = program.strategy.model_dump(mode="json")
    for slot in program.slots.values():
        path = tuple(int(step) if step.isdecimal() else step for step in slot.path.split("."))
        text = _at(texts, path[:-1])[path[-1]]
        yield from Expression(path, text).literals(slot.node)
    yield from setting_literals(program.strategy)


def _named(literals: Iterable[Literal], strategy: Strategy) -> list[_Knob]:
    """Group the numbers that are one parameter, and give each group a name of its own."""
    groups: dict[tuple[object, ...], list[Literal]] = {}
    for literal in literals:
        groups.setdefault(literal.key, []).append(literal)
    taken = {*(each.name for each in strategy.parameters), *(each.name for each in strategy.definitions)}
    knobs: list[_Knob] = []
    for group in groups.values():
        name = _free_name(group[0].name, taken)
        taken.add(name)
        knobs.append(_Knob(name, _label(name, group[0].unit), group[0].range, tuple(group)))
    return knobs


def _free_name(wanted: str, taken: set[str]) -> str:
    plain = wanted[:_LONGEST_NAME].rstrip("_")
    names = (plain if at == 1 else f"{plain}_{at}" for at in range(1, len(taken) + 1000))
    return next(name for name in names if name not in taken and not _has_meaning(name))


def _has_meaning(name: str) -> bool:
    return name in RESERVED or name in CATALOGUE or keyword.iskeyword(name) or hasattr(builtins, name)


def _label(name: str, unit: str) -> str:
    first, *rest = name.split("_")
    known = CATALOGUE.get(first)
    said = first.upper() if known and known.talib and len(first) <= 5 else first.capitalize()
    words = " ".join([said, *rest])
    return f"{words}, {unit}" if unit and not words.endswith(unit) else words


def _most_wanted(knobs: list[_Knob], room: int) -> list[_Knob]:
    """Return as many as there is room for, in reading order; sizes and limits give way first."""
    ranked = sorted(range(len(knobs)), key=lambda at: (knobs[at].later, at))
    return [knobs[at] for at in sorted(ranked[: max(room, 0)])]


@dataclass(frozen=True)
class _Trial:
    """Documents with knobs in place of numbers, and whether they can be run as well as the given one.

    Attributes:
        strategy: The document as it was given.
        known: The paths at which it has problems of its own.
    """

    strategy: Strategy
    known: frozenset[str]

    def accepted(self, knobs: list[_Knob]) -> list[_Knob]:
        """Return the knobs with which the document has no problem that it did not have."""
        if self._passes(knobs):
            return knobs
        kept: list[_Knob] = []
        for knob in knobs:
            if self._passes([*kept, knob]):
                kept.append(knob)
        return kept

    def ranged(self, knobs: list[_Knob]) -> Iterator[_Knob]:
        """Yield the knobs with ranges whose ends can be run; a knob that cannot be turned at all is left out."""
        for knob in knobs:
            narrowed = self._narrowed(self._narrowed(knob, low=True), low=False)
            if narrowed.range.low < narrowed.range.high:
                yield narrowed

    def _narrowed(self, knob: _Knob, *, low: bool) -> _Knob:
        for _ in range(_HALVINGS):
            end = knob.range.low if low else knob.range.high
            if end == knob.value or self._passes([knob], {knob.name: end}):
                return knob
            knob = replace(knob, range=knob.range.narrowed(knob.value, low=low))
        return replace(knob, range=replace(knob.range, **{"low" if low else "high": knob.value}))

    def _passes(self, knobs: list[_Knob], values: Mapping[str, float] | None = None) -> bool:
        try:
            found = problems(self.lifted(knobs, values))
        except InvalidDocument:
            return False
        return {problem.path for problem in found} <= self.known

    def lifted(self, knobs: list[_Knob], values: Mapping[str, float] | None = None) -> Strategy:
        """Return the document with these knobs, at other values than its own where some are given.

        Raises:
            InvalidDocument: The shape of the document does not allow a value.
        """
        document = copy.deepcopy(self.strategy.model_dump(mode="json"))
        places = [(literal, knob.name) for knob in knobs for literal in knob.literals]
        # From right to left, so that the columns of the numbers before stay what they are.
        for literal, name in sorted(places, key=lambda place: place[0].span or (0, 0), reverse=True):
            _put(document, literal, name)
        document["parameters"] += [_parameter(knob, (values or {}).get(knob.name, knob.value)) for knob in knobs]
        return read(document)


def _put(document: Document, literal: Literal, name: str) -> None:
    if literal.bound:
        document["bindings"][".".join(str(step) for step in literal.path)] = name
        return
    place, last = _at(document, literal.path[:-1]), literal.path[-1]
    if literal.span is None:
        place[last] = name
    else:
        start, end = literal.span
        place[last] = f"{place[last][:start]}{name}{place[last][end:]}"


def _at(document: Any, path: Iterable[str | int]) -> Any:  # noqa: ANN401 - any part of a JSON document
    for step in path:
        document = document[step]
    return document


def _parameter(knob: _Knob, value: float) -> Document:
    low, high = min(knob.range.low, value), max(knob.range.high, value)
    return {"name": knob.name, "value": value, "low": low, "high": high, "step": knob.range.step, "label": knob.label}
