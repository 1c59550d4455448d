# ruff: noqa: E501 - sentences stand on one line each
"""Conditions of a strategy that exclude each other, or that nothing can meet."""

from __future__ import annotations

from collections.abc import Iterator

from strategy_ai_worker.domain.reading.clashes import alternatives, beyond, clash, covers_all
from strategy_ai_worker.domain.reading.compose import home
from strategy_ai_worker.domain.reading.offers import levels, of_bar_before
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.reasons import reason_in
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.trees import parse, walk
from strategy_ai_worker.domain.told import condition_told
from strategy_language.conversation import Question
from strategy_language.document import Strategy
from strategy_language.expressions.problem import ExpressionError


def contradictory(document: Strategy, tongue: Tongue) -> Question | None:
    """Return the question about two conditions of a document that cannot hold together, or None."""
    found = ((rule, clash(group)) for rule in document.rules for group in alternatives(parse(rule.when)))
    return next((_clashing(pair, tongue, entry=rule.action.is_entry) for rule, pair in found if pair is not None), None)


def _clashing(pair: tuple[str, str], tongue: Tongue, *, entry: bool) -> Question:
    """Ask which of two conditions that exclude each other is meant: one of them, or either."""
    try:
        spoken = [condition_told(one, tongue) for one in pair]
    except ExpressionError:
        spoken = []
    a, b = pair if tongue.language == "en" or not spoken else spoken
    text = tongue.say(
        f'{a} and {b} can never both be true at the same time: the conditions contradict each other. Did you mean "or", or two different rules?',
        f"“{a}”与“{b}”互相矛盾，不可能同时成立。是指“或者”，还是两条不同的规则？",
    )
    side = tongue.say("entry", "买入条件") if entry else tongue.say("exit", "卖出条件")
    if not spoken:
        return Question(text=text)
    choices = (spoken[0], spoken[1], tongue.say(f"{spoken[0]} or {spoken[1]}", f"{spoken[0]}或{spoken[1]}"))
    return Question(
        text=text,
        options=tuple(tongue.say(f"Change the {side} to {one}", f"把{side}改成{one}") for one in choices),
    )


def contradictions(understood: Understood, tongue: Tongue) -> Iterator[Question]:
    """Yield a question about each condition that cannot be met, or that is met always."""
    for rule in understood.draft.rules:
        when = home(understood.draft, rule.when)
        for group in alternatives(when):
            found = clash(group)
            if found is not None:
                yield _clashing(found, tongue, entry=rule.action.startswith("enter"))
        for node in walk(when):
            why = beyond(node)
            if why is not None:
                yield Question(
                    text=tongue.say(
                        f"{why} It can never be true. Which level is meant?",
                        f"{reason_in(why, Tongue('zh-Hans'))}这个条件不可能成立。应该是多少？",
                    ),
                    options=levels(node) or of_bar_before(node, tongue, entry=rule.action.startswith("enter")),
                )
            if rule.action.startswith("enter") and covers_all(node):
                yield Question(
                    text=tongue.say(
                        f"{node} is always true, whatever the market does. Which level is meant?",
                        f"{node} 永远成立，与行情无关。应该是多少？",
                    ),
                    options=levels(node),
                )
