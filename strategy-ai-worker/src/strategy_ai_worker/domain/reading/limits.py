# ruff: noqa: E501 - word lists and sentences stand on one line each
"""Numbers and conditions that cannot be: lengths of zero, percentages beyond all bounds, contradictions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from strategy_ai_worker.domain.reading.contradictions import contradictions
from strategy_ai_worker.domain.reading.draft import Amount, Draft
from strategy_ai_worker.domain.reading.gap import Gap
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.offers import either_side, lengths, sides, whole_lengths
from strategy_ai_worker.domain.reading.portfolio_limits import impossible_portfolio
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.trees import number_text, walk
from strategy_language.catalogue.table import CATALOGUE
from strategy_language.conversation import Question


def impossible(understood: Understood, tongue: Tongue, *, has_stop: bool = False) -> Gap | None:
    """Return the first thing that cannot be as it was said, as a question with choices that lead on."""
    draft = understood.draft
    found: tuple[Question | Gap, ...] = (
        *_lengths(understood, tongue),
        *_times(understood, tongue),
        *_levels(draft, tongue),
        *_needs_stop(draft, tongue, has_stop=has_stop),
        *_sizes(draft, tongue),
        *_leverage(understood, tongue),
        *_kelly(understood, tongue),
        *_both_at_once(understood, tongue),
        *contradictions(understood, tongue),
        *_levels_of_other_side(understood, tongue),
        *_sides(draft, tongue),
        *_weekends(understood, tongue),
        *impossible_portfolio(understood, tongue),
        *_clock_on_days(understood, tongue),
        *_clock_outside(understood, tongue),
    )
    for said in found:
        return said if isinstance(said, Gap) else Gap(said)
    return None


_MINUTES_OF_A_DAY = 1440
_LONGEST = 10_000
_CLOCKS = ("time_of_day", "minutes_since_open", "minutes_to_close", "opening_range_high", "opening_range_low")


_OPEN, _CLOSE = "09:30", "16:00"
"""The hours of the exchanges that are carried, in New York and in Hong Kong, by the clock there."""


def _clock_outside(understood: Understood, tongue: Tongue) -> Iterator[Question]:
    """Ask for a time within the session where a rule of shares waits for one at which the exchange is closed."""
    draft = understood.draft
    if not draft.universe or any("/" in symbol for symbol in draft.universe):
        return
    for node in (part for rule in draft.rules for part in walk(rule.when) if part.op in ("==", ">=", "<=", "<", ">")):
        left, right = node.parts
        if left.word != "time_of_day" or right.word != "clock":
            continue
        time = str(right.parts[0].word)
        early = time < _OPEN and node.op in ("==", "<", "<=")
        late = time > _CLOSE and node.op in ("==", ">", ">=")
        if early or late:
            text = tongue.say(
                f"At {time} the exchange is closed: it trades from {_OPEN} to {_CLOSE}, by its own clock. Which time within the session is meant?",
                f"{time} 不在交易时段内：交易所按当地时间 {_OPEN} 到 {_CLOSE} 交易。应该是盘中几点？",
            )
            yield Question(text=text)


def _clock_on_days(understood: Understood, tongue: Tongue) -> Iterator[Question]:
    """Ask for shorter bars where a rule speaks of the time of the day and its bars are days: it could never be true."""
    rules = understood.draft.rules
    clocked = any(node.word in _CLOCKS for rule in rules for node in walk(rule.when) if node.op == "call")
    if clocked and understood.draft.timeframe in ("1d", "1w", "1mo", "3mo"):
        yield Question(
            text=tongue.say(
                "A rule speaks of a time within the day, which daily bars do not show. On which bars should it run: 5 minutes, 15 minutes or 1 hour?",
                "有一条规则用到盘中时间，而日线看不到盘中。应该用哪种K线：5分钟、15分钟还是1小时？",
            ),
            options=(
                tongue.say("Use 15-minute bars", "用15分钟K线"),
                tongue.say("Use 1-hour bars", "用1小时K线"),
                tongue.say("Use 5-minute bars", "用5分钟K线"),
            ),
        )


def _lengths(understood: Understood, tongue: Tongue) -> Iterator[Question]:
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
                    yield Question(
                        text=tongue.say(
                            f"{node.word.upper()} cannot have {argument.name} {number_text(part.number)}: it must be a positive whole number of bars between {number_text(argument.low)} and {number_text(argument.high or 0)}. Which length (period) is meant?",
                            f"{node.word.upper()} 的周期不能是 {number_text(part.number)}：必须是 {number_text(argument.low)} 到 {number_text(argument.high or 0)} 之间（between）的正整数。应该是多少？",
                        ),
                        options=lengths(argument.low, argument.high),
                    )
    if understood.draft.max_bars is not None and understood.draft.max_bars < 1:
        yield Question(
            text=tongue.say(
                "A position must be held for at least 1 bar; zero or a negative number of days is not possible. How long should it be held?",
                "持仓至少要1根K线，不能是零或负数。应该持有多久？",
            ),
            options=(tongue.say("5 days", "5天"), tongue.say("10 days", "10天")),
        )


_LAST_DAY = 31


def _names_month(understood: Understood, place: int) -> bool:
    """Return whether the words right behind a place speak of a month: "(the 32nd) of each month"."""
    near = [one.text for one in understood.cursor.lexemes if place <= one.start <= place + 15]
    return any("month" in text for text in near)


def _times(understood: Understood, tongue: Tongue) -> Iterator[Gap]:
    """Ask for the time instead of one that no day has, and for the stretch instead of one that is none."""
    for lexeme in understood.cursor.lexemes:
        span, clock = lexeme.get("SPAN"), lexeme.get("CLOCK")
        if isinstance(clock, int) and clock > _MINUTES_OF_A_DAY:
            text = tongue.say(
                f'"{lexeme.text}" is no time of a day: it must be between 00:00 and 24:00. Which time is meant?',
                f"“{lexeme.text}”不是一天中的时刻：必须在00:00到24:00之间。应该是几点？",
            )
            yield Gap(Question(text=text, options=("10:00", "15:00")), "unserved", lexeme.start, lexeme.end)
        if (
            lexeme.has("ORD")
            and float(str(lexeme.get("NUM") or 0)) > _LAST_DAY
            and _names_month(understood, lexeme.end)
        ):
            text = tongue.say(
                f'"{lexeme.text}" is no day of a month: it must be between the 1st and the 31st. Which day is meant?',
                f"“{lexeme.text}”不是一个月中的日子：必须在1日到31日之间。应该是哪一天？",
            )
            yield Gap(Question(text=text, options=("1st", "15th")), "unserved", lexeme.start, lexeme.end)
        parted = isinstance(span, Span) and span.unit in ("day", "bar") and span.count != int(span.count)
        if parted and isinstance(span, Span) and (span.unit == "bar" or understood.draft.timeframe == "1d"):
            text = tongue.say(
                f'"{lexeme.text}" is no whole number of bars, and there is no part of one. Which period (length) is meant?',
                f"“{lexeme.text}”不是整数根K线，没有不足一根的周期。应该是多少？",
            )
            yield Gap(Question(text=text, options=whole_lengths(span, tongue)), "unserved", lexeme.start, lexeme.end)
        if isinstance(span, Span) and span.unit in ("bar", "day") and span.count > _LONGEST:
            text = tongue.say(
                f'"{lexeme.text}" is longer than any market has been recorded: a length is at most {_LONGEST:,} bars. Which length is meant?',
                f"“{lexeme.text}”比任何行情记录都长：周期最多{_LONGEST:,}根K线。应该是多少？",
            )
            usual = (tongue.say("20 days", "20天"), tongue.say("200 days", "200天"))
            yield Gap(Question(text=text, options=usual), "unserved", lexeme.start, lexeme.end)
        if isinstance(span, Span) and span.count <= 0:
            text = tongue.say(
                f'"{lexeme.text}" is no length of time: a period must be positive, at least 1 bar. Which period is meant?',
                f"“{lexeme.text}”不是有效的周期：必须至少为1。应该是多少？",
            )
            options = (tongue.say("5 days", "5天"), tongue.say("20 days", "20天"))
            yield Gap(Question(text=text, options=options), "unserved", lexeme.start, lexeme.end)


def _levels(draft: Draft, tongue: Tongue) -> Iterator[Question]:
    for amount, what in [
        *((stop, "stop") for stop in draft.stops),
        *(((draft.trailing, "trailing stop"),) if draft.trailing else ()),
    ]:
        if amount.kind == "percent" and (amount.value >= 100 or amount.value <= 0):
            yield Question(
                text=tongue.say(
                    f"A {what} of {amount.value:g}% cannot work: it must be greater than 0 and less than 100 percent, or the price would have to be below zero. Which distance is meant?",
                    f"{amount.value:g}% 的止损不可能：必须大于0且小于100%。应该是多少？",
                ),
                options=("5%", "10%"),
            )
        if amount.kind == "atr" and amount.value <= 0:
            yield Question(
                text=tongue.say(
                    f"A {what} needs a positive multiple of the ATR, greater than zero. Which multiple is meant?",
                    "止损的ATR倍数必须大于零。应该是多少？",
                ),
                options=("2", "3"),
            )
    for target in draft.targets:
        yield from _target(target, tongue)


def _target(target: Amount, tongue: Tongue) -> Iterator[Question]:
    if target.kind == "percent" and target.value <= 0:
        yield Question(
            text=tongue.say(
                "A profit target must be greater than zero. Which gain is meant?", "止盈必须大于零。应该是多少？"
            ),
            options=("10%", "20%"),
        )
    if target.kind == "percent" and target.value > 1000:
        yield Question(
            text=tongue.say(
                f"A profit target of {target.value:g}% would hardly ever be reached; is that what you mean? Which gain between 0 and 1000 percent is meant?",
                f"{target.value:g}% 的止盈几乎不可能达到。应该是多少？",
            ),
            options=("20%", "50%"),
        )


def _leverage(understood: Understood, tongue: Tongue) -> Iterator[Question]:
    lexemes = understood.cursor.lexemes
    for k, word in enumerate(lexemes):
        if "leverage" not in word.text and "杠杆" not in word.text:
            continue
        near = [*lexemes[max(0, k - 1) : k], *(lexemes[k : k + 5] if "杠杆" in word.text else ())]
        times = max(
            (float(str(one.get("MULT") or 0)) or float(str(one.get("PCT") or 0)) / 100 for one in near), default=0
        )
        if times > 20:
            yield Question(
                text=tongue.say(
                    f"Leverage of {times:g} times is more than any account is given: it must be between 1 and 20. How much is meant?",
                    f"{times:g} 倍杠杆不现实：必须在1到20之间。应该是多少？",
                ),
                options=("2", "1.5"),
            )


def _kelly(understood: Understood, tongue: Tongue) -> Iterator[Question]:
    """Ask for the size where it should follow from Kelly's formula: its odds are not known before the test."""
    if understood.draft.sizing is None and any(
        word in one.text for one in understood.cursor.lexemes for word in ("kelly", "凯利")
    ):
        yield Question(
            text=tongue.say(
                "The Kelly size follows from a win rate and a payoff that nobody knows before the test; sizes here are a share of the account, an amount, a risk per trade or a target of volatility. How large should each position be, for example 25% of the account?",
                "凯利仓位取决于事先未知的胜率和盈亏比；这里的仓位可以是资金比例、固定金额、每笔风险或目标波动率。每笔仓位应该多大，例如资金的25%？",
            ),
            options=(tongue.say("25% of the account", "每笔仓位25%"), tongue.say("50% of the account", "每笔仓位50%")),
        )


