"""Portfolios that change over: one asset while a condition holds and another otherwise, or the best with a refuge."""

from __future__ import annotations

from collections.abc import Sequence

from strategy_ai_worker.domain.reading.conditions import condition
from strategy_ai_worker.domain.reading.draft import AllocationDraft, Draft
from strategy_ai_worker.domain.reading.frames.account import account
from strategy_ai_worker.domain.reading.frames.ranking import ranking
from strategy_ai_worker.domain.reading.frames.rhythm import rebalance_of
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.settle import settled
from strategy_ai_worker.domain.reading.trees import (
    Node,
    all_of,
    any_of,
    call,
    compare,
    negate,
    num,
    rebuild,
    text,
    walk,
)

_MOST_RANKED = 8
_ELSE = ("else", "otherwise", "or else", "if not", "否则", "不然")


def symbol_at(c: Cursor, i: int) -> str | None:
    """Return the asset that a lexeme names."""
    value = c.at(i).get("SYM")
    if isinstance(value, tuple):
        return str(value[0])
    return str(c.at(i).get("TICKER")) if c.at(i).has("TICKER") else None


def refuge_at(c: Cursor) -> int | None:
    """Return where the asset stands that is held otherwise: "else hold AGG", "if both are negative, hold AGG"."""
    for i in range(len(c.lexemes) - 1, 0, -1):
        if symbol_at(c, i) is None or any(symbol_at(c, k) for k in range(i + 1, len(c.lexemes))):
            continue
        before = [c.at(k) for k in range(max(0, i - 4), i)]
        behind = c.at(i + 1).has("NOLONGER") or c.at(i + 1).text in _ELSE
        else_said = any(one.has("NOLONGER") or one.has("OPPOSITE") or one.text in _ELSE for one in before)
        if behind or else_said or _or_if(c, i):
            return i
        holds = any(one.has("HOLD") or one.has("ACT", "buy") or one.text in _GOES for one in before[-2:])
        if holds and _behind_condition(c, i):
            return i
    return None


def _or_if(c: Cursor, i: int) -> bool:
    """Return whether an asset is the other choice under a condition behind it: "or AGG if both are negative"."""
    return c.at(i - 1).has("CONJ", "or") and c.at(c.skip(i + 1)).has("MARK", "if")


_GOES = ("go", "move", "switch", "flee", "shift", "rotate", "flip", "go to", "switch to", "move to", "move into")


def _behind_condition(c: Cursor, i: int) -> bool:
    """Return whether an "if" stands before a deed in its sentence, behind the deed that ranks."""
    for k in range(i - 1, -1, -1):
        if c.is_sign(k, ".", ";", "\n"):
            return False
        if c.at(k).has("MARK", "if") and c.at(k).text not in ("on", "in", "at", "by"):
            return any(c.at(m).has("HOLD") or c.at(m).has("BEST") or c.at(m).has("RANK") for m in range(k))
    return False


def switch(c: Cursor, draft: Draft) -> AllocationDraft | None:
    """Return "hold A while X, otherwise B" as weights that depend on X, or None where the words say no such thing."""
    turned = _changed_over(c, draft)
    if turned is not None:
        return turned
    at = refuge_at(c)
    refuge = symbol_at(c, at) if at is not None else None
    found = _condition_before(c, at) if at is not None else None
    if at is None or refuge is None or found is None:
        return None
    node, first, last = found
    held = [name for k in range(at) if k not in range(first, last) and (name := symbol_at(c, k)) is not None]
    held = list(dict.fromkeys(held)) or _spoken_of(node)[:1]
    if refuge in held:
        # "Switch between A and B: A while X, B otherwise" lists both before it says which is which.
        held = [name for name in held if name != refuge] if _lists_both(c, at, refuge) else []
    if not held:
        return None
    state = settled(as_state(_of(held[0], node)), entry=False)
    share = round(100 / len(held), 4)
    behind = c.lexemes[at:]
    halved = any(one.has("EQUALWEIGHT") for one in behind) and any(one.has("CASH") for one in behind)
    plan = AllocationDraft(
        weights=[(name, _where(state, share, 0)) for name in held] + [(refuge, _where(state, 0, 50 if halved else 100))]
    )
    _rhythm(c, draft, plan, [*range(first, last), at], default="daily")
    return plan


