# ruff: noqa: E501 - word lists and sentences stand on one line each
"""Numbers and conditions that cannot be: lengths of zero, percentages beyond all bounds, contradictions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from strategy_ai_worker.domain.reading.clashes import alternatives, beyond, clash, covers_all
from strategy_ai_worker.domain.reading.compose import home
from strategy_ai_worker.domain.reading.draft import Amount, Draft
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.reasons import reason_in
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.trees import number_text, parse, walk
from strategy_ai_worker.domain.reading.worded import worded
from strategy_language.catalogue.table import CATALOGUE
from strategy_language.conversation import Question
from strategy_language.document import Strategy
from strategy_language.expressions.parse import parse as parse_expression
from strategy_language.expressions.problem import ExpressionError
from strategy_language.readback.phrase import phrase


def impossible(understood: Understood, tongue: Tongue, *, has_stop: bool = False) -> Question | None:
    """Return the first thing that cannot be as it was said, as a question."""
    draft = understood.draft
    for said in (
        *_lengths(understood, tongue),
        *_levels(draft, tongue),
        *_needs_stop(draft, tongue, has_stop=has_stop),
        *_sizes(draft, tongue),
        *_weights(draft, tongue),
        *_leverage(understood, tongue),
        *_kelly(understood, tongue),
        *_both_at_once(understood, tongue),
        *_contradictions(understood, tongue),
        *_sides(draft, tongue),
        *_lone_legs(understood, tongue),
        *_clock_on_days(understood, tongue),
    ):
        return said if isinstance(said, Question) else Question(text=said)
    return None


_MINUTES_OF_A_DAY = 1440
_CLOCKS = ("time_of_day", "minutes_since_open", "minutes_to_close", "opening_range_high", "opening_range_low")


def _clock_on_days(understood: Understood, tongue: Tongue) -> Iterator[str]:
    """Ask for shorter bars where a rule speaks of the time of the day and its bars are days: it could never be true."""
    rules = understood.draft.rules
    clocked = any(node.word in _CLOCKS for rule in rules for node in walk(rule.when) if node.op == "call")
    if clocked and understood.draft.timeframe in ("1d", "1w", "1mo", "3mo"):
        yield tongue.say(
            "A rule speaks of a time within the day, which daily bars do not show. On which bars should it run: 5 minutes, 15 minutes or 1 hour?",
            "有一条规则用到盘中时间，而日线看不到盘中。应该用哪种K线：5分钟、15分钟还是1小时？",
        )


_PAIRED = ("pair trade", "pairs trade", "pairs trading", "pair trading", "配对", "套利")


def _lone_legs(understood: Understood, tongue: Tongue) -> Iterator[str]:
    """Ask for the two assets of a pairs trade that names fewer: half of one is no trade at all."""
    said = " ".join(lexeme.text for lexeme in understood.cursor.lexemes)
    if not understood.draft.is_portfolio and any(words in said for words in _PAIRED):
        yield tongue.say(
            "A pairs trade needs two assets and how far their spread must stray, for example: KO against PEP, enter when the 60-day z-score of the spread is beyond 2, exit at 0. Which two, and which levels?",
            "配对交易需要两个品种以及价差偏离的程度，例如：可口可乐对百事，价差60日z分数超过2开仓，回到0平仓。是哪两个品种？什么水平开仓和平仓？",
        )


def _lengths(understood: Understood, tongue: Tongue) -> Iterator[str]:  # noqa: C901 - one reading of one construct
    for rule in understood.draft.rules:
        for node in walk(rule.when):
            if node.op != "call" or node.word not in CATALOGUE:
                continue
            entry = CATALOGUE[node.word]
            numbers = list(node.parts)
            for argument, part in zip(entry.arguments, numbers, strict=False):
                if part.op != "num" or argument.low is None:
                    continue
                if (
                    part.number < argument.low
                    or (argument.high is not None and part.number > argument.high)
                    or (argument.kind == "length" and part.number != int(part.number))
                ):
                    yield tongue.say(
                        f"{node.word.upper()} cannot have {argument.name} {number_text(part.number)}: it must be a positive whole number of bars between {number_text(argument.low)} and {number_text(argument.high or 0)}. Which length (period) is meant?",
                        f"{node.word.upper()} 的周期不能是 {number_text(part.number)}：必须是 {number_text(argument.low)} 到 {number_text(argument.high or 0)} 之间（between）的正整数。应该是多少？",
                    )
    if understood.draft.max_bars is not None and understood.draft.max_bars < 1:
        yield tongue.say(
            "A position must be held for at least 1 bar; zero or a negative number of days is not possible. How long should it be held?",
            "持仓至少要1根K线，不能是零或负数。应该持有多久？",
        )
    for lexeme in understood.cursor.lexemes:
        span = lexeme.get("SPAN")
        clock = lexeme.get("CLOCK")
        if isinstance(clock, int) and clock > _MINUTES_OF_A_DAY:
            yield tongue.say(
                f'"{lexeme.text}" is no time of a day: it must be between 00:00 and 24:00. Which time is meant?',
                f"“{lexeme.text}”不是一天中的时刻：必须在00:00到24:00之间。应该是几点？",
            )
        if span is not None and getattr(span, "count", 1) <= 0:
            yield tongue.say(
                f'"{lexeme.text}" is no length of time: a period must be positive, at least 1 bar. Which period is meant?',
                f"“{lexeme.text}”不是有效的周期：必须至少为1。应该是多少？",
            )


def _levels(draft: Draft, tongue: Tongue) -> Iterator[str]:
    for amount, what in [
        *((stop, "stop") for stop in draft.stops),
        *(((draft.trailing, "trailing stop"),) if draft.trailing else ()),
    ]:
        if amount.kind == "percent" and (amount.value >= 100 or amount.value <= 0):
            yield tongue.say(
                f"A {what} of {amount.value:g}% cannot work: it must be greater than 0 and less than 100 percent, or the price would have to be below zero. Which distance is meant?",
                f"{amount.value:g}% 的止损不可能：必须大于0且小于100%。应该是多少？",
            )
        if amount.kind == "atr" and amount.value <= 0:
            yield tongue.say(
                f"A {what} needs a positive multiple of the ATR, greater than zero. Which multiple is meant?",
                "止损的ATR倍数必须大于零。应该是多少？",
            )
    for target in draft.targets:
        yield from _target(target, tongue)


def _target(target: Amount, tongue: Tongue) -> Iterator[str]:
    if target.kind == "percent" and target.value <= 0:
        yield tongue.say(
            "A profit target must be greater than zero. Which gain is meant?", "止盈必须大于零。应该是多少？"
        )
    if target.kind == "percent" and target.value > 1000:
        yield tongue.say(
            f"A profit target of {target.value:g}% would hardly ever be reached; is that what you mean? Which gain between 0 and 1000 percent is meant?",
            f"{target.value:g}% 的止盈几乎不可能达到。应该是多少？",
        )


def _leverage(understood: Understood, tongue: Tongue) -> Iterator[str]:
    lexemes = understood.cursor.lexemes
    for before, word in zip(lexemes, lexemes[1:], strict=False):  # noqa: RUF007
        if "leverage" not in word.text and "杠杆" not in word.text:
            continue
        times = float(str(before.get("MULT") or 0)) or float(str(before.get("PCT") or 0)) / 100
        if times > 20:
            yield tongue.say(
                f"Leverage of {times:g} times is more than any account is given: it must be between 1 and 20. How much is meant?",
                f"{times:g} 倍杠杆不现实：必须在1到20之间。应该是多少？",
            )


def _kelly(understood: Understood, tongue: Tongue) -> Iterator[str]:
    """Ask for the size where it should follow from Kelly's formula: its odds are not known before the test."""
    if understood.draft.sizing is None and any(
        word in one.text for one in understood.cursor.lexemes for word in ("kelly", "凯利")
    ):
        yield tongue.say(
            "The Kelly size follows from a win rate and a payoff that nobody knows before the test; sizes here are a share of the account, an amount, a risk per trade or a target of volatility. How large should each position be, for example 25% of the account?",
            "凯利仓位取决于事先未知的胜率和盈亏比；这里的仓位可以是资金比例、固定金额、每笔风险或目标波动率。每笔仓位应该多大，例如资金的25%？",
        )


