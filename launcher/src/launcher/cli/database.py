"""`vibe db`: moving the database along its migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from alembic import command
from rich.console import Console

from database.migrate import configuration, downgrade, upgrade
from launcher.home import default_home
from launcher.postgres import embedded_postgres

app = typer.Typer(
    help="Move the database along its history of migrations.\n\nWithout --url the embedded database is meant; stop "
    "`vibe up` first.",
    no_args_is_help=True,
)
_console = Console()
Url = Annotated[str | None, typer.Option(envvar="DATABASE_URL", help="postgresql://user:password@host:5432/name")]


@app.command("upgrade")
def upgrade_command(revision: Annotated[str, typer.Argument()] = "head", url: Url = None) -> None:
    """Bring the database forward to REVISION (default: the newest). Nothing is lost by it."""
    with _address(url) as address:
        upgrade(address, revision)
    _console.print(f"The database is at {revision}.")


@app.command("downgrade")
def downgrade_command(
    revision: Annotated[str, typer.Argument(help="A revision, -1 for one step back, or base for an empty database.")],
    url: Url = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Bring the database back to REVISION. Tables that are newer than it are dropped with what is in them."""
    if not yes:
        typer.confirm(f"Everything newer than {revision} will be lost. Go on?", abort=True)
    with _address(url) as address:
        downgrade(address, revision)
    _console.print(f"The database is at {revision}.")


@app.command("revision")
def revision_command(
    message: Annotated[str, typer.Option("--message", "-m", help="What the migration does, in a few words.")],
    url: Url = None,
) -> None:
    """Write a new migration from the difference between the tables in the code and the database."""
    with _address(url) as address:
        command.revision(configuration(address), message=message, autogenerate=True)


@app.command("current")
def current_command(url: Url = None) -> None:
    """Say at which revision the database is."""
    with _address(url) as address:
        command.current(configuration(address), verbose=True)


@contextmanager
def _address(url: str | None) -> Iterator[str]:
    if url:
        yield url
        return
    home = default_home()
    if (stack := home.running()) is not None:
        _console.print(
            f"[yellow]The stack is up at {stack.address}; stop it first, or name a database with --url.[/yellow]"
        )
        raise typer.Exit(1)
    home.prepare()
    with embedded_postgres(home) as address:
        yield address
