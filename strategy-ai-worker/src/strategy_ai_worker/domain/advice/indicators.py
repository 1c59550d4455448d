# ruff: noqa: E501 - sentences stand on one line each
"""What the functions in a document mean."""

from collections.abc import Mapping
from typing import Final

from strategy_ai_worker.domain.advice.languages import Language
from strategy_language.catalogue.entry import Entry
from strategy_language.conversation import IndicatorMeaning
from strategy_language.document import Strategy
from strategy_language.expressions.nodes import Call
from strategy_language.expressions.render import render
from strategy_language.program import compile_document

_MOST = 20
_PLAIN_GROUPS = ("elementwise",)
_PLAIN = ("crosses_above", "crosses_below", "all", "any")
"""Words of logic and arithmetic, which the read-back says already."""

_CHINESE: Final[Mapping[str, tuple[str, str]]] = {
    "sma": ("简单移动平均：最近N根K线收盘价的平均值。", "簡單移動平均：最近N根K線收盤價的平均值。"),
    "ema": ("指数移动平均：越近的K线权重越大，反应更快。", "指數移動平均：越近的K線權重越大，反應更快。"),
    "wma": ("加权移动平均：权重随时间线性增加。", "加權移動平均：權重隨時間線性增加。"),
    "hma": ("赫尔移动平均：平滑而滞后小。", "赫爾移動平均：平滑而滯後小。"),
    "rsi": ("相对强弱指数：0到100，低于30称超卖，高于70称超买。", "相對強弱指數：0到100，低於30稱超賣，高於70稱超買。"),
    "macd": ("平滑异同平均线：快慢指数均线之差及其信号线，衡量动能。", "平滑異同平均線：快慢指數均線之差及其訊號線，衡量動能。"),
    "bbands": ("布林带：均线上下若干标准差的通道。", "布林帶：均線上下若干標準差的通道。"),
    "atr": ("平均真实波幅：一根K线通常的波动大小。", "平均真實波幅：一根K線通常的波動大小。"),
    "natr": ("以价格百分比表示的平均真实波幅。", "以價格百分比表示的平均真實波幅。"),
    "adx": ("趋向指数：0到100，衡量趋势强弱，不分方向。", "趨向指數：0到100，衡量趨勢強弱，不分方向。"),
    "stoch": ("随机指标：收盘价在近期高低区间中的位置，0到100。", "隨機指標：收盤價在近期高低區間中的位置，0到100。"),
    "kdj": ("KDJ：随机指标加上J线，衡量超买超卖。", "KDJ：隨機指標加上J線，衡量超買超賣。"),
    "cci": ("顺势指标：典型价偏离均值的程度。", "順勢指標：典型價偏離均值的程度。"),
    "willr": ("威廉指标：收盘价在近期区间中的位置，-100到0。", "威廉指標：收盤價在近期區間中的位置，-100到0。"),
    "mfi": ("资金流量指标：以成交量加权的RSI。", "資金流量指標：以成交量加權的RSI。"),
    "obv": ("能量潮：上涨日加、下跌日减的累计成交量。", "能量潮：上漲日加、下跌日減的累計成交量。"),
    "vwap": ("成交量加权平均价：当日的均价。", "成交量加權平均價：當日的均價。"),
    "roc": ("变动率：最近N根K线的涨跌幅（%）。", "變動率：最近N根K線的漲跌幅（%）。"),
    "highest": ("最近N根K线的最高值。", "最近N根K線的最高值。"),
    "lowest": ("最近N根K线的最低值。", "最近N根K線的最低值。"),
    "donchian": ("唐奇安通道：最近N根K线的最高价与最低价。", "唐奇安通道：最近N根K線的最高價與最低價。"),
    "keltner": ("肯特纳通道：均线上下若干ATR。", "肯特納通道：均線上下若干ATR。"),
    "supertrend": ("超级趋势：离价格若干ATR的线，被收盘价穿越时翻转。", "超級趨勢：離價格若干ATR的線，被收盤價穿越時翻轉。"),
    "sar": ("抛物线转向：随趋势加速的跟踪价位。", "拋物線轉向：隨趨勢加速的跟蹤價位。"),
    "ichimoku": ("一目均衡表：由9、26、52期中价组成的云图。", "一目均衡表：由9、26、52期中價組成的雲圖。"),
    "zscore": ("Z值：偏离均值多少个标准差。", "Z值：偏離均值多少個標準差。"),
    "rising": ("连续N根K线上升。", "連續N根K線上升。"),
    "falling": ("连续N根K线下降。", "連續N根K線下降。"),
    "stddev": ("标准差：波动的大小。", "標準差：波動的大小。"),
    "historical_volatility": ("历史波动率（年化）。", "歷史波動率（年化）。"),
    "gap_percent": ("开盘相对前收盘的跳空幅度（%）。", "開盤相對前收盤的跳空幅度（%）。"),
    "weekday": ("星期几（交易所时间）。", "星期幾（交易所時間）。"),
    "month": ("月份。", "月份。"),
}  # fmt: skip


def indicator_meanings(strategy: Strategy, language: Language) -> tuple[IndicatorMeaning, ...]:
    """Return each function that the document uses with its calls and its meaning, in the order of first use."""
    written: dict[str, dict[str, None]] = {}
    entries: dict[str, Entry] = {}
    for node in compile_document(strategy).nodes():
        if not isinstance(node, Call) or node.entry.group in _PLAIN_GROUPS or node.name in _PLAIN:
            continue
        entries[node.name] = node.entry
        written.setdefault(node.name, {})[render(node)] = None
    return tuple(
        IndicatorMeaning(name=name, written=tuple(written[name]), meaning=_meaning(entry, language))
        for name, entry in list(entries.items())[:_MOST]
    )


def _meaning(entry: Entry, language: Language) -> str:
    chinese = _CHINESE.get(entry.name)
    if language == "en" or chinese is None:
        return entry.meaning
    return chinese[0 if language == "zh-Hans" else 1]
