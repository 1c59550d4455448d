"""Tables of market data."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, LargeBinary, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import DATEMULTIRANGE
from sqlalchemy.dialects.postgresql.ranges import MultiRange
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class MarketSeries(Base):
    """One stored series: which bars, from whom, and which dates were fetched."""

    __tablename__ = "market_series"
    __table_args__ = (UniqueConstraint("symbol", "timeframe", "source"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    symbol: Mapped[str]
    timeframe: Mapped[str]
    source: Mapped[str]
    basis: Mapped[str]
    # Dates that were asked of the source, whether or not it had bars for them: only the rest is ever fetched.
    covered: Mapped[MultiRange[date]] = mapped_column(DATEMULTIRANGE)
    # Raised by every write: a reader's copy of an older version is never used.
    version: Mapped[int]
    first: Mapped[datetime | None]
    last: Mapped[datetime | None]
    bars: Mapped[int]
    fetched_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class StoredBar(Base):
    """One bar of a stored series, as it was quoted; a hypertable where TimescaleDB is there.

    There is no foreign key: checking it row by row makes COPY five times slower. A series is claimed in the transaction
    that writes its bars, and a trigger on `market_series` takes the bars away with it.
    """

    __tablename__ = "bars"

    series_id: Mapped[UUID] = mapped_column(primary_key=True)
    timestamp: Mapped[datetime] = mapped_column(primary_key=True)
    open: Mapped[float]
    high: Mapped[float]
    low: Mapped[float]
    close: Mapped[float]
    volume: Mapped[float]
    # The source's own adjusted close; NaN where it gave none, so that every row has the same width on the wire.
    adj_close: Mapped[float]


class BarBlock(Base):
    """A stretch of bars, packed as an Arrow stream: made of `bars` in the same transaction, and read in its place.

    A series whose blocks do not add up to its bars is read from `bars`.
    """

    __tablename__ = "bar_blocks"

    series_id: Mapped[UUID] = mapped_column(ForeignKey("market_series.id", ondelete="CASCADE"), primary_key=True)
    start: Mapped[datetime] = mapped_column(primary_key=True)
    bars: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class CorporateAction(Base):
    """A split (new shares for one old) or a dividend (cash a share), on its ex-date."""

    __tablename__ = "corporate_actions"
    __table_args__ = (
        UniqueConstraint("symbol", "source", "ex_date", "kind"),
        CheckConstraint("kind IN ('split', 'dividend')", name="kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    symbol: Mapped[str]
    source: Mapped[str]
    ex_date: Mapped[date] = mapped_column(Date)
    kind: Mapped[str]
    value: Mapped[float]


class MarketCache(Base):
    """Answers that are dear to get again: kept across restarts, until they expire."""

    __tablename__ = "market_cache"
    __table_args__ = (Index(None, "expires_at"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime]
