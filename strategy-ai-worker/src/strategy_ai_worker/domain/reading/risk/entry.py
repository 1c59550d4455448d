"""Reading one piece of risk."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.risk.holding import hold, session, span_alone
from strategy_ai_worker.domain.reading.risk.leading import leading_amount
from strategy_ai_worker.domain.reading.risk.steps import give_back, step
from strategy_ai_worker.domain.reading.risk.stops import break_even, from_peak, no_other, open_loss, stop_of, trail
from strategy_ai_worker.domain.reading.risk.targets import exit_at, part_target, signed, target


def read_risk(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read one piece of risk that begins at a lexeme into the draft; return the place after it, or None."""
    for reader in (
        no_other,
        break_even,
        give_back,
        step,
        leading_amount,
        trail,
        from_peak,
        stop_of,
        open_loss,
        target,
        part_target,
        exit_at,
        signed,
        hold,
        span_alone,
        session,
    ):
        after = reader(c, i, draft)
        if after is not None:
            return after
    return None
