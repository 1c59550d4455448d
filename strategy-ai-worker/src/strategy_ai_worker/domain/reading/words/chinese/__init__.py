"""Chinese words by the same categories and values as the English ones; Traditional text is made Simplified first."""

from typing import Final

from strategy_ai_worker.domain.reading.words.chinese import actions, columns, comparisons, links, risk, times
from strategy_ai_worker.domain.reading.words.chinese.noise import NOISE
from strategy_ai_worker.domain.reading.words.chinese.traditional import CANTONESE, TRADITIONAL, VARIANTS

__all__ = ["CANTONESE", "LEXICON", "NOISE", "TRADITIONAL", "VARIANTS"]

LEXICON: Final[dict[str, dict[object, str]]] = {
    **actions.WORDS,
    **columns.WORDS,
    **comparisons.WORDS,
    **links.WORDS,
    **risk.WORDS,
    **times.WORDS,
}
