"""Bars from market-data-service, with the sessions of their exchange."""

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import numpy as np
import orjson
import pyarrow as pa

from backtest_engine.domain.facade.schedule import Schedule
from backtest_engine.domain.frames import Frame, Quality
from backtest_engine.ports import BarQuery
from service_kit.client import ServiceClient
from trading_contracts.bars import Instrument, SeriesOrigin, Timeframe
from trading_contracts.problem import NoBars, SourceFailed, Unavailable

_COLUMNS = ("open", "high", "low", "close", "volume", "dividend", "split")
_KEPT_BARS = 12_000_000
_FRESH_SECONDS = 60.0
_LOOK_SECONDS = 2.0
_MOST_SEEN = 1_000
_FIRST_DAY = date(1970, 1, 1)


class MarketBars:
    """Bars by symbol and range; what was asked for a moment ago is not fetched again."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client
        self._frames: OrderedDict[BarQuery, tuple[float, Frame]] = OrderedDict()
        self._pending: dict[BarQuery, asyncio.Task[Frame]] = {}
        self._seen: OrderedDict[BarQuery, float] = OrderedDict()
        self._instruments: dict[str, tuple[float, Instrument]] = {}
        self._schedules: dict[str, Schedule] = {}

    async def instrument(self, symbol: str) -> Instrument:
        """Return what is known of a symbol.

        Raises:
            UnknownSymbol: No source knows it.
        """
        kept = self._instruments.get(symbol)
        if kept and time.monotonic() - kept[0] < _FRESH_SECONDS:
            return kept[1]
        answer = await self._client.request("GET", f"/market/symbols/{quote(symbol, safe='')}")
        instrument = Instrument.model_validate(orjson.loads(answer.content)["instrument"])
        self._instruments[symbol] = (time.monotonic(), instrument)
        return instrument

    async def frame(self, query: BarQuery) -> Frame:
        """Return bars of a range, and those before it that were asked for as warm-up.

        Raises:
            UnknownSymbol: No source knows the symbol.
            NoBars: There are none in the range.
            SourceFailed: No source answers.
        """
        kept = self._frames.get(query)
        if kept and time.monotonic() - kept[0] < _FRESH_SECONDS:
            self._frames.move_to_end(query)
            return kept[1]
        if query not in self._pending:
            self._pending[query] = asyncio.create_task(self._fetch(query))
        return await asyncio.shield(self._pending[query])

    async def look(self, query: BarQuery) -> None:
        """Ask for the first bar of a range, and wait for the answer only a moment.

        Raises:
            NoBars: There is none.
        """
        seen = self._seen.get(query)
        if seen is not None and time.monotonic() - seen < _FRESH_SECONDS:
            return
        parameters = {**_parameters(query), "limit": 1}
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                answer = await self._client.request("GET", "/market/data", params=parameters)
        except (TimeoutError, Unavailable):
            return  # the run itself finds out, and ends by name
        if answer.content == b"[]":
            raise NoBars(f"There is no bar of {query.symbol} from {query.start} to {query.end}.", symbol=query.symbol)
        self._seen[query] = time.monotonic()
        self._seen.move_to_end(query)
        while len(self._seen) > _MOST_SEEN:
            self._seen.popitem(last=False)

    async def _fetch(self, query: BarQuery) -> Frame:
        try:
            parameters = {**_parameters(query), "warmup_bars": query.warmup_bars}
            body = await self._client.get_bytes("/market/bars.arrow", params=parameters)
            table = pa.ipc.open_stream(body).read_all()
            instrument = Instrument.model_validate_json(_metadata(table, b"instrument"))
            schedule = await self._schedule(instrument)
            # Unpacking and the calendar's facts take a while for millions of bars; the loop stays free meanwhile.
            frame = await asyncio.to_thread(_frame, table, instrument, query.timeframe, schedule)
        finally:
            del self._pending[query]
        self._keep(query, frame)
        return frame

    def _keep(self, query: BarQuery, frame: Frame) -> None:
        self._frames[query] = (time.monotonic(), frame)
        while len(self._frames) > 1 and sum(kept.bars for _, kept in self._frames.values()) > _KEPT_BARS:
            self._frames.popitem(last=False)

    async def _schedule(self, instrument: Instrument) -> Schedule:
        last = datetime.now(UTC).date() + timedelta(days=400)
        if instrument.calendar == "24/7":
            return self._schedules.setdefault("24/7", Schedule.around_the_clock(_FIRST_DAY, last))
        if instrument.calendar not in self._schedules:
            parameters = {"calendar": instrument.calendar, "start": _FIRST_DAY.isoformat(), "end": last.isoformat()}
            answer = await self._client.request("GET", "/market/sessions", params=parameters)
            sessions = orjson.loads(answer.content)
            self._schedules[instrument.calendar] = Schedule(
                days=np.array([each["session"] for each in sessions], dtype="datetime64[D]").astype(np.int64),
                opens=_moments([each["open"] for each in sessions]),
                closes=_moments([each["close"] for each in sessions]),
                zone=instrument.zone,
            )
        return self._schedules[instrument.calendar]


def _parameters(query: BarQuery) -> dict[str, str | int]:
    return {
        "symbol": query.symbol,
        "timeframe": query.timeframe.value,
        "start": query.start.isoformat(),
        "end": query.end.isoformat(),
        "adjustment": query.adjustment.value,
    }


def _moments(texts: list[str]) -> np.ndarray:
    # numpy reads no zone; all of them are UTC.
    plain = [text.removesuffix("Z").removesuffix("+00:00") for text in texts]
    return np.array(plain, dtype="datetime64[ns]").astype(np.int64)


def _metadata(table: pa.Table, name: bytes) -> bytes:
    metadata: Mapping[bytes, bytes] = table.schema.metadata or {}
    if name not in metadata:
        raise SourceFailed("The market data service answered without saying where the bars come from.")
    return metadata[name]


def _frame(table: pa.Table, instrument: Instrument, timeframe: Timeframe, schedule: Schedule) -> Frame:
    moments = _array(table, "timestamp").astype("datetime64[ns]").astype(np.int64)
    columns = {name: np.ascontiguousarray(_array(table, name), dtype=np.float64) for name in _COLUMNS}
    fingerprint = hashlib.blake2b(moments.data, digest_size=32)
    for name in _COLUMNS:
        fingerprint.update(columns[name].data)
    sessions = schedule.of(moments, timeframe)
    calendar = hashlib.blake2b(instrument.calendar.encode(), digest_size=32)
    for facts in (sessions.session, sessions.opens_at, sessions.closes_at):
        calendar.update(np.ascontiguousarray(facts).data)
    quality = orjson.loads(_metadata(table, b"quality"))
    return Frame(
        instrument=instrument,
        origin=SeriesOrigin.model_validate_json(_metadata(table, b"origin")),
        timeframe=timeframe,
        warmup=int(_metadata(table, b"warmup_bars")),
        quality=Quality(**{name: int(quality.get(name, 0)) for name in Quality.__dataclass_fields__}),
        time=moments,
        columns=columns,
        sessions=sessions,
        digest=fingerprint.hexdigest(),
        calendar_digest=calendar.hexdigest(),
    )


def _array(table: pa.Table, name: str) -> np.ndarray:
    column: np.ndarray = table.column(name).to_numpy()
    return column
