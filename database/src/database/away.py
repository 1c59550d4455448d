"""Telling a database that is away (stopped, starting, out of connections) from a statement that is wrong."""

import traceback

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolExhausted

_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
)


def is_away(error: BaseException) -> bool:
    """Return whether an error says that the database does not answer now, so that trying again may help."""
    if isinstance(error, DBAPIError):
        driver = error.orig.__cause__ if error.orig is not None else None
        broken = error.connection_invalidated or isinstance(error, InterfaceError)
        return broken or isinstance(driver, (*_AWAY, OSError))
    if isinstance(error, OSError):
        # A socket that refuses or is gone comes unwrapped; so may any file of ours: where it was raised tells.
        return _was_raised_in_driver(error)
    return isinstance(error, (*_AWAY, PoolExhausted))


def _was_raised_in_driver(error: BaseException) -> bool:
    frames = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    return any(str(frame.f_globals.get("__name__", "")).startswith("asyncpg.") for frame in frames)
