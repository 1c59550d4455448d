"""Live status: Postgres tells every engine that a run changed, the bus tells whoever looks at it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import structlog

from backtest_engine.adapters.direct import connect
from backtest_engine.adapters.run_rows import NOTICE_CHANNEL
from service_kit.bus import Bus

_log = structlog.get_logger(__name__)
_LOOK_ANYWAY_SECONDS = 2.0
_RECONNECT_SECONDS = 1.0
_CONNECT_SECONDS = 5.0


class RunNotices:
    """Says when it is worth looking at a run again."""

    def __init__(self, database_url: str, bus: Bus) -> None:
        self._database_url = database_url
        self._bus = bus
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to listen."""
        self._task = asyncio.create_task(self._listen())

    async def close(self) -> None:
        """Stop listening."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def follow(self, run_id: UUID) -> AsyncIterator[None]:
        """Yield at each change of a run, and every other second in case a notice was lost."""
        notices = self._bus.subscribe(f"runs.{run_id}")
        coming = asyncio.ensure_future(anext(notices))
        await asyncio.sleep(0)  # the subscription stands before the first look, so that no change falls between
        try:
            while True:
                yield
                await asyncio.wait({coming}, timeout=_LOOK_ANYWAY_SECONDS)
                if coming.done():
                    coming.result()
                    coming = asyncio.ensure_future(anext(notices))
        finally:
            coming.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await coming
            await notices.aclose()  # type: ignore[attr-defined]

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                _log.warning("run_notices_away", error=repr(error))
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _listen_once(self) -> None:
        connection = await connect(self._database_url, _CONNECT_SECONDS)
        try:
            await self._hand_on(connection)
        finally:
            await connection.close(timeout=1)

    async def _hand_on(self, connection: asyncpg.Connection) -> None:
        gone = asyncio.Event()
        arrived: asyncio.Queue[str] = asyncio.Queue()
        connection.add_termination_listener(lambda _: gone.set())
        await connection.add_listener(NOTICE_CHANNEL, lambda *notice: arrived.put_nowait(notice[3]))
        leaving = asyncio.ensure_future(gone.wait())
        try:
            while not gone.is_set():
                coming = asyncio.ensure_future(arrived.get())
                try:
                    await asyncio.wait({coming, leaving}, return_when=asyncio.FIRST_COMPLETED)
                    if not coming.done():
                        return
                    await self._bus.publish(f"runs.{coming.result()}", b"changed")
                finally:
                    coming.cancel()
        finally:
            leaving.cancel()
