"""Lengths that stand in fields of the document, and the functions of the catalogue that take them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from strategy_language.catalogue import CATALOGUE, Argument, Entry
from strategy_language.document import Pairs, Strategy
from strategy_language.document.levels import Number as Written
from strategy_language.expressions import ExpressionError
from strategy_language.expressions.binding import fit_scalar
from strategy_language.expressions.nodes import Node, Number
from strategy_language.places import atr_levels
from trading_contracts.problem import FieldProblem


@dataclass(frozen=True, slots=True)
class Length:
    """One of them.

    Attributes:
        slot: Under which its expression is known, where it is written as one.
        path: The field in the document.
        value: What stands there.
        entry: The function that takes it.
    """

    slot: str
    path: str
    value: Written
    entry: Entry

    @property
    def argument(self) -> Argument:
        """Return the argument that it becomes."""
        return self.entry.argument("length")


def lengths(strategy: Strategy) -> Iterator[Length]:
    """Yield the lengths of ATR levels and of a pair."""
    risks = [("risk", "risk", strategy.risk)]
    risks += [(f"{rule.id}.risk", f"rules.{at}.risk", rule.risk) for at, rule in enumerate(strategy.rules) if rule.risk]
    for slot, path, risk in risks:
        for step, level in atr_levels(risk):
            yield Length(f"{slot}.{step}.length", f"{path}.{step}.length", level.length, CATALOGUE["atr"])
    if strategy.pairs:
        yield from _of_pair(strategy.pairs)


def length_problems(strategy: Strategy, known: Mapping[str, Node]) -> Iterator[FieldProblem]:
    """Yield lengths that their function does not take.

    Args:
        strategy: The document.
        known: What its slots say; a length that could not be read is passed over.
    """
    for length in lengths(strategy):
        node = known.get(length.slot) if isinstance(length.value, str) else Number(float(length.value))
        if node is None:
            continue
        try:
            fit_scalar(length.entry, length.argument, node)
        except ExpressionError as error:
            yield FieldProblem(path=length.path, reason=error.reason, suggestion=error.suggestion)


def _of_pair(pairs: Pairs) -> Iterator[Length]:
    hedged_by = {"ols": "hedge_ratio", "ratio": "sma"}
    if pairs.hedge in hedged_by:
        entry = CATALOGUE[hedged_by[pairs.hedge]]
        yield Length("pairs.hedge_length", "pairs.hedge_length", pairs.hedge_length, entry)
    yield Length("pairs.z_length", "pairs.z_length", pairs.z_length, CATALOGUE["zscore"])
