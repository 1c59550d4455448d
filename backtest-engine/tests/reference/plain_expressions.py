"""Expressions over the position as nested tuples, and what they are worth: plain Python, for the simulator beside.

A tree is a number, ("word", name), ("series", slot), ("since", name, slot), ("reason", name) or (operation, left,
right).
"""

import operator

NAN = float("nan")

OPERATIONS = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "less": operator.lt,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "equal": operator.eq,
    "and": lambda a, b: bool(a) and bool(b),
    "or": lambda a, b: bool(a) or bool(b),
}


def worth(tree, view):
    """Return what a tree is worth; `view` knows `word(name)`, `series(slot)` and `since(name, slot)`."""
    if isinstance(tree, (int, float)):
        return float(tree)
    if tree[0] == "reason":
        return tree[1]
    if tree[0] in ("word", "series", "since"):
        return getattr(view, tree[0])(*tree[1:])
    return OPERATIONS[tree[0]](worth(tree[1], view), worth(tree[2], view))
