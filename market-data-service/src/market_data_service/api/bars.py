"""Bars: JSON for people, Arrow for services, both streamed."""

from collections.abc import Iterator

import orjson
from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from market_data_service.api import arrow
from market_data_service.api.needs import UseCasesDep
from market_data_service.api.queries import BarsQuery, BarsQueryDep
from market_data_service.domain.delivery import DeliveredBars
from market_data_service.domain.series import moment
from trading_contracts.bars import Bar

router = APIRouter(prefix="/market", tags=["bars"])
_ROWS = 5_000
ARROW_STREAM = "application/vnd.apache.arrow.stream"


@router.get("/data", response_model=list[Bar])
async def read_data(query: BarsQueryDep, use_cases: UseCasesDep) -> Response:
    """Return bars as a JSON list: a short one whole, a long one in pieces as they are written."""
    bars = await use_cases.read_bars(query.to_request())
    pieces = _json(bars, query)
    if len(query.part_of(len(bars.series))) <= _ROWS:
        return Response(b"".join(pieces), media_type="application/json", headers=_headers(bars))
    return StreamingResponse(pieces, media_type="application/json", headers=_headers(bars))


@router.get("/bars.arrow", response_class=StreamingResponse)
async def read_arrow(query: BarsQueryDep, use_cases: UseCasesDep) -> StreamingResponse:
    """Return bars as an Arrow IPC stream; its schema metadata carries `origin`, `instrument` and `warmup_bars`."""
    bars = await use_cases.read_bars(query.to_request())
    return StreamingResponse(arrow.stream(bars), media_type=ARROW_STREAM, headers=_headers(bars))


def _headers(bars: DeliveredBars) -> dict[str, str]:
    return {
        "X-Source": bars.origin.source,
        "X-Symbol": bars.origin.symbol.encode("ascii", "replace").decode(),
        "X-Adjustment": bars.origin.adjustment.value,
        "X-Total-Count": str(len(bars.series)),
        "X-Warmup-Bars": str(bars.warmup_bars),
        "X-Last-Is-Partial": "true" if bars.last_is_partial else "false",
    }


def _json(bars: DeliveredBars, query: BarsQuery) -> Iterator[bytes]:
    series = bars.series
    wanted = query.part_of(len(series))
    yield b"["
    for start in range(wanted.start, wanted.stop, _ROWS):
        part = series.between(start, min(start + _ROWS, wanted.stop))
        rows = zip(
            part.timestamp.tolist(),
            part.open.tolist(),
            part.high.tolist(),
            part.low.tolist(),
            part.close.tolist(),
            part.volume.tolist(),
            strict=True,
        )
        listed = orjson.dumps([_row(row) for row in rows], option=orjson.OPT_UTC_Z)
        yield (b"," if start > wanted.start else b"") + listed[1:-1]
    yield b"]"


def _row(row: tuple[int, float, float, float, float, float]) -> dict[str, object]:
    stamp, opened, high, low, close, volume = row
    return {"timestamp": moment(stamp), "open": opened, "high": high, "low": low, "close": close, "volume": volume}
