"""Moving averages, by their length, by their name, or by "that average"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import arguments_after, is_length
from strategy_ai_worker.domain.reading.indicators import BANDS, CLOSE, keltner
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.core import Found, primary
from strategy_ai_worker.domain.reading.operands.frames import on_timeframe
from strategy_ai_worker.domain.reading.operands.measures import COARSER, bars_of, is_coarser, number_of, span_of
from strategy_ai_worker.domain.reading.operands.series import is_price, volume_length
from strategy_ai_worker.domain.reading.trees import Node, call, name, num, walk


def average_led_by(c: Cursor, i: int, j: int, subject: Node | None) -> Found:
    """Read an average that a length stands before."""
    lexeme, thing = c.at(i), c.at(j)
    span = lexeme.get("SPAN")
    if isinstance(span, Span) and span.unit in ("hour", "minute") and _length_behind(c, j + 1):
        return None
    if thing.has("VOLAVG"):
        return call("sma", name("volume"), bars_of(c, lexeme)), j + 1
    if not thing.has("AVG"):
        if thing.has("SER", "volume") and c.at(c.skip(j + 1)).has("AVG"):
            kind = str(c.at(c.skip(j + 1)).get("AVG") or "sma")
            return call(kind, name("volume"), bars_of(c, lexeme)), c.skip(j + 1) + 1
        return None
    if str(thing.get("AVG")) not in ("", "median") and c.at(c.skip(j + 1)).has("AVG", ""):
        return _finish_average(c, i, _kind(c, thing), c.skip(j + 1) + 1, subject)
    return _finish_average(c, i, _kind_of(c, thing, subject), j + 1, subject)


def _length_behind(c: Cursor, j: int) -> bool:
    """Return whether an average has its length behind its name: "4h EMA 20", "1h EMA(50)"; the 4h is no length then."""
    k = j + 1 if c.is_sign(j, "(") else j
    lexeme = c.at(k)
    return lexeme.has("NUM") and not any(lexeme.has(word) for word in ("SPAN", "PCT", "CLOCK", "USD"))


def _kind_of(c: Cursor, lexeme: Lexeme, subject: Node | None) -> str:
    """Return the kind of an average; a plain average of volume or of an indicator is no EMA for the price's sake."""
    plain = lexeme.has("AVG", "") and subject is not None and not is_price(subject)
    return "sma" if plain else _kind(c, lexeme)


def _kind(c: Cursor, lexeme: Lexeme) -> str:
    kind = str(lexeme.get("AVG") or "")
    if kind:
        c.memory.average_kind = kind
        return kind
    plain = lexeme.text.strip() in ("ma", "average", "均线", "line", "ma line")
    return c.memory.average_kind if plain and c.memory.average_kind and _names_kind_for_all(c) else "sma"


def _names_kind_for_all(c: Cursor) -> bool:
    """Return whether a kind of average is named without a length of its own: "exponential ones: the 12-day average"."""
    kinds = [k for k, lexeme in enumerate(c.lexemes) if lexeme.get("AVG")]
    return any(not (c.at(k - 1).has("NUM") or c.at(k + 1).has("NUM") or c.is_sign(k + 1, "(")) for k in kinds)


def _finish_average(c: Cursor, i: int, kind: str, j: int, subject: Node | None) -> Found:
    """Return the average of what is named behind it, of the subject where it is "its" average, or of the close."""
    lexeme = c.at(i)
    k = j
    if kind == "vwma" and subject is not None and subject.op == "name" and subject.word == "volume":
        kind = "sma"
    if c.at(k).has("SER", "volume"):
        kind = str(c.at(j - 1).get("AVG") or "sma")
        return call(kind, name("volume"), bars_of(c, lexeme)), k + 1
    of = of_what(c, j, subject)
    if of is not None:
        node = call(kind, of[0], bars_of(c, lexeme))
        if is_price(of[0]):
            c.memory.averages.append(node)
        return node, of[1]
    own = subject is not None and (not is_price(subject) or _has_its_own(c, i, subject))
    base = subject if own and subject is not None else _spoken_of(c, i, subject)
    return _frame_average(c, lexeme, kind, base), j


