"""Conditions that cannot hold together, or ever."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.trees import Node
from strategy_language.catalogue.table import CATALOGUE


def alternatives(node: Node) -> list[list[Node]]:
    """Return the groups of conditions of which one must hold as a whole, at most 64 of them."""
    if node.op == "or":
        return [group for part in node.parts for group in alternatives(part)]
    if node.op == "and":
        groups: list[list[Node]] = [[]]
        for part in node.parts:
            groups = [[*left, *right] for left in groups for right in alternatives(part)][:64]
        return groups
    return [[node]]


def clash(atoms: list[Node]) -> tuple[str, str] | None:  # noqa: C901 - one reading of one construct
    """Return two conditions of a group that cannot hold together, or None."""
    bounds: dict[str, list[tuple[str, float, Node]]] = {}
    relations: dict[tuple[str, str], Node] = {}
    for atom in atoms:
        sign, left, right = _relation(atom)
        if sign is None or left is None or right is None:
            continue
        if right.op == "num" or right.word == "clock":
            bounds.setdefault(str(left), []).append((sign, _number_of(right), atom))
        up, down = (str(left), str(right)) if sign in (">", ">=") else (str(right), str(left))
        if sign in (">", "<", ">=", "<="):
            contrary = relations.get((down, up))
            if contrary is not None and up != down and (sign in (">", "<") or _relation(contrary)[0] in (">", "<")):
                return str(contrary), str(atom)
            relations[(up, down)] = atom
    scaled = _scaled_clash(atoms) or _beyond_both_extremes(atoms)
    if scaled is not None:
        return scaled
    for said in bounds.values():
        for sign, value, atom in said:
            for other, limit, second in said:
                if (
                    sign in (">", ">=")
                    and other in ("<", "<=")
                    and (value > limit or (value == limit and (sign == ">" or other == "<")))
                ):
                    return str(atom), str(second)
                if sign == "==" and not _meets(value, other, limit):
                    return str(atom), str(second)
    return None


def _meets(value: float, sign: str, limit: float) -> bool:
    """Return whether a value meets a bound."""
    return {"==": value == limit, ">": value > limit, ">=": value >= limit, "<": value < limit}.get(
        sign, value <= limit
    )


def _number_of(bound: Node) -> float:
    """Return a literal, or the minute of the day of a time of the clock."""
    if bound.op == "num":
        return bound.number
    hours, _, minutes = bound.parts[0].word.partition(":")
    return int(hours) * 60 + int(minutes)


def _scaled_clash(atoms: list[Node]) -> tuple[str, str] | None:
    """Return two bounds by multiples of one price that leave nothing between: above X, and below 0.95 of X."""
    lows: dict[tuple[str, str], tuple[float, Node]] = {}
    highs: dict[tuple[str, str], tuple[float, Node]] = {}
    for atom in atoms:
        sign, left, right = _relation(atom)
        if sign is None or left is None or right is None or right.op == "num":
            continue
        factor, base = multiple_of(right)
        (lows if sign[0] == ">" else highs)[str(left), str(base)] = (factor, atom)
    for key, (low, atom) in lows.items():
        high = highs.get(key)
        if high is not None and low > high[0] > 0:
            return str(atom), str(high[1])
    return None


def multiple_of(node: Node) -> tuple[float, Node]:
    """Return the factor and the base of "0.95 * X"; one, where there is no factor."""
    if node.op == "*" and len(node.parts) == 2:
        for number, base in (node.parts, node.parts[::-1]):
            if number.op == "num":
                return number.number, base
    return 1.0, node


def _relation(atom: Node) -> tuple[str | None, Node | None, Node | None]:
    if atom.op in ("<", "<=", ">", ">=", "=="):
        return atom.op, atom.parts[0], atom.parts[1]
    if atom.op == "call" and atom.word in ("crosses_above", "crosses_below"):
        return (">" if atom.word == "crosses_above" else "<"), atom.parts[0], atom.parts[1]
    if atom.op == "call" and atom.word in ("rising", "falling"):
        return (">" if atom.word == "rising" else "<"), atom.parts[0], Node("name", ("its previous value",))
    return None, None, None


def beyond(node: Node) -> str | None:
    """Return why a comparison lies outside of the range of its indicator."""
    sign, left, right = _relation(node)
    if sign is None or left is None or right is None:
        return None
    price = _of_prices(sign, left, right)
    if price is not None:
        return price
    function = _function_of(left)
    if function == "roc" and right.op == "num" and sign in ("<", "<=") and right.number <= -100:
        return "A price cannot fall by 100 percent or more."
    dates = _DATES.get(function)
    if dates is not None and right.op == "num" and sign == "==" and not dates[0] <= right.number <= dates[1]:
        return f"A {function.replace('_of_', ' of the ')} always lies between {dates[0]} and {dates[1]}."
    entry = CATALOGUE.get(function)
    if entry is None or entry.bounds is None or right.op != "num":
        return None
    low, high = entry.bounds
    if sign == "==" and not low <= right.number <= high:
        return f"{function.upper()} always lies between {low:g} and {high:g}."
    over = sign in (">", ">=") and right.number >= high and not (sign == ">=" and right.number == high)
    under = sign in ("<", "<=") and right.number <= low and not (sign == "<=" and right.number == low)
    return f"{function.upper()} always lies between {low:g} and {high:g}." if over or under else None


def _parted(left: Node, right: Node) -> bool:
    """Return whether a highest price would lie below a lowest one though both are taken over some of the same bars."""
    (high, first, length), (low, other, width) = _window(left), _window(right)
    if not high.startswith("highest") or not low.startswith("lowest") or not length or not width:
        return False
    order = ("low", "close", "high")
    above, below = high.removeprefix("highest "), low.removeprefix("lowest ")
    known = above in order and below in order and order.index(above) >= order.index(below)
    return known and first < other + width and other < first + length


def _of_prices(sign: str, left: Node, right: Node) -> str | None:
    """Return why prices cannot lie to each other, or to zero, as a comparison says."""
    if (
        right.op == "num"
        and left.op == "name"
        and left.word in ("close", "open", "high", "low", "volume")
        and sign in ("<", "<=")
        and right.number <= 0
    ):
        return f"The {left.word} is never below zero."
    if left.op == right.op == "name" and (left.word, sign[0], right.word) in _NEVER:
        return f"The {left.word} of a bar is never {'above' if sign[0] == '>' else 'below'} its {right.word}."
    if (sign == "<" and _parted(left, right)) or (sign == ">" and _parted(right, left)):
        return "The highest price of some bars is never below the lowest price of the same bars."
    if _is_ratio_of_prices(left) and right.op == "num" and sign in ("<", "<=") and right.number <= 0:
        return "A ratio of two prices is never below zero."
    return None


def _is_ratio_of_prices(node: Node) -> bool:
    """Return whether a node is a price by a price, perhaps of another asset."""
    inner = [part.parts[1] if part.op == "call" and part.word == "of" else part for part in node.parts]
    return node.op == "/" and all(part.op == "name" and part.word in ("close", "open", "high", "low") for part in inner)


def _beyond_both_extremes(atoms: list[Node]) -> tuple[str, str] | None:
    """Return two conditions of one price above a highest and below a lowest of the same bars: it is never both."""
    told = [(atom, *_relation(atom)) for atom in atoms]
    above = [(atom, left, right) for atom, sign, left, right in told if sign in (">", ">=") and left and right]
    below = [(atom, left, right) for atom, sign, left, right in told if sign in ("<", "<=") and left and right]
    pairs = ((a, b) for a in above for b in below if a[1] == b[1] and _parted(a[2], b[2]))
    return next(((str(a[0]), str(b[0])) for a, b in pairs), None)


def _window(node: Node) -> tuple[str, float, float]:
    """Return what an extreme is taken of, how many bars ago its stretch ends, and how long it is."""
    ago = node.parts[1].number if node.op == "lag" else 0.0
    inner = node.parts[0] if node.op == "lag" else node
    plain = inner.op == "call" and len(inner.parts) == 2 and inner.parts[1].op == "num"
    return (f"{inner.word} {inner.parts[0]}", ago, inner.parts[1].number) if plain else ("", 0.0, 0.0)


_DATES = {"day_of_month": (1, 31), "month": (1, 12), "trading_day_of_month": (1, 23), "weekday": (1, 7)}
"""Values that a calendar has."""
_NEVER = frozenset(
    [
        *((name, ">", "high") for name in ("close", "open", "low")),
        *((name, "<", "low") for name in ("close", "open", "high")),
    ]
)
"""Comparisons within one bar that its own extremes rule out; equality apart, they cannot be."""


def bounds_of(node: Node) -> tuple[float, float] | None:
    """Return the range of the indicator that a comparison looks at, or None where it has none."""
    _, left, _ = _relation(node)
    entry = CATALOGUE.get(_function_of(left)) if left is not None else None
    return entry.bounds if entry is not None else None


def _function_of(node: Node) -> str:
    """Return the name of the function that gives a value, of whichever asset; nothing for a price."""
    inner = node.parts[1] if node.op == "call" and node.word == "of" else node
    named = inner.parts[0] if inner.op == "field" else inner
    return named.word if named.op == "call" else ""


def covers_all(node: Node) -> bool:
    """Return whether a comparison takes in the whole range of its indicator: RSI below 150."""
    sign, left, right = _relation(node)
    if node.op not in ("<", "<=", ">", ">=") or left is None or right is None or right.op != "num":
        return False
    entry = CATALOGUE.get(_function_of(left))
    if entry is None or entry.bounds is None:
        return False
    low, high = entry.bounds
    return right.number > high if sign in ("<", "<=") else right.number < low
