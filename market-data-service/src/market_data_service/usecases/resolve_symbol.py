"""From what a person writes to an instrument that a source really has."""

from collections.abc import Sequence
from dataclasses import dataclass

from market_data_service.domain import symbols
from market_data_service.domain.directory import Directory, Hit
from market_data_service.domain.resampling import can_resample
from market_data_service.ports import LocalSource
from trading_contracts.bars import Availability, Instrument, Market, Timeframe
from trading_contracts.problem import Rejected, UnknownSymbol


@dataclass(frozen=True, slots=True)
class Resolution:
    """The instrument that was meant, and remarks where it is not what was written.

    Attributes:
        is_known: It is in the directory or a source here has it; otherwise only the network can tell.
    """

    asked: str
    instrument: Instrument
    is_known: bool
    notes: tuple[str, ...] = ()


class SymbolBook:
    """Finds instruments, and says what is here of them.

    Args:
        directory: Known names.
        sources: Sources that are here without the network, in their order.
        has_online: Whether vendors may be asked for what is not here.
    """

    def __init__(self, directory: Directory, sources: Sequence[LocalSource], *, has_online: bool) -> None:
        self.directory = directory
        self._sources = sources
        self._has_online = has_online
        self._wider = (directory, frozenset[str](), directory)

    async def resolve(self, asked: str) -> Resolution:
        """Return the instrument under a symbol, code or name; what is really here decides between candidates.

        Raises:
            UnknownSymbol: Nothing is called that; the problem carries suggestions.
        """
        here = {series.instrument.symbol: series.instrument for series in await self.here()}
        plain = asked.strip()
        if plain.upper() in here:
            return Resolution(asked, here[plain.upper()], is_known=True)
        exact = symbols.canonical(plain)
        if exact is not None and exact.startswith("SIM:"):
            return Resolution(asked, symbols.instrument(exact), is_known=True)
        for candidate in self._candidates(plain, exact):
            if candidate in here:
                return Resolution(asked, here[candidate], is_known=True, notes=_note(plain, exact, candidate))
        unreadable = {symbol for source in self._sources for symbol in source.unreadable()}
        if unreadable & {plain.upper(), exact}:
            symbol = plain.upper() if plain.upper() in unreadable else str(exact)
            return Resolution(asked, self.directory.describe(symbol), is_known=True)
        return self._not_here(asked, exact, list(here))

    def _not_here(self, asked: str, exact: str | None, here: list[str]) -> Resolution:
        if exact is not None and self.directory.get(exact):
            return Resolution(asked, self.directory.describe(exact), is_known=True)
        if exact is not None and "/" in exact:
            return Resolution(asked, self.directory.describe(exact), is_known=False)
        named = self.directory.named(asked)
        if named:
            symbol = named[0].symbol
            return Resolution(asked, named[0], is_known=True, notes=_note(asked, exact, symbol))
        if exact is not None and self._has_online:
            return Resolution(asked, self.directory.describe(exact), is_known=False)
        raise self.unknown(asked, here)

    def unknown(self, asked: str, here: Sequence[str] = ()) -> UnknownSymbol:
        """Return the refusal of a symbol, with what it may have been meant for."""
        suggestions = self.directory.suggestions(asked, here)
        hint = f" Did you mean {' or '.join(suggestions)}?" if suggestions else ""
        return UnknownSymbol(f"There are no bars for {asked}.{hint}", symbol=asked, suggestions=list(suggestions))

    def for_upload(self, symbol: str) -> Instrument:
        """Return the instrument under which a user's own bars are stored; any name will do.

        Raises:
            Rejected: The symbol is reserved for made-up series.
        """
        canonical = symbols.canonical(symbol) or symbol.strip().upper()
        if canonical.startswith("SIM:"):
            raise Rejected("Symbols that begin with SIM: are kept for made-up series.", symbol=symbol)
        return self.directory.describe(canonical)

    async def here(self) -> list[Availability]:
        """Return every series that is here without the network."""
        return [series for source in self._sources for series in await source.listed()]

    async def available(self, symbol: str) -> list[Availability]:
        """Return what is here of a canonical symbol, with the longer timeframes that can be made of it."""
        return among(await self.here(), symbol)

    async def all_available(self) -> list[Availability]:
        """Return everything that is here, with the longer timeframes that can be made of it."""
        by_symbol: dict[str, list[Availability]] = {}
        for series in await self.here():
            by_symbol.setdefault(series.instrument.symbol, []).append(series)
        return [each for group in by_symbol.values() for each in with_derived(group)]

    async def search(self, query: str, limit: int = 50) -> list[Hit]:
        """Return instruments near a query; what is here comes before what is not, and first under its own symbol."""
        here = {series.instrument.symbol: series.instrument for series in await self.here()}
        if not query.strip():
            return [Hit(known, 1.0, known.symbol) for known in here.values()]
        book = self._with(here)
        found: dict[str, Hit] = {}
        exact = symbols.canonical(query)
        if exact is not None and not book.named(query) and (listed := book.get(exact)) is not None:
            # Another spelling of a code: NASDAQ:AAPL, HKEX:700, btc-usd.
            found[exact] = Hit(listed, 1.0, query)
        for hit in book.search(query, limit):
            own = self._own(hit, here)
            if own.instrument.symbol not in found:
                found[own.instrument.symbol] = own
        return sorted(found.values(), key=lambda hit: (-hit.score, hit.instrument.symbol not in here))

    def _with(self, here: dict[str, Instrument]) -> Directory:
        """Return the directory with what is here too; it is made anew only when either has changed."""
        directory, unlisted, wider = self._wider
        new = frozenset(symbol for symbol in here if self.directory.get(symbol) is None)
        if directory is not self.directory or unlisted != new:
            wider = self.directory.with_more(here.values()) if new else self.directory
            self._wider = (self.directory, new, wider)
        return wider

    def _own(self, hit: Hit, here: dict[str, Instrument]) -> Hit:
        twin = next((twin for twin in symbols.equivalents(hit.instrument.symbol) if twin in here), None)
        return hit if twin is None else Hit(here[twin], hit.score, hit.matched)

    def _candidates(self, plain: str, exact: str | None) -> list[str]:
        listed = self.directory.get(exact) if exact else None
        names = self.directory.named(plain)
        if listed is not None:
            names = [known for known in names if known.market is listed.market]
        first = symbols.equivalents(exact) if exact else ()
        return [*first, *(twin for known in names for twin in symbols.equivalents(known.symbol))]


