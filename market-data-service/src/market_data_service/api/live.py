"""Bars as they happen."""

import asyncio
from contextlib import aclosing, suppress
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect

from market_data_service.api.needs import UseCases, UseCasesDep
from trading_contracts.bars import Timeframe
from trading_contracts.problem import Problem

router = APIRouter(tags=["live"])
_FIRST_PRIVATE_CODE = 4000
# The last millisecond that a moment of Python's can be.
_LAST_EVENT = 253_402_300_799_999


@router.websocket("/ws/market/{symbol:path}")
async def follow(
    socket: WebSocket,
    symbol: str,
    use_cases: UseCasesDep,
    timeframe: Annotated[Timeframe, Query()] = Timeframe.M1,
    since: Annotated[datetime | None, Query()] = None,
    last_event_id: Annotated[int | None, Query(ge=0, le=_LAST_EVENT)] = None,
) -> None:
    """Send every bar as it ends; with `last_event_id` first all bars after it, so that who comes back misses none.

    A refusal closes the socket with 4000 and the status of the problem: 4404 for an unknown symbol, 4408 for a reader
    who is too slow to be served without a hole.
    """
    await socket.accept()
    last = since if last_event_id is None else datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=last_event_id)
    sending = asyncio.create_task(_send(socket, use_cases, symbol, timeframe, last))
    # Without listening, a reader who leaves would be noticed at the next frame only.
    leaving = asyncio.create_task(_until_gone(socket))
    try:
        await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (sending, leaving):
            task.cancel()
            with suppress(asyncio.CancelledError, WebSocketDisconnect):
                await task


async def _send(
    socket: WebSocket, use_cases: UseCases, symbol: str, timeframe: Timeframe, last: datetime | None
) -> None:
    try:
        async with aclosing(use_cases.follow_live(symbol, timeframe, last)) as frames:
            async for frame in frames:
                await socket.send_text(frame.model_dump_json(exclude_none=True))
    except Problem as problem:
        await socket.send_json({"type": "problem", "code": problem.code, "detail": problem.detail})
        await socket.close(code=_FIRST_PRIVATE_CODE + problem.status, reason=problem.code)


async def _until_gone(socket: WebSocket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        # Readers have nothing to say; what they send is passed over.
        pass