def _changed_over(c: Cursor, draft: Draft) -> AllocationDraft | None:
    """Read "SPY跌破200日均线就换成TLT，站回均线再换回SPY": each change is said with its own condition."""
    changes = [k for k in range(1, len(c.lexemes)) if c.at(k - 1).has("CHANGEOVER") and symbol_at(c, k) is not None]
    if len(changes) != 2 or not c.at(changes[1] - 1).has("CHANGEOVER", "back"):
        return None
    refuge, home = (str(symbol_at(c, k)) for k in changes)
    start = next((k for k in range(changes[0]) if c.at(k).has("SIGN_MARK", ":")), -1) + 1
    read = condition(c, start)
    if refuge == home or read is None or read[1] > changes[0]:
        return None
    away = settled(as_state(_of(home, as_state(read[0]))), entry=False)
    if not away.is_truth:
        return None
    plan = AllocationDraft(weights=[(home, _where(away, 0, 100)), (refuge, _where(away, 100, 0))])
    back = range(changes[0] + 1, changes[1] + 1)
    _rhythm(c, draft, plan, [*range(changes[0] + 1), *back], default="daily")
    return plan


def _lists_both(c: Cursor, at: int, refuge: str) -> bool:
    """Return whether an asset is first named in a list of both, behind "between" or before a colon."""
    first = next(k for k in range(at) if symbol_at(c, k) == refuge)
    listed = any(c.at(k).text == "between" for k in range(first))
    return listed or any(c.is_sign(k, ":") for k in range(first, at))


def _condition_before(c: Cursor, end: int) -> tuple[Node, int, int] | None:
    """Return the conditions behind the "if" or "while" before a place, joined as they are said."""
    for i in range(end):
        if not c.at(i).has("MARK"):
            continue
        read = condition(c, i + 1)
        if read is None or not read[0].is_truth:
            continue
        node, j = read
        while c.at(c.skip(j)).has("CONJ", "and", "or") and (more := condition(c, c.skip(j) + 1)) is not None:
            join = all_of if c.at(c.skip(j)).has("CONJ", "and") else any_of
            node, j = join(node, more[0]), more[1]
        return node, i, j
    return None


def _spoken_of(node: Node) -> list[str]:
    return [part.parts[0].word for part in walk(node) if part.op == "call" and part.word == "of"]


def _of(name: str, node: Node) -> Node:
    """Let a condition that names no asset speak of this one."""
    if node.op in ("and", "or", "not"):
        return Node(node.op, tuple(_of(name, part) for part in node.parts))
    if _spoken_of(node):
        return node
    if node.op in ("<", "<=", ">", ">="):
        return Node(node.op, tuple(part if part.op == "num" else call("of", text(name), part) for part in node.parts))
    return call("of", text(name), node)


def as_state(node: Node) -> Node:
    """Return a cross as the state that it begins: weights are looked at again and again."""

    def change(part: Node) -> Node:
        if part.op != "call" or not part.word.startswith(("crosses_", "moves_")):
            return part
        return compare(">" if part.word.endswith("above") else "<", *part.parts)

    return rebuild(node, change)


def _where(state: Node, yes: float, no: float) -> str:
    return str(call("where", state, num(yes), num(no)))


