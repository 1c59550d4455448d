"""Follow-ups that put one number, one average or one level in the place of another."""

from __future__ import annotations

import math
import re
from typing import Final

from strategy_ai_worker.domain.reading.edits.alike import shape
from strategy_ai_worker.domain.reading.indicators import INDICATORS
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.operands import operand
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.seeds import AVERAGES
from strategy_ai_worker.domain.reading.trees import Node, lag, num, parse, rebuild, walk
from strategy_language.document import Rule, Strategy

_PAIRS: Final = (
    re.compile(
        r"(?:from|change|replace|swap|switch)\D{0,30}?(\d+(?:\.\d+)?)\D{0,40}?(?:to|with|by|for|into|->|→)\D{0,30}?(\d+(?:\.\d+)?)"
    ),
    re.compile(
        r"(?:把|将|由|从)?\D{0,8}?(\d+(?:\.\d+)?)\D{0,10}?(?:改成|改为|改做|改作|改至|转做|换成|换为|调整为|变成|改到|调到|提高到|降到)\D{0,6}?(\d+(?:\.\d+)?)"
    ),
)
_TOO: Final = re.compile(
    r"(\d+)[^.;\d]{0,14}?\btoo \w+[^\d]{0,24}?(\d+(?:\.\d+)?)"
    r"|(\d+)[天日]?(?:均线)?太\S{1,2}?[^\d]{0,8}?(?:用|改|换|试|放到|调到|提到|降到)\D{0,3}(\d+(?:\.\d+)?)"
)
_INSTEAD: Final = re.compile(
    r"(\d+(?:\.\d+)?)\D{0,40}?(?:instead of|rather than|in place of|而不是|代替)\D{0,30}?(\d+(?:\.\d+)?)"
)
_KINDS: Final = (
    (re.compile(r"\bexponential\b|(?<![a-z])emas?\b|指数"), "ema"),
    (re.compile(r"\bsimple\b|(?<![a-z])smas?\b|简单"), "sma"),
    (re.compile(r"\bweighted\b|(?<![a-z])wmas?\b|加权"), "wma"),
    (re.compile(r"\bhull\b|(?<![a-z])hmas?\b|赫尔"), "hma"),
)


_COUNTS: Final = re.compile(
    r"\b(\d+|one|two|three|four|five) (trades?|entries|entry|positions?|units?|adds?|times|buys)\b"
)
_BECOMES: Final = re.compile(
    r"\b(?:replace|change|swap|switch|turn|from)\b.*?\b(?:with|to|by|for|into)\b(?P<en>.*)|(?:换成|换为|改成|改为|改用)(?P<zh>.*)"
)


_FILTER_ADDED: Final = re.compile(r"^[^改换]{0,20}加[^改换]{0,20}线[^改换]{0,6}过滤")


def apply(document: Strategy, message: str, text: str, said: Understood) -> Strategy | None:
    """Return the document with numbers, kinds of average or levels swapped, or None where nothing of the sort was asked."""  # noqa: E501
    del message
    draft = said.draft
    limits = draft.cooldown or draft.entries_per_day or draft.losses_per_day or draft.daily_loss or draft.max_drawdown
    if draft.stops or draft.targets or draft.trailing or draft.sizing or draft.max_bars or limits:
        return None if not _kind(text) else _of_kind(document, text)
    told = said.assembly.filters or said.assembly.loose or any(rule.when is not None for rule in draft.rules)
    kind = None if told else _of_kind(document, text)
    if kind is not None:
        return kind
    if _FILTER_ADDED.search(text):
        return None
    swapped = _with_numbers(document, text) or _with_spans(document, text, said)
    if swapped is not None:
        return _as_named(document, swapped, text)
    if said.draft.rules or said.assembly.filters or said.assembly.loose:
        return None
    return _with_period(document, text, said) or _with_operands(document, said) or _with_level(document, text, said)


def _kind(text: str) -> str | None:
    before = re.split(r"instead of|rather than|in place of|而不是|代替", text)[0]
    becomes = _BECOMES.search(before)
    wanted = (becomes["en"] or becomes["zh"] or "") if becomes is not None else before
    found = [kind for pattern, kind in _KINDS if pattern.search(wanted)]
    return found[0] if found else None


