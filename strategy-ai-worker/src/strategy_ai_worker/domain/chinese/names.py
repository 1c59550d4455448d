# ruff: noqa: E501 - one phrase after the other
"""What the functions of the catalogue, the columns and the calendar are called in Chinese."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.words.chinese.columns import WORDS

COLUMNS: Final = {"close": "收盘价", "open": "开盘价", "high": "最高价", "low": "最低价", "volume": "成交量"}
FRAMES: Final = {
    "1m": "1分钟线", "5m": "5分钟线", "15m": "15分钟线", "30m": "30分钟线", "1h": "小时线", "2h": "2小时线",
    "4h": "4小时线", "1d": "日线", "1w": "周线", "1mo": "月线", "3mo": "季线",
}  # fmt: skip
UNITS: Final = {"1d": "日", "1w": "周", "1mo": "个月", "3mo": "个季度"}
"""What one bar is called; "根K线" within a session."""
WEEKDAYS: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
PERIODS: Final = {"daily": "每天", "weekly": "每周", "monthly": "每月", "quarterly": "每季度", "yearly": "每年"}

FUNCTIONS: Final = {
    "sma": "{series}{length}均线", "ema": "{series}{length}指数均线", "wma": "{series}{length}加权均线",
    "hma": "{series}{length}赫尔均线", "rsi": "{series}{length}RSI", "roc": "{series}{length}涨跌幅（%）",
    "mom": "{series}{length}动量", "zscore": "{series}{length}Z值", "stddev": "{series}{length}标准差",
    "historical_volatility": "{series}{length}年化波动率", "percent_from_high": "{series}距{length}高点的幅度（%）",
    "atr": "{length}ATR", "natr": "{length}ATR占价格的百分比", "adx": "{length}ADX", "cci": "{length}CCI",
    "plus_di": "{length}+DI", "minus_di": "{length}-DI", "willr": "{length}威廉指标", "mfi": "{length}资金流量指标",
    "cmf": "{length}蔡金资金流", "obv": "能量潮OBV", "vwap": "VWAP", "relative_volume": "{length}相对成交量",
    "percentile_rank": "{series}在{length}内的百分位", "sum": "{series}{length}之和", "median": "{series}{length}中位数",
    "bandwidth": "布林带宽({numbers})", "percent_b": "布林%b({numbers})", "sar": "抛物线SAR({numbers})",
    "bbands": "布林带({numbers})", "keltner": "肯特纳通道({numbers})", "donchian": "{length}唐奇安通道",
    "macd": "MACD({numbers})", "stoch": "随机指标({numbers})", "stochrsi": "随机RSI({numbers})", "kdj": "KDJ({numbers})",
    "supertrend": "超级趋势({numbers})", "ichimoku": "一目均衡表({numbers})", "aroon": "{length}阿隆指标",
    "crosses_above": "{0}上穿{1}", "crosses_below": "{0}下穿{1}", "crosses": "{0}穿越{1}",
    "rising": "{series}连续{length}上升", "falling": "{series}连续{length}下跌",
    "min": "({all})中的较小者", "max": "({all})中的较大者", "mean_of": "({all})的平均", "abs": "{0}的绝对值",
    "where": "(若{0}则{1}，否则{2})", "count_true": "以下条件成立的个数（{all}）", "log": "{0}的对数",
    "became_true": "{0}刚刚成立", "became_false": "{0}刚刚不再成立", "bars_since": "距{0}的K线数",
    "gap_up": "向上跳空", "gap_down": "向下跳空", "gap_percent": "跳空幅度（%）", "inside_bar": "内包线",
    "outside_bar": "外包线", "trading_day_of_month": "当月第几个交易日",
    "trading_days_left_in_month": "当月剩余交易日数", "is_last_session_of_week": "是当周最后一个交易日",
    "is_first_session_of_week": "是当周第一个交易日", "is_first_bar": "是当天第一根K线", "is_last_bar": "是当天最后一根K线",
    "weekday": "星期", "month": "月份", "day_of_month": "日期（几号）", "year": "年份", "hour": "小时",
    "time_of_day": "时间", "minutes_since_open": "开盘后的分钟数", "minutes_to_close": "距收盘的分钟数",
    "day_open": "当天开盘价", "day_high": "当天最高价", "day_low": "当天最低价", "prev_session_open": "前一交易日开盘价",
    "prev_session_high": "前一交易日最高价", "prev_session_low": "前一交易日最低价", "prev_session_close": "前一交易日收盘价",
    "opening_range_high": "开盘{0}分钟的最高价", "opening_range_low": "开盘{0}分钟的最低价",
}  # fmt: skip
"""A phrase with places: a name of an argument, its number, all of them, or all plain numbers."""

OUTPUTS: Final = {
    "upper": "上轨", "middle": "中轨", "lower": "下轨", "signal": "信号线", "histogram": "柱", "macd": "线",
    "k": "的K值", "d": "的D值", "j": "的J值", "line": "线", "direction": "方向", "up": "上线", "down": "下线",
    "tenkan": "转换线", "kijun": "基准线",
}  # fmt: skip
POSITION: Final = {
    "entry_price": "入场价", "avg_price": "平均入场价", "last_fill_price": "最近成交价", "entries": "进场次数",
    "bars_held": "持仓K线数", "open_return": "持仓盈亏", "initial_risk": "初始风险", "open_r": "持仓盈亏（R）",
    "open_pnl": "持仓盈亏金额", "equity": "账户权益", "highest_since_entry": "进场以来的最高价",
    "lowest_since_entry": "进场以来的最低价", "bars_since_exit": "上次离场以来的K线数", "last_trade_return": "上一笔交易的收益",
}  # fmt: skip
_SIDES: Final = {"bullish": "看涨", "bearish": "看跌"}
_PATTERNS: Final = {str(key): words.split("|")[0] for key, words in WORDS["PATTERN"].items()}


def pattern_name(function: str) -> str | None:
    """Return what a candlestick pattern is called, or None where it has no Chinese name here."""
    word, side = function.removeprefix("cdl_"), ""
    for ending, said in _SIDES.items():
        if word.endswith(f"_{ending}"):
            word, side = word.removesuffix(f"_{ending}"), said
    name = _PATTERNS.get(word.replace("_", ""))
    return f"{side}{name}" if name is not None else None
