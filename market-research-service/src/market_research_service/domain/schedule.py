"""When insights are renewed: by class of asset, because markets keep different hours."""

from dataclasses import dataclass
from datetime import timedelta

from trading_contracts.bars import Market


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often an asset class is looked at again.

    Attributes:
        days: Days of the week in cron's words.
        hours: Hours of the day at the exchange, in cron's words.
        zone: IANA zone of these hours.
        fresh_for: How old an insight may be before a reader gets a new one.
        bars_a_year: Trading days.
    """

    days: str
    hours: str
    zone: str
    fresh_for: timedelta
    bars_a_year: float


OLD_BARS = timedelta(days=10)
"""Bars that end longer ago are shown with their date, and never as if they were today's."""

# Equities: before the open, through the session, after the close. Crypto: every hour of every day.
RHYTHMS = {
    Market.US: Rhythm("mon-fri", "9-17", "America/New_York", timedelta(hours=2), 252.0),
    Market.HK: Rhythm("mon-fri", "9-17", "Asia/Hong_Kong", timedelta(hours=2), 246.0),
    Market.CRYPTO: Rhythm("*", "*", "UTC", timedelta(hours=1), 365.0),
    Market.SIMULATED: Rhythm("sun", "0", "UTC", timedelta(days=1), 365.0),
}
