"""What the Hong Kong exchange's quote pages are asked for."""

from dataclasses import dataclass
from datetime import date

from market_data_service.ports import BarQuery

# `span=6` is daily bars; `int` is how far back they go: (days, code).
_REACH = ((30, 2), (91, 3), (182, 4), (365, 5), (730, 6), (1826, 7), (3652, 8))


@dataclass(frozen=True, slots=True)
class HkexQuery:
    """One chart: a Reuters code (`0700.HK`, `.HSI`) and how far back."""

    ric: str
    span: int
    reach: int


def build_query(query: BarQuery, today: date) -> HkexQuery:
    """Return the shortest chart that goes back far enough."""
    days = (today - query.start).days if query.start else _REACH[-1][0]
    reach = next((code for least, code in _REACH if days <= least), _REACH[-1][1])
    symbol = query.instrument.symbol
    ric = "." + symbol[1:] if symbol.startswith("^") else symbol
    return HkexQuery(ric=ric, span=6, reach=reach)
