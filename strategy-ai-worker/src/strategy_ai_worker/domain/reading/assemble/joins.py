"""Conditions joined by their links: which binds tighter, and what comes after what."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.scan import Item
from strategy_ai_worker.domain.reading.settle import as_state
from strategy_ai_worker.domain.reading.trees import Node, all_of, call, compare, contrary, keyword, lag, num, walk


def is_sequel(c: Cursor, k: int) -> bool:
    """Return whether "then" tells what comes next in time: before a deed it only leads from the condition to it."""
    return c.at(k).text == "then" and not c.at(c.skip(k + 1)).has("ACT")


def goes_on(c: Cursor, k: int) -> bool:
    """Return whether "while" goes on with the thing said last: "(or %K falls below %D) while above 80"."""
    return c.at(k).has("CMP") or c.at(k).has("EVENT")


def ends_refusal(c: Cursor, refused: Item, item: Item) -> bool:
    """Return whether a "not" is of unread words before another thing: "it does not interest me, so it must be X"."""
    between = range(refused.last, item.first)
    if item.kind in ("comma", "conj"):
        return len(between) > 0
    told = item.kind == "mark" or item.value == "must" or any(c.at(k).text in _THEREFORE for k in between)
    return told and any(c.at(k).has("UNK") for k in between)


_THEREFORE = frozenset(["so", "hence", "therefore", "thus", "because"])


def joined(parts: list[tuple[str, Node]], comma: str = "") -> Node | None:
    """Return the truth of conditions with the links before them; a comma stands for the link that follows it."""
    if not parts:
        return None
    signs = [sign for sign, _ in parts]
    for n in range(len(signs) - 1, 0, -1):
        if signs[n] == ",":
            later = comma or next((sign for sign in signs[n + 1 :] if sign in ("and", "or")), "and")
            signs[n] = later
    weak: list[list[list[Node]]] = [[[parts[0][1]]]]
    refused = [signs[0] == "unless"]
    for sign, (_, node) in zip(signs[1:], parts[1:], strict=True):
        if sign in ("after", "then", "next", "prior"):
            weak[-1][-1] = [_in_time(sign, all_of(*weak[-1][-1]), node)]
        elif sign in ("but", "unless"):
            weak.append([[node]])
            refused.append(sign == "unless")
        elif sign == "or":
            weak[-1].append([node])
        else:
            weak[-1][-1].append(node)
    groups = [any_of_unique([all_of(*ands) for ands in ors]) for ors in weak]
    return all_of(*(contrary(group) if refuse else group for group, refuse in zip(groups, refused, strict=True)))


def _in_time(sign: str, said: Node, node: Node) -> Node:
    if sign == "prior":
        return all_of(said, lag(as_state(node), 1))
    return _since(node, said) if sign == "after" else after(said, node, at_once=sign == "next")


def after(first: Node, second: Node, *, at_once: bool) -> Node:
    """Return what comes after another thing: on the next bar, within some bars, or whenever it comes."""
    if at_once:
        return all_of(lag(as_state(first), 1), second)
    if second.op == "call" and second.word == "any":
        inner, count = second.parts
        return Node("call", ("sequence", first, inner, keyword("within", count.number)))
    return all_of(call("latch", as_state(first), lag(second, 1)), second)


def _since(first: Node, second: Node) -> Node:
    """Return the second thing where the first has come before: a state on the bar before, an event at any time."""
    lasting = (first.op == "call" and first.word in ("all", "any", "falling", "rising")) or first.op == "lag"
    if lasting or (_is_of_one_bar(first) and _is_of_one_bar(second)):
        return all_of(second, first if first.op == "lag" else ahead_of(second, first))
    return after(first, second, at_once=False)


def _is_of_one_bar(event: Node) -> bool:
    """Return whether an event is told by one bar and the close before it: a doji, a down day."""
    if event.op == "call":
        return event.word.startswith("cdl_")
    return event.op in ("<", ">") and all(_is_column(part) for part in event.parts)


def _is_column(part: Node) -> bool:
    return part.op == "name" or (part.op == "lag" and part.parts[0].op == "name")


def ahead_of(event: Node, state: Node) -> Node:
    """Return a state as it was before an event: before the whole of "three higher closes", else on the bar before."""
    run = event.op == "call" and event.word in ("falling", "rising", "all") and event.parts[-1].op == "num"
    return lag(state, int(event.parts[-1].number) if run else 1)


_SIGNS = ("<", "<=", ">", ">=")


def back_across(before: Node, node: Node, link: str) -> Node | None:
    """Return "has been below 30 and crosses above it", "goes below 30 then back above" as the crossing of that level.

    Both on one bar cannot be: what was beyond the level was so before it was crossed.
    """
    state, crosses = as_state(before), node.op == "call" and node.word.startswith(("crosses_", "moves_"))
    if link not in ("", "and", "then") or state.op not in _SIGNS or not (crosses or node.op in _SIGNS):
        return None
    upward = node.word.endswith("above") if crosses else node.op[:1] == ">"
    if state.parts != node.parts[:2] or (state.op[:1] == ">") == upward or (before.op != state.op and crosses):
        return None
    if crosses:
        return node
    leveled = link == "then" and node.parts[1].op == "num"
    return call("crosses_above" if upward else "crosses_below", *node.parts) if leveled else None


def cross_back(c: Cursor, item: Item, action: str, entry: Node) -> Node | None:
    """Return "the opposite crossover" of lines that crossed in a title, where an entry tells only what else must be."""
    crossed = c.memory.crossed
    named = item.kind == "opposite" and any("cross" in c.at(k).text for k in range(item.first, item.last))
    told = any(part.op == "call" and part.word.startswith(("crosses_", "moves_")) for part in walk(entry))
    if not named or told or crossed is None or crossed[1].op == "num":
        return None
    return call("crosses_above" if action == "enter_short" else "crosses_below", *crossed)


def restated(before: Node, node: Node) -> Node:
    """Return what words said again make of a condition: one of the bar before stands beside it, else they say it in full."""  # noqa: E501
    earlier = node.op == "lag" or (node.op in _SIGNS and node.parts[0].op == "lag")
    told = before.op == "lag" or any(part.op == "lag" for part in before.parts)
    return all_of(before, node) if earlier and not told else node


def any_of_unique(parts: list[Node]) -> Node:
    """Return the truth that any of these is true, each taken once."""
    unique = list(dict.fromkeys(parts))
    return unique[0] if len(unique) == 1 else Node("or", tuple(unique))


def counted_again(node: Node, said: str) -> Node | None:
    """Return the count of an entry compared with another number: "at least two of A, B, C" and "fewer than two hold"."""  # noqa: E501
    counts = [part for part in walk(node) if part.op == "call" and part.word == "count_true"]
    counts = counts or ([call("count_true", *node.parts)] if node.op == "and" else [])
    sign, _, number = said.partition(" ")
    return compare(sign, counts[0], num(float(number))) if counts else None
