"""Personal tokens in Postgres."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from api_gateway.adapters.lists import was_there
from api_gateway.domain.identity import Scope
from api_gateway.ports.lists import Slice
from api_gateway.ports.tokens import TokenRow
from database.tables.accounts import PersonalToken

_NOTE_EVERY = timedelta(minutes=1)


class TokensTable:
    """Keeps personal tokens by their fingerprint."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def add(self, row: TokenRow, token_hash: bytes) -> None:
        """Keep a new token."""
        async with self._sessions.begin() as session:
            session.add(
                PersonalToken(
                    id=row.id,
                    user_id=row.user_id,
                    name=row.name,
                    token_hash=token_hash,
                    scopes=sorted(scope.value for scope in row.scopes),
                    created_at=row.created_at,
                    expires_at=row.expires_at,
                )
            )

    async def find(self, token_hash: bytes, now: datetime) -> TokenRow | None:
        """Return the living token behind a secret, and note its use once a minute."""
        async with self._sessions.begin() as session:
            row = await session.scalar(select(PersonalToken).where(PersonalToken.token_hash == token_hash))
            if row is None or (row.expires_at is not None and row.expires_at <= now):
                return None
            if row.last_used_at is None or now - row.last_used_at > _NOTE_EVERY:
                await session.execute(update(PersonalToken).where(PersonalToken.id == row.id).values(last_used_at=now))
            return _row(row)

    async def list_of(self, user_id: UUID, part: Slice) -> tuple[list[TokenRow], int]:
        """Return a user's tokens and their number."""
        mine = (PersonalToken.user_id == user_id) & was_there(PersonalToken.created_at, part)
        created = PersonalToken.created_at
        order = created.desc() if part.newest_first else created.asc()
        statement = select(PersonalToken).where(mine).order_by(order, PersonalToken.id)
        async with self._sessions() as session:
            total = await session.scalar(select(func.count()).select_from(PersonalToken).where(mine))
            rows = await session.scalars(statement.offset(part.offset).limit(part.limit))
            return [_row(row) for row in rows], total or 0

    async def remove(self, user_id: UUID, token_id: UUID) -> bool:
        """Revoke a token; False when the user has none such."""
        statement = (
            delete(PersonalToken)
            .where(PersonalToken.id == token_id, PersonalToken.user_id == user_id)
            .returning(PersonalToken.id)
        )
        async with self._sessions.begin() as session:
            return (await session.scalar(statement)) is not None


def _row(row: PersonalToken) -> TokenRow:
    return TokenRow(
        id=row.id,
        user_id=row.user_id,
        name=row.name,
        scopes=frozenset(Scope(scope) for scope in row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )
