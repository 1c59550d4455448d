"""A strategy over bars whose answers are known beforehand."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from backtest_engine.adapters.sandbox.process import ProcessSandbox
from backtest_engine.domain.facade.sessions import plain_sessions
from backtest_engine.domain.frames import Frame, Quality
from backtest_engine.domain.kernel import warm_up
from backtest_engine.domain.plan import make_plan
from backtest_engine.domain.studies import Validation
from backtest_engine.usecases.gather import Gathered
from backtest_engine.usecases.validate import validate
from backtest_engine.usecases.variants import Variants
from strategy_language.conversation import EngineRunRequest
from strategy_language.document import Strategy
from trading_contracts.bars import Adjustment, Instrument, Market, SeriesOrigin, Timeframe

DAY = 86_400_000_000_000


class Asking:
    """Asks questions about a strategy over closes that were made for it."""

    def __init__(self, sandbox: ProcessSandbox) -> None:
        self.sandbox = sandbox
        self.tried: list[float | None] = []

    def variants(self, document: dict[str, Any], first: date = date(2015, 1, 1), **closes: Any) -> Variants:
        strategy = Strategy.model_validate(
            {"name": "Known", "universe": list(closes), "costs": {"preset": "none"}, **document}
        )
        request = EngineRunRequest(strategy=strategy, start=first, end=date(2040, 1, 1), initial_cash=10_000)
        frames = {symbol: _frame(symbol, np.asarray(close, float), first) for symbol, close in closes.items()}
        return Variants(self.sandbox, make_plan(strategy), request, Gathered(frames, "cash"))

    def ask(self, variants: Variants, method: str, **asked: Any) -> dict[str, Any]:
        found, self.tried = validate(variants, Validation(methods=(method,), **asked), lambda *_: None)
        assert found.trials == len(self.tried)
        figures: dict[str, Any] = found.parts[0].figures
        return figures


def _frame(symbol: str, close: np.ndarray, first: date) -> Frame:
    days = (first - date(1970, 1, 1)).days + np.arange(len(close))
    opened = np.append(close[0], close[:-1])
    nothing = np.zeros(len(close))
    columns = {
        "open": opened,
        "high": np.maximum(opened, close),
        "low": np.minimum(opened, close),
        "close": close,
        "volume": np.full(len(close), 1e9),
        "dividend": nothing,
        "split": nothing,
    }
    return Frame(
        instrument=Instrument(
            symbol=symbol, name=symbol, market=Market.SIMULATED, calendar="24/7", zone="UTC", lot_size=0.0
        ),
        origin=SeriesOrigin(
            symbol=symbol,
            timeframe=Timeframe.D1,
            source="made",
            adjustment=Adjustment.ALL,
            fetched_at=datetime(2024, 1, 1, tzinfo=UTC),
            is_simulated=True,
        ),
        timeframe=Timeframe.D1,
        warmup=0,
        quality=Quality(),
        time=days * DAY,
        columns=columns,
        sessions=plain_sessions(days * DAY, Timeframe.D1),
        digest=f"{symbol} {hash(close.tobytes())}",
        calendar_digest="every day",
    )


@pytest.fixture(scope="session")
def machine_code() -> float:
    return warm_up()


@pytest.fixture
def asking(sandbox: ProcessSandbox, machine_code: float) -> Asking:
    return Asking(sandbox)


@pytest.fixture
def holding() -> dict[str, Any]:
    """Buy at once and hold."""
    return {"rules": [{"id": "r1", "action": "enter_long", "when": "close > 0"}]}


@pytest.fixture
def weekly() -> dict[str, Any]:
    """Hold on one day of the week: the parameter says which."""
    return {
        "parameters": [{"name": "day", "value": 2, "low": 1, "high": 7}],
        "rules": [
            {"id": "r1", "action": "enter_long", "when": "weekday() == day"},
            {"id": "r2", "action": "exit_long", "when": "weekday() != day"},
        ],
    }


@pytest.fixture
def rising_after() -> Callable[[int, int, int], np.ndarray]:
    """Closes that rise by a percent on the days after one weekday (1 is Monday), and by another after half of them."""

    def made(before: int, after: int, count: int) -> np.ndarray:
        days = np.datetime64("2015-01-01") + np.arange(count)
        weekday = (days.astype("datetime64[D]").view("int64") - 4) % 7 + 1
        lucky = np.where(np.arange(count) < count // 2, before, after)
        noise = np.random.default_rng(3).normal(0, 0.0005, count)
        # Known at the close of the lucky day, bought at the next open, which is that close: the next day pays.
        pays = np.append(False, weekday[:-1] == lucky[:-1])
        return 100 * np.cumprod(1 + np.where(pays, 0.01, -0.0005) + noise)

    return made
