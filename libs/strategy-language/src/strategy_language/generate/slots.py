"""The slots of a document in the order in which its module returns them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from strategy_language.catalogue import CATALOGUE
from strategy_language.document import Risk, Rule, Strategy
from strategy_language.expressions.nodes import Call, Node, Number
from strategy_language.pair import pair_slots
from strategy_language.places import atr_levels
from strategy_language.program import Program


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the dictionary that `signals` returns; `comment` introduces its group."""

    slot: str
    node: Node
    comment: str = ""


def lines(program: Program) -> Iterator[Line]:
    """Yield what the module returns: the written slots, the ATR of every ATR level, and the spread of a pair."""
    comments = dict(_comments(program.strategy))
    for slot, node in _all(program):
        group = slot.split(".")[0]
        yield Line(slot, node, comments.pop(group, ""))


def _all(program: Program) -> Iterator[tuple[str, Node]]:
    strategy = program.strategy
    atr = dict(_atr_series(program))
    for rule in strategy.rules:
        yield from _group(program, atr, rule.id)
    rules = {rule.id for rule in strategy.rules}
    for slot in (*program.slots, *atr):
        if slot.split(".")[0] not in rules and not slot.startswith("pairs."):
            yield slot, atr[slot] if slot in atr else program.slots[slot].node
    if strategy.pairs:
        yield from pair_slots(program)
        scores = (f"pairs.{name}" for name in ("enter_z", "exit_z", "stop_z"))
        yield from ((slot, program.slots[slot].node) for slot in scores if slot in program.slots)


def _group(program: Program, atr: dict[str, Node], name: str) -> Iterator[tuple[str, Node]]:
    for slot, written in program.slots.items():
        if slot.startswith(f"{name}."):
            yield slot, written.node
    for slot, node in atr.items():
        if slot.startswith(f"{name}."):
            yield slot, node


def _atr_series(program: Program) -> Iterator[tuple[str, Node]]:
    for rule in program.strategy.rules:
        if rule.risk:
            yield from _atr_of(program, rule.risk, f"{rule.id}.risk")
    yield from _atr_of(program, program.strategy.risk, "risk")


def _atr_of(program: Program, risk: Risk, name: str) -> Iterator[tuple[str, Node]]:
    for step, level in atr_levels(risk):
        path = f"{name}.{step}"
        length = program.node(f"{path}.length") or Number(float(level.length))
        yield f"{path}.atr", Call(CATALOGUE["atr"], (length,))


def _comments(strategy: Strategy) -> Iterator[tuple[str, str]]:
    for rule in strategy.rules:
        yield rule.id, _rule_comment(rule)


def _rule_comment(rule: Rule) -> str:
    action = rule.action.value.replace("_", " ")
    return f'{rule.id}, {action}: "{rule.source}"' if rule.source else f"{rule.id}, {action}"
