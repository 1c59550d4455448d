"""Answers of the strategy worker as they are written: made once, read by whoever is connected.

An answer goes on being made when its reader goes away, and stays here for a few minutes, so that a reader that comes
back can go on after the last event that it saw. It lives in this process; what is lost with it is in the conversation.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from uuid import UUID, uuid4

from pydantic import JsonValue, ValidationError

from api_gateway.ports.services import Answer, Call, Upstream
from strategy_language.conversation import ChatRequest
from trading_contracts.problem import Problem, ProblemDocument, Unavailable

KEPT_SECONDS = 300.0
KEPT_EVENTS = 4000
RUNNING_AT_ONCE = 4
_LAST = ("reply", "problem")

Event = dict[str, JsonValue]


class AnswerCutShort(Unavailable):
    """The answer broke off before its end."""


class TooManyAnswers(Unavailable):
    """The user is receiving as many answers as they may at once."""

    status = 429


@dataclass(eq=False)
class Stream:
    """One answer: its last events, numbered from 1, and whether more will come.

    A reader that falls more than `KEPT_EVENTS` behind has lost events and is told so; nobody else waits for it.
    """

    user_id: UUID
    id: str = field(default_factory=lambda: uuid4().hex)
    events: deque[Event] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))
    count: int = 0
    ended_at: float | None = None
    was_stopped: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    def add(self, event: Event) -> None:
        """Number an event and wake the readers."""
        self.count += 1
        self.events.append({**event, "stream": self.id, "event_id": self.count})
        self._wake()

    def end(self, *, stopped: bool = False) -> None:
        """Say that nothing more will come."""
        if self.ended_at is None:
            self.ended_at, self.was_stopped = monotonic(), stopped
            self._wake()

    def first_kept(self) -> int:
        """Return the number of the oldest event that is kept."""
        return self.count - len(self.events) + 1

    async def after(self, last_seen: int) -> AsyncIterator[Event | None]:
        """Yield the events after one, as they come; None where the reader has fallen too far behind."""
        while True:
            changed = self.changed
            if last_seen + 1 < self.first_kept():
                yield None
                return
            # Copied, because readers pause while more events arrive.
            for event in [one for one in self.events if int(str(one["event_id"])) > last_seen]:
                last_seen += 1
                yield event
            if self.ended_at is not None and last_seen >= self.count:
                return
            if last_seen >= self.count:
                await changed.wait()

    def _wake(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()


class ChatStreams:
    """All answers that are being made or were made a moment ago."""

    def __init__(self, worker: Upstream) -> None:
        self._worker = worker
        self._streams: dict[str, Stream] = {}

    def start(self, user_id: UUID, request: ChatRequest, headers: Mapping[str, str]) -> Stream:
        """Begin an answer.

        Raises:
            TooManyAnswers: The user is receiving as many as they may at once.
        """
        self._forget_old()
        running = [one for one in self._streams.values() if one.user_id == user_id and one.ended_at is None]
        if len(running) >= RUNNING_AT_ONCE:
            raise TooManyAnswers("You are receiving several answers already; wait for one to end.", retry_after=5)
        stream = Stream(user_id)
        self._streams[stream.id] = stream
        call = Call("POST", "/chat/strategy/stream", user_id, body=request.model_dump_json().encode(), headers=headers)
        stream.task = asyncio.create_task(self._follow(stream, call))
        return stream

    def find(self, user_id: UUID, stream_id: str) -> Stream | None:
        """Return an answer of this user."""
        self._forget_old()
        stream = self._streams.get(stream_id)
        return stream if stream is not None and stream.user_id == user_id else None

    def stop(self, stream: Stream) -> None:
        """Stop making an answer."""
        if stream.task is not None:
            stream.task.cancel()
        stream.end(stopped=True)

    async def close(self) -> None:
        """Stop all answers."""
        tasks = [stream.task for stream in self._streams.values() if stream.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._streams.clear()

    async def _follow(self, stream: Stream, call: Call) -> None:
        try:
            async with self._worker.open(call) as answer:
                if answer.status >= 400:
                    stream.add(await _refusal(answer))
                else:
                    await _copy(answer, stream)
        except Problem as problem:
            stream.add(problem_event(problem))
        finally:
            stream.end()

    def _forget_old(self) -> None:
        now = monotonic()
        for name, stream in list(self._streams.items()):
            if stream.ended_at is not None and now - stream.ended_at > KEPT_SECONDS:
                del self._streams[name]


def problem_event(problem: Problem) -> Event:
    """Return a refusal as the last event of a stream."""
    document = ProblemDocument(
        type=f"urn:vibetrading:problem:{problem.code}",
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        code=problem.code,
        errors=problem.errors,
        facts=problem.facts,
    )
    return {"type": "problem", "problem": document.model_dump(mode="json")}


async def lines_of(answer: Answer) -> AsyncIterator[bytes]:
    """Yield the lines of an NDJSON body, without the blank ones that keep the connection alive."""
    rest = b""
    async for piece in answer.body:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            if line.strip():
                yield line
    if rest.strip():
        yield rest


async def _copy(answer: Answer, stream: Stream) -> None:
    async for line in lines_of(answer):
        event: Event = json.loads(line)
        stream.add(event)
        if event.get("type") in _LAST:
            return
    stream.add(problem_event(AnswerCutShort("The answer broke off; ask again.", retry_after=1)))


async def _refusal(answer: Answer) -> Event:
    body = b"".join([piece async for piece in answer.body])
    try:
        document = ProblemDocument.model_validate_json(body)
    except ValidationError:
        return problem_event(AnswerCutShort("The answer is none; ask again.", retry_after=1))
    return {"type": "problem", "problem": document.model_dump(mode="json")}
