"""What another tool cannot say."""

from __future__ import annotations

from trading_contracts.problem import FieldProblem, Rejected


class CannotExport(Rejected):
    """The strategy uses something that the target cannot say; `errors` names each construct."""


def refuse(target: str, problems: list[FieldProblem]) -> None:
    """Raise where there are problems.

    Raises:
        CannotExport: There is at least one.
    """
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise CannotExport(f"{target} cannot say this strategy: {problems[0].reason}{more}", errors=tuple(problems))