def _of_kind(document: Strategy, text: str) -> Strategy | None:
    """Make all averages of another kind: "make it exponential averages instead of simple ones"."""
    kind = _kind(text)
    if kind is None or re.search(r"\d", text):
        return None

    def change(node: Node) -> Node:
        meant = node.op == "call" and node.word in AVERAGES and node.word != kind and len(node.parts) == 2
        of_volume = meant and "volume" in str(node.parts[0]) and "volume" not in text
        return Node("call", (kind, *node.parts)) if meant and not of_volume else node

    return with_rules(document, change)


def _as_named(before: Strategy, swapped: Strategy, text: str) -> Strategy:
    """Give an average whose length was exchanged the kind that is named for it: "200日均线换成150日EMA"."""
    kind, becomes = _kind(text), _BECOMES.search(text)
    old = {part for rule in before.rules for part in walk(parse(rule.when))}

    def change(node: Node) -> Node:
        fresh = _is_average(node) and node not in old and becomes is not None
        named = fresh and f"{node.parts[-1].number:g}" in re.findall(r"\d+", becomes.group() if becomes else "")
        return Node("call", (kind, *node.parts)) if named and kind is not None else node

    return with_rules(swapped, change)


def _is_average(node: Node) -> bool:
    return node.op == "call" and node.word in AVERAGES and len(node.parts) == 2 and node.parts[-1].op == "num"


def with_rules(document: Strategy, change: object, only: str | None = None) -> Strategy:
    """Return the document with a change applied to every expression of its rules (of entries or exits alone)."""
    rules: list[Rule] = []
    for rule in document.rules:
        if only is None or rule.action.is_entry == (only == "entry"):
            rule = rule.model_copy(update={"when": str(rebuild(parse(rule.when), change))})  # type: ignore[arg-type]  # noqa: PLW2901
        rules.append(rule)
    return document.model_copy(update={"rules": tuple(rules)})


_FURTHER: Final = re.compile(
    r"(?:and|,|，|、|;|和|并)\D{0,12}?(\d+(?:\.\d+)?)\D{0,20}?(?:to|with|by|->|→|改成|改为|换成)\D{0,12}?(\d+(?:\.\d+)?)"
)


def _with_numbers(document: Strategy, text: str) -> Strategy | None:
    """Put every new number that was named in the place of its old one: "change 20 to 30 and 100 to 120"."""
    first = named_pair(text)
    if first is None:
        return None
    pairs = [first, *((float(old), float(new)) for old, new in _FURTHER.findall(text))]
    changed = None
    for old, new in dict.fromkeys(pairs):
        signed = re.search(rf"(?<![\da-z.])-{old:g}(?![\d.])", text) is not None
        changed = _with_number(changed or document, -old if signed else old, new) or changed
    return changed


def _with_spans(document: Strategy, text: str, said: Understood) -> Strategy | None:
    """Put one length of time in the place of another, both counted in bars: "6 months instead of 12 months"."""
    spans = [span for one in said.cursor.lexemes if isinstance(span := one.get("SPAN"), Span)]
    if len(spans) != 2 or not _INSTEAD.search(text):
        return None
    new, old = (float(said.cursor.memory.bars(span)) for span in spans)
    return _with_number(document, old, new)


def named_pair(text: str) -> tuple[float, float] | None:
    """Return (old, new) of "use 21 instead of 14", "change 14 to 21"."""
    found = _INSTEAD.search(text)
    if found:
        return float(found.group(2)), float(found.group(1))
    for pattern in (*_PAIRS, _TOO):
        found = pattern.search(text)
        if found:
            old, new = (group for group in found.groups() if group is not None)
            return float(old), float(new)
    return None


def _with_number(document: Strategy, old: float, new: float) -> Strategy | None:
    def change(node: Node) -> Node:
        meant = node.op == "num" and (node.number == old or (old > 0 and abs(node.number) == old))
        return num(math.copysign(new, node.number)) if meant else node

    changed = with_rules(document, change)
    data = changed.model_dump(mode="json")
    touched = _replace_leaves(data["risk"], old, new)
    touched += _replace_leaves(data["sizing"], old, new) if changed == document and not touched else 0
    for part in ("rotation", "pairs"):
        if data[part]:
            touched += _replace_leaves(data[part], old, new)
    if changed == document and not touched:
        return None
    return Strategy.model_validate(data) if touched else changed


