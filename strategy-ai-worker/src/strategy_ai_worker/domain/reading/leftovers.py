"""Words that led to nothing though they say something: they are asked about, never dropped."""

from __future__ import annotations

import re

from pydantic.main import IncEx

from strategy_ai_worker.domain.reading.gap import Gap
from strategy_ai_worker.domain.reading.indicators import INDICATORS
from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.unread import ASKS, only_counts, says_something, values_of
from strategy_language.conversation import Question


def left_over(understood: Understood, message: str, tongue: Tongue) -> Gap | None:
    """Return a question about the first unread words that hold a measure, or nothing where there are none."""
    lost = _lost_asset(understood, message, tongue)
    if lost is not None:
        return lost
    known = _numbers_of(understood)
    begin = _first_read(understood)
    for run in _runs(understood):
        if (
            _says_again(run, known)
            or _is_explained(run, understood)
            or _is_title(run, begin)
            or _is_headline(run, begin, understood)
            or _names_setup(run, begin, understood)
            or _is_heading(run, begin, understood)
        ):
            continue
        tells = _decides(run) if understood.draft.is_portfolio else _tells_how(run, begin)
        tells = tells or _tells_in_chinese(run, begin, understood)
        tells = tells or (understood.draft.order is None and any(one.has("ORDER") for one in run))
        tells = tells or _loses_indicator(run, begin, understood)
        if not tells and not says_something(run, known) and not _lacks_subject(run, understood, known):
            continue
        words = message[run[0].start : run[-1].end].strip()
        question = Question(
            text=tongue.say(
                f'I could not place "{words}". What should it do: enter, exit, filter, or may it be left out?',
                f"“{words}”没有读懂。它是入场、出场还是过滤条件？还是可以忽略？",
            ),
            options=(
                tongue.say("Leave it out", "忽略它"),
                tongue.say("It is a condition to enter", "是入场条件"),
                tongue.say("It is a way out", "是出场条件"),
            ),
        )
        return Gap(question, "words", run[0].start, run[-1].end)
    return None


def _lost_asset(understood: Understood, message: str, tongue: Tongue) -> Gap | None:
    """Ask about an asset that a condition begins with though no condition was read from it: it would be traded."""
    c = understood.cursor
    if understood.draft.is_portfolio or len(understood.draft.universe) < 2:
        return None
    inside = {k for item in understood.items if item.kind == "cond" for k in range(item.first, item.last)}
    for i, lexeme in enumerate(c.lexemes):
        asked = (
            c.at(i - 1).has("MARK")
            and c.at(i - 1).text in _JUDGES
            and (c.at(i + 1).has("EQ") or c.at(i + 1).has("CMP"))
        )
        if not asked or i in inside or not lexeme.has("SYM"):
            continue
        end = next((k for k in range(i, len(c.lexemes)) if c.at(k).has("SIGN_MARK")), len(c.lexemes)) - 1
        words = message[c.at(i - 1).start : c.at(end).end].strip()
        question = Question(
            text=tongue.say(
                f'I could not read "{words}". Which exact condition on {lexeme.text} is meant?',
                f"没有读懂“{words}”。具体是什么条件？",
            )
        )
        return Gap(question, "words", c.at(i - 1).start, c.at(end).end)
    return None


_JUDGES = frozenset(
    [
        "if",
        "when",
        "whenever",
        "while",
        "as long as",
        "provided",
        "provided that",
        "unless",
        "only if",
        "only when",
        "but only if",
        "but only when",
        "only while",
    ]
)


def _is_explained(run: list[Lexeme], understood: Understood) -> bool:
    """Return whether a bracket that was read says in full what unread words name: "monthly trend up (close > SMA)"."""
    c = understood.cursor.lexemes
    behind = next((k for k, one in enumerate(c) if one.start >= run[-1].end), len(c))
    if behind >= len(c) - 1 or not c[behind].has("SIGN_MARK", "("):
        return False
    read = any(span.path is not None and span.start <= c[behind + 1].start < span.end for span in understood.spans)
    return read and not any(values_of(one) or one.has("ACT") or one.has("NOT") for one in run)


