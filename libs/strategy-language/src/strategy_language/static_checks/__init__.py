"""What is known of a module of signals from its text alone, before anything of it runs."""

from strategy_language.static_checks.report import UnsafeCode, compile_safely, inspect_code
from strategy_language.static_checks.vocabulary import allowed_attributes, allowed_names

__all__ = ["UnsafeCode", "allowed_attributes", "allowed_names", "compile_safely", "inspect_code"]
