# ruff: noqa: E501 - one pattern a line
"""Follow-ups that leave open what they speak of: a window of time, "half", an asset without a share; each is asked about by name."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.interpretation import Interpretation
from strategy_ai_worker.domain.reading.edits import flips
from strategy_ai_worker.domain.reading.edits.parts import takes_only_way_out
from strategy_ai_worker.domain.reading.edits.shared_numbers import which_use
from strategy_ai_worker.domain.reading.edits.swaps import with_rules
from strategy_ai_worker.domain.reading.lexemes import Span, lexemes_of
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.trees import Node, num, number_text, parse, walk
from strategy_language.conversation import Question
from strategy_language.document import Strategy

_WINDOW: Final = re.compile(
    r"^\W*(?:(?:make|change|do) (?:it|that|this) )?(?:to )?(?:in|over|within)(?: the (?:last|past))? (?:an? |[\w.]+ )?(?:day|week|month|bar)s?(?: instead| please)*\W*$|^\W*(?:改成|改为)?(?:过去|最近|在)?[\d一二两三四五六七八九十]+(?:天|日|周|个月|个星期)之?内\W*$"
)
_HALF: Final = re.compile(
    r"^\W*(?:make (?:it|that) |only |just |use )?(half|double|twice)(?: of (?:it|that)| as much| that| it)*(?: instead| please| then)*\W*$|^\W*(?:改成|改为|只要)?(减半|一半|翻倍|加倍)(?:吧)?\W*$"
)
_ADDS: Final = re.compile(r"\b(add|include|plus|also)\b|加上|加入|再加|加")


def window(document: Strategy, text: str, said: Understood) -> Strategy | None:
    """Return the document with its one change of price measured over another time: "in two weeks"."""
    spans = [span for one in said.cursor.lexemes if isinstance(span := one.get("SPAN"), Span)]
    moves = {node for rule in document.rules for node in walk(parse(rule.when)) if _is_move(node)}
    if not _WINDOW.match(text) or len(spans) != 1 or len(moves) != 1:
        return None
    bars = said.cursor.memory.bars(spans[0])
    return with_rules(document, lambda node: Node("call", (*node.args[:-1], num(bars))) if node in moves else node)


def open_question(
    document: Strategy, message: str, text: str, said: Understood, tongue: Tongue
) -> Interpretation | None:
    """Return what must be asked before anything is changed, or None."""
    if window(document, text, said) is not None:
        return None
    return (
        _which_window(document, message, text, tongue)
        or _which_share(document, message, text, tongue)
        or _which_short(document, text, said, tongue)
        or _what_else_leaves(document, text, tongue)
        or which_use(document, text, tongue)
    )


def _what_else_leaves(document: Strategy, text: str, tongue: Tongue) -> Interpretation | None:
    """Ask what should end a position where the only rule that does is to go."""
    if not takes_only_way_out(document, text):
        return None
    question = tongue.say(
        "Nothing else would end a position then. What should close it instead?",
        "这样就没有任何出场方式了。改为什么时候平仓？",
    )
    options = (
        tongue.say("Exit after 10 days instead of the signal", "持有10天后卖出"),
        tongue.say("Use a 10% trailing stop instead of the exit signal", "止损改成移动止损10%"),
    )
    return _asked(question, options, tongue)


def _which_short(document: Strategy, text: str, said: Understood, tongue: Tongue) -> Interpretation | None:
    """Ask at which signals to go short where rules that only buy should become "short only"."""
    sides = {rule.action.side for rule in document.rules}
    if not said.draft.short_only or sides != {"long"} or flips.apply(document, text) is not None:
        return None
    question = tongue.say(
        "The rules only buy so far. Should it sell short at the signals that bought, or at the opposite ones?",
        "目前的规则只做多。应在原来的买入信号处做空，还是在相反的信号处做空？",
    )
    options = (
        tongue.say("Go short instead", "改成做空"),
        tongue.say("Short only, at the opposite signals", "只做空，用相反的信号"),
    )
    return _asked(question, options, tongue)


def _is_move(node: Node) -> bool:
    return node.op == "call" and node.word == "roc" and node.parts[-1].op == "num"


def _which_window(document: Strategy, message: str, text: str, tongue: Tongue) -> Interpretation | None:
    if not _WINDOW.match(text):
        return None
    words = message.strip()
    lengths = list(
        dict.fromkeys(
            number_text(node.parts[-1].number)
            for rule in document.rules
            for node in walk(parse(rule.when))
            if node.op == "call" and len(node.parts) > 1 and node.parts[-1].op == "num" and not node.is_truth
        )
    )
    said = tongue.say(
        f'"{words}": which length of time of the strategy should that be?', f"“{words}”：要改的是哪一个时间长度？"
    )
    spans = [span for one in lexemes_of(message) if isinstance(span := one.get("SPAN"), Span)]
    if len(spans) != 1:
        return None
    new = _days(spans[0])
    options = tuple(tongue.say(f"Change {old} to {new}", f"把{old}改成{new}") for old in lengths[:4] if old != new)
    return _asked(said, options, tongue)


def _days(span: Span) -> str:
    return number_text(span.count * {"week": 5, "month": 21, "year": 252}.get(span.unit, 1))


def what_half(document: Strategy, text: str, tongue: Tongue) -> Interpretation | None:
    """Ask what "half" or "double" speaks of, with the numbers that each would give."""
    found = _HALF.match(text)
    if found is None:
        return None
    factor = 0.5 if (found.group(1) or found.group(2)) in ("half", "减半", "一半") else 2.0
    options: list[str] = []
    size = document.sizing
    if size.kind == "percent_of_equity" and isinstance(size.value, int | float) and size.value * factor <= 200:
        share = number_text(size.value * factor)
        options.append(tongue.say(f"Use {share}% of the account per trade", f"每次用资金的{share}%"))
    stop = document.risk.stop_loss
    if stop is not None and stop.kind == "percent" and isinstance(stop.value, int | float):
        level = number_text(stop.value * factor)
        options.append(tongue.say(f"Make the stop {level}%", f"把止损改成{level}%"))
    said = tongue.say(
        "Of what: the size of the position, the stop, or another number?", "指的是什么：仓位、止损，还是别的数值？"
    )
    return _asked(said, tuple(options), tongue)


def _which_share(document: Strategy, message: str, text: str, tongue: Tongue) -> Interpretation | None:
    plan = document.allocation
    lexemes = lexemes_of(message)
    names = [(one, str(value[0])) for one in lexemes if isinstance(value := one.get("SYM"), tuple)]
    shares = any(one.has("PCT") or one.has("NUM") or one.has("HALFOF") for one in lexemes)
    if plan is None or not _ADDS.search(text) or len(names) != 1 or shares or names[0][1] in document.universe:
        return None
    name = names[0][1]
    said = tongue.say(
        f"Which share should {name} get? The others shrink in proportion.", f"{name}占多少？其余品种按比例减少。"
    )
    return _asked(
        said, tuple(tongue.say(f"Add {share}% {name}", f"加上{share}%的{name}") for share in (10, 20, 25)), tongue
    )


def _asked(text: str, options: tuple[str, ...], tongue: Tongue) -> Interpretation:
    question = Question(text=text, options=options)
    return Interpretation(kind="question", explanation=text, questions=(question,), language=tongue.language)
