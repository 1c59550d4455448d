"""Whether a message is a pairs trade or a rotation."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.memory import Cursor


def count_symbols(c: Cursor) -> int:
    """Return how many different assets are named."""
    found: dict[str, tuple[str, ...]] = {}
    total = 0
    for lexeme in c.lexemes:
        value = lexeme.get("SYM")
        if isinstance(value, tuple):
            spelled = lexeme.text.upper() == str(value[0])
            if spelled or not any(set(value) & set(known) for known in found.values()):
                found[str(value[0])] = value
        elif lexeme.has("TICKER"):
            found[str(lexeme.get("TICKER"))] = (str(lexeme.get("TICKER")),)
        members = lexeme.get("SYMS")
        total += len(members) if isinstance(members, tuple) else 0
    return total + len(found)


_SPREAD_TRADES = ("stat arb", "statistical arbitrage", "spread", "价差", "market neutral", "z")


def speaks_of_pairs(c: Cursor) -> bool:
    """Return whether the message trades a spread: it names one (or a ratio, selling one side) and how far it strays."""
    names = any(lexeme.has("SPREADWORD") for lexeme in c.lexemes) or (
        any(lexeme.has("HEDGE") for lexeme in c.lexemes) and _sells_one_side(c)
    )
    names = names or ((_sells_one_side(c) or _against(c)) and _opposes(c)) or _versus(c) or _ratio_of_two(c)
    return names and any(_measures_spread(lexeme) for lexeme in c.lexemes)


def _versus(c: Cursor) -> bool:
    """Return whether two assets stand against each other and a z-score measures how far: "KO vs PEP, z-score 20"."""
    return any(one.has("IND", "zscore") for one in c.lexemes) and _against(c)


def _against(c: Cursor) -> bool:
    return any(
        one.text in ("vs", "versus", "against", "v") and c.at(i - 1).has("SYM") and c.at(i + 1).has("SYM")
        for i, one in enumerate(c.lexemes)
    )


def _ratio_of_two(c: Cursor) -> bool:
    """Return whether the z-score of the ratio of two assets is traded: nothing is bought by its name then."""
    measured = any(one.has("IND", "zscore") for one in c.lexemes) and any("ratio" in one.text for one in c.lexemes)
    bought = any(one.has("ACT", "buy", "short") for one in c.lexemes)
    return measured and not bought and count_symbols(c) == _PAIR


_PAIR = 2


_OPPOSED = (
    "cheap", "cheaper", "cheapest", "expensive", "rich", "richer", "dear", "undervalued", "overvalued",
    "underperformer", "outperformer", "便宜", "贵", "高估", "低估",
)  # fmt: skip


def _opposes(c: Cursor) -> bool:
    """Return whether one asset is set against the other: "long the cheap one, short the expensive one"."""
    return sum(any(word in lexeme.text.split() or word == lexeme.text for word in _OPPOSED) for lexeme in c.lexemes) > 1


def _sells_one_side(c: Cursor) -> bool:
    sold = {
        c.at(i + 1).text for i, lexeme in enumerate(c.lexemes) if lexeme.has("ACT", "sell") and c.at(i + 1).has("SYM")
    }
    bought = {c.at(i + 1).text for i, one in enumerate(c.lexemes) if one.has("ACT", "buy") and c.at(i + 1).has("SYM")}
    shorts = any(lexeme.has("ACT", "short") or "neutral" in lexeme.text for lexeme in c.lexemes)
    return shorts or bool(sold and bought and not sold & bought)


def _measures_spread(lexeme: Lexeme) -> bool:
    measured = lexeme.has("IND", "zscore") or lexeme.has("HEDGEWORD") or lexeme.has("DEV")
    return measured or any(word in lexeme.text for word in ("pair", "配对", "套利")) or lexeme.text in _SPREAD_TRADES


def speaks_of_rotation(c: Cursor) -> bool:
    """Return whether the message ranks assets and holds the best."""
    ranks = any(
        lexeme.has("RANK") and lexeme.text not in ("order", "orders", "score", "按", "ordered") for lexeme in c.lexemes
    )
    rotates = any(
        lexeme.has("REBALANCE") and lexeme.text not in ("each", "every", "switch", "repeat", "once a")
        for lexeme in c.lexemes
    )
    best = any((lexeme.has("BEST")) and not lexeme.has("HILO") for lexeme in c.lexemes) or _best_of(c)
    best = best or part_of_list(c) is not None
    periodic = any(lexeme.has("PERIODIC") and not lexeme.has("TF", "1d") for lexeme in c.lexemes)
    for i, lexeme in enumerate(c.lexemes):
        every = lexeme.text in ("every", "each", "每", "每隔")
        periodic = periodic or (
            every and (c.at(i + 1).has("SPAN") or c.at(i + 1).has("WEEKDAY") or c.at(i + 1).has("UNIT"))
        )
        periodic = periodic or (lexeme.has("WEEKDAY") and lexeme.text.startswith(("每", "every", "each")))
        periodic = periodic or lexeme.has("MONTHDAY") or lexeme.get("TF") in ("1w", "1mo", "3mo")
    periodic = periodic or any(
        lexeme.has("LOOKAHEAD") and c.at(i - 2).has("HOLD") for i, lexeme in enumerate(c.lexemes)
    )
    better = any(
        lexeme.text in ("better", "stronger") and c.at(c.skip(i + 1)).text != "than"
        for i, lexeme in enumerate(c.lexemes)
    )
    rotates = rotates or any(lexeme.text == "repeat" for lexeme in c.lexemes)
    better = better or _whichever(c) or _moved_most(c)
    rotates_by_name = any(lexeme.text in _ROTATES for lexeme in c.lexemes) or _top_of_list(c)
    parity = any(lexeme.text == "risk" and c.at(i + 1).text == "parity" for i, lexeme in enumerate(c.lexemes))
    parity = parity or any(lexeme.has("PARITY") for lexeme in c.lexemes)
    parity = parity or any(_is_inverse(c, i) for i in range(len(c.lexemes)))
    return ranks or parity or rotates_by_name or ((best or better) and (rotates or periodic)) or (rotates and periodic)


def chooses(c: Cursor) -> bool:
    """Return whether assets are set against each other by a score, and not only changed over by a rule."""
    ranked = any(one.has("RANK") or one.has("BEST") or one.text in ("better", "stronger") for one in c.lexemes)
    return ranked or _whichever(c) or _moved_most(c)


def _is_inverse(c: Cursor, i: int) -> bool:
    """Return whether weights are said to fall as volatility rises: "inversely to their volatility"."""
    said = c.at(i).text.startswith("inverse")
    return said and any("vol" in c.at(k).text and "volume" not in c.at(k).text for k in range(i, i + 6))


def _moved_most(c: Cursor) -> bool:
    """Return whether the assets that moved most are meant: "the two that rose most", "those that gained the most"."""
    return any(
        lexeme.text in ("most", "the most", "least") and any(_moves(c.at(k)) for k in range(i - 2, i))
        for i, lexeme in enumerate(c.lexemes)
    )


def _moves(lexeme: Lexeme) -> bool:
    return lexeme.has("MOVE") or lexeme.has("RISING")


def _whichever(c: Cursor) -> bool:
    """Return whether the asset with more of something is held: "own whichever of BTC and ETH has the higher return"."""
    asked = any(lexeme.text in ("whichever", "whichever of", "which of", "谁", "哪个", "哪只") for lexeme in c.lexemes)
    asked = asked or any(
        lexeme.text in ("one", "coin", "stock", "asset") and c.at(i + 1).has("P", "with")
        for i, lexeme in enumerate(c.lexemes)
    )
    twice = sum(lexeme.text == "谁" for lexeme in c.lexemes) > 1
    return twice or (asked and any(lexeme.text in _MORE or lexeme.has("BEST") for lexeme in c.lexemes))


_MORE = (
    "higher",
    "the higher",
    "larger",
    "greater",
    "bigger",
    "more",
    "highest",
    "further",
    "farther",
    "lower",
    "smaller",
    "大",
    "高",
    "强",
    "更大",
    "更高",
)
_ROTATES = ("rotation", "rotate", "rotating", "轮动")
_RANKED_THINGS = (
    "coin", "stock", "one", "asset", "etf", "fund", "name", "market", "performer", "sector", "index", "share", "ticker",
)  # fmt: skip


def _top_of_list(c: Cursor) -> bool:
    """Return whether some of a list of assets are held: "the top two of A, B and C (by their return)"."""
    for i, lexeme in enumerate(c.lexemes):
        counted = [m for m in (c.skip(i + 1), i - 1) if c.at(m).has("NUM") and not c.at(m).has("SPAN")]
        if not lexeme.has("BEST") or not counted or c.at(counted[0]).has("PCT"):
            continue
        k = max(i, counted[0])
        near = range(k + 1, k + 5)
        listed = any(c.at(m).text in ("of", "among", "from", "out of") or c.at(m).has("P", "of") for m in near)
        if listed and any(c.at(m).has("SYM") or c.at(m).has("TICKER") or c.at(m).has("SYMS") for m in near):
            return True
    return False


def _best_of(c: Cursor) -> bool:
    return any(
        lexeme.has("BEST")
        and (c.at(c.skip(i + 1)).has("NUM") or c.at(c.skip(i + 1)).has("IND") or c.at(i + 1).text in _RANKED_THINGS)
        for i, lexeme in enumerate(c.lexemes)
    )


_PARTS = {
    "half": 1 / 2, "a half": 1 / 2, "third": 1 / 3, "tercile": 1 / 3, "quarter": 1 / 4, "quartile": 1 / 4,
    "fifth": 1 / 5, "quintile": 1 / 5, "tenth": 1 / 10, "decile": 1 / 10,
}  # fmt: skip


def part_of_list(c: Cursor, end: str | None = None) -> tuple[float, list[int]] | None:
    """Return the part of a list that is held and its lexemes: "the top 20%", "the best third", "the top quintile".

    Args:
        c: The words.
        end: Which end of the ranking it must be: best or worst.
    """
    for i, one in enumerate(c.lexemes):
        k = i + 1
        ranks = one.has("BEST", end) if end else one.has("BEST") or one.text in ("upper", "lower")
        if not ranks or any("range" in c.at(m).text or c.at(m).has("BANDWORD") for m in range(k, k + 5)):
            continue
        percent = c.at(k).get("PCT")
        part = float(str(percent)) / 100 if percent is not None else _PARTS.get(c.at(k).text.split(" ")[0])
        if part is not None and 0 < part < 1:
            return part, [i, k]
    return None


def held_of(part: float, symbols: int) -> int:
    """Return how many assets a part of a list is, at least one."""
    return max(1, int(part * symbols + 0.5))
