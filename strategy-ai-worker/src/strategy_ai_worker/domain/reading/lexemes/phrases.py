"""Tokens to lexemes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.clauses import against_another, also_inside, named_twice, top_counted
from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme
from strategy_ai_worker.domain.reading.lexemes.order import ordered
from strategy_ai_worker.domain.reading.lexemes.quantities import quantity
from strategy_ai_worker.domain.reading.lexemes.told_in_english import told
from strategy_ai_worker.domain.reading.lexicon import NOISE, Meanings, corrected, longest, tree
from strategy_ai_worker.domain.reading.normal import is_chinese, plain
from strategy_ai_worker.domain.reading.stems import stem
from strategy_ai_worker.domain.reading.tokens import Token, tokens_of
from strategy_ai_worker.domain.reading.words.names import NAMES

_STRICT_COMPANIES: Final = frozenset(
    ["ma", "v", "t", "c", "f", "cat", "cost", "ms", "dis", "coin", "dia", "hd", "bil", "aia", "ge"]
)
# fmt: off
_STRICT_COINS: Final = frozenset([
    "dot", "link", "uni", "near", "etc", "fil", "apt", "arb", "sand", "mana", "ton", "pol", "sui", "vet", "icp", "grt",
    "crv", "pepe", "inj",
])
# fmt: on
_STRICT_TICKERS: Final = _STRICT_COMPANIES | _STRICT_COINS

_NAMES_AS_WORDS: Final = frozenset({"chase", "monster"})
"""Companies whose name is a plain word where it is written small: "I don't like to chase" trades no bank."""

_TICKER: Final = re.compile(r"[A-Z]{2,5}(?:\.[A-Z])?")


def lexemes_of(message: str) -> list[Lexeme]:
    """Return the lexemes of a message in their order."""
    tokens = [_mended(message, token) for token in tokens_of(plain(message))]
    found: list[Lexeme] = []
    i = 0
    while i < len(tokens):
        lexeme, i = _next(message, tokens, i)
        found.append(lexeme)
    for k in range(len(found)):
        named_twice(found, k)
        also_inside(found, k)
        against_another(found, k)
        top_counted(found, k)
    return ordered(found) if is_chinese(message) else told(found)


def _mended(message: str, token: Token) -> Token:
    """Return a token with its slip of the finger mended; its place stays."""
    if token.kind != "word" or _TICKER.fullmatch(message[token.start : token.end]):
        return token
    meant = corrected(token.text)
    return token if meant is None else replace(token, text=meant)


def _is_day_before(tokens: list[Token], after: int) -> bool:
    """Return whether a phrase would take the day of "of the day | before"."""
    return tokens[after - 1].text in ("day", "bar", "session") and tokens[after].text == "before"


def _cuts_a_span(tokens: list[Token], i: int, after: int) -> bool:
    """Return whether a phrase would take the article of "a week": "after a | week"."""
    return (
        after > i + 1
        and tokens[after - 1].text in ("a", "an")
        and tokens[after].text in ("week", "month", "year", "hour")
    )


_AT_CLOSE: Final = frozenset({"on", "at", "by", "before", "into", "until", "till"})
_BREAKS: Final = frozenset(
    {".", ",", ";", "\n", "!", ")", "or", "and", "if", "when", "each", "every", "no", "regardless"}
)


def _is_time_of_close(tokens: list[Token], i: int) -> bool:
    """Return whether "on close", "by close" is a time of the day: nothing is said of the close behind it."""
    if i + 1 >= len(tokens) or tokens[i].text not in _AT_CLOSE or tokens[i + 1].text != "close":
        return False
    same_day = i + 3 < len(tokens) and tokens[i + 2].text in ("same", "that") and tokens[i + 3].text == "day"
    return i + 2 == len(tokens) or tokens[i + 2].text in _BREAKS or same_day


def _odd_name(message: str, tokens: list[Token], i: int) -> tuple[str, int] | None:
    """Return a company whose name is a number or a plain word, by its spelling: "3M", "Lowe's", and the place behind."""  # noqa: E501
    for spelling, symbol in _ODD_NAMES.items():
        end = tokens[i].start + len(spelling)
        last = next((k + 1 for k in range(i, min(i + 3, len(tokens))) if tokens[k].end == end), None)
        if last is None or message[tokens[i].start : end].replace("’", "'") != spelling:
            continue
        return None if last < len(tokens) and tokens[last].text in _OF_BARS else (symbol, last)
    return None


_ODD_NAMES: Final = {"3M": "MMM", "Lowe's": "LOW", "UPS": "UPS"}
_OF_BARS: Final = frozenset(
    ["chart", "charts", "bar", "bars", "candle", "candles", "timeframe", "time", "return", "momentum"]
)


def _next(message: str, tokens: list[Token], i: int) -> tuple[Lexeme, int]:  # noqa: C901 - one reading of one construct
    company = _odd_name(message, tokens, i)
    if company is not None:
        last = company[1]
        return Lexeme(tokens[i].text, tokens[i].start, tokens[last - 1].end, {"SYM": (company[0],)}), last
    if _is_time_of_close(tokens, i):
        timed = tokens[i].text in ("on", "at")
        meanings: Meanings = {"FILLAT": "same_close"} if timed else {"SESSION": "close"}
        start, end = tokens[i].start, tokens[i + 1].end
        return Lexeme(plain(message[start:end]), start, end, meanings), i + 2
    phrase = longest(tokens, i)
    if phrase is not None and phrase[1] < len(tokens) and _cuts_a_span(tokens, i, phrase[1]):
        phrase = longest(tokens[: phrase[1] - 1], i)
    if phrase is not None and tokens[i].text == "of" and phrase[1] < len(tokens) and _is_day_before(tokens, phrase[1]):
        phrase = longest(tokens[: i + 1], i)
    amount = quantity(tokens, i)
    if amount and (phrase is None or amount[1] >= phrase[1]):
        meanings, after = amount
    elif phrase and not _is_word_as_ticker(message, tokens[i : phrase[1]], phrase[0]):
        meanings, after = _meant(message, tokens, i, phrase), phrase[1]
        if tokens[i].text in ("is", "are", "was", "were") and meanings.get("ACT") == "buy":
            return Lexeme(
                tokens[i].text, tokens[i].start, tokens[i].end, {"EQ": "is", "WASBEFORE": "was", "NOISE": True}
            ), i + 1
        if after == i + 1 and tokens[i].text in NOISE:
            meanings["NOISE"] = True
    else:
        meanings, after = _unknown(message, tokens[i]), i + 1
    if "ACT" in meanings and after > i + 1 and _is_noun(tokens, i):
        meanings, after = {"SER": "close"}, i + 1
    start, end = tokens[i].start, tokens[after - 1].end
    return Lexeme(plain(message[start:end]), start, end, meanings), after


def _meant(message: str, tokens: list[Token], i: int, phrase: tuple[Meanings, int]) -> Meanings:
    """Return what a phrase may mean here, where one of its words is a ticker too."""
    meanings = dict(phrase[0])
    if phrase[1] == i + 1 and _is_common_word(message, tokens[i]):
        meanings.pop("SYM", None)
    if "AVG" in meanings and "SYM" in meanings:
        named = _is_title(tokens, i) or _is_opposed(message, tokens, i)
        meanings = {"SYM": meanings["SYM"]} if named else {k: v for k, v in meanings.items() if k != "SYM"}
    return _as_spelled(meanings, tokens[i].text)


def _as_spelled(meanings: Meanings, word: str) -> Meanings:
    """Put the ticker that is spelled out before its siblings: GOOGL is no GOOG."""
    symbols = meanings.get("SYM")
    if not isinstance(symbols, tuple) or word.upper() not in symbols:
        return meanings
    return {**meanings, "SYM": (word.upper(), *(one for one in symbols if one != word.upper()))}


def _is_title(tokens: list[Token], i: int) -> bool:
    """Return whether a word stands before a colon at the begin: "MA: buy when ..." trades Mastercard."""
    return i == 0 and len(tokens) > 1 and tokens[1].text == ":"


def _is_opposed(message: str, tokens: list[Token], i: int) -> bool:
    """Return whether a word in capitals stands against another: "V vs MA" is Visa and Mastercard."""
    if not message[tokens[i].start : tokens[i].end].isupper():
        return False
    beside = {tokens[k].text for k in (i - 1, i + 1) if 0 <= k < len(tokens)}
    before = longest(tokens, i - 2) if i >= 2 and tokens[i - 1].text in _BESIDE else None
    named = before is not None and before[1] == i - 1 and "SYM" in before[0] and "AVG" not in before[0]
    return named or bool(beside & {"vs", "versus", "vs.", "对"})


_BESIDE: Final = frozenset(["and", "/", "&", "和", "与", "跟", "及"])


def _is_noun(tokens: list[Token], i: int) -> bool:
    """Return whether "close" is the price and no deed: "below the close when ..."."""
    before = tokens[i - 1].text if i else ""
    return tokens[i].text == "close" and (before in _DETERMINERS or before.endswith("'s"))


_DETERMINERS: Final = frozenset(["the", "that", "its", "previous", "prior", "last", "daily", "weekly", "signal"])


def _is_word_as_ticker(message: str, tokens: list[Token], meanings: Meanings) -> bool:
    """Return whether a phrase is a ticker only by chance: "cost" is no Costco unless it is written COST."""
    named = set(meanings) == {"SYM"} and len(tokens) == 1
    return named and (_is_common_word(message, tokens[0]) or _is_verb_form(tokens[0].text))


def _is_verb_form(word: str) -> bool:
    """Return whether a word is a name only without its ending: "chasing" is no Chase; Boeing is spelled so."""
    return word.endswith(("ing", "ed")) and word not in _SPELLED


_SPELLED: Final = frozenset(word for phrases in NAMES.values() for word in phrases.lower().split("|"))


def _is_common_word(message: str, token: Token) -> bool:
    """Return whether a word that is a ticker too is written as a word: "coin", "costs", "v"."""
    strict = token.text in _STRICT_TICKERS or stem(token.text) in _STRICT_TICKERS
    written = message[token.start : token.end].removesuffix("'s").removesuffix("’s")
    return (strict and not written.isupper()) or (token.text in _NAMES_AS_WORDS and written.islower())


def _unknown(message: str, token: Token) -> Meanings:
    if token.kind == "sign":
        return {"SIGN_MARK": token.text}
    if token.kind in {"number", "time"}:
        return {"UNK": token.text}
    if token.text in NOISE:
        return {"NOISE": True}
    original = message[token.start : token.end]
    if _TICKER.fullmatch(original):
        return {"TICKER": original, "UNK": token.text}
    meant = corrected(token.text) if token.kind == "word" else None
    branch = tree().next.get(meant) if meant else None
    if branch is not None and branch.meanings:
        return {**branch.meanings, "TYPO": meant}
    return {"UNK": token.text}
