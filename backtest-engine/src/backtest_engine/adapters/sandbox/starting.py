"""How a worker starts its zygote, the warm process from which every job's child is forked."""

import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from backtest_engine.adapters.sandbox import wire

ZYGOTE = ("-m", "backtest_engine.adapters.sandbox.zygote")

_ENVIRONMENT: Final[Mapping[str, str]] = {
    # Memory from the system in pages of 2 MB: fetched in pages of 4 KB, it costs as much as computing what it holds.
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
}


@dataclass(slots=True)
class Zygote:
    """A zygote that was started.

    Attributes:
        control: Where it is asked for children.
        missing: Layers of the sandbox that this host lacks, and why.
    """

    process: subprocess.Popen[bytes]
    control: socket.socket
    missing: dict[str, str]


def start_zygote(program: tuple[str, ...], cpu_seconds: int) -> Zygote:
    """Start a zygote and wait until it is warm."""
    ours, theirs = socket.socketpair()
    # -I: nothing of the caller's folder or environment is imported.
    command = [sys.executable, "-I", *program]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [*command, str(theirs.fileno()), str(cpu_seconds)],
        pass_fds=(theirs.fileno(),),
        stdin=subprocess.DEVNULL,
        env=_ENVIRONMENT,
        start_new_session=True,
    )
    theirs.close()
    message, _, _ = wire.receive(ours)
    assert isinstance(message, dict)  # noqa: S101 - our own process speaks
    return Zygote(process, ours, dict(message["missing"]))
