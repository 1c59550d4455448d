"""The spread of a pair in the words of the language: hedge, spread, z-score."""

from __future__ import annotations

from strategy_language.document import Pairs
from strategy_language.expressions import Scope, parse
from strategy_language.expressions.nodes import Node
from strategy_language.program import Program


def pair_definitions(program: Program) -> dict[str, Node]:
    """Return the definitions that a pair brings along: `pair_hedge` and `pair_spread`, on the left leg's bars."""
    pairs = program.strategy.pairs
    if pairs is None:
        return {}
    scope = Scope.of(program.strategy).knowing(program.definitions)
    hedge = parse(_hedge(pairs), scope)
    spread = parse(f'close - pair_hedge * close("{pairs.right}")', scope.knowing({"pair_hedge": hedge}))
    return {"pair_hedge": hedge, "pair_spread": spread}


def pair_slots(program: Program) -> tuple[tuple[str, Node], ...]:
    """Return what the engine reads of a pair: the hedge ratio and the z-score of the spread."""
    pairs = program.strategy.pairs
    if pairs is None:
        return ()
    scope = Scope.of(program.strategy).knowing({**program.definitions, **pair_definitions(program)})
    z_score = parse(f"zscore(pair_spread, {pairs.z_length})", scope)
    return ("pairs.hedge", parse("pair_hedge", scope)), ("pairs.z", z_score)


def _hedge(pairs: Pairs) -> str:
    match pairs.hedge:
        case "fixed":
            return f"close * 0 + {1.0 if pairs.hedge_ratio is None else pairs.hedge_ratio}"
        case "ratio":
            return f'sma(close / close("{pairs.right}"), {pairs.hedge_length})'
    return f'hedge_ratio(close, close("{pairs.right}"), {pairs.hedge_length})'
