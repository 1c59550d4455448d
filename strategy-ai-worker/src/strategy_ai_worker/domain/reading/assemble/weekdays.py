"""What is said of one weekday where the rule acts on another: it is of some sessions ago."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.trees import Node, all_of, lag

_SIGNS = ("<", "<=", ">", ">=")


def other_weekday(node: Node, parts: list[tuple[str, Node]]) -> int | None:
    """Return how many sessions ago "on Monday" is where the rule speaks of Tuesdays: "on Tuesdays if it closed lower on Monday"."""  # noqa: E501
    days = [part for _, part in parts if part.op == "==" and str(part.parts[0]) == "weekday()"]
    if not days or node.op != "==" or str(node.parts[0]) != "weekday()" or node == days[0] or parts[-1][1] in days:
        return None
    return int(days[0].parts[1].number - node.parts[1].number) % 5


def _sooner(node: Node, bars: int) -> Node:
    return Node(node.op, tuple(lag(part, bars) for part in node.parts)) if node.op in _SIGNS else lag(node, bars)


def before_later_weekday(node: Node, parts: list[tuple[str, Node]], *, dealt: bool) -> list[tuple[str, Node]]:
    """Return "(if Monday closes lower) buy Tuesday's open" with what is said of Monday as of the sessions before."""
    if dealt and len(parts) > 1 and parts[-1][1].op != "and":
        first = len(parts) - 1
        while first > 0 and parts[first][0] in ("", "and", ","):
            first -= 1
        parts = [*parts[:first], (parts[first][0], all_of(*(part for _, part in parts[first:])))]
    said = parts[-1][1].parts if parts and parts[-1][1].op == "and" else ()
    days = [part for part in said if part.op == "==" and str(part.parts[0]) == "weekday()"]
    named = node.op == "==" and str(node.parts[0]) == "weekday()"
    if len(days) != 1 or len(said) < 2 or not named or node == days[0]:
        return parts
    back = int(node.parts[1].number - days[0].parts[1].number) % 5
    before = (part for part in said if part not in days)
    rest = all_of(*(_sooner(part, back) for part in before))
    return [*parts[:-1], (parts[-1][0], rest)]
