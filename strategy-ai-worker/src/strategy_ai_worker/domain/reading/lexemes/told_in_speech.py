"""English phrases as people speak: "at that moment", "under 25 on the RSI", "with the two of them below 20"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_MOMENTS: Final = frozenset(["moment", "time", "point", "instant"])
_NAMES: Final = frozenset(["signal", "line", "average", "(", ")", ",", "/"])
_CROSSES: Final = frozenset(["crossover", "cross", "crossing", "crosses"])
_GOES: Final = frozenset(["goes", "go", "moves", "move", "passes", "changes", "comes", "swings", "flips", "turns"])


def bars_in_short(found: list[Lexeme], i: int) -> None:
    """Read "Exxon 1D, ..." as daily bars: the letters name the chart, and no length of an average behind them."""
    before, behind = at(found, i - 1), at(found, i + 1)
    led = i == 0 or before.has("SYM") or before.has("SIGN_MARK") or before.text in ("on", "on the", "the", "-")
    ends = behind.text == "" or any(behind.has(word) for word in ("SIGN_MARK", "MARK", "ACT", "CHART"))
    if found[i].text == "1d" and found[i].has("SPAN") and led and ends:
        found[i] = meaning(found[i], {"TF": "1d"})


def side_left_out(found: list[Lexeme], i: int) -> None:
    """Read "Shorts: none", "short side = no" as long only, "Longs: none" as short only."""
    side = found[i].get("ACT")
    side = {"buy": "long", "short": "short"}.get(str(side)) if found[i].text.startswith(("short", "long")) else None
    k = i + 2 if at(found, i + 1).text in ("side", "trades", "entries", "selling", "sales") else i + 1
    told = at(found, k).has("SIGN_MARK", ":") or at(found, k).text in ("=", "-") or at(found, k).has("CMP", "==")
    ends = at(found, k + 2).text == "" or at(found, k + 2).has("SIGN_MARK")
    if side is None or not told or not ends or at(found, k + 1).text not in _NONE:
        return
    place = found[i]
    kept = ("LONGONLY", "long") if side == "short" else ("SHORTONLY", "short")
    found[i : k + 2] = [Lexeme(f"no {place.text}", place.start, found[k + 1].end, {kept[0]: kept[1]})]


_NONE: Final = frozenset(["none", "no", "never", "off", "not allowed", "n/a", "disabled", "nope", "not used"])


def at_that_moment(found: list[Lexeme], i: int) -> None:
    """Read "the line is at that moment under zero" as "the line is under zero": a rule speaks of its own bar."""
    told = at(found, i).text == "at" and at(found, i + 1).text in ("that", "the", "this", "that very", "the same")
    if told and at(found, i + 2).text in _MOMENTS and not at(found, i + 3).has("P", "of"):
        for k in range(i, i + 3):
            found[k] = meaning(found[k], dict(_NOISE))


def today_than(found: list[Lexeme], i: int) -> None:
    """Read "is higher today than (it was) yesterday" as "is higher than yesterday"."""
    compares = found[i].has("MOVE", "up", "down") or found[i].text in _MORE
    today = at(found, i + 1)
    if not compares or not at(found, i + 2).has("P", "than") or not (today.has("TODAY") or today.text == "now"):
        return
    more = found[i].has("MOVE", "up") or _MORE.get(found[i].text) == ">"
    place = found[i]
    told = Lexeme(f"{place.text} than", place.start, place.end, {"CMP": ">" if more else "<"})
    found[i : i + 3] = [told, *(meaning(one, dict(_NOISE)) for one in found[i + 1 : i + 3])]


_MORE: Final = {"higher": ">", "greater": ">", "larger": ">", "bigger": ">", "lower": "<", "smaller": "<", "less": "<"}


def exactly_as_long(found: list[Lexeme], i: int) -> None:
    """Read "hold it for exactly 15 days", "precisely 10 bars" as the length alone: nothing is equal to it."""
    if found[i].has("CMP", "==") and found[i].text in ("exactly", "precisely") and at(found, i + 1).has("SPAN"):
        found[i] = meaning(found[i], dict(_NOISE))


def way_before_named_cross(found: list[Lexeme], i: int) -> None:
    """Read "a bearish MACD signal line crossover" as the cross downwards: its way stands before the name."""
    if not found[i].has("STATE", "bullish", "bearish"):
        return
    k = i + 1
    while (at(found, k).has("IND") or at(found, k).text in _NAMES or at(found, k).has("NUM")) and k < i + 12:
        k += 1
    named = any(one.has("IND") for one in found[i + 1 : k])
    if named and at(found, k).text in _CROSSES and (at(found, k).has("X") or at(found, k).has("CROSSER")):
        way = "up" if found[i].has("STATE", "bullish") else "down"
        place = found[k]
        found[k] = Lexeme(f"{found[i].text} {place.text}", place.start, place.end, {"X": (way, "strong")})
        found[i] = meaning(found[i], dict(_NOISE))


def from_side_to_side(found: list[Lexeme], i: int) -> None:
    """Read "goes from below 30 to above 30", "the cross from over 100 to under 100" as crossing that level."""
    before, level, to, side, again = (at(found, i + k) for k in range(1, 6))
    first, last = before.get("CMP"), side.get("CMP")
    led = at(found, i - 1)
    moves = led.has("X") or led.has("CROSSER") or led.text in _GOES
    turned = {first, last} <= {"<", ">", "<=", ">="} and str(first)[:1] != str(last)[:1]
    same = level.has("NUM") and level.get("NUM") == again.get("NUM")
    if not found[i].has("P", "from") or not to.has("P", "to") or not (moves and turned and same):
        return
    way = "up" if str(last)[:1] == ">" else "down"
    place = found[i - 1]
    told = Lexeme(f"crosses {'above' if way == 'up' else 'below'}", place.start, place.end, {"X": (way, "strong")})
    found[i - 1 : i + 6] = [told, *(meaning(one, dict(_NOISE)) for one in found[i : i + 5]), again]


def level_on_indicator(found: list[Lexeme], i: int) -> None:
    """Read "under 25 on the 14-day RSI" as "14-day RSI under 25": what is measured stands behind its level."""
    before = at(found, i - 1)
    begins = i == 0 or any(before.has(word) for word in ("SIGN_MARK", "MARK", "CONJ", "ACT", "SYM"))
    level = at(found, i + 1)
    bare = level.has("NUM") and not any(level.has(word) for word in ("SPAN", "PCT", "USD", "MULT"))
    if not begins or not found[i].has("CMP", "<", ">", "<=", ">=") or not bare:
        return
    if not at(found, i + 2).has("P", "on", "in", "of", "for") and at(found, i + 2).text not in _ON:
        return
    k = i + 3
    while at(found, k).text in ("the", "its", "a", "my") or at(found, k).has("SPAN") or at(found, k).has("TF"):
        k += 1
    if not at(found, k).has("IND") or at(found, k).has("PART"):
        return
    end = k + 1
    if at(found, end).has("SIGN_MARK", "("):
        close = next((m for m in range(end + 1, end + 8) if at(found, m).has("SIGN_MARK", ")")), None)
        end = end if close is None else close + 1
    named = found[i + 3 : end]
    found[i:end] = [*named, found[i], level, meaning(found[i + 2], dict(_NOISE))]


_ON: Final = frozenset(["on", "in", "of", "for"])


def two_of_them(found: list[Lexeme], i: int) -> None:
    """Read "with both of them below 25", "while the two are under 15" as "both below 25"."""
    said = [at(found, i + k).text for k in range(3)]
    if said[0] == "both of" and said[1] in _THEM:
        end = i + 2
    elif (said[0] == "both of" and said[1] in ("the", "those", "these")) or (said[0] == "the" and said[1] == "two"):
        end = i + 3 if said[2] in _LINES else i + 2
    else:
        return
    end += at(found, end).text == "both"
    behind = at(found, end)
    if behind.has("CMP") or behind.has("EQ") or behind.has("BETWEEN"):
        place = found[i]
        found[i:end] = [Lexeme("both", place.start, found[end - 1].end, {"WORST": "all", "NOISE": True})]


_THEM: Final = frozenset(["them", "these", "those", "which"])
_LINES: Final = frozenset(["lines", "of", "of them", "values", "readings"])


def every_one_of_bars(found: list[Lexeme], i: int) -> None:  # noqa: C901 - one reading of one construct
    """Read "higher than every close of the past 60 days", "below each of the last 10 lows" as their extreme."""
    before = at(found, i - 1)
    moved = at(found, i - 2).get("MOVE") if before.has("P", "than") else None
    sign = str(before.get("CMP"))[:1] if before.has("CMP") else {"up": ">", "down": "<"}.get(str(moved))
    if found[i].text not in _EVERY or sign not in (">", "<"):
        return
    k = i + 1
    while at(found, k).text in ("single", "one", "of", "the", "previous", "prior") and not at(found, k).has("SPAN"):
        if at(found, k).has("LASTN") or at(found, k).has("PREV"):
            break
        k += 1
    column = at(found, k) if at(found, k).has("SER", "close", "high", "low") else None
    k = k + 1 if column is not None else k
    while column is not None and at(found, k).text in ("of", "in", "over", "from", "within", "during", "the"):
        k += 1
    late = at(found, k).has("LASTN") or at(found, k).has("PREV")
    k = k + 1 if late else k
    length = at(found, k)
    if not (late and length.has("NUM")):
        return
    k += 1
    k = k + 1 if at(found, k).text == "'s" else k
    if column is None:
        column = at(found, k) if at(found, k).has("SER", "close", "high", "low") else None
        k += 1
    if column is None:
        return
    place, end = found[i].start, found[k - 1].end
    span = length.get("SPAN") or Span(float(str(length.get("NUM"))), "bar")
    side = ("highest", "lowest") if sign == ">" else ("lowest", "highest")
    found[i:k] = [
        Lexeme(side[0], place, place, {"HILO": side[0]}),
        Lexeme(column.text, place, place, {"SER": column.get("SER")}),
        Lexeme("of", place, place, {"P": "of", "NOISE": True}),
        Lexeme("previous", place, place, {"PREV": 1, "LASTN": "prev"}),
        Lexeme(length.text, place, end, {"NUM": length.get("NUM"), "SPAN": span}),
    ]
    if moved is not None:
        found[i - 2] = meaning(found[i - 2], {"SER": "close"}, "close")
        found[i - 1] = meaning(before, {"CMP": sign}, "above" if sign == ">" else "below")


_EVERY: Final = frozenset(["every", "each", "all", "any", "all of", "any of", "each of", "every one of"])


def length_in_other_units(found: list[Lexeme], i: int) -> None:
    """Read "126 sessions (half a year)" with the bracket as the same length again."""
    if not found[i].has("SIGN_MARK", "(") or not at(found, i - 1).has("SPAN"):
        return
    end = next((k for k in range(i + 1, i + 7) if at(found, k).has("SIGN_MARK", ")")), None)
    inside = found[i + 1 : end] if end is not None else []
    said = any(one.has("SPAN") or one.has("UNIT") for one in inside)
    if end is not None and said and all(_is_of_length(one) for one in inside):
        for k in range(i, end + 1):
            found[k] = meaning(found[k], dict(_NOISE))


def _is_of_length(lexeme: Lexeme) -> bool:
    return any(lexeme.has(word) for word in ("SPAN", "HALFOF", "NOISE", "UNIT")) or lexeme.text in _ABOUT


_ABOUT: Final = frozenset(["about", "roughly", "~", "approximately", "around", "or", "one", "so", "=", "i.e.", "a"])


_STOP_BEFORE: Final = 8


def on_closing_basis_only(found: list[Lexeme], i: int) -> None:
    """Read "crosses above it on a closing basis" as said of the close, which a crossing is anyway."""
    if found[i].text not in ("on a", "on", "on the"):
        return
    k = i + 1
    while at(found, k).text in ("a", "the", "daily", "hourly", "weekly", "only", "strictly"):
        k += 1
    if at(found, k).text in ("closing", "close", "end of day", "eod") and at(found, k + 1).text == "basis":
        stops = any(at(found, m).has("STOP") for m in range(i - _STOP_BEFORE, i))
        if stops or at(found, i - 1).has("SER", "high", "low"):
            return  # A stop on a closing basis waits for the close.
        for m in range(i, k + 2):
            found[m] = found[m] if found[m].has("TF") else meaning(found[m], dict(_NOISE))


def meaning_of_words(found: list[Lexeme], i: int) -> None:
    """Read "meaning that X" as saying it in full: it is no average."""
    if found[i].text in ("meaning", "means") and found[i].has("DEFINE"):
        found[i] = meaning(found[i], {"DEFINE": found[i].get("DEFINE")})


def extreme_defined_behind(found: list[Lexeme], i: int) -> None:
    """Read "a new closing high, by which I mean a close above X" as X: the name alone has no length."""
    if not found[i].has("DEFINE") or found[i].text == "be when":
        return
    k = i - 1 if at(found, i - 1).has("SIGN_MARK", ",", "(", "-") else i
    first = k - 1
    while at(found, first).has("SER", "high", "low", "close") and first > k - 3:
        first -= 1
    if first < k - 1 and at(found, first).has("NEW") and at(found, k - 1).has("SER", "high", "low"):
        for m in range(first, i + 1):
            found[m] = meaning(found[m], dict(_NOISE))


def sum_taken(found: list[Lexeme], i: int) -> None:
    """Read "take the 50-day EMA and add two ATRs to it: ... above that level" as a line of that name."""
    if found[i].text not in ("take", "taking", "takes"):
        return
    end = next((k for k in range(i + 1, min(i + 40, len(found))) if found[k].has("SIGN_MARK", ".", ";", "\n")), None)
    end = len(found) if end is None else end
    link = next((k for k in range(i + 2, end - 1) if at(found, k + 1).text in _SUMS and found[k].text in _THEN), None)
    if link is None or any(at(found, k).has("ACT", "buy", "short", "enter") for k in range(i + 1, end)):
        return
    tail = end
    while tail > link + 2 and at(found, tail - 1).text in ("it", "to", "from", "that", "this"):
        tail -= 1
    sign = _SUMS[found[link + 1].text]
    place = found[link]
    plus = Lexeme("plus" if sign == "+" else "minus", place.start, found[link + 1].end, {"ARITH": sign})
    rest = [meaning(one, dict(_NOISE)) for one in found[tail:end]]
    for k in range(end, len(found) - 1):
        if found[k].text in ("that", "this", "the") and found[k + 1].text in _RESULTS:
            found[k] = meaning(found[k], dict(_NOISE))
            found[k + 1] = meaning(found[k + 1], {"UNK": "result"}, "result")
    start = found[i].start
    named = [
        Lexeme("result", start, start, {"UNK": "result"}),
        Lexeme("=", start, found[i].end, {"CMP": "=="}),
    ]
    lead = i
    while lead > 0 and not found[lead - 1].has("SIGN_MARK"):
        lead -= 1
    early = [meaning(one, dict(_NOISE)) if not one.has("SYM") else one for one in found[lead:i]]
    pause = [Lexeme(".", start, start, {"SIGN_MARK": "."})] if early else []
    found[lead:end] = [*early, *pause, *named, *found[i + 1 : link], plus, *found[link + 2 : tail], *rest]


_SUMS: Final = {"add": "+", "plus": "+", "adding": "+", "subtract": "-", "deduct": "-", "subtracting": "-"}
_THEN: Final = frozenset(["and", "then", ",", "and then"])
_RESULTS: Final = frozenset(["level", "line", "value", "price", "sum", "number", "result", "threshold", "figure"])


def own_value_ago(found: list[Lexeme], i: int) -> None:
    """Read "above its value 10 days ago", "above where it was a week ago" as "higher than it was 10 days ago"."""
    if not found[i].has("CMP", ">", "<", ">=", "<="):
        return
    k = i + 1
    while at(found, k).text in _OWN_VALUE:
        k += 1
    length, ago = at(found, k), at(found, k + 1)
    if k == i + 1 or not length.has("SPAN") or not ago.has("AGO"):
        return
    place = found[k - 1]
    told = (("it", {"SER": "price", "EVENT": "it"}), ("was", {"EQ": "is", "WASBEFORE": "was", "NOISE": True}))
    found[i + 1 : k] = [Lexeme(word, found[i + 1].start, place.end, dict(said)) for word, said in told]


_OWN_VALUE: Final = frozenset(
    ["its", "the", "own", "value", "level", "reading", "where", "it", "was", "what", "stood", "it's", "at", "position"]
)


def slope_defined(found: list[Lexeme], i: int) -> None:
    """Read "is rising, meaning it is above its value 10 days ago" as "is above its value 10 days ago"."""
    defined = at(found, i + 1).has("DEFINE") or at(found, i + 1).has("SIGN_MARK", "(")
    defined = defined or (at(found, i + 1).has("SIGN_MARK", ",") and at(found, i + 2).has("DEFINE"))
    if not found[i].has("RISING") or not defined:
        return
    k = i + 1
    while k < i + 8 and not at(found, k).has("CMP", ">", "<"):
        one = at(found, k)
        if not (one.is_noise or one.has("DEFINE") or one.has("EVENT") or one.has("EQ") or one.text in ("(", ",")):
            return
        k += 1
    end = k + 1
    while at(found, end).text in _OWN_VALUE:
        end += 1
    if not at(found, k).has("CMP", ">", "<") or not at(found, end).has("SPAN") or not at(found, end + 1).has("AGO"):
        return
    for m in (*range(i, k), *([end + 2] if at(found, end + 2).has("SIGN_MARK", ")") else [])):
        found[m] = meaning(found[m], dict(_NOISE))


def as_it_stood(found: list[Lexeme], i: int) -> None:
    """Read "the ATR as it stood that previous day", "as of the day before" as its value of that bar."""
    k = i + 1
    while at(found, k).text in ("it", "stood", "was", "of", "on", "that", "the", "at", "measured", "known"):
        k += 1
    if found[i].text != "as" or k == i + 1 or not at(found, k).has("PREV", 1):
        return
    found[i:k] = [Lexeme("of", found[i].start, found[k - 1].end, {"P": "of", "NOISE": True})]


def line_of_bar_before(found: list[Lexeme], i: int) -> None:
    """Read "the previous candle was still below the line" as below it: the line that was named before."""
    compared = at(found, i - 2) if at(found, i - 1).text in ("the", "that", "this") else at(found, i - 1)
    ends = at(found, i + 1)
    ended = ends.text == "" or any(ends.has(word) for word in ("SIGN_MARK", "CONJ", "MARK", "ACT"))
    before = any(at(found, k).has("PREV") for k in range(max(0, i - 8), i))
    if found[i].text == "line" and compared.has("CMP") and ended and before:
        found[i] = meaning(found[i], {"SER": "price", "EVENT": "it"}, "it")


def shares_held_for(found: list[Lexeme], i: int) -> None:
    """Read "hold the shares for 15 days" as a stay: nothing is bought by it."""
    words = found[i].text.split(" ")
    if not found[i].has("ACT", "buy") or words[0] not in ("hold", "holding", "own", "keep") or len(words) == 1:
        return
    k = i + 1
    while at(found, k).text in ("for", "exactly", "precisely", "a", "total", "of", "another", "the", "next"):
        k += 1
    if k > i + 1 and at(found, k).has("SPAN") and any(one.text == "for" for one in found[i + 1 : k]):
        place = found[i]
        found[i : i + 1] = [Lexeme("hold", place.start, place.end, {"HOLD": "hold"})]


SPEECH: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    bars_in_short,
    side_left_out,
    at_that_moment,
    today_than,
    exactly_as_long,
    way_before_named_cross,
    from_side_to_side,
    level_on_indicator,
    two_of_them,
    every_one_of_bars,
    length_in_other_units,
    on_closing_basis_only,
    meaning_of_words,
    extreme_defined_behind,
    sum_taken,
    as_it_stood,
    slope_defined,
    own_value_ago,
    line_of_bar_before,
    shares_held_for,
)
