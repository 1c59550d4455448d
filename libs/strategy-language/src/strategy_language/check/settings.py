"""Sizes, execution, parameters and the universe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from strategy_language.catalogue import Argument, Entry
from strategy_language.check.numbers import Numbers
from strategy_language.document import Parameter, Sizing
from strategy_language.document.bindings import binding_problems
from strategy_language.document.settings import MOST_LEVERAGE
from strategy_language.expressions.nodes import Call, Node, ParameterRef
from strategy_language.expressions.special import SYMBOL
from strategy_language.lengths import lengths
from strategy_language.lookback import program_look_back
from strategy_language.program import Program
from trading_contracts.bars import Timeframe
from trading_contracts.problem import FieldProblem

_LONGEST = {Timeframe.D1: 25_000, Timeframe.W1: 5_200, Timeframe.MO1: 1_200, Timeframe.MO3: 400}
"""Bars of a hundred years, more than any series has."""
_LONGEST_INTRADAY = 2_000_000


@dataclass(frozen=True)
class Settings:
    """What stands beside the rules of a document."""

    program: Program

    def problems(self) -> Iterator[FieldProblem]:
        """Yield everything that is wrong with it."""
        strategy = self.program.strategy
        yield from self._universe()
        names = {parameter.name for parameter in strategy.parameters}
        for path, reason in binding_problems(strategy.bindings, names):
            yield FieldProblem(path=path, reason=reason)
        for at, parameter in enumerate(strategy.parameters):
            yield from self._parameter(parameter, f"parameters.{at}")
        participation = strategy.execution.max_participation
        yield from Numbers(self.program).share(
            "execution.max_participation", "execution.max_participation", participation
        )
        if not self.program.problems:
            yield from self._history()

    def size(self, size: Sizing, name: str, path: str, *, has_stop: bool, adds: bool) -> Iterator[FieldProblem]:
        """Yield everything that is wrong with a size; `adds` is whether only rules that add have it."""
        numbers = Numbers(self.program)
        if size.kind != "equal_weight":
            yield from numbers.above_zero(f"{name}.value", f"{path}.value", size.value)
        yield from self._measure(size, name, path, has_stop=has_stop)
        if size.kind == "times_last" and not adds:
            reason = "A multiple of the last entry is a size for rules that add to a position: add_long, add_short."
            yield FieldProblem(path=f"{path}.kind", reason=reason)
        yield from self._too_large(size, name, path)
        if size.kind == "volatility_target":
            yield from numbers.whole(f"{name}.length", f"{path}.length", size.length, least=2)
        for field in ("max_percent_of_equity", "max_quantity"):
            yield from numbers.above_zero(f"{name}.{field}", f"{path}.{field}", getattr(size, field))

    def _measure(self, size: Sizing, name: str, path: str, *, has_stop: bool) -> Iterator[FieldProblem]:
        """Yield what is wrong with the distance that risk is measured over."""
        risks = size.kind in ("risk_percent", "risk_cash")
        if risks and size.distance is None and not has_stop:
            reason = "Risk is measured to the stop, and there is no stop; give the size a `distance`, or add one."
            yield FieldProblem(path=f"{path}.kind", reason=reason, suggestion="risk.stop_loss")
        if size.distance is not None and not risks:
            reason = f"A distance has no effect on a size of kind {size.kind!r}."
            yield FieldProblem(path=f"{path}.distance", reason=reason, suggestion="kind: risk_percent")
        yield from Numbers(self.program).above_zero(f"{name}.distance", f"{path}.distance", size.distance)

    def _too_large(self, size: Sizing, name: str, path: str) -> Iterator[FieldProblem]:
        value = Numbers(self.program).fixed(f"{name}.value", size.value)
        leverage = self.program.strategy.execution.leverage
        if value is None:
            return
        if size.kind == "percent_of_equity" and value > 100 * leverage + 1e-9:
            reason = f"{value:g}% of the equity needs leverage, and execution.leverage is {leverage:g}."
            needed = value / 100
            hint = f"execution.leverage: {needed:g}" if needed <= MOST_LEVERAGE else f"{100 * leverage:g}"
            yield FieldProblem(path=f"{path}.value", reason=reason, suggestion=hint)
        if size.kind == "risk_percent" and value > 100:
            yield FieldProblem(path=f"{path}.value", reason=f"Nobody can risk {value:g}% of the equity on a trade.")

    def _universe(self) -> Iterator[FieldProblem]:
        universe = self.program.strategy.universe
        for at, symbol in enumerate(universe):
            if not SYMBOL.match(symbol):
                hint = symbol.upper().strip()
                reason = f"{symbol!r} is no symbol."
                yield FieldProblem(
                    path=f"universe.{at}", reason=reason, suggestion=hint if SYMBOL.match(hint) else None
                )
        for symbol, times in Counter(universe).items():
            if times > 1:
                yield FieldProblem(path="universe", reason=f"{symbol} is in the universe twice.")

    def _parameter(self, parameter: Parameter, path: str) -> Iterator[FieldProblem]:
        if parameter.low > parameter.high:
            yield FieldProblem(path=f"{path}.low", reason="The low end of the range is above its high end.")
        elif not parameter.low <= parameter.value <= parameter.high:
            reason = f"The value {parameter.value:g} is not within {parameter.low:g} to {parameter.high:g}."
            yield FieldProblem(path=f"{path}.value", reason=reason)
        if parameter.kind == "switch" and parameter.value not in (0, 1):
            yield FieldProblem(path=f"{path}.value", reason="A switch is 0 (off) or 1 (on).")
        else:
            yield from self._range(parameter, path)

    def _range(self, parameter: Parameter, path: str) -> Iterator[FieldProblem]:
        """Yield ends of a parameter's range that a function which reads it does not take."""
        for call in (node for node in self.program.nodes() if isinstance(node, Call)):
            for argument, given in call.bound:
                yield from _beyond(parameter, path, given, call.entry, argument)
        for length in lengths(self.program.strategy):
            yield from _beyond(parameter, path, self.program.node(length.slot), length.entry, length.argument)

    def _history(self) -> Iterator[FieldProblem]:
        timeframe = self.program.strategy.timeframe
        most = _LONGEST.get(timeframe, _LONGEST_INTRADAY)
        needed = program_look_back(self.program).bars
        if needed > most:
            reason = f"The strategy looks back {needed} bars of {timeframe.value}, longer than any history."
            yield FieldProblem(path="timeframe", reason=reason)


def _beyond(
    parameter: Parameter, path: str, given: Node | None, entry: Entry, argument: Argument
) -> Iterator[FieldProblem]:
    """Yield the ends of a parameter's range that the argument to which it is given does not take."""
    if not isinstance(given, ParameterRef) or given.name != parameter.name:
        return
    for end, bound, low_end in ((parameter.low, argument.low, True), (parameter.high, argument.high, False)):
        if bound is not None and (end < bound if low_end else end > bound):
            words = "least" if low_end else "most"
            reason = f"The range reaches to {end:g}, and {entry.name} takes {bound:g} at {words}."
            yield FieldProblem(path=f"{path}.{'low' if low_end else 'high'}", reason=reason, suggestion=f"{bound:g}")
