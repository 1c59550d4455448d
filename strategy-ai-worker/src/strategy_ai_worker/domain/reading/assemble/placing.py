"""Clauses into rules."""

from __future__ import annotations

import re

from strategy_ai_worker.domain.reading.assemble.clauses import ENTERS, LEAVES, Clause, clauses_of, sentences_of
from strategy_ai_worker.domain.reading.assemble.joins import any_of_unique
from strategy_ai_worker.domain.reading.assemble.logic import (
    Assembly,
    hull,
    tree_around,
    tree_of,
    words_of,
)
from strategy_ai_worker.domain.reading.assemble.sides import apply_filters, settle_sides
from strategy_ai_worker.domain.reading.assemble.systems import named_system
from strategy_ai_worker.domain.reading.draft import Draft, Words
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.scan.item import EXITS, Item
from strategy_ai_worker.domain.reading.settle import mirrored, opposite, settled
from strategy_ai_worker.domain.reading.trees import Node, all_of, call, no_longer
from strategy_ai_worker.domain.reading.trees import contrary as opposed


def assemble(c: Cursor, items: list[Item], draft: Draft) -> Assembly:
    """Return the rules of a message as drafts, in the draft."""
    assembly = Assembly(draft, c, side="short" if _shorts_alone(items, draft) else "long")
    for number, sentence in enumerate(sentences_of(items)):
        for clause in clauses_of(sentence, number):
            _place(assembly, clause)
    _reverse_alone(assembly)
    if assembly.filters and not assembly.entries and assembly.loose is None and not c.memory.follow_up:
        _enter_by_filter(assembly)
    if assembly.loose is not None and not assembly.entries and draft.both_ways and not c.memory.follow_up:
        node, words = assembly.loose
        assembly.pending[:0] = [("enter_long", node, words, "buy"), ("enter_short", mirrored(node), words, "short")]
        assembly.entries.extend(("long", "short"))
        assembly.loose = None
    if assembly.loose is not None and not assembly.entries and not c.memory.follow_up:
        _cross_in_and_out(assembly)
    leaves = assembly.pending or draft.stops or draft.targets or draft.trailing or draft.max_bars
    if assembly.loose is not None and not assembly.entries and leaves and not c.memory.follow_up:
        node, words = assembly.loose
        assembly.pending.insert(0, (f"enter_{assembly.side}", node, words, "enter"))
        assembly.entries.append(assembly.side)
        assembly.loose = None
    if not assembly.entries and not c.memory.follow_up:
        _name_system(assembly)
    _mirror_what_is_said(assembly)
    settle_sides(assembly)
    apply_filters(assembly)
    return assembly


def _mirror_what_is_said(assembly: Assembly) -> None:
    """Add the mirror image of the only side that is told where a message wants both: "buy a breakout, both ways"."""
    told = set(assembly.entries)
    if not assembly.draft.both_ways or len(told) != 1 or assembly.cursor.memory.follow_up:
        return
    (side,) = told
    other = "short" if side == "long" else "long"
    for action, node, words, _ in list(assembly.pending):
        if action in (f"enter_{side}", f"exit_{side}"):
            verb = {"enter_long": "buy", "enter_short": "short"}.get(action, "exit")
            assembly.pending.append((action.replace(side, other), mirrored(node), words, verb))
    assembly.entries.append(other)
    assembly.draft.allow_short = True


def _shorts_alone(items: list[Item], draft: Draft) -> bool:
    """Return whether a message is about shorts alone, so that "entry" is one: nothing in it buys."""
    return draft.short_only and not any(item.kind == "act" and item.value == "buy" for item in items)


def _reverse_alone(assembly: Assembly) -> None:
    """Take "reverse on every MACD cross" by itself for long on the cross up and short on the one down."""
    alone = not assembly.entries and not assembly.cursor.memory.follow_up
    for rule in assembly.pending if alone else ():
        action, node, words, _ = rule
        if action != "reverse" or node.word not in ("crosses_above", "crosses_below"):
            continue
        up = node if node.word == "crosses_above" else opposite(node)
        assembly.pending.remove(rule)
        assembly.pending += [("enter_long", up, words, "buy"), ("enter_short", opposite(up), words, "short")]
        assembly.entries.extend(("long", "short"))
        return