_TWO_STATES = re.compile(
    r"\b(long|in the market|invested|buy)\b[^.;,]{0,12}\b(and|as well as|while)\b[^.;,]{0,16}\b(flat|short|out|sell|in cash|uninvested)\b[^.;]*\b(at the same (time|moment)|simultaneously)\b"
)


def _both_at_once(understood: Understood, tongue: Tongue) -> Iterator[Gap]:
    """Ask which is meant where one asset should be held and not held at once."""
    lexemes = understood.cursor.lexemes
    said = " ".join(lexeme.text for lexeme in lexemes)
    found = _TWO_STATES.search(said) if len(understood.draft.universe) < 2 else None
    if found is None:
        return
    first, last = (said.count(" ", 0, place) for place in found.span())
    named = [i for i, lexeme in enumerate(lexemes) for _ in lexeme.text.split(" ")]
    text = tongue.say(
        f'"{found.group()}": one position cannot be both at the same time; the two contradict each other. Which one is meant, and when the other?',
        f"“{found.group()}”：同一仓位不可能同时处于两种状态，互相矛盾。应该是哪一种，另一种在什么时候？",
    )
    options = tuple(f"go {side} {name}" for side in ("long", "short") for name in understood.draft.universe[:1])
    yield Gap(Question(text=text, options=options), "unserved", lexemes[named[first]].start, lexemes[named[last]].end)


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


