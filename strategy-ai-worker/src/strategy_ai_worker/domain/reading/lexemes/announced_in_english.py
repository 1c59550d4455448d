"""Lists of conditions that are announced: "all of these hold:", "exit conditions: (1) ..., (2) ..."."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_ENDS: Final = (".", "\n", "!", "?")


def announced(found: list[Lexeme], i: int) -> None:
    """Read "when all of these hold: A; B; C" and the lines below "if any of the following is true:" as one condition."""  # noqa: E501
    if not found[i].has("SIGN_MARK", ":"):
        return
    first = _head(found, i)
    head = found[first:i]
    joins = _joins(head)
    led = at(found, first - 1).has("MARK") or at(found, first - 1).has("ACT")
    if not joins or not led or at(found, i + 1).text == "":
        return
    places = separators_of(found, i)
    if not places:
        return
    heads = range(0) if joins == "count" else range(first, i + 1)
    for k in (*heads, *(k for place in places for k in range(place[0], place[1]))):
        found[k] = meaning(found[k], dict(_NOISE), "")
    mixed = any(one.has("CONJ", "or") for one in found[i : places[-1][1]])
    link: Meanings = {"CONJ": "but"} if joins == "and" and mixed else {"SIGN_MARK": ","}
    inner = [place for place in places if place[0] > i + 1]
    for begin, _ in inner:
        found[begin] = meaning(found[begin], dict(link), "but" if "CONJ" in link else ",")
    if joins == "or":
        found[i] = meaning(found[i], {"EITHER": "or"}, "either")


def _head(found: list[Lexeme], i: int) -> int:
    """Return where the words begin that announce a list before its colon."""
    first = i
    while first > 0 and _announces(found[first - 1]):
        first -= 1
    return first


def _announces(lexeme: Lexeme) -> bool:
    quantified = lexeme.has("BOTHOF") or lexeme.has("EITHER")
    counts = lexeme.text == "at least" or (set(lexeme.meanings) <= {"NUM"} and lexeme.has("NUM"))
    return quantified or counts or lexeme.text in _HEAD


_HEAD: Final = frozenset(
    [
        "all",
        "all of",
        "all three",
        "any",
        "applies",
        "apply",
        "are",
        "are met",
        "at",
        "at the same time",
        "be",
        "be true",
        "below",
        "both",
        "both be true",
        "checks",
        "condition",
        "conditions",
        "criteria",
        "each",
        "every",
        "five",
        "following",
        "four",
        "fulfilled",
        "given",
        "happen",
        "happens",
        "hit",
        "hold",
        "holds",
        "i",
        "is",
        "is met",
        "met",
        "must",
        "occur",
        "occurs",
        "of",
        "once",
        "one",
        "present",
        "requirements",
        "rules",
        "same time",
        "satisfied",
        "see",
        "signals",
        "simultaneously",
        "tests",
        "the",
        "then",
        "these",
        "things",
        "those",
        "three",
        "together",
        "triggered",
        "true",
        "valid",
    ]
)


_LISTED: Final = frozenset(
    ["following", "these", "those", "conditions", "criteria", "rules", "signals", "requirements", "below"]
)


def _joins(head: list[Lexeme]) -> str:
    """Return how a list is joined that these words announce; nothing where they announce none."""
    words = {word for one in head for word in one.text.split(" ")}
    counted = any(one.has("CMP") or one.text.startswith("at least") for one in head)
    lists = words & _LISTED
    if counted:
        return "count"
    if not (lists or any(one.has("BOTHOF") for one in head)):
        return ""
    if words & {"all", "both", "each", "every"} or any(one.has("BOTHOF") for one in head):
        return "and"
    if words & {"any", "one"} or any(one.has("EITHER") for one in head):
        return "or"
    return "and" if words & {"met", "true", "hold", "satisfied", "fulfilled", "apply"} else ""


def separators_of(found: list[Lexeme], i: int) -> list[tuple[int, int]]:
    """Return the places between the parts of a list, each with the sign that only counts or marks a line."""
    if at(found, i + 1).has("SIGN_MARK", "\n"):
        return _lines(found, i + 1)
    places: list[tuple[int, int]] = []
    opened = _counted(found, i + 1)
    if opened > i + 1:
        places.append((i + 1, opened))
    for k in range(i + 1, len(found)):
        if found[k].has("SIGN_MARK", *_ENDS):
            break
        if found[k].has("SIGN_MARK", ";"):
            if not _goes_on(found, k + 1, (*_ENDS, ";")):
                break
            places.append((k, _counted(found, k + 1)))
    return places


def _lines(found: list[Lexeme], begin: int) -> list[tuple[int, int]]:
    """Return the breaks before the lines of a list that follow one another, up to a line with a deed of its own."""
    places: list[tuple[int, int]] = []
    k = begin
    while k < len(found) and found[k].has("SIGN_MARK", "\n") and _goes_on(found, k + 1, ("\n",)):
        after = _counted(found, k + 1)
        ends = k - 1 if k > begin and found[k - 1].has("SIGN_MARK", ";", ",", ".") else k
        places.append((ends, after))
        k = next((m for m in range(after, len(found)) if found[m].has("SIGN_MARK", "\n")), len(found))
    return places


def _goes_on(found: list[Lexeme], begin: int, ends: tuple[str, ...]) -> bool:
    """Return whether what stands from here to the next break is one more condition and nothing else."""
    inside: list[Lexeme] = []
    for k in range(begin, len(found)):
        if found[k].has("SIGN_MARK", *ends):
            break
        inside.append(found[k])
    deeds = any(one.has("ACT") and not one.has("SER") for one in inside)
    counts = any(one.has("SHARES") for one in inside) and not any(one.has("CMP") for one in inside)
    sets = counts or any(one.has(word) for one in inside for word in _SETTINGS)
    sets = sets or any(one.has("SIGN_MARK", ":") for one in inside)
    return bool(inside) and not deeds and not sets


_SETTINGS: Final = ("STOP", "TARGET", "TRAIL", "SIZE", "ALLIN")


def _counted(found: list[Lexeme], k: int) -> int:
    """Return the place behind "-", "*", "1.", "(2)", "b)" where one of these begins a part; else the place itself."""
    if at(found, k).text in ("-", "*", "–", "—", "·", "+") and not at(found, k + 1).has("NUM"):
        return k + 1
    opened = k + 1 if at(found, k).has("SIGN_MARK", "(") else k
    counts = set(at(found, opened).meanings) <= {"NUM"} and at(found, opened).has("NUM")
    counts = counts or (len(at(found, opened).text) == 1 and at(found, opened).text.isalpha())
    closes = at(found, opened + 1).has("SIGN_MARK", ")") or (opened == k and at(found, k + 1).has("SIGN_MARK", "."))
    return opened + 2 if counts and closes else k


def counted_in_line(found: list[Lexeme], i: int) -> None:
    """Read "exit when (1) A, (2) B": the numbers only count, and of ways out any one is enough."""
    if _counted(found, i) == i or not _begins_count(found, i):
        return
    places = _counted_places(found, i)
    if len(places) == 1:
        return
    leaves = _leaves(found, i) and not any(one.has("CONJ", "and", "but") for one in found[i : places[-1] + 1])
    _part_at(found, places)
    if leaves:
        found[i] = meaning(found[i], {"EITHER": "or"}, "either")


def _counted_places(found: list[Lexeme], i: int) -> list[int]:
    """Return where the parts of a list in one line begin that is counted from a place on."""
    places, k, opened = [i], _counted(found, i), 0
    while k < len(found) and not found[k].has("SIGN_MARK", *_ENDS):
        if opened == 0 and _counted(found, k) > k + 1 and _is_next(found, places, k):
            places.append(k)
            k = _counted(found, k)
            continue
        opened += found[k].has("SIGN_MARK", "(") - found[k].has("SIGN_MARK", ")")
        k += 1
    return places


def _part_at(found: list[Lexeme], places: list[int]) -> None:
    """Take the numbers away that only count, and part what they counted by commas."""
    for place in places:
        for m in range(place, _counted(found, place)):
            found[m] = meaning(found[m], dict(_NOISE), "")
    for place in places[1:]:
        before = at(found, place - 1)
        if not (before.has("SIGN_MARK") or before.has("CONJ")):
            found[place] = meaning(found[place], {"SIGN_MARK": ","}, ",")
        elif before.has("SIGN_MARK", ";"):
            found[place - 1] = meaning(before, {"SIGN_MARK": ","}, ",")


def _begins_count(found: list[Lexeme], i: int) -> bool:
    first = at(found, i + 1) if found[i].has("SIGN_MARK", "(") else found[i]
    before = at(found, i - 1)
    begins = before.has("SIGN_MARK", ":") or any(before.has(word) for word in ("MARK", "ACT", "EITHER"))
    return begins and (first.get("NUM") == 1 or first.text in ("a", "i"))


def _is_next(found: list[Lexeme], places: list[int], k: int) -> bool:
    """Return whether a number or a letter is the one that follows those before it."""
    shown = at(found, k + 1) if found[k].has("SIGN_MARK", "(") else found[k]
    wanted = len(places) + 1
    return shown.get("NUM") == wanted or shown.text == "abcdefgh"[min(wanted, 8) - 1]


def _leaves(found: list[Lexeme], i: int) -> bool:
    """Return whether the last deed before a place is a way out."""
    deed = next((one for one in reversed(found[:i]) if one.has("ACT") and not one.has("SER")), None)
    return deed is not None and deed.has("ACT", *_LEAVES)


def heading_of_list(found: list[Lexeme], i: int) -> None:
    """Read "entry: A; B" as one condition, and "exits: A, B", "exit: A; B" as ways out of which any one is enough."""
    heading = found[i].has("ACT", "buy", "enter", "short", *_LEAVES) and not found[i].has("SER", "open", "close")
    colon = i + 1
    while at(found, colon).text in ("for", "(", ")", "on", "of") or at(found, colon).has("SYM"):
        colon += 1
    if not heading or not at(found, colon).has("SIGN_MARK", ":") or at(found, colon + 1).has("EITHER"):
        return
    parted = False
    for k in range(colon + 1, len(found)):
        if found[k].has("SIGN_MARK", *_ENDS):
            break
        if found[k].has("SIGN_MARK", ";"):
            if not _goes_on(found, colon + 1, (*_ENDS, ";")) or not _goes_on(found, k + 1, (*_ENDS, ";")):
                break
            found[k], parted = meaning(found[k], {"SIGN_MARK": ","}, ","), True
    if found[i].has("ACT", *_LEAVES) and (parted or found[i].text.split(" ")[-1] in _PLURALS):
        place = found[colon].end
        found.insert(colon + 1, Lexeme("either", place, place, {"EITHER": "or"}))


_LEAVES: Final = ("sell", "exit", "cover")
_PLURALS: Final = frozenset(["exits", "conditions", "rules", "signals", "triggers", "criteria"])


def plus_condition(found: list[Lexeme], i: int) -> None:
    """Read "RSI below 30 + close above its average = buy" as both: only numbers are added."""
    if not found[i].has("ARITH", "+"):
        return
    behind = _speaks(found, range(i + 1, len(found)))
    if behind and _speaks(found, range(i - 1, -1, -1)):
        found[i] = meaning(found[i], {"CONJ": "and"}, "and")


def _speaks(found: list[Lexeme], places: range) -> bool:
    """Return whether something is said of a thing from a place up to the next break."""
    for k in places:
        one = found[k]
        if one.has("SIGN_MARK") and not one.has("SIGN_MARK", "(", ")", ",", "/", "-"):
            return False
        if one.text == "=" or (one.has("ACT") and not one.has("SER")) or one.has("CONJ") or one.has("ARITH", "+"):
            return False
        if any(
            one.has(word)
            for word in (
                "CMP",
                "X",
                "RISING",
                "STATE",
                "TOUCH",
                "PATTERN",
                "GAP",
                "SIGN",
                "BETWEEN",
                "EQ",
                "WEEKDAY",
                "MONTH",
            )
        ):
            return True
    return False


ANNOUNCED: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    counted_in_line,
    heading_of_list,
    announced,
    plus_condition,
)
"""In the order in which they are told."""
