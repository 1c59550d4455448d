"""Expressions in Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from strategy_ai_worker.domain.chinese.names import (
    COLUMNS,
    FRAMES,
    FUNCTIONS,
    OUTPUTS,
    POSITION,
    UNITS,
    WEEKDAYS,
    pattern_name,
)
from strategy_language.expressions.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Column,
    Compare,
    DefinitionRef,
    Field,
    Lag,
    Negative,
    Node,
    Not,
    Number,
    Of,
    On,
    ParameterRef,
    PositionWord,
    Text,
)  # fmt: skip
from strategy_language.expressions.render import number_text, render

_COMPARED: Final = {"<": "低于", "<=": "不高于", ">": "高于", ">=": "不低于", "==": "等于", "!=": "不等于"}
_TIMED: Final = {**_COMPARED, "<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"}
_SIGNS: Final = {"+": "加", "-": "减", "*": "乘以", "/": "除以", "%": "除以后的余数："}
_DENIED: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_PLACE: Final = re.compile(r"\{(\w+)\}")
_SHARES: Final = ("open_return", "last_trade_return")


@dataclass(frozen=True)
class Speaker:
    """Says nodes in Chinese on bars of one timeframe."""

    timeframe: str
    frame: str = ""

    def say(self, node: Node) -> str:
        """Return a node in Chinese; the expression itself where it has no Chinese name."""
        match node:
            case Number() | ParameterRef() if not getattr(node, "switch", False):
                return number_text(node.value)
            case DefinitionRef():
                return self.say(node.target)
            case Column():
                return self._of(node.symbol or "", f"{self.frame}{COLUMNS.get(node.name, node.name)}")
            case Of():
                return self._of(node.symbol, self.say(node.of))
            case On():
                return self._on(node)
            case Lag():
                return self._lag(node)
            case AllOf() | AnyOf() | Not() | Compare():
                return self._truth(node)
        return self._made(node)

    def _made(self, node: Node) -> str:
        match node:
            case Negative():
                return f"负的{self._part(node.of)}"
            case Arithmetic():
                return self._arithmetic(node)
            case Field():
                return f"{self.say(node.of)}{OUTPUTS.get(node.output, '.' + node.output)}"
            case PositionWord():
                return POSITION.get(node.name, node.name)
            case Call():
                return self._call(node)
            case Text():
                return node.value
        return render(node)

    @staticmethod
    def _of(symbol: str, said: str) -> str:
        return f"{symbol}的{said}" if symbol else said

    def _on(self, node: On) -> str:
        name = FRAMES.get(str(node.timeframe), str(node.timeframe))
        said = replace(self, timeframe=str(node.timeframe), frame=name).say(node.of)
        return said if said.startswith(name) else f"{name}{said}"

    def _lag(self, node: Lag) -> str:
        bars = self.say(node.bars)
        if isinstance(node.of, Call) and node.of.name in ("highest", "lowest") and bars == "1":
            return f"此前{self.say(node.of)}"
        return f"{self.count(bars)}前的{self._part(node.of)}"

    def count(self, number: str) -> str:
        """Return a number of bars: "20日", "20根K线"."""
        return f"{number}{UNITS.get(self.timeframe, '根K线')}"

    def _part(self, node: Node) -> str:
        said = self.say(node)
        return f"({said})" if isinstance(node, Arithmetic | AllOf | AnyOf | Compare) else said

    def _arithmetic(self, node: Arithmetic) -> str:
        left, right = node.left, node.right
        if node.op == "*" and isinstance(left, Number) and not isinstance(right, Number):
            return f"{self._part(right)}的{number_text(left.value)}倍"
        if node.op == "*" and isinstance(right, Number):
            return f"{self._part(left)}的{number_text(right.value)}倍"
        return f"{self._part(left)}{_SIGNS[node.op]}{self._part(right)}"

    def _truth(self, node: AllOf | AnyOf | Not | Compare) -> str:
        match node:
            case AllOf():
                return "，且".join(
                    f"({self.say(one)})" if isinstance(one, AnyOf) else self.say(one) for one in node.parts
                )
            case AnyOf():
                return "，或".join(
                    f"({self.say(one)})" if isinstance(one, AllOf) else self.say(one) for one in node.parts
                )
            case Not() if isinstance(node.of, Compare):
                return self._compare(replace(node.of, op=_DENIED[node.of.op]))  # type: ignore[arg-type]
            case Not():
                return f"以下不成立：{self._part(node.of)}"
        return self._compare(node)

    def _compare(self, node: Compare) -> str:
        dated = self._dated(node)
        if dated is not None:
            return dated
        right = self.say(node.right)
        if isinstance(node.left, PositionWord) and node.left.name in _SHARES and isinstance(node.right, Number):
            right = f"{round(node.right.value * 100, 10):g}%"
        timed = isinstance(node.left, Call) and node.left.name == "time_of_day"
        return f"{self.say(node.left)}{(_TIMED if timed else _COMPARED)[node.op]}{right}"

    @staticmethod
    def _dated(node: Compare) -> str | None:
        """Return "是周五", "不是5月", "是当月第1个交易日" for the calendar compared with a number, or None."""
        if not isinstance(node.left, Call) or not isinstance(node.right, Number) or node.op not in ("==", "!="):
            return None
        at = int(node.right.value)
        first = "最后一个交易日" if at == 0 else f"倒数第{at + 1}个交易日"
        named = {
            "weekday": WEEKDAYS[at - 1] if 1 <= at <= len(WEEKDAYS) else None,
            "month": f"{at}月",
            "trading_day_of_month": f"当月第{at}个交易日",
            "trading_days_left_in_month": f"当月{first}",
            "day_of_month": f"{at}号",
        }.get(node.left.name)
        return None if named is None else f"{'是' if node.op == '==' else '不是'}{named}"

    def _call(self, node: Call) -> str:
        pattern = pattern_name(node.name)
        if pattern is not None:
            return f"出现{pattern}"
        if node.name in ("highest", "lowest"):
            return self._extreme(node)
        if node.name == "clock":
            return self.say(node.bound[0][1])
        first = node.bound[0][1] if node.bound else None
        if node.name == "sma" and isinstance(first, Column) and first.name == "volume" and not first.symbol:
            return f"{self.frame}{self.count(self.say(node.bound[1][1]))}均量"
        template = FUNCTIONS.get(node.name)
        return self._filled(template, node) if template is not None else f"`{render(node)}`"

    def _extreme(self, node: Call) -> str:
        series, length = (value for _, value in node.bound[:2])
        most = "最高" if node.name == "highest" else "最低"
        own = isinstance(series, Column) and series.name == ("high" if node.name == "highest" else "low")
        what = f"{most}价" if own else f"{most}{self.say(series)}"
        return f"{self.count(self.say(length))}{what}"

    def _filled(self, template: str, node: Call) -> str:
        values = [value for _, value in node.bound]
        said: dict[str, str] = {str(n): self._part(value) for n, value in enumerate(values)}
        for argument, value in node.bound:
            length = argument.kind == "length"
            own = argument.name == "series" and isinstance(value, Column) and value.name == "close" and not value.symbol
            if own and "的" not in template and node.name not in ("rising", "falling"):
                said[argument.name] = self.frame
            elif argument.name == "series":
                # "成交量的20日均线": another series than the close is named, and owns the average.
                said[argument.name] = self.say(value) + ("" if node.name in ("rising", "falling") else "的")
            else:
                said[argument.name] = self.count(self.say(value)) if length else self.say(value)
        said["all"] = "、".join(self.say(value) for value in values)
        said["numbers"] = ", ".join(self.say(value) for value in values if isinstance(value, Number | ParameterRef))
        return _PLACE.sub(lambda found: said.get(found.group(1), found.group()), template)
