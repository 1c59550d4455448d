"""What the worker needs from outside."""

from collections.abc import AsyncGenerator, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from strategy_ai_worker.domain.interpretation import Context, Interpretation, Written
from strategy_ai_worker.domain.model_costs import Caps, Payer
from strategy_ai_worker.domain.run_answers.run import FinishedRun
from strategy_language.conversation import ChatReply, ExpectedSignals, StoredStrategy, StrategyVersion
from strategy_language.document import Strategy
from trading_contracts.bars import Availability, Bar, Instrument, Timeframe
from trading_contracts.model import Contract, UtcDatetime
from trading_contracts.paging import AsOf, Page


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
    """What an answer of a language model took; `estimated` where its provider did not say."""

    input_tokens: int = 0
    output_tokens: int = 0
    estimated: bool = False

    def plus(self, other: "ModelUsage") -> "ModelUsage":
        """Return both together."""
        return ModelUsage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            estimated=self.estimated or other.estimated,
        )


class Reservation(Contract):
    """What a message is expected to take, entered before a model is asked."""

    payer: Payer
    model: str
    usage: ModelUsage
    cost_usd: float | None


class TakenToday(Contract):
    """What a user's messages took of language models since midnight UTC, whoever pays."""

    messages: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None


class ListRequest(Contract):
    """Which page of a list, in which order."""

    page: int = 1
    page_size: int = 20
    sort: str = "-updated_at"
    as_of: AsOf | None = None


class Interpreter(Protocol):
    """Reads messages."""

    def interpret(self, message: str, context: Context) -> AsyncGenerator[Written | Interpretation, None]:
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


class Ledger(Protocol):
    """Keeps what language models were asked for; nothing that a user deletes takes it back."""

    async def reserve(self, user_id: UUID, expected: Reservation, caps: Caps) -> UUID | None:
        """Enter what a message is expected to take; None where the user's cap for this payer is reached.

        Of messages at once, each sees what the others have reserved.
        """
        ...

    async def settle(self, entry_id: UUID, usage: ModelUsage, cost_usd: float | None) -> None:
        """Put what was really taken in the place of what was expected."""
        ...

    async def today(self, user_id: UUID) -> TakenToday:
        """Return what the user's messages have taken since midnight UTC."""
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

    async def bars(self, symbol: str, timeframe: Timeframe, count: int) -> Sequence[Bar]:
        """Return the last bars that there are, oldest first; raises Problem."""
        ...


class Engine(Protocol):
    """Runs strategies."""

    async def frequency(self, user_id: UUID, strategy: Strategy, first: date, last: date) -> ExpectedSignals:
        """Return how often the rules of a strategy spoke between two session dates; raises Problem."""
        ...

    async def last_run(self, user_id: UUID, strategy_id: UUID) -> FinishedRun | None:
        """Return the newest completed run of a strategy with its result, or None; raises Problem."""
        ...