def _spoken_of(c: Cursor, i: int, subject: Node | None) -> Node:
    """Return the indicator of "(OBV is over its 10-day SMA) and its 10-day SMA is over its 40-day SMA"; else the close."""  # noqa: E501
    known = c.memory.subject
    its = subject is None and c.at(i - 1).text == "its" and c.at(i - 2).has("CONJ", "and")
    return known if its and known is not None and not is_price(known) else CLOSE


def _has_its_own(c: Cursor, i: int, subject: Node) -> bool:
    """Return whether "its 10-day SMA" is that of another price than the close: of the high, of the middle of the bar."""  # noqa: E501
    column = subject.op == "/" or (subject.op == "name" and subject.word in ("open", "high", "low"))
    return column and c.at(i - 1).text in ("its", "its own")


def of_what(c: Cursor, j: int, subject: Node | None = None) -> Found:
    """Read "of volume", "of the highs", "of the RSI", "of it" behind a function."""
    if not c.at(j).has("P", "of"):
        return None
    k = c.skip(j + 1)
    if c.at(k).has("SER") and not c.at(k).has("SER", "price", "entry"):
        return name(str(c.at(k).get("SER"))) if c.at(k).get("SER") in (
            "open",
            "high",
            "low",
            "close",
            "volume",
        ) else CLOSE, k + 1
    if c.at(k).has("IND") and not c.at(k).has("NUM"):
        return primary(c, k, None)
    if c.at(k).has("EVENT") and subject is not None and not is_price(subject):
        return subject, k + 1
    if c.at(k).has("SER", "price"):
        return CLOSE, k + 1
    return None


def _frame_average(c: Cursor, lexeme: Lexeme, kind: str, base: Node) -> Node:
    smoothed = base.op == "call" and base.word in AVERAGE_WORDS and not is_price(base)
    base = base.parts[0] if smoothed and base.parts[0].op == "call" else base
    span = lexeme.get("SPAN")
    frame = COARSER.get(span.unit) if isinstance(span, Span) else None
    if isinstance(span, Span) and frame and is_coarser(frame, c.memory.timeframe):
        node = on_timeframe(frame, call(kind, base, span.count))
    else:
        node = call(kind, base, bars_of(c, lexeme))
    if is_price(base):
        c.memory.averages.append(node)
    return node


