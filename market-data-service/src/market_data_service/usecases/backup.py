"""Everything that is stored, as one archive, and back."""

import io
import json
import tarfile
import tempfile
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from market_data_service.domain.adjustment import Basis, CorporateAction
from market_data_service.domain.symbols import file_stem
from market_data_service.ports import BarStore, Fetched, FileKind, SeriesFiles, SeriesKey, StoredSeries
from trading_contracts.bars import Timeframe
from trading_contracts.problem import Rejected

_MANIFEST = "manifest.json"
_FORMAT = 1


class NotABackup(Rejected):
    """The archive is not one that `backup` has written."""


@dataclass(frozen=True, slots=True)
class Restored:
    """How much an archive put back."""

    series: int
    bars: int


class Backup:
    """Writes all stored series into a tar of Parquet files with one manifest, and restores them."""

    def __init__(self, store: BarStore, files: SeriesFiles) -> None:
        self._store = store
        self._files = files

    async def write(self) -> AsyncIterator[bytes]:
        """Yield a tar archive piece by piece, one series at a time."""
        listed = await self._store.listed()
        names = [f"{at:05d}_{file_stem(one.key.symbol)}_{one.key.timeframe}.parquet" for at, one in enumerate(listed)]
        manifest = {
            "format": _FORMAT,
            "series": [
                await self._entry(name, stored) for name, stored in zip(names, listed, strict=True) if stored.bars
            ],
        }
        yield _member(_MANIFEST, json.dumps(manifest).encode())
        for name, stored in zip(names, listed, strict=True):
            if stored.bars:
                series = await self._store.read(stored.key, None, None)
                yield _member(name, self._files.write(series, FileKind.PARQUET))
        yield bytes(2 * tarfile.BLOCKSIZE)

    async def restore(self, archive: BinaryIO) -> Restored:
        """Put back what an archive holds; a series that is there keeps its bars outside the archive's days.

        Raises:
            NotABackup: The archive has no manifest of ours, or a file of it is missing; nothing has changed then.
        """
        try:
            with tarfile.open(fileobj=archive, mode="r:") as opened:
                manifest = json.loads(_content(opened, _MANIFEST))
                if manifest["format"] != _FORMAT:
                    raise NotABackup(f"This backup has the format {manifest['format']}; {_FORMAT} can be read.")
                parts = [(entry, _content(opened, entry["file"])) for entry in manifest["series"]]
        except (tarfile.TarError, KeyError, ValueError, TypeError) as error:
            raise NotABackup(f"The archive is not a backup of market data ({type(error).__name__}).") from error
        bars = 0
        for entry, content in parts:
            bars += await self._restore(entry, content)
        return Restored(len(parts), bars)

    async def _entry(self, name: str, stored: StoredSeries) -> dict[str, object]:
        actions = await self._store.actions(stored.key.symbol, stored.key.source)
        return {
            "file": name,
            "symbol": stored.key.symbol,
            "timeframe": stored.key.timeframe.value,
            "source": stored.key.source,
            "basis": stored.basis.value,
            "fetched_at": stored.fetched_at.isoformat(),
            "actions": [asdict(action) | {"date": action.date.isoformat()} for action in actions],
        }

    async def _restore(self, entry: dict[str, object], content: bytes) -> int:
        key = SeriesKey(str(entry["symbol"]), Timeframe(str(entry["timeframe"])), str(entry["source"]))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "series.parquet"
            path.write_bytes(content)
            series = self._files.read(path, key.timeframe, "UTC", str(entry["file"])).series
        fetched = Fetched(
            series=series,
            basis=Basis(str(entry["basis"])),
            fetched_at=datetime.fromisoformat(str(entry["fetched_at"])),
        )
        covered = (series.first.date(), series.last.date())
        await self._store.write(key, fetched, covered, _actions(entry["actions"]))
        return len(series)


def _actions(listed: object) -> list[CorporateAction]:
    if not isinstance(listed, list):
        raise NotABackup("The manifest of the backup is damaged.")
    return [
        CorporateAction(
            date.fromisoformat(one["date"]), "split" if one["kind"] == "split" else "dividend", one["value"]
        )
        for one in listed
    ]


def _member(name: str, content: bytes) -> bytes:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    padding = -len(content) % tarfile.BLOCKSIZE
    return info.tobuf() + content + bytes(padding)


def _content(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(name)
    if member is None:
        raise NotABackup(f"The backup lacks {name}.")
    with io.BufferedReader(member) as opened:  # type: ignore[type-var]
        return opened.read()
