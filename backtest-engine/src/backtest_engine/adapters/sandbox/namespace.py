"""The names that strategy code sees, and the guards through which RestrictedPython sends every access."""

import builtins
import math
import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

import numpy as np
from RestrictedPython.Guards import guarded_iter_unpack_sequence, guarded_unpack_sequence

from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.namespace import allowed_names
from backtest_engine.domain.position import PositionExpr, PositionWords
from strategy_language.static_checks.vocabulary import BARS, BUILTINS, NUMERIC_METHODS

_NAMES_OF_TYPE: Final[Mapping[type, frozenset[str]]] = {np.ndarray: NUMERIC_METHODS}
_BUILTINS: Final = {name: getattr(builtins, name) for name in BUILTINS}
_IN_PLACE: Final[Mapping[str, Callable[[object, object], object]]] = {
    "+=": operator.iadd, "-=": operator.isub, "*=": operator.imul, "/=": operator.itruediv,
    "//=": operator.ifloordiv, "%=": operator.imod, "**=": operator.ipow, "&=": operator.iand, "|=": operator.ior,
    "^=": operator.ixor,
}  # fmt: skip


class Forbidden(AttributeError):
    """Strategy code reached for something that it may not have."""


class Parameters:
    """The parameters of a document: `p.fast`; whole numbers are ints."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, float]) -> None:
        self._values = {
            name: int(value) if math.isfinite(value) and value == int(value) else value
            for name, value in values.items()
        }

    def __getattr__(self, name: str) -> float:
        try:
            return self._values[name]
        except KeyError:
            message = f"There is no parameter {name!r}; there are: {', '.join(sorted(self._values)) or 'none'}."
            raise Forbidden(message) from None


def namespace(read: Collection[str]) -> dict[str, object]:
    """Return fresh globals for one execution: nothing that code leaves in them is seen by the next.

    Args:
        read: Names that the code speaks of. Of the hundreds that it might, it gets no others: each reference costs a
            freshly forked process its own copy of a page of memory.
    """
    allowed = allowed_names()
    return {
        **{name: allowed[name] for name in read if name in allowed},
        "__builtins__": dict(_BUILTINS),
        "__name__": "strategy",
        "__metaclass__": type,
        "_getattr_": guarded_getattr,
        "_getitem_": operator.getitem,
        "_getiter_": _guarded_iter,
        "_iter_unpack_sequence_": guarded_iter_unpack_sequence,
        "_unpack_sequence_": guarded_unpack_sequence,
        "_write_": _guarded_write,
        "_inplacevar_": _in_place,
    }


def guarded_getattr(value: object, name: str) -> object:
    """Return an attribute that is on the list for its type.

    Raises:
        Forbidden: It is not.
    """
    if type(name) is not str or name.startswith("_"):
        raise Forbidden(f"{name!r} is not for strategy code.")
    if not _is_listed(value, name):
        raise Forbidden(f"A {type(value).__name__} has no {name!r} for strategy code.")
    return getattr(value, name)


def _is_listed(value: object, name: str) -> bool:
    kind = type(value)
    if kind in _NAMES_OF_TYPE:
        return name in _NAMES_OF_TYPE[kind]
    if isinstance(value, BarView):
        return name in BARS
    if kind is Parameters or kind is PositionWords:
        return True
    # Functions with several outputs answer with a record of series, a frozen dataclass of the facade's own making.
    return name in getattr(kind, "__dataclass_fields__", ())


def _guarded_iter(value: object) -> Iterator[object]:
    if isinstance(value, PositionExpr):
        raise TypeError("A position expression has no items.")
    return iter(value)  # type: ignore[call-overload,no-any-return]


def _guarded_write(value: object) -> object:
    raise Forbidden(f"A {type(value).__name__} cannot be written to.")


def _in_place(symbol: str, left: object, right: object) -> object:
    if symbol not in _IN_PLACE:
        raise Forbidden(f"{symbol} is not for strategy code.")
    return _IN_PLACE[symbol](left, right)
