"""The eight containers behind their proxy, on a real engine. `make compose-test` runs this; it needs Docker.

The stack has a project name, ports and volumes of its own, and takes all of them away again.
"""

import base64
import json
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

# A machine without layers builds eight images first and compiles the kernel in one of them.
pytestmark = pytest.mark.timeout(1800)

ROOT = Path(__file__).parents[2]
PROJECT = "vibetrading-test"
CONTAINERS = {
    *("frontend", "api-gateway", "strategy-ai-worker", "backtest-engine"),
    *("market-data-service", "market-research-service", "database", "redis"),
}
SENTENCE = "Buy the S&P 500 when the 50-day average crosses above the 200-day average, sell when it crosses below"
RANGE = {"start": "2000-01-03", "end": "2018-12-28"}

Compose = Callable[..., str]


@pytest.fixture(scope="module")
def ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, ports: tuple[int, int]) -> Path:
    """Return an env file as `make env` would write it, with ports on loopback and no vendor to be asked."""
    file = tmp_path_factory.mktemp("compose") / "env"
    bars = tmp_path_factory.mktemp("bars")
    bars.chmod(0o755)
    values = {
        "POSTGRES_PASSWORD": secrets.token_hex(16),
        "SERVICE_SECRET": secrets.token_hex(32),
        "JWT_SECRET": secrets.token_hex(32),
        "SECRETS_KEYS": f"1:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        "PUBLISH_ADDRESS": "127.0.0.1",
        "HTTPS_PORT": str(ports[0]),
        "HTTP_PORT": str(ports[1]),
        "PUBLIC_ORIGIN": f"https://localhost:{ports[0]}",
        "MARKET_OFFLINE": "true",
        "MARKET_DATA_DIR": str(bars),
    }
    file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    return file


