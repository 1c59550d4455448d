"""The workers that an engine keeps alive beside its API."""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import structlog

_log = structlog.get_logger(__name__)
_LONGEST_PAUSE_SECONDS = 5.0
_STABLE_SECONDS = 30.0
_STOP_SECONDS = 8.0


class WorkerProcesses:
    """Starts workers, and starts them again when they die.

    Args:
        count: Workers to keep alive.
        on_death: Told the identity of a worker that died, so that what it held is delivered again at once.
    """

    def __init__(self, count: int, on_death: Callable[[UUID], Awaitable[object]]) -> None:
        self._count = count
        self._on_death = on_death
        self._keepers: list[asyncio.Task[None]] = []
        self._living: dict[UUID, asyncio.subprocess.Process] = {}

    async def start(self) -> None:
        """Start the workers."""
        self._keepers = [asyncio.create_task(self._keep()) for _ in range(self._count)]

    async def close(self) -> None:
        """Ask the workers to end, and end those that do not."""
        for keeper in self._keepers:
            keeper.cancel()
        living = list(self._living.values())
        for process in living:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        for process in living:
            try:
                await asyncio.wait_for(process.wait(), _STOP_SECONDS)
            except TimeoutError:
                process.kill()
        await asyncio.gather(*self._keepers, return_exceptions=True)

    async def _keep(self) -> None:
        pause = 0.1
        while True:
            worker = uuid4()
            begun = asyncio.get_running_loop().time()
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "backtest_engine", "worker", "--id", str(worker), "--with-parent"
            )
            self._living[worker] = process
            code = await process.wait()
            del self._living[worker]
            _log.warning("worker_died", worker=str(worker), exit_code=code)
            try:
                await self._on_death(worker)
            except Exception as error:  # noqa: BLE001 - the heartbeat's end brings the jobs back, only later
                _log.warning("put_back_failed", error=repr(error))
            stable = asyncio.get_running_loop().time() - begun > _STABLE_SECONDS
            pause = 0.1 if stable else min(2 * pause, _LONGEST_PAUSE_SECONDS)
            await asyncio.sleep(pause)
