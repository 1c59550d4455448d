"""The sentences that go around a reading, in the language of the person."""

from collections.abc import Iterator, Sequence

from strategy_ai_worker.domain.interpretation import Interpretation
from strategy_ai_worker.domain.reading.reasons import field_in
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.told import told
from strategy_language.document import Assumption, Strategy
from trading_contracts.problem import FieldProblem

_ENGLISH = {
    "read": "This is how I read it:",
    "assumed": "Not said, so I assumed:",
    "unused": "Words I did not use: {words}.",
    "problem": "I cannot make a strategy of this that makes sense:",
}
_SIMPLIFIED = {
    "read": "我的理解如下：",
    "assumed": "没有说明的部分，我作了如下假设：",
    "unused": "没有用到的词：{words}。",
    "problem": "这样无法构成一个合理的策略（存在矛盾或不可能的条件）：",
}
_TRADITIONAL = {
    "read": "我的理解如下：",
    "assumed": "沒有說明的部分，我作了如下假設：",
    "unused": "沒有用到的詞：{words}。",
    "problem": "這樣無法構成一個合理的策略（存在矛盾或不可能的條件）：",
}
_WORDINGS = {"en": _ENGLISH, "zh-Hans": _SIMPLIFIED, "zh-Hant": _TRADITIONAL}


def explain(
    reading: Interpretation, document: Strategy, assumptions: Sequence[Assumption], unused: Sequence[str]
) -> str:
    """Return the explanation of a strategy: the interpreter's own words, then the read-back and what was assumed."""
    words = _WORDINGS[reading.language]
    parts = [*reading.notices, reading.explanation, f"{words['read']}\n{told(document, Tongue(reading.language))}"]
    if assumptions:
        parts.append("\n".join([words["assumed"], *(_assumed(one, Tongue(reading.language)) for one in assumptions)]))
    if unused:
        parts.append(words["unused"].format(words=", ".join(unused)))
    return "\n\n".join(part for part in parts if part)


def _assumed(one: Assumption, tongue: Tongue) -> str:
    shown = str(one.value).replace("_", " ") if one.field == "costs.preset" else one.value
    return f"- {field_in(one.field, tongue)}: {shown} ({one.why})"


def explain_problems(reading: Interpretation, problems: Sequence[FieldProblem]) -> str:
    """Return why a document was not accepted, a line for each problem."""
    lines = [f"- {one.path}: {one.reason}" + (f" ({one.suggestion})" if one.suggestion else "") for one in problems]
    return "\n".join([_WORDINGS[reading.language]["problem"], *lines])


def pieces(text: str) -> Iterator[str]:
    """Yield a text word by word, white space kept, so that their sum is the text."""
    begin = 0
    for index, letter in enumerate(text):
        if letter.isspace() and index > begin:
            yield text[begin : index + 1]
            begin = index + 1
    if begin < len(text):
        yield text[begin:]
