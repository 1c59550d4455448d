"""What runs in the forked process: one module of strategy code, over bars in shared memory, as often as asked."""

import gc
import json
import marshal
import mmap
import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import CodeType, TracebackType
from typing import Final

import numpy as np

# Parts of numpy that it reads from disk only when they are first used.
import numpy.fft
import numpy.ma
import numpy.polynomial
import numpy.random

from backtest_engine.adapters.sandbox import answers, wire
from backtest_engine.adapters.sandbox.guards import confine_child, limit_address_space
from backtest_engine.adapters.sandbox.namespace import Parameters, namespace
from backtest_engine.adapters.sandbox.remembering import Remembered, RememberingView
from backtest_engine.domain.evaluation import Cut
from backtest_engine.domain.facade.bars import COLUMNS, BarView, LazyView
from backtest_engine.domain.facade.namespace import allowed_names
from backtest_engine.domain.facade.sessions import Sessions, plain_sessions
from backtest_engine.domain.live.operators import NAME, operated
from backtest_engine.domain.proof.noise import with_noise
from strategy_language.static_checks.vocabulary import NUMERIC_METHODS
from trading_contracts.bars import Timeframe

SOURCE_NAME = "<strategy>"
_SAMPLE = """
def signals(bars, p):
    fast = sma(bars.close, p.fast)
    other = bars.symbol("B")
    weekly = bars.on("1w")
    return {
        "r1.when": crosses_above(fast, weekly.back(weekly.close)) & (lag(rsi(other.close, 14), 1) > 50),
        "r2.when": position.open_return > 5,
        "risk.stop_loss.value": 5.0,
    }
"""
# What nearly every strategy does: it is rehearsed in each process, while the sample is run once for all of them.
_COMMON = """
def signals(bars, p):
    fast = sma(bars.close, p.fast)
    return {
        "r1.when": crosses_above(fast, bars.close) & (lag(rsi(bars.close, 14), 1) > 50),
        "r2.when": position.open_return > 5,
        "risk.stop_loss.value": 5.0,
    }
"""
_LONGEST_REASON = 300
_NO_MEMORY: Final[dict[str, object]] = {
    "problem": "memory",
    "line": None,
    "reason": "it needs more memory than a run may have",
}
_ANSWERED_AT_ONCE = 512 * 1024
_SHARE_OF_MEMORY = 6
_MOST_SERIES = 48
_LEAST_REMEMBERED = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Job:
    modules: list[CodeType]
    parameters: Mapping[str, float]
    timeframe: Timeframe
    series: Mapping[str, Mapping[str, wire.Array]]
    arena: wire.Arena
    read: frozenset[str]
    remembered: Remembered | None = None
    known: Mapping[str, object] = field(default_factory=dict)
    views: dict[str, BarView] = field(default_factory=dict)


def warm_up() -> Callable[[], None]:
    """Run small jobs, so that everything they need is in memory before the files go out of sight.

    Returns:
        What a forked process does before it has a job: the first of them again. The kernel of the operating system
        gives it its own copy of a page when it first writes there; what it does now, the job does not wait for.
    """
    time = (np.arange(600) + 10_000) * 86_400_000_000_000
    columns = {name: np.linspace(10.0, 20.0, 600) for name in COLUMNS}
    facts = plain_sessions(time, Timeframe.D1).arrays()
    series = {symbol: {"time": time, **columns, **facts} for symbol in ("A", "B")}
    # Some methods of arrays fetch their Python half when first called; strategy code has no import to do that with.
    with np.errstate(all="ignore"):
        _ = [method() for name in NUMERIC_METHODS if callable(method := getattr(columns["close"], name))]
    texts = (_COMMON, _SAMPLE, "def signals(bars, p): return {'a': bars.nothing}", "def signals(bars, p): return 1")
    codes = [compile(text, SOURCE_NAME, "exec") for text in texts]

    def rehearse(code: CodeType = codes[0]) -> None:
        arena = wire.Arena(mmap.mmap(-1, 1024 * 1024))
        modules = [marshal.loads(marshal.dumps(code))]  # noqa: S302 - ours
        job = _Job(modules, {"fast": 10.0}, Timeframe.D1, series, arena, _names_in(modules))
        json.loads(json.dumps(_evaluate(job, [0, "A", 0, 500, 400, 1, None, []])))

    for code in codes:
        rehearse(code)
    return rehearse


