# ruff: noqa: E501 - one phrase after the other
"""The whole document in Chinese."""

from __future__ import annotations

from collections.abc import Iterator

from strategy_ai_worker.domain.chinese.levels import Said, Voice, costs_said, risk_said, size_said
from strategy_ai_worker.domain.chinese.names import FRAMES, PERIODS
from strategy_language.document import Action, Rule, Strategy
from strategy_language.document.portfolio import Rebalance, TargetWeight
from strategy_language.document.settings import MOST
from strategy_language.expressions.render import number_text
from strategy_language.program import compile_document
from strategy_language.readback.sentence import Sentence

_DEEDS = {
    Action.ENTER_LONG: "买入", Action.EXIT_LONG: "卖出", Action.ENTER_SHORT: "做空", Action.EXIT_SHORT: "平空",
    Action.ADD_LONG: "加仓做多", Action.ADD_SHORT: "加仓做空",
}  # fmt: skip
_FILLS = {
    "next_open": "下一根K线开盘成交", "same_close": "当根K线收盘价成交", "next_close": "下一根K线收盘成交",
}  # fmt: skip
_ORDERS = {"limit": "限价单", "stop": "突破单", "stop_limit": "突破限价单"}
_OPPOSITE = {"reverse": "反向信号使仓位反手。", "close": "反向信号只平仓。", "ignore": "持仓期间忽略反向信号。"}


def told_in_chinese(strategy: Strategy) -> tuple[Sentence, ...]:
    """Return the sentences of the document in Chinese, each group under the path of its part."""
    voice = Voice(compile_document(strategy))
    groups = (
        ("universe", [("", f"使用{'、'.join(strategy.universe)}的{FRAMES[strategy.timeframe.value]}。")]),
        ("rules", [*_rules(voice)]),
        ("", [*_portfolio(voice)]),
        ("risk", [*risk_said(voice, strategy.risk, "risk")]),
        ("sizing", [*_size(voice)]),
        ("execution", [*_execution(strategy)]),
        ("limits", [*_limits(voice)]),
        ("costs", [*costs_said(strategy.costs)]),
        ("parameters", [*_parameters(strategy)]),
        ("benchmark", [("", f"与{strategy.benchmark}比较。")] if strategy.benchmark else []),
    )
    return tuple(
        Sentence(
            text="".join(text for _, text in said),
            path=path,
            children=tuple(Sentence(text=text, path=".".join(p for p in (path, step) if p)) for step, text in said),
        )
        for path, said in groups
        if said
    )


def _rules(voice: Voice) -> Said:
    for at, rule in enumerate(voice.program.strategy.rules):
        yield str(at), _rule(voice, rule)
        if rule.risk is not None:
            yield from ((str(at), f"本条规则的{text}") for _, text in risk_said(voice, rule.risk, f"{rule.id}.risk"))
        if rule.size is not None:
            yield from ((str(at), f"本条规则：{text}") for _, text in size_said(voice, rule.size, f"{rule.id}.size"))
    if voice.program.strategy.kind == "python":
        yield "", "信号来自手写代码。"


def _rule(voice: Voice, rule: Rule) -> str:
    strategy = voice.program.strategy
    symbols = "、".join(strategy.ruled or strategy.universe)
    share = "" if rule.fraction is None else f"{voice.share(rule.fraction)}的"
    position = "仓位" if rule.fraction is not None else ""
    deed = f"{_DEEDS[rule.action]}{share}{symbols}{position}"
    extras = "".join(f"，{one}" for one in (*_order(voice, rule), *_extras(rule)))
    return f"当{voice.expression(f'{rule.id}.when', rule.when)}时，{deed}{extras}。"


def _order(voice: Voice, rule: Rule) -> Iterator[str]:
    order = rule.order
    if order is None:
        return
    name = f"{rule.id}.order"
    yield f"用{_ORDERS.get(order.kind, order.kind)}，价格为{voice.expression(f'{name}.price', order.price)}"
    if order.limit_price is not None:
        yield f"限价为{voice.expression(f'{name}.limit_price', order.limit_price)}"
    if order.valid == "day":
        yield "当日有效"
    else:
        yield f"有效期{voice.speaker.count(voice.number(f'{name}.valid_bars', order.valid_bars))}"
    if order.cancel_when is not None:
        yield f"当{voice.expression(f'{name}.cancel_when', order.cancel_when)}时撤单"
    if order.group is not None:
        yield f"“{order.group}”组内一单成交即撤销其余"


def _extras(rule: Rule) -> Iterator[str]:
    if rule.read == "open":
        yield "开盘时决定" if rule.order else "开盘时决定并成交"
    if rule.setup is not None:
        yield f"记为“{rule.setup}”"
    if rule.for_setups:
        yield f"只针对{'、'.join(f'“{name}”' for name in rule.for_setups)}的仓位"
    if not rule.once:
        yield "每次成立都执行"
    if rule.fill is not None:
        yield _FILLS[rule.fill]


def _every(voice: Voice, rebalance: Rebalance) -> str:
    return PERIODS[rebalance] if isinstance(rebalance, str) else f"每{voice.speaker.count(str(rebalance))}"


