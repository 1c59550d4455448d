"""The slots of a portfolio of fixed weights."""

from __future__ import annotations

from collections.abc import Sequence

from strategy_ai_worker.domain.reading.draft import AllocationDraft, Draft
from strategy_ai_worker.domain.reading.frames.rhythm import rebalance_of
from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_language.document.settings import MOST

_CONDITIONS = (
    "CMP", "X", "IND", "AVG", "RISING", "MOVE", "RANK", "BEST", "STOP", "TARGET", "MARK", "SPAN", "HILO", "MONTH",
    "WEEKDAY",
)  # fmt: skip
"""What only rules and rankings speak of: fixed weights depend on nothing."""
_PLAIN = ("ACT", "HOLD", "ACCOUNT", "ARITH", "SIZE")
_HALVES = ("50/50", "50-50", "fifty-fifty", "fifty fifty", "half and half")
_EACH = ("each", "apiece", "各", "每只", "各占")


def speaks_of_weights(c: Cursor) -> bool:
    """Return whether the message gives each asset a share of the money, and no condition."""
    kept = _without_rhythm(c)
    before = [None, *kept]
    spoken = (
        lexeme
        for lexeme, led in zip(kept, before, strict=False)
        if not (
            _is_cash(lexeme)
            or _is_aim(lexeme)
            or lexeme.text in _WEIGHED
            or _only_spreads(lexeme, led)
            or lexeme.text in _WISHES
        )
    )
    if any(lexeme.has(category) for lexeme in spoken for category in _CONDITIONS):
        return False
    return bool(weights_of(c))


def allocation(c: Cursor, draft: Draft) -> AllocationDraft:
    """Return the slots of a portfolio of fixed weights; what was not said is a guess."""
    plan = AllocationDraft(weights=[*weights_of(c)])
    if not _shares(c) and not any(lexeme.has("EQUALWEIGHT") for lexeme in c.lexemes):
        c.memory.guess("allocation.weights", "equal", "how much of each was not said; equal parts")
    short = -sum(min(weight, 0) for _, weight in weights_of(c))
    if short > 0:
        draft.allow_short = True
        draft.leverage = max(1.0, sum(abs(weight) for _, weight in weights_of(c)) / 100)
    _rhythm(c, draft, plan)
    shares = {place for place, _ in _shares(c)}
    for i in range(len(c.lexemes)):
        told = _tells(c, i, shares, len(plan.weights))
        if told is not None:
            draft.say(i, i + told[1], told[0])
    return plan


def _tells(c: Cursor, i: int, shares: set[int], count: int) -> tuple[str, int] | None:
    """Return the part of the document that a word leads to, and how many words do."""
    lexeme = c.at(i)
    weighs = lexeme.has("EQUALWEIGHT") or lexeme.text in _EACH or lexeme.has("REST") or _is_cash(lexeme)
    weighs = weighs or _share(lexeme) is not None or _is_aim(lexeme) or lexeme.get("NUM") == count
    if weighs or (lexeme.has("NUM") and i in shares):
        return "allocation.weights", 1
    if lexeme.has("NUM") and (c.at(i + 1).has("ARITH", "/") or c.is_sign(i + 1, ":")):
        return "allocation.weights", 3
    plain = any(lexeme.has(category) for category in _PLAIN) or lexeme.is_noise or lexeme.has("CONJ")
    tells = plain or lexeme.text in _TELLS or _only_spreads(lexeme, c.at(i - 1))
    return ("allocation", 1) if tells else None


_TELLS = frozenset(
    [
        "keep", "split", "portfolio", "weight", "weights", "back", "across", "among", "style", "fund", "funds", "-",
        "classic", "percent", "forever", "spread", "set", "i want", "go", "ira", "allocation", "allocate",
        "bring", "reset", "restore", "put",
    ]
)  # fmt: skip


