"""Live bars over a real socket of the running service."""

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from service_kit.client import ServiceClient

sys.path.insert(0, str(Path(__file__).parents[1]))
from running import SECRET, Service, running_service

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    environment = {
        "MARKET_OFFLINE": "true",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "MARKET_LIVE_HEARTBEAT_SECONDS": "0.2",
    }
    with running_service(tmp_path_factory.mktemp("service"), environment) as made:
        yield made


@pytest.fixture
async def signed() -> dict[str, str]:
    client = ServiceClient("http://nowhere", secret=SECRET, service="tests")
    headers = client.headers(uuid4())
    await client.close()
    return headers


@pytest.fixture
def follow(service: Service, signed: dict[str, str]) -> Callable[..., AbstractContextManager[ClientConnection]]:
    def open_socket(symbol: str = "SIM:LIVE", **query: object) -> AbstractContextManager[ClientConnection]:
        asked = "&".join(f"{name}={value}" for name, value in {"timeframe": "1h", **query}.items())
        address = service.address.replace("http", "ws", 1)
        return connect(f"{address}/ws/market/{symbol}?{asked}", additional_headers=signed, proxy=None)

    return open_socket


def _until(socket: ClientConnection, kind: str) -> list[dict[str, Any]]:
    frames = []
    while not frames or frames[-1]["type"] != kind:
        frames.append(json.loads(socket.recv(timeout=60)))
    return frames


def test_nobody_listens_without_a_signed_call(service: Service) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        connect(f"{service.address.replace('http', 'ws', 1)}/ws/market/SIM:LIVE", proxy=None)
    assert refusal.value.response.status_code == 403


def test_a_stream_begins_with_the_newest_bar_and_beats(
    follow: Callable[..., AbstractContextManager[ClientConnection]],
) -> None:
    with follow() as socket:
        frames = _until(socket, "heartbeat") + _until(socket, "heartbeat")
    bars = [frame for frame in frames if frame["type"] == "bar"]
    assert len(bars) == 1
    assert (bars[0]["symbol"], bars[0]["timeframe"], bars[0]["source"]) == ("SIM:LIVE", "1h", "sim")
    begun = datetime.fromisoformat(bars[0]["bar"]["timestamp"])
    assert bars[0]["event_id"] == int(begun.timestamp() * 1000)
    assert begun + HOUR <= datetime.now(UTC) < begun + 2 * HOUR + timedelta(minutes=1)


def test_who_comes_back_with_the_last_event_has_no_hole(
    follow: Callable[..., AbstractContextManager[ClientConnection]],
) -> None:
    with follow() as socket:
        newest = next(frame for frame in _until(socket, "bar") if frame["type"] == "bar")
    last = newest["event_id"] - 30 * 3_600_000
    ids: list[int] = []
    with follow(last_event_id=last) as socket:
        while not ids or ids[-1] < newest["event_id"]:
            ids += [frame["event_id"] for frame in _until(socket, "bar") if frame["type"] == "bar"]
    assert ids == [last + 3_600_000 * (at + 1) for at in range(30)]


def test_a_name_that_nothing_bears_is_refused_by_name(
    follow: Callable[..., AbstractContextManager[ClientConnection]],
) -> None:
    with follow("QQZZXX") as socket:
        refusal = json.loads(socket.recv(timeout=60))
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=60)
    assert refusal["code"] == "unknown_symbol"
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4404, "unknown_symbol")


def test_an_event_of_the_future_is_refused(follow: Callable[..., AbstractContextManager[ClientConnection]]) -> None:
    with follow(last_event_id=int(time.time() * 1000) + 86_400_000) as socket:
        assert json.loads(socket.recv(timeout=60))["code"] == "not_yet"
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=60)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4422


@pytest.mark.parametrize("query", [{"timeframe": "7m"}, {"last_event_id": "yesterday"}, {"last_event_id": -1}])
def test_a_question_that_cannot_be_read_is_refused_before_the_stream_opens(
    follow: Callable[..., AbstractContextManager[ClientConnection]], query: dict[str, object]
) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        follow(**query)
    assert refusal.value.response.status_code == 403


def test_a_service_that_ends_says_goodbye_to_its_readers_and_ends(
    service: Service, follow: Callable[..., AbstractContextManager[ClientConnection]]
) -> None:
    with follow() as socket:
        _until(socket, "bar")
        # uvicorn ends in order, and then by the very signal that it was sent.
        assert service.stop() == -signal.SIGTERM
        with pytest.raises(ConnectionClosed) as closed:
            _until(socket, "nothing that comes")
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
    assert "Finished server process" in service.log.read_text()
    assert "Traceback" not in service.log.read_text()
