"""The store of bars in Postgres: written by COPY in one transaction, read by COPY and kept in memory by version."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.dialects.postgresql.ranges import MultiRange, Range
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.tables.market import CorporateAction as ActionRow
from database.tables.market import MarketSeries, StoredBar
from market_data_service.adapters.postgres import wire
from market_data_service.domain.adjustment import Basis, CorporateAction
from market_data_service.domain.problems import StoreAway
from market_data_service.domain.series import NANOSECONDS_A_DAY, BarSeries, day_nanoseconds
from market_data_service.ports import Fetched, SeriesKey, StoredSeries
from trading_contracts.bars import Timeframe

_COLUMNS = ["series_id", "timestamp", "open", "high", "low", "close", "volume", "adj_close"]
_SELECT = "SELECT timestamp, open, high, low, close, volume, adj_close FROM bars WHERE series_id = $1"
_MAX_KEPT_BARS = 20_000_000
_RETRY_SECONDS = 2
# A server that starts, stops, or is gone; a connection that broke off, also in the middle of a COPY.
_AWAY = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.OperatorInterventionError)


class PostgresBarStore:
    """Keeps bars in the tables `market_series`, `bars` and `corporate_actions`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._kept: OrderedDict[tuple[UUID, int], BarSeries] = OrderedDict()
        self._loading: dict[tuple[UUID, int], asyncio.Task[BarSeries]] = {}

    async def missing(self, key: SeriesKey, start: date, end: date) -> list[tuple[date, date]]:
        """Return the parts of a date range (inclusive) that were never fetched."""
        wanted = MultiRange([Range(start, end, bounds="[]")])
        asked = sa.cast(wanted, MarketSeries.covered.type)
        async with self._connection() as connection:
            left = await connection.scalar(sa.select(asked - MarketSeries.covered).where(_is(key)))
        if left is None:
            return [(start, end)]
        return [(part.lower, part.upper - timedelta(days=1)) for part in left]

    async def write(
        self, key: SeriesKey, fetched: Fetched, covered: tuple[date, date], actions: Sequence[CorporateAction]
    ) -> StoredSeries:
        """Put bars in the place of what is stored between the covered dates, all of them or none."""
        first, last = day_nanoseconds(covered[0]), day_nanoseconds(covered[1]) + NANOSECONDS_A_DAY
        inside = (fetched.series.timestamp >= first) & (fetched.series.timestamp < last)
        part = fetched.series if bool(inside.all()) else fetched.series.where(inside)
        async with self._connection() as connection:
            series_id = await _claim(connection, key, fetched, covered)
            await _replace_bars(connection, series_id, part, covered)
            await _write_actions(connection, key, actions)
            await _count(connection, series_id)
        stored = await self.describe(key)
        if stored is None:
            raise StoreAway(f"{key.symbol} was removed while it was being stored.", symbol=key.symbol)
        return stored

    async def read(self, key: SeriesKey, start: date | None, end: date | None) -> BarSeries:
        """Return stored bars between two dates (inclusive, in days of the bar's UTC stamp)."""
        async with self._connection() as connection:
            query = sa.select(MarketSeries.id, MarketSeries.version).where(_is(key))
            row = (await connection.execute(query)).first()
        if row is None:
            return BarSeries.empty()
        series = await self._load((row.id, row.version))
        first = 0 if start is None else int(np.searchsorted(series.timestamp, day_nanoseconds(start)))
        after = None if end is None else day_nanoseconds(end) + NANOSECONDS_A_DAY
        stop = len(series) if after is None else int(np.searchsorted(series.timestamp, after))
        return series.between(first, max(first, stop))

    async def describe(self, key: SeriesKey) -> StoredSeries | None:
        """Return what is stored under a key."""
        async with self._connection() as connection:
            row = (await connection.execute(sa.select(MarketSeries.__table__).where(_is(key)))).first()
        return None if row is None else _stored(row)

    async def listed(self) -> list[StoredSeries]:
        """Return every stored series."""
        query = sa.select(MarketSeries.__table__).order_by(
            MarketSeries.symbol, MarketSeries.timeframe, MarketSeries.source
        )
        async with self._connection() as connection:
            return [_stored(row) for row in (await connection.execute(query)).all()]

    async def beside(self, key: SeriesKey) -> list[StoredSeries]:
        """Return what other sources have stored of the same symbol and timeframe."""
        query = sa.select(MarketSeries.__table__).where(
            MarketSeries.symbol == key.symbol,
            MarketSeries.timeframe == key.timeframe.value,
            MarketSeries.source != key.source,
            MarketSeries.bars > 0,
        )
        async with self._connection() as connection:
            return [_stored(row) for row in (await connection.execute(query)).all()]

    async def actions(self, symbol: str, source: str) -> list[CorporateAction]:
        """Return stored corporate actions of a symbol, in order of date."""
        query = (
            sa.select(ActionRow.ex_date, ActionRow.kind, ActionRow.value)
            .where(ActionRow.symbol == symbol, ActionRow.source == source)
            .order_by(ActionRow.ex_date, ActionRow.kind)
        )
        async with self._connection() as connection:
            rows = (await connection.execute(query)).all()
        return [CorporateAction(row.ex_date, "split" if row.kind == "split" else "dividend", row.value) for row in rows]

    async def delete(self, key: SeriesKey) -> bool:
        """Remove a series with its bars; return whether it was there."""
        async with self._connection() as connection:
            gone = await connection.execute(sa.delete(MarketSeries).where(_is(key)).returning(MarketSeries.id))
            return gone.first() is not None

    async def ping(self) -> None:
        """Ask the database whether it is there.

        Raises:
            StoreAway: It is not.
        """
        async with self._connection() as connection:
            await connection.execute(sa.text("SELECT 1"))

    async def _load(self, version: tuple[UUID, int]) -> BarSeries:
        kept = self._kept.get(version)
        if kept is not None:
            self._kept.move_to_end(version)
            return kept
        # Many readers of one series wait for one COPY.
        task = self._loading.get(version)
        if task is None:
            task = asyncio.create_task(self._copy_out(version))
            self._loading[version] = task
            task.add_done_callback(lambda _: self._loading.pop(version, None))
        return await asyncio.shield(task)

    async def _copy_out(self, version: tuple[UUID, int]) -> BarSeries:
        answer = BytesIO()

        async def take(part: bytes) -> None:
            answer.write(part)

        async with self._connection() as connection:
            driver = await _driver(connection)
            await driver.copy_from_query(_SELECT, version[0], output=take, format="binary")
        series = await asyncio.to_thread(wire.decode, answer.getvalue())
        self._kept = OrderedDict((key, one) for key, one in self._kept.items() if key[0] != version[0])
        self._kept[version] = series
        while len(self._kept) > 1 and sum(len(one) for one in self._kept.values()) > _MAX_KEPT_BARS:
            self._kept.popitem(last=False)
        return series

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection in a transaction; a database that is away is said so by name."""
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (DBAPIError, *_AWAY) as error:
            if isinstance(error, DBAPIError) and not (error.connection_invalidated or _is_away(error)):
                raise
            raise StoreAway("The database of bars does not answer; try again.", retry_after=_RETRY_SECONDS) from error


def _is_away(error: DBAPIError) -> bool:
    cause = error.orig.__cause__ if error.orig is not None else None
    return isinstance(cause, _AWAY) or isinstance(error, sa.exc.InterfaceError)


def _is(key: SeriesKey) -> sa.ColumnElement[bool]:
    return sa.and_(
        MarketSeries.symbol == key.symbol,
        MarketSeries.timeframe == key.timeframe.value,
        MarketSeries.source == key.source,
    )


async def _driver(connection: AsyncConnection) -> Any:  # noqa: ANN401 - asyncpg's own connection has no types
    raw = await connection.get_raw_connection()
    return raw.driver_connection


async def _claim(connection: AsyncConnection, key: SeriesKey, fetched: Fetched, covered: tuple[date, date]) -> UUID:
    """Return the series' row, made or updated; the row stays locked until the transaction ends."""
    span = MultiRange([Range(covered[0], covered[1], bounds="[]")])
    values = {
        "symbol": key.symbol,
        "timeframe": key.timeframe.value,
        "source": key.source,
        "basis": fetched.basis.value,
        "covered": span,
        "fetched_at": fetched.fetched_at,
    }
    made = insert(MarketSeries).values(id=uuid4(), version=1, bars=0, **values)
    statement = made.on_conflict_do_update(
        index_elements=["symbol", "timeframe", "source"],
        set_={
            "basis": made.excluded.basis,
            "covered": MarketSeries.covered + made.excluded.covered,
            "fetched_at": made.excluded.fetched_at,
            "version": MarketSeries.version + 1,
        },
    ).returning(MarketSeries.id)
    series_id: UUID = (await connection.execute(statement)).scalar_one()
    return series_id


