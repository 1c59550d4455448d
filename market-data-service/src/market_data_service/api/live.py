"""Bars as they happen."""

from contextlib import aclosing
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect

from market_data_service.api.needs import UseCasesDep
from trading_contracts.bars import Timeframe
from trading_contracts.problem import Problem

router = APIRouter(tags=["live"])


@router.websocket("/ws/market/{symbol:path}")
async def follow(
    socket: WebSocket,
    symbol: str,
    use_cases: UseCasesDep,
    timeframe: Annotated[Timeframe, Query()] = Timeframe.M1,
    since: Annotated[datetime | None, Query()] = None,
) -> None:
    """Send every bar as it ends; with `since`, first all bars after it, so that a reader who comes back misses none."""
    await socket.accept()
    try:
        async with aclosing(use_cases.follow_live(symbol, timeframe, since)) as frames:
            async for frame in frames:
                await socket.send_text(frame.model_dump_json(exclude_none=True))
    except Problem as problem:
        await socket.send_json({"type": "problem", "code": problem.code, "detail": problem.detail})
        await socket.close(code=4404)
    except WebSocketDisconnect:
        return
