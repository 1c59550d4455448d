"""How many bars a year has, by market and timeframe."""

from collections.abc import Sequence
from typing import Final

from trading_contracts.bars import Instrument, Market, Timeframe

SESSIONS_A_YEAR: Final = {Market.US: 252, Market.HK: 246, Market.CRYPTO: 365, Market.SIMULATED: 252}

_SESSION_MINUTES: Final = {Market.US: (390,), Market.HK: (150, 180), Market.CRYPTO: (1440,), Market.SIMULATED: (390,)}

_PERIODS: Final = {Timeframe.W1: 52.0, Timeframe.MO1: 12.0, Timeframe.MO3: 4.0}


def _bars_a_session(market: Market, timeframe: Timeframe) -> int:
    minutes = int(timeframe.duration.total_seconds() // 60)
    return sum(-(-part // minutes) for part in _SESSION_MINUTES[market])


def periods_per_year(instruments: Sequence[Instrument], timeframe: Timeframe) -> float:
    """Return the bars of one year, by which figures are annualised.

    252 sessions in the US, 246 in Hong Kong, 365 days in crypto; intraday times the bars of a session (a partial bar
    counts as one: seven hourly bars in 6.5 hours). Of several markets the one that trades most decides, since its
    bars set the clock of the equity curve.
    """
    if timeframe in _PERIODS:
        return _PERIODS[timeframe]
    markets = {instrument.market for instrument in instruments}
    bars = 1 if not timeframe.is_intraday else 0
    return float(max(SESSIONS_A_YEAR[market] * (bars or _bars_a_session(market, timeframe)) for market in markets))
