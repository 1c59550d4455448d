"""The words that code may use: everything else is refused."""

from __future__ import annotations

import ast
from functools import cache
from typing import Final

from strategy_language.catalogue import CATALOGUE, code_name
from strategy_language.expressions.vocabulary import COLUMNS, POSITION_WORDS

ENTRY_POINTS: Final = ("signals", "document_signals")
FACADE: Final = frozenset({"lag", "differs", "position"})
BUILTINS: Final = frozenset({"abs", "bool", "enumerate", "float", "int", "len", "max", "min", "range", "round", "zip"})
NUMERIC_METHODS: Final = frozenset(
    {
        *("size", "sum", "min", "max", "mean", "std", "var", "any", "all", "prod", "cumsum", "cumprod", "copy", "clip"),
        *("argmax", "argmin", "round"),
    }
)
BARS: Final = frozenset({*COLUMNS, "on", "symbol", "other", "back"})

ARRAY_DOORS: Final = frozenset({"base", "data", "flat", "real", "imag", "T", "dtype", "ctypes", "strides", "flags"})
"""Attributes of an array that code may not reach, even where an output of a function has the same name."""

RECORDS: Final = frozenset(code_name(entry.name) for entry in CATALOGUE.values() if entry.outputs)

BANNED_NAMES: Final = frozenset(
    {
        *("eval", "exec", "compile", "open", "input", "breakpoint", "help", "memoryview", "bytearray", "bytes"),
        *("getattr", "setattr", "delattr", "hasattr", "vars", "dir", "globals", "locals", "type", "object", "super"),
        *("classmethod", "staticmethod", "property", "callable", "id", "hash", "print", "repr", "format", "str"),
        *("iter", "next", "map", "filter", "sorted", "reversed", "exit", "quit", "credits", "license", "copyright"),
    }
)

NODES: Final = frozenset(
    {
        *("Module", "FunctionDef", "arguments", "arg", "Return", "Assign", "AugAssign", "Expr", "Pass", "If", "For"),
        *("Break", "Continue", "BinOp", "UnaryOp", "BoolOp", "Compare", "IfExp", "Call", "keyword", "Name", "Constant"),
        *("Attribute", "Subscript", "Slice", "Dict", "Tuple", "List", "Load", "Store"),
        *("Add", "Sub", "Mult", "Div", "Mod", "FloorDiv", "BitAnd", "BitOr", "BitXor", "Invert", "USub", "UAdd", "Not"),
        *("And", "Or", "Lt", "LtE", "Gt", "GtE", "Eq", "NotEq"),
    }
)
"""Every kind of syntax that may occur. No import, class, lambda, generator, while, try, with, async, del, **."""

WHY_NOT: Final[dict[type[ast.AST], str]] = {
    ast.Import: "imports are refused",
    ast.ImportFrom: "imports are refused",
    ast.While: "a while loop has no bound",
    ast.Lambda: "lambdas are refused",
    ast.ClassDef: "classes are refused",
    ast.Pow: "write power(a, b) in place of **",
    ast.JoinedStr: "formatted strings are refused",
    ast.GeneratorExp: "generators are refused",
    ast.ListComp: "comprehensions are refused",
    ast.SetComp: "comprehensions are refused",
    ast.DictComp: "comprehensions are refused",
    ast.Try: "exceptions cannot be caught",
    ast.With: "with is refused",
    ast.Raise: "raise is refused",
    ast.Global: "global names are refused",
    ast.Nonlocal: "outer names are refused",
    ast.NamedExpr: "assign on a line of its own",
    ast.Starred: "unpacking is refused",
    ast.AnnAssign: "annotations are refused",
}

BANNED_OPCODES: Final = frozenset(
    {
        *("IMPORT_NAME", "IMPORT_FROM", "IMPORT_STAR", "LOAD_BUILD_CLASS", "YIELD_VALUE", "RETURN_GENERATOR"),
        *(
            "GET_AWAITABLE",
            "GET_AITER",
            "GET_ANEXT",
            "SEND",
            "RAISE_VARARGS",
            "RERAISE",
            "BEFORE_WITH",
            "PUSH_EXC_INFO",
        ),
        *("STORE_ATTR", "DELETE_ATTR", "STORE_SUBSCR", "DELETE_SUBSCR", "DELETE_NAME", "DELETE_GLOBAL", "DELETE_FAST"),
        *("STORE_GLOBAL", "STORE_DEREF", "LOAD_CLOSURE", "SETUP_ANNOTATIONS", "FORMAT_VALUE", "BUILD_STRING"),
        *("CALL_FUNCTION_EX", "LOAD_CLASSDEREF", "PRINT_EXPR", "BEFORE_ASYNC_WITH"),
    }
)


@cache
def allowed_names() -> frozenset[str]:
    """Return the names that code finds without defining them: the facade and a few builtins."""
    return FACADE | BUILTINS | {code_name(name) for name in CATALOGUE}


@cache
def allowed_attributes() -> frozenset[str]:
    """Return the attributes that code may read of anything but `p`."""
    outputs = {output for entry in CATALOGUE.values() for output in entry.outputs}
    return BARS | NUMERIC_METHODS | frozenset(POSITION_WORDS) | {"last_exit_reason"} | outputs
