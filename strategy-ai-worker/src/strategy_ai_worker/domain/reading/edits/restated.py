# ruff: noqa: E501 - one pattern a line
"""Follow-ups that name a part of the document and state it anew: settings in a row, weekdays, an exit's length, an asset."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.edits.focus import FILLING
from strategy_ai_worker.domain.reading.edits.settings import mirrored, with_settings
from strategy_ai_worker.domain.reading.edits.swaps import with_rules
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Memory
from strategy_ai_worker.domain.reading.read import Understood, understand
from strategy_ai_worker.domain.reading.seeds import seeded
from strategy_ai_worker.domain.reading.settle import settled
from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, call, compare, num, parse, walk
from strategy_language.document import Strategy, levels

_SETTINGS: Final = re.compile(r"\b(settings?|parameters?|params|faster|slower|values)\b|参数|设置")
_EXIT_LENGTH: Final = re.compile(
    r"\b(exit|entry|buy|sell|breakout|channel|low|high)\b[^.;,]*?\bto (?:a |the )?\d+[- ]?(?:day|bar|week|hour|period|candle)s?\b|(出场|入场|卖出|买入).{0,6}(改成|改为|缩短到|延长到|调到)\d+[日天周根]"
)
_TRAILS: Final = re.compile(
    r"\btrailing (stop )?instead\b|\b(make|turn) (the|my|that) stop (into )?(a )?trailing\b|^\W*(?:now )?make (?:it|that) (?:a )?trailing(?: one| stop)?\W*$|\btrail (the|my) stop\b(?!.*\d)|^\W*trail (it|that)\W*$|(改成|改为|换成)(移动|跟踪|追踪)止损\W*$"
)
_ADDS_LONG: Final = re.compile(
    r"\b(?:go|be|get) long (?:on|at|with) (?:the )?(?:opposite|reverse|other|mirror)(?: signal| cross| side| way)?s?\b|\b(?:do|trade|go|take|buy) (?:the )?longs?(?: side| trades)? (?:too|as well|also)\b|\b(add|allow|enable|also) (the )?(going )?longs?( side| trades| again| too)*\b|也(做多|允许做多)"
)
_SWAPS: Final = re.compile(
    r"\b(swap|replace|switch|change|exchange)\b.*\b(for|with|to|by)\b|\binstead of\b|换成|改成|替换"
)
_DAYS: Final = re.compile(r"\b(to|through|thru|till|until)\b|到|至|-")
_IT: Final = re.compile(r"\b(it|that|this|instead|rather|change|switch|make)\b|改|换")
_CHANGE: Final = re.compile(
    r"^\W*(?:please )?(?:change|replace|swap|switch|turn) (.+?) (?:to|with|by|for|into) (.+)$|^把(.+?)(?:改成|改为|换成|替换为)(.+)$"
)
_ONLY: Final = re.compile(r"\bonly\b|\bjust\b|只|仅")


def apply(document: Strategy, text: str, said: Understood) -> Strategy | None:
    """Return the document with the part that is named stated anew, or None where nothing of the sort was said."""
    lexemes, memory = said.cursor.lexemes, said.cursor.memory
    return (
        _with_asset(document, text, lexemes)
        or _with_other_day(document, lexemes)
        or _with_weekdays(document, text, lexemes)
        or _with_condition(document, text)
        or _with_settings(document, text, lexemes)
        or _with_exit_length(document, text, lexemes, memory)
        or _with_trailing(document, text)
        or _with_other_trailing(document, text, said)
        or _with_longs(document, text)
    )


def _symbol(lexeme: Lexeme) -> str | None:
    value = lexeme.get("SYM")
    if isinstance(value, tuple):
        return str(value[0])
    return str(lexeme.get("TICKER")) if lexeme.has("TICKER") else None


def _with_asset(document: Strategy, text: str, lexemes: list[Lexeme]) -> Strategy | None:
    """Put one asset in the place of another: "swap Pepsi for Coke", "use MSFT instead of AAPL"."""
    named = list(dict.fromkeys(symbol for lexeme in lexemes if (symbol := _symbol(lexeme)) is not None))
    held = [symbol for symbol in named if symbol in document.universe]
    fresh = [symbol for symbol in named if symbol not in document.universe]
    if not _SWAPS.search(text) or len(held) != 1 or len(fresh) != 1:
        return None
    told = (
        document.model_dump_json()
        .replace(f'"{held[0]}"', f'"{fresh[0]}"')
        .replace(f'\\"{held[0]}\\"', f'\\"{fresh[0]}\\"')
    )
    return Strategy.model_validate_json(told)


def _is_dated(node: Node) -> bool:
    return any(part.op == "call" and part.word == "weekday" for part in walk(node))


_NOT: Final = frozenset({"not", "instead of", "rather than", "instead", "rather", "than", "no"})


def _with_other_day(document: Strategy, lexemes: list[Lexeme]) -> Strategy | None:
    """Put one weekday in the place of another: "Tuesdays instead of Mondays", "not on Monday, on Friday"."""
    named = [(k, int(str(one.get("WEEKDAY"))) + 1) for k, one in enumerate(lexemes) if one.has("WEEKDAY")]
    if len(named) != 2:
        return None
    barred = [day for k, day in named if any(set(one.text.split()) & _NOT for one in lexemes[max(0, k - 3) : k])]
    becomes = any(one.text in ("改", "换", "改成", "换成", "改为") for one in lexemes[named[0][0] : named[1][0]])
    if becomes and not barred and _is_barred_or_met(document, named[0][1]):
        barred = [named[0][1]]
    swapped = [day for day in dict.fromkeys(barred) if day != named[-1][1]] or barred[-1:]
    fresh = [day for _, day in named if day not in swapped]
    if len(swapped) != 1 or len(fresh) != 1:
        return None
    return _changed(document, lambda node: _on_day(node, swapped[0], fresh[0]))


def _is_barred_or_met(document: Strategy, day: int) -> bool:
    """Return whether the rules speak of a weekday."""
    nodes = (node for rule in document.rules for node in walk(parse(rule.when)) if node.op in ("==", "!="))
    return any(node.parts[0] == call("weekday") and node.parts[1].number == day for node in nodes)


def _on_day(node: Node, old: int, new: int) -> Node:
    dated = node.op in ("==", "!=") and node.parts[0] == call("weekday") and node.parts[1].number == old
    return Node(node.op, (*node.args[:-1], num(new))) if dated else node


def _changed(document: Strategy, change: Callable[[Node], Node]) -> Strategy | None:
    fresh = with_rules(document, change)
    return None if fresh == document else fresh


_LEAVES: Final = re.compile(r"\b(?:exit|sell|close|leave|cover|get out|out)\b|卖|出场|平仓|离场")
_ENTERS: Final = re.compile(r"\b(?:buy|enter|entry|go long|get in)\b|买|入场|开仓")


def _with_weekdays(document: Strategy, text: str, lexemes: list[Lexeme]) -> Strategy | None:
    """Trade on a stretch of weekdays alone, or on others than before: "Monday to Wednesday only"."""
    days = [int(str(lexeme.get("WEEKDAY"))) + 1 for lexeme in lexemes if lexeme.has("WEEKDAY")]
    dated_now = any(_is_dated(parse(rule.when)) for rule in document.rules)
    meant = _ONLY.search(text) if len(days) > 1 else dated_now and _IT.search(text)
    if not days or not meant or any(lexeme.has("CMP") or lexeme.has("IND") for lexeme in lexemes):
        return None
    leaves = _LEAVES.search(text) is not None and not _ENTERS.search(text)
    if leaves and not any(_is_dated(parse(rule.when)) for rule in document.rules if not rule.action.is_entry):
        return None
    today = call("weekday")
    if len(days) == 2 and _DAYS.search(text) and days[0] < days[1]:
        dated = all_of(compare(">=", today, num(days[0])), compare("<=", today, num(days[1])))
    else:
        dated = any_of(*(compare("==", today, num(day)) for day in dict.fromkeys(days)))
    rules = []
    for rule in document.rules:
        tree = parse(rule.when)
        parts = tree.parts if tree.op == "and" else (tree,)
        kept = tuple(part for part in parts if not _is_dated(part))
        when = str(all_of(*kept, dated)) if rule.action.is_entry != leaves else rule.when
        rules.append(rule.model_copy(update={"when": when}))
    return document.model_copy(update={"rules": tuple(rules)})


def _with_condition(document: Strategy, text: str) -> Strategy | None:
    """Put one condition in the place of another: "change RSI(2) < 15 to RSI(3) < 20"."""
    found = _CHANGE.match(text)
    if found is None:
        return None
    old, new = (
        _condition(part, document) for part in (found.group(1) or found.group(3), found.group(2) or found.group(4))
    )
    if old is None or new is None:
        return None
    return with_rules(document, lambda node: new if node == old else node)


def _condition(text: str, document: Strategy) -> Node | None:
    loose = understand(text, seeded(document)).assembly.loose
    return settled(loose[0], entry=False) if loose is not None else None


def _numbers(node: Node) -> list[int]:
    return [n for n, part in enumerate(node.args) if isinstance(part, Node) and part.op == "num"]


def _with_settings(document: Strategy, text: str, lexemes: list[Lexeme]) -> Strategy | None:
    """Give a row of numbers to the one function that has as many: "faster settings: 8, 17, 9"."""
    values = [float(str(lexeme.get("NUM"))) for lexeme in lexemes if lexeme.has("NUM") and not lexeme.has("SPAN")]
    plain_row = len(values) > 2 and all(
        one.has("NUM") or one.is_noise or one.has("SIGN_MARK") or set(one.text.split()) <= FILLING for one in lexemes
    )
    if len(values) < 2 or not (_SETTINGS.search(text) or plain_row):
        return None
    calls = {
        part.word
        for rule in document.rules
        for part in walk(parse(rule.when))
        if part.op == "call" and len(_numbers(part)) == len(values)
    }
    if len(calls) != 1:
        return None
    word = calls.pop()

    def change(node: Node) -> Node:
        if node.op != "call" or node.word != word or len(_numbers(node)) != len(values):
            return node
        fresh = iter(values)
        return Node(
            "call", tuple(num(next(fresh)) if n in _numbers(node) else part for n, part in enumerate(node.args))
        )

    return with_rules(document, change)


def _with_exit_length(document: Strategy, text: str, lexemes: list[Lexeme], memory: Memory) -> Strategy | None:
    """Give the entry or the exit another length: "tighten the exit to 5 days"."""
    spans = [span for lexeme in lexemes if isinstance(span := lexeme.get("SPAN"), Span)]
    found = _EXIT_LENGTH.search(text)
    if found is None:
        return _with_exit_number(document, text)
    if len(spans) != 1:
        return None
    word = found.group(1) or found.group(2)
    scope = "entry" if word in ("entry", "buy", "high", "breakout", "入场", "买入") else "exit"
    lengths = {
        part.parts[-1].number
        for rule in document.rules
        if rule.action.is_entry == (scope == "entry")
        for part in walk(parse(rule.when))
        if _is_of_price(part)
    }
    value = memory.bars(spans[0])
    if len(lengths) == 1:
        old = num(lengths.pop())
        return with_rules(
            document,
            lambda node: (
                Node("call", (*node.args[:-1], num(value))) if _is_of_price(node) and node.parts[-1] == old else node
            ),
            scope,
        )
    if not lengths and scope == "exit" and document.risk.max_bars is not None:
        return document.model_copy(update={"risk": document.risk.model_copy(update={"max_bars": value})})
    return None


def _is_of_price(node: Node) -> bool:
    """Return whether a function of the price has a length: that of a volume is not spoken of by "the entry"."""
    return (
        node.op == "call"
        and bool(node.parts)
        and node.parts[-1].op == "num"
        and node.parts[0].op != "num"
        and "volume" not in str(node.parts[0])
    )


_EXIT_NUMBER: Final = re.compile(
    r"^\W*(?:(?:change|make|set|put|move|and|then|also|please|now)\b[, ]*)*(?:the |my )?(exit|entry|buy|sell|breakout|channel)(?: (?:length|period|lookback|rule|signal|channel|level))? (?:to|at|be|should be) (\d+(?:\.\d+)?)(?: instead| please)*\W*$"
)


def _with_exit_number(document: Strategy, text: str) -> Strategy | None:
    """Give the entry or the exit another number where it has one alone: "the exit to 20"."""
    found = _EXIT_NUMBER.match(text)
    if found is None:
        return None
    entry = found.group(1) in ("entry", "buy", "breakout")
    trees = [parse(rule.when) for rule in document.rules if rule.action.is_entry == entry]
    lagged = {part.parts[1] for tree in trees for part in walk(tree) if part.op == "lag"}
    numbers = {part.number for tree in trees for part in walk(tree) if part.op == "num" and part not in lagged}
    if len(numbers) != 1:
        return None
    return with_rules(document, _to(numbers.pop(), float(found.group(2))), "entry" if entry else "exit")


def _to(old: float, new: float) -> Callable[[Node], Node]:
    return lambda node: num(new) if node.op == "num" and node.number == old else node


def _with_trailing(document: Strategy, text: str) -> Strategy | None:
    """Let the fixed stop trail at its distance."""
    stop = document.risk.stop_loss
    if not _TRAILS.search(text) or stop is None:
        return None
    trailing: levels.TrailingStop | None = None
    if isinstance(stop, levels.PercentLevel):
        trailing = levels.PercentTrailing(value=stop.value)
    elif isinstance(stop, levels.AtrLevel):
        trailing = levels.AtrTrailing(multiple=stop.multiple, length=stop.length)
    if trailing is None:
        return None
    return document.model_copy(
        update={"risk": document.risk.model_copy(update={"stop_loss": None, "trailing_stop": trailing})}
    )


def _with_other_trailing(document: Strategy, text: str, said: Understood) -> Strategy | None:
    """Put a trailing stop of its own amount in the place of the fixed one: "改成移动止损10%"."""
    alone = said.draft.trailing is not None and not said.draft.stops and not said.draft.targets
    if not alone or document.risk.stop_loss is None or not _REPLACED.search(text):
        return None
    changed = with_settings(document, said, text)
    return changed.model_copy(update={"risk": changed.risk.model_copy(update={"stop_loss": None})})


_REPLACED: Final = re.compile(r"\binstead\b|\brather than\b|\b(change|switch|turn)\b.*\bto\b|改成|改为|换成|改用|换为")


def _with_longs(document: Strategy, text: str) -> Strategy | None:
    sides = {rule.action.side for rule in document.rules if rule.action.is_entry}
    return mirrored(document, "short") if _ADDS_LONG.search(text) and sides == {"short"} else None
