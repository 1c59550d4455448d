"""Slots between child and worker: arrays in the arena, numbers and position expressions in JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from backtest_engine.adapters.sandbox.wire import Arena, Array, BrokenChild, Place
from backtest_engine.domain.evaluation import Slots, SlotValue
from backtest_engine.domain.position import PositionExpr
from backtest_engine.domain.position.operations import ARITY, SINCE_ENTRY, WORDS

_MOST_SLOTS = 2000
_LONGEST_NAME = 200
_DEEPEST = 60


class BadAnswer(TypeError):
    """`signals` returned something that is no dictionary of series."""


def _nameless(_: object) -> int | None:
    return None


@dataclass(frozen=True, slots=True)
class Held:
    """What the worker has already, so that it need not cross the wire again.

    Attributes:
        serial: Gives the number of a series that stays what it is, or None.
        numbers: Of the series that the worker holds.
    """

    serial: Callable[[object], int | None] = _nameless
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Sent:
    """Where arrays of one answer lie, by identity."""

    arena: Arena
    held: Held
    places: dict[int, dict[str, object]] = field(default_factory=dict)


def encode(result: object, arena: Arena, held: Held | None = None) -> dict[str, object]:
    """Return what `signals` returned, as it crosses the wire; of series that the worker holds, only their number.

    Raises:
        BadAnswer: It is not a dictionary of slots to series, numbers or position expressions.
        MemoryError: The arena is full.
    """
    if type(result) is not dict:
        raise BadAnswer(f"signals must return a dictionary of slots, not a {type(result).__name__}.")
    if len(result) > _MOST_SLOTS:
        raise BadAnswer(f"signals returned {len(result)} slots; {_MOST_SLOTS} is the most.")
    sent = Sent(arena, held or Held())
    encoded = {}
    for name, value in result.items():
        if type(name) is not str or len(name) > _LONGEST_NAME:
            raise BadAnswer("A slot's name must be a short text.")
        encoded[name] = _encode_value(name, value, sent)
    return encoded


@dataclass(slots=True)
class Received:
    """The worker's side of an answer: where arrays are taken from, and those that it holds from the answer before.

    Attributes:
        numbered: Series of this answer that have a number, for the next one.
    """

    arena: Arena
    bars: int
    before: Mapping[int, Array] = field(default_factory=dict)
    numbered: dict[int, Array] = field(default_factory=dict)
    _taken: dict[Place, Array] = field(default_factory=dict)

    def take(self, value: object) -> Array:
        """Return the array that a value speaks of; raises BrokenChild where there is none."""
        match value:
            case {"serial": int(serial), **rest} if not rest:
                if serial not in self.before or len(self.before[serial]) != self.bars:
                    raise BrokenChild("The answer speaks of a series that it never sent.")
                array = self.before[serial]
            case {"array": place}:
                array = self._copied(place)
            case _:
                raise BrokenChild("An array of the answer is malformed.")
        match value:
            case {"serial": int(serial)}:
                self.numbered[serial] = array
        return array

    def _copied(self, place: object) -> Array:
        where = Place.read(place)
        if where not in self._taken:
            self._taken[where] = _take(where, self.arena, self.bars)
        return self._taken[where]


def decode(slots: object, received: Received) -> Slots:
    """Return the slots of an answer; each array is a copy and has one value a bar.

    Raises:
        BrokenChild: The answer is not what `encode` writes.
    """
    if not isinstance(slots, dict):
        raise BrokenChild("The answer holds no slots.")
    return {str(name): _decode_value(value, received) for name, value in slots.items()}


def _encode_value(name: str, value: object, sent: Sent) -> object:
    match value:
        case bool() | np.bool_():
            return {"truth": bool(value)}
        case int() | float() | np.number():
            return {"number": _finite_or_text(float(value))}
        case np.ndarray():
            return _put(name, value, sent)
        case PositionExpr():
            return {"position": _encode_tree(name, value, sent)}
    raise BadAnswer(f"The slot {name} is a {type(value).__name__}; a series, a number or a truth is meant.")


def _decode_value(value: object, received: Received) -> SlotValue:
    match value:
        case {"truth": bool(truth)}:
            return truth
        case {"number": int() | float() | str() as number}:
            return _number(number)
        case {"array": _} | {"serial": _}:
            return received.take(value)
        case {"position": tree}:
            return _decode_tree(tree, received, 0)
    raise BrokenChild("A slot of the answer is malformed.")


def _put(name: str, array: np.ndarray, sent: Sent) -> dict[str, object]:
    if array.ndim != 1 or array.dtype.kind not in "bfiu":
        raise BadAnswer(f"The slot {name} must be one number or one truth a bar, not {array.dtype} {array.shape}.")
    if id(array) not in sent.places:
        serial = sent.held.serial(array)
        told: dict[str, object] = {} if serial is None else {"serial": serial}
        if serial is None or serial not in sent.held.numbers:
            wanted = np.bool_ if array.dtype.kind == "b" else np.float64
            told["array"] = sent.arena.put(np.ascontiguousarray(array, dtype=wanted)).as_json()
        sent.places[id(array)] = told
    return sent.places[id(array)]


def _take(where: Place, arena: Arena, bars: int) -> Array:
    if where.code not in ("f8", "b1") or where.count != bars:
        raise WrongLength(where.count, bars)
    return arena.take(where)


class WrongLength(BrokenChild):
    """A series does not have one value a bar."""

    def __init__(self, count: int, bars: int) -> None:
        super().__init__(f"A series has {count} values for {bars} bars.")


def _encode_tree(name: str, node: PositionExpr, sent: Sent, depth: int = 0) -> object:
    if depth > _DEEPEST:
        raise BadAnswer(f"The expression of the slot {name} is nested too deeply.")
    if node.operation == "leaf":
        leaf = node.leaf
        if isinstance(leaf, np.ndarray):
            return _put(name, leaf, sent)
        return _finite_or_text(float(leaf if leaf is not None else np.nan))
    return {"op": node.operation, "of": [_encode_tree(name, child, sent, depth + 1) for child in node.children]}


def _decode_tree(tree: object, received: Received, depth: int) -> PositionExpr:
    if depth > _DEEPEST:
        raise BrokenChild("A position expression of the answer is nested too deeply.")
    match tree:
        case {"op": str(operation), "of": list(children)} if _fits(operation, len(children)):
            return PositionExpr(operation, tuple(_decode_tree(child, received, depth + 1) for child in children))
        case {"array": _} | {"serial": _}:
            return PositionExpr("leaf", leaf=received.take(tree))
        case int() | float() | str():
            return PositionExpr("leaf", leaf=_number(tree))
    raise BrokenChild("A position expression of the answer is malformed.")


def _fits(operation: str, children: int) -> bool:
    if operation in ARITY:
        return children == ARITY[operation]
    return (operation in WORDS and children == 0) or (operation in SINCE_ENTRY and children == 1)


def _finite_or_text(number: float) -> float | str:
    return number if np.isfinite(number) else str(number)


def _number(number: float | str) -> float:
    if isinstance(number, str) and number not in ("nan", "inf", "-inf"):
        raise BrokenChild("A number of the answer is none.")
    return float(number)
