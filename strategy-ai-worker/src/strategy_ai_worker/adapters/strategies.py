"""Strategies and their versions in PostgreSQL."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from database.tables import strategies as tables
from strategy_ai_worker.adapters.paging import fetch_page, ordering
from strategy_ai_worker.domain.refusals import DeletedStrategy, UnknownStrategy, UnknownVersion
from strategy_ai_worker.ports import Draft, ListRequest
from strategy_language.conversation import StoredStrategy, StrategyVersion
from strategy_language.load import read
from trading_contracts.paging import Page

_SORTS = {
    "created_at": tables.Strategy.created_at,
    "updated_at": tables.Strategy.updated_at,
    "name": tables.Strategy.name,
}


class PostgresStrategies:
    """Keeps strategies; each request is one transaction."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def create(self, user_id: UUID, draft: Draft, conversation_id: UUID | None) -> StoredStrategy:
        """Keep a new strategy at version 1."""
        async with self._sessions.begin() as session:
            row = tables.Strategy(
                user_id=user_id, conversation_id=conversation_id, name=draft.strategy.name, current_version=1
            )
            session.add(row)
            await session.flush()
            version = _version_row(row.id, 1, draft)
            session.add(version)
            await session.flush()
            await session.refresh(row)
            return _stored(row, version)

    async def add_version(self, user_id: UUID, strategy_id: UUID, draft: Draft) -> StoredStrategy:
        """Keep a next version; two at once follow one another."""
        async with self._sessions.begin() as session:
            row = await self._own(session, user_id, strategy_id, lock=True)
            if row.deleted_at is not None:
                raise DeletedStrategy("This strategy is deleted; restore it first.", strategy_id=str(strategy_id))
            row.current_version += 1
            row.name = draft.strategy.name
            row.updated_at = datetime.now(UTC)
            version = _version_row(row.id, row.current_version, draft)
            session.add(version)
            await session.flush()
            return _stored(row, version)

    async def get(self, user_id: UUID, strategy_id: UUID) -> StoredStrategy:
        """Return a strategy at its newest version."""
        async with self._sessions() as session:
            row = await self._own(session, user_id, strategy_id)
            return _stored(row, await _version(session, row, row.current_version))

    async def of_conversation(self, user_id: UUID, conversation_id: UUID) -> StoredStrategy | None:
        """Return the newest strategy that a conversation made, or None."""
        statement = (
            _with_current_version()
            .where(
                tables.Strategy.user_id == user_id,
                tables.Strategy.conversation_id == conversation_id,
                tables.Strategy.deleted_at.is_(None),
            )
            .order_by(tables.Strategy.updated_at.desc())
            .limit(1)
        )
        async with self._sessions() as session:
            found = (await session.execute(statement)).first()
            return _stored(*found) if found else None

    async def find(self, user_id: UUID, request: ListRequest, *, deleted: bool, q: str) -> Page[StoredStrategy]:
        """Return a page of the user's strategies, the deleted ones or the others, by a part of the name."""
        gone = tables.Strategy.deleted_at
        statement = _with_current_version().where(
            tables.Strategy.user_id == user_id,
            gone.is_not(None) if deleted else gone.is_(None),
            tables.Strategy.name.icontains(q, autoescape=True),
        )
        order = ordering(request.sort, _SORTS, tables.Strategy.id)
        async with self._sessions() as session:
            rows, total = await fetch_page(session, statement, tables.Strategy.created_at, order, request)
        items = tuple(_stored(*row) for row in rows)
        return Page(items=items, page=request.page, page_size=request.page_size, total=total)

    async def set_deleted(self, user_id: UUID, strategy_id: UUID, *, deleted: bool) -> StoredStrategy:
        """Delete softly, or bring back."""
        async with self._sessions.begin() as session:
            row = await self._own(session, user_id, strategy_id, lock=True)
            row.deleted_at = (row.deleted_at or datetime.now(UTC)) if deleted else None
            return _stored(row, await _version(session, row, row.current_version))

    async def versions(self, user_id: UUID, strategy_id: UUID, request: ListRequest) -> Page[StrategyVersion]:
        """Return a page of the versions."""
        columns = {"version": tables.StrategyVersion.version, "created_at": tables.StrategyVersion.created_at}
        order = ordering(request.sort, columns, tables.StrategyVersion.id)
        async with self._sessions() as session:
            row = await self._own(session, user_id, strategy_id)
            statement = select(tables.StrategyVersion).where(tables.StrategyVersion.strategy_id == row.id)
            rows, total = await fetch_page(session, statement, tables.StrategyVersion.created_at, order, request)
        items = tuple(_kept(one) for (one,) in rows)
        return Page(items=items, page=request.page, page_size=request.page_size, total=total)

    async def version(self, user_id: UUID, strategy_id: UUID, version: int) -> StrategyVersion:
        """Return one version."""
        async with self._sessions() as session:
            row = await self._own(session, user_id, strategy_id)
            return _kept(await _version(session, row, version))

    @staticmethod
    async def _own(session: AsyncSession, user_id: UUID, strategy_id: UUID, *, lock: bool = False) -> tables.Strategy:
        statement = select(tables.Strategy).where(tables.Strategy.id == strategy_id, tables.Strategy.user_id == user_id)
        row = await session.scalar(statement.with_for_update() if lock else statement)
        if row is None:
            raise UnknownStrategy("There is no such strategy.", strategy_id=str(strategy_id))
        return row


def _with_current_version() -> Select[tables.Strategy, tables.StrategyVersion]:
    current = (tables.StrategyVersion.strategy_id == tables.Strategy.id) & (
        tables.StrategyVersion.version == tables.Strategy.current_version
    )
    return select(tables.Strategy, tables.StrategyVersion).join(tables.StrategyVersion, current)


async def _version(session: AsyncSession, row: tables.Strategy, version: int) -> tables.StrategyVersion:
    found = await session.scalar(
        select(tables.StrategyVersion).where(
            tables.StrategyVersion.strategy_id == row.id, tables.StrategyVersion.version == version
        )
    )
    if found is None:
        raise UnknownVersion(f"The strategy has no version {version}.", strategy_id=str(row.id), version=version)
    return found


def _version_row(strategy_id: UUID, version: int, draft: Draft) -> tables.StrategyVersion:
    return tables.StrategyVersion(
        strategy_id=strategy_id,
        version=version,
        document=draft.strategy.model_dump(mode="json"),
        readback=draft.readback,
        code=draft.code,
        author=draft.author,
        knowledge_cutoff=draft.knowledge_cutoff,
        message=draft.message,
    )


def _stored(row: tables.Strategy, version: tables.StrategyVersion) -> StoredStrategy:
    return StoredStrategy(
        id=row.id,
        name=row.name,
        version=version.version,
        strategy=read(version.document),
        readback=version.readback,
        code=version.code,
        conversation_id=row.conversation_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        deleted_at=row.deleted_at,
    )


def _kept(row: tables.StrategyVersion) -> StrategyVersion:
    return StrategyVersion(
        strategy_id=row.strategy_id,
        version=row.version,
        strategy=read(row.document),
        readback=row.readback,
        code=row.code,
        author=row.author,
        knowledge_cutoff=row.knowledge_cutoff,
        message=row.message,
        created_at=row.created_at,
    )
