"""Documents with other numbers: overrides, and the literal numbers that are parameters once they are lifted."""

from collections.abc import Mapping
from functools import lru_cache

from pydantic import JsonValue

from strategy_language.document import Strategy
from strategy_language.overrides import apply
from strategy_language.tunable import tunable

_PARAMETERS = "parameters."


def overridden(strategy: Strategy, overrides: Mapping[str, JsonValue]) -> Strategy:
    """Return the document with these values; where one names a parameter that only lifting makes, it is lifted.

    Raises:
        InvalidDocument: A path does not exist, or a value does not fit its field.
    """
    known = {parameter.name for parameter in strategy.parameters}
    named = {path.split(".")[1] for path in overrides if path.startswith(_PARAMETERS)}
    if all(name in known or name.isdecimal() for name in named):
        return apply(strategy, overrides)
    return tuned(strategy, overrides)


def tuned(strategy: Strategy, overrides: Mapping[str, JsonValue]) -> Strategy:
    """Return the document with its explicit numbers lifted to parameters, and with these values.

    Raises:
        InvalidDocument: A path does not exist, or a value does not fit its field.
    """
    # What is replaced elsewhere in the document is lifted too; parameters are there only afterwards.
    of_parameters = {path: value for path, value in overrides.items() if path.startswith(_PARAMETERS)}
    elsewhere = {path: value for path, value in overrides.items() if path not in of_parameters}
    return apply(_lifted(apply(strategy, elsewhere).model_dump_json()), of_parameters)


@lru_cache(maxsize=64)
def _lifted(text: str) -> Strategy:
    return tunable(Strategy.model_validate_json(text))
