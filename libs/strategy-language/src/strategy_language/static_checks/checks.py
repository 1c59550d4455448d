"""The single checks. Each yields what is wrong, line by line; nothing means passed."""

from __future__ import annotations

import ast
import dis
from collections import Counter
from collections.abc import Iterator
from types import CodeType
from typing import Final

from strategy_language.static_checks.vocabulary import (
    ARRAY_DOORS,
    BANNED_NAMES,
    BANNED_OPCODES,
    ENTRY_POINTS,
    NODES,
    RECORDS,
    WHY_NOT,
    allowed_attributes,
    allowed_names,
)

MAX_CHARACTERS: Final = 100_000
MAX_LINES: Final = 2_000
MAX_NODES: Final = 20_000
MAX_DEPTH: Final = 60
MAX_BITS: Final = 1_024
MAX_BRANCHES: Final = 40
MAX_TURNS: Final = 10_000
LARGEST_NUMBER: Final = 1e15
LONGEST_TEXT: Final = 200


def _at(node: ast.AST, text: str) -> str:
    return f"line {getattr(node, 'lineno', 1)}: {text}"


def size(text: str) -> Iterator[str]:
    """Yield what is too large about a text."""
    if len(text) > MAX_CHARACTERS:
        yield f"{len(text)} characters, {MAX_CHARACTERS} at most"
    lines = text.count("\n") + 1
    if lines > MAX_LINES:
        yield f"{lines} lines, {MAX_LINES} at most"


def extent(tree: ast.Module) -> Iterator[str]:
    """Yield what makes a tree too large to be looked at any closer."""
    level: list[ast.AST] = [tree]
    nodes = depth = 0
    while level:
        nodes, depth = nodes + len(level), depth + 1
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            yield _at(level[0], f"more than {MAX_NODES} parts or {MAX_DEPTH} levels")
            return
        for node in level:
            if isinstance(node, ast.Constant) and type(node.value) is int and node.value.bit_length() > MAX_BITS:
                yield _at(node, "this number is too large")
        level = [child for node in level for child in ast.iter_child_nodes(node)]


def syntax(tree: ast.Module) -> Iterator[str]:
    """Yield the syntax that is not on the allow-list."""
    for node in ast.walk(tree):
        if type(node).__name__ not in NODES:
            yield _at(node, WHY_NOT.get(type(node), f"{type(node).__name__} is not on the allow-list"))


def structure(tree: ast.Module) -> Iterator[str]:
    """Yield what keeps the module from being `def signals(bars, p)` with plain functions beside it."""
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) and not _is_docstring(node):
            yield _at(node, "only functions stand at the top of the module")
    entry = next((function for function in functions if function.name == "signals"), None)
    if entry is None:
        yield "line 1: there is no function signals(bars, p)"
    for function in functions:
        yield from _plain_function(function)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _plain_function(function: ast.FunctionDef) -> Iterator[str]:
    arguments = function.args
    extras = (arguments.vararg, arguments.kwarg, *arguments.kwonlyargs, *arguments.posonlyargs, *arguments.defaults)
    if any(extras):
        yield _at(function, f"{function.name} takes plain arguments only")
    if function.decorator_list:
        yield _at(function, "decorators are refused")
    if function.returns or any(argument.annotation for argument in arguments.args):
        yield _at(function, "annotations are refused")
    if function.name in ENTRY_POINTS and [argument.arg for argument in arguments.args] != ["bars", "p"]:
        yield _at(function, f"{function.name} takes exactly (bars, p)")
    for node in ast.walk(function):
        if isinstance(node, ast.FunctionDef) and node is not function:
            yield _at(node, "functions inside functions are refused")


