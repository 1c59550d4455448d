# ruff: noqa: E501 - sentences stand on one line each
"""What is said of suggestions, in the three languages."""

from typing import Final

from strategy_ai_worker.domain.advice.languages import Sentence

TIMEFRAMES: Final[dict[str, Sentence]] = {
    "1d": ("daily", "日", "日"),
    "1w": ("weekly", "周", "週"),
    "1mo": ("monthly", "月", "月"),
    "3mo": ("quarterly", "季", "季"),
}
HELD_BY_RULES: Final[Sentence] = (
    "{bars} bars, the usual time from entry to exit signal of these rules",
    "{bars}根K线（这些规则从入场到出场信号的通常间隔）",
    "{bars}根K線（這些規則從入場到出場訊號的通常間隔）",
)
HELD_BY_TIME: Final[Sentence] = (
    "{bars} bars, the time limit of these rules",
    "{bars}根K线（规则的持有期限）",
    "{bars}根K線（規則的持有期限）",
)
HELD_BY_DEFAULT: Final[Sentence] = (
    "{bars} bars, because the usual holding of these rules is not known",
    "{bars}根K线（这些规则的通常持有期未知，取此值）",
    "{bars}根K線（這些規則的通常持有期未知，取此值）",
)
STOP_TITLE: Final[Sentence] = (
    "Add a stop of {multiple} ATR (about {percent}%)",
    "加入{multiple}倍ATR止损（约{percent}%）",
    "加入{multiple}倍ATR止損（約{percent}%）",
)
STOP: Final[Sentence] = (
    (
        "The document has no stop. In the last {bars} {timeframe} bars {symbol} moved {range_percent}% from high to low in a usual bar (ATR {atr_percent}%). "
        "In {stretches} stretches of {held}, the price ran {usual_run_against_percent}% against the position in the middle one and {worst_run_percent}% in the worst. "
        "A stop of {multiple} ATR lies about {stop_percent}% away; it would have been hit in {hit_share_percent}% of them."
    ),
    (
        "文档没有止损。最近{bars}根{timeframe}K线中，{symbol}一根K线的高低差通常为{range_percent}%（ATR {atr_percent}%）。"
        "在{stretches}段持有{held}的历史中，价格朝不利方向的中位幅度为{usual_run_against_percent}%，最差为{worst_run_percent}%。"
        "{multiple}倍ATR的止损约在{stop_percent}%之外，其中{hit_share_percent}%的情形会触发。"
    ),
    (
        "文件沒有止損。最近{bars}根{timeframe}K線中，{symbol}一根K線的高低差通常為{range_percent}%（ATR {atr_percent}%）。"
        "在{stretches}段持有{held}的歷史中，價格朝不利方向的中位幅度為{usual_run_against_percent}%，最差為{worst_run_percent}%。"
        "{multiple}倍ATR的止損約在{stop_percent}%之外，其中{hit_share_percent}%的情形會觸發。"
    ),
)
TARGET_TITLE: Final[Sentence] = (
    "Add a target of {percent}%",
    "加入{percent}%止盈",
    "加入{percent}%止盈",
)
TARGET: Final[Sentence] = (
    (
        "The document has no target. In {stretches} stretches of {held}, {symbol} ran {usual_run_ahead_percent}% ahead in the middle one and {best_run_percent}% in the best; "
        "{reached_share_percent}% of them reached {target_percent}%."
    ),
    "文档没有止盈。在{stretches}段持有{held}的历史中，{symbol}朝有利方向的中位幅度为{usual_run_ahead_percent}%，最好为{best_run_percent}%；其中{reached_share_percent}%达到{target_percent}%。",
    "文件沒有止盈。在{stretches}段持有{held}的歷史中，{symbol}朝有利方向的中位幅度為{usual_run_ahead_percent}%，最好為{best_run_percent}%；其中{reached_share_percent}%達到{target_percent}%。",
)
TARGET_CUTS_TRENDS: Final[Sentence] = (
    "Beware: rules like these live on a few long runs, which a target cuts short.",
    "请注意：这类规则靠少数大行情获利，止盈会把它们截断。",
    "請注意：這類規則靠少數大行情獲利，止盈會把它們截斷。",
)
SIZE_BY_RISK_TITLE: Final[Sentence] = (
    "Risk {percent}% of the account per trade",
    "每笔交易只冒账户{percent}%的风险",
    "每筆交易只冒帳戶{percent}%的風險",
)
SIZE_BY_RISK: Final[Sentence] = (
    (
        "All of the equity goes into one position now. {symbol} ran {worst_run_percent}% against a position in its worst stretch of {held} bars, and fell {deepest_fall_percent}% from its peak. "
        "With {percent}% at risk the size follows from the distance to the stop, and being stopped costs about {percent}% of the account (more through a gap)."
    ),
    (
        "目前每次投入全部资金。{symbol}在最差的{held}根K线里朝不利方向走了{worst_run_percent}%，从高点最深下跌{deepest_fall_percent}%。"
        "若每笔只冒{percent}%的风险，仓位由止损距离决定，止损一次约损失账户的{percent}%（跳空时更多）。"
    ),
    (
        "目前每次投入全部資金。{symbol}在最差的{held}根K線裡朝不利方向走了{worst_run_percent}%，從高點最深下跌{deepest_fall_percent}%。"
        "若每筆只冒{percent}%的風險，倉位由止損距離決定，止損一次約損失帳戶的{percent}%（跳空時更多）。"
    ),
)
SIZE_BY_SWING_TITLE: Final[Sentence] = (
    "Size for a swing of {percent}% a year",
    "按年化波动{percent}%确定仓位",
    "按年化波動{percent}%確定倉位",
)
SIZE_BY_SWING: Final[Sentence] = (
    (
        "All of the equity goes into one position now. {symbol} swings by {volatility_percent}% a year and fell {deepest_fall_percent}% from its peak. "
        "Aiming at {percent}% a year would invest about {invested_percent}% of the equity at its usual volatility, less when it is wild and never more than all."
    ),
    (
        "目前每次投入全部资金。{symbol}的年化波动为{volatility_percent}%，从高点最深下跌{deepest_fall_percent}%。"
        "以年化{percent}%为目标，通常投入约{invested_percent}%的资金，波动大时更少，且不超过全部资金。"
    ),
    (
        "目前每次投入全部資金。{symbol}的年化波動為{volatility_percent}%，從高點最深下跌{deepest_fall_percent}%。"
        "以年化{percent}%為目標，通常投入約{invested_percent}%的資金，波動大時更少，且不超過全部資金。"
    ),
)
