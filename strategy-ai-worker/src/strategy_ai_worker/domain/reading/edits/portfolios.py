"""Follow-ups on rotations, pairs and fixed weights: another rhythm, number, score, filter, threshold or share."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.edits.focus import lone_number
from strategy_ai_worker.domain.reading.frames.allocation import never_rebalanced, weights_of
from strategy_ai_worker.domain.reading.frames.filters import filters
from strategy_ai_worker.domain.reading.frames.pairs import pair_numbers
from strategy_ai_worker.domain.reading.frames.ranking import ranking
from strategy_ai_worker.domain.reading.frames.rhythm import rebalance_of
from strategy_ai_worker.domain.reading.frames.rotation import named_hold
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.trees import Node, all_of, num, parse, rebuild, walk
from strategy_language.document import Strategy
from strategy_language.document.settings import MOST

_REPLACES: Final = re.compile(r"\b(instead|change|replace|switch)\b|改|换")
_UNFILTERED: Final = re.compile(
    r"\b(remove|drop|without|no|delete|lose|scrap)\b.*\b(filter|condition)\b|(去掉|取消|不要|删除).*(过滤|条件)"
)
_INVERSE: Final = re.compile(r"inverse.?vol|risk.?parity|by (inverse )?volatility|反波动|风险平价")
_STOPLESS: Final = re.compile(r"\b(no|without|remove|drop|delete)\b.*\bstop|(不要|去掉|取消|不设).*止损")
_OVER_PAST: Final = re.compile(
    r"\b(?:past|last|previous|prior|trailing)\b.*\b(?:days?|weeks?|months?|years?)\b|过去|最近"
)
_UNKNOWN_TO_PAIRS: Final = re.compile(r"correlat|cointegrat|half.?life|volume|rsi|相关性|协整")
_THEM: Final = re.compile(r"\b(?:of (?:them|those|these)|at a time|at once|names|holdings)\b|只|个品种")
_EQUAL: Final = re.compile(r"\bequal(ly)?\b.*weight|等权")


def with_plan(document: Strategy, said: Understood, text: str) -> Strategy | None:
    """Return a portfolio with what the message names of its plan, or None for other documents."""
    changed: dict[str, object] = {}
    if document.rotation is not None:
        changed["rotation"] = _rotation(document, said.cursor, text)
    elif document.allocation is not None:
        changed["allocation"] = _allocation(document, said.cursor)
    elif document.pairs is not None:
        if _UNKNOWN_TO_PAIRS.search(text):
            return None
        stopless = _STOPLESS.search(text) is not None
        changed["pairs"] = {"stop_z": None} if stopless else pair_numbers(said.cursor, Draft())
    if not any(changed.values()):
        return None
    data = document.model_dump(mode="json")
    for part, values in changed.items():
        data[part] = {**data[part], **(values if isinstance(values, dict) else {})}
    if isinstance(changed.get("allocation"), dict) and "weights" in data["allocation"]:
        data["universe"] = [one["symbol"] for one in data["allocation"]["weights"]]
    return Strategy.model_validate(data)


def _rotation(document: Strategy, c: Cursor, text: str) -> dict[str, object]:
    assert document.rotation is not None  # noqa: S101
    found: dict[str, object] = {}
    rhythm = rebalance_of(c)
    if rhythm is not None:
        found["rebalance"] = rhythm.value
    best = next((one.get("BEST") for one in c.lexemes if one.has("BEST")), None)
    if best is not None and (best == "best") != document.rotation.descending:
        found["descending"] = best == "best"
    hold = named_hold(c, len(document.universe)) or _of_them(c, text, len(document.universe))
    if hold is not None:
        found["hold"] = hold
    if _UNFILTERED.search(text):
        return {**found, "filter": None}
    read = filters(c, parse(document.rotation.rank_by))
    where = read[0] if read is not None else None
    if where is not None:
        old = document.rotation.filter
        keeps = old is not None and not _REPLACES.search(text)
        found["filter"] = str(all_of(parse(old), where) if keeps and old is not None else where)
    weighs = _INVERSE.search(text) is not None and not re.search(r"\brank|排", text)
    score = None if where is not None or weighs else ranking(c)
    longer = _rescored(parse(document.rotation.rank_by), c) if where is None and score is None else None
    if score is not None or longer is not None:
        found["rank_by"] = str(score[0] if score is not None else longer)
    if _INVERSE.search(text) or _EQUAL.search(text):
        found["weights"] = "equal" if _EQUAL.search(text) else "inverse_volatility"
    return found


def _of_them(c: Cursor, text: str, most: int) -> int | None:
    """Return how many to hold where that is said of "them": "three of them please"."""
    numbers = [float(str(one.get("NUM"))) for one in c.lexemes if one.has("NUM")]
    counts = len(numbers) == 1 and numbers[0] == int(numbers[0]) and 0 < numbers[0] <= most
    return int(numbers[0]) if counts and _THEM.search(text) else None


def _rescored(score: Node, c: Cursor) -> Node | None:
    """Measure the score over another length: "rank on 63 days", "use a 3-month lookback"."""
    spans = [span for one in c.lexemes if isinstance(span := one.get("SPAN"), Span) and not one.has("PERIODIC")]
    lone = lone_number(c.lexemes, c.memory) is not None
    ranked = (
        lone
        or _OVER_PAST.search(" ".join(one.text for one in c.lexemes)) is not None
        or any(one.has("RANK") or one.text in ("lookback", "window", "momentum", "周期") for one in c.lexemes)
    )
    lengths = {part.number for part in walk(score) if part.op == "num"}
    if not ranked or len(spans) != 1 or len(lengths) != 1 or rebalance_of(c) is not None:
        return None
    bars = float(c.memory.bars(spans[0]))
    return rebuild(score, lambda part: num(bars) if part.op == "num" else part)


def _allocation(document: Strategy, c: Cursor) -> dict[str, object]:
    assert document.allocation is not None  # noqa: S101
    found: dict[str, object] = {}
    rhythm = rebalance_of(c)
    if rhythm is not None:
        found["rebalance"] = rhythm.value
    if never_rebalanced(c) is not None:
        found["rebalance"] = MOST
    weights = weights_of(c) or _evenly(document, c) or _joined(document, c) or _reshared(document, c)
    if weights:
        found["weights"] = [{"symbol": symbol, "weight": weight} for symbol, weight in weights]
    return found


_EACH: Final = frozenset({"each", "各", "apiece", "all", "every", "per"})
_PARTS: Final = {"third": 3, "quarter": 4}


def _evenly(document: Strategy, c: Cursor) -> list[tuple[str, float]]:
    """Give every asset the same share where that is said: "a third each", "equal weights"."""
    assert document.allocation is not None  # noqa: S101
    names = [one.symbol for one in document.allocation.weights]
    shares = [one.get("HALFOF") for one in c.lexemes if one.has("HALFOF")]
    each = len(shares) == 1 and any(one.text in _EACH for one in c.lexemes)
    told = _PARTS.get(str(shares[0])) or (round(1 / shares[0]) if isinstance(shares[0], float) else 0) if each else 0
    if not any(one.has("EQUALWEIGHT") for one in c.lexemes) and told != len(names):
        return []
    share = round(100 / len(names), 4)
    return [(name, share) for name in names]


def _joined(document: Strategy, c: Cursor) -> list[tuple[str, float]]:
    """Give an asset that joins its share and shrink the others in proportion: "add 10% GLD"."""
    assert document.allocation is not None  # noqa: S101
    held = [
        (one.symbol, float(one.weight)) for one in document.allocation.weights if isinstance(one.weight, int | float)
    ]
    names = [str(value[0]) for one in c.lexemes if isinstance(value := one.get("SYM"), tuple)]
    fresh = [name for name in names if name not in {symbol for symbol, _ in held}]
    shares = [float(str(one.get("PCT"))) for one in c.lexemes if one.has("PCT")]
    if len(held) != len(document.allocation.weights) or len(fresh) != 1 or len(names) != 1 or len(shares) != 1:
        return []
    rest = (100 - shares[0]) / 100
    return [*((symbol, round(weight * rest, 4)) for symbol, weight in held), (fresh[0], shares[0])] if rest > 0 else []


def _reshared(document: Strategy, c: Cursor) -> list[tuple[str, float]]:
    """Give the shares of "make it 70/30" to the symbols in their order."""
    assert document.allocation is not None  # noqa: S101
    names = [one.symbol for one in document.allocation.weights]
    shares = [float(str(lexeme.get(kind))) for lexeme in c.lexemes for kind in ("PCT", "NUM") if lexeme.has(kind)][
        : len(names) + 1
    ]
    return list(zip(names, shares, strict=True)) if len(shares) == len(names) and sum(shares) <= 100 else []
