"""Conditions over series, a whole history at a time: small steps that the compiler turns into vector instructions."""

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.batch.steps import ABOVE, AND, LESS, TRUTH
from backtest_engine.domain.compiled import compiled

Floats = NDArray[np.float64]
Truths = NDArray[np.uint8]
Steps = NDArray[np.int64]
"""Rows of code, left leaf, right leaf, in postfix order."""


@compiled
def compare(code: int, left: Floats, right: Floats, out: Truths) -> None:
    """Write where a series is below another (or, by the other code, not above it); NaN is false."""
    if code == LESS:
        for i in range(out.shape[0]):
            out[i] = left[i] < right[i]
    else:
        for i in range(out.shape[0]):
            out[i] = left[i] <= right[i]


@compiled
def cross(code: int, left: Floats, right: Floats, out: Truths) -> None:
    """Write where a series is beyond another and was not on the bar before; NaN is false."""
    out[0] = 0
    rest, one, other, one_before, other_before = out[1:], left[1:], right[1:], left[:-1], right[:-1]
    if code == ABOVE:
        for i in range(rest.shape[0]):
            rest[i] = (one[i] > other[i]) & (one_before[i] <= other_before[i])
    else:
        for i in range(rest.shape[0]):
            rest[i] = (one[i] < other[i]) & (one_before[i] >= other_before[i])


@compiled
def _row(stack: Truths, out: Truths, at: int) -> Truths:
    return out if at == 0 else stack[at - 1]


@compiled
def combine(code: int, left: Truths, right: Truths) -> None:
    """Write into the left truth what both together are."""
    if code == AND:
        for i in range(left.shape[0]):
            left[i] &= right[i]
    else:
        for i in range(left.shape[0]):
            left[i] |= right[i]


@compiled
def copy(out: Truths, truth: Truths) -> None:
    """Write a truth; numba's own way looks at each element whether it is written over while it is read."""
    for i in range(out.shape[0]):
        out[i] = truth[i]


@compiled
def mark(flags: Truths, truth: Truths, bit: int) -> None:
    """Set a bit of the flags where a truth is true."""
    for i in range(flags.shape[0]):
        flags[i] |= truth[i] * bit


@compiled
def decide(steps: Steps, place: Steps, series: Floats, truths: Truths, stack: Truths, out: Truths) -> None:
    """Run the steps of a condition and write its truth.

    Args:
        steps: What to do, shape (steps, 3).
        place: Row of each leaf in `series` or `truths`, shape (leaves,).
        series: Shape (series, bars).
        truths: Shape (truths, bars).
        stack: Room for what is not combined yet, shape (depth, bars).
        out: Written, shape (bars,).
    """
    top = 0
    for n in range(steps.shape[0]):
        code, left, right = steps[n, 0], steps[n, 1], steps[n, 2]
        if code >= AND:
            top -= 1
            combine(code, _row(stack, out, top - 1), _row(stack, out, top))
            continue
        row = _row(stack, out, top)
        if code == TRUTH:
            copy(row, truths[place[left]])
        elif code >= ABOVE:
            cross(code, series[place[left]], series[place[right]], row)
        else:
            compare(code, series[place[left]], series[place[right]], row)
        top += 1
