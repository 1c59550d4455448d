"""The directory of instruments: found by symbol, code, name and alias, in English and Chinese."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from market_data_service.domain import symbols
from trading_contracts.bars import Instrument

_NOISE = re.compile(
    r"\b(?:inc|corp|corporation|company|co|ltd|limited|plc|group|holdings|the|stock|shares|share|index)\b"
)
_MARKS = re.compile(r"[^\w^/&]+")


_LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """An instrument that a query may have meant: how well, and by which of its names."""

    instrument: Instrument
    score: float
    matched: str


class Directory:
    """Instruments and their names.

    Args:
        instruments: What is known. Where two claim the same alias, the earlier one is found first.
    """

    def __init__(self, instruments: Iterable[Instrument]) -> None:
        self._by_symbol = {known.symbol: known for known in instruments}
        self._names: dict[str, list[Instrument]] = {}
        for known in self._by_symbol.values():
            for name in (known.symbol, known.name, *known.aliases):
                for key in {_key(name), _bare(name)} - {""}:
                    listed = self._names.setdefault(key, [])
                    if known not in listed:
                        listed.append(known)

    def __len__(self) -> int:
        return len(self._by_symbol)

    def get(self, symbol: str) -> Instrument | None:
        """Return the instrument under a canonical symbol."""
        return self._by_symbol.get(symbol)

    def describe(self, symbol: str) -> Instrument:
        """Return the instrument under a canonical symbol; one that is not listed gets what its symbol tells."""
        listed = self._by_symbol.get(symbol)
        if listed is not None:
            return listed
        twin = next((self._by_symbol[twin] for twin in symbols.equivalents(symbol) if twin in self._by_symbol), None)
        return symbols.instrument(symbol, twin.name if twin else "")

    def named(self, text: str) -> list[Instrument]:
        """Return the instruments that bear exactly this symbol, name or alias (case, marks and `Inc` aside)."""
        return self._names.get(_key(text)) or self._names.get(_bare(text)) or []

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Return the instruments whose symbol, name or alias comes near a query, best first."""
        key = _key(query)
        if not key:
            return []
        hits: dict[str, Hit] = {}
        for known in self.named(query):
            hits[known.symbol] = Hit(known, 1.0, query)
        for name, score in self._near(key):
            for known in self._names[name]:
                if known.symbol not in hits or hits[known.symbol].score < score:
                    hits[known.symbol] = Hit(known, score, name)
        return sorted(hits.values(), key=lambda hit: -hit.score)[:limit]

    def suggestions(self, text: str, others: Sequence[str] = ()) -> list[str]:
        """Return canonical symbols that the text may have been meant for."""
        found = [hit.instrument.symbol for hit in self.search(text, 5) if hit.score >= 0.6]
        near = process.extract(text.upper(), others, scorer=fuzz.ratio, limit=3, score_cutoff=60)
        others_near = dict.fromkeys([*found, *(name for name, _, _ in near)])
        return [name for name in others_near if name != text.upper()][:5]

    def all(self) -> list[Instrument]:
        """Return every instrument."""
        return list(self._by_symbol.values())

    def with_more(self, instruments: Iterable[Instrument]) -> "Directory":
        """Return a directory that knows these too; what is known already stays as it is."""
        return Directory(
            [*self._by_symbol.values(), *(new for new in instruments if new.symbol not in self._by_symbol)]
        )

    def _near(self, key: str) -> list[tuple[str, float]]:
        starts = [(name, 0.9 + 0.09 * len(key) / len(name)) for name in self._names if name.startswith(key)]
        words = [(name, 0.8) for name in self._names if f" {key}" in name]
        if starts or words or len(key) < _LEAST_LETTERS:
            return starts + words + self._inside(key, 0.7 if len(key) > 1 else None)
        # A slip of the pen comes before letters that happen to stand within a word: "aple" is no part of "staples".
        found = process.extract(key, self._names.keys(), scorer=fuzz.ratio, limit=10, score_cutoff=60)
        return [(name, score / 100 * 0.95) for name, score, _ in found] + self._inside(key, 0.55)

    def _inside(self, key: str, score: float | None) -> list[tuple[str, float]]:
        if score is None:
            return []
        # Chinese has no spaces: there any part is a word.
        least = score if key.isascii() else 0.8
        return [(name, least) for name in self._names if key in name and not name.startswith(key)]


def parse_row(row: dict[str, str]) -> Instrument:
    """Return the instrument that a row of the bundled directory describes."""
    known = symbols.instrument(
        row["symbol"], row["name"], currency=row["currency"], aliases=tuple(filter(None, row["aliases"].split("|")))
    )
    return known.model_copy(update={"lot_size": float(row["lot"])})


def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("’", "")
    return _MARKS.sub(" ", plain).strip()


def _bare(text: str) -> str:
    return " ".join(_NOISE.sub(" ", _key(text)).split())
