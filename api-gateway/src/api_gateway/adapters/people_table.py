"""Accounts in Postgres."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from api_gateway.domain.people import Person
from database.tables.accounts import User


class PeopleTable:
    """Reads and changes accounts."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def add(self, person: Person) -> bool:
        """Add a person; False when the e-mail is taken."""
        values = {
            "id": person.id,
            "email": person.email,
            "display_name": person.display_name,
            "password_hash": person.password_hash,
            "password_changed_at": person.created_at,
            "preferences": person.preferences,
            "created_at": person.created_at,
        }
        statement = insert(User).values(**values).on_conflict_do_nothing(index_elements=["email"]).returning(User.id)
        async with self._sessions.begin() as session:
            return (await session.scalar(statement)) is not None

    async def with_email(self, email: str) -> Person | None:
        """Return who has this address."""
        async with self._sessions() as session:
            return _person(await session.scalar(select(User).where(User.email == email)))

    async def get(self, user_id: UUID) -> Person | None:
        """Return a person."""
        async with self._sessions() as session:
            return _person(await session.get(User, user_id))

    async def set_profile(self, user_id: UUID, display_name: str, preferences: Mapping[str, JsonValue]) -> None:
        """Set name and preferences."""
        values = {"display_name": display_name, "preferences": dict(preferences)}
        async with self._sessions.begin() as session:
            await session.execute(update(User).where(User.id == user_id).values(**values))

    async def set_password(self, user_id: UUID, password_hash: str, now: datetime | None) -> None:
        """Set the hash of the password; `now` is None where only its parameters changed."""
        values = {"password_hash": password_hash} | ({"password_changed_at": now} if now else {})
        async with self._sessions.begin() as session:
            await session.execute(update(User).where(User.id == user_id).values(**values))

    async def delete(self, user_id: UUID) -> None:
        """Delete a person and, by the foreign keys, all that is theirs."""
        async with self._sessions.begin() as session:
            await session.execute(delete(User).where(User.id == user_id))


def _person(row: User | None) -> Person | None:
    if row is None:
        return None
    return Person(row.id, row.email, row.display_name, row.password_hash, row.preferences, row.created_at)
