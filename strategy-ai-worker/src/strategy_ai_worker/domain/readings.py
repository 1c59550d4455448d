"""Comparing two readings of one message, and holding a model's reading to the words that were said."""

from strategy_language.conversation import DocumentChange, SourceSpan
from strategy_language.diff import changes
from strategy_language.document import Strategy
from strategy_language.document.rules import Rule
from strategy_language.expressions.parse import parse
from strategy_language.expressions.problem import ExpressionError
from strategy_language.expressions.render import render

_MEANING = (
    "universe",
    "timeframe",
    "rules",
    "risk",
    "sizing",
    "execution",
    "limits",
    "rotation",
    "pairs",
    "allocation",
)


def disagreements(first: Strategy, second: Strategy) -> tuple[DocumentChange, ...]:
    """Return where two readings mean something else; names, words and the order of rules mean nothing."""
    found = changes(_bare(first), _bare(second))
    return tuple(one for one in found if one.path.split(".")[0] in _MEANING)


def with_honest_sources(strategy: Strategy, message: str, current: Strategy | None) -> Strategy:
    """Return a document whose rules cite only what was said, in this message or in the document that it changes."""
    said = {rule.source for rule in current.rules} if current else set()
    whole = _plain(message)
    rules = tuple(
        rule if rule.source in said or _plain(rule.source) in whole else rule.model_copy(update={"source": ""})
        for rule in strategy.rules
    )
    return strategy.model_copy(update={"rules": rules})


def spans_of(strategy: Strategy, message: str) -> tuple[SourceSpan, ...]:
    """Return which characters of the message each rule cites, in their order, none twice."""
    found: list[SourceSpan] = []
    for number, rule in enumerate(strategy.rules):
        start = message.find(rule.source) if rule.source else -1
        end = start + len(rule.source)
        if start >= 0 and all(end <= one.start or start >= one.end for one in found):
            found.append(SourceSpan(start=start, end=end, path=f"rules.{number}"))
    return tuple(sorted(found, key=lambda one: one.start))


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _bare(strategy: Strategy) -> Strategy:
    ordered = sorted(strategy.rules, key=lambda rule: (rule.action.value, _canonical(rule.when)))
    rules = tuple(_bare_rule(rule, number) for number, rule in enumerate(ordered, 1))
    parts = {
        name: part.model_copy(update={"source": ""})
        for name in ("rotation", "pairs")
        if (part := getattr(strategy, name)) is not None
    }
    return strategy.model_copy(update={"rules": rules, **parts})


def _bare_rule(rule: Rule, number: int) -> Rule:
    return rule.model_copy(update={"id": f"rule_{number}", "source": "", "when": _canonical(rule.when)})


def _canonical(expression: str) -> str:
    """Return an expression in one spelling; one that stands on names of its own document stays as it is written."""
    try:
        return render(parse(expression))
    except ExpressionError:
        return " ".join(expression.split())
