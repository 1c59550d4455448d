"""Conversations and their messages in PostgreSQL."""

from uuid import UUID

from sqlalchemy import ScalarSelect, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from database.tables import strategies as tables
from strategy_ai_worker.adapters.paging import fetch_page, ordering
from strategy_ai_worker.domain.refusals import UnknownConversation
from strategy_ai_worker.ports import Conversation, ConversationMessage, ConversationSummary, ListRequest
from strategy_language.conversation import ChatReply
from trading_contracts.paging import Page

_SORTS = {"created_at": tables.Conversation.created_at, "updated_at": tables.Conversation.updated_at}


class PostgresConversations:
    """Keeps conversations; each request is one transaction."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def open(self, user_id: UUID, conversation_id: UUID | None, title: str) -> UUID:
        """Return the id of the conversation, a new one where none is named."""
        async with self._sessions.begin() as session:
            if conversation_id is not None:
                return (await _own(session, user_id, conversation_id)).id
            row = tables.Conversation(user_id=user_id, title=title)
            session.add(row)
            await session.flush()
            return row.id

    async def add(self, conversation_id: UUID, role: str, text: str, reply: ChatReply | None) -> None:
        """Keep a message. PostgreSQL cannot hold NUL in text; it is kept as the replacement character."""
        kept = reply.model_dump_json().replace("\\u0000", "\\ufffd") if reply else None
        row = tables.Message(
            conversation_id=conversation_id,
            role=role,
            text=text.replace("\x00", "\ufffd"),
            reply=ChatReply.model_validate_json(kept).model_dump(mode="json") if kept else None,
        )
        touched = update(tables.Conversation).where(tables.Conversation.id == conversation_id)
        async with self._sessions.begin() as session:
            session.add(row)
            await session.execute(touched.values(updated_at=func.clock_timestamp()))

    async def find(self, user_id: UUID, request: ListRequest) -> Page[ConversationSummary]:
        """Return a page of the user's conversations."""
        statement = select(tables.Conversation, _strategy_of()).where(tables.Conversation.user_id == user_id)
        order = ordering(request.sort, _SORTS, tables.Conversation.id)
        async with self._sessions() as session:
            rows, total = await fetch_page(session, statement, tables.Conversation.created_at, order, request)
        items = tuple(_summary(row, strategy_id) for row, strategy_id in rows)
        return Page(items=items, page=request.page, page_size=request.page_size, total=total)

    async def get(self, user_id: UUID, conversation_id: UUID) -> Conversation:
        """Return a conversation with its messages, oldest first."""
        messages = (
            select(tables.Message)
            .where(tables.Message.conversation_id == conversation_id)
            .order_by(tables.Message.created_at, tables.Message.id)
        )
        async with self._sessions() as session:
            row = await _own(session, user_id, conversation_id)
            strategy_id = await session.scalar(
                select(_strategy_of()).select_from(tables.Conversation).where(tables.Conversation.id == row.id)
            )
            found = (await session.scalars(messages)).all()
        return Conversation(
            **_summary(row, strategy_id).model_dump(),
            messages=tuple(
                ConversationMessage(
                    id=one.id,
                    role=one.role,
                    text=one.text,
                    reply=ChatReply.model_validate(one.reply) if one.reply else None,
                    created_at=one.created_at,
                )
                for one in found
            ),
        )

    async def rename(self, user_id: UUID, conversation_id: UUID, title: str) -> ConversationSummary:
        """Give a conversation another title."""
        async with self._sessions.begin() as session:
            row = await _own(session, user_id, conversation_id)
            row.title = title
            strategy_id = await session.scalar(
                select(_strategy_of()).select_from(tables.Conversation).where(tables.Conversation.id == row.id)
            )
            return _summary(row, strategy_id)

    async def delete(self, user_id: UUID, conversation_id: UUID) -> None:
        """Delete a conversation and its messages; its strategy stays."""
        async with self._sessions.begin() as session:
            await session.delete(await _own(session, user_id, conversation_id))


def _strategy_of() -> ScalarSelect[UUID]:
    return (
        select(tables.Strategy.id)
        .where(tables.Strategy.conversation_id == tables.Conversation.id, tables.Strategy.deleted_at.is_(None))
        .order_by(tables.Strategy.updated_at.desc())
        .limit(1)
        .correlate(tables.Conversation)
        .scalar_subquery()
    )


async def _own(session: AsyncSession, user_id: UUID, conversation_id: UUID) -> tables.Conversation:
    row = await session.scalar(
        select(tables.Conversation).where(
            tables.Conversation.id == conversation_id, tables.Conversation.user_id == user_id
        )
    )
    if row is None:
        raise UnknownConversation("There is no such conversation.", conversation_id=str(conversation_id))
    return row


def _summary(row: tables.Conversation, strategy_id: UUID | None) -> ConversationSummary:
    return ConversationSummary(
        id=row.id,
        title=row.title,
        strategy_id=strategy_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
