"""The module that is executed: a header, one line a definition, one line a slot."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from strategy_language.catalogue import CATALOGUE, code_name
from strategy_language.document import Strategy
from strategy_language.expressions.elsewhere import own_bars_of
from strategy_language.expressions.nodes import DefinitionRef, Lag, Node, Of, On
from strategy_language.generate.code import Writer
from strategy_language.generate.slots import Line, lines
from strategy_language.generate.views import Views
from strategy_language.pair import pair_definitions
from strategy_language.program import Program, compile_document
from strategy_language.readback import read_back
from trading_contracts.problem import InvalidDocument

_WIDTH = 110
_FUNCTIONS = frozenset(code_name(name) for name in CATALOGUE)


@dataclass(frozen=True, slots=True)
class GeneratedCode:
    """A module and the slots of the dictionary that its `signals` returns.

    A hand-written module (kind python) stands as it was written, followed by `document_signals(bars, p)` for what
    the document itself says (an ATR stop, a rule with a condition); `slots` then names those alone.
    """

    text: str
    slots: tuple[str, ...]


def generate(strategy: Strategy) -> GeneratedCode:
    """Write the module of a document.

    Raises:
        InvalidDocument: An expression of the document cannot be read.
    """
    program = compile_document(strategy)
    if program.problems:
        raise InvalidDocument("The strategy document cannot be run as it stands.", errors=program.problems)
    return write_module(program)


def write_module(program: Program) -> GeneratedCode:
    """Write the module of a document whose expressions have been read."""
    strategy = program.strategy
    if strategy.kind != "python":
        function, slots = _function(program, "signals")
        return GeneratedCode("\n".join([*_header(strategy), "", "", *function]) + "\n", slots)
    function, slots = _function(program, "document_signals")
    written = (strategy.code or "").rstrip("\n")
    added = ["", "", "# What the document adds to the code above.", *function] if slots else []
    return GeneratedCode("\n".join([written, *added]) + "\n", slots)


def _function(program: Program, name: str) -> tuple[list[str], tuple[str, ...]]:
    """Return the lines of a function that computes every slot, and the slots."""
    defined = {**program.definitions, **pair_definitions(program)}
    returned = tuple(lines(program))
    local = _locals(defined)
    views = Views({*local.values(), *_FUNCTIONS})
    writer = Writer(views, local)
    body = [f"{local[name]} = {writer.write(node)}" for name, node in defined.items() if name in local]
    body += ["return {", *(f"    {line}" for line in _dictionary(writer, returned)), "}"]
    lines_of_code = [f"def {name}(bars, p):", *(f"    {line}" for line in (*views.lines(), *body))]
    return lines_of_code, tuple(line.slot for line in returned)


def _locals(defined: Mapping[str, Node]) -> dict[str, str]:
    taken = {*_FUNCTIONS}
    local: dict[str, str] = {}
    for name, node in defined.items():
        if not _has_own_line(node):
            continue
        written = name
        while written in taken:
            written += "_"
        taken.add(written)
        local[name] = written
    return local


def _has_own_line(node: Node) -> bool:
    """Return whether a definition can be a local: a record on other bars exists only field by field."""
    if node.type == "record" and own_bars_of(node):
        return False
    match node:
        case DefinitionRef():
            return _has_own_line(node.target)
        case Lag() | On() | Of():
            return node.type != "record"
    return True


def _dictionary(writer: Writer, returned: tuple[Line, ...]) -> Iterator[str]:
    for line in returned:
        if line.comment:
            yield from _comment(line.comment)
        yield f'"{line.slot}": {writer.write(line.node)},'


def _header(strategy: Strategy) -> list[str]:
    return [
        *_comment(strategy.name),
        "#",
        *(line for part in read_back(strategy).split("\n") for line in _comment(part)),
    ]


def _comment(text: str) -> list[str]:
    """Return a text as comment lines; whatever could end a line or hide in one becomes a space."""
    plain = "".join(character if character.isprintable() else " " for character in text)
    return [f"# {line}" for line in textwrap.wrap(plain, _WIDTH - 2)] or ["#"]
