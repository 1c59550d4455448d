"""Five strategies that have little in common, and the years over which their trades are looked at."""

STRATEGIES = {
    "crossing": (
        {
            "name": "Averages that cross",
            "universe": ["SPY"],
            "definitions": [
                {"name": "fast", "expr": "sma(close, 20)"},
                {"name": "slow", "expr": "sma(close, 50)"},
            ],
            "rules": [
                {"id": "buy", "action": "enter_long", "when": "crosses_above(fast, slow)"},
                {"id": "sell", "action": "exit_long", "when": "crosses_below(fast, slow)"},
            ],
            "costs": {"preset": "us_equities"},
        },
        ("2008-01-01", "2016-12-31"),
    ),
    "dips": (
        {
            "name": "Dips with a stop and a target",
            "universe": ["AAPL"],
            "definitions": [{"name": "strength", "expr": "rsi(close, 5)"}],
            "rules": [{"id": "buy", "action": "enter_long", "when": "crosses_below(strength, 30)"}],
            "risk": {
                "stop_loss": {"kind": "percent", "value": 3},
                "take_profit": [{"kind": "percent", "value": 4}],
                "max_bars": 8,
            },
            "costs": {"preset": "us_equities"},
        },
        ("2010-01-01", "2013-12-31"),
    ),
    "breakout": (
        {
            "name": "Breakouts both ways with a trailing stop",
            "universe": ["BTC-USD"],
            "timeframe": "4h",
            "definitions": [
                {"name": "top", "expr": "highest(high, 30)[1]"},
                {"name": "bottom", "expr": "lowest(low, 30)[1]"},
                {"name": "usual_range", "expr": "atr(14)"},
            ],
            "rules": [
                {"id": "up", "action": "enter_long", "when": "close > top"},
                {"id": "down", "action": "enter_short", "when": "close < bottom"},
            ],
            "risk": {"trailing_stop": {"kind": "atr", "multiple": 3, "length": 14}},
            "execution": {"allow_short": True},
            "costs": {"preset": "crypto"},
        },
        None,
    ),
    "limit": (
        {
            "name": "A limit below the close, left after three bars",
            "universe": ["0700.HK"],
            "rules": [
                {
                    "id": "buy",
                    "action": "enter_long",
                    "when": "close > sma(close, 100)",
                    "order": {"kind": "limit", "price": "close * 0.98", "valid_bars": 1},
                }
            ],
            "risk": {"max_bars": 3},
            "sizing": {"kind": "percent_of_equity", "value": 50},
            "costs": {"preset": "hk_equities"},
        },
        None,
    ),
    "parts": (
        {
            "name": "Out in two parts, break-even after the first",
            "universe": ["^GSPC"],
            "rules": [
                {"id": "buy", "action": "enter_long", "when": "crosses_above(close, ema(close, 30))"},
                {"id": "sell", "action": "exit_long", "when": "crosses_below(close, ema(close, 30))"},
            ],
            "risk": {
                "stop_loss": {"kind": "atr", "multiple": 2, "length": 14},
                "take_profit": [
                    {"kind": "r_multiple", "value": 1, "fraction": 0.5},
                    {"kind": "r_multiple", "value": 2},
                ],
                "break_even": {"trigger": {"kind": "r_multiple", "value": 1}},
            },
            "costs": {"preset": "none"},
        },
        ("2005-01-01", "2012-12-31"),
    ),
}