def refuged(c: Cursor, draft: Draft, hold: int) -> AllocationDraft | None:
    """Return "the best of A and B, and C where none of them is positive" as weights that depend on the scores.

    Args:
        c: The words.
        draft: What is made of them.
        hold: How many are held; only one can be told with a refuge.
    """
    at = refuge_at(c)
    refuge = symbol_at(c, at) if at is not None else None
    if at is None or refuge is None or hold != 1:
        return None
    gate = _gate_before(c, at)
    inside = range(gate[1], gate[2]) if gate is not None else range(0)
    named = dict.fromkeys(
        name for k in range(len(c.lexemes)) if k not in inside and (name := symbol_at(c, k)) is not None
    )
    ranked = [name for name in named if name != refuge]
    score = ranking(c)
    if not 2 <= len(ranked) <= _MOST_RANKED:
        return None
    rank = score[0] if score is not None else call("roc", CLOSE, 252)
    if score is None:
        c.memory.guess("allocation.score", str(rank), "the score was not named; the twelve-month return is usual")
    scores = {name: call("of", text(name), rank) for name in ranked}
    if gate is not None:
        plan = _gated(scores, refuge, gate[0])
        _rhythm(c, draft, plan, [*(score[1] if score is not None else ()), at, *inside], default="monthly")
        return plan
    told = _threshold_words(c, at, refuge)
    least: Node = num(0)
    if told[1]:
        least = call("of", text(refuge), rank)
    elif not told[0]:
        c.memory.guess("allocation.refuge", refuge, f"{refuge} is held where no score is above zero")
    plan = AllocationDraft(weights=[(name, _best(name, scores, least)) for name in ranked])
    top = _largest(list(scores.values()))
    plan.weights = [*plan.weights, (refuge, _where(compare("<=", top, least), 100, 0))]
    used = [*(score[1] if score is not None else ()), at, *told[0]]
    _rhythm(c, draft, plan, used, default="monthly")
    return plan


def _gate_before(c: Cursor, at: int) -> tuple[Node, int, int] | None:
    """Return the condition on another asset that sends into the refuge: "if SPY's return is below zero, go to TLT"."""
    found = _condition_before(c, at)
    if found is None:
        return None
    node, first, last = found
    outside = {symbol_at(c, k) for k in range(len(c.lexemes)) if k not in range(first, last)}
    spoken = _spoken_of(node)
    return (settled(as_state(node), entry=False), first, last) if spoken and not outside & set(spoken) else None


def _gated(scores: dict[str, Node], refuge: str, gate: Node) -> AllocationDraft:
    """Return the best of the scores, and the refuge while a condition on another asset holds."""
    held = [(name, _where(all_of(*_beats(name, scores), negate(gate)), 100, 0)) for name in scores]
    return AllocationDraft(weights=[*held, (refuge, _where(gate, 100, 0))])


def _beats(name: str, scores: dict[str, Node]) -> list[Node]:
    """Return that an asset has the best score; of equal scores the first named wins."""
    names = list(scores)
    before, behind = names[: names.index(name)], names[names.index(name) + 1 :]
    own = scores[name]
    beats = [compare(">", own, scores[other]) for other in before]
    return beats + [compare(">=", own, scores[other]) for other in behind]


def _threshold_words(c: Cursor, at: int, refuge: str) -> tuple[list[int], bool]:
    """Return the lexemes of "if both are below zero", and whether the refuge itself is the measure."""
    start = next((k for k in range(at, -1, -1) if c.at(k).has("MARK", "if")), at)
    twice = [k for k in range(at) if symbol_at(c, k) == refuge and k >= start]
    said = [k for k in range(start, at) if symbol_at(c, k) is None or k in twice]
    if _or_if(c, at):
        said = list(
            range(at + 1, next((k for k in range(at, len(c.lexemes)) if c.is_sign(k, ".", ";", "\n")), len(c.lexemes)))
        )
    zero = any(c.at(k).has("SIGN") or c.at(k).get("NUM") == 0 for k in said)
    return (said if zero or twice else []), bool(twice)


def _best(name: str, scores: dict[str, Node], least: Node) -> str:
    """Return the weight of an asset that has the best score."""
    return _where(all_of(*_beats(name, scores), compare(">", scores[name], least)), 100, 0)


def _largest(scores: Sequence[Node]) -> Node:
    top = scores[0]
    for score in scores[1:]:
        top = call("max", top, score)
    return top


def _rhythm(c: Cursor, draft: Draft, plan: AllocationDraft, used: list[int], default: str) -> None:
    rhythm = rebalance_of(c)
    plan.rebalance = rhythm.value if rhythm is not None else default
    if rhythm is None:
        c.memory.guess("allocation.rebalance", default, f"how often it is looked at was not named; {default} here")
    else:
        used += range(rhythm.first, rhythm.last)
    c.memory.guess("allocation.filter", "weights", "the condition is looked at when the portfolio is rebalanced")
    others = [k for k in range(len(c.lexemes)) if c.at(k).has("NOLONGER") or c.at(k).text in _ELSE]
    account(c, draft, [*used, *others], "allocation", 1)
