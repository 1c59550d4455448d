"""Candles as 25 feeds of crypto exchanges write them, read into one shape: seconds, open, high, low, close, volume."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

import numpy as np

from market_data_service.domain.series import FloatArray, IntArray
from trading_contracts.problem import NotFound, Rejected

Clock = Literal["s", "ms", "ns", "iso", "utc_text"]
Place = int | str


class UnknownFeed(NotFound):
    """No feed has this name."""


class NotThisFeed(Rejected):
    """A payload has not the shape of the feed that it was said to come from."""


@dataclass(frozen=True, slots=True)
class Feed:
    """How one feed writes candles.

    Attributes:
        path: Keys on the way to the rows.
        fields: Where time, open, high, low, close and volume stand in a row: positions or names.
        clock: In what the time is written.
        in_contracts: Volume counts contracts; their size is the caller's to say.
        as_columns: The payload holds one list a field instead of one row a candle.
    """

    path: tuple[str, ...]
    fields: tuple[Place, Place, Place, Place, Place, Place]
    clock: Clock
    in_contracts: bool = False
    as_columns: bool = False


class Candles(NamedTuple):
    """Candles in order of time: opens as nanoseconds UTC, and open, high, low, close, volume with NaN for nothing."""

    stamps: IntArray
    values: FloatArray


_BY_POSITION = (0, 1, 2, 3, 4, 5)
_LETTERS = ("t", "o", "h", "l", "c", "v")
_WORDS = ("open", "high", "low", "close")

FEEDS: dict[str, Feed] = {
    "aevo_perpetual": Feed(("history",), (0, 1, 1, 1, 1, -1), "ns"),
    "backpack_perpetual": Feed((), ("start", *_WORDS, "volume"), "utc_text"),
    "backpack_spot": Feed((), ("start", *_WORDS, "volume"), "utc_text"),
    "binance_perpetual": Feed((), _BY_POSITION, "ms"),
    "binance_spot": Feed((), _BY_POSITION, "ms"),
    "bitget_perpetual": Feed(("data",), _BY_POSITION, "ms"),
    "bitget_spot": Feed(("data",), _BY_POSITION, "ms"),
    "bitmart_perpetual": Feed(
        ("data",),
        ("timestamp", "open_price", "high_price", "low_price", "close_price", "volume"),
        "s",
        in_contracts=True,
    ),
    "btc_markets_spot": Feed((), _BY_POSITION, "iso"),
    "bybit_perpetual": Feed(("result", "list"), _BY_POSITION, "ms"),
    "bybit_spot": Feed(("result", "list"), _BY_POSITION, "ms"),
    "decibel_perpetual": Feed(("data",), ("timestamp", *_WORDS, "volume"), "ms"),
    "dexalot_spot": Feed((), ("date", *_WORDS, "volume"), "iso"),
    "gate_io_perpetual": Feed((), _LETTERS, "s", in_contracts=True),
    "gate_io_spot": Feed((), (0, 5, 3, 4, 2, 6), "s"),
    "grvt_perpetual": Feed(("result",), ("open_time", *_WORDS, "volume_b"), "ns"),
    "hyperliquid_perpetual": Feed((), _LETTERS, "ms"),
    "hyperliquid_spot": Feed((), _LETTERS, "ms"),
    "lighter_perpetual": Feed(("c",), _LETTERS, "ms"),
    "lighter_spot": Feed(("c",), _LETTERS, "ms"),
    "mexc_perpetual": Feed(("data",), ("time", *_WORDS, "vol"), "s", as_columns=True),
    "mexc_spot": Feed((), _BY_POSITION, "ms"),
    "okx_perpetual": Feed(("data",), (0, 1, 2, 3, 4, 6), "ms"),
    "okx_spot": Feed(("data",), _BY_POSITION, "ms"),
    "pacifica_perpetual": Feed(("data",), _LETTERS, "ms"),
}


def read_candles(name: str, payload: Any, contract_size: float = 1.0) -> Candles:  # noqa: ANN401 - JSON
    """Return the candles in a feed's payload, in order of time.

    Args:
        name: Which feed.
        payload: Its answer as JSON.
        contract_size: Coins in a contract, for feeds whose volume counts contracts.

    Raises:
        UnknownFeed: There is none of this name.
        NotThisFeed: The payload has another shape.
    """
    feed = FEEDS.get(name)
    if feed is None:
        raise UnknownFeed(f"There is no feed {name}; known are {', '.join(FEEDS)}.", feed=name)
    try:
        rows = _rows(feed, payload)
        stamps = np.array([_stamp(row[0], feed.clock) for row in rows], dtype=np.int64)
        values = np.array([[_number(cell) for cell in row[1:]] for row in rows], dtype=np.float64).reshape(-1, 5)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise NotThisFeed(f"This is not an answer of {name} ({type(error).__name__}: {error}).", feed=name) from error
    if feed.in_contracts:
        values[:, 4] *= contract_size
    order = np.argsort(stamps, kind="stable")
    return Candles(stamps[order], values[order])


def _rows(feed: Feed, payload: Any) -> list[list[Any]]:  # noqa: ANN401 - JSON
    found = payload
    for key in feed.path:
        found = found[key]
    if feed.as_columns:
        return [list(row) for row in zip(*(found[place] for place in feed.fields), strict=True)]
    if not isinstance(found, list):
        message = "the rows are no list"
        raise TypeError(message)
    return [[_cell(row, place) for place in feed.fields] for row in found]


def _cell(row: Sequence[Any] | Mapping[str, Any], place: Place) -> Any:  # noqa: ANN401 - JSON
    # A feed of prices alone has no volume.
    return 0.0 if place == -1 else row[place]  # type: ignore[index]


def _number(cell: Any) -> float:  # noqa: ANN401 - JSON
    return np.nan if cell is None else float(cell)


def _iso(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) * 1_000_000_000


def _utc_text(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000_000


_CLOCKS: dict[Clock, Callable[[Any], int]] = {
    "s": lambda value: int(value) * 1_000_000_000,
    "ms": lambda value: int(value) * 1_000_000,
    "ns": int,
    "iso": _iso,
    "utc_text": _utc_text,
}


def _stamp(value: Any, clock: Clock) -> int:  # noqa: ANN401 - JSON
    return _CLOCKS[clock](value)
