# ruff: noqa: E501 - word lists and sentences stand on one line each
"""Whether what was understood can be meant: complete, free of contradiction, possible."""

from __future__ import annotations

import re
from collections.abc import Iterator

from strategy_ai_worker.domain.interpretation import Interpretation
from strategy_ai_worker.domain.reading.clashes import beyond, multiple_of
from strategy_ai_worker.domain.reading.contradictions import contradictory
from strategy_ai_worker.domain.reading.gap import Gap
from strategy_ai_worker.domain.reading.leftovers import left_over
from strategy_ai_worker.domain.reading.lexemes import lexemes_of
from strategy_ai_worker.domain.reading.limits import impossible
from strategy_ai_worker.domain.reading.offers import of_bar_before, other_exits, sides, trailing_choices
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.settle import is_never
from strategy_ai_worker.domain.reading.spans import accounted
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.trees import Node, call, parse, walk
from strategy_ai_worker.domain.reading.units import unlike
from strategy_ai_worker.domain.reading.unserved import unserved
from strategy_ai_worker.domain.reading.vague import vague_question
from strategy_ai_worker.domain.told import condition_told
from strategy_language.conversation import Question
from strategy_language.document import Strategy
from strategy_language.expressions.problem import ExpressionError

_MARKETS = ("S&P 500 (SPY)", "Apple (AAPL)", "Bitcoin (BTC/USDT)", "Tencent (0700.HK)")


def first_gap(understood: Understood, message: str, tongue: Tongue) -> Gap | None:
    """Return what must be settled before a message is a strategy, the gravest first, or None where nothing must."""
    refused = unserved(message, tongue)
    if refused is not None:
        return refused
    absurd = impossible(understood, tongue)
    if absurd is not None:
        return absurd
    found = vague_question(understood, message, tongue) or _incomplete(understood, message, tongue)
    if found is not None:
        return found
    nonsense = _nonsense(understood, tongue)
    return Gap(nonsense) if nonsense is not None else left_over(understood, message, tongue)


def judged(understood: Understood, message: str, tongue: Tongue) -> Interpretation:
    """Return the strategy where it makes sense, else the question that must be settled first."""
    found = first_gap(understood, message, tongue)
    if found is not None:
        return ask(found.question, tongue, understood)
    assert understood.strategy is not None  # noqa: S101
    return judged_document(understood.strategy, understood, tongue)


def is_possible(document: Strategy, tongue: Tongue) -> bool:
    """Return whether nothing in a document is out of bounds or contradicts itself: a change may leave what was absurd."""
    risk, execution, sizing = document.risk, document.execution, document.sizing
    numbers = (
        (risk.max_bars, 1, 100_000),
        (execution.leverage, 0, 20),
        (sizing.value if sizing.kind in ("percent_of_equity", "risk_percent") else None, 0, 100 * execution.leverage),
    )
    if any(isinstance(value, int | float) and not low <= value <= high for value, low, high in numbers):
        return False
    if any(beyond(part) for rule in document.rules for part in walk(parse(rule.when))):
        return False
    return next(_document_faults(document, tongue), None) is None and contradictory(document, tongue) is None


def judged_document(document: Strategy, understood: Understood, tongue: Tongue) -> Interpretation:
    """Return a document as the reading, after the last look at it."""
    found = next(_document_faults(document, tongue), None) or contradictory(document, tongue)
    absurd = impossible(understood, tongue, has_stop=document.risk.stop_loss is not None)
    asked = found or (absurd.question if absurd is not None else None)
    if asked is not None:
        return ask(asked, tongue, understood)
    return Interpretation(kind="strategy", strategy=document, spans=understood.spans, language=tongue.language)


def ask(question: Question, tongue: Tongue, understood: Understood) -> Interpretation:
    """Return a question as the reading."""
    return Interpretation(
        kind="question",
        explanation=question.text,
        questions=(question,),
        spans=understood.spans,
        language=tongue.language,
    )


def _nonsense(understood: Understood, tongue: Tongue) -> Question | None:
    """Return the question about a comparison of unlike things: a price with a volume, a thing with itself."""
    if len(set(understood.draft.trails)) > 1:
        return Question(
            text=tongue.say(
                "Two trailing stops were named; a strategy has one at a time. Which one should count, and from which gain on?",
                "说了两个移动止损，而策略同时只能有一个。应以哪一个为准，从多少盈利开始？",
            ),
            options=trailing_choices(understood.draft.trails, tongue),
        )
    for stated in understood.strategy.rules if understood.strategy is not None else ():
        same = next((part for part in walk(parse(stated.when)) if _compares_itself(part)), None)
        if same is not None:
            return Question(
                text=tongue.say(
                    f"I read a condition as {same}, which compares a thing with itself and cannot be meant. How should it be?",
                    f"有一个条件读成了 {same}，两边相同，不可能是本意。应该怎么写？",
                ),
                options=of_bar_before(same, tongue, entry=stated.action.is_entry) if str(same) == stated.when else (),
            )
    for rule in understood.draft.rules:
        if "renko(close)" in str(rule.when):
            return Question(
                text=tongue.say(
                    "How large is a renko brick: how many points, or how many percent of the price?",
                    "砖块（Renko）多大？多少点，还是价格的百分之几？",
                ),
                options=(),
            )
        found = unlike(rule.when)
        if found is not None:
            return Question(
                text=tongue.say(
                    f"I read a condition as {found}, which compares unlike things and cannot be meant. How should it be?",
                    f"有一个条件读成了“{_in_words(str(found), tongue)}”，两边不可比较，不可能是本意。应该怎么写？",
                )
            )
    return None


