"""How functions of the engine are compiled: once, and kept on disk under the fingerprint of their sources."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from numba import config, njit

P = ParamSpec("P")
R = TypeVar("R")

_DOMAIN: Final = Path(__file__).parent
_CONSTANTS: Final = (
    "compiled.py",
    "kernel/codes.py",
    "kernel/records.py",
    "position/operations.py",
    "position/reasons.py",
)


def _cache_folder() -> str:
    # Numba notices a change of a function's own file, not of the functions that it calls: stale machine code would give
    # stale results. So each state of the sources has its own folder.
    digest = hashlib.sha256()
    constants = {_DOMAIN / name for name in _CONSTANTS}
    for path in sorted(_DOMAIN.rglob("*.py")):
        source = path.read_bytes()
        if path in constants or b"\n@compiled\n" in source:
            digest.update(source)
    cache = os.environ.get("NUMBA_CACHE_DIR") or str(Path.home() / ".cache" / "vibetrading" / "numba")
    return str(Path(cache) / f"kernel-{digest.hexdigest()[:16]}")


_FOLDER: Final = _cache_folder()


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function to machine code at its first call and keep it in numba's cache on disk."""
    # numba sets its settings as attributes at run time, which its type hints do not know.
    before: str = getattr(config, "CACHE_DIR")  # noqa: B009
    setattr(config, "CACHE_DIR", _FOLDER)  # noqa: B010
    try:
        result: Callable[P, R] = njit(cache=True, error_model="numpy")(function)
    finally:
        setattr(config, "CACHE_DIR", before)  # noqa: B010
    return result
