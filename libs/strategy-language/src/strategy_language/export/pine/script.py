"""The whole strategy as a Pine script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from strategy_language.document import Costs, Parameter, Rule, Strategy
from strategy_language.export.costs import cost_numbers
from strategy_language.export.pine.functions import FUNCTIONS
from strategy_language.export.pine.levels import level_lines, taken
from strategy_language.export.pine.writer import POSITION, PineWriter, name_in_pine
from strategy_language.export.problem import refuse
from strategy_language.export.subset import Subset
from strategy_language.expressions.nodes import Column, Of
from strategy_language.expressions.render import number_text
from strategy_language.program import Program, compile_document
from strategy_language.readback import read_back
from trading_contracts.problem import FieldProblem

_LEVELS: Final = ("percent", "atr", "distance", "price")
_SUBSET: Final = Subset(
    target="Pine",
    functions=FUNCTIONS,
    levels={
        "stop_loss": _LEVELS,
        "take_profit": (*_LEVELS, "r_multiple"),
        "trailing_stop": ("percent", "atr", "distance"),
        "max_bars": (),
    },
    sizings=("percent_of_equity", "cash", "quantity"),
    position_words=tuple(POSITION),
    orders=("limit", "stop"),
    fields=("execution.on_opposite", "costs.preset", "costs.percent", "costs.slippage"),
)
_PLAIN_SYMBOL: Final = re.compile(r"^[A-Z]{1,6}$")
_SIZES: Final = {
    "percent_of_equity": "strategy.percent_of_equity",
    "cash": "strategy.cash",
    "quantity": "strategy.fixed",
}


def pine(strategy: Strategy) -> str:
    """Write a Pine v6 strategy.

    Pine cannot hang a stop or target from a fill before the bar of the fill is over: there they are in force from the
    next bar on, and the script says so.

    Raises:
        CannotExport: The document uses something that Pine cannot say; each is named.
    """
    program = compile_document(strategy)
    refuse("Pine", [*_without_other_symbols(program), *_more(program)])
    writer = PineWriter()
    body = [*_definitions(program, writer), *_body(program, writer)]
    parts = [
        "//@version=6",
        *_header(strategy),
        _declaration(strategy),
        "",
        *(_input(parameter) for parameter in strategy.parameters),
        *writer.own,
        *body,
    ]
    return "\n".join(parts) + "\n"


def _without_other_symbols(program: Program) -> list[FieldProblem]:
    """Return what Pine cannot say; other symbols it can, under plain US tickers."""
    return [problem for problem in _SUBSET.problems(program) if "other symbols" not in problem.reason]


def _more(program: Program) -> Iterator[FieldProblem]:
    strategy = program.strategy
    for node in program.nodes():
        symbol = node.symbol if isinstance(node, Column | Of) else None
        if symbol and not _PLAIN_SYMBOL.match(symbol):
            yield FieldProblem(path="universe", reason=f"Pine knows {symbol} under another name.")
    if len(strategy.risk.take_profit) > 1:
        yield FieldProblem(path="risk.take_profit", reason="Pine takes one target for a whole position.")
    yield from _written_numbers(strategy)
    yield from _costs(strategy.costs)


def _written_numbers(strategy: Strategy) -> Iterator[FieldProblem]:
    numbers = [("sizing.value", strategy.sizing.value), ("risk.max_bars", strategy.risk.max_bars)]
    for at, rule in enumerate(strategy.rules):
        if rule.order:
            numbers.append((f"rules.{at}.order.valid_bars", rule.order.valid_bars))
            if rule.order.cancel_when is not None:
                path = f"rules.{at}.order.cancel_when"
                yield FieldProblem(path=path, reason="The Pine script has no cancelling rule.")
    for path, value in numbers:
        if isinstance(value, str):
            yield FieldProblem(path=path, reason="Pine takes a written number here.")


def _costs(costs: Costs) -> Iterator[FieldProblem]:
    if costs.preset in ("us_equities", "hk_equities"):
        reason = "Pine has no levies that differ between purchase and sale; use costs.percent."
        yield FieldProblem(path="costs.preset", reason=reason, suggestion="none")
    if costs.slippage is not None and costs.slippage.kind != "none":
        yield FieldProblem(path="costs.slippage", reason="Pine counts slippage in ticks, not in basis points.")


def _header(strategy: Strategy) -> list[str]:
    notes = read_back(strategy).split("\n")
    risk = strategy.risk
    if risk.stop_loss or risk.take_profit or risk.trailing_stop:
        notes.append("In Pine, stops and targets are in force from the bar after the entry bar.")
    plain = ("".join(letter if letter.isprintable() else " " for letter in note) for note in notes)
    return [f"// {note}" for note in plain]


def _declaration(strategy: Strategy) -> str:
    commission = cost_numbers(strategy.costs)["commission"] * 100
    title = "".join(letter if letter.isprintable() else " " for letter in strategy.name)
    return (
        f"strategy({json.dumps(title, ensure_ascii=False)}, overlay = true, initial_capital = 100000, "
        f"default_qty_type = {_SIZES[strategy.sizing.kind]}, default_qty_value = {strategy.sizing.value}, "
        f"pyramiding = 0, process_orders_on_close = false, calc_on_every_tick = false, "
        f"commission_type = strategy.commission.percent, commission_value = {number_text(round(commission, 10))})"
    )


def _input(parameter: Parameter) -> str:
    name, label = name_in_pine(parameter.name), json.dumps(parameter.label or parameter.name, ensure_ascii=False)
    if parameter.kind == "switch":
        return f"{name} = input.bool({'true' if parameter.value else 'false'}, {label})"
    numbers = (parameter.value, parameter.low, parameter.high, parameter.step)
    kind = "int" if all(number == int(number) for number in numbers) else "float"
    value, low, high, step = (number_text(number) for number in numbers)
    return f"{name} = input.{kind}({value}, {label}, minval = {low}, maxval = {high}, step = {step})"


def _definitions(program: Program, writer: PineWriter) -> list[str]:
    body: list[str] = []
    for name, node in program.definitions.items():
        if node.type == "record":
            continue
        text = writer.write(node)
        body += taken(writer)
        body.append(f"{name_in_pine(name)} = {text}")
    return body


def _body(program: Program, writer: PineWriter) -> list[str]:
    strategy = program.strategy
    held = "held = strategy.opentrades > 0 ? bar_index - strategy.opentrades.entry_bar_index(0) : na"
    body = ["", held]
    for rule in strategy.rules:
        node = program.slots[f"{rule.id}.when"].node
        text = writer.write(node)
        body += taken(writer)
        source = "".join(letter if letter.isprintable() else " " for letter in rule.source)
        body += [f"// {rule.id}: {source or rule.action.value.replace('_', ' ')}", f"is_{rule.id} = {text}"]
    body += ["", *_sides(strategy)]
    for rule in strategy.rules:
        body += _orders(program, writer, rule)
    body += [*level_lines(program, writer), *_time(strategy)]
    return body


def _sides(strategy: Strategy) -> Iterator[str]:
    for side in ("long", "short"):
        exits = [f"is_{rule.id}" for rule in strategy.rules if rule.action.value == f"exit_{side}"]
        yield f"leave_{side} = {' or '.join(exits) or 'false'}"
        if exits:
            yield f"if leave_{side}"
            yield f'    strategy.close("{side}")'


def _orders(program: Program, writer: PineWriter, rule: Rule) -> list[str]:
    strategy = program.strategy
    if not rule.action.is_entry or (rule.action.side == "short" and not strategy.execution.allow_short):
        return []
    side = rule.action.side
    other, against = ("short", "<") if side == "long" else ("long", ">")
    allowed = {
        "reverse": f"strategy.position_size {'<=' if side == 'long' else '>='} 0",
        "close": "strategy.position_size == 0",
        "ignore": "strategy.position_size == 0",
    }[strategy.execution.on_opposite]
    lines: list[str] = []
    if strategy.execution.on_opposite == "close":
        lines += [f"if is_{rule.id} and strategy.position_size {against} 0", f'    strategy.close("{other}")']
    order, extra = "", []
    if rule.order:
        price = writer.write(program.slots[f"{rule.id}.order.price"].node)
        lines = [*taken(writer), *lines]
        order = f", {rule.order.kind} = {price}"
        placed = f"placed_{rule.id}"
        lines.append(f"var int {placed} = na")
        extra.append(f"    {placed} := bar_index")
        lines += [f"if bar_index - {placed} >= {rule.order.valid_bars}", f'    strategy.cancel("{side}")']
    lines += [
        f"if is_{rule.id} and not leave_{side} and {allowed}",
        *extra,
        f'    strategy.entry("{side}", strategy.{side}{order})',
    ]
    return lines


def _time(strategy: Strategy) -> list[str]:
    if strategy.risk.max_bars is None:
        return []
    return ["", f"if held + 1 >= {strategy.risk.max_bars}", "    strategy.close_all()"]
