"""All entries by name, and how to find one."""

import builtins
import keyword
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from strategy_language.catalogue.entry import Entry
from strategy_language.catalogue.groups import (
    averages,
    cycle,
    elementwise,
    events,
    memory,
    momentum,
    oscillators,
    patterns,
    pivots,
    price,
    session,
    statistics,
    structure,
    trend,
    volatility,
    volume,
)


def _by_name(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    table: dict[str, Entry] = {}
    for entry in entries:
        if entry.name in table:
            raise ValueError(f"{entry.name} is in the catalogue twice.")
        table[entry.name] = entry
    return MappingProxyType(table)


def _by_alias(table: Mapping[str, Entry]) -> Mapping[str, Entry]:
    aliases: dict[str, Entry] = {}
    for entry in table.values():
        for alias in entry.aliases:
            if alias in table or alias in aliases:
                raise ValueError(f"{alias} is an alias of {entry.name} and means something else too.")
            aliases[alias] = entry
    return MappingProxyType(aliases)


_GROUPS = (
    averages,
    momentum,
    oscillators,
    trend,
    volatility,
    volume,
    price,
    cycle,
    statistics,
    elementwise,
    events,
    memory,
    structure,
    pivots,
    session,
    patterns,
)

CATALOGUE: Final[Mapping[str, Entry]] = _by_name(entry for group in _GROUPS for entry in group.ENTRIES)
"""Entry name -> entry, in the order of the reference page."""

ALIASES: Final[Mapping[str, Entry]] = _by_alias(CATALOGUE)
"""What traders say -> the entry that is meant."""


def find(name: str) -> Entry | None:
    """Return the entry of a name or an alias (case does not matter), or None."""
    plain = name.strip().lower()
    return CATALOGUE.get(plain) or ALIASES.get(plain)


def closest(name: str) -> tuple[str, ...]:
    """Return up to three entry names that an unknown name may have been meant for, best first."""
    plain = name.strip().lower()
    spellings = (*CATALOGUE, *ALIASES)
    near = get_close_matches(plain, spellings, n=6, cutoff=0.6)
    near += [spelling for spelling in spellings if len(plain) > 2 and plain in spelling]
    meant = (entry.name for spelling in near if (entry := find(spelling)))
    return tuple(dict.fromkeys(meant))[:3]


def code_name(name: str) -> str:
    """Return how a function is written in generated code: `min_` for `min`, which Python has already."""
    return f"{name}_" if keyword.iskeyword(name) or hasattr(builtins, name) else name
