"""How large a position is."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor


def dollars_at_risk(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "$500 risk per trade": the amount before its noun."""
    if not c.at(i).has("USD") or not c.at(c.skip(i + 1)).has("RISK") or c.at(i - 1).has("RISK"):
        return None
    draft.sizing = ("risk_cash", number_of(c.at(i), "USD"))
    after = _past_account(c, c.skip(i + 1) + 1)
    draft.say(i, after, "sizing")
    return after


def risk(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "risk 1% of equity per trade", "risk $500 a trade"."""
    if c.at(i).has("PCT") and (
        c.at(c.skip(i + 1)).has("RISK") or (c.at(i + 1).has("ZHOF") and c.at(i + 2).has("RISK"))
    ):
        draft.sizing = ("risk_percent", number_of(c.at(i), "PCT"))
        after = c.skip(i + 1) + 1 if c.at(c.skip(i + 1)).has("RISK") else i + 3
        draft.say(i, after, "sizing")
        return after
    k = c.skip(i + 1)
    if c.at(i).has("PCT") and c.at(k).has("ACCOUNT") and c.at(c.skip(k + 1)).has("EQ", "is"):
        k = c.skip(k + 1)
    m = c.skip(k + 1)
    if c.at(i).has("PCT") and (c.at(m).has("RISK") or (c.at(m).has("P", "at") and c.at(c.skip(m + 1)).has("RISK"))):
        draft.sizing = ("risk_percent", number_of(c.at(i), "PCT"))
        after = m + 1 if c.at(m).has("RISK") else c.skip(m + 1) + 1
        draft.say(i, after, "sizing")
        return after
    if not c.at(i).has("RISK"):
        return None
    j = c.skip(i + 1)
    while (
        c.at(j).has("P")
        or c.at(j).has("CMP")
        or c.at(j).has("EQ")
        or c.at(j).has("SIZE")
        or c.is_sign(j, ":")
        or c.at(j).has("UNK")
        or c.at(j).has("ACCOUNT")
    ):
        j = c.skip(j + 1)
    lexeme = c.at(j) if not _is_of_level(c, c.skip(j + 1)) else c.at(i)
    if lexeme.has("PCT"):
        draft.sizing = ("risk_percent", number_of(lexeme, "PCT"))
    elif lexeme.has("USD"):
        draft.sizing = ("risk_cash", number_of(lexeme, "USD"))
    else:
        return None
    after = _past_account(c, j + 1)
    draft.say(i, after, "sizing")
    return after


def _is_of_level(c: Cursor, k: int) -> bool:
    """Return whether the noun of a stop or a target ends here, to which the amount before it belongs."""
    k = c.skip(k + 1) if c.at(k).text in ("profit", "hard", "initial", "fixed") and not c.at(k).has("TARGET") else k
    behind = c.at(c.skip(k + 1))
    ends = any(behind.has(word) for word in ("END", "SIGN_MARK", "CONJ", "ARITH", "MARK", "P"))
    named = c.at(k).has("STOP") or c.at(k).has("TRAIL") or c.at(k).has("TARGET")
    return named and (ends or c.at(k + 1).is_noise)


def _past_account(c: Cursor, j: int) -> int:
    k = c.skip(j)
    while (
        c.at(k).has("ACCOUNT")
        or c.at(k).has("SIZE")
        or c.at(k).has("P", "of", "on", "per", "for", "in", "to")
        or (c.at(k).has("RISK") and c.at(k - 1).has("P", "per"))
    ):
        k = c.skip(k + 1)
        j = k
    while j > 0 and c.at(j - 1).is_noise and not c.at(j - 1).has("ACCOUNT") and not c.at(j - 1).has("SIZE"):
        j -= 1
    return j


def volatility(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "target 15% volatility", "volatility target of 15%", "目标波动率15%"."""
    lexeme = c.at(i)
    if (
        lexeme.has("VOLTARGET")
        or lexeme.has("TARGET")
        or lexeme.text in ("size", "scale", "aim", "aiming", "targeting", "sized")
    ):
        words = [c.at(k) for k in range(i, i + 10)]
        stop = next((n for n, word in enumerate(words) if word.has("SIGN_MARK", ".", ";", "\n")), len(words))
        words = words[:stop]
        percent = next((n for n, word in enumerate(words) if word.has("PCT")), None)
        speaks = (lexeme.has("VOLTARGET") and not lexeme.has("IND")) or any(
            ("vol" in word.text and "volume" not in word.text) or "波动" in word.text for word in words
        )
        if percent is None or not speaks or any(word.has("CMP", ">", "<") for word in words[:percent]):
            return None
        draft.sizing = ("volatility_target", number_of(words[percent], "PCT"))
        last = max(n for n, word in enumerate(words) if n == percent or "vol" in word.text or "波动" in word.text)
        end = i + last + 1
        after = _lookback(c, end + 1 if c.at(end).text in _YEARLY else end, draft)
        draft.say(i, after, "sizing")
        return after
    if lexeme.has("PCT") and c.at(c.skip(i + 1)).has("VOLTARGET"):
        draft.sizing = ("volatility_target", number_of(lexeme, "PCT"))
        draft.say(i, c.skip(i + 1) + 1, "sizing")
        return c.skip(i + 1) + 1
    return None


_YEARLY = frozenset(["a year", "per year", "annualized", "annualised", "annually", "per annum", "annual", "p.a."])


def _lookback(c: Cursor, j: int, draft: Draft) -> int:
    """Read "with a 30 day lookback", "measured over 30 days" behind a target of volatility; return the place behind."""
    k = c.skip(j)
    while c.at(k).has("P") or c.at(k).text in _BESIDE_TARGET:
        k = c.skip(k + 1)
    span, behind = c.at(k).get("SPAN"), c.skip(k + 1)
    named = c.at(behind).text in ("lookback", "window", "look-back", "volatility", "estimate")
    if not isinstance(span, Span) or not (named or c.at(k - 1).text == "over"):
        return j
    draft.volatility_length = c.memory.bars(span)
    return behind + 1 if named else k + 1


_BESIDE_TARGET = frozenset(
    ["using", "measured", "estimated", "over", "a", "a year", "per year", "year", "annum", "per annum", "annually",
     "annualised", "annualized", "yearly", "with", "based on"]
)  # fmt: skip


def share(c: Cursor, i: int, draft: Draft) -> int | None:  # noqa: C901 - one reading of one construct
    """Read "30% of the account", "half my capital", "position size 20%", "每次用一半资金"."""
    j = i
    sized = False
    while c.at(j).has("SIZE") or (
        sized and (c.at(j).has("P") or c.at(j).has("EQ") or c.is_sign(j, ":", "=") or c.at(j).has("ACCOUNT"))
    ):
        sized = sized or c.at(j).has("SIZE")
        j = c.skip(j + 1)
    lexeme = c.at(j)
    value = None
    if lexeme.has("PCT"):
        value = number_of(lexeme, "PCT")
    elif lexeme.has("HALFOF"):
        share = lexeme.get("HALFOF")
        value = 100 * (1 / 3 if share == "third" else 2 / 3 if share == "twothirds" else float(str(share)))
    if value is None:
        return None
    k = c.skip(j + 1)
    while c.at(k).has("P", "of") or c.at(k).has("ZHOF"):
        k = c.skip(k + 1)
    if c.at(k).has("VOLTARGET") or c.at(k).text.startswith(
        ("vol target", "annual vol", "annualised vol", "annualized vol")
    ):
        draft.sizing = ("volatility_target", value)
        draft.say(i, k + 1, "sizing")
        return k + 1
    behind = _behind_each(c, j)
    each = (lexeme.has("PCT") or lexeme.has("HALFOF")) and behind > j and _is_of_several(c, i)
    money = each or (lexeme.has("HALFOF") and c.at(k).text in ("money", "cash", "capital", "funds"))
    of_account = money or (
        c.at(k).has("ACCOUNT")
        or (sized and c.at(k).has("SIZE"))
        or (c.at(i - 1).has("ACT", "buy") and c.at(j + 1).has("SYM"))
    )
    sized_behind = lexeme.has("PCT") and c.at(k).text in ("position size", "position sizing", "position sizes")
    if not of_account and not sized_behind and not (sized and _is_size_word(c, i)):
        return None
    if c.at(i - 1).has("RISK"):
        return None
    if c.at(c.skip(j + 1)).has("RISK"):
        draft.sizing = ("risk_percent", round(value, 6))
        draft.say(i, c.skip(j + 1) + 1, "sizing")
        return c.skip(j + 1) + 1
    draft.sizing = ("percent_of_equity", round(value, 6))
    after = _past_account(c, behind if each else j + 1)
    draft.say(i, after, "sizing")
    return after


def _behind_each(c: Cursor, j: int) -> int:
    """Return the place behind "each", "in each of" that follow a share; that of the share where none does."""
    if c.at(j + 1).text in _EACH:
        return j + 2
    led = c.at(j + 1).has("P", "in", "to", "into") or c.at(j + 1).text == "into"
    if not led or c.at(j + 2).text != "each":
        return j
    return j + 4 if c.at(j + 3).has("P", "of") else j + 3


_EACH = frozenset(["each", "apiece", "in each", "per stock", "per name", "per asset", "per coin", "per symbol"])


def _is_of_several(c: Cursor, i: int) -> bool:
    """Return whether "50% each" is a share of the account: several assets are named, and no level in the clause."""
    named = {one.text for one in c.lexemes if one.has("SYM") or one.has("TICKER") or one.has("SYMS")}
    k = i - 1
    while k >= 0 and not c.at(k).has("SIGN_MARK"):
        if any(c.at(k).has(word) for word in ("STOP", "TARGET", "TRAIL", "CMP", "X", "MOVE", "ACT")):
            return False
        k -= 1
    return len(named) > 1


def _is_size_word(c: Cursor, i: int) -> bool:
    return any(
        word in c.at(i).text
        for word in (
            "size",
            "sizing",
            "allocat",
            "仓位",
            "invest",
            "position of",
            "exposure",
            "stake",
            "commit",
            "deploy",
        )
    )


def cash(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "put $25,000 into each trade", "$10k per position", "每次买入1万美元"."""
    j = c.skip(i + 1) if _is_sized_by_sign(c, i) else i
    while (
        c.at(j).has("SIZE")
        or c.at(j).has("P")
        or (c.at(j).has("ACT", "buy") and j > i)
        or (j > i and (c.is_sign(j, ":", "=") or c.at(j).has("CMP", "==") or c.at(j).text == "="))
    ):
        j = c.skip(j + 1)
    bare = (
        c.at(j).has("NUM")
        and not c.at(j).has("SPAN")
        and c.at(c.skip(j + 1)).has("ACCOUNT")
        and j > i
        and "cash" in c.at(c.skip(j + 1)).text
    )
    per_trade = _behind_per_trade(c, j + 1)
    bare = bare or (per_trade > j + 1 and c.at(j).has("NUM") and c.at(j).text.endswith(("k", "grand", "thousand")))
    if not c.at(j).has("USD") and not bare:
        return None
    k = c.skip(j + 1)
    near = [c.at(m) for m in range(k, k + 4)]
    if _is_of_level(c, k):
        return None  # "with a $2 stop loss": the dollars are those of the stop.
    acts = [c.at(m) for m in range(max(0, i - 3), i)]
    broken = next(
        (
            n
            for n in range(len(acts) - 1, -1, -1)
            if acts[n].has("SIGN_MARK", ",", ".", ";", "\n") or acts[n].has("CONJ", "and")
        ),
        None,
    )
    acts = acts if broken is None else acts[broken + 1 :]
    if not (
        j > i
        or per_trade > j + 1
        or (c.is_sign(i - 1, ":", "-") and any(c.at(m).has("SIZE") for m in range(max(0, i - 7), i - 1)))
        or any(word.has("SIZE") for word in near)
        or any(word.has("ACT", "buy", "short") or word.has("SIZE") for word in acts)
    ):
        return None
    if any(word.has("CMP", ">", "<") for word in near[:1]) or any(
        word.has("STOP") or word.has("TARGET") or word.has("CMP") for word in acts
    ):
        return None
    if c.at(k).has("RISK"):
        draft.sizing = ("risk_cash", number_of(c.at(j), "USD"))
        after = max(_behind_per_trade(c, k + 1), _past_account(c, k + 1))
        draft.say(i, after, "sizing")
        return after
    draft.sizing = ("cash", number_of(c.at(j), "NUM" if bare else "USD"))
    after = max(per_trade, _past_account(c, j + 1))
    draft.say(i, after, "sizing")
    return after


def _is_sized_by_sign(c: Cursor, i: int) -> bool:
    """Return whether "position = 2000 dollars" begins: the word is a size only before a sign."""
    behind = c.skip(i + 1)
    signed = c.is_sign(behind, ":", "=") or c.at(behind).has("CMP", "==") or c.at(behind).text == "="
    return c.at(i).text in ("position", "positions", "stake", "amount", "bet", "trade", "trades") and signed


def shares(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "100 shares", "2 coins", "half a coin per trade", "0.5 BTC each time"."""
    lexeme = c.at(i)
    part = _units_per_trade(c, i)
    if part is not None:
        draft.sizing = ("quantity", part[0])
        draft.say(i, part[1], "sizing")
        return part[1]
    number = lexeme.get("SHARES")
    if number is None or c.at(c.skip(i + 1)).has("HILO") or any(c.at(k).has("CMP") for k in (i - 1, c.skip(i + 1))):
        return None
    draft.sizing = ("quantity", float(str(number)))
    after = _past_account(c, i + 1)
    draft.say(i, after, "sizing")
    return after


_TURNS = frozenset(["trade", "position", "entry", "time", "go", "pop", "shot", "signal", "purchase", "deal", "order"])


def _behind_per_trade(c: Cursor, k: int) -> int:
    """Return the place behind "a trade", "per position", "on every entry"; the place itself where none stands there."""
    if c.at(k).text in ("each time", "every time", "per trade", "each trade", "every trade", "at a time"):
        return k + 1
    m = k + 1 if c.at(k).has("P", "on", "in", "for", "into") else k
    led = c.at(m).text.split(" ")[-1] in ("a", "per", "each", "every", "any")
    return m + 2 if led and c.at(m + 1).text in _TURNS else k


def _units_per_trade(c: Cursor, i: int) -> tuple[float, int] | None:
    """Return how many coins or shares "half a coin per trade", "0.5 BTC each time" buys, and the place behind."""
    j = i + 1
    if c.at(i).has("HALFOF"):
        value = c.at(i).get("HALFOF")
        j = j + 1 if c.at(j).text in ("a", "an", "of") else j
    else:
        value = c.at(i).get("NUM") if set(c.at(i).meanings) == {"NUM"} else None
    coin = c.at(j).has("PERSHARES") or c.at(j).has("SYM")
    after = _behind_per_trade(c, j + 1)
    if not isinstance(value, int | float) or not coin or after == j + 1:
        return None
    return float(value), after


def all_in(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "all in"."""
    if not c.at(i).has("ALLIN"):
        return None
    draft.sizing = ("percent_of_equity", 100)
    draft.say(i, i + 1, "sizing")
    return i + 1


def equal(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "equal weight"."""
    if not c.at(i).has("EQUALWEIGHT"):
        return None
    draft.sizing = ("equal_weight", 100)
    draft.say(i, i + 1, "sizing")
    return i + 1


def number_of(lexeme: Lexeme, category: str) -> float:
    """Return the value of a lexeme in a category."""
    return float(str(lexeme.get(category)))
