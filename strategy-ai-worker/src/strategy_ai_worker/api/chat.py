"""Chat: a message in, a strategy or an honest answer out; at once or as a stream."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import StreamingResponse

from service_kit.caller import CallerDep
from service_kit.problems import to_document
from strategy_ai_worker.ports import Interpreter, Interpreters
from strategy_ai_worker.usecases.answer import Answering
from strategy_language.conversation import ChatReply, ChatRequest, ProblemEvent, ReplyEvent
from trading_contracts.problem import Problem

router = APIRouter(tags=["chat"])


async def _interpreter(
    request: Request,
    x_llm_provider: Annotated[str, Header()] = "",
    x_llm_key: Annotated[str, Header()] = "",
    x_llm_base_url: Annotated[str, Header()] = "",
    x_llm_model: Annotated[str, Header()] = "",
) -> Interpreter:
    interpreters: Interpreters = request.app.state.interpreters
    return interpreters.choose(x_llm_provider, x_llm_key, x_llm_base_url, x_llm_model)


InterpreterDep = Annotated[Interpreter, Depends(_interpreter)]


@router.post("/chat/strategy")
async def chat_strategy(
    body: ChatRequest, caller: CallerDep, interpreter: InterpreterDep, request: Request
) -> ChatReply:
    """Answer a message."""
    answering: Answering = request.app.state.answering
    last = [event async for event in answering.answer(caller.user_id, body, interpreter)][-1]
    assert isinstance(last, ReplyEvent)  # noqa: S101 - a stream of answering ends with the reply
    return last.reply


@router.post("/chat/strategy/stream")
async def chat_strategy_stream(
    body: ChatRequest, caller: CallerDep, interpreter: InterpreterDep, request: Request
) -> StreamingResponse:
    """Answer a message as NDJSON: steps, words, and the reply (or a problem) last."""
    answering: Answering = request.app.state.answering
    user_id = caller.user_id

    async def lines() -> AsyncIterator[bytes]:
        try:
            async for event in answering.answer(user_id, body, interpreter):
                yield event.model_dump_json().encode() + b"\n"
        except Problem as refusal:
            # The stream has begun, so that the refusal must travel inside of it.
            yield ProblemEvent(problem=to_document(refusal)).model_dump_json().encode() + b"\n"

    return StreamingResponse(lines(), media_type="application/x-ndjson")
