"""What the bars are called in generated code: ours, those of longer timeframes, those of other symbols."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

OWN: Final = "bars"
"""Our own bars, the first argument of `signals`."""

_LONGER: Final[Mapping[str, str]] = {
    "5m": "five_minutes",
    "15m": "quarter_hourly",
    "30m": "half_hourly",
    "1h": "hourly",
    "2h": "two_hourly",
    "4h": "four_hourly",
    "1d": "daily",
    "1w": "weekly",
    "1mo": "monthly",
    "3mo": "quarterly",
}
"""Timeframe -> what its bars are called."""


class Views:
    """Names of bars, given when they are first asked for; `lines` then makes them."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {OWN, *taken}
        self._names: dict[tuple[str | None, str | None], str] = {}

    def name(self, symbol: str | None, timeframe: str | None = None) -> str:
        """Return the variable of a symbol's own bars (None: ours), of a longer timeframe where one is named."""
        key = (symbol, timeframe)
        if key not in self._names:
            if timeframe and symbol:
                self.name(symbol)
            self._names[key] = self._free(_wanted(symbol, timeframe))
        return self._names[key]

    def lines(self) -> Iterator[str]:
        """Yield the assignments that make the bars which were asked for, each after what it is made from."""
        for (symbol, timeframe), name in self._names.items():
            if symbol and not timeframe:
                yield f'{name} = {OWN}.other("{symbol}")'
        for timeframe in _LONGER:
            for (symbol, longer), name in self._names.items():
                if longer == timeframe:
                    yield f'{name} = {self._names[symbol, None] if symbol else OWN}.on("{timeframe}")'

    def _free(self, wanted: str) -> str:
        while wanted in self._taken:
            wanted += "_"
        self._taken.add(wanted)
        return wanted


def _wanted(symbol: str | None, timeframe: str | None) -> str:
    if symbol is None:
        return _LONGER[timeframe or ""]
    plain = re.sub(r"[^a-z0-9]+", "_", symbol.lower()).strip("_")
    begun = f"s{plain}" if plain[:1].isdigit() else plain or "other"
    return f"{begun}_{_LONGER[timeframe]}" if timeframe else f"{begun}_bars"
