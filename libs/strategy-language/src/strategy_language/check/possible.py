"""Whether a condition can ever be true, judged from its comparisons and from what is true of every market."""

from __future__ import annotations

import math
from collections.abc import Sequence

from strategy_language.check.differences import ZERO, Differences
from strategy_language.check.facts import bounds_of, companions, is_positive, orders
from strategy_language.check.linear import TURNED, Linear, Relation, relation
from strategy_language.check.normal import Case, Literal_, TooManyCases, Truth, cases
from strategy_language.expressions.nodes import AllOf, Compare, Node, Not
from strategy_language.expressions.render import render


def can_be_true(node: Node) -> bool:
    """Return False only where a condition is certain never to be true, on any bars."""
    try:
        return any(can_hold(case) for case in cases(node))
    except (TooManyCases, ArithmeticError):
        return True


def implies(first: Node, second: Node) -> bool:
    """Return True only where the second condition is certain to be true whenever the first is."""
    return not can_be_true(AllOf((first, Not(second))))


def can_hold(case: Sequence[Literal_]) -> bool:
    """Return whether literals can hold together.

    Raises:
        ArithmeticError: A scalar in them cannot be computed.
    """
    if not _truths_agree(case):
        return False
    relations = [relation(literal) for literal in case if isinstance(literal, Compare)]
    return _constants_hold(relations) and _sums_possible(relations) and _ratios_possible(relations)


def _truths_agree(case: Sequence[Literal_]) -> bool:
    known: dict[str, bool] = {}
    for literal in case:
        if not isinstance(literal, Truth):
            continue
        if known.setdefault(render(literal.node), literal.holds) != literal.holds:
            return False
    return True


def _constants_hold(relations: list[Relation]) -> bool:
    return all(_holds(each.form.offset, each.op) for each in relations if not each.form.coefficients)


def _holds(value: float, op: str) -> bool:
    match op:
        case "<":
            return value < 0
        case "<=":
            return value <= 0
        case ">":
            return value > 0
        case ">=":
            return value >= 0
        case "==":
            return value == 0
    return value != 0


def _terms(relations: list[Relation]) -> list[Node]:
    nodes: dict[str, Node] = {}
    for each in relations:
        nodes.update(each.form.nodes)
    return companions(nodes.values())


def _sums_possible(relations: list[Relation]) -> bool:
    system = Differences()
    nodes = _terms(relations)
    for node in nodes:
        _bound(system, node)
    for order in orders(nodes):
        system.at_most(render(order.low), render(order.high), 0.0)
    for each in relations:
        _add_sum(system, each)
    return system.possible()


def _bound(system: Differences, node: Node) -> None:
    bounds = bounds_of(node)
    if bounds is None:
        return
    low, high = bounds
    if math.isfinite(low):
        system.at_most(ZERO, render(node), -low)
    if math.isfinite(high):
        system.at_most(render(node), ZERO, high)


def _add_sum(system: Differences, each: Relation) -> None:
    """Add a relation: a bound on one term, a difference of two, or a bound on the form as a whole."""
    form, op = each.form, each.op
    if not form.coefficients:
        return
    names = sorted(form.coefficients)
    leading = form.coefficients[names[0]]
    scaled = form.times(1 / leading)
    if leading < 0:
        op = TURNED[op]
    if len(names) == 1:
        system.add(names[0], ZERO, op, -scaled.offset)
    elif len(names) == 2 and math.isclose(scaled.coefficients[names[1]], -1):
        system.add(names[0], names[1], op, -scaled.offset)
    else:
        _add_whole(system, scaled, op)


def _add_whole(system: Differences, form: Linear, op: str) -> None:
    whole = " + ".join(f"{round(form.coefficients[name], 9)} {name}" for name in sorted(form.coefficients))
    system.add(whole, ZERO, op, -form.offset)
    ordered = _ratio(form)
    if ordered is None:
        return
    left, right, factor = ordered
    # x > f * y with f >= 1 makes x > y, where both are positive.
    if (factor >= 1 and op in (">", ">=")) or (factor <= 1 and op in ("<", "<=")):
        system.add(left, right, op, 0.0)


def _ratio(form: Linear) -> tuple[str, str, float] | None:
    """Return (x, y, f) of a form x - f * y over two positive terms, or None."""
    if len(form.coefficients) != 2 or abs(form.offset) > 1e-12:
        return None
    if not all(is_positive(node) for node in form.nodes.values()):
        return None
    left, right = sorted(form.coefficients)
    factor = -form.coefficients[right] / form.coefficients[left]
    return (left, right, factor) if factor > 0 else None


def _ratios_possible(relations: list[Relation]) -> bool:
    """Return whether the relations between positive terms can hold together, in logarithms."""
    system = Differences()
    nodes = [node for node in _terms(relations) if is_positive(node)]
    for order in orders(nodes):
        system.at_most(render(order.low), render(order.high), 0.0)
    for each in relations:
        _add_ratio(system, each)
    return system.possible()


def _add_ratio(system: Differences, each: Relation) -> None:
    form, op = each.form, each.op
    if not form.coefficients or not all(is_positive(node) for node in form.nodes.values()):
        return
    leading = form.coefficients[min(form.coefficients)]
    scaled, op = form.times(1 / leading), TURNED[op] if leading < 0 else op
    pair = _ratio(scaled)
    if pair:
        system.add(pair[0], pair[1], op, math.log(pair[2]))
    elif len(scaled.coefficients) == 1 and scaled.offset < 0:
        system.add(next(iter(scaled.coefficients)), ZERO, op, math.log(-scaled.offset))


def conflict(case: Case) -> tuple[Literal_, Literal_] | None:
    """Return two literals of a case that exclude each other, or None where it takes more than two."""
    for at, first in enumerate(case):
        for second in case[at + 1 :]:
            if can_hold((first,)) and can_hold((second,)) and not can_hold((first, second)):
                return first, second
    return None
