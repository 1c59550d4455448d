"""The account of every word: what it led to, or that nothing came of it."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.words.english.noise import TALK
from strategy_language.conversation import SourceSpan

_ARTICLES = frozenset({"the", "a", "an"})


def accounted(message: str, lexemes: list[Lexeme], draft: Draft) -> tuple[tuple[str, ...], tuple[SourceSpan, ...]]:
    """Return the words that led to nothing, and for all words which path they led to."""
    paths: list[str | None] = [None] * len(lexemes)
    for first, last, path in draft.paths:
        for k in range(first, min(last, len(lexemes))):
            paths[k] = path
    for number, rule in enumerate(draft.rules):
        for words in rule.words:
            for k in range(words.first, min(words.last, len(lexemes))):
                paths[k] = f"rules.{number}"
    _bridge(paths, lexemes)
    _join_articles(paths, lexemes)
    _join_links(paths, lexemes)
    return _unused(message, lexemes, paths), _spans(lexemes, paths)


def _bridge(paths: list[str | None], lexemes: list[Lexeme]) -> None:
    """Let filling words between two words of the same rule belong to it."""
    last = None
    for k, path in enumerate(paths):
        if path is None:
            continue
        if (
            last is not None
            and paths[last] == path
            and k - last <= 4
            and all(_is_filling(lexemes[m]) for m in range(last + 1, k))
        ):
            for m in range(last + 1, k):
                paths[m] = path
        last = k


def _join_articles(paths: list[str | None], lexemes: list[Lexeme]) -> None:
    """Let an article go where its noun went: nobody wonders what became of a "the"."""
    for k in range(len(lexemes) - 2, -1, -1):
        if paths[k] is None and lexemes[k].text.lower() in _ARTICLES:
            paths[k] = paths[k + 1]


def _join_links(paths: list[str | None], lexemes: list[Lexeme]) -> None:
    """Let what only leads to a level or joins two go with it: "exit with (a 3 ATR trailing stop)", "or (5 days)"."""
    k = 0
    while k < len(paths):
        end = k
        while end < len(paths) and paths[end] is None and not lexemes[end].has("SIGN_MARK"):
            end += 1
        run = lexemes[k:end]
        goes_on = paths[end] if end < len(paths) else None
        leads = goes_on is not None and goes_on.startswith("risk")
        joins = goes_on is not None and any(paths[:k]) and all(one.has("CONJ", "or", "and") for one in run)
        if run and (joins or (leads and all(_leads(one) for one in run))):
            paths[k:end] = [goes_on] * (end - k)
        k = max(end, k + 1)


def _leads(lexeme: Lexeme) -> bool:
    """Return whether a word only leads to a level of the risk: "exit with", "or at", "sell when it"."""
    words = ("P", "CONJ", "EQ", "EVENT")
    way_out = lexeme.has("ACT", "sell", "exit", "cover") or lexeme.has("MARK", "if") or lexeme.text == "with"
    counts = any(lexeme.has(word) for word in ("NUM", "NOT", "IND", "AVG", "CMP", "X"))
    return not counts and (way_out or lexeme.is_noise or any(lexeme.has(word) for word in words))


def _is_filling(lexeme: Lexeme) -> bool:
    return (
        lexeme.is_noise
        or lexeme.has("SIGN_MARK")
        or lexeme.has("CONJ")
        or lexeme.has("MARK")
        or lexeme.has("P")
        or lexeme.has("EQ")
    )


def _unused(message: str, lexemes: list[Lexeme], paths: list[str | None]) -> tuple[str, ...]:
    runs: list[list[int]] = []
    for k, path in enumerate(paths):
        told = lexemes[k].start == lexemes[k].end  # By the reader, in place of other words.
        if (
            path is not None
            or told
            or lexemes[k].has("SIGN_MARK")
            or not any(letter.isalnum() for letter in lexemes[k].text)
        ):
            continue
        if runs and all(
            paths[m] is None and lexemes[m].text not in (".", ";", "\n", ",") for m in range(runs[-1][1], k)
        ):
            runs[-1][1] = k + 1
        else:
            runs.append([k, k + 1])
    return tuple(message[lexemes[a].start : lexemes[b - 1].end] for a, b in runs if not _only_links(lexemes[a:b]))


def _only_links(run: list[Lexeme]) -> bool:
    """Return whether unused words only join others, or are said for politeness: nobody misses them."""
    return all(_is_talk(lexeme) for lexeme in run) or all(
        (lexeme.has("P") or lexeme.has("CONJ", "and") or lexeme.text in _ARTICLES)
        and not any(lexeme.has(word) for word in ("NOT", "WORST", "CMP", "SER", "ACT", "NUM"))
        and not lexeme.has("MARK", "unless", "only")
        for lexeme in run
    )


_MEANT = (
    "NUM",
    "PCT",
    "SPAN",
    "CMP",
    "X",
    "IND",
    "AVG",
    "STOP",
    "TARGET",
    "TRAIL",
    "NOT",
    "HILO",
    "WEEKDAY",
    "MONTH",
    "CLOCK",
)


def _is_talk(lexeme: Lexeme) -> bool:
    """Return whether a word says nothing about a strategy: "I think", "please", "basically", "the following"."""
    if lexeme.text in TALK:
        return True
    meant = any(lexeme.has(word) for word in _MEANT) or lexeme.has("MARK", "unless", "only") or lexeme.has("ACT")
    return lexeme.is_noise and not meant and not lexeme.has("SER", "open", "high", "low", "volume")


def _spans(lexemes: list[Lexeme], paths: list[str | None]) -> tuple[SourceSpan, ...]:
    spans: list[SourceSpan] = []
    for lexeme, path in zip(lexemes, paths, strict=True):
        if spans and spans[-1].path == path:
            spans[-1] = SourceSpan(start=spans[-1].start, end=lexeme.end, path=path)
        else:
            spans.append(SourceSpan(start=lexeme.start, end=lexeme.end, path=path))
    return tuple(spans)