async def _replace_bars(
    connection: AsyncConnection, series_id: UUID, series: BarSeries, covered: tuple[date, date]
) -> None:
    first = datetime.combine(covered[0], time(), UTC)
    after = datetime.combine(covered[1], time(), UTC) + timedelta(days=1)
    inside = sa.and_(StoredBar.timestamp >= first, StoredBar.timestamp < after)
    await connection.execute(sa.delete(StoredBar).where(StoredBar.series_id == series_id, inside))
    data = await asyncio.to_thread(wire.encode, series_id.bytes, series)
    await _copy_in(await _driver(connection), data)


async def _copy_in(driver: Any, data: bytes) -> None:  # noqa: ANN401 - asyncpg's own connection has no types
    """Send rows; asyncpg alone would wait for ever for a server that dies in the middle of a COPY."""
    gone = asyncio.Event()

    def note(_connection: object) -> None:
        gone.set()

    driver.add_termination_listener(note)
    copying = asyncio.ensure_future(
        driver.copy_to_table("bars", source=BytesIO(data), columns=_COLUMNS, format="binary")
    )
    dying = asyncio.ensure_future(gone.wait())
    try:
        await asyncio.wait((copying, dying), return_when=asyncio.FIRST_COMPLETED)
        if not copying.done():
            raise asyncpg.ConnectionDoesNotExistError("The server went away in the middle of a COPY.")
        copying.result()
    finally:
        for task in (copying, dying):
            task.cancel()
        driver.remove_termination_listener(note)


