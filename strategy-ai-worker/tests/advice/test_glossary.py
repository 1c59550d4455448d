"""Terms explained, in the language of the question."""

import pytest

from strategy_ai_worker.domain.glossary import TERMS, define
from strategy_ai_worker.domain.glossary_chinese import MEANINGS
from strategy_ai_worker.domain.reading.words.chinese import TRADITIONAL
from strategy_ai_worker.domain.traditional import traditional


def test_every_term_but_one_is_explained_in_chinese() -> None:
    assert {key.split("|")[0] for key in TERMS} - set(MEANINGS) == {"etf"}


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        ("what is a Sortino ratio?", "en", "downside volatility"),
        ("what does the 50-day average mean?", "en", "mean close of the last N bars"),
        ("什么是索提诺比率？", "zh-Hans", "只除以下行波动"),
        ("什麼是夏普比率？", "zh-Hant", "夏普比率是超額收益除以收益波動"),
        ("thanks!", "en", "You are welcome"),
        ("who are you?", "en", "trading idea in plain words"),
    ],
)
def test_questions_are_answered_in_their_language(question, language, words) -> None:
    assert words in define(question, language)


def test_in_traditional_no_simplified_character_is_left() -> None:
    written_both_ways = {simple for code, simple in TRADITIONAL.items() if code == simple}
    only_simple = {
        chr(simple) for code, simple in TRADITIONAL.items() if code != simple and simple not in written_both_ways
    }
    told = traditional("".join(MEANINGS.values()))
    shared_by_both = set("后里只干系面台升制准松布余云范征出才回游谷志采板斗折占") | {"了", "几"}
    assert not (only_simple & set(told)) - shared_by_both


@pytest.mark.parametrize(
    ("simple", "written"),
    [("反复试验", "反覆試驗"), ("对冲比率", "對沖比率"), ("动荡的市场", "動盪的市場"), ("账户", "帳戶")],
)
def test_words_are_written_as_traditional_readers_know_them(simple, written) -> None:
    assert traditional(simple) == written
