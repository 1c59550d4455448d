"""The published corpus of escape attempts: each is tried at every layer of the sandbox alone.

An attempt has escaped when it says so: it returns `escaped` only after it read a file, started a process, opened a
socket or used more than its share.
"""

from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from backtest_engine.adapters.sandbox.process import ProcessSandbox
from backtest_engine.domain.evaluation import EVERYTHING
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.problems import MemoryLimit, StrategyCrashed, TimeLimit
from strategy_language.static_checks import UnsafeCode, compile_safely, inspect_code

CORPUS = Path(__file__).parent / "escapes"
ATTEMPTS = sorted(CORPUS.glob("*/*.txt"))
FAMILIES = sorted({attempt.parent.name for attempt in ATTEMPTS})
TRACE = Path("/tmp/vibe_escape")

# What the operating system says when it was the one that refused.
REFUSED_BY_SYSTEM = (
    "PermissionError",
    "OSError",
    "BlockingIOError",
    "FileNotFoundError",
    "MemoryError",
    "ModuleNotFound",
)

STOPPED_BY: defaultdict[str, dict[str, bool]] = defaultdict(dict)


def outcome(sandbox: ProcessSandbox, frame: Frame, text: str) -> str:
    """Return `escaped`, `nothing`, or who refused: `system`, `language`, `limit`."""
    try:
        with sandbox.open(text, {}, {"SIM:WAVE": frame}) as session:
            slots = session.evaluate("SIM:WAVE", EVERYTHING)
    except UnsafeCode:
        return "language"
    except (TimeLimit, MemoryLimit):
        return "limit"
    except StrategyCrashed as crash:
        reason = str(crash.facts.get("reason", "process died"))
        by_system = reason.startswith(REFUSED_BY_SYSTEM) or reason == "process died"
        return "system" if by_system else "language"
    return "escaped" if any(np.any(value) for value in slots.values()) else "nothing"


@cache
def read(attempt: Path) -> str:
    return attempt.read_text(encoding="utf-8")


def test_the_corpus_is_as_large_as_it_is_said_to_be() -> None:
    assert len(ATTEMPTS) >= 150
    assert len(FAMILIES) >= 15
    assert len({read(attempt) for attempt in ATTEMPTS}) == len(ATTEMPTS)


def test_the_sandbox_without_guards_runs_what_only_they_refuse(
    frame: Frame, guarded_sandbox: ProcessSandbox, unguarded_sandbox: ProcessSandbox
) -> None:
    # Else a sandbox that starts nothing at all would count as one that stops everything.
    reaching = (
        "def signals(bars, p):\n"
        '    inside = getattr(__import__("math"), "__name__") == "math"\n'
        '    return {"r1.when": (bars.close > 100) & inside}\n'
    )
    assert outcome(unguarded_sandbox, frame, reaching) == "escaped"
    assert outcome(guarded_sandbox, frame, reaching) == "language"


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_attempt_escapes_any_layer_that_is_meant_to_hold_it(
    attempt: Path, frame: Frame, guarded_sandbox: ProcessSandbox, unguarded_sandbox: ProcessSandbox
) -> None:
    text = read(attempt)
    static = not inspect_code(text).passed
    restricted = outcome(guarded_sandbox, frame, text)
    process = outcome(unguarded_sandbox, frame, text)
    STOPPED_BY[attempt.parent.name][attempt.stem + ":static"] = static
    STOPPED_BY[attempt.parent.name][attempt.stem + ":restricted_python"] = restricted == "language"
    STOPPED_BY[attempt.parent.name][attempt.stem + ":process"] = process != "escaped"
    assert static, "the static checks alone let it through"
    assert restricted != "escaped", "with static checks off, it escaped"
    assert process != "escaped", "with static checks and RestrictedPython off, it escaped the process"
    assert not TRACE.exists(), "it left a file behind"


@pytest.mark.parametrize("family", FAMILIES)
def test_two_layers_alone_stop_every_attempt_of_a_family(family: str) -> None:
    verdicts = STOPPED_BY[family]
    if not verdicts:
        pytest.fail("run this file as a whole: the attempts are tried before the families are judged")
    whole = [
        layer
        for layer in ("static", "restricted_python", "process")
        if all(stopped for name, stopped in verdicts.items() if name.endswith(f":{layer}"))
    ]
    assert len(whole) >= 2, f"{family}: only {whole} stops all of it"


@pytest.mark.parametrize("bomb", sorted((CORPUS / "resource_bombs").glob("*.txt")), ids=lambda path: path.stem)
def test_after_a_bomb_the_next_job_runs_as_ever(
    bomb: Path, frame: Frame, guarded_sandbox: ProcessSandbox, unguarded_sandbox: ProcessSandbox
) -> None:
    outcome(unguarded_sandbox, frame, read(bomb))
    calm = 'def signals(bars, p):\n    return {"r1.when": bars.close > 100}\n'
    assert outcome(unguarded_sandbox, frame, calm) == "escaped"  # that is: it answered with something true


@pytest.mark.parametrize(
    "bomb",
    [
        "    x = 3\n    for i in range(90):\n        x = x * x\n",
        "    x = round(3, -1000000000)\n",
        "    x = 0\n    for i in range(10000):\n        x = x" + " + sma(bars.close, 5).cumprod().sum()" * 12 + "\n",
    ],
    ids=["a number that squares itself", "a rounding to a billion places", "ten thousand times twelve averages"],
)
def test_what_no_reading_finds_ends_at_its_limit_with_a_name(bomb: str, frame: Frame, guarded_sandbox: ProcessSandbox):
    text = f"def signals(bars, p):\n{bomb}    return {{'r1.when': bars.close > x}}\n"
    assert inspect_code(text).passed
    assert outcome(guarded_sandbox, frame, text) == "limit"


def test_what_the_language_allows_still_compiles() -> None:
    compile_safely('def signals(bars, p):\n    return {"r1.when": bars.close > 100}\n')
