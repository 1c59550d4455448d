"""The `sample` source: daily bars of the S&P 500 and Nasdaq indices and the VIX, 1999-2018, bundled with `arch`."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from market_data_service.domain.adjustment import Basis
from market_data_service.domain.series import BarSeries
from market_data_service.ports import BarQuery, Fetched
from trading_contracts.bars import Availability, Instrument, Timeframe
from trading_contracts.problem import UnknownSymbol

_FILES = {"^GSPC": "sp500", "^IXIC": "nasdaq", "^VIX": "vix"}
_PACKED = datetime(2018, 12, 31, tzinfo=UTC)
_NOTE = "Sample data bundled with the arch package; it ends in 2018."


class SampleSource:
    """Serves the bundled indices, so that everything works with no key, no account and no network."""

    name = "sample"

    def __init__(self, describe: Callable[[str], Instrument]) -> None:
        self._describe = describe
        self._listed: tuple[Availability, ...] = ()

    def serves(self, instrument: Instrument) -> bool:
        """Return whether this is one of the bundled indices."""
        return instrument.symbol in _FILES

    def refusal(self) -> str | None:
        """Return None: the sample is always there."""
        return None

    async def timeframes(self, instrument: Instrument) -> Sequence[Timeframe]:
        """Return daily for the bundled indices."""
        return [Timeframe.D1] if self.serves(instrument) else []

    async def fetch(self, query: BarQuery) -> Fetched:
        """Return the whole bundled series.

        Raises:
            UnknownSymbol: The symbol is not bundled.
        """
        if query.instrument.symbol not in _FILES:
            raise UnknownSymbol(f"{query.instrument.symbol} is not in the sample.", symbol=query.instrument.symbol)
        series = await asyncio.to_thread(_load, query.instrument.symbol)
        return Fetched(series=series, basis=Basis.RAW, fetched_at=_PACKED, is_sample=True, notes=(_NOTE,))

    def unreadable(self) -> Sequence[str]:
        """Return none: everything here can be read."""
        return ()

    async def listed(self) -> Sequence[Availability]:
        """Return the bundled series."""
        # It never changes while the service runs, and every search and every reading asks for it.
        self._listed = self._listed or await asyncio.to_thread(self._list)
        return self._listed

    def _list(self) -> tuple[Availability, ...]:
        loaded = {symbol: _load(symbol) for symbol in _FILES}
        return tuple(
            Availability(
                instrument=self._describe(symbol),
                timeframe=Timeframe.D1,
                source=self.name,
                first=series.first,
                last=series.last,
                bars=len(series),
            )
            for symbol, series in loaded.items()
        )


@lru_cache(maxsize=len(_FILES))
def _load(symbol: str) -> BarSeries:
    # The file is read where it lies: importing arch would cost seconds of statsmodels.
    spec = find_spec("arch")
    if spec is None or not spec.submodule_search_locations:
        raise UnknownSymbol("The sample data is not installed.", symbol=symbol)
    name = _FILES[symbol]
    path = Path(spec.submodule_search_locations[0]) / "data" / name / f"{name}.csv.gz"
    frame = _vix(path) if symbol == "^VIX" else pd.read_csv(path).dropna(subset=["Close"])
    stamps = pd.DatetimeIndex(pd.to_datetime(frame["Date"])).as_unit("ns").asi8
    columns = {name.lower(): frame[name].to_numpy(dtype=np.float64) for name in ("Open", "High", "Low", "Close")}
    return BarSeries(
        timestamp=np.asarray(stamps, dtype=np.int64), volume=frame["Volume"].to_numpy(dtype=np.float64), **columns
    )


def _vix(path: Path) -> pd.DataFrame:
    # Closes alone, with a dot on holidays.
    frame = pd.read_csv(path, na_values=".").dropna(subset=["vix"])
    close = frame["vix"]
    return frame.assign(Open=close, High=close, Low=close, Close=close, Volume=0.0)
