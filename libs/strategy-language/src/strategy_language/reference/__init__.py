"""The reference pages, made from the language itself: `python -m strategy_language.reference docs/reference`."""

from strategy_language.reference.pages import write_pages

__all__ = ["write_pages"]
