"""All tables at once, for migrations."""

from database.base import Base
from database.tables import accounts, market, research, runs, strategies

__all__ = ["accounts", "market", "metadata", "research", "runs", "strategies"]

metadata = Base.metadata
