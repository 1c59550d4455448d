"""Reading a message with a language model: it proposes a document, and the house checks it like anybody's."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from uuid import UUID

import jiter
import structlog

from strategy_ai_worker.domain.interpretation import Context, Interpretation, Written
from strategy_ai_worker.domain.model_costs import Caps, Payer, Price, estimated_tokens
from strategy_ai_worker.domain.model_words import differences, say
from strategy_ai_worker.domain.prompt import repair_prompt, system_prompt, user_prompt
from strategy_ai_worker.domain.proposal import BadProposal, Proposal, read_proposal
from strategy_ai_worker.domain.readings import disagreements, spans_of, with_honest_sources
from strategy_ai_worker.domain.refusals import ModelAway, ModelRefused
from strategy_ai_worker.ports import Interpreter, LanguageModel, Ledger, ModelUsage, Reservation
from strategy_language.conversation import ReplyMetadata, TokenCount
from strategy_language.document import Strategy
from strategy_language.readback import read_back

_log = structlog.get_logger(__name__)
_REPAIRS = 2
_LONGEST_ANSWER = 200_000
_USUAL_ANSWER_TOKENS = 1_500
_SILENT_LETTERS = 200
"""After so many letters of which none is shown, what they cost is told all the same."""
_SETTLING: set[asyncio.Task[None]] = set()
"""Entries being settled; a task that nobody holds may be collected before it ends."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who pays for a model, what it costs (None where that is not known), and how much a user may take in a day."""

    payer: Payer
    price: Price | None = None
    caps: Caps = field(default_factory=Caps)

    def cost(self, usage: ModelUsage) -> float | None:
        """Return what was taken, in US dollars."""
        return self.price.of(usage.input_tokens, usage.output_tokens) if self.price else None


@dataclass(slots=True)
class _Attempts:
    """What was said to a model, and what it took so far."""

    turns: list[tuple[str, str]]
    answer: str = ""
    shown: str = ""
    faults: tuple[str, ...] = ()
    usage: ModelUsage = field(default_factory=ModelUsage)
    counted: bool = True
    told_tokens: int = 0
    silent: int = 0

    def __post_init__(self) -> None:
        self._count_told()

    def begin(self) -> None:
        """Begin another attempt."""
        self.end()
        self.answer, self.counted = "", False
        self._count_told()

    def _count_told(self) -> None:
        self.told_tokens = estimated_tokens(system_prompt() + "".join(text for _, text in self.turns))

    def end(self) -> None:
        """Count an attempt that was written to and that its provider did not count."""
        if not self.counted and self.answer:
            self.usage = self.usage.plus(self.expected(self.answer))
        self.counted = True

    def expected(self, answer: str) -> ModelUsage:
        """Return about what it takes to be told all of this and to write an answer."""
        return ModelUsage(input_tokens=self.told_tokens, output_tokens=estimated_tokens(answer), estimated=True)

    def so_far(self) -> ModelUsage:
        """Return what was taken until now; of an attempt that is not counted yet, about what it took."""
        return self.usage if self.counted else self.usage.plus(self.expected(self.answer))

    def add(self, piece: str | ModelUsage) -> str | None:
        """Take in a piece, and return what of the explanation can be shown because of it; None is nothing new."""
        if isinstance(piece, ModelUsage):
            if piece.input_tokens or piece.output_tokens:
                self.usage, self.counted = self.usage.plus(piece), True
            return None
        self.answer += piece
        fresh = self._fresh()
        self.silent = 0 if fresh else self.silent + len(piece)
        if fresh or self.silent < _SILENT_LETTERS:
            return fresh or None
        self.silent = 0
        return ""

    def _fresh(self) -> str:
        # Only the first attempt is shown while it is written; a repaired one comes whole, with the reply.
        whole = _explanation_so_far(self.answer) if len(self.turns) == 1 else ""
        if not whole.startswith(self.shown):
            return ""
        fresh, self.shown = whole.removeprefix(self.shown), whole
        return fresh


