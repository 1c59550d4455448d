"""What the rules mean once all are known: sides, levels from the entry, filters."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.assemble.joins import any_of_unique
from strategy_ai_worker.domain.reading.assemble.logic import Assembly
from strategy_ai_worker.domain.reading.draft import Amount, Draft, RuleDraft, Words
from strategy_ai_worker.domain.reading.settle import as_state, settled, since_entry
from strategy_ai_worker.domain.reading.trees import Node, all_of, call, lag, mirror, rebuild, walk


def settle_sides(assembly: Assembly) -> None:
    """Turn what was said into rules: settle weak crossings, take "sell" for what it means here, drop repeats."""
    draft = assembly.draft
    _windows_to_filters(assembly)
    has_long = any(action == "enter_long" for action, *_ in assembly.pending)
    has_short = any(action == "enter_short" for action, *_ in assembly.pending)
    _same_weekday(assembly)
    if has_long and has_short:
        _leave_both_at_a_line(assembly)
        _leave_both_at_a_level(assembly)
    for action, node, words, act in assembly.pending:
        grows = action.replace("enter", "add") if _speaks_of_position(node) else action
        for meant in _meant(grows, act, has_long, has_short, draft):
            is_entry = meant.startswith(("enter", "add"))
            said_of = node if is_entry else _moves_from_beyond(node, meant, assembly)
            tree = settled(since_entry(said_of) if meant.startswith("add") else said_of, entry=is_entry)
            if not is_entry:
                rest = tree if _closes_off_entry(assembly, words) else _taken_as_levels(tree, meant, draft)
                if rest is None:
                    for said in words:
                        draft.say(said.first, said.last, "risk")
                    continue
                tree = rest
            fill = _fill_of(assembly, words)
            tree = _on_last_bar(assembly, words, tree) if fill == "same_close" else tree
            _append(draft, RuleDraft(meant, tree, words, _fraction_of(assembly, words), fill))
    draft.rules.sort(key=lambda rule: rule.action.startswith("add") and not rule.fraction)
    draft.pyramiding += sum(rule.action.startswith("add") for rule in draft.rules)
    _share_among_units(assembly, draft)
    if any(rule.action == "enter_short" for rule in draft.rules):
        draft.allow_short = True


def _on_last_bar(assembly: Assembly, words: list[Words], tree: Node) -> Node:
    """Let "at Friday's close" on bars of an hour be the last bar of that day: each of its bars has a close."""
    c = assembly.cursor
    dated = any(c.memory.day_times.get(k) == "close" for said in words for k in range(said.first, said.last))
    timed = any(part.word in ("time_of_day", "is_last_bar", "minutes_to_close") for part in walk(tree))
    return (
        all_of(tree, call("is_last_bar")) if dated and not timed and c.memory.timeframe.endswith(("m", "h")) else tree
    )


def _speaks_of_position(node: Node) -> bool:
    """Return whether a condition needs a position: "buy again 5% below my entry" enlarges one."""
    return any(part.op == "name" and part.word in ("entry_price", "last_fill_price") for part in walk(node))


def _moves_from_beyond(node: Node, action: str, assembly: Assembly) -> Node:
    """Let "sell when it falls below 70" wait for the move where the entry lies below 70 already: it would leave at once."""  # noqa: E501
    entries = [rule[1] for rule in assembly.pending if rule[0] == action.replace("exit", "enter")]
    bounds = [
        part for entry in entries for part in _said_now(entry) if len(part.parts) == 2 and part.parts[1].op == "num"
    ]

    def change(part: Node) -> Node:
        if part.op != "call" or part.word not in ("moves_above", "moves_below"):
            return part
        beyond = any(bound.parts[0] == part.parts[0] and _lies_beyond(part, bound) for bound in bounds)
        return Node("call", (part.word.replace("moves", "crosses"), *part.parts)) if beyond else part

    return rebuild(node, change)


def _said_now(node: Node) -> list[Node]:
    """Return what a condition says of the bar itself: "has been negative for 5 bars" is behind it."""
    return [deep for part in node.parts for deep in _said_now(part)] if node.op in ("and", "or") else [node]


def _lies_beyond(move: Node, entry: Node) -> bool:
    """Return whether an entry at a level leaves a thing where a move to another level would take it."""
    upward = entry.op in (">", ">=") or entry.word in ("crosses_above", "moves_above")
    level, target = entry.parts[1].number, move.parts[1].number
    if move.word == "moves_below":
        return level < target or (level == target and not upward)
    return level > target or (level == target and upward)


def _share_among_units(assembly: Assembly, draft: Draft) -> None:
    """Give each unit of a growing position its part of the account where no size was named, so that adds have cash."""
    grows = any(rule.action.startswith("add") and not rule.fraction for rule in draft.rules)
    if not grows or draft.sizing is not None or len(draft.universe) > 1:
        return
    share = round(100 / draft.pyramiding, 4)
    draft.sizing = ("percent_of_equity", share)
    why = "no size was named; the account is shared equally among the units"
    assembly.cursor.memory.guess("sizing.value", share, why)


def _leave_both_at_a_line(assembly: Assembly) -> None:
    """Let both sides leave at a line between them where one way out was said for both: "flat back at the middle"."""
    exits = [rule for rule in assembly.pending if rule[0].startswith("exit")]
    if len(exits) != 1 or exits[0][3] != "exit" or exits[0][1].op not in ("<", "<=", ">", ">="):
        return
    action, node, words, act = exits[0]
    if node.parts[1].op == "num" or not any(word in str(node.parts[1]) for word in (".middle", "sma", "ema", "vwap")):
        return
    other = "exit_short" if action == "exit_long" else "exit_long"
    assembly.pending.append((other, Node(mirror(node.op), node.args), words, act))


_MIRRORED = {"crosses_above": "crosses_below", "moves_above": "moves_below"}
_MIRRORED |= {there: here for here, there in _MIRRORED.items()}


def _leave_both_at_a_level(assembly: Assembly) -> None:
    """Let both sides leave where one way out was said for both: at a level between them each from its own side."""
    exits = [rule for rule in assembly.pending if rule[0].startswith("exit")]
    if len(exits) != 1 or exits[0][3] != "exit":
        return
    action, node, words, act = exits[0]
    other = "exit_short" if action == "exit_long" else "exit_long"
    guesses = assembly.cursor.memory.guesses
    either_way = any(guess.field == "direction of the crossing" for guess in guesses) and node.word in _MIRRORED
    if either_way or _lies_between(node, assembly):
        up, down = _from_both_sides(node)
        if not _fades(node, assembly) and (either_way or node.parts[1].op == "num"):
            up, down = down, up
        here, there = (up, down) if action == "exit_long" else (down, up)
        assembly.pending[assembly.pending.index(exits[0])] = (action, here, words, act)
        assembly.pending.append((other, there, words, act))
        guesses[:] = [guess for guess in guesses if guess.field != "direction of the crossing"]
        return
    functions = {part.word for part in walk(as_state(node)) if part.op == "call"} - {*_MIRRORED, "on", "of"}
    if _says_both(assembly, words) or (functions and functions <= _SIDELESS):
        assembly.pending.append((other, node, words, act))


_SIDELESS = frozenset(
    [
        "adx",
        "adxr",
        "atr",
        "natr",
        "chop",
        "historical_volatility",
        "weekday",
        "month",
        "time_of_day",
        "minutes_to_close",
    ]
)


def _says_both(assembly: Assembly, words: list[Words]) -> bool:
    """Return whether an action is said of both sides: "both closed when", "close either side when"."""
    c, act = assembly.cursor, words[0]
    near = [c.at(k).text for k in (act.first - 2, act.first - 1, act.last, act.last + 1)]
    both = any(shown in ("both", "either", "any position", "all positions", "everything") for shown in near)
    both = both or any(word in c.at(act.first).text.split(" ") for word in ("both", "either"))
    if both:
        places = [k for k in (act.first - 2, act.first - 1, act.last, act.last + 1) if c.at(k).text == "both"]
        for k in places:
            assembly.draft.say(k, k + 1, "rules")
    return both


def _lies_between(node: Node, assembly: Assembly) -> bool:
    """Return whether a level of an exit lies between those at which the two sides entered, of the same thing."""
    bounds = _entered_at(node, assembly)
    return len(bounds) == 2 and min(bounds.values()) < node.parts[1].number < max(bounds.values())


def _fades(node: Node, assembly: Assembly) -> bool:
    """Return whether the long side enters below the level at which both sides leave: it leaves upwards then."""
    bounds = _entered_at(node, assembly)
    return len(bounds) == 2 and bounds["enter_long"] < bounds["enter_short"]


def _entered_at(node: Node, assembly: Assembly) -> dict[str, float]:
    """Return the levels at which the sides entered of the thing that a condition compares with a level."""
    if len(node.parts) != 2 or node.parts[1].op != "num":
        return {}
    return {
        action: part.parts[1].number
        for action, entry, _, _ in assembly.pending
        if action.startswith("enter")
        for part in (entry.parts if entry.op == "and" else (entry,))
        if len(part.parts) == 2 and part.parts[0] == node.parts[0] and part.parts[1].op == "num"
    }


def _from_both_sides(node: Node) -> tuple[Node, Node]:
    """Return a comparison with a level upwards, and downwards."""
    if node.op == "call":
        swapped = Node("call", (_MIRRORED[node.word], *node.parts))
        return (node, swapped) if node.word.endswith("above") else (swapped, node)
    swapped = Node(mirror(node.op), node.args)
    return (node, swapped) if node.op in (">", ">=") else (swapped, node)


def _fraction_of(assembly: Assembly, words: list[Words]) -> float | None:
    """Return the share of the position that the action of a rule speaks of."""
    shares = assembly.cursor.memory.fractions
    return next((round(shares[said.first], 6) for said in words if said.first in shares), None)


def _fill_of(assembly: Assembly, words: list[Words]) -> str | None:
    """Return the fill named behind the action of a rule: "buy at the close when ..."; at the next open it is anyway."""
    c = assembly.cursor
    times = [c.memory.day_times.get(k) for said in words for k in range(said.first, said.last)]
    if "close" in times:
        return "same_close"
    for said in words:
        if c.at(said.first).has("ACT") and c.at(said.first - 1).has("FILLAT", "same_close"):
            assembly.draft.say(said.first - 1, said.first, "execution.fill")
            return "same_close"
        if c.at(said.first).has("ACT") and c.at(said.first - 1).has("FILLAT", "next_open"):
            assembly.draft.say(said.first - 1, said.first, "execution.fill")
        k = c.skip(said.last)
        while c.at(k).has("SYM") or c.at(k).has("TICKER"):
            k = c.skip(k + 1)
        if not c.at(said.first).has("ACT") or not c.at(k).has("FILLAT") or c.at(c.skip(k + 1)).has("CMP"):
            continue
        assembly.draft.say(k, k + 1, "execution.fill")
        if c.at(k).has("FILLAT", "same_close"):
            return "same_close"
    return None


def _same_weekday(assembly: Assembly) -> None:
    """Read "buy on Friday ..., sell the following Friday" as held for a week: one bar cannot be both."""
    days = {
        str(part)
        for action, node, _, _ in assembly.pending
        if action.startswith("enter")
        for part in (node.parts if node.op == "and" else (node,))
        if str(part).startswith("weekday() ==")
    }
    for rule in list(assembly.pending):
        if rule[0].startswith("exit") and str(rule[1]) in days:
            assembly.pending.remove(rule)
            times = assembly.cursor.memory.day_times
            if any(times.get(k) == "close" for said in rule[2] for k in range(said.first, said.last)):
                assembly.draft.session_exit = True
                for said in rule[2]:
                    assembly.draft.say(said.first, said.last, "risk.session_exit")
                continue
            assembly.draft.max_bars = 7 if assembly.cursor.memory.round_the_clock else 5


def _meant(action: str, act: str, has_long: bool, has_short: bool, draft: Draft) -> list[str]:  # noqa: FBT001
    if action == "exit_short" and has_long and not has_short:
        return ["exit_long"]
    if action == "exit_long" and act == "sell" and not has_long and (has_short or draft.short_only or draft.both_ways):
        return ["enter_short"] if not has_short else ["exit_short"]
    if action == "exit_long" and act == "sell" and not has_long:
        return ["exit_long"]
    if action.startswith("exit") and act == "exit" and has_long and has_short:
        return [action]
    return [action] if action != "reverse" else []


def _append(draft: Draft, rule: RuleDraft) -> None:
    for known in draft.rules:
        if known.action == rule.action and known.when == rule.when:
            known.words.extend(rule.words)
            return
    draft.rules.append(rule)


def _taken_as_levels(node: Node, action: str, draft: Draft) -> Node | None:
    """Turn "when it is 5% below my entry" into a stop or a target; return what remains of the condition."""
    parts = list(node.parts) if node.op == "or" else [node]
    rest = []
    for part in parts:
        amount = _level_from_entry(part)
        if amount is None:
            rest.append(part)
            continue
        gain = amount.value > 0 if action.endswith("long") else amount.value < 0
        (draft.targets if gain else draft.stops).append(Amount("percent", abs(amount.value)))
    return any_of_unique(rest) if rest else None


def _closes_off_entry(assembly: Assembly, words: list[Words]) -> bool:
    """Return whether only a close counts: "when it closes 5% below my entry" is no stop inside the bar."""
    c = assembly.cursor
    places = [k for said in words for k in range(said.first, said.last) if c.at(k).text in ("closes", "it closes")]
    return any(
        any(c.at(m).has("PCT") for m in range(k + 1, k + 4))
        and any(c.at(m).has("SER", "entry") for m in range(k, k + 8))
        for k in places
    )


def _level_from_entry(node: Node) -> Amount | None:
    if node.op not in ("<", "<=", ">", ">="):
        return None
    left, right = node.parts
    if left.op == "name" and left.word == "open_return" and right.op == "num":
        return Amount("percent", right.number)
    if right.op == "*" and right.parts[0].op == "num" and str(right.parts[1]) == "entry_price":
        return Amount("percent", round((right.parts[0].number - 1) * 100, 8))
    return None


def apply_filters(assembly: Assembly) -> None:
    """Put filters into every entry that they speak of."""
    for node, side, words in assembly.filters:
        tree = settled(node, entry=False)
        for rule in assembly.draft.rules:
            if rule.action.startswith("enter") and (side is None or rule.action.endswith(side)):
                rule.when = all_of(_before_weekday(rule.when, tree), tree)
                rule.words.append(words)


def _before_weekday(when: Node, day: Node) -> Node:
    """Return what a rule says of Monday as of sessions ago where it acts on Tuesdays alone."""
    if day.op != "==" or str(day.parts[0]) != "weekday()":
        return when
    parts = when.parts if when.op == "and" else (when,)
    named = {part.parts[1].number for part in parts if part.op == "==" and str(part.parts[0]) == "weekday()"}
    if len(named) != 1 or day.parts[1].number in named or not _tells_more(parts):
        return when
    back = int(day.parts[1].number - named.pop()) % 5
    rest = [part for part in parts if str(part.parts[0]) != "weekday()"]
    return all_of(*(lag(as_state(part), back) for part in rest))


def _tells_more(parts: tuple[Node, ...]) -> bool:
    return any(str(part.parts[0]) != "weekday()" for part in parts if part.parts)


def _windows_to_filters(assembly: Assembly) -> None:
    """Take "entries 9:45-11:00" for a filter where another sentence says what enters: hours alone enter nothing."""
    for rule in list(assembly.pending):
        action, node, words, act = rule
        others = [one for one in assembly.pending if one is not rule and one[0] == action]
        hours = {part.op for part in _parts(node) if str(part).startswith("time_of_day()")}
        only = len(hours) > 0 and all(str(part).startswith("time_of_day()") for part in _parts(node))
        dated = act == "enter" and all(str(part).startswith(("weekday()", "month()")) for part in _parts(node))
        if action.startswith("enter") and others and ((only and "==" not in hours) or dated):
            assembly.pending.remove(rule)
            said = Words(min(word.first for word in words), max(word.last for word in words))
            assembly.filters.append((node, action.removeprefix("enter_"), said))


def _parts(node: Node) -> tuple[Node, ...]:
    return node.parts if node.op in ("and", "or") else (node,)
