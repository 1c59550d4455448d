"""Registering and signing in with a password, and changing it."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from api_gateway.domain.lockout import Counter, counters, seconds_left
from api_gateway.domain.passwords import check_password
from api_gateway.domain.people import Person, Whence
from api_gateway.domain.refusals import NotSignedIn, TooManyAttempts, WrongCredentials
from api_gateway.ports.journal import AuditLog, Failures
from api_gateway.ports.people import PasswordHasher, People, PeopleChanges
from api_gateway.ports.sessions import SessionRevocation
from api_gateway.usecases.sessions import Granted, SessionKeeper


@dataclass(frozen=True, slots=True)
class Registration:
    """Opens accounts."""

    people: People
    hasher: PasswordHasher
    audit: AuditLog
    common_passwords: Container[str]

    async def register(self, email: str, password: str, display_name: str, whence: Whence, now: datetime) -> None:
        """Open an account, unless the address is taken: the caller is not told which, and it takes as long.

        Raises:
            WeakPassword: The password is not safe; this does not depend on the address being taken.
        """
        check_password(password, email, self.common_passwords)
        hashed = await self.hasher.hash(password)
        person = Person(uuid4(), email, display_name, hashed, {}, now)
        if await self.people.add(person):
            await self.audit.record("registered", person.id, whence)
        else:
            owner = await self.people.with_email(email)
            await self.audit.record("registration_repeated", owner.id if owner else None, whence)


@dataclass(frozen=True, slots=True)
class PasswordCheck:
    """Compares passwords, and closes the door for a while after wrong ones."""

    hasher: PasswordHasher
    failures: Failures
    audit: AuditLog

    async def prove(self, email: str, person: Person | None, password: str, whence: Whence, now: datetime) -> Person:
        """Return the person whose password this is; an unknown address takes as long as a wrong password.

        Raises:
            TooManyAttempts: Too many wrong passwords came before.
            WrongCredentials: The password is wrong, or nobody has the address.
        """
        watched = counters(email, whence.address)
        await self._refuse_locked(watched, now)
        fits = await self.hasher.verify(password, person.password_hash if person else None)
        if person is None or not fits:
            await self.failures.add(watched, now)
            await self.audit.record("password_wrong", person.id if person else None, whence)
            raise WrongCredentials("E-mail and password do not fit together.")
        await self.failures.clear(watched[:1])
        return person

    async def _refuse_locked(self, watched: tuple[Counter, ...], now: datetime) -> None:
        seconds = seconds_left(await self.failures.locked_until(watched), now)
        if seconds:
            raise TooManyAttempts(f"Too many wrong passwords; try again in {seconds} seconds.", retry_after=seconds)


@dataclass(frozen=True, slots=True)
class PasswordSignIn:
    """Signs people in with e-mail and password."""

    people: People
    changes: PeopleChanges
    check: PasswordCheck
    keeper: SessionKeeper

    async def sign_in(self, email: str, password: str, whence: Whence, now: datetime) -> Granted:
        """Return a new session.

        Raises:
            TooManyAttempts: Too many wrong passwords came before.
            WrongCredentials: E-mail and password do not fit together.
        """
        person = await self.check.prove(email, await self.people.with_email(email), password, whence, now)
        hasher = self.check.hasher
        if person.password_hash and hasher.is_outdated(person.password_hash):
            await self.changes.set_password(person.id, await hasher.hash(password), None)
        return await self.keeper.begin(person, "password", whence, now)


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """Changes the password of a signed-in person."""

    people: People
    changes: PeopleChanges
    check: PasswordCheck
    revocation: SessionRevocation
    common_passwords: Container[str]

    async def change(self, who: tuple[UUID, UUID], current: str, new: str, whence: Whence, now: datetime) -> None:
        """Set a new password and end all other sessions.

        Args:
            who: The user and their present session.
            current: The password as it was.
            new: The password as it shall be.
            whence: Where the request came from.
            now: The time.

        Raises:
            WrongCredentials: The current password is wrong.
            WeakPassword: The new one is not safe.
        """
        user_id, session_id = who
        person = await self.people.get(user_id)
        if person is None:
            raise NotSignedIn("You are not signed in.")
        await self.check.prove(person.email, person, current, whence, now)
        check_password(new, person.email, self.common_passwords)
        await self.changes.set_password(user_id, await self.check.hasher.hash(new), now)
        ended = await self.revocation.revoke_all(user_id, "password changed", now, keep=session_id)
        await self.check.audit.record("password_changed", user_id, whence, {"sessions_ended": ended})
