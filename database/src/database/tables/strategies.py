"""Tables of the strategy worker: strategies, their versions, and the conversations that made them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.base import Base
from database.tables import accounts


class Conversation(Base):
    """A thread of messages."""

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_user_id_updated_at", "user_id", "updated_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(accounts.User.id, ondelete="CASCADE"))
    title: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Message(Base):
    """One message of a conversation; `reply` is the whole answer where the worker spoke."""

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_conversation_id_created_at", "conversation_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey(Conversation.id, ondelete="CASCADE"))
    role: Mapped[str]
    text: Mapped[str]
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class Strategy(Base):
    """A strategy under its newest version. A deleted one is kept, and can be brought back."""

    __tablename__ = "strategies"
    __table_args__ = (Index("ix_strategies_user_id_updated_at", "user_id", "updated_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(accounts.User.id, ondelete="CASCADE"))
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey(Conversation.id, ondelete="SET NULL"), index=True)
    name: Mapped[str]
    current_version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[datetime | None]


class StrategyVersion(Base):
    """One version of a strategy; versions are only ever added."""

    __tablename__ = "strategy_versions"
    __table_args__ = (
        UniqueConstraint("strategy_id", "version"),
        Index("ix_strategy_versions_document", "document", postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    strategy_id: Mapped[UUID] = mapped_column(ForeignKey(Strategy.id, ondelete="CASCADE"))
    version: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)
    readback: Mapped[str]
    code: Mapped[str]
    author: Mapped[str]
    knowledge_cutoff: Mapped[str | None]
    message: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ModelUsage(Base):
    """What one message took of a language model. It stays when its conversation is deleted, so that a cap holds."""

    __tablename__ = "model_usage"
    __table_args__ = (Index("ix_model_usage_user_id_asked_at", "user_id", "asked_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey(accounts.User.id, ondelete="CASCADE"))
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    payer: Mapped[str]
    model: Mapped[str]
    input_tokens: Mapped[int] = mapped_column(BigInteger)
    output_tokens: Mapped[int] = mapped_column(BigInteger)
    cost_usd: Mapped[float | None]
