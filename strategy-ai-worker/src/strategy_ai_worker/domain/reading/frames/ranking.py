"""By what a rotation ranks its assets."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.frames.rhythm import is_half_year, rebalance_of
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import operand
from strategy_ai_worker.domain.reading.operands.skipped import skips, stretch
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, lag, num, rebuild

Read = tuple[Node, list[int]]
"""A score, and the lexemes that it was read from."""
_GAINS = (
    "performance", "momentum", "gained", "risen", "performer", "performers", "return", "returns", "strongest",
    "stronger", "better", "weaker", "winner", "winners", "loser", "losers", "leader", "leaders", "strength", "best",
)  # fmt: skip
_UNRANKED = ("sma", "ema", "on", "where")


def ranking(c: Cursor) -> Read | None:
    """Return the score that the words rank by, or None where they name none."""
    found = (
        _per_risk(c)
        or _near_high(c)
        or _relative(c)
        or _less_recent(c)
        or _distance(c)
        or _volatility(c)
        or _mean_of_returns(c)
        or _indicator(c)
        or _gain_over(c)
    )
    # Words like "momentum" were tried as an indicator with its usual length: no such length was taken.
    c.memory.guesses[:] = [guess for guess in c.memory.guesses if not guess.field.startswith("momentum")]
    return None if found is None else _skipping(c, *found)


def _free_spans(c: Cursor) -> list[tuple[int, int]]:
    """Return the place and the bars of each length of time that is not the rhythm."""
    rhythm = rebalance_of(c)
    told = range(rhythm.first, rhythm.last) if rhythm else range(0)
    found: list[tuple[int, int]] = []
    for i, lexeme in enumerate(c.lexemes):
        span = lexeme.get("SPAN")
        if i in told:
            continue
        if is_half_year(c, i):
            found.append((i, c.memory.bars(Span(6, "month"))))
        elif isinstance(span, Span) and not is_half_year(c, i - 1):
            found.append((i, c.memory.bars(span)))
        elif lexeme.text == "quarter" and (c.at(i - 1).has("WITHIN") or c.at(i - 1).has("LASTN")):
            found.append((i, c.memory.bars(Span(3, "month"))))
        elif lexeme.has("UNIT") and (c.at(i - 1).has("LASTN") or c.at(i - 1).has("WITHIN")):
            found.append((i, c.memory.bars(Span(1, str(lexeme.get("UNIT"))))))
    return found


def _volatility(c: Cursor) -> Read | None:
    at = next((i for i, lexeme in enumerate(c.lexemes) if lexeme.has("BEST") and _is_of_volatility(c, i)), None)
    if at is None:
        return None
    spans = _free_spans(c)
    if not spans:
        c.memory.guess("rotation.rank_by", "historical_volatility(close, 60)", "no length of the volatility was named")
    return call("historical_volatility", CLOSE, spans[0][1] if spans else 60), [
        at,
        *(i for i, _ in spans[:1]),
        *(k for k, one in enumerate(c.lexemes) if "波动" in one.text),
    ]


def _less_recent(c: Cursor) -> Read | None:
    """Read "12 month minus 1 month return", "12-1 momentum": the return up to a month ago."""
    for i in range(1, len(c.lexemes) - 1):
        if not c.at(i).has("ARITH", "-") or not (c.at(i - 1).has("NUM") and c.at(i + 1).has("NUM")):
            continue
        named = any(c.at(k).has("IND", "mom", "roc") or c.at(k).text in _GAINS for k in (i + 2, i + 3))
        month = Span(1, "month")
        whole, left = (_bars_at(c, place, _unit_of(c, i, month)) for place in (i - 1, i + 1))
        if named and 0 < left < whole:
            return lag(call("roc", CLOSE, whole - left), left), list(range(i - 1, i + 3))
    return None


def _per_risk(c: Cursor) -> Read | None:
    """Read "by their Sharpe ratio over 6 months", "risk-adjusted return": the mean daily return over its deviation."""
    for i, lexeme in enumerate(c.lexemes):
        named = lexeme.has("RISKADJUSTED")
        parts = [c.at(k).text for k in range(i, i + 4)]
        divided = "divided" in " ".join(parts) and any("vol" in c.at(k).text for k in range(i, i + 7))
        if not named and not (divided and (lexeme.has("IND", "roc", "mom") or lexeme.text in _GAINS)):
            continue
        spans = [span for span in _free_spans(c) if span[1] >= _SHORTEST_RISK]
        length = spans[0][1] if spans else 126
        if not spans:
            c.memory.guess("rotation.rank_by", length, "over how long the return is set against its risk was not named")
        daily = call("roc", CLOSE, 1)
        used = [i, *(k for k in range(i, i + 7) if divided), *(place for place, _ in spans[:1])]
        return arithmetic("/", call("sma", daily, length), call("stddev", daily, length)), used
    return None


_SHORTEST_RISK = 10


_CLOSEST = ("closest", "nearest", "near", "close")
_FALLS = ("drawdown", "drawdowns", "distance", "decline", "pullback", "discount", "drop", "fall")


def _near_high(c: Cursor) -> Read | None:
    """Read "closest to their 52-week high", "the smallest drawdown from the 1-year high": how far below it a close is."""  # noqa: E501
    for i, lexeme in enumerate(c.lexemes):
        near = [k for k in range(max(0, i - 8), i) if c.at(k).text in (*_CLOSEST, *_FALLS)]
        if not near or not (lexeme.has("HILO", "highest") or lexeme.has("SER", "high")):
            continue
        spans = [k for k in range(i - 3, i + 4) if isinstance(c.at(k).get("SPAN"), Span)]
        span = c.at(spans[0]).get("SPAN") if spans else Span(1, "year")
        assert isinstance(span, Span)  # noqa: S101
        return call("percent_from_high", CLOSE, c.memory.bars(span)), [*range(near[0], i + 1), *spans]
    return None


def _relative(c: Cursor) -> Read | None:
    """Read "price relative to its 200-day average", "distance above the 50-day SMA": the close as a multiple of it."""
    for i, lexeme in enumerate(c.lexemes):
        led = lexeme.text in ("relative", "ratio", "divided") and c.at(i + 1).has("P", "to", "by")
        led = led or (
            lexeme.text in ("distance", "percentage", "percent", "far") and c.at(c.skip(i + 1)).has("CMP", ">")
        )
        led = led or (lexeme.text == "distance" and c.at(i + 1).has("P", "from"))
        level = operand(c, c.skip(i + 2)) if led else None
        if level is None or level[0].op in ("num", "name"):
            continue
        used = [k for k in range(max(0, i - 2), i) if c.at(k).has("SER") or c.at(k).has("P")]
        return arithmetic("/", CLOSE, rebuild(level[0], _of_each)), [*used, *range(i, level[1])]
    return None


def _unit_of(c: Cursor, i: int, usual: Span) -> Span:
    """Return the unit that stands beside a "minus": months, where none is named ("12-1 momentum")."""
    spans = [span for k in (i + 1, i - 1) if isinstance(span := c.at(k).get("SPAN"), Span)]
    return next((span for span in spans if span.unit != "minute"), usual)


FURTHEST = ("furthest", "farthest", "further", "farther")


def _distance(c: Cursor) -> Read | None:
    """Read "the stock furthest below its 200-day average": the close as a multiple of that level."""
    for i, lexeme in enumerate(c.lexemes):
        k = c.skip(i + 1)
        if lexeme.text not in FURTHEST or not c.at(k).has("CMP", "<", ">"):
            continue
        level = operand(c, c.skip(k + 1))
        if level is not None and level[0].op not in ("num", "name"):
            return arithmetic("/", CLOSE, level[0]), list(range(i, level[1]))
    return None


def _is_of_volatility(c: Cursor, i: int) -> bool:
    """Return whether a word ranks by how much prices stray: "least volatile", "波动率最低"."""
    text, before = c.at(i).text, c.at(i - 1)
    return "volat" in text or "波动" in text or "波动" in before.text


def _mean_of_returns(c: Cursor) -> Read | None:
    """Read "the average of 1, 3 and 6 month returns": the mean of the returns over each."""
    for i, lexeme in enumerate(c.lexemes):
        span = lexeme.get("SPAN")
        if not isinstance(span, Span):
            continue
        places, k = [i], i - 1
        while k >= 0 and (c.at(k).has("CONJ") or c.is_sign(k, ",", "/") or c.at(k).has("NUM")):
            if c.at(k).has("NUM"):
                places.append(k)
            k -= 1
        if len(places) < 2 or not (c.at(i + 1).has("IND", "roc") or c.at(i + 1).text in _GAINS):
            continue
        lengths = [_bars_at(c, place, span) for place in sorted(places)]
        total = call("roc", CLOSE, lengths[0])
        for length in lengths[1:]:
            total = arithmetic("+", total, call("roc", CLOSE, length))
        return arithmetic("/", total, num(len(lengths))), [
            *range(k + 1, i + 2),
            *(m for m in range(max(0, k - 2), k + 1) if c.at(m).has("AVG")),
        ]
    return None


def _bars_at(c: Cursor, place: int, unit: Span) -> int:
    own = c.at(place).get("SPAN")
    span = own if isinstance(own, Span) else Span(float(str(c.at(place).get("NUM"))), unit.unit)
    return c.memory.bars(span)


def _indicator(c: Cursor) -> Read | None:
    """Return the first indicator with a length, near the word that ranks where there is one."""
    rhythm = rebalance_of(c)
    told = range(rhythm.first, rhythm.last) if rhythm else range(0)
    places = [i for i, one in enumerate(c.lexemes) if one.has("SPAN") or one.has("IND") or one.has("LASTN")]
    ranked = next((i for i, one in enumerate(c.lexemes) if one.has("RANK") or one.has("BEST")), 0)
    for i in sorted(places, key=lambda k: (k < ranked, k)):
        found = None if i in told else operand(c, i)
        if found is None or _is_no_score(found[0]) or _in_condition(c, i):
            continue
        node = rebuild(found[0], _of_each)
        if node.op == "call" and node.word in ("mom", "roc") and not _says_length(c, i, found[1]):
            return _gain_over(c) or None
        node = call("roc", *node.parts) if node.op == "call" and node.word == "mom" else node
        return node, list(range(i, found[1]))
    return None


def _is_no_score(node: Node) -> bool:
    lagged = node.op == "lag" and node.parts[0].word != "roc"
    return lagged or node.op in ("num", "name") or node.word in _UNRANKED


def _says_length(c: Cursor, i: int, j: int) -> bool:
    return any(c.at(k).has("NUM") or c.at(k).has("SPAN") for k in range(i, j))


def _in_condition(c: Cursor, i: int) -> bool:
    """Return whether a word stands behind an "if" of its clause: it filters, and does not rank."""
    for k in range(i - 1, -1, -1):
        if c.is_sign(k, ",", ";", ".", "\n"):
            return False
        if c.at(k).has("MARK", "if", "unless") and c.at(k).text not in ("on", "in", "at", "by", "在", "from"):
            return True
    return False


def _of_each(part: Node) -> Node:
    """Take away `of("X", ...)`: "the RSI of A, B and C" is the RSI of each that is ranked."""
    return part.parts[1] if part.op == "call" and part.word == "of" else part


def _gain_over(c: Cursor) -> Read | None:
    """Read "went up most over the last 6 months", "the top momentum coin measured over 30 days"."""
    for i, bars in _free_spans(c):
        if bars < 5:
            continue
        near = range(max(0, i - 18), i + 5)
        gains = [
            k for k in near
            if c.at(k).has("MOVE") or c.at(k).has("BEST") or c.at(k).has("RISING") or c.at(k).has("IND", "mom", "roc") or c.at(k).text in _GAINS  # noqa: E501
        ]  # fmt: skip
        if gains:
            return call("roc", CLOSE, bars), [i, i - 1, *gains]
    return None


def _skipping(c: Cursor, node: Node, used: list[int]) -> Read:
    """Read "12-month return skipping the last month", "with the last month left out": the return up to a month ago."""
    whole = int(node.parts[-1].number) if node.op == "call" and node.word == "roc" else 0
    for i in range(len(c.lexemes)):
        if not skips(c, i):
            continue
        for k in (*range(i + 1, i + 7), *range(i - 1, max(-1, i - 5), -1)):
            left = stretch(c, k)
            if k not in used and 0 < left < whole:
                return lag(call("roc", CLOSE, whole - left), left), [*used, *range(min(i, k), max(i + 2, k + 1))]
    return node, used
