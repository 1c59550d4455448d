"""TA-Lib, loaded without the data-frame libraries that it would otherwise pull in.

The process that runs strategy code is forked for every job: what is not loaded in it costs nothing and cannot be
reached from it.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Final

_OPTIONAL: Final = ("pandas", "polars")


@contextmanager
def _without(names: tuple[str, ...]) -> Iterator[None]:
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type] # None is how a module is declared absent
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def _load() -> ModuleType:
    with _without(_OPTIONAL):
        return importlib.import_module("talib")


talib: Final = _load()
"""The module of TA-Lib's functions."""
