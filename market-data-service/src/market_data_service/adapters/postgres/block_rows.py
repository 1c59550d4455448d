"""The table of blocks: kept in step with the bars in their own transaction, read in their place."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from database.tables.market import BarBlock
from market_data_service.adapters.postgres import blocks
from market_data_service.adapters.postgres.blocks import Block
from market_data_service.adapters.postgres.copying import SELECT, copy_out, driver_of
from market_data_service.domain.series import BarSeries, moment
from trading_contracts.bars import Timeframe

_WITHIN = f"{SELECT} AND timestamp >= $2 AND timestamp < $3"
_INSERT = "INSERT INTO bar_blocks (series_id, start, bars, data) VALUES ($1, $2, $3, $4)"


@dataclass(frozen=True, slots=True)
class Written:
    """What was just written: the bars of a stretch of time.

    Attributes:
        first: The stretch, `after` exclusive, in nanoseconds UTC.
        is_all: Nothing else is stored of the series.
    """

    timeframe: Timeframe
    first: int
    after: int
    is_all: bool


async def replace_blocks(connection: AsyncConnection, series_id: UUID, written: Written, made: list[Block]) -> None:
    """Put blocks in the place of those of a stretch; where the stretch cuts a block, it is made of the bars anew.

    Args:
        connection: In the transaction that wrote the bars.
        series_id: Which series.
        written: The stretch.
        made: Blocks of the bars that were written.
    """
    step = blocks.length(written.timeframe)
    first, last = written.first // step * step, (written.after - 1) // step * step
    within = sa.and_(BarBlock.start >= moment(first), BarBlock.start <= moment(last))
    await connection.execute(sa.delete(BarBlock).where(BarBlock.series_id == series_id, within))
    cut = set()
    if not written.is_all:
        cut |= {first} if first < written.first else set()
        cut |= {last} if last + step > written.after else set()
    anew = [await _of_bars(connection, series_id, start, written.timeframe) for start in sorted(cut)]
    kept = [block for block in made if block.start not in cut] + [block for found in anew for block in found]
    driver = await driver_of(connection)
    await driver.executemany(_INSERT, [(series_id, moment(block.start), block.bars, block.data) for block in kept])


async def read_blocks(connection: AsyncConnection, series_id: UUID) -> BarSeries | None:
    """Return a series' bars as its blocks hold them, or None where they do not add up to the series."""
    driver = await driver_of(connection)
    # One statement, one snapshot: the count and the blocks are of the same moment.
    rows = await driver.fetch(
        "SELECT s.bars AS wanted, b.bars, b.data FROM market_series s LEFT JOIN bar_blocks b ON b.series_id = s.id "
        "WHERE s.id = $1 ORDER BY b.start",
        series_id,
    )
    if not rows or rows[0]["bars"] is None or sum(row["bars"] for row in rows) != rows[0]["wanted"]:
        return None
    return await asyncio.to_thread(blocks.unpack, [row["data"] for row in rows])


async def _of_bars(connection: AsyncConnection, series_id: UUID, start: int, timeframe: Timeframe) -> list[Block]:
    bounds = (moment(start), moment(start + blocks.length(timeframe)))
    series = await copy_out(connection, _WITHIN, series_id, *bounds)
    return await asyncio.to_thread(blocks.pack, series, timeframe)
