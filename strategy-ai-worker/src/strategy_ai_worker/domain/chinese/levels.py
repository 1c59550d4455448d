"""Stops, targets, sizes and costs in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from strategy_ai_worker.domain.chinese.expressions import Speaker
from strategy_language.document import (
    AfterTarget,
    AtrLevel,
    Costs,
    GiveBackTrailing,
    PercentLevel,
    PriceLevel,
    Risk,
    RMultipleLevel,
    Sizing,
)  # fmt: skip
from strategy_language.expressions.nodes import NotConstant, constant
from strategy_language.expressions.render import number_text
from strategy_language.program import Program

Said = Iterator[tuple[str, str]]
"""A step of the document's path, and the sentence about it."""


@dataclass(frozen=True)
class Voice:
    """Speaks of one document in Chinese."""

    program: Program

    def from_entry(self, *, gains: bool) -> str:
        """Return on which side of the entry price a level lies that gains, or loses: "入场价下方"."""
        sides = {rule.action.side for rule in self.program.strategy.rules if rule.action.is_entry}
        if len(sides) > 1:
            return "距入场价"
        return "入场价上方" if (sides == {"short"}) != gains else "入场价下方"

    @property
    def speaker(self) -> Speaker:
        """Return who says the expressions."""
        return Speaker(self.program.strategy.timeframe.value)

    def expression(self, slot: str, text: str) -> str:
        """Return what a slot says; the text itself where it could not be read."""
        node = self.program.node(slot)
        return self.speaker.say(node) if node is not None else f"`{text}`"

    def number(self, slot: str, value: float | str) -> str:
        """Return a number, or the expression that gives it."""
        if not isinstance(value, str):
            return number_text(float(value))
        node = self.program.node(slot)
        try:
            return number_text(constant(node)) if node is not None else f"`{value}`"
        except (NotConstant, ArithmeticError):
            return self.expression(slot, value)

    def percent(self, slot: str, value: float | str) -> str:
        """Return a percentage: "5%"; an expression stands without the sign."""
        said = self.number(slot, value)
        return f"{said}%" if said.replace(".", "").replace("-", "").isdigit() else said

    def share(self, value: float | str) -> str:
        """Return a fraction in percent: 0.5 is "50%"."""
        return f"{round(float(value) * 100, 10):g}%" if not isinstance(value, str) else f"`{value}`"


def risk_said(voice: Voice, risk: Risk, name: str) -> Said:
    """Yield how positions end without a rule."""
    for at, stop in enumerate([*([risk.stop_loss] if risk.stop_loss else []), *risk.extra_stops]):
        step = "stop_loss" if at == 0 else f"extra_stops.{at - 1}"
        yield step, f"止损：{_level(voice, stop, f'{name}.{step}', voice.from_entry(gains=False))}。"
    if risk.stop_trigger == "close":
        yield "stop_trigger", "止损只看K线收盘价。"
    for at, target in enumerate(risk.take_profit):
        step = f"take_profit.{at}"
        part = f"（平掉{voice.share(target.fraction)}仓位）" if target.fraction is not None else ""
        yield step, f"止盈：{_level(voice, target, f'{name}.{step}', voice.from_entry(gains=True))}{part}。"
    yield from _moved(voice, risk, name)
    yield from _time(voice, risk, name)


def _moved(voice: Voice, risk: Risk, name: str) -> Said:
    if risk.trailing_stop is not None:
        yield "trailing_stop", f"移动止损：{_trailing(voice, risk, f'{name}.trailing_stop')}。"
    if risk.break_even is not None:
        moved = "入场价"
        if risk.break_even.offset_percent != 0:
            moved += f"加{voice.percent(f'{name}.break_even.offset_percent', risk.break_even.offset_percent)}"
        yield "break_even", f"{_once(voice, risk.break_even.trigger, f'{name}.break_even.trigger')}，止损移到{moved}。"
    for at, each in enumerate(risk.stop_steps):
        step = f"stop_steps.{at}"
        where = _level(voice, each.to, f"{name}.{step}.to", "入场价加")
        yield step, f"{_once(voice, each.at, f'{name}.{step}.at')}，止损移到{where}处。"


def _time(voice: Voice, risk: Risk, name: str) -> Said:
    if risk.max_bars is not None:
        yield "max_bars", f"最多持有{voice.speaker.count(voice.number(f'{name}.max_bars', risk.max_bars))}。"
    if isinstance(risk.session_exit, str):
        yield (
            "session_exit",
            f"每个交易日收盘前，若{voice.expression(f'{name}.session_exit', risk.session_exit)}则平仓。",
        )
    elif risk.session_exit:
        yield "session_exit", "每个交易日收盘前平仓。"


