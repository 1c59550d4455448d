"""What is wrong with an expression, and where."""

from trading_contracts.problem import FieldProblem, Rejected


class ExpressionError(Rejected):
    """An expression cannot be read.

    Attributes:
        reason: One sentence for a person.
        column: Where in the text, counted from 1.
        suggestion: What was probably meant, or None.
    """

    def __init__(self, reason: str, *, column: int, suggestion: str | None = None) -> None:
        self.reason = reason
        self.column = column
        self.suggestion = suggestion
        super().__init__(f"{reason} (column {column})", errors=(self.at("expression"),))

    def at(self, path: str) -> FieldProblem:
        """Return this error as a problem of the document field at `path`."""
        return FieldProblem(path=path, reason=self.reason, column=self.column, suggestion=self.suggestion)
