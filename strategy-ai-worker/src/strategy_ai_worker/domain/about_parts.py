# ruff: noqa: E501 - one pattern a line
"""Questions about one part of the strategy: where its stop is, whether it sells short, what it costs, when it buys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.told import sentences
from strategy_language.document import Strategy
from strategy_language.readback.sentence import Sentence

_ASKS: Final = re.compile(
    r"^\W*(?:ok(?:ay)?|and|but|so|hmm+|wait|thanks|cool|hey|also|then|,|\s|!|\.)*(?:(?:does|do|is|are|can|could|will|would|has|have) (?:it|its|this|that|these|those|the (?:strategy|rules?|system|stops?|target|positions?|orders?|trades?|entry|exit)|we|i|you|my|there|they|any)|what|what's|whats|which|how|where|where's|when|who|at what|on what|in what|show(?: me)?|give me|can i see)\b"
    r"|(吗|么|呢|多少|什么|哪|怎么|是否|有没有|会不会|能不能).{0,12}[?？]?\s*$"
)
_OF_A_TERM: Final = re.compile(
    r"\b(?:what(?:'s| is| are|s)?|define|explain|meaning of) (?:a |an |the (?:meaning|definition|difference))\b|\bwhat (?:does|do) \w+(?: \w+){0,3} mean\b|\bwhat(?:'s| is) \w+\W*$|什么是|什么意思|是什么意思"
)
_WOULD: Final = re.compile(r"^\W*would (?:a|an|the|it be better with a) (?:stop|target|take profit|trailing stop)\b")
_PAST: Final = re.compile(r"\b(did|was|were|had|happened|bought|sold|lost|made|won)\b|了多少|过")
_CHANGES: Final = re.compile(
    r"\b(?:what if(?! all| none| nothing| no )|how about|(?:what|how) about .*\d|can (?:you|we|i) (?:add|use|make|change|set|put|try|get|have)|could (?:you|we|i))\b|\d+ ?%|\b(?:add|set|change|make|put) (?:a|an|the|it)\b"
)


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """What is said of a part, and what can be clicked next."""

    text: str
    offers: tuple[str, ...] = ()


def about_part(message: str, document: Strategy, tongue: Tongue) -> PartAnswer | None:
    """Return the answer to a question about one part of a document, or None where a message asks none."""
    text = plain(message)
    if (
        not (_ASKS.search(text) or _WOULD.search(text))
        or _OF_A_TERM.search(text)
        or _PAST.search(text)
        or _CHANGES.search(text)
    ):
        return None
    found = next((answer for pattern, answer in _PARTS if pattern.search(text)), None)
    return found(document, tongue) if found is not None else None


def _sentences(document: Strategy, tongue: Tongue, *paths: str) -> str:
    """Return the read-back sentences that stand at some paths of the document."""
    return " ".join(one.text for one in _leaves(sentences(document, tongue)) if one.path.startswith(paths))


def _leaves(groups: tuple[Sentence, ...]) -> Iterator[Sentence]:
    for group in groups:
        yield from group.children or (group,)


def _stop(document: Strategy, tongue: Tongue) -> PartAnswer:
    said = _sentences(
        document, tongue, "risk.stop_loss", "risk.trailing_stop", "risk.extra_stops", "risk.break_even", "pairs"
    )
    if said and (document.risk.stop_loss or document.risk.trailing_stop or document.pairs):
        return PartAnswer(said)
    none = tongue.say("There is no stop: only the rules close a position.", "没有止损：只有规则会平仓。")
    return PartAnswer(
        none, (tongue.say("Add a 5% stop", "加上5%止损"), tongue.say("Add a stop of 2 ATR", "止损2倍ATR"))
    )


def _target(document: Strategy, tongue: Tongue) -> PartAnswer:
    if document.risk.take_profit:
        return PartAnswer(_sentences(document, tongue, "risk.take_profit"))
    none = tongue.say("There is no profit target.", "没有设置止盈。")
    return PartAnswer(none, (tongue.say("Add a 10% target", "加上10%止盈"),))


def _short(document: Strategy, tongue: Tongue) -> PartAnswer:
    if document.pairs is not None:
        return PartAnswer(
            tongue.say("Yes: one leg is always short.", "会：总有一条腿做空。")
            + " "
            + _sentences(document, tongue, "pairs")
        )
    shorts = [n for n, rule in enumerate(document.rules) if rule.action.value == "enter_short"]
    if shorts:
        said = _sentences(document, tongue, *(f"rules.{n}" for n in shorts))
        return PartAnswer(f"{tongue.say('Yes.', '会。')} {said}", (tongue.say("Only go long", "只做多"),))
    none = tongue.say("No: it only buys, and never sells short.", "不会：只做多，从不做空。")
    offers = (
        (tongue.say("Also short at the opposite signals", "也做空，用相反的信号"),)
        if document.kind == "signals"
        else ()
    )
    return PartAnswer(none, offers)


def _long(document: Strategy, tongue: Tongue) -> PartAnswer:
    longs = [n for n, rule in enumerate(document.rules) if rule.action.value == "enter_long"]
    if longs:
        return PartAnswer(
            _sentences(document, tongue, *(f"rules.{n}" for n in longs)), (tongue.say("Only go long", "只做多"),)
        )
    none = tongue.say("No: it only sells short.", "不会：只做空。")
    return PartAnswer(none, (tongue.say("Add the long side", "也做多，用相反的信号"),))


def _size(document: Strategy, tongue: Tongue) -> PartAnswer:
    said = _sentences(document, tongue, "sizing", "rotation", "allocation", "execution.pyramiding")
    value, base = document.sizing.value, document.sizing.kind
    levered = base == "percent_of_equity" and isinstance(value, int | float) and value > 100
    leverage = (
        tongue.say(f"That is leverage of {float(value) / 100:g} times.", f"即{float(value) / 100:g}倍杠杆。")
        if levered
        else tongue.say("It uses no leverage.", "没有使用杠杆。")
    )
    offers = (tongue.say("Use 50% of the account per trade", "每次用资金的50%"),) if document.kind == "signals" else ()
    return PartAnswer(f"{said} {leverage}".strip(), offers)


def _risk_of_trade(document: Strategy, tongue: Tongue) -> PartAnswer:
    size, stop = document.sizing, document.risk.stop_loss
    said = _sentences(document, tongue, "sizing", "risk.stop_loss")
    if size.kind in ("risk_percent", "risk_cash"):
        return PartAnswer(said)
    if stop is None:
        none = tongue.say(
            "There is no stop, so that the loss of a trade has no bound but the size of the position.",
            "没有止损，因此一笔交易的亏损只受仓位大小限制。",
        )
        return PartAnswer(f"{said} {none}", (tongue.say("Add a 5% stop", "加上5%止损"),))
    loss = ""
    if stop.kind == "percent" and size.kind == "percent_of_equity" and _are_numbers(stop.value, size.value):
        lost = f"{float(stop.value) * float(size.value) / 100:g}"
        loss = tongue.say(
            f" A trade that is stopped costs about {lost}% of the account, more after a gap.",
            f"一笔止损约损失账户的{lost}%，跳空时会更多。",
        )
    return PartAnswer(f"{said}{loss}", (tongue.say("Risk 1% per trade", "每笔风险1%"),))


def _are_numbers(*values: object) -> bool:
    return all(isinstance(value, int | float) for value in values)


def _costs(document: Strategy, tongue: Tongue) -> PartAnswer:
    said = _sentences(document, tongue, "costs")
    none = tongue.say("No fees are charged.", "不计费用。")
    return PartAnswer(
        said or none, (tongue.say("Commission 0.1%", "佣金0.1%"), tongue.say("No costs at all", "不计手续费"))
    )


def _entry(document: Strategy, tongue: Tongue) -> PartAnswer:
    places = [f"rules.{n}" for n, rule in enumerate(document.rules) if rule.action.is_entry]
    said = (
        _sentences(document, tongue, *places)
        if places
        else _sentences(document, tongue, "rotation", "allocation", "pairs")
    )
    return PartAnswer(f"{said} {_sentences(document, tongue, 'execution.fill')}".strip())


def _exit(document: Strategy, tongue: Tongue) -> PartAnswer:
    places = [f"rules.{n}" for n, rule in enumerate(document.rules) if not rule.action.is_entry]
    said = " ".join(
        filter(None, (_sentences(document, tongue, *places) if places else "", _sentences(document, tongue, "risk")))
    )
    return PartAnswer(said or _sentences(document, tongue, "rules", "rotation", "allocation", "pairs"))


def _market(document: Strategy, tongue: Tongue) -> PartAnswer:
    return PartAnswer(_sentences(document, tongue, "universe"))


def _fill(document: Strategy, tongue: Tongue) -> PartAnswer:
    return PartAnswer(_sentences(document, tongue, "execution.fill") or _sentences(document, tongue, "execution"))


def _cash(document: Strategy, tongue: Tongue) -> PartAnswer:
    said = _sentences(document, tongue, "rotation", "allocation", "pairs") or _sentences(document, tongue, "sizing")
    idle = tongue.say("What is not invested stays in cash.", "没有投资的部分以现金持有。")
    return PartAnswer(f"{said} {idle}".strip())


def _dates(_: Strategy, tongue: Tongue) -> PartAnswer:
    return PartAnswer(
        tongue.say(
            "The dates are chosen when it is run: the first and last day stand beside the Run button; without them all the history that there is counts.",
            "日期在运行时选择：“运行”按钮旁可以设置起止日期；不设置则使用全部历史。",
        )
    )


def _code(_: Strategy, tongue: Tongue) -> PartAnswer:
    return PartAnswer(
        tongue.say(
            "The generated Python stands in the Code tab of the strategy; from there it can be exported as plain Python, for backtesting.py, and as Pine Script.",
            "生成的Python代码在策略的“代码”页，可以导出为Python、backtesting.py或Pine脚本。",
        )
    )


_PARTS: Final[tuple[tuple[re.Pattern[str], Callable[[Strategy, Tongue], PartAnswer]], ...]] = (
    (re.compile(r"\b(?:the|its|that|this|python|pine|source) (?:\w+ )?(?:code|script)\b|\bexport\b|\bpine ?script\b|(?:看|显示|导出|给我).{0,6}(?:代码|脚本)"), _code),
    (re.compile(r"\b(?:short|shorts|shorting|short ?sell(?:ing)?)\b(?! (?:term|average|ma|ema|sma))|做空|沽空|卖空"), _short),
    (re.compile(r"\b(?:go|goes|going|buy|be) long\b|\blongs?\b (?:too|as well|also)\b|(?:能|会|可以).{0,3}做多"), _long),
    (re.compile(r"\brisk (?:per|on each|on every|of each|in each) (?:trade|position)\b|\b(?:how much|max\w*|most|worst) .*\b(?:(?:can|could|do|would|will|might) (?:i|it|we)|(?:i|it|we) (?:can|could|would|will|might)) (?:lose|be losing|risk)\b|\bmax(?:imum)? loss\b|每笔.{0,4}风险|最多亏"), _risk_of_trade),
    (re.compile(r"\b(?:rebalanc\w+|how often does it (?:switch|rotate|check))\b|多久(?:调仓|再平衡)|调仓"), _cash),
    (re.compile(r"\b(?:costs?|fees?|commissions?|slippage)\b|手续费|佣金|费用|成本"), _costs),
    (re.compile(r"\bwhat (?:if|happens).*\b(?:all|none|nothing|no one|no (?:stock|asset|symbol)s?)\b.*|\b(?:cash|money|capital|funds)\b.*\b(?:none|nothing|no one|not|idle|out of the market|flat)\b|(?:没有|空仓).{0,8}(?:资金|现金|钱)"), _cash),
    (re.compile(r"\b(?:leverage[d]?|margin|position siz\w+|how (?:big|large) (?:is|are) (?:the|each|a|my)|how much (?:money|capital|cash|of (?:the|my) (?:account|capital|money|equity))|how many shares|sizing|compound(?:ing|ed|s)?|(?:money|capital|cash) (?:is |are |gets? )?(?:split|divided|shared|allocated|distributed)|weight(?:s|ed|ing)?)\b|杠杆|仓位|每次.{0,4}(?:投|用)多少|用多少(?:钱|资金)"), _size),
    (re.compile(r"\b(?:stops?|stop.?loss(?:es)?|trailing)\b(?! (?:trading|working|buying|selling))|止损"), _stop),
    (re.compile(r"\b(?:targets?|take.?profits?|profit target)\b|止盈"), _target),
    (re.compile(r"\b(?:fill(?:s|ed)?|executed?|at what price|which price|what price|open or (?:the )?close)\b|成交价|什么价(?:格|位)?(?:成交|买)"), _fill),
    (re.compile(r"\b(?:when|how) (?:does|do|will|would|is|are) (?:it|we|this|i|the strategy) (?:\w+ )?(?:sell|exit|get out|close|leave|sold)\b|\bwhat(?:'s| is| are)? (?:the|its|my) (?:current )?(?:exits?|sell)\b|\bexit (?:rule|condition|signal)s?\b|(?:什么时候|何时|怎么|什么条件)(?:卖|出场|平仓)|(?:出场|卖出)(?:条件|规则)"), _exit),
    (re.compile(r"\b(?:when|how) (?:does|do|will|would|is|are) (?:it|we|this|i|the strategy) (?:\w+ )?(?:buy|enter|get in|go long|bought)\b|\bwhat(?:'s| is| are)? (?:the|its|my) (?:current )?(?:entry|entries|buy)\b|\bentry (?:rule|condition|signal)s?\b|\bwhat triggers\b|(?:什么时候|何时|怎么|什么条件)(?:买|入场|开仓)|(?:入场|买入)(?:条件|规则)"), _entry),
    (re.compile(r"\b(?:time ?frame|which bars|what bars|daily or|which (?:stocks?|symbols?|assets?|markets?|tickers?)|what (?:stocks?|symbols?|assets?|markets?|tickers?|does it trade|is it trading|are we trading|do we trade))\b|(?:什么|哪个|哪些)(?:周期|品种|股票|市场|标的)"), _market),
    (re.compile(r"\b(?:what|which) (?:period|dates?|years|history|range)\b|\bhow far back\b|\bhow (?:much|many years of) (?:data|history)\b|(?:哪|什么)(?:段|个)?(?:时间|日期|年份)|多少年"), _dates),
)  # fmt: skip
