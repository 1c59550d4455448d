"""How a benchmark is measured: two things in turn, in one process, and the ratio of their medians."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Ratio:
    """One line of the report.

    `goal` bounds the ratio: at most it where `at_most`, else at least it; None is a figure without a goal.
    """

    name: str
    against: str
    seconds: float
    base_seconds: float
    goal: float | None = None
    at_most: bool = True

    @property
    def ratio(self) -> float:
        return self.seconds / self.base_seconds if self.at_most else self.base_seconds / self.seconds

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        met = self.ratio <= self.goal if self.at_most else self.ratio >= self.goal
        return f"{'met' if met else 'MISSED'} (goal {'<=' if self.at_most else '>='} {self.goal:g})"

    def line(self) -> str:
        return (
            f"{self.name:58s} {self.ratio:9.2f} x {self.against:34s} "
            f"{self.seconds * 1e3:10.3f} ms / {self.base_seconds * 1e3:10.3f} ms  {self.verdict}"
        )

    def record(self) -> dict[str, object]:
        return {**asdict(self), "ratio": self.ratio, "verdict": self.verdict}


def in_turn(
    one: Callable[[], object],
    other: Callable[[], object],
    rounds: int = 7,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[float, float]:
    """Return the median seconds of both, measured A B A B so that a drifting machine is fair to both.

    With `time.process_time` as the clock, what other processes take of the machine does not count.
    """
    one()
    other()
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for kept, work in zip(seconds, (one, other), strict=True):
            began = clock()
            work()
            kept.append(clock() - began)
    return median(seconds[0]), median(seconds[1])
