"""A guard before each vendor: a budget of calls, a deadline, and a breaker that leaves a dead vendor alone."""

import asyncio
from bisect import bisect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from math import ceil
from typing import Literal, TypeVar

from aiolimiter import AsyncLimiter

from market_data_service.domain.problems import RateLimited, SourcePaused
from trading_contracts.problem import SourceFailed

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a vendor is asked at most.

    Attributes:
        calls: Calls allowed within `per_seconds`; a caller waits `patience_seconds` for its turn at most.
        deadline_seconds: How long one call may take.
        failures: Failures in a row that open the breaker.
        pause_seconds: How long an open breaker stays open before one call may try.
    """

    calls: float
    per_seconds: float
    patience_seconds: float = 2.0
    deadline_seconds: float = 8.0
    failures: int = 3
    pause_seconds: float = 30.0


class Guard:
    """Lets calls to one vendor through, or says why not."""

    def __init__(self, name: str, limits: Limits, monotonic: Callable[[], float]) -> None:
        self._name = name
        self._limits = limits
        self._monotonic = monotonic
        self._budget = AsyncLimiter(limits.calls, limits.per_seconds)
        self._failures = 0
        self._open_until = 0.0
        self._last_reason = ""

    @property
    def state(self) -> Literal["closed", "open", "half_open"]:
        """Return whether calls pass (`closed`), do not (`open`), or one may try (`half_open`)."""
        if self._failures < self._limits.failures:
            return "closed"
        return "open" if self._monotonic() < self._open_until else "half_open"

    @property
    def calls_left(self) -> int:
        """Return how many calls could be made at once."""
        # The bucket tells only whether a number of calls fits into it.
        return bisect(
            range(1, int(self._limits.calls) + 1), False, key=lambda calls: not self._budget.has_capacity(calls)
        )

    async def call(self, step: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return what a call to the vendor answers.

        Raises:
            SourcePaused: The breaker is open.
            RateLimited: The budget is used up.
            SourceFailed: The vendor took too long, or failed.
        """
        if self.state == "open":
            wait = self._open_until - self._monotonic()
            raise SourcePaused(
                f"{self._name} failed {self._failures} times in a row ({self._last_reason}); it is asked again in "
                f"{wait:.0f} s.",
                source=self._name,
                retry_after=max(1, ceil(wait)),
            )
        await self._wait_for_budget()
        if self.state == "half_open":
            # The others stay out until the one that tries has come back.
            self._open_until = self._monotonic() + self._limits.deadline_seconds
        return await self._try(step)

    async def _try(self, step: Callable[[], Awaitable[Answer]]) -> Answer:
        try:
            async with asyncio.timeout(self._limits.deadline_seconds):
                answer = await step()
        except TimeoutError as error:
            slow = SourceFailed(
                f"{self._name} did not answer within {self._limits.deadline_seconds:g} s.", source=self._name
            )
            self._failed(slow)
            raise slow from error
        except SourceFailed as problem:
            self._failed(problem)
            raise
        self._failures = 0
        return answer

    async def _wait_for_budget(self) -> None:
        try:
            async with asyncio.timeout(self._limits.patience_seconds):
                await self._budget.acquire()
        except TimeoutError as error:
            limits = self._limits
            raise RateLimited(
                f"The budget for {self._name} ({limits.calls:g} calls in {limits.per_seconds:g} s) is used up.",
                source=self._name,
                retry_after=max(1, ceil(limits.per_seconds / limits.calls)),
            ) from error

    def _failed(self, problem: SourceFailed) -> None:
        self._failures += 1
        self._last_reason = problem.detail.rstrip(".")
        if self._failures >= self._limits.failures:
            self._open_until = self._monotonic() + self._limits.pause_seconds
