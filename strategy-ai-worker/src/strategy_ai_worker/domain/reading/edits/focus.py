# ruff: noqa: E501 - one pattern a line
"""What was changed last: "make it 10", "double it", "no, I meant the target", "drop that again" speak of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from strategy_ai_worker.domain.reading.edits.beside import added_conditions, conjuncts, without_conditions
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span, lexemes_of
from strategy_ai_worker.domain.reading.memory import Memory
from strategy_ai_worker.domain.reading.trees import Node, all_of, num, parse, rebuild, walk
from strategy_language.diff import changes
from strategy_language.document import Strategy

_PARTS: Final = ("risk", "sizing", "rotation", "pairs", "allocation", "limits", "costs", "execution")
FILLING: Final = frozenset(
    [
        "no",
        "not",
        "i",
        "meant",
        "mean",
        "make",
        "makes",
        "it",
        "that",
        "this",
        "them",
        "to",
        "be",
        "of",
        "for",
        "with",
        "use",
        "try",
        "let's",
        "lets",
        "us",
        "rather",
        "instead",
        "please",
        "then",
        "say",
        "just",
        "better",
        "actually",
        "sorry",
        "wait",
        "hmm",
        "oh",
        "ok",
        "okay",
        "well",
        "set",
        "change",
        "put",
        "go",
        "at",
        "about",
        "how",
        "what",
        "if",
        "was",
        "were",
        "is",
        "a",
        "the",
        "should",
        "set",
        "the",
        "one",
        "value",
        "number",
        "only",
        "maybe",
        "perhaps",
        "bit",
        "more",
        "like",
        "by",
        "as",
        "now",
        "again",
        "same",
        "thing",
        "不",
        "是",
        "我",
        "的",
        "意思",
        "说",
        "改",
        "成",
        "把",
        "它",
        "这个",
        "那个",
        "换",
        "为",
        "用",
        "应该",
        "设",
        "吧",
        "就",
        "了",
        "请",
        "还是",
        "那",
        *("cut", "reduce", "lower", "raise", "increase", "decrease", "wider", "tighter", "longer", "shorter", "higher"),
        *(
            "larger",
            "smaller",
            "bigger",
            "and",
            "length",
            "lookback",
            "look-back",
            "period",
            "level",
            "threshold",
            "exit",
        ),
        *(
            "entry",
            "too",
            "tight",
            "wide",
            "far",
            "close",
            "short",
            "long",
            "that's",
            "it's",
            "thats",
            "its",
            "think",
            "would",
        ),
        *(
            "prefer",
            "up",
            "down",
            "rather",
            "than",
            "last",
            "changed",
            "mind",
            "my",
            "we",
            "can",
            "could",
            "do",
            "try",
            "give",
            "happens",
            "happen",
        ),
        "改成",
        "改为",
        "换成",
        "不对",
        "我是说",
        *("再", "又", "一下", "到", "调", "吧"),
        "应该是",
    ]
)
_SCOPES: Final = {("entry", "buy", "入场", "买入"): "entry", ("exit", "sell", "出场", "卖出"): "exit"}
_DOUBLE: Final = re.compile(r"^\W*(?:\w+ )?(?:double|twice) (?:it|that|this)\b|^(?:把它|再)?(?:翻倍|加倍)")
_HALVE: Final = re.compile(
    r"^\W*(?:\w+ )?(?:halve|half) (?:it|of it|that|of that|this)\b|^\W*cut (?:it|that) in half|^(?:把它|再)?减半"
)
_DROPS: Final = re.compile(
    r"\b(?:remove|drop|delete|lose|scrap|skip|take out|take away|without|get rid of|forget) (?:it|that|this|them|(?:the|that|this|my) (?:last |new |extra )?(?:filter|condition|rule|requirement|one|part|confirmation))(?: again| out| please| too| completely| entirely| altogether)*\W*$"
    r"|\btake (?:it|that|this) (?:out|away|off)(?: again)?\W*$|\bno (?:more )?filters?\W*$|^(?:去掉|删除|删掉|取消|不要|移除)(?:它|这个|那个|该|刚才的?|上一?个?)?(?:过滤|条件|过滤条件|过滤器)?\W*$"
)

_NAMED: Final = re.compile(r"filter|condition|rule|requirement|confirmation|过滤|条件")


@dataclass(frozen=True, slots=True)
class Focus:
    """The last change.

    Attributes:
        before: The document before it.
        numbers: The numbers that it brought, by the part of the document ("stop_loss", "value", "rules").
    """

    before: Strategy
    numbers: tuple[tuple[str, float], ...]

    @property
    def value(self) -> float | None:
        """Return the number that it brought, where that is one."""
        found = {value for _, value in self.numbers}
        return found.pop() if len(found) == 1 else None


def focus_of(before: Strategy, now: Strategy) -> Focus:
    """Return what a change brought."""
    found: list[tuple[str, float]] = []
    for change in changes(before, now):
        head = change.path.split(".")[0]
        if head == "rules":
            found += [("rules", value) for value in _fresh_literals(change.before, change.after)]
        elif head in _PARTS:
            part = change.path.split(".")[1] if "." in change.path else head
            found += [(part, value) for value in _leaves(change.after, change.path)]
    return Focus(before, tuple(dict.fromkeys(found)))


_SPOKEN: Final = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")


def narrowed(focus: Focus, said: tuple[str, ...]) -> Focus:
    """Return what the last message brought of a change that took several: "risk 1%", "with a 2 ATR stop", "make that 1.5"."""
    spoken = {float(number) for number in _SPOKEN.findall(said[-1])} if said else set()
    kept = tuple(one for one in focus.numbers if one[1] in spoken)
    return Focus(focus.before, kept) if focus.value is None and kept else focus


def _leaves(value: JsonValue, path: str) -> list[float]:
    if isinstance(value, dict):
        return [number for key, part in value.items() if key != "length" for number in _leaves(part, key)]
    if isinstance(value, list):
        return [number for part in value for number in _leaves(part, path)]
    return [float(value)] if isinstance(value, int | float) and not isinstance(value, bool) else []


def _fresh_literals(before: JsonValue, after: JsonValue) -> list[float]:
    """Return the numbers of the conditions that a rule has and had not, or those that stand in another's place."""
    old = before.get("when", "") if isinstance(before, dict) else before
    new = after.get("when", "") if isinstance(after, dict) else after
    if not isinstance(new, str) or not new:
        return []
    try:
        was = parse(old) if isinstance(old, str) and old else None
        tree = parse(new)
    except ValueError:
        return []
    if was is not None and len(_literals(was)) == len(_literals(tree)):
        return [now for then, now in zip(_literals(was), _literals(tree), strict=True) if then != now]
    known = set(conjuncts(was)) if was is not None else set()
    return [value for part in conjuncts(tree) if part not in known for value in _literals(part)]


