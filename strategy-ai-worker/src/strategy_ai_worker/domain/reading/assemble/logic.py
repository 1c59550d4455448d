"""The truth that conditions and links make together."""

from __future__ import annotations

from dataclasses import dataclass, field

from strategy_ai_worker.domain.reading.draft import Draft, Words
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.scan import Item
from strategy_ai_worker.domain.reading.settle import opposite, settled
from strategy_ai_worker.domain.reading.trees import Node, all_of, lag, negate


@dataclass(slots=True)
class Assembly:
    """The rules so far, and what could not be placed."""

    draft: Draft
    cursor: Cursor
    side: str = "long"
    entries: list[str] = field(default_factory=list)
    filters: list[tuple[Node, str | None, Words]] = field(default_factory=list)
    unread: list[Words] = field(default_factory=list)
    bare: list[Item] = field(default_factory=list)
    pending: list[tuple[str, Node, list[Words], str]] = field(default_factory=list)
    header: Item | None = None
    loose: tuple[Node, list[Words]] | None = None
    listed: tuple[Item, int] | None = None


def words_of(items: list[Item]) -> list[Words]:
    """Return the words of the conditions among items, with the links between them."""
    conds = [n for n, item in enumerate(items) if item.kind in ("cond", "opposite", "both")]
    if not conds:
        return []
    kept = items[: conds[-1] + 1]
    return [
        Words(item.first, item.last)
        for item in kept
        if item.kind in ("cond", "mark", "conj", "either", "opposite", "both", "define", "after", "not")
    ]


def hull(words: list[Words]) -> Words:
    """Return the words from the first to the last of these."""
    return Words(min(word.first for word in words), max(word.last for word in words))


def tree_of(items: list[Item], assembly: Assembly) -> Node | None:  # noqa: C901, PLR0912 - one reading of one construct
    """Return the truth that conditions and links make together; "but", "only if" and "unless" bind weakest, then "or", then "and"."""  # noqa: E501
    parts: list[tuple[str, Node]] = []
    link, refuse, either, comma, restated = "", False, False, False, False
    either_from: int | None = None
    for item in items:
        if item.kind == "cond" or item.kind in ("opposite", "both"):
            node = _node_of(item, assembly)
            if node is None:
                continue
            node = negate(node) if refuse else node
            earlier = _other_weekday(node, parts)
            if earlier is not None:
                parts[-1] = (parts[-1][0], lag(parts[-1][1], earlier))
            elif restated and parts:
                parts[-1] = (parts[-1][0], node)
            else:
                parts.append((link or ("," if comma and parts else "and" if parts else ""), node))
            if either and either_from is None:
                either_from = len(parts) - 1
            link, refuse, comma, restated, either = "", False, False, False, False
        elif item.kind == "conj":
            link = (
                (
                    "but"
                    if item.value == "but" or (comma and item.value == "and" and any(sign == "or" for sign, _ in parts))
                    else item.value
                )
                if link != "but"
                else "but"
            )
        elif item.kind == "comma":
            comma = True
        elif item.kind == "mark" and item.value in ("only", "unless"):
            link, refuse = "but", refuse or item.value == "unless"
        elif item.kind == "after":
            link = "and"
        elif item.kind == "define":
            restated = True
        elif item.kind == "not":
            refuse = not refuse
        elif item.kind == "either":
            either = True
    return _joined(parts)


def _other_weekday(node: Node, parts: list[tuple[str, Node]]) -> int | None:
    """Return how many sessions ago "on Monday" is where the rule speaks of Tuesdays: "on Tuesdays if it closed lower on Monday"."""  # noqa: E501
    days = [part for _, part in parts if part.op == "==" and str(part.parts[0]) == "weekday()"]
    if not days or node.op != "==" or str(node.parts[0]) != "weekday()" or node == days[0] or parts[-1][1] in days:
        return None
    return int(days[0].parts[1].number - node.parts[1].number) % 5


def _node_of(item: Item, assembly: Assembly) -> Node | None:
    if item.kind == "cond":
        return item.node
    if item.kind == "both":
        terms = list(assembly.cursor.memory.terms.values())
        return all_of(*terms[-2:]) if len(terms) >= 2 else None
    for action, node, _, _ in reversed(assembly.pending):
        if action.startswith("enter"):
            return negate(settled(node, entry=False)) if item.value == "not" else opposite(node)
    return None


def _joined(parts: list[tuple[str, Node]]) -> Node | None:
    if not parts:
        return None
    signs = [sign for sign, _ in parts]
    for n in range(len(signs) - 1, 0, -1):
        if signs[n] == ",":
            later = next((sign for sign in signs[n + 1 :] if sign in ("and", "or")), "and")
            signs[n] = later
    weak: list[list[list[Node]]] = [[[parts[0][1]]]]
    for sign, (_, node) in zip(signs[1:], parts[1:], strict=True):
        if sign == "but":
            weak.append([[node]])
        elif sign == "or":
            weak[-1].append([node])
        else:
            weak[-1][-1].append(node)
    return all_of(*(any_of_unique([all_of(*ands) for ands in ors]) for ors in weak))


def any_of_unique(parts: list[Node]) -> Node:
    """Return the truth that any of these is true, each taken once."""
    unique = list(dict.fromkeys(parts))
    return unique[0] if len(unique) == 1 else Node("or", tuple(unique))