@dataclass(frozen=True, slots=True)
class ModelInterpreter:
    """Reads with a model, and offline beside it; what it takes is entered in the ledger before and after."""

    model: LanguageModel
    offline: Interpreter
    ledger: Ledger
    account: Account

    async def interpret(self, message: str, context: Context) -> AsyncGenerator[Written | Interpretation, None]:
        """Yield pieces of the explanation as the model writes them, and the interpretation last."""
        draft = await self._read_offline(message, context)
        if _needs_no_model(draft, context):
            yield draft
            return
        attempts = _Attempts([("user", user_prompt(message, context, draft))])
        entry = await self._reserved(context, attempts)
        if entry is None and context.user_id is not None:
            yield _noticed(draft, self._capped(draft))
            return
        try:
            async with aclosing(self._asked(attempts, message, context, draft)) as pieces:
                async for piece in pieces:
                    yield (
                        Written(piece, self.account.cost(attempts.so_far()))
                        if isinstance(piece, str)
                        else replace(piece, metadata=self._taken(piece, attempts))
                    )
        finally:
            if entry is not None:
                await self._settled(entry, attempts)

    async def _reserved(self, context: Context, attempts: _Attempts) -> UUID | None:
        if context.user_id is None:
            return None
        expected = attempts.expected("")
        expected = expected.model_copy(update={"output_tokens": _USUAL_ANSWER_TOKENS})
        wanted = Reservation(
            payer=self.account.payer, model=self.model.name, usage=expected, cost_usd=self.account.cost(expected)
        )
        return await self.ledger.reserve(context.user_id, wanted, self.account.caps)

    async def _settled(self, entry: UUID, attempts: _Attempts) -> None:
        attempts.end()
        # Shielded, because a reader who goes away cancels this, and what was taken is owed all the same.
        work = asyncio.create_task(self.ledger.settle(entry, attempts.usage, self.account.cost(attempts.usage)))
        _SETTLING.add(work)
        work.add_done_callback(_SETTLING.discard)
        await asyncio.shield(work)

    def _capped(self, draft: Interpretation) -> str:
        caps = self.account.caps
        if caps.usd is not None:
            return say("capped", draft.language, cap=caps.usd)
        return say("capped_tokens", draft.language, cap=caps.tokens or 0)

    async def _read_offline(self, message: str, context: Context) -> Interpretation:
        reading = Interpretation(kind="refusal")
        async for piece in self.offline.interpret(message, context):
            if isinstance(piece, Interpretation):
                reading = piece
        return reading

    async def _asked(
        self, attempts: _Attempts, message: str, context: Context, draft: Interpretation
    ) -> AsyncGenerator[str | Interpretation, None]:
        try:
            async with aclosing(self._propose(attempts)) as pieces:
                async for piece in pieces:
                    yield piece if isinstance(piece, str) else self._read(piece, message, context, draft)
            if attempts.faults:
                yield self._hopeless(draft, attempts.faults)
        except (ModelAway, ModelRefused) as refusal:
            _log.warning("model_not_used", model=self.model.name, reason=refusal.code, detail=refusal.detail)
            what = "away" if isinstance(refusal, ModelAway) else "refused"
            yield _noticed(draft, say(what, draft.language, reason=refusal.detail, model=self.model.name))

    async def _propose(self, attempts: _Attempts) -> AsyncGenerator[str | Proposal, None]:
        """Yield the first explanation as it is written, and the first proposal that passes; else faults are left."""
        for _ in range(1 + _REPAIRS):
            attempts.begin()
            async with aclosing(self.model.complete(system_prompt(), attempts.turns)) as pieces:
                async for piece in pieces:
                    fresh = attempts.add(piece)
                    if fresh is not None:
                        yield fresh
                    if len(attempts.answer) > _LONGEST_ANSWER:
                        raise ModelAway(f"The language model {self.model.name} does not come to an end.")
            try:
                proposal = read_proposal(attempts.answer)
            except BadProposal as bad:
                _log.info("model_answer_refused", model=self.model.name, faults=len(bad.faults))
                attempts.faults = bad.faults
                # A provider takes no empty turn.
                said = attempts.answer.strip() or "(nothing)"
                attempts.turns += [("assistant", said), ("user", repair_prompt(bad.faults))]
                continue
            attempts.faults = ()
            yield proposal
            return

    def _read(self, proposal: Proposal, message: str, context: Context, draft: Interpretation) -> Interpretation:
        reading = Interpretation(
            kind=proposal.kind,
            explanation=proposal.explanation,
            questions=proposal.questions,
            author=self.model.name,
            knowledge_cutoff=self.model.knowledge_cutoff,
            language=draft.language,
        )
        if proposal.strategy is None:
            return replace(reading, notices=self._read_by_draft_alone(draft))
        strategy = with_honest_sources(proposal.strategy, message, context.current)
        return replace(
            reading,
            strategy=strategy,
            spans=spans_of(strategy, message),
            notices=self._differences(strategy, draft),
        )

    def _differences(self, strategy: Strategy, draft: Interpretation) -> tuple[str, ...]:
        if draft.kind == "refusal":
            return (say("draft_refused", draft.language, model=self.model.name, reason=draft.explanation),)
        found = disagreements(draft.strategy, strategy) if draft.strategy is not None else ()
        if not found:
            return ()
        return (say("differ", draft.language, model=self.model.name, differences=differences(found)),)

    @staticmethod
    def _read_by_draft_alone(draft: Interpretation) -> tuple[str, ...]:
        if draft.strategy is None:
            return ()
        return (say("draft_alone", draft.language, readback=read_back(draft.strategy)),)

    def _hopeless(self, draft: Interpretation, faults: tuple[str, ...]) -> Interpretation:
        if draft.strategy is not None:
            return _noticed(draft, say("hopeless", draft.language, model=self.model.name))
        named = "\n".join(f"- {fault}" for fault in faults)
        return Interpretation(
            kind="refusal",
            explanation=say("refusal", draft.language, model=self.model.name, faults=named),
            questions=draft.questions,
            spans=draft.spans,
            author=self.model.name,
            knowledge_cutoff=self.model.knowledge_cutoff,
            language=draft.language,
        )

    def _taken(self, reading: Interpretation, attempts: _Attempts) -> ReplyMetadata:
        attempts.end()
        usage, price = attempts.usage, self.account.price
        tokens = TokenCount(input=usage.input_tokens, output=usage.output_tokens, estimated=usage.estimated)
        return reading.metadata.model_copy(
            update={
                "model": self.model.name,
                "tokens": tokens,
                "cost_usd": self.account.cost(usage),
                "cost_basis": price.basis if price else None,
            }
        )


def _needs_no_model(draft: Interpretation, context: Context) -> bool:
    """Return whether it is no model's business: a stored result, a word explained, hand-written code."""
    return draft.kind == "answer" or (context.current is not None and context.current.kind == "python")


def _noticed(draft: Interpretation, notice: str) -> Interpretation:
    return replace(draft, notices=(notice, *draft.notices))


def _explanation_so_far(answer: str) -> str:
    begin = answer.find("{")
    if begin < 0:
        return ""
    try:
        written = jiter.from_json(answer[begin:].encode(errors="replace"), partial_mode="trailing-strings")
    except ValueError:
        # No JSON (yet); whether the whole is, is found out at its end.
        return ""
    explanation = written.get("explanation") if isinstance(written, dict) else None
    return explanation if isinstance(explanation, str) else ""
