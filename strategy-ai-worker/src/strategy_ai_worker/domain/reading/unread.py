"""Whether words that nothing read say something that the document lacks."""

from __future__ import annotations

from itertools import pairwise

from strategy_ai_worker.domain.reading.lexemes import Lexeme

_MEASURES = ("PCT", "SPAN", "USD", "RMULT", "MULT", "NMULT", "CLOCK", "HALFOF")


_DEEDS = ("STOP", "TARGET", "TRAIL", "BREAKEVEN", "RISK", "COOLDOWN", "ADD", "CMP", "X", "IND", "PATTERN", "HILO")


ASKS = frozenset({"if", "when", "whenever", "once", "unless", "until", "till", "only if", "only when", "except"})


def says_something(run: list[Lexeme], known: frozenset[float]) -> bool:
    """Return whether unread words hold a number that the document does not have: what only repeats it is no loss."""
    placed = run[0].has("P", "at", "near", "around") and any(one.has("PART") or one.has("AVG") for one in run)
    if placed and len(run) > 1:
        return True
    if sum(one.has("CLOCK") and ":" in one.text for one in run) > 1:
        return True
    if any(lexeme.has("WEEKDAY") or lexeme.has("MONTH") for lexeme in run) and not any(
        lexeme.has("TIMEHINT") for lexeme in run
    ):
        return len(run) > 1
    stated = any(lexeme.has(word) for lexeme in run for word in ("SIGN", "STATE", "DAYCOLOR"))
    asked = stated and any(lexeme.has("MARK") and lexeme.text in ASKS for lexeme in run)
    asked = asked and not any(values_of(one) for one in run)
    if (
        _does(run)
        or _places(run)
        or _compares(run)
        or asked
        or _chained(run)
        or any(lexeme.text == "一倍" for lexeme in run)
    ):
        return True
    fresh = [value for lexeme in run for value in values_of(lexeme) if value not in known]
    kinds = (*_MEASURES, *_DEEDS, "MARK", "CONJ", "ACT", "AVG", "RISING", "MOVE")
    speaks = any(lexeme.has(category) for lexeme in run for category in kinds)
    return bool(fresh) and speaks and not only_counts(run)


_COLOURS = frozenset({"green", "red"})


def _places(run: list[Lexeme]) -> bool:
    """Return whether unread words place something in time or tell a candle: "3 days before", "last", "following a red one"."""  # noqa: E501
    away = any(
        one.has("SPAN") and (nxt.has("AGO") or nxt.has("P", "after", "before") or nxt.text in ("before", "after"))
        for one, nxt in pairwise(run)
    )
    away = away or (len(run) > 1 and run[0].has("AFTERHAVING") and any(one.has("CMP", ">", "<") for one in run))
    away = away or (run[0].has("CONJ", "or") and any(one.has("FILLAT") or one.has("ORD") for one in run))
    away = away or (any(one.has("ORD") for one in run) and any(one.has("CMP", "<=") for one in run))
    earlier = run[-1].has("LASTN", "last") and run[-1].text in ("last", "the last")
    coloured = any(one.text in _COLOURS for one in run) and (run[0].has("MARK") or run[0].has("CONJ"))
    return away or earlier or coloured


def _does(run: list[Lexeme]) -> bool:
    """Return whether unread words say a share of the money or what becomes of the rest of the position."""
    size = any(one.has("SIZE") or one.has("ACCOUNT") for one in run)
    share = any(one.has("PCT") or one.has("HALFOF") for one in run)
    leaves = any(one.has("ACT", "sell", "exit", "cover") for one in run)
    band, rest = any(one.has("PART") for one in run), any(one.has("REST") for one in run)
    part = band or rest or any(one.has("HALFOF") for one in run)
    timed = any(one.has("SPAN") for one in run)
    paced = sum(not one.has("SIGN_MARK") for one in run) > 1 and any(
        one.has("PERIODIC") and not one.has("PERIODIC", "daily") for one in run
    )
    placed = leaves and any(one.has("BETWEEN") or one.has("CMP") for one in run)
    return placed or (size and share) or (leaves and (part or timed)) or (rest and band) or paced


def _compares(run: list[Lexeme]) -> bool:
    """Return whether unread words compare something without a number: "if the open is below the low"."""
    numbered = any(values_of(lexeme) for lexeme in run)
    conceded = any(lexeme.has("CONCESSION") for lexeme in run)
    verbs = any(lexeme.has("CMP", ">", "<") or lexeme.has("X") for lexeme in run)
    things = any(_is_thing(lexeme) for lexeme in run)
    return verbs and things and not numbered and not conceded


def _chained(run: list[Lexeme]) -> bool:
    """Return whether unread words order two lengths: "20>50 stack"."""
    return any(
        left.has("NUM") and sign.has("CMP", ">", "<") and right.has("NUM")
        for left, sign, right in zip(run, run[1:], run[2:], strict=False)
    )


def _is_thing(lexeme: Lexeme) -> bool:
    return lexeme.has("IND") or lexeme.has("HILO") or lexeme.has("SER", "open", "high", "low", "volume")


def only_counts(run: list[Lexeme]) -> bool:
    """Return whether the numbers are ordinals: "on the fourth day", "第四天"."""
    numbers = [k for k, lexeme in enumerate(run) if lexeme.has("NUM")]
    return bool(numbers) and all(run[k].has("ORD") or (k > 0 and run[k - 1].text == "第") for k in numbers)


def values_of(lexeme: Lexeme) -> list[float]:
    """Return the amount that a lexeme names, without its sign; none where it names none."""
    found = [lexeme.get(category) for category in ("PCT", "NUM", "MULT", "RMULT", "NMULT", "USD")]
    return [abs(float(value)) for value in found if isinstance(value, int | float)][:1]
