"""What the API answers, by model; pages and lists are made of them."""

from pydantic import JsonValue

from api_gateway.api.examples.requests import RANGE, STRATEGY

_ID = "07093b5c-8ab3-44e7-ad98-944ed895b15c"
_OTHER_ID = "f81eae3e-7f87-4784-abd3-611be739507d"
_AT = "2026-11-20T12:17:07.246149Z"
_READBACK = "Use daily bars of ^GSPC.\nBuy ^GSPC when the 14-day RSI of the close is below 30. ..."
_CODE = 'def signals(bars, p):\n    return {"r1.when": rsi(bars.close, p.length) < 30, ...}\n'
_TIMES: dict[str, JsonValue] = {"created_at": _AT, "updated_at": _AT}
_PROVENANCE: JsonValue = {"source": "file", "method": "average of 200 days", "as_of": "2018-12-31T00:00:00Z"}
_APPLE: JsonValue = {
    "symbol": "AAPL",
    "name": "Apple",
    "market": "us_equities",
    "calendar": "XNYS",
    "zone": "America/New_York",
    "currency": "USD",
}
_SERIES: dict[str, JsonValue] = {"symbol": "AAPL", "timeframe": "1d"}
_SPAN: dict[str, JsonValue] = {"first": "2000-03-01T00:00:00Z", "last": "2013-03-01T00:00:00Z", "bars": 3270}
_AVAILABLE: JsonValue = {"instrument": _APPLE, "timeframe": "1d", "source": "file", **_SPAN}
_RUN: dict[str, JsonValue] = {
    "id": _ID,
    "status": "completed",
    "progress": 1.0,
    "strategy_name": "Dip buyer",
    "settings": {**RANGE, "initial_cash": 100_000.0},
    "created_at": _AT,
}
_STORED: dict[str, JsonValue] = {
    "version": 1,
    "strategy": STRATEGY,
    "readback": _READBACK,
    "code": _CODE,
    "created_at": _AT,
}
_CONVERSATION: dict[str, JsonValue] = {"id": _ID, "title": "Buying dips", "strategy_id": _OTHER_ID, **_TIMES}
_TOKEN: dict[str, JsonValue] = {
    "id": _ID,
    "name": "notebook",
    "scopes": ["read", "run"],
    "created_at": _AT,
    "expires_at": None,
    "last_used_at": None,
}
_USER: JsonValue = {
    "id": _OTHER_ID,
    "email": "ada@example.com",
    "display_name": "Ada",
    "preferences": {"language": "en"},
    "created_at": _AT,
}
_DIGEST: JsonValue = dict.fromkeys(
    ("value", "strategy", "code", "bars", "calendar", "engine", "settings"), "9f2c4a1e8b7d4f0c"
)

