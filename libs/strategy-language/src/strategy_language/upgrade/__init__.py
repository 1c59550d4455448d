"""Older documents, lifted to the present version by pure functions, one a step."""

from strategy_language.upgrade.steps import CURRENT_VERSION, upgrade

__all__ = ["CURRENT_VERSION", "upgrade"]
