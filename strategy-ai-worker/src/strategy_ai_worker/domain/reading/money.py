# ruff: noqa: E501 - patterns stand on one line each
"""What the account begins with, and fees in money: none of it is the size of a position."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.memory import Cursor

_SUM: Final = r"(?:(?:hk|us)?\$|£|€)? ?\d[\d,]*(?:\.\d+)?(?!,?\d) ?(?:k|thousand|grand|m|mio|million)?\b ?(?:us |hong kong )?(?:usd|hkd|dollars?|bucks)?"
_BEGINS: Final = r"(?:starting|initial|start|opening|beginning)"
_CASH: Final = r"(?:capital|cash|balance|equity|bankroll|account|account size|account value|account balance|portfolio|portfolio value|funds|stake|money)"
_EACH: Final = r"(?! ?(?:per|each|every|a|in each|into each|for each|on each|in every) (?:trade|position|entry|stock|time|signal|one)|,? each)"
_CAPITAL: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:(?:with|assume|assuming|use|using|from|on|of) )?(?:the |my |an? )?{_BEGINS} {_CASH}(?: is| of| at| will be| should be|:| =|=|,)* ?{_SUM}{_EACH}",
        rf"\b(?:with |from |on )?(?:an? )?{_SUM} (?:of |as |in |is the |is my )?(?:the |my )?{_BEGINS} {_CASH}",
        rf"\b(?:(?:with|assume|assuming|on|for|of) )?(?:the |my |an? )?(?:account size|account value|account balance|account|capital|bankroll)(?: is| of| at|:| =|=)+ ?{_SUM}{_EACH}",
        rf"\b(?:and )?(?:i |we )?(?:start|starts|begin|starting|beginning) (?:off )?(?:it |this |the test |the backtest |out )?(?:with|from) (?:an? )?{_SUM}(?: (?:of |in )?(?:the |my )?{_CASH})?{_EACH}",
        rf"\bof (?:an? |my |the )?{_SUM} {_CASH}",
        rf"\b(?:assume|assuming|on|with|for|i have|i've got) (?:an? )?{_SUM} (?:{_CASH}|in (?:the|my) {_CASH}){_EACH}",
    )
)
_FEE: Final = r"(?:commissions?|fees?|brokerage|broker fee|trading costs?|transaction costs?|costs?)"
_FILL: Final = r"(?:per|a|an|each|for each|on each|for every|every) (?:trade|order|transaction|fill|execution|side|way|deal|ticket)"
_AMOUNT: Final = r"(?:\$ ?\d+(?:\.\d+)?|\d+(?:\.\d+)? ?(?:dollars?|usd|bucks|cents?))"
_FEES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:with |and |plus |assume |assuming )?(?:a |an |the |my )?(?:flat |fixed )?{_FEE}(?: is| are| of|:| =|=| at)* ?(?:a |an )?(?:flat |fixed )?{_AMOUNT}(?: {_FILL}| (?:per|a) share| flat| each way| a side)?",
        rf"\b(?:with |and |plus |assume |assuming |pay |paying |i pay |it costs me |costs me |at )?(?:a |an )?{_AMOUNT}(?: {_FILL}| (?:per|a) share| flat| each way)?(?: in| of| for)?(?: flat| fixed)? {_FEE}(?: {_FILL}| (?:per|a) share| each way)?",
    )
)


_ACCOUNT: Final = (
    r"(?:of )?(?:my |the |total )?(?:account|equity|capital|portfolio|balance|money)(?: equity| value| balance)?"
)
_SIZED: Final = r"(?:(?:and )?(?:i )?(?:size|sized|sizing)(?: it| them| up| my| the| each| every| all| positions?| trades?| entry| entries)*|position size|bet size)"
_IF_STOPPED: Final = r"(?:hitting (?:the|my|that) stop|being stopped out|getting stopped out|(?:the|my|that|a|its|this) (?:\w+ )?stop(?: loss|-loss|-out| out)?(?: being hit| if hit| when hit)?)"
_STOP_COSTS: Final = re.compile(
    rf"\b{_SIZED},?(?: is| are)?(?::| -)? (?:so(?: that)?|such that) {_IF_STOPPED} (?:would |will |should |only |just |always |then )*(?:cost|costs|lose|loses|risk|risks|equal|equals|is|be|mean|means|take|takes)(?: me| us)?(?: about| exactly| only| just| at most| a loss of)* (?:\d+(?:\.\d+)?) ?(?:%|percent|per cent) {_ACCOUNT}"
)
_NO_ADDS: Final = re.compile(
    r"\b(?:and )?(?:no|without|never) (?:any )?(?:pyramiding|scaling in|averaging (?:down|up)|adding to (?:it|the position|positions|winners|losers))\b"
)
_SPARE: Final = re.compile(
    r"\b(?:(?:and|while) )?(?:the |my )?(?:rest|remainder|remaining \w+|other \d+ ?%)(?: of (?:it|the account|my account|the money|my money|the capital|my capital|the equity))? (?:stays?|remains?|sits?|is kept|is held|is left|is|kept|left|staying|sitting)(?: idle)? (?:in |as )?cash\b"
    r"|\b(?:and |i )*(?:keep|keeping|leave|leaving|hold|holding) (?:the |my )?(?:rest|remainder)(?: of (?:it|the account|my account|the money|my money|the capital|my capital))? (?:in |as )cash\b"
)


def _sized_by_stop(c: Cursor, draft: Draft, text: str) -> dict[int, int]:
    """Read "size every trade so that the stop would cost 1% of equity" and what is said of the spare money."""
    taken: dict[int, int] = {}
    for first, last in _stretches(c, text, _STOP_COSTS):
        share = next((c.at(k).get("PCT") for k in range(last - 1, first, -1) if c.at(k).has("PCT")), None)
        if isinstance(share, int | float):
            draft.sizing = ("risk_percent", float(share))
            draft.say(first, last, "sizing")
            taken[first] = last
    for first, last in _stretches(c, text, _NO_ADDS):
        draft.say(first, last, "execution")
        taken[first] = last
    for first, last in _stretches(c, text, _SPARE) if draft.sizing is not None or _names_share(c) else ():
        draft.say(first, last, "sizing")
        taken[first] = last
    return taken


def _names_share(c: Cursor) -> bool:
    """Return whether a share of the account is named, so that there is a rest of it."""
    return any(one.has("ACCOUNT") for one in c.lexemes) and any(
        one.has(word) for one in c.lexemes for word in ("PCT", "HALFOF")
    )


def _stretches(c: Cursor, text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    starts = [lexeme.start for lexeme in c.lexemes]
    found = ((bisect_left(starts, m.start()), bisect_left(starts, m.end())) for m in pattern.finditer(text))
    return [(first, last) for first, last in found if first < last]


def read_money(c: Cursor, draft: Draft, text: str) -> dict[int, int]:
    """Read the starting capital and fees in money; return which lexemes that takes: first -> the one behind."""
    taken: dict[int, int] = _sized_by_stop(c, draft, text)
    for first, last in _places(c, text, _CAPITAL, taken):
        c.memory.guess("account", "the starting capital", "the capital to begin with is chosen where a test is started")
        draft.say(first, last, "sizing")
        taken[first] = last
    for first, last in _places(c, text, _FEES, taken):
        sums = [c.at(k).get("USD") for k in range(first, last) if c.at(k).has("USD")]
        value = float(str(sums[0])) if sums else 0.0
        if any(c.at(k).has("PERSHARES") for k in range(first, last)):
            draft.fee_per_share = value
        else:
            draft.fee = value
        draft.say(first, last, "costs")
        taken[first] = last
    return taken


def _places(
    c: Cursor, text: str, patterns: tuple[re.Pattern[str], ...], taken: dict[int, int]
) -> list[tuple[int, int]]:
    """Return the lexemes of each match that holds a number and is not taken yet."""
    starts = [lexeme.start for lexeme in c.lexemes]
    places: list[tuple[int, int]] = []
    for pattern in patterns:
        for match in pattern.finditer(text):
            first, last = bisect_left(starts, match.start()), bisect_left(starts, match.end())
            free = not any(a < last and first < b for a, b in (*taken.items(), *places))
            if free and any(c.at(k).has("USD") or c.at(k).has("NUM") for k in range(first, last)):
                places.append((first, last))
    return places
