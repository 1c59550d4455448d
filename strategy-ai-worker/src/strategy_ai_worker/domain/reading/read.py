"""The offline interpreter: one message in, one reading out. Pure: no clock, no network, no chance."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from strategy_ai_worker.domain.reading.assemble import Assembly, assemble
from strategy_ai_worker.domain.reading.calendar.day_bars import seen_later
from strategy_ai_worker.domain.reading.compose import compose, home
from strategy_ai_worker.domain.reading.corrections import uncorrected
from strategy_ai_worker.domain.reading.draft import Draft, RuleDraft, Side
from strategy_ai_worker.domain.reading.frames import read_frame
from strategy_ai_worker.domain.reading.lexemes import lexemes_of
from strategy_ai_worker.domain.reading.memory import Cursor, Memory
from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.operands.pattern_prices import seen_before
from strategy_ai_worker.domain.reading.prescan import look_ahead
from strategy_ai_worker.domain.reading.risk.both_sides import mirror_levels
from strategy_ai_worker.domain.reading.risk.by_side import levels_by_side
from strategy_ai_worker.domain.reading.scan import Item, scan
from strategy_ai_worker.domain.reading.spans import accounted
from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, no_longer, walk
from strategy_ai_worker.domain.reading.universe import settle_universe
from strategy_language.conversation import Question, SourceSpan
from strategy_language.document import Assumption, Strategy
from strategy_language.document.settings import MOST_ENTRIES


@dataclass(frozen=True, slots=True)
class Understood:
    """What one message said about a strategy, before anybody judges whether it makes sense.

    Attributes:
        candidates: Symbol in the document -> the symbols that the same words can mean, in the order of preference.
    """

    strategy: Strategy | None
    draft: Draft
    assembly: Assembly
    cursor: Cursor
    items: list[Item]
    assumptions: tuple[Assumption, ...] = ()
    unused_words: tuple[str, ...] = ()
    spans: tuple[SourceSpan, ...] = ()
    questions: tuple[Question, ...] = ()
    candidates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    timeframe_said: bool = False
    candidates_named: tuple[str, ...] = ()


def understand(message: str, memory: Memory | None = None) -> Understood:
    """Return what a message says, clause by clause, with its document where one can be made."""
    memory = memory or Memory()
    cursor = Cursor(uncorrected(lexemes_of(message), memory), memory)
    draft = Draft(timeframe=memory.timeframe)
    frame = look_ahead(cursor)
    if frame is not None:
        draft.timeframe = frame[0]
        draft.say(*frame[1], "timeframe")
    framed = read_frame(cursor, draft)
    items = scan(cursor, draft, plain(message)) if not framed else []
    settle_universe(cursor, items, draft)
    assembly = assemble(cursor, items, draft)
    if frame is None:
        memory.guess("timeframe", draft.timeframe, "no timeframe was named; daily bars are usual")
    draft.sides = levels_by_side(cursor, draft, _sides_of(assembly, items), scan)
    draft.trails = [] if draft.sides else draft.trails
    sides = {rule.action.removeprefix("enter_") for rule in draft.rules if rule.action.startswith("enter")}
    draft.rules.extend(
        RuleDraft(f"exit_{side}", rule.when, rule.words) for rule in draft.later for side in sorted(sides)
    )
    complete(draft, assembly)
    mirror_levels(draft, memory)
    for node, words in assembly.checks:
        for rule in draft.rules:
            rule.when = all_of(rule.when, node)
        draft.say(words.first, words.last, "rules")
    for rule in draft.rules:
        rule.when = seen_before(seen_later(rule.when, memory.said_of_bar), memory.patterns_before)
    decide_at_open(draft, assembly)
    strategy = None
    if draft.universe and (draft.rules or draft.is_portfolio):
        strategy = compose(draft, message, cursor.lexemes, memory.guesses)
        unused, spans = accounted(message, cursor.lexemes, draft)
        strategy = strategy.model_copy(update={"unused_words": unused})
        return Understood(
            strategy, draft, assembly, cursor, items, strategy.assumptions, unused, spans,
            candidates=draft.candidates, timeframe_said=frame is not None, candidates_named=tuple(draft.universe),
        )  # fmt: skip
    return Understood(
        None, draft, assembly, cursor, items, timeframe_said=frame is not None, candidates_named=tuple(draft.universe)
    )


def _sides_of(assembly: Assembly, items: list[Item]) -> dict[int, Side]:
    """Return the side that each deed of a message speaks of, where positions are entered on both."""
    if {rule.action for rule in assembly.draft.rules if rule.action.startswith("enter")} != {
        "enter_long",
        "enter_short",
    }:
        return {}
    sold = {words.first for rule in assembly.draft.rules if rule.action == "enter_short" for words in rule.words[:1]}
    sides: dict[str, Side] = {"buy": "long", "sell": "long", "short": "short", "cover": "short"}
    told = {item.first: sides[item.value] for item in items if item.kind == "act" and item.value in sides}
    return {place: "short" if place in sold else side for place, side in told.items()}


def _with_clock_apart(draft: Draft, c: Cursor) -> list[RuleDraft]:
    """Return the rules, an exit at a time of the day apart from the other ways out: it is filled at that open."""
    rules: list[RuleDraft] = []
    for rule in draft.rules:
        clocks = [part for part in rule.when.parts if rule.when.op == "or" and "time_of_day()" in str(part)]
        timed = any(c.memory.day_times.get(k) == "open" for said in rule.words for k in range(said.first, said.last))
        if not (timed and clocks and rule.action.startswith("exit")):
            rules.append(rule)
            continue
        rest = [part for part in rule.when.parts if part not in clocks]
        rules.extend(replace(rule, when=any_of(*parts), words=list(rule.words)) for parts in (rest, clocks) if parts)
    return rules


def decide_at_open(draft: Draft, assembly: Assembly) -> None:
    """Fill entries at the open that decides them, where the words say so or the day's close ends the position."""
    c = assembly.cursor
    draft.rules = _with_clock_apart(draft, c)
    for rule in draft.rules:
        times = [c.memory.day_times.get(k) for words in rule.words for k in range(words.first, words.last)]
        known = _known_at_open(home(draft, rule.when))
        if "open" in times and draft.order is None and known:
            rule.read = "open"
        if not rule.action.startswith("enter") or draft.order is not None or not known:
            continue
        said = any(c.at(words.first).has("ACT") and _is_at_open(c, words.last) for words in rule.words[:1])
        same_day = draft.session_exit and draft.timeframe == "1d"
        if said or same_day:
            rule.read = "open"
        if said:
            k = _past_market(c, rule.words[0].last)
            draft.say(k, k + 1, "rules.read")
        if same_day and not said:
            c.memory.guess("rules.read", "open", "the gap is known at the open, and the position ends with that day")


def _is_at_open(c: Cursor, place: int) -> bool:
    k = _past_market(c, place)
    return c.at(k).text in ("at the open", "on the open", "the open", "at the opening", "at that open") or c.at(k).has(
        "SESSION", "open"
    )


def _past_market(c: Cursor, place: int) -> int:
    """Return the place behind the market that an action names: "go long QQQ at the open"."""
    k = c.skip(place)
    while c.at(k).has("SYM"):
        k = c.skip(k + 1)
    return k


def _known_at_open(node: Node) -> bool:
    """Return whether a condition needs nothing of its bar but the open."""
    if node.op == "lag":
        return True
    if node.op == "name":
        return node.word == "open"
    if node.op == "call" and node.word.startswith(
        (
            "prev_session",
            "day_open",
            "weekday",
            "month",
            "trading_day",
            "day_of",
            "time_of_day",
            "clock",
            "at_time",
            "first_in",
        )
    ):
        return True
    if node.op == "call" and any(part.op == "lag" for part in node.parts):
        return all(part.op in ("lag", "num") for part in node.parts)
    return node.op not in ("call", "field") and all(_known_at_open(part) for part in node.parts if part.op != "num")


def _is_season(node: Node) -> bool:
    """Return whether an entry holds through some months: "long from November to February" ends with February."""
    parts = node.parts if node.op == "and" else (node,)
    excepted = any(part.op == "!=" and str(part.parts[0]) == "month()" for part in parts)
    return excepted or any(part.op == "or" and len(part.parts) > 1 and "month()" in str(part) for part in parts)


def _only_bans(assembly: Assembly, rule: RuleDraft) -> bool:
    """Return whether an exit only keeps dates free: "no positions in September"; "exit on Monday" is a way out."""
    acts = (assembly.cursor.at(words.first) for words in rule.words)
    return _is_calendar(rule.when) and any(act.has("ACT", "none_held") for act in acts)


def _is_calendar(node: Node) -> bool:
    """Return whether a condition speaks of dates alone."""
    functions = {part.word for part in walk(node) if part.op == "call"}
    return bool(functions) and functions <= {"month", "weekday", "day_of_month"}


_HOLDING = re.compile(
    r"\b(own|owning|long only|only long|hold|holds|holding|long while"
    r"|be in|be long|am long|i'm long|are long|remain long|keep long|stay"
    r"|invested)\b|持有|持多"
)


def complete(draft: Draft, assembly: Assembly) -> None:
    """Add what the words imply: "hold it while X" ends when X ends; always-in strategies reverse."""
    entries = [rule for rule in draft.rules if rule.action.startswith("enter")]
    if draft.never_sells and draft.sizing is not None and draft.sizing[0] in ("cash", "quantity"):
        draft.pyramiding = MOST_ENTRIES
    dated = bool(entries) and _is_calendar(entries[0].when)
    exits = [r for r in draft.rules if r.action.startswith("exit") and (dated or not _only_bans(assembly, r))]
    level = draft.stops or draft.targets or draft.trailing or draft.max_bars or draft.session_exit
    both = {rule.action for rule in entries} == {"enter_long", "enter_short"}
    if (
        entries
        and not exits
        and not level
        and not both
        and not draft.never_sells
        and (_is_holding(assembly, entries[0].when) or _is_season(entries[0].when))
    ):
        for rule in entries:
            side = rule.action.removeprefix("enter_")
            draft.rules.append(RuleDraft(f"exit_{side}", no_longer(rule.when), list(rule.words)))
        assembly.cursor.memory.guess(
            "exit", "when the condition ends", "the words say to hold while the condition lasts"
        )


_LONGEST_SIZE = 8


def _tells_size(c: Cursor, k: int) -> bool:
    """Return whether a word says how much is held: "long AAPL with 2x leverage while ..."."""
    sizes = ("P", "MULT", "PCT", "HALFOF", "ACCOUNT", "SIZE", "USD", "SHARES")
    return any(c.at(k).has(word) for word in sizes) or c.at(k).is_noise or "leverage" in c.at(k).text


def _lasts_while(assembly: Assembly, place: int) -> bool:
    """Return whether an action goes on with "while", "as long as": then it ends with its condition."""
    c = assembly.cursor
    k = _past_market(c, place)
    while not c.at(k).has("MARK") and k < place + _LONGEST_SIZE and _tells_size(c, k):
        k += 1
    return c.at(k).text in (
        "while",
        "whilst",
        "as long as",
        "so long as",
        "only while",
        "just as long as",
    )


def _is_holding(assembly: Assembly, when: Node) -> bool:
    if when.op == "call" and when.word.startswith("crosses"):
        return False
    said = [words for rule in assembly.draft.rules for words in rule.words[:1]]
    if any(_lasts_while(assembly, words.last) or _lasts_while(assembly, words.first) for words in said):
        return True
    lexemes = assembly.cursor.lexemes
    acts = [lexemes[words.first] for rule in assembly.draft.rules for words in rule.words if words.first < len(lexemes)]
    held = [lexemes[k] for words in said for k in range(words.first, min(words.last + 2, len(lexemes)))]
    chinese = any(lexeme.has("HOLD") and lexeme.has("ACT", "buy") and lexeme.text >= "\u4e00" for lexeme in held)
    return chinese or any(_HOLDING.search(lexeme.text) for lexeme in acts)
