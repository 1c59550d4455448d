"""One job of the sandbox: what its process is asked, and how it may end."""

import marshal
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import CodeType

from backtest_engine.adapters.sandbox import answers, wire
from backtest_engine.adapters.sandbox.memory import SharedBars
from backtest_engine.domain.evaluation import EVERYTHING, Cut, Slots
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.problems import Cancelled, MemoryLimit, StrategyCrashed, TimeLimit

_MEGABYTE = 1024 * 1024
_ARENA_SERIES = 96
_FIRST_ASKED, _MOST_AT_ONCE = 32, 1_000


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """What one job may use.

    Attributes:
        seconds: Time that it takes for all its answers.
        memory_bytes: On top of the interpreter and the bars.
    """

    seconds: int = 60
    memory_bytes: int = 1024 * _MEGABYTE


@dataclass(slots=True)
class Child:
    """A process of one job, as its worker holds it."""

    pid: int
    channel: socket.socket
    handle: int


@dataclass(frozen=True, slots=True)
class _Found:
    slots: Slots


_Part = tuple[int, Cut]
"""Which of the two modules is asked, and about what."""

_Asked = tuple[_Part, Mapping[str, float] | None]
"""With which parameters, where they are not the job's."""


@dataclass(frozen=True, slots=True)
class _Coming:
    """Parts that were asked for; whoever iterates the answers waits for them."""

    symbol: str
    parts: Sequence[_Part]
    answers: Iterator[object]


