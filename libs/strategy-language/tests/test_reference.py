"""The generated pages, and the sentences with which what is left out is refused."""

import json

import pytest

from strategy_language.catalogue import CATALOGUE
from strategy_language.expressions import ExpressionError, parse
from strategy_language.expressions.vocabulary import POSITION_WORDS
from strategy_language.load import read
from strategy_language.reference.pages import pages, write_pages
from strategy_language.refusals import REFUSED
from strategy_language.schema import document_schema
from trading_contracts.problem import InvalidDocument


def test_the_page_names_every_function_every_position_word_and_every_refusal():
    text = pages()["language.md"]
    for name in (*CATALOGUE, *POSITION_WORDS, *REFUSED):
        assert f"`{name}" in text


def test_the_schema_page_is_the_schema():
    assert json.loads(pages()["strategy.schema.json"]) == document_schema()


def test_pages_are_the_same_each_time(tmp_path):
    write_pages(tmp_path)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == pages()


@pytest.mark.parametrize(
    "word", ["series('mine') > close", "minutes_to_event('cpi') < 30", "sentiment > 0", "bid > close"]
)
def test_a_word_that_is_left_out_is_refused_with_its_sentence(word):
    with pytest.raises(ExpressionError, match="not part of the language"):
        parse(word)


@pytest.mark.parametrize(
    ("place", "name"), [("risk", "give_back"), ("execution", "martingale"), ("sizing", "times_last")]
)
def test_a_field_that_is_left_out_is_refused_with_its_sentence(document, place, name):
    with pytest.raises(InvalidDocument) as refused:
        read({**document(("enter_long", "close > open")), place: {name: 1}})
    assert refused.value.errors[0].path == f"{place}.{name}"
    assert refused.value.errors[0].reason == REFUSED[name]
