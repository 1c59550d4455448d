"""Starting a backtest: finding the strategy that is meant, and doing it once."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, model_validator

from api_gateway.domain.refusals import IdempotencyKeyReused, StillInProgress
from api_gateway.ports.journal import Idempotency
from api_gateway.ports.services import Call, Upstream
from strategy_language.conversation import EngineRunRequest, StoredStrategy, StrategyVersion
from strategy_language.document import Strategy
from trading_contracts.problem import Problem, Unavailable
from trading_contracts.runs import RunSettings


def _written(value: object) -> object:
    # A number would be read as seconds since 1970, which nobody means.
    if isinstance(value, (int, float)):
        message = "a date is written as YYYY-MM-DD"
        raise ValueError(message)  # noqa: TRY004 - Pydantic reports this kind
    return value


IsoDate = Annotated[date, BeforeValidator(_written)]
"""A date, as text."""


class RunRequest(RunSettings):
    """A backtest as a client asks for it: a stored strategy (at a version), or a document as it stands."""

    start: IsoDate
    end: IsoDate

    strategy_id: UUID | None = None
    strategy_version: int | None = None
    strategy: Strategy | None = None

    @model_validator(mode="after")
    def _names_a_strategy(self) -> "RunRequest":
        if self.strategy is None and self.strategy_id is None:
            message = "give strategy_id or strategy"
            raise ValueError(message)
        if self.strategy_version is not None and self.strategy_id is None:
            message = "strategy_version needs strategy_id"
            raise ValueError(message)
        return self


@dataclass(frozen=True, slots=True)
class RunStarter:
    """Hands runs to the engine."""

    worker: Upstream
    engine: Upstream

    async def start(self, user_id: UUID, wish: RunRequest, run_id: UUID | None = None) -> tuple[int, bytes]:
        """Return the engine's status and answer.

        Args:
            user_id: Whose run it is.
            wish: What is asked for.
            run_id: The id that the run is to bear; asked for twice, it is the same run.

        Raises:
            NotFound: The user has no such strategy.
            Rejected: The engine refuses the run.
        """
        strategy, version = await self._resolve(user_id, wish)
        request = EngineRunRequest(
            **{name: getattr(wish, name) for name in RunSettings.model_fields},
            strategy=strategy,
            strategy_id=wish.strategy_id,
            strategy_version=version,
        )
        body = request.model_dump_json().encode()
        params = (("run_id", str(run_id)),) if run_id else ()
        return await self.engine.ask(Call("POST", "/backtest/run", user_id, params, body))

    async def _resolve(self, user_id: UUID, wish: RunRequest) -> tuple[Strategy, int | None]:
        if wish.strategy_id is None:
            return _document(wish), None
        path = f"/strategies/{wish.strategy_id}"
        if wish.strategy_version is not None:
            _, body = await self.worker.ask(Call("GET", f"{path}/versions/{wish.strategy_version}", user_id))
            stored: StoredStrategy | StrategyVersion = StrategyVersion.model_validate_json(body)
        else:
            _, body = await self.worker.ask(Call("GET", path, user_id))
            stored = StoredStrategy.model_validate_json(body)
        # A document beside an id is an unsaved change of that strategy: it counts for its lineage.
        if wish.strategy is not None:
            return wish.strategy, None
        return stored.strategy, stored.version


def _document(wish: RunRequest) -> Strategy:
    if wish.strategy is None:
        message = "a run request without strategy_id has a strategy"
        raise AssertionError(message)
    return wish.strategy


@dataclass(frozen=True, slots=True)
class OnceOnly:
    """Carries a request out once under an idempotency key."""

    idempotency: Idempotency

    async def run(
        self,
        who: tuple[UUID, str],
        request: bytes,
        carry_out: Callable[[UUID], Awaitable[tuple[int, bytes]]],
        now: datetime,
    ) -> tuple[int, bytes]:
        """Return the first answer to this key, and carry the request out only where there is none.

        Args:
            who: The user and the key.
            request: What distinguishes this request from another one.
            carry_out: Does it, under an id that stays the same at every try.
            now: The time.

        Raises:
            IdempotencyKeyReused: The key came with another request before.
            StillInProgress: The first request is not answered yet.
        """
        user_id, key = who
        request_hash = hashlib.sha256(request).digest()
        claim = await self.idempotency.claim(user_id, key, request_hash, now)
        if claim.request_hash != request_hash:
            raise IdempotencyKeyReused("This idempotency key was used for another request.", key=key)
        if claim.answer is not None:
            return claim.answer
        if not claim.is_ours:
            raise StillInProgress("The first request with this key is not answered yet.", key=key)
        try:
            status, body = await carry_out(claim.id)
        except Unavailable:
            # It may have been carried out before the other side went away: the next try asks for the same thing.
            await self.idempotency.reopen(user_id, key)
            raise
        except Problem:
            # Refused, so nothing was begun; anything worse leaves the claim, which can be taken over after a while.
            await self.idempotency.release(user_id, key)
            raise
        await self.idempotency.keep(user_id, key, status, body)
        return status, body
