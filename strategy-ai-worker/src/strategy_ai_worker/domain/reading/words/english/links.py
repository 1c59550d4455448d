# ruff: noqa: E501 - word lists and sentences stand on one line each
"""English: links between conditions, prepositions and everything that only joins."""

from typing import Final

WORDS: Final[dict[str, dict[object, str]]] = {
    "MARK": {
        "if": "wen|whn|if|when|whenever|once|as soon as|soon as|the moment|on a|upon|every time|each time|any time|anytime|in case|the first time|on the first candle that|on the first bar that|on the first day that|when and only when|on|after a|after an|on any|on every|as|should|the minute|the instant|following|after|where|at the point where|the day that|given that|on days when|on days where|days when|days where|at times when|on the day when|the day after|the bar after|on the day after|the session after|the day following|triggered when|triggered by|trigger by|signal by||assuming it|until|till|the bar that|on the bar that|on the candle that|on a day when|on a day that",
        "only": "only if|only when|but only if|but only when|as long as|so long as|provided|provided that|providing|on condition that|with the condition that|conditional on|given|assuming|while|whilst|but only while|only while|only on|with|also require|i also require|require|requires|requiring|additionally require|must|subject to|only with|but only with|if and only if|iff|and only if|and only when|and only while|under the condition that|on the condition that|granted|given the|just as long as|along with|coupled with|combined with|together with|confirm by|as confirmation|confirmed by|in combination with|only as long as|but only as long as|at the same time|but just if|only where|only in case|only provided|accompanied by|alongside|not until|same time|i need|we need|need|and i want|i want|it must be|backed by",
        "unless": "unless|except while|except for when|except during times when|other than while|except when|except if|but not if|but not when|but not while|not if|not when|not while|other than when|except|excluding|as long as not|unless of course|except on|but never when|but never if|never when|never if|only if not|provided it is not|but not on|not on",
    },
    "CONJ": {
        "and": "and|n|nd|&|plus also|and also|as well as|in addition|also|additionally|moreover|besides|&&|then",
        "or": "or|or else|or if|or when|alternatively|or alternatively|either or|and or|or whenever|or once",
        "then": "and then|wait until|wait for|and wait for|wait till|and wait until|then wait for|then wait until|and subsequently|and afterwards|and later|and after that|after that",
        "prior": "that follow a|that follows|which follows|which follow|that come after|coming after|preceded by|that follow|precede by",
        "next": "and the next day|and the next bar|and on the next day|and the following day|and the next candle|then the next day|and then the next day|and the day after|followed by|immediately followed by|follow by|then followed by",
        "nor": "nor|and neither|and nor",
        "but": "but|however|yet|though|although|in both cases|in either case",
    },
    "EITHER": {
        "or": "either|first of these|the first of these|first of the following|the first of the following|earliest of these|any of|one of|at least one of|any one of|either of"
    },
    "BOTHOF": {
        "and": "all of|both of|both conditions|all conditions|all three conditions|all the conditions|all of these|both be true|all be true|both conditions are met|all are met|both happen|both hold|both of these hold|both conditions hold|all conditions are met|both apply|both line up|everything lines up"
    },
    "NOT": {
        "not": "fail to|failed to|fails to|not|isn't|is not|aren't|doesn't|does not|never|no|without|not be|wasn't|hasn't|did not|didn't|don't|do not|cannot|no longer|neither"
    },
    "TURN": {"turn": "turn|flip|change|switch|become"},
    "TIMES": {"x": "times|x|×|fold|time"},
    "PCTWORD": {"%": "%|percent|per cent|pct|percentage points|percentage point|percents|percentage"},
    "CROSSER": {"pair": "crossover|cross|crossing"},
    "AFTERHAVING": {
        "had": "after having|having|after previously|after being|having been|having previously|after spending|after"
    },
    "WASBEFORE": {"was": "was|were|had|had been|has been|have been|closed"},
    "DEFINE": {
        "def": "be define as|define as|is defined as|i define as|which i define as|by which i mean|i mean|mean|meaning|means|i e|that is|that means|in other words|i.e.|i.e|aka|defined as|namely|viz|specifically|which means|which is when|is when|for me is when|to be precise|or to be exact|call it|i call|which i call|measured as|be when"
    },
    "RANK": {"rank": "rank|ranked|sort|sorted|ranking|score|order"},
    "BEST": {
        "best": "most overbought|priciest|closest|nearest|best|furthest|farthest|top|strongest|highest|leading|leaders|best performing|best performer|best performers|winners|top performing|top ranked|highest ranked|top performers|strongest ones|outperformers|top scoring|with the highest|with the best|with the strongest|highest scoring|the winner|winner|the leader|leader",
        "worst": "cheapest|most oversold|worst|weakest|lowest|bottom|laggards|worst performing|losers|least volatile|lowest volatility|smallest|calmest|with the lowest|with the smallest|with the least|worst performers|quietest|loser|laggard|the loser|the laggard|least",
    },
    "RISKADJUSTED": {
        "sharpe": "sharpe|sharpes|sharpe ratio|sharpe ratios|risk adjusted return|risk adjusted returns|risk adjusted performance|risk adjusted momentum|risk-adjusted return|risk-adjusted returns|risk-adjusted performance|risk-adjusted momentum|volatility adjusted momentum|volatility adjusted return|volatility-adjusted momentum|volatility-adjusted return|vol adjusted momentum|return per unit of risk|return per unit of volatility"
    },
    "REBALANCE": {
        "rebalance": "rebalance|rebalancing|rebalanced|rebalance every|reshuffle|rotate|rotated|re rank|switch|reallocate|once a|each|every|repeat|refresh|re-evaluate|re-rank|rotation|swap|reset|resetting"
    },
    "SPREADWORD": {
        "spread": "residual|residuals|spread|pair|pairs trade|pairs trading|pair trade|stat arb|statistical arbitrage|pairs strategy|pairs|ratio spread|price spread|market neutral pair|pair trading|long short pair|mean reverting pair|relative value trade|relative value"
    },
    "HEDGE": {
        "ols": "regress|regressing|regressed|ols|rolling ols|regression|least squares|rolling regression|ols regression|linear regression hedge|beta hedge|regression hedge|rolling beta",
        "ratio": "price ratio|ratio of prices|ratio|simple ratio|the ratio|ratio of the two prices",
        "fixed": "fixed hedge|one to one|1:1|dollar neutral|1 to 1|equal dollar amounts|hedge ratio of one|fixed hedge ratio|hedge ratio of 1|fixed ratio|constant hedge ratio",
    },
    "HORIZON": {"term": "short term|long term|medium term|intermediate term|short-term|long-term|medium-term"},
    "HEDGEWORD": {"hedge": "hedge ratio|hedge|hedged|hedging|beta"},
    "EQ": {
        "is": "be|is|are|am|was|were|been|being|gets|stays|remains|stand|read|reading|show|shows|sits|lies|trade|come in|print|prints|hold|sit|lie|comes|stay|remain|ha|have|has|had|make|makes|keep"
    },
    "P": {
        "of": "of",
        "at": "at|@",
        "by": "by",
        "to": "to|into",
        "in": "in|inside",
        "on": "on",
        "for": "for",
        "from": "from|off",
        "with": "with|using",
        "than": "than",
        "after": "after",
        "until": "until|till",
        "within": "within",
        "since": "since",
        "around": "around|about|near|roughly|approximately",
        "per": "per",
        "as": "as",
        "against": "against|versus|vs|vs.",
    },
    "EVENT": {"it": "it"},
    "ARITH": {
        "+": "plus|added to|+",
        "-": "minus|less the|-",
        "*": "multiplied by|*",
        "/": "divided by|over the price|/",
    },
    "CORRECTION": {
        "": "nah just|nah|naw|just kidding|scratch that|no scratch that|correction|i mean|no i mean|skip that|forget that|strike that|let me start over|on second thought|no make it|no make that"
    },
    "FILLER": {
        "": "'s|let profits run|let the profits run|let my profits run|let winners run|let the winner run|let the winners run|let my winners run|mean reversion|mean reverting|trend following|if neither has been hit|if neither have been hit|if neither is hit|if neither was hit|if neither happens|if still open|if it is still open|if still in|if still holding|if i am still in|if not stopped out|everything else|anything else|something else|whichever come first|whatever is first|whatever happens first|whatever comes earlier|whatever comes sooner|whichever happens sooner|whichever happens earlier|whichever occurs first|whichever occurs sooner|whichever comes sooner|whichever is reached first|whichever is hit first|whichever gets hit first|whichever hits first|whichever triggers first|whichever is the earlier|whichever one comes first|whichever one is first|the first one to happen|what comes first|whatever hits first|one cancels the other|one cancel the other|one cancelling the other|one canceling the other|oco|as an oco|oco order|as an oco order|as an oco pair|as oco|as a bracket|bracket order|as a bracket order|each cancels the other|one kills the other|whichever fills first cancels the other|the other is then cancelled|the other one is cancelled|the other is cancelled|the other is canceled|whichever comes first|whichever is first|whichever happen first|whichever happens first|whichever comes earlier|whatever comes first|whichever is earlier|whichever is sooner|no wait|its own|their own|his own|for a while|in my opinion|at least for me|my broker|once a day|every evening|no matter what|for now|at the end of the day i|on its own|if possible|in general|you know|by the way|more or less|thank you|thanks|for good|as usual|at all|the same way|as well|right now|of course|over time|over and over|and so on|etc"
    },
    "CONCESSION": {
        "even": "even if|even when|even though|regardless of whether|no matter if|no matter whether|whether or not|regardless if"
    },
}
