"""The five kinds of refusal, and the one shape in which they cross a border."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, JsonValue


class FieldProblem(BaseModel):
    """One thing that is wrong, and where: a field path and, in an expression, a column.

    `column` counts from 1 inside the expression at `path`.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    reason: str
    column: int | None = None
    suggestion: str | None = None


class ProblemDocument(BaseModel):
    """A problem as RFC 9457 writes it (`application/problem+json`), with our own members beside it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: tuple[FieldProblem, ...] = ()
    correlation_id: str | None = None
    facts: dict[str, JsonValue] = {}


class Problem(Exception):
    """A refusal with a name: a sentence for a person, facts for a program.

    Args:
        detail: One sentence that says what is wrong and what would help.
        errors: The fields at fault, when there are any.
        facts: What the sentence speaks of, as values (`symbol="SPY"`).
    """

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str, *, errors: tuple[FieldProblem, ...] = (), **facts: JsonValue) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors
        self.facts = facts

    @property
    def code(self) -> str:
        """Return the stable name of this refusal, in snake case (`UnknownSymbol` -> `unknown_symbol`)."""
        name = type(self).__name__
        return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


class NotFound(Problem):
    """What was asked for does not exist, or not for this user."""

    status = 404
    title = "Not found"


class Conflict(Problem):
    """The request is fine but the state of things is against it."""

    status = 409
    title = "Conflict"


class Rejected(Problem):
    """The request cannot be carried out as it is written."""

    status = 422
    title = "Rejected"


class Denied(Problem):
    """The caller may not do this."""

    status = 403
    title = "Denied"


class Unavailable(Problem):
    """Something that is needed does not answer now; trying again may help."""

    status = 503
    title = "Unavailable"


class UnknownSymbol(NotFound):
    """No source has bars for this symbol."""


class NoBars(NotFound):
    """The symbol is known, but there is no bar in the range asked for."""


class EmptyRange(Rejected):
    """The start is not before the end."""


class InvalidDocument(Rejected):
    """The strategy document has a shape or a sense that cannot be run; `errors` names each place."""


class SourceFailed(Unavailable):
    """A data source did not answer, or with something that is no answer."""
