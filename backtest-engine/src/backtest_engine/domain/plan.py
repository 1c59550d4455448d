"""A document made ready to run: its code, what it reads, how far it looks back."""

import ast
import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache

from backtest_engine.domain.lines import PlannedLines, plan_lines
from strategy_language.check import require_valid
from strategy_language.document import Strategy
from strategy_language.generate import generate
from strategy_language.generate.slots import lines as slot_lines
from strategy_language.lookback import program_look_back
from strategy_language.program import Program, compile_document
from strategy_language.readback import read_back
from strategy_language.static_checks.report import require_safe

MOST_WARM_UP = 100_000
"""What hand-written code gets, which declares nothing, and at most what functions get that remember all history."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run needs to know of its strategy.

    Attributes:
        code: The module that is executed, as it stands.
        evaluated: Symbols for which `signals` is called, once each.
        traded: Symbols whose bars are simulated.
        read: Further symbols that the code reads.
        warmup: Bars before the start that it needs.
        lines: What the chart shows beside the prices.
        lineage: Fingerprint of the strategy without its numbers and names.
    """

    strategy: Strategy
    code: str
    readback: str
    evaluated: tuple[str, ...]
    traded: tuple[str, ...]
    read: tuple[str, ...]
    warmup: int
    lines: PlannedLines
    lineage: str

    @property
    def parameters(self) -> dict[str, float]:
        """Return the value of each parameter."""
        return {parameter.name: parameter.value for parameter in self.strategy.parameters}

    def with_warmup(self, bars: int) -> "Plan":
        """Return the plan with so many bars of warm-up."""
        return replace(self, warmup=bars)


def make_plan(strategy: Strategy) -> Plan:
    """Return the plan of a document; the same document is planned once.

    Raises:
        InvalidDocument: The document makes no sense; its errors name each place.
        UnsafeCode: The static checks refuse its code.
    """
    return _plan(strategy.model_dump_json())


@lru_cache(maxsize=256)
def _plan(text: str) -> Plan:
    strategy = require_valid(Strategy.model_validate_json(text))
    code = generate(strategy).text
    require_safe(code)
    program = compile_document(strategy)
    traded = strategy.universe
    if strategy.pairs:
        traded = tuple(dict.fromkeys((strategy.pairs.left, strategy.pairs.right)))
    hand_written = strategy.kind == "python"
    read = _symbols_in(code) if hand_written else program.other_symbols
    return Plan(
        strategy=strategy,
        code=code,
        readback=read_back(strategy),
        evaluated=_evaluated(program, traded),
        traded=traded,
        read=tuple(symbol for symbol in read if symbol not in traded),
        warmup=MOST_WARM_UP if hand_written else min(program_look_back(program).total, MOST_WARM_UP),
        lines=plan_lines(program),
        lineage=_lineage(code, strategy),
    )


def _evaluated(program: Program, traded: tuple[str, ...]) -> tuple[str, ...]:
    # The spread of a pair is computed once, on the left leg; levels and sizes are each leg's own.
    pairs = program.strategy.pairs
    if pairs and all(line.slot.startswith("pairs.") for line in slot_lines(program)):
        return (pairs.left,)
    return traded


def _symbols_in(code: str) -> tuple[str, ...]:
    named: dict[str, None] = {}
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Attribute(attr="symbol" | "other"), args=[ast.Constant(value=str(symbol))]):
                named[symbol] = None
    return tuple(named)


class _WithoutNumbers(ast.NodeTransformer):
    """A number is a number, whether it stands there or is a parameter."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant(0) if isinstance(node.value, (int, float)) else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if isinstance(node.value, ast.Name) and node.value.id == "p":
            return ast.Constant(0)
        self.generic_visit(node)
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        return node.operand if isinstance(node.operand, ast.Constant) else node

    def visit_Dict(self, node: ast.Dict) -> ast.Dict:
        # A stop or a size that is one number has a slot only where that number is a parameter.
        self.generic_visit(node)
        kept = [
            (key, value)
            for key, value in zip(node.keys, node.values, strict=True)
            if not isinstance(value, ast.Constant) or str(getattr(key, "value", "")).endswith(".when")
        ]
        return ast.Dict([key for key, _ in kept], [value for _, value in kept])


def _lineage(code: str, strategy: Strategy) -> str:
    """Return a fingerprint that stays the same while only numbers, symbols' names and the name are varied."""
    shape = ast.unparse(_WithoutNumbers().visit(ast.parse(code)))
    actions = [(rule.action, rule.order.kind if rule.order else "market") for rule in strategy.rules]
    return hashlib.sha256(repr((strategy.kind, shape, actions)).encode()).hexdigest()
