"""What every vendor adapter is made of, and the source that it becomes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from market_data_service.adapters.vendors.guard import Guard
from market_data_service.ports import BarQuery, Clock, Fetched
from trading_contracts.bars import Instrument, Timeframe
from trading_contracts.problem import Problem, SourceFailed

# What goes wrong when a vendor changes its format: fields that are gone, of another kind, or in another place.
DRIFT = (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError)


class Vendor(Protocol):
    """One vendor in three steps.

    `build_query` turns our query into what the vendor's client is asked for, `extract` asks it and returns the payload
    untouched, `normalise` makes bars of the payload and does no I/O.
    """

    name: str

    def serves(self, instrument: Instrument) -> bool:
        """Return whether the vendor has the instrument's market."""
        ...

    def refusal(self) -> str | None:
        """Return why the vendor cannot be asked (no key), or None."""
        ...

    def native(self, instrument: Instrument) -> Sequence[Timeframe]:
        """Return the timeframes that the vendor itself gives."""
        ...

    def earliest(self, timeframe: Timeframe, today: date) -> date:
        """Return the first date that is worth asking for."""
        ...

    def build_query(self, query: BarQuery) -> Any:  # noqa: ANN401 - each vendor has its own
        """Return what the vendor's client is asked for."""
        ...

    async def extract(self, request: Any) -> Any:  # noqa: ANN401
        """Return the vendor's payload, untouched.

        Raises:
            UnknownSymbol: The vendor does not have the instrument.
            SourceFailed: It did not answer, or with something that is no answer.
        """
        ...

    def normalise(self, payload: Any, query: BarQuery, fetched_at: datetime) -> Fetched:  # noqa: ANN401
        """Return bars made of the payload."""
        ...


class SchemaDrift(SourceFailed):
    """A vendor answered in a shape that is not the one we know."""


class VendorSource:
    """A vendor as a source, behind a guard that keeps its budget and leaves it alone when it is down."""

    def __init__(self, vendor: Vendor, guard: Guard, clock: Clock) -> None:
        self._vendor = vendor
        self._clock = clock
        self.guard = guard

    @property
    def name(self) -> str:
        """Return the vendor's name."""
        return self._vendor.name

    def serves(self, instrument: Instrument) -> bool:
        """Return whether the vendor has the instrument's market."""
        return self._vendor.serves(instrument)

    def refusal(self) -> str | None:
        """Return why the vendor cannot be asked, or None."""
        return self._vendor.refusal()

    async def timeframes(self, instrument: Instrument) -> Sequence[Timeframe]:
        """Return the timeframes that the vendor itself gives."""
        return self._vendor.native(instrument)

    def earliest(self, timeframe: Timeframe) -> date:
        """Return the first date that is worth asking for."""
        return self._vendor.earliest(timeframe, self._clock().date())

    async def fetch(self, query: BarQuery) -> Fetched:
        """Return the vendor's bars.

        Raises:
            SchemaDrift: The payload has not the shape that we know.
        """
        return await self.guard.call(lambda: self._steps(query))

    async def _steps(self, query: BarQuery) -> Fetched:
        request = self._vendor.build_query(query)
        payload = await self._vendor.extract(request)
        try:
            return self._vendor.normalise(payload, query, self._clock())
        except Problem:
            raise
        except DRIFT as error:
            raise SchemaDrift(
                f"{self.name} answered in a shape that is not known ({type(error).__name__}: {error}).",
                source=self.name,
            ) from error


def years_back(today: date, years: int) -> date:
    """Return the date some years before, roughly."""
    return today - timedelta(days=round(365.25 * years))
