"""Moving a database along the one history of migrations."""

from pathlib import Path

from alembic import command
from alembic.config import Config

ROOT = Path(__file__).parents[2]


def configuration(url: str) -> Config:
    """Return Alembic's configuration for a database address."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database forward to a revision (from outside any event loop)."""
    command.upgrade(configuration(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Bring the database back to a revision (`base` is empty)."""
    command.downgrade(configuration(url), revision)