def _in_words(when: str, tongue: Tongue) -> str:
    """Return a condition as a person would say it; one that is no expression yet stays as it was read."""
    try:
        return condition_told(when, tongue)
    except ExpressionError:
        return when


def _compares_itself(node: Node) -> bool:
    compares = node.op in ("<", ">", "<=", ">=", "==", "!=") or (node.op == "call" and node.word.startswith("crosses_"))
    return compares and len(node.parts) > 1 and node.parts[0] == multiple_of(node.parts[1])[1]


def _unread(understood: Understood, message: str, tongue: Tongue) -> str:
    """Return a sentence that quotes what was not understood, with a space behind; nothing where all was."""
    unused, _ = accounted(message, understood.cursor.lexemes, understood.draft)
    quoted = [words for words in unused if len(words) > _SHORTEST_QUOTE and not _is_filling(words)][:2]
    if not quoted:
        return ""
    shown = '", "'.join(quoted)
    return tongue.say(f'I could not read "{shown}". ', f"没有读懂“{shown}”。")


def _is_filling(words: str) -> bool:
    """Return whether words only lead to others: "I want to trade"."""
    return all(lexeme.is_noise or lexeme.has("MARK") for lexeme in lexemes_of(words))


_SHORTEST_QUOTE = 6


def _incomplete(understood: Understood, message: str, tongue: Tongue) -> Gap | None:
    draft = understood.draft
    if draft.is_portfolio:
        return None
    enters = any(rule.action.startswith("enter") for rule in draft.rules)
    leaves = any(rule.action.startswith("exit") for rule in draft.rules)
    if not draft.universe and any(one.has("REBALANCE") or one.has("RANK") for one in understood.cursor.lexemes):
        question = Question(
            text=tongue.say(
                "Which assets should it choose among, by which score, and how many should be held?",
                "在哪些品种中选择？按什么打分？持有几个？",
            ),
            options=(
                tongue.say(
                    "Each month hold the best 2 of SPY, EFA, TLT and GLD by 6-month return",
                    "每月持有SPY、EFA、TLT、GLD中6个月涨幅最高的2只",
                ),
                tongue.say(
                    "Each month hold the best 3 of the sector ETFs by 3-month return",
                    "每月持有XLK、XLF、XLE、XLV中3个月涨幅最高的1只",
                ),
            ),
        )
        return Gap(question)
    if not draft.rules and not draft.universe:
        question = Question(
            text=tongue.say(
                "I could not find a trading rule in this. What should be bought, when, and when should it be sold?",
                "没有找到交易规则。买什么？什么条件买入？什么条件卖出？",
            )
        )
        return Gap(question)
    if not enters:
        question = Question(
            text=tongue.say(
                f"{_unread(understood, message, tongue)}Under which exact condition should it buy? For example: when the close crosses above its 50-day average, or when RSI(14) falls below 30.",
                f"{_unread(understood, message, tongue)}具体在什么条件下买入？例如：收盘价上穿50日均线，或14日RSI跌破30。",
            ),
            options=(
                tongue.say("Close crosses above its 50-day average", "收盘价上穿50日均线"),
                tongue.say("RSI(14) falls below 30", "14日RSI跌破30"),
            ),
        )
        return Gap(question, "entry")
    if not draft.universe:
        question = Question(text=tongue.say("Which market should this trade?", "要交易哪个品种？"), options=_MARKETS)
        return Gap(question, "market")
    level = draft.stops or draft.targets or draft.trailing or draft.max_bars or draft.session_exit
    both = {"enter_long", "enter_short"} <= {rule.action for rule in draft.rules}
    if not leaves and not level and not both and not draft.never_sells:
        question = Question(
            text=tongue.say(
                f"{_unread(understood, message, tongue)}When should the position be closed? No exit was named.",
                f"{_unread(understood, message, tongue)}什么时候平仓？没有说明出场条件。",
            ),
            options=(
                tongue.say("At the opposite signal", "出现反向信号时"),
                tongue.say("After 10 bars", "持有10根K线后"),
                tongue.say("With a 5% stop and a 10% target", "止损5%，止盈10%"),
            ),
        )
        return Gap(question, "exit")
    return None