def _says_again(run: list[Lexeme], known: frozenset[float]) -> bool:
    """Return whether words only say in other words what was read: "目标2R，[也就是止损距离的两倍]"."""
    led = run[0].has("DEFINE") or run[0].text in ("即", "亦即", "就是", "换言之", "换句话说")
    return led and all(value in known for one in run for value in values_of(one))


_RULED = ("CMP", "X", "PCT", "SPAN", "ACT", "STOP", "TARGET", "NOT", "CLOCK", "USD", "RMULT", "WEEKDAY", "MONTH")


def _is_title(run: list[Lexeme], begin: int) -> bool:
    """Return whether unread words before the first rule only name the strategy: "double seven:"."""
    headed = run[-1].has("SIGN_MARK", ":") and len(run) <= _LONGEST_TITLE and run[0].start < begin
    return headed and not any(one.has(word) for one in run for word in _RULED)


def _is_headline(run: list[Lexeme], begin: int, understood: Understood) -> bool:
    """Return whether unread words are a first sentence of their own without a verb: "Microsoft yearly highs."."""
    c = understood.cursor.lexemes
    ahead = [one for one in c if one.end <= run[0].start and one.end > one.start]
    behind = next((one for one in c if one.start >= run[-1].end), None)
    bare = all(one.has("SYM") or one.is_noise or one.has("TF") or one.has("SIGN_MARK", ":", "-") for one in ahead)
    ends = behind is not None and behind.has("SIGN_MARK", ".", "\n") and run[-1].end <= begin
    ruled = any(one.has(word) for one in run for word in (*_RULED, "MARK", "EQ", "STATE"))
    return bare and ends and not ruled and len(run) <= _LONGEST_TITLE


def _names_setup(run: list[Lexeme], begin: int, understood: Understood) -> bool:
    """Return whether unread words name what a colon then says in full: "with a triple EMA setup: buy when ..."."""
    c = understood.cursor.lexemes
    behind = next((k for k, one in enumerate(c) if one.start >= run[-1].end), len(c))
    named = behind + 1 < len(c) and c[behind].text in _TITLES and c[behind + 1].has("SIGN_MARK", ":")
    bare = not any(values_of(one) or any(one.has(word) for word in _RULED) for one in run)
    return named and bare and len(run) <= _LONGEST_TITLE and run[-1].end <= begin


def _is_heading(run: list[Lexeme], begin: int, understood: Understood) -> bool:
    """Return whether unread words before all rules are a sentence that only names: "Double sevens for SPY."."""
    if run[-1].end > begin:
        return False
    c = understood.cursor.lexemes
    word = next((one for one in run if not one.has("SIGN_MARK")), run[0])
    first = next((k for k, one in enumerate(c) if one.start >= word.start), 0)
    while first > 0 and not c[first - 1].has("SIGN_MARK", *_SENTENCE_ENDS):
        first -= 1
    last = next((k for k in range(first, len(c)) if c[k].has("SIGN_MARK", *_SENTENCE_ENDS)), len(c))
    quoted, told = False, []
    for one in c[first:last]:
        quoted = not quoted if one.text in _QUOTES else quoted
        told.append(one) if not quoted else None
    named = any(one.has("SYM") or one.has("TICKER") for one in told) or len(told) < last - first
    ruled = any(one.has(word) for one in told for word in (*_RULED, *_SIZED) if not one.is_noise)
    return named and not ruled and not any(one.text.isdigit() and values_of(one) for one in told)


_SENTENCE_ENDS = (".", "!", "\n", ":", ";", "?")
_QUOTES = frozenset(['"', "'", "“", "”", "‘", "’"])
_SIZED = (
    "SIZE",
    "ACCOUNT",
    "RISK",
    "ADD",
    "COOLDOWN",
    "HALFOF",
    "ORDER",
    "TRAIL",
    "IND",
    "AVG",
    "HILO",
    "PATTERN",
    "REBALANCE",
)
_TITLES = frozenset({"setup", "system", "strategy", "approach"})
_LONGEST_TITLE = 5


def _runs(understood: Understood) -> list[list[Lexeme]]:
    unread = {(span.start, span.end) for span in understood.spans if span.path is None}
    runs: list[list[Lexeme]] = [[]]
    for lexeme in understood.cursor.lexemes:
        if lexeme.start == lexeme.end:
            continue  # Told by the reader in place of other words: nothing that was said.
        inside = any(start <= lexeme.start and lexeme.end <= end for start, end in unread)
        if inside and not lexeme.has("SIGN_MARK", ".", ";", "\n", ","):
            runs[-1].append(lexeme)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


_CONTENT = (
    "PATTERN", "X", "IND", "DAYCOLOR", "STATE", "SIGN", "GAP", "MOVE", "RISING", "CLOCK", "INAROW", "PREV", "BREAKOUT",
    "HILO", "SESSION", "SPAN", "PCT",
)  # fmt: skip
_ORDERS = ("STOP", "TARGET", "TRAIL", "BREAKEVEN", "COOLDOWN", "ADD", "REST", "ORDER", "RISK")


_EDGES = frozenset(["first", "last", "opening", "final", "the first", "half"])


def _first_read(understood: Understood) -> int:
    """Return where the first rule begins in the message: what stands before it is a title."""
    starts = [one.start for one in understood.spans if one.path is not None and one.path.startswith(("rules.", "risk"))]
    return min(starts, default=0)


def _tells_how(run: list[Lexeme], begin: int) -> bool:
    """Return whether unread words are a rule of their own, or an order, though they hold no new number."""
    if any(one.has("UNIT", "hour", "minute") for one in run) and any(one.text in _EDGES for one in run):
        return True
    asks = any(one.has("MARK") and one.text in ASKS for one in run)
    if any(one.text.startswith(("减", "扣")) for one in run) and any(one.has("SPAN") for one in run):
        return True
    after = run[0].has("MARK") and run[0].text.startswith("after")
    title = run[-1].has("SIGN_MARK", ":") and len(run) <= 4 and not after
    restates = run[0].text in ("=", "(", "-") or any(one.has("CONCESSION") for one in run)
    if restates or (run[0].start < begin and not asks) or title:
        return False
    counts = any(one.has("INAROW") for one in run if not one.is_noise)
    bar = any(one.has("SER", "high", "low") and run[k - 1].text.endswith("'s") for k, one in enumerate(run) if k)
    orders = counts or bar or any(one.has(word) for one in run for word in _ORDERS if not one.is_noise)
    content = any(one.has(word) for one in run for word in _CONTENT if not one.is_noise)
    priced = any(one.has("SER", "high", "low", "volume") for one in run if not one.is_noise)
    content = content or any(one.text in ("order", "orders") for one in run)
    linked = asks or after or run[0].has("CONJ", "or", "and", "but")
    crossed = len(run) > 1 and any(one.has("X") and one.text >= "\u4e00" for one in run)
    return orders or crossed or (linked and (content or priced))


_TELLING = (
    "X", "IND", "AVG", "NAMEDAVG", "VOLAVG", "PART", "PATTERN", "HILO", "STATE", "SIGN", "RISING", "DAYCOLOR", "GAP",
    "SQUEEZE", "VOLUMEWORD", "GAPFILL", "INAROW", "TOUCH", "MARKETWORD",
)  # fmt: skip


def _tells_in_chinese(run: list[Lexeme], begin: int, understood: Understood) -> bool:
    """Return whether unread Chinese words behind the first rule name a thing or a state, or cut a rule off its object.

    Chinese has no spaces to lean on: an unknown character right behind "跌破" is what is broken.
    """
    if run[0].start < begin or not any(one.text[:1] >= "\u4e00" for one in run):
        return False
    told = [one for one in run if one.text and one.end > one.start and not (one.is_noise or one.has("ACT"))]
    telling = any(one.has(word) for one in told if not one.has("TF") for word in _TELLING)
    telling = telling and not (len(run) == 1 and run[0].has("X"))
    before = next((one for one in reversed(understood.cursor.lexemes) if one.end == run[0].start > one.start), None)
    cut = before is not None and (before.has("X") or before.has("CMP", ">", "<", ">=", "<="))
    counted = any(one.has("SPAN") and run[k - 1].text == "前" for k, one in enumerate(run) if k)
    strange = sum(one.has("UNK") for one in run) > 1 and not any(one.has("SIGN_MARK") for one in run)
    return telling or counted or (cut and run[0].has("UNK")) or (strange and _stands_before_deed(run, understood))


