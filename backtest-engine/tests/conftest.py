"""Strategies, bars and a whole engine that several suites use."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import numpy as np
import pytest
import sqlalchemy as sa

from backtest_engine.adapters.run_claims import PostgresClaims
from backtest_engine.adapters.run_queue import WorkerQueue
from backtest_engine.adapters.sandbox.process import ProcessSandbox, SandboxLimits
from backtest_engine.adapters.study_rows import PostgresStudies
from backtest_engine.app import build_app
from backtest_engine.domain.facade.sessions import plain_sessions
from backtest_engine.domain.frames import Frame, Quality
from backtest_engine.domain.kernel import warm_up
from backtest_engine.ports import BarQuery
from backtest_engine.settings import EngineSettings
from backtest_engine.usecases.execute_run import ExecuteRun
from backtest_engine.usecases.execute_study import ExecuteStudy
from database.connect import open_engine
from service_kit.client import ServiceClient
from strategy_language.static_checks import compile_safely
from trading_contracts.bars import Adjustment, Instrument, Market, SeriesOrigin, Timeframe
from trading_contracts.problem import NoBars, UnknownSymbol

FIRST_DAY = 15_000  # days since 1970: 2011-01-26
HISTORY = 3_000


class MadeBars:
    """Bars that are made, one walk a symbol; only symbols that begin with SIM: exist."""

    def __init__(self) -> None:
        self.shift = 0.0

    async def instrument(self, symbol: str) -> Instrument:
        if not symbol.startswith("SIM:"):
            raise UnknownSymbol(f"No source has bars for {symbol}.", symbol=symbol)
        return Instrument(symbol=symbol, name=symbol, market=Market.SIMULATED, calendar="24/7", zone="UTC")

    async def look(self, query: BarQuery) -> None:
        await self.frame(query)

    async def frame(self, query: BarQuery) -> Frame:
        instrument = await self.instrument(query.symbol)
        draws = np.random.default_rng(sum(query.symbol.encode()))
        close = 100 * np.exp(np.cumsum(draws.normal(0.0003, 0.015, HISTORY))) + self.shift
        opens = close * np.exp(draws.normal(0, 0.004, HISTORY))
        days = FIRST_DAY + np.arange(HISTORY)
        first = int(np.searchsorted(days, (query.start - datetime(1970, 1, 1, tzinfo=UTC).date()).days))
        stop = int(np.searchsorted(days, (query.end - datetime(1970, 1, 1, tzinfo=UTC).date()).days, side="right"))
        if first == stop:
            raise NoBars(f"There is no bar of {query.symbol} in this range.", symbol=query.symbol)
        kept = slice(max(0, first - query.warmup_bars), stop)
        columns = {
            "open": opens,
            "high": np.maximum(opens, close) * 1.004,
            "low": np.minimum(opens, close) * 0.996,
            "close": close,
            "volume": draws.lognormal(13, 0.5, HISTORY),
            "dividend": np.zeros(HISTORY),
            "split": np.zeros(HISTORY),
        }
        time = days[kept] * 86_400_000_000_000
        return Frame(
            instrument=instrument,
            origin=SeriesOrigin(
                symbol=query.symbol,
                timeframe=query.timeframe,
                source="made",
                adjustment=query.adjustment,
                fetched_at=datetime(2024, 1, 1, tzinfo=UTC),
                is_simulated=True,
            ),
            timeframe=query.timeframe,
            warmup=first - kept.start,
            quality=Quality(),
            time=time,
            columns={name: values[kept].copy() for name, values in columns.items()},
            sessions=plain_sessions(time, query.timeframe),
            digest=f"{query.symbol} {kept.start} {stop} {self.shift}".ljust(64, "0"),
            calendar_digest="every day",
        )


class Engine:
    """An engine with an in-process worker, as a signed-in user sees it."""

    def __init__(self, client: ServiceClient, user: UUID, bars: MadeBars, claims: PostgresClaims) -> None:
        self.client, self.user, self.bars, self.claims = client, user, bars, claims

    async def post(self, path: str, body: object = None, user: UUID | None = None) -> dict[str, object]:
        answer = await self.client.request("POST", path, body=body, user_id=user or self.user)
        return answer.json()

    async def get(self, path: str, user: UUID | None = None, **params: object) -> dict[str, object]:
        answer = await self.client.request("GET", path, params=params, user_id=user or self.user)
        return answer.json()

    async def finished(self, request: dict[str, object]) -> dict[str, object]:
        run = await self.post("/backtest/run", request)
        while run["status"] in ("queued", "running"):
            run = await self.get(f"/backtest/{run['id']}", wait=20)
        return run


@pytest.fixture
def bare_frame() -> Callable[..., Frame]:
    """Make bars without prices, from so many days after the first on: for what only asks when and of what they are."""

    def make(
        first: int, count: int, currency: str = "USD", market: Market = Market.SIMULATED, calendar: str = "24/7"
    ) -> Frame:
        time = (FIRST_DAY + first + np.arange(count)) * 86_400_000_000_000
        return Frame(
            instrument=Instrument(
                symbol="X", name="X", market=market, calendar=calendar, zone="UTC", currency=currency
            ),
            origin=SeriesOrigin(
                symbol="X",
                timeframe=Timeframe.D1,
                source="made",
                adjustment=Adjustment.ALL,
                fetched_at=datetime(2020, 1, 1, tzinfo=UTC),
            ),
            timeframe=Timeframe.D1,
            warmup=0,
            quality=Quality(),
            time=time,
            columns={},
            sessions=plain_sessions(time, Timeframe.D1),
            digest="as they are",
            calendar_digest="as it is",
        )

    return make


@pytest.fixture
def bars() -> MadeBars:
    return MadeBars()


@pytest.fixture
def sandbox_limits() -> SandboxLimits:
    return SandboxLimits(seconds=2, memory_bytes=256 * 1024 * 1024)


@pytest.fixture
def sandbox(sandbox_limits: SandboxLimits) -> Iterator[ProcessSandbox]:
    sandbox = ProcessSandbox(compile_safely, sandbox_limits)
    yield sandbox
    sandbox.close()


@pytest.fixture
def new_user(database_url: str) -> Callable[[], UUID]:
    def make() -> UUID:
        user = uuid4()
        engine = sa.create_engine(database_url.replace("postgresql://", "postgresql+psycopg://", 1))
        with engine.begin() as connection:
            add = sa.text("INSERT INTO users (id, email) VALUES (:id, :email)")
            connection.execute(add, {"id": user, "email": f"{user}@example.org"})
        engine.dispose()
        return user

    return make


@pytest.fixture(scope="session")
def compiled_kernel() -> float:
    """Compile the kernel before a test waits for a run: a fresh machine takes a minute for it."""
    return warm_up()


@pytest.fixture
async def engine(
    database_url: str,
    bars: MadeBars,
    sandbox: ProcessSandbox,
    new_user: Callable[[], UUID],
    compiled_kernel: float,
) -> AsyncIterator[Engine]:
    settings = EngineSettings(database_url=database_url, engine_workers=0, stalled_after_seconds=5)
    app = build_app(settings)
    rows = open_engine(database_url)
    claims = PostgresClaims(rows)
    execute = ExecuteRun(claims, bars, sandbox, uuid4())
    study = ExecuteStudy(PostgresStudies(rows), claims, bars, sandbox, uuid4())
    async with app.router.lifespan_context(app):
        app.state.bars, app.state.sandbox = bars, sandbox
        client = ServiceClient(
            "http://engine",
            secret=settings.service_secret.get_secret_value(),
            service="test",
            transport=httpx.ASGITransport(app),
        )
        working = asyncio.create_task(WorkerQueue(database_url, execute, study, 5).work())
        yield Engine(client, new_user(), bars, claims)
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
        await client.close()
    await rows.dispose()


@pytest.fixture
def crossover() -> dict[str, object]:
    return {
        "name": "Crossover",
        "universe": ["SIM:TREND"],
        "parameters": [
            {"name": "fast", "value": 10, "low": 2, "high": 60},
            {"name": "slow", "value": 30, "low": 5, "high": 200},
        ],
        "definitions": [
            {"name": "fast_average", "expr": "sma(close, fast)"},
            {"name": "slow_average", "expr": "sma(close, slow)"},
        ],
        "rules": [
            {"id": "r1", "action": "enter_long", "when": "crosses_above(fast_average, slow_average)"},
            {"id": "r2", "action": "exit_long", "when": "crosses_below(fast_average, slow_average)"},
        ],
        "costs": {"preset": "none"},
    }


@pytest.fixture
def run_request(crossover: dict[str, object]) -> dict[str, object]:
    return {"strategy": crossover, "start": "2013-01-01", "end": "2018-12-31", "initial_cash": 10_000}