def bare_length(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read a bare "200-day" or "34" as the average of that length that was named before."""
    lexeme = c.at(i)
    if lexeme.has("PCT") or lexeme.has("MULT") or lexeme.has("CLOCK") or lexeme.has("SHARES"):
        return None
    own = _of_other_length(c, i, subject)
    if own is not None:
        return own
    listed = _listed_kind(c, i)
    if listed is not None and (subject is None or is_price(subject)):
        return _frame_average(c, lexeme, listed, CLOSE), i + 1
    length = number_of(lexeme, "NUM")
    known = c.memory.average_of_length(length) if lexeme.has("SPAN") or not _is_gauge(subject) else None
    about_average = subject is None or is_price(subject)
    if known is not None and about_average and (lexeme.has("SPAN") or subject is not None or _compares_next(c, i + 1)):
        return known, i + 1
    if (
        lexeme.has("SPAN")
        and about_average
        and isinstance(lexeme.get("SPAN"), Span)
        and span_of(lexeme).unit in ("day", "week", "bar")
    ):
        if c.at(c.skip(i + 1)).has("AGO") or c.at(c.skip(i + 1)).has("LATER") or c.at(c.skip(i + 1)).has("INAROW"):
            return None
        if not (_compares_next(c, i + 1) or subject is not None) or _names_other(c, i + 1):
            return None
        kind = c.memory.average_kind or "sma"
        c.memory.guess("average", kind, f"a bare {lexeme.text} was taken for the {kind.upper()} of that length")
        return _frame_average(c, lexeme, kind, CLOSE), i + 1
    return None


def _is_gauge(subject: Node | None) -> bool:
    """Return whether it is an index of volatility that is compared: "VIX below 20" is its level, and no average."""
    return subject is not None and subject.word == "of" and subject.parts[0].word in _GAUGES


_GAUGES = frozenset(["^VIX", "^VXN", "^OVX", "^GVZ", "^VHSI", "^TNX"])


def _listed_kind(c: Cursor, i: int) -> str | None:
    """Return the kind of average that a bare length shares with the next one: "the 20-day and the 100-day EMA"."""
    link = c.skip(i + 1)
    linked = c.at(link).has("CONJ", "and", "or") or c.is_sign(link, "/", "&")
    far = c.skip(link + 1)
    if not linked or not is_length(c.at(far)) or not c.at(c.skip(far + 1)).has("AVG"):
        return None
    if c.at(far - 1).text == "the" and not c.at(i).has("SPAN"):
        return None  # "(RSI turns up through) 25 and the 100-day EMA": a level, and another line.
    return _kind(c, c.at(c.skip(far + 1)))


def _of_other_length(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "(the 20-day volatility is above) the 60-day": the same indicator with another length."""
    if subject is not None and subject.op == "call" and subject.word == "of":
        inner = _of_other_length(c, i, subject.parts[1])
        return None if inner is None else (Node("call", ("of", subject.parts[0], inner[0])), inner[1])
    if subject is None or is_price(subject) or subject.op != "call" or not c.at(i).has("SPAN"):
        return None
    behind = c.at(c.skip(i + 1))
    one = behind.text in ("one", "figure", "reading", "version")
    ends = one or behind.has("END") or behind.has("SIGN_MARK") or behind.has("CONJ") or behind.has("ACT")
    if not ends or not subject.parts or subject.parts[-1].op != "num":
        return None
    after = c.skip(i + 1) + 1 if one else i + 1
    return Node("call", (subject.word, *subject.parts[:-1], num(bars_of(c, c.at(i))))), after


def _names_other(c: Cursor, j: int) -> bool:
    """Return whether a name that is no average stands behind a length: "20-day Donchian high" is no average."""
    lexeme = c.at(c.skip(j))
    if lexeme.has("OPPOSITE") or lexeme.text in ("extreme", "opposite"):
        return True
    return any(lexeme.has(word) for word in ("IND", "HILO", "PART", "PATTERN", "BREAKOUT", "VOLAVG"))


_NAMES = frozenset(
    ["fast", "slow", "mid", "middle", "medium", "short", "long", "quick", "faster", "slower", "shorter", "longer"]
)


def year_line(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "年线", "半年线": averages that have a name of their own."""
    del subject
    lexeme = c.at(i)
    if not lexeme.has("NAMEDAVG"):
        return None
    length = int(str(lexeme.get("NAMEDAVG")))
    c.memory.guess("average", length, f"{lexeme.text} was read as the {length}-day average")
    return call("sma", CLOSE, length), i + 1


def named_line(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "the fast EMA (8)", and later "the fast one": a name that the speaker gives to an average."""
    word = c.at(i).text.removesuffix("er")
    if c.at(i).text not in _NAMES:
        return None
    j = c.skip(i + 1)
    if c.at(j).has("AVG") or is_length(c.at(j)):
        found = _average_here(c, j, subject)
        if found is not None and (is_length(c.at(j)) or arguments_after(c, j + 1)[0]):
            c.memory.lines[word] = found[0]
            return found
    names_again = c.at(j).has("AVG") or c.at(j).text in ("one", "line")
    known = c.memory.lines.get(word)
    if known is None and (names_again or not c.at(i).has("ACT")):
        known = _by_speed(c, word)
    if known is None:
        return None
    return known, j + 1 if names_again else i + 1


def line_with_name(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read a name that the message gave to a line: "A" after "A = EMA(12)", "the upper line" after "upper = ..."."""
    del subject
    place, named = c.at(i).get("ORDLINE"), list(dict.fromkeys(c.memory.averages))
    if isinstance(place, int) and len(named) == _TWO:
        return named[place], i + 1
    if not c.at(i).has("NAMED"):
        return None
    after = i + 2 if c.at(i + 1).has("BANDWORD") or c.at(i + 1).text == "line" else i + 1
    return c.memory.named[str(c.at(i).get("NAMED"))], after


def _by_speed(c: Cursor, word: str) -> Node | None:
    """Return the shorter of two averages named before as "the fast one", the longer as "the slow one"."""
    named = {node.parts[1].number: node for node in c.memory.averages if node.word in AVERAGE_WORDS}
    if len(named) != _TWO or word not in (*_FAST, *_SLOW):
        return None
    return named[min(named) if word in _FAST else max(named)]


_TWO = 2
_FAST = ("fast", "quick", "short")
_SLOW = ("slow", "long")


def _average_here(c: Cursor, j: int, subject: Node | None) -> Found:
    found = primary(c, j, subject)
    return found if found is not None and found[0].op == "call" and found[0].word in AVERAGE_WORDS else None


def _average_before(c: Cursor, kind: str, subject: Node) -> Node | None:
    """Return the average of the same thing that was compared with before: "above 150% of that average"."""
    named = (part for sides in reversed(c.memory.sides) for side in sides for part in walk(side))
    return next(
        (
            node
            for node in named
            if node.op == "call" and node.word in ({kind} if kind else AVERAGE_WORDS) and node.parts[0] == subject
        ),
        None,
    )


AVERAGE_WORDS = frozenset(["sma", "ema", "wma", "hma", "dema", "tema", "kama", "rma", "vwma", "zlema", "trima"])


def _compares_next(c: Cursor, j: int) -> bool:
    following = c.at(c.skip(j))
    return following.has("CMP") or following.has("X")


def read_average(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "SMA(50)", "the average of the last 50 closes", "that average"."""
    lexeme = c.at(i)
    if lexeme.has("VOLAVG"):
        given, j = arguments_after(c, i + 1)
        return call("sma", name("volume"), volume_length(c, given)), j
    if not lexeme.has("AVG") or (lexeme.has("TF") and lexeme.text == "日线"):
        return None
    j = i + 1
    if c.at(c.skip(j)).has("SER", "volume"):
        given, j = arguments_after(c, c.skip(j) + 1)
        return call("sma", name("volume"), volume_length(c, given)), j
    of = of_what(c, j)
    given, after = arguments_after(c, of[1] if of else j)
    if given:
        kind = _kind_in_bracket(c, i) or _kind(c, lexeme)
        of_volume = subject is not None and _of_volume(subject)
        base = of[0] if of else name("volume") if of_volume else CLOSE
        later = of_what(c, after)
        if later is not None:
            base, after = later
        if c.at(after).has("SER", "volume") and of is None:
            base, after = name("volume"), after + 1
        node = call(kind, base, given[0])
        if is_price(base):
            c.memory.averages.append(node)
        return node, after
    return average_of(c, i, subject)


def _kind_in_bracket(c: Cursor, i: int) -> str | None:
    """Return the kind that stands in the bracket: "the fast average (EMA, 13 days)"."""
    if not c.at(i).has("AVG", "") or not c.is_sign(i + 1, "("):
        return None
    end = next((k for k in range(i + 2, i + 8) if c.is_sign(k, ")")), i)
    return next((str(c.at(k).get("AVG")) for k in range(i + 2, end) if c.at(k).get("AVG")), None)


def _of_volume(node: Node) -> bool:
    """Return whether a tree is the volume, or an average of it."""
    inner = node.parts[0] if node.op == "call" and node.word in AVERAGE_WORDS else node
    return inner.op == "name" and inner.word == "volume"


def average_of(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "that average", "its average", "the 均线" by what was named before."""
    lexeme = c.at(i)
    kind = str(lexeme.get("AVG") or "")
    if kind == "median" and subject is not None and c.memory.stretch is not None:
        return call("median", subject, c.memory.stretch), i + 1
    known = _average_before(c, kind, subject) if subject is not None and not is_price(subject) else None
    if known is not None:
        return known, i + 1
    if subject is not None and not is_price(subject):
        c.memory.guess("average", 20, "no length of the average was named; 20 bars are usual")
        return call(kind or "sma", subject, 20), i + 1
    for node in reversed(c.memory.averages):
        inner = node.parts[-1] if node.word == "on" else node
        if not kind or inner.word == kind:
            return node, i + 1
    if c.memory.band == "keltner" and kind in ("", "ema"):
        return keltner("middle", tuple(c.memory.given.get("keltner", BANDS["keltner"][1]))), i + 1
    return None
