"""The turnover: a volume that is compared with an amount of money."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, name, rebuild, walk


def in_money(c: Cursor, k: int, subject: Node) -> Node:
    """Return the turnover where a volume is compared with money: "成交额超过1亿", "a dollar volume over $5 million"."""
    if not any(one.word == "volume" for one in walk(subject)) or "close" in str(subject):
        return subject
    told = c.at(k - 1).has("USD") or any("额" in c.at(m).text or c.at(m).text == "dollar" for m in range(k - 6, k))
    turnover = arithmetic("*", CLOSE, name("volume"))
    return rebuild(subject, lambda part: turnover if part == name("volume") else part) if told else subject
