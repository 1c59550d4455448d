"""The arrays of a simulation, found again from the one row that says where they lie."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg, attr-defined, import-untyped"

from typing import Any

import numpy as np
from numba import carray, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.records import (
    ACCOUNT,
    ARRAYS,
    COST,
    FILL,
    LEVEL,
    LOT,
    ORDER,
    RISK,
    RULE,
    SETTINGS,
    SIZING,
    SOURCE,
    SYMBOL,
    TRADE,
    WORLD,
    Bytes,
    Floats,
    Ints,
    Table,
    World,
)

_FLOAT, _WHOLE, _BYTE = np.dtype(np.float64), np.dtype(np.int64), np.dtype(np.uint8)


@intrinsic
def _pointer(_context: Any, address: Any) -> Any:  # noqa: ANN401 - numba's own types
    # A number as the pointer that it is; numba has no other way to keep arrays in a row.
    def generate(_codegen: Any, builder: Any, _signature: Any, arguments: Any) -> Any:  # noqa: ANN401
        from llvmlite import ir  # noqa: PLC0415 - a part of numba, needed while compiling alone

        return builder.inttoptr(arguments[0], ir.IntType(8).as_pointer())

    return types.voidptr(address), generate


def lay_out(arrays: dict[str, NDArray[Any]]) -> NDArray[np.void]:
    """Return the one row that says where the arrays lie; the arrays must outlive it.

    Raises:
        TypeError: An array has another type, order or number of dimensions than the kernel takes it for.
    """
    row = np.zeros(1, WORLD)
    for name, (kind, ndim) in ARRAYS.items():
        array = arrays[name]
        if array.dtype != kind or array.ndim != ndim or not array.flags.c_contiguous:
            raise TypeError(f"{name} is {array.dtype} with {array.ndim} dimensions, not contiguous {kind} with {ndim}.")
        row[name] = array.ctypes.data
        for n in range(ndim):
            row[f"{name}_{n}"] = array.shape[n]
    return row


@compiled
def open_of(w: World) -> Floats:
    """Return the array `open`; see ARRAYS."""
    return carray(_pointer(w["open"]), (w["open_0"],), _FLOAT)


@compiled
def high_of(w: World) -> Floats:
    """Return the array `high`; see ARRAYS."""
    return carray(_pointer(w["high"]), (w["high_0"],), _FLOAT)


@compiled
def low_of(w: World) -> Floats:
    """Return the array `low`; see ARRAYS."""
    return carray(_pointer(w["low"]), (w["low_0"],), _FLOAT)


@compiled
def close_of(w: World) -> Floats:
    """Return the array `close`; see ARRAYS."""
    return carray(_pointer(w["close"]), (w["close_0"],), _FLOAT)


@compiled
def volume_of(w: World) -> Floats:
    """Return the array `volume`; see ARRAYS."""
    return carray(_pointer(w["volume"]), (w["volume_0"],), _FLOAT)


@compiled
def extra_of(w: World) -> Floats:
    """Return the array `extra`; see ARRAYS."""
    return carray(_pointer(w["extra"]), (w["extra_0"], w["extra_1"]), _FLOAT)


@compiled
def session_end_of(w: World) -> Bytes:
    """Return the array `session_end`; see ARRAYS."""
    return carray(_pointer(w["session_end"]), (w["session_end_0"],), _BYTE)


@compiled
def conditions_of(w: World) -> Bytes:
    """Return the array `conditions`; see ARRAYS."""
    return carray(_pointer(w["conditions"]), (w["conditions_0"], w["conditions_1"]), _BYTE)


@compiled
def flags_of(w: World) -> Bytes:
    """Return the array `flags`; see ARRAYS."""
    return carray(_pointer(w["flags"]), (w["flags_0"],), _BYTE)


@compiled
def values_of(w: World) -> Floats:
    """Return the array `values`; see ARRAYS."""
    return carray(_pointer(w["values"]), (w["values_0"], w["values_1"]), _FLOAT)


@compiled
def volatility_of(w: World) -> Floats:
    """Return the array `volatility`; see ARRAYS."""
    return carray(_pointer(w["volatility"]), (w["volatility_0"],), _FLOAT)


@compiled
def sources_of(w: World) -> Table:
    """Return the array `sources`; see ARRAYS."""
    return carray(_pointer(w["sources"]), (w["sources_0"],), SOURCE)


@compiled
def codes_of(w: World) -> Ints:
    """Return the array `codes`; see ARRAYS."""
    return carray(_pointer(w["codes"]), (w["codes_0"],), _WHOLE)


@compiled
def numbers_of(w: World) -> Floats:
    """Return the array `numbers`; see ARRAYS."""
    return carray(_pointer(w["numbers"]), (w["numbers_0"],), _FLOAT)


@compiled
def program_start_of(w: World) -> Ints:
    """Return the array `program_start`; see ARRAYS."""
    return carray(_pointer(w["program_start"]), (w["program_start_0"],), _WHOLE)


@compiled
def stack_of(w: World) -> Floats:
    """Return the array `stack`; see ARRAYS."""
    return carray(_pointer(w["stack"]), (w["stack_0"],), _FLOAT)


@compiled
def memory_of(w: World) -> Floats:
    """Return the array `memory`; see ARRAYS."""
    return carray(_pointer(w["memory"]), (w["memory_0"], w["memory_1"], w["memory_2"]), _FLOAT)


@compiled
def rules_of(w: World) -> Table:
    """Return the array `rules`; see ARRAYS."""
    return carray(_pointer(w["rules"]), (w["rules_0"],), RULE)


@compiled
def risks_of(w: World) -> Table:
    """Return the array `risks`; see ARRAYS."""
    return carray(_pointer(w["risks"]), (w["risks_0"],), RISK)


@compiled
def levels_of(w: World) -> Table:
    """Return the array `levels`; see ARRAYS."""
    return carray(_pointer(w["levels"]), (w["levels_0"],), LEVEL)


@compiled
def sizings_of(w: World) -> Table:
    """Return the array `sizings`; see ARRAYS."""
    return carray(_pointer(w["sizings"]), (w["sizings_0"],), SIZING)


@compiled
def costs_of(w: World) -> Table:
    """Return the array `costs`; see ARRAYS."""
    return carray(_pointer(w["costs"]), (w["costs_0"],), COST)


@compiled
def settings_of(w: World) -> Table:
    """Return the array `settings`; see ARRAYS."""
    return carray(_pointer(w["settings"]), (w["settings_0"],), SETTINGS)


@compiled
def symbols_of(w: World) -> Table:
    """Return the array `symbols`; see ARRAYS."""
    return carray(_pointer(w["symbols"]), (w["symbols_0"],), SYMBOL)


@compiled
def lots_of(w: World) -> Table:
    """Return the array `lots`; see ARRAYS."""
    return carray(_pointer(w["lots"]), (w["lots_0"], w["lots_1"]), LOT)


@compiled
def targets_of(w: World) -> Floats:
    """Return the array `targets`; see ARRAYS."""
    return carray(_pointer(w["targets"]), (w["targets_0"], w["targets_1"], w["targets_2"], w["targets_3"]), _FLOAT)


@compiled
def steps_of(w: World) -> Floats:
    """Return the array `steps`; see ARRAYS."""
    return carray(_pointer(w["steps"]), (w["steps_0"], w["steps_1"], w["steps_2"], w["steps_3"]), _FLOAT)


@compiled
def orders_of(w: World) -> Table:
    """Return the array `orders`; see ARRAYS."""
    return carray(_pointer(w["orders"]), (w["orders_0"], w["orders_1"]), ORDER)


@compiled
def fired_of(w: World) -> Ints:
    """Return the array `fired`; see ARRAYS."""
    return carray(_pointer(w["fired"]), (w["fired_0"], w["fired_1"]), _WHOLE)


@compiled
def account_of(w: World) -> Table:
    """Return the array `account`; see ARRAYS."""
    return carray(_pointer(w["account"]), (w["account_0"],), ACCOUNT)


@compiled
def trades_of(w: World) -> Table:
    """Return the array `trades`; see ARRAYS."""
    return carray(_pointer(w["trades"]), (w["trades_0"],), TRADE)


@compiled
def fills_of(w: World) -> Table:
    """Return the array `fills`; see ARRAYS."""
    return carray(_pointer(w["fills"]), (w["fills_0"],), FILL)
