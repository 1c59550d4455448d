# ruff: noqa: E501 - one pattern a line
"""Questions about the strategy as it is written: what was assumed, where a number comes from, what it does."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.reasons import field_in, reason_in
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.told import told
from strategy_language.document import Strategy

_ASSUMED: Final = re.compile(
    r"\bwhat\b.*\b(assum\w*|guess\w*|taken? for granted)\b|\b(list|show|tell me|any|which|your) .*\bassumptions?\b|假设了?(什么|哪些)|有(什么|哪些)假设|默认了?(什么|哪些)"
)
_WHY_NUMBER: Final = re.compile(
    r"^\W*(?:but |and |so )?(?:why|where do(?:es)?|how come)\b(?!.*\b(sell|sold|buy|bought|trade|lose|lost|exit|enter)\b).*?\d|为什么(是|用|选)?.{0,4}\d"
)
_WHY_WORD: Final = re.compile(
    r"^\W*(?:but |and |so |ok |wait,? )*why (?:is |are |do |does |did )?(?:it |you |we |there )?(?:use |using |pick |choose |chose |picked |only )?(?:the |an? )?([a-z][\w &-]{1,30}?)\W*$|^为什么(?:要?用|是|选|只)?(\S{1,8}?)[?？]?$"
)
_DOES: Final = re.compile(
    r"\b(explain|describe|summari[sz]e|recap|repeat|show( me)?|read back|print) (the |this |my |that )?(whole |current |present )?(strategy|rules?|document|logic)\b|\bwhat (does|do|is) (it|this|the strategy|my strategy|the rules) (actually |exactly )?(do|say|look like)\b|\bwhat (is|are) (the|my) (current |present )?(rules?|strategy)( now)?\W*$|\bhow does (it|this|the strategy) work\b|(解释|说明|描述|复述|总结)(一下)?(这个|当前|现在的|我的)?策略|(现在|当前)的?(策略|规则)是什么|这个策略(是)?(做什么|怎么运作|怎么做)"
)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def about_document(message: str, document: Strategy, tongue: Tongue) -> str | None:
    """Return the answer to a question about a document, or None where a message asks none."""
    text = plain(message)
    if _ASSUMED.search(text):
        return _assumed(document, tongue)
    if _WHY_NUMBER.search(text):
        return _where_from(text, document, tongue)
    why = _WHY_WORD.search(text)
    quoted = _quoted(next(word for word in why.groups() if word), document, tongue) if why is not None else None
    if quoted is not None:
        return quoted
    if _DOES.search(text):
        head = tongue.say("The strategy as it stands:", "策略目前是这样的：")
        return f"{head}\n\n{told(document, tongue)}"
    return None


def _assumed(document: Strategy, tongue: Tongue) -> str:
    if not document.assumptions:
        return tongue.say(
            "Nothing: everything in the document comes from your words.", "没有：文档中的一切都来自您说的话。"
        )
    head = tongue.say("You did not say these, so I took:", "以下内容您没有说明，我是这样取的：")
    return "\n".join(
        [
            head,
            *(
                f"- {field_in(one.field, tongue)}: {one.value} ({reason_in(one.why, tongue)})"
                for one in document.assumptions
            ),
        ]
    )


def _where_from(text: str, document: Strategy, tongue: Tongue) -> str:
    """Say of each number whether it was assumed, and why, or quote the words that it was read from."""
    lines = [_origin(number, document, tongue) for number in dict.fromkeys(_NUMBER.findall(text))]
    return "\n".join(f"- {line}" for line in lines)


def _quoted(word: str, document: Strategy, tongue: Tongue) -> str | None:
    """Return where a word of the strategy comes from: the person's own words, or an assumption; None for neither."""
    for rule in document.rules:
        if word in plain(rule.source) or word in rule.when:
            return tongue.say(
                f'It comes from your words: "{rule.source}". Say what to change, or ask what the strategy did without it.',
                f"它来自您的话：“{rule.source}”。可以说要改什么。",
            )
    assumed = next((one for one in document.assumptions if word in plain(f"{one.field} {one.value} {one.why}")), None)
    if assumed is None:
        return None
    return tongue.say(
        f"It was assumed ({assumed.field}: {assumed.value}): {assumed.why}. Say another to change it.",
        f"这是假设的（{assumed.field}：{assumed.value}）：{assumed.why}。说出别的即可修改。",
    )


def _origin(number: str, document: Strategy, tongue: Tongue) -> str:
    pattern = re.compile(rf"(?<![\d.]){re.escape(number)}(?![\d.])")
    for assumption in document.assumptions:
        if pattern.search(str(assumption.value)):
            return tongue.say(
                f"{number} was assumed ({assumption.field}): {assumption.why}. Say another number to change it.",
                f"{number} 是假设的（{field_in(assumption.field, Tongue('zh-Hans'))}）：{reason_in(assumption.why, Tongue('zh-Hans'))}。说出别的数值即可修改。",
            )
    for rule in document.rules:
        if pattern.search(rule.when):
            return tongue.say(
                f'{number} comes from your words: "{rule.source}". Whether another number does better is shown by the sensitivity test in the workshop.',
                f"{number} 来自您的话：“{rule.source}”。换成别的数值会不会更好，请看工作台的敏感性测试。",
            )
    told = pattern.search(
        document.model_dump_json(include={"risk", "sizing", "rotation", "pairs", "allocation", "limits", "costs"})
    )
    if told is not None:
        return tongue.say(f"{number} is a setting that you named.", f"{number} 是您指定的设置。")
    return tongue.say(f"{number} is not in the strategy.", f"策略中没有 {number}。")
