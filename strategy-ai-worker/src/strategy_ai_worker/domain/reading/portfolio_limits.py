# ruff: noqa: E501 - sentences stand on one line each
"""Portfolios that cannot be as they were said: too much weight, too few assets, levels in the wrong order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.offers import pair_by, pair_with, scaled_weights
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_language.conversation import Question


def impossible_portfolio(understood: Understood, tongue: Tongue) -> Iterator[Question]:
    """Yield a question about each thing that a portfolio cannot be."""
    yield from _weights(understood.draft, tongue)
    yield from _pair_levels(understood.draft, tongue)
    yield from _too_many(understood, tongue)
    yield from _other_spreads(understood, tongue)
    yield from _lone_legs(understood, tongue)


def _pair_levels(draft: Draft, tongue: Tongue) -> Iterator[Question]:
    """Ask for the level that lies on the wrong side of the entry: a spread is left nearer to its mean, and given up further away."""
    plan = draft.pairs
    if plan is None:
        return
    if plan.exit_z >= plan.enter_z:
        yield Question(
            text=tongue.say(
                f"A spread that is traded at a z-score of {plan.enter_z:g} cannot be closed at {plan.exit_z:g}: it is left when it comes back, at less than the level of the entry. At which z-score should it be closed?",
                f"价差在z分数{plan.enter_z:g}时开仓，不能在{plan.exit_z:g}时平仓：平仓水平必须小于开仓水平。应该在多少平仓？",
            ),
            options=(
                tongue.say("Exit at z 0", "z分数回到0平仓"),
                tongue.say(f"Exit at z {plan.enter_z / 4:g}", f"z分数回到{plan.enter_z / 4:g}平仓"),
            ),
        )
    if plan.stop_z is not None and plan.stop_z <= plan.enter_z:
        yield Question(
            text=tongue.say(
                f"A stop at a z-score of {plan.stop_z:g} cannot be: the spread is entered at {plan.enter_z:g}, and the stop must lie beyond that. At which z-score should it be given up?",
                f"止损z分数{plan.stop_z:g}不可能：开仓在{plan.enter_z:g}，止损必须比它更远。应该在多少止损？",
            ),
            options=tuple(
                tongue.say(f"Stop at z {plan.enter_z * times:g}", f"z分数到{plan.enter_z * times:g}止损")
                for times in (1.5, 2)
            ),
        )


_OTHER_SPREADS = re.compile(
    r"\b(?:log|logs|ln|logarithms?|log[- ]?(?:prices?|spread|ratio)|half ?-? ?life|kalman|copulas?)\b"
    r"|对数|半衰期|卡尔曼"
)


def _other_spreads(understood: Understood, tongue: Tongue) -> Iterator[Question]:
    """Ask for the spread instead of one that is not measured here: of logarithms, by a filter, by a half-life."""
    plan = understood.draft.pairs
    texts = [one.text for one in understood.cursor.lexemes]
    found = _OTHER_SPREADS.search(" ".join(texts)) or _OTHER_SPREADS.search("".join(texts))
    legs = understood.draft.universe
    if plan is None or found is None or len(legs) != 2:
        return
    yield Question(
        text=tongue.say(
            f'"{found.group()}": the spread of a pairs trade here is the ratio of the two prices, or what a rolling regression of one on the other leaves; logarithms, half-lives and filters are not measured. Which one should it be?',
            f"“{found.group()}”：这里的价差是两个价格的比值，或滚动回归的残差；不支持对数、半衰期或滤波。应该用哪一种？",
        ),
        options=pair_by(legs, plan, tongue),
    )


def _too_many(understood: Understood, tongue: Tongue) -> Iterator[Question]:
    """Ask how many should be held where more are named than there are."""
    draft, lexemes = understood.draft, understood.cursor.lexemes
    if draft.rotation is None:
        return
    count = len(draft.universe)
    for one, behind in zip(lexemes, lexemes[1:], strict=False):  # noqa: RUF007
        plain = behind.has("NUM") and not any(behind.has(word) for word in ("SPAN", "PCT", "MULT", "USD"))
        if one.has("BEST") and plain and not 1 <= float(str(behind.get("NUM"))) <= count:
            yield Question(
                text=tongue.say(
                    f"{behind.text} of {count} assets cannot be held: it must be between 1 and {count}. How many should be held?",
                    f"有{count}个品种可选，无法持有{behind.text}个。应该持有几个？",
                ),
                options=tuple(f"{held}" for held in range(max(1, count - 1), 0, -1))[:3],
            )


_PAIRED = ("pair trade", "pairs trade", "pairs trading", "pair trading", "配对", "套利")


def _lone_legs(understood: Understood, tongue: Tongue) -> Iterator[Question]:
    """Ask for the two assets of a pairs trade that names fewer: half of one is no trade at all."""
    said = " ".join(lexeme.text for lexeme in understood.cursor.lexemes)
    if not understood.draft.is_portfolio and any(words in said for words in _PAIRED):
        yield Question(
            text=tongue.say(
                "A pairs trade needs two assets and how far their spread must stray, for example: KO against PEP, enter when the 60-day z-score of the spread is beyond 2, exit at 0. Which two, and which levels?",
                "配对交易需要两个品种以及价差偏离的程度，例如：可口可乐对百事，价差60日z分数超过2开仓，回到0平仓。是哪两个品种？什么水平开仓和平仓？",
            ),
            options=pair_with(next(iter(understood.draft.universe), None), tongue),
        )


def _weights(draft: Draft, tongue: Tongue) -> Iterator[Question]:
    """Ask about fixed weights of which there are more than the account has."""
    plan = draft.allocation
    total = sum(weight for _, weight in plan.weights if isinstance(weight, int | float)) if plan is not None else 0
    if total > 100.5 and not draft.leverage:
        yield Question(
            text=tongue.say(
                f"The weights add up to {total:g}%, which is more than the account: without leverage they cannot exceed 100 percent. Which weights are meant?",
                f"权重合计 {total:g}%，超过了全部资金：没有杠杆时最多100%。应该是多少？",
            ),
            options=scaled_weights(plan, tongue) if plan is not None else (),
        )