def _replace_leaves(data: dict[str, object], old: float, new: float) -> int:
    count = 0
    for key, value in data.items():
        if key == "length" and "kind" in data and data["kind"] != "atr":
            continue
        if isinstance(value, dict):
            count += _replace_leaves(value, old, new)
        elif isinstance(value, list):
            count += sum(_replace_leaves(one, old, new) for one in value if isinstance(one, dict))
        elif isinstance(value, int | float) and not isinstance(value, bool) and value == old:
            data[key] = int(new) if new == int(new) else new
            count += 1
        elif isinstance(value, str) and key in ("rank_by", "filter"):
            fresh = re.sub(rf"\b{int(old)}\b", f"{new:g}", value) if old == int(old) else value
            count += fresh != value
            data[key] = fresh
    return count


_NEW_FILTER: Final = re.compile(r"\b(?:add|another|include)\b.*\bfilter\b")
_FOR_SIDE: Final = re.compile(r"\bfor (?:the |my )?(sell\w*|exit\w*|buy\w*|entr\w*|entering)\b")


def _with_operands(document: Strategy, said: Understood) -> Strategy | None:
    """Put each thing that was named alone in the place of its like: "use the 100-day instead", "把入场改成前40天最高价"."""  # noqa: E501
    words = " ".join(lexeme.text for lexeme in said.cursor.lexemes)
    if any(lexeme.has("VALID") for lexeme in said.cursor.lexemes) or " for both" in words or _NEW_FILTER.search(words):
        return None
    behind = _FOR_SIDE.search(words)
    scope = None if behind is None else "entry" if behind.group(1).startswith(("buy", "ent")) else "exit"
    changed, touched, i = document, False, 0
    while i < len(said.cursor.lexemes):
        lexeme = said.cursor.at(i)
        if lexeme.has("ACT"):
            scope = "entry" if lexeme.has("ACT", "buy", "enter", "short") else "exit"
        bound = lexeme.has("CMP") and said.cursor.at(i + 1).has("SHARES")
        found = None if bound or lexeme.has("SIGN_MARK") or lexeme.has("SYM") else _standing(said, i)
        if found is not None:
            after = _in_place(changed, found[0], scope)
            if after is not None:
                changed, touched = after, True
            i = max(found[1], i + 1)
            continue
        i += 1
    return changed if touched else None


_LATER: Final = ("后", "之后", "以后")


def _standing(said: Understood, i: int) -> tuple[Node, int] | None:
    lexeme = said.cursor.at(i)
    span = lexeme.get("SPAN")
    before, behind = said.cursor.at(i - 1), said.cursor.at(i + 1)
    lasts = (before.has("FORN") or before.has("HOLD") or before.text == "after" or behind.text in _LATER) and not (
        behind.has("AVG")
    )
    if isinstance(span, Span) and (lasts or span.unit in ("hour", "minute") or said.cursor.at(i + 1).has("CHART")):
        return None
    if not any(lexeme.has(word) for word in ("SPAN", "AVG", "IND", "HILO", "LASTN", "PREV", "PART")) and not (
        lexeme.has("NUM") and (said.cursor.at(i + 1).has("AVG") or said.cursor.at(i + 1).has("IND"))
    ):
        return None
    said.cursor.memory.averages.clear()
    found = operand(said.cursor, i)
    if (found is None and lexeme.has("SPAN")) or (found is not None and found[0].op == "num" and lexeme.has("SPAN")):
        span = lexeme.get("SPAN")
        return Node("call", ("sma", Node("name", ("close",)), num(said.cursor.memory.bars(span)))), i + 1  # type: ignore[arg-type]
    return found if found is not None and found[0].op not in ("num", "name") else None


