"""Whole-portfolio strategies: pairs and rotation, read by their slots."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.conditions import condition
from strategy_ai_worker.domain.reading.draft import Draft, PairsDraft, RotationDraft
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import operand
from strategy_ai_worker.domain.reading.size_words import read_size
from strategy_ai_worker.domain.reading.trees import Node, all_of, call, negate


def read_frame(c: Cursor, draft: Draft) -> bool:
    """Read the message as a pairs trade or a rotation; return whether it is one."""
    symbols = _count_symbols(c)
    if symbols == 2 and _speaks_of_pairs(c):
        draft.pairs = _pairs(c, draft)
        return True
    if symbols >= 2 and _speaks_of_rotation(c):
        draft.rotation = _rotation(c, draft, symbols)
        return draft.rotation is not None
    return False


def _count_symbols(c: Cursor) -> int:
    found: dict[str, tuple[str, ...]] = {}
    total = 0
    for lexeme in c.lexemes:
        value = lexeme.get("SYM")
        if isinstance(value, tuple):
            if not any(set(value) & set(known) for known in found.values()):
                found[str(value[0])] = value
        elif lexeme.has("TICKER"):
            found[str(lexeme.get("TICKER"))] = (str(lexeme.get("TICKER")),)
        members = lexeme.get("SYMS")
        total += len(members) if isinstance(members, tuple) else 0
    return total + len(found)


def _speaks_of_pairs(c: Cursor) -> bool:
    return any(lexeme.has("SPREADWORD") for lexeme in c.lexemes) and any(
        lexeme.has("IND", "zscore")
        or lexeme.has("HEDGEWORD")
        or lexeme.has("DEV")
        or "pair" in lexeme.text
        or "配对" in lexeme.text
        or "套利" in lexeme.text
        or lexeme.text in ("stat arb", "statistical arbitrage", "spread", "价差")
        for lexeme in c.lexemes
    )


def _speaks_of_rotation(c: Cursor) -> bool:
    ranks = any(
        lexeme.has("RANK") and lexeme.text not in ("order", "orders", "score", "按", "ordered") for lexeme in c.lexemes
    )
    rotates = any(
        lexeme.has("REBALANCE") and lexeme.text not in ("each", "every", "switch", "repeat", "once a")
        for lexeme in c.lexemes
    )
    best = any((lexeme.has("BEST")) and not lexeme.has("HILO") for lexeme in c.lexemes) or _best_of(c)
    periodic = any(lexeme.has("PERIODIC") and not lexeme.has("TF", "1d") for lexeme in c.lexemes)
    for i, lexeme in enumerate(c.lexemes):
        every = lexeme.text in ("every", "each", "每", "每隔")
        periodic = periodic or (
            every and (c.at(i + 1).has("SPAN") or c.at(i + 1).has("WEEKDAY") or c.at(i + 1).has("UNIT"))
        )
        periodic = periodic or lexeme.get("TF") in ("1w", "1mo", "3mo")
    return ranks or (best and (rotates or periodic)) or (rotates and periodic)


def _best_of(c: Cursor) -> bool:
    return any(
        lexeme.has("BEST") and (c.at(c.skip(i + 1)).has("NUM") or c.at(c.skip(i + 1)).has("IND"))
        for i, lexeme in enumerate(c.lexemes)
    )


def _number(lexeme: Lexeme, category: str = "NUM") -> float:
    return float(str(lexeme.get(category)))


def _pairs(c: Cursor, draft: Draft) -> PairsDraft:
    plan = PairsDraft("", "")
    said: set[str] = set()
    for i, lexeme in enumerate(c.lexemes):
        read_size(c, i, draft) if lexeme.has("SIZE") or lexeme.has("RISK") else None
        if lexeme.has("HEDGE") and (lexeme.text != "ratio" or not c.at(i - 1).has("HEDGEWORD")):
            plan.hedge = str(lexeme.get("HEDGE"))
            said.add("hedge")
        if lexeme.has("SPAN"):
            _pair_length(c, i, plan, said)
    _pair_levels(c, plan, said)
    if plan.hedge == "fixed":
        plan.hedge_ratio = 1.0
    for slot, value in (
        ("z_length", plan.z_length),
        ("enter_z", plan.enter_z),
        ("exit_z", plan.exit_z),
        ("hedge", plan.hedge),
    ):
        if slot not in said:
            c.memory.guess(f"pairs.{slot}", value, "it was not named; this is a usual choice for a pairs trade")
    if "hedge_length" not in said:
        plan.hedge_length = plan.z_length
    return plan


def _pair_length(c: Cursor, i: int, plan: PairsDraft, said: set[str]) -> None:
    span = c.at(i).get("SPAN")
    if not isinstance(span, Span):
        return
    bars = c.memory.bars(span)
    hedged = _nearest(c, i)
    if not hedged:
        if "z_length" not in said:
            plan.z_length = bars
            said.add("z_length")
    elif "hedge_length" not in said:
        plan.hedge_length = bars
        said.add("hedge_length")


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
)
_LEAVE = (
    "close",
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
    "mean",
)
_STOP = ("stop", "give", "bail", "cut", "abort", "止损", "loss", "emergency", "abandon")


def _pair_levels(c: Cursor, plan: PairsDraft, said: set[str]) -> None:
    """Give each z level to the verb that stands nearest before it (in Chinese: before or behind it in its clause)."""
    for clause in _clauses(c):
        values = [
            (i, abs(_number(c.at(i))))
            for i in clause
            if c.at(i).has("NUM") and not c.at(i).has("SPAN") and not c.at(i).has("CLOCK")
        ]
        values = [(i, value) for i, value in values if value <= 10]
        zero = [i for i in clause if c.at(i).text in ("zero", "mean", "均值", "零轴", "the mean")]
        values += [(i, 0.0) for i in zero if not any(k == i for k, _ in values)]
        for i, value in sorted(values):
            slot = _slot(c, clause, i)
            if slot not in said or (
                slot == "exit_z" and value < plan.enter_z and value != plan.exit_z and "exit_z" not in said
            ):
                setattr(plan, slot, value)
                said.add(slot)


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
        words = c.at(k).text.split() or [c.at(k).text]
        if any(word in _STOP for word in words) or c.at(k).has("STOP"):
            return "stop_z"
        if c.at(k).has("ACT", "exit", "cover") or any(word in _LEAVE for word in words):
            return "exit_z"
        if c.at(k).has("ACT") or any(word in _ENTER for word in words):
            return "enter_z"
    return "enter_z"


def _rotation(c: Cursor, draft: Draft, symbols: int) -> RotationDraft | None:
    plan = RotationDraft(rank_by=call("roc", CLOSE, 126))
    rank = _rank(c)
    if rank is None:
        c.memory.guess("rotation.rank_by", "roc(close, 126)", "the score was not named; the six-month return is usual")
    else:
        plan.rank_by = rank
    plan.descending = not _lowest_wins(c)
    plan.hold = _hold(c, symbols)
    _rebalance(c, plan)
    plan.where = _filter(c, plan.rank_by)
    for i, lexeme in enumerate(c.lexemes):
        if lexeme.has("EQUALWEIGHT"):
            draft.say(i, i + 1, "rotation.weights")
        if ("inverse" in lexeme.text and "vol" in c.at(i + 1).text) or "反波动" in lexeme.text:
            plan.weights = "inverse_volatility"
    draft.say(0, len(c.lexemes), "rotation")
    return plan


def _rank(c: Cursor) -> Node | None:
    """Return the score: the first indicator with a length, near the word that ranks where there is one."""
    if any(lexeme.has("BEST") and "volat" in lexeme.text for lexeme in c.lexemes):
        spans = [
            lexeme.get("SPAN")
            for i, lexeme in enumerate(c.lexemes)
            if lexeme.has("SPAN") and not _is_rebalance_span(c, i)
        ]
        lengths = [c.memory.bars(span) for span in spans if isinstance(span, Span)]
        return call("historical_volatility", CLOSE, lengths[0] if lengths else 60)
    places = [i for i, lexeme in enumerate(c.lexemes) if lexeme.has("SPAN") or lexeme.has("IND") or lexeme.has("LASTN")]
    ranked = next((i for i, lexeme in enumerate(c.lexemes) if lexeme.has("RANK") or lexeme.has("BEST")), 0)
    for i in sorted(places, key=lambda k: (k < ranked, k)):
        found = operand(c, i)
        if found is None or found[0].op == "num" or found[0].word in ("sma", "ema", "on") or found[0].op == "name":
            continue
        if _is_rebalance_span(c, i):
            continue
        node = found[0]
        return call("roc", *node.parts) if node.op == "call" and node.word == "mom" else node
    return _gain_over(c)


def _gain_over(c: Cursor) -> Node | None:
    """Read "went up most over the last 6 months": the return over that time."""
    for i, lexeme in enumerate(c.lexemes):
        span = lexeme.get("SPAN")
        if isinstance(span, Span) and not _is_rebalance_span(c, i) and c.memory.bars(span) >= 5:
            near = [c.at(k) for k in range(i - 6, i + 4)]
            if any(
                word.has("MOVE")
                or word.has("BEST")
                or word.has("RISING")
                or word.text in ("performance", "momentum", "gained", "risen")
                for word in near
            ):
                return call("roc", CLOSE, c.memory.bars(span))
    return None


def _is_rebalance_span(c: Cursor, i: int) -> bool:
    return any(c.at(k).has("REBALANCE") or c.at(k).has("PERIODIC") for k in (i - 1, i - 2) if k >= 0) and c.at(
        i - 1
    ).text in ("every", "each", "rebalance every", "每")


def _lowest_wins(c: Cursor) -> bool:
    worst = next(
        (
            i
            for i, lexeme in enumerate(c.lexemes)
            if lexeme.has("BEST", "worst") and (not c.at(i + 1).has("SER") or c.at(i + 1).has("SER", "price"))
        ),
        None,
    )
    best = next(
        (
            i
            for i, lexeme in enumerate(c.lexemes)
            if (lexeme.has("BEST", "best") and not lexeme.has("HILO")) or lexeme.has("BEST", "best")
        ),
        None,
    )
    return worst is not None and (best is None or worst < best)


def _hold(c: Cursor, symbols: int) -> int:  # noqa: C901 - one reading of one construct
    for i, lexeme in enumerate(c.lexemes):
        if not (lexeme.has("BEST") or lexeme.has("HOLD") or lexeme.has("ACT", "buy")):
            continue
        for k in range(i + 1, i + 4):
            word = c.at(k)
            if word.has("NUM") and not word.has("SPAN") and not word.has("PCT") and 1 <= _number(word) <= symbols:
                return int(_number(word))
    for i, lexeme in enumerate(c.lexemes):
        if lexeme.text in ("one", "single", "第一", "第一名", "1") and (
            c.at(i - 1).has("BEST") or c.at(i - 2).has("BEST")
        ):
            return 1
        if lexeme.has("SHARES") and any(c.at(k).has("BEST") for k in range(i - 3, i + 3)):
            return int(_number(lexeme, "SHARES"))
        if (
            lexeme.has("NUM")
            and not lexeme.has("SPAN")
            and any(c.at(k).has("BEST") for k in range(i - 3, i + 4))
            and 1 <= _number(lexeme) <= symbols
        ):
            return int(_number(lexeme))
    c.memory.guess("rotation.hold", 1, "how many to hold was not named; the best one is held")
    return 1


def _rebalance(c: Cursor, plan: RotationDraft) -> None:  # noqa: C901 - one reading of one construct
    for i, lexeme in enumerate(c.lexemes):
        span = c.at(i + 1).get("SPAN")
        every = lexeme.text in ("every", "each", "rebalance every", "每", "每隔") or lexeme.has("REBALANCE")
        if every and isinstance(span, Span):
            fixed = {
                ("month", 1): "monthly",
                ("week", 1): "weekly",
                ("month", 3): "quarterly",
                ("year", 1): "yearly",
                ("day", 1): "daily",
            }
            plan.rebalance = fixed.get((span.unit, int(span.count)), c.memory.bars(span))
            return
    for i, lexeme in enumerate(c.lexemes):
        if lexeme.has("WEEKDAY") and c.at(i - 1).text in ("every", "each", "on", "每"):
            plan.rebalance = "weekly"
            return
        if lexeme.has("MONTHDAY"):
            plan.rebalance = "monthly"
            return
        if lexeme.has("PERIODIC") and not (lexeme.has("TF") and lexeme.text == "daily"):
            plan.rebalance = str(lexeme.get("PERIODIC"))
            return
    frames = {"1w": "weekly", "1mo": "monthly", "3mo": "quarterly"}
    for lexeme in c.lexemes:
        if lexeme.get("TF") in frames:
            plan.rebalance = frames[str(lexeme.get("TF"))]
            return
    c.memory.guess("rotation.rebalance", "monthly", "no rhythm was named; monthly is usual")


def _filter(c: Cursor, rank: Node) -> Node | None:  # noqa: ARG001
    """Return the conditions behind "only if", "but only when": an asset must meet them to be held."""
    found: list[Node] = []
    i = 0
    while i < len(c.lexemes):
        lexeme = c.at(i)
        if (
            lexeme.has("MARK")
            or lexeme.has("ACT", "filter")
            or lexeme.text in ("must", "skip", "ignore", "whose", "those", "any")
        ):
            read = condition(c, i + 1)
            if read is not None and read[0].is_truth:
                refuse = lexeme.has("MARK", "unless") or lexeme.text in ("skip", "ignore") or _to_cash(c, i, read[1])
                found.append(
                    Node("not", (read[0],))
                    if refuse and read[0].op not in ("<", "<=", ">", ">=")
                    else negate(read[0])
                    if refuse
                    else read[0]
                )
                i = read[1]
                continue
        i += 1
    return all_of(*found) if found else None


def _to_cash(c: Cursor, i: int, j: int) -> bool:
    near = [c.at(k).text for k in (*range(max(0, i - 4), i), *range(j, j + 6))]
    if any(word in ("else", "otherwise", "or else", "否则") for word in near):
        return False
    return any(
        word
        in (
            "cash",
            "skip",
            "go to cash",
            "stay in cash",
            "move to cash",
            "be in cash",
            "空仓",
            "leave out",
            "drop it",
            "hold cash",
            "sit in cash",
            "switch to cash",
        )
        for word in near
    )
