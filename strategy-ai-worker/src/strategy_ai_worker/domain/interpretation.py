"""What an interpreter makes of a message, before anything of it is checked or kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from strategy_language.conversation import ChatReply, Question, ReplyMetadata, SourceSpan
from strategy_language.document import Strategy


@dataclass(frozen=True, slots=True)
class Context:
    """What was said and made before this message.

    Attributes:
        current: The document that a follow-up edits, at its newest version.
        earlier: What "undo that" goes back to, newest first; what was undone is not among them.
        messages: The conversation so far as (role, text), oldest first.
        asked: The answer before this message, which may hold a question and a document that waits.
        user_id: Whose conversation it is.
        strategy_id: The strategy that `current` is a version of.
        version: Which one.
        versions: The documents of the newest versions by their number.
    """

    current: Strategy | None = None
    earlier: tuple[Strategy, ...] = ()
    messages: tuple[tuple[str, str], ...] = ()
    asked: ChatReply | None = None
    user_id: UUID | None = None
    strategy_id: UUID | None = None
    version: int | None = None
    versions: Mapping[int, Strategy] = field(default_factory=dict)

    @property
    def said(self) -> tuple[str, ...]:
        """Return what the person said so far, oldest first."""
        return tuple(text for role, text in self.messages if role == "user")


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of an explanation as a language model writes it.

    Attributes:
        text: The words; empty where the model writes what is not shown (the document, a repair).
        cost_usd: What the message has cost until here, estimated until its provider has counted; None where no
            price is known.
    """

    text: str
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A reading of a message.

    Attributes:
        kind: strategy (then `strategy` is there), or question, refusal, answer (then words say why).
        explanation: What a person is told, in the language of the message.
        spans: Which characters of the message led to which part of the document.
        author: Who read it: "offline", or the provider and model.
        knowledge_cutoff: Until when a model has seen the world; None for the offline interpreter.
        notices: What should be said beside the answer (a provider that is down, two readings that differ).
        metadata: What a model took, where one was asked.
        asks_advice: The answer is what could be added to the present document.
    """

    kind: Literal["strategy", "question", "refusal", "answer"]
    explanation: str = ""
    strategy: Strategy | None = None
    questions: tuple[Question, ...] = ()
    spans: tuple[SourceSpan, ...] = ()
    author: str = "offline"
    knowledge_cutoff: str | None = None
    language: Literal["en", "zh-Hans", "zh-Hant"] = "en"
    notices: tuple[str, ...] = ()
    metadata: ReplyMetadata = field(default_factory=ReplyMetadata)
    asks_advice: bool = False
