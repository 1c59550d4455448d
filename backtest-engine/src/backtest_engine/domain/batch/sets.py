"""Many sets of numbers through the fast lane, one after the other in one thread; only figures are kept."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.batch.conditions import Floats, Steps, Truths, copy, decide, mark
from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.lane.loop import DONE, run
from backtest_engine.domain.kernel.lane.memory import equity_of, me_of, waiting_of
from backtest_engine.domain.kernel.memory import conditions_of, flags_of, sources_of
from backtest_engine.domain.kernel.records import Table, World
from backtest_engine.domain.statistics.headline import headlines
from backtest_engine.domain.statistics.pieces import PIECES, pass_in_pieces

TRADES, ENOUGH, FIRST_PIECE = 6, 7, 8
"""Columns of the figures behind the six of `headlines`: trades, whether the lane was enough, and the sums by pieces."""

COLUMNS = FIRST_PIECE + 2 * PIECES

Rules = tuple[Steps, NDArray[np.int64], Truths, Truths]


@compiled
def _ask(w: World, rules: Rules, pools: tuple[Steps, Floats, Truths]) -> None:
    # The conditions of the set at hand, and the flags that say where one of them is true.
    steps, starts, bits, odd = rules
    place, series, truths = pools
    conditions, flags = conditions_of(w), flags_of(w)
    stack = np.empty((steps.shape[0], flags.shape[0]), np.uint8)
    copy(flags, odd)
    for k in range(bits.shape[0]):
        decide(steps[starts[k] : starts[k + 1]], place, series, truths, stack, conditions[k])
        mark(flags, conditions[k], bits[k])


@compiled
def run_sets(
    w: World,
    rules: Rules,
    pools: tuple[Steps, Floats, Truths],
    fresh: tuple[Table, Table, float],
    span: tuple[int, int],
    figures: Floats,
) -> None:
    """Run the sets of a span and write their figures.

    Args:
        w: A run through the lane whose own arrays (conditions, flags, sources, me, waiting, equity) are this thread's.
        rules: Steps of all conditions, where each rule's begin, the flag of each rule, and the flags of the bars
            that are odd whatever the rules say.
        pools: Row of each leaf for each set, shape (sets, leaves); series; truths.
        fresh: The sources of each set, shape (sets, sources), the account as it begins, one row,
            and bars a year.
        span: The first set and one behind the last.
        figures: Written, shape (sets, COLUMNS).
    """
    (place, series, truths), (sources, account, periods) = pools, fresh
    equity = equity_of(w)
    for s in range(span[0], span[1]):
        _ask(w, rules, (place[s], series, truths))
        for n in range(sources.shape[1]):
            sources_of(w)[n] = sources[s, n]
        me_of(w)[0] = account[0]
        for rule in range(waiting_of(w).shape[0]):
            waiting_of(w)[rule]["active"] = 0
        outcome = run(w)
        start = account[0]["cash"]
        sums = pass_in_pieces(equity, start, figures[s, FIRST_PIECE:])
        found = headlines(equity.shape[0], sums, (start, equity[-1]), periods)
        for n in range(6):
            figures[s, n] = found[n]
        figures[s, TRADES] = me_of(w)[0]["trades"] + abs(me_of(w)[0]["side"])
        figures[s, ENOUGH] = 1.0 if outcome == DONE else 0.0