def _level(voice: Voice, level: object, name: str, since: str = "") -> str:
    match level:
        case PercentLevel():
            return f"{since}{voice.percent(f'{name}.value', level.value)}"
        case AtrLevel():
            length = voice.number(f"{name}.length", level.length)
            return f"{since}{voice.number(f'{name}.multiple', level.multiple)}倍ATR({length})"
        case RMultipleLevel():
            return f"{voice.number(f'{name}.value', level.value)}R"
        case PriceLevel():
            return _price(voice, level, name)
    value = getattr(level, "value", "")
    return f"{since}{voice.number(f'{name}.value', value)}点"


def _price(voice: Voice, level: PriceLevel, name: str) -> str:
    sides = (("expr", ""), ("long", "做多时"), ("short", "做空时"))
    said = [
        f"{side}{voice.expression(f'{name}.{key}', text)}"
        for key, side in sides
        if (text := getattr(level, key)) is not None
    ]
    return "，".join(said)


def _trailing(voice: Voice, risk: Risk, name: str) -> str:
    trailing = risk.trailing_stop
    if isinstance(trailing, PriceLevel):
        said = _price(voice, trailing, name)
    elif isinstance(trailing, GiveBackTrailing):
        said = f"回吐最大浮盈的{voice.percent(f'{name}.value', trailing.value)}"
    elif trailing is not None:
        best = "最优价" if trailing.anchor == "extreme" else "最优收盘价"
        said = _level(voice, trailing, name, f"距进场以来的{best}")
    else:
        said = ""
    activate = getattr(trailing, "activate_at", None)
    return f"{said}，{_once(voice, activate, f'{name}.activate_at')}启用" if activate is not None else said


def _once(voice: Voice, trigger: object, name: str) -> str:
    if isinstance(trigger, AfterTarget):
        return f"第{trigger.target}个止盈到达后"
    return f"浮盈达到{_level(voice, trigger, name)}后"


def size_said(voice: Voice, size: Sizing, name: str) -> Said:
    """Yield how large a position is."""
    value = f"{name}.value"
    shown = voice.number(value, size.value)
    yield (
        "",
        {
            "cash": f"每次投入{shown}元（账户货币）。",
            "quantity": f"每次交易{shown}个单位。",
            "risk_percent": f"每笔交易承担权益{voice.percent(value, size.value)}的风险。",
            "risk_cash": f"每笔交易承担{shown}元（账户货币）的风险。",
            "times_last": f"每次加仓为上一次数量的{shown}倍。",
            "volatility_target": f"仓位按年化波动率{voice.percent(value, size.value)}计算。",
            "equal_weight": "资金在全部标的间平分。",
        }.get(size.kind, f"每个仓位投入权益的{voice.percent(value, size.value)}。"),
    )
    if size.max_percent_of_equity is not None:
        most = voice.percent(f"{name}.max_percent_of_equity", size.max_percent_of_equity)
        yield "max_percent_of_equity", f"单个仓位最多占权益的{most}。"
    if size.max_quantity is not None:
        yield "max_quantity", f"单个仓位最多{voice.number(f'{name}.max_quantity', size.max_quantity)}个单位。"
    if size.multiplier is not None:
        yield "multiplier", f"仓位再乘以{voice.number(f'{name}.multiplier', size.multiplier)}。"
    if size.base == "initial":
        yield "base", "仓位按初始权益计算。"


_PRESETS = {
    "none": "不计费用。",
    "us_equities": "费用按美股计。",
    "hk_equities": "费用按港股计。",
    "crypto": "费用按加密货币计。",
}
_FEES = (
    ("percent", "佣金为成交额的{}%。"), ("per_share", "佣金每股{}。"), ("minimum", "每单佣金至少{}。"),
    ("stamp_duty_percent", "印花税{}%。"), ("maker_percent", "挂单手续费{}%。"), ("taker_percent", "吃单手续费{}%。"),
    ("borrow_percent", "做空借券费用每年{}%。"), ("cash_interest_percent", "闲置现金每年生息{}%。"),
    ("funding_percent", "资金费率每八小时{}%。"),
)  # fmt: skip


def costs_said(costs: Costs) -> Said:
    """Yield what trading costs."""
    if costs.preset is not None or costs == Costs():
        yield "preset", _PRESETS[costs.preset or "none"]
    for field, text in _FEES:
        value: float | None = getattr(costs, field)
        if value is not None:
            yield field, text.format(number_text(value))
    if costs.slippage is not None:
        shown = number_text(float(getattr(costs.slippage, "value", 0) or 0))
        said = {"none": "不计滑点。", "bps": f"滑点{shown}个基点。"}
        yield "slippage", said.get(costs.slippage.kind, f"按平方根冲击计滑点，系数{shown}。")
