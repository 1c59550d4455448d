"""Single words that act or link."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.scan.counts import at_least_of
from strategy_ai_worker.domain.reading.scan.item import EXITS, Item
from strategy_ai_worker.domain.reading.scan.parts import entered_in_parts


def read_word(c: Cursor, i: int, items: list[Item]) -> Item:  # noqa: C901, PLR0911, PLR0912 - one reading of one construct
    """Return the item that a single word is."""
    lexeme = c.at(i)
    if lexeme.has("SIGN_MARK"):
        return _sign(c, i)
    if (lexeme.text == "=" or lexeme.has("DEFINE")) and c.at(c.skip(i + 1)).has("ACT"):
        return Item("comma", ",", i, i + 1)
    if _is_in_or_out(c, i) or _ends_as_in(c, i, items):
        return Item("act", "buy", i, i + 1)
    part = _part(c, i) or entered_in_parts(c, i)
    if part is not None:
        return part
    if lexeme.text == "only" and c.is_sign(i - 1, ",", "(", ".", ";", "\n", "-") and _begins_filter(c, i + 1):
        return Item("act", "filter", i, i + 1)
    noun = lexeme.text in ("purchase", "entry", "buy") and c.at(i - 1).text in ("the", "since", "my", "after the")
    if noun and lexeme.has("ACT") and any(c.at(k).text == "since" for k in (i - 1, i - 2)):
        return Item("other", "", i, i + 1)
    act = _held_side(items) if lexeme.has("HOLD") and lexeme.text in _HELD else lexeme.get("ACT")
    if act is not None and not (lexeme.is_noise and lexeme.text == "open"):
        c.memory.exit_context, c.memory.next_bar = act in EXITS, False
        left_long = act == "exit" and "long" in lexeme.text
        c.memory.entered_short = act == "short" or (c.memory.entered_short and act in EXITS and not left_long)
        return Item("act", str(act), i, _entered_part(c, i))
    if (
        lexeme.text in ("don't", "do not", "dont", "not")
        and _ends(c, i + 1)
        and items
        and items[-1].kind in ("comma", "cond")
    ):
        return Item("act", "exit", i, i + 1)
    added = _added(c, i) or _further_part(c, i) or _resized(c, i)
    if added is not None:
        return added
    if lexeme.has("STOP") and c.at(c.skip(i + 1)).has("MARK", "if") and c.at(c.skip(i + 1)).text in _WHEN:
        c.memory.exit_context = True
        return Item("act", "exit", i, i + 1)
    if lexeme.text == "drop" and c.at(i + 1).has("MARK", "if") and any(item.kind == "act" for item in items):
        c.memory.exit_context = True  # "hold when ...; drop when ..."
        return Item("act", "exit", i, i + 1)
    if lexeme.has("STOP") and lexeme.text >= "\u4e00" and items and items[-1].kind == "cond":
        return Item("act", "exit", i, i + 1)
    if lexeme.has("REST") and c.memory.exit_context and _rest_waits(c, i + 1):
        return Item("act", "exit", i, i + 1)
    if lexeme.has("MARK", "unless") and lexeme.text.endswith("not") and _ends(c, i + 1):
        return Item("opposite", "not", i, i + 1)
    if lexeme.has("NOLONGER") and lexeme.text in ("else", "otherwise") and _adds_way_out(c, i, items):
        return Item("conj", "or", i, i + 1)
    if (
        lexeme.has("NOLONGER")
        and lexeme.text.endswith(("n't", "not"))
        and not _ends(c, i + 1)
        and not c.at(i + 1).has("ACT")
    ):
        return Item("not", "", i, i + 1)
    if lexeme.text.startswith("rebalanc") and c.at(i + 1).has("PERIODIC"):
        return Item("act", "check", i, i + 1)
    if lexeme.has("OPPOSITE") or lexeme.has("NOLONGER"):
        after = i + 1
        while c.at(c.skip(after)).has("X") or c.at(c.skip(after)).text in (
            "signal",
            "condition",
            "crossover",
            "happens",
            "occurs",
            "conditions",
            "case",
            "setup",
            "信号",
        ):
            after = c.skip(after) + 1
        return Item("opposite", "not" if lexeme.has("NOLONGER") else "", i, after)
    later = lexeme.text if lexeme.has("LATER") else ""
    if later.endswith(("卖出", "平仓", "出场", "离场", "平掉", "清仓", "退出")):
        return Item("act", "sell" if later.endswith("卖出") else "exit", i, i + 1)
    if later.endswith("回补"):
        return Item("act", "cover", i, i + 1)
    if lexeme.has("EITHER") and c.memory.exit_context and _either_ends(c, i + 1):
        return Item("opposite", "not", i, _either_ends(c, i + 1))
    several = at_least_of(c, i)
    if several is not None:
        return several
    for category, kind in (("DEFINE", "define"), ("EITHER", "either"), ("BOTHOF", "both")):
        if lexeme.has(category):
            return Item(kind, "", i, i + 1)  # type: ignore[arg-type]
    if lexeme.has("AFTERHAVING") and items and items[-1].kind == "cond" and not lexeme.has("EQ"):
        return Item("after", "", i, i + 1)
    if lexeme.text in ("until", "till", "til") and _held_before(c, i, items):
        c.memory.exit_context = True
        return Item("act", "exit", i, i + 1)
    if lexeme.has("MARK") and lexeme.text in _DAY_AFTER:
        c.memory.next_bar = True
        return Item("mark", "dayafter", i, i + 1)
    if lexeme.has("MARK") and _only_names_market(c, i):
        return Item("other", "", i, i + 1)
    if lexeme.has("MARK"):
        return Item("mark", str(lexeme.get("MARK")), i, i + 1)
    if lexeme.has("CONJ"):
        c.memory.next_bar = lexeme.has("CONJ", "next")
        return Item("conj", str(lexeme.get("CONJ")), i, i + 1)
    if lexeme.has("NOT") and _ends(c, i + 1) and items and items[-1].kind == "mark":
        return Item("opposite", "not", i, i + 1)
    if lexeme.has("NOT") and not lexeme.is_noise:
        return Item("not", "", i, i + 1)
    return Item("other", "", i, i + 1)


_HELD = ("hold", "holds", "holding", "held")


def _held_side(items: list[Item]) -> str:
    """Return which entry "(short when X,) hold until Y" goes on with: the one said last."""
    said = next((item.value for item in reversed(items) if item.kind == "act"), "buy")
    return "short" if said == "short" else "buy"


def _adds_way_out(c: Cursor, i: int, items: list[Item]) -> bool:
    """Return whether "else" only adds a way out: "sell when RSI is over 75, else when the close is below X"."""
    said = next((item for item in reversed(items) if item.kind not in ("comma", "other")), None)
    return c.memory.exit_context and said is not None and said.kind == "cond" and c.at(i + 1).has("MARK", "if")


def _rest_waits(c: Cursor, i: int) -> bool:
    """Return whether "the rest" goes on with when it leaves: "the rest when ...", "and the rest at the cross down"."""
    k = c.skip(i)
    if c.at(i).has("MARK", "if") or c.at(k).has("MARK", "if"):
        return True
    if c.at(k).has("P", "at", "on"):
        k = c.skip(k + 1)
    elif not c.at(i).has("P", "at", "on"):
        return False
    leads = ("X", "CROSSNAME", "IND", "PART", "AVG", "HILO", "SPAN", "OPPOSITE", "CROSSER")
    return any(c.at(k).has(word) for word in leads)


def _held_before(c: Cursor, i: int, items: list[Item]) -> bool:
    """Return whether "until" ends what is held: "buy and hold until RSI(14) is above 70"."""
    last = next((item for item in reversed(items) if item.kind in ("act", "cond", "stop", "setting")), None)
    holds = last is not None and last.kind == "act" and last.value in ("buy", "short", "enter")
    stays = c.at(i - 1).text in _STAYS and any(item.kind == "act" and item.value not in EXITS for item in items)
    behind = c.skip(i + 1)
    named = any(c.at(c.skip(behind + 1)).has(word) for word in ("AVG", "IND", "SER", "HILO"))
    deed = next((item.value for item in reversed(items) if item.kind == "act"), "")
    entered = last is not None and last.kind == "cond" and deed in ("buy", "short", "enter")
    entered = entered and not c.at(behind).has("CLOCK") and not c.is_sign(i - 1, ",")
    return (holds or stays or entered) and (named or not c.at(behind).has("SPAN"))


def _only_names_market(c: Cursor, i: int) -> bool:
    """Return whether "on", "with" only says which market: "a golden cross on AAPL using ..."."""
    if not c.at(i).has("P", "on", "with", "for") or not c.at(i + 1).has("SYM"):
        return False
    behind = c.at(c.skip(i + 2))
    return not any(behind.has(word) for word in ("EQ", "CMP", "X", "SER", "RISING", "MOVE", "FILLER", "TOUCH"))


_STAYS = frozenset(
    {"stay", "hold", "remain", "ride it", "ride", "stay long", "stay short", "hold it", "sit", "keep it"}
)


_WHEN = frozenset({"if", "when", "once", "whenever", "as soon as"})


_DAY_AFTER = frozenset(
    ["the day after", "the bar after", "on the day after", "the session after", "day after", "the day following"]
)


def _either_ends(c: Cursor, i: int) -> int:
    """Return the place behind "(either) one is", "is below" where nothing follows; 0 where something does."""
    k = i
    while c.at(k).has("EQ") or c.at(k).has("CMP") or c.at(k).text in ("one", "of", "them", "isn't", "condition"):
        k += 1
    return k if k > i and (c.at(k).has("END") or c.at(k).has("SIGN_MARK") or c.at(k).has("ACT")) else 0


_SHARES = {"third": 1 / 3, "twothirds": 2 / 3}


def _begins_filter(c: Cursor, i: int) -> bool:
    """Return whether "only" goes on with a condition: "only above the 200-day", "only bars that start at ..."."""
    k = i if c.at(i).has("P") else c.skip(i)
    if c.at(k).has("WEEKDAY") or c.at(k).has("WEEKPART", "weekdays"):
        return True
    if c.at(k).has("UNIT", "bar") and any(c.at(m).has("TIMEOF") for m in range(k + 1, k + 4)):
        return True
    return c.at(k).has("CMP", ">", "<") or (c.at(k).has("P", "in", "on") and not c.at(k + 1).has("SYM"))


def _part(c: Cursor, i: int) -> Item | None:
    """Read "sell half when ...": a part of the position leaves by a condition."""
    if not c.at(i).has("ACT", *EXITS):
        return None
    j = c.skip(i + 1)
    said = c.at(j).get("HALFOF")
    share = _SHARES.get(str(said), said) if said is not None else None
    if share is None and c.at(j).has("PCT") and not c.at(j).text.startswith(("+", "-")):
        share = float(str(c.at(j).get("PCT"))) / 100
    k = j + 1
    while c.at(k).has("P", "of") or c.at(k).is_noise or c.at(k).text in ("position", "it", "shares", "holding"):
        if c.at(k).has("MARK", "if"):
            break
        k += 1
    rest = c.at(j).has("REST")
    waits = c.at(k).has("MARK", "if") or (c.at(k).has("P", "at", "on") and c.at(c.skip(k + 1)).has("IND"))
    if share is None and rest and (waits or _ends_clause(c, k)):
        c.memory.exit_context = c.memory.exit_context or waits
        return Item("act", str(c.at(i).get("ACT")), i, k)
    told = waits or (_ends_clause(c, k) and _follows_condition(c, i))
    if not isinstance(share, int | float) or not told or not 0 < share < 1:
        return None
    if c.at(i).text in ("leave", "leaving") and c.at(k).text in ("until", "till"):
        # "Leave 40% until the cross down": what is left of the position stays till then.
        c.memory.exit_context = True
        return Item("act", "exit", i, k + 1)
    c.memory.exit_context = True
    c.memory.fractions[i] = float(share)
    return Item("act", str(c.at(i).get("ACT")), i, k)


def _ends_clause(c: Cursor, k: int) -> bool:
    return c.at(k).has("SIGN_MARK") or c.at(k).has("END")


def _follows_condition(c: Cursor, i: int) -> bool:
    """Return whether a condition stands before an action in its clause: "回到中轨卖出一半"."""
    k = i - 1
    while k >= 0 and not c.at(k).has("SIGN_MARK"):
        if any(c.at(k).has(category) for category in ("X", "CMP", "TOUCH", "STATE", "RISING")):
            return True
        k -= 1
    return False


def _added(c: Cursor, i: int) -> Item | None:
    """Read "add the other half when ...", "buy another third when ...": the position grows by a condition."""
    adds = (
        c.at(i).has("ADD")
        or c.at(i).text in ("add", "adds")
        or (c.at(i).has("ACT", "buy") and c.at(c.skip(i + 1)).text in ("another", "more"))
    )
    if not adds:
        return None
    j, share = i + 1, None
    while j < i + 8 and not c.at(j).has("MARK", "if") and not c.at(j).has("SIGN_MARK"):
        said = c.at(j).get("HALFOF")
        share = _SHARES.get(str(said), said) if said is not None else share
        share = 0.5 if c.at(j).has("REST") and "half" in c.at(j).text else share
        j += 1
    if not c.at(j).has("MARK", "if") or not isinstance(share, int | float):
        return None
    c.memory.fractions[i] = float(share)
    return Item("act", "add", i, j)


def _resized(c: Cursor, i: int) -> Item | None:
    """Read "double the size when ...", "half size if ...": the size is scaled while a condition holds."""
    factor = c.at(i).get("MULT") or c.at(i).get("HALFOF") or _SCALED.get(c.at(i).text)
    j = i + 1
    while c.at(j).is_noise and not c.at(j).has("SIZE") and c.at(j).text not in _SIZED and j < i + 4:
        j += 1
    sized = c.at(j).has("SIZE") or c.at(j).text in _SIZED
    k = j + 1 if sized else j
    k = k + 1 if c.at(k).text in ("size", "position") else k
    waits = c.at(k).has("MARK", "if") or (c.at(k).has("MARK", "only") and c.at(k).text in _WHILE)
    if not isinstance(factor, int | float) or not sized or not waits:
        return None
    c.memory.fractions[i] = float(factor)
    return Item("act", "resize", i, k)


_SIZED = ("position", "positions", "exposure", "stake")
_WHILE = frozenset(["while", "whilst", "as long as", "so long as"])
_SCALED = {"halve": 0.5, "halving": 0.5, "double": 2.0, "quarter": 0.25, "triple": 3.0}


_PORTIONS = {"third": 1 / 3, "thirds": 1 / 3, "half": 0.5, "quarter": 0.25, "tranche": None, "part": None, "lot": None}
_COUNTED = frozenset(
    ["first", "second", "third", "fourth", "final", "last", "other", "1st", "2nd", "3rd", "4th", "next"]
)


def _counted_part(c: Cursor, i: int) -> Item | None:
    """Read "first third when ..., second third when ..., final third when ...": the position grows part by part."""
    share = _PORTIONS.get(c.at(i + 1).text)
    if share is None or c.at(i).text not in _COUNTED or c.memory.exit_context or not _goes_on(c, i + 2):
        return None
    begun = bool(c.memory.fractions)
    c.memory.fractions[i] = share
    return Item("act", "add" if begun else "buy", i, i + 2)


def _further_part(c: Cursor, i: int) -> Item | None:
    """Read "(buy a third when ...), another third when ...": the position grows without the verb being said again."""
    counted = _counted_part(c, i)
    if counted is not None:
        return counted
    parts = c.at(i).has("HALFOF") or c.at(i).has("REST")
    if c.at(i).has("REST") and c.memory.exit_context and _waits(c, i + 1):
        # "Half goes at 2R, the other half when it closes below the average": the rest leaves by a condition.
        return Item("act", "exit", i, i + 1)
    if not parts or c.memory.exit_context or not _goes_on(c, c.skip(i + 1)):
        return None
    first = not c.memory.fractions
    if first and not any(c.at(k).has("ADD") for k in range(max(0, i - 4), i)) and not _led_by_entry(c, i):
        return None
    said = c.at(i).get("HALFOF")
    share = _SHARES.get(str(said), said) if said is not None else None
    known = list(c.memory.fractions.values())
    if first and not isinstance(share, int | float):
        return None
    c.memory.fractions[i] = float(share) if isinstance(share, int | float) else known[-1]
    return Item("act", "buy" if first else "add", i, i + 1)


def _waits(c: Cursor, k: int) -> bool:
    return c.at(k).has("MARK", "if") or c.at(c.skip(k)).has("MARK", "if")


def _goes_on(c: Cursor, k: int) -> bool:
    """Return whether a part of the position goes on with its condition: "when RSI is under 30", "under 30", "at 20"."""
    return c.at(k).has("MARK", "if") or c.at(k).has("CMP", "<", ">") or c.at(k).has("X") or _at_indicator(c, k)


def _at_indicator(c: Cursor, k: int) -> bool:
    """Return whether a part goes on with the level of an indicator: "at RSI(14) < 30"."""
    return c.at(k).has("P", "at") and c.at(c.skip(k + 1)).has("IND")


def _led_by_entry(c: Cursor, i: int) -> bool:
    """Return whether an entry in parts is announced before a part: "buy in three equal parts: a third when ..."."""
    for k in range(i - 1, max(-1, i - 12), -1):
        if any(c.at(k).has(word) for word in ("MARK", "X", "CMP")) or c.is_sign(k, ".", ";", "\n"):
            return False
        if c.at(k).has("ACT", "buy", "enter"):
            return True
    return False


def _entered_part(c: Cursor, i: int) -> int:
    """Read "buy half (a position) when ..."; return the place after the share, or that of the action's end."""
    if not c.at(i).has("ACT", "buy", "enter"):
        return i + 1
    j = c.skip(i + 1)
    said = c.at(j).get("HALFOF")
    share = _SHARES.get(str(said), said) if said is not None else None
    k = j + 1
    while c.at(k).has("P", "of") or c.at(k).text in ("position", "a", "the", "full", "my", "size"):
        k += 1
    while c.at(k).has("SYM") or c.at(k).has("P", "in"):
        k += 1
    if not isinstance(share, int | float) or not (c.at(k).has("MARK", "if") or _at_indicator(c, k)):
        return i + 1
    c.memory.fractions[i] = float(share)
    return k


