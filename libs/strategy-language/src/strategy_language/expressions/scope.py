"""Which names an expression may use."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from strategy_language.catalogue import CATALOGUE, find
from strategy_language.document import Parameter, Strategy
from strategy_language.expressions.nodes import Node
from strategy_language.expressions.vocabulary import COLUMNS, POSITION_WORDS, Place
from trading_contracts.bars import Timeframe


@dataclass(frozen=True)
class Scope:
    """What is known where an expression stands."""

    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    definitions: Mapping[str, Node] = field(default_factory=dict)
    place: Place = "entry"
    timeframe: Timeframe = Timeframe.D1

    @classmethod
    def of(cls, strategy: Strategy) -> Scope:
        """Return the scope of a document's first definition."""
        parameters = {parameter.name: parameter for parameter in strategy.parameters}
        return cls(parameters=parameters, place="definition", timeframe=strategy.timeframe)

    def at(self, place: Place) -> Scope:
        """Return the same scope at another place."""
        return replace(self, place=place)

    def knowing(self, definitions: Mapping[str, Node]) -> Scope:
        """Return the same scope with these definitions."""
        return replace(self, definitions=definitions)

    def names(self) -> tuple[str, ...]:
        """Return every name that may be written, for a suggestion."""
        words = (name for name, term in POSITION_WORDS.items() if self.place in term.places)
        return (*self.definitions, *self.parameters, *COLUMNS, *words, *CATALOGUE, "on", "of")


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant, or None."""
    lowered = {candidate.lower(): candidate for candidate in known}
    found = difflib.get_close_matches(name.lower(), list(lowered), n=1, cutoff=0.6)
    return lowered[found[0]] if found else None


def meant(name: str, scope: Scope) -> str | None:
    """Return what was probably meant by an unknown name: an alias first, then a similar spelling."""
    entry = find(name)
    return entry.name if entry else closest(name, scope.names())
