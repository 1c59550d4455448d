"""How long a position is held, and that it ends with the session."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor

_TIME_STOPS = frozenset(
    ["time stop", "time exit", "time limit", "holding period", "max hold", "maximum holding period", "time based exit"]
)


_HELD = frozenset(
    [f"in {one}" for one in ("the trade", "the position", "any position", "a position", "any trade", "a trade")]
    + ["in any one trade", "in a single trade", "in one trade"]
)


def _is_bare_hold(c: Cursor, i: int, j: int) -> bool:
    """Return whether "3-day hold", "10 day exit" is all that is said of it."""
    ends = c.at(j + 1).has("END") or c.at(j + 1).has("SIGN_MARK")
    if ends and c.at(j).text == "exit" and j == i + 1:
        return True
    return ends and c.at(j).text in ("hold", "holding") and c.at(i).text.endswith(("-day", "-bar", "-week", "-hour"))


def leading_time(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "10-day time stop", "3 days later", "8天后卖出"."""
    lexeme = c.at(i)
    span = lexeme.get("SPAN")
    if not isinstance(span, Span):
        return None
    j = c.skip(i + 1)
    if c.at(j).text in _TIME_STOPS or _is_bare_hold(c, i, j):
        return _set_hold(c, draft, span, i, j + 1)
    if (
        c.at(j).text in _HELD
        or c.at(j).text in ("position age", "holding")
        or (c.at(j).has("HOLD") and "trade" in c.at(j).text)
    ):
        return _set_hold(c, draft, span, i, j + 1)
    ends = c.at(j + 1).has("END") or c.at(j + 1).has("SIGN_MARK")
    if c.at(j).text in ("after", "on") and ends and (_exit_before(c, i) or c.at(i - 1).has("ACT")):
        return _set_hold(c, draft, span, i, j + 1)
    if c.at(j).has("LATER") or c.at(j).has("LASTN", "prev"):
        k = c.skip(j + 1)
        k = c.skip(k + 1) if c.at(k).text == "=" else k
        if c.at(j).has("LATER") and (
            c.at(k).has("ACT", "sell", "exit", "cover")
            or c.at(i - 1).has("ACT")
            or c.at(c.skip(j + 1)).has("ACT")
            or _exit_before(c, i)
            or "后" in c.at(j).text
        ):
            after = k + 1 if c.at(k).has("ACT", "sell", "exit", "cover") else j + 1
            return _set_hold(c, draft, span, i, after)
    if "后" in c.at(j).text and c.at(c.skip(j + 1)).has("ACT", "sell", "exit", "cover"):
        return _set_hold(c, draft, span, i, c.skip(j + 1) + 1)
    return None


