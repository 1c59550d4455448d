"""The shapes of an answer: a strategy, a question, or words."""

from dataclasses import dataclass
from uuid import UUID

from strategy_ai_worker.domain.advice.languages import tell
from strategy_ai_worker.domain.advice.wish import NOTHING, OFFERED
from strategy_ai_worker.domain.interpretation import Interpretation
from strategy_ai_worker.domain.wording import explain
from strategy_ai_worker.usecases.advise import Advice
from strategy_ai_worker.usecases.feasibility import Feasible
from strategy_ai_worker.usecases.prepare import Prepared
from strategy_language.conversation import ChatReply, Question, ReplyMetadata, StoredStrategy, WaitingDocument
from strategy_language.diff import changes
from strategy_language.document import Strategy
from strategy_language.readback import sentence_tree


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a reading: the prepared document, where it is kept, what it was before, what goes beside it."""

    prepared: Prepared
    kept: StoredStrategy
    before: Strategy | None
    settled: Feasible
    advice: Advice


def reply_without_strategy(conversation_id: UUID, reading: Interpretation) -> ChatReply:
    """Return a question, a refusal or an answer in words."""
    text = "\n\n".join(part for part in (*reading.notices, reading.explanation) if part)
    return ChatReply(
        conversation_id=conversation_id,
        kind=reading.kind,
        explanation=text or "\n".join(one.text for one in reading.questions),
        questions=reading.questions,
        spans=reading.spans,
        metadata=_about(reading),
    )


def question_reply(
    conversation_id: UUID, reading: Interpretation, question: Question, waiting: WaitingDocument | None = None
) -> ChatReply:
    """Return a question that came up after the reading, and the document that waits for its answer."""
    return ChatReply(
        conversation_id=conversation_id,
        kind="question",
        explanation=question.text,
        questions=(question,),
        waiting=waiting,
        spans=reading.spans,
        metadata=_about(reading),
    )


def advice_reply(conversation_id: UUID, reading: Interpretation, stored: StoredStrategy, advice: Advice) -> ChatReply:
    """Return what could be added to a strategy as it is kept; nothing of it is applied."""
    head = tell(OFFERED if advice.suggestions else NOTHING, reading.language, symbol=stored.strategy.universe[0])
    offered = [f"- {one.title}. {one.reason}" for one in advice.suggestions]
    warning = advice.metadata.signal_frequency.warning if advice.metadata.signal_frequency else ""
    return ChatReply(
        conversation_id=conversation_id,
        kind="answer",
        strategy_id=stored.id,
        version=stored.version,
        strategy=stored.strategy,
        readback=stored.readback,
        code=stored.code,
        explanation="\n\n".join(part for part in (head, "\n".join(offered), warning) if part),
        metadata=_with_advice(_about(reading), advice),
        suggestions=advice.suggestions,
    )


def strategy_reply(conversation_id: UUID, reading: Interpretation, made: Made) -> ChatReply:
    """Return a strategy that was checked and kept, with everything that explains it."""
    strategy = made.prepared.strategy
    text = explain(reading, strategy, strategy.assumptions, strategy.unused_words)
    return ChatReply(
        conversation_id=conversation_id,
        kind="strategy",
        strategy_id=made.kept.id,
        version=made.kept.version,
        strategy=strategy,
        readback=made.prepared.readback,
        code=made.prepared.code,
        explanation="\n\n".join((*made.settled.notices, text)),
        metadata=_beside(reading, made),
        assumptions=strategy.assumptions,
        unused_words=strategy.unused_words,
        spans=reading.spans,
        suggestions=made.advice.suggestions,
        safety_report=made.prepared.safety,
        questions=reading.questions,
        changes=changes(made.before, strategy) if made.before else (),
    )


def _about(reading: Interpretation) -> ReplyMetadata:
    return reading.metadata.model_copy(
        update={
            "author": reading.author,
            "language": reading.language,
            "knowledge_cutoff": reading.knowledge_cutoff,
            "notices": reading.notices,
        }
    )


def _with_advice(about: ReplyMetadata, advice: Advice) -> ReplyMetadata:
    found = advice.metadata
    return about.model_copy(update={name: getattr(found, name) for name in found.model_fields_set})


def _beside(reading: Interpretation, made: Made) -> ReplyMetadata:
    return _with_advice(_about(reading), made.advice).model_copy(
        update={
            "sentences": sentence_tree(made.prepared.strategy).model_dump(mode="json"),
            "data": made.settled.data,
            "notices": (*made.settled.notices, *reading.notices),
        }
    )
