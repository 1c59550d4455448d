"""One worker process: takes runs from the queue, one after the other."""

import asyncio
import gc
import os
import signal
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from backtest_engine.adapters.market_bars import MarketBars
from backtest_engine.adapters.ray_machines import RayMachines
from backtest_engine.adapters.run_claims import PostgresClaims
from backtest_engine.adapters.run_queue import WorkerQueue, put_back_stalled
from backtest_engine.adapters.sandbox.guards import die_with_parent
from backtest_engine.adapters.sandbox.process import ProcessSandbox, SandboxLimits
from backtest_engine.adapters.study_rows import PostgresStudies
from backtest_engine.ports import Machines
from backtest_engine.settings import EngineSettings
from backtest_engine.usecases.execute_run import ExecuteRun
from backtest_engine.usecases.execute_study import ExecuteStudy
from database.connect import open_engine
from service_kit.client import ServiceClient
from service_kit.logs import configure_logging
from strategy_language.static_checks import compile_safely

_log = structlog.get_logger(__name__)
_MODEST = 5


def open_sandbox(settings: EngineSettings) -> ProcessSandbox:
    """Return the sandbox that the settings describe; it starts with its first job."""
    limits = SandboxLimits(settings.run_time_limit_seconds, settings.run_memory_limit_mb * 1024 * 1024)
    return ProcessSandbox(compile_safely, limits, settings.allowed_missing)


def open_machines(settings: EngineSettings) -> Machines | None:
    """Return the machines that sweeps go to, or None where they stay on this one.

    Raises:
        UnknownSweepUrl: The address has another scheme than `processes` or `ray`.
    """
    scheme, _, address = settings.sweep_url.partition("://")
    if scheme == "processes":
        return None
    if scheme != "ray":
        raise UnknownSweepUrl(f"SWEEP_URL must begin with processes:// or ray://, not {settings.sweep_url}.")
    limits = SandboxLimits(settings.run_time_limit_seconds, settings.run_memory_limit_mb * 1024 * 1024)
    return RayMachines(address, partial(ProcessSandbox, compile_safely, limits, settings.allowed_missing))


class UnknownSweepUrl(ValueError):
    """An address for sweeps that nothing serves."""


def open_market_client(settings: EngineSettings) -> ServiceClient:
    """Return a client of the market data service."""
    return ServiceClient(
        settings.market_data_url,
        secret=settings.service_secret.get_secret_value(),
        service=settings.service_name,
        timeout=120,
    )


def run_worker(settings: EngineSettings, worker: UUID, *, with_parent: bool) -> None:
    """Work until told to stop."""
    if with_parent:
        die_with_parent()
        # Beside a server: whoever reads goes before what computes.
        os.nice(_MODEST)
    configure_logging(settings.service_name, settings.log_level)
    asyncio.run(_work(settings, worker))


async def _work(settings: EngineSettings, worker: UUID) -> None:
    sandbox = open_sandbox(settings)
    engine = open_engine(settings.database_url, pool_size=3)
    client = open_market_client(settings)
    machines = open_machines(settings)
    try:
        await asyncio.gather(asyncio.to_thread(_warm_kernel), asyncio.to_thread(sandbox.start))
        # What is here stays: no run waits while the collector looks through all of it.
        gc.collect()
        gc.freeze()
        claims, bars = PostgresClaims(engine), MarketBars(client)
        run = ExecuteRun(claims, bars, sandbox, worker)
        study = ExecuteStudy(PostgresStudies(engine), claims, bars, sandbox, worker, machines)
        queue = WorkerQueue(settings.database_url, run, study, settings.stalled_after_seconds)
        working = asyncio.create_task(queue.work())
        looking = asyncio.create_task(_put_back(engine, settings.stalled_after_seconds))
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, working.cancel)
        _log.info("worker_ready", worker=str(worker), pid=os.getpid())
        # Who no longer looks for silent workers is of as little use as who takes no jobs: either ends the process.
        await asyncio.wait({working, looking}, return_when=asyncio.FIRST_COMPLETED)
        working.cancel()
        looking.cancel()
        for ended in await asyncio.gather(working, looking, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended
    finally:
        if machines is not None:
            machines.close()
        sandbox.close()
        await client.close()
        await engine.dispose()


def _warm_kernel() -> None:
    # Imported here: numba takes a second, and the API process, which reads this module too, needs none of it.
    from backtest_engine.domain.kernel.warm import warm_up  # noqa: PLC0415

    warm_up()


async def _put_back(engine: AsyncEngine, seconds: float) -> None:
    while True:
        await asyncio.sleep(seconds / 2)
        await put_back_stalled(engine, seconds)
