"""Sense: whether a document of the right shape says something that can be run."""

from strategy_language.check.document import problems, program_problems, require_valid

__all__ = ["problems", "program_problems", "require_valid"]
