# ruff: noqa: E501 - word lists and sentences stand on one line each
"""English: time: sessions, calendar, bars and clocks."""

from typing import Final

WORDS: Final[dict[str, dict[object, str]]] = {
    "PREV": {
        1: "yesterday|yesterday's|previous|prior|preceding|the day before's|day before's|last bar's|previous day's|prior day's|previous bar's|prior bar's|previous candle's|previous session's|last session's|day earlier|bar before's|the candle before|the bar before|the previous candle|the previous bar|the day before|the prior day|the previous day|the session before|the week before|day before|candle before|bar before|one day earlier|one bar earlier|one bar ago|one day ago|previous day|prior day|previous bar|prior bar|previous candle|prior candle|previous session|prior session|last session|last candle|last bar|the previous session|the prior session|the one before|the one before it|a day earlier|the week before's|the previous hour|the previous hour's|prior bar|the preceding bar|the preceding day|preceding day|day prior|the day prior|the bar prior",
        2: "two days ago|two bars ago|two days earlier|two bars earlier|the day before yesterday|day before yesterday|2 days ago|2 bars ago",
    },
    "TODAY": {
        0: "today|today's|the current|current|this bar's|the day's|that day's|current bar|the current bar|this bar|this candle|the signal bar's|the entry bar's|entry bar's|the entry candle's|entry candle's|the entry day's|the bar's|the candle's|its own|that bar's|that candle's|that day|the signal day's|the signal candle's|today the|of the day|of the session"
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
    "WEEKPART": {
        "weekend": "weekend|weekends|the weekend|saturdays and sundays|saturday and sunday|saturday or sunday|saturdays or sundays",
        "weekdays": "weekdays|a weekday|business days only|monday to friday|mondays to fridays|monday through friday",
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
        "quarter_end": "last day of the quarter|last trading day of the quarter|last day of each quarter|last trading day of each quarter|last day of every quarter|quarter end|end of the quarter|end of each quarter|quarter's end",
        "quarter_start": "first day of the quarter|first trading day of the quarter|first day of each quarter|first trading day of each quarter|first trading day of every quarter|start of the quarter|beginning of the quarter|start of each quarter",
        "turn": "turn of the month|turn of month|month turn|turn of the month effect|turn-of-the-month|turn-of-month",
    },
    "TRADINGDAY": {
        "day": "trading day of the month|trading days of the month|trading day of each month|trading days of each month|trading day of the new month|trading days of the new month|trading day of the next month|trading day of every month|trading days of every month|day of the month|days of the month|trading day|sessions of the month|session of the month|trading days of a month|trading day of a month|th of the month|of the month|session of each month|day of each month|th of each month|st of the month|rd of the month|nd of the month|trading days of month"
    },
    "SESSION": {
        "close": "at close same day|at the close same day|at close of the same day|at close that day|at close that same day|at that day's close|same day at the close|same day at close|same day on the close|at same day close|at same day's close|never hold into the close|not hold into the close|don't hold into the close|do not hold into the close|never held into the close|nothing into the close|before the close of trading|until the close|flat by close|out at close|before close|at end of day|at the end of day|by day's end|by the end of the day|by end of day|by the bell|by the closing bell|end of the trading session|end of the day|session's end|session end|the session's close|day's end|end of trading|the day is over|end of the session's|session close|the close of the session|market close|end of day|eod|end of session|at the closing bell|closing bell|day's close|before the close|by the close|flat by the close|end of the session|last bar of the day|last bar of the session|the final bar of the day|into the close|day end|same day's close|the last hour|last hour of the day|flat overnight|no overnight positions|never hold overnight|don't hold overnight|do not hold overnight|not hold overnight|nothing is held overnight|no overnight holding|no positions overnight|never overnight|no overnight|day's final bar|before the market close|before the bell|end of the trading day|close of the day|final bar of the session|on the last bar of the day|at the end of the session|never hold anything overnight|nothing overnight|at the end of the trading day|without holding overnight|intraday only|at the day's close|at the session close|last bar of each day|last bar of the trading day|flat at the close|flat at the end of the day|be flat by the close|out by the close|out by the end of the day|hold nothing overnight|carry nothing overnight|carry no position overnight",
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
    "PERIODIC": {
        "monthly": "monthly|once a month|each month|every month|at month end|at the end of each month|at the end of every month|at the start of each month|at each month end|month end|per month|until the next month|at the beginning of each month|at every month end|every calendar month|month by month",
        "weekly": "weekly|once a week|each week|every week|at the end of each week|per week|at the start of each week|at each week end|week by week",
        "quarterly": "quarterly|once a quarter|each quarter|every quarter|every three months|every 3 months|at quarter end|at the end of each quarter|per quarter",
        "daily": "every day|each day|once a day|daily|each evening",
        "yearly": "yearly|once a year|each year|every year|annually",
    },
    "LOOKAHEAD": {
        "future": "tomorrow's close|tomorrow's high|tomorrow's low|tomorrow's price|next day's close|next day's high|next day's low|next week's high|next week's low|next week's close|future price|future prices|future high|future low|before it rises|before it drops|before it falls|before it goes up|right before it|the day before it rises|the day before it drops|the day before a crash|the day before a rally|just before it|will be higher|will be lower|will rise|will fall|will go up|will drop|next month's|going to rise|going to fall|going to go up|going to drop|tomorrow is higher|tomorrow closes higher|tomorrow will|the exact top|the exact bottom|at the exact bottom|at the exact top|next day is up|next day closes|tomorrow closes|tomorrow's candle|next candle closes|look ahead|knowing the future|perfect foresight|closes higher tomorrow|higher tomorrow|lower tomorrow|tomorrow opens|if tomorrow|when tomorrow|before a crash|before a rally|before the crash|before the rally|next bar closes|next bar will|next week is|higher next week|lower next week|rises tomorrow|falls tomorrow|up tomorrow|down tomorrow|in the future|future close|future return|future returns|the bottom of every dip|at the absolute low|at the absolute high|exact low of the|exact high of the|lowest price of the coming|highest price of the coming|coming week|coming month|over the next"
    },
    "TIMEREF": {
        "later": "or later|or after|onwards|onward|and later|or afterwards|and after|forward",
        "earlier": "or earlier|or before|and earlier|and before",
    },
    "INCLUSIVE": {"inc": "inclusive|both inclusive|included"},
    "HEIKIN": {
        "ha": "heikin ashi|heikin-ashi|heikinashi|heiken ashi|heiken-ashi|ha|ha candles|heikin ashi candles|ha candle|heikin ashi candle|heikin ashi bars|ha bars"
    },
    "FORN": {"for": "for|for at least|for the last|for the past|over"},
    "HALFDAY": {720: "noon|midday", 0: "midnight"},
}
