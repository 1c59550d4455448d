"""Documents and histories to advise on."""

import os
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from strategy_ai_worker.domain.advice.habits import Candle
from strategy_language.document import Strategy
from strategy_language.load import load


@pytest.fixture
def document() -> Callable[..., Strategy]:
    def made(when: str = "rsi(close, 2) < 10", action: str = "enter_long", **parts: object) -> Strategy:
        side = action.removeprefix("enter_")
        leave = "rsi(close, 2) > 60" if side == "long" else "rsi(close, 2) < 40"
        rules = [{"id": "r1", "action": action, "when": when}, {"id": "r2", "action": f"exit_{side}", "when": leave}]
        execution = {"allow_short": side == "short"}
        return load({"name": "Test", "universe": ["AAPL"], "rules": rules, "execution": execution, **parts})

    return made


@pytest.fixture
def saw() -> list[Candle]:
    """Return 200 bars that open at 100, reach 102 and 99, and close at 100."""
    return [Candle(100.0, 102.0, 99.0, 100.0)] * 200


@pytest.fixture(scope="session")
def apple() -> list[Candle]:
    """Return the last 756 daily bars of Apple in the shared data."""
    given = os.environ.get("VIBE_SHARED_DIR")
    folder = Path(given) if given else Path(__file__).parents[3].parent / "shared"
    path = folder / "data" / "bars" / "AAPL_1d.parquet"
    if not path.is_file():
        pytest.skip(f"the shared bars of Apple are not at {path}")
    columns = pq.read_table(path).to_pydict()
    rows = zip(columns["open"], columns["high"], columns["low"], columns["close"], strict=True)
    return [Candle(*row) for row in rows][-756:]
