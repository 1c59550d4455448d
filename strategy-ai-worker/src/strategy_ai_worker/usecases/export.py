"""Strategies as text for other places."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from strategy_language import export
from strategy_language.document import Strategy
from trading_contracts.model import Contract


class Exported(Contract):
    """A strategy as text for another place."""

    filename: str
    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """One place that a strategy can be written for."""

    write: Callable[[Strategy], str]
    suffix: str
    media_type: str


TARGETS: Mapping[str, Target] = {
    "python": Target(export.python_script, ".py", "text/x-python"),
    "backtesting.py": Target(export.backtesting_py, "_backtesting.py", "text/x-python"),
    "pine": Target(export.pine, ".pine", "text/plain"),
}


def export_strategy(strategy: Strategy, target: str) -> Exported:
    """Write a strategy for another place.

    Raises:
        CannotExport: The target cannot say all of it; the errors name each construct.
    """
    chosen = TARGETS[target]
    stem = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in strategy.name.lower())
    name = "_".join(part for part in stem.split("_") if part)[:60] or "strategy"
    return Exported(filename=f"{name}{chosen.suffix}", media_type=chosen.media_type, text=chosen.write(strategy))
