"""Small made-up answers in the wire formats of the vendors: three daily bars from 2024-01-02 on.

Closes are 101, 102, 103; the shapes are the vendors', the numbers are nobody's.
"""

# ruff: noqa: E501 - answers are written as the wire has them
from datetime import UTC, datetime
from typing import Any

DAYS = [datetime(2024, 1, day, tzinfo=UTC) for day in (2, 3, 4)]
ROWS = [(100.0 + at, 102.0 + at, 99.0 + at, 101.0 + at, 1000.0 * (at + 1)) for at in range(3)]


def polygon() -> dict[str, Any]:
    """Return aggregates, stamped with midnight in New York."""
    results = [
        {"t": int(day.timestamp() * 1000) + 5 * 3_600_000, "o": o, "h": h, "l": low, "c": c, "v": v, "vw": c, "n": 9}
        for day, (o, h, low, c, v) in zip(DAYS, ROWS, strict=True)
    ]
    return {"ticker": "AAPL", "adjusted": False, "results": results, "status": "OK", "resultsCount": 3}


def alpaca() -> dict[str, Any]:
    """Return bars, stamped with midnight in New York."""
    bars = [
        {"t": day.strftime("%Y-%m-%dT05:00:00Z"), "o": o, "h": h, "l": low, "c": c, "v": v, "n": 9, "vw": c}
        for day, (o, h, low, c, v) in zip(DAYS, ROWS, strict=True)
    ]
    return {"bars": {"AAPL": bars}, "next_page_token": None}


def yahoo(
    symbol: str = "AAPL", zone: str = "America/New_York", currency: str = "USD", hour: float = 14.5
) -> dict[str, Any]:
    """Return a chart, stamped with the opening of the exchange."""
    offset = 28_800 if zone == "Asia/Hong_Kong" else -18_000 if zone == "America/New_York" else 0
    quote = {name: [row[at] for row in ROWS] for at, name in enumerate(("open", "high", "low", "close", "volume"))}
    meta = {
        "currency": currency,
        "symbol": symbol,
        "exchangeTimezoneName": zone,
        "timezone": "X",
        "gmtoffset": offset,
        "instrumentType": "EQUITY",
        "firstTradeDate": 0,
        "regularMarketTime": int(datetime(2024, 3, 1, 21, tzinfo=UTC).timestamp()),
        "dataGranularity": "1d",
        "range": "",
        "priceHint": 2,
        "regularMarketPrice": 103.0,
        "chartPreviousClose": 100.0,
        "currentTradingPeriod": {
            name: {"timezone": "X", "start": 0, "end": 0, "gmtoffset": offset} for name in ("pre", "regular", "post")
        },
        "validRanges": ["1d", "max"],
    }
    stamps = [int(day.timestamp() + hour * 3600) for day in DAYS]
    events = {"dividends": {str(stamps[1]): {"amount": 0.5, "date": stamps[1]}}}
    indicators = {"quote": [quote], "adjclose": [{"adjclose": quote["close"]}]}
    result = {"meta": meta, "timestamp": stamps, "events": events, "indicators": indicators}
    return {"chart": {"result": [result], "error": None}}


def hkex_page() -> bytes:
    """Return a quote page with its token."""
    return b"""<html><script>LabCI.getToken = function () {
    //return "a token of the past";
    return "the-token";
    };</script></html>"""


def hkex_chart() -> bytes:
    """Return a chart in the call of a function, with empty frames at both ends; stamped with midnight in Hong Kong."""
    rows = [
        f"[{int(day.timestamp() * 1000) - 8 * 3_600_000},{o},{h},{low},{c},{v},{v * c}]"
        for day, (o, h, low, c, v) in zip(DAYS, ROWS, strict=True)
    ]
    empty = "[1704067200000,null,null,null,null,null,null]"
    listed = ",".join([empty, *rows, empty])
    return f'cb({{"data":{{"responsecode":"000","responsemsg":"","datalist":[{listed}]}},"qid":"1"}})'.encode()


def klines() -> list[list[Any]]:
    """Return Binance's candles."""
    return [
        [int(day.timestamp() * 1000), str(o), str(h), str(low), str(c), str(v), int(day.timestamp() * 1000) + 86_399_999,
         "1", 9, "1", "1", "0"]
        for day, (o, h, low, c, v) in zip(DAYS, ROWS, strict=True)
    ]  # fmt: skip


def binance_info() -> dict[str, Any]:
    """Return Binance's list of one pair."""
    return {
        "timezone": "UTC",
        "serverTime": 1,
        "rateLimits": [],
        "exchangeFilters": [],
        "symbols": [
            {
                "symbol": "BTCUSDT", "status": "TRADING", "baseAsset": "BTC", "baseAssetPrecision": 8,
                "quoteAsset": "USDT", "quotePrecision": 8, "quoteAssetPrecision": 8, "orderTypes": ["LIMIT"],
                "isSpotTradingAllowed": True, "isMarginTradingAllowed": False, "permissions": ["SPOT"],
                "permissionSets": [["SPOT"]], "filters": [],
            }
        ],
    }  # fmt: skip


