"""English words and phrases by category and value; phrases are written in their plain forms."""

from typing import Final

from strategy_ai_worker.domain.reading.words.english import actions, columns, comparisons, links, risk, times
from strategy_ai_worker.domain.reading.words.english.noise import NOISE

__all__ = ["LEXICON", "NOISE"]

LEXICON: Final[dict[str, dict[object, str]]] = {
    **actions.WORDS,
    **columns.WORDS,
    **comparisons.WORDS,
    **links.WORDS,
    **risk.WORDS,
    **times.WORDS,
}
