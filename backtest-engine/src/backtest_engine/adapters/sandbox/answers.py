"""Slots between child and worker: arrays in the arena, numbers and position expressions in JSON."""

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


def encode(result: object, arena: Arena) -> dict[str, object]:
    """Return what `signals` returned, as it crosses the wire.

    Raises:
        BadAnswer: It is not a dictionary of slots to series, numbers or position expressions.
        MemoryError: The arena is full.
    """
    if type(result) is not dict:
        raise BadAnswer(f"signals must return a dictionary of slots, not a {type(result).__name__}.")
    if len(result) > _MOST_SLOTS:
        raise BadAnswer(f"signals returned {len(result)} slots; {_MOST_SLOTS} is the most.")
    seen: dict[int, Place] = {}
    encoded = {}
    for name, value in result.items():
        if type(name) is not str or len(name) > _LONGEST_NAME:
            raise BadAnswer("A slot's name must be a short text.")
        encoded[name] = _encode_value(name, value, arena, seen)
    return encoded


def decode(slots: object, arena: Arena, bars: int) -> Slots:
    """Return the slots of an answer; each array is a copy and has one value a bar.

    Raises:
        BrokenChild: The answer is not what `encode` writes.
    """
    if not isinstance(slots, dict):
        raise BrokenChild("The answer holds no slots.")
    return {str(name): _decode_value(value, arena, bars) for name, value in slots.items()}


def _encode_value(name: str, value: object, arena: Arena, seen: dict[int, Place]) -> object:
    match value:
        case bool() | np.bool_():
            return {"truth": bool(value)}
        case int() | float() | np.number():
            return {"number": _finite_or_text(float(value))}
        case np.ndarray():
            return {"array": _put(name, value, arena, seen).as_json()}
        case PositionExpr():
            return {"position": _encode_tree(name, value, arena, seen)}
    raise BadAnswer(f"The slot {name} is a {type(value).__name__}; a series, a number or a truth is meant.")


def _decode_value(value: object, arena: Arena, bars: int) -> SlotValue:
    match value:
        case {"truth": bool(truth)}:
            return truth
        case {"number": int() | float() | str() as number}:
            return _number(number)
        case {"array": place}:
            return _take(place, arena, bars)
        case {"position": tree}:
            return _decode_tree(tree, arena, bars, 0)
    raise BrokenChild("A slot of the answer is malformed.")


def _put(name: str, array: np.ndarray, arena: Arena, seen: dict[int, Place]) -> Place:
    if array.ndim != 1 or array.dtype.kind not in "bfiu":
        raise BadAnswer(f"The slot {name} must be one number or one truth a bar, not {array.dtype} {array.shape}.")
    if id(array) not in seen:
        wanted = np.bool_ if array.dtype.kind == "b" else np.float64
        seen[id(array)] = arena.put(np.ascontiguousarray(array, dtype=wanted))
    return seen[id(array)]


def _take(place: object, arena: Arena, bars: int) -> Array:
    where = Place.read(place)
    if where.code not in ("f8", "b1") or where.count != bars:
        raise WrongLength(where.count, bars)
    return arena.take(where)


class WrongLength(BrokenChild):
    """A series does not have one value a bar."""

    def __init__(self, count: int, bars: int) -> None:
        super().__init__(f"A series has {count} values for {bars} bars.")


def _encode_tree(name: str, node: PositionExpr, arena: Arena, seen: dict[int, Place], depth: int = 0) -> object:
    if depth > _DEEPEST:
        raise BadAnswer(f"The expression of the slot {name} is nested too deeply.")
    if node.operation == "leaf":
        leaf = node.leaf
        if isinstance(leaf, np.ndarray):
            return _put(name, leaf, arena, seen).as_json()
        return _finite_or_text(float(leaf if leaf is not None else np.nan))
    return {"op": node.operation, "of": [_encode_tree(name, child, arena, seen, depth + 1) for child in node.children]}


def _decode_tree(tree: object, arena: Arena, bars: int, depth: int) -> PositionExpr:
    if depth > _DEEPEST:
        raise BrokenChild("A position expression of the answer is nested too deeply.")
    match tree:
        case {"op": str(operation), "of": list(children)} if _fits(operation, len(children)):
            return PositionExpr(operation, tuple(_decode_tree(child, arena, bars, depth + 1) for child in children))
        case [_, _, _]:
            return PositionExpr("leaf", leaf=_take(tree, arena, bars))
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
