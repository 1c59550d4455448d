"""Starting, stopping, and dying parts of the embedded stack."""

import contextlib
import signal
import time

import httpx
import psutil
import pytest

from launcher.home import Home


def test_ctrl_c_stops_everything_and_a_second_start_finds_the_data(tmp_path, start_stack, new_person) -> None:
    home = tmp_path / "home"
    with start_stack(home) as first:
        person = new_person(first.address)
        reply = person.say("Buy the S&P 500 when RSI(14) drops below 30, sell when it is above 55")
        family = psutil.Process(first.launcher.pid).children(recursive=True)
        assert first.stop(signal.SIGINT) == 0
        assert psutil.wait_procs(family, timeout=60)[1] == []
    assert Home(home).running() is None
    with start_stack(home) as second:
        signed_in = httpx.post(f"{second.address}/api/auth/login", json=person.identity, trust_env=False).json()
        headers = {"Authorization": f"Bearer {signed_in['access_token']}"}
        address = f"{second.address}/api/strategies/{reply['strategy_id']}"
        found = httpx.get(address, headers=headers, trust_env=False).raise_for_status().json()
        assert found["strategy"]["universe"] == ["^GSPC"]


def test_nothing_listens_beyond_loopback(stack) -> None:
    family = [psutil.Process(stack.launcher.pid), *psutil.Process(stack.launcher.pid).children(recursive=True)]
    listening = []
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            listening += [one.laddr.ip for one in process.net_connections("inet") if one.status == "LISTEN"]
    assert len(listening) >= 5
    assert set(listening) == {"127.0.0.1"}


def test_secrets_stay_out_of_the_logs_and_are_for_their_owner_alone(stack) -> None:
    secrets = Home(stack.home).secrets()
    assert (stack.home / "secrets.json").stat().st_mode & 0o077 == 0
    logs = "".join(log.read_text() for log in (stack.home / "logs").glob("*.log"))
    for secret in (secrets.service_secret, secrets.jwt_secret, secrets.command_line_password):
        assert secret not in logs


@pytest.mark.timeout(240)
def test_killing_the_engine_in_the_middle_of_a_run_loses_nothing_and_runs_nothing_twice(stack, person) -> None:
    strategy = {
        "name": "Many",
        "universe": ["^GSPC"],
        "rules": [
            {"id": "r1", "action": "enter_long", "when": "crosses_above(close, sma(close, 10))"},
            {"id": "r2", "action": "exit_long", "when": "crosses_below(close, sma(close, 10))"},
        ],
    }
    request = {"strategy": strategy, "start": "2000-01-03", "end": "2018-12-28"}
    runs = [person.http.post("/backtest/run", json=request).raise_for_status().json()["id"] for _ in range(20)]
    for process in _engine_processes(stack):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    deadline = time.monotonic() + 150
    pending = set(runs)
    while pending and time.monotonic() < deadline:
        for run in sorted(pending):
            answer = person.http.get(f"/backtest/{run}", params={"series": "false"})
            assert answer.status_code in (200, 503), answer.text
            if answer.is_success and answer.json()["status"] == "completed":
                pending.discard(run)
            elif answer.is_success:
                assert answer.json()["status"] in ("queued", "running"), answer.text
        time.sleep(0.2)
    assert pending == set()
    listed = person.http.get("/backtests", params={"page_size": 100}).json()["items"]
    assert sorted(one["id"] for one in listed if one["id"] in set(runs)) == sorted(runs)


def _engine_processes(stack) -> list[psutil.Process]:
    """The engine and all that it has started, as far as it still lives: a sandbox ends whenever its run does."""
    found = []
    for process in psutil.Process(stack.launcher.pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if "backtest_engine" in " ".join(process.cmdline()):
                found += [process, *process.children(recursive=True)]
    return list(dict.fromkeys(found))