def is_enumerator(c: Cursor, i: int) -> bool:
    """Return whether a number only counts lines: "1." or "2)" at the begin of a line."""
    return c.at(i).has("NUM") and c.is_sign(i + 1, ".", ")") and (i == 0 or c.is_sign(i - 1, "\n"))


def _sign(c: Cursor, i: int) -> Item:
    mark = str(c.at(i).get("SIGN_MARK"))
    if mark == "?" and any(c.at(k).has("ACT") for k in (c.skip(i + 1), c.skip(i + 2))):
        return Item("comma", mark, i, i + 1)  # "RSI under 30? Then buy": the deed belongs to what was asked.
    if mark in (".", ";", "\n", "!", "?"):
        return Item("stop", mark, i, i + 1)
    if mark == ",":
        return Item("comma", mark, i, i + 1)
    return Item("colon", mark, i, i + 1) if mark == ":" else Item("other", "", i, i + 1)


def _ends(c: Cursor, i: int) -> bool:
    i = c.skip(i)
    return c.at(i).has("END") or c.is_sign(i, ".", ";", "\n", "!")


def _ends_as_in(c: Cursor, i: int, items: list[Item]) -> bool:
    """Return whether "in" behind a condition is its action: "close above the 50-day average in, below it out"."""
    waits = bool(items) and items[-1].kind == "cond" and not c.memory.exit_context
    ends = _ends(c, i + 1) or c.is_sign(i + 1, ",") or c.at(i + 1).has("CONJ", "and")
    return c.at(i).text == "in" and waits and ends


def _is_in_or_out(c: Cursor, i: int) -> bool:
    """Return whether "in" is the whole action: "in when it flips, out when it flips back"."""
    starts = i == 0 or c.is_sign(i - 1, ",", ":", ".", "\n", ";", "-") or c.at(i - 1).text == "-"
    return c.at(i).text == "in" and starts and (c.at(i + 1).has("MARK") or c.at(i + 1).has("P", "at", "on"))
