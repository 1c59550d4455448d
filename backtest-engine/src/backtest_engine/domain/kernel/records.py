"""The rows that the kernel keeps: what was asked (plans), what stands (state), what happened (records)."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.void]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Row = Any
"""One row of a table, written in place; its fields are numbers."""


def _row(numbers: str, wholes: str) -> np.dtype[np.void]:
    fields: list[Any] = [(name, np.float64) for name in numbers.split()]
    return np.dtype(fields + [(name, np.int64) for name in wholes.split()])


SOURCE: Final = _row("number", "kind index")
"""Where a number is read: itself, a series, a condition, or a program over the position."""

LEVEL: Final = _row("", "kind value atr long short fraction target")
"""A distance, a price or a moment; all but `kind` and `target` are places in the sources."""

RISK: Final = _row(
    "",
    "first_stop stops on_close first_target targets trailing by_close activate break_even offset max_bars session_exit"
    " first_step steps",
)

SIZING: Final = _row("", "kind value volatility max_percent max_quantity multiplier from_initial distance")

RULE: Final = _row(
    "",
    "side entry add when kind price limit valid cancel group fraction setup ends risk sizing once fill day",
)

COST: Final = _row(
    "commission maker per_unit minimum maximum buy_levy sell_levy unit_levy unit_levy_cap entry_slip exit_slip impact"
    " borrow",
    "",
)

SETTINGS: Final = _row(
    "initial_cash leverage maintenance participation daily_loss max_drawdown interest",
    "allow_short on_opposite pyramiding add_once entries_a_day losses_a_day cooldown max_positions delay worst symbols"
    " rules programs corporate brakes weighted fill steady",
)

SYMBOL: Final = _row(
    "step mark units entry_price highest lowest last_fill last_return profit cost used probe_price want last_time"
    " first_risk gone_after",
    "offset first side lots entries entry_at entered_at_close serial last_exit last_reason probe_side last_bar",
)
"""What stands for one symbol: its open position (lots of one side), and what it remembers of the last one."""

LOT: Final = _row(
    "quantity initial price best best_close worst stop first_stop target risk_distance arm_trail arm_even leave fees"
    " carry",
    "side entry_bar entry_tick signal rule risk setup stop_reason trailing even_done targets_left leave_reason"
    " leave_rule leave_fill leave_bar inside at_close steps_done hit",
)
"""One entry: its own price, its own levels. A position is the lots of a symbol, all of one side."""

ORDER: Final = _row("price limit remaining", "active kind signal until triggered fill from_bar")

ACCOUNT: Final = _row(
    "cash equity peak day_start fees interest traded overflow_at",
    "day entries losses day_stopped stopped trades fills positions in_market refused margin_calls overflow",
)

TRADE: Final = _row(
    "entry_price exit_price quantity profit return_ fees stop target mae mfe",
    "symbol side entry_tick exit_tick entry_bar exit_bar reason entry_rule exit_rule open",
)

FILL: Final = _row("quantity price fees", "symbol tick side")

ARRAYS: Final[dict[str, tuple[np.dtype[Any], int]]] = {
    "open": (np.dtype(np.float64), 1),
    "high": (np.dtype(np.float64), 1),
    "low": (np.dtype(np.float64), 1),
    "close": (np.dtype(np.float64), 1),
    "volume": (np.dtype(np.float64), 1),
    "extra": (np.dtype(np.float64), 2),
    "session_end": (np.dtype(np.uint8), 1),
    "conditions": (np.dtype(np.uint8), 2),
    "flags": (np.dtype(np.uint8), 1),
    "values": (np.dtype(np.float64), 2),
    "volatility": (np.dtype(np.float64), 1),
    "sources": (SOURCE, 1),
    "codes": (np.dtype(np.int64), 1),
    "numbers": (np.dtype(np.float64), 1),
    "program_start": (np.dtype(np.int64), 1),
    "stack": (np.dtype(np.float64), 1),
    "memory": (np.dtype(np.float64), 3),
    "rules": (RULE, 1),
    "risks": (RISK, 1),
    "levels": (LEVEL, 1),
    "sizings": (SIZING, 1),
    "costs": (COST, 1),
    "settings": (SETTINGS, 1),
    "symbols": (SYMBOL, 1),
    "lots": (LOT, 2),
    "targets": (np.dtype(np.float64), 4),
    "steps": (np.dtype(np.float64), 4),
    "orders": (ORDER, 2),
    "fired": (np.dtype(np.int64), 2),
    "account": (ACCOUNT, 1),
    "trades": (TRADE, 1),
    "fills": (FILL, 1),
}
"""Every array of a simulation: its type and dimensions. Bar arrays hold the symbols one after another."""

WORLD: Final = np.dtype(
    [(field, np.int64) for name, (_, ndim) in ARRAYS.items() for field in (name, *(f"{name}_{n}" for n in range(ndim)))]
)
"""Where the arrays of a simulation lie, and their shapes: one row, handed through the kernel as a pointer.

Handing thirty arrays through every call costs a hundred times what the calls do.
"""

World = Any
