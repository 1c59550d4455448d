"""The one shape of a list."""

import re
from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from trading_contracts.model import Contract

Item = TypeVar("Item")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)")


def _written_out(value: object) -> object:
    # Pydantic takes a number for seconds since 1970; nobody who writes one here means that.
    if isinstance(value, str) and not _MOMENT.fullmatch(value):
        message = "is not a moment such as 2026-01-31T09:30:00Z"
        raise ValueError(message)
    return value


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        message = "lies beyond the calendar"
        raise ValueError(message) from error


AsOf = Annotated[
    AwareDatetime,
    BeforeValidator(_written_out),
    AfterValidator(_in_utc),
    Field(description="Leave out what was made later: later pages then stay what they were while things are added"),
]
"""A moment that holds the pages of a list still; the newest `created_at` of the first page serves well."""


class Page(Contract, Generic[Item]):
    """One page of a list. `page` counts from 1."""

    items: tuple[Item, ...]
    page: int
    page_size: int
    total: int
