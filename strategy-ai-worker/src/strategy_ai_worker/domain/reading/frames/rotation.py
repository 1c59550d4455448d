"""The slots of a rotation."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft, RotationDraft
from strategy_ai_worker.domain.reading.frames.account import account
from strategy_ai_worker.domain.reading.frames.filters import filters
from strategy_ai_worker.domain.reading.frames.kinds import is_inverse
from strategy_ai_worker.domain.reading.frames.pairs import number_of
from strategy_ai_worker.domain.reading.frames.ranking import FURTHEST, ranking
from strategy_ai_worker.domain.reading.frames.rhythm import rebalance_of
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.risk import read_risk
from strategy_ai_worker.domain.reading.trees import call


def rotation(c: Cursor, draft: Draft, symbols: int) -> RotationDraft:
    """Return the slots of a rotation; what was not said is a guess, what was not read is left for a question."""
    plan = RotationDraft(rank_by=call("roc", CLOSE, 126))
    used: list[int] = []
    score = ranking(c)
    parities = _weights(c, plan, used) and score is None and named_hold(c, symbols) is None
    if parities:
        c.memory.guess("rotation.weights", "inverse_volatility", "risk parity is read as weights by inverse volatility")
    elif score is None:
        c.memory.guess("rotation.rank_by", "roc(close, 126)", "the score was not named; the six-month return is usual")
    else:
        plan.rank_by = score[0]
        used += score[1]
    plan.descending = not _lowest_wins(c)
    hold = named_hold(c, symbols)
    plan.whole = parities or (hold is None and _holds_all(c, plan, ranked=score is not None))
    if plan.whole:
        plan.hold = symbols
    elif hold is not None:
        plan.hold = hold
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


_WEIGHTING = frozenset(["-", "weights", "weight", "weighting", "weighted", "over", "across", "parity"])


def _weights(c: Cursor, plan: RotationDraft, used: list[int]) -> bool:
    """Read how the held assets are weighted; return whether the words want risk parity: all of them are held then."""
    parities = False
    for i, lexeme in enumerate(c.lexemes):
        parity = lexeme.text == "risk" and c.at(i + 1).text == "parity"
        if is_inverse(c, i) or parity or "风险平价" in lexeme.text:
            plan.weights = "inverse_volatility"
            behind = i + 1
            while c.at(behind).text in _WEIGHTING or "vol" in c.at(behind).text:
                behind += 1
            used += range(i, max(behind, i + 2))
            parities = parities or parity or "风险平价" in lexeme.text
        elif lexeme.has("EQUALWEIGHT"):
            used.append(i)
    return parities


def _holds_all(c: Cursor, plan: RotationDraft, *, ranked: bool) -> bool:
    """Return whether the assets are only weighted, none chosen: "equal weights A, B and C", "A and B by inverse volatility"."""  # noqa: E501
    chosen = any(
        one.has("BEST") or one.has("RANK") or one.text in ("whichever", "better", "stronger") for one in c.lexemes
    )
    equal = not ranked and any(one.has("EQUALWEIGHT") for one in c.lexemes)
    return (plan.weights != "equal" or equal) and not chosen


def _risks(c: Cursor, draft: Draft) -> list[int]:
    """Read the stops and targets of the positions; return the lexemes of them."""
    used: list[int] = []
    for i, lexeme in enumerate(c.lexemes):
        if lexeme.has("STOP") or lexeme.has("TARGET") or lexeme.has("TRAIL"):
            after = read_risk(c, i, draft)
            used += range(i, after) if after is not None else []
    return used


def _lowest_wins(c: Cursor) -> bool:
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


def named_hold(c: Cursor, symbols: int) -> int | None:
    """Return how many are to be held, or None where the words do not say."""
    return _counted(c, symbols) or _beside_best(c, symbols)


def _counted(c: Cursor, symbols: int) -> int | None:
    for i, lexeme in enumerate(c.lexemes):
        if not (lexeme.has("BEST") or lexeme.has("HOLD") or lexeme.has("ACT", "buy")):
            continue
        for k in range(i + 1, i + 4):
            if _is_count(c, k, symbols):
                return int(number_of(c.at(k)))
    return None


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