@dataclass(slots=True)
class ProcessSession:
    """One job in a process of its own."""

    _child: Child
    _limits: SandboxLimits
    _reap: Callable[[], dict[str, float]]
    _forget: Callable[[], None]
    _spent_seconds: float = field(init=False, default=0.0)
    _foreseen: dict[tuple[str, _Part], object] = field(init=False, default_factory=dict)
    _coming: _Coming | None = field(init=False, default=None)
    _arena: wire.Arena | None = None
    _bars: Mapping[str, Frame] = field(default_factory=dict)
    _held: dict[tuple[int, str], dict[int, wire.Array]] = field(default_factory=dict)
    _owes: object | None = field(init=False, default=None)
    _cancelled: bool = False
    _closed: bool = False

    def load(
        self,
        modules: list[CodeType],
        parameters: Mapping[str, float],
        frames: Mapping[str, Frame],
        shared: SharedBars,
        *,
        remember: bool = False,
    ) -> None:
        """Hand the job over."""
        self._bars = frames
        longest = max(frame.bars for frame in frames.values())
        arena_descriptor, arena = wire.open_arena(_MEGABYTE + 8 * _ARENA_SERIES * longest)
        bars_descriptor, series = shared.of(frames)
        try:
            job = {
                "parameters": dict(parameters),
                "timeframe": next(iter(frames.values())).timeframe.value,
                "series": series,
                "memory_bytes": self._limits.memory_bytes,
                "remember": remember,
                "sizes": [os.fstat(bars_descriptor).st_size, len(arena)],
            }
            self._arena = wire.Arena(arena)
            wire.send(self._child.channel, job, (bars_descriptor, arena_descriptor), tail=marshal.dumps(modules))
        finally:
            os.close(bars_descriptor)
            os.close(arena_descriptor)

    @property
    def spent(self) -> float:
        """Return the share of its time that the job has used."""
        return self._spent_seconds / self._limits.seconds

    def evaluate_lines(self, symbol: str, parameters: Mapping[str, float] | None = None) -> Slots:
        """Return what the second module says of a symbol; raises as `evaluate` does."""
        return self._foreseen_or_asked((1, EVERYTHING), symbol, parameters)

    def evaluate(self, symbol: str, cut: Cut, parameters: Mapping[str, float] | None = None) -> Slots:
        """Return what `signals` says of a symbol, with other parameters than the job's where there are any.

        Raises:
            StrategyCrashed: The code raised, or died, or answered with something that is no series.
            TimeLimit: It took too long.
            MemoryLimit: It needed too much.
            Cancelled: `cancel` was called meanwhile.
        """
        return self._foreseen_or_asked((0, cut), symbol, parameters)

    def evaluate_both(self, symbol: str, parameters: Mapping[str, float]) -> tuple[Slots, Callable[[], Slots]]:
        """Return what the first module says, and what waits for the second's answer; both raise as `evaluate` does.

        Both are asked in one message: the process says the second while the first is worked with.
        """
        held = [tuple(self._held.get((module, symbol), {})) for module in (0, 1)]
        requests = [self._request((module, EVERYTHING), symbol, parameters, held[module]) for module in (0, 1)]
        answer = self._exchange({"in_turn": requests})
        owed = self._owes = object()

        def second() -> Slots:
            if self._owes is not owed:
                return self.evaluate_lines(symbol, parameters)
            self._owes = None
            match self._received():
                case {"problem": "memory"}:  # for answers, of which it has two to hold here
                    return self.evaluate_lines(symbol, parameters)
                case answer:
                    return self._found((1, EVERYTHING), symbol, answer)

        return self._found((0, EVERYTHING), symbol, answer), second

    def foresee(self, symbol: str, cuts: Sequence[Cut]) -> None:
        """Ask for parts of the history that `evaluate` will want, all in one message; raises as it does."""
        self.ask_ahead(symbol, cuts)
        self._collect()

    def ask_ahead(self, symbol: str, cuts: Sequence[Cut], *, lines: bool = False) -> None:
        """Set the process to work on parts of the history for which `foresee` will wait, and on the lines behind them.

        Lines that were not asked for ahead cost a question of their own, for which `evaluate_lines` waits.
        """
        self._collect()
        parts: list[_Part] = [(0, cut) for cut in cuts]
        parts += [(1, EVERYTHING)] if lines else []
        waiting = [part for part in dict.fromkeys(parts) if (symbol, part) not in self._foreseen]
        if waiting:
            self._coming = _Coming(symbol, waiting, self._each(symbol, [(part, None) for part in waiting]))

    def _collect(self) -> None:
        coming, self._coming = self._coming, None
        if coming is not None:
            self._foreseen |= {
                (coming.symbol, part): answer for part, answer in zip(coming.parts, coming.answers, strict=True)
            }

    def _foreseen_or_asked(self, part: _Part, symbol: str, parameters: Mapping[str, float] | None) -> Slots:
        self._collect()
        if parameters is None and (symbol, part) in self._foreseen:
            return self._found(part, symbol, self._foreseen.pop((symbol, part)))
        return self._ask(part, symbol, parameters)

    def evaluate_each(self, symbol: str, sets: Sequence[Mapping[str, float]]) -> Iterator[Slots]:
        """Yield what `signals` says with each set of parameters, many asked in one message; raises as `evaluate`."""
        for answer in self._each(symbol, [((0, EVERYTHING), parameters) for parameters in sets]):
            yield self._found((0, EVERYTHING), symbol, answer)

    def _each(self, symbol: str, asked: Sequence[_Asked]) -> Iterator[object]:
        # The first question goes out now; who iterates the answers waits for them.
        return self._answers_to(symbol, asked, self._ask_each(symbol, asked[:_FIRST_ASKED])) if asked else iter(())

    def _ask_each(self, symbol: str, asked: Sequence[_Asked]) -> int:
        self._say({"each": [self._request(part, symbol, parameters, held=()) for part, parameters in asked]})
        return len(asked)

    def _answers_to(self, symbol: str, asked: Sequence[_Asked], expected: int) -> Iterator[object]:
        while True:
            answer = self._received()
            if not isinstance(answer, list) or not 0 < len(answer) <= expected:
                raise self._no_answer()
            # All are taken out before the next question is asked.
            yield from [self._held_back(symbol, cut, each) for ((_, cut), _), each in zip(asked, answer, strict=False)]
            asked = asked[len(answer) :]
            if not asked:
                return
            expected = self._ask_each(symbol, asked[: min(2 * len(answer), _MOST_AT_ONCE)])

    def _held_back(self, symbol: str, cut: Cut, answer: object) -> object:
        # The arena is overwritten by the next answers: series are taken out of it now, problems are raised when asked.
        match answer:
            case {"slots": slots}:
                return _Found(self._decode(slots, answers.Received(self._arena_of(), self._bars_in(symbol, cut), {})))
        return answer

    def _ask(self, part: _Part, symbol: str, parameters: Mapping[str, float] | None) -> Slots:
        held = tuple(self._held.get((part[0], symbol), {}))
        found = self._found(part, symbol, self._exchange(self._request(part, symbol, parameters, held)))
        if parameters is None:
            self._held.pop((part[0], symbol), None)  # what has no other parameters is asked once
        return found

    def _request(
        self, part: _Part, symbol: str, parameters: Mapping[str, float] | None, held: tuple[int, ...]
    ) -> list[object]:
        module, cut = part
        given = None if parameters is None else dict(parameters)
        last = cut.first + self._bars_in(symbol, cut)
        return [module, symbol, cut.first, last, cut.noise_from, cut.seed, given, list(held)]

    def _exchange(self, message: object) -> object:
        self._say(message)
        return self._received()

    def _say(self, message: object) -> None:
        self._collect()
        if self._owes is not None:
            self._owes = None
            self._received()
        try:
            wire.send(self._child.channel, message)
        except ConnectionError:
            raise self._death() from None

    def _received(self) -> object:
        try:
            # Only what the child is asked counts: what the worker does between two questions is not the code's fault.
            self._child.channel.settimeout(max(self._limits.seconds - self._spent_seconds, 0.001))
            begun = time.monotonic()
            answer, _, _ = wire.receive(self._child.channel)
            self._spent_seconds += time.monotonic() - begun
        except TimeoutError:
            raise self._time_limit() from None
        except (wire.BrokenChild, ConnectionError):
            raise self._death() from None
        return answer

    def _found(self, part: _Part, symbol: str, answer: object) -> Slots:
        module, cut = part
        match answer:
            case _Found(slots=found):
                return found
            case {"slots": slots}:
                held = self._held.get((module, symbol), {})
                received = answers.Received(self._arena_of(), self._bars_in(symbol, cut), held)
                found = self._decode(slots, received)
                if received.numbered:
                    self._held[module, symbol] = received.numbered
                return found
            case {"problem": "memory"}:
                raise self._memory_limit()
            case {"problem": "crash", "line": int() | None as line, "reason": str(reason)}:
                where = f" in line {line} of its code" if line else ""
                raise StrategyCrashed(f"The strategy's code failed{where}: {reason}", line=line, reason=reason)
        raise self._no_answer()

    def _bars_in(self, symbol: str, cut: Cut) -> int:
        return (self._bars[symbol].bars if cut.last is None else cut.last) - cut.first

    def _arena_of(self) -> wire.Arena:
        assert self._arena is not None  # noqa: S101 - load came first
        return self._arena

    def _no_answer(self) -> StrategyCrashed:
        return StrategyCrashed("The strategy's process answered with something that is no answer.", line=None)

    def cancel(self) -> None:
        """End the job from another thread; `evaluate` then raises Cancelled."""
        self._cancelled = True
        self._kill()

    def close(self) -> None:
        """End the process."""
        if self._closed:
            return
        self._closed = True
        self._arena = None  # whoever still holds the session holds no memory with it
        self._held.clear()
        self._foreseen.clear()
        self._coming = None
        self._kill()
        self._child.channel.close()
        self._forget()
        os.close(self._child.handle)

    def _decode(self, slots: object, received: answers.Received) -> Slots:
        try:
            return answers.decode(slots, received)
        except wire.BrokenChild as error:
            raise StrategyCrashed(f"The strategy's answer cannot be used: {error}", line=None) from error

    def _kill(self) -> None:
        try:
            signal.pidfd_send_signal(self._child.handle, signal.SIGKILL)
        except (ProcessLookupError, OSError):
            return  # it is gone already

    def _death(self) -> Exception:
        if self._cancelled:
            return Cancelled("The run was cancelled.")
        select.select([self._child.handle], [], [], 1.0)
        self._kill()
        self._closed = True
        self._child.channel.close()
        os.close(self._child.handle)
        ended = self._reap()
        if ended["cpu_seconds"] >= self._limits.seconds or ended["signal"] == signal.SIGXCPU:
            return self._time_limit()
        if ended["signal"] == signal.SIGKILL or ended["status"] == wire.OUT_OF_MEMORY:
            return self._memory_limit()
        return StrategyCrashed(
            f"The strategy's process died (signal {int(ended['signal'])}).", line=None, reason="process died"
        )

    def _time_limit(self) -> TimeLimit:
        seconds = self._limits.seconds
        return TimeLimit(f"The strategy's code ran longer than {seconds} seconds and was stopped.", seconds=seconds)

    def _memory_limit(self) -> MemoryLimit:
        megabytes = self._limits.memory_bytes // _MEGABYTE
        return MemoryLimit(f"The strategy's code needs more than {megabytes} MB and was stopped.", megabytes=megabytes)
