"""Routes that look at signals without a run."""

from datetime import UTC, datetime

from fastapi import APIRouter

from backtest_engine.api.dependencies import BarsDep, SandboxDep
from backtest_engine.usecases.count_signals import Frequency, FrequencyRequest, count_signals

router = APIRouter(prefix="/signals", tags=["signals"])


@router.post("/frequency")
async def signal_frequency(request: FrequencyRequest, bars: BarsDep, sandbox: SandboxDep) -> Frequency:
    """Count how often the rules of a document speak."""
    return await count_signals(bars, sandbox, request, datetime.now(UTC).date())
