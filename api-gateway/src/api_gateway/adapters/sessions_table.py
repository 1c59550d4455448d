"""Sessions and their families of refresh tokens in Postgres."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from cachetools import TTLCache
from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import aliased

from api_gateway.adapters.lists import was_there
from api_gateway.domain.people import Whence
from api_gateway.domain.rotation import Presented, Verdict
from api_gateway.ports.lists import Slice
from api_gateway.ports.sessions import SessionRow
from database.tables.accounts import AuthSession, AuthToken

_REMEMBER_SECONDS = 5


class SessionsTable:
    """Begins, rotates and ends sessions.

    That a session lives is remembered for a few seconds, so that most requests ask no database; ending a session
    forgets it here at once, and in other gateways within those seconds.
    """

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions
        self._alive: TTLCache[UUID, datetime] = TTLCache(maxsize=50_000, ttl=_REMEMBER_SECONDS)

    async def begin(self, user_id: UUID, token_hash: bytes, now: datetime, lifetime: timedelta, whence: Whence) -> UUID:
        """Begin a session with its first refresh token."""
        session_id = uuid4()
        row = AuthSession(
            id=session_id,
            user_id=user_id,
            created_at=now,
            last_used_at=now,
            expires_at=now + lifetime,
            address=whence.address,
            user_agent=whence.user_agent,
        )
        async with self._sessions.begin() as session:
            session.add(row)
            await session.flush()
            session.add(_token(session_id, None, token_hash, now, lifetime))
        return session_id

    async def rotate(
        self,
        token_hash: bytes,
        new_hash: bytes,
        judge: Callable[[Presented, datetime], Verdict],
        now: datetime,
        lifetime: timedelta,
    ) -> tuple[Verdict, Presented] | None:
        """Lock a refresh token, judge it, and carry the verdict out; None when there is no such token."""
        async with self._sessions.begin() as session:
            found = await self._lock(session, token_hash)
            if found is None:
                return None
            token, family, child_was_used = found
            presented = _presented(token, family, child_was_used=child_was_used)
            verdict = judge(presented, now)
            if verdict is Verdict.ROTATE:
                token.used_at = token.used_at or now
                family.last_used_at, family.expires_at = now, now + lifetime
                session.add(_token(family.id, token.id, new_hash, now, lifetime))
            elif verdict is Verdict.REUSED:
                family.revoked_at, family.revoked_because = now, "refresh token used twice"
                self._alive.pop(family.id, None)
        return verdict, presented

    async def is_alive(self, session_id: UUID, now: datetime) -> bool:
        """Return whether the session has neither ended nor been revoked."""
        ends = self._alive.get(session_id)
        if ends is None:
            async with self._sessions() as session:
                statement = select(AuthSession.expires_at).where(AuthSession.id == session_id, _lives(now))
                ends = await session.scalar(statement)
            if ends is None:
                return False
            self._alive[session_id] = ends
        return now < ends

    async def revoke(self, user_id: UUID, session_id: UUID, because: str, now: datetime) -> bool:
        """End one session; False when the user has none such that lives."""
        return await self._revoke([AuthSession.id == session_id, AuthSession.user_id == user_id], because, now) > 0

    async def revoke_all(self, user_id: UUID, because: str, now: datetime, keep: UUID | None = None) -> int:
        """End all sessions of a user (but one); return how many."""
        kept = [AuthSession.id != keep] if keep else []
        return await self._revoke([AuthSession.user_id == user_id, *kept], because, now)

    async def owner_of_refresh(self, token_hash: bytes) -> tuple[UUID, UUID] | None:
        """Return the session and the user of a refresh token."""
        statement = (
            select(AuthSession.id, AuthSession.user_id)
            .join(AuthToken, AuthToken.session_id == AuthSession.id)
            .where(AuthToken.token_hash == token_hash)
        )
        async with self._sessions() as session:
            row = (await session.execute(statement)).one_or_none()
        return None if row is None else (row[0], row[1])

    async def list_alive(self, user_id: UUID, part: Slice, now: datetime) -> tuple[list[SessionRow], int]:
        """Return living sessions, the last used first, and their number."""
        mine = (AuthSession.user_id == user_id, _lives(now), was_there(AuthSession.created_at, part))
        order = (AuthSession.created_at.desc(), AuthSession.id)
        if not part.newest_first:
            order = (AuthSession.created_at.asc(), AuthSession.id)
        async with self._sessions() as session:
            total = await session.scalar(select(func.count()).select_from(AuthSession).where(*mine))
            rows = await session.scalars(
                select(AuthSession).where(*mine).order_by(*order).offset(part.offset).limit(part.limit)
            )
            return [_row(row) for row in rows], total or 0

    async def _revoke(self, which: list[ColumnElement[bool]], because: str, now: datetime) -> int:
        statement = (
            update(AuthSession)
            .where(*which, _lives(now))
            .values(revoked_at=now, revoked_because=because)
            .returning(AuthSession.id)
        )
        async with self._sessions.begin() as session:
            ended = list(await session.scalars(statement))
        for session_id in ended:
            self._alive.pop(session_id, None)
        return len(ended)

    async def _lock(self, session: AsyncSession, token_hash: bytes) -> tuple[AuthToken, AuthSession, bool] | None:
        child = aliased(AuthToken)
        child_was_used = exists().where(child.parent_id == AuthToken.id, child.used_at.is_not(None))
        # The family is locked first and always: two tabs that refresh at once come one after the other.
        family_id = await session.scalar(select(AuthToken.session_id).where(AuthToken.token_hash == token_hash))
        if family_id is None:
            return None
        family = await session.scalar(select(AuthSession).where(AuthSession.id == family_id).with_for_update())
        statement = select(AuthToken, child_was_used).where(AuthToken.token_hash == token_hash)
        row = (await session.execute(statement)).one_or_none()
        if family is None or row is None:
            return None
        return row[0], family, row[1]


def _lives(now: datetime) -> ColumnElement[bool]:
    return AuthSession.revoked_at.is_(None) & (AuthSession.expires_at > now)


def _token(session_id: UUID, parent: UUID | None, token_hash: bytes, now: datetime, lifetime: timedelta) -> AuthToken:
    return AuthToken(
        id=uuid4(),
        session_id=session_id,
        parent_id=parent,
        token_hash=token_hash,
        issued_at=now,
        expires_at=now + lifetime,
    )


def _presented(token: AuthToken, family: AuthSession, *, child_was_used: bool) -> Presented:
    return Presented(
        token_id=token.id,
        session_id=family.id,
        user_id=family.user_id,
        signed_in_at=family.created_at,
        expires_at=token.expires_at,
        used_at=token.used_at,
        child_was_used=child_was_used,
        session_expires_at=family.expires_at,
        session_revoked=family.revoked_at is not None,
    )


def _row(row: AuthSession) -> SessionRow:
    return SessionRow(row.id, row.created_at, row.last_used_at, row.expires_at, row.address, row.user_agent)
