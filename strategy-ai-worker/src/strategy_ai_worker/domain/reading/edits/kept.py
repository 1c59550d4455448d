# ruff: noqa: E501 - one pattern a line
"""Follow-ups that speak of what a part was before: "keep the old exit", "both exits", "the previous stop again"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, parse
from strategy_language.document import Rule, Sizing, Strategy

_PART: Final = r"exits?|sell rules?|sell signals?|entry|entries|buy rules?|buy signals?|stops?(?: loss)?|trailing stops?|targets?|take profits?|size|sizing|position size|timeframe|bars|markets?|symbols?"
_KEEPS: Final = re.compile(
    rf"\b(?:keep|restore|bring back|put back|use|leave|stick (?:to|with)|go back to|back to|return to|revert to|i want|i prefer|i liked?|with) (?:the |my )?(?:old|previous|original|earlier|former|first|other|last) (?:\w+ )?({_PART})\b"
    rf"|\b(?:keep|leave|use) (?:the |my )(?:[\w-]+ ){{0,2}}({_PART})(?: in)? (?:too|as well|also|in addition)\b"
    rf"|\b(?:restore|bring back|put back) (?:the |my )({_PART})\b|\bput (?:the |my )({_PART}) back\b"
    r"|(?:保留|恢复|还是用|用回|改回)(?:原来|之前|以前|旧|原先|原)的?(出场|卖出|入场|买入|止损|止盈|仓位|周期)"
)
_BOTH: Final = re.compile(
    r"^\W*(?:no,? |and |but |actually,? )*(?:i (?:want|meant|need) |use |keep |take |with )?both(?: of (?:them|those|these))?(?: (?:the )?(exits?|entries|signals?|conditions?|rules?|ways (?:in|out)))?(?: please| then| together)*\W*$"
    r"|\b(?:keep|use|have) both (exits?|entries|signals?|conditions?|rules?)\b|^(?:两个|两种)(?:出场|卖出|入场|买入|条件)?(?:条件|方式|规则)?(?:都要|都用|都保留)\W*$"
)


_EITHER: Final = re.compile(
    r"^\W*(?:no,? |actually,? |make it )*(?:either(?: one)?(?: of (?:them|those|the two|these))?|any of (?:them|those|the two)|one of (?:them|those|the two)(?: is enough)?)(?:,? not both| is enough| will do| please| suffices)*\W*$|^(?:满足)?(?:任意|任何|其中)一个(?:条件)?(?:就行|即可|就可以)?\W*$"
)


def apply(document: Strategy, text: str, earlier: tuple[Strategy, ...]) -> Strategy | None:
    """Return the document with a part as it was before, or with what was there before beside it; None for neither."""
    found = _KEEPS.search(text)
    if found is not None:
        return _as_before(document, earlier, next(word for word in found.groups() if word))
    if _EITHER.search(text):
        return _either(document)
    if earlier and _BOTH.search(text) and _is_of_markets(document, earlier[0]):
        return document.model_copy(update={"universe": (*earlier[0].universe, *document.universe), "sizing": _SHARED})
    return _beside(document, earlier[0]) if earlier and _BOTH.search(text) else None


_SHARED: Final = Sizing(kind="equal_weight")


def _is_of_markets(now: Strategy, before: Strategy) -> bool:
    """Return whether the last change was another asset, with the whole account in it: "trade silver" and "both"."""
    whole = now.sizing.kind == "percent_of_equity" and now.sizing.value == 100
    apart = not set(now.universe) & set(before.universe)
    return whole and apart and now.kind == "signals" and now.rules == before.rules


def _either(document: Strategy) -> Strategy | None:
    """Return the document with one of its two conditions to enter enough, where both had to hold."""
    rules = []
    for rule in document.rules:
        tree = parse(rule.when)
        pair = rule.action.is_entry and tree.op == "and" and len(tree.parts) == 2
        rules.append(rule.model_copy(update={"when": str(any_of(*tree.parts))}) if pair else rule)
    changed = document.model_copy(update={"rules": tuple(rules)})
    return None if changed == document else changed


def _as_before(document: Strategy, earlier: tuple[Strategy, ...], word: str) -> Strategy | None:
    """Return the document with the named part of the newest version in which it was another."""
    take = _taking(word)
    versions = (take(document, before) for before in earlier)
    return next((changed for changed in versions if changed != document), None)


def _taking(word: str) -> Callable[[Strategy, Strategy], Strategy]:
    if re.search(r"exit|sell|出场|卖出", word):
        return lambda now, before: _with_rules(now, before, entry=False)
    if re.search(r"entr|buy|入场|买入", word):
        return lambda now, before: _with_rules(now, before, entry=True)
    risk = (
        "trailing_stop"
        if word.startswith("trail")
        else "stop_loss"
        if re.search(r"stop|止损", word)
        else "take_profit"
        if re.search(r"target|profit|止盈", word)
        else None
    )
    if risk is not None:
        return lambda now, before: now.model_copy(
            update={"risk": now.risk.model_copy(update={risk: getattr(before.risk, risk)})}
        )
    part = (
        "sizing"
        if re.search(r"siz|仓位", word)
        else "timeframe"
        if re.search(r"timeframe|bars|周期", word)
        else "universe"
    )
    return lambda now, before: now.model_copy(update={part: getattr(before, part)})


def _with_rules(now: Strategy, before: Strategy, *, entry: bool) -> Strategy:
    """Return a document with the rules of another that enter (or leave), the ways out by level with those that leave."""
    old = [rule for rule in before.rules if rule.action.is_entry == entry]
    new = [rule for rule in now.rules if rule.action.is_entry != entry]
    if [rule.when for rule in old] == [rule.when for rule in now.rules if rule.action.is_entry == entry]:
        return now
    rules = (*old, *new) if entry else (*new, *old)
    return now.model_copy(update={"rules": _numbered(rules)}) if old else now


def _numbered(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple(rule.model_copy(update={"id": f"r{n}"}) for n, rule in enumerate(rules, start=1))


def _beside(now: Strategy, before: Strategy) -> Strategy | None:
    """Return the document with the one rule that the last change replaced beside the one in its place.

    Ways out are joined by "or", conditions of an entry by "and".
    """
    if [rule.action for rule in before.rules] != [rule.action for rule in now.rules]:
        return _with_levels_of(now, before)
    pairs = [(old, new) for old, new in zip(before.rules, now.rules, strict=True) if old.when != new.when]
    if len(pairs) != 1:
        return _with_levels_of(now, before) if not pairs else None
    old, new = pairs[0]
    joined = _joined(parse(old.when), parse(new.when), entry=new.action.is_entry)
    both = new.model_copy(update={"when": str(joined)})
    return now.model_copy(update={"rules": tuple(both if rule == new else rule for rule in now.rules)})


def _with_levels_of(now: Strategy, before: Strategy) -> Strategy | None:
    """Return the document with the stops, targets and time limits of before that it has no more."""
    names = ("stop_loss", "trailing_stop", "take_profit", "max_bars")
    lost = {name: getattr(before.risk, name) for name in names if not getattr(now.risk, name)}
    changed = now.model_copy(update={"risk": now.risk.model_copy(update=lost)})
    return None if changed == now else changed


def _joined(old: Node, new: Node, *, entry: bool) -> Node:
    return all_of(old, new) if entry else any_of(old, new)
