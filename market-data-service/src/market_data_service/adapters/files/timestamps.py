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
_UNITS = ((10**17, 1), (10**14, 1_000), (10**11, 1_000_000), (0, 1_000_000_000))


def read_timestamps(column: Column, timeframe: Timeframe, zone: str, name: str) -> IntArray:
    """Return a column of timestamps as nanoseconds UTC; daily and longer ones as 00:00 UTC of their session date.

    A timestamp without a zone is UTC. Zones may differ by an hour within a file (summer time), not by more, and not be
    there on some lines only.

    Raises:
        BadFile: A timestamp cannot be read; the line is named.
    """
    if column.null_count:
        line = int(np.flatnonzero(np.asarray(column.is_null()))[0]) + 2
        raise bad_line(line, "the timestamp is missing", name)
    if pa.types.is_timestamp(column.type):
        stamps, offsets = _from_arrow(column), None
    elif pa.types.is_date(column.type):
        stamps, offsets = _from_arrow(column.cast(pa.timestamp("ns"))), None
    elif pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        stamps, offsets = _from_epoch(np.asarray(column, dtype=np.float64)), None
    else:
        stamps, offsets = _from_text([str(text) for text in column.to_pylist()], name)
    return stamps if timeframe.is_intraday else _session_dates(stamps, offsets, zone)


def _from_arrow(column: Column) -> IntArray:
    naive = column.cast(pa.timestamp("ns", tz=column.type.tz))
    return np.asarray(naive.cast(pa.int64()), dtype=np.int64)


def _from_epoch(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> IntArray:
    largest = float(np.max(np.abs(values))) if len(values) else 0.0
    unit = next(unit for least, unit in _UNITS if largest >= least)
    return np.round(values * unit).astype(np.int64) if unit > 1 else values.astype(np.int64)


def _from_text(texts: Sequence[str], name: str) -> tuple[IntArray, IntArray | None]:
    plain = [text.strip() for text in texts]
    if plain and all(text.lstrip("-").isdigit() and len(text) > 8 for text in (plain[0], plain[-1])):
        return _epoch_texts(plain, name), None
    try:
        parsed = pd.to_datetime(pd.Series(plain, dtype=object), format="ISO8601")
    except (ValueError, TypeError):
        return _line_by_line(plain, name)
    if not isinstance(parsed.dtype, pd.DatetimeTZDtype) and parsed.dtype.kind != "M":
        return _line_by_line(plain, name)
    index = pd.DatetimeIndex(parsed.array)
    offsets = None
    if index.tz is not None:
        local = np.asarray(index.tz_localize(None).as_unit("ns").asi8)
        offsets = local - np.asarray(index.as_unit("ns").asi8)
    return np.asarray(index.as_unit("ns").asi8, dtype=np.int64), offsets


def _epoch_texts(texts: Sequence[str], name: str) -> IntArray:
    for line, text in enumerate(texts, start=2):
        if not text.lstrip("-").isdigit():
            raise bad_line(line, f"{text!r} is not a number like the timestamps before it", name)
    return _from_epoch(np.array([float(text) for text in texts]))


def _line_by_line(texts: Sequence[str], name: str) -> tuple[IntArray, IntArray | None]:
    """Read one by one what could not be read at once; find the line at fault, or accept summer time."""
    moments: list[datetime] = []
    for line, text in enumerate(texts, start=2):
        moments.append(_moment(text, line, name))
        _same_zone(moments[0], moments[-1], line, name)
    stamps = np.array(
        [round(at.timestamp()) * 1_000_000_000 + at.microsecond * 1_000 for at in moments], dtype=np.int64
    )
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
        raise bad_line(line, "mixed zones: some timestamps have a zone, others have none", name)
    if ours is not None and theirs is not None and abs(ours - theirs) > timedelta(hours=1):
        raise bad_line(line, f"mixed zones: UTC{at:%z} here, UTC{first:%z} on line 2", name)


def _session_dates(stamps: IntArray, offsets: IntArray | None, zone: str) -> IntArray:
    """Return the session date: as written where it is written as midnight, else the date at the exchange."""
    written = stamps if offsets is None else stamps + offsets
    if not bool((written % NANOSECONDS_A_DAY).any()):
        return written
    index = pd.DatetimeIndex(stamps.astype("datetime64[ns]")).tz_localize(UTC).tz_convert(ZoneInfo(zone))
    local = np.asarray(index.tz_localize(None).as_unit("ns").asi8, dtype=np.int64)
    return local - local % NANOSECONDS_A_DAY


def require_order(stamps: IntArray, timeframe: Timeframe, name: str) -> bool:
    """Return whether the file runs from new to old; anything but strictly rising or falling is refused.

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
    reason = same if step[at] == 0 else "out of order: earlier than the line before"
    raise bad_line(at + 3, reason, name)


def no_bars(name: str) -> BadFile:
    """Return the refusal of a file that has a header and nothing else."""
    return bad_line(2, "there is no bar in the file", name)