def _literals(node: Node) -> list[float]:
    return [part.number for part in walk(node) if part.op == "num"]


def scope_of(lexemes: list[Lexeme]) -> str | None:
    """Return whether a message speaks of the entry or of the exit, or None where it names neither."""
    return next(
        (side for words, side in _SCOPES.items() for one in lexemes if one.text.removeprefix("the ") in words), None
    )


def refocused(now: Strategy, focus: Focus | None, message: str, memory: Memory) -> Strategy | None:
    """Return the document with the last change made otherwise: another number, twice as much, not at all."""
    text = " ".join(lexeme.text for lexeme in lexemes_of(message)).lower()
    if focus is None:
        return None
    barred = _also_barred(now, focus, lexemes_of(message))
    if barred is not None:
        return barred
    dropped = _DROPS.search(message.lower().strip())
    if dropped is not None:
        return _without(now, focus, named=_NAMED.search(dropped.group()) is not None)
    factor = 2.0 if _DOUBLE.search(text) else 0.5 if _HALVE.search(text) else None
    if factor is not None and focus.value is not None:
        return _with_value(now, focus, round(focus.value * factor, 6))
    lexemes = lexemes_of(message)
    share = _lone_share(lexemes)
    if share is not None and {part for part, _ in focus.numbers} == {"value"} and now.sizing != focus.before.sizing:
        return _with_value(now, focus, share)
    value = lone_number(lexemes, memory)
    if value is None or focus.value is None or not _fits(lexemes, focus) or scope_of(lexemes) is not None:
        return None
    return _with_value(now, focus, value)


_TOO: Final = frozenset(["too", "also", "as well", "what", "about", "and", "how", "same", "for", "?", "even"])


def _also_barred(now: Strategy, focus: Focus, lexemes: list[Lexeme]) -> Strategy | None:
    """Bar another day or month after one was barred: "skip fridays" and "mondays too"."""
    named = [(word, int(str(one.get(category)))) for one in lexemes for word, category in _DATED if one.has(category)]
    rest = [one for one in lexemes if not any(one.has(category) for _, category in _DATED)]
    only = all(one.is_noise or one.has("SIGN_MARK") or set(one.text.split()) <= _TOO for one in rest)
    barred = {
        part.parts[0].word
        for part in added_conditions(focus.before, now)
        if part.op == "!=" and part.parts[0].op == "call"
    }
    if not only or len(named) != 1 or named[0][0] not in barred:
        return None
    word, value = named[0]
    more = Node("!=", (Node("call", (word,)), num(value + (word == "weekday"))))
    rules = tuple(
        rule.model_copy(update={"when": str(all_of(parse(rule.when), more))}) if rule.action.is_entry else rule
        for rule in now.rules
    )
    return now.model_copy(update={"rules": rules})


