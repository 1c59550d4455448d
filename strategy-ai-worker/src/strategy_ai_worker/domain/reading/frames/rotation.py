"""The slots of a rotation."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.conditions import condition
from strategy_ai_worker.domain.reading.draft import Draft, RotationDraft
from strategy_ai_worker.domain.reading.frames.pairs import number_of
from strategy_ai_worker.domain.reading.frames.rhythm import rebalance_of
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import operand
from strategy_ai_worker.domain.reading.trees import Node, all_of, call, negate, rebuild


def rotation(c: Cursor, draft: Draft, symbols: int) -> RotationDraft | None:
    """Return the slots of a rotation; what was not said is a guess."""
    plan = RotationDraft(rank_by=call("roc", CLOSE, 126))
    rank = _rank(c)
    if rank is None:
        c.memory.guess("rotation.rank_by", "roc(close, 126)", "the score was not named; the six-month return is usual")
    else:
        plan.rank_by = rank
    plan.descending = not _lowest_wins(c)
    plan.hold = _hold(c, symbols)
    rhythm = rebalance_of(c)
    if rhythm is None:
        c.memory.guess("rotation.rebalance", "monthly", "no rhythm was named; monthly is usual")
    else:
        plan.rebalance = rhythm.value
    plan.where = _filter(c, plan.rank_by)
    for i, lexeme in enumerate(c.lexemes):
        if lexeme.has("EQUALWEIGHT"):
            draft.say(i, i + 1, "rotation.weights")
        if ("inverse" in lexeme.text and "vol" in c.at(i + 1).text) or "反波动" in lexeme.text:
            plan.weights = "inverse_volatility"
    draft.say(0, len(c.lexemes), "rotation")
    return plan


def _rank(c: Cursor) -> Node | None:
    """Return the score: the first indicator with a length, near the word that ranks where there is one."""
    if any(lexeme.has("BEST") and "volat" in lexeme.text for lexeme in c.lexemes):
        spans = [
            lexeme.get("SPAN")
            for i, lexeme in enumerate(c.lexemes)
            if lexeme.has("SPAN") and not _is_rebalance_span(c, i)
        ]
        lengths = [c.memory.bars(span) for span in spans if isinstance(span, Span)]
        return call("historical_volatility", CLOSE, lengths[0] if lengths else 60)
    places = [i for i, lexeme in enumerate(c.lexemes) if lexeme.has("SPAN") or lexeme.has("IND") or lexeme.has("LASTN")]
    ranked = next((i for i, lexeme in enumerate(c.lexemes) if lexeme.has("RANK") or lexeme.has("BEST")), 0)
    for i in sorted(places, key=lambda k: (k < ranked, k)):
        found = operand(c, i)
        if found is None or found[0].op == "num" or found[0].word in ("sma", "ema", "on") or found[0].op == "name":
            continue
        if _is_rebalance_span(c, i):
            continue
        node = rebuild(found[0], _of_each)
        return call("roc", *node.parts) if node.op == "call" and node.word == "mom" else node
    return _gain_over(c)


def _of_each(part: Node) -> Node:
    """Take away `of("X", ...)`: "the RSI of A, B and C" is the RSI of each that is ranked."""
    return part.parts[1] if part.op == "call" and part.word == "of" else part


def _gain_over(c: Cursor) -> Node | None:
    """Read "went up most over the last 6 months": the return over that time."""
    for i, lexeme in enumerate(c.lexemes):
        span = lexeme.get("SPAN")
        if isinstance(span, Span) and not _is_rebalance_span(c, i) and c.memory.bars(span) >= 5:
            near = [c.at(k) for k in range(max(0, i - 18), i + 4)]
            if any(
                word.has("MOVE")
                or word.has("BEST")
                or word.has("RISING")
                or word.text in ("performance", "momentum", "gained", "risen")
                for word in near
            ):
                return call("roc", CLOSE, c.memory.bars(span))
    return None


def _is_rebalance_span(c: Cursor, i: int) -> bool:
    return any(c.at(k).has("REBALANCE") or c.at(k).has("PERIODIC") for k in (i - 1, i - 2) if k >= 0) and c.at(
        i - 1
    ).text in ("every", "each", "rebalance every", "每")


def _lowest_wins(c: Cursor) -> bool:
    worst = next(
        (
            i
            for i, lexeme in enumerate(c.lexemes)
            if lexeme.has("BEST", "worst") and (not c.at(i + 1).has("SER") or c.at(i + 1).has("SER", "price"))
        ),
        None,
    )
    best = next(
        (
            i
            for i, lexeme in enumerate(c.lexemes)
            if (lexeme.has("BEST", "best") and not lexeme.has("HILO")) or lexeme.has("BEST", "best")
        ),
        None,
    )
    return worst is not None and (best is None or worst < best)


def _hold(c: Cursor, symbols: int) -> int:  # noqa: C901 - one reading of one construct
    for i, lexeme in enumerate(c.lexemes):
        if not (lexeme.has("BEST") or lexeme.has("HOLD") or lexeme.has("ACT", "buy")):
            continue
        for k in range(i + 1, i + 4):
            word = c.at(k)
            if word.has("NUM") and not word.has("SPAN") and not word.has("PCT") and 1 <= number_of(word) <= symbols:
                return int(number_of(word))
    for i, lexeme in enumerate(c.lexemes):
        if lexeme.text in ("one", "single", "第一", "第一名", "1") and (
            c.at(i - 1).has("BEST") or c.at(i - 2).has("BEST")
        ):
            return 1
        if lexeme.has("SHARES") and any(c.at(k).has("BEST") for k in range(i - 3, i + 3)):
            return int(number_of(lexeme, "SHARES"))
        if (
            lexeme.has("NUM")
            and not lexeme.has("SPAN")
            and any(c.at(k).has("BEST") for k in range(i - 3, i + 4))
            and 1 <= number_of(lexeme) <= symbols
        ):
            return int(number_of(lexeme))
    c.memory.guess("rotation.hold", 1, "how many to hold was not named; the best one is held")
    return 1


_REFUSED = (
    "skip",
    "skipping",
    "skips",
    "ignore",
    "ignoring",
    "excluding",
    "exclude",
    "dropping",
    "avoid",
    "avoiding",
    "without",
)


def _filter(c: Cursor, rank: Node) -> Node | None:  # noqa: ARG001
    """Return the conditions behind "only if", "but only when": an asset must meet them to be held."""
    found: list[Node] = []
    i = 0
    while i < len(c.lexemes):
        lexeme = c.at(i)
        if (
            lexeme.has("MARK")
            or lexeme.has("ACT", "filter")
            or lexeme.text in ("must", "whose", "those", "any", *_REFUSED)
        ):
            read = condition(c, i + 1)
            if read is not None and read[0].is_truth:
                refuse = (
                    lexeme.has("MARK", "unless")
                    or lexeme.text in _REFUSED
                    or c.at(i - 1).text in _REFUSED
                    or _to_cash(c, i, read[1])
                )
                found.append(
                    Node("not", (read[0],))
                    if refuse and read[0].op not in ("<", "<=", ">", ">=")
                    else negate(read[0])
                    if refuse
                    else read[0]
                )
                i = read[1]
                continue
        i += 1
    return all_of(*found) if found else None


def _to_cash(c: Cursor, i: int, j: int) -> bool:
    near = [c.at(k).text for k in (*range(max(0, i - 4), i), *range(j, j + 6))]
    if any(word in ("else", "otherwise", "or else", "否则") for word in near):
        return False
    return any(
        word
        in (
            "cash",
            "skip",
            "go to cash",
            "stay in cash",
            "move to cash",
            "be in cash",
            "空仓",
            "leave out",
            "drop it",
            "hold cash",
            "sit in cash",
            "switch to cash",
        )
        for word in near
    )
