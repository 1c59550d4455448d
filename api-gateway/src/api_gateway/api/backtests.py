"""Backtests: started once, followed, read, replayed."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response, status

from api_gateway.api.context import GatewayDep, NowDep
from api_gateway.api.forwarding import answer_of, forward, query_of
from api_gateway.api.identity import Reader, Runner, Writer
from api_gateway.api.models.work import (
    IndicatorPreview,
    IndicatorWish,
    RunLine,
    RunWithResult,
    SignalCount,
    SignalWish,
    Verification,
)
from api_gateway.api.problems import CHANGES, OF_USER, SIGNED_IN, problems
from api_gateway.ports.services import Call
from api_gateway.usecases.runs import RunRequest
from trading_contracts.paging import AsOf, Page
from trading_contracts.results import EngineAgreement
from trading_contracts.runs import RunState, RunStatus

router = APIRouter(tags=["backtests"])
OF_DATA = problems(400, 401, 403, 404, 408, 413, 415)
Download = Literal["trades.csv", "equity.csv", "trades.parquet", "equity.parquet", "series.msgpack", "tearsheet.html"]
IdempotencyHeader = Annotated[
    str | None,
    Header(
        min_length=8,
        max_length=128,
        pattern=r"^[\x21-\x7e]+$",
        description="A name of this request that you choose: sent again within a day, it gives the first answer",
    ),
]
RunSort = Annotated[
    str,
    Query(pattern="^-?(created_at|finished_at|status|strategy_name)$", description="Field; a minus turns it around"),
]


@router.post("/backtest/run", status_code=status.HTTP_202_ACCEPTED, response_model=RunState, responses=CHANGES)
async def run_backtest(
    request: Request,
    wish: RunRequest,
    gateway: GatewayDep,
    runner: Runner,
    now: NowDep,
    idempotency_key: IdempotencyHeader = None,
) -> Response:
    """Start a backtest of a stored strategy or of a document. Follow it at `Location`."""
    body = wish.model_dump_json().encode()
    if idempotency_key is None:
        code, answer = await gateway.run_starter.start(runner.user_id, wish)
    else:
        who = (runner.user_id, idempotency_key)
        code, answer = await gateway.once_only.run(
            who, body, lambda run_id: gateway.run_starter.start(runner.user_id, wish, run_id), now
        )
    run = RunState.model_validate_json(answer)
    prefix = request.scope.get("vibe.prefix", "")
    return answer_of(code, answer, {"Location": f"{prefix}/backtest/{run.id}"})


@router.get("/backtests", response_model=Page[RunLine], responses=SIGNED_IN)
async def list_backtests(  # noqa: PLR0913 - one argument a query parameter, so that each is documented
    request: Request,
    gateway: GatewayDep,
    reader: Reader,
    *,
    page: Annotated[int, Query(ge=1, le=100_000, description="Counts from 1")] = 1,
    page_size: Annotated[int, Query(ge=1, le=100)] = 20,
    sort: RunSort = "-created_at",
    status: RunStatus | None = None,
    strategy_id: UUID | None = None,
    symbol: Annotated[str | None, Query(max_length=40)] = None,
    q: Annotated[str | None, Query(max_length=200, description="Words of the strategy's name")] = None,
    as_of: Annotated[AsOf | None, Query()] = None,
) -> Response:
    """List backtests with their main figures."""
    del page, page_size, sort, status, strategy_id, symbol, q, as_of
    return await forward(gateway.services.engine, Call("GET", "/backtests", reader.user_id, params=query_of(request)))


@router.get("/backtest/{run_id}", response_model=RunWithResult, responses=OF_USER)
async def read_backtest(
    run_id: UUID,
    request: Request,
    gateway: GatewayDep,
    reader: Reader,
    wait: Annotated[float, Query(ge=0, le=30, description="Seconds to hold the answer until the run ends")] = 0,
    *,
    series: Annotated[
        bool | Literal["days"],
        Query(description="false leaves the long series out, days gives the curves at the end of each day (UTC)"),
    ] = True,
) -> Response:
    """Return a backtest: its state, and its result once it is completed."""
    del wait, series
    call = Call("GET", f"/backtest/{run_id}", reader.user_id, params=query_of(request))
    return await forward(gateway.services.engine, call)


@router.delete("/backtest/{run_id}", status_code=status.HTTP_204_NO_CONTENT, responses=CHANGES)
async def delete_backtest(run_id: UUID, gateway: GatewayDep, writer: Writer) -> Response:
    """Delete a backtest and its result."""
    return await forward(gateway.services.engine, Call("DELETE", f"/backtest/{run_id}", writer.user_id))


@router.post("/backtest/{run_id}/cancel", response_model=RunState, responses=CHANGES)
async def cancel_backtest(run_id: UUID, gateway: GatewayDep, runner: Runner) -> Response:
    """Stop a backtest that has not ended."""
    return await forward(gateway.services.engine, Call("POST", f"/backtest/{run_id}/cancel", runner.user_id))


@router.post("/backtest/{run_id}/verify", response_model=Verification, responses=CHANGES)
async def verify_backtest(run_id: UUID, gateway: GatewayDep, runner: Runner) -> Response:
    """Replay a backtest, and say whether it gives the same."""
    return await forward(gateway.services.engine, Call("POST", f"/backtest/{run_id}/verify", runner.user_id))


@router.post("/backtest/{run_id}/engines", response_model=EngineAgreement, responses=CHANGES)
async def compare_engines(run_id: UUID, gateway: GatewayDep, runner: Runner) -> Response:
    """Run a backtest with the second engine too, and say whether both found the same. It takes up to a minute."""
    return await forward(gateway.services.engine, Call("POST", f"/backtest/{run_id}/engines", runner.user_id))


@router.post("/signals/frequency", response_model=SignalCount, responses=OF_DATA)
async def count_signals(wish: SignalWish, gateway: GatewayDep, runner: Runner) -> Response:
    """Count how often the rules of a document would have fired. Nothing is traded or stored."""
    body = wish.model_dump_json().encode()
    return await forward(gateway.services.engine, Call("POST", "/signals/frequency", runner.user_id, body=body))


@router.post("/indicators/preview", response_model=IndicatorPreview, responses=OF_DATA)
async def preview_indicators(wish: IndicatorWish, gateway: GatewayDep, runner: Runner) -> Response:
    """Return the series that the rules of a document read."""
    body = wish.model_dump_json().encode()
    return await forward(gateway.services.engine, Call("POST", "/indicators/preview", runner.user_id, body=body))


OF_RUN = problems(401, 403, 404, 409)


def _download(name: Download, media_type: str) -> None:
    """Add the route of one file of a run."""
    operation = "download_" + name.replace(".", "_")

    async def download(run_id: UUID, gateway: GatewayDep, reader: Reader) -> Response:
        return await forward(gateway.services.engine, Call("GET", f"/backtest/{run_id}/{name}", reader.user_id))

    router.add_api_route(
        f"/backtest/{{run_id}}/{name}",
        download,
        name=operation,
        summary=f"Download {name} of a backtest",
        description=f"Return `{name}` of a completed backtest as a file.",
        response_class=Response,
        responses={200: {"content": {media_type: {"schema": {"type": "string"}}}}, **OF_RUN},
    )


_download("trades.csv", "text/csv")
_download("equity.csv", "text/csv")
_download("trades.parquet", "application/vnd.apache.parquet")
_download("equity.parquet", "application/vnd.apache.parquet")
_download("series.msgpack", "application/vnd.msgpack")
_download("tearsheet.html", "text/html")
