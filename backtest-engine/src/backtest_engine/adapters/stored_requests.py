"""What was asked for, as it was stored with its run or study."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from backtest_engine.domain.problems import UnreadableRequest

Asked = TypeVar("Asked", bound=BaseModel)


def read_request(kind: type[Asked], text: str) -> Asked | UnreadableRequest:
    """Return a stored request, or why it cannot be read: its run must end by that name, not be delivered for ever."""
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        places = ", ".join(".".join(map(str, one["loc"])) for one in error.errors()[:3])
        return UnreadableRequest(
            f"It was asked for in another version of the platform, and this one cannot read {places}. Ask for it again."
        )