def _name_system(assembly: Assembly) -> None:
    """Take a system that is only named for its rules, where the message says no entry of its own."""
    system, draft = named_system(assembly.cursor), assembly.draft
    if system is None or draft.is_portfolio:
        return
    said = [system.words]
    leaves = any(action.startswith("exit") for action, *_ in assembly.pending)
    if not draft.short_only:
        assembly.pending.append(("enter_long", system.enter, said, "buy"))
        assembly.pending.extend([] if leaves else [("exit_long", system.leave, said, "exit")])
    if draft.short_only or draft.both_ways:
        assembly.pending.append(("enter_short", system.enter_short, said, "short"))
        assembly.pending.extend([] if leaves else [("exit_short", system.leave_short, said, "exit")])
    draft.allow_short = draft.short_only or draft.both_ways
    assembly.entries.append("short" if draft.short_only else "long")


def _cross_in_and_out(assembly: Assembly) -> None:
    """Take "50/200 SMA cross, long only" by itself for in on the cross and out on the cross back."""
    if assembly.loose is None:
        return
    node, words = assembly.loose
    draft = assembly.draft
    level = draft.targets or draft.trailing or draft.max_bars or draft.session_exit or draft.no_other_exit
    named = node.op == "call" and node.word.startswith("crosses_") and all(part.op != "num" for part in node.parts)
    if not named or assembly.pending or assembly.filters or level:
        return
    assembly.pending[:0] = [("enter_long", node, words, "buy"), ("exit_long", opposite(node), words, "exit")]
    assembly.entries.append("long")
    assembly.loose = None
    assembly.cursor.memory.guess(
        "exit", "the cross back", "only a cross was named: it is entered on the cross and left on the one back"
    )


def _enter_by_filter(assembly: Assembly) -> None:
    """Take "只有...时才买入", "only buy when ..." for the entry where nothing else enters."""
    joined = all_of(*(node for node, _, _ in assembly.filters))
    said = [words for _, _, words in assembly.filters]
    side = assembly.filters[0][1] or "long"
    assembly.pending.insert(0, (f"enter_{side}", joined, said, "filter"))
    assembly.entries.append(side)
    assembly.filters.clear()


def _place(assembly: Assembly, clause: Clause) -> None:
    if clause.act is None:
        _place_loose(assembly, clause)
        return
    act = clause.act.value
    if not clause.has_condition:
        _place_bare(assembly, clause)
        return
    if (
        act in ("exit", "sell")
        and all(item.kind != "cond" for item in clause.items)
        and set(assembly.entries) == {"long", "short"}
    ):
        _leave_both(assembly, clause)
        return
    _keep_title(assembly, clause)
    act = "none_held" if _stays_out(assembly, clause) else act
    contrary = [item for item in clause.items if item.kind == "opposite" and item.value == "not"]
    if contrary and act in ENTERS and any(item.kind == "cond" for item in clause.items):
        clause.leading = [item for item in clause.leading if item not in contrary]
        clause.trailing = [item for item in clause.trailing if item not in contrary]
    assembly.mirrors = act in ("buy", "short", "enter")
    node = tree_around(clause.leading, clause.trailing, assembly)
    if node is None:
        return
    left_first = bool(assembly.pending) and assembly.pending[-1][0].startswith("exit") and not assembly.entries
    if contrary and act in ENTERS and left_first and _goes_on(assembly, contrary[0]):
        node = all_of(node, opposed(settled(assembly.pending[-1][1], entry=False)))
    words = [Words(clause.act.first, clause.act.last), *words_of(clause.items)]
    assembly.header = None
    _add(assembly, act, node, words)
    if contrary and act in ENTERS and not _goes_on(assembly, contrary[0]):
        exits = LEAVES["sell" if act == "buy" else "cover"]
        assembly.pending.append(
            (exits, no_longer(settled(node, entry=False)), [Words(contrary[0].first, contrary[0].last)], "exit")
        )


def _keep_title(assembly: Assembly, clause: Clause) -> None:
    """Read "golden cross, but stay out while VIX is high": the system is named before the words that keep out."""
    said = assembly.cursor.at(clause.act.first).text if clause.act is not None else ""
    led = any(item.kind == "cond" for item in clause.leading) and any(item.kind == "cond" for item in clause.trailing)
    but = any(item.kind in ("comma", "conj") for item in clause.leading[-2:])
    if said not in _KEEPS_OUT or not (led and but) or assembly.entries or assembly.loose is not None:
        return
    named = tree_of(clause.leading, assembly)
    if named is not None:
        assembly.loose, clause.leading = (named, words_of(clause.leading)), []


