"""The generated module: what the engine executes and a person reads."""

from strategy_language.catalogue import code_name
from strategy_language.generate.module import GeneratedCode, generate

__all__ = ["GeneratedCode", "code_name", "generate"]
