"""The fast lane: the general kernel's semantics for one symbol and one position, at the speed of a bare loop.

What it cannot say it does not try: it marks the run as odd, and the general kernel runs it from the start.
"""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

from typing import Final

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.lane.fills import decide, enter_waiting, follow, meet
from backtest_engine.domain.kernel.lane.memory import equity_of, me_of, waiting_of
from backtest_engine.domain.kernel.lane.position import end
from backtest_engine.domain.kernel.lane.quiet import flat, held
from backtest_engine.domain.kernel.memory import close_of, open_of, risks_of, settings_of
from backtest_engine.domain.kernel.records import Row, World

ODD: Final = 0
DONE: Final = 1
FULL: Final = 2


@compiled
def _is_let_alone(w: World, me: Row) -> bool:
    # Whether there is no level that could be met, and nobody asks how far the price went.
    row = risks_of(w)[me["risk"]]
    levels = row["stops"] > 0 or row["targets"] > 0 or row["trailing"] >= 0 or row["break_even"] >= 0
    return bool(me["marked"] and not levels)


@compiled
def _step(w: World, tick: int) -> None:
    # One bar in full: the open, the inside, the close.
    me, i = me_of(w)[0], me_of(w)[0]["first"] + tick
    if me["leave"] and i >= me["leave_bar"]:
        end(w, (open_of(w)[i], 0), i, (me["leave_reason"], me["leave_rule"]))
    if me["pending"]:
        enter_waiting(w, i)
    if me["side"] != 0 and not _is_let_alone(w, me):
        meet(w, i)
        if me["side"] != 0:
            follow(w, me, i)
    decide(w, i)
    final, pending = close_of(w)[i], 0
    for rule in range(waiting_of(w).shape[0]):
        pending |= waiting_of(w)[rule]["active"]
    value = me["cash"] + me["side"] * me["quantity"] * final
    me["pending"], equity_of(w)[tick] = pending, value
    if me["side"] != 0:
        me["in_market"] += 1
        if value < settings_of(w)[0]["maintenance"] * me["quantity"] * final:
            me["odd"] = 1


@compiled
def run(w: World) -> int:
    """Simulate from the tick where `me` stands; return DONE, ODD, or FULL, which may be run on with more room.

    ODD where the lane is not enough: a fill that the volume cuts, a margin call.
    """
    me, stop = me_of(w)[0], equity_of(w).shape[0]
    # One tick ends at most what leaves at the open, what each rule's order turns, what a stop or a target meets.
    tick, room = me["tick"], me["room"] - waiting_of(w).shape[0] - 3
    while tick < stop:
        if me["trades"] > room:
            me["tick"] = tick
            return FULL
        if me["pending"] == 0 and me["leave"] == 0:
            tick = flat(w, tick) if me["side"] == 0 else held(w, tick)
            if tick >= stop:
                break
        _step(w, tick)
        if me["odd"]:
            return ODD
        tick += 1
    me["last_bar"] = me["first"] + stop - 1
    return DONE
