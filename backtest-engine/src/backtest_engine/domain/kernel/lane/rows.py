"""What the fast lane reads and writes: one symbol, one position at a time."""

from typing import Any, Final

import numpy as np

from backtest_engine.domain.kernel.records import ARRAYS


def _row(numbers: str, wholes: str) -> np.dtype[np.void]:
    fields: list[Any] = [(name, np.float64) for name in numbers.split()]
    return np.dtype(fields + [(name, np.int64) for name in wholes.split()])


ME: Final = _row(
    "cash step quantity price best best_close worst stop first_stop target goal risk_distance arm_trail arm_even"
    " lot_fees fees traded used",
    "first side entry_bar entry_tick signal rule risk stop_reason trailing even_done leave leave_reason leave_rule"
    " leave_bar inside pending trades fills in_market refused last_exit last_bar used_at odd tick room marked",
)
"""The account and the one position: `goal` is the target still to be reached, `odd` that the lane is not enough,
`tick` where a run goes on, `room` how many trades may be written, `marked` that the flags tell of bars that open
outside their own range and that nobody asks how far a trade went for or against its holder."""

WAITING: Final = _row("price limit", "active signal until from_bar triggered")
"""The order of a rule."""

_SHARED: Final = (
    "open high low close volume flags conditions values sources rules risks levels sizings costs settings trades fills"
)

LANE_ARRAYS: Final[dict[str, tuple[np.dtype[Any], int]]] = {
    **{name: ARRAYS[name] for name in _SHARED.split()},
    "me": (ME, 1),
    "waiting": (WAITING, 1),
    "equity": (np.dtype(np.float64), 1),
}
"""Every array of the lane: its type and dimensions; those of the general kernel carry its names."""

LANE: Final = np.dtype(
    [
        (field, np.int64)
        for name, (_, ndim) in LANE_ARRAYS.items()
        for field in (name, *(f"{name}_{n}" for n in range(ndim)))
    ]
)
"""Where the arrays of a run through the lane lie, and their shapes: one row, handed through it as a pointer."""
