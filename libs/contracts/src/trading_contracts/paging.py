"""The one shape of a list."""

from typing import Generic, TypeVar

from trading_contracts.model import Contract

Item = TypeVar("Item")


class Page(Contract, Generic[Item]):
    """One page of a list. `page` counts from 1."""

    items: tuple[Item, ...]
    page: int
    page_size: int
    total: int
