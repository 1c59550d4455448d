"""The offline interpreter behind the port: it needs no key and no network."""

import asyncio
from collections.abc import AsyncGenerator

from strategy_ai_worker.domain.about_parts import about_part
from strategy_ai_worker.domain.about_versions import asks_of_versions
from strategy_ai_worker.domain.advice.languages import tell
from strategy_ai_worker.domain.advice.wish import wants_advice
from strategy_ai_worker.domain.interpretation import Context, Interpretation, Written
from strategy_ai_worker.domain.reading.interpret import interpret
from strategy_ai_worker.domain.reading.tongue import tongue_of
from strategy_ai_worker.domain.run_answers.answer import RunAnswer
from strategy_ai_worker.domain.run_answers.question import RunQuestion, run_question
from strategy_ai_worker.domain.run_answers.words import ENGINE_AWAY, NO_RUN
from strategy_ai_worker.ports import Engine
from trading_contracts.problem import Problem


class OfflineInterpreter:
    """Reads messages with the house's own parser; asks the engine only when a stored result is the question."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def interpret(self, message: str, context: Context) -> AsyncGenerator[Written | Interpretation, None]:
        """Yield the interpretation."""
        if context.current is not None and wants_advice(message) and not asks_of_versions(message):
            yield Interpretation(kind="answer", asks_advice=True, language=tongue_of(message, context.said).language)
            return
        question = run_question(message) if context.current is not None else None
        asks_of_part = context.current is not None and about_part(
            message, context.current, tongue_of(message, context.said)
        )
        if question is not None and not asks_of_part and not asks_of_versions(message):
            yield await self._about_run(question, message, context)
            return
        # Long messages are read beside the event loop, so that one of them holds up nobody.
        yield await asyncio.to_thread(interpret, message, context)

    async def _about_run(self, question: RunQuestion, message: str, context: Context) -> Interpretation:
        language = tongue_of(message, context.said).language
        try:
            text = await self._answered(question, context, message)
        except Problem as refusal:
            text = tell(ENGINE_AWAY, language, reason=refusal.detail)
        return Interpretation(kind="answer", explanation=text, language=language)

    async def _answered(self, question: RunQuestion, context: Context, message: str) -> str:
        language = tongue_of(message, context.said).language
        if context.user_id is None or context.strategy_id is None:
            return tell(NO_RUN, language)
        run = await self._engine.last_run(context.user_id, context.strategy_id)
        if run is None:
            return tell(NO_RUN, language)
        answer = RunAnswer(run, context.versions, context.version, language)
        return await asyncio.to_thread(answer.to, question)
