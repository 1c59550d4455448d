"""The range in which a number makes sense, with a step on which its present value lies."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, inf, isfinite, log10

_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high` in steps of `step`, ends included."""

    low: float
    high: float
    step: float

    def narrowed(self, value: float, *, low: bool) -> Range:
        """Return the range with one end moved half the way to the present value, on the same steps."""
        end = self.low if low else self.high
        steps = floor(abs(value - end) / self.step / 2 + 1e-9)
        moved = round(value - steps * self.step if low else value + steps * self.step, _DIGITS)
        return Range(moved, self.high, self.step) if low else Range(self.low, moved, self.step)


def length_range(value: float, least: float = 1, most: float = inf) -> Range:
    """Return the range of a whole number of bars: from a quarter of it to three times as many."""
    step = next((step for end, step in ((30, 1), (80, 2), (160, 5), (400, 10)) if value <= end), 20)
    return _on_steps(value, max(least, value / 4), min(most, max(3 * value, value + 2)), step)


def number_range(value: float, least: float = -inf, most: float = inf) -> Range:
    """Return the range of a number: from a quarter of it to three times as much."""
    low, high = sorted((value / 4, value * 3))
    return _on_steps(value, max(least, low), min(most, high), _round_step(abs(value) / 20))


def bounded_range(value: float, bounds: tuple[float, float]) -> Range:
    """Return the range of a threshold on a series that never leaves its bounds: a quarter of them to either side."""
    width = bounds[1] - bounds[0]
    step = _round_step(width / 100) if width < 10 else 1
    return _on_steps(value, max(bounds[0], value - width / 4), min(bounds[1], value + width / 4), step)


def factor_range(value: float) -> Range:
    """Return the range of a factor: its distance from 1, from a fifth to three times as far, where it is near 1."""
    away = value - 1
    if abs(away) > 0.5:
        return number_range(value)
    low, high = sorted((1 + away / 5, 1 + 3 * away))
    return _on_steps(value, low, high, _round_step(abs(away) / 10))


def _on_steps(value: float, low: float, high: float, step: float) -> Range:
    down = floor((value - low) / step + 1e-9)
    up = floor((high - value) / step + 1e-9)
    return Range(round(value - max(down, 0) * step, _DIGITS), round(value + max(up, 0) * step, _DIGITS), step)


def _round_step(about: float) -> float:
    """Return 1, 2 or 5 times a power of ten, near a number above 0."""
    if not isfinite(about) or about < 1e-9:
        return 1e-9
    power = 10.0 ** floor(log10(about))
    digit = next((digit for digit in (1, 2, 5) if about / power <= digit + 1e-9), 10)
    return round(digit * power, _DIGITS)
