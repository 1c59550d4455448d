"""Small whole numbers by which the kernel tells kinds apart."""

from typing import Final

from backtest_engine.domain.position.reasons import reason_code

MARKET: Final = 0
LIMIT: Final = 1
STOP: Final = 2
STOP_LIMIT: Final = 3
ORDER_KINDS: Final = {"limit": LIMIT, "stop": STOP, "stop_limit": STOP_LIMIT}

NEXT_OPEN: Final = 0
SAME_CLOSE: Final = 1
NEXT_CLOSE: Final = 2
FILLS: Final = {"next_open": NEXT_OPEN, "same_close": SAME_CLOSE, "next_close": NEXT_CLOSE}

REVERSE: Final = 0
CLOSE: Final = 1
IGNORE: Final = 2
ON_OPPOSITE: Final = {"reverse": REVERSE, "close": CLOSE, "ignore": IGNORE}

PERCENT: Final = 0
ATR: Final = 1
DISTANCE: Final = 2
PRICE: Final = 3
R_MULTIPLE: Final = 4
GIVE_BACK: Final = 5
AFTER_TARGET: Final = 6
LEVELS: Final = {
    "percent": PERCENT,
    "atr": ATR,
    "distance": DISTANCE,
    "price": PRICE,
    "r_multiple": R_MULTIPLE,
    "give_back": GIVE_BACK,
    "after_target": AFTER_TARGET,
}

OF_EQUITY: Final = 0
OF_CASH: Final = 1
OF_QUANTITY: Final = 2
OF_RISK: Final = 3
OF_RISK_CASH: Final = 4
OF_VOLATILITY: Final = 5
OF_SHARE: Final = 6
OF_LAST: Final = 7
SIZINGS: Final = {
    "percent_of_equity": OF_EQUITY,
    "cash": OF_CASH,
    "quantity": OF_QUANTITY,
    "risk_percent": OF_RISK,
    "risk_cash": OF_RISK_CASH,
    "volatility_target": OF_VOLATILITY,
    "equal_weight": OF_SHARE,
    "times_last": OF_LAST,
}

NUMBER: Final = 0
VALUES: Final = 1
CONDITION: Final = 2
PROGRAM: Final = 3

LONG_ENTRY_FLAG: Final = 1
SHORT_ENTRY_FLAG: Final = 2
LONG_EXIT_FLAG: Final = 4
SHORT_EXIT_FLAG: Final = 8
ALWAYS_FLAG: Final = 16

BY_RULE: Final = reason_code("rule")
BY_REVERSE: Final = reason_code("reverse")
BY_STOP: Final = reason_code("stop_loss")
BY_TARGET: Final = reason_code("take_profit")
BY_TRAILING: Final = reason_code("trailing_stop")
BY_BREAK_EVEN: Final = reason_code("break_even")
BY_STEP: Final = reason_code("stop_step")
BY_MAX_BARS: Final = reason_code("max_bars")
BY_SESSION: Final = reason_code("session_exit")
BY_REBALANCE: Final = reason_code("rebalance")
BY_MARGIN: Final = reason_code("margin_call")
BY_DAILY_LOSS: Final = reason_code("daily_loss_limit")
BY_DRAWDOWN: Final = reason_code("drawdown_limit")
BY_END: Final = reason_code("end_of_data")
BY_DELISTING: Final = reason_code("delisted")

NOBODY: Final = -1
"""No rule, no source, no group."""