ANSWERS: dict[str, JsonValue] = {
    "AuditEvent": {
        "id": _ID,
        "kind": "signed_in",
        "at": _AT,
        "address": "203.0.113.7",
        "user_agent": "Firefox",
        "details": {"method": "password"},
    },
    "Availability": _AVAILABLE,
    "Bar": {
        "timestamp": "2020-01-02T00:00:00Z",
        "open": 74.06,
        "high": 75.15,
        "low": 73.8,
        "close": 75.09,
        "volume": 135_480_400.0,
    },
    "Catalogue": {"functions": [{"name": "sma", "group": "averages", "arguments": ["series", "length"]}]},
    "ChatReply": {
        "conversation_id": _ID,
        "kind": "strategy",
        "strategy_id": _OTHER_ID,
        "version": 1,
        "strategy": STRATEGY,
        "readback": _READBACK,
        "code": _CODE,
    },
    "Conversation": {
        **_CONVERSATION,
        "messages": [{"id": _ID, "role": "user", "text": "Buy dips", "reply": None, "created_at": _AT}],
    },
    "ConversationSummary": _CONVERSATION,
    "EngineAgreement": {"used": "kernel", "checked_with": "vectorbt", "agrees": True, "detail": "19 trades agree."},
    "Exported": {"filename": "dip-buyer.pine", "media_type": "text/plain", "text": "//@version=6 ..."},
    "Health": {"status": "ok"},
    "IndicatorPreview": {
        "indicators": [
            {
                "symbol": "^GSPC",
                "name": "rsi(close, 14)",
                "expression": "rsi(close, 14)",
                "overlay": False,
                "values": {"2010-01-04T00:00:00Z": 61.2},
            }
        ]
    },
    "Ingested": {**_SERIES, "source": "yahoo"},
    "Insight": {
        "asset": "AAPL",
        "as_of": _AT,
        "trend": {"label": "up", "strength": 0.8, "provenance": _PROVENANCE},
        "volatility": {
            "label": "normal",
            "annualised_volatility": 0.276,
            "percentile": 0.65,
            "provenance": _PROVENANCE,
        },
        "sentiment": None,
        "summary": "Apple is rising (80% of the signs agree).",
        "missing": {"sentiment": "no news feed answered"},
    },
    "IssuedToken": {**_TOKEN, "token": "vt_pat_..."},
    "Overlap": {"left": "file", "right": "sample", "bars": 5031, "verdict": "agree"},
    "Passkey": {"id": _ID, "name": "Laptop", "created_at": _AT, "last_used_at": None},
    "PasskeyOptions": {"challenge_id": _ID, "public_key": {"challenge": "bm90IGEgc2VjcmV0", "rpId": "example.com"}},
    "PersonalToken": _TOKEN,
    "PriceEvent": {"date": "2005-02-28", "kind": "split", "value": 2.0},
    "QualityReport": {
        "origin": {**_SERIES, "source": "file", "adjustment": "all", "fetched_at": _AT},
        **_SPAN,
    },
    "Readiness": {"ready": True, "checks": {"database": "18.4"}},
    "Refreshed": {"known": 412, "added": {"binance": 40}, "failed": {}},
    "Registered": {"status": "accepted", "detail": "Sign in with this address."},
    "Restored": {"series": 3, "bars": 7560},
    "RunLine": {**_RUN, "symbols": ["^GSPC"], "headline": {"total_return": 0.42, "sharpe": 0.71, "trades": 19}},
    "RunState": {**_RUN, "status": "queued", "progress": 0.0},
    "RunWithResult": {**_RUN, "status": "running", "progress": 0.4, "result": None},
    "SeriesSummary": _SERIES,
    "Session": {
        "id": _ID,
        "created_at": _AT,
        "last_used_at": _AT,
        "expires_at": "2026-12-20T12:17:07.246149Z",
        "address": "203.0.113.7",
        "user_agent": "Firefox",
        "current": True,
    },
    "SignalCount": {"entries": 19, "exits": 138, "bars": 2264, "entries_per_year": 2.11},
    "SignedIn": {
        "access_token": "eyJhbGciOiJIUzI1NiIs...",
        "token_type": "bearer",
        "expires_in": 600,
        "session_id": _ID,
        "user": _USER,
    },
    "SourceState": {"name": "file", "online": False, "ready": True, "reason": None},
    "StoredKey": {"provider": "openai", "base_url": None, "model": "gpt-5", **_TIMES},
    "StoredStrategy": {"id": _OTHER_ID, "name": "Dip buyer", **_STORED, "updated_at": _AT},
    "StrategyVersion": {"strategy_id": _OTHER_ID, **_STORED, "author": "user"},
    "StudyState": {"id": _ID, "status": "running", "progress": 0.4, "message": "10 of 25"},
    "SymbolDetail": {"asked": "AAPL", "instrument": _APPLE, "available": [_AVAILABLE]},
    "SymbolMatch": {"instrument": _APPLE, "score": 1.0, "matched": "apple", "available": [_AVAILABLE]},
    "TopAssets": {
        "as_of": _AT,
        "by": "momentum",
        "method": "return of the last 126 bars",
        "assets": [
            {
                "asset": "AAPL",
                "name": "Apple",
                "market": "us_equities",
                "rank": 1,
                "score": 0.31,
                "provenance": _PROVENANCE,
            }
        ],
        "left_out": {"0005.HK": "has no bars here"},
    },
    "TradingSession": {"session": "2020-01-02", "open": "2020-01-02T14:30:00Z", "close": "2020-01-02T21:00:00Z"},
    "TunableDocument": {"document": STRATEGY},
    "UsageToday": {
        "day": "2026-11-20",
        "messages": 3,
        "input_tokens": 5400,
        "output_tokens": 900,
        "cost_usd": 0.02,
        "resets_at": "2026-11-21T00:00:00Z",
    },
    "User": _USER,
    "ValidationReport": {"valid": True, "readback": _READBACK, "code": _CODE, "lookback": 325},
    "Verification": {
        "run_id": _ID,
        "matches": True,
        "changed": [],
        "detail": "The replay gives the same.",
        "was": _DIGEST,
        "now": _DIGEST,
    },
}
