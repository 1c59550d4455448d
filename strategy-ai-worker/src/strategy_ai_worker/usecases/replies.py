"""The shapes of an answer: a strategy, a question, or words."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import JsonValue

from strategy_ai_worker.domain.interpretation import Interpretation
from strategy_ai_worker.domain.wording import explain
from strategy_ai_worker.usecases.prepare import Prepared
from strategy_language.conversation import ChatReply, Question, StoredStrategy
from strategy_language.diff import changes
from strategy_language.document import Strategy
from strategy_language.readback import sentence_tree


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a reading: the prepared document, where it is kept, what it was before, how often it trades."""

    prepared: Prepared
    kept: StoredStrategy
    before: Strategy | None
    frequency: dict[str, JsonValue]
    notices: tuple[str, ...] = ()


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


def question_reply(conversation_id: UUID, reading: Interpretation, question: Question) -> ChatReply:
    """Return a question that came up after the reading."""
    return ChatReply(
        conversation_id=conversation_id,
        kind="question",
        explanation=question.text,
        questions=(question,),
        spans=reading.spans,
        metadata=_about(reading),
    )


def strategy_reply(conversation_id: UUID, reading: Interpretation, made: Made) -> ChatReply:
    """Return a strategy that was checked and kept, with everything that explains it."""
    strategy = made.prepared.strategy
    text = explain(reading, made.prepared.readback, strategy.assumptions, strategy.unused_words)
    tree: JsonValue = sentence_tree(strategy).model_dump(mode="json")
    return ChatReply(
        conversation_id=conversation_id,
        kind="strategy",
        strategy_id=made.kept.id,
        version=made.kept.version,
        strategy=strategy,
        readback=made.prepared.readback,
        code=made.prepared.code,
        explanation="\n\n".join((*made.notices, text)),
        metadata={**_about(reading), "signal_frequency": made.frequency, "sentences": tree},
        assumptions=strategy.assumptions,
        unused_words=strategy.unused_words,
        spans=reading.spans,
        suggestions=reading.suggestions,
        safety_report=made.prepared.safety,
        questions=reading.questions,
        changes=changes(made.before, strategy) if made.before else (),
    )


def _about(reading: Interpretation) -> dict[str, JsonValue]:
    return {**reading.metadata, "author": reading.author, "language": reading.language}