_TWO_STATES = re.compile(
    r"\b(long|in the market|invested|buy)\b[^.;,]{0,12}\b(and|as well as|while)\b[^.;,]{0,16}\b(flat|short|out|sell|in cash|uninvested)\b[^.;]*\b(at the same (time|moment)|simultaneously)\b"
)


def _both_at_once(understood: Understood, tongue: Tongue) -> Iterator[str]:
    """Ask which is meant where one asset should be held and not held at once."""
    said = " ".join(lexeme.text for lexeme in understood.cursor.lexemes)
    found = _TWO_STATES.search(said) if len(understood.draft.universe) < 2 else None
    if found is not None:
        yield tongue.say(
            f'"{found.group()}": one position cannot be both at the same time; the two contradict each other. Which one is meant, and when the other?',
            f"“{found.group()}”：同一仓位不可能同时处于两种状态，互相矛盾。应该是哪一种，另一种在什么时候？",
        )


def _needs_stop(draft: Draft, tongue: Tongue, *, has_stop: bool) -> Iterator[Question]:
    """Yield what is measured in the distance to a stop where there is none."""
    if has_stop or draft.stops or draft.trailing or draft.size_distance is not None:
        return
    if any(target.kind == "r_multiple" for target in draft.targets):
        text = tongue.say(
            "A target in R needs a stop: R is the distance from the entry to the stop. Where should the stop be?",
            "以R为单位的止盈需要止损：R是入场价到止损的距离。止损设在哪里？",
        )
        yield Question(text=text, options=_stops(tongue))
    if draft.sizing is not None and draft.sizing[0] in ("risk_percent", "risk_cash") and draft.pairs is None:
        text = tongue.say(
            "Sizing by risk needs a stop: the size follows from the distance to it. Where should the stop be?",
            "按风险定仓位需要止损：仓位由止损距离决定。止损设在哪里？",
        )
        yield Question(text=text, options=_stops(tongue))


