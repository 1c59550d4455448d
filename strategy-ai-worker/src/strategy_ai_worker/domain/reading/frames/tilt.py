"""One asset whose share of the account changes: by a condition, by the season, or by its volatility."""

from __future__ import annotations

from dataclasses import dataclass

from strategy_ai_worker.domain.reading.calendar import time_condition
from strategy_ai_worker.domain.reading.conditions import condition
from strategy_ai_worker.domain.reading.draft import AllocationDraft, Draft
from strategy_ai_worker.domain.reading.frames.account import account
from strategy_ai_worker.domain.reading.frames.rhythm import rebalance_of
from strategy_ai_worker.domain.reading.frames.switch import symbol_at
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.settle import settled
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, num, text

_ELSE = frozenset(["otherwise", "else", "or else", "if not", "the rest of the time", "when not", "at other times"])
_BELOW = frozenset(["below", "under", "beneath", "underneath", "above", "over"])
_SCALED = (
    "scale",
    "scaled",
    "scaling",
    "managed",
    "targeted",
    "target",
    "targets",
    "targeting",
    "adjusted",
    "sized",
    "lever",
    "exposure",
    "目标",
    "控制",
    "保持",
    "维持",
    "目标波动率",
    "控制在",
    "保持在",
    "维持在",
)
_CAPS = ("max", "maximum", "at most", "most", "cap", "capped", "capped at", "cap at", "no more than")
_ALWAYS = ("all the time", "always", "at all times", "permanently", "constantly", "continuously")


@dataclass(frozen=True, slots=True)
class _Share:
    """A share of the account in percent, the asset that it is of (or none), and its lexemes [first, last)."""

    percent: float
    asset: str | None
    first: int
    last: int


def tilt(c: Cursor, draft: Draft) -> AllocationDraft | None:
    """Return "hold 100% SPY when X, 50% otherwise" as weights that depend on X, or None where nothing of it is said."""
    names = list(dict.fromkeys(name for i in range(len(c.lexemes)) if (name := symbol_at(c, i)) is not None))
    if not names or any(one.has(word) for one in c.lexemes for word in ("STOP", "TARGET", "TRAIL")):
        return None
    return _by_condition(c, draft) or _by_volatility(c, draft, names)


def _shares(c: Cursor) -> list[_Share]:
    """Return the shares of the account that are said, each with the asset behind it."""
    found: list[_Share] = []
    for i, one in enumerate(c.lexemes):
        times = one.get("MULT") if one.text.endswith("x") else None
        percent = float(str(one.get("PCT"))) if one.has("PCT") else 100 * float(str(times)) if times else None
        if percent is None or c.at(i - 1).has("CMP") or (c.at(i + 1).has("CMP") and not one.text.endswith("x")):
            continue
        k = i + 1
        while c.at(k).text in ("in", "of", "into", "long", "invested", "the", "position", "leverage", "exposure"):
            k += 1
        asset = symbol_at(c, k)
        found.append(_Share(percent, asset, i, k + 1 if asset is not None else k))
    return found


def _by_condition(c: Cursor, draft: Draft) -> AllocationDraft | None:
    """Read two shares, the first with its condition, the second for all other days."""
    shares = _shares(c)
    if len(shares) != 2 or any(_leaves(one) for one in c.lexemes):
        return None
    first, second = shares
    if not _is_held(c, first) or c.at(second.first - 1).has("P", "at", "from"):
        return None
    read = _condition_of(c, first)
    if read is None or not _is_other(c, second, read[2]):
        return None
    node, begin, end = read
    held = first.asset or next((name for i in range(first.first) if (name := symbol_at(c, i)) is not None), None)
    held = held or next((name for i in range(len(c.lexemes)) if (name := symbol_at(c, i)) is not None), None)
    if held is None:
        return None
    state = settled(_of(held, node), entry=False)
    other = second.asset or held
    if other == held:
        weights: list[tuple[str, float | str]] = [
            (held, str(call("where", state, num(first.percent), num(second.percent))))
        ]
    else:
        weights = [
            (held, str(call("where", state, num(first.percent), num(0)))),
            (other, str(call("where", state, num(0), num(second.percent)))),
        ]
    if max(first.percent, second.percent) > 100:
        draft.leverage = max(first.percent, second.percent) / 100
    used = [*range(first.first, first.last), *range(begin, end), *range(end, len(c.lexemes))]
    return _plan(c, draft, weights, used)


def _is_held(c: Cursor, share: _Share) -> bool:
    """Return whether a share is what is held, and no gain or loss: "hold 100%", "80% in SPY", "1.5x leverage"."""
    before, behind = c.at(share.first - 1), [c.at(k) for k in range(share.first + 1, share.last + 1)]
    levered = c.at(share.first).has("MULT") and any(
        one.text.startswith("lever") or one.text == "exposure" for one in c.lexemes
    )
    held = before.has("HOLD") or before.text in _HOLDS or share.asset is not None
    said = any(one.text in ("invested", "long", "exposure") for one in behind)
    return levered or (c.at(share.first).has("PCT") and (held or said))


_HOLDS = frozenset(["be", "go", "hold", "own", "keep", "stay", "have", "sit", "run", "exposure"])


def _leaves(one: Lexeme) -> bool:
    return one.has("ACT", "sell", "exit", "short", "cover") and not one.has("SER") and "cash" not in one.text


