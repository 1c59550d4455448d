"""The arrays of the lane, found again from the one row that says where they lie."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg, attr-defined, import-untyped"

from typing import Any

import numpy as np
from numba import carray
from numpy.typing import NDArray

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.lane.rows import LANE, LANE_ARRAYS, ME, WAITING
from backtest_engine.domain.kernel.memory import _pointer as pointer
from backtest_engine.domain.kernel.records import Floats, Table, World

_FLOAT = np.dtype(np.float64)
_WORD = np.dtype(np.uint64)


def point_at(rows: NDArray[np.void], arrays: dict[str, NDArray[Any]]) -> None:
    """Write into rows of type LANE where arrays lie; the arrays must outlive them.

    Raises:
        TypeError: An array has another type, order or number of dimensions than the lane takes it for.
    """
    for name, array in arrays.items():
        kind, ndim = LANE_ARRAYS[name]
        if array.dtype != kind or array.ndim != ndim or not array.flags.c_contiguous:
            raise TypeError(f"{name} is {array.dtype} with {array.ndim} dimensions, not contiguous {kind} with {ndim}.")
        rows[name] = array.ctypes.data
        for n in range(ndim):
            rows[f"{name}_{n}"] = array.shape[n]


def lay_out(arrays: dict[str, NDArray[Any]]) -> NDArray[np.void]:
    """Return the one row that says where all arrays of a run lie; the arrays must outlive it."""
    row = np.zeros(1, LANE)
    point_at(row, arrays)
    return row


@compiled
def me_of(w: World) -> Table:
    """Return the account and its position, one row of type ME."""
    return carray(pointer(w["me"]), (w["me_0"],), ME)


@compiled
def waiting_of(w: World) -> Table:
    """Return the orders, one a rule, of type WAITING."""
    return carray(pointer(w["waiting"]), (w["waiting_0"],), WAITING)


@compiled
def words_of(w: World) -> NDArray[np.uint64]:
    """Return the flags, those of eight bars in one number; bars that fill no number are left out."""
    return carray(pointer(w["flags"]), (w["flags_0"] // 8,), _WORD)


@compiled
def equity_of(w: World) -> Floats:
    """Return the equity at each tick's close."""
    return carray(pointer(w["equity"]), (w["equity_0"],), _FLOAT)
