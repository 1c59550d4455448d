"""Answering a message: the eight steps from words to a strategy that is kept and can be run."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from uuid import UUID

from strategy_ai_worker.domain.anew import Said, begins_at
from strategy_ai_worker.domain.interpretation import Context, Interpretation, Written
from strategy_ai_worker.domain.undo import undo_stack
from strategy_ai_worker.domain.waiting import answer_to_question
from strategy_ai_worker.domain.wording import explain_problems, pieces
from strategy_ai_worker.ports import (
    ConversationMessage,
    Conversations,
    Draft,
    Engine,
    Interpreter,
    ListRequest,
    Market,
    Strategies,
)
from strategy_ai_worker.usecases.advise import Asked, advise
from strategy_ai_worker.usecases.feasibility import Feasible, Infeasible, settle_symbols
from strategy_ai_worker.usecases.prepare import Prepared, prepare
from strategy_ai_worker.usecases.replies import (
    Made,
    advice_reply,
    question_reply,
    reply_without_strategy,
    strategy_reply,
)
from strategy_language.check import problems
from strategy_language.conversation import (
    ChatReply,
    ChatRequest,
    Question,
    ReplyEvent,
    StepEvent,
    StoredStrategy,
    TokenEvent,
)

_EARLIER_VERSIONS = 20
ChatEvents = AsyncIterator[StepEvent | TokenEvent | ReplyEvent]


@dataclass(frozen=True, slots=True)
class Answering:
    """Everything that answering needs."""

    strategies: Strategies
    conversations: Conversations
    market: Market
    engine: Engine

    async def answer(self, user_id: UUID, request: ChatRequest, interpreter: Interpreter) -> ChatEvents:
        """Yield the steps and the words of the explanation as they come, and the whole reply last.

        Args:
            user_id: Whose message it is.
            request: The message.
            interpreter: Who reads it.

        Raises:
            UnknownConversation: The conversation is not this user's.
            UnknownStrategy: The strategy is not this user's.
        """
        title = " ".join(request.message.split())[:80] or "Empty message"
        conversation_id = await self.conversations.open(user_id, request.conversation_id, title)
        context, stored = await self._context(user_id, request, conversation_id)
        await self.conversations.add(conversation_id, "user", request.message, None)

        yield StepEvent(step="intent", status="started")
        reading, spoken = Interpretation(kind="refusal"), ""
        async with aclosing(_read(request.message, context, interpreter)) as pieces_read:
            async for piece in pieces_read:
                if isinstance(piece, Written):
                    spoken += piece.text
                    yield TokenEvent(text=piece.text, cost_usd=piece.cost_usd)
                else:
                    reading = piece
        yield StepEvent(step="intent", status="done", detail=reading.kind)
        reply: ChatReply | None = None
        async for event in self._from_reading(user_id, request, conversation_id, reading, stored):
            if isinstance(event, ChatReply):
                reply = event
            else:
                yield event
        assert reply is not None  # noqa: S101 - the steps above end with a reply, always
        for words in pieces(_unsaid(spoken, reply.explanation)):
            yield TokenEvent(text=words)
        await self.conversations.add(conversation_id, "assistant", reply.explanation, reply)
        yield ReplyEvent(reply=reply)

    async def _context(
        self, user_id: UUID, request: ChatRequest, conversation_id: UUID
    ) -> tuple[Context, StoredStrategy | None]:
        stored = (
            await self.strategies.get(user_id, request.strategy_id)
            if request.strategy_id
            else await self.strategies.of_conversation(user_id, conversation_id)
        )
        messages = (await self.conversations.get(user_id, conversation_id)).messages
        said = tuple((one.role, one.text) for one in messages)
        asked = messages[-1].reply if messages else None
        begin = begins_at([Said(one.role, one.text, _made_document(one)) for one in messages])
        if stored is None or begin:
            return Context(messages=said[begin:], asked=asked, user_id=user_id), stored
        latest = ListRequest(page_size=_EARLIER_VERSIONS, sort="-version")
        versions = (await self.strategies.versions(user_id, stored.id, latest)).items
        context = Context(
            current=stored.strategy,
            earlier=undo_stack([(one.strategy, one.message) for one in reversed(versions)]),
            messages=said,
            asked=asked,
            user_id=user_id,
            strategy_id=stored.id,
            version=stored.version,
            versions={one.version: one.strategy for one in versions},
        )
        return context, stored

    async def _from_reading(
        self,
        user_id: UUID,
        request: ChatRequest,
        conversation_id: UUID,
        reading: Interpretation,
        stored: StoredStrategy | None,
    ) -> AsyncIterator[StepEvent | ChatReply]:
        yield StepEvent(step="extraction", status="done", detail=f"{len(reading.spans)} parts of the message")
        if reading.asks_advice and stored is not None:
            yield await self._advised(user_id, conversation_id, reading, stored)
            return
        if reading.strategy is None:
            yield reply_without_strategy(conversation_id, reading)
            return
        yield StepEvent(step="feasibility", status="started")
        settled = await settle_symbols(reading.strategy, self.market, reading.language)
        if isinstance(settled, Infeasible):
            yield StepEvent(step="feasibility", status="failed", detail=settled.question.text)
            yield question_reply(conversation_id, reading, settled.question, settled.waiting)
            return
        yield StepEvent(step="feasibility", status="done", detail=_extent(settled))
        faults = problems(settled.strategy)
        if faults:
            yield StepEvent(step="document", status="failed", detail=faults[0].reason)
            yield question_reply(conversation_id, reading, Question(text=explain_problems(reading, faults)))
            return
        yield StepEvent(step="document", status="done", detail=settled.strategy.name)
        prepared = prepare(settled.strategy)
        yield StepEvent(step="code", status="done", detail=f"{len(prepared.code.splitlines())} lines")
        passed = prepared.safety.passed
        yield StepEvent(
            step="checks", status="done" if passed else "failed", detail=f"{len(prepared.safety.checks)} checks"
        )
        kept = await self._keep(user_id, request, conversation_id, reading, prepared, stored)
        yield StepEvent(step="store", status="done", detail=f"version {kept.version}")
        advice = await advise(_asked(user_id, reading, settled), self.market, self.engine)
        yield StepEvent(step="forward", status="done")
        before = stored.strategy if stored else None
        yield strategy_reply(conversation_id, reading, Made(prepared, kept, before, settled, advice))

    async def _advised(
        self, user_id: UUID, conversation_id: UUID, reading: Interpretation, stored: StoredStrategy
    ) -> ChatReply:
        settled = await settle_symbols(stored.strategy, self.market, reading.language)
        if isinstance(settled, Infeasible):
            return question_reply(conversation_id, reading, settled.question, settled.waiting)
        advice = await advise(_asked(user_id, reading, settled), self.market, self.engine)
        return advice_reply(conversation_id, reading, stored, advice)

    async def _keep(
        self,
        user_id: UUID,
        request: ChatRequest,
        conversation_id: UUID,
        reading: Interpretation,
        prepared: Prepared,
        stored: StoredStrategy | None,
    ) -> StoredStrategy:
        draft = Draft(
            strategy=prepared.strategy,
            readback=prepared.readback,
            code=prepared.code,
            author=reading.author,
            message=request.message,
            knowledge_cutoff=reading.knowledge_cutoff,
        )
        if stored is None:
            return await self.strategies.create(user_id, draft, conversation_id)
        if stored.strategy == prepared.strategy:
            return stored
        return await self.strategies.add_version(user_id, stored.id, draft)


def _made_document(message: ConversationMessage) -> bool:
    return message.reply is not None and message.reply.strategy is not None


async def _read(
    message: str, context: Context, interpreter: Interpreter
) -> AsyncGenerator[Written | Interpretation, None]:
    """Yield what an interpreter reads; an answer to the question before needs none."""
    answered = answer_to_question(message, context.asked)
    if answered is not None:
        yield answered
        return
    async with aclosing(interpreter.interpret(message, context)) as pieces:
        async for piece in pieces:
            yield piece


def _asked(user_id: UUID, reading: Interpretation, settled: Feasible) -> Asked:
    return Asked(
        strategy=settled.strategy,
        user_id=user_id,
        instrument=settled.instrument,
        available=settled.available,
        language=reading.language,
        size_was_said=any((span.path or "").startswith("sizing") for span in reading.spans),
    )


def _unsaid(spoken: str, whole: str) -> str:
    """Return what of an explanation was not streamed yet; words that were taken back leave all of it to be said."""
    if not spoken or not whole:
        return whole
    before, found, after = whole.partition(spoken)
    rest = "\n\n".join(part for part in (before.strip("\n"), after.strip("\n")) if part) if found else whole
    return f"\n\n{rest}" if rest else ""


def _extent(settled: Feasible) -> str:
    found = settled.available
    if found is None:
        return "asked of a vendor when it is run"
    return f"{found.bars} bars from {found.first:%Y-%m-%d} to {found.last:%Y-%m-%d}, {found.source}"
