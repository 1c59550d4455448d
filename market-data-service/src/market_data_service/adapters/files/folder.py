"""The `file` source: a folder of `<SYMBOL>_<timeframe>.csv|parquet`."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from market_data_service.adapters.files.reading import KINDS, read_file
from market_data_service.domain import symbols
from market_data_service.domain.adjustment import basis_by_evidence
from market_data_service.ports import BarQuery, Fetched, ReadFile
from trading_contracts.bars import Availability, Instrument, Market, Timeframe
from trading_contracts.problem import NoBars, Problem, UnknownSymbol

_log = structlog.get_logger(__name__)
_MAX_KEPT_BARS = 20_000_000


@dataclass(frozen=True, slots=True)
class _Entry:
    path: Path
    symbol: str
    timeframe: Timeframe
    modified_ns: int
    size: int


class FolderSource:
    """Serves users' own files; what was read once stays in memory until the file changes.

    Args:
        folder: Where the files are; None when the user has none.
        describe: Gives the instrument under a symbol.
        max_bytes: Larger files are refused unread.
    """

    name = "file"

    def __init__(self, folder: Path | None, describe: Callable[[str], Instrument], max_bytes: int) -> None:
        self._folder = folder
        self._describe = describe
        self._max_bytes = max_bytes
        self._kept: OrderedDict[_Entry, ReadFile] = OrderedDict()
        self._listed: tuple[list[_Entry], list[Availability]] = ([], [])

    def serves(self, instrument: Instrument) -> bool:
        """Return whether the instrument is a real one."""
        return instrument.market is not Market.SIMULATED

    def refusal(self) -> str | None:
        """Return why nothing can be had from here."""
        return "MARKET_DATA_DIR is not set" if self._folder is None else None

    async def timeframes(self, instrument: Instrument) -> Sequence[Timeframe]:
        """Return the timeframes of the instrument's files."""
        return [entry.timeframe for entry in self._entries() if entry.symbol == instrument.symbol]

    async def fetch(self, query: BarQuery) -> Fetched:
        """Return the whole file of a series.

        Raises:
            UnknownSymbol: No file bears the symbol.
            NoBars: There are files of the symbol, but of other timeframes.
            BadFile: The file cannot be read.
        """
        entries = [entry for entry in self._entries() if entry.symbol == query.instrument.symbol]
        if not entries:
            raise UnknownSymbol(f"No file holds {query.instrument.symbol}.", symbol=query.instrument.symbol)
        wanted = next((entry for entry in entries if entry.timeframe is query.timeframe), None)
        if wanted is None:
            has = [entry.timeframe.value for entry in entries]
            raise NoBars(
                f"The files of {query.instrument.symbol} hold {', '.join(has)} bars, not {query.timeframe}.",
                symbol=query.instrument.symbol,
                timeframes=list(has),
            )
        read = await asyncio.to_thread(self._read, wanted)
        return Fetched(
            series=read.series,
            basis=basis_by_evidence(read.series),
            fetched_at=datetime.fromtimestamp(wanted.modified_ns / 1e9, UTC),
            notes=read.notes,
        )

    async def listed(self) -> Sequence[Availability]:
        """Return every readable series; a file that cannot be read is logged and left out."""
        return await asyncio.to_thread(self._list)

    def unreadable(self) -> Sequence[str]:
        """Return the symbols of files that cannot be read."""
        found = []
        for entry in self._entries():
            try:
                self._read(entry)
            except Problem:
                found.append(entry.symbol)
        return found

    def problems(self) -> dict[str, str]:
        """Return the files of the folder that cannot be read, and why."""
        found: dict[str, str] = {}
        for entry in self._entries():
            try:
                self._read(entry)
            except Problem as problem:
                found[entry.path.name] = problem.detail
        return found

    def _list(self) -> list[Availability]:
        entries = self._entries()
        if entries != self._listed[0]:
            self._listed = (entries, self._read_all(entries))
        return self._listed[1]

    def _read_all(self, entries: list[_Entry]) -> list[Availability]:
        found: list[Availability] = []
        for entry in entries:
            try:
                series = self._read(entry).series
            except Problem as problem:
                _log.warning("file_unreadable", file=entry.path.name, reason=problem.detail)
                continue
            found.append(
                Availability(
                    instrument=self._describe(entry.symbol),
                    timeframe=entry.timeframe,
                    source=self.name,
                    first=series.first,
                    last=series.last,
                    bars=len(series),
                )
            )
        return found

    def _entries(self) -> list[_Entry]:
        if self._folder is None or not self._folder.is_dir():
            return []
        entries = (_entry(path) for path in sorted(self._folder.iterdir()) if path.suffix.lower() in KINDS)
        return [entry for entry in entries if entry is not None]

    def _read(self, entry: _Entry) -> ReadFile:
        kept = self._kept.get(entry)
        if kept is not None:
            self._kept.move_to_end(entry)
            return kept
        zone = self._describe(entry.symbol).zone
        read = read_file(entry.path, entry.timeframe, zone, max_bytes=self._max_bytes)
        self._kept[entry] = read
        while len(self._kept) > 1 and sum(len(each.series) for each in self._kept.values()) > _MAX_KEPT_BARS:
            self._kept.popitem(last=False)
        return read


def _entry(path: Path) -> _Entry | None:
    stem, _, suffix = path.stem.rpartition("_")
    if not stem or suffix not in set(Timeframe):
        return None
    state = path.stat()
    return _Entry(path, symbol_of(stem), Timeframe(suffix), state.st_mtime_ns, state.st_size)


def symbol_of(stem: str) -> str:
    """Return the symbol that a file name stands for (`BTC-USD` is `BTC/USD`); any other name is its own symbol."""
    return symbols.canonical(stem) or stem.upper()
