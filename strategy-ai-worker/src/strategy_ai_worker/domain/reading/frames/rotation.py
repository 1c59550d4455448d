"""The slots of a rotation."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft, RotationDraft
from strategy_ai_worker.domain.reading.frames.account import account
from strategy_ai_worker.domain.reading.frames.filters import filters
from strategy_ai_worker.domain.reading.frames.kinds import held_of, part_of_list
from strategy_ai_worker.domain.reading.frames.pairs import number_of
from strategy_ai_worker.domain.reading.frames.ranking import FURTHEST, ranking
from strategy_ai_worker.domain.reading.frames.rhythm import rebalance_of
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.risk import read_risk
from strategy_ai_worker.domain.reading.trees import call


def rotation(c: Cursor, draft: Draft, symbols: int) -> RotationDraft:
    """Return the slots of a rotation; what was not said is a guess, what was not read is left for a question."""
    plan = RotationDraft(rank_by=call("roc", CLOSE, 126))
    used: list[int] = []
    parities = _weights(c, plan, used) and named_hold(c, symbols) is None and not _ranks(c)
    score = None if parities else ranking(c)
    if parities:
        plan.volatility_length, measured = _length_of_volatility(c)
        plan.rank_by = call("historical_volatility", CLOSE, plan.volatility_length)
        used += measured
        c.memory.guess("rotation.weights", "inverse_volatility", "risk parity is read as weights by inverse volatility")
    elif score is None:
        c.memory.guess("rotation.rank_by", "roc(close, 126)", "the score was not named; the six-month return is usual")
    else:
        plan.rank_by = score[0]
        used += score[1]
    plan.descending = plan.rank_by.word == "percent_from_high" or not _lowest_wins(c)
    hold = named_hold(c, symbols)
    equal = score is None and hold is None and not _ranks(c) and any(one.has("EQUALWEIGHT") for one in c.lexemes)
    plan.whole = parities or equal
    if plan.whole:
        plan.hold = symbols
    elif hold is not None:
        plan.hold = hold
        used += part[1] if (part := part_of_list(c)) is not None else ()
    else:
        c.memory.guess("rotation.hold", 1, "how many to hold was not named; the best one is held")
    rhythm = rebalance_of(c)
    if rhythm is None:
        c.memory.guess("rotation.rebalance", "monthly", "no rhythm was named; monthly is usual")
    else:
        plan.rebalance = rhythm.value
        used += range(rhythm.first, rhythm.last)
        if any(c.at(k).has("WEEKDAY") for k in range(rhythm.first, rhythm.last)):
            why = "decided at the last close of each week and traded at the first open of the next"
            c.memory.guess("rotation.rebalance", "weekly", why)
    where = filters(c, plan.rank_by)
    if where is not None:
        plan.where = where[0]
        used += where[1]
        c.memory.guess("rotation.filter", str(where[0]), "it is looked at when the portfolio is rebalanced")
    used += _risks(c, draft)
    account(c, draft, used, "rotation", plan.hold)
    return plan


def _weights(c: Cursor, plan: RotationDraft, used: list[int]) -> bool:
    """Read how the held assets are weighted; return whether the words want risk parity: all of them are held then."""
    parities = False
    for i, lexeme in enumerate(c.lexemes):
        inverse = ("inverse" in lexeme.text or "inversely" in lexeme.text) and any(
            "vol" in c.at(k).text and "volume" not in c.at(k).text for k in range(i, i + 6)
        )
        parity = lexeme.text == "risk" and c.at(i + 1).text == "parity"
        if inverse or parity or lexeme.has("PARITY"):
            plan.weights = "inverse_volatility"
            used += [
                i,
                *(
                    k
                    for k in range(i + 1, i + 6)
                    if "vol" in c.at(k).text or c.at(k).text in _LINKS or (parity and k == i + 1)
                ),
            ]
            parities = parities or parity or inverse or lexeme.has("PARITY")
        elif lexeme.has("EQUALWEIGHT"):
            used.append(i)
    return parities


_LINKS = ("proportional", "to", "by", "their", "its", "weighted", "the")


def _ranks(c: Cursor) -> bool:
    """Return whether only the best of the assets are held: the words rank them or look for the strongest."""
    return any(one.has("BEST") or (one.has("RANK") and one.text not in ("order", "score")) for one in c.lexemes)


def _length_of_volatility(c: Cursor) -> tuple[int, list[int]]:
    """Return the bars that volatility is measured over, and the lexemes that say so."""
    rhythm = rebalance_of(c)
    told = range(rhythm.first, rhythm.last) if rhythm else range(0)
    for i, lexeme in enumerate(c.lexemes):
        span = lexeme.get("SPAN")
        if isinstance(span, Span) and i not in told:
            named = [k for k in range(i - 3, i) if "波动" in c.at(k).text]
            return c.memory.bars(span), [i, i - 1, i + 1, *named]
    return 60, []


def _risks(c: Cursor, draft: Draft) -> list[int]:
    """Read the stops and targets of the positions; return the lexemes of them."""
    used: list[int] = []
    for i, lexeme in enumerate(c.lexemes):
        if lexeme.has("STOP") or lexeme.has("TARGET") or lexeme.has("TRAIL"):
            after = read_risk(c, i, draft)
            used += range(i, after) if after is not None else []
    return used


def _lowest_wins(c: Cursor) -> bool:
    if _is_ascending(c):
        return True
    far = next(
        (i for i, one in enumerate(c.lexemes) if one.text in FURTHEST and c.at(c.skip(i + 1)).has("CMP", "<")), None
    )
    if far is not None:
        return True
    worst = next(
        (
            i
            for i, lexeme in enumerate(c.lexemes)
            if lexeme.has("BEST", "worst") and (not c.at(i + 1).has("SER") or c.at(i + 1).has("SER", "price"))
        ),
        None,
    )
    best = next((i for i, lexeme in enumerate(c.lexemes) if lexeme.has("BEST", "best")), None)
    return worst is not None and (best is None or worst < best)


_ASCENDING = ("ascending", "ascending order", "in ascending order", "lowest first", "smallest first")


def _is_ascending(c: Cursor) -> bool:
    """Return whether the lowest score comes first: "ascending", "the most oversold", "those that fell the most"."""
    for i, one in enumerate(c.lexemes):
        if one.text in _ASCENDING or (one.has("STATE", "oversold") and c.at(i - 1).text in ("most", "the most")):
            return True
        fell = one.has("MOVE", "down") or one.has("RISING", "down")
        if fell and any(c.at(k).text in ("most", "the most") for k in range(i + 1, i + 3)):
            return True
    return False


def named_hold(c: Cursor, symbols: int) -> int | None:
    """Return how many are to be held, or None where the words do not say."""
    part = part_of_list(c)
    return held_of(part[0], symbols) if part is not None else _counted(c, symbols) or _beside_best(c, symbols)


def _counted(c: Cursor, symbols: int) -> int | None:
    for i, lexeme in enumerate(c.lexemes):
        deed = lexeme.has("HOLD") or lexeme.has("ACT", "buy") or lexeme.text in _PICKS
        if not deed and not lexeme.has("BEST"):
            continue
        for k in range(i + 1, i + 4):
            if _is_count(c, k, symbols):
                return int(number_of(c.at(k)))
    return None


_PICKS = frozenset(["pick", "picks", "select", "choose", "take", "keep", "into", "picking", "selecting", "choosing"])


def _beside_best(c: Cursor, symbols: int) -> int | None:
    for i, lexeme in enumerate(c.lexemes):
        near = any(c.at(k).has("BEST") for k in range(i - 3, i + 4))
        if lexeme.text == "一" and c.at(i + 1).text in ("只", "个", "支"):
            return 1
        single = lexeme.text in ("one", "single", "第一", "第一名", "1", "better", "stronger") and near
        if single or lexeme.text in ("better", "stronger"):
            return 1
        if lexeme.has("SHARES") and near:
            return int(number_of(lexeme, "SHARES"))
        if near and _is_count(c, i, symbols):
            return int(number_of(lexeme))
    return None


def _is_count(c: Cursor, k: int, symbols: int) -> bool:
    word = c.at(k)
    plain = word.has("NUM") and not word.has("SPAN") and not word.has("PCT") and not c.at(k - 1).has("HEDGEWORD")
    return plain and 1 <= number_of(word) <= symbols and not c.at(c.skip(k + 1)).has("UNIT")
