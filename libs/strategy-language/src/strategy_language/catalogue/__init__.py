"""The catalogue: one table of functions, from which parser, code, read-back, prompt and reference are made."""

from strategy_language.catalogue.entry import ALL_HISTORY, Argument, ArgumentKind, Entry, Scalars, Scale
from strategy_language.catalogue.table import ALIASES, CATALOGUE, closest, code_name, find

__all__ = [
    "ALIASES",
    "ALL_HISTORY",
    "CATALOGUE",
    "Argument",
    "ArgumentKind",
    "Entry",
    "Scalars",
    "Scale",
    "closest",
    "code_name",
    "find",
]
