"""Two averages that are only named, for what is said of them later: "10/20 SMA:", "30 vs 90 day WMA"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import is_length
from strategy_ai_worker.domain.reading.events.crosses import count_of
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import primary
from strategy_ai_worker.domain.reading.trees import call


def pair_named(c: Cursor, i: int) -> int | None:
    """Read "10/20 SMA:" that only names two averages; return the place behind it."""
    if c.at(i).has("AVG"):
        begin = c.skip_signs(i + 1, ",:(")
        far = _far_length(c, begin)
        return _averages_named(c, i) if far is None else _keep_pair(c, str(c.at(i).get("AVG")), begin, far)
    far = _far_length(c, i)
    kind = c.at(c.skip(far + 1)).get("AVG") if far is not None else None
    if far is None or kind is None:
        return None
    _keep_pair(c, str(kind), i, far)
    return c.skip(far + 1) + 1


def _far_length(c: Cursor, i: int) -> int | None:
    """Return the place of the second of two lengths: "10/20", "30 vs 90"."""
    j = c.skip(i + 1)
    parted = c.is_sign(j, "/") or c.at(j).has("ARITH", "/") or c.at(j).has("P", "against")
    far = c.skip(j + 1)
    return far if parted and is_length(c.at(i)) and is_length(c.at(far)) else None


def _keep_pair(c: Cursor, kind: str, near: int, far: int) -> int:
    """Keep two averages by their lengths for what is said of them later; return the place behind the lengths."""
    fast, slow = sorted((count_of(c, near), count_of(c, far)))
    pair = (call(kind or "sma", CLOSE, fast), call(kind or "sma", CLOSE, slow))
    c.memory.averages.extend(pair)
    c.memory.pair = pair
    return far + 2 if c.is_sign(far + 1, ")") else far + 1


def _averages_named(c: Cursor, i: int) -> int | None:
    """Read "DEMA(20) x DEMA(50)", "SMA 10 vs SMA 30" that only names two averages; return the place behind it."""
    one = primary(c, i, None)
    link = c.skip(one[1]) if one is not None else i
    linked = c.at(link).has("TIMES") or c.at(link).has("P", "against") or c.is_sign(link, "/", "&")
    linked = linked or c.at(link).has("ARITH", "/")
    other = primary(c, c.skip(link + 1), None) if linked and c.at(c.skip(link + 1)).has("AVG") else None
    if one is None or other is None or "call" not in (one[0].op, other[0].op):
        return None
    ends = c.at(other[1]).has("END") or c.at(other[1]).has("SIGN_MARK") or c.at(other[1]).has("P", "on")
    if not ends:
        return None
    c.memory.pair = (one[0], other[0])
    return other[1]
