"""Reading a message with a language model: it proposes a document, and the house checks it like anybody's."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field, replace

import jiter
import structlog
from pydantic import JsonValue

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.model_words import differences, say
from strategy_ai_worker.domain.prompt import repair_prompt, system_prompt, user_prompt
from strategy_ai_worker.domain.proposal import BadProposal, Proposal, read_proposal
from strategy_ai_worker.domain.readings import disagreements, spans_of, with_honest_sources
from strategy_ai_worker.domain.refusals import ModelAway, ModelRefused
from strategy_ai_worker.ports import Interpreter, LanguageModel, ModelUsage, Spending
from strategy_language.document import Strategy

_log = structlog.get_logger(__name__)
_REPAIRS = 2
_LONGEST_ANSWER = 200_000


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs, in US dollars for a million tokens."""

    input_usd: float
    output_usd: float

    def of(self, usage: ModelUsage) -> float:
        """Return what was taken, in US dollars."""
        return (usage.input_tokens * self.input_usd + usage.output_tokens * self.output_usd) / 1_000_000


@dataclass(slots=True)
class _Attempts:
    """What was said to a model, and what it took so far."""

    turns: list[tuple[str, str]]
    answer: str = ""
    shown: str = ""
    faults: tuple[str, ...] = ()
    usage: ModelUsage = field(default_factory=ModelUsage)

    def add(self, piece: str | ModelUsage) -> str:
        """Take in a piece, and return what of the explanation can be shown because of it."""
        if isinstance(piece, ModelUsage):
            self.usage = ModelUsage(
                input_tokens=self.usage.input_tokens + piece.input_tokens,
                output_tokens=self.usage.output_tokens + piece.output_tokens,
            )
            return ""
        self.answer += piece
        # Only the first attempt is shown while it is written; a repaired one comes whole, with the reply.
        whole = _explanation_so_far(self.answer) if len(self.turns) == 1 else ""
        if not whole.startswith(self.shown):
            return ""
        fresh, self.shown = whole.removeprefix(self.shown), whole
        return fresh


@dataclass(frozen=True, slots=True)
class ModelInterpreter:
    """Reads with a model, and offline beside it.

    Attributes:
        price: None where it is not known; then tokens are counted and money is not.
        daily_cap_usd: How much a user may spend in a day (UTC); asked before each message. None is no cap.
    """

    model: LanguageModel
    offline: Interpreter
    spending: Spending
    price: Price | None
    daily_cap_usd: float | None

    async def interpret(self, message: str, context: Context) -> AsyncIterator[str | Interpretation]:
        """Yield pieces of the explanation as the model writes them, and the interpretation last."""
        draft = await self._read_offline(message, context)
        if _needs_no_model(draft, context):
            yield draft
            return
        if await self._is_over_the_cap(context):
            yield _noticed(draft, say("capped", draft.language, cap=self.daily_cap_usd))
            return
        attempts = _Attempts([("user", user_prompt(message, context, draft))])
        async with aclosing(self._asked(attempts, message, context, draft)) as pieces:
            async for piece in pieces:
                yield piece if isinstance(piece, str) else replace(piece, metadata=self._taken(piece, attempts.usage))

    async def _read_offline(self, message: str, context: Context) -> Interpretation:
        reading = Interpretation(kind="refusal")
        async for piece in self.offline.interpret(message, context):
            if isinstance(piece, Interpretation):
                reading = piece
        return reading

    async def _is_over_the_cap(self, context: Context) -> bool:
        if self.daily_cap_usd is None or context.user_id is None:
            return False
        return await self.spending.today(context.user_id) >= self.daily_cap_usd

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
            attempts.answer = ""
            async with aclosing(self.model.complete(system_prompt(), attempts.turns)) as pieces:
                async for piece in pieces:
                    if fresh := attempts.add(piece):
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
            return reading
        strategy = with_honest_sources(proposal.strategy, message, context.current)
        return replace(
            reading,
            strategy=strategy,
            spans=spans_of(strategy, message),
            suggestions=draft.suggestions,
            notices=self._differences(strategy, draft),
        )

    def _differences(self, strategy: Strategy, draft: Interpretation) -> tuple[str, ...]:
        found = disagreements(draft.strategy, strategy) if draft.strategy is not None else ()
        if not found:
            return ()
        return (say("differ", draft.language, model=self.model.name, differences=differences(found)),)

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

    def _taken(self, reading: Interpretation, usage: ModelUsage) -> dict[str, JsonValue]:
        tokens: dict[str, JsonValue] = {"input": usage.input_tokens, "output": usage.output_tokens}
        cost = self.price.of(usage) if self.price else None
        return {**reading.metadata, "model": self.model.name, "tokens": tokens, "cost_usd": cost}


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