def _sizes(draft: Draft, tongue: Tongue) -> Iterator[Question]:
    if draft.sizing is None:
        return
    kind, value = draft.sizing
    if value <= 0:
        yield Question(
            text=tongue.say(
                "The size of a position must be greater than zero (positive). How large should it be?",
                "仓位必须大于零。应该多大？",
            ),
            options=("50%", "100%") if kind == "percent_of_equity" else ("1", "2"),
        )
    if kind == "risk_percent" and value > 100:
        yield Question(
            text=tongue.say(
                f"Risking {value:g}% of the account is more than everything; it cannot be more than 100 percent. How much should be risked per trade?",
                f"不能冒超过100%的风险（{value:g}%）。每笔应冒多大风险？",
            ),
            options=("1%", "2%"),
        )
    if kind == "percent_of_equity" and value > 100 and not draft.leverage:
        yield Question(
            text=tongue.say(
                f"{value:g}% of the account is more than there is: without leverage it cannot exceed 100 percent. How large should a position be?",
                f"{value:g}% 超过了全部资金：没有杠杆时最多100%。仓位应该多大？",
            ),
            options=("100%", "50%"),
        )


def _levels_of_other_side(understood: Understood, tongue: Tongue) -> Iterator[Gap]:
    """Ask where a stop of a long position should be that was told above its entry, and a target below it."""
    draft = understood.draft
    if {"enter_long", "enter_short"} & {rule.action for rule in draft.rules} != {"enter_long"}:
        return
    if draft.stop_above:
        text = tongue.say(
            "A stop above the entry price contradicts a long position: it would be hit at once. It cannot be on that side; should it be below the entry?",
            "做多的止损高于入场价，互相矛盾，会立即触发。止损应设在入场价下方吗？",
        )
        yield _turned(understood, text, "STOP", ">", tongue.say("below", "低于"))
    if draft.target_below:
        text = tongue.say(
            "A profit target below the entry price contradicts a long position: a price below the entry is a loss. It cannot be on that side; should it be above the entry?",
            "做多的止盈低于入场价，互相矛盾：低于入场价就是亏损。止盈应设在入场价上方吗？",
        )
        yield _turned(understood, text, "TARGET", "<", tongue.say("above", "高于"))


