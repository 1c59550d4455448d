# ruff: noqa: E501 - word lists and sentences stand on one line each
"""English: comparisons, crossings, movements and states."""

from typing import Final

UP = "above|over|north of|on top of|higher than|past"
DOWN = "below|under|beneath|underneath|south of|lower than|worse than"
_CROSS_UP = (
    "above|over|back above|back over|up through|up above|up over|back up through|back up above|back up over|upward|upwards"
    "|up|back up|to the upside|from below|upward through|upwards through|upside|higher through|up past|past|above and through"
)
_CROSS_DOWN = (
    "below|under|beneath|underneath|back below|back under|down through|down below|down under|back down through|back down below"
    "|back down under|back down|downward|downwards|down|to the downside|from above|downward through|downwards through|back beneath"
)
_STRONG = "cross|cross back|cut|recross|crossing|cross it"
_RISE = "pass|hook|creep|edge|snap|curl|tick|drift|flip|rise|climb|break|break out|move|go|push|rally|pop|jump|get|come|shoot|recover|bounce|pierce|poke|punch|exceed|advance|turn|rebound|spike|head|blast|surge|pull|cut"
_FALL = "pass|hook|creep|edge|snap|curl|tick|drift|flip|drop|fall|dip|slip|sink|slide|tumble|decline|break|break down|move|go|push|come|pierce|plunge|get|crash|retreat|turn|roll|poke|head|dive|pull back|ease"

_BEYOND = "break|move|go|push|come|pierce|tick|poke|edge|creep"
"""Verbs that go "out below" a price; to "get out below" one is to sell there."""


def _product(verbs: str, directions: str) -> str:
    ways = [
        *directions.split("|"),
        *(way.replace("through", "thru") for way in directions.split("|") if "through" in way),
    ]
    return "|".join(f"{verb} {way}" for verb in verbs.split("|") for way in ways)


