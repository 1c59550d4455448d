"""The document in English: one rendering, always the same, that a trader would sign."""

from strategy_language.readback.phrase import phrase
from strategy_language.readback.sentence import Sentence
from strategy_language.readback.text import read_back, sentence_tree

__all__ = ["Sentence", "phrase", "read_back", "sentence_tree"]
