"""Routes that look at signals without a run."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter

from backtest_engine.api.dependencies import BarsDep, SandboxDep
from backtest_engine.usecases.count_signals import Frequency, FrequencyRequest, count_signals
from backtest_engine.usecases.preview_indicators import PreviewRequest, preview_indicators

router = APIRouter(tags=["signals"])


@router.post("/signals/frequency")
async def signal_frequency(request: FrequencyRequest, bars: BarsDep, sandbox: SandboxDep) -> Frequency:
    """Count how often the rules of a document speak."""
    return await count_signals(bars, sandbox, request, datetime.now(UTC).date())


@router.post("/indicators/preview")
async def preview(request: PreviewRequest, bars: BarsDep, sandbox: SandboxDep) -> dict[str, Any]:
    """Show the series that the rules of a document read, or some expressions over its bars."""
    return await preview_indicators(bars, sandbox, request)
