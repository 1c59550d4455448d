"""The worker's end of the sandbox: one zygote for its whole life, one child a job."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from types import CodeType

from backtest_engine.adapters.sandbox import wire
from backtest_engine.adapters.sandbox.guards import Layer
from backtest_engine.adapters.sandbox.memory import SharedBars
from backtest_engine.adapters.sandbox.session import Child, ProcessSession, SandboxLimits
from backtest_engine.adapters.sandbox.starting import ZYGOTE, Zygote, start_zygote
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.problems import SandboxUnavailable

__all__ = ["ProcessSandbox", "ProcessSession", "SandboxLimits"]

_KEPT_CODES = 64


class ProcessSandbox:
    """Runs strategy code in confined processes.

    Args:
        compile_code: Text to code object; the layer before this one (RestrictedPython).
        limits: Of each job.
        allow_missing: Layers that the operator allows to be missing on this host.
        zygote: What the interpreter is told to start.
    """

    def __init__(
        self,
        compile_code: Callable[[str], CodeType],
        limits: SandboxLimits,
        allow_missing: frozenset[str] = frozenset(),
        zygote: tuple[str, ...] = ZYGOTE,
    ) -> None:
        self._program = zygote
        # A strategy is run again and again; what its text becomes is the same each time.
        self._compile = lru_cache(_KEPT_CODES)(compile_code)
        self._limits = limits
        self._allow_missing = allow_missing
        self._lock = threading.Lock()
        self._zygote: Zygote | None = None
        self._bars = SharedBars()

    def start(self) -> None:
        """Start the zygote, so that the first job does not wait for it."""
        with self._lock:
            self._living_zygote()

    def close(self) -> None:
        """End the zygote and with it every child."""
        with self._lock:
            if self._zygote:
                self._zygote.process.kill()
                self._zygote.process.wait()
                self._zygote.control.close()
                self._zygote = None
        self._bars.close()

    def layers(self) -> dict[str, str]:
        """Return every layer with "active", or why it is missing."""
        with self._lock:
            missing = self._living_zygote().missing
        return {layer.value: missing.get(layer.value, "active") for layer in Layer}

    @contextmanager
    def open(
        self,
        code: str,
        parameters: Mapping[str, float],
        frames: Mapping[str, Frame],
        lines: str | None = None,
        *,
        remember: bool = False,
    ) -> Iterator[ProcessSession]:
        """Return a session for one module of code over some bars; its process ends with it.

        Args:
            code: The module that is asked by `evaluate`.
            parameters: By name.
            frames: By symbol.
            lines: Another module over the same bars, asked by `evaluate_lines`.
            remember: Whether the process keeps what functions answered, for a session that asks again and again.

        Raises:
            SandboxUnavailable: A layer is missing and not allowed to be.
        """
        child = self._lease()
        session = ProcessSession(child, self._limits, lambda: self._reap(child.pid), lambda: self._forget(child.pid))
        try:
            modules = [self._compile(text) for text in (code, lines) if text is not None]
            session.load(modules, parameters, frames, self._bars, remember=remember)
            yield session
        finally:
            session.close()

    def _lease(self) -> Child:
        with self._lock:
            zygote = self._living_zygote()
            wire.send(zygote.control, ["lease"])
            message, _, handed = wire.receive(zygote.control, descriptors=2)
        assert isinstance(message, dict)  # noqa: S101 - our own process speaks
        return Child(message["pid"], socket.socket(fileno=handed[0]), handed[1])

    def _reap(self, pid: int) -> dict[str, float]:
        with self._lock:
            zygote = self._living_zygote()
            wire.send(zygote.control, ["reap", pid])
            message, _, _ = wire.receive(zygote.control)
        assert isinstance(message, dict)  # noqa: S101 - our own process speaks
        return message

    def _forget(self, pid: int) -> None:
        # The zygote takes its exit status when it comes to it: nobody waits for a process that was killed.
        with self._lock:
            wire.send(self._living_zygote().control, ["forget", pid])

    def _living_zygote(self) -> Zygote:
        if self._zygote is not None and self._zygote.process.poll() is not None:
            self._zygote.control.close()
            self._zygote = None
        if self._zygote is None:
            self._zygote = start_zygote(self._program, self._limits.seconds + 1)
        forbidden = {name: why for name, why in self._zygote.missing.items() if name not in self._allow_missing}
        if forbidden:
            reasons = "; ".join(f"{name}: {why}" for name, why in forbidden.items())
            raise SandboxUnavailable(
                f"This host lacks layers of the sandbox ({reasons}). The operator may allow that by naming them in "
                "SANDBOX_ALLOW_MISSING.",
                missing=", ".join(sorted(forbidden)),
            )
        return self._zygote