WORDS: Final[dict[str, dict[object, str]]] = {
    "CMP": {
        ">": f"{UP}|greater than|on top of|back on top|back on top of|more than|bigger than|larger than|exceed|exceeding|in excess of|back above|back over|well above|anything above|anything over|up above|>|be above|on the upside of|top|stay above|hold above|remain above|sit above|trade above|trade over|trade back above|back up above|better than|wider than|stronger than|outside above|has been above|on top|on the top|stronger|taller than|hotter than|north|bigger|larger",
        "<": f"{DOWN}|less than|smaller than|fewer than|back below|back under|well below|anything below|anything under|down below|<|be below|stay below|hold below|remain below|sit below|trade below|trade under|trade back below|back down below|narrower than|tighter than|weaker than|shy of|within|back beneath|has been below|weaker|shorter than|cooler than|quieter than|calmer than|not even",
        ">=": "no earlier than|not earlier than|no sooner than|not before|at or after|on or after|>=|=>|≥|at least|no less than|no worse than|not worse than|not less than|greater than or equal to|more than or equal to|at or above|at or over|above or equal to|equal to or above|equal to or greater than|not below|not under|no lower than|or more|or higher|or above|minimum of|a minimum of|on or above|equal or above|min|or greater",
        "<=": "no later than|not later than|not after|at or before|on or before|<=|=<|≤|at most|no more than|not more than|less than or equal to|at or below|at or under|below or equal to|equal to or below|equal to or less than|not above|not over|no higher than|or less|or lower|or below|maximum of|a maximum of|on or below|not exceed|equal or below|or fewer|max",
        "==": "=|==|equal|equal to|exactly|precisely|match",
    },
    "X": {
        ("up", "strong"): _product(_STRONG, _CROSS_UP)
        + "|"
        + _product(_RISE, "up through|through|back through|back up through|up and through|upward through")
        + "|up through|up thru|back up through|leave the zone below|leave the zone under|leave the area under|leave the region under|exit the zone under|exit the zone below|leave the area below|come out of the zone below|leave the region below|move out of the zone below|crossover|cross over|cross from below to above|cross from under to over|move from below to above|go from below to above|bullish cross|bullish crossover|upside cross|cross bullish|cross bullishly|upward cross|upward crossover|cross to the upside|crossup|up cross|upcross|cross up through|cross upward",
        ("down", "strong"): _product(_STRONG, _CROSS_DOWN)
        + "|"
        + _product(
            "drop|fall|dip|slip|sink|slide|tumble|decline|plunge|crash|turn|roll|break down",
            "through|down through|back through|back down through|downward through",
        )
        + "|"
        + _product(_RISE, "down through|back down through|downward through")
        + "|down through|down thru|back down through|leave the zone above|leave the zone over|leave the area over|leave the region over|exit the zone over|exit the zone above|leave the area above|come out of the zone above|leave the region above|move out of the zone above|crossunder|cross under|cross from above to below|cross back from above to below|cross from over to under|move from above to below|go from above to below|bearish cross|bearish crossover|downside cross|cross bearish|cross bearishly|downward cross|downward crossover|crossdown|down cross|downcross|cross downward",
        ("up", "weak"): _product(
            _RISE,
            "above|over|back above|back over|up above|past|up past|on top of|back up above|back up over|up over|higher than",
        )
        + "|"
        + _product(_BEYOND, "out above")
        + "|overtake|pass|clear|reclaim|take out|break out of|breakout above|breakout over|rise through|regain",
        ("down", "weak"): _product(
            _FALL,
            "below|under|beneath|back below|back under|down below|back down below|back beneath|underneath|lower than|back down under",
        )
        + "|"
        + _product(_BEYOND, "out below")
        + "|undercut|lose|breakdown below|break down|fall through|breakdown under",
        ("", "strong"): "cross|crossing",
    },
    "THROUGH": {"": "thru"},
    "WORST": {"all": "both"},
    "RISING": {
        "up": "turn higher|turn back up|turn upward|turn upwards|hook up|hooking up|rise|rising|increase|increasing|go up|trend up|trending up|slope up|sloping up|slope upward|point up|pointing up|head up|heading up|climb|climbing|expand|expanding|move up|be up|upward sloping|advance|grow|growing|trend higher|trending higher|turn up|tick up|move higher|slope upwards|gain|gaining|upsloping|going up|pick up|have a positive slope|positive slope|on the rise|ascending|strengthen|tick higher|curl up|angle up|up sloping|in an uptrend|uptrend|in uptrend|curling up",
        "down": "hook down|hooking down|fall|falling|decrease|decreasing|decline|declining|go down|trend down|trending down|slope down|sloping down|slope downward|point down|pointing down|head down|heading down|contract|contracting|move down|be down|downward sloping|shrink|shrinking|trend lower|trending lower|turn down|tick down|move lower|drop|dropping|lose|losing|downsloping|going down|have a negative slope|negative slope|descending|weaken|tick lower|curl down|angle down|down sloping|in a downtrend|downtrend|in downtrend|curling down|slip|dip|retreat",
    },
    "SIGN": {
        "+": "positive|turn positive|become positive|turn green|in positive territory|go positive|from negative to positive|turn from negative to positive|flip positive|flip from negative to positive|change from negative to positive|go from negative to positive|switch from negative to positive|be positive again|above zero line|move into positive territory|into positive territory|goes green|flips to positive|swing positive|swing from negative to positive|move from negative to positive|switch to positive|change to positive|cross from negative to positive",
        "-": "negative|turn negative|become negative|turn red|in negative territory|go negative|from positive to negative|turn from positive to negative|flip negative|flip from positive to negative|change from positive to negative|go from positive to negative|switch from positive to negative|be negative again|turn negative again|below zero line|move into negative territory|into negative territory|goes red|flips to negative|swing negative|swing from positive to negative|move from positive to negative|switch to negative|change to negative|cross from positive to negative",
    },
    "STATE": {
        "overbought": "rise into overbought territory|rise into overbought|climb into overbought territory|climb into overbought|move into overbought territory|move into overbought|go into overbought territory|go into overbought|push into overbought territory|push into overbought|run into overbought territory|run into overbought|shoot into overbought territory|shoot into overbought|come into overbought territory|come into overbought|enter overbought territory|enter overbought|overbought|over bought|too hot|stretched to the upside",
        "oversold": "drop into oversold territory|drop into oversold|fall into oversold territory|fall into oversold|dip into oversold territory|dip into oversold|move into oversold territory|move into oversold|go into oversold territory|go into oversold|slide into oversold territory|slide into oversold|sink into oversold territory|sink into oversold|slip into oversold territory|slip into oversold|come into oversold territory|come into oversold|enter oversold territory|enter oversold|oversold|over sold|washed out|beaten up|beaten down",
        "bullish": "bullish|turn bullish|flip bullish|bull|flip to bullish|go bullish|turn up bullish|flip up|turn to bullish|change to bullish|flip green|turn green|go green|in bull mode|switch to bullish|switch bullish|flip to an uptrend|flip to uptrend|turn into an uptrend|change to up|be bullish|flip to buy|flip to green|turn to green|flip to the upside|turn to the upside|change to an uptrend|switch to an uptrend|turn to an uptrend|flip to up|switch to up",
        "bearish": "bearish|turn bearish|flip bearish|bear|flip to bearish|go bearish|turn down bearish|flip down|turn to bearish|change to bearish|flip red|turn red|go red|in bear mode|switch to bearish|switch bearish|flip to a downtrend|flip to downtrend|turn into a downtrend|change to down|be bearish|flip to sell|flip to red|turn to red|flip to the downside|turn to the downside|change to a downtrend|switch to a downtrend|turn to a downtrend|flip to down|switch to down",
    },
    "DAYCOLOR": {
        "up": "bullish day|bullish days|bullish session|strong up day|winning streak|up streak|close green|finish green|end green|close in the green|finish in the green|close positive|up day|up days|green day|green days|green candle|green candles|up close|up closes|higher close|higher closes|bullish candle|bullish candles|white candle|white candles|up bar|up bars|green bar|green bars|rising close|rising closes|winning day|winning days|positive day|positive days|positive close|positive closes|gaining days|gaining day|rising days|rising day|up session|up sessions|green close|green closes|advancing days|advances|green session|green sessions|bullish bar|bullish bars|gaining session|gaining sessions|day of gains|days of gains|consecutive gains",
        "down": "bearish day|bearish days|bearish session|big down day|strong down day|losing streak|down streak|close red|finish red|end red|close in the red|finish in the red|close negative|down day|down days|red day|red days|red candle|red candles|down close|down closes|lower close|lower closes|bearish candle|bearish candles|black candle|black candles|down bar|down bars|red bar|red bars|falling close|falling closes|losing day|losing days|negative day|negative days|negative close|negative closes|falling days|falling day|down session|down sessions|red close|red closes|declining days|declines|red session|red sessions|bearish bar|bearish bars|losing session|losing sessions|declining closes|day of losses|days of losses|consecutive losses",
        "higher_high": "higher high|higher highs",
        "lower_low": "lower low|lower lows",
        "higher_low": "higher low|higher lows",
        "lower_high": "lower high|lower highs",
    },
    "INAROW": {
        1: "in a row|consecutive|consecutively|straight|running|successive|on the trot|back to back|one after another|one after the other|successively|unbroken|in succession|on the bounce"
    },
    "MOVE": {
        "up": "up|gain|jump|rise|rally|return|be up|close up|higher|advance|surge|pop|increase|go up|climb|to the upside|spike|soar|close higher|rip|bounce",
        "down": "down|lose|drop|fall|decline|be down|close down|lower|slide|slump|tumble|plunge|sell off|decrease|go down|crash|to the downside|dip|sink|shed|pull back|pullback|retrace|close lower|give back",
    },
    "GAP": {
        "up": "gap up|gap higher|open with a gap up|upside gap|up gap|bullish gap|gap to the upside|open up|open higher",
        "down": "gap down|gap lower|open with a gap down|downside gap|down gap|bearish gap|gap to the downside|open down|open lower",
        "": "gap|overnight gap|opening gap",
    },
    "CROSSNAME": {
        "golden": "golden cross|golden crossover|goldencross",
        "death": "death cross|dead cross|death crossover|deathcross",
    },
    "DIVERGENCE": {"": "divergence|divergences"},
    "SQUEEZE": {"squeeze": "squeeze|ttm squeeze|volatility squeeze"},
    "BETWEEN": {"between": "between|in between|in the range of|inside the range|from between|ranges between"},
    "NEW": {"new": "new|fresh"},
    "BREAKOUT": {
        "up": "breakout|break out|upside breakout|breakouts|bullish breakout|upward breakout|upside break|break of|breakout of|breach of|break through of|breakout through",
        "down": "breakdown|downside breakout|breakdowns|bearish breakout|downward breakout|downside break|breakdown of",
    },
    "ALLTIME": {
        "high": "all time high|all time highs|record high|record highs|ath|aths|lifetime high|highest price ever|all time closing high|record close|record closing high|highest close ever|highest close of all time",
        "low": "all time low|all time lows|record low|record lows|lifetime low|lowest price ever|all time closing low|lowest close ever",
    },
    "BREAKS": {"": "break|breach|pierce|penetrate|violate|beat|smash|crack|break out of|punch through|bust"},
    "ALIGNED": {
        "bull": "be in bullish order|in bullish order|be stacked bullishly|be bullishly aligned|in bullish alignment",
        "bear": "be in bearish order|in bearish order|be stacked bearishly|in bearish alignment",
    },
    "VOLUMEWORD": {
        "high": "heavy volume|high volume|strong volume|big volume|heavy trading volume",
        "low": "light volume|low volume|weak volume|thin volume",
    },
    "OUTPERFORM": {
        ">": "outperform|beat|outpace|do better than|be stronger than|perform better than|out perform|lead",
        "<": "underperform|lag behind|trail behind|do worse than|be weaker than|perform worse than|under perform|lag",
    },
    "TOUCH": {
        "touch": "back to|back at|back up to|back down to|back up at|sink into|slide into|tumble into|climb into|rise into|poke into|drift into|fall back into|drop back into|slip back into|sink back into|come back into|fall into|drop into|dip into|pull back to touch|pulls back to touch|dip to touch|come back to touch|drop to touch|retrace to touch|fall to touch|fall back to|fall back down to|drop back to|drop back down to|come back down to|come back up to|come all the way back to|come back in to|slip back to|slip back down to|ease back to|dip back to|sink back to|pull back all the way to|climb back up to|revert back to|retrace back to|drift back to|drift down to|drift up to|settle back to|trade back to|trade back down to|trade back up to|move back up to|move back down to|be back to|fade back to|mean revert to|bounce to|rebound to|rise up to|rise to|climb to|retrace to|return back to|get down to|get up to|tick down to|tick up to|come up to|come in to|crosses back to|get to|arrive at|be back at|get back to|gets back up to|rise back to|climb back to|recover to|revert to|snap back to|bounce back to|rally to|go back to|move back to|touch|hit|reach|tag|test|retest|pull back to|pullback to|dip to|come back to|drop to|fall to|trade at|bounce off|pull back into|retrace to|kiss|come down to|return to|touch or go below|touch or drop below|pulls back all the way to|touch or pierce|trade down to|touch or break"
    },
    "WITHIN": {
        "within": "within|at any time during the last|at any point during the last|at some point during the last|at some time during the last|sometime during the last|anytime during the last|at least once during the last|at any time during the past|at some point during the past|at any time within the last|any time within the last|at some point within the last|at any point within the last|at any point in the last|anytime in the last|anytime within the last|at some time in the last|within the last|within the past|in the last|in the past|during the last|during the past|at some point in the last|at any time in the last|at least once in the last|any time in the last|sometime in the last|over the last|over the past|in the previous|within the previous"
    },
}