def _turned(understood: Understood, text: str, level: str, sign: str, instead: str) -> Gap:
    """Return the question with the word that puts a level on the wrong side, and its opposite as the choice."""
    lexemes = understood.cursor.lexemes
    named = next((i for i, one in enumerate(lexemes) if one.has(level)), len(lexemes))
    wrong = next((one for one in lexemes[named:] if one.has("CMP", sign)), None)
    if wrong is None:
        return Gap(Question(text=text))
    return Gap(Question(text=text, options=(instead,)), "unserved", wrong.start, wrong.end)


def _sides(draft: Draft, tongue: Tongue) -> Iterator[Question]:
    enters = {rule.action for rule in draft.rules}
    if draft.long_only and "enter_short" in enters:
        yield Question(
            text=tongue.say(
                "It says long only, but a rule sells short: the two contradict each other (conflict). Which one is meant?",
                "一方面说只做多，另一方面又有做空规则，互相矛盾。应该是哪一个？",
            ),
            options=(sides(tongue)[0], tongue.say("Trade both long and short", "多空都做")),
        )
    if draft.short_only and "enter_long" in enters:
        yield Question(
            text=tongue.say(
                "It says short only, but a rule goes long: the two contradict each other (conflict). Which one is meant?",
                "一方面说只做空，另一方面又有做多规则，互相矛盾。应该是哪一个？",
            ),
            options=(sides(tongue)[1], tongue.say("Trade both long and short", "多空都做"))
            if "enter_short" in enters
            else either_side(draft, tongue),
        )


def _weekends(understood: Understood, tongue: Tongue) -> Iterator[Gap]:
    """Ask for the day where a market is closed on the one that was named."""
    draft = understood.draft
    weekend = any(
        node.op == "==" and str(node.parts[0]) == "weekday()" and node.parts[1].number > 5
        for rule in draft.rules
        for node in walk(rule.when)
    )
    if not weekend or not draft.universe or any("/" in symbol for symbol in draft.universe):
        return
    text = tongue.say(
        "This market is closed on Saturdays and Sundays: the condition can never be true. Which trading day, between Monday and Friday, is meant?",
        "该市场周六和周日休市，条件不可能成立。应该是周一到周五的哪一天？",
    )
    days = (tongue.say("Monday", "周一"), tongue.say("Friday", "周五"))
    named = next(one for one in understood.cursor.lexemes if int(str(one.get("WEEKDAY") or 0)) > 4)
    yield Gap(Question(text=text, options=days), "unserved", named.start, named.end)
