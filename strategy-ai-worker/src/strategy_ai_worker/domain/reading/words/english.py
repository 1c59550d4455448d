# ruff: noqa: E501 - word lists and sentences stand on one line each
"""English words and phrases by category and value; phrases are written in their plain forms."""

from typing import Final

Entries = dict[str, dict[object, str]]

UP = "above|over|north of|on top of|higher than|past"
DOWN = "below|under|beneath|underneath|south of|lower than"
_CROSS_UP = (
    "above|over|back above|back over|up through|up above|up over|back up through|back up above|back up over|upward|upwards"
    "|up|back up|to the upside|from below|upward through|upwards through|upside|higher through|up past|past|above and through"
)
_CROSS_DOWN = (
    "below|under|beneath|underneath|back below|back under|down through|down below|down under|back down through|back down below"
    "|back down under|back down|downward|downwards|down|to the downside|from above|downward through|downwards through|back beneath"
)
_STRONG = "cross|cross back|cut|recross|crossing|cross it"
_RISE = "flip|rise|climb|break|break out|move|go|push|rally|pop|jump|get|come|shoot|recover|bounce|pierce|poke|punch|exceed|advance|turn|rebound|spike|head|blast|surge|pull|cut"
_FALL = "flip|drop|fall|dip|slip|sink|slide|tumble|decline|break|break down|move|go|push|come|pierce|plunge|get|crash|retreat|turn|roll|poke|head|dive|pull back|ease"


def _product(verbs: str, directions: str) -> str:
    return "|".join(f"{verb} {way}" for verb in verbs.split("|") for way in directions.split("|"))


