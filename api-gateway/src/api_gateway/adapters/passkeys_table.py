"""Passkeys and their challenges in Postgres."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from api_gateway.adapters.lists import was_there
from api_gateway.ports.lists import Slice
from api_gateway.ports.passkeys import PasskeyRow
from database.tables.accounts import Passkey, PasskeyChallenge


class PasskeysTable:
    """Keeps WebAuthn credentials."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def add(self, row: PasskeyRow) -> bool:
        """Keep a credential; False when it is known already."""
        values = {
            "id": row.id,
            "user_id": row.user_id,
            "name": row.name,
            "credential_id": row.credential_id,
            "public_key": row.public_key,
            "sign_count": row.sign_count,
            "created_at": row.created_at,
        }
        statement = insert(Passkey).values(**values).on_conflict_do_nothing(index_elements=["credential_id"])
        async with self._sessions.begin() as session:
            return (await session.scalar(statement.returning(Passkey.id))) is not None

    async def with_credential(self, credential_id: bytes) -> PasskeyRow | None:
        """Return a credential by its id."""
        async with self._sessions() as session:
            row = await session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))
            return None if row is None else _row(row)

    async def note_use(self, passkey_id: UUID, sign_count: int, now: datetime) -> None:
        """Keep the new signature counter."""
        values = {"sign_count": sign_count, "last_used_at": now}
        async with self._sessions.begin() as session:
            await session.execute(update(Passkey).where(Passkey.id == passkey_id).values(**values))

    async def list_of(self, user_id: UUID, part: Slice) -> tuple[list[PasskeyRow], int]:
        """Return a user's passkeys and their number."""
        mine = (Passkey.user_id == user_id) & was_there(Passkey.created_at, part)
        order = Passkey.created_at.desc() if part.newest_first else Passkey.created_at.asc()
        statement = select(Passkey).where(mine).order_by(order, Passkey.id).offset(part.offset).limit(part.limit)
        async with self._sessions() as session:
            total = await session.scalar(select(func.count()).select_from(Passkey).where(mine))
            return [_row(row) for row in await session.scalars(statement)], total or 0

    async def remove(self, user_id: UUID, passkey_id: UUID) -> bool:
        """Forget a passkey; False when the user has none such."""
        statement = delete(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == user_id).returning(Passkey.id)
        async with self._sessions.begin() as session:
            return (await session.scalar(statement)) is not None


class ChallengesTable:
    """Keeps challenges until they are signed or too old."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def put(self, challenge: bytes, user_id: UUID | None, expires_at: datetime) -> UUID:
        """Keep a challenge, and forget those that nobody signed."""
        row = PasskeyChallenge(id=uuid4(), user_id=user_id, challenge=challenge, expires_at=expires_at)
        async with self._sessions.begin() as session:
            await session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < func.now()))
            session.add(row)
        return row.id

    async def take(self, challenge_id: UUID, user_id: UUID | None, now: datetime) -> bytes | None:
        """Return a challenge and forget it; None when there is none for this user."""
        whose = PasskeyChallenge.user_id.is_(None) if user_id is None else PasskeyChallenge.user_id == user_id
        statement = (
            delete(PasskeyChallenge)
            .where(PasskeyChallenge.id == challenge_id, whose, PasskeyChallenge.expires_at > now)
            .returning(PasskeyChallenge.challenge)
        )
        async with self._sessions.begin() as session:
            return await session.scalar(statement)


def _row(row: Passkey) -> PasskeyRow:
    return PasskeyRow(
        id=row.id,
        user_id=row.user_id,
        name=row.name,
        credential_id=row.credential_id,
        public_key=row.public_key,
        sign_count=row.sign_count,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )
