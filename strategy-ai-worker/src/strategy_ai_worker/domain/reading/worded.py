"""A condition of a document in the words of a person, for questions: "14日RSI低于30" for "rsi(close, 14) < 30"."""

from __future__ import annotations

from typing import Final

from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.trees import Node, number_text, parse

_COLUMNS: Final = {
    "close": "收盘价", "open": "开盘价", "high": "最高价", "low": "最低价", "volume": "成交量",
    "entry_price": "入场价", "open_return": "浮盈", "bars_held": "持有天数",
}  # fmt: skip
_SIGNS: Final = {">": "高于", "<": "低于", ">=": "不低于", "<=": "不高于", "==": "等于", "!=": "不等于"}
_CROSSES: Final = {"crosses_above": "上穿", "crosses_below": "下穿"}
_SLOPES: Final = {"rising": "上涨", "falling": "下跌"}
_AVERAGES: Final = {"sma": "均线", "ema": "EMA", "wma": "WMA", "hma": "HMA", "vwma": "VWMA", "kama": "KAMA"}
_OF_LENGTH: Final = {
    "rsi": "RSI", "roc": "涨跌幅", "mom": "动量", "cci": "CCI", "willr": "威廉指标", "mfi": "MFI", "adx": "ADX",
    "atr": "ATR", "plus_di": "+DI", "minus_di": "-DI", "cmo": "CMO", "stddev": "标准差", "zscore": "z值",
    "historical_volatility": "历史波动率",
    "highest": "最高", "lowest": "最低", "vwap": "VWAP", "natr": "ATR百分比", "trix": "TRIX",
}  # fmt: skip
_FIELDS: Final = {
    ("macd", "macd"): "DIF", ("macd", "signal"): "DEA", ("macd", "histogram"): "MACD柱", ("stoch", "k"): "K值",
    ("stoch", "d"): "D值", ("bbands", "upper"): "布林带上轨", ("bbands", "middle"): "布林带中轨",
    ("bbands", "lower"): "布林带下轨", ("supertrend", "line"): "超级趋势线",
    ("supertrend", "direction"): "超级趋势方向",
}  # fmt: skip
_FRAMES: Final = {"1w": "周线", "1mo": "月线", "1d": "日线", "1h": "小时线", "4h": "4小时线"}


def worded(when: str, tongue: Tongue, *, daily: bool = True) -> str:
    """Return a condition in words where a person writes Chinese; in English the language of the document is plain."""
    return tongue.say(when, _told(parse(when), "日" if daily else "期"))


def _told(node: Node, unit: str) -> str:  # noqa: C901, PLR0911 - one construct a line
    if node.op == "num":
        return number_text(node.number)
    if node.op == "name":
        return _COLUMNS.get(node.word, node.word)
    if node.op == "lag":
        return _before(node, unit)
    if node.op == "field":
        return _line(node)
    if node.op == "call":
        return _called(node, unit)
    told = [_told(part, unit) for part in node.parts]
    if node.op in ("and", "or"):
        return {"and": "且", "or": "或"}[node.op].join(told)
    if node.op in _SIGNS:
        return f"{told[0]}{_SIGNS[node.op]}{told[1]}"
    if node.op == "not":
        return f"并非{told[0]}"
    if node.op == "*" and node.parts[0].op == "num":
        return f"{told[1]}的{told[0]}倍"
    return f"({told[0]} {node.op} {told[1]})" if len(told) > 1 else str(node)


def _before(node: Node, unit: str) -> str:
    inner, bars = node.parts[0], node.args[1]
    shown = number_text(bars.number) if isinstance(bars, Node) else str(bars)
    told = _told(inner, unit)
    if inner.op == "call" and inner.word in ("highest", "lowest"):
        return f"前{told}" if shown == "1" else f"{shown}{unit}前的{told}"
    if inner.is_truth:
        return f"前一{unit}{told}" if shown == "1" else f"{shown}{unit}前{told}"
    return f"前一{unit}{told}" if shown == "1" else f"{shown}{unit}前的{told}"


def _line(node: Node) -> str:
    inner = node.parts[0]
    words = _FIELDS.get((inner.word, node.word)) if inner.op == "call" else None
    numbers = [number_text(part.number) for part in inner.parts if part.op == "num"]
    return str(node) if words is None else f"{words}({','.join(numbers)})"


def _called(node: Node, unit: str) -> str:  # noqa: C901, PLR0911 - one construct a line
    parts = node.parts
    if node.word in _CROSSES:
        return f"{_told(parts[0], unit)}{_CROSSES[node.word]}{_told(parts[1], unit)}"
    if node.word in _SLOPES:
        return f"{_told(parts[0], unit)}连续{number_text(parts[1].number)}{unit}{_SLOPES[node.word]}"
    if node.word == "all" and parts[-1].op == "num":
        return f"连续{number_text(parts[1].number)}{unit}{_told(parts[0], unit)}"
    if node.word == "of":
        return f"{parts[0].word}的{_told(parts[1], unit)}"
    if node.word == "on":
        return f"{_FRAMES.get(parts[0].word, parts[0].word)}{_told(parts[1], unit)}"
    if node.word == "latch":
        return f"先有{_told(parts[0], unit)}"
    length = number_text(parts[-1].number) if parts and parts[-1].op == "num" else ""
    if node.word in _AVERAGES and length:
        base = "" if str(parts[0]) == "close" else f"{_told(parts[0], unit)}的"
        return f"{base}{length}{unit}{_AVERAGES[node.word] if not base else '均值'}"
    if node.word in ("highest", "lowest") and length:
        return f"{length}{unit}{_extreme(node, unit)}"
    if node.word in _OF_LENGTH and length:
        return f"{length}{unit}{_OF_LENGTH[node.word]}"
    return str(node)


def _extreme(node: Node, unit: str) -> str:
    column = str(node.parts[0])
    if (node.word, column) in (("highest", "high"), ("lowest", "low")):
        return _COLUMNS[column]
    return f"{_OF_LENGTH[node.word]}{_told(node.parts[0], unit)}"