def _rhythm(c: Cursor, draft: Draft, plan: AllocationDraft) -> None:
    """Say when the weights are brought back: as the words say, never, or every month."""
    rhythm = rebalance_of(c)
    never = never_rebalanced(c)
    if never is not None and rhythm is None:
        plan.rebalance = MOST
        draft.say(*never, "allocation.rebalance")
        c.memory.guess("allocation.rebalance", MOST, "never: the weights are set once, and then left alone")
    elif rhythm is None:
        c.memory.guess("allocation.rebalance", plan.rebalance, "when to bring the weights back was not named")
    else:
        plan.rebalance = rhythm.value
        draft.say(rhythm.first, rhythm.last, "allocation.rebalance")


def never_rebalanced(c: Cursor) -> tuple[int, int] | None:
    """Return where the words leave the weights alone ("never rebalance", "buy and hold"), or None."""
    for i, lexeme in enumerate(c.lexemes):
        if lexeme.has("LEFTALONE"):
            return i, i + 1
        if lexeme.has("NOT") and c.at(i + 1).has("REBALANCE"):
            return i, i + 2
        if lexeme.has("ACT", "buy") and c.at(i + 1).has("CONJ", "and") and c.at(i + 2).text in _KEEPS:
            return i, i + 3
        if lexeme.text in _LEAVES and any(c.at(k).text in _ALONE for k in range(i + 1, i + 4)):
            return i, i + 4
    return None


_LEAVES = ("never", "don't", "do not", "leave", "not", "without", "no")
_ALONE = ("touch", "touching", "alone", "rebalancing", "rebalance", "rebalanced", "adjust", "change", "changes")
_KEEPS = ("hold", "keep", "forget")


def _without_rhythm(c: Cursor) -> Sequence[Lexeme]:
    rhythm = rebalance_of(c)
    if rhythm is None:
        return c.lexemes
    last = rhythm.last
    while rhythm.value != "daily" and _tells_day(c, last):
        last += 1
    first = rhythm.first
    while c.at(first - 1).is_noise and first > 0:
        first -= 1
    return [*c.lexemes[:first], *c.lexemes[last:]]


def _tells_day(c: Cursor, k: int) -> bool:
    """Return whether a word behind the rhythm says its day: "in January", "on the first trading day"."""
    dated = any(c.at(k).has(word) for word in ("MONTH", "MONTHDAY", "TRADINGDAY")) or c.at(k).has("P", "in", "on", "of")
    return dated or c.at(k).text in ("the", "first", "last", "each", "every", "day", "session", "month", "year")


def weights_of(c: Cursor) -> list[tuple[str, float]]:
    """Return the share of each asset in percent; empty where the words do not say one for each."""
    symbols = [(i, name) for i, lexeme in enumerate(c.lexemes) if (name := _symbol(lexeme)) is not None]
    names = list(dict.fromkeys(name for _, name in symbols))
    shares = _shares(c)
    cash = any(_is_cash(lexeme) for lexeme in c.lexemes)
    if not names or len(names) + cash < 2:
        return []
    halved = len(names) == 2 and any(lexeme.text in _HALVES for lexeme in c.lexemes)
    if len({share for _, share in shares}) == 1 and (halved or any(lexeme.text in _EACH for lexeme in c.lexemes)):
        return [(name, shares[0][1]) for name in names]
    if not shares and _held_in_equal_parts(c):
        return [(name, round(100 / (len(names) + cash), 4)) for name in names]
    if len(shares) not in (len(names), len(names) + cash):
        return []
    if len(shares) > len(names):
        shares = _but_cash(c, shares)
    return [(name, share) for name, (_, share) in zip(names, shares, strict=True)]


def _held_in_equal_parts(c: Cursor) -> bool:
    """Return whether assets are held without a word of how much of each: "hold A and B, rebalance monthly"."""
    if any(lexeme.has("EQUALWEIGHT") for lexeme in c.lexemes):
        return True
    holds = any(lexeme.has("HOLD") or lexeme.has("ACT", "buy") or lexeme.has("ACCOUNT") for lexeme in c.lexemes)
    rhythm = rebalance_of(c)
    rebalances = rhythm is not None and any(lexeme.text.startswith("rebalanc") for lexeme in c.lexemes)
    leaves = any(lexeme.has("ACT", "sell", "exit", "short", "cover") for lexeme in c.lexemes)
    return holds and not leaves and (rebalances or (rhythm is None and never_rebalanced(c) is not None))


