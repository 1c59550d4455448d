"""What the worker refuses by name."""

from trading_contracts.problem import Conflict, NotFound


class UnknownStrategy(NotFound):
    """There is no such strategy, or not for this user."""


class UnknownVersion(NotFound):
    """The strategy has no such version."""


class UnknownConversation(NotFound):
    """There is no such conversation, or not for this user."""


class DeletedStrategy(Conflict):
    """The strategy is deleted; it must be restored before it can change."""
