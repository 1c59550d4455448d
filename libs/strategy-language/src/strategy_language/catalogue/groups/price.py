"""Combined prices and derived bars."""

from functools import partial

from strategy_language.catalogue.entry import Entry
from strategy_language.catalogue.warmup import bars, fading

_price = partial(Entry, arguments=(), scale="price", group="price")

ENTRIES = (
    _price(
        name="avgprice",
        meaning="Mean of open, high, low and close.",
        phrase="the mean of open, high, low and close",
        inputs=("open", "high", "low", "close"),
        aliases=("ohlc4", "average_price"),
        talib="AVGPRICE",
    ),
    _price(
        name="medprice",
        meaning="Middle of high and low.",
        phrase="the middle of high and low",
        inputs=("high", "low"),
        aliases=("hl2", "median_price"),
        talib="MEDPRICE",
    ),
    _price(
        name="typprice",
        meaning="Mean of high, low and close.",
        phrase="the typical price",
        inputs=("high", "low", "close"),
        aliases=("hlc3", "typical_price"),
        talib="TYPPRICE",
    ),
    _price(
        name="wclprice",
        meaning="Mean of high, low and twice the close.",
        phrase="the weighted close",
        inputs=("high", "low", "close"),
        aliases=("hlcc4", "weighted_close"),
        talib="WCLPRICE",
    ),
    _price(
        name="heikin_ashi",
        meaning="Heikin-Ashi bars: derived prices, not prices at which anything traded.",
        phrase="the Heikin-Ashi bar",
        outputs=("open", "high", "low", "close"),
        inputs=("open", "high", "low", "close"),
        settling=bars(fading(0.5)),
        aliases=("ha", "heikin", "heiken_ashi", "heikinashi"),
        talib="HA",
    ),
)
