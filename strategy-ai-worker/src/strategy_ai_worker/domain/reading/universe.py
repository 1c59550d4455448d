"""Which assets are traded, and which are only looked at."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.scan import Item
from strategy_ai_worker.domain.reading.trees import walk


def settle_universe(c: Cursor, items: list[Item], draft: Draft) -> None:
    """Put into the draft what is traded: every asset named outside of a condition, else those in conditions."""
    inside = {k for item in items if item.kind == "cond" for k in range(item.first, item.last)}
    named: list[tuple[str, ...]] = []
    looked_at: list[tuple[str, ...]] = []
    for i, lexeme in enumerate(c.lexemes):
        found = _symbols(c, i) if not _is_explained(c, i) else []
        for symbols in found:
            (looked_at if i in inside and lexeme.has("SYM") else named).append(symbols)
            if found:
                draft.say(i, i + 1, "universe")
    watched = [symbols for symbols in named if named.count(symbols) == 1 and symbols[0] in _of_filter(draft)]
    if draft.allocation is not None:
        weighed = {symbol for symbol, _ in draft.allocation.weights}
        watched = [symbols for symbols in named if symbols[0] not in weighed]
    acted = _acted_on(c)
    if acted and not draft.is_portfolio:
        watched += [symbols for symbols in named if symbols in looked_at and symbols not in acted]
    if len(named) - len(watched) > 1 or (len(named) > len(watched) and _only_watched(watched)):
        named, looked_at = [symbols for symbols in named if symbols not in watched], [*looked_at, *watched]
    if not named:
        named = acted[:1] or _of_conditions(items, looked_at)
    spelled = {lexeme.text.upper() for lexeme in c.lexemes if lexeme.has("SYM")}
    unique = _apart(named, spelled)
    draft.universe = list(unique)
    draft.candidates = {**unique, **{symbols[0]: symbols for symbols in looked_at if symbols[0] not in unique}}


def _is_explained(c: Cursor, i: int) -> bool:
    """Return whether a name has its ticker in brackets behind it: "Meta (FB)" is that one asset."""
    name, ticker = c.at(i).get("SYM"), c.at(i + 2).get("SYM")
    bracketed = c.is_sign(i + 1, "(") and c.is_sign(i + 3, ")")
    return bracketed and isinstance(name, tuple) and isinstance(ticker, tuple) and bool(set(name) & set(ticker))


def _only_watched(watched: list[tuple[str, ...]]) -> bool:
    """Return whether what is left out cannot be traded at all: "use VIX: buy SPY when VIX closes above 30"."""
    return bool(watched) and all(symbols[0] == "^VIX" for symbols in watched)


def _acted_on(c: Cursor) -> list[tuple[str, ...]]:
    """Return the assets right behind an entry: "long XLF while ..." trades XLF, whatever is named besides."""
    places = (i for i, lexeme in enumerate(c.lexemes) if lexeme.has("ACT", "buy", "short", "enter"))
    return [symbols for i in places for symbols in _symbols(c, c.skip(i + 1))]


def _apart(named: list[tuple[str, ...]], spelled: set[str]) -> dict[str, tuple[str, ...]]:
    """Return each asset once, under the first of its symbols; tickers that are spelled out are assets of their own."""
    unique: dict[str, tuple[str, ...]] = {}
    for symbols in named:
        twin = next((first for first, known in unique.items() if set(known) & set(symbols)), None)
        if twin is None or {twin, symbols[0]} <= spelled:
            unique[symbols[0]] = symbols
    return unique


def _of_filter(draft: Draft) -> set[str]:
    """Return the assets that the filter of a rotation looks at: "only while SPY is above its 200-day average"."""
    where = draft.rotation.where if draft.rotation is not None else None
    parts = walk(where) if where is not None else ()
    return {part.parts[0].word for part in parts if part.op == "call" and part.word == "of"}


def _is_index(symbol: str) -> bool:
    """Return whether a symbol is more often a filter than traded: an index, or a fund on one."""
    return symbol.startswith("^") or symbol in ("SPY", "QQQ", "IWM", "DIA")


def _of_conditions(items: list[Item], looked_at: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return what to trade where assets stand in conditions alone: the one that the first condition speaks of."""
    used = [
        part.parts[0].word
        for item in items
        if item.kind == "cond" and item.node is not None
        for part in walk(item.node)
        if part.op == "call" and part.word == "of"
    ]
    first = [symbols for symbols in looked_at if symbols[0] in used] or looked_at
    single = [symbols for symbols in first if not _is_index(symbols[0])]
    traded = [symbols for symbols in first if symbols[0] != "^VIX"]
    return (single or traded or first)[:1]


def _symbols(c: Cursor, i: int) -> list[tuple[str, ...]]:
    lexeme = c.at(i)
    if lexeme.has("SYM"):
        value = lexeme.get("SYM")
        return [tuple(map(str, value))] if isinstance(value, tuple) else []
    if lexeme.has("SYMS"):
        members = lexeme.get("SYMS")
        return [(str(member),) for member in members] if isinstance(members, tuple) else []
    if lexeme.has("TICKER"):
        return [(str(lexeme.get("TICKER")),)]
    return []