_KEEPS_OUT = ("stay out", "step aside", "stays out", "staying out")


def _stays_out(assembly: Assembly, clause: Clause) -> bool:
    """Return whether "stay out while ADX is under 15" keeps out and takes out, after an entry of its own."""
    said = assembly.cursor.at(clause.act.first).text if clause.act is not None else ""
    keeps = said in _KEEPS_OUT
    return keeps and bool(assembly.entries or assembly.loose) and any(item.kind == "cond" for item in clause.items)


def _goes_on(assembly: Assembly, item: Item) -> bool:
    """Return whether "otherwise" only goes on to the next action: "otherwise buy when ..."."""
    return assembly.cursor.at(item.first).text in ("otherwise", "else")


def _leave_both(assembly: Assembly, clause: Clause) -> None:
    """Let both sides end with their own opposite."""
    refuse = any(item.kind == "opposite" and item.value == "not" for item in clause.items)
    words = [*words_of(clause.items)]
    for action, node, _, _ in list(assembly.pending):
        if action.startswith("enter"):
            contrary = no_longer(settled(node, entry=False)) if refuse else opposite(node)
            assembly.pending.append((action.replace("enter", "exit"), contrary, words, "exit"))


def _add(assembly: Assembly, act: str, node: Node, words: list[Words]) -> None:  # noqa: C901 - one reading of one construct
    if act in {"filter", "filter_short"}:
        assembly.filters.append((node, "short" if act == "filter_short" else None, hull(words)))
    elif act in ("no_entry", "none_held"):
        assembly.filters.append((opposed(node), _refused_side(assembly, words[0]), hull(words)))
        if act == "none_held":
            assembly.pending.append((f"exit_{assembly.side}", node, words, "exit"))
    elif act in ("buy", "short", "enter"):
        side = {"buy": "long", "short": "short"}.get(act, assembly.side)
        assembly.side = side
        assembly.entries.append(side)
        assembly.pending.append((f"enter_{side}", node, words, act))
    elif act == "resize":
        factor = assembly.cursor.memory.fractions[words[0].first]
        assembly.draft.multiplier = call("where", settled(node, entry=False), factor, 1)
        assembly.draft.say(words[0].first, words[-1].last, "sizing.multiplier")
    elif act == "check":
        assembly.checks.append((node, hull(words)))
    elif act == "add":
        assembly.pending.append((f"add_{assembly.side}", node, words, act))
    elif act == "reverse":
        assembly.pending.append(("reverse", node, words, act))
    else:
        named = _side_left(assembly, words[0]) if act == "exit" else None
        leaves = f"exit_{named or assembly.side}"
        assembly.pending.append((LEAVES.get(act, leaves), node, words, f"exit_{named}" if named else act))


def _side_left(assembly: Assembly, deed: Words) -> str | None:
    """Return the side that an exit names: "exit longs when", "close any short position if"."""
    c = assembly.cursor
    said: set[str] = set()
    for k in range(deed.first, min(deed.last + _NAMED_NEAR, len(c.lexemes))):
        if c.at(k).has("MARK") or c.at(k).has("SIGN_MARK"):
            break
        said |= {side for side in ("long", "short") if side in re.findall(r"[a-z]+?(?=s?\b)", c.at(k).text)}
    return said.pop() if len(said) == 1 else None


_NAMED_NEAR = 3
"""Most words behind a deed that can name its side: "close out any remaining longs"."""


def _refused_side(assembly: Assembly, said: Words) -> str | None:
    """Return the side that "never go short above X" keeps out of; None where it speaks of any entry."""
    told = assembly.cursor.at(said.first).text.split()
    return next((side for side in ("long", "short") if side in told or f"{side}s" in told), None)


def _place_bare(assembly: Assembly, clause: Clause) -> None:
    act = clause.act
    if act is None:
        return
    if assembly.loose is not None and act.value in ("buy", "short", "enter"):
        node, words = assembly.loose
        assembly.loose = None
        assembly.unread.pop()
        _add(assembly, act.value, node, [*words, Words(act.first, act.last)])
        return
    assembly.bare.append(act)
    _at_a_fill(assembly, act)
    if act.value in ("buy", "short"):
        assembly.side = "long" if act.value == "buy" else "short"
    assembly.header = act if not any(item.kind == "setting" for item in clause.items) else None
    if act.value in ("short", "reverse"):
        assembly.draft.allow_short = True