def _in_place(document: Strategy, new: Node, scope: str | None) -> Strategy | None:
    """Return the document with the thing most like `new` replaced by it; an average of any kind is like another."""
    candidates = [
        node
        for rule in document.rules
        if scope is None or rule.action.is_entry == (scope == "entry")
        for node in walk(parse(rule.when))
        if _alike(node, new)
    ]
    if not candidates:
        return None
    old = min(dict.fromkeys(candidates), key=lambda node: _distance(node, new))

    def change(node: Node) -> Node:
        if node != old:
            return node
        keeps_kind = (
            old.op == "call"
            and old.word in AVERAGES
            and new.op == "call"
            and new.word in AVERAGES
            and new.word == "sma"
        )
        return (
            Node("call", (old.word, *new.parts))
            if keeps_kind
            else lag(new, int(old.parts[1].number))
            if old.op == "lag" and new.op != "lag"
            else new
        )

    changed = with_rules(document, change, scope)
    return changed if changed != document else None


def _alike(old: Node, new: Node) -> bool:
    if shape(old) == shape(new):
        return True
    both_average = old.op == "call" and new.op == "call" and old.word in AVERAGES and new.word in AVERAGES
    if both_average:
        return shape(old.parts[0]) == shape(new.parts[0])
    return old.op == "lag" and shape(old.parts[0]) == shape(new)


def _distance(old: Node, new: Node) -> float:
    pairs = zip(_literals(old), _literals(new), strict=False)
    return sum(abs(math.log(max(a, 1e-9) / max(b, 1e-9))) for a, b in pairs if a > 0 and b > 0)


def _literals(node: Node) -> list[float]:
    return [part.number for part in walk(node) if part.op == "num"]


_LEVELS: Final = re.compile(
    r"(rsi|cci|adx|mfi|stochastic|williams|roc|阈值|threshold|level|oversold|overbought|超买|超卖|z.?score|cutoff)"
)


def _with_period(document: Strategy, text: str, said: Understood) -> Strategy | None:
    """Set the length of a named indicator: "RSI周期改成7", "set the ADX length to 20"."""
    if not re.search(
        r"period|length|look-?back|周期|参数|天数|(改用|改成|改为|换成|换用|调成|调到|设成|设为)\s*\d+\s*[日天期]", text
    ):
        return None
    keys = [str(lexeme.get("IND")) for lexeme in said.cursor.lexemes if lexeme.has("IND")]
    numbers = [float(str(lexeme.get("NUM"))) for lexeme in said.cursor.lexemes if lexeme.has("NUM")]
    if len(keys) != 1 or len(numbers) != 1 or keys[0] not in INDICATORS:
        return None
    sample = INDICATORS[keys[0]].build(INDICATORS[keys[0]].usual)
    function = sample.parts[0].word if sample.op == "field" else sample.word

    def change(node: Node) -> Node:
        if node.op != "call" or node.word != function:
            return node
        place = next((n for n, part in enumerate(node.args) if isinstance(part, Node) and part.op == "num"), None)
        return node if place is None else Node("call", (*node.args[:place], num(numbers[0]), *node.args[place + 1 :]))

    changed = with_rules(document, change)
    return changed if changed != document else None


def _with_level(document: Strategy, text: str, said: Understood) -> Strategy | None:
    """Set a threshold: "change the RSI threshold to 25", "make oversold 20"."""
    acts = any(lexeme.has("ACT") for lexeme in said.cursor.lexemes)
    if _COUNTS.search(text):
        return None
    if not _LEVELS.search(text) and not acts:
        return None
    numbers = [
        float(str(lexeme.get("NUM"))) for lexeme in said.cursor.lexemes if lexeme.has("NUM") and not lexeme.has("SPAN")
    ]
    if len(numbers) != 1:
        return None
    scope = (
        "exit"
        if re.search(r"exit|sell|overbought|出场|卖出|超买", text)
        else "entry"
        if re.search(r"entry|buy|oversold|入场|买入|超卖", text)
        else None
    )
    levels = [
        node
        for rule in document.rules
        if scope is None or rule.action.is_entry == (scope == "entry")
        for node in walk(parse(rule.when))
        if node.op in ("<", ">", "<=", ">=", "call")
        and len(node.parts) == 2
        and node.parts[1].op == "num"
        and node.is_truth
        and node.word not in ("rising", "falling", "all", "any")
    ]
    if not levels:
        return None
    old = min(levels, key=lambda node: abs(node.parts[1].number - numbers[0]))

    def change(node: Node) -> Node:
        return Node(node.op, (*node.args[:-1], num(numbers[0]))) if node == old else node

    return with_rules(document, change, scope)
