# ruff: noqa: E501 - titles stand on one line each
"""A short name for a strategy, made from its document: "50/200 SMA cross on SPY"."""

from __future__ import annotations

from collections.abc import Iterator

from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.trees import Node, number_text, parse, walk
from strategy_language.document import Strategy

_AVERAGES = {
    "sma": "SMA", "ema": "EMA", "wma": "WMA", "hma": "HMA", "dema": "DEMA", "tema": "TEMA", "kama": "KAMA",
    "rma": "RMA", "vwma": "VWMA", "zlema": "ZLEMA", "trima": "TRIMA",
}  # fmt: skip
_RHYTHMS = {
    "daily": ("Daily", "每日"), "weekly": ("Weekly", "每周"), "monthly": ("Monthly", "每月"),
    "quarterly": ("Quarterly", "每季"), "yearly": ("Yearly", "每年"),
}  # fmt: skip
_KINDS = {
    "macd": ("MACD", "MACD"), "supertrend": ("Supertrend", "超级趋势"), "sar": ("Parabolic SAR", "抛物线SAR"),
    "ichimoku": ("Ichimoku", "一目均衡表"), "bbands": ("Bollinger bands", "布林带"), "percent_b": ("Bollinger %b", "布林%b"),
    "bandwidth": ("Bollinger squeeze", "布林收口"), "keltner": ("Keltner channel", "肯特纳通道"), "vwap": ("VWAP", "VWAP"),
    "stoch": ("Stochastic", "随机指标"), "stochrsi": ("Stochastic RSI", "随机RSI"), "aroon": ("Aroon", "阿隆"),
    "obv": ("OBV", "OBV"), "zscore": ("Z-score", "Z分数"), "historical_volatility": ("Volatility", "波动率"),
    "natr": ("Volatility", "波动率"), "roc": ("Momentum", "动量"), "mom": ("Momentum", "动量"),
    "opening_range_high": ("Opening range", "开盘区间"), "opening_range_low": ("Opening range", "开盘区间"),
    "turn_of_month": ("Turn of the month", "月初效应"), "month": ("Seasonal", "季节"), "weekday": ("Weekday", "星期"),
    "trading_days_left_in_month": ("Turn of the month", "月末效应"), "trading_day_of_month": ("Turn of the month", "月初效应"),
    "day_of_month": ("Day of the month", "按日期"), "inside_bar": ("Inside bar", "内包线"),
    "narrowest_range": ("Narrow range", "窄幅"),
}  # fmt: skip
_LONGEST = 120


def name_of(document: Strategy, tongue: Tongue) -> str:
    """Return the name of a document in a language."""
    what = _what(document, tongue)
    market = _market(document, tongue)
    unit = {"1d": "day", "1w": "week", "1mo": "month"}.get(document.timeframe.value, "bar")
    return tongue.say(f"{what.replace('-bar', f'-{unit}')} on {market}", f"{market}：{what}")[:_LONGEST]


def _market(document: Strategy, tongue: Tongue) -> str:
    shown = ", ".join(document.universe[:3])
    more = len(document.universe) - 3
    return shown if more <= 0 else shown + tongue.say(f" and {more} more", f"等{len(document.universe)}只")


def _what(document: Strategy, tongue: Tongue) -> str:
    if document.pairs is not None:
        return tongue.say("Pairs trade", "配对交易")
    if document.allocation is not None:
        return tongue.say("Fixed weights", "固定权重")
    if document.rotation is not None:
        english, chinese = _RHYTHMS.get(str(document.rotation.rebalance), ("Periodic", "定期"))
        return tongue.say(
            f"{english} rotation, best {document.rotation.hold}", f"{chinese}轮动，持有{document.rotation.hold}只"
        )
    entries = [rule for rule in document.rules if rule.action.is_entry and rule.when]
    if not entries:
        return tongue.say("Strategy", "策略")
    sides = {rule.action.side for rule in entries}
    idea = next(_ideas(parse(entries[0].when), tongue), tongue.say("Price rules", "价格规则"))
    if sides == {"short"}:
        return tongue.say(f"Short: {idea}", f"做空：{idea}")
    return tongue.say(f"{idea}, long and short", f"{idea}，多空") if len(sides) > 1 else idea


def _ideas(when: Node, tongue: Tongue) -> Iterator[str]:
    """Yield what an entry is about, the most telling first: crossings and breakouts, levels, then any indicator."""
    atoms = list(walk(when))
    for readings in (_crossed, _broken_out, _levelled, _patterned, _streaked, _gapped, _mentioned):
        for atom in atoms:
            idea = readings(atom, tongue)
            if idea is not None:
                yield idea


def _compared(node: Node) -> bool:
    return node.op in ("<", "<=", ">", ">=") or (node.op == "call" and node.word.startswith("crosses"))


def _length(node: Node) -> str:
    return number_text(node.parts[-1].number) if node.parts and node.parts[-1].op == "num" else ""


def _crossed(node: Node, tongue: Tongue) -> str | None:
    if not _compared(node) or len(node.parts) != 2:
        return None
    left, right = node.parts
    if left.word in _AVERAGES and right.word in _AVERAGES and left.op == right.op == "call":
        kind = _AVERAGES[left.word] if left.word == right.word else f"{_AVERAGES[left.word]}/{_AVERAGES[right.word]}"
        lengths = f"{_length(left)}/{_length(right)}"
        crosses = node.op == "call"
        return tongue.say(
            f"{lengths} {kind} {'cross' if crosses else 'trend'}", f"{lengths}日{kind}{'交叉' if crosses else '趋势'}"
        )
    if str(left) == "close" and right.op == "call" and right.word in _AVERAGES:
        kind = f"{_length(right)}-bar {_AVERAGES[right.word]}"
        return tongue.say(f"Price and {kind}", f"价格与{_length(right)}日{_AVERAGES[right.word]}")
    return None


def _broken_out(node: Node, tongue: Tongue) -> str | None:
    if not _compared(node) or len(node.parts) != 2:
        return None
    level = node.parts[1].parts[0] if node.parts[1].op == "lag" else node.parts[1]
    if level.op != "call" or level.word not in ("highest", "lowest"):
        return None
    up = level.word == "highest"
    length = _length(level)
    return tongue.say(f"{length}-bar {'breakout' if up else 'low'}", f"{length}日{'突破' if up else '新低'}")


def _levelled(node: Node, tongue: Tongue) -> str | None:
    if not _compared(node) or len(node.parts) != 2 or node.parts[1].op != "num" or node.parts[0].op != "call":
        return None
    subject, level = node.parts[0], number_text(node.parts[1].number)
    if subject.word not in ("rsi", "cci", "mfi", "willr", "adx", "cmo", "ultosc", "ppo", "trix", "cmf"):
        return None
    up = node.op in (">", ">=") or node.word.endswith("above")
    title = f"{subject.word.upper()}({_length(subject)})" if _length(subject) else subject.word.upper()
    return tongue.say(f"{title} {'above' if up else 'below'} {level}", f"{title}{'高于' if up else '低于'}{level}")


def _patterned(node: Node, tongue: Tongue) -> str | None:
    if node.op != "call" or not node.word.startswith("cdl_"):
        return None
    words = node.word.removeprefix("cdl_").replace("_", " ")
    return tongue.say(words.capitalize(), f"K线形态 {words}")


def _streaked(node: Node, tongue: Tongue) -> str | None:
    if node.op != "call" or node.word not in ("rising", "falling") or str(node.parts[0]) != "close":
        return None
    count, up = _length(node), node.word == "rising"
    return tongue.say(f"{count} {'up' if up else 'down'} closes", f"连续{count}日{'上涨' if up else '下跌'}")


def _gapped(node: Node, tongue: Tongue) -> str | None:
    if not _compared(node) or str(node.parts[0]) != "open" or "[1]" not in str(node.parts[1]):
        return None
    up = node.op in (">", ">=")
    return tongue.say(f"Gap {'up' if up else 'down'}", f"跳空{'高开' if up else '低开'}")


def _mentioned(node: Node, tongue: Tongue) -> str | None:
    named = _KINDS.get(node.word) if node.op == "call" else None
    return tongue.say(*named) if named is not None else None
