"""Tone by lexicon: VADER with words of finance, and Chinese headlines by a short list of their own."""

import csv
import re
from collections.abc import Sequence
from importlib import resources

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_GOOD = (
    "上涨",
    "大涨",
    "飙升",
    "反弹",
    "新高",
    "利好",
    "增长",
    "盈利",
    "回购",
    "上调",
    "突破",
    "看好",
    "获批",
    "超预期",
)
_BAD = (
    "下跌",
    "大跌",
    "暴跌",
    "跳水",
    "新低",
    "利空",
    "下滑",
    "亏损",
    "减持",
    "下调",
    "破产",
    "看空",
    "调查",
    "不及预期",
)


class LexiconScorer:
    """Reads tones with no model and no network.

    Args:
        note: What to say beside the result, e.g. why no model is used.
    """

    name = "lexicon"
    method = "VADER with a finance lexicon; mean weighted by age (half-life 2 days)"

    def __init__(self, note: str = "") -> None:
        self.note = note
        self._vader = SentimentIntensityAnalyzer()
        self._vader.lexicon.update(_finance_words())

    def scores(self, texts: Sequence[str]) -> list[float]:
        """Return a tone for each text, from -1 to 1."""
        return [_chinese(text) if _CHINESE.search(text) else self._english(text) for text in texts]

    def _english(self, text: str) -> float:
        return float(self._vader.polarity_scores(text)["compound"])


def _chinese(text: str) -> float:
    good = sum(text.count(word) for word in _GOOD)
    bad = sum(text.count(word) for word in _BAD)
    return (good - bad) / (good + bad) if good + bad else 0.0


def _finance_words() -> dict[str, float]:
    path = resources.files("market_research_service").joinpath("resources/finance_lexicon.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["word"]: float(row["valence"]) for row in rows}