@pytest.fixture(scope="module")
def compose(environment: Path) -> Iterator[Compose]:
    def call(*arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            ["docker", "compose", "--project-name", PROJECT, "--env-file", str(environment), *arguments],
            cwd=ROOT,
            env={**os.environ, "COMPOSE_PROGRESS": "plain", "BUILDKIT_PROGRESS": "plain"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, f"docker compose {arguments}:\n{(done.stdout + done.stderr)[-6000:]}"
        return done.stdout

    call("down", "--volumes", "--remove-orphans")
    try:
        call("build")
        try:
            call("up", "--detach", "--wait", "--wait-timeout", "240")
        except AssertionError as failure:
            logs = call("logs", "--tail", "40", check=False)
            message = f"{failure}\n{logs[-12000:]}"
            raise AssertionError(message) from failure
        yield call
    finally:
        call("down", "--volumes", "--remove-orphans", check=False)


@pytest.fixture(scope="module")
def person(compose: Compose, ports: tuple[int, int]) -> Iterator[httpx.Client]:
    """Return a signed-in person who comes through the proxy."""
    # The certificate is of the proxy's own local authority, which this machine does not know.
    with httpx.Client(base_url=f"https://localhost:{ports[0]}/api", verify=False, timeout=120, trust_env=False) as http:
        identity = {"email": f"compose-{secrets.token_hex(6)}@example.com", "password": secrets.token_urlsafe(18)}
        http.post("/auth/register", json=identity).raise_for_status()
        signed_in = http.post("/auth/login", json=identity).raise_for_status().json()
        http.headers["Authorization"] = f"Bearer {signed_in['access_token']}"
        yield http


def main_job(person: httpx.Client) -> dict[str, Any]:
    reply = person.post("/chat/strategy", json={"message": SENTENCE}).raise_for_status().json()
    started = person.post("/backtest/run", json={"strategy_id": reply["strategy_id"], **RANGE}).raise_for_status()
    return wait(person, started.json()["id"])


def wait(person: httpx.Client, run: str) -> dict[str, Any]:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        answer = person.get(f"/backtest/{run}")
        # While the engine is being started again the gateway says so, with a Retry-After.
        if answer.status_code == 503:
            assert answer.headers["retry-after"]
        elif (state := answer.raise_for_status().json())["status"] not in ("queued", "running"):
            return state
        time.sleep(0.3)
    raise TimeoutError(run)


def inspect(compose: Compose, service: str) -> dict[str, Any]:
    name = compose("ps", "--quiet", service).strip()
    done = subprocess.run(["docker", "inspect", name], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)[0]


def test_the_eight_containers_are_healthy_behind_their_proxy(compose: Compose) -> None:
    lines = [json.loads(line) for line in compose("ps", "--format", "json").splitlines()]
    healthy = {line["Service"] for line in lines if line["Health"] == "healthy"}
    assert healthy >= CONTAINERS
    published = {line["Service"] for line in lines if any(one["PublishedPort"] for one in line["Publishers"] or [])}
    assert published == {"proxy"}


@pytest.mark.parametrize("service", sorted(CONTAINERS | {"proxy"}))
def test_each_container_is_unprivileged_and_read_only(compose: Compose, service: str) -> None:
    container = inspect(compose, service)
    assert container["Config"]["User"] not in ("", "root", "0")
    assert container["HostConfig"]["ReadonlyRootfs"]
    assert container["HostConfig"]["CapDrop"] == ["ALL"]
    assert "no-new-privileges:true" in container["HostConfig"]["SecurityOpt"]


def test_the_main_job_works_through_the_proxy(person: httpx.Client) -> None:
    state = main_job(person)
    assert state["status"] == "completed", state["problem"]
    assert state["result"]["integrity"]["look_ahead"]["passed"]
    assert state["result"]["trade_log"]


def test_the_page_comes_with_a_strict_policy(compose: Compose, ports: tuple[int, int]) -> None:
    page = httpx.get(f"https://localhost:{ports[0]}/", verify=False, trust_env=False, follow_redirects=True)
    assert page.status_code == 200
    assert "text/html" in page.headers["content-type"]
    assert "strict-transport-security" in page.headers
    policy = page.headers["content-security-policy"]
    scripts = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "'unsafe-eval'" not in scripts


def test_the_engine_cannot_reach_the_outside(compose: Compose) -> None:
    code = "import socket; socket.setdefaulttimeout(3); socket.create_connection(('192.0.2.1', 443))"
    done = compose("exec", "-T", "backtest-engine", "python", "-c", f"{code}; print('reached')", check=False)
    assert "reached" not in done


def test_the_migrations_go_up_down_and_up_again_on_this_postgres(compose: Compose) -> None:
    def sql(statement: str) -> str:
        return compose("exec", "-T", "database", "psql", "-U", "vibetrading", "-Atc", statement)

    assert sql("SHOW server_version_num").startswith("15")
    sql("CREATE DATABASE trial")
    script = (
        "import os; from database.migrate import upgrade, downgrade; "
        "url = os.environ['DATABASE_URL'].rsplit('/', 1)[0] + '/trial'; "
        "upgrade(url); downgrade(url, 'base'); upgrade(url); print('moved')"
    )
    assert "moved" in compose("run", "--rm", "-T", "--no-deps", "migrate", "python", "-P", "-c", script)
    sql("DROP DATABASE trial WITH (FORCE)")


def test_it_still_works_without_redis(compose: Compose, person: httpx.Client) -> None:
    compose("stop", "redis")
    try:
        state = main_job(person)
        assert state["status"] == "completed", state["problem"]
    finally:
        compose("start", "redis")


def test_a_killed_engine_loses_no_run_and_runs_none_twice(compose: Compose, person: httpx.Client) -> None:
    reply = person.post("/chat/strategy", json={"message": SENTENCE}).raise_for_status().json()
    body = {"strategy_id": reply["strategy_id"], **RANGE}
    runs = [person.post("/backtest/run", json=body).raise_for_status().json()["id"] for _ in range(8)]
    container = inspect(compose, "backtest-engine")["Id"]
    subprocess.run(["docker", "kill", "--signal", "KILL", container], check=True, capture_output=True)
    # An engine that was killed by hand is not restarted by the policy; a crash of its own would be.
    compose("up", "--detach", "--wait", "--wait-timeout", "120", "backtest-engine")
    assert [wait(person, run)["status"] for run in runs] == ["completed"] * len(runs)
    listed = person.get("/backtests", params={"page_size": 100}).raise_for_status().json()["items"]
    assert sorted(one["id"] for one in listed if one["id"] in set(runs)) == sorted(runs)


def test_default_secrets_are_refused(compose: Compose, environment: Path) -> None:
    for variable in ("SERVICE_SECRET", "JWT_SECRET", "SECRETS_KEYS"):
        refused = subprocess.run(
            [
                *("docker", "compose", "--project-name", PROJECT, "--env-file", str(environment)),
                *("run", "--rm", "-T", "--no-deps", "-e", f"{variable}=change-me", "api-gateway"),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert refused.returncode != 0
        assert variable in refused.stdout + refused.stderr
