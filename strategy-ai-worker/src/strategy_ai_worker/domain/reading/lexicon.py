"""Both lexicons and all names as one tree of words, searched for the longest phrase."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.stems import stem
from strategy_ai_worker.domain.reading.tokens import Token, tokens_of
from strategy_ai_worker.domain.reading.words import chinese, english
from strategy_ai_worker.domain.reading.words.names import FAMILIES, NAMES, WORDS_TOO
from strategy_language.catalogue.table import CATALOGUE

Meanings = dict[str, object]
_NOT_SPOKEN: Final = frozenset({"elementwise", "memory", "session", "events", "price", "averages"})
NOISE: Final = english.NOISE | chinese.NOISE


@dataclass(slots=True)
class Branch:
    """A word in the tree: what the phrase up to here means, and which words may follow."""

    meanings: Meanings = field(default_factory=dict)
    next: "dict[str, Branch]" = field(default_factory=dict)


@lru_cache(maxsize=1)
def tree() -> Branch:  # noqa: C901 - one reading of one construct
    """Return the tree of all phrases."""
    root = Branch()
    for lexicon in (english.LEXICON, chinese.LEXICON):
        for category, values in lexicon.items():
            for value, phrases in values.items():
                for phrase in _split(phrases):
                    _plant(root, phrase, category, value)
    for symbols, phrases in NAMES.items():
        ticker = symbols.split()[0]
        for phrase in (*(() if ticker in WORDS_TOO else (ticker.lower(),)), *_split(phrases)):
            _plant(root, phrase, "SYM", tuple(symbols.split()))
    for phrases, members in FAMILIES.items():
        for phrase in _split(phrases):
            _plant(root, phrase, "SYMS", members)
    _plant_catalogue(root)
    return root


def _plant_catalogue(root: Branch) -> None:
    """Add every function of the catalogue that gives a number by its name and aliases, where the word is still free."""
    for entry in CATALOGUE.values():
        scalars = all(argument.kind in ("length", "number", "text") for argument in entry.arguments[1:])
        if entry.result != "number" or entry.group in _NOT_SPOKEN or not scalars:
            continue
        for spelling in (entry.name, *entry.aliases):
            if len(spelling) > 2:
                _plant(root, spelling.replace("_", " "), "IND", f"@{entry.name}", only_new=True)
        for output in entry.outputs[1:]:
            _plant(
                root,
                f"{entry.name.replace('_', ' ')} {output.replace('_', ' ')}",
                "IND",
                f"@{entry.name}.{output}",
                only_new=True,
            )


@lru_cache(maxsize=1)
def vocabulary() -> frozenset[str]:
    """Return every single word that the tree knows, by its plain form."""
    words: set[str] = set()
    stack = [tree()]
    while stack:
        branch = stack.pop()
        words.update(branch.next)
        stack.extend(branch.next.values())
    return frozenset(word for word in words if word.isascii() and word.isalpha())


def longest(tokens: list[Token], start: int) -> tuple[Meanings, int] | None:
    """Return the meanings of the longest known phrase at a token, and the token after it."""
    branch, best, i = tree(), None, start
    while i < len(tokens):
        following = _step(branch, tokens, i)
        if following is None:
            break
        branch, i = following
        if branch.meanings and not _cuts_at_least(tokens, i):
            best = (branch.meanings, i)
    return best


def _cuts_at_least(tokens: list[Token], i: int) -> bool:
    """Return whether a phrase that ends here would tear "at least" apart: "opens at | least 2% higher"."""
    return i < len(tokens) and tokens[i - 1].text == "at" and tokens[i].text in ("least", "most")


_WORDS_OF_THEIR_OWN: Final = frozenset({"quiet", "quieter", "quietly"})
"""Words that are no slip of a known one, though a letter away from it: "quiet" is no "quit"."""


@lru_cache(maxsize=5000)
def corrected(word: str) -> str | None:
    """Return the known word that a misspelt one was meant for, or None."""
    if len(word) < 4 or word in NOISE or word in _WORDS_OF_THEIR_OWN or stem(word) in vocabulary():
        return None
    least = 1 if len(word) < 8 else 2
    same_start = [known for known in _by_first_letter().get(word[0], ()) if abs(len(known) - len(word)) <= 2]
    near = extract(stem(word), same_start, scorer=OSA.distance, score_cutoff=least, limit=3)
    for known, distance, _ in sorted(near, key=lambda found: found[1]):
        if _is_slip(word, stem(word), known, int(distance)):
            return str(known)
    return None


@lru_cache(maxsize=1)
def _by_first_letter() -> dict[str, tuple[str, ...]]:
    letters: dict[str, list[str]] = {}
    for word in sorted(vocabulary()):
        if len(word) >= 4:
            letters.setdefault(word[0], []).append(word)
    return {letter: tuple(words) for letter, words in letters.items()}


def _is_slip(written: str, word: str, known: str, distance: int) -> bool:
    """Return whether a spelling is a slip of the finger: in short words two letters swapped, one doubled or left out."""  # noqa: E501
    if len(written) >= 7 or distance > 1:
        return len(written) >= 7
    if len(word) == len(known):
        return sorted(word) == sorted(known)
    return len(written) >= 5 and abs(len(word) - len(known)) == 1


def _split(phrases: str) -> list[str]:
    return [phrase.replace("\0", "|") for phrase in phrases.replace("\\|", "\0").split("|") if phrase]


def _plant(root: Branch, phrase: str, category: str, value: object, *, only_new: bool = False) -> None:
    branch = root
    for token in tokens_of(plain(phrase)):
        if token.text == "-" and branch is not root:
            continue
        branch = branch.next.setdefault(_key(token), Branch())
    if not (only_new and branch.meanings):
        branch.meanings.setdefault(category, value)


def _key(token: Token) -> str:
    return stem(token.text) if token.kind == "word" else token.text


def _step(branch: Branch, tokens: list[Token], i: int) -> tuple[Branch, int] | None:
    following = branch.next.get(_key(tokens[i]))
    if following is not None:
        return following, i + 1
    joined = tokens[i].text == "-" and branch is not tree() and i + 1 < len(tokens)
    if joined and tokens[i].start == tokens[i - 1].end and tokens[i + 1].start == tokens[i].end:
        following = branch.next.get(_key(tokens[i + 1]))
        if following is not None:
            return following, i + 2
    return None