async def _write_actions(connection: AsyncConnection, key: SeriesKey, actions: Sequence[CorporateAction]) -> None:
    if not actions:
        return
    rows = [
        {
            "id": uuid4(),
            "symbol": key.symbol,
            "source": key.source,
            "ex_date": action.date,
            "kind": action.kind,
            "value": action.value,
        }
        for action in actions
    ]
    made = insert(ActionRow)
    await connection.execute(
        made.on_conflict_do_update(
            index_elements=["symbol", "source", "ex_date", "kind"], set_={"value": made.excluded.value}
        ),
        rows,
    )


async def _count(connection: AsyncConnection, series_id: UUID) -> None:
    bars = StoredBar.timestamp
    span = sa.select(sa.func.min(bars), sa.func.max(bars), sa.func.count()).where(StoredBar.series_id == series_id)
    first, last, count = (await connection.execute(span)).one()
    await connection.execute(
        sa.update(MarketSeries).where(MarketSeries.id == series_id).values(first=first, last=last, bars=count)
    )


def _stored(row: Any) -> StoredSeries:  # noqa: ANN401 - a row of the table, by name
    return StoredSeries(
        key=SeriesKey(row.symbol, Timeframe(row.timeframe), row.source),
        basis=Basis(row.basis),
        first=row.first,
        last=row.last,
        bars=row.bars,
        fetched_at=row.fetched_at,
        version=row.version,
    )
