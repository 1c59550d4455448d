"""Where a price lies to the Ichimoku cloud: inside of it, "inside or under", "in or above"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, is_price, primary
from strategy_ai_worker.domain.reading.trees import Node, all_of, call, compare

_INSIDE = frozenset(["inside", "in", "within", "into", "back inside", "back in", "back into"])


def _places(c: Cursor, j: int) -> tuple[frozenset[str], int]:
    """Return the places that are named before the cloud, inside and on either side, and the place of the cloud."""
    places: set[str] = set()
    k = j
    while c.at(k).text in _INSIDE or c.at(k).has("CMP", "<", ">") or c.at(k).has("CONJ", "or") or c.at(k).is_noise:
        sign = c.at(k).get("CMP")
        if c.at(k).text in _INSIDE:
            places.add("inside")
        elif sign is not None:
            places.add(str(sign))
        k += 1
    named = c.at(k).has("IND", "cloud") and "inside" in places
    return (frozenset(places), k) if named else (frozenset(), j)


def lies_in_cloud(c: Cursor, j: int) -> bool:
    """Return whether "inside (or under) the cloud" stands here."""
    return bool(_places(c, j)[0])


def in_cloud(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is inside the cloud", "closes inside or under the cloud"."""
    places, k = _places(c, j)
    cloud = primary(c, k, None) if places and is_price(subject) else None
    if cloud is None:
        return None
    over, under = (compare(sign, subject, call(edge, *cloud[0].parts)) for sign, edge in ((">=", "min"), ("<=", "max")))
    if ">" in places or "<" in places:
        return (over if ">" in places else under), cloud[1]
    return all_of(over, under), cloud[1]
