"""The slots of a pairs trade."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft, PairsDraft
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.size import read_size


def number_of(lexeme: Lexeme, category: str = "NUM") -> float:
    """Return the value of a lexeme in a category."""
    return float(str(lexeme.get(category)))


def pairs(c: Cursor, draft: Draft) -> PairsDraft:
    """Return the slots of a pairs trade; what was not said is a guess."""
    used: set[int] = set()
    plan, said = _said(c, draft, used)
    _account(c, draft, used)
    _fill_in(c, plan, said)
    return plan


def _said(c: Cursor, draft: Draft, used: set[int]) -> tuple[PairsDraft, set[str]]:
    plan = PairsDraft("", "")
    said: set[str] = set()
    for i, lexeme in enumerate(c.lexemes):
        read_size(c, i, draft) if lexeme.has("SIZE") or lexeme.has("RISK") else None
        if lexeme.has("HEDGE") and not _is_no_hedge(c, i):
            plan.hedge = str(lexeme.get("HEDGE"))
            said.add("hedge")
        elif _is_ratio_of_legs(c, i) and "hedge" not in said:
            plan.hedge = "ratio"
            said.add("hedge")
        if lexeme.has("SPAN") and _is_holding(c, i):
            draft.max_bars = c.memory.bars(span) if isinstance(span := lexeme.get("SPAN"), Span) else None
            used.add(i)
        elif (lexeme.has("SPAN") or _is_window(c, i)) and _pair_length(c, i, plan, said):
            used.add(i)
    _pair_levels(c, plan, said, used)
    return plan, said


def _is_ratio_of_legs(c: Cursor, i: int) -> bool:
    """Return whether "ratio" stands behind its two legs: "the XOM/JPM price ratio"."""
    return (
        "ratio" in c.at(i).text and c.at(i - 1).has("SYM") and c.at(i - 2).has("ARITH", "/") and c.at(i - 3).has("SYM")
    )


def _is_no_hedge(c: Cursor, i: int) -> bool:
    """Return whether a word of hedging is none: the ratio of "hedge ratio", the return of "回归0平仓"."""
    if c.at(i).text == "回归":
        behind = c.at(c.skip(i + 1))
        return behind.has("NUM") or behind.has("P", "to") or behind.has("ACT") or behind.text in ("均值", "零", "零轴")
    return c.at(i).text == "ratio" and c.at(i - 1).has("HEDGEWORD")


def pair_numbers(c: Cursor, draft: Draft) -> dict[str, float | str]:
    """Return the slots of a pairs trade that the words name, and no guesses: for follow-ups."""
    plan, said = _said(c, draft, set())
    return {slot: getattr(plan, slot) for slot in said}


def _fill_in(c: Cursor, plan: PairsDraft, said: set[str]) -> None:
    """Take usual numbers for what was not said, and note them."""
    if "hedge_length" in said and "z_length" not in said:
        # One length was said: it measures both the hedge and how far the spread strays.
        plan.z_length = plan.hedge_length
        said.add("z_length")
    if "hedge_length" not in said:
        plan.hedge_length = plan.z_length
    if plan.hedge == "fixed":
        plan.hedge_ratio = 1.0
    for slot in ("z_length", "enter_z", "exit_z", "hedge"):
        if slot not in said:
            why = "it was not named; this is a usual choice for a pairs trade"
            c.memory.guess(f"pairs.{slot}", getattr(plan, slot), why)


def _is_window(c: Cursor, i: int) -> bool:
    """Return whether a bare number is a length: "z-score window 90", "lookback of 60"."""
    before = [c.at(k).text for k in (i - 1, i - 2)]
    named = any(word in text for text in before for word in ("window", "lookback", "look-back", "length", "period"))
    named = named or (
        (c.at(i - 1).has("LASTN") or c.at(i - 1).has("WITHIN"))
        and c.at(i).has("NUM")
        and number_of(c.at(i)) > _WIDEST_LEVEL
    )
    return c.at(i).has("NUM") and not c.at(i).has("SPAN") and named and number_of(c.at(i)) >= 2


_WIDEST_LEVEL = 10
"""Deviations that a level may lie apart; a larger bare number is a length."""


_MEASURED = ("NUM", "PCT", "SPAN", "HALFOF", "USD", "MULT")


def _account(c: Cursor, draft: Draft, used: set[int]) -> None:
    """Let the words of each clause that names a leg, the spread or a number that was read lead to the pairs trade."""
    for clause in _clauses(c):
        named = any(c.at(i).has(word) for i in clause for word in ("SYM", "TICKER", "SPREADWORD", "HEDGE", "ACT"))
        named = named or any(_repeats(c, i, used) or c.at(i).has("OPPOSITE") for i in clause)
        if not named and not used & set(clause):
            continue
        for i in clause:
            measured = any(c.at(i).has(word) for word in _MEASURED)
            if i in used or not measured or _repeats(c, i, used):
                draft.say(i, i + 1, "pairs")


def _repeats(c: Cursor, i: int, used: set[int]) -> bool:
    """Return whether a number says again what was read: both sides of "above 2 or below -2"."""
    value = c.at(i).get("NUM")
    return isinstance(value, int | float) and any(
        abs(value) == abs(number_of(c.at(k))) for k in used if c.at(k).has("NUM")
    )


def _is_holding(c: Cursor, i: int) -> bool:
    """Return whether a length of time says how long the pair is held."""
    ahead = next((k for k in range(i - 1, i - 8, -1) if c.at(k).has("SIGN_MARK") or k < 0), i - 8)
    near = [c.at(k) for k in (*range(max(ahead, i - 7) + 1, i), i + 1, i + 2)]
    if c.at(i - 1).text in ("after", "or after") and not any(c.at(k).text == "z" for k in (i + 1, i + 2)):
        return True
    return any(one.has("HOLD") or "hold" in one.text or "持有" in one.text for one in near)


def _pair_length(c: Cursor, i: int, plan: PairsDraft, said: set[str]) -> bool:
    """Give a length to the hedge or to the z-score; return whether it was still free."""
    span = c.at(i).get("SPAN")
    bars = c.memory.bars(span) if isinstance(span, Span) else round(number_of(c.at(i)))
    hedged = _nearest(c, i)
    if not hedged:
        free = "z_length" not in said or plan.z_length == bars
        plan.z_length = plan.z_length if "z_length" in said else bars
        said.add("z_length")
    else:
        free = "hedge_length" not in said or plan.hedge_length == bars
        plan.hedge_length = plan.hedge_length if "hedge_length" in said else bars
        said.add("hedge_length")
    return free


def _nearest(c: Cursor, i: int) -> bool:
    """Return whether a length stands nearer to the hedge than to the z-score, within its clause."""
    for distance in range(1, 9):
        for k in (i + distance, i - distance):
            lexeme = c.at(k)
            if any(c.is_sign(m, ".", ";", ",", "\n") for m in range(min(i, k), max(i, k))):
                continue
            if lexeme.has("IND", "zscore") or lexeme.has("DEV"):
                return False
            if lexeme.has("HEDGE") or lexeme.has("HEDGEWORD"):
                return True
    return False


_ENTER = (
    "open",
    "enter",
    "entry",
    "trade",
    "buy",
    "short",
    "long",
    "sell",
    "beyond",
    "entries",
    "go",
    "开仓",
    "入场",
    "进场",
    "买入",
    "做空",
    "做多",
    "start",
    "initiate",
    "in",
)

_LEAVE = (
    "close",
    "shut",
    "exit",
    "out",
    "unwind",
    "take",
    "revert",
    "cover",
    "平仓",
    "出场",
    "离场",
    "了结",
    "back",
    "return",
    "returns",
    "flat",
    "narrows",
    "flatten",
    "converge",
    "converges",
    "mean",
)

_STOP = ("stop", "give", "bail", "cut", "abort", "止损", "放弃", "认输", "砍仓", "loss", "emergency", "abandon")


def _pair_levels(c: Cursor, plan: PairsDraft, said: set[str], used: set[int]) -> None:
    """Give each z level to the verb that stands nearest before it (in Chinese: before or behind it in its clause)."""
    for clause in _clauses(c):
        values = [
            (i, abs(number_of(c.at(i))))
            for i in clause
            if c.at(i).has("NUM") and not c.at(i).has("SPAN") and not c.at(i).has("CLOCK") and not _is_window(c, i)
        ]
        values = [(i, value) for i, value in values if value <= _WIDEST_LEVEL]
        named = [i for i in clause if not c.at(i + 1).text.startswith("rever")]
        zero = [i for i in named if c.at(i).text in ("zero", "mean", "average", "均值", "零轴", "the mean")]
        zero += [i for i in clause if c.at(i).text == "sign" and c.at(i - 1).text in _SIGN_CHANGES]
        if any(c.at(i).has("DEV") for i in clause):
            zero = []  # "2 deviations around the mean": the mean is where the distance is measured from.
        halves = [i for i in clause if _is_half(c, i)]
        values += [(i, 0.5) for i in halves]
        values += [(i, 0.0) for i in zero if not any(k == i for k, _ in values)]
        if any(c.at(i).text in _ABOUT for i in clause) and any(value for _, value in values):
            used.update(i for i, value in values if not value)
            values = [(i, value) for i, value in values if value]
        for i, value in sorted(values):
            slot = _slot(c, clause, i)
            if _gives_up(c, clause, i, value, plan, said):
                slot = "stop_z"
            if slot not in said or (
                slot == "exit_z" and value < plan.enter_z and value != plan.exit_z and "exit_z" not in said
            ):
                setattr(plan, slot, value)
                said.add(slot)
                used.add(i)


_ABOUT = ("附近", "绝对值", "左右", "以内", "之内")
"""What makes the number beside it the level, and the zero what it lies about: "回到0附近（绝对值小于0.5）"."""


def _gives_up(c: Cursor, clause: list[int], i: int, value: float, plan: PairsDraft, said: set[str]) -> bool:
    """Return whether a level beyond that of the entry is where one leaves: "quit beyond 3.2", and not "exit at 3.2"."""
    leaves = any(c.at(k).has("ACT", "exit", "cover", "sell") for k in clause)
    passed = "exit_z" in said or any(c.at(k).has("CMP", ">") or c.at(k).text in _PAST for k in clause if k < i)
    return leaves and passed and "enter_z" in said and "stop_z" not in said and value > plan.enter_z


_PAST = ("beyond", "past", "exceeds", "over", "above", "wider", "widens", "reaches", "hits")


def _is_half(c: Cursor, i: int) -> bool:
    """Return whether a bare "half" is a level: "unwind when it gets back to half"."""
    return (
        c.at(i).get("HALFOF") == 0.5
        and (c.at(i + 1).has("SIGN_MARK") or c.at(i + 1).has("END"))
        and (c.at(i - 1).has("P", "to", "at") or c.at(i - 1).has("TOUCH"))
    )


_SIGN_CHANGES = ("changes", "change", "flips", "flip", "switches", "changing")


def _clauses(c: Cursor) -> list[list[int]]:
    clauses: list[list[int]] = [[]]
    for i, lexeme in enumerate(c.lexemes):
        if lexeme.has("SIGN_MARK", ".", ";", "\n", ","):
            clauses.append([])
        else:
            clauses[-1].append(i)
    return [clause for clause in clauses if clause]


def _slot(c: Cursor, clause: list[int], i: int) -> str:
    before = [k for k in clause if k < i]
    behind = [k for k in clause if k > i]
    for k in (*reversed(before), *behind):
        if c.at(k).has("SER") and (c.at(k + 1).has("CMP", ">", "<") or c.at(k + 1).has("X")):
            continue  # "if it closes above": the ratio's close, and no deed.
        if c.at(k).text == "out" and c.at(k - 1).has("DEV"):
            return "enter_z"
        if c.at(k).text.startswith("leav") and any(c.at(m).has("BANDWORD") for m in clause):
            return "enter_z"
        words = c.at(k).text.split() or [c.at(k).text]
        if any(word in _STOP for word in words) or c.at(k).has("STOP"):
            return "stop_z"
        if c.at(k).has("ACT", "exit", "cover") or any(word in _LEAVE for word in words):
            return "exit_z"
        if c.at(k).has("ACT") or any(word in _ENTER for word in words):
            return "enter_z"
    return "enter_z"
