"""What a page says in a live session: MessagePack, or JSON as text."""

from typing import Annotated, Literal
from uuid import UUID

import msgpack
import orjson
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from strategy_language.document import Strategy
from trading_contracts.model import Contract
from trading_contracts.problem import FieldProblem, Rejected
from trading_contracts.runs import RunSettings

_MOST_PARAMETERS = 64


class BadMessage(Rejected):
    """A message of a live session that is none; `errors` names what is wrong with it."""


class Viewport(Contract):
    """Which bars of the run's clock are in view, and how many points there is room for."""

    model_config = ConfigDict(populate_by_name=True)

    first: int = Field(default=0, ge=0, alias="from", description="First bar, 0 is the first of the asked range")
    stop: int | None = Field(default=None, ge=1, alias="to", description="One behind the last bar; null is the end")
    points: int = Field(default=1200, ge=16, le=4000)

    def window(self, bars: int) -> tuple[int, int]:
        """Return first bar and one behind the last, within so many bars and never empty."""
        stop = bars if self.stop is None else min(self.stop, bars)
        first = min(self.first, bars - 1)
        return first, max(stop, first + 1)


class LiveRequest(RunSettings):
    """A run to play with: a document, or a stored strategy and perhaps one of its versions."""

    strategy: Strategy | None = None
    strategy_id: UUID | None = None
    strategy_version: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _it_names_a_strategy(self) -> "LiveRequest":
        if self.strategy is None and self.strategy_id is None:
            message = "a session needs `strategy` or `strategy_id`"
            raise ValueError(message)
        return self


class Load(Contract):
    """Load the bars of a strategy and answer with its first frame."""

    type: Literal["load"]
    request: LiveRequest
    viewport: Viewport | None = None


class Change(Contract):
    """Other values of parameters, another view, or both; what is left out stays as it is."""

    type: Literal["set"]
    seq: int = Field(ge=0)
    parameters: dict[str, float] = Field(default_factory=dict, max_length=_MOST_PARAMETERS)
    viewport: Viewport | None = None

    @property
    def moves(self) -> bool:
        """Return whether the message speaks of the view; `null` is all bars."""
        return "viewport" in self.model_fields_set


_MESSAGE: TypeAdapter[Load | Change] = TypeAdapter(Annotated[Load | Change, Field(discriminator="type")])


def read_message(content: bytes | str) -> Load | Change:
    """Return what a frame says.

    Raises:
        BadMessage: It is no message of a live session.
    """
    try:
        found = orjson.loads(content) if isinstance(content, str) else msgpack.unpackb(content)
    except (ValueError, msgpack.exceptions.UnpackException) as error:
        raise BadMessage("A frame is neither MessagePack nor, as text, JSON.") from error
    try:
        return _MESSAGE.validate_python(found)
    except ValidationError as error:
        problems = tuple(
            FieldProblem(path=".".join(str(step) for step in each["loc"][1:]), reason=each["msg"])
            for each in error.errors()
        )
        raise BadMessage(
            "A message of a live session is `load` or `set`, as the API describes them.", errors=problems
        ) from None
