"""English told the long way round: changes from one side to the other, days told by where they ended, asides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexicon import Meanings

_NOISE: Final[Meanings] = {"NOISE": True}
_UP: Final = frozenset(["uptrend", "up", "green", "bullish", "long", "positive", "rising", "plus"])
_DOWN: Final = frozenset(["downtrend", "down", "red", "bearish", "short", "negative", "falling", "minus"])
_TURNING: Final = frozenset(["goes", "moves", "shifts", "swings", "crosses", "go", "move"])
_LINES_WITH_SIDES: Final = ("supertrend", "psar", "macd", "aroon")


def turned_from_to(found: list[Lexeme], i: int) -> None:
    """Read "changes from downtrend to uptrend", "flips from negative to positive" as the turn to the new side."""
    joined = at(found, i + 2)
    if joined.text.endswith(" to") and joined.has("TOUCH") and at(found, i + 1).has("P", "from"):
        cut = joined.end - 3
        found[i + 2 : i + 3] = [
            Lexeme(joined.text.removesuffix(" to"), joined.start, cut, dict(_NOISE)),
            Lexeme("to", cut + 1, joined.end, {"P": "to", "NOISE": True}),
        ]
    turns = found[i].has("TURN") or found[i].text in _TURNING
    old, to, new = at(found, i + 2).text, at(found, i + 3), at(found, i + 4).text
    up = old in _DOWN and new in _UP
    if (
        not turns
        or not at(found, i + 1).has("P", "from")
        or not to.has("P", "to")
        or not (up or (old in _UP and new in _DOWN))
    ):
        return
    lines = [one for one in found[:i] if one.has("IND")]
    sided = [one for one in lines if one.has("IND", *_LINES_WITH_SIDES)]
    named = None if at(found, i - 1).has("AVG") else next(reversed(sided or lines), None)
    start, end = found[i].start, found[i + 4].end
    if new in ("positive", "negative"):
        told = Lexeme(f"turns {new}", start, end, {"SIGN": "+" if up else "-"})
    elif named is not None and named.has("IND", *_LINES_WITH_SIDES):
        told = Lexeme("turns bullish" if up else "turns bearish", start, end, {"STATE": "bullish" if up else "bearish"})
    else:
        told = Lexeme("turns up" if up else "turns down", start, end, {"RISING": "up" if up else "down"})
    found[i : i + 5] = [told]
    before = at(found, i - 1)
    if before.text in ("indicator", "the indicator", "line", "it", "trend") and named is not None:
        found[i - 1] = meaning(before, {"IND": named.get("IND")}, named.text)


def turned_into_loss(found: list[Lexeme], i: int) -> None:
    """Read "(that 15-day gain) has turned into a loss" as being below zero."""
    k = i + 1
    while at(found, k).has("P", "to") or at(found, k).text in ("a", "an", "into"):
        k += 1
    of_measure = any(one.has("SPAN") for one in found[max(0, i - 4) : i])
    if found[i].has("TURN") and k > i + 1 and at(found, k).text in ("loss", "decline", "gain", "profit") and of_measure:
        gained = found[k].text in ("gain", "profit")
        sign = "+" if gained else "-"
        told = "turned positive" if gained else "turned negative"
        found[i : k + 1] = [Lexeme(told, found[i].start, found[k].end, {"SIGN": sign})]


def closed_so_far_up(found: list[Lexeme], i: int) -> None:
    """Read "closed more than 1% up (on the day)" as "closed up more than 1%"."""
    closes = found[i].has("SER", "close") and found[i].text in (
        "closes",
        "closed",
        "close",
        "finishes",
        "finished",
        "ends",
    )
    k = i + 2 if at(found, i + 1).has("CMP") else i + 1
    way, behind = at(found, k + 1), at(found, k + 2)
    ends = not (behind.has("P", "from", "than") or behind.has("CMP") or behind.has("SER") or behind.has("AVG"))
    if (
        closes
        and at(found, k).has("PCT")
        and way.has("MOVE")
        and way.text in ("up", "down", "higher", "lower")
        and ends
    ):
        moved = found.pop(k + 1)
        found[i] = Lexeme(f"closes {moved.text}", found[i].start, found[i].end, {"MOVE": moved.get("MOVE")})
        m = k + 2 if at(found, k + 1).text in ("on", "for") else k + 1
        if at(found, m).has("TODAY", 0):
            for n in range(k + 1, m + 1):
                found[n] = meaning(found[n], dict(_NOISE), "")


def where_it_opened(found: list[Lexeme], i: int) -> None:
    """Read "ends up higher than where it opened" as closing above the open."""
    k = i + 1
    while at(found, k).has("EVENT") or at(found, k).text in ("the", "stock", "day", "price", "market"):
        k += 1
    opened = at(found, k).text in ("opened", "opens", "started", "began")
    led = found[i].text == "where" or (found[i].text == "than" and k > i + 1)
    against = found[i].text == "than" or at(found, i - 1).has("CMP") or at(found, i - 1).has("P", "than")
    if led and opened and against:
        first = i if found[i].text == "where" else i + 1
        found[first : k + 1] = [Lexeme("open", found[first].start, found[k].end, {"SER": "open"})]
    ends = found[i].text in ("ends", "finishes", "closes", "ended", "finished", "winds")
    if ends and at(found, i + 1).text == "up" and at(found, i + 2).has("CMP", ">", "<"):
        found[i] = meaning(found[i], {"SER": "close"})
        found[i + 1] = meaning(found[i + 1], dict(_NOISE), "")


def later_that_day(found: list[Lexeme], i: int) -> None:
    """Read "gaps down and then recovers during the day" as one day: nothing follows on a later bar."""
    if not found[i].has("CONJ", "then"):
        return
    near = found[i + 1 : i + 6]
    opened = any(one.text in ("opened", "its open") for one in found[i + 1 : i + 10])
    same = (
        opened
        or any(one.text in ("during", "later") and at(found, i + 2 + k).has("TODAY", 0) for k, one in enumerate(near))
        or any(one.text in ("intraday", "the same day", "by the close") for one in near)
    )
    if same:
        found[i] = meaning(found[i], {"CONJ": "and"}, "and")


def is_closing(found: list[Lexeme], i: int) -> None:
    """Read "the stock is closing above its average" as its close: nothing is sold there."""
    before = at(found, i - 1)
    thing = before.has("SER", "price") or before.has("SYM") or before.has("EVENT")
    if (
        found[i].text.endswith("closing")
        and found[i].has("ACT", "exit")
        and thing
        and at(found, i + 1).has("CMP", ">", "<")
    ):
        found[i] = meaning(found[i], {"SER": "close"}, "closes")


def sooner_if(found: list[Lexeme], i: int) -> None:
    """Read "or sooner if", "or earlier when" as "or if"."""
    early = found[i].text in ("sooner", "earlier", "before", "before that", "before then", "even")
    if early and at(found, i - 1).has("CONJ", "or") and at(found, i + 1).has("MARK", "if"):
        found[i] = meaning(found[i], dict(_NOISE), "")


def trade_is_over(found: list[Lexeme], i: int) -> None:
    """Read "the trade is over when ...", "the position ends when ..." as the way out."""
    ended = found[i].text in ("trade", "position") and at(found, i - 1).text in ("the", "my", "a", "that", "this")
    verb = i + 1
    over = at(found, verb).has("EQ") and at(found, verb + 1).text in ("over", "done", "finished", "complete", "ended")
    last = verb + 1 if over else verb
    ends = over or at(found, verb).text in ("ends", "stops", "finishes")
    if ended and ends and at(found, last + 1).has("MARK", "if"):
        found[i - 1 : last + 1] = [Lexeme("exit", found[i - 1].start, found[last].end, {"ACT": "exit"})]


def ride_until(found: list[Lexeme], i: int) -> None:
    """Read "(buy ...) I ride it until ...", "keep the stock till ..." as held until then."""
    holds = found[i].text in ("ride", "keep", "hold", "holding", "keeping", "riding", "stay with", "stick with")
    k = i + 1
    while at(found, k).text in (
        "it",
        "the",
        "my",
        "them",
        "stock",
        "shares",
        "position",
        "coin",
        "trade",
        "coins",
        "on",
    ):
        k += 1
    bought = any(one.has("ACT", "buy", "short", "enter") for one in found[:i])
    if holds and k > i + 1 and bought and at(found, k).text in ("until", "till", "til") and at(found, k).has("MARK"):
        silent = [meaning(one, dict(_NOISE), "") for one in found[i + 1 : k]]
        found[i:k] = [
            *silent,
            Lexeme("hold", found[i].start, found[i].end, {"HOLD": "hold", "EQ": "is", "NOISE": True}),
        ]


def what_it_averaged(found: list[Lexeme], i: int) -> None:
    """Read "double what it has averaged over the past 50 days" as double its 50-day average."""
    k = i + 1
    while (
        at(found, k).has("EVENT") or at(found, k).has("WASBEFORE") or at(found, k).is_noise or at(found, k).text == "'s"
    ):
        k += 1
    averaged = at(found, k).text in ("averaged", "averages") or (
        at(found, k).has("AVG") and at(found, k).text == "average"
    )
    m = k + 1
    while (
        at(found, m).has("WITHIN")
        or at(found, m).has("FORN")
        or at(found, m).has("LASTN")
        or at(found, m).has("P", "in", "for")
        or at(found, m).text in ("over", "the", "past", "last", "in", "during")
    ):
        m += 1
    if found[i].text == "what" and averaged and m > k + 1 and at(found, m).has("SPAN"):
        place = found[k]
        found[i : m + 1] = [found[m], Lexeme("average", place.start, place.end, {"AVG": ""})]


def same_for_another(found: list[Lexeme], i: int) -> None:
    """Read "(buy Coke when ...) Same thing for Pepsi." as trading both by these rules."""
    begins = i == 0 or at(found, i - 1).has("SIGN_MARK", ".", ";", "\n", "!")
    end = next((k for k in range(i, i + 9) if at(found, k).has("SYM")), None)
    led = found[i].text in ("same", "the", "do", "likewise", "ditto") and any(
        one.text in ("same", "likewise", "ditto") for one in found[i : i + 3]
    )
    known = [one for one in found[:i] if one.has("SYM")]
    ends = end is not None and (at(found, end + 1).has("SIGN_MARK") or at(found, end + 1).text == "")
    if not (begins and led and ends) or end is None or len({one.get("SYM") for one in known}) != 1:
        return
    if not at(found, end - 1).has("P", "for", "with", "on") or any(one.has("ACT") for one in found[i:end]):
        return
    first = next(k for k, one in enumerate(found) if one.has("SYM"))
    other, start = found[end], found[0].start
    for k in range(i, end + 1):
        found[k] = meaning(found[k], dict(_NOISE), "")
    traded = [Lexeme(one.text, start, start, {"SYM": one.get("SYM")}) for one in (found[first], other)]
    spoken = (
        at(found, first + 1).has("MARK") or at(found, first + 1).has("EQ") or first == 0 or found[first - 1].has("MARK")
    )
    found[first] = meaning(
        found[first],
        {"EVENT": "it", "SER": "price"} if not at(found, first + 1).has("MARK") and spoken else dict(_NOISE),
        "it",
    )
    found[0:0] = [
        traded[0],
        Lexeme(",", start, start, {"SIGN_MARK": ","}),
        traded[1],
        Lexeme(":", start, start, {"SIGN_MARK": ":"}),
    ]


_LIKES: Final = ("like", "love", "prefer", "believe", "enjoy", "hate", "think", "trust")


def liking(found: list[Lexeme], i: int) -> None:
    """Pass over "I like stocks that jump with big volume behind them." before the rules: it holds no rule."""
    begins = i == 0 or at(found, i - 1).has("SIGN_MARK", ".", "!", "\n")
    if not begins or found[i].text not in ("i", "i'm", "we") or at(found, i + 1).text not in _LIKES:
        return
    end = next((k for k in range(i, len(found)) if found[k].has("SIGN_MARK", ".", "!", "\n")), len(found))
    said, rest = found[i:end], found[end:]
    ruled = any(one.has(word) for one in said for word in ("ACT", "NUM", "PCT", "SPAN", "SYM", "TICKER", "CLOCK"))
    ruled = ruled or any(one.text in ("if", "when", "whenever", "once", "only if", "only when") for one in said)
    if not ruled and any(one.has("ACT") for one in rest):
        for k in range(i, end):
            found[k] = meaning(found[k], dict(_NOISE), "")


def settings_told(found: list[Lexeme], i: int) -> None:
    """Read "Supertrend on BTC. Settings 7 and 3." with the numbers right behind the name."""
    if found[i].text not in ("settings", "parameters", "params", "setting", "inputs"):
        return
    k = i + 1
    while at(found, k).text in (":", "of", "are", "=", "(", "is"):
        k += 1
    last = k
    while at(found, last).has("NUM") and not at(found, last).has("PCT"):
        far = last + 1
        far = (
            far + 1
            if at(found, far).has("SIGN_MARK", ",", "/", "-") or at(found, far).text in ("and", "/", ",")
            else far
        )
        if far == last + 1 or not at(found, far).has("NUM"):
            break
        last = far
    ends = at(found, last + 1).text == "" or at(found, last + 1).has("SIGN_MARK")
    name = next((m for m in range(i - 1, -1, -1) if found[m].has("IND")), None)
    if last == k or name is None or not ends or not at(found, last).has("NUM") or at(found, name + 1).text == "(":
        return
    place = found[name].end
    numbers = [one for one in found[k : last + 1] if one.has("NUM")]
    told = [Lexeme("(", place, place, {"SIGN_MARK": "("})]
    for n, one in enumerate(numbers):
        told += [Lexeme(",", place, place, {"SIGN_MARK": ","})] if n else []
        told.append(Lexeme(one.text, place, place, {"NUM": one.get("NUM")}))
    for m in range(i, last + 1):
        found[m] = meaning(found[m], dict(_NOISE), "")
    found[name + 1 : name + 1] = [*told, Lexeme(")", place, place, {"SIGN_MARK": ")"})]


def test_on_market(found: list[Lexeme], i: int) -> None:
    """Read "can you test it on BTC?" as a wish: nothing is touched."""
    wished = found[i].text in ("test", "try", "check") and at(found, i + 1).text in ("it", "this", "that", "them")
    if wished and found[i].has("TOUCH") and at(found, i + 2).has("P", "on", "for", "with"):
        found[i] = meaning(found[i], dict(_NOISE), "")
        found[i + 1] = meaning(found[i + 1], dict(_NOISE), "")


def keep_for(found: list[Lexeme], i: int) -> None:
    """Read "keep the shares for five days" as holding for so long."""
    k = i + 1
    while at(found, k).text in ("it", "the", "my", "them", "stock", "shares", "position", "coin", "coins", "trade"):
        k += 1
    said = found[i].text.removeprefix("i ").removeprefix("we ")
    holds = said in ("keep", "keeping", "kept", "hold", "holding", "held", "own")
    if holds and (k > i + 1 or said != found[i].text) and at(found, k).text == "for" and at(found, k + 1).has("SPAN"):
        found[i : k + 1] = [Lexeme("hold for", found[i].start, found[k].end, {"HOLD": "hold"})]


def sign_before_line(found: list[Lexeme], i: int) -> None:
    """Read "positive MACD histogram", "positive slope" behind a slope that was named, as that line above zero."""
    said, begins = found[i].text, not (at(found, i - 1).has("EQ") or at(found, i - 1).has("TURN"))
    regression = next((one for one in reversed(found[:i]) if one.has("IND", "linearreg_slope")), None)
    if (
        regression is not None
        and said in ("positive slope", "negative slope", "rising slope", "falling slope")
        and begins
    ):
        sign = "+" if said.startswith(("pos", "ris")) else "-"
        line = Lexeme(regression.text, found[i].start, found[i].start, {"IND": "linearreg_slope"})
        found[i : i + 1] = [line, meaning(found[i], {"SIGN": sign}, "positive" if sign == "+" else "negative")]
        return
    k = i + 1
    while at(found, k).has("SPAN"):
        k += 1
    behind = at(found, k + 1)
    ends = (
        behind.text == ""
        or behind.has("SIGN_MARK", ",", ".", ";", "\n", ":", "-")
        or behind.has("CONJ")
        or behind.has("ACT")
    )
    plain = at(found, k).has("IND") and not at(found, k).has("SER")
    if found[i].has("SIGN") and said in ("positive", "negative") and begins and plain and ends:
        sign_word = found.pop(i)
        found.insert(k, Lexeme(sign_word.text, found[k - 1].end, found[k - 1].end, sign_word.meanings))


def then_or_now(found: list[Lexeme], i: int) -> None:
    """Read "the day before, the bandwidth was ..." without its pause: the day is that of the thing."""
    thing = i + 2 if at(found, i + 2).text not in ("the", "its") else i + 3
    whole = found[i].text in ("the day before", "yesterday", "the previous day", "the prior day", "the bar before")
    led = at(found, i - 1).has("CONJ") or at(found, i - 1).has("MARK")
    if whole and led and at(found, i + 1).has("SIGN_MARK", ",") and at(found, thing).has("IND"):
        del found[i + 1]


def aside_on_line(found: list[Lexeme], i: int) -> None:
    """Pass over "the bandwidth, meaning upper minus lower over the middle, ...": the line is known by its name."""
    end = next((k for k in range(i + 2, i + 14) if at(found, k).has("SIGN_MARK", ",", ".", ")")), None)
    told = at(found, i + 1).has("DEFINE") or at(found, i + 1).text in ("or", "i.e.", "meaning", "so")
    sums = end is not None and any(one.has("ARITH") for one in found[i + 1 : end])
    named = at(found, i - 1).has("IND", "bb_width", "bb_percent", "ibs", "natr", "roc", "mom", "ppo")
    if named and end is not None and found[i].has("SIGN_MARK", ",", "(") and told and sums:
        last = end if at(found, end).has("SIGN_MARK", ".") else end + 1
        for k in range(i, last):
            found[k] = meaning(found[k], dict(_NOISE), "")


ASIDES: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    turned_from_to,
    turned_into_loss,
    closed_so_far_up,
    where_it_opened,
    later_that_day,
    is_closing,
    sooner_if,
    trade_is_over,
    ride_until,
    keep_for,
    sign_before_line,
    then_or_now,
    aside_on_line,
    what_it_averaged,
    same_for_another,
    liking,
    settings_told,
    test_on_market,
)
