"""A catalogue function as code calls it: arguments checked by its entry, warnings kept in, results closed.

Nothing that reaches an implementation can look forward: every length is a whole number within its bounds.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import make_dataclass
from math import isnan
from re import fullmatch
from typing import Any

import numpy as np

from backtest_engine.domain.facade.arrays import read_only
from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.position import PositionExpr, lift
from strategy_language.catalogue import Argument, Entry

Implementation = Callable[..., Any]


class BadArgument(ValueError):
    """A catalogue function was called with something that it cannot take."""


def callable_of(entry: Entry, implementation: Implementation) -> Callable[..., Any]:
    """Return what strategy code sees of an entry.

    Args:
        entry: Its arguments and bounds are enforced.
        implementation: Takes the bars (where the entry has inputs) and the arguments in the entry's order: series as
            float64 and truths as bool arrays of shape (bars,), lengths as int, numbers as float, texts as str. A
            variadic argument comes as a tuple.
    """
    outputs = _record(entry) if entry.outputs else None
    elementwise = entry.group == "elementwise"

    def call(*positional: Any, **named: Any) -> Any:  # noqa: ANN401 - strategy code may hand in anything; it is checked
        if any(isinstance(each, PositionExpr) for each in positional):
            return lift(entry.name, *positional, **named)
        bars, given = _bars_first(entry, positional)
        bound = _bind(entry, given, named)
        count = _length_of(bars, bound)
        keep_scalars = elementwise and count is None
        taken = [_taken(entry, argument, value, None if keep_scalars else count) for argument, value in bound]
        with np.errstate(all="ignore"):
            result = implementation(*([] if bars is None else [bars]), *taken)
        if outputs is None:
            return _closed(result)
        return outputs(*(_closed(each) for each in result))

    call.__name__ = entry.name
    call.__doc__ = entry.meaning
    return call


def _record(entry: Entry) -> Callable[..., Any]:
    record: Callable[..., Any] = make_dataclass(entry.name, entry.outputs, frozen=True, slots=True)
    return record


def _bars_first(entry: Entry, positional: tuple[Any, ...]) -> tuple[BarView | None, tuple[Any, ...]]:
    if not entry.inputs:
        return None, positional
    if not positional or not isinstance(positional[0], BarView):
        raise BadArgument(f"{entry.name} takes the bars as its first argument.")
    return positional[0], positional[1:]


def _bind(entry: Entry, positional: tuple[Any, ...], named: dict[str, Any]) -> list[tuple[Argument, Any]]:
    values: dict[str, Any] = dict(named)
    for place, argument in enumerate(entry.arguments):
        if argument.variadic:
            values[argument.name] = positional[place:]
            positional = positional[:place]
        elif place < len(positional):
            if argument.name in named:
                raise BadArgument(f"{entry.name} is given {argument.name} twice.")
            values[argument.name] = positional[place]
    if len(positional) > len(entry.arguments):
        raise BadArgument(f"{entry.name} takes {len(entry.arguments)} arguments, {len(positional)} were given.")
    known = {argument.name for argument in entry.arguments}
    for name in values:
        if name not in known:
            raise BadArgument(f"{entry.name} has no argument {name}.")
    return [(argument, _value(entry, argument, values)) for argument in entry.arguments]


def _value(entry: Entry, argument: Argument, values: dict[str, Any]) -> Any:  # noqa: ANN401
    value = values.get(argument.name, argument.default)
    if value is None or (argument.variadic and not value):
        raise BadArgument(f"{entry.name} needs {argument.name}.")
    return value


def _each(bound: Sequence[tuple[Argument, Any]]) -> Iterator[Any]:
    for argument, value in bound:
        if argument.variadic:
            yield from value
        else:
            yield value


def _length_of(bars: BarView | None, bound: Sequence[tuple[Argument, Any]]) -> int | None:
    if bars is not None:
        return len(bars)
    return next((len(each) for each in _each(bound) if isinstance(each, np.ndarray) and each.ndim == 1), None)


def _taken(entry: Entry, argument: Argument, value: Any, count: int | None) -> Any:  # noqa: ANN401
    if argument.variadic:
        single = Argument(argument.name, argument.kind)
        return tuple(_taken(entry, single, each, count) for each in value)
    if argument.kind in ("series", "truth"):
        return _array(entry, argument, value, count)
    if argument.kind == "text":
        return _text(entry, argument, value)
    return _scalar(entry, argument, value)


def _array(entry: Entry, argument: Argument, value: Any, count: int | None) -> Any:  # noqa: ANN401
    array = np.asarray(value)
    wanted = np.bool_ if argument.kind == "truth" else np.float64
    if array.dtype.kind not in ("b" if argument.kind == "truth" else "bfiu"):
        raise BadArgument(f"{entry.name} takes {_KINDS[argument.kind]} for {argument.name}.")
    array = array.astype(wanted, copy=False)
    if count is None:
        if array.ndim == 0 and entry.group != "elementwise":
            raise BadArgument(f"{entry.name} needs a series for {argument.name}, not one number.")
        return array
    if array.ndim == 0:
        return np.full(count, array)
    if array.shape != (count,):
        raise BadArgument(f"{entry.name} is given {array.shape} values for {argument.name}, and {count} bars.")
    return array


_KINDS = {"series": "a series", "truth": "a condition"}


def _text(entry: Entry, argument: Argument, value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, str):
        raise BadArgument(f"{entry.name} takes a text for {argument.name}.")
    if argument.choices and value not in argument.choices:
        raise BadArgument(
            f"{entry.name} takes one of {', '.join(argument.choices)} for {argument.name}, not {value!r}."
        )
    if argument.pattern and not fullmatch(argument.pattern, value):
        raise BadArgument(f"{entry.name} cannot read {value!r} as {argument.name}.")
    return value


def _scalar(entry: Entry, argument: Argument, value: Any) -> float | int:  # noqa: ANN401
    if isinstance(value, np.ndarray) or not isinstance(value, (bool, int, float, np.number, np.bool_)):
        raise BadArgument(f"{entry.name} takes one number for {argument.name}.")
    number = float(value)
    if isnan(number):
        raise BadArgument(f"{entry.name} takes a number for {argument.name}, not NaN.")
    low = float("-inf") if argument.low is None else argument.low
    high = float("inf") if argument.high is None else argument.high
    if not low <= number <= high:
        raise BadArgument(f"{entry.name} takes {argument.name} from {low:g} to {high:g}, not {number:g}.")
    if argument.kind == "number":
        return number
    if number != int(number):
        raise BadArgument(f"{entry.name} takes a whole number of bars for {argument.name}, not {number:g}.")
    return int(number)


def _closed(result: Any) -> Any:  # noqa: ANN401
    if isinstance(result, np.ndarray) and result.ndim:
        # A view of an input must not be handed on as a new series, or closing it would close the input.
        own = result if result.base is None and result.flags.writeable else result.copy()
        return read_only(own)
    return result.item() if isinstance(result, (np.ndarray, np.generic)) else result
