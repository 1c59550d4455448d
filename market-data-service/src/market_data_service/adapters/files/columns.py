"""What the columns of a user's file are called, and what must be there."""

from dataclasses import dataclass

from market_data_service.domain.problems import BadFile
from trading_contracts.problem import FieldProblem

REQUIRED = ("timestamp", "open", "high", "low", "close", "volume")
OPTIONAL = ("adj_close", "dividend", "split")
_SPELLINGS = {
    "timestamp": ("timestamp", "date", "datetime", "time", "open_time"),
    "open": ("open", "o"),
    "high": ("high", "h"),
    "low": ("low", "l"),
    "close": ("close", "c"),
    "volume": ("volume", "vol", "v"),
    "adj_close": ("adj_close", "adj close", "adjclose", "adjusted_close", "adjusted close"),
    "dividend": ("dividend", "dividends"),
    "split": ("split", "splits", "stock splits", "stock_splits"),
}


_OTHER_MARKS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Our name of each column -> its name in the file; what we do not use is listed."""

    found: dict[str, str]
    ignored: tuple[str, ...]


def match_columns(header: list[str], name: str) -> Columns:
    """Return which column of a file is which.

    Raises:
        BadFile: A required column is missing, or two columns mean the same.
    """
    found: dict[str, str] = {}
    for column in header:
        ours = next((ours for ours, names in _SPELLINGS.items() if column.strip().lower() in names), None)
        if ours in found:
            raise _refuse(name, f"the columns {found[ours]} and {column} both mean {ours}")
        if ours is not None:
            found[ours] = column
    if len(header) == 1 and (other := next((mark for mark in _OTHER_MARKS if mark in header[0]), None)):
        raise _refuse(name, f"the columns are separated by {_OTHER_MARKS[other]}; write commas between them")
    missing = [column for column in REQUIRED if column not in found]
    if missing:
        raise _refuse(name, f"missing columns: {', '.join(missing)}; found: {', '.join(header) or 'nothing'}")
    return Columns(found, tuple(column for column in header if column not in found.values()))


def _refuse(name: str, reason: str) -> BadFile:
    return BadFile(f"{name}, line 1: {reason}", errors=(FieldProblem(path="line 1", reason=reason),), file=name, line=1)
