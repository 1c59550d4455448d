"""Bars that have been already: what a reader or a channel has missed, from the sources."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from market_data_service.domain.delivery import BarsRequest, DeliveredBars
from market_data_service.domain.series import moment
from market_data_service.ports import Clock
from market_data_service.usecases.read_bars import ReadBars
from trading_contracts.bars import Bar, Instrument, Timeframe
from trading_contracts.problem import NotFound, Rejected, SourceFailed


@dataclass(frozen=True, slots=True)
class Missed:
    """Bars that are over, in order; the one in the making where the source gives it; and whose they are."""

    bars: tuple[Bar, ...]
    forming: Bar | None
    source: str


class History:
    """Reads the newest bars of one instrument.

    Args:
        read_bars: The chain of sources.
        instrument: Which one.
        timeframe: The length of the bars.
        clock: Tells which day is today.
        late: How long after its end a bar is still taken for one in the making: its last trades may be under way.
    """

    def __init__(
        self, read_bars: ReadBars, instrument: Instrument, timeframe: Timeframe, clock: Clock, late: timedelta
    ) -> None:
        self._read_bars = read_bars
        self._instrument = instrument
        self._timeframe = timeframe
        self._clock = clock
        self._late = late

    async def after(self, last: datetime | None, source: str | None = None) -> Missed:
        """Return the bars after `last`; without one, the newest bar alone.

        Args:
            last: The open of the last bar that is known.
            source: The source to prefer; where it has nothing, the others are asked.

        Raises:
            NotFound: No source has any bar.
            SourceFailed: None answered.
        """
        now = self._clock()
        start = last or now - max(self._timeframe.duration * 10, timedelta(days=7))
        request = BarsRequest(
            symbol=self._instrument.symbol,
            timeframe=self._timeframe,
            start=start.date(),
            # A session date may lie a day ahead of the date in UTC.
            end=now.date() + timedelta(days=1),
            include_partial=True,
            live=True,
        )
        if source is not None:
            try:
                return self._after(await self._read_bars(replace(request, source=source)), last)
            except (NotFound, SourceFailed, Rejected):
                # Said in the frames: they carry the source that did serve.
                pass
        return self._after(await self._read_bars(request), last)

    def _after(self, delivered: DeliveredBars, last: datetime | None) -> Missed:
        bars = _bars(delivered)
        forming = bars.pop() if bars and self._is_forming(bars[-1], delivered) else None
        wanted = bars[-1:] if last is None else [bar for bar in bars if bar.timestamp > last]
        return Missed(tuple(wanted), forming, delivered.origin.source)

    def _is_forming(self, newest: Bar, delivered: DeliveredBars) -> bool:
        if delivered.last_is_partial or not self._timeframe.is_intraday:
            return delivered.last_is_partial
        return newest.timestamp + self._timeframe.duration > self._clock() - self._late


def _bars(delivered: DeliveredBars) -> list[Bar]:
    series = delivered.series
    rows = zip(
        series.timestamp.tolist(),
        series.open.tolist(),
        series.high.tolist(),
        series.low.tolist(),
        series.close.tolist(),
        series.volume.tolist(),
        strict=True,
    )
    return [
        Bar(timestamp=moment(stamp), open=opened, high=high, low=low, close=close, volume=volume)
        for stamp, opened, high, low, close, volume in rows
    ]
