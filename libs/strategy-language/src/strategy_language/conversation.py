"""What is asked of the strategy worker and of the engine, and what the worker answers."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from strategy_language.document import Assumption, Strategy
from trading_contracts.model import Contract, UtcDatetime
from trading_contracts.problem import FieldProblem, ProblemDocument
from trading_contracts.runs import RunSettings


class ChatRequest(Contract):
    """A message of a person; it continues a conversation or edits a strategy where one is named."""

    message: str = Field(max_length=100_000)
    conversation_id: UUID | None = None
    strategy_id: UUID | None = None


class Question(Contract):
    """One thing that must be settled first; `options` are offered as buttons."""

    text: str
    options: tuple[str, ...] = ()


class Suggestion(Contract):
    """Something worth adding, never added unasked: a JSON Patch (RFC 6902) on the document, with its reason."""

    kind: Literal["stop", "target", "sizing"] = "stop"
    title: str
    reason: str
    patch: tuple[dict[str, JsonValue], ...]
    evidence: dict[str, float] = Field(
        default_factory=dict, description="The figures that the reason cites; names ending in _percent are percent"
    )


class CheckVerdict(Contract):
    """One static check of the generated code."""

    check: str
    passed: bool
    evidence: str


class SafetyReport(Contract):
    """All static checks of the generated code."""

    passed: bool
    checks: tuple[CheckVerdict, ...]


class DocumentChange(Contract):
    """One difference between two versions of a document; a side that does not exist is null."""

    path: str
    before: JsonValue
    after: JsonValue


class SourceSpan(Contract):
    """Which characters of the message [start, end) led to which part of the document; null is unused."""

    start: int
    end: int
    path: str | None


class MarketConditions(Contract):
    """In which markets rules of this kind have done well, and in which badly."""

    style: Literal[
        "trend_following",
        "mean_reversion",
        "breakout",
        "momentum",
        "seasonal",
        "intraday",
        "pattern",
        "rotation",
        "pairs",
        "allocation",
        "mixed",
    ]
    title: str
    works_when: str
    struggles_when: str
    because: str = Field(default="", description="The words of the document that say so")


class IndicatorMeaning(Contract):
    """One function that the rules use, and what it says."""

    name: str
    written: tuple[str, ...] = Field(default=(), description="The calls as they stand in the document")
    meaning: str


class ExpectedSignals(Contract):
    """How often the rules spoke on the history that there is; `missing` says why nothing could be counted."""

    entries: int | None = None
    exits: int | None = None
    bars: int | None = None
    years: float | None = None
    entries_per_year: float | None = None
    typical_bars_held: float | None = Field(
        default=None, description="Median bars from an entry signal to the next exit signal"
    )
    symbols_counted: int | None = Field(default=None, description="Of a large universe only the first few are counted")
    warning: str = Field(default="", description="Set where none or few trades are to be expected")
    missing: str = ""


class DataExtent(Contract):
    """Which bars there are for a symbol of the strategy; without `source` a vendor is asked when it is run."""

    symbol: str
    timeframe: str
    source: str | None = None
    first: UtcDatetime | None = None
    last: UtcDatetime | None = None
    bars: int | None = None
    online: tuple[str, ...] = Field(default=(), description="Vendors that can be asked for more")


class TokenCount(Contract):
    """What a language model read and wrote."""

    input: int
    output: int
    estimated: bool = Field(default=False, description="Counted from the text, where the provider said nothing")


class ReplyMetadata(Contract):
    """What goes with an answer: who gave it, what it cost, and what is to be expected of the strategy."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    author: str = "offline"
    language: Literal["en", "zh-Hans", "zh-Hant"] = "en"
    sentences: JsonValue = None
    market_conditions: MarketConditions | None = None
    risk_assumptions: tuple[str, ...] = ()
    indicators: tuple[IndicatorMeaning, ...] = ()
    signal_frequency: ExpectedSignals | None = None
    data: tuple[DataExtent, ...] = ()
    notices: tuple[str, ...] = Field(default=(), description="What did not work or should be known; shown apart")
    model: str | None = None
    knowledge_cutoff: str | None = None
    tokens: TokenCount | None = None
    cost_usd: float | None = None
    cost_basis: str | None = Field(default=None, description="Which prices the cost was counted with")


class WaitingDocument(Contract):
    """A document that waits for the answer to the question beside it, and what the answer is put in the place of."""

    strategy: Strategy
    settles: Literal["symbol", "timeframe"]
    symbol: str = Field(default="", description="The one that is not known")


class ChatReply(Contract):
    """The worker's answer. Without a runnable strategy, `questions` or `explanation` say why."""

    conversation_id: UUID
    kind: Literal["strategy", "question", "refusal", "answer"]
    strategy_id: UUID | None = None
    version: int | None = None
    strategy: Strategy | None = None
    readback: str = ""
    code: str = ""
    explanation: str = ""
    metadata: ReplyMetadata = ReplyMetadata()
    assumptions: tuple[Assumption, ...] = ()
    unused_words: tuple[str, ...] = ()
    spans: tuple[SourceSpan, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    safety_report: SafetyReport | None = None
    questions: tuple[Question, ...] = ()
    changes: tuple[DocumentChange, ...] = ()
    waiting: WaitingDocument | None = None


class StepEvent(Contract):
    """One of the eight steps began, ended or failed."""

    type: Literal["step"] = "step"
    step: Literal["intent", "extraction", "feasibility", "document", "code", "checks", "store", "forward"]
    status: Literal["started", "done", "failed"]
    detail: str = ""


class TokenEvent(Contract):
    """A piece of the explanation as it is written, and what the message has cost until here.

    `text` is empty where a language model writes what is not shown; the cost goes on counting then.
    """

    type: Literal["token"] = "token"
    text: str
    cost_usd: float | None = Field(
        default=None, description="So far, estimated; the reply's metadata holds what the provider counted"
    )


class ReplyEvent(Contract):
    """The whole answer; the last event of a good stream."""

    type: Literal["reply"] = "reply"
    reply: ChatReply


class ProblemEvent(Contract):
    """A refusal; the last event of a bad stream."""

    type: Literal["problem"] = "problem"
    problem: ProblemDocument


ChatEvent = Annotated[StepEvent | TokenEvent | ReplyEvent | ProblemEvent, Field(discriminator="type")]


class StoredStrategy(Contract):
    """A strategy at its newest version."""

    id: UUID
    name: str
    version: int
    strategy: Strategy
    readback: str
    code: str
    conversation_id: UUID | None = None
    created_at: UtcDatetime
    updated_at: UtcDatetime
    deleted_at: UtcDatetime | None = None


class StrategyVersion(Contract):
    """One version of a strategy. `author` says who wrote it: the offline interpreter, a model, or a person."""

    strategy_id: UUID
    version: int
    strategy: Strategy
    readback: str
    code: str
    author: str
    knowledge_cutoff: str | None = None
    message: str = ""
    created_at: UtcDatetime


class ValidationReport(Contract):
    """What the checks say of a document that somebody wrote."""

    valid: bool
    errors: tuple[FieldProblem, ...] = ()
    readback: str = ""
    sentences: JsonValue = Field(default=None, description="The read-back as a tree: `text`, `path` and `children`")
    code: str = ""
    lookback: int | None = Field(default=None, description="Bars before the first that the strategy needs")
    safety_report: SafetyReport | None = None


class EngineRunRequest(RunSettings):
    """A run as the engine takes it: the document itself, and whose lineage it belongs to."""

    strategy: Strategy
    strategy_id: UUID | None = None
    strategy_version: int | None = None
