"""All sense checks of a document, in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from strategy_language.check.conditions import Conditions
from strategy_language.check.levels import Levels
from strategy_language.check.opening import Opening
from strategy_language.check.portfolio import Portfolio
from strategy_language.check.rules import Rules
from strategy_language.check.sessions import session_problems
from strategy_language.check.settings import Settings
from strategy_language.check.units import unit_problems
from strategy_language.document import Action, Strategy
from strategy_language.expressions.nodes import PositionWord, walk
from strategy_language.program import Program, compile_document
from strategy_language.readback.voice import Voice
from trading_contracts.problem import FieldProblem, InvalidDocument


def problems(strategy: Strategy) -> tuple[FieldProblem, ...]:
    """Return everything that is wrong with the sense of a document; empty for one that can be run."""
    return program_problems(compile_document(strategy))


def program_problems(program: Program) -> tuple[FieldProblem, ...]:
    """Return everything that is wrong with a document whose expressions have been read."""
    found = [*program.problems, *_kind_and_rules(program), *_risk_and_size(program), *Settings(program).problems()]
    unique = {(problem.path, problem.reason): problem for problem in found}
    return tuple(unique.values())


def require_valid(strategy: Strategy) -> Strategy:
    """Return the document, which can be run.

    Raises:
        InvalidDocument: It cannot; `errors` names each place.
    """
    found = problems(strategy)
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise InvalidDocument(f"The strategy cannot be run: {found[0].reason}{more}", errors=found)
    return strategy


def _kind_and_rules(program: Program) -> Iterator[FieldProblem]:
    yield from Portfolio(program).problems()
    if program.strategy.kind in ("signals", "python"):
        yield from Rules(program).problems()
    yield from unit_problems(program)
    yield from session_problems(program)
    yield from Opening(program).problems()
    yield from Conditions(program).problems()


def _risk_and_size(program: Program) -> Iterator[FieldProblem]:
    strategy = program.strategy
    at_market = not any(rule.order for rule in strategy.rules if rule.action.is_entry)
    common = Levels(program, strategy.risk, "risk", "risk", Voice(program).sides, at_market=at_market)
    yield from common.problems()
    settings = Settings(program)
    stopped = [common.has_first_stop] if not any(rule.action.is_entry for rule in strategy.rules) else []
    hung: list[bool] = []
    for at, rule in enumerate(strategy.rules):
        own = common
        if rule.risk:
            path = f"rules.{at}.risk"
            own = Levels(program, rule.risk, f"{rule.id}.risk", path, rule.action.side, at_market=rule.order is None)
            yield from own.problems()
        hung += [own.has_first_stop] if rule.action.is_entry else []
        if rule.size:
            adds = rule.action in (Action.ADD_LONG, Action.ADD_SHORT)
            path = f"rules.{at}.size"
            yield from settings.size(rule.size, f"{rule.id}.size", path, has_stop=own.has_first_stop, adds=adds)
        elif rule.action.is_entry:
            stopped.append(own.has_first_stop)
    if stopped:
        yield from settings.size(strategy.sizing, "sizing", "sizing", has_stop=all(stopped), adds=False)
    if not any(hung):
        yield from _initial_risk(program)


def _initial_risk(program: Program) -> Iterator[FieldProblem]:
    """Yield expressions that speak of R where no position has a first stop to measure it by."""
    for slot in program.slots.values():
        for node in walk(slot.node):
            if isinstance(node, PositionWord) and node.name in ("open_r", "initial_risk"):
                reason = f"{node.name!r} is measured by the distance to the first stop, and there is no stop."
                yield FieldProblem(path=slot.path, reason=reason, column=node.column, suggestion="risk.stop_loss")
