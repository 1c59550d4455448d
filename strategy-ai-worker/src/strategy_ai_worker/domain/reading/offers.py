"""Choices for what cannot be as it was said: a usual number in its place, or a change that leads out of it."""

from __future__ import annotations

from collections.abc import Sequence

from strategy_ai_worker.domain.reading.clashes import bounds_of, multiple_of
from strategy_ai_worker.domain.reading.draft import AllocationDraft, Amount, Draft, PairsDraft
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, lag, no_longer, num
from strategy_ai_worker.domain.reading.trees import parse as tree
from strategy_language.expressions.parse import parse
from strategy_language.expressions.problem import ExpressionError
from strategy_language.readback.phrase import phrase

_CROSSED = {"crosses_above": "crosses_below", "crosses_below": "crosses_above"}
_PERIODS = {
    "daily": ("daily", "每日"),
    "weekly": ("weekly", "每周"),
    "monthly": ("monthly", "每月"),
    "quarterly": ("quarterly", "每季度"),
    "yearly": ("yearly", "每年"),
}


def levels(node: Node) -> tuple[str, ...]:
    """Return two levels within the range of an indicator, on the side that a comparison looks at."""
    if "roc(" in str(node):
        return "10", "5"
    if node.op == "==":
        return "1", "15"
    found = bounds_of(node)
    if found is None:
        return ()
    low, high = found
    shares = (0.7, 0.8) if node.op in (">", ">=") or node.word == "crosses_above" else (0.3, 0.2)
    return tuple(f"{low + share * (high - low):g}" for share in shares)


def lengths(low: float, high: float | None) -> tuple[str, ...]:
    """Return usual lengths within bounds."""
    return tuple(f"{length:g}" for length in (14, 20, 50) if low <= length <= (high or length))[:3]


def other_exits(when: str, tongue: Tongue, *, entry: str = "") -> tuple[str, ...]:
    """Return ways out instead of one that holds whenever the entry does: its contrary, or a time.

    Args:
        when: The condition that now sells.
        tongue: The language of the choices.
        entry: The condition that buys; its contrary sells where the exit's own contrary would be the entry again.
    """
    leads = tongue.say("Change the exit to", "把卖出条件改成")
    held = tongue.say("after 10 days", "持有10天")
    spoken = spoken_contrary(when) if when != entry else spoken_contrary(entry)
    return (*((f"{leads} {spoken}",) if spoken else ()), f"{leads} {held}")


def spoken_contrary(when: str) -> str:
    """Return the other side of a condition in words; nothing for what cannot be told."""
    node = tree(when)
    crossed = _CROSSED.get(node.word) if node.op == "call" else None
    turned = Node("call", (crossed, *node.parts)) if crossed is not None else no_longer(node)
    try:
        return phrase(parse(str(turned)))
    except ExpressionError:
        return ""


def of_bar_before(node: Node, tongue: Tongue, *, entry: bool) -> tuple[str, ...]:
    """Return a comparison within one bar that cannot be as one with the bar before: a close above its high."""
    if node.op not in ("<", "<=", ">", ">=") or len(node.parts) != 2:
        return ()
    left, (factor, base) = node.parts[0], multiple_of(node.parts[1])
    if left.op != "name" or base.op != "name":
        return ()
    before = lag(base, 1) if factor == 1 else arithmetic("*", num(factor), lag(base, 1))
    side = tongue.say("entry", "买入条件") if entry else tongue.say("exit", "卖出条件")
    spoken = phrase(parse(str(Node(node.op, (left, before)))))
    return (tongue.say(f"Change the {side} to {spoken}", f"把{side}改成 {spoken}"),)


def sides(tongue: Tongue) -> tuple[str, str]:
    """Return the choice between going long and going short."""
    return tongue.say("Only go long", "只做多"), tongue.say("Only go short", "只做空")


def either_side(draft: Draft, tongue: Tongue) -> tuple[str, ...]:
    """Return one way in and one way out as a whole strategy that sells short, and as one that buys."""
    rules = {rule.action: str(rule.when) for rule in draft.rules}
    if len(draft.rules) != 2 or set(rules) != {"enter_long", "exit_long"} or len(draft.universe) != 1:
        return ()
    try:
        enter, leave = (phrase(parse(rules[action])) for action in ("enter_long", "exit_long"))
    except ExpressionError:
        return ()
    name = draft.universe[0]
    return (
        tongue.say(f"Short {name} when {enter}, cover when {leave}", f"{name}：{enter}时做空，{leave}时平仓"),
        tongue.say(f"Buy {name} when {enter}, sell when {leave}", f"{name}：{enter}时买入，{leave}时卖出"),
    )


