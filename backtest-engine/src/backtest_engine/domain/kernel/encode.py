"""From a document and its signals to the tables that the kernel reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.kernel.codes import CONDITION, NOBODY, NUMBER, PROGRAM, VALUES
from backtest_engine.domain.kernel.records import SOURCE, Floats, Table
from backtest_engine.domain.position import PositionExpr, PositionProgram, compile_expression, lift
from backtest_engine.domain.position.operations import LEAF, SINCE_ENTRY
from backtest_engine.domain.signals import MissingSlot, Slots, SlotValue, UnfitSignal

Number = int | float | str | None


@dataclass(slots=True)
class Encoder:
    """Collects sources, series, conditions and programs of one run.

    Attributes:
        symbols: In the order of the panel.
        lengths: Bars a symbol.
        signals: Slots a symbol.
        idle: Symbols that no rule trades: every condition is false for them.
    """

    symbols: Sequence[str]
    lengths: Sequence[int]
    signals: Mapping[str, Slots]
    idle: frozenset[str] = frozenset()
    sources: list[tuple[float, int, int]] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)
    conditions: list[NDArray[np.uint8]] = field(default_factory=list)
    programs: list[PositionProgram] = field(default_factory=list)
    leaf_rows: list[list[int]] = field(default_factory=list)
    _known: dict[tuple[int, ...], tuple[int, Sequence[object]]] = field(default_factory=dict)

    def number(self, literal: Number, slot: str, shift: int = 0) -> int:
        """Return the source of a document number: the literal itself, or the slot where it is an expression."""
        if literal is None:
            return NOBODY
        if isinstance(literal, str):
            return self.slot(slot, shift)
        return self._add(float(literal), NUMBER, 0)

    def series(self, arrays: Sequence[Floats]) -> int:
        """Return the source of a series of our own, an array a symbol."""
        return self._add(0.0, VALUES, self._row(arrays))

    def slot(self, name: str, shift: int = 0) -> int:
        """Return the source of a number that `signals` gives.

        Args:
            name: The slot.
            shift: 1 where the number is known at the open of its bar and decided on before it: it then stands at the
                bar before, at whose close decisions for the next open are made.

        Raises:
            MissingSlot: A symbol has no such slot.
            UnfitSignal: The value does not fit the bars, or speaks of the position before it is known.
        """
        found = self._found(name)
        if isinstance(found[0], PositionExpr):
            _refuse_shift(name, shift)
            return self._add(0.0, PROGRAM, self._program(name, found))
        scalars = [value for value in found if np.ndim(value) == 0]  # type: ignore[arg-type]
        if len(scalars) == len(found):
            numbers = [float(value) for value in scalars]  # type: ignore[arg-type]
            if len(set(numbers)) == 1:
                return self._add(numbers[0], NUMBER, 0)
        arrays = [self._array(name, n, v) for n, v in enumerate(found)]
        if shift:
            return self._add(0.0, VALUES, self._row([np.append(one[1:], np.nan) for one in arrays]))
        return self._add(0.0, VALUES, self._row(arrays, found))

    def condition(self, name: str, shift: int = 0) -> int:
        """Return the source of a condition that `signals` gives; NaN is false. `shift` is that of `slot`.

        Raises:
            MissingSlot: A symbol has no such slot.
            UnfitSignal: The value does not fit the bars.
        """
        found = self._found(name)
        if isinstance(found[0], PositionExpr):
            _refuse_shift(name, shift)
            return self._add(0.0, PROGRAM, self._program(name, self._where_traded(found)))
        arrays = [self._truth(name, n, value) for n, value in enumerate(found)]
        if shift:
            arrays = [np.append(one[1:], np.uint8(0)) for one in arrays]
        if self.idle:
            arrays = [one * np.uint8(symbol not in self.idle) for one, symbol in zip(arrays, self.symbols, strict=True)]
        self.conditions.append(arrays[0] if len(arrays) == 1 else np.concatenate(arrays))
        return self._add(0.0, CONDITION, len(self.conditions) - 1)

    def source_table(self) -> Table:
        """Return the sources as rows."""
        return np.array(self.sources, dtype=SOURCE) if self.sources else np.zeros(0, SOURCE)

    def program_tables(self) -> tuple[NDArray[np.int64], Floats, NDArray[np.int64], int]:
        """Return codes, numbers, the start of each program, and the deepest stack; leaves are rows of the values."""
        codes, numbers, starts = [np.zeros(0, np.int64)], [np.zeros(0)], [0]
        for program, rows in zip(self.programs, self.leaf_rows, strict=True):
            reads = np.isin(program.codes, [LEAF, *SINCE_ENTRY.values()])
            own = program.numbers.copy()
            own[reads] = [rows[int(place)] for place in program.numbers[reads]]
            codes.append(program.codes)
            numbers.append(own)
            starts.append(starts[-1] + len(own))
        depth = max((program.depth for program in self.programs), default=1)
        return np.concatenate(codes), np.concatenate(numbers), np.array(starts, np.int64), depth

    def _where_traded(self, found: Sequence[SlotValue]) -> Sequence[SlotValue]:
        if not self.idle:
            return found
        traded = [np.full(n, symbol not in self.idle) for symbol, n in zip(self.symbols, self.lengths, strict=True)]
        return [lift("and", value, where) for value, where in zip(found, traded, strict=True)]

    def _add(self, number: float, kind: int, index: int) -> int:
        self.sources.append((number, kind, index))
        return len(self.sources) - 1

    def _found(self, name: str) -> list[SlotValue]:
        missing = [symbol for symbol in self.symbols if name not in self.signals.get(symbol, {})]
        if missing:
            raise MissingSlot(f"The signals of {missing[0]} have no value for {name}.", slot=name, symbol=missing[0])
        return [self.signals[symbol][name] for symbol in self.symbols]

    def _array(self, name: str, place: int, value: SlotValue) -> Floats:
        if isinstance(value, PositionExpr):
            raise UnfitSignal(f"{name} speaks of the position for some symbols and not for others.", slot=name)
        if np.ndim(value) == 0:
            return np.full(self.lengths[place], float(value))
        array = np.ascontiguousarray(value, dtype=np.float64)
        if array.shape != (self.lengths[place],):
            raise UnfitSignal(
                f"{name} of {self.symbols[place]} has {array.shape[0]} values for {self.lengths[place]} bars.",
                slot=name,
                symbol=self.symbols[place],
            )
        return array

    def _truth(self, name: str, place: int, value: SlotValue) -> NDArray[np.uint8]:
        if isinstance(value, np.ndarray) and value.dtype == np.bool_ and value.shape == (self.lengths[place],):
            return np.ascontiguousarray(value).view(np.uint8)
        array = self._array(name, place, value)
        return np.asarray(np.nan_to_num(array, nan=0.0) != 0.0).view(np.uint8)

    def _row(self, arrays: Sequence[Floats], origin: Sequence[object] | None = None) -> int:
        # Known by where they lie; so they are kept, or what comes later could lie at the same place.
        origin = origin or arrays
        key = tuple(id(one) for one in origin)
        if key not in self._known:
            self.values.append(arrays[0] if len(arrays) == 1 else np.concatenate(arrays))
            self._known[key] = len(self.values) - 1, origin
        return self._known[key][0]

    def _program(self, name: str, found: Sequence[SlotValue]) -> int:
        programs = []
        for value in found:
            if not isinstance(value, PositionExpr):
                raise UnfitSignal(f"{name} speaks of the position for some symbols and not for others.", slot=name)
            programs.append(compile_expression(value))
        first = programs[0]
        if any(not np.array_equal(program.codes, first.codes) for program in programs):
            raise UnfitSignal(f"{name} is another expression for some symbols.", slot=name)
        leaves = zip(*(program.leaves for program in programs), strict=True)
        rows = [self._row([self._array(name, n, leaf) for n, leaf in enumerate(same)]) for same in leaves]
        self.programs.append(first)
        self.leaf_rows.append(rows)
        return len(self.programs) - 1


def _refuse_shift(name: str, shift: int) -> None:
    if shift:
        raise UnfitSignal(f"{name} is read at the open and may not speak of the position.", slot=name)
