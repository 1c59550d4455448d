"""What a user's messages have taken of language models."""

from datetime import UTC, date, datetime, time, timedelta

from fastapi import APIRouter, Request

from service_kit.caller import CallerDep
from strategy_ai_worker.domain.model_costs import Caps
from strategy_ai_worker.ports import Ledger, TakenToday
from trading_contracts.model import UtcDatetime

router = APIRouter(tags=["usage"])


class UsageToday(TakenToday):
    """What was taken since midnight UTC, what may be taken of the operator's model, and when the day ends."""

    day: date
    cap_usd: float | None
    cap_tokens: int | None
    resets_at: UtcDatetime


@router.get("/usage/today")
async def read_usage(caller: CallerDep, request: Request) -> UsageToday:
    """Return what the user's messages have taken of language models today."""
    ledger: Ledger = request.app.state.ledger
    caps: Caps = request.app.state.interpreters.operators_caps
    today = datetime.now(UTC).date()
    return UsageToday(
        **(await ledger.today(caller.user_id)).model_dump(),
        day=today,
        cap_usd=caps.usd,
        cap_tokens=caps.tokens,
        resets_at=datetime.combine(today, time(), UTC) + timedelta(days=1),
    )
