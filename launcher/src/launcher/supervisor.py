"""Keeps the services alive: starts them, waits until they are ready, restarts what dies, stops all tidily."""

import asyncio
import contextlib
import os
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from launcher.services import Service

_GRACE_SECONDS = 10.0
_RESTART_DELAYS = (0.5, 1.0, 2.0, 5.0, 10.0)
_PATIENCE_SECONDS = 180.0

Report = Callable[[str, str], None]
"""Told of each change: name of the service, what happened."""


class ServiceFailed(RuntimeError):
    """A service ended, or did not become ready."""


@dataclass
class Supervised:
    """A service, its environment and log, and the process that runs it now."""

    service: Service
    environment: Mapping[str, str]
    log: Path
    process: Process | None = None
    restarts: int = 0
    ready: bool = False

    async def start(self) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches only the launcher."""
        # The child has its own handle of the log; ours is not needed after the start.
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.service.command,
                env=dict(self.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )

    async def stop(self) -> None:
        """Ask the process to stop, and end its whole group if it does not."""
        if self.process is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self.process.wait(), _GRACE_SECONDS)
            except TimeoutError:
                self._kill_group()
                await self.process.wait()

    def _kill_group(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


@contextlib.asynccontextmanager
async def supervised(services: list[Supervised], report: Report) -> AsyncIterator[asyncio.Task[None]]:
    """Start all services and yield a task that keeps them alive; stop them in reverse order at the end.

    Raises:
        ServiceFailed: One did not become ready.
    """
    keepers: list[asyncio.Task[None]] = []
    try:
        for one in services:
            _rotate(one.log)
            await one.start()
        await asyncio.gather(*(_until_ready(one, report) for one in services))
        keepers = [asyncio.create_task(_keep_alive(one, report)) for one in services]
        yield asyncio.ensure_future(_all(keepers))
    finally:
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)
        # The gateway goes first: what is still asked then gets a clear refusal, not a half answer.
        await asyncio.gather(*(one.stop() for one in reversed(services)))


async def _all(keepers: list[asyncio.Task[None]]) -> None:
    await asyncio.gather(*keepers)


async def _until_ready(one: Supervised, report: Report) -> None:
    deadline = asyncio.get_running_loop().time() + _PATIENCE_SECONDS
    async with httpx.AsyncClient(trust_env=False, timeout=2.0) as client:
        while asyncio.get_running_loop().time() < deadline:
            if one.process is None or one.process.returncode is not None:
                message = f"{one.service.name} ended while starting; its log ends with:\n{_tail(one.log)}"
                raise ServiceFailed(message)
            # Not listening yet: it is asked again in a moment, until the deadline.
            with contextlib.suppress(httpx.TransportError):
                if (await client.get(f"{one.service.address}/readyz")).is_success:
                    one.ready = True
                    report(one.service.name, "ready")
                    return
            await asyncio.sleep(0.1)
    message = f"{one.service.name} was not ready after {_PATIENCE_SECONDS:.0f} s; its log ends with:\n{_tail(one.log)}"
    raise ServiceFailed(message)


async def _keep_alive(one: Supervised, report: Report) -> None:
    while one.process is not None:
        began = asyncio.get_running_loop().time()
        code = await one.process.wait()
        if asyncio.get_running_loop().time() - began > 60:
            one.restarts = 0
        delay = _RESTART_DELAYS[min(one.restarts, len(_RESTART_DELAYS) - 1)]
        one.restarts += 1
        report(one.service.name, f"ended with code {code}; starting it again in {delay:g} s (log: {one.log})")
        await asyncio.sleep(delay)
        await one.start()


def _rotate(log: Path) -> None:
    if log.exists():
        log.replace(log.with_suffix(".previous.log"))


def _tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
