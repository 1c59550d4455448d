"""Refreshing the directory of instruments from those who list them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from market_data_service.domain.directory import Directory
from market_data_service.usecases.resolve_symbol import SymbolBook
from trading_contracts.bars import Instrument
from trading_contracts.problem import SourceFailed


class Listing(Protocol):
    """Somebody who lists instruments: an exchange, a vendor."""

    name: str

    async def instruments(self) -> list[Instrument]:
        """Return all instruments that are listed.

        Raises:
            SourceFailed: The list could not be had.
        """
        ...


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many instruments each listing added, and which listings failed."""

    known: int
    added: dict[str, int] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


class RefreshDirectory:
    """Adds what listings know to the directory; what is known already keeps its names.

    Args:
        book: Whose directory is refreshed.
        listings: Who is asked.
        save: Keeps the instruments for the next start.
    """

    def __init__(self, book: SymbolBook, listings: Sequence[Listing], save: Callable[[list[Instrument]], None]) -> None:
        self._book = book
        self._listings = listings
        self._save = save

    async def __call__(self) -> Refreshed:
        """Return what was added; a listing that fails takes nothing away."""
        directory: Directory = self._book.directory
        added: dict[str, int] = {}
        failed: dict[str, str] = {}
        for listing in self._listings:
            try:
                larger = directory.with_more(await listing.instruments())
            except SourceFailed as problem:
                failed[listing.name] = problem.detail
                continue
            added[listing.name] = len(larger) - len(directory)
            directory = larger
        if any(added.values()):
            self._save(directory.all())
            self._book.directory = directory
        return Refreshed(len(directory), added, failed)