def among(here: Sequence[Availability], symbol: str) -> list[Availability]:
    """Return what there is of a canonical symbol, with the longer timeframes that can be made of it."""
    if symbol.startswith("SIM:"):
        # Every made-up symbol has what the example has.
        made_up = [each for each in here if each.instrument.market is Market.SIMULATED]
        return [each.model_copy(update={"instrument": symbols.instrument(symbol)}) for each in made_up]
    return with_derived([each for each in here if each.instrument.symbol == symbol])


def with_derived(series: Sequence[Availability]) -> list[Availability]:
    """Return series with the longer timeframes that can be made of them where a source has none of its own."""
    found = list(series)
    have = {(each.source, each.timeframe) for each in series}
    for each in sorted(series, key=lambda one: one.timeframe.duration, reverse=True):
        for longer in Timeframe:
            if (each.source, longer) not in have and can_resample(each.timeframe, longer):
                have.add((each.source, longer))
                found.append(_derived(each, longer))
    return found


def _derived(series: Availability, longer: Timeframe) -> Availability:
    ratio = longer.duration / series.timeframe.duration
    if series.instrument.market is not Market.CRYPTO and longer in _SESSIONS:
        ratio = _SESSIONS[longer] * _bars_a_session(series.timeframe)
    return series.model_copy(
        update={
            "timeframe": longer,
            "source": f"{series.source} (resampled from {series.timeframe})",
            "bars": max(1, round(series.bars / max(ratio, 1))),
        }
    )


_SESSIONS = {Timeframe.D1: 1, Timeframe.W1: 5, Timeframe.MO1: 21, Timeframe.MO3: 63}


def _bars_a_session(timeframe: Timeframe) -> float:
    return 1.0 if not timeframe.is_intraday else max(1.0, 6.5 * 3600 / timeframe.duration.total_seconds())


def _note(asked: str, exact: str | None, found: str) -> tuple[str, ...]:
    if found in (asked.upper(), exact) and "/" not in found:
        return ()
    return () if found == exact else (f"{asked} was read as {found}.",)
