# ruff: noqa: E501 - one pattern a line
"""Follow-ups that name stops, targets, sizes, directions, orders and costs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from strategy_ai_worker.domain.reading.compose import compose
from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.dress import is_free
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.settle import mirror_level
from strategy_ai_worker.domain.reading.settle import mirrored as mirror_image
from strategy_ai_worker.domain.reading.trees import parse
from strategy_language.document import Costs, Order, Rule, Sizing, Strategy, TakeProfit
from strategy_language.document.levels import AtrLevel, AtrTrailing, PriceLevel

_ALSO: Final = re.compile(r"\b(also|as well|too|in addition|plus|additionally|another)\b|再|另外|还|也|同时")


_UNITS: Final = re.compile(
    r"\b(?:max(?:imum)?|at most|up to|no more than)(?: of)? (\d+) (?:units|entries|tranches|lots)\b"
)
_EACH: Final = re.compile(
    r"\b(?:put|use|invest|allocate|give) (\d+(?:\.\d+)?) ?%(?: of (?:the |my )?(?:money|capital|equity|account|portfolio))? (?:in(?:to)?|on|to|for) (?:each|every|both|all|it)\b|(?:每只|每个|各)(?:用|投|占|买)?(\d+(?:\.\d+)?)%"
)


def with_settings(current: Strategy, said: Understood, text: str) -> Strategy:
    """Take over stops, targets, sizing, direction and costs that were named."""
    draft = said.draft
    probe = _with_universe(said, current)
    fresh = compose(probe, "x", said.cursor.lexemes, [])
    changes = _risk_changes(current, fresh, draft, text)
    document = current.model_copy(update={"risk": current.risk.model_copy(update=changes)})
    share = _EACH.search(text)
    if share is not None and draft.sizing is None:
        size = Sizing(kind="percent_of_equity", value=float(share.group(1) or share.group(2)))
        document = document.model_copy(update={"sizing": size})
    document = _with_limits(document, fresh)
    grows = any(rule.action.startswith("add") for rule in draft.rules)
    if grows:
        bound = _UNITS.search(text)
        units = int(bound.group(1)) if bound is not None else max(draft.pyramiding, document.execution.pyramiding)
        execution = document.execution.model_copy(update={"pyramiding": units})
        document = document.model_copy(update={"execution": execution})
    if draft.sizing is not None and not (grows and current.sizing != Sizing()):
        document = document.model_copy(update={"sizing": fresh.sizing})
    if is_free(text):
        return document.model_copy(update={"costs": Costs(preset="none")})
    if draft.commission is not None or draft.slippage_bps is not None:
        named = {name: value for name in ("percent", "slippage") if (value := getattr(fresh.costs, name)) is not None}
        document = document.model_copy(update={"costs": document.costs.model_copy(update=named)})
    return _direction(_ordered(document, draft), said, text)


def _with_limits(document: Strategy, fresh: Strategy) -> Strategy:
    """Take over the limits that were named: "wait 5 days after a losing trade"."""
    named = {key: value for key, value in fresh.limits.model_dump().items() if value is not None}
    return document.model_copy(update={"limits": document.limits.model_copy(update=named)}) if named else document


def _risk_changes(current: Strategy, fresh: Strategy, draft: Draft, text: str) -> dict[str, object]:
    risk = current.risk
    changes: dict[str, object] = {}
    for name in ("stop_loss", "trailing_stop", "break_even", "max_bars"):
        if getattr(fresh.risk, name) is not None:
            changes[name] = _of_length(getattr(fresh.risk, name), getattr(risk, name), text)
    if fresh.risk.take_profit:
        changes["take_profit"] = _targets(risk.take_profit, fresh.risk.take_profit, text)
    if fresh.risk.session_exit:
        changes["session_exit"] = True
    if draft.stop_on_close:
        changes["stop_trigger"] = "close"
    return changes


_ATR_LENGTH: Final = re.compile(r"\batr ?\(? ?\d|\d+[- ](?:day|bar|period)s? (?:atr|average true)|\batr (?:of|over) ")


def _of_length(level: object, before: object, text: str) -> object:
    """Return a level in ATRs with the length that it had, where none is named: "3 ATR" of a stop of 2 ATR(20)."""
    if not isinstance(level, AtrLevel | AtrTrailing) or not isinstance(before, AtrLevel | AtrTrailing):
        return level
    return level if _ATR_LENGTH.search(text) else level.model_copy(update={"length": before.length})


def _targets(old: tuple[TakeProfit, ...], new: tuple[TakeProfit, ...], text: str) -> tuple[TakeProfit, ...]:
    """Put targets in the place of the old ones; "also sell half at 10%" stands beside them."""
    told = sum(float(one.fraction) for one in old if isinstance(one.fraction, int | float))
    if (
        re.search(r"\b(the )?(rest|remainder|remaining|other half)\b|剩余|其余|剩下", text)
        and 0 < told < 1
        and len(new) == 1
    ):
        return (*old, new[0].model_copy(update={"fraction": round(1 - told, 6)}))
    return (*new, *old) if _ALSO.search(text) and all(one.fraction is not None for one in new) else new


def _ordered(document: Strategy, draft: Draft) -> Strategy:
    """Let the entries rest as an order that was named: "use limit orders 1% below the close"."""
    if draft.order is None:
        return document
    order = Order(kind=draft.order.kind, price=str(draft.order.price), valid_bars=draft.order.valid_bars)
    rules = tuple(r.model_copy(update={"order": order}) if r.action.is_entry else r for r in document.rules)
    return document.model_copy(update={"rules": rules})


def _with_universe(said: Understood, current: Strategy) -> Draft:
    return replace(said.draft, universe=list(current.universe), rotation=None, pairs=None, allocation=None, rules=[])


_ONLY_SIDE: Final = re.compile(
    r"\b(?:only|just) (?:take |do |trade |keep |use |have |play )?(?:the )?(long|short)s?(?: side| trades| part| half| leg| signals| positions)?(?= (?:please|then|again|now|instead)\b|\W*$)"
)


def _direction(document: Strategy, said: Understood, text: str) -> Strategy:
    draft = said.draft
    only = _ONLY_SIDE.search(text)
    short_only = draft.short_only or (only is not None and only.group(1) == "short")
    long_only = draft.long_only or (only is not None and only.group(1) == "long")
    if long_only or short_only:
        drop = "short" if long_only else "long"
        rules = tuple(rule for rule in document.rules if rule.action.side != drop)
        execution = document.execution.model_copy(update={"allow_short": not long_only})
        if rules:
            kept = exit_instead_of_reversal(document, rules, "long" if long_only else "short")
            return document.model_copy(update={"rules": kept, "execution": execution})
    if (
        (
            draft.both_ways
            or re.search(
                r"\b(also|allow|add|enable)\b.*\bshort|\bshort\b.*\b(as well|too)\b|\b(same|mirror\w*)\b.*\bshort"
                r"|\bshort\b.*\b(the other way|(the )?(opposite|reverse|mirror)\w*|vice versa)"
                r"|\b(?:vice versa|(?:the )?(?:other way(?: a?round)?|opposite|reverse|inverse|mirror(?: image)?)) (?:for|on) (?:the )?shorts?\b"
                r"|\bshorts?:? (?:the )?(?:other way(?: a?round)?|vice versa)|\bmirror (it|that|this|the rules)\b"
                r"|也.*[做沽卖]空|(允许|加上|增加)[做沽]空|双向",
                text,
            )
        )
        and not any(rule.action.value == "enter_short" for rule in document.rules)
        and not any(rule.action.endswith("short") for rule in draft.rules)
    ):
        return mirrored(document)
    return document


def exit_instead_of_reversal(document: Strategy, kept: tuple[Rule, ...], side: str) -> tuple[Rule, ...]:
    """Keep an exit where the other side's entry used to end the position."""
    if any(not rule.action.is_entry for rule in kept) or document.risk.session_exit or document.risk.max_bars:
        return kept
    other = next((rule for rule in document.rules if rule.action.is_entry and rule.action.side != side), None)
    if other is None:
        return kept
    return (*kept, Rule(id=f"x{len(kept) + 1}", action=f"exit_{side}", when=other.when, source=other.source))


def mirrored(document: Strategy, side: str = "long") -> Strategy:
    """Return the document with the other side added as the mirror of one side."""
    other = "short" if side == "long" else "long"
    added: list[Rule] = []
    for rule in document.rules:
        if rule.action.side == side:
            action = f"enter_{other}" if rule.action.is_entry else f"exit_{other}"
            added.append(
                Rule(
                    id=f"s{len(added) + 1}", action=action, when=str(mirror_image(parse(rule.when))), source=rule.source
                )
            )
    execution = document.execution.model_copy(update={"allow_short": True})
    changed = {"rules": (*document.rules, *added), "execution": execution}
    stop = document.risk.stop_loss
    if stop is not None and stop.kind == "price" and stop.expr is not None:
        both = {side: stop.expr, other: str(mirror_level(parse(stop.expr)))}
        changed["risk"] = document.risk.model_copy(update={"stop_loss": PriceLevel(**both)})
    return document.model_copy(update=changed)
