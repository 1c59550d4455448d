"""Which session a bar belongs to, and which bar is a session's last."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.market.bars import NANOSECONDS_A_DAY
from trading_contracts.bars import Timeframe

_HOUR = 3_600_000_000_000


def _offset(zone: ZoneInfo, hour: int) -> int:
    moment = datetime.fromtimestamp(hour * 3600, tz=UTC).astimezone(zone)
    delta = moment.utcoffset()
    return int(delta.total_seconds()) * 1_000_000_000 if delta is not None else 0


def session_days(time: NDArray[np.int64], zone: str, timeframe: Timeframe) -> NDArray[np.int64]:
    """Return the exchange's calendar day of each bar as days since 1970, shape (bars,).

    Daily and longer bars carry their session date at 00:00 UTC, so that no zone is involved.
    """
    if not timeframe.is_intraday or len(time) == 0:
        return time // NANOSECONDS_A_DAY
    hours = time // _HOUR
    first_of_hour = np.flatnonzero(np.append(True, hours[1:] != hours[:-1]))
    place = ZoneInfo(zone)
    offsets = np.array([_offset(place, int(hour)) for hour in hours[first_of_hour]], dtype=np.int64)
    lengths = np.diff(np.append(first_of_hour, len(time)))
    return np.asarray((time + np.repeat(offsets, lengths)) // NANOSECONDS_A_DAY)


def session_ends(days: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return 1 at the last bar of each session, shape (bars,); the last bar of all counts as one."""
    if len(days) == 0:
        return np.zeros(0, np.uint8)
    return np.append(days[1:] != days[:-1], True).astype(np.uint8)
