"""Parts of a sweep on the nodes of a Ray cluster; each node runs the same code that a worker runs.

Ray is no dependency of the engine: whoever names a cluster in SWEEP_URL installs it beside (`backtest-engine[ray]`).
"""

import importlib
import threading
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any, TypeVar

from backtest_engine.domain.problems import Cancelled, SandboxUnavailable
from backtest_engine.ports import Sandbox, Sets
from service_kit.problems import from_document, to_document
from trading_contracts.problem import Problem, ProblemDocument

Found = TypeVar("Found")
_LOOK_SECONDS = 0.5
LOCAL = "local"


class RayMachines:
    """The machines of a cluster.

    Args:
        address: Of its head (`host:10001`), or `local` for one that is started on this machine.
        new_sandbox: Makes a sandbox on whatever machine it is called.
        processors: Of a local cluster; None takes all of the machine's.
    """

    def __init__(self, address: str, new_sandbox: Callable[[], Sandbox], processors: int | None = None) -> None:
        self._address = address
        self._new_sandbox = new_sandbox
        self._processors = processors
        self._ray: ModuleType | None = None

    def map(
        self, work: Callable[[Sandbox, Sets], list[Found]], parts: Sequence[Sets], cancelled: threading.Event
    ) -> Iterator[list[Found]]:
        """Yield what the work makes of each part, in order, wherever it was done.

        Raises:
            Cancelled: The study was cancelled.
            Problem: The work refused a part, as it would have here.
        """
        ray = self._connected()
        held = ray.put((work, self._new_sandbox))
        carry = ray.remote(carried_out)
        waiting = [carry.remote(held, part) for part in parts]
        try:
            for one in waiting:
                while not ray.wait([one], timeout=_LOOK_SECONDS)[0]:
                    if cancelled.is_set():
                        raise Cancelled("The study was cancelled.")
                found = ray.get(one)
                if isinstance(found, ProblemDocument):
                    raise from_document(found)
                yield found
        finally:
            for one in waiting:
                ray.cancel(one, recursive=True)

    def close(self) -> None:
        """Leave the cluster."""
        if self._ray is not None:
            self._ray.shutdown()
            self._ray = None

    def _connected(self) -> Any:  # noqa: ANN401 - Ray is not there when types are checked
        if self._ray is None:
            try:
                ray = importlib.import_module("ray")
            except ImportError as error:
                raise SandboxUnavailable("SWEEP_URL names a Ray cluster, but Ray is not installed.") from error
            if self._address == LOCAL:
                ray.init(num_cpus=self._processors, include_dashboard=False, log_to_driver=False)
            else:
                ray.init(address=f"ray://{self._address}", log_to_driver=False)
            self._ray = ray
        return self._ray


def carried_out(
    held: tuple[Callable[[Sandbox, Sets], list[Found]], Callable[[], Sandbox]], part: Sets
) -> list[Found] | ProblemDocument:
    """Do one part of the work in a sandbox of this machine; a refusal goes back as a document."""
    work, new_sandbox = held
    sandbox = new_sandbox()
    try:
        return work(sandbox, part)
    except Problem as problem:
        return to_document(problem)
    finally:
        sandbox.close()