def trailing_choices(trails: Sequence[Amount], tongue: Tongue) -> tuple[str, ...]:
    """Return each of several trailing stops alone; the last one is what the document has already."""
    return tuple(
        tongue.say(f"Only the {trail.value:g}% trailing stop", f"只用{trail.value:g}%的移动止损")
        for trail in dict.fromkeys(trails[:-1])
        if trail != trails[-1] and trail.kind == "percent"
    )


def scaled_weights(plan: AllocationDraft, tongue: Tongue) -> tuple[str, ...]:
    """Return a portfolio whose weights are too many, brought to the whole account in proportion and in equal parts."""
    fixed = [(symbol, weight) for symbol, weight in plan.weights if isinstance(weight, int | float)]
    total = sum(weight for _, weight in fixed)
    if len(fixed) < len(plan.weights) or len(fixed) < 2 or total <= 0:
        return ()
    scaled = [(symbol, round(100 * weight / total, 1)) for symbol, weight in fixed]
    equal = [(symbol, round(100 / len(fixed), 1)) for symbol, _ in fixed]
    return tuple(dict.fromkeys(_held(weights, plan.rebalance, tongue) for weights in (scaled, equal)))


def _held(weights: Sequence[tuple[str, float]], rebalance: str | int, tongue: Tongue) -> str:
    english, chinese = _PERIODS.get(str(rebalance), ("never", "不"))
    shares = tongue.say(", ", "，").join(f"{weight:g}% {symbol}" for symbol, weight in weights)
    if english == "never":
        return tongue.say(f"Hold {shares}, never rebalanced", f"持有{shares}，不再平衡")
    return tongue.say(f"Hold {shares}, rebalanced {english}", f"持有{shares}，{chinese}再平衡")


def pair_by(legs: Sequence[str], plan: PairsDraft, tongue: Tongue) -> tuple[str, str]:
    """Return a pairs trade by the ratio of the prices, and by a rolling regression, with its own numbers."""
    ends = tongue.say(
        f"{plan.z_length}-day z-score, enter beyond {plan.enter_z:g}, exit at {plan.exit_z:g}",
        f"{plan.z_length}日z分数超过{plan.enter_z:g}开仓，回到{plan.exit_z:g}平仓",
    )
    if plan.stop_z is not None:
        ends += tongue.say(f", stop at {plan.stop_z:g}", f"，超过{plan.stop_z:g}止损")
    return (
        tongue.say(
            f"Pairs trade {legs[0]} against {legs[1]} by the price ratio: {ends}",
            f"配对交易{legs[0]}和{legs[1]}，用价格比值：{ends}",
        ),
        tongue.say(
            f"Pairs trade {legs[0]} against {legs[1]} with a rolling OLS hedge ratio: {ends}",
            f"配对交易{legs[0]}和{legs[1]}，滚动回归对冲比率：{ends}",
        ),
    )


def pair_with(symbol: str | None, tongue: Tongue) -> tuple[str, ...]:
    """Return whole pairs trades, with the one asset that was named where there is one."""
    others = [one for one in ("SPY", "QQQ") if one != symbol]
    legs = [(symbol, other) for other in others] if symbol is not None else [("KO", "PEP")]
    return tuple(
        tongue.say(
            f"Pairs trade {left} against {right}: enter when the 60-day z-score of the spread is beyond 2, exit at 0",
            f"配对交易{left}和{right}：价差60日z分数超过2开仓，回到0平仓",
        )
        for left, right in legs
    )


def whole_lengths(span: Span, tongue: Tongue) -> tuple[str, ...]:
    """Return the whole lengths of time around one that has a part of a bar: "1 bars", "2 bars" for 1.5 of them."""
    counts, unit = (int(span.count), int(span.count) + 1), "天" if span.unit == "day" else "根K线"
    return tuple(tongue.say(f"{count} {span.unit}s", f"{count}{unit}") for count in counts)
