"""Reading a user's CSV or Parquet file into a series, or refusing it with the line and the reason."""

import csv
import io
import re
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from market_data_service.adapters.files.columns import OPTIONAL, Columns, match_columns
from market_data_service.adapters.files.timestamps import Column, no_bars, read_timestamps, require_order
from market_data_service.domain.problems import BadFile, FileTooLarge, bad_line
from market_data_service.domain.series import NANOSECONDS_A_DAY, BarSeries, FloatArray, IntArray
from market_data_service.ports import FileKind, ReadFile
from trading_contracts.bars import Timeframe

KINDS = (".csv", ".parquet")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_HEAD_BYTES = 64 * 1024
_PLAIN_HEAD = b"PAR1"


def read_file(path: Path, timeframe: Timeframe, zone: str, *, name: str = "", max_bytes: int) -> ReadFile:
    """Return the bars of a file.

    Args:
        path: A CSV or Parquet file; its first bytes tell which.
        timeframe: The length of its bars.
        zone: IANA zone of the exchange, for the session dates of daily bars that are stamped with a time.
        name: How to speak of the file.
        max_bytes: What is larger is refused unread.

    Raises:
        BadFile: The file is no table of bars; the line and the reason are named.
        FileTooLarge: It is larger than `max_bytes`.
    """
    name = name or path.name
    size = path.stat().st_size
    if size > max_bytes:
        raise FileTooLarge(
            f"{name} has {size / 1e9:.1f} GB; at most {max_bytes / 1e9:.1f} GB are read. Split it by date.",
            file=name,
            bytes=size,
        )
    with path.open("rb") as opened:
        is_parquet = opened.read(4) == _PLAIN_HEAD
    table, columns = _parquet(path, name) if is_parquet else _csv(path, name)
    if not table.num_rows:
        raise no_bars(name)
    return ReadFile(_series(table, columns, timeframe, zone, name), _notes(columns))


def _notes(columns: Columns) -> tuple[str, ...]:
    return (f"Columns that are not used: {', '.join(columns.ignored)}.",) if columns.ignored else ()


def _parquet(path: Path, name: str) -> tuple[pa.Table, Columns]:
    try:
        columns = match_columns(list(pyarrow.parquet.read_schema(path).names), name)
        table = pyarrow.parquet.read_table(path, columns=list(columns.found.values()), memory_map=True)
    except (pa.ArrowInvalid, OSError) as error:
        raise BadFile(f"{name} is not a Parquet file that can be read: {error}", file=name) from error
    return table, columns


def _csv(path: Path, name: str) -> tuple[pa.Table, Columns]:
    columns = match_columns(_header(path, name), name)
    types: dict[str, pa.DataType] = {
        column: pa.float64() for ours, column in columns.found.items() if ours != "timestamp"
    }
    types[columns.found["timestamp"]] = pa.string()
    convert = pyarrow.csv.ConvertOptions(
        column_types=types,
        include_columns=list(columns.found.values()),
        strings_can_be_null=True,
        null_values=["", "NA", "null"],
    )
    try:
        return pyarrow.csv.read_csv(path, convert_options=convert), columns
    except pa.ArrowInvalid as error:
        raise _line_at_fault(path, columns, name, str(error)) from error


def _header(path: Path, name: str) -> list[str]:
    with path.open("rb") as opened:
        head = opened.read(_HEAD_BYTES)
    if not head.strip():
        raise bad_line(1, "the file is empty", name)
    try:
        line = _LINE_END.split(head, 1)[0].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise bad_line(1, "not a text file in UTF-8", name) from error
    if "\0" in line:
        raise bad_line(1, "not a text file", name)
    return [column.strip() for column in next(csv.reader([line]))]


def _line_at_fault(path: Path, columns: Columns, name: str, reason: str) -> BadFile:
    """Read line by line, slowly, to say where a file goes wrong."""
    with path.open(newline="", encoding="utf-8-sig", errors="replace") as opened:
        rows = csv.reader(opened)
        header = [column.strip() for column in next(rows)]
        places = {header.index(column): ours for ours, column in columns.found.items() if ours != "timestamp"}
        for row in rows:
            if row and (fault := _fault(row, places, len(header))):
                return bad_line(rows.line_num, fault, name)
    return BadFile(f"{name} cannot be read: {reason}", file=name)


def _fault(row: list[str], places: dict[int, str], width: int) -> str | None:
    if len(row) != width:
        return f"{len(row)} values instead of {width}"
    for place, ours in places.items():
        text = row[place].strip()
        try:
            float(text or "0")
        except ValueError:
            return f"{text!r} in the column {ours} is not a number"
    return None


