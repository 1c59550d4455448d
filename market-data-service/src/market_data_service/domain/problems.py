"""Refusals that only market data knows."""

from trading_contracts.problem import FieldProblem, Rejected, SourceFailed


class BadFile(Rejected):
    """A user's file cannot be read as bars; the error names the line and the reason."""


class FileTooLarge(BadFile):
    """A user's file is larger than what is read."""

    status = 413


class BrokenUpload(BadFile):
    """The connection ended before the file did."""


class RateLimited(SourceFailed):
    """A vendor asks for patience, or our own budget for it is used up."""


class SourcePaused(SourceFailed):
    """A vendor failed several times in a row and is left alone for a while."""


class StoreAway(SourceFailed):
    """The database does not answer."""


def bad_line(line: int, reason: str, name: str) -> BadFile:
    """Return the refusal of a file for what stands on one line (counted from 1, the header included)."""
    return BadFile(
        f"{name}, line {line}: {reason}",
        errors=(FieldProblem(path=f"line {line}", reason=reason),),
        file=name,
        line=line,
    )
