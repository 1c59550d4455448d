"""Where a value lies among its own last values: "in the lowest 10% of the last year", "above its median"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import Found, is_price
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, compare, name, num

_REACHES = frozenset(["at", "a", "an", "new", "fresh", "its", "to", "set", "sets", "posts", "prints", "is", "its own"])


def own_extreme(c: Cursor, j: int, subject: Node) -> Found:
    """Read "(RSI) makes a 20-day low", "is at its highest in 50 days": the extreme of the thing itself."""
    if is_price(subject) or subject.op == "name":
        return None
    k = j
    while c.at(k).has("EQ") or c.at(k).has("TOUCH") or c.at(k).text in _REACHES:
        k += 1
    edge = c.skip(k + 1)
    edge = c.skip(edge + 1) if c.at(edge).has("NEW") else edge
    span = c.at(k).get("SPAN")
    if not isinstance(span, Span) or not c.at(edge).has("SER", "high", "low"):
        return None
    low = c.at(edge).has("SER", "low")
    bound = call("lowest" if low else "highest", subject, c.memory.bars(span))
    c.memory.scaled, c.memory.last_was_level = subject, True
    return compare("<=" if low else ">=", subject, bound), edge + 1


_PARTS = {"decile": 10.0, "quintile": 20.0, "quarter": 25.0, "quartile": 25.0, "third": 100 / 3, "half": 50.0}
_VALUES = frozenset(["its", "the", "values", "readings", "own", "range", "levels", "all", "over", "during", "seen"])


def in_distribution(c: Cursor, j: int, subject: Node) -> Found:
    """Read "is in the lowest 10% of the last year", "in the top quarter of its 60-day range"."""
    edge = c.at(j)
    low = edge.has("PART", "lower") or edge.has("HILO", "lowest")
    if not (low or edge.has("PART", "upper") or edge.has("HILO", "highest")):
        return None
    k = c.skip(j + 1)
    share = c.at(k).get("PCT") if c.at(k).has("PCT") else _PARTS.get(c.at(k).text)
    stretch = _that_range(c, k + 1) or _stretch(c, k + 1) if share is not None else None
    ends = c.at(k + 1).has("END") or c.at(k + 1).has("SIGN_MARK") or c.at(k + 1).has("ACT") or c.at(k + 1).has("CONJ")
    if stretch is None and share is not None and ends and c.memory.stretch is not None:
        stretch = (c.memory.stretch, k + 1, c.memory.stretch_is_range)
    if share is None or stretch is None:
        return None
    bars, after, of_range = stretch
    part = float(str(share))
    c.memory.stretch, c.memory.stretch_is_range = bars, of_range
    if of_range and is_price(subject):
        bottom, top = call("lowest", name("low"), bars), call("highest", name("high"), bars)
        place = arithmetic("/", arithmetic("-", subject, bottom), arithmetic("-", top, bottom))
        return compare("<=" if low else ">=", place, num(round((part if low else 100 - part) / 100, 6))), after
    ranked = call("percentile_rank", subject, bars)
    return compare("<=" if low else ">=", ranked, num(round(part if low else 100 - part, 6))), after


def _that_range(c: Cursor, k: int) -> tuple[float, int, bool] | None:
    """Return the stretch of "(in the bottom half) of that range", as it was named before."""
    m = k + 1 if c.at(k).has("P", "of", "in") else k
    again = c.at(m).text in ("that", "this", "the same", "said") and c.at(m + 1).text == "range"
    known = c.memory.stretch
    return (known, m + 2, c.memory.stretch_is_range) if again and known is not None else None


def _stretch(c: Cursor, k: int) -> tuple[float, int, bool] | None:
    """Return the bars of "of the last year", "of its 60-day range", the place behind, and whether a range is named."""
    m, joined, ranged = k, False, False
    while c.at(m).has("P", "of", "in", "over") or c.at(m).text in _VALUES or c.at(m).has("LASTN") or c.at(m).is_noise:
        joined = joined or c.at(m).has("P") or c.at(m).has("LASTN") or c.at(m).text in ("over", "during")
        ranged = ranged or c.at(m).text == "range"
        m += 1
    m = m + 1 if c.at(m).has("WITHIN") else m
    joined = joined or c.at(m - 1).has("WITHIN")
    span = c.at(m).get("SPAN")
    unit = c.at(m).get("UNIT")
    whole = span if isinstance(span, Span) else Span(1, str(unit)) if unit in ("week", "month", "year") else None
    if not joined or whole is None:
        return None
    after = m + 1
    if c.at(c.skip(after)).text == "range" or c.at(c.skip(after)).has("SER", "range"):
        return c.memory.bars(whole), c.skip(after) + 1, True
    while c.at(after).text in ("values", "readings", "levels", "history"):
        after += 1
    return c.memory.bars(whole), after, ranged
