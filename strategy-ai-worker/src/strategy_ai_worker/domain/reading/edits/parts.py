# ruff: noqa: E501 - one pattern a line
"""Follow-ups that point at a part of the document: the second condition, the whole entry, all lengths, the cap of the size."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.edits.swaps import with_rules
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.read import Understood, understand
from strategy_ai_worker.domain.reading.seeds import seeded
from strategy_ai_worker.domain.reading.settle import opposite, settled
from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, num, parse
from strategy_language.catalogue.table import CATALOGUE
from strategy_language.document import Risk, Rule, Strategy

_PLACES: Final = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "last": -1, "final": -1,
    "一": 0, "二": 1, "三": 2, "四": 3, "后一": -1,
}  # fmt: skip
_NTH: Final = re.compile(
    r"\b(?:remove|drop|delete|lose|scrap|skip|take out|take away|get rid of|without|leave out|ditch|cut) (?:the |that |my )?(?:(first|second|third|fourth|last|final|1st|2nd|3rd|4th) (?:(?:entry|exit|buy|sell) )?(?:condition|rule|part|criterion|requirement|filter|leg|one)|(?:condition|rule|criterion|filter) (?:number |no\.? ?|#)?(\d))\b(?: (?:of|from|in) (?:the )?(entry|exit|buy|sell)\w*)?"
    r"|(?:去掉|删除|删掉|取消|不要|移除)(?:第|最)(一|二|三|四|后一)个?(?:买入|卖出|入场|出场)?(?:的)?(?:条件|规则|过滤)"
)
_EXIT_SIDE: Final = re.compile(r"\b(exit|sell)\b|卖出|出场")
_WHOLE: Final = re.compile(
    r"^\W*(?:and |then |also )*(?:please )?(?:change|replace|switch|set|swap|make|turn) (?:the |my )?(entry|buy|buying|exit|sell|selling)(?: (?:rule|condition|signal|trigger|criterion|criteria))?s?(?: (?:to|with|into|by|be|for|as)|:)+ (?:a |an |when |if )?(.+)$"
    r"|^\W*(?:and |then )?(?:the |my )?(entry|exit)(?: (?:rule|condition|signal|trigger))? (?:to|should be|becomes|is now) (?:when |if )?(.+)$"
    r"|^\W*(?:把)?(买入|卖出|入场|出场)(?:的)?(?:条件|规则|信号)?(?:改成|改为|换成|变成)(.+)$"
)
_LENGTHS: Final = re.compile(
    r"\b(double|halve|half|triple)\b.*\b(look-?backs?|lengths?|periods?|windows?|averages|both)\b|\b(look-?backs?|lengths?|periods?|windows?|averages)\b.*\b(twice|half|three times) as (?:long|short|slow|fast)|(周期|参数|天数|长度)(?:都|全部)?(翻倍|加倍|减半)"
)
_FACTORS: Final = {"double": 2.0, "twice": 2.0, "翻倍": 2.0, "加倍": 2.0, "triple": 3.0, "three times": 3.0}
_LENGTH_SIDES: Final = {
    "entry": re.compile(r"\b(breakout|entry|buy\w*|enter\w*)\b|买入|入场"),
    "exit": re.compile(r"\b(exit|sell\w*|breakdown)\b|卖出|出场"),
}
_CAP: Final = re.compile(
    r"^\W*(?:and |but |also |please )*(?:(?:no|not|never) more than (\d+(?:\.\d+)?) ?(?:%|percent) (?:in|of|per|on) (?:the |each |any |one |a |my )?(?:position|account|trade|equity|stock|market|symbol)\w*\W*$|(?:cap|limit|bound) (?:the |each |every |my |any )?(?:position|positions|size|position size|trade|it|exposure)s?(?: (?:at|to|by))? (?:at most |no more than )?(\d+(?:\.\d+)?) ?(?:%|percent)(?: of (?:the |my )?(?:account|equity|capital|portfolio))?\W*$)|^(?:单笔|每笔|最大)?仓位(?:最多|不超过|上限)(?:为|是)?(\d+(?:\.\d+)?)%\W*$"
)


_NO_EXIT: Final = re.compile(
    r"^\W*(?:and |but |please )*(?:don't|do not|no longer|never|stop) (?:sell|exit|selling|exiting|close|get out|cover)(?: it)?\b(?=.*\b(cross|crossover|signal|rule|condition|average|rsi|level|band)\b)"
    r"|\b(?:exit|sell|leave|get out)(?: it)? only (?:at|on|by|with|via|through) (?:the )?(?:trailing )?(?:stop|target)|^\W*(?:only|just|keep only) (?:the |a |my )?(?:trailing )?stop(?: please| then| now)*\W*$|\bonly the (?:trailing )?stop (?:should |shall |may |can )?(?:exits?|sells?|closes?|gets? me out)|(?:不要|不再|取消).{0,6}(?:信号|交叉|均线)(?:卖出|出场|平仓)"
    r"|^\W*(?:and |but |then |now |please |ok )*(?:remove|drop|delete|lose|scrap|ditch|get rid of|take out|cancel) (?:the |that |my )?(?!(?:trailing|time|profit|stop)\b)(?:[\w-]+ ){0,4}(?:exit|sell)(?: (?:rule|signal|condition))?s?(?: please| again)*\W*$"
)


_UNITS: Final = re.compile(
    r"^\W*(?:and |but |please )*(?:limit (?:it |this )?to|at most|max(?:imum)?(?: of)?|no more than|never more than|up to) (\d+) (?:entries|units|buys|tranches)(?: in total| per position| at once)?\W*$"
)


def apply(document: Strategy, text: str, said: Understood) -> Strategy | None:
    """Return the document with the part that is pointed at changed, or None where a message points at none."""
    return (
        _without_exits(document, text)
        or _resting(document, said)
        or _without_nth(document, text)
        or _with_whole_rule(document, text)
        or _with_scaled_lengths(document, text)
        or _with_units(document, text)
        or _capped(document, text)
        or _with_fixed_stop(document, text)
        or _with_risk(document, text)
        or _without_adds(document, text)
    )


def takes_only_way_out(document: Strategy, text: str) -> bool:
    """Return whether a message takes the rules that leave away, and nothing else would end a position."""
    return _NO_EXIT.search(text) is not None and not _has_level(document)


def drops_exit(text: str) -> bool:
    """Return whether a message only takes the rules that leave away: "drop the RSI exit"."""
    return _NO_EXIT.search(text) is not None


def _has_level(document: Strategy) -> bool:
    risk = document.risk
    return bool(risk.stop_loss or risk.trailing_stop or risk.take_profit or risk.max_bars or risk.session_exit)


def _without_exits(document: Strategy, text: str) -> Strategy | None:
    """Take the rules that leave away where a stop or another level stays: "don't sell on the cross, only the stop"."""
    kept = tuple(rule for rule in document.rules if rule.action.is_entry)
    if _NO_EXIT.search(text) is None or not _has_level(document) or len(kept) == len(document.rules):
        return None
    return document.model_copy(update={"rules": kept})


def _resting(document: Strategy, said: Understood) -> Strategy | None:
    """Let the entry orders rest for another time: "good for 3 days"."""
    lexemes = said.cursor.lexemes
    spans = [span for one in lexemes if isinstance(span := one.get("SPAN"), Span)]
    ordered = any(rule.order is not None for rule in document.rules)
    if not ordered or len(spans) != 1 or not any(one.has("VALID") for one in lexemes) or said.draft.order is not None:
        return None
    bars = said.cursor.memory.bars(spans[0])
    rules = tuple(
        rule
        if rule.order is None
        else rule.model_copy(update={"order": rule.order.model_copy(update={"valid_bars": bars})})
        for rule in document.rules
    )
    return document.model_copy(update={"rules": rules})


def _without_nth(document: Strategy, text: str) -> Strategy | None:
    """Take one condition away by its place: "remove the second condition", "drop condition 2 of the exit"."""
    found = _NTH.search(text)
    if found is None:
        return None
    place = int(found.group(2)) - 1 if found.group(2) else _PLACES[found.group(1) or found.group(4)]
    exits = _EXIT_SIDE.search(found.group()) is not None
    return without_place(document, place, entry=not exits)


def without_place(document: Strategy, place: int, *, entry: bool) -> Strategy | None:
    """Return the document without the condition at a place of its entries (or exits); None where there is none."""
    rules: list[Rule] = []
    for rule in document.rules:
        tree = parse(rule.when)
        parts = tree.parts if tree.op in ("and", "or") else (tree,)
        if rule.action.is_entry != entry or len(parts) < 2:
            rules.append(rule)
            continue
        if not -len(parts) <= place < len(parts):
            return None
        kept = [part for n, part in enumerate(parts) if n != place % len(parts)]
        joined = all_of(*kept) if tree.op == "and" else any_of(*kept)
        rules.append(rule.model_copy(update={"when": str(joined)}))
    changed = document.model_copy(update={"rules": tuple(rules)})
    return None if changed == document else changed


def _with_whole_rule(document: Strategy, text: str) -> Strategy | None:
    """Put a condition in the place of the whole entry or exit: "change the entry to RSI below 30"."""
    found = _WHOLE.match(text)
    if found is None:
        return None
    part, spoken = next((found.group(n), found.group(n + 1)) for n in (1, 3, 5) if found.group(n))
    entry = part in ("entry", "buy", "buying", "买入", "入场")
    node = _condition(spoken, document, entry=entry)
    sides = {rule.action.side for rule in document.rules if rule.action.is_entry}
    if node is None:
        return None
    rules: list[Rule] = []
    for rule in document.rules:
        if rule.action.is_entry != entry:
            rules.append(rule)
        elif not any(one.action == rule.action for one in rules):
            meant = node if rule.action.side == "long" or len(sides) == 1 else opposite(node)
            rules.append(rule.model_copy(update={"when": str(meant), "source": text.strip()[:300]}))
    if not entry and not any(not rule.action.is_entry for rule in document.rules):
        rules += [
            Rule(id=f"x{n}", action=f"exit_{side}", when=str(node), source=text.strip()[:300])
            for n, side in enumerate(sorted(sides), start=1)
        ]
    return document.model_copy(update={"rules": tuple(rules)})


def _condition(spoken: str, document: Strategy, *, entry: bool) -> Node | None:
    """Return the one condition that words hold and nothing else, or None."""
    said = understand(spoken, seeded(document))
    loose, draft = said.assembly.loose, said.draft
    settings = draft.stops or draft.targets or draft.trailing or draft.max_bars or draft.sizing or draft.order
    if loose is None or settings or draft.rules or said.assembly.filters:
        return None
    return settled(loose[0], entry=entry)


def _with_scaled_lengths(document: Strategy, text: str) -> Strategy | None:
    """Make every length of the rules some times as long: "double both lookbacks", "halve the periods"."""
    found = _LENGTHS.search(text)
    if found is None or re.search(r"\d|stop|target|止损|止盈", text):
        return None
    scope = next((side for side, pattern in _LENGTH_SIDES.items() if pattern.search(found.group())), None)
    word = next((word for word in _FACTORS if word in found.group()), "")
    factor = _FACTORS.get(word, 0.5)

    def change(node: Node) -> Node:
        entry = CATALOGUE.get(node.word) if node.op == "call" else None
        if entry is None:
            return node
        kinds = [argument.kind for argument in entry.arguments]
        scaled = [
            num(max(1, round(part.number * factor))) if part.op == "num" and kind == "length" else part
            for part, kind in zip(node.parts, kinds, strict=False)
        ]
        return Node("call", (node.word, *scaled, *node.parts[len(scaled) :]))

    changed = with_rules(document, change, scope)
    return None if changed == document else changed


def _with_units(document: Strategy, text: str) -> Strategy | None:
    """Bound how many entries a position may have: "limit to 3 entries"."""
    found = _UNITS.match(text)
    grows = any(rule.action.value.startswith("add") for rule in document.rules)
    if found is None or not grows:
        return None
    execution = document.execution.model_copy(update={"pyramiding": int(found.group(1))})
    return document.model_copy(update={"execution": execution})


_RISK: Final = re.compile(
    r"^\W*(?:and |but |ok |now )*(?:(?:increase|raise|lower|reduce|decrease|cut|set|change|make|put) )?(?:the |my )?risk(?: per trade)?(?: is| to| at| of|:)? (\d+(?:\.\d+)?) ?(?:%|percent)?(?: per trade| instead| please)*\W*$|^(?:把)?(?:每笔)?风险(?:改成|改为|提高到|降到|降为)(\d+(?:\.\d+)?)%?\W*$"
)
_NO_ADDS: Final = re.compile(
    r"\b(?:no|drop|remove|stop|without|skip|delete|lose|cancel|scrap|don't) (?:the |any |more )?(?:pyramiding|pyramid|adding|adds?|scaling in|scale-?ins?|averaging (?:up|down))\b|(?:不要|取消|去掉|不再)加仓"
)


def _with_risk(document: Strategy, text: str) -> Strategy | None:
    """Risk another share of the account on each trade where the size follows from the risk: "increase the risk to 2"."""
    found = _RISK.match(text)
    if found is None or document.sizing.kind != "risk_percent":
        return None
    share = float(found.group(1) or found.group(2))
    return document.model_copy(update={"sizing": document.sizing.model_copy(update={"value": share})})


def _without_adds(document: Strategy, text: str) -> Strategy | None:
    """Let a position no longer grow: "drop the pyramiding"."""
    kept = tuple(rule for rule in document.rules if not rule.action.value.startswith("add"))
    if _NO_ADDS.search(text) is None or len(kept) == len(document.rules):
        return None
    execution = document.execution.model_copy(update={"pyramiding": 1})
    return document.model_copy(update={"rules": kept, "execution": execution})


_FIXED: Final = re.compile(
    r"^\W*(?:(?:no|and|but|go|then),? )*(?:back to|use|with) (?:a |the |my )?(?:normal|fixed|regular|plain|hard|static|ordinary) stop(?:[ -]loss)?(?: again| please| instead)*\W*$|^\W*(?:no,? |and |but )*(?:(?:it |the stop )?(?:should )?not (?:be )?(?:a )?trailing|(?:make it |use )?(?:a )?(?:fixed|normal|hard|regular|static)(?: stop)?(?:,? not trailing| instead(?: of trailing)?)?)(?:[, ]+(?:but )?(?:a )?(?:fixed|normal|hard|regular|static)(?: stop| one)?)?(?: please)?\W*$|(?:改成|改为|用)固定止损|不要移动,?固定"
)


def _with_fixed_stop(document: Strategy, text: str) -> Strategy | None:
    """Let the stop that trails stay where it was set: "not trailing, fixed"."""
    trailing = document.risk.trailing_stop
    if (
        trailing is None
        or trailing.kind == "give_back"
        or document.risk.stop_loss is not None
        or _FIXED.search(text) is None
    ):
        return None
    kept = trailing.model_dump(mode="json", exclude={"anchor", "activate_at"})
    risk = document.risk.model_dump(mode="json") | {"stop_loss": kept, "trailing_stop": None}
    return document.model_copy(update={"risk": Risk.model_validate(risk)})


def _capped(document: Strategy, text: str) -> Strategy | None:
    """Bound the share of the account in one position: "cap the position at 50%"."""
    found = _CAP.match(text)
    if found is None:
        return None
    share = float(next(group for group in found.groups() if group))
    sizing = document.sizing
    if sizing.kind == "percent_of_equity" and isinstance(sizing.value, int | float) and sizing.value > share:
        return document.model_copy(update={"sizing": sizing.model_copy(update={"value": share})})
    bounded = sizing.model_copy(update={"max_percent_of_equity": share})
    return document.model_copy(update={"sizing": bounded})
