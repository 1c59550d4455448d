"""The worker, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from fastapi import FastAPI
from pydantic import JsonValue

from database.away import is_away
from database.connect import open_engine, open_sessions
from service_kit.app import create_app
from service_kit.client import ServiceClient
from service_kit.metrics import Gauge
from strategy_ai_worker.adapters.conversations import PostgresConversations
from strategy_ai_worker.adapters.engine import HttpEngine
from strategy_ai_worker.adapters.ledger import PostgresLedger
from strategy_ai_worker.adapters.llm.choose import Interpreters
from strategy_ai_worker.adapters.market import HttpMarket
from strategy_ai_worker.adapters.offline import OfflineInterpreter
from strategy_ai_worker.adapters.strategies import PostgresStrategies
from strategy_ai_worker.api import chat, conversations, export, strategies, tunable, usage
from strategy_ai_worker.settings import WorkerSettings
from strategy_ai_worker.usecases.answer import Answering


def build(settings: WorkerSettings) -> FastAPI:
    """Return the application."""
    database = open_engine(settings.database_url)
    sessions = open_sessions(database)
    secret = settings.service_secret.get_secret_value()
    market = ServiceClient(settings.market_data_url, secret=secret, service=settings.service_name)
    engine = ServiceClient(settings.backtest_engine_url, secret=secret, service=settings.service_name, timeout=5.0)

    ledger = PostgresLedger(sessions)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.strategies = PostgresStrategies(sessions)
        app.state.conversations = PostgresConversations(sessions)
        app.state.ledger = ledger
        app.state.interpreters = Interpreters(OfflineInterpreter(HttpEngine(engine)), ledger, settings)
        app.state.answering = Answering(
            strategies=app.state.strategies,
            conversations=app.state.conversations,
            market=HttpMarket(market),
            engine=HttpEngine(engine),
        )
        yield
        await market.close()
        await engine.close()
        await database.dispose()

    async def database_answers() -> JsonValue:
        async with database.connect() as connection:
            await connection.execute(sa.text("SELECT 1"))
        return "ok"

    return create_app(
        settings,
        # The routes of exports come before /strategies/{strategy_id}, which would take their path for an id.
        routers=[
            chat.router,
            conversations.router,
            usage.router,
            export.router,
            tunable.router,
            strategies.router,
        ],
        lifespan=lifespan,
        is_away=is_away,
        checks={"database": database_answers},
        gauges=(
            Gauge("llm_cost_usd_today", "Cost of language models since midnight UTC", ledger.cost_by_payer, ("payer",)),
        ),
        internal=True,
        title="strategy-ai-worker",
    )
