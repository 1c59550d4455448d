# ruff: noqa: E501 - patterns stand on one line each
"""Settings that are said in one breath: brakes of a day, sizes by a distance, exits by the open profit."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading import exposure
from strategy_ai_worker.domain.reading.draft import Amount, Draft, RuleDraft, Words
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.trees import all_of, arithmetic, call, compare, name, num

_WORDED: Final = {
    "a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "eight": 8.0, "ten": 10.0, "half": 0.5,
}  # fmt: skip
_N: Final = r"(\d+(?:\.\d+)?|one|two|three|four|five|six|eight|ten)"
_A: Final = r"(\d+(?:\.\d+)?|a|one|two|three|half)"
_PCT: Final = r"(\d+(?:\.\d+)?) ?(?:%|percent|per cent)"
_MOST: Final = r"(?:no more than|not more than|max(?:imum)?(?: of)?|at most|up to|only|limit(?:ed)? to|never more than)"
_TRADES: Final = r"(?:new )?(?:trades?|entr(?:y|ies)|positions?|signals?|round trips?)"
_DAILY: Final = r"(?:a|per|each|every|in a|on any|in one) ?(?:single )?(?:day|session)"
_ACCOUNT: Final = r"(?:of )?(?:my |the )?(?:account|equity|capital|portfolio|balance|money)(?: equity| value| balance)?"
_LOSERS: Final = r"(?:losses|losers|losing trades?|loss|loser|stop ?outs?|losing (?:day )?trades?)"


def read_spoken(c: Cursor, draft: Draft, text: str) -> dict[int, int]:
    """Read these settings into the draft; return which lexemes that takes: first -> the one behind."""
    taken: dict[int, int] = {}
    starts = [lexeme.start for lexeme in c.lexemes]
    for pattern, setter, path in _SETTINGS:
        for match in pattern.finditer(text):
            first, last = bisect_left(starts, match.start()), bisect_left(starts, match.end())
            free = not any(begin < last and first < end for begin, end in taken.items())
            if (
                not free
                or first >= last
                or not setter(c, draft, [_value(group) for group in match.groups()], (first, last))
            ):
                continue
            draft.say(first, last, path)
            taken[first] = last
    return taken


def _value(group: str | None) -> float:
    if group is None:
        return float("nan")
    return _WORDED[group] if group in _WORDED else float(group)


Place = tuple[int, int]
Setter = Callable[[Cursor, Draft, list[float], Place], bool]


def _entries(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    del c, place
    draft.entries_per_day = int(found[0])
    return True


def _losses(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    del c, place
    draft.losses_per_day = int(found[0])
    return True


def _daily_loss(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    del c, place
    draft.daily_loss = found[0]
    return True


def _drawdown(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    del c, place
    draft.max_drawdown = found[0]
    return True


def _positions(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    del c, place
    draft.max_positions = int(found[0])
    return True


def _volatility(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    del c, place
    draft.sizing = ("volatility_target", found[0])
    draft.volatility_length = None if math.isnan(found[1]) else int(found[1])
    return True


def _funding(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    del c, place
    draft.funding = found[0]
    return True


def _reserve(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    """Read "keep 20% cash at all times": the positions share the rest."""
    return _exposure(c, draft, [100 - found[0]], place) if 0 < found[0] < 100 else False


def _exposure(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    del c, place
    draft.total_share = found[0]
    return True


def _cooldown(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    del c, place
    draft.cooldown = int(found[0])
    return True


def _ignores(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    del c, found, place
    draft.on_opposite = "ignore"
    return True


def _closes_only(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    """Read "do not reverse": the opposite signal ends a position and begins none."""
    del c, draft, found, place
    return True


def _never_sells(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    del c, found, place
    draft.never_sells = True
    return True


def _max_share(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    del c, place
    draft.max_share = found[0]
    return True


def _by_distance(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    """Size so that some ATRs are a share of the account: the risk is measured over that distance."""
    del c, place
    multiple, length, share = found
    atr = call("atr", 14 if math.isnan(length) else length)
    draft.sizing = ("risk_percent", share)
    draft.size_distance = atr if multiple == 1 or math.isnan(multiple) else arithmetic("*", num(multiple), atr)
    return True


def _unit_by_distance(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    """Read "unit = 1% of equity / ATR(20)": one ATR against the position is that share of the account."""
    share, multiple, length = found
    return _by_distance(c, draft, [multiple, length, share], place)


def _stop_and_risk(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    """Read "size so that a 2 ATR stop loses 0.5% of equity": the stop and what it may cost."""
    del c, place
    multiple, length, share = found
    draft.stops.append(Amount("atr", multiple, 14 if math.isnan(length) else int(length)))
    draft.sizing = ("risk_percent", share)
    return True


def _not_ahead(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    """Leave after some bars where the position is not ahead by so many R, or at all."""
    del c
    wanted, bars = found
    ahead = (
        compare("<", name("open_r"), num(wanted))
        if not math.isnan(wanted)
        else compare("<=", name("open_return"), num(0))
    )
    when = all_of(compare(">=", name("bars_held"), num(bars)), ahead)
    draft.later.append(RuleDraft("exit", when, [Words(*place)]))
    return True


def _not_ahead_first(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    return _not_ahead(c, draft, [found[1] if len(found) > 1 else float("nan"), found[0]], place)


def _in_profit(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    """Leave on the first close at which the position is ahead."""
    del c, found
    draft.later.append(RuleDraft("exit", compare(">", name("open_return"), num(0)), [Words(*place)]))
    return True


def _reward(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    """Take "risk-reward 1:2", "reward-to-risk of 3 to 1" for a target of so many R."""
    del c, place
    one, other = found[0], 1.0 if math.isnan(found[1]) else found[1]
    if min(one, other) <= 0:
        return False
    draft.targets.append(Amount("r_multiple", round(max(one, other) / min(one, other), 6)))
    return True


_RATIO: Final = (
    r"(?:risk ?(?:-to-|[-/:]| to )? ?(?:reward|return)|reward ?(?:-to-|[-/:]| to )? ?risk|r:r|r/r|rrr?)(?: ratio)?"
)


def _r_profit(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    del c
    draft.later.append(RuleDraft("exit", compare(">=", name("open_r"), num(found[0])), [Words(*place)]))
    return True


def _r_loss(c: Cursor, draft: Draft, found: list[float], place: Place) -> bool:
    del c
    draft.later.append(RuleDraft("exit", compare("<=", name("open_r"), num(-found[0])), [Words(*place)]))
    return True


_LEAVE: Final = (
    r"(?:exit|sell|get out|close(?: it| the trade| the position)?|bail(?: out)?|leave|dump it|i'm out|i am out|out)"
)
_IT: Final = r"(?:it|the trade|the position|the stock|price|my position|we|i)"


def _compiled(rows: list[tuple[str, Setter, str]]) -> tuple[tuple[re.Pattern[str], Setter, str], ...]:
    return tuple((re.compile(pattern), setter, path) for pattern, setter, path in rows)


_SETTINGS: Final = _compiled(
    [
        (
            rf"\b(?:one )?(?:unit|units|size|position size|position|shares|n)(?: is| =|=|:| equals)+ {_PCT} {_ACCOUNT} ?(?:/|divided by|over) ?\(?(?:{_A} ?[x*]? ?)?atr(?: ?\((\d+)\))?\)?",
            _unit_by_distance,
            "sizing",
        ),
        (
            r"\b(?:pay(?:ing)?|plus|with|include|including|assume|assuming|charge|and|at)* ?(?:a |an )?(-?\d+(?:\.\d+)?) ?(?:%|percent) (?:of )?funding(?: rate| fee| cost| costs)?(?: (?:every|per|each) (?:8|eight) ?h(?:ours?)?)?\b",
            _funding,
            "costs",
        ),
        (
            r"\bfunding(?: rate| fee| cost| costs)?(?: of| at|:| is)? (-?\d+(?:\.\d+)?) ?(?:%|percent)(?: (?:every|per|each) (?:8|eight) ?h(?:ours?)?)",
            _funding,
            "costs",
        ),
        *((pattern, _positions, "limits.max_open_positions") for pattern in exposure.POSITIONS),
        *((pattern, _drawdown, "limits.max_drawdown_percent") for pattern in exposure.DRAWDOWN),
        (
            rf"\b(?:always )?(?:keep|hold|leave|reserve|set aside)(?:ing)? (?:at least |about )?{_PCT} (?:of (?:the |my )?(?:account|equity|capital|money|portfolio) )?(?:in |as )?cash(?: at all times| always| in reserve| aside)?",
            _reserve,
            "sizing",
        ),
        *((pattern, _exposure, "sizing") for pattern in exposure.TOTAL),
        *((pattern, _volatility, "sizing") for pattern in exposure.VOLATILITY),
        (rf"\b{_MOST} {_N} {_TRADES} {_DAILY}", _entries, "limits.entries_per_day"),
        (rf"\b{_N} {_TRADES} {_DAILY}(?: max(?:imum)?| at most| only)?", _entries, "limits.entries_per_day"),
        (
            rf"\b(?:stop|quit|no more)(?: trading| trades)?(?: for the (?:rest of the )?day| that day)? after {_N} {_LOSERS}(?: {_DAILY}| that day)?",
            _losses,
            "limits.losses_per_day",
        ),
        (
            rf"\bafter {_N} {_LOSERS}(?: in a day| the same day| {_DAILY})?,? (?:i )?(?:stop|quit|am done|no more)(?: trading| trades)?(?: for the day| that day)?",
            _losses,
            "limits.losses_per_day",
        ),
        (
            rf"\b(?:max(?:imum)? )?daily (?:loss|drawdown)(?: limit| stop)?(?: of| is| at|:)? {_PCT}(?: {_ACCOUNT})?",
            _daily_loss,
            "limits.daily_loss_percent",
        ),
        (
            rf"\b(?:stop|quit)(?: trading)? for the day (?:if|when|once|after)(?: i'm| i am| the account is| we're)?(?: down| losing| a loss of| losing more than)? {_PCT}(?: {_ACCOUNT})?(?: on the day)?",
            _daily_loss,
            "limits.daily_loss_percent",
        ),
        (
            rf"\b(?:max(?:imum)? )(?:account |portfolio |equity )?drawdown(?: limit| stop)?(?: of| is| at|:)? {_PCT}(?: {_ACCOUNT})?",
            _drawdown,
            "limits.max_drawdown_percent",
        ),
        (
            rf"\b(?:if|when|once) (?:the |my )?(?:account|equity|portfolio|drawdown|strategy)(?: is| drops| falls| goes| draws| exceeds| reaches)*(?: down)?(?: more than| by)? {_PCT}(?: {_ACCOUNT})?(?: (?:from|below|off) (?:its|the|my) (?:equity )?(?:peak|high|highs|top))?,? (?:i )?(?:stop|quit|halt|switch it off|shut it down|turn it off)(?: all)?(?: trading| it| the strategy)?(?: altogether| completely| for good)?",
            _drawdown,
            "limits.max_drawdown_percent",
        ),
        (
            rf"\b(?:stop|quit|halt)(?: all)? trading (?:if|when|once) (?:the |my )?(?:account|equity|portfolio|drawdown|strategy)(?: is| drops| falls| goes| draws| exceeds| reaches)*(?: down)?(?: more than| by)? {_PCT}(?: (?:from|below|off) (?:its|the|my) (?:equity )?(?:peak|high|highs|top))?",
            _drawdown,
            "limits.max_drawdown_percent",
        ),
        (
            rf"\bafter (?:a |an |any |each |every )?(?:losing trade|loss|loser|stop ?out|exit|trade|losing exit),? (?:i )?(?:skip|wait|pause|sit out|stay out)(?: for| at least)? {_N} (?:days|bars|sessions|candles|trading days)(?: before (?:entering|buying|trading|re-?entering|getting in|the next (?:trade|entry))(?: again)?)?",
            _cooldown,
            "limits.cooldown_bars",
        ),
        (
            rf"\b(?:wait|pause|skip)(?: for| at least)? {_N} (?:days|bars|sessions|candles|trading days) (?:after|following) (?:a |an |any |each |every )?(?:losing trade|loss|loser|stop ?out|exit|trade|losing exit)(?: before (?:entering|buying|trading|re-?entering|getting in|the next (?:trade|entry))(?: again)?)?",
            _cooldown,
            "limits.cooldown_bars",
        ),
        (
            r"\b(?:the |an )?opposite signals? (?:should|must|do|does|is|are)(?: not|n't) (?:to )?(?:close|exit|reverse|flip|end)(?: it| the position| the trade| me)?",
            _ignores,
            "execution.on_opposite",
        ),
        (
            r"\bignore (?:the |any |all )?(?:opposite|short|sell|reverse|contrary) signals?(?: while (?:i am |i'm |we are )?(?:long|in a (?:trade|position)|holding))?",
            _ignores,
            "execution.on_opposite",
        ),
        (
            r"\b(?:and |but |i )*(?:never (?:ever )?sell(?:ing)?(?: (?:it|them|anything|a (?:single )?share|any(?: of it| shares)?))?(?: again)?|(?:just )?(?:hold|keep|holding|keeping)(?: it| them| on)? forever|no selling|without ever selling|(?:don't|do not) ever sell(?: it| them)?)\b(?! (?:before|until|unless|when|if|on|at|in|below|for))",
            _never_sells,
            "execution",
        ),
        (
            r"\b(?:and |but )?(?:do not|don't|never|no|without) (?:reverse|reversing|reversal|flip|flipping)\b(?: (?:it|the position|to short|short))?",
            _closes_only,
            "execution",
        ),
        (
            rf"\b(?:but )?(?:never|no|not|and never) (?:putting |put |invest |have |use )?more than {_PCT} (?:{_ACCOUNT}|of it|equity)(?: (?:in|into|on) (?:it|one (?:trade|position|stock)|any (?:one )?(?:trade|position|stock)|a (?:single )?(?:trade|position|stock)))?",
            _max_share,
            "sizing.max_percent_of_equity",
        ),
        (
            rf"(?<!lose )(?<!risk )(?<!risking )(?<!losing )\b{_MOST} {_PCT} {_ACCOUNT} (?:in|per|on|for|into) (?:the|any|a|one|each|every|any one|a single) (?:position|trade|stock|asset|name|market)",
            _max_share,
            "sizing.max_percent_of_equity",
        ),
        (
            rf"\b(?:capped|cap(?: it| the size| the position)?|limited|max(?:imum)? position(?: size)?|max(?:imum)? size)(?: of| at| to| is|:)? {_PCT} (?:{_ACCOUNT})(?: per (?:trade|position))?",
            _max_share,
            "sizing.max_percent_of_equity",
        ),
        (
            rf"\b(?:size|sized|sizing)(?: it| the position| each position| positions| each trade)? so(?: that)? (?:a |an |the )?{_A}[ -]?(?:x )?atr(?: ?\((\d+)\))? (?:stop|stop loss)(?: loses| costs| risks| is| equals| =)+ {_PCT} {_ACCOUNT}",
            _stop_and_risk,
            "sizing",
        ),
        (
            rf"\b(?:each )?(?:position )?(?:size|sized|sizing|bet|betting|scale|scaled)(?: it| the position| each position| positions| each trade)? (?:so(?: that)?|such that|at|by|:) (?:a |an |the )?{_A}[ -]?(?:x )?atr(?: ?\((\d+)\))?(?: moves?| swing| range| drop| fall)?(?: against (?:me|us|it|the position))?(?: equals| is| =| represents| costs| makes| is worth| moves the account)+ {_PCT} {_ACCOUNT}",
            _by_distance,
            "sizing",
        ),
        (
            rf"\b{_LEAVE},? (?:if|when) {_IT}(?:'s| is|'m| am| are)? ?(?:not|n't|isn't)(?: yet)?(?: up| ahead| in profit by)?(?: by)?(?: at least)? {_N} ?r(?:s)?(?: of profit)? (?:after|within|in|by) {_N} (?:days|bars|sessions|trading days)",
            _not_ahead,
            "rules",
        ),
        (
            rf"\b(?:if|when) (?:after|in|within) {_N} (?:days|bars|sessions|trading days),? {_IT}(?:'s| is|'m| am| are)? ?(?:not|n't|isn't)(?: yet)? (?:in profit|profitable|in the green|ahead|up|in the money|green),? (?:then )?{_LEAVE}",
            _not_ahead_first,
            "rules",
        ),
        (
            rf"\b(?:if|when) {_IT} ?(?:has not|hasn't|have not|haven't|is not|isn't|'s not|did not|didn't)(?: yet)? (?:ma[dk]e (?:any )?money|ma[dk]e a profit|turned? a profit|in profit|profitable|in the green|ahead|up) (?:after|within|in|by) {_N} (?:days|bars|sessions|trading days),? (?:then |i )*{_LEAVE}(?: it)?\b",
            _not_ahead_first,
            "rules",
        ),
        (
            rf"\b{_LEAVE},? (?:if|when) {_IT}(?:'s| is|'m| am| are| has| have| did)? ?(?:not|n't|isn't)(?: yet)? (?:ma[dk]e (?:any )?money|ma[dk]e a profit|in profit|profitable|in the green|ahead|up|in the money|green) (?:after|within|in|by) {_N} (?:days|bars|sessions|trading days)",
            _not_ahead_first,
            "rules",
        ),
        (
            rf"\b(?:(?:with|at|a|an|the|target) )*{_RATIO}(?: is| of| at|:| =|=)* ?(\d+(?:\.\d+)?)(?: ?(?::|to|/) ?(\d+(?:\.\d+)?))?(?! ?%)",
            _reward,
            "risk.take_profit",
        ),
        (
            rf"\b(?:(?:with|at|a|an|the|target|of) )*(\d+(?:\.\d+)?) ?(?::|to|/) ?(\d+(?:\.\d+)?) {_RATIO}(?: target)?",
            _reward,
            "risk.take_profit",
        ),
        (
            r"\b(?:(?:at|on|after) )?(?:the )?first profitable (?:daily )?(?:close|closing price|bar|day)\b",
            _in_profit,
            "rules",
        ),
        (
            r"\b(?:(?:at|on|after) )?(?:the close of )?the first (?:day|bar|close|session|time) (?:that |on which |when |at which )?(?:it|the position|the trade|i) (?:is|am|closes) (?:in profit|profitable|in the green|above (?:my |the )?entry(?: price)?)\b",
            _in_profit,
            "rules",
        ),
        (
            rf"\b{_LEAVE} (?:if|when|once) (?:the )?(?:open )?profit (?:exceeds|reaches|hits|is over|is above|gets to) {_N} ?r\b",
            _r_profit,
            "rules",
        ),
        (
            rf"\b{_LEAVE} (?:if|when|once) {_IT}(?:'s| is| am)? down (\d+(?:\.\d+)?) ?r(?: or more)?(?: (?:at|on) (?:the|a) close)?",
            _r_loss,
            "rules",
        ),
    ]
)