def _at_a_fill(assembly: Assembly, act: Item) -> None:
    """Read "sell at the close", "sell the next day at the open": an exit by its time alone."""
    if act.value not in EXITS:
        return
    c, draft = assembly.cursor, assembly.draft
    k = c.skip(act.last)
    while c.at(k).has("SYM") or c.at(k).has("UNIT", "day") or c.at(k).text in ("same", "the same"):
        k = c.skip(k + 1)
    if c.at(k).has("FILLAT", "same_close") and _names_bar(c, k + 1):
        return
    if c.at(k).has("FILLAT", "same_close") and c.at(c.skip(k + 1)).has("SPAN") and draft.max_bars is not None:
        draft.say(act.first, k + 1, "risk.max_bars")
    elif c.at(k).has("FILLAT", "same_close"):
        draft.session_exit = True
        draft.say(act.first, k + 1, "risk.session_exit")
    elif c.at(k).text in ("the day after", "day after") and draft.max_bars is None:
        draft.max_bars = 1
        draft.say(act.first, k + 2 if c.at(k + 1).has("SESSION", "open") else k + 1, "risk.max_bars")
    elif c.at(k).has("FILLAT", "next_open") and draft.max_bars is None and not _left_before(assembly, act):
        draft.max_bars = 1
        after = c.skip(k + 1) + 1 if c.at(c.skip(k + 1)).has("SESSION", "open") else k + 1
        draft.say(act.first, after, "risk.max_bars")


def _left_before(assembly: Assembly, act: Item) -> bool:
    """Return whether the sentence says before when to leave: "after Friday's close ... sell at the next open"."""
    c = assembly.cursor
    ends = [max(said.last for said in words) for action, _, words, _ in assembly.pending if action.startswith("exit")]
    return bool(ends) and not any(c.is_sign(k, ".", ";", "\n") for k in range(ends[-1], act.first))


def _names_bar(c: Cursor, k: int) -> bool:
    """Return whether "at the close" goes on with which bar's: "of the 15:00 bar"."""
    return c.at(k).has("P", "of") and any(c.at(m).has("CLOCK") for m in range(k + 1, k + 4))


def _place_loose(assembly: Assembly, clause: Clause) -> None:
    """Place conditions without an action: under a heading, as a filter, or nowhere."""
    node = tree_of(clause.items, assembly)
    if node is None:
        return
    words = words_of(clause.items)
    if assembly.entries and all(item.kind == "opposite" for item in clause.items if item.kind in ("cond", "opposite")):
        _add(assembly, "exit", node, words)
        return
    last = max(n for n, item in enumerate(clause.items) if item.kind in ("cond", "opposite", "both"))
    only = any(
        (item.kind == "mark" and item.value in ("only", "unless")) or item.value == "must"
        for item in clause.items[: last + 1]
    )
    if assembly.header is not None and assembly.header.value != "reverse":
        _add_under_header(assembly, clause, node, words)
        return
    if only:
        assembly.filters.append((node, None, hull(words)))
        return
    assembly.unread.append(hull(words))
    assembly.loose = (node, words)


def _add_under_header(assembly: Assembly, clause: Clause, node: Node, words: list[Words]) -> None:
    """Join the lines under a heading: conditions of an entry all count, of an exit any of them does."""
    header = assembly.header
    assert header is not None  # noqa: S101
    known = assembly.listed
    if known is not None and known[0] is header:
        action, before, said, act = assembly.pending[known[1]]
        any_counts = header.value in ("sell", "exit", "cover") or any(
            item.kind == "conj" and item.value == "or" for item in clause.items[:1]
        )
        joined = (
            any_of_unique([*(before.parts if before.op == "or" else (before,)), node])
            if any_counts
            else all_of(before, node)
        )
        assembly.pending[known[1]] = (action, joined, [*said, *words], act)
        return
    _add(assembly, header.value, node, [Words(header.first, header.last), *words])
    assembly.header = header
    assembly.listed = (
        (header, len(assembly.pending) - 1) if header.value not in ("filter", "filter_short", "no_entry") else None
    )
