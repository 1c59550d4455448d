"""Rotation, pairs, target weights, hand-written code: the parts that a kind needs, and those that it would ignore."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from strategy_language.check.numbers import Numbers
from strategy_language.document import Allocation, Core, Pairs, Rotation, Sizing
from strategy_language.document.portfolio import TargetWeight
from strategy_language.program import Program
from strategy_language.static_checks import inspect_code
from trading_contracts.problem import FieldProblem

_PARTS = {"rotation": "rotation", "pairs": "pairs", "allocation": "allocation", "python": "code"}


@dataclass(frozen=True)
class Portfolio:
    """What belongs to the kind of a document."""

    program: Program

    def problems(self) -> Iterator[FieldProblem]:
        """Yield everything that is wrong with it."""
        strategy = self.program.strategy
        for kind, part in _PARTS.items():
            given = getattr(strategy, part) is not None
            if kind == strategy.kind and not given:
                yield FieldProblem(path=part, reason=f"A strategy of kind {kind} needs its {part!r}.")
            elif kind != strategy.kind and given:
                reason = f"{part!r} has no effect in a strategy of kind {strategy.kind}."
                yield FieldProblem(path=part, reason=reason, suggestion=f"kind: {kind}")
        if strategy.kind in ("rotation", "pairs", "allocation") and strategy.rules:
            yield FieldProblem(path="rules", reason=f"Rules have no effect in a strategy of kind {strategy.kind}.")
        if strategy.kind in ("rotation", "pairs", "allocation"):
            yield from self._size(strategy.sizing)
        yield from self._of_kind()

    def _size(self, sizing: Sizing) -> Iterator[FieldProblem]:
        """Yield sizes that a strategy of target weights would ignore: it takes a share of the equity altogether."""
        kind = self.program.strategy.kind
        if sizing.kind not in ("percent_of_equity", "equal_weight"):
            reason = f"A size of kind {sizing.kind!r} has no effect in a strategy of kind {kind}."
            yield FieldProblem(path="sizing.kind", reason=reason, suggestion="percent_of_equity")
        elif isinstance(sizing.value, str) or (kind == "allocation" and sizing.value != 100):
            reason = "The weights are the sizes." if kind == "allocation" else "This is one written number here."
            yield FieldProblem(path="sizing.value", reason=reason, suggestion="100")
        for field in ("max_percent_of_equity", "max_quantity", "multiplier"):
            if getattr(sizing, field) is not None:
                reason = f"{field!r} has no effect in a strategy of kind {kind}."
                yield FieldProblem(path=f"sizing.{field}", reason=reason)

    def _of_kind(self) -> Iterator[FieldProblem]:
        strategy = self.program.strategy
        if strategy.kind == "rotation" and strategy.rotation:
            yield from self._rotation(strategy.rotation)
        if strategy.kind == "pairs" and strategy.pairs:
            yield from self._pairs(strategy.pairs)
        if strategy.core:
            yield from self._core(strategy.core)
        if strategy.kind == "allocation" and strategy.allocation:
            yield from self._allocation(strategy.allocation)
        if strategy.kind == "python" and strategy.code is not None:
            yield from self._code(strategy.code)

    def _rotation(self, rotation: Rotation) -> Iterator[FieldProblem]:
        size = len(self.program.strategy.universe)
        if size < 2:
            yield FieldProblem(path="universe", reason="A rotation chooses among at least two symbols.")
        elif rotation.hold > size:
            reason = f"{rotation.hold} symbols cannot be held out of a universe of {size}."
            yield FieldProblem(path="rotation.hold", reason=reason, suggestion=str(size))

    def _pairs(self, pairs: Pairs) -> Iterator[FieldProblem]:
        universe = self.program.strategy.universe
        if pairs.left == pairs.right:
            yield FieldProblem(path="pairs.right", reason="The two legs of a pair differ.")
        for leg in ("left", "right"):
            if getattr(pairs, leg) not in universe:
                yield FieldProblem(path=f"pairs.{leg}", reason=f"{getattr(pairs, leg)} is not in the universe.")
        if set(universe) - {pairs.left, pairs.right}:
            yield FieldProblem(path="universe", reason="The universe of a pair is its two legs.")
        yield from self._hedge(pairs)
        yield from self._scores(pairs)

    def _hedge(self, pairs: Pairs) -> Iterator[FieldProblem]:
        if pairs.hedge == "fixed" and pairs.hedge_ratio is None:
            yield FieldProblem(path="pairs.hedge_ratio", reason="A fixed hedge needs its ratio.", suggestion="1")
        if pairs.hedge != "fixed" and pairs.hedge_ratio is not None:
            reason = f"The ratio has no effect with the hedge {pairs.hedge!r}."
            yield FieldProblem(path="pairs.hedge_ratio", reason=reason, suggestion="hedge: fixed")
        if pairs.hedge_ratio == 0:
            yield FieldProblem(path="pairs.hedge_ratio", reason="A ratio of 0 is no hedge.")
        if pairs.hedge == "ols" and Numbers(self.program).fixed("pairs.hedge_length", pairs.hedge_length) == 2:
            reason = "A line through two bars fits them exactly: a least-squares hedge takes at least 3."
            yield FieldProblem(path="pairs.hedge_length", reason=reason, suggestion="60")

    def _scores(self, pairs: Pairs) -> Iterator[FieldProblem]:
        numbers = Numbers(self.program)
        enter = numbers.fixed("pairs.enter_z", pairs.enter_z)
        leave = numbers.fixed("pairs.exit_z", pairs.exit_z)
        stop = numbers.fixed("pairs.stop_z", pairs.stop_z)
        yield from numbers.above_zero("pairs.enter_z", "pairs.enter_z", pairs.enter_z)
        if enter is not None and leave is not None and leave >= enter:
            reason = f"A pair is closed nearer to the mean ({leave:g}) than it is opened ({enter:g})."
            yield FieldProblem(path="pairs.exit_z", reason=reason)
        if enter is not None and stop is not None and stop <= enter:
            reason = f"The stop ({stop:g}) lies beyond the entry ({enter:g}), or the pair is given up as it is opened."
            yield FieldProblem(path="pairs.stop_z", reason=reason)

    def _allocation(self, allocation: Allocation) -> Iterator[FieldProblem]:
        yield from self._weights(allocation.weights, "allocation.weights")
        for at, dated in enumerate(allocation.schedule):
            yield from self._weights(dated.weights, f"allocation.schedule.{at}.weights")
        for at, (before, after) in enumerate(pairwise(allocation.schedule), start=1):
            if after.since <= before.since:
                reason = f"The dates of a schedule rise, and {after.since} does not come after {before.since}."
                yield FieldProblem(path=f"allocation.schedule.{at}.since", reason=reason)

    def _core(self, core: Core) -> Iterator[FieldProblem]:
        strategy = self.program.strategy
        if strategy.kind not in ("signals", "python"):
            reason = f"'core' has no effect in a strategy of kind {strategy.kind}."
            yield FieldProblem(path="core", reason=reason, suggestion="kind: signals")
            return
        yield from self._weights(core.weights, "core.weights")
        if not strategy.ruled:
            reason = "The core is the whole universe, and no symbol is left for the rules."
            yield FieldProblem(path="core.weights", reason=reason, suggestion="kind: allocation")

    def _weights(self, weights: tuple[TargetWeight, ...], path: str) -> Iterator[FieldProblem]:
        strategy = self.program.strategy
        numbers = Numbers(self.program)
        total = 0.0
        for at, target in enumerate(weights):
            if target.symbol not in strategy.universe:
                yield FieldProblem(path=f"{path}.{at}.symbol", reason=f"{target.symbol} is not in the universe.")
            weight = numbers.fixed(f"{path}.{at}.weight", target.weight)
            total += abs(weight or 0.0)
            if weight is not None and weight < 0 and not strategy.execution.allow_short:
                reason = "A negative weight is a short position, and execution.allow_short is false."
                hint = "execution.allow_short: true"
                yield FieldProblem(path=f"{path}.{at}.weight", reason=reason, suggestion=hint)
        for symbol, times in Counter(target.symbol for target in weights).items():
            if times > 1:
                yield FieldProblem(path=path, reason=f"{symbol} has two weights.")
        if total > 100 * strategy.execution.leverage + 1e-9:
            reason = f"The weights add up to {total:g}%, more than execution.leverage allows."
            yield FieldProblem(path=path, reason=reason)

    def _code(self, code: str) -> Iterator[FieldProblem]:
        report = inspect_code(code)
        for verdict in report.checks:
            if not verdict.passed:
                yield FieldProblem(path="code", reason=f"{verdict.check}: {verdict.evidence}")
        if report.passed:
            written = _texts(code)
            for at, rule in enumerate(self.program.strategy.rules):
                slot = f"{rule.id}.when"
                if not rule.when and slot not in written:
                    reason = f"The code gives no {slot!r}, and the rule has no condition of its own."
                    yield FieldProblem(path=f"rules.{at}.when", reason=reason)


def _texts(code: str) -> set[object]:
    return {node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)}
