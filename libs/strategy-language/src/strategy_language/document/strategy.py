"""The document itself."""

from typing import Any, Literal

from pydantic import Field, JsonValue, model_validator

from strategy_language.document.bindings import with_bindings
from strategy_language.document.portfolio import Allocation, Core, Pairs, Rotation
from strategy_language.document.rules import Rule
from strategy_language.document.settings import Costs, Execution, Limits, Risk, Sizing
from trading_contracts.bars import Timeframe
from trading_contracts.model import Contract

_NAME = r"^[a-z][a-z0-9_]{0,39}$"


class Parameter(Contract):
    """A number that may be varied, with the range in which it makes sense; or a switch (0 or 1)."""

    name: str = Field(pattern=_NAME)
    value: float
    low: float
    high: float
    step: float = Field(default=1, gt=0)
    label: str = ""
    kind: Literal["number", "switch"] = "number"


class Definition(Contract):
    """A named expression; later definitions and rules may use it."""

    name: str = Field(pattern=_NAME)
    expr: str


class Assumption(Contract):
    """Something that was not said, what was taken for it, and why."""

    field: str
    value: JsonValue
    why: str


class Strategy(Contract):
    """A trading strategy that reads back as English and runs as it reads."""

    schema_version: Literal[1] = 1
    name: str = Field(min_length=1, max_length=120)
    summary: str = Field(default="", max_length=2000)
    kind: Literal["signals", "rotation", "pairs", "allocation", "python"] = "signals"
    universe: tuple[str, ...] = Field(min_length=1, max_length=500)
    timeframe: Timeframe = Timeframe.D1
    parameters: tuple[Parameter, ...] = Field(default=(), max_length=100)
    definitions: tuple[Definition, ...] = Field(default=(), max_length=200)
    rules: tuple[Rule, ...] = Field(default=(), max_length=100)
    risk: Risk = Risk()
    sizing: Sizing = Sizing()
    execution: Execution = Execution()
    limits: Limits = Limits()
    costs: Costs = Costs()
    rotation: Rotation | None = None
    pairs: Pairs | None = None
    allocation: Allocation | None = None
    core: Core | None = Field(default=None, description="What is held beside the rules (kind signals)")
    code: str | None = Field(default=None, max_length=100_000, description="Hand-written `signals` (kind python)")
    benchmark: str | None = None
    bindings: dict[str, str] = Field(
        default_factory=dict, description="Settings that follow a parameter: `execution.pyramiding` -> its name"
    )
    assumptions: tuple[Assumption, ...] = Field(default=(), max_length=500)
    unused_words: tuple[str, ...] = Field(default=(), max_length=2000)

    @property
    def ruled(self) -> tuple[str, ...]:
        """Return the symbols that the rules trade: the universe without its core."""
        held = {target.symbol for target in self.core.weights} if self.core else set()
        return tuple(symbol for symbol in self.universe if symbol not in held)

    @model_validator(mode="before")
    @classmethod
    def _follow_parameters(cls, data: Any) -> Any:  # noqa: ANN401 - pydantic hands in whatever was given
        return with_bindings(data) if isinstance(data, dict) else data
