"""The store of bars in Postgres: written by COPY in one transaction, read as blocks and kept in memory by version."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.dialects.postgresql.ranges import MultiRange, Range
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from database.away import is_away
from database.tables.market import CorporateAction as ActionRow
from database.tables.market import MarketSeries, StoredBar
from market_data_service.adapters.postgres import blocks
from market_data_service.adapters.postgres.block_rows import Written, read_blocks, replace_blocks
from market_data_service.adapters.postgres.copying import SELECT, copy_in, copy_out
from market_data_service.adapters.postgres.recent import RecentList
from market_data_service.domain.adjustment import Basis, CorporateAction
from market_data_service.domain.problems import StoreAway
from market_data_service.domain.series import NANOSECONDS_A_DAY, BarSeries, day_nanoseconds
from market_data_service.ports import Fetched, SeriesKey, StoredSeries
from trading_contracts.bars import Timeframe

_MAX_KEPT_BARS = 20_000_000
_RETRY_SECONDS = 2
_ALL_SERIES = sa.select(MarketSeries.__table__).order_by(
    MarketSeries.symbol, MarketSeries.timeframe, MarketSeries.source
)


class PostgresBarStore:
    """Keeps bars in the tables `market_series`, `bars` and `corporate_actions`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._kept: OrderedDict[tuple[UUID, int], BarSeries] = OrderedDict()
        self._loading: dict[tuple[UUID, int], asyncio.Task[BarSeries]] = {}
        self._list = RecentList(self._ask_for_list)

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
        packing = asyncio.create_task(asyncio.to_thread(blocks.pack, part, key.timeframe))
        async with self._connection() as connection:
            claimed = await _claim(connection, key, fetched, covered)
            removed = await _replace_bars(connection, claimed, part, covered)
            await _write_actions(connection, key, actions)
            await _count(connection, claimed.series_id, claimed.bars - removed + len(part))
            written = Written(key.timeframe, first, last, is_all=claimed.bars == removed)
            await replace_blocks(connection, claimed.series_id, written, await packing)
        self._list.forget()
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
        """Return every stored series, as of a second ago at most; what is written here is in it at once."""
        return await self._list.read()

    async def beside(self, key: SeriesKey) -> list[StoredSeries]:
        """Return what other sources have stored of the same symbol and timeframe."""
        same = (key.symbol, key.timeframe)
        return [
            one
            for one in await self.listed()
            if (one.key.symbol, one.key.timeframe) == same and one.key.source != key.source and one.bars > 0
        ]

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
            was_there = gone.first() is not None
        self._list.forget()
        return was_there

    async def ping(self) -> None:
        """Ask the database whether it is there.

        Raises:
            StoreAway: It is not.
        """
        async with self._connection() as connection:
            await connection.execute(sa.text("SELECT 1"))

    async def _ask_for_list(self) -> list[StoredSeries]:
        async with self._connection() as connection:
            return [_stored(row) for row in (await connection.execute(_ALL_SERIES)).all()]

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
        async with self._connection() as connection:
            series = await read_blocks(connection, version[0])
            if series is None:
                series = await copy_out(connection, SELECT, version[0])
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
        except Exception as error:
            if not is_away(error):
                raise
            raise StoreAway("The database of bars does not answer; try again.", retry_after=_RETRY_SECONDS) from error


def _is(key: SeriesKey) -> sa.ColumnElement[bool]:
    return sa.and_(
        MarketSeries.symbol == key.symbol,
        MarketSeries.timeframe == key.timeframe.value,
        MarketSeries.source == key.source,
    )


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A series' row, and how many bars it had."""

    series_id: UUID
    bars: int


async def _claim(connection: AsyncConnection, key: SeriesKey, fetched: Fetched, covered: tuple[date, date]) -> _Claimed:
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
    ).returning(MarketSeries.id, MarketSeries.bars)
    row = (await connection.execute(statement)).one()
    return _Claimed(row.id, row.bars)


async def _replace_bars(
    connection: AsyncConnection, claimed: _Claimed, series: BarSeries, covered: tuple[date, date]
) -> int:
    """Put bars in the place of those of the covered days; return how many were taken away."""
    removed = 0
    if claimed.bars:
        first = datetime.combine(covered[0], time(), UTC)
        after = datetime.combine(covered[1], time(), UTC) + timedelta(days=1)
        inside = sa.and_(StoredBar.timestamp >= first, StoredBar.timestamp < after)
        gone = await connection.execute(sa.delete(StoredBar).where(StoredBar.series_id == claimed.series_id, inside))
        removed = gone.rowcount
    await copy_in(connection, claimed.series_id, series)
    return removed


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


async def _count(connection: AsyncConnection, series_id: UUID, bars: int) -> None:
    """Note how many bars a series has; counting them again would take as long as reading them."""
    stamp = StoredBar.timestamp
    span = sa.select(sa.func.min(stamp), sa.func.max(stamp)).where(StoredBar.series_id == series_id)
    first, last = (await connection.execute(span)).one()
    await connection.execute(
        sa.update(MarketSeries).where(MarketSeries.id == series_id).values(first=first, last=last, bars=bars)
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
