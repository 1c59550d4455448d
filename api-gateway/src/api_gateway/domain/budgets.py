"""How much of what anybody may ask for in a while."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """A number of requests within a sliding window.

    Attributes:
        name: What is counted; counters of different names are apart.
        requests: How many fit into the window.
        seconds: Length of the window.
        cost: What one request takes of it.
    """

    name: str
    requests: int
    seconds: int
    cost: int = 1


@dataclass(frozen=True, slots=True)
class Spent:
    """What is left after a request was counted, or why it was not.

    Attributes:
        budget: The budget that was asked.
        allowed: Whether the request fits.
        remaining: What is left of the budget.
        reset_after: Seconds until the oldest counted request leaves the window.
    """

    budget: Budget
    allowed: bool
    remaining: int
    reset_after: int


_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}


def parse_budget(name: str, text: str) -> Budget:
    """Return the budget that a setting speaks of.

    >>> parse_budget("chat", "60/minute")
    Budget(name='chat', requests=60, seconds=60, cost=1)

    Raises:
        ValueError: It is not written as `number/unit`.
    """
    number, _, unit = text.partition("/")
    if not number.strip().isdigit() or unit.strip() not in _UNITS:
        message = f"the budget {name} is {text!r}, not like 60/minute"
        raise ValueError(message)
    return Budget(name, int(number), _UNITS[unit.strip()])


def tightest(spent: list[Spent]) -> Spent:
    """Return the verdict that matters most to the client: a refusal, else the budget with the least left."""
    return min(spent, key=lambda one: (one.allowed, one.remaining / one.budget.requests, -one.reset_after))
