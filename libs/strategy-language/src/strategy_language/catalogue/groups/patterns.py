"""Candlestick patterns, as truths of one side each.

TA-Lib marks a pattern with a positive or a negative number on its last bar. A pattern that has two sides becomes two
functions (`cdl_engulfing_bullish`, `cdl_engulfing_bearish`); one that has a single side, or none, becomes one.
"""

from strategy_language.catalogue.arguments import number
from strategy_language.catalogue.entry import Argument, Entry
from strategy_language.catalogue.warmup import bars

_ONE_SIDED = (
    ("2CROWS", "two_crows", "two crows", 12),
    ("3BLACKCROWS", "three_black_crows", "three black crows", 13),
    ("3STARSINSOUTH", "three_stars_in_south", "three stars in the south", 12),
    ("3WHITESOLDIERS", "three_white_soldiers", "three white soldiers", 12),
    ("ADVANCEBLOCK", "advance_block", "an advance block", 12),
    ("CONCEALBABYSWALL", "concealing_baby_swallow", "a concealing baby swallow", 13),
    ("DARKCLOUDCOVER", "dark_cloud_cover", "a dark cloud cover", 11),
    ("DOJI", "doji", "a doji", 10),
    ("DRAGONFLYDOJI", "dragonfly_doji", "a dragonfly doji", 10),
    ("EVENINGDOJISTAR", "evening_doji_star", "an evening doji star", 12),
    ("EVENINGSTAR", "evening_star", "an evening star", 12),
    ("GRAVESTONEDOJI", "gravestone_doji", "a gravestone doji", 10),
    ("HAMMER", "hammer", "a hammer", 11),
    ("HANGINGMAN", "hanging_man", "a hanging man", 11),
    ("HOMINGPIGEON", "homing_pigeon", "a homing pigeon", 11),
    ("IDENTICAL3CROWS", "identical_three_crows", "identical three crows", 12),
    ("INNECK", "in_neck", "an in-neck pattern", 11),
    ("INVERTEDHAMMER", "inverted_hammer", "an inverted hammer", 11),
    ("LADDERBOTTOM", "ladder_bottom", "a ladder bottom", 14),
    ("LONGLEGGEDDOJI", "long_legged_doji", "a long-legged doji", 10),
    ("MATCHINGLOW", "matching_low", "a matching low", 6),
    ("MATHOLD", "mat_hold", "a mat hold", 14),
    ("MORNINGDOJISTAR", "morning_doji_star", "a morning doji star", 12),
    ("MORNINGSTAR", "morning_star", "a morning star", 12),
    ("ONNECK", "on_neck", "an on-neck pattern", 11),
    ("PIERCING", "piercing", "a piercing pattern", 11),
    ("RICKSHAWMAN", "rickshaw_man", "a rickshaw man", 10),
    ("SHOOTINGSTAR", "shooting_star", "a shooting star", 11),
    ("STALLEDPATTERN", "stalled_pattern", "a stalled pattern", 12),
    ("STICKSANDWICH", "stick_sandwich", "a stick sandwich", 7),
    ("TAKURI", "takuri", "a takuri line", 10),
    ("THRUSTING", "thrusting", "a thrusting pattern", 11),
    ("UNIQUE3RIVER", "unique_three_river", "a unique three river", 12),
    ("UPSIDEGAP2CROWS", "upside_gap_two_crows", "upside gap two crows", 12),
)
_TWO_SIDED = (
    ("3INSIDE", "three_inside", "three inside pattern", 12),
    ("3LINESTRIKE", "three_line_strike", "three-line strike", 8),
    ("3OUTSIDE", "three_outside", "three outside pattern", 3),
    ("ABANDONEDBABY", "abandoned_baby", "abandoned baby", 12),
    ("BELTHOLD", "belt_hold", "belt hold", 10),
    ("BREAKAWAY", "breakaway", "breakaway", 14),
    ("CLOSINGMARUBOZU", "closing_marubozu", "closing marubozu", 10),
    ("COUNTERATTACK", "counterattack", "counterattack", 11),
    ("DOJISTAR", "doji_star", "doji star", 11),
    ("ENGULFING", "engulfing", "engulfing pattern", 2),
    ("GAPSIDESIDEWHITE", "gap_side_side_white", "gap with side-by-side white lines", 7),
    ("HARAMI", "harami", "harami", 11),
    ("HARAMICROSS", "harami_cross", "harami cross", 11),
    ("HIGHWAVE", "high_wave", "high-wave candle", 10),
    ("HIKKAKE", "hikkake", "hikkake", 5),
    ("HIKKAKEMOD", "modified_hikkake", "modified hikkake", 10),
    ("KICKING", "kicking", "kicking pattern", 11),
    ("KICKINGBYLENGTH", "kicking_by_length", "kicking pattern (by the longer marubozu)", 11),
    ("LONGLINE", "long_line", "long candle", 10),
    ("MARUBOZU", "marubozu", "marubozu", 10),
    ("RISEFALL3METHODS", "three_methods", "three methods pattern", 14),
    ("SEPARATINGLINES", "separating_lines", "separating lines", 11),
    ("SHORTLINE", "short_line", "short candle", 10),
    ("SPINNINGTOP", "spinning_top", "spinning top", 10),
    ("TASUKIGAP", "tasuki_gap", "tasuki gap", 7),
    ("TRISTAR", "tristar", "tristar", 12),
    ("XSIDEGAP3METHODS", "side_gap_three_methods", "gap three methods pattern", 2),
)
_PENETRATION = {
    "ABANDONEDBABY": 0.3,
    "DARKCLOUDCOVER": 0.5,
    "EVENINGDOJISTAR": 0.3,
    "EVENINGSTAR": 0.3,
    "MATHOLD": 0.5,
    "MORNINGDOJISTAR": 0.3,
    "MORNINGSTAR": 0.3,
}


def _entry(talib: str, name: str, words: str, lookback: int, *aliases: str) -> Entry:
    arguments: tuple[Argument, ...] = ()
    if talib in _PENETRATION:
        arguments = (number("penetration", _PENETRATION[talib], low=0, high=10),)
    return Entry(
        name=f"cdl_{name}",
        arguments=arguments,
        meaning=f"True on the last bar of {words}.",
        phrase=f"{words} appears",
        result="truth",
        inputs=("open", "high", "low", "close"),
        lookback=bars(lookback),
        group="patterns",
        aliases=tuple(alias for alias in aliases if alias != f"cdl_{name}"),
        talib=f"CDL{talib}",
    )


def _both(talib: str, name: str, words: str, lookback: int) -> tuple[Entry, Entry]:
    plain = talib.lower()
    return (
        _entry(talib, f"{name}_bullish", f"a bullish {words}", lookback, f"bullish_{name}", f"cdl_{plain}_bullish"),
        _entry(talib, f"{name}_bearish", f"a bearish {words}", lookback, f"bearish_{name}", f"cdl_{plain}_bearish"),
    )


ENTRIES = (
    *(
        _entry(talib, name, words, lookback, f"cdl{talib.lower()}", f"cdl_{talib.lower()}", name)
        for talib, name, words, lookback in _ONE_SIDED
    ),
    *(entry for pattern in _TWO_SIDED for entry in _both(*pattern)),
)