def _shares(c: Cursor) -> list[tuple[int, float]]:
    """Return the shares in percent and where they stand: "60%", and "60/40" where the two make a whole."""
    rhythm = rebalance_of(c)
    told = range(rhythm.first, rhythm.last) if rhythm else range(0)
    written = [
        (i, share) for i, lexeme in enumerate(c.lexemes) if i not in told and (share := _share(lexeme)) is not None
    ]
    if written:
        return _with_rest(c, written)
    bare = _behind_names(c)
    if bare:
        return bare
    for i, lexeme in enumerate(c.lexemes):
        row = [(i, float(str(lexeme.get("NUM"))))] if lexeme.has("NUM") and not lexeme.has("SPAN") else []
        k = i
        while row and (c.at(k + 1).has("ARITH", "/") or c.is_sign(k + 1, ":")) and c.at(k + 2).has("NUM"):
            k += 2
            row.append((k, float(str(c.at(k).get("NUM")))))
        if len(row) > 1 and sum(value for _, value in row) == 100:
            return row
    return []


def _behind_names(c: Cursor) -> list[tuple[int, float]]:
    """Return the numbers of "SPY 50, JNJ 30, KO 20", one behind each asset (and the cash), where they make a whole."""
    return _beside_names(c, behind=True) or _beside_names(c, behind=False)


def _beside_names(c: Cursor, *, behind: bool) -> list[tuple[int, float]]:
    found: list[tuple[int, float]] = []
    for i, lexeme in enumerate(c.lexemes):
        if _symbol(lexeme) is None and not _is_cash(lexeme):
            continue
        k = (
            i - 1
            if not behind
            else i + 2
            if c.is_sign(i + 1, ":", "=", "(") or c.at(i + 1).has("ARITH", "-")
            else i + 1
        )
        if c.at(k).has("NUM") and not c.at(k).has("SPAN"):
            found.append((k, float(str(c.at(k).get("NUM")))))
    return found if len(found) > 1 and abs(sum(value for _, value in found) - 100) < 1 else []


def _with_rest(c: Cursor, written: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """Give "the rest" what the written shares leave of the account."""
    rests = [i for i, lexeme in enumerate(c.lexemes) if lexeme.has("REST")]
    left = 100 - sum(share for _, share in written)
    if len(rests) != 1 or left <= 0:
        return written
    return sorted([*written, (rests[0], round(left, 4))])


def _share(lexeme: Lexeme) -> float | None:
    if lexeme.has("PCT"):
        return float(str(lexeme.get("PCT")))
    named = {"third": 100 / 3, "twothirds": 200 / 3}
    value = lexeme.get("HALFOF")
    return None if value is None else named.get(str(value)) or 100 * float(str(value))


def _but_cash(c: Cursor, shares: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """Leave out the share that stands beside the cash."""
    cash = next(i for i, lexeme in enumerate(c.lexemes) if _is_cash(lexeme))
    beside = min(shares, key=lambda share: abs(share[0] - cash))
    return [share for share in shares if share is not beside]


_WEIGHED = ("weight", "weights")
_WISHES = frozenset(["i want", "i need", "we need", "we want", "need", "with", "and i want"])


def _only_spreads(lexeme: Lexeme, before: Lexeme | None) -> bool:
    """Return whether a word of comparison compares nothing: "spread evenly over", "back to equal"."""
    if before is None:
        return False
    over = before.has("EQUALWEIGHT") and lexeme.text in ("over", "between")
    return over or (lexeme.text in ("equal", "even") and before.text in ("to", "back to"))


def _is_aim(lexeme: Lexeme) -> bool:
    """Return whether the weights themselves are the "target" that is spoken of: "bring it back to target"."""
    return lexeme.text in ("target", "targets", "target weights")


def _is_cash(lexeme: Lexeme) -> bool:
    return any(word in lexeme.text for word in ("cash", "现金", "現金"))


def _symbol(lexeme: Lexeme) -> str | None:
    value = lexeme.get("SYM")
    if isinstance(value, tuple):
        return str(value[0])
    return str(lexeme.get("TICKER")) if lexeme.has("TICKER") else None
