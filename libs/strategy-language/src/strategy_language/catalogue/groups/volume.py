"""Volume measures."""

from strategy_language.catalogue.entry import Entry, all_history

ENTRIES = (
    Entry(
        name="obv",
        arguments=(),
        meaning="On-balance volume: a running total of volume, added on up bars and taken off on down bars.",
        phrase="the on-balance volume",
        inputs=("close", "volume"),
        settling=all_history,
        group="volume",
        aliases=("on_balance_volume",),
        talib="OBV",
    ),
)
