"""What functions answered before, for code that is asked again and again with a few other numbers.

A result is kept under the function and what it was given: numbers by their value, series by identity. Series that can
be written to are not kept, for they may change; what a kept function returns is closed for writing and is the same
object each time, so that the functions which read it are found again too. That is a cache by expression: when one
length changes, only what hangs on it is computed.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import partial, wraps
from itertools import count
from typing import Any

import numpy as np

from backtest_engine.domain.facade.arrays import FloatArray, TruthArray
from backtest_engine.domain.facade.bars import BarView, HigherView
from trading_contracts.bars import Timeframe

_MISSING = object()
_SIZE_OF_A_KEY = 256
_MOST_BROUGHT = 8
_BLOCK = 2 * 1024 * 1024
_PAGE = 4096
_MOST_ROOM = 64 * 1024 * 1024


class Generations:
    """A store with a bound: what was not used while half of it was filled anew is forgotten.

    Args:
        budget: Bytes, more or less.
    """

    def __init__(self, budget: int) -> None:
        self._half = budget // 2
        self._young: dict[Hashable, tuple[int, Any]] = {}
        self._old: dict[Hashable, tuple[int, Any]] = {}
        self._filled = 0

    def get(self, key: Hashable) -> Any:  # noqa: ANN401 - whatever was put
        """Return what was put under a key, or a value that is none."""
        if key in self._young:
            return self._young[key][1]
        if key in self._old:
            size, value = self._old.pop(key)
            self.put(key, value, size)
            return value
        return _MISSING

    def put(self, key: Hashable, value: Any, size: int) -> None:  # noqa: ANN401 - as it comes
        """Keep a value of so many bytes."""
        if self._filled > self._half:
            self._old, self._young, self._filled = self._young, {}, 0
        self._young[key] = (size, value)
        self._filled += size


class Remembered:
    """Functions that remember their answers.

    Args:
        budget: Bytes that answers may take.

    Attributes:
        computed: Calls that were computed.
        kept: Calls that were answered from memory.
        has_room: Whether memory was made ready.
    """

    def __init__(self, budget: int) -> None:
        self._answers = Generations(budget)
        # Series that are no answers of ours, such as columns of bars: few, and never more than the budget again.
        self._series = Generations(budget)
        self._numbers = count(1)
        self.computed = 0
        self.kept = 0
        self.has_room = False
        self._budget = budget

    def wrap(self, names: Mapping[str, object]) -> dict[str, object]:
        """Return the names with their functions remembering; what is no function stays as it is."""
        return {name: self._wrapped(name, value) if callable(value) else value for name, value in names.items()}

    def make_room(self) -> None:
        """Have memory for later answers at hand, before anybody waits for them: fetching it takes longer than filling.

        The C library keeps it when it is given back here; see `keep_freed_memory`.
        """
        blocks = [np.empty(_BLOCK, np.uint8) for _ in range(min(self._budget, _MOST_ROOM) // _BLOCK)]
        for block in blocks:
            block[::_PAGE] = 0
        self.has_room = True

    def serial(self, value: object) -> int | None:
        """Return the number of a series or of bars, the same for the same object; None where it may be written to."""
        if isinstance(value, np.ndarray):
            if value.flags.writeable:
                return None
            size = value.nbytes
        elif isinstance(value, BarView):
            size = 0
        else:
            return None
        known = self._series.get(id(value))
        if known is not _MISSING:
            # The object is kept beside its number: nothing else can have its identity meanwhile.
            return int(known[0])
        number = next(self._numbers)
        self._series.put(id(value), (number, value), size + _SIZE_OF_A_KEY)
        return number

    def _wrapped(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function, updated=())
        def remembering(*positional: Any, **named: Any) -> Any:  # noqa: ANN401 - as the function's own
            return self.call(name, partial(function, *positional, **named), positional, named)

        return remembering

    def call(self, name: str, function: Callable[[], Any], positional: tuple[Any, ...], named: dict[str, Any]) -> Any:  # noqa: ANN401
        """Return what a function answers to these arguments, computed or remembered."""
        key = self._key(name, positional, named)
        if key is None:
            self.computed += 1
            return function()
        answer = self._answers.get(key)
        if answer is not _MISSING:
            self.kept += 1
            return answer
        self.computed += 1
        answer = function()
        self._answers.put(key, answer, _size(answer))
        return answer

    def _key(self, name: str, positional: tuple[Any, ...], named: dict[str, Any]) -> Hashable | None:
        parts: list[Hashable] = [name, len(positional)]
        for value in (*positional, *(value for _, value in sorted(named.items()))):
            if isinstance(value, (bool, int, float, str)):
                parts.append((type(value).__name__, value))
                continue
            number = self.serial(value)
            if number is None:
                return None
            parts.append(number)
        return (*parts, *sorted(named))


class RememberingHigherView(HigherView):
    """Bars of a longer timeframe that bring a series back once."""

    __slots__ = ("_brought",)

    def back(self, values: FloatArray | TruthArray) -> FloatArray | TruthArray:
        """Return a series of this view on the bars that it was made from."""
        if not hasattr(self, "_brought"):
            self._brought: OrderedDict[int, tuple[object, FloatArray | TruthArray]] = OrderedDict()
        if not isinstance(values, np.ndarray) or values.flags.writeable:
            return super().back(values)
        if id(values) not in self._brought:
            # What was brought is kept beside the result: nothing else can have its identity meanwhile.
            brought = super().back(values)
            brought.flags.writeable = False
            self._brought[id(values)] = (values, brought)
            while len(self._brought) > _MOST_BROUGHT:
                self._brought.popitem(last=False)
        self._brought.move_to_end(id(values))
        return self._brought[id(values)][1]


class RememberingView(BarView):
    """Bars that align another symbol to themselves once."""

    __slots__ = ("_aligned",)

    def symbol(self, name: str) -> BarView:
        """Return another symbol's bars on our bars."""
        if not hasattr(self, "_aligned"):
            self._aligned: dict[str, BarView] = {}
        if name not in self._aligned:
            self._aligned[name] = super().symbol(name)
        return self._aligned[name]

    def on(self, timeframe: Timeframe | str) -> BarView:
        """Return bars of a longer timeframe."""
        wanted = Timeframe(timeframe)
        if wanted not in self._longer and wanted.duration > self.timeframe.duration:
            self._longer[wanted] = RememberingHigherView(self, wanted)
        return super().on(wanted)


def _size(answer: object) -> int:
    if isinstance(answer, np.ndarray):
        return int(answer.nbytes) + _SIZE_OF_A_KEY
    if is_dataclass(answer) and not isinstance(answer, type):
        return sum(_size(getattr(answer, field.name)) for field in fields(answer))
    return _SIZE_OF_A_KEY
