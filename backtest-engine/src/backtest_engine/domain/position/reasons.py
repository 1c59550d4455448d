"""Why a part of a position ended; the place in the tuple is the code that the kernel writes."""

from typing import Final

EXIT_REASONS: Final[tuple[str, ...]] = (
    "rule",
    "reverse",
    "stop_loss",
    "take_profit",
    "trailing_stop",
    "break_even",
    "max_bars",
    "session_exit",
    "rebalance",
    "margin_call",
    "daily_loss_limit",
    "drawdown_limit",
    "end_of_data",
    "stop_step",
    "delisted",
)


def reason_code(name: str) -> int:
    """Return the code of an exit reason.

    Raises:
        ValueError: There is no such reason; the message lists those there are.
    """
    if name not in EXIT_REASONS:
        raise ValueError(f"There is no exit reason {name!r}; there are {', '.join(EXIT_REASONS)}.")
    return EXIT_REASONS.index(name)
