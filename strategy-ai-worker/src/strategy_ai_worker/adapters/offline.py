"""The offline interpreter behind the port: it needs no key and no network."""

import asyncio
from collections.abc import AsyncGenerator

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.reading.interpret import interpret
from strategy_ai_worker.domain.reading.runs import asks_about_result, explain_result
from strategy_ai_worker.domain.reading.tongue import tongue_of
from strategy_ai_worker.ports import Engine


class OfflineInterpreter:
    """Reads messages with the house's own parser; asks the engine only when a stored result is the question."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def interpret(self, message: str, context: Context) -> AsyncGenerator[str | Interpretation, None]:
        """Yield the interpretation."""
        if asks_about_result(message) and context.strategy_id is not None and context.user_id is not None:
            result = await self._engine.last_result(context.user_id, context.strategy_id)
            yield explain_result(message, result, tongue_of(message))
            return
        # Long messages are read beside the event loop, so that one of them holds up nobody.
        yield await asyncio.to_thread(interpret, message, context)
