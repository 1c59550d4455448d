"""The live session over a real socket: bars once, then a frame for each change."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import uuid4

import msgpack
import numpy as np
import psutil
import pytest
import sqlalchemy as sa
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from strategy_language.document import Strategy

CURVES = ("time", "equity", "drawdown", "position", "price")


async def test_a_session_answers_with_all_that_is_in_view(page: Any, request_body: dict[str, Any]) -> None:
    loaded, frame = await page.load(request_body)
    assert loaded["bars"] == len(loaded["time"]) == frame["bars"] == 2191
    assert loaded["symbols"] == ["SIM:TREND"]
    assert loaded["look_ahead"]["passed"]
    assert loaded["parameters"] == {"fast": 10, "slow": 30, "stop_loss": 8, "position_size": 100}
    assert frame["seq"] == 0
    assert len({len(frame[name]) for name in CURVES}) == 1
    assert (np.diff(frame["time"]) > 0).all()
    assert frame["time"][0] == loaded["first"]
    assert frame["time"][-1] == loaded["last"]
    assert {line["name"] for line in frame["lines"]} == {"fast_average", "slow_average"}
    assert frame["markers"]["total"] == len(np.frombuffer(frame["markers"]["time"])) > 10


async def test_a_frame_has_the_figures_of_the_run_with_these_parameters(
    page: Any, engine: Any, request_body: dict[str, Any]
) -> None:
    await page.load(request_body)
    frame = await page.set(1, parameters={"fast": 15}, viewport={"from": 0, "to": 2191, "points": 4000})
    run = await engine.finished({**request_body, "overrides": {"parameters.fast": 15}})
    stats = run["result"]["summary_stats"]
    told = {name: frame["stats"][name] for name in stats if name not in ("trials", "deflated_sharpe", "undefined")}
    assert told == pytest.approx({name: stats[name] for name in told}, rel=1e-9)
    assert frame["exact"]
    np.testing.assert_allclose(frame["equity"], list(run["result"]["equity_curve"].values()), rtol=1e-12)
    np.testing.assert_allclose(frame["drawdown"], list(run["result"]["drawdown_series"].values()), atol=1e-12)
    entries = np.frombuffer(frame["markers"]["kind"]) == 0
    assert entries.sum() == len(run["result"]["trade_log"])


async def test_a_number_that_is_no_parameter_is_one_in_a_session(
    page: Any, engine: Any, request_body: dict[str, Any]
) -> None:
    await page.load(request_body)
    frame = await page.set(1, parameters={"stop_loss": 3})
    run = await engine.finished({**request_body, "overrides": {"risk.stop_loss.value": 3}})
    assert frame["stats"]["final_equity"] == pytest.approx(run["result"]["summary_stats"]["final_equity"], rel=1e-12)
    assert run["result"]["integrity"]["trials"] == 1, "an open session is not counted yet"


async def test_a_view_keeps_the_extremes_of_what_it_shows(page: Any, request_body: dict[str, Any]) -> None:
    await page.load(request_body)
    whole = await page.set(1, viewport={"points": 4000})
    thin = await page.set(2, viewport={"from": 500, "to": 1900, "points": 50})
    inside = slice(500, 1900)
    assert len(thin["time"]) <= 104
    assert not thin["exact"]
    assert thin["equity"].max() == whole["equity"][inside].max()
    assert thin["equity"].min() == whole["equity"][inside].min()
    assert thin["drawdown"].min() == whole["drawdown"][inside].min()
    assert thin["price"].max() == whole["price"][inside].max()
    assert thin["time"][0] == whole["time"][500]


async def test_panning_computes_nothing_anew(page: Any, request_body: dict[str, Any]) -> None:
    await page.load(request_body)
    frame = await page.set(1, viewport={"from": 100, "to": 200})
    assert frame["took"]["signals"] == frame["took"]["simulation"] == frame["took"]["figures"] == 0
    assert frame["stats"]["trials"] == 1


async def test_the_position_follows_the_markers(page: Any, request_body: dict[str, Any]) -> None:
    _, frame = await page.load(request_body, viewport={"points": 4000})
    at = np.searchsorted(frame["time"], np.frombuffer(frame["markers"]["time"]))
    kind = np.frombuffer(frame["markers"]["kind"])
    last = np.append(np.diff(at) > 0, True)
    np.testing.assert_allclose(frame["position"][at[last & (kind == 0)]], 1.0, atol=0.1)
    np.testing.assert_allclose(frame["position"][at[last & (kind == 1)]], 0.0, atol=1e-9)


async def test_what_a_newer_request_overtook_is_not_answered(page: Any, request_body: dict[str, Any]) -> None:
    await page.load(request_body)
    for seq in range(1, 60):
        await page.say({"type": "set", "seq": seq, "parameters": {"fast": 2 + seq % 50}})
    await page.say({"type": "set", "seq": 60, "parameters": {"slow": 90}})
    heard = []
    while not heard or heard[-1]["seq"] != 60:
        heard.append(await page.hear())
    assert len(heard) < 60
    assert [frame["seq"] for frame in heard] == sorted(frame["seq"] for frame in heard)
    told = heard[-1]["parameters"]
    assert (told["fast"], told["slow"]) == (11, 90), "an overtaken change is kept"


async def test_a_bad_change_leaves_the_session_as_it_was(page: Any, request_body: dict[str, Any]) -> None:
    await page.load(request_body)
    for seq, change, code in (
        (1, {"parameters": {"fsat": 3}}, "bad_parameter"),
        (2, {"parameters": {"fast": 9999}}, "bad_parameter"),
        (3, {"viewport": {"from": -1}}, "bad_message"),
        (4, {"parameters": {"fast": 2.5}}, "strategy_crashed"),
    ):
        told = await page.set(seq, **change)
        assert (told["type"], told["problem"]["code"]) == ("problem", code)
    frame = await page.set(5)
    assert (frame["parameters"]["fast"], frame["parameters"]["slow"]) == (10, 30)


async def test_a_failed_load_is_told_and_another_may_follow(page: Any, request_body: dict[str, Any]) -> None:
    await page.say({"type": "set", "seq": 1})
    assert (await page.hear())["problem"]["code"] == "bad_message"
    await page.say({"type": "load", "request": {**request_body, "start": "1990-01-01", "end": "1990-06-01"}})
    assert (await page.hear())["problem"]["code"] == "no_bars"
    await page.say({"type": "load", "request": {**request_body, "overrides": {"parameters.no": 1}}})
    assert (await page.hear())["problem"]["code"] == "invalid_document"
    _, frame = await page.load(request_body)
    assert frame["type"] == "frame"


async def test_code_that_knows_the_future_gets_no_session(page: Any, request_body: dict[str, Any]) -> None:
    code = 'def signals(bars, p):\n    return {"r1.when": lag(bars.close[::-1], 1)[::-1] > bars.close}\n'
    rules = [{"id": "r1", "action": "enter_long", "when": ""}]
    strategy = {"name": "Peeking", "kind": "python", "universe": ["SIM:TREND"], "code": code, "rules": rules}
    await page.say({"type": "load", "request": {**request_body, "strategy": strategy}})
    assert (await page.hear())["problem"]["code"] == "look_ahead"


async def test_a_stored_strategy_is_fetched_by_its_id(page: Any, shelf: Any, request_body: dict[str, Any]) -> None:
    known = uuid4()
    shelf.stored[known] = Strategy.model_validate(request_body["strategy"])
    asked = {name: value for name, value in request_body.items() if name != "strategy"}
    await page.say({"type": "load", "request": {**asked, "strategy_id": str(uuid4())}})
    assert (await page.hear())["problem"]["status"] == 404
    loaded, _ = await page.load({**asked, "strategy_id": str(known), "strategy_version": 1})
    assert loaded["strategy"]["name"] == "Crossover"


async def test_every_set_that_was_looked_at_is_a_trial(
    open_page: Callable[[], AbstractAsyncContextManager[Any]],
    user: Any,
    database_url: str,
    request_body: dict[str, Any],
) -> None:
    async with open_page() as page:
        await page.load(request_body)
        for seq, fast in enumerate((12, 14, 12, 10)):
            frame = await page.set(seq + 1, parameters={"fast": fast})
        assert frame["stats"]["trials"] == 3
    engine = sa.create_engine(database_url.replace("postgresql://", "postgresql+psycopg://", 1))
    counted = sa.text("SELECT sum(trials), sum(sharpe_count) FROM trials WHERE user_id = :user")
    async with asyncio.timeout(10):
        while True:
            with engine.connect() as connection:
                found = connection.execute(counted, {"user": user}).one()
            if found[0] is not None:
                break
            await asyncio.sleep(0.05)
    engine.dispose()
    assert tuple(found) == (3, 3)
    async with open_page() as page:
        _, frame = await page.load(request_body)
    assert frame["stats"]["trials"] == 4


async def test_a_session_outlives_its_processes(page: Any, sandbox: Any, request_body: dict[str, Any]) -> None:
    await page.load(request_body)
    living = psutil.Process(sandbox._zygote.process.pid).children()
    sandbox._zygote.process.kill()
    psutil.wait_procs(living, timeout=60)
    told = await page.set(1, parameters={"fast": 12})
    assert told["type"] == "problem"
    frame = await page.set(2, parameters={"fast": 13})
    assert frame["parameters"]["fast"] == 13


async def test_a_page_may_leave_in_the_middle_of_a_computation(
    open_page: Callable[[], AbstractAsyncContextManager[Any]], request_body: dict[str, Any]
) -> None:
    rules = [{"id": "r1", "action": "enter_long", "when": ""}]
    lines = ("total = bars.close", "for i in range(600):", "    total = total + sma(total, p.n)")
    code = (
        "def signals(bars, p):\n" + "".join(f"    {line}\n" for line in lines) + '    return {"r1.when": total > 0}\n'
    )
    parameters = [{"name": "n", "value": 10, "low": 1, "high": 90}]
    strategy = {"name": "Slow", "kind": "python", "universe": ["SIM:TREND"], "code": code, "rules": rules}
    for _ in range(4):
        async with open_page() as page:
            await page.load({**request_body, "strategy": {**strategy, "parameters": parameters}})
            await page.say({"type": "set", "seq": 1, "parameters": {"n": 50}})
            await asyncio.sleep(0.01)
    async with open_page() as page:
        _, frame = await page.load(request_body)
    assert frame["type"] == "frame", "every seat was given back"


async def test_text_is_understood_too(page: Any, request_body: dict[str, Any]) -> None:
    await page.load(request_body)
    await page.socket.send('{"type": "set", "seq": 4, "parameters": {"fast": 20}}')
    assert (await page.hear())["parameters"]["fast"] == 20
    await page.socket.send(b"\xc1")
    assert (await page.hear())["problem"]["code"] == "bad_message"


async def test_an_idle_session_ends(page: Any, request_body: dict[str, Any]) -> None:
    await page.load(request_body)
    assert await page.closed() == 4408


async def test_a_message_that_is_too_long_ends_the_session(page: Any) -> None:
    await page.socket.send(msgpack.packb({"type": "load", "request": "x" * 3_000_000}))
    assert await page.closed() == 4413


async def test_a_user_has_three_sessions(open_page: Callable[[], AbstractAsyncContextManager[Any]]) -> None:
    async with open_page(), open_page(), open_page(), open_page() as fourth:
        assert (await fourth.hear())["problem"]["code"] == "too_many_sessions"
        assert await fourth.closed() == 4429
    async with open_page() as again:
        await again.say({"type": "set", "seq": 1})
        assert (await again.hear())["problem"]["code"] == "bad_message"


async def test_an_unsigned_handshake_is_refused(house: str) -> None:
    with pytest.raises(InvalidStatus):
        async with connect(house, proxy=None):
            pass