def imports(tree: ast.Module) -> Iterator[str]:
    """Yield every import, and every name that stands for one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield _at(node, "imports are refused")
        elif isinstance(node, ast.Name) and node.id in ("__import__", "importlib", "sys", "os", "builtins"):
            yield _at(node, f"{node.id} is refused")


def names(tree: ast.Module) -> Iterator[str]:
    """Yield names that are banned or not known, and definitions that would hide a known one."""
    known = allowed_names()
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    yield from (f"line 1: {name} hides a function of the language" for name in sorted(functions & known))
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        stored = {argument.arg for argument in function.args.args}
        stored |= {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and _is_stored(node)}
        here = known | functions | stored
        for node in ast.walk(function):
            if isinstance(node, ast.Name):
                yield from _name(node, here)
    for name in functions:
        if name.startswith("_"):
            yield f"line 1: {name} begins with an underscore"


def _is_stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _name(node: ast.Name, known: frozenset[str] | set[str]) -> Iterator[str]:
    if node.id.startswith("_") or node.id in BANNED_NAMES:
        yield _at(node, f"the name {node.id} is banned")
    elif isinstance(node.ctx, ast.Store) and (node.id in allowed_names() or node.id in ("bars", "p")):
        yield _at(node, f"{node.id} has a meaning of its own and cannot be assigned")
    elif node.id not in known:
        yield _at(node, f"the name {node.id} is not known")


def attributes(tree: ast.Module) -> Iterator[str]:
    """Yield attributes that are not on the allow-list; of `p`, any name without an underscore in front."""
    known = allowed_attributes()
    records = _record_names(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        of_parameters = isinstance(node.value, ast.Name) and node.value.id == "p"
        # An array has a `base` of its own, which would lead to the whole history; only a record's is meant.
        door = node.attr in ARRAY_DOORS and not _is_record(node.value, records)
        if node.attr.startswith("_") or door or not (of_parameters or node.attr in known):
            yield _at(node, f"the attribute {node.attr} is not on the allow-list")
        elif not isinstance(node.ctx, ast.Load):
            yield _at(node, "attributes cannot be assigned")


def _record_names(tree: ast.Module) -> set[str]:
    """Return the names that only ever stand for a function with several outputs."""
    assigned: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            assigned.setdefault(node.targets[0].id, []).append(node.value)
    stores = Counter(node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and _is_stored(node))
    stores.update(node.arg for node in ast.walk(tree) if isinstance(node, ast.arg))
    return {
        name
        for name, values in assigned.items()
        if stores[name] == len(values) and all(_is_record(value, set()) for value in values)
    }


def _is_record(node: ast.expr, names: set[str]) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in RECORDS
    return isinstance(node, ast.Name) and node.id in names


def constants(tree: ast.Module) -> Iterator[str]:
    """Yield numbers that are too large and texts where no text belongs: they only name things."""
    places = {id(node) for node in _text_places(tree)}
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            problem = _constant(node.value, named=id(node) in places)
            if problem:
                yield _at(node, problem)


def _constant(value: object, *, named: bool) -> str | None:
    match value:
        case str() if not named:
            return "a text stands only as a key, an argument or a comparison"
        case str() if len(value) > LONGEST_TEXT:
            return f"a text is at most {LONGEST_TEXT} characters"
        case int() | float() if not abs(value) <= LARGEST_NUMBER:
            return "this number is too large"
        case str() | int() | float() | None:
            return None
    return f"{type(value).__name__} constants are refused"


def _text_places(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        match node:
            case ast.Dict():
                yield from (key for key in node.keys if key is not None)
            case ast.Call():
                yield from (*node.args, *(keyword.value for keyword in node.keywords))
            case ast.Compare():
                yield from (node.left, *node.comparators)


def collections(tree: ast.Module) -> Iterator[str]:
    """Yield lists and tuples that could be multiplied into a bomb, and whatever is unpacked or assigned in parts."""
    places = {id(place) for node in ast.walk(tree) for place in _list_places(node)}
    for node in ast.walk(tree):
        if _unpacks(node):
            yield _at(node, "unpacking is refused")
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield _at(node, "parts cannot be assigned: write a dictionary at once, and arrays as a whole")
        elif isinstance(node, ast.List | ast.Tuple) and id(node) not in places:
            yield _at(node, "lists and tuples stand only after `in` of a loop, or to assign several names")


def _list_places(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.For):
        yield from (node.iter, node.target)
    elif isinstance(node, ast.Assign) and any(isinstance(target, ast.Tuple) for target in node.targets):
        yield from (*node.targets, node.value)


def _unpacks(node: ast.AST) -> bool:
    if isinstance(node, ast.Dict):
        return None in node.keys
    return isinstance(node, ast.Call) and any(keyword.arg is None for keyword in node.keywords)


def loops(tree: ast.Module) -> Iterator[str]:
    """Yield loops without a bound, loops with too many turns, and recursion."""
    defined: list[str] = []
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        yield from _loops_in(function.body, 1)
        later = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)} - set(defined)
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and node.id in later:
                yield _at(node, f"{node.id} is called before it is defined: recursion has no bound")
        defined.append(function.name)
    counted = {
        id(node.iter.func) for node in ast.walk(tree) if isinstance(node, ast.For) and isinstance(node.iter, ast.Call)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.While):
            yield _at(node, "a while loop has no bound")
        elif isinstance(node, ast.Name) and node.id == "range" and id(node) not in counted:
            yield _at(node, "range stands only after `in` of a loop, as range(<number>)")


def _loops_in(body: list[ast.stmt], turns: int) -> Iterator[str]:
    for node in body:
        inside = turns
        if isinstance(node, ast.For):
            own = _turns(node.iter)
            if own is None:
                yield _at(node, "a loop runs over range(<number>) or a written list, so that it has a bound")
                continue
            inside = turns * own
            if inside > MAX_TURNS:
                yield _at(node, f"{inside} turns, {MAX_TURNS} at most")
        for name in ("body", "orelse"):
            yield from _loops_in(getattr(node, name, []), inside)


def _turns(over: ast.expr) -> int | None:
    match over:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return len(parts)
        case ast.Call(func=ast.Name(id="range"), args=arguments, keywords=[]):
            numbers = [whole for argument in arguments if (whole := _whole(argument)) is not None]
            if len(numbers) != len(arguments) or not 1 <= len(numbers) <= 3 or numbers[2:] == [0]:
                return None
            return len(range(*numbers))
    return None


def _whole(node: ast.expr) -> int | None:
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None


def complexity(tree: ast.Module) -> Iterator[str]:
    """Yield functions with too many branches."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        branches = 1 + sum(isinstance(node, ast.If | ast.IfExp | ast.For | ast.BoolOp) for node in ast.walk(function))
        if branches > MAX_BRANCHES:
            yield _at(function, f"{function.name} has {branches} branches, {MAX_BRANCHES} at most")


def opcodes(code: CodeType) -> Iterator[str]:
    """Yield banned instructions of the compiled module and everything nested in it."""
    for instruction in dis.get_instructions(code):
        if instruction.opname in BANNED_OPCODES:
            line = instruction.positions.lineno if instruction.positions else 1
            yield f"line {line}: instruction {instruction.opname}"
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from opcodes(constant)
