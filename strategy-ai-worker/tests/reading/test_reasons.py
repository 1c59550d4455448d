"""What the reader assumes is told in the language of the person: every reason that it can give has its Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from strategy_ai_worker.domain import reading
from strategy_ai_worker.domain.reading.reasons import field_in, reason_in
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.words.chinese.reasons import REASONS

_SOURCES = sorted(Path(reading.__file__).parent.rglob("*.py"))


def _sample(node: ast.expr) -> Iterator[str]:
    """Yield the sentences that an expression of the source can be, an X in each place."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in parts)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _sample(body)
            yield from _sample(orelse)


def _reasons() -> Iterator[str]:
    """Yield every reason that is given for a guess anywhere in the reader."""
    for source in _SOURCES:
        tree = ast.parse(source.read_text())
        named = [
            one.value
            for one in ast.walk(tree)
            if isinstance(one, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "why" for to in one.targets)
        ]
        for call in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr == "guess" and len(call.args) == 3:
                given = call.args[2]
                for expression in named if isinstance(given, ast.Name) else [given]:
                    yield from _sample(expression)


@pytest.mark.parametrize("reason", sorted(set(_reasons())))
def test_every_reason_has_its_chinese(reason: str) -> None:
    assert re.search(r"[\u4e00-\u9fff]", reason_in(reason, Tongue("zh-Hans"))), reason


def _places() -> Iterator[str]:
    """Yield every place of the document that the reader guesses anywhere."""
    for call in (one for source in _SOURCES for one in ast.walk(ast.parse(source.read_text()))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "guess":
            yield from (found for found in _sample(call.args[0]) if "." in found and "X" not in found)


@pytest.mark.parametrize(
    "place", sorted({*_places(), "pairs.hedge", "pairs.z_length", "pairs.enter_z", "pairs.exit_z", "costs.preset"})
)
def test_every_place_is_named_in_words(place: str) -> None:
    assert "." not in field_in(place, Tongue("en"))
    assert re.search(r"[\u4e00-\u9fff]", field_in(place, Tongue("zh-Hans")))


def test_the_reasons_are_found_in_the_source() -> None:
    assert len(set(_reasons())) > 40


@pytest.mark.parametrize("english", sorted(REASONS))
def test_both_languages_have_the_same_places(english: str) -> None:
    places = set(re.findall(r"\{(\w+)\}", english))
    assert set(re.findall(r"\{(\w+)\}", REASONS[english])) <= places


def test_names_in_a_reason_are_told_in_chinese_too() -> None:
    english = "no numbers of the Bollinger bands were named; these are the usual ones"
    assert reason_in(english, Tongue("zh-Hans")) == "没有说明布林带的参数；采用常用值"
    assert reason_in(english, Tongue("zh-Hant")) == "沒有說明布林帶的參數；採用常用值"
    assert reason_in(english, Tongue("en")) == english


def test_an_unknown_sentence_stays_as_it_is() -> None:
    assert reason_in("a note of the data service", Tongue("zh-Hans")) == "a note of the data service"


@pytest.mark.parametrize(
    ("field", "told"), [("MACD settings", "MACD参数"), ("timeframe", "周期"), ("parameters.fast", "parameters.fast")]
)
def test_what_is_assumed_is_named_in_chinese(field: str, told: str) -> None:
    assert field_in(field, Tongue("zh-Hans")) == told
    assert field_in(field, Tongue("en")) == field


def test_a_chinese_message_hears_its_assumptions_in_its_script(read) -> None:
    found = read("台積電：RSI低於30買進，高於70賣出").strategy
    assert [one.why for one in found.assumptions if one.field == "timeframe"] == ["沒有說明週期；通常用日線"]


def test_an_impossible_level_is_told_in_one_language(read) -> None:
    assert read("标普500：RSI(14)大于100时买入，小于0卖出").explanation == (
        "RSI 总在 0 和 100 之间。这个条件不可能成立。应该是多少？"
    )
