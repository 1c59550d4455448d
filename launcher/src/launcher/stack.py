"""The whole embedded stack: database and services, up while the context lasts."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator

from launcher.home import Home, RunningStack
from launcher.postgres import embedded_postgres
from launcher.services import environment, process_table
from launcher.supervisor import Report, Supervised, supervised


class AlreadyRunning(RuntimeError):
    """A stack is up already in the same home folder."""


@contextlib.asynccontextmanager
async def embedded_stack(home: Home, port: int | None, report: Report) -> AsyncIterator[tuple[str, asyncio.Task[None]]]:
    """Bring everything up and yield the address of the page and the task that keeps it alive.

    Raises:
        AlreadyRunning: Another launcher uses the same folder.
        PortTaken: The port that was asked for is in use.
        ServiceFailed: A service did not start.
    """
    if (other := home.running()) is not None:
        message = f"It is up already: {other.address}"
        raise AlreadyRunning(message)
    home.prepare()
    table = process_table(port)
    async with contextlib.AsyncExitStack() as everything:
        database = embedded_postgres(home)
        report("database", "starting")
        # Blocking work goes to a thread: Alembic runs an event loop of its own.
        database_url = await asyncio.to_thread(database.__enter__)
        everything.push_async_callback(asyncio.to_thread, database.__exit__, None, None, None)
        report("database", "ready")
        services = [
            Supervised(
                one,
                environment(table, one, home=home, database_url=database_url),
                home.logs / f"{one.name}.log",
            )
            for one in table
        ]
        keeper = await everything.enter_async_context(supervised(services, report))
        address = table[-1].address
        home.note_running(RunningStack(address=address, launcher_pid=os.getpid()))
        everything.callback(home.forget_running)
        yield address, keeper
