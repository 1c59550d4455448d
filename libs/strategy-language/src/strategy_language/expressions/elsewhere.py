"""Which parts of an expression are computed on another symbol's own bars."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from strategy_language.expressions.nodes import (
    Call,
    Column,
    DefinitionRef,
    Lag,
    Node,
    Of,
    On,
    PositionWord,
    children,
    parts_of,
)


def own_bars_of(node: Node, shown: Collection[str] = ()) -> str | None:
    """Return the one symbol whose own bars a node is to be computed on, or None for ours.

    Definitions among `shown` are there already on our bars; what only combines them bar by bar is computed on ours.

    `sma(close("SPY"), 200)` and `of("SPY", atr(14))` look at several bars of SPY and at nothing else: the 200 bars are
    SPY's, whatever days our symbol trades on. A plain `close("SPY")` is the same either way, and what reads our bars
    too (`correlation(close, close("SPY"), 60)`) is computed on ours.
    """
    if node.type in ("scalar", "text") or not _looks_around(node, shown):
        return None
    sources = iter(_sources(node, None))
    first = next(sources, None)
    return first if first and all(source == first for source in sources) else None


def _looks_around(node: Node, shown: Collection[str]) -> bool:
    """Return whether a node looks at more than one bar; a record is judged by its function."""
    match node:
        case Lag() | On():
            return True
        case DefinitionRef() if node.name in shown:
            return False
        case Call() if node.entry.group != "elementwise":
            return True
    return any(_looks_around(part, shown) for part in parts_of(node))


def _sources(node: Node, symbol: str | None) -> Iterator[str | None]:
    """Yield whose bars each part reads, None for ours."""
    match node:
        case Of():
            yield from _sources(node.of, node.symbol)
        case Column():
            yield node.symbol or symbol
        case PositionWord():
            yield None
        case Call() if node.entry.inputs:
            yield symbol
            for part in children(node):
                yield from _sources(part, symbol)
        case _:
            for part in parts_of(node):
                yield from _sources(part, symbol)
