"""The one history of migrations, on every PostgreSQL that is at hand."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from database.migrate import configuration, downgrade, upgrade
from database.tables.everything import metadata
from database.testing import execute, with_database

OLDER_SERVER = os.environ.get("POSTGRES15_URL")
SERVERS = [
    "embedded",
    pytest.param(
        "older", marks=pytest.mark.skipif(OLDER_SERVER is None, reason="POSTGRES15_URL names no PostgreSQL 15 server")
    ),
]


def is_of_queue(name: str | None, kind: str) -> bool:
    return kind == "table" and str(name).startswith("procrastinate")


@pytest.fixture(params=SERVERS)
def fresh_url(request: pytest.FixtureRequest) -> Iterator[str]:
    server = request.getfixturevalue("postgres_server") if request.param == "embedded" else str(OLDER_SERVER)
    name = f"migrations_{uuid4().hex[:12]}"
    execute(server, f"CREATE DATABASE {name}")
    yield with_database(server, name)
    execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine(fresh_url: str) -> Iterator[sa.Engine]:
    engine = sa.create_engine(fresh_url.replace("postgresql://", "postgresql+psycopg://", 1))
    yield engine
    engine.dispose()


def test_upgrading_makes_exactly_the_tables_that_the_models_describe(fresh_url: str, engine: sa.Engine) -> None:
    upgrade(fresh_url)
    with engine.connect() as connection:
        # A queue library brings tables of its own in a migration; they have no models here.
        options = {"compare_type": True, "include_name": lambda name, kind, _parents: not is_of_queue(name, kind)}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    assert differences == []


def test_every_revision_can_be_undone_and_done_again(fresh_url: str, engine: sa.Engine) -> None:
    history = [revision.revision for revision in ScriptDirectory.from_config(configuration(fresh_url)).walk_revisions()]
    for revision in reversed(history):
        upgrade(fresh_url, revision)
        downgrade(fresh_url, "-1")
        upgrade(fresh_url, revision)
    downgrade(fresh_url, "base")
    with engine.connect() as connection:
        left = connection.execute(
            sa.text(
                "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname = 'public' AND c.relname <> 'alembic_version'"
                " AND c.relname <> 'alembic_version_pkc'"
                " UNION SELECT t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace"
                " WHERE n.nspname = 'public' AND t.typtype = 'e'"
                " UNION SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                " WHERE n.nspname = 'public' AND NOT EXISTS"
                " (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
            )
        ).scalars()
        assert list(left) == []


def test_deleting_a_person_deletes_everything_that_names_them(fresh_url: str, engine: sa.Engine) -> None:
    upgrade(fresh_url)
    rules = {}
    for table in sa.inspect(engine).get_table_names():
        for key in sa.inspect(engine).get_foreign_keys(table):
            if key["referred_table"] == "users":
                rules[table] = key["options"].get("ondelete")
    assert rules.pop("audit_events") == "SET NULL"
    assert rules
    assert set(rules.values()) == {"CASCADE"}
    for table in sa.inspect(engine).get_table_names():
        columns = {column["name"] for column in sa.inspect(engine).get_columns(table)}
        assert "user_id" not in columns or table in rules or table == "audit_events", f"{table} outlives its user"


def test_upgrading_twice_changes_nothing(fresh_url: str, engine: sa.Engine) -> None:
    upgrade(fresh_url)
    before = sa.inspect(engine).get_table_names()
    upgrade(fresh_url)
    sa.inspect(engine).clear_cache()
    assert sa.inspect(engine).get_table_names() == before
