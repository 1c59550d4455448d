"""What the kernel of the operating system holds back from a sandboxed process.

Everything here is irreversible for the process that calls it.
"""

import ctypes
import fcntl
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_NOBODY = 65534

# What a forked interpreter needs to compute on memory that it has, and to answer over sockets that it holds.
# No way to open, connect, start, signal or trace anything is among them.
_ALLOWED = (
    "read", "write", "readv", "writev", "close", "lseek", "fstat",
    "recvfrom", "recvmsg", "sendto", "sendmsg", "poll", "ppoll", "select", "pselect6",
    "mmap", "munmap", "mremap", "mprotect", "madvise", "brk", "msync",
    "futex", "set_robust_list", "get_robust_list", "rseq", "membarrier", "sched_yield", "sched_getaffinity",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall",
    "clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time", "times", "getrusage",
    "getpid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getrandom", "exit", "exit_group",
)  # fmt: skip


class Layer(StrEnum):
    """A wall that a job runs behind."""

    STATIC = "static"
    RESTRICTED_PYTHON = "restricted_python"
    PROCESS = "process"
    RLIMITS = "rlimits"
    NO_NEW_PRIVS = "no_new_privs"
    UNPRIVILEGED = "unprivileged"
    SECCOMP = "seccomp"
    LANDLOCK = "landlock"


@dataclass(frozen=True, slots=True)
class Confinement:
    """What holds the zygote and will hold its children.

    Attributes:
        missing: Layers that this host lacks, with the reason.
        base_bytes: Address space of the zygote, measured before it lost the sight of files.
    """

    missing: dict[Layer, str]
    base_bytes: int


def confine_zygote() -> Confinement:
    """Take from the zygote what none of its children may have."""
    base_bytes = _address_space()
    missing: dict[Layer, str] = {}
    for layer, take in (
        # The filter is made, and all libraries are read, while there still are files.
        (Layer.SECCOMP, _check_seccomp),
        (Layer.LANDLOCK, _check_landlock),
        (Layer.UNPRIVILEGED, _drop_root),
        (Layer.NO_NEW_PRIVS, _forbid_new_privileges),
    ):
        reason = _attempt(take)
        if reason:
            missing[layer] = reason
    if Layer.LANDLOCK not in missing:
        _forbid_files()
    return Confinement(missing, base_bytes)


def confine_child(cpu_seconds: int, *, seccomp: bool) -> None:
    """Take everything else from a child before it sees a job."""
    die_with_parent()
    _prctl(_PR_SET_DUMPABLE, 0)
    for limit, value in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    if seccomp:
        _filter().load()


def limit_address_space(total_bytes: int) -> None:
    """Bound the address space of this process; an allocation beyond it is a MemoryError."""
    resource.setrlimit(resource.RLIMIT_AS, (total_bytes, total_bytes))


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent dies."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _attempt(take: Callable[[], None]) -> str | None:
    try:
        take()
    except Exception as error:  # noqa: BLE001 - whatever a host lacks is a fact to report, never a crash
        return f"{type(error).__name__}: {error}"
    return None


def _drop_root() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def _forbid_new_privileges() -> None:
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def _forbid_files() -> None:
    # Imported here: it loads a native library that only Linux has.
    import sandlock  # noqa: PLC0415

    sandlock.confine(sandlock.Sandbox())


def _check_landlock() -> None:
    import sandlock  # noqa: PLC0415

    if sandlock.landlock_abi_version() < sandlock.min_landlock_abi():
        message = (
            f"this kernel knows Landlock {sandlock.landlock_abi_version()}, {sandlock.min_landlock_abi()} is needed"
        )
        raise OSError(message)


def _check_seccomp() -> None:
    _filter()


@cache
def _filter():  # type: ignore[no-untyped-def]  # noqa: ANN202 - the binding has no types
    import pyseccomp  # noqa: PLC0415 - needs libseccomp2, which a host may lack

    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(1))
    for name in _ALLOWED:
        try:
            number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
        except OSError:
            continue  # not a call of this architecture
        if number >= 0:
            rules.add_rule(pyseccomp.ALLOW, number)
    # Python's mmap keeps a duplicate of the descriptor that it maps.
    rules.add_rule(pyseccomp.ALLOW, "fcntl", pyseccomp.Arg(1, pyseccomp.EQ, fcntl.F_DUPFD_CLOEXEC))
    # A process may lower its own limits, not touch another's.
    rules.add_rule(pyseccomp.ALLOW, "prlimit64", pyseccomp.Arg(0, pyseccomp.EQ, 0))
    return rules


def _prctl(option: int, value: int) -> None:
    if sys.platform != "linux":
        message = f"prctl is a call of Linux, not of {sys.platform}"
        raise OSError(message)
    if _libc().prctl(option, value, 0, 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _address_space() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - a file of the kernel
        return int(statm.read().split()[0]) * resource.getpagesize()