def _stops(tongue: Tongue) -> tuple[str, ...]:
    return (
        tongue.say("A stop of 2 ATR", "止损2倍ATR"),
        tongue.say("A 5% stop", "止损5%"),
        tongue.say("A 10% stop", "止损10%"),
    )


def _sizes(draft: Draft, tongue: Tongue) -> Iterator[str]:
    if draft.sizing is None:
        return
    kind, value = draft.sizing
    if value <= 0:
        yield tongue.say(
            "The size of a position must be greater than zero (positive). How large should it be?",
            "仓位必须大于零。应该多大？",
        )
    if kind == "risk_percent" and value > 100:
        yield tongue.say(
            f"Risking {value:g}% of the account is more than everything; it cannot be more than 100 percent. How much should be risked per trade?",
            f"不能冒超过100%的风险（{value:g}%）。每笔应冒多大风险？",
        )
    if kind == "percent_of_equity" and value > 100 and not draft.leverage:
        yield tongue.say(
            f"{value:g}% of the account is more than there is: without leverage it cannot exceed 100 percent. How large should a position be?",
            f"{value:g}% 超过了全部资金：没有杠杆时最多100%。仓位应该多大？",
        )


def _weights(draft: Draft, tongue: Tongue) -> Iterator[str]:
    """Ask about fixed weights of which there are more than the account has."""
    plan = draft.allocation
    total = sum(weight for _, weight in plan.weights if isinstance(weight, int | float)) if plan is not None else 0
    if total > 100.5 and not draft.leverage:
        yield tongue.say(
            f"The weights add up to {total:g}%, which is more than the account: without leverage they cannot exceed 100 percent. Which weights are meant?",
            f"权重合计 {total:g}%，超过了全部资金：没有杠杆时最多100%。应该是多少？",
        )


