"""What services behind the gateway answer, where no contract says it: the shapes that the OpenAPI document shows."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api_gateway.usecases.runs import IsoDate
from strategy_language.conversation import ChatReply
from strategy_language.document import Strategy
from trading_contracts.bars import Adjustment, Availability, Instrument, SeriesOrigin, Timeframe
from trading_contracts.model import Contract, UtcDatetime
from trading_contracts.results import Digest, Result
from trading_contracts.runs import RunState


class Answered(BaseModel):
    """An answer that a service may widen; clients ignore what they do not know."""

    model_config = ConfigDict(frozen=True, extra="allow")


class ConversationSummary(Answered):
    """A conversation as a list shows it."""

    id: UUID
    title: str
    strategy_id: UUID | None
    created_at: UtcDatetime
    updated_at: UtcDatetime


class ChatMessage(Answered):
    """One message of a conversation; an assistant's message has the whole reply."""

    id: UUID
    role: Literal["user", "assistant"]
    text: str
    reply: ChatReply | None
    created_at: UtcDatetime


class Conversation(ConversationSummary):
    """A conversation with its messages, the oldest first."""

    messages: tuple[ChatMessage, ...]


class StrategyDraft(Contract):
    """A document to store, as a new strategy or a new version, with a word on what changed."""

    strategy: Strategy
    message: str = Field(default="", max_length=2000, pattern=r"^[^\x00]*$")


class Candidate(Contract):
    """A document that may be wrong; the checks will say where."""

    strategy: dict[str, JsonValue]


class TunableWish(Contract):
    """A document whose numbers are to be tuned."""

    document: Strategy


class TunableDocument(Answered):
    """The same strategy with its numbers as named parameters: value, low, high, step and label."""

    document: Strategy


class ExportWish(Contract):
    """What to export: a stored strategy or a document."""

    strategy: Strategy | None = None
    strategy_id: UUID | None = None


class Exported(Answered):
    """A strategy as a file of another tool."""

    filename: str
    media_type: str
    text: str


class Catalogue(Answered):
    """Every function of the strategy language."""

    functions: tuple[dict[str, JsonValue], ...]


class UsageToday(Answered):
    """What the user's language models have cost today, and how much is left."""

    day: date
    messages: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None = None
    cap_usd: float | None = None
    cap_tokens: int | None = None
    resets_at: UtcDatetime


class RunHeadline(Answered):
    """The figures of a run that a list shows."""

    total_return: float | None = None
    sharpe: float | None = None
    deflated_sharpe: float | None = None
    max_drawdown: float | None = None
    trades: int | None = None
    trials: int | None = None


class RunLine(RunState):
    """A run as a list shows it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    headline: RunHeadline | None = None
    symbols: tuple[str, ...] = ()


class RunWithResult(RunState):
    """A run, and its result once it is completed."""

    model_config = ConfigDict(frozen=True, extra="allow")

    result: Result | None = None


class Verification(Answered):
    """Whether a replay of the run gives the same, and which input changed where it does not."""

    run_id: UUID
    matches: bool
    changed: tuple[str, ...]
    detail: str
    was: Digest
    now: Digest


class StudyWish(Contract):
    """A sweep or a validation of a strategy; the engine checks the details."""

    kind: Literal["sweep", "validation"]
    request: dict[str, JsonValue] = Field(description="As for POST /backtest/run")
    sweep: dict[str, JsonValue] | None = None
    validation: dict[str, JsonValue] | None = None


class StudyState(Answered):
    """A study as it is followed; `result` once it is completed."""

    id: UUID
    status: str
    progress: float = 0.0
    message: str = ""


class SignalWish(Contract):
    """Of which strategy to count the signals over which dates."""

    strategy: Strategy
    start: IsoDate
    end: IsoDate


class IndicatorWish(SignalWish):
    """Which series to draw over which dates: those that the rules read, or expressions of one's own."""

    adjustment: Adjustment = Adjustment.ALL
    overrides: dict[str, JsonValue] = Field(default_factory=dict, description="As for POST /backtest/run")
    expressions: tuple[Annotated[str, Field(max_length=2000)], ...] = Field(
        default=(), max_length=12, description="In place of the series of the document's rules"
    )


class IndicatorPreview(Answered):
    """The series that the rules of a strategy read."""

    indicators: tuple[dict[str, JsonValue], ...]


class SymbolMatch(Answered):
    """An instrument that fits a search."""

    instrument: Instrument
    score: float
    matched: str
    available: tuple[Availability, ...] = ()


class SymbolDetail(Answered):
    """An instrument, and what can be had of it."""

    asked: str
    instrument: Instrument
    notes: tuple[str, ...] = ()
    available: tuple[Availability, ...] = ()
    online: tuple[str, ...] = ()


class QualityReport(Answered):
    """What is odd in a series: where it came from, its span, and a count for each kind of oddity."""

    origin: SeriesOrigin
    first: UtcDatetime
    last: UtcDatetime
    bars: int


class SourceState(Answered):
    """A data source, and whether it can be asked now."""

    name: str
    online: bool
    ready: bool
    reason: str | None


class ConversationChange(Contract):
    """Another title for a conversation."""

    title: str = Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")


class SignalCount(Answered):
    """How often the rules of a document fire."""

    entries_per_year: float | None = None


class PriceEvent(Answered):
    """A split or a dividend."""

    date: date
    kind: Literal["split", "dividend"]
    value: float


class Ingested(Answered):
    """What is stored now."""

    symbol: str
    timeframe: Timeframe
    source: str


class IngestWish(Contract):
    """Which bars to fetch and keep."""

    symbol: str = Field(min_length=1, max_length=40)
    timeframe: Timeframe
    start: IsoDate | None = None
    end: IsoDate | None = None
    source: str | None = Field(default=None, max_length=32)


class SeriesSummary(Answered):
    """A series of bars that is stored here."""

    symbol: str
    timeframe: Timeframe


class TradingSession(Answered):
    """One session of an exchange; the break is Hong Kong's lunch."""

    session: date
    open: UtcDatetime
    close: UtcDatetime
    break_start: UtcDatetime | None = None
    break_end: UtcDatetime | None = None


class Restored(Answered):
    """How much came back from a copy."""

    series: int
    bars: int


class Refreshed(Answered):
    """What the directory of instruments knows now."""

    known: int
    added: dict[str, int]
    failed: dict[str, str]


class Overlap(Answered):
    """How two sources agree on the bars that both have."""

    left: str
    right: str
    bars: int
    verdict: str
