"""Cycles by Ehlers' Hilbert transform."""

from functools import partial

from strategy_language.catalogue.arguments import SERIES
from strategy_language.catalogue.entry import ALL_HISTORY, Entry
from strategy_language.catalogue.warmup import bars

_entry = partial(Entry, arguments=(SERIES,), settling=bars(ALL_HISTORY), group="cycle")

ENTRIES = (
    _entry(
        name="ht_dcperiod",
        meaning="Length of the dominant cycle, in bars.",
        phrase="the dominant cycle of {series}",
        lookback=bars(32),
        scale="bars",
        aliases=("dominant_cycle",),
        talib="HT_DCPERIOD",
    ),
    _entry(
        name="ht_dcphase",
        meaning="Phase of the dominant cycle, in degrees.",
        phrase="the phase of the dominant cycle of {series}",
        lookback=bars(63),
        talib="HT_DCPHASE",
    ),
    _entry(
        name="ht_phasor",
        meaning="In-phase and quadrature components of the dominant cycle.",
        phrase="the phasor of {series}",
        outputs=("inphase", "quadrature"),
        lookback=bars(32),
        talib="HT_PHASOR",
    ),
    _entry(
        name="ht_sine",
        meaning="Sine of the phase of the dominant cycle, and the same 45 degrees ahead in phase.",
        phrase="the sine wave of {series}",
        outputs=("sine", "lead"),
        lookback=bars(63),
        bounds=(-1, 1),
        talib="HT_SINE",
    ),
)
