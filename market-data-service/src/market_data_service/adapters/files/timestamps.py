"""Reading the timestamps of a user's file: dates, ISO moments, epochs. Each bad one is refused with its line."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa

from market_data_service.domain.problems import BadFile, bad_line
from market_data_service.domain.series import NANOSECONDS_A_DAY, IntArray
from trading_contracts.bars import Timeframe

Column: TypeAlias = "pa.ChunkedArray[Any]"
_AN_HOUR = 3600 * 1_000_000_000
_OUT_OF_ORDER = "out of order: earlier than the line before"
_SOME_HAVE_A_ZONE = "mixed zones: some timestamps have a zone, others have none"
_UNITS = ((10**17, 1), (10**14, 1_000), (10**11, 1_000_000), (0, 1_000_000_000))


class Timestamps:
    """A column of timestamps that comes in parts.

    A timestamp without a zone is UTC. Zones may differ by an hour within a file (summer time), not by more, and not be
    there on some lines only.

    Args:
        timeframe: The length of the bars; daily and longer ones get 00:00 UTC of their session date.
        zone: IANA zone of the exchange, for the session dates of bars that are stamped with a time.
        name: How to speak of the file.
    """

    def __init__(self, timeframe: Timeframe, zone: str, name: str) -> None:
        self._timeframe = timeframe
        self._zone = zone
        self._name = name
        self._stamps: list[IntArray] = []
        self._offsets: list[IntArray] = []
        self._last: int | None = None
        self._falls = False
        self._first_offset: int | None = None
        self._has_zone = False

    def add(self, column: Column, line: int, *, keep: bool = True) -> None:
        """Take the next part, whose first value stands on a line of the file.

        Raises:
            BadFile: A timestamp cannot be read, or is out of order; the line is named.
        """
        stamps, offsets = _read(column, line, self._name)
        self._compare_zones(offsets, line)
        self._check_order(stamps, line)
        if keep:
            self._stamps.append(stamps)
            self._offsets.append(np.zeros(len(stamps), dtype=np.int64) if offsets is None else offsets)

    def result(self) -> tuple[IntArray, bool]:
        """Return nanoseconds UTC as the file has them, and whether it runs from new to old.

        Raises:
            BadFile: Two lines have the same time; the line is named.
        """
        stamps = np.concatenate(self._stamps)
        if not self._timeframe.is_intraday:
            stamps = _session_dates(stamps, np.concatenate(self._offsets), self._zone)
        return stamps, require_order(stamps, self._timeframe, self._name)

    def _compare_zones(self, offsets: IntArray | None, line: int) -> None:
        if self._last is None:
            self._has_zone = offsets is not None
            self._first_offset = None if offsets is None else int(offsets[0])
            return
        if (offsets is not None) != self._has_zone:
            raise bad_line(line, _SOME_HAVE_A_ZONE, self._name)
        if offsets is None or self._first_offset is None:
            return
        far = np.flatnonzero(np.abs(offsets - self._first_offset) > _AN_HOUR)
        if len(far):
            at = int(far[0])
            raise bad_line(line + at, _two_zones(int(offsets[at]), self._first_offset), self._name)

    def _check_order(self, stamps: IntArray, line: int) -> None:
        if self._last is None:
            self._falls = require_order(stamps, self._timeframe, self._name, line)
        elif len(stamps):
            joined = np.concatenate([[self._last], stamps])
            if require_order(joined, self._timeframe, self._name, line - 1) != self._falls:
                raise bad_line(line, _OUT_OF_ORDER, self._name)
        self._last = int(stamps[-1])


def _read(column: Column, line: int, name: str) -> tuple[IntArray, IntArray | None]:
    if column.null_count:
        at = int(np.flatnonzero(np.asarray(column.is_null()))[0])
        raise bad_line(line + at, "the timestamp is missing", name)
    if pa.types.is_timestamp(column.type):
        return _from_arrow(column), None
    if pa.types.is_date(column.type):
        return _from_arrow(column.cast(pa.timestamp("ns"))), None
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return _from_epoch(np.asarray(column, dtype=np.float64)), None
    return _from_text([str(text) for text in column.to_pylist()], line, name)


def _from_arrow(column: Column) -> IntArray:
    naive = column.cast(pa.timestamp("ns", tz=column.type.tz))
    return np.asarray(naive.cast(pa.int64()), dtype=np.int64)


def _from_epoch(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> IntArray:
    largest = float(np.max(np.abs(values))) if len(values) else 0.0
    unit = next(unit for least, unit in _UNITS if largest >= least)
    return np.round(values * unit).astype(np.int64) if unit > 1 else values.astype(np.int64)


def _from_text(texts: Sequence[str], line: int, name: str) -> tuple[IntArray, IntArray | None]:
    plain = [text.strip() for text in texts]
    if plain and all(text.lstrip("-").isdigit() and len(text) > 8 for text in (plain[0], plain[-1])):
        return _epoch_texts(plain, line, name), None
    try:
        parsed = pd.to_datetime(pd.Series(plain, dtype=object), format="ISO8601")
    except (ValueError, TypeError):
        return _line_by_line(plain, line, name)
    if not isinstance(parsed.dtype, pd.DatetimeTZDtype) and parsed.dtype.kind != "M":
        return _line_by_line(plain, line, name)
    index = pd.DatetimeIndex(parsed.array)
    offsets = None
    if index.tz is not None:
        local = np.asarray(index.tz_localize(None).as_unit("ns").asi8)
        offsets = local - np.asarray(index.as_unit("ns").asi8)
    return np.asarray(index.as_unit("ns").asi8, dtype=np.int64), offsets


def _epoch_texts(texts: Sequence[str], first_line: int, name: str) -> IntArray:
    for line, text in enumerate(texts, start=first_line):
        if not text.lstrip("-").isdigit():
            raise bad_line(line, f"{text!r} is not a number like the timestamps before it", name)
    return _from_epoch(np.array([float(text) for text in texts]))


def _line_by_line(texts: Sequence[str], first_line: int, name: str) -> tuple[IntArray, IntArray | None]:
    """Read one by one what could not be read at once; find the line at fault, or accept summer time."""
    moments: list[datetime] = []
    for line, text in enumerate(texts, start=first_line):
        moments.append(_moment(text, line, name))
        _same_zone(moments[0], moments[-1], line, name)
    stamps = np.array(
        [round(at.timestamp()) * 1_000_000_000 + at.microsecond * 1_000 for at in moments], dtype=np.int64
    )
    if moments[0].tzinfo is None:
        return stamps, None
    offsets = np.array([int((at.utcoffset() or timedelta()).total_seconds()) for at in moments], dtype=np.int64)
    return stamps, offsets * 1_000_000_000


def _moment(text: str, line: int, name: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise bad_line(
            line, f"{text!r} is not a date or time (write 2024-03-28 or 2024-03-28T14:30:00Z)", name
        ) from error
    return at


def _same_zone(first: datetime, at: datetime, line: int, name: str) -> None:
    ours, theirs = at.utcoffset(), first.utcoffset()
    if (ours is None) != (theirs is None):
        raise bad_line(line, _SOME_HAVE_A_ZONE, name)
    if ours is not None and theirs is not None and abs(ours - theirs) > timedelta(hours=1):
        raise bad_line(line, _two_zones(_nanoseconds(ours), _nanoseconds(theirs)), name)


def _nanoseconds(offset: timedelta) -> int:
    return int(offset.total_seconds()) * 1_000_000_000


def _two_zones(here: int, first: int) -> str:
    return f"mixed zones: {_zone_name(here)} here, {_zone_name(first)} on the lines before"


def _zone_name(offset: int) -> str:
    minutes = abs(offset) // 60_000_000_000
    return f"UTC{'-' if offset < 0 else '+'}{minutes // 60:02d}{minutes % 60:02d}"


def _session_dates(stamps: IntArray, offsets: IntArray, zone: str) -> IntArray:
    """Return the session date: as written where it is written as midnight, else the date at the exchange."""
    written = stamps + offsets
    if not bool((written % NANOSECONDS_A_DAY).any()):
        return written
    index = pd.DatetimeIndex(stamps.astype("datetime64[ns]")).tz_localize(UTC).tz_convert(ZoneInfo(zone))
    local = np.asarray(index.tz_localize(None).as_unit("ns").asi8, dtype=np.int64)
    return local - local % NANOSECONDS_A_DAY


def require_order(stamps: IntArray, timeframe: Timeframe, name: str, line: int = 2) -> bool:
    """Return whether lines, the first of them named, run from new to old; what neither rises nor falls is refused.

    Raises:
        BadFile: Two lines have the same time, or a line is out of order.
    """
    step = np.diff(stamps)
    if not len(step) or bool((step > 0).all()):
        return False
    if bool((step < 0).all()):
        return True
    falling = int((step < 0).sum()) > len(step) / 2
    at = int(np.flatnonzero(step >= 0 if falling else step <= 0)[0])
    same = "the same time as on the line before"
    if not timeframe.is_intraday:
        same += f" (a {timeframe} file has one bar a date)"
    raise bad_line(line + at + 1, same if step[at] == 0 else _OUT_OF_ORDER, name)


def no_bars(name: str) -> BadFile:
    """Return the refusal of a file that has a header and nothing else."""
    return bad_line(2, "there is no bar in the file", name)
