"""What makes a password good enough: length, and not being one of the first that anybody would try."""

from collections.abc import Container

from api_gateway.domain.refusals import WeakPassword
from trading_contracts.problem import FieldProblem

SHORTEST = 8
LONGEST = 128
_OUR_WORDS = ("vibetrading", "vibetrader")


def check_password(password: str, email: str, common: Container[str]) -> None:
    """Refuse a password that is too short, too common, the e-mail itself, or our own name.

    Args:
        password: As it was typed; it is neither trimmed nor cut.
        email: The canonical address of the account.
        common: Well-known passwords, in lower case.

    Raises:
        WeakPassword: With the reason.
    """
    lowered = password.lower()
    if len(password) < SHORTEST:
        _refuse(f"it needs at least {SHORTEST} characters")
    if lowered in common or len(set(lowered)) < 4:
        _refuse("it is among the first that anybody would try")
    if lowered in (email, email.partition("@")[0]):
        _refuse("it is your e-mail address")
    if "".join(letter for letter in lowered if letter.isalpha()) in _OUR_WORDS:
        _refuse("it is the name of this site")


def _refuse(reason: str) -> None:
    raise WeakPassword(
        f"The password is not safe: {reason}.", errors=(FieldProblem(path="body.password", reason=reason),)
    )