def _entries_of(document: Strategy) -> list[tuple[str, str]]:
    """Return action and condition of the rules that enter."""
    return [(rule.action.value, rule.when) for rule in document.rules if rule.action.value.startswith("enter")]


def _true_together(rules: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Return two conditions of opposite entries of which one implies the other: RSI below 30, and below 35."""
    bounds = [(action, when, _SIMPLE.fullmatch(when)) for action, when in rules]
    for action, when, one in bounds:
        for other_action, other_when, other in bounds:
            opposite = action == "enter_long" and other_action == "enter_short" and when != other_when
            if opposite and one and other and one.group(1, 2) == other.group(1, 2):
                return when, other_when
    return None


def _sold_at_once(document: Strategy) -> tuple[str, str] | None:
    """Return an entry and an exit of one side of which the exit is true whenever the entry is: RSI over 50, and over 40."""
    for side in ("long", "short"):
        rules = [rule for rule in document.rules if rule.action.side == side and not rule.fraction]
        entries = [rule.when for rule in rules if rule.action.value.startswith("enter")]
        exits = [rule.when for rule in rules if rule.action.value.startswith("exit")]
        for enter, leave in ((one, other) for one in entries for other in exits if one != other):
            if _crossing_of(leave) == enter:
                return enter, leave
            one, other = _SIMPLE.fullmatch(enter), _SIMPLE.fullmatch(leave)
            if one is None or other is None or one.group(1, 2) != other.group(1, 2):
                continue
            beyond = float(one.group(3)) - float(other.group(3))
            if beyond > 0 if one.group(2) == ">" else beyond < 0:
                return enter, leave
    return None


def _crossing_of(when: str) -> str:
    """Return the crossing after which a comparison holds: "crosses_below(a, b)" of "a < b"; nothing of other conditions."""
    node = parse(when)
    crosses = {">": "crosses_above", "<": "crosses_below"}.get(node.op)
    return str(call(crosses, *node.parts)) if crosses is not None else ""


_SIMPLE = re.compile(r"([a-z_0-9(), .]+) ([<>])=? (-?[\d.]+)")


def _document_faults(document: Strategy, tongue: Tongue) -> Iterator[Question]:
    for rule in document.rules:
        never = next((part for part in walk(parse(rule.when)) if is_never(part)), None)
        if never is not None:
            yield Question(
                text=tongue.say(
                    f"{never} can never be true: the bar is part of its own extreme. Should the bars before it count?",
                    f"“{_in_words(str(never), tongue)}”永远不会成立：当前K线也在这个极值之内。是否应该只看之前的K线？",
                )
            )
    entries = {rule.when for rule in document.rules if rule.action.is_entry and rule.action.side == "long"}
    exits = {rule.when for rule in document.rules if not rule.action.is_entry and rule.action.side == "long"}
    for when in entries & exits:
        yield Question(
            text=tongue.say(
                f"Buying and selling have the same condition ({when}); they contradict each other, and it could never trade. Which condition should sell?",
                f"买入与卖出的条件相同（{_in_words(when, tongue)}），互相矛盾，永远无法交易。什么条件应该卖出？",
            ),
            options=other_exits(when, tongue),
        )
    at_once = _sold_at_once(document)
    if at_once is not None:
        yield Question(
            text=tongue.say(
                f"Whenever it buys ({at_once[0]}), the condition to sell ({at_once[1]}) is true as well, so it could never hold anything: they contradict each other. Which level should sell?",
                f"每当买入条件（{_in_words(at_once[0], tongue)}）成立，卖出条件（{_in_words(at_once[1], tongue)}）也成立，互相矛盾，无法持仓。应该在什么水平卖出？",
            ),
            options=other_exits(at_once[1], tongue),
        )
    both = _true_together(_entries_of(document))
    if both is not None:
        yield Question(
            text=tongue.say(
                f"Going long ({both[0]}) and going short ({both[1]}) can be true at the same time: whenever one of them is, so is the other. Which should win, or which level is meant?",
                f"做多（{_in_words(both[0], tongue)}）与做空（{_in_words(both[1], tongue)}）会同时成立。应以哪一个为准？",
            ),
            options=sides(tongue),
        )
    shorts = {rule.when for rule in document.rules if rule.action.value == "enter_short"}
    for when in entries & shorts:
        yield Question(
            text=tongue.say(
                f"Going long and going short have the same condition ({when}); both cannot be true at the same time. Which one is meant?",
                f"做多与做空的条件相同（{_in_words(when, tongue)}），不可能同时成立。应该是哪一个？",
            ),
            options=sides(tongue),
        )
