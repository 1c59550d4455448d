# ruff: noqa: E501 - word lists and sentences stand on one line each
"""Questions about a run, answered from its stored result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue

from strategy_ai_worker.domain.interpretation import Interpretation
from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.tongue import Tongue

_ASKS: Final = re.compile(
    r"^\s*(why|when|how many|how much|how often|how did|what was|what were|which|did it|was it|show me the|explain the)\b.*"
    r"\b(it|sell|sold|buy|bought|trade|trades|exit|enter|entered|exited|drawdown|return|sharpe|win rate|lose|lost|made|profit|result|results|perform|performed|best|worst|fees|costs)\b",
    re.DOTALL,
)
_ASKS_CHINESE: Final = re.compile(
    r"(为什么|为何|何时|什么时候|多少次|多少笔|结果|最大回撤|胜率).*(卖|买|交易|平仓|开仓|回撤|收益|胜率|亏|赚|如何|怎么样|多少)"
)
_MONTHS: Final = {
    name: i
    for i, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
_FIGURES: Final = {
    "drawdown": ("max_drawdown", "the deepest drawdown"), "回撤": ("max_drawdown", "最大回撤"), "sharpe": ("sharpe", "the Sharpe ratio"), "夏普": ("sharpe", "夏普比率"),
    "win rate": ("win_rate", "the win rate"), "胜率": ("win_rate", "胜率"), "how many trades": ("trades", "the number of trades"), "多少笔": ("trades", "交易次数"),
    "return": ("total_return", "the total return"), "收益": ("total_return", "总收益"), "profit factor": ("profit_factor", "the profit factor"),
    "fees": ("costs_paid", "the costs paid"), "costs": ("costs_paid", "the costs paid"), "cagr": ("cagr", "the yearly growth"),
}  # fmt: skip
_PERCENT: Final = frozenset({"max_drawdown", "win_rate", "total_return", "cagr"})


def asks_about_result(message: str) -> bool:
    """Return whether a message asks what a run did."""
    text = plain(message)
    return bool(_ASKS.search(text) or _ASKS_CHINESE.search(text)) and not re.search(
        r"\b(buy|sell|go long|enter) (when|if|whenever)\b", text
    )


def explain_result(message: str, result: Mapping[str, JsonValue] | None, tongue: Tongue) -> Interpretation:
    """Return what the newest run says to the question."""
    body = (result or {}).get("result") if isinstance((result or {}).get("result"), Mapping) else result
    if not isinstance(body, Mapping) or not body.get("summary_stats"):
        text = tongue.say(
            "There is no finished run of this strategy yet. Run it first; then I can explain what it did.",
            "这个策略还没有完成的回测。请先运行一次，然后我就能解释它的表现。",
        )
        return Interpretation(kind="answer", explanation=text, language=tongue.language)
    text = plain(message)
    lines = _figures(text, body, tongue) or _trades(text, body, tongue)
    return Interpretation(kind="answer", explanation="\n".join(lines), language=tongue.language)


def _figures(text: str, body: Mapping[str, JsonValue], tongue: Tongue) -> list[str]:
    stats = body["summary_stats"]
    if not isinstance(stats, Mapping):
        return []
    lines = []
    for word, (key, title) in _FIGURES.items():
        if word in text and key in stats:
            lines.append(
                tongue.say(
                    f"In the newest run {title} was {_shown(key, stats[key])}.",
                    f"最近一次回测中，{title}为 {_shown(key, stats[key])}。",
                )
            )
    return list(dict.fromkeys(lines))


def _shown(key: str, value: JsonValue) -> str:
    if not isinstance(value, int | float):
        return "undefined"
    return f"{value:.1%}" if key in _PERCENT else f"{value:,.2f}".rstrip("0").rstrip(".")


def _trades(text: str, body: Mapping[str, JsonValue], tongue: Tongue) -> list[str]:
    log = body.get("trade_log")
    trades = [trade for trade in log if isinstance(trade, Mapping)] if isinstance(log, list | tuple) else []
    year = re.search(r"\b(19|20)\d\d\b", text)
    month = next((number for name, number in _MONTHS.items() if name in text), None) or _chinese_month(text)
    prefix = (f"{year.group()}-{month:02d}" if month else year.group()) if year else f"-{month:02d}-" if month else ""
    side = "exit_time" if re.search(r"\b(sell|sold|exit|exited|close|closed)\b|卖|平仓", text) else "entry_time"
    chosen = [trade for trade in trades if prefix in str(trade.get(side, ""))[:10]] if prefix else trades[-3:]
    if not chosen:
        when = prefix.strip("-") or "-"
        return [tongue.say(f"The newest run has no such trade in {when}.", f"最近一次回测在 {when} 没有这样的交易。")]
    return [_told(trade, tongue) for trade in chosen[:5]]


def _chinese_month(text: str) -> int | None:
    found = re.search(r"(\d{1,2})月", text)
    return int(found.group(1)) if found else None


def _told(trade: Mapping[str, JsonValue], tongue: Tongue) -> str:
    entered, left = str(trade.get("entry_time"))[:10], str(trade.get("exit_time"))[:10]
    reason, rule = trade.get("exit_reason"), trade.get("exit_rule")
    why = f"{reason} ({rule})" if rule else str(reason)
    gain = trade.get("return_pct")
    shown = f"{gain:+.2f} %" if isinstance(gain, int | float) else "-"
    return tongue.say(
        f"{trade.get('symbol')}: {trade.get('side')} from {entered}, closed {left} because of {why}; result {shown}.",
        f"{trade.get('symbol')}：{entered} 开仓（{trade.get('side')}），{left} 平仓，原因：{why}；结果 {shown}。",
    )
