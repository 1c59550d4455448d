"""The folder in which an embedded run keeps everything."""

import os
import subprocess
import sys

import pytest

from launcher.home import Home, RunningStack, default_home


@pytest.fixture
def home(tmp_path) -> Home:
    home = Home(tmp_path / "home")
    home.prepare()
    return home


def test_secrets_are_made_once_and_only_their_owner_reads_them(home: Home) -> None:
    first = home.secrets()
    assert home.secrets() == first
    assert (home.root / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert len(bytes.fromhex(first.service_secret)) == 32
    assert first.secrets_keys.startswith("1:")


def test_two_homes_share_no_secret(home: Home, tmp_path) -> None:
    other = Home(tmp_path / "other")
    other.prepare()
    assert other.secrets().jwt_secret != home.secrets().jwt_secret


def test_a_stack_is_running_as_long_as_its_launcher_lives(home: Home) -> None:
    assert home.running() is None
    home.note_running(RunningStack(address="http://127.0.0.1:8000", launcher_pid=os.getpid()))
    assert home.running() == RunningStack(address="http://127.0.0.1:8000", launcher_pid=os.getpid())
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    home.note_running(RunningStack(address="http://127.0.0.1:8000", launcher_pid=gone.pid))
    assert home.running() is None


def test_a_damaged_note_is_no_stack(home: Home) -> None:
    (home.root / "running.json").write_text("{")
    assert home.running() is None


def test_the_home_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("VIBE_HOME", str(tmp_path / "elsewhere"))
    assert default_home().root == tmp_path / "elsewhere"
