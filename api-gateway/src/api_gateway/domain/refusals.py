"""Refusals of the gateway, by name."""

from typing import ClassVar

from trading_contracts.problem import Conflict, Denied, NotFound, Rejected, Unavailable


class _Unauthenticated(Denied):
    status: ClassVar[int] = 401
    title: ClassVar[str] = "Not signed in"


class NotSignedIn(_Unauthenticated):
    """There is no token, or it is none of ours, or it was revoked."""


class TokenExpired(_Unauthenticated):
    """The access token was good and is too old; a refresh gives a new one."""


class WrongCredentials(_Unauthenticated):
    """E-mail and password do not belong together; whether the e-mail exists is not said."""


class SessionEnded(_Unauthenticated):
    """There is nothing to refresh: no token, an old one, or a revoked one."""


class CrossSiteRequest(Denied):
    """A page of another origin tried to act with the user's cookie."""


class ScopeMissing(Denied):
    """The personal token may not do this."""


class FreshSignInNeeded(Denied):
    """What is asked for needs the password, or a sign-in a few minutes old."""


class _TooMany(Unavailable):
    status: ClassVar[int] = 429
    title: ClassVar[str] = "Too many requests"


class TooManyRequests(_TooMany):
    """A budget is spent; `retry_after` says in how many seconds it is not."""


class TooManyConnections(_TooMany):
    """A user holds as many WebSockets open as one may."""


class TooManyAttempts(_TooMany):
    """Too many wrong passwords; `retry_after` says how long to wait."""


class WeakPassword(Rejected):
    """The password is short, common, or made of the e-mail."""


class AddressNotAllowed(Rejected):
    """The provider's address is not one that the gateway lets keys be sent to."""


class PasskeyRefused(Rejected):
    """What the authenticator sent does not fit the challenge."""


class BodyTooLarge(Rejected):
    """The request body is larger than the gateway takes."""

    status: ClassVar[int] = 413
    title: ClassVar[str] = "Content too large"


class BodyTooDeep(Rejected):
    """The request body nests deeper than the gateway reads."""


class BodyTooSlow(Rejected):
    """The request body did not arrive in time."""

    status: ClassVar[int] = 408
    title: ClassVar[str] = "Request timeout"


class IdempotencyKeyReused(Conflict):
    """The same idempotency key came with another request."""


class StillInProgress(Conflict):
    """The first request with this idempotency key has not been answered yet."""


class AnswerInProgress(Conflict):
    """This connection is still receiving an answer."""


class UnknownSession(NotFound):
    """The user has no such session."""


class UnknownToken(NotFound):
    """The user has no such personal token."""


class UnknownPasskey(NotFound):
    """The user has no such passkey."""


class UnknownKey(NotFound):
    """The user has stored no key for this provider."""


class OperatorsOnly(Denied):
    """What is asked for changes things that all users share, and this installation leaves that to its operator."""


class EmptyFile(Rejected):
    """A file was announced, and none came."""
