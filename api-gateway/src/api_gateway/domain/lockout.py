"""How long to wait after wrong passwords.

Two counters run: one for an e-mail from one address, strict, and one for an e-mail from anywhere, lenient, so that
a stranger cannot easily lock somebody out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from api_gateway.domain.secrets import fingerprint

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Counter:
    """A key under which failures are counted, and how many are free."""

    key: bytes
    free: int


def counters(email: str, address: str) -> tuple[Counter, Counter]:
    """Return the counters that a failed sign-in raises."""
    return (
        Counter(fingerprint(f"email+address:{email}:{address}"), free=5),
        Counter(fingerprint(f"email:{email}"), free=50),
    )


def wait_after(failures: int, free: int) -> timedelta:
    """Return how long an account stays closed after a number of failures: doubling from half a minute to 15 minutes.

    >>> wait_after(4, free=5), wait_after(5, free=5), wait_after(6, free=5)
    (datetime.timedelta(0), datetime.timedelta(seconds=30), datetime.timedelta(seconds=60))
    """
    if failures < free:
        return timedelta(0)
    doublings = min(failures - free, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def seconds_left(locked_until: datetime | None, now: datetime) -> int:
    """Return how many whole seconds a lock still lasts; 0 when there is none."""
    if locked_until is None or locked_until <= now:
        return 0
    return int((locked_until - now).total_seconds()) + 1