def _condition_of(c: Cursor, share: _Share) -> tuple[Node, int, int] | None:
    """Return the condition before or behind a share, and its lexemes."""
    behind = range(
        share.last, next((k for k in range(share.last, share.last + 7) if c.is_sign(k, ",", ".")), share.last + 7)
    )
    for i in (*behind, *range(share.first)):
        led = any(c.at(i).has(word) for word in ("MARK", "CMP", "MONTH")) or c.at(i).has("P", "in", "from", "during")
        read = time_condition(c, i) or condition(c, i + 1 if c.at(i).has("MARK") else i) if led else None
        if read is not None and read[0].is_truth and (i >= share.last or read[1] <= share.first + 1):
            return read[0], min(i, share.last) if i >= share.last else i, read[1]
    return None


def _is_other(c: Cursor, share: _Share, end: int) -> bool:
    """Return whether a share is that of all other days: "50% otherwise", "else 50%", "1x below", "the rest of the year"."""  # noqa: E501
    near = [c.at(k) for k in (*range(max(end, share.first - 3), share.first), *range(share.last, share.last + 3))]
    said = " ".join(one.text for one in near)
    k = share.last + 1 if c.at(share.last).has("MARK") else share.last
    k = k + 1 if c.at(k).text in ("it", "it's", "price") else k
    ends = c.at(k + 1).has("END") or c.at(k + 1).has("SIGN_MARK") or c.at(k + 1).text in ("it", "that")
    bare = c.at(k).text.split(" ")[-1] in _BELOW and ends
    rest = any(one.has("REST") for one in near) or "other months" in said or "rest of" in said
    return share.first >= end and (bare or rest or any(one.has("NOLONGER") or one.text in _ELSE for one in near))


def _by_volatility(c: Cursor, draft: Draft, names: list[str]) -> AllocationDraft | None:
    """Read "hold SPY all the time with exposure scaled to 10% volatility": its weight falls as its volatility rises."""
    spoken = any(_is_volatility(one) for one in c.lexemes)
    scaled = any(one.text in _SCALED or one.has("VOLTARGET") for one in c.lexemes)
    always = any(one.text in _ALWAYS for one in c.lexemes) or rebalance_of(c) is not None
    judged = (
        any(one.has(word) for one in c.lexemes for word in ("X", "AVG", "BEST"))
        or any(one.has("RANK") and one.text != "按" for one in c.lexemes)
        or any(one.has("HILO") and one.text not in _CAPS for one in c.lexemes)
    )
    judged = judged or any(one.has("CMP", "<", ">") and one.text not in ("over", "under") for one in c.lexemes)
    shares = [(i, float(str(one.get("PCT")))) for i, one in enumerate(c.lexemes) if one.has("PCT")]
    caps = [share for share in shares if any(c.at(k).text in _CAPS for k in range(share[0] - 3, share[0]))]
    caps = caps or [share for share in shares if share[1] == 100 and len(shares) > 1]
    shares = [share for share in shares if share not in caps] if len(caps) == 1 else shares
    if len(names) != 1 or not (spoken and scaled and always) or judged or len(shares) != 1:
        return None
    rhythm = rebalance_of(c)
    told = range(rhythm.first, rhythm.last) if rhythm is not None else range(0)
    spans = [
        (i, span) for i, one in enumerate(c.lexemes) if isinstance(span := one.get("SPAN"), Span) and i not in told
    ]
    length = c.memory.bars(spans[0][1]) if spans else 20
    if not spans:
        c.memory.guess("allocation.volatility", length, "over how many bars volatility is measured was not said")
    measured = call("of", text(names[0]), call("historical_volatility", CLOSE, length))
    most = caps[0][1] if len(caps) == 1 else 100
    weight = call("min", num(most), arithmetic("/", num(100 * shares[0][1]), measured))
    if len(caps) != 1:
        c.memory.guess("allocation.weights", 100, "never more than the whole account: no leverage was named")
    if most > 100:
        draft.leverage = most / 100
    whole = [i for i, one in enumerate(c.lexemes) if one.has("ALLIN") or one.get("MULT") == 1]
    used = [
        *whole,
        *(k - 1 for k in whole),
        *(k for i, _ in caps for k in range(i - 3, i + 2)),
        *(i for i, _ in shares),
        *(i for i, _ in spans),
        *(k for i, _ in spans for k in (i - 1, i + 1)),
    ]
    used += [
        i
        for i, one in enumerate(c.lexemes)
        if one.text in (*_SCALED, *_ALWAYS) or _is_volatility(one) or one.has("ACT", "buy")
    ]
    return _plan(c, draft, [(names[0], str(weight))], used)


def _is_volatility(one: Lexeme) -> bool:
    return "vol" in one.text.replace("volume", "") or "波动" in one.text


def _plan(c: Cursor, draft: Draft, weights: list[tuple[str, float | str]], used: list[int]) -> AllocationDraft:
    rhythm = rebalance_of(c)
    if rhythm is None:
        c.memory.guess("allocation.rebalance", "daily", "how often it is looked at was not named; daily here")
    else:
        used += range(rhythm.first, rhythm.last)
    account(c, draft, used, "allocation", 1)
    return AllocationDraft(weights=weights, rebalance=rhythm.value if rhythm is not None else "daily")


def _of(symbol: str, node: Node) -> Node:
    """Let a condition on prices speak of an asset; one of the calendar is the same for all."""
    if node.op in ("and", "or", "not"):
        return Node(node.op, tuple(_of(symbol, part) for part in node.parts))
    if "of(" in str(node) or not _reads_bars(node):
        return node
    if node.op in ("<", "<=", ">", ">="):
        return Node(node.op, tuple(part if part.op == "num" else call("of", text(symbol), part) for part in node.parts))
    return call("of", text(symbol), node)


def _reads_bars(node: Node) -> bool:
    return not any(word in str(node) for word in ("month()", "weekday()", "day_of_month()"))
