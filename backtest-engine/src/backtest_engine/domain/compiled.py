"""How functions of the engine are compiled: once, and kept on disk under the fingerprint of their sources."""

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any, Final, ParamSpec, TypeVar

from numba import config, types
from numba.core.caching import UserProvidedCacheLocator
from numba.core.registry import CPUDispatcher

P = ParamSpec("P")
R = TypeVar("R")

_ROOT: Final = Path(__file__).parents[2]
_IMPORT: Final = re.compile(
    rb"^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)|^[ \t]*import[ \t]+([^\n]*)", re.MULTILINE
)
_COMMENT: Final = re.compile(rb"#[^\n]*")
_NAME: Final = re.compile(rb"[\w.]+")


def reach(file: Path, root: Path) -> tuple[Path, ...]:
    """Return the files below `root` from which a file takes something, itself included, by way of any imports.

    Machine code holds what a function called and which constants it read when it was compiled; all of that came
    through an import.
    """
    found: dict[Path, None] = {}
    waiting = [file]
    while waiting:
        at = waiting.pop()
        if at not in found:
            found[at] = None
            waiting.extend(_imported(at.read_bytes(), root))
    return tuple(sorted(found))


def fingerprint(file: Path, root: Path) -> str:
    """Return the digest of everything that the machine code of a file's functions may hold."""
    digest = hashlib.sha256()
    for each in reach(file, root):
        source = each.read_bytes()
        digest.update(f"{each.relative_to(root)} {len(source)}\n".encode())
        digest.update(source)
    return digest.hexdigest()


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function to machine code at its first call and keep it in numba's cache on disk.

    While it runs, other threads of the process may run too.
    """
    # numba sets its settings as attributes at run time, which its type hints do not know.
    own = {"CACHE_DIR": _kept(), "CACHE_LOCATOR_CLASSES": f"{CacheFolder.__module__}.{CacheFolder.__qualname__}"}
    before = {name: getattr(config, name) for name in own}
    try:
        for name, value in own.items():
            setattr(config, name, value)
        result = _PlainDispatcher(function, targetoptions={"nopython": True, "error_model": "numpy", "nogil": True})
        result.enable_caching()
    finally:
        for name, value in before.items():
            setattr(config, name, value)
    return result


class _PlainDispatcher(CPUDispatcher):
    """A compiled function that is compiled once for whole numbers, not once more for every constant among them.

    Numba makes a form of its own of a function for each constant at each place where it is called: thirty of the one
    that closes a position, each with all that it calls, three quarters of the time that compiling took.
    """

    def get_call_template(self, args: Any, kws: Any) -> Any:  # noqa: ANN401 - numba's own types
        """Choose the machine code for a call by the types of its arguments, whatever constants they are."""
        return super().get_call_template([_plain(each) for each in args], {name: _plain(kws[name]) for name in kws})


def _plain(kind: Any) -> Any:  # noqa: ANN401 - numba's own types
    if type(kind) is types.Tuple:
        return types.Tuple([_plain(each) for each in kind.types])  # type: ignore[no-untyped-call]
    return types.unliteral(kind)  # type: ignore[no-untyped-call]


class CacheFolder(UserProvidedCacheLocator):
    """Where numba keeps the machine code of a function.

    Numba notices a change of a function's own file, not of the functions that it calls: stale machine code would give
    stale results. So each state of what a file reaches has its own folder, which every checkout shares.
    """

    def __init__(self, function: FunctionType, file: str) -> None:
        super().__init__(function, file)  # type: ignore[no-untyped-call]
        self._cache_path = _folder(Path(file))


def _kept() -> str:
    return os.environ.get("NUMBA_CACHE_DIR") or str(Path.home() / ".cache" / "vibetrading" / "numba")


@cache
def _folder(file: Path) -> str:
    return str(Path(_kept()) / f"{file.stem}-{fingerprint(file, _ROOT)[:16]}")


def _imported(source: bytes, root: Path) -> Iterator[Path]:
    for module, names, modules in _IMPORT.findall(_COMMENT.sub(b"", source)):
        wanted = [module, *(module + b"." + name for name in _NAME.findall(names)), *_NAME.findall(modules)]
        for name in filter(None, wanted):
            yield from _files(name.decode(), root)


def _files(module: str, root: Path) -> Iterator[Path]:
    # A module, or what its package's own file says; other distributions lie elsewhere and have versions.
    place = root.joinpath(*module.split("."))
    yield from (each for each in (place.with_suffix(".py"), place / "__init__.py") if each.is_file())
