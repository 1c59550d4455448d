"""The engine's application: settings to adapters to routes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from fastapi import FastAPI
from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncEngine

from backtest_engine.adapters.market_bars import MarketBars
from backtest_engine.adapters.run_notices import RunNotices
from backtest_engine.adapters.run_queue import put_back_of
from backtest_engine.adapters.run_rows import PostgresRuns
from backtest_engine.adapters.sandbox.process import ProcessSandbox
from backtest_engine.adapters.second_engine import SecondEngineProcess
from backtest_engine.adapters.strategy_shelf import WorkerShelf
from backtest_engine.adapters.study_rows import PostgresStudies
from backtest_engine.adapters.trial_rows import PostgresTrials
from backtest_engine.adapters.worker_processes import WorkerProcesses
from backtest_engine.api import backtests, live, signals, studies
from backtest_engine.settings import EngineSettings
from backtest_engine.usecases.open_live import OpenLive
from backtest_engine.worker import open_market_client, open_sandbox
from database.away import is_away
from database.connect import open_engine
from service_kit.app import create_app
from service_kit.bus import open_bus
from service_kit.client import ServiceClient
from service_kit.metrics import Gauge


def build_app(settings: EngineSettings) -> FastAPI:
    """Return the application with its adapters; they open when it starts."""
    engine = open_engine(settings.database_url, pool_size=10)
    sandbox = open_sandbox(settings)
    client = open_market_client(settings)
    shelf = ServiceClient(
        settings.strategy_ai_worker_url,
        secret=settings.service_secret.get_secret_value(),
        service=settings.service_name,
    )
    notices = RunNotices(settings.database_url, open_bus(settings.bus_url))
    workers = WorkerProcesses(settings.engine_workers, lambda worker: put_back_of(engine, worker))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.runs = PostgresRuns(engine)
        app.state.studies = PostgresStudies(engine)
        app.state.bars = MarketBars(client)
        app.state.events = notices
        app.state.sandbox = sandbox
        app.state.workers = workers
        app.state.second_engine = SecondEngineProcess()
        app.state.live = live.LiveDesk(
            OpenLive(app.state.bars, sandbox, WorkerShelf(shelf), PostgresTrials(engine), settings.live_session_bars),
            most=settings.live_sessions,
            most_a_user=settings.live_sessions_per_user,
            idle_seconds=settings.live_session_idle_seconds,
        )
        await notices.start()
        await workers.start()
        try:
            yield
        finally:
            await workers.close()
            await notices.close()
            sandbox.close()
            await client.close()
            await shelf.close()
            await engine.dispose()

    return create_app(
        settings,
        routers=[backtests.lists, backtests.router, signals.router, studies.router, live.router],
        lifespan=lifespan,
        is_away=is_away,
        checks={
            "database": lambda: _check_database(engine),
            "workers": lambda: _check_workers(engine, settings),
            "sandbox": lambda: _check_sandbox(sandbox),
        },
        gauges=(
            Gauge("runs", "Runs by state", lambda: _count(engine, _RUNS_BY_STATE), ("status",)),
            Gauge("queue_depth", "Jobs that wait for a worker", lambda: _count(engine, _WAITING), ("queue",)),
        ),
        internal=True,
        title="Backtest engine",
    )


_RUNS_BY_STATE = "SELECT status, count(*) FROM backtest_runs GROUP BY status"
_WAITING = "SELECT queue_name, count(*) FROM procrastinate_jobs WHERE status = 'todo' GROUP BY queue_name"


async def _count(engine: AsyncEngine, query: str) -> dict[tuple[str, ...], float]:
    async with engine.connect() as connection:
        return {(str(name),): float(number) for name, number in await connection.execute(sa.text(query))}


async def _check_database(engine: AsyncEngine) -> JsonValue:
    async with engine.connect() as connection:
        return str((await connection.execute(sa.text("SHOW server_version"))).scalar_one())


async def _check_workers(engine: AsyncEngine, settings: EngineSettings) -> JsonValue:
    living = sa.text(
        "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => :seconds)"
    )
    async with engine.connect() as connection:
        count = (await connection.execute(living, {"seconds": settings.stalled_after_seconds})).scalar_one()
    if not count:
        raise NoWorker
    return {"living": count}


async def _check_sandbox(sandbox: ProcessSandbox) -> JsonValue:
    # A zygote that is not there yet is started by this: not on the loop.
    return {"layers": dict(await asyncio.to_thread(sandbox.layers))}


class NoWorker(Exception):
    """No worker has reported of late."""
