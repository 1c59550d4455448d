"""The series that rules read, for the chart: definitions, and what stands on either side of a comparison."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from strategy_language.check import require_valid
from strategy_language.document import Action, Definition, Order, Rule, Strategy
from strategy_language.expressions import render
from strategy_language.expressions.nodes import (
    Arithmetic,
    Call,
    Column,
    Compare,
    DefinitionRef,
    Field,
    Lag,
    Negative,
    Node,
    Number,
    Of,
    On,
    ParameterRef,
    PositionWord,
    walk,
)
from strategy_language.generate import generate
from strategy_language.lookback import program_look_back
from strategy_language.program import Program, compile_document
from trading_contracts.problem import InvalidDocument

_MOST_LINES = 12
_NO_LINES = (Number, ParameterRef, Column, PositionWord)


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A series to show.

    Attributes:
        name: What it is called: the definition's name, or how it is written.
        expression: How it is written, definitions spelled out.
        overlay: Over the prices, or in a pane of its own.
        slot: Under which the code of the lines returns it.
    """

    name: str
    expression: str
    overlay: bool
    slot: str = ""


@dataclass(frozen=True, slots=True)
class PlannedLines:
    """The lines of a document and the module that computes them; None where there are none."""

    lines: tuple[PlannedLine, ...]
    code: str | None


def plan_lines(program: Program) -> PlannedLines:
    """Return the lines of a document; hand-written code has none that are known."""
    if program.strategy.kind == "python":
        return PlannedLines((), None)
    found = list(_distinct(program))[:_MOST_LINES]
    if not found:
        return PlannedLines((), None)
    lines = tuple(replace(line, slot=f"line_{at}.order.price") for at, line in enumerate(found))
    return PlannedLines(lines, generate(_companion(program.strategy, lines)).text)


def lines_of(strategy: Strategy, expressions: Sequence[str]) -> tuple[PlannedLines, int]:
    """Return expressions over a document's bars, parameters and definitions as lines, and the bars that they look back.

    Raises:
        InvalidDocument: An expression makes no sense; errors name it (`expressions.0`) and the column.
    """
    asked = tuple(
        PlannedLine(text, text, overlay=False, slot=f"line_{at}.order.price") for at, text in enumerate(expressions)
    )
    companion = _companion(strategy, asked)
    try:
        program = compile_document(require_valid(companion))
    except InvalidDocument as refusal:
        errors = tuple(problem.model_copy(update={"path": _asked_path(problem.path)}) for problem in refusal.errors)
        raise InvalidDocument(f"An expression cannot be shown: {errors[0].reason}", errors=errors) from refusal
    nodes = {slot.name: slot.node for slot in program.slots.values()}
    lines = tuple(replace(line, overlay=_is_price(nodes[line.slot])) for line in asked)
    return PlannedLines(lines, generate(companion).text), program_look_back(program).total


def _asked_path(path: str) -> str:
    steps = path.split(".")
    return f"expressions.{steps[1]}" if steps[0] == "rules" and len(steps) > 1 else path


def _companion(strategy: Strategy, lines: tuple[PlannedLine, ...]) -> Strategy:
    # The prices of orders are the one place where a document holds any series: what draws is the language's own code.
    rules = tuple(
        Rule(
            id=line.slot.partition(".")[0],
            action=Action.ENTER_LONG,
            when="close > 0",
            order=Order(kind="limit", price=line.name),
        )
        for line in lines
    )
    return Strategy(
        name="Lines",
        universe=strategy.universe,
        timeframe=strategy.timeframe,
        parameters=strategy.parameters,
        definitions=tuple(Definition(name=each.name, expr=each.expr) for each in strategy.definitions),
        rules=rules,
    )


def _distinct(program: Program) -> Iterator[PlannedLine]:
    seen: set[str] = set()
    nodes = [DefinitionRef(name, node) for name, node in program.definitions.items() if node.type == "number"]
    for node in [*nodes, *_read_by(program)]:
        expression = render(node)
        if expression not in seen and not any(isinstance(part, PositionWord) for part in walk(node)):
            seen.add(expression)
            written = render(node.target) if isinstance(node, DefinitionRef) else expression
            yield PlannedLine(expression, written, _is_price(node))


def _read_by(program: Program) -> Iterator[Node]:
    for slot in program.slots.values():
        for node in walk(slot.node):
            if isinstance(node, Compare):
                yield from _series((node.left, node.right))
            elif isinstance(node, Call) and node.type == "truth":
                yield from _series(node.arguments)


def _series(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        shown = node.of if isinstance(node, Lag) else node
        if shown.type == "number" and not isinstance(shown, _NO_LINES):
            yield shown


def _is_price(node: Node) -> bool:
    match node:
        case Column(name=name):
            return name != "volume"
        case DefinitionRef(target=inner) | Lag(of=inner) | On(of=inner) | Negative(of=inner):
            return _is_price(inner)
        case Of():
            return False
        case Arithmetic() if node.op in "+-*":
            # Each side is looked at once: asked again at every level, a long sum would take exponential time.
            left, right = _is_price(node.left), _is_price(node.right)
            return left != right or (left and node.op == "+")
        case Field(of=Call() as call, output=output):
            return _scale_is_price(call, output)
        case Call():
            return _scale_is_price(node, None)
    return False


def _scale_is_price(call: Call, output: str | None) -> bool:
    scale = call.entry.scale_of(output)
    if scale != "same":
        return scale == "price"
    series = [node for argument, node in call.bound if argument.kind == "series"]
    return bool(series) and _is_price(series[0])
