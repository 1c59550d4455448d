"""The account of a portfolio's words: what was read leads to it, what says more stays unread and is asked about."""

from __future__ import annotations

from collections.abc import Sequence

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.frames.kinds import count_symbols
from strategy_ai_worker.domain.reading.frames.rhythm import PERIODS, rebalance_of
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor

_PLAIN = (
    "HOLD", "BEST", "RANK", "REBALANCE", "PERIODIC", "EQUALWEIGHT", "ACCOUNT", "SYM", "SYMS", "TICKER", "CONJ", "LASTN",
    "ZHOF", "SER", "EQ", "P", "UNIT", "MOVE", "RISING", "ALLOCATE",
)  # fmt: skip
_SAID = (
    "each",
    "apiece",
    "one",
    "ones",
    "top",
    "best",
    "them",
    "two",
    "three",
    "strategy",
    "portfolio",
    "universe",
    "basket",
    "rotation",
    "dual",
    "momentum",
    "sector",
    "sectors",
    "etf",
    "etfs",
    "stocks",
    "coins",
    "coin",
    "measured",
    "equally",
    "only",
    "among",
    "from",
    "out",
    "into",
    "own",
    "whichever",
    "which",
    "the rest",
    "performer",
    "performers",
    "stronger",
    "better",
    "strongest",
    "performance",
    "check",
    "checked",
    "review",
    "中",
    "里",
    "基金",
    "股票",
    "只",
    "最强",
    "组合",
    "across",
    "weights",
    "weighted",
    "weight",
    "compare",
    "between",
    "谁",
    "哪个",
    "哪只",
    "选",
    "选出",
    "score",
    "quarter",
    "month",
    "week",
    "gained",
    "most",
    "biggest",
    "winner",
    "winners",
    "loser",
    "losers",
    "one of",
    "allocate",
    "look",
    "go",
    "changed",
    "change",
    "universe",
    "qualify",
    "reset",
    "these",
    "names",
)
_MORE = ("stronger", "weaker", "better", "higher", "larger", "greater", "bigger", "大", "高", "强")
_UNUSED = (
    "unused",
    "half",
    "the unused",
    "empty",
    "uninvested",
    "slot",
    "slots",
    "stays",
    "part",
    "share",
    "money",
    "remainder",
)
_OTHERS = ("rest", "others", "other", "losers", "dropouts", "remaining", "其余", "其他")
_ASKED = (
    "NUM",
    "PCT",
    "SPAN",
    "STOP",
    "TARGET",
    "TRAIL",
    "CMP",
    "X",
    "IND",
    "AVG",
    "MARK",
    "HILO",
    "USD",
    "MULT",
    "WEEKDAY",
    "MONTH",
)


def account(c: Cursor, draft: Draft, used: Sequence[int], path: str, count: int) -> None:
    """Let the words that were read lead to a part of the document, and filling words too.

    Args:
        c: The words.
        draft: What is made of them.
        used: The lexemes that a slot was read from.
        path: The part of the document.
        count: How many assets are held: a number that says so was read.
    """
    read = set(used)
    filtered = any(guess.field.endswith(".filter") for guess in c.memory.guesses)
    for i in range(len(c.lexemes)):
        if i in read or _is_told(c, i, count, has_filter=filtered):
            draft.say(i, i + 1, path)


def _is_told(c: Cursor, i: int, count: int, *, has_filter: bool) -> bool:
    lexeme = c.at(i)
    if lexeme.has("CMP", "==") and c.at(i - 1).has("RANK"):
        return True
    if lexeme.text in ("out", "from") and c.at(i + 1).text in ("of", "among"):
        return True
    if (
        lexeme.has("CMP")
        and lexeme.text in _MORE
        and c.at(i + 1).text not in ("than", "于")
        and not c.at(i + 1).has("PCT")
    ):
        return True
    if lexeme.text in _UNUSED and any("cash" in c.at(k).text for k in range(i + 1, i + 6)):
        return True
    cash = "cash" in lexeme.text or "现金" in lexeme.text
    if lexeme.has("NOLONGER") or cash or lexeme.text in ("otherwise", "else", "否则", "空仓"):
        return has_filter and not _holds_another(c, i)
    if lexeme.has("ACT", "sell", "exit", "cover", "short"):
        near = [c.at(k).text for k in range(i, i + 4)]
        return any(word in text for word in _OTHERS for text in near) or _goes_to_cash(near, has_filter)
    if (
        lexeme.has("NUM")
        and not lexeme.has("SPAN")
        and not lexeme.has("PCT")
        and float(str(lexeme.get("NUM"))) == count
    ):
        return True
    deed = lexeme.has("ACT", "buy", "filter", "check")
    return deed or _counts_members(c, i) or _says_time(c, i) or _is_filling(lexeme)


def _says_time(c: Cursor, i: int) -> bool:
    """Return whether a word leads to a time ("over the prior 6 months") or says the rhythm again ("for a month")."""
    behind = c.at(c.skip(i + 1))
    if c.at(i).text == "over" and (behind.has("LASTN") or behind.has("SPAN")):
        return True
    span = c.at(i).get("SPAN")
    rhythm = rebalance_of(c) if isinstance(span, Span) else None
    return isinstance(span, Span) and rhythm is not None and PERIODS.get((span.unit, int(span.count))) == rhythm.value


_MEMBERS = (
    "只", "个", "支", "家", "etfs", "stocks", "coins", "funds", "names", "tickers", "companies", "assets", "symbols",
)  # fmt: skip


def _counts_members(c: Cursor, i: int) -> bool:
    """Return whether a number says how many assets the list has: "三只ETF：SPY、GLD、TLT"."""
    value = c.at(i).get("SHARES") if c.at(i).has("SHARES") else c.at(i).get("NUM")
    counted = c.at(i).has("SHARES") or c.at(i + 1).text in _MEMBERS
    return counted and value is not None and float(str(value)) == count_symbols(c)


def _goes_to_cash(near: Sequence[str], has_filter: bool) -> bool:  # noqa: FBT001
    return has_filter and any(
        word in text
        for word in ("不持有", "sell it", "sell", "空仓", "exit", "清仓", "stay out", "flat", "sit out", "out")
        for text in near[:1]
    )


def _holds_another(c: Cursor, i: int) -> bool:
    """Return whether an asset follows an "otherwise": it is to be held in place of cash."""
    for k in range(i + 1, i + 4):
        if c.at(k).has("MARK", "if", "unless"):
            return False
        if c.at(k).has("SYM") or c.at(k).has("TICKER"):
            return True
    return False


def _is_filling(lexeme: Lexeme) -> bool:
    if any(lexeme.has(category) for category in _ASKED) and not lexeme.has("BEST"):
        return lexeme.is_noise and not lexeme.has("NUM")
    plain = any(lexeme.has(category) for category in _PLAIN)
    return plain or lexeme.is_noise or lexeme.text in _SAID or set(lexeme.text.split()) <= set(_SAID)
