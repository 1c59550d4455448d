"""Tables of market research."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base


class ResearchSummary(Base):
    """One insight object as it was found at a moment; the newest of an asset is the one that is shown."""

    __tablename__ = "research_summaries"
    __table_args__ = (Index(None, "asset", "as_of", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    asset: Mapped[str]
    as_of: Mapped[datetime]
    insight: Mapped[dict[str, Any]] = mapped_column(JSONB)
