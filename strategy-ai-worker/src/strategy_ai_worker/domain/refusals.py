"""What the worker refuses by name."""

from trading_contracts.problem import Conflict, Denied, NotFound, Rejected, Unavailable


class UnknownStrategy(NotFound):
    """There is no such strategy, or not for this user."""


class UnknownVersion(NotFound):
    """The strategy has no such version."""


class UnknownConversation(NotFound):
    """There is no such conversation, or not for this user."""


class DeletedStrategy(Conflict):
    """The strategy is deleted; it must be restored before it can change."""


class ModelAway(Unavailable):
    """The language model does not answer, or breaks off."""


class ModelRefused(Denied):
    """The language model will not answer this message."""


class UnknownProvider(Rejected):
    """There is no such provider of language models, or it needs more to be reached."""


class UnsafeModelAddress(Rejected):
    """The address of a user's own model leads into the house."""


class UnusableModelKey(Rejected):
    """The key of a language model cannot be sent."""
