"""The kind of all averages told apart from them: "use EMAs", "both are exponential", "均线都用EMA"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning

_PAUSES: Final = (".", ",", ";", "\n", "!", "(", ")", ":", "?")
_KINDS: Final = {"exponential": "ema", "simple": "sma", "weighted": "wma", "指数": "ema", "简单": "sma", "加权": "wma"}
_ALL: Final = frozenset(
    [
        "all", "both", "use", "using", "every", "each", "are", "always", "averages", "average", "mas",
        "moving averages", "都", "均", "全", "全部", "用", "使用", "采用", "均线", "皆", "一律", "两者", "两条",
        "两条均线", "都用", "都是",
    ]
)  # fmt: skip
_BESIDE: Final = frozenset(
    [
        "the", "of", "is", "them", "these", "those", "above", "i", "we", "please", "with", "just", "plain",
        "type", "kind", "here", "normal", "ones", "only", "for", "on", "closing", "prices", "计算", "为", "是", "以上",
        "这些", "这里", "的", "线", "类型", "普通", "均为", "上述", "本策略", "ma", "lines", "条",
    ]
)  # fmt: skip
_LONGEST: Final = 12


def kind_of_all(found: list[Lexeme], i: int) -> None:
    """Give the averages that were named without their kind the one that a clause of its own tells for all."""
    _index_average(found, i)
    kind = _kind(found[i])
    if not kind:
        return
    first, last = i, i + 1
    while first > 0 and not found[first - 1].has("SIGN_MARK", *_PAUSES):
        first -= 1
    while last < len(found) and not found[last].has("SIGN_MARK", *_PAUSES):
        last += 1
    clause = [one for k, one in enumerate(found[first:last], first) if k != i and one.text]
    told = any(one.text in _ALL for one in clause) and all(_tells_kind_only(one) for one in clause)
    if not told or last - first > _LONGEST or at(found, last).has("SIGN_MARK", ":"):
        return
    for k in range(first, last):
        found[k] = meaning(found[k], {"NOISE": True, "FILLER": ""})
    for k, one in enumerate(found):
        if one.has("AVG", "") and not one.has("TF") and _has_length(found, k):
            found[k] = meaning(one, {**one.meanings, "AVG": kind})


def _index_average(found: list[Lexeme], i: int) -> None:
    """Part "是|指数均线" where the words were cut as "是指|数|均线"."""
    noun = at(found, i + 2)
    if found[i].text == "是指" and at(found, i + 1).text == "数" and noun.has("AVG"):
        place = found[i]
        found[i : i + 3] = [
            Lexeme("是", place.start, place.start + 1, {"EQ": "is"}),
            Lexeme("指数均线", place.start + 1, noun.end, {"AVG": "ema"}),
        ]


def _kind(lexeme: Lexeme) -> str:
    named = lexeme.get("AVG")
    return named if isinstance(named, str) and named else _KINDS.get(lexeme.text, "")


def _tells_kind_only(lexeme: Lexeme) -> bool:
    return lexeme.text in _ALL or lexeme.text in _BESIDE or lexeme.has("AVG", "") or set(lexeme.meanings) == {"NOISE"}


def _has_length(found: list[Lexeme], k: int) -> bool:
    near = (at(found, k - 1), at(found, k + 1), at(found, k + 2))
    return any(one.has("SPAN") or one.has("NUM") for one in near)
