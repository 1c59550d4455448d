"""`/ws/chat`: answers of the strategy worker, word by word."""

import asyncio
import json
from typing import Literal, TypeVar

from fastapi import APIRouter, WebSocket
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api_gateway.api.chat import llm_headers
from api_gateway.api.context import Gateway, GatewayDep
from api_gateway.api.identity import keys_of, spend
from api_gateway.api.sockets.door import TOO_SLOW, ChatVisitor, Line, together
from api_gateway.domain.identity import Identity
from api_gateway.domain.refusals import AnswerInProgress
from api_gateway.usecases.streams import Stream, problem_event
from strategy_language.conversation import ChatRequest
from trading_contracts.problem import FieldProblem, Problem, Rejected

router = APIRouter()
Model = TypeVar("Model", bound=BaseModel)


class FrameRefused(Rejected):
    """The frame is none that this connection understands."""


class _Command(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: Literal["message", "stop", "resume", "pong"] = "message"


class _Resume(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: Literal["resume"]
    stream: str = Field(max_length=64)
    after: int = Field(ge=0)


class ChatLine:
    """One conversation over one connection: one answer at a time."""

    def __init__(self, websocket: WebSocket, line: Line, gateway: Gateway, visitor: Identity) -> None:
        self._websocket = websocket
        self._line = line
        self._gateway = gateway
        self._visitor = visitor
        self._stream: Stream | None = None
        self._sending: asyncio.Task[None] | None = None

    async def listen(self) -> None:
        """Read commands until the other side goes away."""
        try:
            while True:
                text = await self._websocket.receive_text()
                try:
                    await self._obey(text)
                except Problem as problem:
                    await self._line.send(problem_event(problem))
        finally:
            if self._sending is not None:
                self._sending.cancel()

    async def _obey(self, text: str) -> None:
        command = _read(_Command, text)
        if command.type == "message":
            await self._start(text)
        elif command.type == "resume":
            await self._resume(_read(_Resume, text))
        elif command.type == "stop" and self._stream is not None:
            self._gateway.chat_streams.stop(self._stream)

    async def _start(self, text: str) -> None:
        self._refuse_second_answer()
        fields = {name: value for name, value in json.loads(text).items() if name != "type"}
        request = _read(ChatRequest, json.dumps(fields))
        await spend(self._websocket, self._gateway, "chat", keys_of(self._visitor))
        headers = await llm_headers(self._gateway, self._visitor)
        stream = self._gateway.chat_streams.start(self._visitor.user_id, request, headers)
        await self._line.send({"type": "started", "stream": stream.id})
        self._follow(stream, 0)

    async def _resume(self, wish: _Resume) -> None:
        self._refuse_second_answer()
        stream = self._gateway.chat_streams.find(self._visitor.user_id, wish.stream)
        if stream is None or wish.after + 1 < stream.first_kept():
            await self._line.send({"type": "gone", "stream": wish.stream})
        else:
            self._follow(stream, wish.after)

    def _refuse_second_answer(self) -> None:
        if self._sending is not None and not self._sending.done():
            raise AnswerInProgress("Wait for the answer, or stop it.")

    def _follow(self, stream: Stream, after: int) -> None:
        self._stream = stream
        self._sending = asyncio.create_task(self._send_events(stream, after))

    async def _send_events(self, stream: Stream, after: int) -> None:
        async for event in stream.after(after):
            if event is None:
                await self._line.close(TOO_SLOW, "too slow")
                return
            await self._line.send(event)
        ended = {"stopped": True} if stream.was_stopped else {}
        await self._line.send({"type": "ended", "stream": stream.id, **ended})


@router.websocket("/ws/chat")
async def chat_socket(websocket: WebSocket, gateway: GatewayDep, visitor: ChatVisitor) -> None:
    """Take messages (ChatRequest, stop, resume) and send started, each ChatEvent with its number, and ended."""
    await websocket.accept()
    line = Line(websocket, gateway, visitor)
    await together(line, ChatLine(websocket, line, gateway, visitor).listen())


def _read(model: type[Model], text: str) -> Model:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        path = ".".join(str(step) for step in first["loc"])
        field = FieldProblem(path=path, reason=first["msg"])
        raise FrameRefused("This frame is not understood.", errors=(field,)) from error
