"""The clock, the calendar and the session of a bar, in the exchange's time."""

from functools import partial

from strategy_language.catalogue.arguments import SERIES, length
from strategy_language.catalogue.entry import Argument, Entry
from strategy_language.catalogue.warmup import bars

INFINITE = float("inf")
_entry = partial(Entry, arguments=(), inputs=("timestamp",), group="session")
_clock = partial(_entry, scale="time")
_truth = partial(_entry, result="truth")
_day = partial(_entry, scale="price")
_before = partial(_day, sessions=bars(1))
_time = partial(Argument, kind="text", pattern=r"([01]\d|2[0-3]):[0-5]\d")
_WINDOW = (_time("begin"), _time("end"))
_MINUTES = length(30, name="minutes", high=1440)

ENTRIES = (
    _clock(name="hour", meaning="Hour at which the bar opens, 0 to 23.", phrase="the hour", bounds=(0, 23)),
    _clock(name="minute", meaning="Minute at which the bar opens, 0 to 59.", phrase="the minute", bounds=(0, 59)),
    _clock(
        name="time_of_day",
        meaning='Minute of the day at which the bar opens; compare with clock("10:30").',
        phrase="the time of day",
        bounds=(0, 1439),
    ),
    _clock(
        name="clock",
        arguments=(_time("time"),),
        meaning="Minute of the day of a time such as 10:30.",
        phrase="{time}",
        inputs=(),
        bounds=(0, 1439),
    ),
    _truth(
        name="between_times",
        arguments=_WINDOW,
        meaning="True where the bar opens at or after the first time and before the second.",
        phrase="the time is from {begin} to {end}",
        aliases=("time_between", "in_window"),
    ),
    _clock(
        name="weekday",
        meaning="Day of the week of the session: 1 is Monday, 7 is Sunday.",
        phrase="the weekday",
        bounds=(1, 7),
        aliases=("day_of_week",),
    ),
    _clock(
        name="day_of_month", meaning="Day of the month of the session.", phrase="the day of the month", bounds=(1, 31)
    ),
    _clock(name="month", meaning="Month of the session, 1 to 12.", phrase="the month", bounds=(1, 12)),
    _clock(name="year", meaning="Year of the session.", phrase="the year", bounds=(1900, 2200)),
    _clock(
        name="today",
        meaning='Date of the session, in days since 1970; compare with date("2020-03-01").',
        phrase="the date",
    ),
    _clock(
        name="date",
        arguments=(Argument("day", "text", pattern=r"\d{4}-\d{2}-\d{2}"),),
        meaning="A date, in days since 1970.",
        phrase="{day}",
        inputs=(),
    ),
    _clock(
        name="minutes_since_open",
        meaning="Minutes from the open of the session to the open of the bar.",
        phrase="the minutes since the session opened",
        bounds=(0, INFINITE),
    ),
    _clock(
        name="minutes_to_close",
        meaning="Minutes from the close of the bar, where rules are read, to the close of the session.",
        phrase="the minutes until the session closes",
        bounds=(0, INFINITE),
    ),
    _entry(
        name="bars_since_open",
        meaning="Number of the bar in its session; 0 is the first.",
        phrase="the number of bars since the session opened",
        bounds=(0, INFINITE),
        scale="bars",
        aliases=("bar_of_session",),
    ),
    _truth(
        name="is_first_bar",
        meaning="True on the first bar of each session.",
        phrase="it is the first bar of the session",
        aliases=("first_bar", "session_first_bar"),
    ),
    _truth(
        name="is_last_bar",
        meaning="True on the bar with which the session ends by the calendar.",
        phrase="it is the last bar of the session",
        aliases=("last_bar", "session_last_bar"),
    ),
    _entry(
        name="trading_day_of_month",
        meaning="Which session of the month it is; 1 is the first.",
        phrase="the trading day of the month",
        bounds=(1, 31),
        scale="time",
    ),
    _entry(
        name="trading_days_left_in_month",
        meaning="Sessions of the month that come after this one; 0 on the last.",
        phrase="the number of trading days left in the month",
        bounds=(0, 31),
        scale="time",
    ),
    _truth(
        name="turn_of_month",
        arguments=(length(1, name="last", low=0, high=15), length(3, name="first", low=0, high=15)),
        meaning="True in the last and the first sessions of a month.",
        phrase="it is among the last {last} or the first {first} trading days of a month",
    ),
    _truth(
        name="is_last_session_of_week",
        meaning="True in the last session of the calendar week.",
        phrase="it is the last trading day of the week",
    ),
    _truth(
        name="is_first_session_of_week",
        meaning="True in the first session of the calendar week in the history.",
        phrase="it is the first trading day of the week",
        sessions=bars(1),
    ),
    _day(name="day_open", meaning="First open of the session.", phrase="the session's open", inputs=("open",)),
    _day(
        name="day_high",
        meaning="Highest high of the session so far.",
        phrase="the session's high so far",
        inputs=("high",),
        aliases=("high_of_day",),
    ),
    _day(
        name="day_low",
        meaning="Lowest low of the session so far.",
        phrase="the session's low so far",
        inputs=("low",),
        aliases=("low_of_day",),
    ),
    _before(
        name="prev_session_open",
        meaning="Open of the session before.",
        phrase="the previous session's open",
        inputs=("open",),
        aliases=("prev_open", "previous_day_open"),
    ),
    _before(
        name="prev_session_high",
        meaning="High of the session before.",
        phrase="the previous session's high",
        inputs=("high",),
        aliases=("prev_high", "previous_day_high"),
    ),
    _before(
        name="prev_session_low",
        meaning="Low of the session before.",
        phrase="the previous session's low",
        inputs=("low",),
        aliases=("prev_low", "previous_day_low"),
    ),
    _before(
        name="prev_session_close",
        meaning="Close of the session before.",
        phrase="the previous session's close",
        inputs=("close",),
        aliases=("prev_close", "previous_close", "previous_day_close"),
    ),
    _before(
        name="session_gap_percent",
        meaning="Distance of the session's first open from the close of the session before, in percent.",
        phrase="the session's opening gap in percent",
        inputs=("open", "close"),
        scale="percent",
    ),
    _day(
        name="session_high",
        arguments=_WINDOW,
        meaning="Highest high of the session's bars that open from one time to before another, so far.",
        phrase="the high from {begin} to {end}",
        inputs=("high",),
    ),
    _day(
        name="session_low",
        arguments=_WINDOW,
        meaning="Lowest low of the session's bars that open from one time to before another, so far.",
        phrase="the low from {begin} to {end}",
        inputs=("low",),
    ),
    _day(
        name="opening_range_high",
        arguments=(_MINUTES,),
        meaning="Highest high of the session's first minutes; known once they are over.",
        phrase="the high of the session's first {minutes} minutes",
        inputs=("high",),
        aliases=("or_high", "opening_high"),
    ),
    _day(
        name="opening_range_low",
        arguments=(_MINUTES,),
        meaning="Lowest low of the session's first minutes; known once they are over.",
        phrase="the low of the session's first {minutes} minutes",
        inputs=("low",),
        aliases=("or_low", "opening_low"),
    ),
    _entry(
        name="at_time",
        arguments=(_time("time"), SERIES),
        meaning="The value that a series had on today's bar that opens at a time, known from that bar on.",
        phrase="{series} at {time}",
        scale="same",
    ),
    _entry(
        name="per_session",
        arguments=(SERIES, length(1, name="back", high=500)),
        meaning="The last value that a series had in an earlier session; `back` = 1 is the session before.",
        phrase="{series} at the end of the session {back} before",
        sessions=lambda s: int(float(s["back"])),
        scale="same",
    ),
    _entry(
        name="first_in_session",
        arguments=(SERIES,),
        meaning="The value that a series had on the first bar of the session.",
        phrase="{series} on the session's first bar",
        scale="same",
    ),
)
