# ruff: noqa: E501 - patterns stand on one line each
"""How much may be at stake at once: positions open together, the fall of the account that ends trading, volatility."""

from __future__ import annotations

from typing import Final

_N: Final = r"(\d{1,3}|one|two|three|four|five|six|eight|ten)"
_THINGS: Final = r"(?:open |different |simultaneous |concurrent )*(?:positions?|stocks?|names?|trades?|holdings?|assets?|coins?|symbols?)"
_AT_ONCE: Final = r"(?: (?:open|held|on))?(?: (?:at (?:once|a time|one time|any (?:one |given )?time|the same time)|simultaneously|concurrently|together|at any (?:moment|point)))"
_NO_MORE: Final = r"(?:(?:i |we )?(?:never|don't|do not|not) (?:hold |have |open |own |trade |carry |run )?(?:more than)|no more than|not more than|at most|max(?:imum)?(?: of)?|up to|only|limit(?:ed)? (?:it )?to|hold(?:ing)? (?:at most|no more than|up to|a maximum of|max))"
_PCT: Final = r"(\d+(?:\.\d+)?) ?(?:%|percent|per cent)"
_HALT: Final = r"(?:stop|quit|halt|cease|shut (?:it |everything )?down|switch (?:it )?off|stand down|go flat for good)(?: all)?(?: trading| the strategy| the system| it| everything)?(?: completely| altogether| for good| permanently)?"
_ACCOUNT_DOWN: Final = r"(?:a |an |any |the )?(?:max(?:imum)? |account |portfolio |equity |total |overall )*drawdown"

POSITIONS: Final = (
    rf"\b{_NO_MORE} {_N} {_THINGS}{_AT_ONCE}",
    rf"\b{_NO_MORE} {_N}(?: of (?:them|these))?{_AT_ONCE}",
    rf"\b{_NO_MORE} {_N} (?:(?:open |simultaneous |concurrent )(?:positions?|trades?)|positions)\b(?! (?:a|per|each|every|in) )",
    rf"\b(?:max(?:imum)? (?:of )?|only ){_N} {_THINGS}\b(?! (?:a|per|each|every|in any|in a)\b)(?! of)",
    rf"\b(?:max(?:imum)?|most) (?:number of )?(?:open |concurrent |simultaneous )?positions?(?: is| =|:| of)? {_N}\b(?! ?%| ?percent|\.\d)",
    r"\b(one) (?:position|trade|stock|asset|coin) at a time\b",
)
"""How many positions may be open at the same time; the group is the number."""

DRAWDOWN: Final = (
    rf"\b{_HALT} (?:after|at|upon|on|once|when|if)(?: there is| it reaches| it hits| we hit| we reach| i hit)? {_ACCOUNT_DOWN}(?: is| reaches| hits| exceeds| goes over| goes above| gets to| passes)*(?: of| above| over| more than)? ?{_PCT}",
    rf"\b{_HALT} (?:after|at|upon|on) (?:a |an )?{_PCT} {_ACCOUNT_DOWN}",
    rf"\b(?:once|when|if) (?:the )?{_ACCOUNT_DOWN}(?: is| reaches| hits| exceeds| goes over| goes above| gets to| passes)*(?: of| above| over| more than)? ?{_PCT},? (?:i |we |then )*{_HALT}",
    rf"\b{_PCT} {_ACCOUNT_DOWN} (?:limit|stop|kill switch|breaker|circuit breaker)\b",
    rf"\bkill switch (?:at|on|of) (?:a |an )?{_PCT}(?: {_ACCOUNT_DOWN})?",
)
"""The fall of the account from its peak that ends all trading; the group is the percentage."""

_SIZE: Final = r"(?:size|sized|scale|scaled|sizing|scaling|lever|adjust)(?: it| the position| each position| positions| my position| the positions)?"
VOLATILITY: Final = (
    rf"\b{_SIZE} (?:so that |such that |so |to |by |that )*(?:it |its |they |the position |each |each position )*(?:to )?(?:targets?|targeting|has|have|runs? at|reach(?:es)?|gets?|get to|hit|is|a|an|volatility target of| )*{_PCT} (?:of )?(?:a year |an )?(?:annual(?:i[sz]ed)? |yearly )?vol(?:atility)?(?: a year| per year| annually| p\.a\.)?(?:,? (?:\()?(?:using|measured over|based on|estimated over|over|from|with|from)(?: the| a)? ?(?:last |past |previous |trailing |prior )?(\d+)[- ]?(?:days?|bars?|sessions?|trading days)(?: window| lookback| realised vol(?:atility)?| realized vol(?:atility)?| vol(?:atility)?| of returns)*\)?)?",
    rf"\b(?:target|targeting|aim for|aiming for|vol(?:atility)? target(?:ing)?(?: of| at)?|run (?:it )?at) (?:a |an )?{_PCT} (?:annual(?:i[sz]ed)? |yearly )*(?:vol(?:atility)?)?(?: a year| per year| annually| p\.a\.)?,? \(?(?:using|measured over|based on|estimated over|over|from|with)(?: the| a)? ?(?:last |past |previous |trailing |prior )?(\d+)[- ]?(?:days?|bars?|sessions?|trading days)(?: window| lookback| realised vol(?:atility)?| realized vol(?:atility)?| vol(?:atility)?| of returns)*\)?",
)
"""A target of yearly volatility and the bars that it is measured over; the groups are the percentage and the bars."""

TOTAL: Final = (
    rf"\b(?:limit|cap|keep|hold|restrict)(?:ting|ping|ing)? (?:the |my )?(?:total |overall |gross |combined |net )+(?:exposure|invested amount|invested capital|position|allocation)(?: to| at| under| below| of)+ (?:at most |no more than )?{_PCT}(?: of (?:the |my )?(?:account|equity|capital|portfolio))?(?: in total| altogether)?",
    rf"\b(?:max(?:imum)?|never more than|no more than|at most) (?:total |overall |gross |combined )+exposure(?: of|:| is)? {_PCT}(?: of (?:the |my )?(?:account|equity|capital|portfolio))?",
)
"""The share of the account that all positions together may have; the group is the percentage."""
