"""Every way in which a run can end other than well has a name, is reached once, and leaves the worker fit."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from backtest_engine.adapters.sandbox.process import SandboxLimits
from trading_contracts.problem import Conflict

# Passes the static checks (every loop has a bound), and would take a minute.
LONG = """
def signals(bars, p):
    total = bars.close
    for n in range(9000):
        total = total + percentile_rank(bars.close, 200) + linear_regression(bars.close, 100).value
        total = total + percentile_rank(bars.high, 200) + linear_regression(bars.low, 100).value
    return {"r1.when": bars.close > total}
"""
# Holds eighteen hundred series at once: some thirty megabytes.
GREEDY = (
    "\ndef signals(bars, p):\n"
    + "".join(f"    s{n} = bars.close + {n}\n" for n in range(1800))
    + '    return {"r1.when": s0 > s1799}\n'
)
CRASHING = """
def signals(bars, p):
    quiet = bars.close
    return {"r1.when": quiet / 0 > bars.close[5000000]}
"""
NO_SERIES = """
def signals(bars, p):
    return {"r1.when": bars.close[10:] > 100}
"""


@pytest.fixture
def written(run_request: dict[str, Any]) -> Any:
    def write(code: str) -> dict[str, Any]:
        rules = [{"id": "r1", "action": "enter_long", "when": ""}]
        strategy = {"name": "Written", "kind": "python", "universe": ["SIM:TREND"], "code": code, "rules": rules}
        return {**run_request, "strategy": strategy}

    return write


async def test_code_that_takes_too_long_is_timed_out_and_the_next_run_is_done(
    engine: Any, written: Any, run_request: dict[str, Any]
) -> None:
    await engine.finished(run_request)
    run = await engine.finished(written(LONG))
    assert run["status"] == "timed_out"
    assert run["problem"]["code"] == "time_limit"
    assert run["problem"]["facts"]["seconds"] == 2
    assert (await engine.finished(run_request))["status"] == "completed"


async def test_a_running_run_is_cancelled_within_a_moment(engine: Any, written: Any) -> None:
    run = await engine.post("/backtest/run", written(LONG))
    while (await engine.get(f"/backtest/{run['id']}"))["status"] == "queued":  # noqa: ASYNC110 - another task works
        await asyncio.sleep(0.02)
    assert (await engine.post(f"/backtest/{run['id']}/cancel"))["status"] == "running"
    ended = await engine.get(f"/backtest/{run['id']}", wait=30)
    assert ended["status"] == "cancelled"
    assert ended["result"] is None
    with pytest.raises(Conflict):
        await engine.post(f"/backtest/{run['id']}/cancel")


async def test_a_crash_names_its_line(engine: Any, written: Any) -> None:
    run = await engine.finished(written(CRASHING))
    assert run["status"] == "failed"
    assert run["problem"]["code"] == "strategy_crashed"
    assert run["problem"]["facts"]["line"] == 4
    assert "IndexError" in run["problem"]["facts"]["reason"]


async def test_a_series_of_another_length_is_no_answer(engine: Any, written: Any) -> None:
    run = await engine.finished(written(NO_SERIES))
    assert run["status"] == "failed"
    assert run["problem"]["code"] == "strategy_crashed"


async def test_a_job_that_is_delivered_twice_is_written_once(engine: Any, run_request: dict[str, Any]) -> None:
    run = await engine.finished(run_request)
    assert await engine.claims.claim(UUID(run["id"]), UUID(int=1)) is None
    again = await engine.get(f"/backtest/{run['id']}")
    assert again["finished_at"] == run["finished_at"]


class TestWithLittleMemory:
    @pytest.fixture
    def sandbox_limits(self) -> SandboxLimits:
        return SandboxLimits(seconds=20, memory_bytes=12 * 1024 * 1024)

    async def test_a_run_that_needs_too_much_is_out_of_memory(
        self, engine: Any, written: Any, run_request: dict[str, Any]
    ) -> None:
        run = await engine.finished(written(GREEDY))
        assert run["status"] == "out_of_memory", run["problem"]
        assert run["problem"]["code"] == "memory_limit"
        assert (await engine.finished(run_request))["status"] == "completed"


class TestWithHardlyAnyMemory:
    @pytest.fixture
    def sandbox_limits(self) -> SandboxLimits:
        return SandboxLimits(seconds=20, memory_bytes=1)

    async def test_code_for_which_there_is_not_even_room_is_out_of_memory(self, engine: Any, written: Any) -> None:
        run = await engine.finished(written(GREEDY))
        assert run["status"] == "out_of_memory", run["problem"]
        assert run["problem"]["code"] == "memory_limit"