_DATED: Final = (("weekday", "WEEKDAY"), ("month", "MONTH"))


def _fits(lexemes: list[Lexeme], focus: Focus) -> bool:
    """Return whether a number is of the kind that was changed: no days in the place of a percentage."""
    parts = {part for part, _ in focus.numbers}
    lasts = {part for part in parts if part in ("max_bars", "rules", "cooldown_bars") or part.endswith("length")}
    if any(lexeme.has("SPAN") for lexeme in lexemes):
        return bool(lasts)
    return not (any(lexeme.has("PCT") for lexeme in lexemes) and parts <= (lasts - {"rules"}))


def lone_number(lexemes: list[Lexeme], memory: Memory) -> float | None:
    """Return the number of a message that says nothing else: "no, I meant 3.5%", "make it 10"."""
    found: list[float] = []
    for lexeme in lexemes:
        span = lexeme.get("SPAN")
        value = next((lexeme.get(word) for word in ("PCT", "NUM", "MULT", "USD") if lexeme.has(word)), None)
        if isinstance(span, Span):
            found.append(float(memory.bars(span)))
        elif isinstance(value, int | float):
            found.append(float(value))
        elif not lexeme.has("SIGN_MARK") and not set(lexeme.text.split()) <= FILLING:
            return None
    return found[0] if len(found) == 1 else None


_SHARES: Final = {"third": 33.33, "quarter": 25.0}


def _lone_share(lexemes: list[Lexeme]) -> float | None:
    """Return the percentage of a message that names a share alone: "no, a quarter"."""
    shares = [one.get("HALFOF") for one in lexemes if one.has("HALFOF")]
    rest = [one for one in lexemes if not one.has("HALFOF", "SIGN_MARK")]
    others = [one for one in rest if not (one.is_noise or one.has("SIGN_MARK") or set(one.text.split()) <= FILLING)]
    if len(shares) != 1 or [one for one in others if not one.has("HALFOF")]:
        return None
    return round(shares[0] * 100, 2) if isinstance(shares[0], float) else _SHARES.get(str(shares[0]))


def _with_value(now: Strategy, focus: Focus, value: float) -> Strategy | None:
    old, parts = focus.value, {part for part, _ in focus.numbers}
    data = now.model_dump(mode="json")
    for head in _PARTS:
        if isinstance(data[head], dict):
            data[head] = {
                key: _swapped(inner, old, value) if key in parts or head in parts else inner
                for key, inner in data[head].items()
            }
    if "rules" in parts:
        for rule in data["rules"]:
            rule["when"] = str(
                rebuild(
                    parse(rule["when"]), lambda node: num(value) if node.op == "num" and node.number == old else node
                )
            )
    changed = Strategy.model_validate(data)
    return changed if changed != now else None


def _swapped(data: JsonValue, old: float | None, new: float) -> JsonValue:
    if isinstance(data, dict):
        return {key: part if key == "length" else _swapped(part, old, new) for key, part in data.items()}
    if isinstance(data, list):
        return [_swapped(part, old, new) for part in data]
    is_number = isinstance(data, int | float) and not isinstance(data, bool)
    return (int(new) if new == int(new) else new) if is_number and data == old else data


def _without(now: Strategy, focus: Focus, *, named: bool) -> Strategy | None:
    """Take away what the last change added; where it added no condition and none is named, the whole of it."""
    added = added_conditions(focus.before, now)
    if not added:
        return None if named else _without_level(now, focus) or focus.before
    return without_conditions(now, added)


_LEVELS: Final = ("stop_loss", "trailing_stop", "break_even", "max_bars")


def _without_level(now: Strategy, focus: Focus) -> Strategy | None:
    """Return the document without the level that was only moved by the last change: nothing brought it but itself."""
    parts = {part for part, _ in focus.numbers}
    moved = [part for part in _LEVELS if part in parts and getattr(focus.before.risk, part) is not None]
    if len(moved) != 1 or parts - {moved[0], "value", "multiple"}:
        return None
    return now.model_copy(update={"risk": now.risk.model_copy(update={moved[0]: None})})
