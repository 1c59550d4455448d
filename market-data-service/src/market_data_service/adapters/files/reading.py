"""Reading a user's CSV or Parquet file into a series, or refusing it with the line and the reason."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, TextIO

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from market_data_service.adapters.files.columns import OPTIONAL, Columns, match_columns
from market_data_service.adapters.files.timestamps import Column, Timestamps, no_bars
from market_data_service.domain.problems import BadFile, FileTooLarge, bad_line
from market_data_service.domain.series import NANOSECONDS_A_DAY, BarSeries, FloatArray, IntArray
from market_data_service.ports import FileKind, ReadFile
from trading_contracts.bars import Timeframe
from trading_contracts.problem import FieldProblem

KINDS = (".csv", ".parquet")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_HEAD_BYTES = 64 * 1024
_LONGEST_LINE = 100_000
_PIECE_BYTES = 8 * 1024 * 1024
_PLAIN_HEAD = b"PAR1"


def read_file(path: Path, timeframe: Timeframe, zone: str, *, name: str = "", max_bytes: int) -> ReadFile:
    """Return the bars of a file.

    Args:
        path: A CSV or Parquet file; its first bytes tell which.
        timeframe: The length of its bars.
        zone: IANA zone of the exchange, for the session dates of daily bars that are stamped with a time.
        name: How to speak of the file.
        max_bytes: What is larger is refused: a CSV file for its first bad line, or for the line at the limit.

    Raises:
        BadFile: The file is no table of bars; the line and the reason are named.
        FileTooLarge: It is larger than `max_bytes`.
    """
    name = name or path.name
    size = path.stat().st_size
    with path.open("rb") as opened:
        is_parquet = opened.read(4) == _PLAIN_HEAD
    if is_parquet and size > max_bytes:
        raise FileTooLarge(_too_large(name, size, max_bytes), file=name, bytes=size)
    if is_parquet:
        return _parquet(path, timeframe, zone, name)
    columns = match_columns(_header(path, name), name)
    if size > max_bytes:
        raise _too_long(path, columns, Bars(columns, timeframe, zone, name), max_bytes)
    bars = Bars(columns, timeframe, zone, name)
    for part in _csv_parts(path, columns, name):
        bars.add(part)
    return bars.result()


def _too_large(name: str, size: int, max_bytes: int) -> str:
    return f"{name} has {size / 1e9:.1f} GB; at most {max_bytes / 1e9:.1f} GB are read. Split it by date."


def _too_long(path: Path, columns: Columns, bars: "Bars", max_bytes: int) -> BadFile:
    """Return the refusal of a file beyond the limit: for its first bad line, else for the line at the limit."""
    last_line = 1 + _line_ends(path, max_bytes)
    for part in _csv_parts(path, columns, bars.name):
        bars.add(part, keep=False)
        if bars.line > last_line:
            break
    size = path.stat().st_size
    reason = f"here the file is as long as what is read, {max_bytes / 1e9:.1f} GB; split it by date"
    return FileTooLarge(
        f"{_too_large(bars.name, size, max_bytes)} The limit is reached on line {last_line:,}.",
        errors=(FieldProblem(path=f"line {last_line}", reason=reason),),
        file=bars.name,
        bytes=size,
        line=last_line,
    )


def _line_ends(path: Path, within: int) -> int:
    found = 0
    with path.open("rb") as opened:
        while within > 0 and (piece := opened.read(min(_PIECE_BYTES, within))):
            found += piece.count(b"\n")
            within -= len(piece)
    return found


def _notes(columns: Columns) -> tuple[str, ...]:
    return (f"Columns that are not used: {', '.join(columns.ignored)}.",) if columns.ignored else ()


def _parquet(path: Path, timeframe: Timeframe, zone: str, name: str) -> ReadFile:
    try:
        columns = match_columns(list(pyarrow.parquet.read_schema(path).names), name)
        table = pyarrow.parquet.read_table(path, columns=list(columns.found.values()), memory_map=True)
    except (pa.ArrowInvalid, OSError) as error:
        raise BadFile(f"{name} is not a Parquet file that can be read: {error}", file=name) from error
    bars = Bars(columns, timeframe, zone, name)
    bars.add(table)
    return bars.result()


def _csv_parts(path: Path, columns: Columns, name: str) -> Iterator[pa.Table]:
    """Yield a CSV file piece by piece: a bad line is found without holding what comes after it."""
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
        with pyarrow.csv.open_csv(
            path, read_options=pyarrow.csv.ReadOptions(block_size=_PIECE_BYTES), convert_options=convert
        ) as reader:
            for batch in reader:
                yield pa.Table.from_batches([batch])
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
        rows = csv.reader(_lines(opened, name))
        try:
            header = [column.strip() for column in next(rows)]
            places = {header.index(column): ours for ours, column in columns.found.items() if ours != "timestamp"}
            for row in rows:
                if row and (fault := _fault(row, places, len(header))):
                    return bad_line(rows.line_num, fault, name)
        except csv.Error as error:
            return bad_line(rows.line_num, f"not a line of CSV: {error}", name)
        except BadFile as refusal:
            return refusal
    return BadFile(f"{name} cannot be read: {reason}", file=name)


def _lines(opened: TextIO, name: str) -> Iterator[str]:
    line = 0
    while text := opened.readline(_LONGEST_LINE):
        line += 1
        if len(text) >= _LONGEST_LINE:
            raise bad_line(line, f"the line is longer than {_LONGEST_LINE:,} letters", name)
        yield text


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


class Bars:
    """The bars of a file, which come in parts.

    Args:
        columns: Which column is which.
        timeframe: The length of the bars.
        zone: IANA zone of the exchange.
        name: How to speak of the file.
    """

    def __init__(self, columns: Columns, timeframe: Timeframe, zone: str, name: str) -> None:
        self.name = name
        self.line = 2
        self._columns = columns
        self._timestamps = Timestamps(timeframe, zone, name)
        self._values: dict[str, list[FloatArray]] = {ours: [] for ours in columns.found if ours != "timestamp"}

    def add(self, part: pa.Table, *, keep: bool = True) -> None:
        """Take the next part; one that is not kept is only looked at.

        Raises:
            BadFile: A value cannot be read; the line and the reason are named.
        """
        if not part.num_rows:
            return
        self._timestamps.add(part.column(self._columns.found["timestamp"]), self.line, keep=keep)
        for ours, parts in self._values.items():
            values = _numbers(part.column(self._columns.found[ours]), ours, self.line, self.name)
            if keep:
                parts.append(values)
        self.line += part.num_rows

    def result(self) -> ReadFile:
        """Return what was kept, from old to new.

        Raises:
            BadFile: There is nothing, or two lines have the same time.
        """
        if self.line == 2:
            raise no_bars(self.name)
        stamps, falls = self._timestamps.result()
        values = {ours: np.concatenate(parts) for ours, parts in self._values.items()}
        if falls:
            stamps = stamps[::-1].copy()
            values = {ours: column[::-1].copy() for ours, column in values.items()}
        return ReadFile(_series(stamps, values), _notes(self._columns))


def _series(stamps: IntArray, values: dict[str, FloatArray]) -> BarSeries:
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
        adj_close=values.get("adj_close"),
    )


def _numbers(column: Column, ours: str, line: int, name: str) -> FloatArray:
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_decimal(column.type)):
        raise bad_line(line, f"the column {ours} holds {column.type}, not numbers", name)
    values = np.asarray(column.cast(pa.float64(), safe=False).to_numpy(), dtype=np.float64)
    bad = np.flatnonzero(~np.isfinite(values))
    if len(bad) and ours in OPTIONAL and ours != "adj_close":
        return np.nan_to_num(values, nan=0.0)
    if len(bad):
        what = "missing" if np.isnan(values[bad[0]]) else "infinite"
        raise bad_line(line + int(bad[0]), f"the value in the column {ours} is {what}", name)
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
