"""The warm process from which every job's child is forked: `python -I -m ...zygote <control fd>`.

It knows the facade, numpy and TA-Lib, has no files and no rights, and always keeps one child ready, so that a job
does not wait for a fork.
"""

import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

# No job may reach pandas or polars: TA-Lib would load them if it could.
sys.modules["pandas"] = None  # type: ignore[assignment]
sys.modules["polars"] = None  # type: ignore[assignment]

from backtest_engine.adapters.freed_memory import keep_freed_memory  # noqa: E402 - after the doors are shut
from backtest_engine.adapters.sandbox import child, wire  # noqa: E402
from backtest_engine.adapters.sandbox.guards import Confinement, Layer, confine_zygote  # noqa: E402


@dataclass(frozen=True, slots=True)
class _Spare:
    pid: int
    channel: socket.socket


def main(control: socket.socket, cpu_seconds: int) -> None:
    """Serve leases until the worker goes away.

    That is known by its end of the control socket: a signal at the parent's death would already come at the end of the
    *thread* that started this process.
    """
    keep_freed_memory()
    rehearse = child.warm_up()
    # What is here stays: without this, the first collection in a child would copy every page.
    gc.collect()
    gc.freeze()
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    confinement = confine_zygote()

    def fork() -> _Spare:
        return _fork(control, confinement, rehearse, cpu_seconds, nowhere)

    wire.send(control, {"missing": confinement.missing, "base_bytes": confinement.base_bytes})
    spare = fork()
    while True:
        try:
            message, _, _ = wire.receive(control)
        except wire.BrokenChild:
            return
        match message:
            case ["lease"]:
                _hand_over(control, spare)
                spare = fork()
            case ["reap", int(pid)]:
                wire.send(control, _reap(pid))
            case ["forget", int(pid)]:
                _reap(pid)


def _hand_over(control: socket.socket, spare: _Spare) -> None:
    handle = os.pidfd_open(spare.pid)
    wire.send(control, {"pid": spare.pid}, (spare.channel.fileno(), handle))
    spare.channel.close()
    os.close(handle)


def _fork(
    control: socket.socket, confinement: Confinement, rehearse: Callable[[], None], cpu_seconds: int, nowhere: int
) -> _Spare:
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        control.close()
        ours.close()
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        seccomp = Layer.SECCOMP not in confinement.missing
        child.serve(theirs, cpu_seconds, confinement.base_bytes, rehearse, seccomp=seccomp)
    theirs.close()
    return _Spare(pid, ours)


def _reap(pid: int) -> dict[str, float]:
    try:
        _, status, usage = os.wait4(pid, 0)
    except ChildProcessError:
        return {"signal": 0, "status": 0, "cpu_seconds": 0.0}
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
    }


def run() -> None:
    """Serve on the socket, and within the processor time, that the command line names."""
    main(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))


if __name__ == "__main__":
    run()
