"""The rules of the house that no other tool checks."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = (
    *("api-gateway", "strategy-ai-worker", "backtest-engine"),
    *("market-data-service", "market-research-service"),
)
TOP_LEVEL = {
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", ".env.example", "docker-compose.yml", "Makefile"),
    *("pyproject.toml", "requirements", "libs", "database", *SERVICES, "launcher", "frontend", "docker", "docs"),
    *("clients", "tests", ".ci", ".gitignore", ".dockerignore"),
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "base_classes", "manager", "util", "helper"}


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def sources(tracked: list[Path]) -> list[Path]:
    return [path for path in tracked if path.suffix == ".py" and "tests" not in path.parts]


def test_nothing_else_stands_at_the_top_level(tracked: list[Path]) -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked} <= TOP_LEVEL


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_same_shape(service: str) -> None:
    package = ROOT / service / "src" / service.replace("-", "_")
    for room in ("__main__.py", "app.py", "settings.py", "api", "usecases", "adapters", "domain"):
        assert (package / room).exists(), room
    # One file, or a folder where one file would be too long (docs/decisions/0041).
    assert (package / "ports.py").exists() or (package / "ports").is_dir()
    assert (ROOT / service / "tests").is_dir()


def test_no_room_is_called_utils(tracked: list[Path]) -> None:
    assert [path for path in tracked if path.stem in FORBIDDEN_NAMES or FORBIDDEN_NAMES & set(path.parts)] == []


def test_no_registry_host_and_no_machine_path_is_tracked(tracked: list[Path]) -> None:
    hosts = (
        "pypi" + ".org",
        "python" + "hosted",
        "npm" + "js.org",
        "deb." + "debian",
        "/work" + "/main",
        "/work" + "/shared",
    )
    found = []
    for path in tracked:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {host}" for host in hosts if host in text]
    assert found == []


def test_no_code_behaves_otherwise_because_it_is_tested_or_embedded(sources: list[Path]) -> None:
    pattern = re.compile(r"\bif\s+(not\s+)?(settings\.)?(embedded|testing|is_test)\b|testing\s*=\s*True")
    assert [path for path in sources if pattern.search(path.read_text())] == []


def test_a_service_reads_only_its_own_tables(sources: list[Path]) -> None:
    owners = {
        "api_gateway": {"accounts"},
        "strategy_ai_worker": {"strategies"},
        "backtest_engine": {"runs"},
        "market_data_service": {"market"},
        "market_research_service": {"research"},
    }
    strangers = []
    for path in sources:
        own = next((tables for service, tables in owners.items() if service in path.parts), None)
        if own is None:
            continue
        strangers += [f"{path}: {name}" for name in _imported_tables(path) if name not in own]
    assert strangers == []


def _imported_tables(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "database.tables":
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("database.tables."):
            names.add((node.module or "").split(".")[2])
    return names


def test_every_public_function_and_class_of_the_house_says_what_it_is(sources: list[Path]) -> None:
    silent = []
    for path in sources:
        if "migrations" in path.parts:
            continue
        for node in ast.parse(path.read_text()).body:
            named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if named and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert silent == []


def test_locks_hold_hashes_for_every_package_of_the_house() -> None:
    for service in (*SERVICES, "launcher", "development", "build"):
        lock = (ROOT / "requirements" / f"{service}.txt").read_text()
        pinned = re.findall(r"^[a-z0-9._-]+(?:\[[a-z0-9,]+\])?==", lock, re.MULTILINE | re.IGNORECASE)
        assert len(pinned) > 2
        assert lock.count("--hash=sha256:") >= len(pinned)


def test_every_declared_dependency_is_in_the_lock_of_its_package() -> None:
    for service in (*SERVICES, "launcher"):
        declared = tomllib.loads((ROOT / service / "pyproject.toml").read_text())["project"]["dependencies"]
        lock = (ROOT / "requirements" / f"{service}.txt").read_text().lower()
        for requirement in declared:
            name = re.split(r"[\[<>=!~ ;]", requirement)[0].lower().replace("_", "-")
            assert re.search(rf"^{re.escape(name)}(\[[a-z0-9,]+\])?==", lock, re.MULTILINE), f"{service}: {name}"
