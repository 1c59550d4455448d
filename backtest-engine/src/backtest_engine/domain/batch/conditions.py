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
    if code == ABOVE:
        for i in range(1, out.shape[0]):
            out[i] = (left[i] > right[i]) & (left[i - 1] <= right[i - 1])
    else:
        for i in range(1, out.shape[0]):
            out[i] = (left[i] < right[i]) & (left[i - 1] >= right[i - 1])


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
def decide(steps: Steps, place: Steps, series: Floats, truths: Truths, stack: Truths) -> None:
    """Run the steps of a condition; its truth is then in the first row of the stack.

    Args:
        steps: What to do, shape (steps, 3).
        place: Row of each leaf in `series` or `truths`, shape (leaves,).
        series: Shape (series, bars).
        truths: Shape (truths, bars).
        stack: Written, shape (depth, bars).
    """
    top = 0
    for n in range(steps.shape[0]):
        code, left, right = steps[n, 0], steps[n, 1], steps[n, 2]
        if code >= AND:
            top -= 1
            combine(code, stack[top - 1], stack[top])
            continue
        if code == TRUTH:
            stack[top, :] = truths[place[left]]
        elif code >= ABOVE:
            cross(code, series[place[left]], series[place[right]], stack[top])
        else:
            compare(code, series[place[left]], series[place[right]], stack[top])
        top += 1