def serve(
    channel: socket.socket, cpu_seconds: int, base_bytes: int, rehearse: Callable[[], None], *, seccomp: bool
) -> None:
    """Confine this process, rehearse, answer one job, and end; never returns."""
    status = 1
    try:
        confine_child(cpu_seconds, seccomp=seccomp)
        rehearse()
        _work(channel, base_bytes)
        status = 0
    except wire.BrokenChild:
        status = 0  # the worker has all it wanted and hung up
    except MemoryError:
        status = wire.OUT_OF_MEMORY
    finally:
        os._exit(status)


def _work(channel: socket.socket, base_bytes: int) -> None:
    message, code, descriptors = wire.receive(channel, descriptors=2)
    job = _load(message, code, descriptors, base_bytes)
    while True:
        request, _, _ = wire.receive(channel)
        job.arena.clear()
        for answer in _answers(job, request):
            wire.send(channel, answer)
        # Who asks for both modules is somebody who will ask again, after a look at what was answered.
        asked_both = isinstance(request, dict) and "in_turn" in request
        if asked_both and job.remembered is not None and not job.remembered.has_room:
            job.remembered.make_room()


def _load(message: object, code: bytes, descriptors: list[int], base_bytes: int) -> _Job:
    match message:
        case {
            "parameters": dict(parameters),
            "timeframe": str(timeframe),
            "series": dict(series),
            "memory_bytes": int(memory_bytes),
            "remember": bool(remember),
            "sizes": [int(bars_size), int(arena_size)],
        }:
            bars = mmap.mmap(descriptors[0], bars_size, prot=mmap.PROT_READ)
            arena = mmap.mmap(descriptors[1], arena_size)
            limit_address_space(base_bytes + memory_bytes + len(bars) + len(arena))
            arrays = {
                symbol: {name: wire.view(bars, wire.Place.read(place)) for name, place in columns.items()}
                for symbol, columns in series.items()
            }
            modules = marshal.loads(code)  # noqa: S302 - the worker wrote it
            job = _Job(modules, parameters, Timeframe(timeframe), arrays, wire.Arena(arena), _names_in(modules))
            longest = max(len(columns["time"]) for columns in arrays.values())
            enough = max(_LEAST_REMEMBERED, _MOST_SERIES * 8 * longest)
            return _remembering(job, min(memory_bytes // _SHARE_OF_MEMORY, enough)) if remember else job
    raise wire.BrokenChild("The job is malformed.")


def _remembering(job: _Job, budget: int) -> _Job:
    remembered, known = Remembered(budget), {**allowed_names(), NAME: operated}
    names = {name: known[name] for name in job.read if name in known}
    return replace(job, remembered=remembered, known=remembered.wrap(names))


def _names_in(modules: Sequence[CodeType]) -> frozenset[str]:
    waiting, names = list(modules), set[str]()
    while waiting:
        code = waiting.pop()
        names.update(code.co_names)
        waiting.extend(each for each in code.co_consts if isinstance(each, CodeType))
    return frozenset(names)


def _answers(job: _Job, request: object) -> Iterator[object]:
    match request:
        case {"each": list(requests)}:
            yield _evaluate_each(job, requests)
        case {"in_turn": list(requests)}:
            yield from (_evaluate(job, each) for each in requests)
        case _:
            yield _evaluate(job, request)


def _evaluate_each(job: _Job, requests: list[object]) -> list[dict[str, object]]:
    # As many as a small part of the memory for answers takes; the worker asks for the others again, and they are
    # written over these: a page that the system has yet to give takes longer than what is written on it.
    found: list[dict[str, object]] = []
    for request in requests:
        answer = _evaluate(job, request)
        if found and answer.get("problem") == "memory":
            break
        found.append(answer)
        if job.arena.used > _ANSWERED_AT_ONCE:
            break
    return found


def _evaluate(job: _Job, request: object) -> dict[str, object]:
    match request:
        case [
            int(module), str(symbol), int(first), int() | None as last, int() | None as noise_from, int(seed), given,
            list(held),
        ]:  # fmt: skip
            cut = Cut(first, last, noise_from, seed)
        case _:
            raise wire.BrokenChild("The request is malformed.")
    # A part of the history is asked for once; only what is asked for again and again is worth remembering.
    remembered = job.remembered if cut.first == 0 and last == len(job.series[symbol]["time"]) else None
    remembered = remembered if noise_from is None else None
    try:
        bars = _bars(job, symbol, cut) if remembered is None else _kept_bars(job, symbol, cut)
        known = {**namespace(job.read), NAME: operated, **(job.known if remembered else {})}
        exec(job.modules[module], known)  # noqa: S102 - this is the process that was made for it
        parameters = Parameters(given if isinstance(given, dict) else job.parameters)
        result = known["signals"](bars, parameters)  # type: ignore[operator]
        if "document_signals" in known and isinstance(result, dict):
            # Hand-written code, and beside it what its document says.
            result = {**result, **known["document_signals"](bars, parameters)}  # type: ignore[operator]
        if remembered is None:
            return {"slots": answers.encode(result, job.arena)}
        return {
            "slots": answers.encode(result, job.arena, answers.Held(remembered.serial, frozenset(held))),
            "calls": [remembered.computed, remembered.kept],
        }
    except wire.FullArena:
        return _NO_MEMORY
    except MemoryError:
        # What the code still holds is let go first; without that the answer itself may not fit.
        gc.collect()
        return _NO_MEMORY
    except BaseException as error:  # noqa: BLE001 - whatever code does, the worker gets an answer
        return {"problem": "crash", "line": _line_of(error.__traceback__), "reason": _reason(error)}


def _kept_bars(job: _Job, symbol: str, cut: Cut) -> BarView:
    if symbol not in job.views:
        job.views[symbol] = _bars(job, symbol, cut, RememberingView)
    return job.views[symbol]


class _Others(Mapping[str, BarView]):
    """The other symbols of a job, cut where a symbol is cut; made when they are asked for, for most never are."""

    def __init__(self, made: Mapping[str, Callable[[], BarView]]) -> None:
        self._made = made
        self._views: dict[str, BarView] = {}

    def __getitem__(self, name: str) -> BarView:
        if name not in self._views:
            self._views[name] = self._made[name]()
        return self._views[name]

    def __contains__(self, name: object) -> bool:
        return name in self._made

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def _bars(job: _Job, symbol: str, cut: Cut, kind: type[BarView] = BarView) -> BarView:
    own = job.series[symbol]
    last = len(own["time"]) if cut.last is None else cut.last
    own_cut = Cut(cut.first, last, cut.noise_from, cut.seed)
    made: dict[str, Callable[[], BarView]] = {
        name: partial(_other, job, own, columns, own_cut) for name, columns in job.series.items() if name != symbol
    }
    # A universe may be compared with one of its own symbols, which then stands for itself too.
    made[symbol] = partial(_view, BarView, job, own, own_cut)
    return _view(kind, job, own, own_cut, _Others(made))


def _other(job: _Job, own: Mapping[str, wire.Array], columns: Mapping[str, wire.Array], cut: Cut) -> BarView:
    assert cut.last is not None  # noqa: S101 - a symbol's own cut says where it ends
    closes = columns["bar_closes_at"]
    stop = int(closes.searchsorted(own["bar_closes_at"][cut.last - 1], side="right"))
    start = int(columns["time"].searchsorted(own["time"][cut.first], side="left")) if cut.first else 0
    noise_from = None
    if cut.noise_from:
        noise_from = int(closes.searchsorted(own["bar_closes_at"][cut.noise_from - 1], side="right"))
    return _view(BarView, job, columns, Cut(start, stop, noise_from, cut.seed))


def _view(
    kind: type[BarView],
    job: _Job,
    columns: Mapping[str, wire.Array],
    cut: Cut,
    others: Mapping[str, BarView] | None = None,
) -> BarView:
    window = slice(cut.first, cut.last)
    prices: Mapping[str, wire.Array] = {name: columns[name][window] for name in COLUMNS}
    if cut.noise_from is not None:
        kind, prices = LazyView, with_noise(prices, cut.noise_from - cut.first, cut.seed)
    sessions = Sessions(**{name: columns[name][window] for name in Sessions.__dataclass_fields__})
    return kind(columns["time"][window], prices, timeframe=job.timeframe, sessions=sessions, others=others)


def _line_of(traceback: TracebackType | None) -> int | None:
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == SOURCE_NAME:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _reason(error: BaseException) -> str:
    try:
        return f"{type(error).__name__}: {error}"[:_LONGEST_REASON]
    except BaseException:  # noqa: BLE001 - a hostile __str__ must not silence the answer
        return "an error that cannot even say what it is"
