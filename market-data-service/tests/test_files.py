"""Users' own files: read as they are meant, or refused with the line and the reason."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from market_data_service.adapters.files import reading
from market_data_service.adapters.files.reading import FileCodec, read_file
from market_data_service.domain.problems import BadFile, FileTooLarge
from market_data_service.domain.quality import impossible
from market_data_service.domain.series import NANOSECONDS_A_DAY, BarSeries, moment
from market_data_service.ports import FileKind
from trading_contracts.bars import Timeframe

HEADER = "timestamp,open,high,low,close,volume\n"
GOOD = HEADER + "2024-01-02,1,2,0.5,1.5,100\n2024-01-03,1.5,2,1,1.8,200\n"
MAX = 1_000_000


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., BarSeries]:
    """Return a reader of a text as a daily file."""

    def read_text(text: str, timeframe: Timeframe = Timeframe.D1, zone: str = "America/New_York") -> BarSeries:
        path = tmp_path / "X_1d.csv"
        path.write_text(text, encoding="utf-8")
        return read_file(path, timeframe, zone, max_bytes=MAX).series

    return read_text


def test_a_plain_file_is_read(read: Callable[..., BarSeries]) -> None:
    series = read(GOOD)
    assert [moment(int(stamp)) for stamp in series.timestamp] == [
        datetime(2024, 1, 2, tzinfo=UTC),
        datetime(2024, 1, 3, tzinfo=UTC),
    ]
    assert (series.close.tolist(), series.volume.tolist()) == ([1.5, 1.8], [100.0, 200.0])


def test_yahoos_own_spelling_and_order_are_understood(read: Callable[..., BarSeries]) -> None:
    text = (
        "Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits\n"
        "2024-01-03 00:00:00-05:00,1.5,2,1,1.8,1.8,200,0.1,0.0\n"
        "2024-01-02 00:00:00-05:00,1,2,0.5,1.5,1.4,100,0,2.0\n"
    )
    series = read(text)
    assert series.close.tolist() == [1.5, 1.8]
    assert series.adj_close is not None
    assert series.adj_close.tolist() == [1.4, 1.8]
    assert (series.dividend.tolist(), series.split.tolist()) == ([0.0, 0.1], [2.0, 0.0])


def test_summer_time_within_a_file_is_no_mix_of_zones(read: Callable[..., BarSeries]) -> None:
    text = HEADER + "2024-03-08T09:30:00-05:00,1,1,1,1,1\n2024-03-11T09:30:00-04:00,1,1,1,1,1\n"
    series = read(text, Timeframe.M30)
    assert [moment(int(stamp)).hour for stamp in series.timestamp] == [14, 13]


def test_epoch_milliseconds_are_understood(read: Callable[..., BarSeries]) -> None:
    series = read(HEADER + "1704207600000,1,1,1,1,1\n1704211200000,1,1,1,1,1\n", Timeframe.H1)
    assert series.first == datetime(2024, 1, 2, 15, tzinfo=UTC)


def test_a_daily_bar_stamped_with_an_instant_carries_the_date_at_the_exchange(read: Callable[..., BarSeries]) -> None:
    series = read(HEADER + "2024-01-02T01:30:00Z,1,1,1,1,1\n2024-01-03T01:30:00Z,1,1,1,1,1\n")
    assert [moment(int(stamp)).day for stamp in series.timestamp] == [1, 2]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("timestamp,open,high,low,close\n2024-01-02,1,1,1,1\n", 1, "missing columns: volume"),
        ("", 1, "the file is empty"),
        (HEADER, 2, "there is no bar"),
        (HEADER + "2024-01-02,1,1,1,1,1\n2024-01-03,1,x,1,1,1\n", 3, "'x' in the column high is not a number"),
        (HEADER + "2024-01-02,1,1,1,1,1\n2024-01-03,1,1,1,,1\n", 3, "the value in the column close is missing"),
        (HEADER + "2024-01-02,1,1,1,inf,1\n", 2, "the value in the column close is infinite"),
        (HEADER + "2024-01-02,1,1,1,1,1\nyesterday,1,1,1,1,1\n", 3, "'yesterday' is not a date or time"),
        (HEADER + "2024-01-02,1,1,1,1,1\n2024-01-02,1,1,1,1,1\n", 3, "the same time as on the line before"),
        (
            HEADER + "2024-01-02,1,1,1,1,1\n2024-01-04,1,1,1,1,1\n2024-01-03,1,1,1,1,1\n",
            4,
            "out of order: earlier than the line before",
        ),
        (HEADER + "2024-01-02T10:00:00Z,1,1,1,1,1\n2024-01-03T10:00:00,1,1,1,1,1\n", 3, "mixed zones"),
        (HEADER + "2024-01-02T10:00:00+00:00,1,1,1,1,1\n2024-01-03T10:00:00+08:00,1,1,1,1,1\n", 3, "mixed zones"),
        (HEADER + "2024-01-02,1,1,1,1\n", 2, "5 values instead of 6"),
        ("Date,timestamp,open,high,low,close,volume\n", 1, "both mean timestamp"),
    ],
)
def test_a_bad_file_is_refused_with_the_line_and_the_reason(
    text: str, line: int, reason: str, read: Callable[..., BarSeries]
) -> None:
    with pytest.raises(BadFile) as refusal:
        read(text)
    assert refusal.value.facts["line"] == line
    assert reason in refusal.value.detail
    assert refusal.value.errors[0].path == f"line {line}"


def test_semicolons_are_named_as_what_is_wrong(read: Callable[..., BarSeries]) -> None:
    with pytest.raises(BadFile, match="line 1: the columns are separated by semicolons; write commas"):
        read(GOOD.replace(",", ";"))


def test_a_second_bar_of_a_day_in_a_daily_file_is_told_as_such(read: Callable[..., BarSeries]) -> None:
    with pytest.raises(BadFile, match=r"line 3: .*a 1d file has one bar a date"):
        read(HEADER + "2024-01-02T14:30:00Z,1,1,1,1,1\n2024-01-02T15:30:00Z,1,1,1,1,1\n")


def test_bars_that_no_market_makes_are_told_to_their_owner(read: Callable[..., BarSeries]) -> None:
    series = read(HEADER + "2024-01-02,1,2,1,2,5\n2024-01-03,-1,2,-1,2,5\n2024-01-04,5,2,3,2,5\n")
    assert impossible(series) == (
        "1 bars have a price that is not positive, the first on 2024-01-03.",
        "1 bars have a high below the low, the first on 2024-01-04.",
    )
    assert impossible(read(GOOD)) == ()


@pytest.mark.parametrize(
    ("stamp", "written"),
    [(0, "2024-01-02"), (52_200, "2024-01-02T14:30:00Z"), (52_200.25, "2024-01-02T14:30:00.250000000Z")],
)
def test_an_exported_file_has_dates_as_people_write_them(
    make_series: Callable[..., BarSeries], stamp: float, written: str
) -> None:
    series = make_series([1.5], start=date(2024, 1, 2))
    series = replace(series, timestamp=series.timestamp + int(stamp * 1e9))
    text = FileCodec(MAX).write(series, FileKind.CSV).decode()
    header, line = text.splitlines()
    assert header == "timestamp,open,high,low,close,volume"
    assert line.startswith(f"{written},1.5,")


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "X_1d.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe")
    with pytest.raises(BadFile, match="not a text file"):
        read_file(path, Timeframe.D1, "UTC", max_bytes=MAX)


def test_a_cut_off_parquet_file_is_refused(tmp_path: Path, make_series: Callable[..., BarSeries]) -> None:
    path = tmp_path / "X_1d.parquet"
    path.write_bytes(FileCodec(MAX).write(make_series([1.0, 2.0]), FileKind.PARQUET)[:-20])
    with pytest.raises(BadFile, match="not a Parquet file"):
        read_file(path, Timeframe.D1, "UTC", max_bytes=MAX)


def test_text_in_a_number_column_of_a_parquet_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "X_1d.parquet"
    columns = {name: ["a"] for name in ("open", "high", "low", "close", "volume")}
    pd.DataFrame({"timestamp": [pd.Timestamp("2024-01-02")], **columns}).to_parquet(path)
    with pytest.raises(BadFile, match="not numbers"):
        read_file(path, Timeframe.D1, "UTC", max_bytes=MAX)


def test_ten_gigabytes_of_nothing_are_refused_for_their_line(tmp_path: Path) -> None:
    path = tmp_path / "X_1d.csv"
    with path.open("wb") as opened:
        opened.write(GOOD.encode())
        opened.truncate(10_000_000_000)
    with pytest.raises(BadFile, match="line 4: "):
        read_file(path, Timeframe.D1, "UTC", max_bytes=2_000_000_000)


def test_a_large_parquet_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "X_1d.parquet"
    with path.open("wb") as opened:
        opened.write(b"PAR1")
        opened.truncate(10_000_000_000)
    with pytest.raises(FileTooLarge, match=r"10\.0 GB"):
        read_file(path, Timeframe.D1, "UTC", max_bytes=2_000_000_000)


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in pieces of a few lines."""
    monkeypatch.setattr(reading, "_PIECE_BYTES", 256)


