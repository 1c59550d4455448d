"""Two mixes of the same assets and the condition that chooses: "80/20 SPY/KO while X, 20/80 otherwise"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from strategy_ai_worker.domain.reading.conditions import condition
from strategy_ai_worker.domain.reading.draft import AllocationDraft, Draft
from strategy_ai_worker.domain.reading.frames.account import account
from strategy_ai_worker.domain.reading.frames.rhythm import rebalance_of
from strategy_ai_worker.domain.reading.frames.switch import as_state, symbol_at
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.settle import settled
from strategy_ai_worker.domain.reading.trees import Node, call, negate, num, walk

_ELSE = frozenset(["otherwise", "else", "or else", "if not", "vs", "versus", "against", "when not"])


@dataclass(frozen=True, slots=True)
class _Mix:
    """Shares of the account in percent, by asset, and their lexemes [first, last)."""

    shares: dict[str, float]
    first: int
    last: int


def mixes(c: Cursor, draft: Draft) -> AllocationDraft | None:
    """Return two mixes as weights that depend on the condition between them, or None where the words say no such thing."""  # noqa: E501
    found = _written(c) or _in_rows(c)
    if len(found) != 2:
        return None
    read = _condition(c, found[0], found[1])
    if read is None:
        return None
    node, used = read
    if not any(part.op == "call" and part.word == "of" for part in walk(node)):
        return None
    state = settled(as_state(node), entry=False)
    one, other = found
    names = list(dict.fromkeys([*one.shares, *other.shares]))
    weights = [
        (name, str(call("where", state, num(one.shares.get(name, 0)), num(other.shares.get(name, 0)))))
        for name in names
    ]
    rhythm = rebalance_of(c)
    if rhythm is None:
        c.memory.guess("allocation.rebalance", "daily", "how often it is looked at was not named; daily here")
    else:
        used += range(rhythm.first, rhythm.last)
    used += [k for mix in found for k in range(mix.first, mix.last)]
    used += [k for k in range(len(c.lexemes)) if _is_other(c, k)]
    account(c, draft, used, "allocation", 1)
    return AllocationDraft(weights=weights, rebalance=rhythm.value if rhythm is not None else "daily")


def _written(c: Cursor) -> list[_Mix]:
    """Return the runs of "80% SPY and 20% KO", each with two assets or more."""
    found: list[_Mix] = []
    i = 0
    while i < len(c.lexemes):
        shares, k = {}, i
        while (one := _share(c, k)) is not None and one[0] not in shares:
            shares[one[0]] = one[1]
            end = k = one[2]
            while c.at(k).has("CONJ") or c.at(k).has("ARITH", "/", "+") or c.is_sign(k, ",", "&"):
                k += 1
        if len(shares) > 1:
            found.append(_Mix(shares, i, end))
            i = end
        else:
            i += 1
    return found


def _share(c: Cursor, k: int) -> tuple[str, float, int] | None:
    """Return the asset and the share of "80% (in) SPY" or "SPY 80%", and the place behind."""
    if c.at(k).has("PCT"):
        m = k + 1
        while c.at(m).text in ("in", "of", "into"):
            m += 1
        asset = symbol_at(c, m)
        return None if asset is None else (asset, float(str(c.at(k).get("PCT"))), m + 1)
    asset = symbol_at(c, k)
    if asset is None or not c.at(k + 1).has("PCT") or symbol_at(c, k + 2) is not None:
        return None
    return asset, float(str(c.at(k + 1).get("PCT"))), k + 2


def _in_rows(c: Cursor) -> list[_Mix]:
    """Return the rows of "80/20 ... 20/80", in the order of the assets that are named beside the first."""
    names = list(dict.fromkeys(name for k in range(len(c.lexemes)) if (name := symbol_at(c, k)) is not None))
    found: list[_Mix] = []
    for i in range(len(c.lexemes)):
        row = [c.at(k).get("NUM") for k in (i, i + 2)]
        if all(isinstance(value, int | float) for value in row) and c.at(i + 1).has("ARITH", "/"):
            values = [float(str(value)) for value in row]
            if sum(values) == 100 and len(names) > 1:
                found.append(_Mix(dict(zip(names, values, strict=False)), i, i + 3))
    return found


def _condition(c: Cursor, one: _Mix, other: _Mix) -> tuple[Node, list[int]] | None:
    """Return the condition of the first mix and its lexemes, where the second is that of all other days."""
    for i in (*range(one.last, other.first), *range(one.first), *range(other.last, len(c.lexemes))):
        led = c.at(i).has("MARK") or c.at(i).text in ("by", "depending", "according")
        read = condition(c, i + 1) if led else None
        if read is None or not read[0].is_truth:
            continue
        used = list(range(i, read[1]))
        if any(_is_other(c, k) for k in range(read[1] if i < other.first else one.last, len(c.lexemes))):
            return read[0], used
        last = _contrary(c, read, other)
        return None if last is None else (read[0], [*used, *last])
    return None


def _contrary(c: Cursor, read: tuple[Node, int], other: _Mix) -> Sequence[int] | None:
    """Return the lexemes of a second condition that holds where the first does not: "... when SPY is below it"."""
    for i in (*range(other.last, len(c.lexemes)), *range(read[1], other.first)):
        second = condition(c, i + 1) if c.at(i).has("MARK") else None
        if second is not None:
            same = str(second[0]).replace("<=", "<") == str(negate(read[0])).replace("<=", "<")
            return range(i, second[1]) if same else None
    return None


def _is_other(c: Cursor, k: int) -> bool:
    """Return whether a word speaks of all other days: "otherwise", "when it is not"."""
    denied = c.at(k).has("NOT") and (c.at(k + 1).has("END") or c.at(k + 1).has("SIGN_MARK"))
    return c.at(k).has("NOLONGER") or c.at(k).text in _ELSE or denied
