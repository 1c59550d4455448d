"""WebSockets over a real server: who may open them, what they carry, how they end and go on."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
import uvicorn
import websockets
from fastapi import FastAPI, WebSocket

from api_gateway.app import build
from service_kit.caller import read_call

RUN_ID = "7b0c6f1e-2f43-4f0a-9a63-0b6f5ad3a111"
CONVERSATION = "0d9d1a52-6a5f-4a8f-a2d7-6f7e7f1f8a01"


@pytest.fixture
def run_state() -> Callable[..., bytes]:
    def made(status: str, progress: float = 0.0) -> bytes:
        state = {
            "id": RUN_ID,
            "status": status,
            "progress": progress,
            "settings": {"start": "2020-01-01", "end": "2020-12-31"},
            "created_at": "2024-01-01T00:00:00Z",
        }
        return json.dumps(state).encode() + b"\n"

    return made


@pytest.fixture
async def serve() -> AsyncIterator[Callable[..., Any]]:
    """Return a coroutine that serves an application on a free port, until the test ends."""
    running: list[tuple[uvicorn.Server, asyncio.Task[None]]] = []

    async def served(app: FastAPI) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws_per_message_deflate=False))
        task = asyncio.create_task(server.serve([listener]))
        running.append((server, task))
        while not server.started:  # noqa: ASYNC110 - the server offers no event for it
            await asyncio.sleep(0.01)
        return f"127.0.0.1:{listener.getsockname()[1]}"

    yield served
    for server, task in running:
        server.should_exit = True
        await task


@pytest.fixture
async def address(serve: Any, settings: Any, outside: Any) -> str:
    place: str = await serve(build(settings, outside))
    return place


Connect = Callable[..., Any]


@pytest.fixture
def connect(address: str, ada: Any) -> Connect:
    def connected(path: str, **headers: str) -> Any:
        return websockets.connect(
            f"ws://{address}{path}", additional_headers=headers or ada.bearer, proxy=None, open_timeout=60
        )

    return connected


async def frames_until(connection: Any, kind: str) -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = []
    while not frames or frames[-1]["type"] != kind:
        frame = json.loads(await asyncio.wait_for(connection.recv(), 30))
        if frame["type"] != "ping":
            frames.append(frame)
    return frames


async def frames_until_closed(connection: Any) -> tuple[list[dict[str, Any]], int | None]:
    frames: list[dict[str, Any]] = []
    with contextlib.suppress(websockets.ConnectionClosedError):
        async with asyncio.timeout(10):
            async for frame in connection:
                frames.append(json.loads(frame))  # noqa: PERF401 - kept even when the close is an error
    return frames, connection.close_code


@pytest.fixture
def answer() -> list[bytes]:
    events = [
        {"type": "step", "step": "intent", "status": "done"},
        {"type": "token", "text": "Buy "},
        {"type": "token", "text": "low."},
        {"type": "reply", "reply": {"conversation_id": CONVERSATION, "kind": "answer"}},
    ]
    return [json.dumps(event).encode() + b"\n" for event in events]


async def test_an_answer_is_streamed_with_numbered_events(
    connect: Connect, house: Any, answer: list[bytes], ada: Any
) -> None:
    house.worker.gives("POST", "/chat/strategy/stream", answer, stream=True)
    async with connect("/api/ws/chat") as connection:
        await connection.send(json.dumps({"message": "buy low"}))
        frames = await frames_until(connection, "ended")
    assert [frame["type"] for frame in frames] == ["started", "step", "token", "token", "reply", "ended"]
    assert [frame["event_id"] for frame in frames[1:-1]] == [1, 2, 3, 4]
    assert {frame["stream"] for frame in frames} == {frames[0]["stream"]}
    assert house.worker.asked[0].user_id == ada.user_id
    assert json.loads(house.worker.asked[0].body)["message"] == "buy low"


async def test_a_reader_that_comes_back_goes_on_after_the_last_event_it_saw(
    connect: Connect, house: Any, answer: list[bytes]
) -> None:
    gate = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield answer[0] + answer[1]
        await gate.wait()
        yield answer[2] + answer[3]

    from fastapi.responses import StreamingResponse  # noqa: PLC0415

    house.worker.answers["POST", "/chat/strategy/stream"] = lambda: StreamingResponse(slowly())
    gate.set()
    async with connect("/api/ws/chat") as connection:
        await connection.send(json.dumps({"message": "buy low"}))
        stream = (await frames_until(connection, "token"))[0]["stream"]
    async with connect("/api/ws/chat") as connection:
        await connection.send(json.dumps({"type": "resume", "stream": stream, "after": 2}))
        frames = await frames_until(connection, "ended")
    assert [frame.get("event_id") for frame in frames] == [3, 4, None]


async def test_a_stream_that_is_not_known_or_not_mine_is_gone(
    connect: Connect, house: Any, answer: list[bytes], bob: Any
) -> None:
    house.worker.gives("POST", "/chat/strategy/stream", answer, stream=True)
    async with connect("/api/ws/chat") as connection:
        await connection.send(json.dumps({"message": "buy low"}))
        stream = (await frames_until(connection, "ended"))[0]["stream"]
    async with connect("/api/ws/chat", **bob.bearer) as connection:
        for name in (stream, "0" * 32):
            await connection.send(json.dumps({"type": "resume", "stream": name, "after": 0}))
            assert (await frames_until(connection, "gone"))[-1]["stream"] == name


async def test_an_answer_can_be_stopped_and_a_second_one_must_wait(connect: Connect, house: Any, answer: Any) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield answer[1]
        await asyncio.sleep(30)

    from fastapi.responses import StreamingResponse  # noqa: PLC0415

    house.worker.answers["POST", "/chat/strategy/stream"] = lambda: StreamingResponse(endless())
    async with connect("/api/ws/chat") as connection:
        for _ in range(2):
            await connection.send(json.dumps({"message": "buy low"}))
        frames = await frames_until(connection, "problem")
        assert frames[-1]["problem"]["code"] == "answer_in_progress"
        await connection.send(json.dumps({"type": "stop"}))
        ended = (await frames_until(connection, "ended"))[-1]
    assert ended["stopped"] is True


async def test_a_worker_that_refuses_or_breaks_off_ends_the_answer_with_a_problem(
    connect: Connect, house: Any, answer: list[bytes]
) -> None:
    refusal = {"title": "Rejected", "status": 422, "detail": "Too long.", "code": "message_too_long"}
    async with connect("/api/ws/chat") as connection:
        house.worker.gives("POST", "/chat/strategy/stream", refusal, status=422)
        await connection.send(json.dumps({"message": "buy low"}))
        assert (await frames_until(connection, "ended"))[-2]["problem"]["code"] == "message_too_long"
        house.worker.gives("POST", "/chat/strategy/stream", answer[:2], stream=True)
        await connection.send(json.dumps({"message": "buy low"}))
        assert (await frames_until(connection, "ended"))[-2]["problem"]["code"] == "answer_cut_short"


@pytest.mark.parametrize(
    "frame",
    ["", "{", "[]", "7", '{"type": "nonsense"}', '{"message": 5}', '{"message": "x", "more": 1}', '{"type":"resume"}'],
)
async def test_a_frame_that_is_not_understood_is_refused_and_the_connection_goes_on(
    connect: Connect, house: Any, answer: list[bytes], frame: str
) -> None:
    house.worker.gives("POST", "/chat/strategy/stream", answer, stream=True)
    async with connect("/api/ws/chat") as connection:
        await connection.send(frame)
        assert (await frames_until(connection, "problem"))[-1]["problem"]["code"] == "frame_refused"
        await connection.send(json.dumps({"type": "message", "message": "buy low"}))
        await frames_until(connection, "ended")


@pytest.mark.parametrize("path", ["/ws/chat", f"/ws/backtest/{RUN_ID}", "/ws/session", "/ws/market/AAPL"])
async def test_nobody_connects_without_a_sign_in_or_from_another_site(address: str, ada: Any, path: str) -> None:
    cookie = f"vt_access={ada.token}"
    attempts = [
        ({}, 401),
        ({"authorization": "Bearer forged"}, 401),
        ({"cookie": cookie, "origin": "https://evil.example"}, 403),
        ({"cookie": cookie, "origin": "null"}, 403),
    ]
    for headers, status in attempts:
        with pytest.raises(websockets.InvalidStatus) as refusal:
            async with websockets.connect(
                f"ws://{address}/api{path}", additional_headers=headers, proxy=None, open_timeout=60
            ):
                pass
        assert refusal.value.response.status_code == status
        assert refusal.value.response.headers["content-type"] == "application/problem+json"
    own = {"cookie": cookie, "origin": f"http://{address}"}
    async with websockets.connect(f"ws://{address}/api{path}", additional_headers=own, proxy=None, open_timeout=60):
        pass


async def test_a_personal_token_needs_the_scope(address: str, ada: Any) -> None:
    wish = {"name": "reader", "scopes": ["read"]}
    made = (await ada.http.post("/auth/tokens", json=wish, headers=ada.bearer)).json()["token"]
    with pytest.raises(websockets.InvalidStatus) as refusal:
        async with websockets.connect(
            f"ws://{address}/ws/chat", additional_headers={"authorization": f"Bearer {made}"}, proxy=None
        ):
            pass
    assert refusal.value.response.status_code == 403


async def test_a_connection_beats_and_ends_when_its_session_is_ended(connect: Connect, address: str, ada: Any) -> None:
    async with connect("/api/ws/chat") as connection:
        assert json.loads(await asyncio.wait_for(connection.recv(), 30)) == {"type": "ping"}
        async with httpx.AsyncClient(base_url=f"http://{address}") as http:
            assert (await http.post("/auth/logout-everywhere", headers=ada.bearer)).status_code == 204
        _, code = await frames_until_closed(connection)
    assert code == 4401


async def test_a_run_is_followed_to_its_final_state_over_a_restart_of_the_engine(
    connect: Connect, house: Any, run_state: Callable[..., bytes]
) -> None:
    path = f"/backtest/{RUN_ID}/events"
    first, second = [run_state("queued"), b"\n", run_state("running", 0.5)], [run_state("completed", 1.0)]

    def broken_once() -> Any:
        house.engine.gives("GET", path, second, stream=True)
        from fastapi.responses import StreamingResponse  # noqa: PLC0415

        return StreamingResponse(iter(first))

    house.engine.answers["GET", path] = broken_once
    async with connect(f"/api/ws/backtest/{RUN_ID}?last_event_id=7") as connection:
        frames, code = await frames_until_closed(connection)
    states = [frame for frame in frames if frame["type"] == "state"]
    assert states[-1]["status"] == "completed"
    assert states[-1]["id"] == RUN_ID
    numbers = [frame["event_id"] for frame in states]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 8
    assert code == 1000


async def test_a_run_that_is_not_there_closes_with_not_found(connect: Connect, house: Any) -> None:
    problem = {"title": "Not found", "status": 404, "detail": "There is no such run.", "code": "unknown_run"}
    house.engine.gives("GET", f"/backtest/{RUN_ID}/events", problem, status=404)
    async with connect(f"/api/ws/backtest/{RUN_ID}") as connection:
        _, code = await frames_until_closed(connection)
    assert code == 4404


async def test_a_live_session_passes_frames_through_both_ways_under_a_signed_call(
    serve: Any, settings: Any, outside: Any, ada: Any
) -> None:
    engine = FastAPI()
    callers = []

    @engine.websocket("/ws/session")
    async def session(websocket: WebSocket) -> None:
        secret = settings.service_secret.get_secret_value()
        callers.append(read_call(secret, websocket.headers["x-service-call"]).user)
        await websocket.accept()
        async for text in websocket.iter_text():
            await websocket.send_bytes(text.encode()[::-1])

    place = await serve(engine)
    changed = settings.model_copy(update={"backtest_engine_url": f"http://{place}"})
    gateway = await serve(build(changed, outside))
    url = f"ws://{gateway}/api/ws/session"
    async with websockets.connect(url, additional_headers=ada.bearer, proxy=None, open_timeout=60) as connection:
        await connection.send("abc")
        frame = await asyncio.wait_for(connection.recv(), 30)
        while not isinstance(frame, bytes):
            frame = await asyncio.wait_for(connection.recv(), 30)
    assert frame == b"cba"
    assert callers == [ada.user_id]


async def test_a_service_s_own_reason_for_ending_reaches_the_client(
    serve: Any, settings: Any, outside: Any, ada: Any
) -> None:
    engine = FastAPI()

    @engine.websocket("/ws/session")
    async def session(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.close(4413, "the message is too large")

    place = await serve(engine)
    changed = settings.model_copy(update={"backtest_engine_url": f"http://{place}"})
    gateway = await serve(build(changed, outside))
    url = f"ws://{gateway}/api/ws/session"
    async with websockets.connect(url, additional_headers=ada.bearer, proxy=None, open_timeout=60) as connection:
        _, code = await frames_until_closed(connection)
    assert (code, connection.close_reason) == (4413, "the message is too large")


async def test_one_user_may_hold_only_so_many_connections_and_another_is_not_troubled(
    serve: Any, settings: Any, outside: Any, ada: Any, bob: Any
) -> None:
    gateway = await serve(build(settings.model_copy(update={"connections_each": 2}), outside))
    url = f"ws://{gateway}/api/ws/chat"
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(2):
            connecting = websockets.connect(url, additional_headers=ada.bearer, proxy=None, open_timeout=60)
            await stack.enter_async_context(connecting)
        with pytest.raises(websockets.InvalidStatus) as refusal:
            await stack.enter_async_context(
                websockets.connect(url, additional_headers=ada.bearer, proxy=None, open_timeout=60)
            )
        await stack.enter_async_context(
            websockets.connect(url, additional_headers=bob.bearer, proxy=None, open_timeout=60)
        )
    assert refusal.value.response.status_code == 429
    assert int(refusal.value.response.headers["retry-after"]) >= 1
    async with asyncio.timeout(10):
        while True:
            with contextlib.suppress(websockets.InvalidStatus):
                async with websockets.connect(url, additional_headers=ada.bearer, proxy=None, open_timeout=60):
                    break
