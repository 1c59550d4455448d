"""What clients send, by operation: shown in the reference, and tried on the living house by the fuzz tests."""

from pydantic import JsonValue

STRATEGY: JsonValue = {
    "name": "Dip buyer",
    "universe": ["^GSPC"],
    "parameters": [{"name": "length", "value": 14, "low": 5, "high": 30, "step": 1, "label": "RSI length, bars"}],
    "rules": [
        {"id": "r1", "action": "enter_long", "when": "rsi(close, length) < 30"},
        {"id": "r2", "action": "exit_long", "when": "rsi(close, length) > 55"},
    ],
}
RANGE: dict[str, JsonValue] = {"start": "2010-01-04", "end": "2018-12-31"}
_ACCOUNT: dict[str, JsonValue] = {"email": "ada@example.com", "password": "a long and quiet password"}
_CREDENTIAL: JsonValue = {
    "id": "Zm9yIGV4YW1wbGUgYWxvbmU",
    "rawId": "Zm9yIGV4YW1wbGUgYWxvbmU",
    "type": "public-key",
    "response": {"clientDataJSON": "eyJ0eXBlIjoi...", "attestationObject": "o2NmbXRkbm9uZQ..."},
}
_CHALLENGE = "3f22a19c-eb31-4d14-bf70-62625b0852e7"
_CSV = "timestamp,open,high,low,close,volume\n2020-01-02,74.06,75.15,73.80,75.09,135480400\n"

REQUESTS: dict[str, JsonValue] = {
    "register": {**_ACCOUNT, "display_name": "Ada"},
    "login": _ACCOUNT,
    "change_password": {"current_password": "a long and quiet password", "new_password": "another long password"},
    "create_token": {"name": "notebook", "scopes": ["read", "run"], "expires_in_days": 90},
    "add_passkey": {"challenge_id": _CHALLENGE, "name": "Laptop", "credential": _CREDENTIAL},
    "sign_in_with_passkey": {"challenge_id": _CHALLENGE, "credential": _CREDENTIAL},
    "update_me": {"display_name": "Ada", "preferences": {"language": "en", "theme": "dark"}},
    "delete_me": {"password": "a long and quiet password"},
    "put_key": {"key": "sk-of-your-own", "model": "gpt-5"},
    "chat": {"message": "Buy the S&P 500 when RSI(14) drops below 30, sell when it is above 55"},
    "rename_conversation": {"title": "Buying dips"},
    "create_strategy": {"strategy": STRATEGY, "message": "First try"},
    "update_strategy": {"strategy": STRATEGY, "message": "A slower exit"},
    "validate_strategy": {"strategy": STRATEGY},
    "make_tunable": {"document": STRATEGY},
    "export_strategy": {"strategy": STRATEGY},
    "run_backtest": {"strategy": STRATEGY, **RANGE, "initial_cash": 100_000, "overrides": {"parameters.length": 10}},
    "count_signals": {"strategy": STRATEGY, **RANGE},
    "preview_indicators": {"strategy": STRATEGY, **RANGE, "expressions": ["rsi(close, 14)"]},
    "start_study": {
        "kind": "sweep",
        "request": {"strategy": STRATEGY, **RANGE},
        "sweep": {"parameters": {"length": [10, 14, 20]}},
    },
    "ingest_bars": {"symbol": "AAPL", "timeframe": "1d", **RANGE},
    "upload_bars": _CSV,
    "check_bars": _CSV,
    "restore_store": "(a file from GET /market/backup)",
}

PARAMETERS: dict[str, JsonValue] = {
    "idempotency-key": "run-2026-11-20-0001",
    "provider": "openai",
    "target": "pine",
    "version": 1,
    "timeframe": "1d",
    "sources": "file,sample",
    "calendar": "XNYS",
    "asset": "AAPL",
    "symbol": "AAPL",
    "start": "2020-01-02",
    "end": "2020-12-31",
    "q": "apple",
    "by": "momentum",
    "market": "us_equities",
}
"""What parameters look like, by name; ids of things come from answers."""