LEXICON: Final[Entries] = {
    "ACT": {
        "buy": "buy|purchase|go long|get long|be long|enter long|open a long|open long|long entry|entry long|enter a long|take a long|take long|get in|be in"
        "|i am in|in the market|own it|own|hold it|hold long|stay long|buy in|step in|jump in|get me long|get me in|acquire|pick up|go in|long signal|put on a long"
        "|buy signal|buy trigger|buy rule|buy rules|buy condition|open long position|open a long position|take a long position|enter a long position|long position be open"
        "|a long position is opened|long position is opened|long position is entered|initiate a long|initiate long|initiate a long position|establish a long position|start a long|establish a long"
        "|accumulate|load up|buy the dip|buy it|buy them|buy some|hop in|want in|go full long|buy long|be invested|invest|get invested|stay invested|be fully invested|hold a long position"
        "|scoop up|scoop it up|grab|grab it|grab some|grab shares|long it|go long it|turn long|switch to long|flip to long|flip long|back to long|flip back to long|reverse to long|get back in|long trade|long trades|long setup|long side"
        "|longs|for longs|bullish entry|hold the index|hold the stock|hold the etf|hold the shares|hold shares|hold the coin|i buy|we buy|long entries|hold the position long|sit in|buy at market|re enter|reenter|add shares|own the index|own the stock|own the etf|be in the market|own shares|stay in|be holding|i hold|ape in|yolo in|pile in|take longs|take a position|open a position|enter a position|open a trade|enter a trade|take the trade|open the trade|enter the trade|enter the position|open the position|open position|enter position|initiate a position|take an entry",
        "enter": "enter|entry|entries|entry rule|entry rules|entry signal|entry condition|entry conditions|entry trigger|enter when|enter if|trade entry|open|initiate|setup|set up|enter at|entering",
        "sell": "sell|sell it|sell them|sell signal|sell trigger|sell rule|sell rules|sell condition|i sell|we sell|sell out|dump|dump it|unload|offload|sell the position|sell everything|sell all|sell the shares|sell my shares|liquidate|liquidate it|get rid of it|sell off|sell back|sell the stock|sell the coin|sell again|sell the lot|sell at market|bail on it|take the money and run|ditch it|part with it",
        "exit": "exit|exit rule|exit rules|exit signal|exit condition|exit conditions|exits|get out|go flat|be out|be flat|get flat|get me flat|get me out|i am out|take me out|out|close the trade|close the position|close it"
        "|close out|close it out|close everything|close my position|close the long|close long|close longs|exit long|exit longs|long exit|exit the long|exit the trade|exit the position|exit trade|exit position|flat|stay out|step aside|move to cash|go to cash|switch to cash|cash|be in cash|stay in cash|sit in cash|sit in cash instead|hold cash"
        "|close whatever is left|close the rest|close any open position|bail|bail out|leave|i leave|take it off|take the position off|take position off|unwind|square off|square up|closing|close all|close all positions|close trade|close position|close the whole position"
        "|out of the market|don't own|do not own|don't own it|do not own it|leave the trade|leave the position|position be close|the position is closed|is closed|be close|closed when|closed once|close up shop|exit all|exit everything|close the long position|close a long position|exit the long position|close long position|drop it|let it go|get me out of there|jump out|i get out|end the trade|quit|quit the trade|sell or exit|head for the exit|stop holding|exiting",
        "short": "sell short|go short|short|short it|enter short|get short|be short|open a short|open short|short entry|short signal|short sell|take a short|take short|put on a short|turn short|switch to short|flip to short|flip short|reverse to short|flip it short|bet against|bet against it"
        "|short trade|short trades|short setup|short side|shorts|for shorts|bearish entry|short position be open|a short position is opened|short position is opened|enter a short|enter a short position|open a short position|open short position|take a short position|initiate a short|establish a short|establish a short position|initiate a short position|hold short|stay short|short entries|short selling|short the stock|short the index|short the coin|start a short|fade it short|reverse short|get me short|take shorts|go short it",
        "cover": "cover|buy to cover|buy back|cover the short|cover short|cover shorts|exit short|exit shorts|close the short|close short|close shorts|covered when|covered once|short exit|exit the short|buy it back|cover it|close the short position|cover the position|be cover|close out the short|exit the short position|close a short position|cover signal|covering|close short position|cover my short",
        "reverse": "stop and reverse|sar strategy|reverse|always in the market|always in|flip|reverse position|reverse the position|reverse on the opposite signal|reverse at the opposite signal|reverse when the opposite happens|flip on the opposite signal",
        "filter": "trend filter|filter|regime filter|market filter|only trade|only take entries|only take trades|only take signals|only enter|only buy|only take the trade|only take a trade|take entries only|trade only|take trades only|only go long|only take longs|only long|entries only|enter only|buy only|no new entries unless|new entries only|no entries unless|only open positions|only open trades|only open new positions|only take buys|only take long entries|only take buy signals|only take long trades|longs only|additional filter|extra filter|extra condition|additional condition|volume filter|volatility filter|only act|only allow entries|allow entries only|only take the signal|only consider entries|only take it|only take these|only consider buys|may only enter|only do this|only do that|do this only|do that only",
        "filter_short": "only short|only go short|only take shorts|short only|shorts only|only sell short|only take short entries",
        "no_entry": "don't buy|do not buy|no entry|no entries|don't enter|do not enter|never buy|skip|skip the trade|skip trades|skip entries|skip it|avoid|avoid buying|no buying|no trades|no trade|don't trade|do not trade|never enter|no new trades|no new entries|no longs|don't go long|do not go long|don't take|do not take|ignore the signal|ignore signals|ignore the entry|stay away|no buys|sit out|pass on|don't open|do not open|block entries|not trade|not buy|not enter",
    },
    "CMP": {
        ">": f"{UP}|greater than|more than|bigger than|larger than|exceed|exceeding|in excess of|back above|back over|well above|anything above|anything over|up above|>|be above|on the upside of|top|stay above|hold above|remain above|sit above|trade above|trade over|trade back above|back up above|better than|wider than|stronger than|outside above|has been above|stronger|taller than|hotter than|north|bigger|larger",
        "<": f"{DOWN}|less than|smaller than|fewer than|back below|back under|well below|anything below|anything under|down below|<|be below|stay below|hold below|remain below|sit below|trade below|trade under|trade back below|back down below|narrower than|tighter than|weaker than|shy of|within|back beneath|has been below|weaker|shorter than|cooler than|quieter than|calmer than|not even",
        ">=": ">=|=>|≥|at least|no less than|not less than|greater than or equal to|more than or equal to|at or above|at or over|above or equal to|equal to or above|equal to or greater than|not below|not under|no lower than|or more|or higher|or above|minimum of|a minimum of|on or above|equal or above|min|or greater",
        "<=": "<=|=<|≤|at most|no more than|not more than|less than or equal to|at or below|at or under|below or equal to|equal to or below|equal to or less than|not above|not over|no higher than|or less|or lower|or below|maximum of|a maximum of|on or below|not exceed|equal or below|or fewer|max",
        "==": "=|==|equal|equal to|exactly|precisely|match",
    },
    "X": {
        ("up", "strong"): _product(_STRONG, _CROSS_UP)
        + "|"
        + _product(_RISE, "up through|through|back through|back up through|up and through|upward through")
        + "|crossover|cross over|cross from below to above|cross from under to over|move from below to above|go from below to above|bullish cross|bullish crossover|upside cross|cross bullish|cross bullishly|upward cross|upward crossover|cross to the upside|crossup",
        ("down", "strong"): _product(_STRONG, _CROSS_DOWN)
        + "|"
        + _product(
            "drop|fall|dip|slip|sink|slide|tumble|decline|plunge|crash|turn|roll|break down",
            "through|down through|back through|back down through|downward through",
        )
        + "|"
        + _product(_RISE, "down through|back down through|downward through")
        + "|crossunder|cross under|cross from above to below|cross back from above to below|cross from over to under|move from above to below|go from above to below|bearish cross|bearish crossover|downside cross|cross bearish|cross bearishly|downward cross|downward crossover|crossdown",
        ("up", "weak"): _product(
            _RISE,
            "above|over|back above|back over|up above|past|up past|out above|on top of|back up above|back up over|up over|higher than",
        )
        + "|overtake|clear|reclaim|take out|break out of|breakout above|breakout over|rise through|regain",
        ("down", "weak"): _product(
            _FALL,
            "below|under|beneath|back below|back under|down below|back down below|out below|back beneath|underneath|lower than|back down under",
        )
        + "|undercut|lose|breakdown below|break down|fall through|breakdown under",
        ("", "strong"): "cross|crossing",
    },
    "PREV": {
        1: "yesterday|yesterday's|previous|prior|preceding|the day before's|day before's|last bar's|previous day's|prior day's|previous bar's|prior bar's|previous candle's|previous session's|last session's|day earlier|bar before's|the candle before|the bar before|the previous candle|the previous bar|the day before|the prior day|the previous day|the session before|the week before|day before|candle before|bar before|one day earlier|one bar earlier|one bar ago|one day ago|previous day|prior day|previous bar|prior bar|previous candle|prior candle|previous session|prior session|last session|last candle|last bar|the previous session|the prior session|the one before|the one before it|a day earlier|the week before's|the previous hour|the previous hour's|prior bar|the preceding bar|the preceding day|preceding day|day prior|the day prior|the bar prior",
        2: "two days ago|two bars ago|two days earlier|two bars earlier|the day before yesterday|day before yesterday|2 days ago|2 bars ago",
    },
    "TODAY": {
        0: "today|today's|the current|current|this bar's|the day's|that day's|current bar|the current bar|this bar|this candle|the signal bar's|the bar's|the candle's|its own|that bar's|that candle's|that day|the signal day's|the signal candle's|today the|of the day|of the session"
    },
    "SER": {
        "close": "close|close price|price at the close|finish|settle|end the day|closing price|end|closing level|closing value|last price|candle close|bar close|closing|day close|hourly close",
        "price": "price|stock|share|shares|stock price|share price|index|coin|market|candle|bar|etf|instrument|security|it|they|we|the day|spot|quote|price action|equity price|prices|name|asset|the thing",
        "open": "open|opening price|own open|opening|open price|the day's open|the session's open|its own open",
        "high": "high|intraday high|high price|day's high|top of the range|session high|high of the day",
        "low": "low|intraday low|low price|day's low|bottom of the range|session low|low of the day",
        "volume": "volume|trading volume|turnover|vol|daily volume|volumes|share volume|traded volume",
        "range": "range|daily range|day's range|high low range|bar's range|trading range|candle's range|bar range|candle range|high minus low|total range",
        "body": "body|real body|candle body",
        "typical": "typical price|hlc3",
        "median": "median price|hl2|midpoint|midprice",
        "entry": "entry price|my entry|entry|the entry|fill price|purchase price|buy price|cost|cost basis|my fill|what i paid|price i paid|fill|my cost|where i bought|where i got in|the price i paid|my buy price|my purchase price|where we entered|where i entered|average price|the price paid|my entry price",
    },
    "HILO": {
        "highest": "highest|widest|largest|biggest|max|maximum|peak|top",
        "lowest": "lowest|narrowest|smallest|tightest|min|minimum|trough|bottom",
    },
    "AVG": {
        "": "moving average|average|ma|mean|dma|avg|rolling average|mavg|movavg|moving avg|average line|norm|usual|rolling mean|daily moving average|trend line average|day moving average|running average",
        "sma": "sma|simple moving average|simple average|arithmetic moving average|simple ma|simple|smas|simple moving averages|simple mas|arithmetic average",
        "ema": "ema|exponential moving average|exponential average|exponential ma|exponential|expo moving average|exp moving average|emas|exponentially weighted moving average|ewma|exponential moving averages|exponential averages|xma|exponential mean",
        "wma": "wma|weighted moving average|linear weighted moving average|linearly weighted moving average|weighted average|lwma|weighted ma|weighted",
        "hma": "hma|hull moving average|hull ma|hull average|hull",
        "dema": "dema|double exponential moving average|double ema|double exponential",
        "tema": "tema|triple exponential moving average|triple ema|triple exponential",
        "kama": "kama|kaufman adaptive moving average|kaufman moving average|adaptive moving average|kaufman's adaptive moving average|kaufman",
        "trima": "trima|triangular moving average|triangular ma|triangular average",
        "t3": "t3|tillson t3|t3 moving average",
        "rma": "rma|smma|smoothed moving average|wilder average|wilder's moving average|wilder moving average|wilder smoothing",
        "zlema": "zlema|zero lag ema|zero lag moving average|zero lag exponential moving average",
        "vwma": "vwma|volume weighted moving average",
        "median": "rolling median|moving median|median",
    },
    "PART": {
        "upper": "upper|top|upside|top of|upper side of|upper edge of|top edge of|roof of|ceiling of|upper bound of|top line of|the upper end of",
        "lower": "lower|bottom|bottom of|lower side of|lower edge of|bottom edge of|floor of|lower bound of|bottom line of|the lower end of",
        "middle": "middle|mid|middle of|midline of|center|centre|centre of|center of|midline|basis|central|mid line|middle line|the middle line of|center line|centre line|midpoint of",
    },
    "BANDWORD": {
        "band": "band|channel|envelope|bands|channel line|line|boundary|rail|bollinger|bbands|the bands|edge|envelopes"
    },
    "WORST": {"all": "both"},
    "MARK": {
        "if": "if|when|whenever|once|as soon as|soon as|the moment|on a|upon|every time|each time|any time|anytime|in case|the first time|on the first candle that|on the first bar that|on the first day that|when and only when|on|after a|after an|on any|on every|as|should|the minute|the instant|following|after|where|at the point where|the day that|given that|on days when|on days where|days when|days where|at times when|on the day when|the day after|the bar after|triggered when|triggered by|trigger by|signal by|when either|if either|assuming it|until|till|the bar that|on the bar that|on the candle that|on a day when|on a day that",
        "only": "only if|only when|but only if|but only when|as long as|so long as|provided|provided that|providing|on condition that|with the condition that|conditional on|given|assuming|while|whilst|but only while|only while|only on|with|also require|i also require|require|requires|requiring|additionally require|must|subject to|only with|but only with|if and only if|iff|and only if|and only when|and only while|under the condition that|on the condition that|granted|given the|just as long as|along with|coupled with|combined with|together with|confirm by|as confirmation|confirmed by|in combination with|only as long as|but only as long as|at the same time|but just if|only where|only in case|only provided|accompanied by|alongside|not until|same time|i need|we need|need|and i want|i want|it must be|backed by",
        "unless": "unless|except when|except if|but not if|but not when|but not while|not if|not when|not while|other than when|except|excluding|as long as not|unless of course|except on|but never when|but never if|never when|never if|only if not|provided it is not|but not on|not on",
    },
    "CONJ": {
        "and": "and|&|plus also|and also|as well as|in addition|also|additionally|moreover|besides|&&|and then|then",
        "or": "or|or else|or if|or when|alternatively|or alternatively|either or|and or|or whenever|or once|whichever come first|whichever is first|whichever happen first",
        "but": "but|however|yet|though|although|in both cases|in either case",
    },
    "EITHER": {"or": "either|any of|one of|at least one of|any one of|either of"},
    "BOTHOF": {
        "and": "all of|both of|both conditions|all conditions|all three conditions|all the conditions|all of these|both be true|all be true|both conditions are met|all are met|both happen|both hold|both of these hold|both conditions hold|all conditions are met|both apply|both line up|everything lines up"
    },
    "NOT": {
        "not": "not|isn't|is not|aren't|doesn't|does not|never|no|without|not be|wasn't|hasn't|did not|didn't|don't|do not|cannot|no longer|neither"
    },
    "RISING": {
        "up": "rise|rising|increase|increasing|go up|trend up|trending up|slope up|sloping up|slope upward|point up|pointing up|head up|heading up|climb|climbing|expand|expanding|move up|be up|upward sloping|advance|grow|growing|trend higher|trending higher|turn up|tick up|move higher|slope upwards|gain|gaining|upsloping|going up|pick up|have a positive slope|positive slope|on the rise|ascending|strengthen|tick higher|curl up|angle up|up sloping|in an uptrend|uptrend|in uptrend|curling up",
        "down": "fall|falling|decrease|decreasing|decline|declining|go down|trend down|trending down|slope down|sloping down|slope downward|point down|pointing down|head down|heading down|contract|contracting|move down|be down|downward sloping|shrink|shrinking|trend lower|trending lower|turn down|tick down|move lower|drop|dropping|lose|losing|downsloping|going down|have a negative slope|negative slope|descending|weaken|tick lower|curl down|angle down|down sloping|in a downtrend|downtrend|in downtrend|curling down|slip|dip|retreat",
    },
    "SIGN": {
        "+": "positive|turn positive|become positive|turn green|in positive territory|go positive|from negative to positive|turn from negative to positive|flip positive|flip from negative to positive|change from negative to positive|go from negative to positive|switch from negative to positive|be positive again|above zero line|move into positive territory|into positive territory|goes green|flips to positive|swing positive|swing from negative to positive|move from negative to positive|switch to positive|change to positive|cross from negative to positive",
        "-": "negative|turn negative|become negative|turn red|in negative territory|go negative|from positive to negative|turn from positive to negative|flip negative|flip from positive to negative|change from positive to negative|go from positive to negative|switch from positive to negative|be negative again|turn negative again|below zero line|move into negative territory|into negative territory|goes red|flips to negative|swing negative|swing from positive to negative|move from positive to negative|switch to negative|change to negative|cross from positive to negative",
    },
    "STATE": {
        "overbought": "overbought|over bought|too hot|stretched to the upside",
        "oversold": "oversold|over sold|washed out|beaten up|beaten down",
        "bullish": "bullish|turn bullish|flip bullish|bull|flip to bullish|go bullish|turn up bullish|flip up|turn to bullish|change to bullish|flip green|in bull mode|switch to bullish|switch bullish|flip to an uptrend|flip to uptrend|turn into an uptrend|change to up|be bullish|flip to buy|flip to green|turn to green|flip to the upside|turn to the upside|change to an uptrend|switch to an uptrend|turn to an uptrend|flip to up|switch to up",
        "bearish": "bearish|turn bearish|flip bearish|bear|flip to bearish|go bearish|turn down bearish|flip down|turn to bearish|change to bearish|flip red|in bear mode|switch to bearish|switch bearish|flip to a downtrend|flip to downtrend|turn into a downtrend|change to down|be bearish|flip to sell|flip to red|turn to red|flip to the downside|turn to the downside|change to a downtrend|switch to a downtrend|turn to a downtrend|flip to down|switch to down",
    },
    "DAYCOLOR": {
        "up": "up day|up days|green day|green days|green candle|green candles|up close|up closes|higher close|higher closes|bullish candle|bullish candles|white candle|white candles|up bar|up bars|green bar|green bars|rising close|rising closes|winning day|winning days|positive day|positive days|positive close|positive closes|gaining days|gaining day|rising days|rising day|up session|up sessions|green close|green closes|advancing days|advances|green session|green sessions|bullish bar|bullish bars|gaining session|gaining sessions|day of gains|days of gains|consecutive gains",
        "down": "down day|down days|red day|red days|red candle|red candles|down close|down closes|lower close|lower closes|bearish candle|bearish candles|black candle|black candles|down bar|down bars|red bar|red bars|falling close|falling closes|losing day|losing days|negative day|negative days|negative close|negative closes|falling days|falling day|down session|down sessions|red close|red closes|declining days|declines|red session|red sessions|bearish bar|bearish bars|losing session|losing sessions|declining closes|day of losses|days of losses|consecutive losses",
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
    "STOP": {
        "stop": "stop loss|stop|stoploss|stop out|sl|protective stop|hard stop|initial stop|cut loss|cut my loss|cut the loss|cut it|stop order|risk stop|stop loss order|catastrophe stop|disaster stop|fixed stop|max loss|maximum loss|cut losses|get stopped out|stopped out|stop me out|bail out at a loss|loss limit|emergency stop|safety stop|stop distance|stops|cut the position|cut the trade|stop level|stop price|be stop out|protect it with a stop|cut our losses|accept a loss of|limit my loss|limit losses|limit the loss"
    },
    "TARGET": {
        "target": "target|take profit|profit target|tp|price target|take profits|profit taking|book profit|book profits|take my profit|take gains|profit|take the profit|limit sell|sell limit|gain target|book gains|cash in|lock in gains|lock in profit|lock in profits|bank profits|bank the profit|bank profit|cash out|targets|take my profits|take the gain|take the gains|bank the gain|bank it|target price|profit goal|upside target|close in profit|take some profit|bank gains|book the gain|book my gains"
    },
    "TRAIL": {
        "trail": "trailing stop|trailing stop loss|trail|trailing|trail the stop|trail stop|trail a stop|trailing exit|trail my stop|stop trail|trail it|chandelier exit|chandelier stop|chandelier|trailing sl|trailing stops|ratchet the stop|ratchet stop|trail behind|stop that trail|trailing protective stop|trailing a stop|trail by|stop follow|follow with a stop|stop that follow"
    },
    "BREAKEVEN": {
        "be": "break even|breakeven|break even point|move the stop to entry|move stop to entry|move the stop to my entry|stop to entry|stop to my entry|stop to the entry price|move stop to breakeven|move the stop to breakeven|move the stop up to entry|stop to break even|stop should sit at my entry price|stop sit at my entry price|stop at my entry price|raise the stop to entry|raise stop to entry|raise the stop to the entry price|stop move to entry|stop moves to the entry price|stop go to entry|stop goes to my entry price|move my stop to entry|move my stop to my entry|move my stop to the entry price|bring the stop to entry|bring my stop to entry|move the stop to the entry price|move the stop to my entry price|move the stop up to the entry price|move my stop up to my entry|lift the stop to entry|pull the stop to entry|pull the stop up to entry|stop be move to entry|stop is moved to the entry price|stop is moved to entry|stop be raise to entry|shift the stop to entry|shift the stop to the entry price|stop at entry|stop at the entry price|stop jump to entry|stop moves up to the entry price|stop move up to entry|slide the stop to entry|stop go to the entry price|stop move to the entry price|stop move to my entry|stop move to my entry price|raise the stop to my entry|raise my stop to my entry price|raise my stop to entry|stop be move to the entry price|stop goes to entry"
    },
    "ORDER": {
        "limit": "limit order|limit buy|buy limit|limit entry|limit|with a limit|with a limit order|place a limit|put in a limit buy|put in a limit order|place a limit order|place a limit buy|limit price|resting bid|bid|place a bid|resting limit order|resting limit|work a bid|leave a bid|put a bid in|put in a bid|leave a limit order|set a limit order|set a limit buy|a limit buy order|limit buy order|buy limit order|place a buy limit|place a buy limit order|put a limit buy|place a limit buy order|put a limit order|buy with a limit|buy with a limit order|buy on a limit|set a buy limit|put in a buy limit",
        "stop": "buy stop|stop entry|stop buy|stop order to buy|buy stop order|place a buy stop|entry stop|stop entry order|place a buy stop order|put a buy stop|put in a buy stop|set a buy stop|stop buy order",
        "sell_limit": "limit short|short limit|limit sell short|sell short limit",
        "sell_stop": "sell stop|sell stop order|place a sell stop|sell short stop",
    },
    "VALID": {
        "valid": "good for|valid for|cancel after|expire after|good for the next|valid for the next|cancel if not filled within|cancel if not filled in|cancel if not filled after|leave it in for|leave it open for|keep it open for|keep it working for|working for|live for|valid|expires after|cancel it after|cancel the order after|leave it working for|order stays good for|order live for|stays open for|good|keep the order for|lasts for|let it rest for|leave the order for|keep it for|if it is not filled within|if not filled within|if not filled in|cancel it if not filled within|unfilled after|not filled after|if it is not filled in|if it hasn't filled in|cancel unfilled orders after|it expires after|pull it after|resting for|rest for"
    },
    "HOLD": {
        "hold": "hold for|hold|holding period|holding for|keep for|keep it for|hold it for|hold the position for|max holding period|maximum holding period|holding time|time stop|time exit|time based exit|time limit|keep the position for|hold position for|time stop of|for at most|hold at most|hold no longer than|hold for at most|hold for a maximum of|for a maximum of|held for|have been held for|been in the trade for|in the trade for|hold exactly|sit on it for|max hold|stay in for|stay in the trade for|holding|max hold of|sit tight for|keep hold for|hold on for|hang on for|stay long for|stay short for|hold the trade for|time out after|timeout after|hold them for|keep it|at most hold|no more than hold"
    },
    "LATER": {
        "later": "later|after that|afterwards|after entry|after the entry|after entering|after buying|after i buy|after getting in|after purchase|from entry|since entry|after the buy|in the trade|no matter what|regardless|in any case|at the latest|after opening|after the fill|from the entry|following the entry|after being opened|after having bought|after it was opened|after the purchase"
    },
    "RISK": {
        "risk": "risk|risking|risk per trade|risk only|risk at most|put at risk|risk no more than|risk of|lose at most|never risk more than|don't risk more than|risk up to|risk exactly|i risk"
    },
    "SIZE": {
        "size": "position size|size|allocate|use|put|invest|stake|bet|commit|position sizing|sizing|each trade|per trade|into each trade|each position|each on its own|deploy|allocation|per position|trade size|spend|every trade|position of|per entry|each entry|worth|exposure|trade with|each time|every position|in every trade|in each trade|position sizes|size of|capital|at a time|every entry"
    },
    "ACCOUNT": {
        "equity": "of my account|of the account|of my equity|of equity|of my capital|of capital|of the portfolio|of my portfolio|of my money|of my cash|of the equity|of account|of portfolio|of account equity|of the capital|my account|the account|my capital|my money|capital|of my funds|of funds|of available capital|of total equity|of available cash|of my bankroll|of the pot|of total capital|of my total capital|of current equity|account equity|of my balance|of the balance|of my stack|of the money|of account value|of the account value|of the cash|of the funds|of net worth|of my account balance|of the current equity|of the account's value|of my savings|my equity|equity|of portfolio value|portfolio value|account balance|of the account balance|account|portfolio|my portfolio|the portfolio"
    },
    "ALLIN": {
        "all": "all in|everything i have|all my money|all my capital|full position|my whole account|the whole account|entire account|all of my capital|all of the account|the entire account|100 percent invested|full equity|the full account|all available capital|all available cash|all the cash|my entire capital|whole capital|fully invested each time|all my cash|full size|all of my equity|the whole balance"
    },
    "VOLTARGET": {
        "vol": "volatility target|target volatility|target vol|vol target|volatility targeting|annualized volatility target|targeting volatility|annualised volatility|annualized volatility|annual volatility|targeted volatility|portfolio volatility|vol targeting|volatility scaled|volatility of"
    },
    "EQUALWEIGHT": {
        "equal": "equal weight|equal weights|equally weighted|equal weighting|equally|equal parts|equal amounts|equal size|split equally|evenly|split evenly|split the money equally|split capital equally|equal dollar amounts|equal shares|same weight|divided equally|in equal parts|equal proportions|equal dollar|spread equally|spread evenly|the same weight"
    },
    "PERSHARES": {"shares": "shares|units|contracts|coins|share|lots|unit|coin|pieces"},
    "LONGONLY": {
        "long": "long only|longs only|only long|only longs|long side only|no shorting|no shorts|no short selling|never short|don't short|do not short|no short trades|without shorting|no short positions|long trades only|only long trades|only go long|only take longs|no short side|never go short|do not go short|don't go short|long positions only|no short|strictly long|just long|just longs"
    },
    "SHORTONLY": {
        "short": "short only|shorts only|only short|only shorts|no long trades|no longs|no long positions|short side only|never long|short trades only|never go long|only short trades|no buying|only take shorts|only go short|no long side|short positions only|do not go long"
    },
    "BOTHWAYS": {
        "both": "both directions|both sides|long and short|long or short|trade both ways|both ways|long/short|long short|longs and shorts|in both directions|allow short|allow shorts|shorting allowed|allow shorting|on both sides|either direction|either way|two sided"
    },
    "HALFOF": {
        0.5: "half|half of|one half|half the|half of the|half of my|half my|50/50",
        0.25: "a quarter|quarter|one quarter|a quarter of|one quarter of|a quarter of my",
        0.75: "three quarters|three quarters of",
        "third": "a third|one third|a third of|one third of|third of",
        "twothirds": "two thirds|two thirds of",
        0.2: "a fifth|one fifth|a fifth of|one fifth of",
        0.1: "a tenth|one tenth|a tenth of|one tenth of",
    },
    "REST": {
        "rest": "the rest|rest|the other half|other half|remainder|the remainder|remaining|the remaining half|remaining half|the second half|second half|the remaining|what is left|the remaining shares|the balance|the remaining position|the last half|the remaining part|the final third|the last third|remaining third|the other part"
    },
    "NOOTHER": {
        "none": "no other exit|no other exits|there is no other exit|no other rules|no other rule|that is the only exit|no stop loss|no stop|no stops|without a stop|without stop loss|without stop|no target|no targets|no profit target|no take profit|without a target|nothing else|no other stop|no other sell rule|no stop loss and no target|no stop or target|no stops or targets|no stop and no target|no other stops|no other orders|no other conditions|only exit|the only exit|no stop no target|neither stop nor target"
    },
    "IND": {
        "rsi": "rsi|relative strength index|relative strength|rsi indicator|rsi value|rsi reading|r.s.i.|r s i",
        "stoch_k": "%k|% k|stochastic %k|k line|stoch k|stochastic k|slow k|slow %k|%k line|stochastic k line|k|stochastic's %k|stochastic's k",
        "stoch_d": "%d|% d|stochastic %d|d line|stoch d|stochastic d|slow d|slow %d|%d line|its d line|d|stochastic's %d",
        "stoch": "stochastic|stochastics|stochastic oscillator|slow stochastic|stoch|slow stoch|slow stochastics|full stochastic|slow stochastic oscillator",
        "stochf": "fast stochastic|fast stochastics|fast stoch|fast stochastic oscillator",
        "stochrsi": "stoch rsi|stochastic rsi|stochrsi",
        "cci": "cci|commodity channel index",
        "willr": "williams %r|williams r|%r|willr|williams percent r|will r|williams % r|william's %r|williams' %r|wpr|w%r",
        "mfi": "mfi|money flow index|money flow",
        "cmo": "cmo|chande momentum oscillator|chande momentum",
        "ultosc": "ultimate oscillator|ultosc",
        "bop": "balance of power|bop",
        "roc": "roc|rate of change|rate-of-change|percent change|percentage change|pct change|return|returns|price change|performance|total return|momentum return|gain over|percentage return|change in price|percent return|rolling return|trailing return|past return|price return",
        "mom": "change of the close|change of close|change in the close|momentum|momentum indicator|mom|price momentum",
        "macd": "macd|macd line|macd indicator|macd itself|macd value",
        "macd_signal": "signal line|macd signal|macd signal line|signal|its signal line|trigger line",
        "macd_hist": "histogram|macd histogram|hist|macd hist|macd bars|histogram bars",
        "ppo": "ppo|percentage price oscillator|price percentage oscillator",
        "apo": "apo|absolute price oscillator",
        "trix": "trix|trix indicator|triple smoothed rate of change",
        "adx": "adx|average directional index|adx line|directional index|trend strength",
        "adxr": "adxr",
        "dx": "dx",
        "plus_di": "+di|plus di|di plus|+ di|di+|+di line|positive directional indicator|positive di|plus di line|+di14|directional indicator plus",
        "minus_di": "-di|minus di|di minus|- di|di-|-di line|negative directional indicator|negative di|minus di line|directional indicator minus",
        "aroon_up": "aroon up|aroon up line|up aroon|aroonup",
        "aroon_down": "aroon down|aroon down line|down aroon|aroondown",
        "aroonosc": "aroon oscillator|aroonosc|aroon",
        "psar": "psar|parabolic sar|sar|parabolic|parabolic stop and reverse|sar dots|parabolic dots|psar dots|sar dot|parabolic sar dots",
        "supertrend": "supertrend|super trend|supertrend line|supertrend indicator",
        "tenkan": "tenkan sen|tenkan|conversion line|tenkan line|ichimoku conversion line",
        "kijun": "kijun sen|kijun|base line|kijun line|ichimoku base line",
        "senkou_a": "senkou span a|senkou a|leading span a|span a",
        "senkou_b": "senkou span b|senkou b|leading span b|span b",
        "cloud": "ichimoku cloud|kumo|cloud|the cloud",
        "atr": "atr|average true range|atrs",
        "natr": "natr|normalized atr|normalised atr|atr percent|atr percentage|atr as a percent of price|atr %|atr in percent|normalized average true range|atr as a percentage of price|atr as a percentage of the close",
        "trange": "true range|tr",
        "stddev": "standard deviation|std dev|stdev|standard deviations of price|rolling standard deviation|price standard deviation|standard deviation of the close|std",
        "hv": "historical volatility|realized volatility|realised volatility|hv|annualized historical volatility|volatility|realized vol|standard deviation of daily returns|standard deviation of returns|historical vol|daily return volatility|vol of returns|return volatility|annualised realised volatility|annualized realized volatility|rolling volatility|standard deviation of its daily returns",
        "bb": "bollinger|bollinger band|bollinger bands|bb|bbands|bollingers",
        "bb_width": "bandwidth|band width|bollinger bandwidth|bollinger band width|bb width|bbw|width of the bollinger bands|width of the bands|bollinger width|band's width|bollinger bands width|bbwidth",
        "bb_percent": "%b|percent b|bollinger %b|% b|bb %b|bollinger percent b",
        "keltner": "keltner|keltner channel|keltner channels|keltner band|keltner bands|kc",
        "donchian": "donchian|donchian channel|donchian channels|donchian band|price channel|donchian channel's|donchian bands",
        "obv": "obv|on balance volume|on-balance volume|on balance vol",
        "ad": "accumulation distribution|accumulation distribution line|a/d line|adl|chaikin a/d line|accumulation/distribution|accumulation/distribution line|a/d|chaikin accumulation distribution line|ad line",
        "adosc": "chaikin oscillator|adosc|chaikin a/d oscillator",
        "cmf": "cmf|chaikin money flow",
        "vwap": "vwap|volume weighted average price|session vwap|intraday vwap|day's vwap|daily vwap|anchored vwap",
        "linearreg": "linear regression|linear regression line|linreg|regression line|least squares line",
        "linearreg_slope": "linear regression slope|slope of the linear regression|regression slope|linreg slope|slope of the regression line|slope of linear regression",
        "slope": "slope",
        "zscore": "z score|zscore|z-score|standard score",
        "force": "force index|elder force index",
        "percentile": "percentile|percentile rank|percent rank|percentrank",
        "ibs": "ibs|internal bar strength",
        "entry_return": "open profit|unrealized profit|unrealised profit|open return|unrealized gain|profit on the trade|position's gain|gain on the trade",
    },
    "PATTERN": {
        "engulfing": "engulfing|engulfing pattern|engulfing candle|engulfing bar|engulf",
        "hammer": "hammer|hammer candle|hammer pattern",
        "invertedhammer": "inverted hammer|inverted hammer candle|inverted hammer pattern",
        "hangingman": "hanging man|hanging man pattern",
        "shootingstar": "shooting star|shooting star candle|shooting star pattern",
        "doji": "doji|doji candle|doji pattern",
        "dragonflydoji": "dragonfly doji|dragonfly",
        "gravestonedoji": "gravestone doji|gravestone",
        "longleggeddoji": "long legged doji",
        "dojistar": "doji star",
        "morningstar": "morning star|morning star pattern|morningstar",
        "eveningstar": "evening star|evening star pattern|eveningstar",
        "morningdojistar": "morning doji star",
        "eveningdojistar": "evening doji star",
        "piercing": "piercing|piercing line|piercing pattern|piercing line pattern",
        "darkcloudcover": "dark cloud cover|dark cloud|dark cloud cover pattern",
        "3whitesoldiers": "three white soldiers|3 white soldiers|white soldiers",
        "3blackcrows": "three black crows|3 black crows|black crows",
        "harami": "harami|harami pattern",
        "haramicross": "harami cross",
        "marubozu": "marubozu",
        "spinningtop": "spinning top",
        "3inside": "three inside|three inside up|three inside down",
        "3outside": "three outside|three outside up|three outside down",
        "belthold": "belt hold",
        "kicking": "kicking|kicker|kicker pattern",
        "abandonedbaby": "abandoned baby",
        "tristar": "tristar",
        "takuri": "takuri",
        "hikkake": "hikkake",
        "matchinglow": "matching low",
        "homingpigeon": "homing pigeon",
        "counterattack": "counterattack",
        "closingmarubozu": "closing marubozu",
        "identical3crows": "identical three crows",
        "2crows": "two crows",
        "upsidegap2crows": "upside gap two crows",
        "separatinglines": "separating lines",
        "thrusting": "thrusting",
        "risefall3methods": "rising three methods|falling three methods",
        "highwave": "high wave",
        "tasukigap": "tasuki gap",
        "unique3river": "unique three river",
        "stalledpattern": "stalled pattern",
        "3linestrike": "three line strike",
        "rickshawman": "rickshaw man",
        "ladderbottom": "ladder bottom",
        "advanceblock": "advance block",
        "breakaway": "breakaway",
        "inside_bar": "inside bar|inside day|inside candle|inside bars",
        "outside_bar": "outside bar|outside day|outside candle",
        "nr7": "nr7|narrowest range of the last seven days|narrowest range in seven days",
        "nr4": "nr4",
        "key_reversal": "key reversal",
    },
    "CROSSNAME": {
        "golden": "golden cross|golden crossover|goldencross",
        "death": "death cross|dead cross|death crossover|deathcross",
    },
    "SQUEEZE": {"squeeze": "squeeze|ttm squeeze|volatility squeeze"},
    "BETWEEN": {"between": "between|in between|in the range of|inside the range|from between|ranges between"},
    "TURN": {"turn": "turn|flip|change|switch|become"},
    "OPPOSITE": {
        "opposite": "opposite|opposite signal|reverse signal|at the opposite signal|opposite cross|reverse cross|the other way|opposite happen|vice versa|on the opposite signal|on the opposite cross|reverse happens|the inverse|opposite crossover|mirror image|the mirror image|contrary"
    },
    "WEEKDAY": {
        0: "monday|mondays|mon",
        1: "tuesday|tuesdays|tue|tues",
        2: "wednesday|wednesdays|wed",
        3: "thursday|thursdays|thu|thurs",
        4: "friday|fridays|fri",
        5: "saturday|saturdays",
        6: "sunday|sundays",
    },
    "MONTH": {
        1: "january|jan",
        2: "february|feb",
        3: "march|mar",
        4: "april|apr",
        5: "may",
        6: "june|jun",
        7: "july|jul",
        8: "august|aug",
        9: "september|sept|sep",
        10: "october|oct",
        11: "november|nov",
        12: "december|dec",
    },
    "MONTHDAY": {
        "last": "at the end of each month|at month end|at the end of every month|at each month end|last trading day of the month|last day of the month|month end|end of the month|end of month|final trading day of the month|last session of the month|month's last trading day|last trading day of each month|last trading day of every month|last day of each month|last day of every month|month's end|final day of the month|last trading day of a month|final trading day of each month|last trading day of month|month's final trading day|final session of the month|last business day of the month",
        "first": "at the start of each month|at the beginning of each month|first trading day of the month|first day of the month|start of the month|beginning of the month|first session of the month|first trading day of each month|first trading day of every month|first day of each month|first trading day of the new month|first trading day of a month|first day of the new month|first trading day of the next month|first trading day of month|first business day of the month|first session of the new month|first session of each month",
        "turn": "turn of the month|turn of month|month turn|turn of the month effect|turn-of-the-month|turn-of-month",
    },
    "TRADINGDAY": {
        "day": "trading day of the month|trading days of the month|trading day of each month|trading days of each month|trading day of the new month|trading days of the new month|trading day of the next month|trading day of every month|trading days of every month|day of the month|days of the month|trading day|sessions of the month|session of the month|trading days of a month|trading day of a month|th of the month|of the month|session of each month|day of each month|th of each month|st of the month|rd of the month|nd of the month|trading days of month"
    },
    "SESSION": {
        "close": "end of the day|session close|the close of the session|market close|end of day|eod|end of session|at the closing bell|closing bell|day's close|before the close|by the close|flat by the close|end of the session|last bar of the day|last bar of the session|the final bar of the day|into the close|day end|same day's close|the last hour|last hour of the day|flat overnight|no overnight positions|never hold overnight|don't hold overnight|do not hold overnight|not hold overnight|nothing is held overnight|no overnight holding|no positions overnight|never overnight|no overnight|day's final bar|before the market close|before the bell|end of the trading day|close of the day|final bar of the session|on the last bar of the day|at the end of the session|never hold anything overnight|nothing overnight|at the end of the trading day|without holding overnight|intraday only|at the day's close|at the session close|last bar of each day|last bar of the trading day|flat at the close|flat at the end of the day|be flat by the close|out by the close|out by the end of the day|hold nothing overnight|carry nothing overnight|carry no position overnight",
        "first_hour": "first hour|opening hour|first hour of trading|first hour of the session|the first hour of the day|first hourly bar|first bar of the day|first bar of the session|opening bar|first hourly bar of the day|day's first bar|first candle of the day|day's first hourly bar|first hour's|session's first bar|first hour bar|first bar|opening candle|first candle|day's first hour|first hourly candle",
        "open": "market open|the open of the session|session open|the opening bell|today's open|day's opening price|at the open|session's opening price|the session's open|day open",
    },
    "OPENRANGE": {"or": "opening range|orb|opening range breakout|initial balance|opening-range"},
    "TIMEOF": {
        "start": "bar that start|bar start|starting at|start at|start|starts at|begin|begin at|that start|that begin|hour|time|clock|o'clock|stamped|open at|opening at|starting|hour of day|bar hour|the bar opening|bars opening"
    },
    "ZONE": {
        "America/New_York": "new york time|eastern time|new york|et|est|edt|us eastern|ny time|eastern|exchange time|ny|wall street time|new york clock",
        "UTC": "utc|gmt|greenwich",
    },
    "CHART": {
        "chart": "chart|charts|bars|candles|bar|candle|timeframe|time frame|basis|data|candlesticks|resolution|tf|interval|candlestick|chart's"
    },
    "TF": {
        "1d": "daily|day chart|day bars|daily basis|daily chart|daily bars|daily candles|eod data|end of day data",
        "1w": "weekly",
        "1mo": "monthly",
        "1h": "hourly",
        "4h": "four hourly|4-hourly",
        "3mo": "quarterly",
    },
    "UNIT": {
        "bar": "bar|bars|period|periods|candle|candles|candlestick|candlesticks",
        "day": "day|days|d|session|sessions|trading day|trading days|trading session|trading sessions|business day|business days|calendar day|calendar days|td",
        "week": "week|weeks|wk|wks|w|trading week|trading weeks",
        "month": "month|months|mo|mth|mths|trading month|trading months",
        "year": "year|years|yr|yrs",
        "hour": "hour|hours|hr|hrs|h",
        "minute": "minute|minutes|min|mins",
    },
    "LASTN": {
        "prev": "previous|prior|preceding|before|earlier",
        "last": "last|past|trailing|recent|most recent|latest|rolling|lookback|look-back",
    },
    "AGO": {"ago": "ago|earlier|before|prior|back|previously"},
    "TIMES": {"x": "times|x|×|fold|time"},
    "PCTWORD": {"%": "%|percent|per cent|pct|percentage points|percentage point|percents|percentage"},
    "DEV": {
        "dev": "standard deviations|standard deviation|std|stdev|deviations|deviation|std devs|std dev|sigma|sigmas|sd|stds|stdevs|st dev|standard dev|σ|standard devs"
    },
    "RWORD": {
        "r": "r|times the risk|times my risk|times risk|times the distance to the stop|times the initial risk|times what i risk|times the stop distance|x risk|times the amount risked|times the initial stop distance|times the stop|times the amount at risk"
    },
    "NEW": {"new": "new|fresh"},
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
        "best": "best|top|strongest|highest|leading|leaders|best performing|best performer|best performers|winners|top performing|top ranked|highest ranked|top performers|strongest ones|outperformers|top scoring|with the highest|with the best|with the strongest|highest scoring|the winner|winner|the leader|leader",
        "worst": "worst|weakest|lowest|bottom|laggards|worst performing|losers|least volatile|lowest volatility|smallest|calmest|with the lowest|with the smallest|with the least|worst performers|quietest|loser|laggard|the loser|the laggard|least",
    },
    "REBALANCE": {
        "rebalance": "rebalance|rebalancing|rebalanced|rebalance every|reshuffle|rotate|rotated|re rank|switch|reallocate|once a|each|every|repeat|refresh|re-evaluate|re-rank|rotation|swap"
    },
    "PERIODIC": {
        "monthly": "monthly|once a month|each month|every month|at month end|at the end of each month|at the end of every month|at the start of each month|at each month end|month end|per month|until the next month|at the beginning of each month|at every month end|every calendar month|month by month",
        "weekly": "weekly|once a week|each week|every week|at the end of each week|per week|at the start of each week|at each week end|week by week",
        "quarterly": "quarterly|once a quarter|each quarter|every quarter|every three months|every 3 months|at quarter end|at the end of each quarter|per quarter",
        "daily": "every day|each day|once a day|daily|each evening",
        "yearly": "yearly|once a year|each year|every year|annually",
    },
    "SPREADWORD": {
        "spread": "spread|pair|pairs trade|pairs trading|pair trade|stat arb|statistical arbitrage|pairs strategy|pairs|ratio spread|price spread|market neutral pair|pair trading|long short pair|mean reverting pair|relative value trade|relative value"
    },
    "HEDGE": {
        "ols": "ols|rolling ols|regression|least squares|rolling regression|ols regression|linear regression hedge|beta hedge|regression hedge|rolling beta",
        "ratio": "price ratio|ratio of prices|ratio|simple ratio|the ratio|ratio of the two prices",
        "fixed": "fixed hedge|one to one|1:1|dollar neutral|1 to 1|equal dollar amounts|hedge ratio of one|fixed hedge ratio|hedge ratio of 1|fixed ratio|constant hedge ratio",
    },
    "HEDGEWORD": {"hedge": "hedge ratio|hedge|hedged|hedging|beta"},
    "ADD": {
        "add": "add to the position|add to it|scale in|pyramid|average down|average up|add another|add more|add a second|add again|double down|buy more|add to the winner|add to winners|adding to the position|pyramiding|add to a winner|add to a loser|add one more"
    },
    "COOLDOWN": {
        "cool": "cooldown|cool down|wait at least|no re entry for|wait before re entering|cooling off|wait after a|pause for|don't re enter for|stay out for|wait for"
    },
    "COSTWORD": {
        "cost": "commission|commissions|fee|fees|slippage|costs|trading costs|transaction costs|spread cost|borrow cost"
    },
    "FILLAT": {
        "next_open": "next open|at the next open|next day's open|next morning|the next morning|tomorrow's open|next session's open|the next session's open|next bar's open|the following open|the following morning|at the following open|the next day|next day|the following day|at the next day's open|next bar|the next bar|at tomorrow's open|the next day's open|the next session|on the next open|next session|following session|the following session|the next opening|following day's open|open of the next bar|open of the next day|at the open of the next bar|the next trading day",
        "same_close": "at the close|on the close|at that close|same close|at the same close|moc|market on close|at today's close|at that day's close|at the closing price|on that close|at the day's close|at the closing bell",
    },
    "LOOKAHEAD": {
        "future": "tomorrow's close|tomorrow's high|tomorrow's low|tomorrow's price|next day's close|next day's high|next day's low|next week's high|next week's low|next week's close|future price|future prices|future high|future low|before it rises|before it drops|before it falls|before it goes up|right before it|the day before it rises|the day before it drops|the day before a crash|the day before a rally|just before it|will be higher|will be lower|will rise|will fall|will go up|will drop|next month's|going to rise|going to fall|going to go up|going to drop|tomorrow is higher|tomorrow closes higher|tomorrow will|the exact top|the exact bottom|at the exact bottom|at the exact top|next day is up|next day closes|tomorrow closes|tomorrow's candle|next candle closes|look ahead|knowing the future|perfect foresight|closes higher tomorrow|higher tomorrow|lower tomorrow|tomorrow opens|if tomorrow|when tomorrow|before a crash|before a rally|before the crash|before the rally|next bar closes|next bar will|next week is|higher next week|lower next week|rises tomorrow|falls tomorrow|up tomorrow|down tomorrow|in the future|future close|future return|future returns|the bottom of every dip|at the absolute low|at the absolute high|exact low of the|exact high of the|lowest price of the coming|highest price of the coming|coming week|coming month|over the next"
    },
    "EQ": {
        "is": "be|is|are|am|was|were|been|being|'s|gets|stays|remains|stand|read|reading|show|shows|sits|lies|trade|come in|print|prints|hold|sit|lie|comes|stay|remain|ha|have|has|had|make|makes|keep"
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
    "TIMEREF": {
        "later": "or later|or after|onwards|onward|and later|or afterwards|and after|forward",
        "earlier": "or earlier|or before|and earlier|and before",
    },
    "INCLUSIVE": {"inc": "inclusive|both inclusive|included"},
    "EVENT": {"it": "it"},
    "TOUCH": {
        "touch": "get back to|gets back up to|rise back to|climb back to|recover to|revert to|snap back to|bounce back to|rally to|go back to|move back to|touch|hit|reach|tag|test|retest|pull back to|pullback to|dip to|come back to|drop to|fall to|trade at|bounce off|pull back into|retrace to|kiss|come down to|return to|touch or go below|touch or drop below|pulls back all the way to|touch or pierce|trade down to|touch or break"
    },
    "ARITH": {
        "+": "plus|added to|+",
        "-": "minus|less the|-",
        "*": "multiplied by|*",
        "/": "divided by|over the price|/",
    },
    "WITHIN": {
        "within": "within|within the last|within the past|in the last|in the past|during the last|during the past|at some point in the last|at any time in the last|at least once in the last|any time in the last|sometime in the last|over the last|over the past|in the previous|within the previous"
    },
    "FORN": {"for": "for|for at least|for the last|for the past|over"},
    "FILLER": {
        "": "its own|their own|his own|for a while|in my opinion|at least for me|my broker|once a day|every evening|no matter what|for now|at the end of the day i|on its own|if possible|in general|you know|by the way|more or less|thank you|thanks|for good|as usual|at all|the same way|as well|right now|of course|over time|over and over|and so on|etc"
    },
    "NOLONGER": {
        "": "when it is not|when it isn't|if it is not|if it isn't|when it's not|if not|the rest of the year|the rest of the time|at all other times|all other times|in all other months|all other months|the remaining months|any other time|the other months|the rest of the week|all other days|otherwise|or else be flat|the condition is no longer true|condition is no longer true|conditions are no longer true|the conditions no longer hold|the condition no longer holds|that is no longer true|this is no longer the case|that is no longer the case|the condition ends|condition fails|the conditions fail|either condition fails|any condition fails|otherwise be in cash|otherwise stay in cash|otherwise be flat|otherwise stay flat|it is no longer true|that stops being true|conditions stop being true|no longer the case|otherwise flat|otherwise cash|otherwise in cash|otherwise hold cash|otherwise out|the setup disappears"
    },
    "CONCESSION": {
        "even": "even if|even when|even though|regardless of whether|no matter if|no matter whether|whether or not|regardless if"
    },
    "SAME": {"same": "the same condition|the same signal"},
    "HALFDAY": {720: "noon|midday", 0: "midnight"},
    "SHORTSIDE": {"s": "short side"},
}

NOISE: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "its",
        "it's",
        "their",
        "my",
        "our",
        "your",
        "his",
        "i",
        "we",
        "you",
        "he",
        "she",
        "they",
        "them",
        "me",
        "us",
        "am",
        "will",
        "would",
        "shall",
        "can",
        "could",
        "may",
        "might",
        "just",
        "really",
        "very",
        "so",
        "then",
        "there",
        "here",
        "please",
        "lol",
        "ok",
        "okay",
        "hey",
        "hi",
        "hello",
        "yeah",
        "well",
        "also",
        "too",
        "again",
        "already",
        "still",
        "currently",
        "actually",
        "itself",
        "themselves",
        "every",
        "each",
        "some",
        "any",
        "all",
        "simply",
        "always",
        "only",
        "first",
        "initial",
        "standard",
        "default",
        "usual",
        "strategy",
        "system",
        "rule",
        "rules",
        "idea",
        "play",
        "style",
        "trade",
        "trades",
        "trading",
        "position",
        "positions",
        "signal",
        "signals",
        "line",
        "lines",
        "value",
        "values",
        "level",
        "levels",
        "like",
        "want",
        "wanna",
        "gonna",
        "going",
        "need",
        "let",
        "lets",
        "let's",
        "do",
        "does",
        "did",
        "done",
        "been",
        "being",
        "thing",
        "stuff",
        "basically",
        "kind",
        "sort",
        "bit",
        "pretty",
        "much",
        "quite",
        "even",
        "ever",
        "now",
        "right",
        "away",
        "immediately",
        "once",
        "day's",
        "bar's",
        "which",
        "who",
        "what",
        "that's",
        "thats",
        "i'm",
        "im",
        "i'd",
        "i'll",
        "i've",
        "we're",
        "we'll",
        "we've",
        "you're",
        "it'll",
        "isn",
        "im",
        "let",
        "me",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "to",
        "of",
        "for",
        "on",
        "in",
        "by",
        "with",
        "from",
        "and",
        "chart",
        "using",
        "use",
        "based",
        "test",
        "backtest",
        "try",
        "run",
        "make",
        "give",
        "create",
        "build",
        "want",
        "would",
        "like",
        "show",
        "me",
        "see",
        "how",
        "does",
        "perform",
        "performance",
        "would",
        "get",
        "got",
        "getting",
        "take",
        "taken",
        "both",
        "same",
        "time",
        "times",
        "day",
        "days",
        "week",
        "side",
        "whenever",
        "wherever",
        "whole",
        "entire",
        "simple",
        "plain",
        "classic",
        "typical",
        "normal",
        "regular",
        "common",
        "basic",
    ]
)
"""Words that carry no meaning of their own between the words that do."""
