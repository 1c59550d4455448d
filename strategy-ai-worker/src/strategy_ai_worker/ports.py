"""What the worker needs from outside."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Protocol
from uuid import UUID

from pydantic import JsonValue

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_language.conversation import ChatReply, StoredStrategy, StrategyVersion
from strategy_language.document import Strategy
from trading_contracts.bars import Availability, Instrument
from trading_contracts.model import Contract, UtcDatetime
from trading_contracts.paging import Page


class ConversationSummary(Contract):
    """A conversation as a list shows it."""

    id: UUID
    title: str
    strategy_id: UUID | None
    created_at: UtcDatetime
    updated_at: UtcDatetime


class ConversationMessage(Contract):
    """One message; `reply` is the whole answer where the worker spoke."""

    id: UUID
    role: str
    text: str
    reply: ChatReply | None
    created_at: UtcDatetime


class Conversation(ConversationSummary):
    """A conversation with all its messages, oldest first."""

    messages: tuple[ConversationMessage, ...]


class SymbolDetail(Contract):
    """What market data knows of a symbol, under its canonical name."""

    asked: str
    instrument: Instrument
    notes: tuple[str, ...] = ()
    available: tuple[Availability, ...] = ()
    online: tuple[str, ...] = ()


class Draft(Contract):
    """A version about to be kept."""

    strategy: Strategy
    readback: str
    code: str
    author: str
    message: str = ""
    knowledge_cutoff: str | None = None


class ModelUsage(Contract):
    """What an answer of a language model took."""

    input_tokens: int = 0
    output_tokens: int = 0


class ListRequest(Contract):
    """Which page of a list, in which order."""

    page: int = 1
    page_size: int = 20
    sort: str = "-updated_at"


class Interpreter(Protocol):
    """Reads messages."""

    def interpret(self, message: str, context: Context) -> AsyncIterator[str | Interpretation]:
        """Yield pieces of the explanation as they come (or none), and the interpretation last."""
        ...


class LanguageModel(Protocol):
    """Writes one answer, a JSON object, to a conversation."""

    @property
    def name(self) -> str:
        """Return provider and model, "openai:gpt-4.1"."""
        ...

    @property
    def knowledge_cutoff(self) -> str | None:
        """Return until when the model has seen the world, where that is known."""
        ...

    def complete(self, system: str, turns: Sequence[tuple[str, str]]) -> AsyncGenerator[str | ModelUsage, None]:
        """Yield the answer as it is written, and what it took; raises ModelAway, ModelRefused.

        Args:
            system: The instructions.
            turns: What was said as (role, text), the user's last turn last.
        """
        ...


class Interpreters(Protocol):
    """Knows who reads the messages of a request."""

    def choose(self, provider: str, key: str, base_url: str, model: str) -> Interpreter:
        """Return the reader: the user's own model where a key is given, else the operator's, else offline."""
        ...


class Spending(Protocol):
    """Knows what language models have cost."""

    async def today(self, user_id: UUID) -> float:
        """Return what the user's messages have cost since midnight UTC, in US dollars."""
        ...


class Strategies(Protocol):
    """Keeps strategies and their versions, each for its user alone."""

    async def create(self, user_id: UUID, draft: Draft, conversation_id: UUID | None) -> StoredStrategy:
        """Keep a new strategy at version 1."""
        ...

    async def add_version(self, user_id: UUID, strategy_id: UUID, draft: Draft) -> StoredStrategy:
        """Keep a next version."""
        ...

    async def get(self, user_id: UUID, strategy_id: UUID) -> StoredStrategy:
        """Return a strategy at its newest version; raises UnknownStrategy."""
        ...

    async def of_conversation(self, user_id: UUID, conversation_id: UUID) -> StoredStrategy | None:
        """Return the strategy that a conversation made, or None."""
        ...

    async def find(self, user_id: UUID, request: ListRequest, *, deleted: bool, q: str) -> Page[StoredStrategy]:
        """Return a page of strategies."""
        ...

    async def set_deleted(self, user_id: UUID, strategy_id: UUID, *, deleted: bool) -> StoredStrategy:
        """Delete softly, or bring back."""
        ...

    async def versions(self, user_id: UUID, strategy_id: UUID, request: ListRequest) -> Page[StrategyVersion]:
        """Return a page of the versions."""
        ...

    async def version(self, user_id: UUID, strategy_id: UUID, version: int) -> StrategyVersion:
        """Return one version; raises UnknownVersion."""
        ...


class Conversations(Protocol):
    """Keeps conversations, each for its user alone."""

    async def open(self, user_id: UUID, conversation_id: UUID | None, title: str) -> UUID:
        """Return the id of the conversation, a new one where none is named; raises UnknownConversation."""
        ...

    async def add(self, conversation_id: UUID, role: str, text: str, reply: ChatReply | None) -> None:
        """Keep a message."""
        ...

    async def find(self, user_id: UUID, request: ListRequest) -> Page[ConversationSummary]:
        """Return a page of conversations."""
        ...

    async def get(self, user_id: UUID, conversation_id: UUID) -> Conversation:
        """Return a conversation with its messages; raises UnknownConversation."""
        ...

    async def rename(self, user_id: UUID, conversation_id: UUID, title: str) -> ConversationSummary:
        """Give a conversation another title."""
        ...

    async def delete(self, user_id: UUID, conversation_id: UUID) -> None:
        """Delete a conversation and its messages; its strategy stays."""
        ...


class Market(Protocol):
    """Knows what can be traded and which history there is."""

    async def symbol(self, name: str) -> SymbolDetail:
        """Return what a symbol or name means; raises UnknownSymbol with suggestions."""
        ...

    async def closes(self, symbol: str, timeframe: str, bars: int) -> Sequence[tuple[float, float, float]]:
        """Return (high, low, close) of the last bars, oldest first."""
        ...


class Engine(Protocol):
    """Runs strategies."""

    async def frequency(self, user_id: UUID, strategy: Strategy, available: Availability) -> dict[str, JsonValue]:
        """Return how often the entries of a strategy would fire on the history there is."""
        ...

    async def last_result(self, user_id: UUID, strategy_id: UUID) -> dict[str, JsonValue] | None:
        """Return the newest completed run of a strategy with its result, or None."""
        ...
