"""Conditions of the same kind: the new one takes the place of the old."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.trees import Node, all_of, num, rebuild


def shape(node: Node) -> str:
    """Return a tree with its numbers blanked."""
    return str(rebuild(node, lambda part: num(0) if part.op == "num" else part))


def with_atom(tree: Node, new: Node) -> Node | None:
    """Return the tree with the condition that is of the same kind as `new` replaced by it, or None."""
    atoms = list(tree.parts) if tree.op in ("and", "or") else [tree]
    for n, atom in enumerate(atoms):
        if atom.op in ("and", "or"):
            inner = with_atom(atom, new)
            if inner is not None:
                atoms[n] = inner
                return Node(tree.op, tuple(atoms))
        elif _same_move(atom, new):
            bar = new.parts[0].parts[-1].number == 1
            atoms[n] = Node(new.op, (atom.parts[0] if bar else new.parts[0], new.parts[1]))
            return atoms[0] if len(atoms) == 1 else Node(tree.op, tuple(atoms))
        elif shape(atom) == shape(new) or _same_subject(atom, new):
            atoms[n] = new
            return atoms[0] if len(atoms) == 1 else Node(tree.op, tuple(atoms))
    return None


def bounded_anew(tree: Node, new: Node) -> Node | None:
    """Return the tree with the bound of a measure given anew: "only when VIX is over 35" where it had to be over 20.

    One of two such bounds would say nothing, so the new one takes the place of the old.
    """
    atoms = list(tree.parts) if tree.op == "and" else [tree]
    for n, atom in enumerate(atoms):
        if _same_bound(atom, new):
            atoms[n] = Node(atom.op, new.parts)
            return all_of(*atoms)
    return None


def _same_bound(old: Node, new: Node) -> bool:
    ops = ("<", "<=", ">", ">=")
    if old.op not in ops or new.op not in ops or old.op[0] != new.op[0] or old.parts[0] != new.parts[0]:
        return False
    return _unscaled(old.parts[1]) == _unscaled(new.parts[1]) and not (
        old.parts[0].op == "name" and new.parts[1].op == "num"
    )


def _unscaled(node: Node) -> Node:
    """Return a bound without its number: how many times a line, or the number alone."""
    if node.op == "num":
        return num(0)
    if node.op == "*" and node.parts[0].op == "num":
        return node.parts[1]
    return node


def _same_move(old: Node, new: Node) -> bool:
    """Return whether both are a change of the price over some time: "drops 8%" restates "drops 5% in a week"."""
    moves = all(
        one.op in ("<", "<=", ">", ">=") and one.parts[0].word == "roc" and one.parts[1].op == "num"
        for one in (old, new)
    )
    return moves and old.op[0] == new.op[0]


def _same_subject(old: Node, new: Node) -> bool:
    ups, downs = {">", ">=", "crosses_above"}, {"<", "<=", "crosses_below"}
    old_way, new_way = old.word if old.op == "call" else old.op, new.word if new.op == "call" else new.op
    same_way = (old_way in ups and new_way in ups) or (old_way in downs and new_way in downs)
    if not same_way or len(old.parts) != 2 or len(new.parts) != 2:
        return False
    return (
        shape(old.parts[0]) == shape(new.parts[0])
        and (old.parts[1].op == "num") == (new.parts[1].op == "num")
        and old.parts[0].op != "name"
    )
