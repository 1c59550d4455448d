"""English phrases that leave a word out, or say one twice: told in full before they are read."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}


def off_the_lows(found: list[Lexeme], i: int) -> None:
    """Read "closes off the lows (in the upper half of its range)" as what the bracket says."""
    if not found[i].has("SER", "close") or at(found, i + 1).text != "off":
        return
    k = i + 2
    while at(found, k).text in ("the", "its", "day's") or at(found, k).has("SER", "low", "high"):
        k += 1
    end = next((m for m in range(k + 1, k + 12) if at(found, m).has("SIGN_MARK", ")")), None)
    if k > i + 2 and at(found, k).has("SIGN_MARK", "(") and at(found, k + 1).has("P", "in") and end is not None:
        for m in (*range(i + 1, k + 1), end):
            found[m] = meaning(found[m], dict(_NOISE))


def trade_of_market(found: list[Lexeme], i: int) -> None:
    """Read "50% of the PG trade at +5%" as a part of the position: nothing trades at a price there."""
    if found[i].text == "trade at" and at(found, i - 1).has("SYM"):
        found[i] = meaning(found[i], {"P": "at", "NOISE": True})


def trend_in_a_word(found: list[Lexeme], i: int) -> None:
    """Read "Supertrend up means long, down means flat", "green = long" as bullish and bearish."""
    way = {"up": "bullish", "down": "bearish", **_COLOURS}.get(found[i].text)
    acts = at(found, i + 1).has("DEFINE") or at(found, i + 1).text == "="
    if way is None or not acts or not at(found, i + 2).has("ACT"):
        return
    name = next((one for one in reversed(found[:i]) if one.has("IND", "supertrend", "psar")), None)
    if name is not None:
        before = at(found, i - 1)
        led = before.has("IND") or before.has("SIGN_MARK", ")") or before.has("EQ")
        found[i] = meaning(found[i], {"STATE": way})
        if not led:
            found.insert(i, Lexeme(name.text, found[i].start, found[i].start, name.meanings))


_COLOURS: Final = {"green": "bullish", "red": "bearish"}


def colour_of_trend(found: list[Lexeme], i: int) -> None:
    """Read "(Supertrend:) long while green, out when it is red" as bullish and bearish: its line has these colours."""
    state = _COLOURS.get(found[i].text)
    before = next((one for one in reversed(found[:i]) if one.has("EVENT") or not (one.has("EQ") or one.is_noise)), None)
    told = ("MARK", "EVENT", "IND")
    says = before is not None and (any(before.has(word) for word in told) or before.has("SIGN_MARK", ")"))
    named = any(one.has("IND", "supertrend", "psar") for one in found[:i])
    if state and says and named and found[i].has("UNK") and not any(one.has("HEIKIN") for one in found):
        found[i] = meaning(found[i], {"STATE": state})


def gain_beyond(found: list[Lexeme], i: int) -> None:
    """Read "gains over 4% in a day" as a move of more than 4 %, and no gain over some days."""
    if found[i].has("IND", "roc") and found[i].text.endswith(" over") and at(found, i + 1).has("PCT"):
        verb, end = found[i].text.removesuffix(" over"), found[i].end
        middle = found[i].start + len(verb)
        found[i : i + 1] = [
            Lexeme(verb, found[i].start, middle, {"MOVE": "up"}),
            Lexeme("over", middle, end, {"CMP": ">"}),
        ]


def closing_extreme(found: list[Lexeme], i: int) -> None:
    """Read "50-day closing-high breakout" without the stroke between."""
    stroke = at(found, i + 1).text == "-" and at(found, i + 2).has("SER", "high", "low")
    if found[i].text == "closing" and stroke:
        del found[i + 1]


def one_over_other(found: list[Lexeme], i: int) -> None:
    """Read "10 over 30 SMA cross" as "10/30 SMA cross"."""
    bare = all(set(at(found, k).meanings) <= {"NUM", "SPAN"} and at(found, k).has("NUM") for k in (i, i + 2))
    over = at(found, i + 1).text in ("over", "above", "x", "vs")
    if bare and over and at(found, i + 3).has("AVG") and at(found, i + 4).has("X") and not at(found, i + 5).has("NUM"):
        found[i + 1] = meaning(found[i + 1], {"SIGN_MARK": "/"}, "/")


def crossed_by_sign(found: list[Lexeme], i: int) -> None:
    """Read "EMA 9 x EMA 30 upward" as a crossing of the two: only a bare number is multiplied."""
    before, behind = at(found, i - 1), at(found, i + 1)
    of_length = before.has("NUM") and at(found, i - 2).has("AVG")
    line = before.has("AVG") or of_length or before.has("SIGN_MARK", ")")
    other = behind.has("AVG") or (behind.has("NUM") and at(found, i + 2).has("AVG"))
    if found[i].text == "x" and found[i].has("TIMES") and line and other:
        found[i] = meaning(found[i], {"X": ("", "strong")}, "crosses")
    elif found[i].has("MULT") and found[i].text.endswith(" x") and before.has("AVG") and behind.has("AVG"):
        sign, length = found[i].end - 1, found[i].text.removesuffix(" x")
        found[i : i + 1] = [
            Lexeme(length, found[i].start, sign, {"NUM": found[i].get("MULT")}),
            Lexeme("crosses", sign, found[i].end, {"X": ("", "strong")}),
        ]


def rises_both_days(found: list[Lexeme], i: int) -> None:
    """Read "volume rose both days" as rising for two days."""
    if found[i].has("RISING") and at(found, i + 1).text == "both" and at(found, i + 2).text in ("days", "sessions"):
        start, end = found[i + 1].start, found[i + 2].end
        two = Lexeme("2", start, end, {"NUM": 2.0})
        found[i + 1 : i + 3] = [two, Lexeme("in a row", end, end, {"INAROW": 1})]


def plus_or_minus(found: list[Lexeme], i: int) -> None:
    """Read "plus/minus 1.5 times the ATR" as "plus and minus 1.5 times the ATR"."""
    width = at(found, i + 2)
    if found[i].text != "plus" or at(found, i + 1).text != "/" or not width.text.startswith("minus "):
        return
    value = {kind: abs(float(str(said))) for kind, said in width.meanings.items() if isinstance(said, int | float)}
    start = width.start
    found[i + 1] = meaning(found[i + 1], {"CONJ": "and"})
    found[i + 2] = meaning(width, dict(value), width.text.removeprefix("minus "))
    found.insert(i + 2, Lexeme("minus", start, start, {"ARITH": "-"}))


def lengths_compared(found: list[Lexeme], i: int) -> None:
    """Read "(the 9 SMA is over the 21 SMA) and the 21 over the 55" with the averages of these lengths."""
    one, way = found[i], at(found, i + 1)
    k = i + 3 if at(found, i + 2).text == "the" else i + 2
    other = at(found, k)
    bare = all(set(length.meanings) == {"NUM"} for length in (one, other))
    if not bare or not (way.has("CMP", ">", "<") or way.has("X")) or at(found, k + 1).has("AVG"):
        return
    named = (n for n in range(i - 1, 0, -1) if found[n].has("AVG") and found[n - 1].get("NUM") == one.get("NUM"))
    noun = next(named, None)
    if noun is not None:
        found.insert(k + 1, Lexeme(found[noun].text, other.end, other.end, found[noun].meanings))
        found.insert(i + 1, Lexeme(found[noun].text, one.end, one.end, found[noun].meanings))


def profit_by_rule(found: list[Lexeme], i: int) -> None:
    """Read "take profits when RSI(2) is over 65" as a way out: no gain is named, but a condition."""
    marked = at(found, i + 1).has("MARK", "if")
    rule = at(found, i + 2)
    if found[i].has("TARGET") and marked and rule.has("IND") and not rule.has("IND", "roc", "mom"):
        found[i] = meaning(found[i], {"ACT": "exit"})


def months_of_deed(found: list[Lexeme], i: int) -> None:
    """Read "own it October through May" as "own it from October through May"."""
    joins = at(found, i + 2).text in ("through", "to", "until", "till", "-", "thru")
    if found[i].has("ACT") and at(found, i + 1).has("MONTH") and joins and at(found, i + 3).has("MONTH"):
        start = found[i + 1].start
        found.insert(i + 1, Lexeme("from", start, start, {"P": "from"}))


def rolls_over(found: list[Lexeme], i: int) -> None:
    """Read "rolls over below 150" as crossing it downwards."""
    if found[i].text in ("rolls", "roll", "rolled", "rolling") and at(found, i + 1).text == "over":
        below = at(found, i + 2)
        if below.has("CMP", "<"):
            found[i : i + 3] = [Lexeme("crosses below", found[i].start, below.end, {"X": ("down", "strong")})]


def last_period(found: list[Lexeme], i: int) -> None:
    """Read "last week's high", "last month closed above" as the previous week's, the previous month's."""
    unit, column = at(found, i + 1), at(found, i + 2)
    led = at(found, i - 1).text in ("the", "in", "over", "during", "within", "for", "of")
    priced = unit.has("UNIT", "week", "month") and column.has("SER", "open", "high", "low", "close")
    if found[i].text == "last" and priced and not led:
        found[i] = meaning(found[i], {"PREV": 1}, "previous")


def columns_of_gap(found: list[Lexeme], i: int) -> None:
    """Pass over "(open vs prior close)" behind a gap: it says what a gap is."""
    end = next((k for k in range(i + 1, i + 9) if at(found, k).has("SIGN_MARK", ")")), None)
    if not found[i].has("SIGN_MARK", "(") or end is None:
        return
    inside = found[i + 1 : end]
    against = any(one.text in ("vs", "versus", "against", "relative to", "compared to") for one in inside)
    plain = all(one.has("SER") or one.has("PREV") or one.has("TODAY") or one.is_noise or one.has("P") for one in inside)
    if against and plain and inside[0].has("SER", "open"):
        for k in range(i, end + 1):
            found[k] = meaning(found[k], dict(_NOISE))