@pytest.fixture
def many() -> list[str]:
    """Return two hundred lines of hourly bars."""
    hours = pd.date_range("2024-01-02", periods=200, freq="1h")
    return [f"{hour:%Y-%m-%dT%H:%M:%SZ},1,2,0.5,{1 + at / 1000},{at}" for at, hour in enumerate(hours)]


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("turned", [False, True])
def test_pieces_make_the_whole(read: Callable[..., BarSeries], many: list[str], turned: bool) -> None:
    series = read(HEADER + "\n".join(reversed(many) if turned else many), Timeframe.H1)
    assert series.volume.tolist() == list(range(200))
    assert (np.diff(series.timestamp) == 3600 * 10**9).all()


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize(
    ("line", "text", "reason"),
    [
        (150, "2024-01-08T04:00:00Z,1,2,0.5,one,148", "'one' in the column close is not a number"),
        (150, "2024-01-08T04:00:00Z,1,2,0.5,,148", "the value in the column close is missing"),
        (150, "2024-01-08T04:00:00Z,1,2,0.5", "4 values instead of 6"),
        (150, "2024-01-08T03:00:00Z,1,2,0.5,1,148", "the same time as on the line before"),
        (150, "2023-01-08T03:00:00Z,1,2,0.5,1,148", "out of order"),
        (150, "08.01.2024 04:00,1,2,0.5,1,148", "is not a date or time"),
        (150, "2024-01-08T04:00:00,1,2,0.5,1,148", "mixed zones"),
        (150, "2024-01-08T12:00:00+08:00,1,2,0.5,1,148", "mixed zones"),
        (150, ",1,2,0.5,1,148", "the timestamp is missing"),
        (150, "x" * 200_000, "line 150"),
    ],
)
@pytest.mark.parametrize("limit", [MAX, 7_000])
def test_a_bad_line_far_down_is_named_whether_or_not_the_file_is_too_large(
    tmp_path: Path, many: list[str], limit: int, line: int, text: str, reason: str
) -> None:
    path = tmp_path / "X_1h.csv"
    path.write_text(HEADER + "\n".join([*many[: line - 2], text, *many[line - 1 :]]))
    with pytest.raises(BadFile, match=reason) as refusal:
        read_file(path, Timeframe.H1, "UTC", max_bytes=limit)
    assert f"line {line}: " in refusal.value.detail