def contradictory(document: Strategy, tongue: Tongue) -> Question | None:
    """Return the question about two conditions of a document that cannot hold together, or None."""
    found = ((rule, clash(group)) for rule in document.rules for group in alternatives(parse(rule.when)))
    return next((_clashing(pair, tongue, entry=rule.action.is_entry) for rule, pair in found if pair is not None), None)


def _clashing(pair: tuple[str, str], tongue: Tongue, *, entry: bool) -> Question:
    """Ask which of two conditions that exclude each other is meant: one of them, or either."""
    a, b = pair
    text = tongue.say(
        f'{a} and {b} can never both be true at the same time: the conditions contradict each other. Did you mean "or", or two different rules?',
        f"“{worded(a, tongue)}”与“{worded(b, tongue)}”互相矛盾，不可能同时成立。是指“或者”，还是两条不同的规则？",
    )
    side = tongue.say("entry", "买入条件") if entry else tongue.say("exit", "卖出条件")
    try:
        spoken = [tongue.say(phrase(parse_expression(one)), worded(one, tongue)) for one in pair]
    except ExpressionError:
        return Question(text=text)
    choices = (spoken[0], spoken[1], tongue.say(f"{spoken[0]} or {spoken[1]}", f"{spoken[0]}或者{spoken[1]}"))
    return Question(
        text=text,
        options=tuple(tongue.say(f"Change the {side} to {one}", f"把{side}改成{one}") for one in choices),
    )


def _contradictions(understood: Understood, tongue: Tongue) -> Iterator[str | Question]:
    for rule in understood.draft.rules:
        when = home(understood.draft, rule.when)
        for group in alternatives(when):
            found = clash(group)
            if found is not None:
                yield _clashing(found, tongue, entry=rule.action.startswith("enter"))
        for node in walk(when):
            why = beyond(node)
            if why is not None:
                yield tongue.say(
                    f"{why} It can never be true. Which level is meant?",
                    f"{reason_in(why, Tongue('zh-Hans'))}这个条件不可能成立。应该是多少？",
                )
            if rule.action.startswith("enter") and covers_all(node):
                yield tongue.say(
                    f"{node} is always true, whatever the market does. Which level is meant?",
                    f"{node} 永远成立，与行情无关。应该是多少？",
                )


def _sides(draft: Draft, tongue: Tongue) -> Iterator[str]:
    enters = {rule.action for rule in draft.rules}
    if draft.stop_above and "enter_long" in enters and "enter_short" not in enters:
        yield tongue.say(
            "A stop above the entry price contradicts a long position: it would be hit at once. It cannot be on that side; where below the entry should it be?",
            "做多的止损高于入场价，互相矛盾，会立即触发。止损应设在入场价下方多少？",
        )
    if draft.target_below and "enter_long" in enters and "enter_short" not in enters:
        yield tongue.say(
            "A profit target below the entry price contradicts a long position: a price below the entry is a loss. It cannot be on that side; where above the entry should it be?",
            "做多的止盈低于入场价，互相矛盾：低于入场价就是亏损。止盈应设在入场价上方多少？",
        )
    weekend = any(
        node.op == "==" and str(node.parts[0]) == "weekday()" and node.parts[1].number > 5
        for rule in draft.rules
        for node in walk(rule.when)
    )
    if weekend and draft.universe and not any("/" in symbol for symbol in draft.universe):
        yield tongue.say(
            "This market is closed on Saturdays and Sundays: the condition can never be true. Which trading day, between Monday and Friday, is meant?",
            "该市场周六和周日休市，条件不可能成立。应该是周一到周五的哪一天？",
        )
    if draft.long_only and "enter_short" in enters:
        yield tongue.say(
            "It says long only, but a rule sells short: the two contradict each other (conflict). Which one is meant?",
            "一方面说只做多，另一方面又有做空规则，互相矛盾。应该是哪一个？",
        )
    if draft.short_only and "enter_long" in enters and "enter_short" in enters:
        yield tongue.say(
            "It says short only, but a rule goes long: the two contradict each other (conflict). Which one is meant?",
            "一方面说只做空，另一方面又有做多规则，互相矛盾。应该是哪一个？",
        )
