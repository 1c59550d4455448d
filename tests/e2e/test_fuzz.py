"""Schemathesis over the whole OpenAPI document, against the living house: whatever is invented, no part of it breaks.

The short walk has a fixed seed and a fixed number of examples. The long one (at least 20,000 cases): `make fuzz`.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

LONG = os.environ.get("FUZZ") == "long"
CASES_WANTED = 20_000 if LONG else 300
EXAMPLES = 60 if LONG else 3
PHASES = "examples,coverage,fuzzing,stateful" if LONG else "examples,fuzzing,stateful"
ENDS_THE_SESSION = ("logout", "logout_everywhere", "delete_me", "revoke_session", "refresh")
BUDGETS = ("ADDRESS", "READ", "WRITE", "CHAT", "RUN", "SIGN_IN", "REGISTER", "ACCOUNT")
# What fits its schema may still make no sense (a weak password, an exit that can never fire): 422 is right.
NOT_WANTED = ("positive_data_acceptance",)


@pytest.fixture(scope="module")
def house(start_stack: Callable[..., Any]) -> Iterator[Any]:
    """Return a stack of its own, with budgets that nobody can spend: the store that all share is filled and emptied."""
    plenty = {f"RATE_{name}": "1000000/minute" for name in BUDGETS}
    # Not a folder of pytest's: each new pytest closes those to others, and so to a database that runs as another user.
    with (
        tempfile.TemporaryDirectory(prefix="fuzz-", ignore_cleanup_errors=True) as folder,
        start_stack(Path(folder) / "home", **plenty) as up,
    ):
        yield up


@pytest.fixture
def walk(house: Any, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Return what runs Schemathesis and gives its report; it fails the test with what was found."""

    def run(phases: str, *options: str, without: tuple[str, ...] = NOT_WANTED, **environment: str) -> dict[str, Any]:
        report = tmp_path / "report.json"
        command = [
            *(str(Path(sys.executable).with_name("schemathesis")), "run", f"{house.address}/api/openapi.json"),
            *("--url", f"{house.address}/api", "--phases", phases, "--max-examples", str(EXAMPLES), "--seed", "7"),
            *("--checks", "all", "--exclude-checks", ",".join(without), "--generation-database", "none"),
            *(
                "--continue-on-failure",
                "--request-timeout",
                "120",
                "--max-response-time",
                "120",
                "--suppress-health-check",
                "all",
            ),
            *("--report", "json", "--report-json-path", str(report), *options),
        ]
        hooks = {"SCHEMATHESIS_HOOKS": "signing_in", "PYTHONPATH": str(Path(__file__).parent / "fuzz")}
        done = subprocess.run(
            command,
            env={**os.environ, **hooks, "FUZZ_ADDRESS": house.address, **environment},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-20_000:]
        found: dict[str, Any] = json.loads(report.read_text())
        return found

    return run


@pytest.mark.timeout(7200 if LONG else 300)
def test_nothing_that_is_invented_breaks_any_part_of_the_house(walk: Callable[..., dict[str, Any]], house: Any) -> None:
    report = walk(PHASES, *(part for name in ENDS_THE_SESSION for part in ("--exclude-operation-id", name)))
    assert report["failures"] == []
    assert report["errors"] == []
    assert report["test_cases"]["generated"] >= CASES_WANTED
    logs = [log.read_text() for log in (house.home / "logs").glob("*.log")]
    broken = [line for log in logs for line in log.splitlines() if '"unexpected"' in line]
    assert broken == []


@pytest.mark.timeout(1800 if LONG else 200)
def test_neither_does_what_ends_sessions_and_accounts(walk: Callable[..., dict[str, Any]]) -> None:
    only = (part for name in ENDS_THE_SESSION for part in ("--include-operation-id", name))
    # Each call has an account of its own, so that of a deleted one nothing can be asked again.
    report = walk(
        PHASES.removesuffix(",stateful"),
        *only,
        without=(*NOT_WANTED, "use_after_free", "ensure_resource_availability"),
        FUZZ_A_SESSION_EACH="yes",
    )
    assert report["failures"] == []
    assert report["test_cases"]["generated"] >= len(ENDS_THE_SESSION)
