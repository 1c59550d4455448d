"""The last touches on a document: a short name, and the costs of its market where none were named."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, Literal

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.reading.naming import name_of
from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.reasons import assumed_in, label_in
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_language.document import Assumption, Costs, Strategy

Preset = Literal["us_equities", "hk_equities", "crypto"]
_FIELD: Final = "costs.preset"
_OF_HONG_KONG: Final = (".HK", "^HSI", "^HSCE")
_MARKETS: Final[dict[Preset, str]] = {
    "us_equities": "US market", "hk_equities": "Hong Kong market", "crypto": "crypto market",
}  # fmt: skip
_FREE: Final = re.compile(
    r"\b(no|zero|without|ignore|ignoring|excluding) (any |all |trading |transaction )*(costs?|fees?|commissions?)\b"
    r"|\bno fees are charged\b|commission.?free|fee.?free|(不计|不考虑|忽略|没有|无|零)(交易)?(手续费|成本|佣金|费用)"
)
_AS_FOR: Final = re.compile(r"fees as for (us equities|hong kong equities|crypto)")
_SPOKEN: Final[dict[str, Preset]] = {
    "us equities": "us_equities", "hong kong equities": "hk_equities", "crypto": "crypto",
}  # fmt: skip


def dressed(found: Interpretation, message: str, context: Context, tongue: Tongue) -> Interpretation:
    """Return an interpretation whose document has its name and the costs of its market."""
    document = found.strategy
    if document is None or found.kind != "strategy" or document in context.earlier:
        return found
    document = _with_costs(document, plain(message))
    labels = tuple(one.model_copy(update={"label": label_in(one.label, tongue)}) for one in document.parameters)
    told = {"assumptions": assumed_in(document.assumptions, tongue), "parameters": labels}
    document = document.model_copy(update=told)
    return replace(found, strategy=_with_name(document, context, tongue))


def _with_name(document: Strategy, context: Context, tongue: Tongue) -> Strategy:
    """Name a new document; keep the name of an edited one where a person gave it."""
    current = context.current
    own = current is not None and document.name == current.name and not _is_ours(current)
    return document if own else document.model_copy(update={"name": name_of(document, tongue)})


def _is_ours(document: Strategy) -> bool:
    return document.name in (name_of(document, Tongue("en")), name_of(document, Tongue("zh-Hans")))


def is_free(text: str) -> bool:
    """Return whether a message says that trading costs nothing."""
    return _FREE.search(text) is not None


def market_of(document: Strategy) -> Preset | None:
    """Return the preset of the market that all symbols belong to, or None where they belong to several."""
    found: set[Preset] = {
        "crypto"
        if "/" in symbol
        else "hk_equities"
        if symbol.endswith(".HK") or symbol in _OF_HONG_KONG
        else "us_equities"
        for symbol in document.universe
    }
    return found.pop() if len(found) == 1 else None


def _with_costs(document: Strategy, text: str) -> Strategy:
    """Take the costs of the market as an assumption where none were named; "no fees" is a naming too."""
    spoken = _AS_FOR.search(text)
    if spoken is not None:
        return document.model_copy(
            update={"costs": document.costs.model_copy(update={"preset": _SPOKEN[spoken.group(1)]})}
        )
    assumed = any(assumption.field == _FIELD for assumption in document.assumptions)
    others = tuple(assumption for assumption in document.assumptions if assumption.field != _FIELD)
    if is_free(text):
        return document.model_copy(update={"costs": Costs(preset="none"), "assumptions": others})
    preset = market_of(document)
    named = document.costs.model_copy(update={"preset": None}) if assumed else document.costs
    if named != Costs() or preset is None:
        return document.model_copy(update={"costs": named, "assumptions": others}) if assumed else document
    why = f"costs of the {_MARKETS[preset]}, because none were named"
    costs = Costs(preset=preset)
    return document.model_copy(
        update={"costs": costs, "assumptions": (*others, Assumption(field=_FIELD, value=preset, why=why))}
    )
