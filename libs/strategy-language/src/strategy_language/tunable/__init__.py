"""The numbers of a document as named parameters: what a sweep varies and a slider moves."""

from strategy_language.tunable.lifting import MOST_PARAMETERS, tunable

__all__ = ["MOST_PARAMETERS", "tunable"]
