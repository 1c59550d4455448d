"""Sentences of the reader in the language of the person: assumptions, and why a number cannot be."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.words.chinese.reasons import FIELDS, REASONS, TERMS
from strategy_language.document import Assumption

_PLACE: Final = re.compile(r"\\\{(\w+)\\\}")
_PLACES: Final = {
    "costs.preset": "costs", "sizing.value": "size of a position", "rules.read": "time of the decision",
    "rules.day": "day", "rules.rhythm": "rhythm", "rotation.rank_by": "score", "rotation.hold": "number held",
    "rotation.rebalance": "rebalanced", "rotation.filter": "condition to be held", "rotation.weights": "weights",
    "allocation.rebalance": "rebalanced", "allocation.weights": "weights", "allocation.score": "score",
    "allocation.filter": "condition to be held", "allocation.refuge": "refuge",
    "allocation.volatility": "volatility look-back", "execution.pyramiding": "entries in one position",
    "risk.break_even.trigger": "break-even from", "risk.trailing_stop.activate_at": "trailing from",
    "pairs.hedge": "hedge", "pairs.hedge_length": "hedge look-back", "pairs.z_length": "z look-back",
    "pairs.enter_z": "entry at z", "pairs.exit_z": "exit at z", "pairs.stop_z": "stop at z",
}  # fmt: skip
_SETTINGS: Final = re.compile(r"(.+) (settings|level)")


def reason_in(text: str, tongue: Tongue) -> str:
    """Return a sentence of the catalogue in a language; one that it does not have stays as it is."""
    if tongue.language == "en":
        return text
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            return tongue.say(text, chinese.format(**{name: _term(said) for name, said in found.groupdict().items()}))
    return text


def assumed_in(assumptions: tuple[Assumption, ...], tongue: Tongue) -> tuple[Assumption, ...]:
    """Return assumptions with their reasons in a language."""
    return tuple(one.model_copy(update={"why": reason_in(one.why, tongue)}) for one in assumptions)


def label_in(label: str, tongue: Tongue) -> str:
    """Return the label of a parameter in a language."""
    return tongue.say(label, _term(label))


def field_in(field: str, tongue: Tongue) -> str:
    """Return what an assumption is about, for a person: "MACD settings" is "MACD参数"."""
    if tongue.language == "en":
        return _PLACES.get(field, field)
    settings = _SETTINGS.fullmatch(field)
    if field not in FIELDS and settings is not None:
        return tongue.say(field, _term(settings[1]) + {"settings": "参数", "level": "水平"}[settings[2]])
    return tongue.say(field, FIELDS.get(field, field))


def _term(said: str) -> str:
    return TERMS.get(said, said)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(english))), chinese) for english, chinese in REASONS.items()
    )
