"""How a run may end other than well, by name."""

from trading_contracts.problem import Rejected, Unavailable


class StrategyCrashed(Rejected):
    """The strategy's code raised an error, or did not answer with series; `line` says where."""


class TimeLimit(Rejected):
    """The run took longer than a run may."""


class MemoryLimit(Rejected):
    """The run needed more memory than a run may have."""


class LookAhead(Rejected):
    """The signals change when the future is taken away: the rule knows what it cannot know."""


class Cancelled(Rejected):
    """The run was cancelled."""


class GaveUp(Unavailable):
    """The run's worker died again and again."""


class UnreadableRequest(Rejected):
    """What was asked for was stored by another version of the platform, and this one cannot read it."""


class SandboxUnavailable(Unavailable):
    """A layer of the sandbox is missing on this host, and the operator has not allowed that."""


class SimulationFailed(Unavailable):
    """The engine itself failed on a run: a defect of ours."""
