"""Processor time of a process and of what it started: on a busy machine the clock on the wall says little."""

import os
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_OWN, _SANDBOX, _DATABASE = "this process", "sandbox", "database"


class Spent:
    """Seconds of processor time of this process, its sandbox and its database, since it was made.

    Args:
        database: Folder of the database's server.
    """

    def __init__(self, database: Path) -> None:
        self._server = int((database / "postmaster.pid").read_text().split()[0])
        self._begun = self._now()

    def each(self, runs: int) -> Mapping[str, float]:
        """Return the seconds of each for one of so many runs."""
        now = self._now()
        return {name: (now[name] - self._begun[name]) / runs for name in (_OWN, _SANDBOX, _DATABASE)}

    def _now(self) -> Mapping[str, float]:
        found: dict[str, float] = defaultdict(float)
        found[_OWN] = time.process_time()
        for process in _below(self._server):
            found[_DATABASE] += _seconds(process)
        for process in _below(os.getpid()):
            if process not in (os.getpid(), self._server) and "sandbox" in _command(process):
                found[_SANDBOX] += _seconds(process)
        return found


def _below(process: int) -> Iterator[int]:
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        for thread in Path(f"/proc/{process}/task").iterdir():
            if thread.name != str(process):
                children += (thread / "children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return
    for child in children:
        yield from _below(int(child))


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _seconds(process: int) -> float:
    # Its own time and that of the children whose end it has seen.
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[11:15])) / _TICK