def _stands_before_deed(run: list[Lexeme], understood: Understood) -> bool:
    """Return whether unread words stand between a condition and its deed, with no pause: "回踩20日线[守稳了]就买"."""
    c = understood.cursor
    behind = next((k for k, one in enumerate(c.lexemes) if one.start >= run[-1].end and one.text), len(c.lexemes))
    before = next((one for one in reversed(c.lexemes) if one.end == run[0].start > one.start), None)
    joined = before is not None and any(before.has(word) for word in ("AVG", "PART", "IND", "NUM", "SER", "PATTERN"))
    return joined and (c.at(behind).has("ACT") or c.at(c.skip(behind + 1)).has("ACT"))


def _lacks_subject(run: list[Lexeme], understood: Understood, known: frozenset[float]) -> bool:
    """Return whether a rule was made from the end of a clause whose beginning was not read.

    "[Hull moving average of 55] turning up" is no rule about the close, and "the [first 3] and the last 4 days of the
    month" none about the last four alone.
    """
    if not _runs_into_rule(run, understood):
        return False
    fresh = any(value not in known for lexeme in run for value in values_of(lexeme))
    return (fresh and not only_counts(run)) or any(_is_strange(lexeme, understood) for lexeme in run)


def _loses_indicator(run: list[Lexeme], begin: int, understood: Understood) -> bool:
    """Return whether unread words behind the first rule speak of an indicator that no rule has: "with +DI on top"."""
    assert understood.strategy is not None  # noqa: S101
    if (
        understood.draft.is_portfolio
        or run[0].start < begin
        or any(one.has("CONCESSION") or one.has("DEFINE") for one in run)
    ):
        return False
    document = understood.strategy.model_dump_json(exclude_defaults=True, exclude=_WORDS)
    lines = [INDICATORS[key] for one in run if not one.is_noise and (key := str(one.get("IND"))) in INDICATORS]
    shown = [str(line.build(line.usual)) for line in lines]
    return any(name.group() not in document for text in shown if (name := _FUNCTION.match(text)) is not None)


_FUNCTION = re.compile(r"[a-z_]+\(")


def _runs_into_rule(run: list[Lexeme], understood: Understood) -> bool:
    """Return whether the word behind an unread run, with no sign between them, is part of a rule."""
    if any(lexeme.has("SIGN_MARK") or lexeme.text == "-" for lexeme in run[1:]):
        return False
    behind = next((one for one in understood.cursor.lexemes if one.start >= run[-1].end > run[-1].start), None)
    if behind is None or behind.has("SIGN_MARK"):
        return False
    paths = [span.path or "" for span in understood.spans if span.start <= behind.start < span.end]
    return any(path.startswith("rules.") for path in paths)


def _is_strange(lexeme: Lexeme, understood: Understood) -> bool:
    """Return whether a word names an indicator or an average that the document does not know."""
    assert understood.strategy is not None  # noqa: S101
    conditions = " ".join(rule.when for rule in understood.strategy.rules)
    named = [lexeme.get(category) for category in ("IND", "AVG")]
    return any(isinstance(name, str) and name not in conditions for name in named) and not lexeme.is_noise


def _decides(run: list[Lexeme]) -> bool:
    """Return whether unread words of a portfolio say when to leave or what else to hold: all of it is in its slots."""
    return any(
        lexeme.has(category)
        for lexeme in run
        for category in (
            "NOLONGER",
            "STOP",
            "TARGET",
            "TRAIL",
            "SIGN",
            "CMP",
            "X",
            "SYM",
            "TICKER",
            "COOLDOWN",
            "NUM",
            "PCT",
            "SPAN",
            "HALFOF",
            "USD",
            "MULT",
        )
    ) or any(lexeme.has("ACT", "sell", "exit", "cover", "short", "no_entry") for lexeme in run)


def _numbers_of(understood: Understood) -> frozenset[float]:
    """Return every number of the document, and of the words that it was read from."""
    assert understood.strategy is not None  # noqa: S101
    text = understood.strategy.model_dump_json(exclude_defaults=True, exclude=_WORDS)
    return frozenset(abs(float(number)) for number in _NUMBER.findall(text))


_RULES: IncEx = {"__all__": {"source", "id"}}
_WORDS: IncEx = {"name": True, "summary": True, "unused_words": True, "rules": _RULES}
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