def span_alone(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "or after 60 days" behind another way to leave."""
    listed = c.is_sign(i - 1, ",") and any(c.at(k).text in _EARLIEST for k in range(max(0, i - 16), i))
    if c.memory.exit_context and c.at(i).has("SPAN") and (c.at(i - 1).has("CONJ", "or") or listed):
        return _alternative_span(c, i, draft)
    if c.at(i).text in ("max", "maximum", "at most") and c.at(c.skip(i + 1)).has("SPAN"):
        after = _alternative_span(c, c.skip(i + 1), draft)
        if after is not None:
            draft.say(i, after, "risk.max_bars")
        return after
    said = c.at(i).text in ("after", "or after", "and after") or c.at(i).has("P", "after")
    if not c.memory.exit_context or not said:
        return None
    j = c.skip(i + 1)
    span = c.at(j).get("SPAN")
    k = c.skip(j + 1)
    ends = c.at(k).has("END") or c.is_sign(k, ".", ",", ";", "\n", ")") or c.at(k).has("CONJ") or c.at(k).has("LATER")
    if not isinstance(span, Span) or not ends:
        return None
    return _set_hold(c, draft, span, i, k + 1 if c.at(k).has("LATER") else j + 1)


_EARLIEST = frozenset(["earliest", "the earliest", "first of", "soonest", "earlier of", "earliest of", "whichever"])


def _alternative_span(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "or 10 days", "or 10 days have passed" behind another way to leave."""
    span, k = c.at(i).get("SPAN"), i + 1
    while c.at(k).has("EQ") or c.at(k).text in ("have", "has", "passed", "pass", "elapsed", "gone by", "gone", "by"):
        k += 1
    k = k + 1 if c.at(k).has("LATER") or c.at(k).text in ("in the trade", "in the position") else k
    ends = c.at(k).has("END") or c.at(k).has("SIGN_MARK") or c.at(k).has("CONJ") or c.at(k).has("FILLER")
    return _set_hold(c, draft, span, i, k) if isinstance(span, Span) and ends else None


def _exit_before(c: Cursor, i: int) -> bool:
    return any(c.at(k).has("ACT", "sell", "exit", "cover") for k in range(max(0, i - 4), i))


def _set_hold(c: Cursor, draft: Draft, span: Span, first: int, after: int) -> int:
    draft.max_bars = c.memory.bars(span)
    draft.say(first, after, "risk.max_bars")
    return after


def hold(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "hold for 3 days, then sell", "exit after 5 bars", "sell two days later", "持有8个交易日后卖出"."""
    lexeme = c.at(i)
    longest = _longest_hold(c, i, draft) if lexeme.has("ACT", "none_held") else None
    if longest is not None:
        return longest
    if not lexeme.has("HOLD") and not lexeme.has("ACT", "sell", "exit", "cover"):
        return None
    if lexeme.text.startswith("for ") and draft.order is not None and draft.paths and draft.paths[-1][1] == i:
        return None  # How long the order rests, not how long the position is held.
    j = c.skip(i + 1)
    after_word = c.at(i + 1).text in ("in", "after")
    while (
        c.at(j).has("P", "for", "after", "in", "at")
        or c.at(j).has("CMP", "<=", "==", ">=")
        or c.at(j).has("EQ")
        or c.at(j).has("SYM")
        or c.at(j).has("LASTN")
        or c.is_sign(j, ":")
        or c.at(j).has("SER", "price")
        or c.at(j).text
        in (
            "maximum",
            "of",
            "exactly",
            "max",
            "position",
            "full",
            "most",
            "fixed",
            "total",
            "the position",
            "the trade",
            "the next",
            "next",
            "满",
            "positions",
        )
    ):
        after_word = after_word or c.at(j).has("P", "after") or c.at(j).text == "in"
        j = c.skip(j + 1)
    span = c.at(j).get("SPAN")
    if not isinstance(span, Span):
        return None
    k = c.skip(j + 1)
    later = c.at(k).has("LATER") or "后" in c.at(k).text
    if not lexeme.has("HOLD") and not (later or after_word or _is_entry_of_list(c, i, k)):
        return None
    if (
        c.at(k).has("HILO")
        or c.at(k).has("AVG")
        or c.at(k).has("IND")
        or c.at(k).has("SER", "high", "low")
        or c.at(k).has("INAROW")
        or c.at(k).has("DAYCOLOR")
    ):
        return None
    draft.max_bars = c.memory.bars(span)
    end = k + 1 if later else j + 1
    end = _past_then_sell(c, end)
    draft.say(i, end, "risk.max_bars")
    return end


def _is_entry_of_list(c: Cursor, i: int, k: int) -> bool:
    """Return whether "Exit: 15 days" is all that stands in its line."""
    ends = c.at(k).has("END") or c.at(k).has("SIGN_MARK") or c.at(k).has("CONJ", "or")
    return c.is_sign(i + 1, ":", "=", "-") and ends


def _longest_hold(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "don't hold (it) through more than 20 days", "never hold past 10 bars"."""
    j, over = i + 1, False
    while c.at(j).is_noise or c.at(j).has("CMP", ">", ">=") or c.at(j).has("P", "for") or c.at(j).text in _PAST:
        over = over or c.at(j).has("CMP", ">", ">=") or c.at(j).text in _PAST
        j += 1
    span, behind = c.at(j).get("SPAN"), c.at(c.skip(j + 1))
    things = ("AVG", "HILO", "IND", "SER", "INAROW", "DAYCOLOR")
    if not isinstance(span, Span) or not over or any(behind.has(word) for word in things):
        return None
    return _set_hold(c, draft, span, i, j + 1)


_PAST = frozenset(["through", "past", "beyond", "longer", "than", "after"])


def _past_then_sell(c: Cursor, end: int) -> int:
    k = c.skip_signs(end, ",")
    while (
        c.at(k).has("CONJ", "and")
        or (c.at(k).has("MARK", "if") and c.at(k).text in ("后", "就", "则", "after", "便", "之后", "时"))
        or c.at(k).has("LATER")
    ):
        k = c.skip(k + 1)
    if c.at(k).has("ACT", "sell", "exit", "cover") and not _condition_follows(c, k + 1):
        return k + 1
    return end


def _condition_follows(c: Cursor, k: int) -> bool:
    k = c.skip(k)
    if c.at(k).has("FILLAT"):
        k = c.skip(k + 1)
    return c.at(k).has("MARK", "if") and not c.at(k).has("P", "at")


def session(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "flat by the close", "exit at the end of the day", "不隔夜"."""
    lexeme = c.at(i)
    j = i
    if lexeme.has("ACT", "sell", "exit", "cover"):
        j = c.skip(i + 1)
        while (
            c.at(j).has("P")
            or (c.at(j).has("MARK", "if") and c.at(j).text in ("on", "at"))
            or c.at(j).has("SER", "price")
            or c.at(j).text in ("any", "position", "positions", "everything")
        ):
            j = c.skip(j + 1)
    if c.at(j + 1).has("P", "of") and any(c.at(m).has("CLOCK") for m in range(j + 2, j + 5)):
        return None
    joined = j == i and c.memory.exit_context and c.at(i - 1).has("CONJ", "or") and not c.at(c.skip(i + 1)).has("CMP")
    at_close = c.at(j).has("FILLAT", "same_close") and (j > i or joined) and c.memory.timeframe.endswith(("m", "h"))
    if at_close or (j > i and _is_last_bar(c, j)):
        pass
    elif not c.at(j).has("SESSION", "close"):
        return None
    if (
        j == i
        and not any(
            word in lexeme.text
            for word in (
                "flat",
                "hold into",
                "held into",
                "nothing into",
                "overnight",
                "隔夜",
                "过夜",
                "out by",
                "intraday only",
                "日内平仓",
                "收盘前平仓",
                "收市平仓",
                "收盘时平仓",
            )
        )
        and not (_exit_near(c, i) or c.memory.exit_context)
    ):
        return None
    draft.session_exit = True
    draft.say(i, j + 1, "risk.session_exit")
    return j + 1


def _is_last_bar(c: Cursor, j: int) -> bool:
    """Return whether "exit on the last bar" speaks of the bar that ends the session, and not of the one before."""
    behind = c.at(j + 1)
    ends = behind.has("END") or behind.has("SIGN_MARK") or behind.has("CONJ") or behind.has("P", "of")
    return c.memory.timeframe.endswith(("m", "h")) and c.at(j).text in _LAST_BARS and ends


_LAST_BARS = frozenset({"last bar", "last candle"})


def _exit_near(c: Cursor, i: int) -> bool:
    return any(c.at(k).has("ACT", "sell", "exit", "cover") for k in (*range(i - 6, i), i + 1, i + 2))