@pytest.mark.usefixtures("small_pieces")
def test_a_good_file_that_is_too_long_is_refused_with_the_line_at_the_limit(tmp_path: Path, many: list[str]) -> None:
    path = tmp_path / "X_1h.csv"
    path.write_text(HEADER + "\n".join(many))
    with pytest.raises(FileTooLarge, match="Split it by date") as refusal:
        read_file(path, Timeframe.H1, "UTC", max_bytes=4_000)
    ended = path.read_text()[:4_000].count("\n")
    assert refusal.value.errors[0].path == f"line {ended + 1}"


@pytest.mark.skipif("LARGE_FILES" not in os.environ, reason="writes 400 MB: LARGE_FILES=yes pytest ...")
def test_a_bad_file_of_hundreds_of_megabytes_is_refused_within_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "X_1m.csv"
    a_day = "".join(f"DAYT{at // 60:02d}:{at % 60:02d}:00Z,1.5,2.5,0.5,1.25,{at}\n" for at in range(1440))
    with path.open("w") as opened:
        opened.write(HEADER)
        for day in pd.date_range("1990-01-01", periods=7_000):
            opened.write(a_day.replace("DAY", f"{day:%Y-%m-%d}"))
        opened.write("the end\n")
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from market_data_service.adapters.files.reading import read_file\n"
        "from market_data_service.domain.problems import BadFile; from trading_contracts.bars import Timeframe\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: read_file(Path(sys.argv[1]), Timeframe.M1, 'UTC', max_bytes=100_000_000)\n"
        "except BadFile as refusal: print(refusal.detail)\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)"
    )
    said = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True).stdout
    detail, grown = said.strip().splitlines()
    assert "The limit is reached on line" in detail
    assert float(grown) < 300


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    prices=st.lists(st.floats(0.0001, 1e9), min_size=1, max_size=50),
    kind=st.sampled_from(list(FileKind)),
    intraday=st.booleans(),
)
def test_a_series_written_and_read_again_is_the_same(
    prices: list[float], kind: FileKind, intraday: bool, tmp_path: Path
) -> None:
    close = np.array(prices)
    step = 60_000_000_000 if intraday else NANOSECONDS_A_DAY
    stamps = 1_700_006_400_000_000_000 // NANOSECONDS_A_DAY * NANOSECONDS_A_DAY + np.arange(len(close)) * step
    dividend = np.where(np.arange(len(close)) % 7 == 3, 0.25, 0.0)
    series = BarSeries(stamps, close, close * 2, close / 2, close, close, dividend=dividend, adj_close=close / 3)
    path = tmp_path / f"X.{kind}"
    path.write_bytes(FileCodec(MAX).write(series, kind))
    timeframe = Timeframe.M1 if intraday else Timeframe.D1
    again = FileCodec(MAX).read(path, timeframe, "America/New_York", "X").series
    for name in ("timestamp", "open", "high", "low", "close", "volume", "dividend", "adj_close"):
        assert getattr(again, name).tolist() == getattr(series, name).tolist()


@pytest.mark.shared
def test_every_shared_file_is_read(shared: Path) -> None:
    paths = sorted((shared / "data" / "bars").glob("*.parquet"))
    assert len(paths) > 20
    for path in paths:
        timeframe = Timeframe(path.stem.rpartition("_")[2])
        series = read_file(path, timeframe, "America/New_York", max_bytes=100 * MAX).series
        frame = pd.read_parquet(path)
        assert len(series) == len(frame)
        assert series.close.tolist() == frame["close"].tolist()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_any_system_ends_them(tmp_path: Path, end: str) -> None:
    path = tmp_path / "X_1d.csv"
    path.write_bytes(GOOD.replace("\n", end).encode())
    series = read_file(path, Timeframe.D1, "America/New_York", max_bytes=MAX).series
    assert series.close.tolist() == [1.5, 1.8]


@pytest.mark.parametrize("junk", [b"\xf2\xa1\xb4\x97\xd6\x95\ro", b"\r", b"a\rb", b"\n\ntimestamp", b'"\r"'])
def test_what_is_no_table_is_refused_by_name(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "X_1d.csv"
    path.write_bytes(junk)
    with pytest.raises(BadFile):
        read_file(path, Timeframe.D1, "America/New_York", max_bytes=MAX)
