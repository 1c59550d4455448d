"""What is asked where a follow-up does not say enough, each with choices that can be clicked."""

from __future__ import annotations

import re

from strategy_ai_worker.domain.interpretation import Interpretation
from strategy_ai_worker.domain.reading.edits.focus import lone_number
from strategy_ai_worker.domain.reading.lexemes import lexemes_of
from strategy_ai_worker.domain.reading.memory import Memory
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.trees import number_text, parse, walk
from strategy_language.conversation import Question
from strategy_language.document import Strategy

_MOST_CHOICES = 4


def not_understood(tongue: Tongue) -> Interpretation:
    """Ask what to change."""
    text = tongue.say(
        "I could not tell what to change. Say for example: make the stop 8%, use the 100-day average instead, also on Microsoft, only go long, undo that.",  # noqa: E501
        "没有看出要修改什么。例如可以说：把止损改成8%、改用100日均线、也用于微软、只做多、撤销。",
    )
    return _question(text, (), tongue)


def not_placed(words: tuple[str, ...], tongue: Tongue) -> Interpretation:
    """Ask about words of a follow-up that nothing came of; the document stays as it was."""
    shown = ", ".join(f'"{word}"' for word in words)
    text = tongue.say(
        f"I could not place {shown}, so nothing was changed. Which part of the strategy should it change: the entry, the exit, the stop, the target, the size or the market?",  # noqa: E501
        f"没有读懂{shown}，因此没有作任何改动。要改的是入场、出场、止损、止盈、仓位还是品种？",
    )
    return _question(text, (), tongue)


def which_number(current: Strategy, message: str, tongue: Tongue) -> Interpretation | None:
    """Ask which number of the document a bare number should replace: "make it 25"."""
    value = lone_number(lexemes_of(message), Memory(timeframe=current.timeframe.value))
    if value is None:
        return None
    new = number_text(value)
    level = current.risk.stop_loss
    options = [
        tongue.say(f"Change {number_text(old)} to {new}", f"把{number_text(old)}改成{new}")
        for old in _literals(current)
    ]
    if level is not None and level.kind == "percent":
        options.append(tongue.say(f"Make the stop {new}%", f"把止损改成{new}%"))
    text = tongue.say(f"Which number should become {new}?", f"哪个数值要改成{new}？")
    return _question(text, tuple(options[:_MOST_CHOICES]), tongue) if options else None


def _literals(current: Strategy) -> list[float]:
    found = (part.number for rule in current.rules for part in walk(parse(rule.when)) if part.op == "num")
    return list(dict.fromkeys(value for value in found if value not in (0.0, 1.0)))


def way_in_or_out(condition: str, tongue: Tongue) -> Interpretation:
    """Ask whether a further condition lets in or out."""
    said = condition.strip().rstrip(".!")
    text = tongue.say(
        f'Is "{said}" another way in, or another way out?', f"“{said}”是另一个入场条件，还是另一个出场条件？"
    )
    options = (
        tongue.say(f"Also buy {said}", f"也在{said}时买入"),
        tongue.say(f"Also sell {said}", f"也在{said}时卖出"),
    )
    return _question(text, options, tongue)


def how_far(current: Strategy, text: str, tongue: Tongue) -> Interpretation:
    """Ask to how much a level should be moved, with two choices from what it is now."""
    aims = bool(re.search(r"target|profit|止盈", text))
    level = (current.risk.take_profit[0] if current.risk.take_profit else None) if aims else current.risk.stop_loss
    now = getattr(level, "multiple", None) or getattr(level, "value", None)
    wider = bool(re.search(r"loosen|widen|raise|increase|wider|looser|larger|bigger|higher|放宽|提高|放大|宽", text))
    options = (
        tuple(f"{now * factor:g}" for factor in ((1.25, 1.5) if wider else (0.75, 0.5)))
        if isinstance(now, int | float)
        else ()
    )
    thing = ("target", "止盈") if aims else ("stop", "止损")
    kind = level.kind if level is not None else ""
    unit = {"atr": " ATR", "percent": "%"}.get(kind, "")
    said = tongue.say(f"To how much should the {thing[0]} be changed?", f"{thing[1]}要改成多少？")
    choices = tuple(
        tongue.say(f"Make the {thing[0]} {value}{unit}", f"把{thing[1]}改成{value}{unit}") for value in options
    )
    return _question(said, choices, tongue)


def _question(text: str, options: tuple[str, ...], tongue: Tongue) -> Interpretation:
    question = Question(text=text, options=options)
    return Interpretation(kind="question", explanation=text, questions=(question,), language=tongue.language)
