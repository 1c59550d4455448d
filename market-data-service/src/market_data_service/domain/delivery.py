"""What is asked for and what is delivered: bars with everything a reader must know about them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from market_data_service.domain.calendars import TradingCalendar
from market_data_service.domain.quality import Quality
from market_data_service.domain.series import BarSeries, IntArray
from trading_contracts.bars import Adjustment, Instrument, SeriesOrigin, Timeframe


class Fill(StrEnum):
    """Whether holidays get a bar."""

    NONE = "none"
    HOLIDAYS = "holidays"


@dataclass(frozen=True, slots=True)
class BarsRequest:
    """Bars as a reader asks for them.

    Attributes:
        start: First and last session date, both inclusive; None is as far as the source goes.
        warmup_bars: Bars before `start` that are wanted in front.
        source: The only source to ask, where one is named.
        include_partial: Whether an unfinished last bar is delivered.
        live: Whether the day that still trades is wanted too; vendors are asked for it each time.
    """

    symbol: str
    timeframe: Timeframe = Timeframe.D1
    start: date | None = None
    end: date | None = None
    adjustment: Adjustment = Adjustment.ALL
    warmup_bars: int = 0
    source: str | None = None
    fill: Fill = Fill.NONE
    include_partial: bool = False
    live: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class DeliveredBars:
    """Bars ready to be used.

    Attributes:
        day: Session date of each bar as nanoseconds of 00:00 UTC, shape (bars,).
        warmup_bars: How many of the bars lie before the start that was asked for.
        last_is_partial: Whether the last bar is unfinished (only when such bars were asked for).
    """

    series: BarSeries
    day: IntArray
    instrument: Instrument
    origin: SeriesOrigin
    calendar: TradingCalendar
    warmup_bars: int
    quality: Quality
    last_is_partial: bool = False
