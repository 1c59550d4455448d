"""PostgreSQL's binary COPY format for bars, read and written as numpy records: no Python object a row."""

import numpy as np
import numpy.typing as npt

from market_data_service.domain.series import BarSeries

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
_EPOCH_2000_US = 946_684_800_000_000
_VALUES = ("open", "high", "low", "close", "volume", "adj_close")

_READ = np.dtype(
    [("count", ">i2"), ("l0", ">i4"), ("timestamp", ">i8")]
    + [part for name in _VALUES for part in ((f"l_{name}", ">i4"), (name, ">f8"))]
)
_WRITE = np.dtype(
    [("count", ">i2"), ("l_id", ">i4"), ("series_id", "V16"), ("l0", ">i4"), ("timestamp", ">i8")]
    + [part for name in _VALUES for part in ((f"l_{name}", ">i4"), (name, ">f8"))]
)


def encode(series_id: bytes, series: BarSeries) -> bytes:
    """Return rows `(series_id, timestamp, open, high, low, close, volume, adj_close)` in COPY's binary format.

    `HEADER` comes before the first rows, `TRAILER` after the last.

    Args:
        series_id: The 16 bytes of the series' UUID.
        series: The bars; times are kept to the microsecond.
    """
    alike = np.zeros((), dtype=_WRITE)
    alike["count"], alike["l_id"], alike["series_id"], alike["l0"] = 2 + len(_VALUES), 16, np.void(series_id), 8
    for name in _VALUES:
        alike[f"l_{name}"] = 8
        alike[name] = np.nan
    rows = np.full(len(series), alike, dtype=_WRITE)
    rows["timestamp"] = series.timestamp // 1000 - _EPOCH_2000_US
    for name in _VALUES:
        column = getattr(series, name)
        if column is not None:
            rows[name] = column
    return rows.tobytes()


def decode(data: bytes) -> BarSeries:
    """Return the bars in the answer to `COPY (SELECT timestamp, open, ... adj_close) TO STDOUT`."""
    size = (len(data) - len(HEADER) - len(TRAILER)) // _READ.itemsize
    rows = np.frombuffer(data, dtype=_READ, count=max(size, 0), offset=len(HEADER))
    stamps = (rows["timestamp"].astype(np.int64) + _EPOCH_2000_US) * 1000
    columns: dict[str, npt.NDArray[np.float64]] = {name: rows[name].astype(np.float64) for name in _VALUES}
    # Rows mostly lie in the order in which they were written; sorting is asked for only where they do not.
    if len(stamps) > 1 and not bool((stamps[1:] > stamps[:-1]).all()):
        order = np.argsort(stamps, kind="stable")
        stamps, columns = stamps[order], {name: column[order] for name, column in columns.items()}
    return BarSeries(
        timestamp=stamps,
        open=columns["open"],
        high=columns["high"],
        low=columns["low"],
        close=columns["close"],
        volume=columns["volume"],
        adj_close=None if bool(np.isnan(columns["adj_close"]).any()) else columns["adj_close"],
    )