def _series(table: pa.Table, columns: Columns, timeframe: Timeframe, zone: str, name: str) -> BarSeries:
    stamps = read_timestamps(table.column(columns.found["timestamp"]), timeframe, zone, name)
    values = {
        ours: _numbers(table.column(column), ours, name)
        for ours, column in columns.found.items()
        if ours != "timestamp"
    }
    if require_order(stamps, timeframe, name):
        stamps = stamps[::-1].copy()
        values = {ours: column[::-1].copy() for ours, column in values.items()}
    adjusted = values.pop("adj_close", None)
    if "split" in values:
        # Vendors write "no split" as 0 or as 1.
        values["split"] = np.where(values["split"] == 1.0, 0.0, values["split"])
    none = np.zeros(len(stamps))
    return BarSeries(
        timestamp=stamps,
        open=values["open"],
        high=values["high"],
        low=values["low"],
        close=values["close"],
        volume=values["volume"],
        dividend=values.get("dividend", none),
        split=values.get("split", none),
        adj_close=adjusted,
    )


def _numbers(column: Column, ours: str, name: str) -> FloatArray:
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_decimal(column.type)):
        raise bad_line(2, f"the column {ours} holds {column.type}, not numbers", name)
    values = np.asarray(column.cast(pa.float64(), safe=False).to_numpy(), dtype=np.float64)
    bad = np.flatnonzero(~np.isfinite(values))
    if len(bad) and ours in OPTIONAL and ours != "adj_close":
        return np.nan_to_num(values, nan=0.0)
    if len(bad):
        what = "missing" if np.isnan(values[bad[0]]) else "infinite"
        raise bad_line(int(bad[0]) + 2, f"the value in the column {ours} is {what}", name)
    return values


def write_csv(series: BarSeries) -> bytes:
    """Return a series as CSV in the layout of the `file` source."""
    out = io.BytesIO()
    table = as_table(series)
    table = table.set_column(0, "timestamp", pa.array(_as_text(series.timestamp), type=pa.string()))
    # Arrow puts the names of columns in quotation marks, whatever it is told.
    out.write(",".join(table.column_names).encode() + b"\n")
    pyarrow.csv.write_csv(table, out, pyarrow.csv.WriteOptions(include_header=False, quoting_style="none"))
    return out.getvalue()


def _as_text(stamps: IntArray) -> list[str]:
    """Return moments as people write them: dates where all are, else moments to as many places as they need."""
    moments = stamps.view("datetime64[ns]")
    if not bool((stamps % NANOSECONDS_A_DAY).any()):
        return [str(text) for text in np.datetime_as_string(moments, unit="D")]
    unit: Literal["s", "ns"] = "ns" if bool((stamps % 1_000_000_000).any()) else "s"
    return [f"{text}Z" for text in np.datetime_as_string(moments, unit=unit)]


def write_parquet(series: BarSeries) -> bytes:
    """Return a series as Parquet in the layout of the `file` source."""
    out = io.BytesIO()
    pyarrow.parquet.write_table(as_table(series), out, compression="zstd")
    return out.getvalue()


def as_table(series: BarSeries) -> pa.Table:
    """Return a series as a table in the layout of the `file` source; optional columns only where they say something."""
    columns: dict[str, pa.Array[Any]] = {
        "timestamp": pa.array(series.timestamp.view("datetime64[ns]"), type=pa.timestamp("ns", tz="UTC"))
    }
    for name in ("open", "high", "low", "close", "volume"):
        columns[name] = pa.array(getattr(series, name))
    if series.adj_close is not None:
        columns["adj_close"] = pa.array(series.adj_close)
    for name in ("dividend", "split"):
        if bool(getattr(series, name).any()):
            columns[name] = pa.array(getattr(series, name))
    return pa.table(columns)


class FileCodec:
    """Reads and writes series as files.

    Args:
        max_bytes: What is larger is refused unread.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes

    def read(self, path: Path, timeframe: Timeframe, zone: str, name: str) -> ReadFile:
        """Return the bars of a file.

        Raises:
            BadFile: It is no table of bars; the line and the reason are named.
        """
        return read_file(path, timeframe, zone, name=name, max_bytes=self._max_bytes)

    def write(self, series: BarSeries, kind: FileKind) -> bytes:
        """Return a series as the content of a file."""
        return write_csv(series) if kind is FileKind.CSV else write_parquet(series)