def kraken_pairs() -> dict[str, Any]:
    """Return Kraken's list of one pair."""
    pair = {
        "altname": "XBTUSDT", "wsname": "XBT/USDT", "aclass_base": "currency", "base": "XXBT", "aclass_quote": "currency",
        "quote": "USDT", "lot": "unit", "cost_decimals": 5, "pair_decimals": 1, "lot_decimals": 8, "lot_multiplier": 1,
        "leverage_buy": [], "leverage_sell": [], "fees": [[0, 0.4]], "fees_maker": [[0, 0.25]], "ordermin": "0.0001",
        "costmin": "0.5", "tick_size": "0.1", "status": "online", "execution_venue": "international",
    }  # fmt: skip
    return {"error": [], "result": {"XBTUSDT": pair}}


def kraken_candles() -> dict[str, Any]:
    """Return Kraken's candles."""
    rows = [
        [int(day.timestamp()), str(o), str(h), str(low), str(c), str(c), str(v), 9]
        for day, (o, h, low, c, v) in zip(DAYS, ROWS, strict=True)
    ]
    return {"error": [], "result": {"XBTUSDT": rows, "last": rows[-1][0]}}


def okx_instruments() -> dict[str, Any]:
    """Return OKX's list of one pair."""
    one = {
        "instType": "SPOT", "instId": "BTC-USDT", "baseCcy": "BTC", "quoteCcy": "USDT", "state": "live", "lotSz": "0.00001",
        "minSz": "0.00001", "tickSz": "0.1", "alias": "", "category": "1", "ctMult": "", "ctType": "", "ctVal": "",
        "ctValCcy": "", "expTime": "", "instFamily": "", "lever": "10", "listTime": "1548133413000", "maxLmtSz": "9999999999",
        "maxMktSz": "1000000", "optType": "", "settleCcy": "", "stk": "", "uly": "", "ruleType": "normal",
    }  # fmt: skip
    return {"code": "0", "msg": "", "data": [one]}


def okx_candles() -> dict[str, Any]:
    """Return OKX's candles, newest first."""
    rows = [
        [str(int(day.timestamp() * 1000)), str(o), str(h), str(low), str(c), str(v), "1", "1", "1"]
        for day, (o, h, low, c, v) in zip(DAYS, ROWS, strict=True)
    ]
    return {"code": "0", "msg": "", "data": rows[::-1]}


def bybit_instruments() -> dict[str, Any]:
    """Return Bybit's list of one pair."""
    one = {
        "symbol": "BTCUSDT", "baseCoin": "BTC", "quoteCoin": "USDT", "innovation": "0", "status": "Trading",
        "marginTrading": "none", "stTag": "0",
        "lotSizeFilter": {"basePrecision": "0.000001", "quotePrecision": "0.0000001", "minOrderQty": "0.000011",
                          "maxOrderQty": "83", "minOrderAmt": "5", "maxOrderAmt": "8000000"},
        "priceFilter": {"tickSize": "0.01"}, "riskParameters": {"limitParameter": "0.01", "marketParameter": "0.01"},
    }  # fmt: skip
    return {"retCode": 0, "retMsg": "OK", "result": {"category": "spot", "list": [one]}, "time": 1}


def bybit_candles() -> dict[str, Any]:
    """Return Bybit's candles, newest first."""
    rows = [
        [str(int(day.timestamp() * 1000)), str(o), str(h), str(low), str(c), str(v), "1"]
        for day, (o, h, low, c, v) in zip(DAYS, ROWS, strict=True)
    ]
    listed = {"category": "spot", "symbol": "BTCUSDT", "list": rows[::-1]}
    return {"retCode": 0, "retMsg": "OK", "result": listed, "time": 1}


def coinbase_products() -> dict[str, Any]:
    """Return Coinbase's list of one pair."""
    one = {
        "product_id": "BTC-USDT", "price": "1", "base_increment": "0.00000001", "quote_increment": "0.01",
        "quote_min_size": "1", "quote_max_size": "1000000", "base_min_size": "0.00000001", "base_max_size": "1000",
        "base_name": "Bitcoin", "quote_name": "Tether", "status": "online", "product_type": "SPOT",
        "quote_currency_id": "USDT", "base_currency_id": "BTC", "trading_disabled": False, "is_disabled": False,
        "price_increment": "0.01", "view_only": False,
    }  # fmt: skip
    return {"products": [one], "num_products": 1}


def coinbase_candles() -> dict[str, Any]:
    """Return Coinbase's candles, newest first."""
    rows = [
        {
            "start": str(int(day.timestamp())),
            "open": str(o),
            "high": str(h),
            "low": str(low),
            "close": str(c),
            "volume": str(v),
        }
        for day, (o, h, low, c, v) in zip(DAYS, ROWS, strict=True)
    ]
    return {"candles": rows[::-1]}
