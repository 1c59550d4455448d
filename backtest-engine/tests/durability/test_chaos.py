"""Workers are killed at random while runs go through: every run ends, none twice."""

import asyncio
import os
import random
import signal
import subprocess
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from service_kit.client import ServiceClient
from service_kit.settings import DEVELOPMENT_SECRET

# The whole storm (200 runs, 50 kills) takes minutes; VIBE_CHAOS=full asks for it.
RUNS, KILLS = (200, 50) if os.environ.get("VIBE_CHAOS") == "full" else (24, 4)
SLOW = "sma(close, 50)" + "".join(f" + sma(close, {n}) * 0" for n in range(51, 80))


@pytest.fixture
def request_body() -> dict[str, Any]:
    rules = [
        {"id": "r1", "action": "enter_long", "when": f"crosses_above(close, {SLOW})"},
        {"id": "r2", "action": "exit_long", "when": f"crosses_below(close, {SLOW})"},
    ]
    strategy = {"name": "Storm", "universe": ["SIM:STORM"], "rules": rules, "costs": {"preset": "none"}}
    return {"strategy": strategy, "start": "2015-06-01", "end": "2017-01-31"}


@pytest.mark.timeout(900)
async def test_all_runs_end_once_while_workers_are_killed(
    start_engine: Callable[..., tuple[subprocess.Popen[bytes], str]],
    workers_of: Callable[[int], list[int]],
    ledger: Any,
    ready: Callable[[ServiceClient], Awaitable[None]],
    new_user: Callable[[], UUID],
    request_body: dict[str, Any],
) -> None:
    dice = random.Random(7)
    user = new_user()
    engines = [start_engine(1), start_engine(1)]
    clients = [ServiceClient(url, secret=DEVELOPMENT_SECRET, service="test", timeout=60) for _, url in engines]
    for client in clients:
        await ready(client)

    async def kill_now_and_then() -> int:
        done = 0
        while done < KILLS:
            await asyncio.sleep(dice.uniform(0.05, 0.6))
            living = [pid for process, _ in engines for pid in workers_of(process.pid)]
            if living:
                os.kill(dice.choice(living), signal.SIGKILL)
                done += 1
        return done

    killing = asyncio.create_task(kill_now_and_then())
    ids = []
    for n in range(RUNS):
        answer = await clients[n % 2].request("POST", "/backtest/run", body=request_body, user_id=user)
        ids.append(answer.json()["id"])
        await asyncio.sleep(0.02)
    assert await killing == KILLS

    await ledger.settled(600)
    for client in clients:
        await client.close()
    assert ledger.ask("SELECT status, count(*) FROM backtest_runs GROUP BY 1") == [("completed", RUNS)]
    assert ledger.ask("SELECT count(*) FROM backtest_results") == [(RUNS,)]
    assert ledger.ask("SELECT count(*), count(DISTINCT run_id) FROM trials") == [(RUNS, RUNS)]
    outcomes = ledger.ask("SELECT count(DISTINCT summary_stats->>'final_equity') FROM backtest_results")
    assert outcomes == [(1,)], "the same run has one outcome, however often it was begun"


@pytest.mark.timeout(400)
async def test_a_run_survives_the_death_of_the_whole_engine(
    start_engine: Callable[..., tuple[subprocess.Popen[bytes], str]],
    ready: Callable[[ServiceClient], Awaitable[None]],
    new_user: Callable[[], UUID],
    request_body: dict[str, Any],
) -> None:
    user = new_user()
    first, url = start_engine(1)
    client = ServiceClient(url, secret=DEVELOPMENT_SECRET, service="test", timeout=60)
    await ready(client)
    ids = [
        (await client.request("POST", "/backtest/run", body=request_body, user_id=user)).json()["id"] for _ in range(3)
    ]
    first.kill()
    first.wait()
    await client.close()
    _, url = start_engine(1)
    client = ServiceClient(url, secret=DEVELOPMENT_SECRET, service="test", timeout=60)
    await ready(client)
    for run_id in ids:
        async with asyncio.timeout(60):
            while True:
                run = (await client.request("GET", f"/backtest/{run_id}", params={"wait": 10}, user_id=user)).json()
                if run["status"] not in ("queued", "running"):
                    break
        assert run["status"] == "completed"
        assert run["result"]["summary_stats"]["trades"] > 0
    await client.close()
