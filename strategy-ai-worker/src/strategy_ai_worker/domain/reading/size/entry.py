"""Reading one piece of sizing, ordering or cost."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.size.adding import adding
from strategy_ai_worker.domain.reading.size.orders import order, order_behind, valid
from strategy_ai_worker.domain.reading.size.sizes import (
    all_in,
    cash,
    dollars_at_risk,
    equal,
    risk,
    share,
    shares,
    volatility,
)
from strategy_ai_worker.domain.reading.size.stop_limits import stop_limit
from strategy_ai_worker.domain.reading.size.terms import cost, directions, leverage, positions


def read_size(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read one piece of sizing, ordering or cost that begins at a lexeme; return the place after it, or None."""
    for reader in (
        adding,
        stop_limit,
        order,
        order_behind,
        valid,
        dollars_at_risk,
        risk,
        volatility,
        share,
        cash,
        shares,
        all_in,
        equal,
        directions,
        cost,
        leverage,
        positions,
    ):
        after = reader(c, i, draft)
        if after is not None:
            return after
    return None
