"""A strategy for the backtesting.py library: entries and exits by rule, filled at the next open."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from strategy_language.document import Strategy
from strategy_language.export.costs import cost_numbers
from strategy_language.export.library import DAILY, FUNCTIONS, library_of
from strategy_language.export.problem import refuse
from strategy_language.export.subset import Subset
from strategy_language.generate.module import write_module
from strategy_language.lookback import program_look_back
from strategy_language.program import Program, calls, compile_document
from trading_contracts.problem import FieldProblem

_SUBSET: Final = Subset(
    target="backtesting.py",
    functions=FUNCTIONS,
    # A stop can be placed there from the close of the signal bar alone, not from the fill, so it would be another one.
    levels={"max_bars": ()},
    sizings=("percent_of_equity", "quantity"),
    fields=("execution.on_opposite", "costs.preset", "costs.percent"),
)


def backtesting_py(strategy: Strategy) -> str:
    """Write a script for backtesting.py.

    Raises:
        CannotExport: The document uses something that the library cannot say; each is named.
    """
    program = compile_document(strategy)
    refuse("backtesting.py", [*_SUBSET.problems(program), *_more(program)])
    code = write_module(program)
    head, body = code.text.split("\n\n\ndef signals", 1)
    template = files("strategy_language.export").joinpath("backtesting_template.txt").read_text(encoding="utf-8")
    names = [call.name for node in program.nodes() for call in calls(node)]
    return (
        template.replace("<<HEADER>>", head)
        .replace("<<LIBRARY>>", library_of(dict.fromkeys(names)))
        .replace("<<SIGNALS>>", "def signals" + body.rstrip("\n"))
        .replace("<<SETTINGS>>", _settings(program))
    )


def _more(program: Program) -> list[FieldProblem]:
    strategy = program.strategy
    problems: list[FieldProblem] = []
    costs = cost_numbers(strategy.costs)
    if strategy.costs.preset in ("us_equities", "hk_equities") and any(costs.values()):
        reason = "backtesting.py has no levies that differ between purchase and sale; use costs.percent."
        problems.append(FieldProblem(path="costs.preset", reason=reason, suggestion="none"))
    if isinstance(strategy.sizing.value, str):
        problems.append(FieldProblem(path="sizing.value", reason="backtesting.py takes a written size here."))
    if isinstance(strategy.risk.max_bars, str):
        problems.append(FieldProblem(path="risk.max_bars", reason="backtesting.py takes a written number here."))
    if strategy.timeframe.is_intraday and any(call.name in DAILY for node in program.nodes() for call in calls(node)):
        reason = "The script knows the calendar for daily bars alone."
        problems.append(FieldProblem(path="timeframe", reason=reason))
    return problems


def _settings(program: Program) -> str:
    strategy = program.strategy
    parameters = {
        each.name: int(each.value) if each.value == int(each.value) else each.value for each in strategy.parameters
    }
    named = {
        "SYMBOL": strategy.universe[0],
        "PARAMETERS": parameters,
        "RULES": [(rule.id, rule.action.value) for rule in strategy.rules],
        "SIZE": {"kind": strategy.sizing.kind, "value": strategy.sizing.value},
        "MAX_BARS": strategy.risk.max_bars,
        "COMMISSION": cost_numbers(strategy.costs)["commission"],
        "ALLOW_SHORT": strategy.execution.allow_short,
        "ON_OPPOSITE": strategy.execution.on_opposite,
        "WARM_UP": program_look_back(program).total,
    }
    return "\n".join(f"{name} = {value!r}" for name, value in named.items())
