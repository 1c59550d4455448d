"""One digest over all that a run depends on, from digests of its parts."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from backtest_engine.domain.frames import Frame
from strategy_language.document import Strategy
from trading_contracts.results import Digest
from trading_contracts.runs import RunSettings

_PACKAGES = ("numpy", "numba", "ta-lib", "restrictedpython")
PARTS = ("strategy", "code", "bars", "calendar", "engine", "settings")


def fingerprint(strategy: Strategy, code: str, frames: Mapping[str, Frame], settings: RunSettings) -> Digest:
    """Return the digest of a run; equal digests mean equal results."""
    parts = {
        # What a document leaves as it is by default says nothing: a field that a later version adds changes no digest.
        "strategy": of_text(strategy.model_dump_json(exclude_defaults=True)),
        "code": of_text(code),
        "bars": of_text(*(f"{symbol} {frame.digest} {frame.warmup}" for symbol, frame in sorted(frames.items()))),
        "calendar": of_text(*(f"{symbol} {frame.calendar_digest}" for symbol, frame in sorted(frames.items()))),
        "engine": engine_fingerprint(),
        "settings": of_text(json.dumps(settings.model_dump(mode="json"), sort_keys=True)),
    }
    return Digest(value=of_text(*(f"{name}={parts[name]}" for name in PARTS)), **parts)


def changed_parts(was: Digest, now: Digest) -> tuple[str, ...]:
    """Return the names of the parts that are no longer the same."""
    return tuple(name for name in PARTS if getattr(was, name) != getattr(now, name))


def of_text(*texts: str) -> str:
    """Return the SHA-256 of some texts, each closed by a line break."""
    return hashlib.sha256("".join(f"{text}\n" for text in texts).encode()).hexdigest()


@cache
def engine_fingerprint() -> str:
    """Return the digest of the engine's own rules and of the libraries that compute with it."""
    folder = Path(__file__).parents[1]
    sources = [of_text(path.read_text(encoding="utf-8")) for path in _sources(folder)]
    return of_text(*(f"{name} {_version(name)}" for name in _PACKAGES), *sources)


def _sources(folder: Path) -> Sequence[Path]:
    return sorted(folder.rglob("*.py"))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
