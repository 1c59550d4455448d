"""A standalone script: the signals exactly as the platform runs them, fills by its rules, vectorbt's analytics."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from strategy_language.document import Strategy
from strategy_language.export.costs import cost_numbers
from strategy_language.export.library import DAILY, FUNCTIONS, library_of
from strategy_language.export.problem import refuse
from strategy_language.export.subset import Subset
from strategy_language.expressions.nodes import Call
from strategy_language.generate.module import write_module
from strategy_language.generate.slots import lines
from strategy_language.lookback import program_look_back
from strategy_language.program import Program, calls, compile_document
from trading_contracts.problem import FieldProblem

_DISTANCES: Final = ("percent", "atr", "distance")
_SUBSET: Final = Subset(
    target="The vectorbt script",
    functions=FUNCTIONS,
    levels={
        "stop_loss": (*_DISTANCES, "price"),
        "take_profit": (*_DISTANCES, "price", "r_multiple"),
        "trailing_stop": _DISTANCES,
        "max_bars": (),
    },
    sizings=("percent_of_equity", "cash", "quantity", "risk_percent", "risk_cash"),
    fields=(
        *("execution.on_opposite", "execution.leverage", "costs.preset", "costs.percent", "costs.per_share"),
        *("costs.minimum", "costs.maker_percent", "costs.taker_percent", "costs.slippage"),
    ),
)


def python_script(strategy: Strategy) -> str:
    """Write a standalone vectorbt script whose trades equal the platform's.

    Raises:
        CannotExport: The document uses something that the script cannot say; each is named.
    """
    program = compile_document(strategy)
    refuse("A vectorbt script", [*_SUBSET.problems(program), *_more(program)])
    code = write_module(program)
    template = files("strategy_language.export").joinpath("vectorbt_template.txt").read_text(encoding="utf-8")
    head, body = code.text.split("\n\n\ndef signals", 1)
    return (
        template.replace("<<HEADER>>", head)
        .replace("<<LIBRARY>>", library_of(dict.fromkeys(call.name for call in _calls(program))))
        .replace("<<SIGNALS>>", "def signals" + body.rstrip("\n"))
        .replace("<<SETTINGS>>", _settings(program))
    )


def _calls(program: Program) -> list[Call]:
    nodes = [*program.definitions.values(), *(line.node for line in lines(program))]
    return [call for node in nodes for call in calls(node)]


def _more(program: Program) -> list[FieldProblem]:
    """Return what only this target minds."""
    problems: list[FieldProblem] = []
    costs = program.strategy.costs
    if costs.slippage is not None and costs.slippage.kind == "sqrt_impact":
        problems.append(FieldProblem(path="costs.slippage", reason="The vectorbt script has no market impact."))
    if program.strategy.timeframe.is_intraday:
        for call in _calls(program):
            if call.name in DAILY:
                reason = f"The vectorbt script knows {call.name!r} for daily bars alone."
                problems.append(FieldProblem(path="timeframe", reason=reason))
    return problems


def _settings(program: Program) -> str:
    strategy = program.strategy
    risk = strategy.risk.model_dump(include={"stop_loss", "take_profit", "trailing_stop", "max_bars"})
    parameters = {
        each.name: int(each.value) if each.value == int(each.value) else each.value for each in strategy.parameters
    }
    rules = [(rule.id, rule.action.value) for rule in strategy.rules]
    size = {"kind": strategy.sizing.kind, "value": strategy.sizing.value}
    named = {
        "SYMBOL": strategy.universe[0],
        "PARAMETERS": parameters,
        "RULES": rules,
        "RISK": risk,
        "SIZE": size,
        "COSTS": cost_numbers(strategy.costs),
        "ALLOW_SHORT": strategy.execution.allow_short,
        "ON_OPPOSITE": strategy.execution.on_opposite,
        "LEVERAGE": float(strategy.execution.leverage),
        "WARM_UP": program_look_back(program).total,
    }
    return "\n".join(f"{name} = {value!r}" for name, value in named.items())
