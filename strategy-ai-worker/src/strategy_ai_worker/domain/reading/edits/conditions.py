"""Follow-ups that name conditions: they replace, widen or narrow those of the rules."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.edits import alike
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.operands.frames import on_timeframe
from strategy_ai_worker.domain.reading.operands.measures import COARSER, is_coarser
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.settle import settled
from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, call, compare, parse, rebuild, walk
from strategy_ai_worker.domain.reading.trees import text as string
from strategy_language.document import Rule, Strategy

_ADDS: Final = re.compile(
    r"\b(add|also|as well|too|in addition|plus|additionally|another|besides|include|both)\b|再加|加上|增加|另外|还要|也|同时|加一个|加入|补充|额外"  # noqa: E501
)
_OR: Final = re.compile(r"\bor\b|或")
_ONLY: Final = re.compile(
    r"\b(only|filter|require|must|as long as|provided|condition|confirm\w*)\b|只有|必须|过滤|条件|才"
)


_ONLY_WHILE: Final = re.compile(
    r"^\W*(?:and |but )?only (?:if|when|while)\b"
    r"|\bonly (?:ever )?(?:buy|enter|go long|short|trade|take)\b|\b(?:buy|enter|go long|short|trade) only\b"
    r"|只在|仅在|只有|仅当|只能在"
)


def with_conditions(document: Strategy, message: str, text: str, said: Understood) -> Strategy:
    """Replace, add or narrow rules by the conditions that were named."""
    rules = list(document.rules)
    for draft_rule in said.draft.rules:
        if draft_rule.when is None:
            continue
        action = _of_side(document, draft_rule.action, said)
        same = [n for n, rule in enumerate(rules) if rule.action.value == action]
        source = message.strip()[:300]
        if not same:
            rules.append(Rule(id=_free_id(rules), action=action, when=str(draft_rule.when), source=source))
            continue
        further = not action.startswith("enter") and _AND_LEAVES.match(text) is not None
        narrows = action.startswith("enter") and _ONLY_WHILE.search(text) is not None
        adds = (narrows or further or bool(_ADDS.search(text))) and "instead" not in text and "改" not in text
        old = parse(rules[same[0]].when)
        adds = adds and not (further and any(part == old for part in walk(draft_rule.when)))
        when = _combined(old, draft_rule.when, adds=adds, entry=action.startswith("enter"), text=text)
        rules[same[0]] = rules[same[0]].model_copy(
            update={"when": str(when), "source": f"{rules[same[0]].source} … {source}"}
        )
    extra = [node for node, _, _ in said.assembly.filters] + ([said.assembly.loose[0]] if said.assembly.loose else [])
    vague = _UPTREND.search(text) is not None and not any(_is_measured(node) for node in extra)
    trend = None if (extra and not vague) or said.draft.rules else _trend_filter(said, text)
    extra = [trend] if trend is not None else extra
    for node in (settled(_at_entry(node), entry=False) for node in extra):
        rules = _narrowed(rules, node, text, message, force_add=bool(said.assembly.filters) or bool(_ONLY.search(text)))
    execution = document.execution
    if any(rule.action.value == "enter_short" for rule in rules) and not execution.allow_short:
        execution = execution.model_copy(update={"allow_short": True})
    return document.model_copy(update={"rules": tuple(rules), "execution": execution})


def _of_side(document: Strategy, action: str, said: Understood) -> str:
    """Return the action on the one side that is traded, where a message only enters or leaves: "get out below 40"."""
    acts = {str(one.get("ACT")) for one in said.cursor.lexemes if one.has("ACT")}
    only_short = {rule.action.side for rule in document.rules} == {"short"}
    return action.replace("_long", "_short") if only_short and acts <= {"enter", "exit"} else action


def _at_entry(node: Node) -> Node:
    """Read "drops 8%" of an entry as the change of the bar: there is no entry price yet."""
    return rebuild(node, lambda part: part.parts[0] if part.op == "call" and part.word == "moved" else part)


_AND_LEAVES: Final = re.compile(r"^\W*and (?:also )?(?:sell|exit|close|leave|get out|cover)\b")
_UPTREND: Final = re.compile(r"\bup-?trends?\b")


def _is_measured(node: Node) -> bool:
    """Return whether a condition says by which indicator or level: a bare "uptrend" says neither."""
    return any(part.op == "call" and part.word not in ("rising", "falling", "of") for part in walk(node))


_TREND: Final = re.compile(
    r"\bonly (?:buy |trade |enter |go long )?(?:in|during|while in) (?:an? )?up-?trends?\b"
    r"|\b(trend|regime|moving average|ma|sma|ema|average|\d+.?(day|bar|period|week)s?) filter\b"
    r"|趋势过滤|线过滤"
)
_TREND_LENGTH: Final = 200


def _trend_filter(said: Understood, text: str) -> Node | None:
    """Read "add a 200-day trend filter": the close above its average; 200 bars where no length is named."""
    if not _TREND.search(text):
        return None
    memory = said.cursor.memory
    spans = [span for one in said.cursor.lexemes if isinstance(span := one.get("SPAN"), Span)]
    kind = "ema" if re.search(r"\bema\b|exponential|指数", text) else "sma"
    frame = COARSER.get(spans[0].unit) if spans else None
    if frame is not None and is_coarser(frame, memory.timeframe):
        average = on_timeframe(frame, call(kind, CLOSE, int(spans[0].count)))
    else:
        average = call(kind, CLOSE, memory.bars(spans[0]) if spans else _TREND_LENGTH)
    others = _looked_at(said, text)
    if others:
        return compare(">", call("of", string(others[0]), CLOSE), call("of", string(others[0]), average))
    return compare(">", CLOSE, average)


def _looked_at(said: Understood, text: str) -> list[str]:
    """Return the asset whose trend counts: "only in uptrends of SPY"."""
    return list(said.candidates_named) if _UPTREND.search(text) and re.search(r"\b(of|in) (the )?\w", text) else []


def _combined(old: Node, new: Node, *, adds: bool, entry: bool, text: str) -> Node:
    if not adds:
        replaced = alike.with_atom(old, new) if old.op == "and" and new.op not in ("and", "or") else None
        return replaced if replaced is not None else new
    if entry and not _OR.search(text):
        return all_of(old, new)
    return any_of(old, new)


def _narrowed(rules: list[Rule], node: Node, text: str, message: str, *, force_add: bool) -> list[Rule]:
    """Put a condition into the entries: in place of one of its kind, else beside what is there."""
    shown = []
    for rule in rules:
        if not rule.action.is_entry:
            stays = force_add or (_is_dated(node) and not _OF_EXIT.search(text))
            replaced = None if stays else alike.with_atom(parse(rule.when), node)
            shown.append(rule if replaced is None else rule.model_copy(update={"when": str(replaced)}))
            continue
        old = parse(rule.when)
        if _undated(old, node) != old:
            rules_when = str(
                _redated(
                    old,
                    node,
                    adds=bool(
                        _ADDS.search(text)
                        or re.search(r"\b(again|fine|ok|okay|allowed|allow|permitted)\b|又|可以|允许", text)
                    ),
                )
            )
            shown.append(
                rule.model_copy(update={"when": rules_when, "source": f"{rule.source} … {message.strip()[:300]}"})
            )
            continue
        replaced = None if force_add or _ADDS.search(text) else alike.with_atom(old, node)
        replaced = replaced or alike.bounded_anew(old, node)
        touched = (
            replaced is not None
            or force_add
            or bool(_ADDS.search(text))
            or not any(alike.with_atom(parse(r.when), node) for r in rules)
        )
        when = replaced if replaced is not None else all_of(old, node) if touched else old
        source = f"{rule.source} … {message.strip()[:300]}" if when != old else rule.source
        shown.append(rule.model_copy(update={"when": str(when), "source": source}))
    return shown


_OF_EXIT: Final = re.compile(r"\b(exit|sell|close|leave|out)\b|卖|出场|平仓")


def _is_dated(node: Node) -> bool:
    return any(part.op == "call" and part.word in ("weekday", "month") for part in walk(node))


def _undated(tree: Node, node: Node) -> Node:
    """Take the condition on the weekday (or the month) away that a new one of its kind replaces."""
    word = next((part.word for part in walk(node) if part.op == "call" and part.word in ("weekday", "month")), None)
    if word is None or tree.op != "and":
        return tree
    kept = tuple(part for part in tree.parts if not any(one.op == "call" and one.word == word for one in walk(part)))
    return all_of(*kept) if kept else tree


def _redated(tree: Node, node: Node, *, adds: bool) -> Node:
    """Put a condition on the date in the place of the old one, or beside it: "in December too" lifts a ban on it."""
    rest = _undated(tree, node)
    if adds and node.op == "!=":
        return all_of(tree, node)
    if not adds or node.op != "==":
        return all_of(rest, node)
    kept = set(rest.parts if rest.op == "and" else (rest,))
    old = [part for part in tree.parts if part not in kept]
    allowed = [part for part in old if part.op in ("==", "or")]
    barred = [part for part in old if part not in allowed and part.parts[1:] != node.parts[1:]]
    dated = [any_of(*allowed, node)] if allowed else []
    return all_of(rest, *dated, *barred)


def _free_id(rules: list[Rule]) -> str:
    taken = {rule.id for rule in rules}
    return next(f"r{n}" for n in range(1, 1000) if f"r{n}" not in taken)
