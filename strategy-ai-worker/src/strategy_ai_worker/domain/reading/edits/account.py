# ruff: noqa: E501 - one pattern a line
"""The account of a follow-up: every number and name of it must stand in the document before or after the change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pydantic.main import IncEx

from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Memory
from strategy_ai_worker.domain.reading.trees import parse
from strategy_language.document import Assumption, Strategy

_RULES: IncEx = {"__all__": {"source", "id"}}
_WORDS: IncEx = {
    "name": True, "summary": True, "unused_words": True, "assumptions": True, "schema_version": True,
    "rules": _RULES, "rotation": {"source"}, "pairs": {"source"}, "allocation": {"source"},
}  # fmt: skip
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_VALUES: Final = ("PCT", "NUM", "MULT", "RMULT", "NMULT", "USD")
_PARTS: Final = {"STOP": "stop", "TARGET": "take_profit", "TRAIL": "trailing", "BREAKEVEN": "break_even"}
_NEAR: Final = 4
_DROPS_THAT: Final = re.compile(
    r"(?:^|\band |\bbut |[,;.]\s*|\bthen )\W*(?:please |just |also )*(?:drop|remove|delete|scrap|lose|ditch|get rid of|forget about|cancel) (?:it|that|this|them|those|these|both)\b(?! to\b)"
)
_DROPS_PART: Final = re.compile(
    r"^\W*(?:(?:and|but|ok|please|now|then|just|no|can you|could you)\b[, ]*)*(?:drop|remove|delete|scrap|lose|ditch|get rid of|take out|eliminate)\b(?: the| that| my| this| any)? (?:[\w\s-]*?(?:filter|condition|rule|requirement|part|thing|exit|stop|target)s?)(?: again| please| completely| entirely| altogether| too| for now)*\W*$"
)
_DROPS_TIME: Final = re.compile(
    r"^\W*(?:(?:and|but|ok|please|now|then|just|no|can you|could you)\b[, ]*)*(?:drop|remove|delete|scrap|lose|ditch|forget(?: about)?|get rid of|take out|eliminate)\b(?: the| that| my| those)? \d+ ?-?(?:days?|bars?|weeks?|hours?)(?: again| please| then| limit| hold| rule| thing)*\W*$"
)
_DROPS: Final = frozenset(
    {"drop", "remove", "delete", "without", "kick", "exclude", "去掉", "删除", "删掉", "移除", "不要", "剔除"}
)


def unread(lexemes: list[Lexeme], before: Strategy, after: Strategy, memory: Memory) -> list[str]:
    """Return the words of a follow-up that say something that neither document holds."""
    told = _told(before) + _told(after)
    numbers = frozenset(_numbers(told)) | _ratios(before, after)
    return [
        lexeme.text
        for k, lexeme in enumerate(lexemes)
        if not _is_number_told(lexeme, numbers, memory)
        or not _is_name_told(lexemes, k, told)
        or _should_be_gone(lexemes, k, after)
        or _is_time_as_price(lexemes, k, before, after)
        or (
            lexeme.has("ADD") and not any(rule.action.value.startswith("add") for rule in (*before.rules, *after.rules))
        )
    ]


_COUNTS_TIME: Final = re.compile(
    r"^(?:no |not )?(?:more|less|longer|fewer) than$|^at (?:most|least)$|^max(?:imum)?$|^up to$"
)


def _is_time_as_price(lexemes: list[Lexeme], k: int, before: Strategy, after: Strategy) -> bool:
    """Return whether a length of time became an average or a price: "no more than 10 days" is none of them."""
    span = lexemes[k].get("SPAN")
    following = lexemes[k + 1 : k + 3]
    named = any(one.has(word) for one in following for word in ("AVG", "HILO", "IND", "SER", "INAROW", "BREAKOUT"))
    if not isinstance(span, Span) or named:
        return False
    shown = [f"{name} {sign} {span.count:g}" for name in ("close", "volume") for sign in ("<", ">", "<=", ">=")]
    if k and _COUNTS_TIME.match(lexemes[k - 1].text):
        shown.append(f"ma(close, {span.count:g})")
    return any(_told(after).count(one) > _told(before).count(one) for one in shown)


def undropped(text: str, before: Strategy, after: Strategy) -> tuple[str, ...]:
    """Return the words that take something away where a change takes nothing away, or brings something new."""
    had, has = _parts_of(before), _parts_of(after)
    part = _DROPS_PART.match(text) or _DROPS_TIME.match(text)
    if part is not None and has - had:
        return (part.group().strip(),)
    found = _DROPS_THAT.search(text) or part
    return (found.group().strip(),) if found is not None and not had - has else ()


def _parts_of(document: Strategy) -> set[str]:
    """Return what a document holds, a line for each part that could be taken away."""
    data = document.model_dump(mode="json", exclude_none=True, exclude_defaults=True, exclude=_WORDS)
    found = {
        f"{rule.action.value} {part}"
        for rule in document.rules
        for tree in (parse(rule.when),)
        for part in (tree.parts if tree.op in ("and", "or") else (tree,))
    }
    found |= {f"{rule.action.value} {rule.order}" for rule in document.rules if rule.order is not None}
    found |= {f"universe {symbol}" for symbol in document.universe}
    for name in set(data) - {"rules", "universe"}:
        inner = data[name] if isinstance(data[name], dict) else {"": data[name]}
        found |= {f"{name} {key} {value}" for key, value in inner.items()}
    return found


def changed_parts(before: Strategy, after: Strategy) -> set[str]:
    """Return the parts of a document that a change touched: its entries, its exits, the stop, the size, the market."""
    found = {name for name in _ALONE if getattr(before, name) != getattr(after, name)}
    for name in ("risk", "limits", "execution", "costs", "rotation", "pairs", "allocation"):
        old, new = getattr(before, name), getattr(after, name)
        if old is None or new is None:
            found |= {name} if old != new else set()
            continue
        found |= {f"{name}.{part}" for part in type(new).model_fields if getattr(old, part) != getattr(new, part)}
    for entry in (True, False):
        had, has = (
            [(rule.action, rule.when, rule.order) for rule in document.rules if rule.action.is_entry == entry]
            for document in (before, after)
        )
        found |= {f"rules.{'entry' if entry else 'exit'}"} if had != has else set()
    return found


_ALONE: Final = ("universe", "timeframe", "sizing", "kind")


def without_void(before: Strategy, after: Strategy) -> Strategy:
    """Return the document without the assumptions whose value a change took out of it."""
    had, has = _told(before), _told(after)
    kept = tuple(one for one in after.assumptions if not (_stands(one, had) and not _stands(one, has)))
    return after.model_copy(update={"assumptions": kept})


def _stands(assumption: Assumption, told: str) -> bool:
    value = assumption.value
    shown = ", ".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)
    return shown in told


def _told(document: Strategy) -> str:
    plans = (document.rotation, document.pairs, document.allocation)
    whole = "".join(plan.model_dump_json(exclude={"source"}) for plan in plans if plan is not None)
    return document.model_dump_json(exclude_defaults=True, exclude=_WORDS) + whole + document.timeframe.value


def _numbers(told: str) -> Iterator[float]:
    for shown in _NUMBER.findall(told):
        value = float(shown)
        yield value
        # "1% below" is written as 0.99, "one and a half times" as 1.5, "half" as 0.5.
        for other in (value * 100, value / 100, abs(1 - value) * 100, 100 - value):
            yield round(other, 6)


def _ratios(before: Strategy, after: Strategy) -> frozenset[float]:
    """Return how much, and how many times, larger or smaller the numbers became: "double the stop", "by 5 days"."""
    pairs = zip(_NUMBER.findall(_told(before)), _NUMBER.findall(_told(after)), strict=False)
    changed = [(float(old), float(new)) for old, new in pairs if old != new and float(old) and float(new)]
    return frozenset(
        round(one, 6)
        for old, new in changed
        for one in (new / old, old / new, abs(new - old), abs(new - old) / old * 100)
    )


def _is_number_told(lexeme: Lexeme, numbers: frozenset[float], memory: Memory) -> bool:
    span = lexeme.get("SPAN")
    if isinstance(span, Span) and float(memory.bars(span)) in numbers:
        return True
    values = [lexeme.get(category) for category in _VALUES]
    found = [abs(float(value)) for value in values if isinstance(value, int | float)]
    small = bool(lexeme.has("ORD")) or (found == [1.0] and not lexeme.text.strip("%").isdigit())
    return not found or small or any(round(value, 6) in numbers for value in found)


def _is_name_told(lexemes: list[Lexeme], k: int, told: str) -> bool:
    lexeme = lexemes[k]
    symbols = lexeme.get("SYM")
    if isinstance(symbols, tuple) and not any(f'"{name}"' in told or f'\\"{name}\\"' in told for name in symbols):
        return False
    if lexeme.has("TICKER") and str(lexeme.get("TICKER")) not in told:
        return False
    if lexeme.has("TF") and f'"{lexeme.get("TF")}' not in told and str(lexeme.get("TF")) not in told:
        return lexeme.has("PERIODIC") and f'"{lexeme.get("PERIODIC")}"' in told
    return _is_level_told(lexemes, k, told)


def _should_be_gone(lexemes: list[Lexeme], k: int, after: Strategy) -> bool:
    """Return whether an asset or a level that is to be dropped is still there: "add TSLA and drop META"."""
    symbols = lexemes[k].get("SYM")
    before = lexemes[max(0, k - 2) : k]
    dropped = any(one.text in _DROPS for one in before) or "".join(one.text for one in before) in _DROPS
    held = isinstance(symbols, tuple) and any(name in after.universe for name in symbols)
    held = held or (lexemes[k].has("TRAIL") and after.risk.trailing_stop is not None)
    return dropped and held


def _is_level_told(lexemes: list[Lexeme], k: int, told: str) -> bool:
    """Return whether a stop or a target that stands near a measure is in the document."""
    for category, part in _PARTS.items():
        near = lexemes[max(0, k - _NEAR) : k + _NEAR + 1]
        measured = any(one.has("PCT") or one.has("IND", "atr") or one.has("RMULT") for one in near)
        if lexemes[k].has(category) and measured and part not in told and "order" not in told:
            return False
    return True