def _portfolio(voice: Voice) -> Said:
    strategy = voice.program.strategy
    if strategy.core is not None:
        held = _weights(voice, strategy.core.weights, "core.weights")
        yield "core", f"始终持有{held}，{_every(voice, strategy.core.rebalance)}再平衡。"
    if strategy.rotation is not None:
        yield from _rotation(voice)
    if strategy.pairs is not None:
        yield from _pairs(voice)
    plan = strategy.allocation
    if plan is not None:
        often = "之后不再调整" if plan.rebalance == MOST else f"{_every(voice, plan.rebalance)}再平衡"
        yield "allocation", f"持有{_weights(voice, plan.weights, 'allocation.weights')}，{often}。"
        for at, dated in enumerate(plan.schedule):
            path = f"allocation.schedule.{at}"
            yield path, f"自{dated.since.isoformat()}起持有{_weights(voice, dated.weights, f'{path}.weights')}。"


def _rotation(voice: Voice) -> Said:
    strategy = voice.program.strategy
    plan = strategy.rotation
    assert plan is not None  # noqa: S101
    score = voice.expression("rotation.rank_by", plan.rank_by)
    order = "从高到低" if plan.descending else "从低到高"
    weights = "等权重"
    if plan.weights == "inverse_volatility":
        weights = f"按{voice.speaker.count(str(plan.volatility_length))}波动率的倒数加权"
    yield (
        "rotation",
        f"{_every(voice, plan.rebalance)}把{'、'.join(strategy.universe)}按{score}{order}排名，持有前{plan.hold}名，{weights}。",
    )
    if plan.filter is not None:
        yield (
            "rotation.filter",
            f"只有当{voice.expression('rotation.filter', plan.filter)}时才持有该标的，否则持有现金。",
        )


def _pairs(voice: Voice) -> Said:
    plan = voice.program.strategy.pairs
    assert plan is not None  # noqa: S101
    length = voice.speaker.count(voice.number("pairs.hedge_length", plan.hedge_length))
    hedge = {
        "ols": f"对冲比率为{length}滚动最小二乘回归",
        "ratio": f"对冲比率为{length}平均价格比",
        "fixed": f"对冲比率固定为{1 if plan.hedge_ratio is None else plan.hedge_ratio:g}",
    }[plan.hedge]
    yield "pairs", f"交易{plan.left}与{plan.right}的价差，{hedge}。"
    window = voice.speaker.count(voice.number("pairs.z_length", plan.z_length))
    enter, leave = voice.number("pairs.enter_z", plan.enter_z), voice.number("pairs.exit_z", plan.exit_z)
    yield "pairs.enter_z", f"价差的{window}Z值绝对值超过{enter}时开仓，回到{leave}以内时平仓。"
    if plan.stop_z is not None:
        yield "pairs.stop_z", f"Z值绝对值超过{voice.number('pairs.stop_z', plan.stop_z)}时止损。"


def _weights(voice: Voice, weights: tuple[TargetWeight, ...], name: str) -> str:
    said = ((one.symbol, voice.percent(f"{name}.{at}.weight", one.weight)) for at, one in enumerate(weights))
    return "、".join(
        f"{symbol} {share}" if share[0].isdigit() else f"{symbol}（权重%：{share}）" for symbol, share in said
    )


def _size(voice: Voice) -> Said:
    strategy = voice.program.strategy
    if strategy.kind in ("signals", "python"):
        yield from size_said(voice, strategy.sizing, "sizing")
    elif strategy.sizing.kind == "percent_of_equity" and strategy.sizing.value != 100:
        yield "value", f"合计投入权益的{voice.percent('sizing.value', strategy.sizing.value)}。"


def _execution(strategy: Strategy) -> Said:
    execution = strategy.execution
    yield "fill", f"订单在{_FILLS[execution.fill]}。"
    sides = {rule.action.side for rule in strategy.rules if rule.action.is_entry}
    if execution.allow_short and len(sides) > 1:
        yield "on_opposite", _OPPOSITE[execution.on_opposite]
    elif execution.allow_short and sides != {"short"}:
        yield "allow_short", "允许做空。"
    if execution.pyramiding > 1:
        yield "pyramiding", f"同一方向最多进场{execution.pyramiding}次。"
    if execution.max_participation is not None:
        yield "max_participation", f"成交量最多占每根K线的{execution.max_participation * 100:g}%。"
    if execution.fractional is not None:
        yield "fractional", "可交易零散份额。" if execution.fractional else "只交易整数份额。"
    if execution.leverage > 1:
        yield "leverage", f"最多使用{number_text(execution.leverage)}倍杠杆。"


def _limits(voice: Voice) -> Said:
    limits = voice.program.strategy.limits
    said = (
        ("entries_per_day", "每天最多进场{}次。"), ("losses_per_day", "亏损{}笔后当天停止。"),
        ("daily_loss_percent", "亏损权益的{}%后当天停止。"), ("max_drawdown_percent", "回撤{}%后停止交易。"),
        ("max_open_positions", "同时最多持有{}个仓位。"),
    )  # fmt: skip
    for field, text in said:
        value: float | None = getattr(limits, field)
        if value is not None:
            yield field, text.format(number_text(float(value)))
    if limits.cooldown_bars is not None:
        yield "cooldown_bars", f"离场后等待{voice.speaker.count(str(limits.cooldown_bars))}再进场。"


def _parameters(strategy: Strategy) -> Said:
    for at, one in enumerate(strategy.parameters):
        if one.kind == "switch":
            yield str(at), f"开关{one.name}：{'开' if one.value else '关'}。"
            continue
        value, low, high, step = (number_text(number) for number in (one.value, one.low, one.high, one.step))
        yield str(at), f"参数{one.name}为{value}，范围{low}到{high}，步长{step}。"
    for path, name in strategy.bindings.items():
        yield path, f"设置{path}取参数{name}的值。"
