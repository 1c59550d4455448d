"""Two hundred people at once on the live embedded stack, for three minutes: reading, talking, running. `make load`."""

import json
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import Ratio
from tests.e2e.conftest import running_stack

ROOT = Path(__file__).parents[2]
LOCUST = ROOT / ".venv" / "tools" / "bin" / "locust"
PEOPLE = int(os.environ.get("LOAD_PEOPLE", "200"))
SECONDS = int(os.environ.get("LOAD_SECONDS", "180"))
P99_SECONDS = 0.5
READ_BUDGETS = {"RATE_ADDRESS": "1000000/minute", "RATE_SIGN_IN": "10000/minute", "RATE_REGISTER": "10000/minute"}


class Failed(RuntimeError):
    """Somebody got an error that is none of the limits."""


def measure() -> Iterable[Ratio]:
    """Yield the percentiles of reads, of talking and of starting runs.

    Raises:
        Failed: There was an error.
    """
    if not LOCUST.exists():
        message = f"{LOCUST} is not there: `make load` installs it"
        raise Failed(message)
    # All people come from one address here, which the limits by address would take for one.
    with (
        tempfile.TemporaryDirectory(prefix="load-", ignore_cleanup_errors=True) as folder,
        running_stack(Path(folder) / "home", **READ_BUDGETS) as stack,
    ):
        entries = _let_them_work(stack.address)
    yield from _figures(entries)


def _let_them_work(address: str) -> list[dict[str, Any]]:
    command = [
        *(str(LOCUST), "--locustfile", str(ROOT / "tests" / "load" / "people.py"), "--headless", "--only-summary"),
        *("--users", str(PEOPLE), "--spawn-rate", "10", "--run-time", f"{SECONDS}s", "--stop-timeout", "60"),
        *("--host", address, "--json", "--exit-code-on-error", "0"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    broken = {one["name"]: one["num_failures"] for one in found if one["num_failures"]}
    if broken:
        message = f"errors by request: {broken}\n{done.stderr[-4000:]}"
        raise Failed(message)
    return found


def _figures(entries: list[dict[str, Any]]) -> Iterator[Ratio]:
    load = "/".join(f"{one:.1f}" for one in os.getloadavg())
    refused = sum(one["num_requests"] for one in entries if one["method"] == "429")
    print(f"  {PEOPLE} people, {SECONDS} s, {refused} answers 429, no errors; the machine's load at the end: {load}")
    for kind in ("read", "chat", "run", "sign-in"):
        times: Counter[float] = Counter()
        for one in entries:
            if one["name"].split()[0] == kind:
                times.update({float(ms) / 1000: count for ms, count in one["response_times"].items()})
        for share in (0.5, 0.99):
            goal = 1.0 if (kind, share) == ("read", 0.99) else None
            name = f"load: {share:.0%} of {times.total()} {kind} requests within"
            yield Ratio(name, f"{P99_SECONDS} s", _percentile(times, share), P99_SECONDS, goal=goal)


def _percentile(times: Counter[float], share: float) -> float:
    passed = 0
    for seconds in sorted(times):
        passed += times[seconds]
        if passed >= share * times.total():
            return seconds
    return 0.0
