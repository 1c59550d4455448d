"""The main job through the Python client that is generated from the OpenAPI document."""

import importlib
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".venv" / "tools" / "bin"


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], ModuleType]]:
    """Return what imports a module of the client; it is generated as `make client` does."""
    generator = TOOLS / "openapi-python-client"
    if not generator.exists():
        pytest.skip("the generator is not installed: make .venv/tools/installed")
    place = tmp_path_factory.mktemp("client")
    command = [
        *(str(generator), "generate", "--path", str(ROOT / "docs" / "reference" / "openapi.json")),
        *("--config", str(ROOT / "clients" / "python.yaml"), "--output-path", str(place), "--overwrite"),
    ]
    path = f"{TOOLS}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True, cwd=place
    )
    # What the generator cannot say in Python it leaves out, with a warning.
    assert "WARNING" not in done.stdout, done.stdout
    sys.path.insert(0, str(place))
    yield lambda name: importlib.import_module(f"vibetrading_client.{name}")
    sys.path.remove(str(place))


@pytest.fixture(scope="module")
def identity() -> dict[str, str]:
    return {"email": f"client-{secrets.token_hex(6)}@example.com", "password": secrets.token_urlsafe(18)}


@pytest.fixture(scope="module")
def signed_in(stack: Any, part: Callable[[str], ModuleType], identity: dict[str, str]) -> Iterator[Any]:
    client, models = part("client"), part("models")
    with client.Client(base_url=f"{stack.address}/api") as stranger:
        part("api.accounts.register").sync(client=stranger, body=models.NewAccount(**identity))
        token = part("api.accounts.login").sync(client=stranger, body=models.Credentials(**identity)).access_token
    with client.AuthenticatedClient(base_url=f"{stack.address}/api", token=token, timeout=120) as known:
        yield known


def test_a_sentence_becomes_a_strategy_and_its_run_is_read_to_the_end(
    signed_in: Any, part: Callable[[str], ModuleType]
) -> None:
    models = part("models")
    sentence = "Buy the S&P 500 when RSI(14) drops below 30, sell when it is above 55"
    reply = part("api.chat.chat").sync(client=signed_in, body=models.ChatRequest(message=sentence))
    assert reply.strategy.universe == ["^GSPC"]
    assert {rule.action for rule in reply.strategy.rules} == {"enter_long", "exit_long"}
    wish = models.RunRequest.from_dict(
        {"strategy_id": str(reply.strategy_id), "start": "2010-01-04", "end": "2018-12-28"}
    )
    run = part("api.backtests.run_backtest").sync(client=signed_in, body=wish, idempotency_key=secrets.token_hex(8))
    deadline = time.monotonic() + 90
    while run.status not in ("completed", "failed", "cancelled") and time.monotonic() < deadline:
        run = part("api.backtests.read_backtest").sync(run.id, client=signed_in, wait=5)
    assert run.status == "completed"
    assert len(run.result.trade_log) > 0
    trades = part("api.backtests.download_trades_csv").sync_detailed(run.id, client=signed_in)
    assert len(trades.content.decode().splitlines()) == len(run.result.trade_log) + 1
    listed = part("api.backtests.list_backtests").sync(client=signed_in, page_size=5)
    assert [one.id for one in listed.items] == [run.id]


def test_a_refusal_arrives_as_a_problem_with_its_code(signed_in: Any, part: Callable[[str], ModuleType]) -> None:
    models = part("models")
    wish = models.TokenWish(name="x" * 500, scopes=[models.Scope.READ])
    refused = part("api.accounts.create_token").sync(client=signed_in, body=wish)
    assert isinstance(refused, models.ProblemDocument)
    assert refused.code == "invalid_request"
    assert refused.errors[0].path == "body.name"
