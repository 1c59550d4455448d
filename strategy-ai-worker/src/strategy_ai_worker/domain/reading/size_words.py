"""Reading how large a position is, how it is ordered, and what it costs."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Draft, OrderDraft
from strategy_ai_worker.domain.reading.indicators import CLOSE
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands import operand
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, num


def read_size(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read one piece of sizing, ordering or cost that begins at a lexeme; return the place after it, or None."""
    for reader in (
        _order,
        _order_behind,
        _valid,
        _risk,
        _volatility,
        _share,
        _cash,
        _shares,
        _all_in,
        _equal,
        _directions,
        _cost,
        _leverage,
        _positions,
    ):
        after = reader(c, i, draft)
        if after is not None:
            return after
    return None


def _order(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "put in a limit buy 1% below that day's close", "buy stop at the day's high"."""
    lexeme = c.at(i)
    if not lexeme.has("ORDER"):
        return None
    kind = str(lexeme.get("ORDER"))
    j, seen = c.skip(i + 1), 0
    while seen < 8 and _is_link(c, j):
        j, seen = c.skip(j + 1), seen + 1
    found = operand(c, j, None)
    if found is None:
        return None
    node, j = found
    if node.op == "num":
        moved, j = _offset_alone(c, j, node, kind)
        if moved is None:
            return None
        node = moved
    draft.order = OrderDraft("stop" if kind.endswith("stop") else "limit", node)
    draft.say(i, j, "rules.r1.order")
    return j


def _order_behind(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "以低于当日收盘价1%挂限价买单": the level stands before the order."""
    lexeme = c.at(i)
    if not lexeme.has("CMP", "<", ">"):
        return None
    base = operand(c, i + 1, None)
    if base is None or base[0].op == "num" or not c.at(c.skip(base[1])).has("PCT"):
        return None
    k = c.skip(base[1])
    m = c.skip(k + 1)
    while c.at(m).has("ZHOF") or c.at(m).text in ("价格", "处", "的价格") or c.at(m).has("SER", "price"):
        m = c.skip(m + 1)
    if not c.at(m).has("ORDER"):
        return None
    share = _number(c.at(k), "PCT") / 100
    factor = 1 - share if lexeme.has("CMP", "<") else 1 + share
    kind = str(c.at(m).get("ORDER"))
    draft.order = OrderDraft(
        "stop" if kind.endswith("stop") else "limit", arithmetic("*", num(round(factor, 10)), base[0])
    )
    draft.say(i, m + 1, "rules.r1.order")
    return m + 1


def _is_link(c: Cursor, j: int) -> bool:
    lexeme = c.at(j)
    if any(
        lexeme.has(category) for category in ("PCT", "SER", "HILO", "IND", "PREV", "TODAY", "PART", "AVG")
    ) and not lexeme.has("SER", "price"):
        return False
    links = ("P", "EQ", "UNK", "ACT", "ORDER", "SER", "MARK", "NOISE", "SYM")
    return any(lexeme.has(category) for category in links) or c.is_sign(j, ":")


def _offset_alone(c: Cursor, j: int, node: Node, kind: str) -> tuple[Node | None, int]:  # noqa: ARG001
    """Read "a limit 1% lower": the close is meant."""
    k = c.skip(j)
    below = c.at(k).has("CMP", "<") or c.at(k).has("MOVE", "down")
    above = c.at(k).has("CMP", ">") or c.at(k).has("MOVE", "up")
    if not (below or above) or not c.at(j - 1).has("PCT"):
        return None, j
    share = node.number / 100
    k += 1
    if c.at(c.skip(k)).has("SER"):
        k = c.skip(k) + 1
    return arithmetic("*", num(round(1 - share if below else 1 + share, 10)), CLOSE), k


def _valid(c: Cursor, i: int, draft: Draft) -> int | None:  # noqa: C901 - one reading of one construct
    """Read "good for the next 3 days", "3日内有效"."""
    lexeme = c.at(i)
    span, j = None, i
    if lexeme.has("VALID"):
        j = c.skip(i + 1)
        while (
            c.at(j).has("P")
            or c.at(j).has("LASTN")
            or c.at(j).has("FORN")
            or c.at(j).text in ("next", "within", "内", "the next", "up")
        ):
            j = c.skip(j + 1)
        span, after = c.at(j).get("SPAN"), j + 1
        if not isinstance(span, Span) and c.at(j).text in ("day", "today", "the day"):
            span = Span(1, "bar")
    elif isinstance(lexeme.get("SPAN"), Span):
        k = c.skip(i + 1)
        while c.at(k).text in ("内", "之内", "以内"):
            k = c.skip(k + 1)
        if not c.at(k).has("VALID") or draft.order is None:
            return None
        span, after = lexeme.get("SPAN"), k + 1
    if not isinstance(span, Span):
        return None
    if draft.order is not None:
        draft.order.valid_bars = c.memory.bars(span)
        draft.say(i, after, "rules.r1.order.valid_bars")
        return after
    return None


def _risk(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "risk 1% of equity per trade", "risk $500 a trade"."""
    if c.at(i).has("PCT") and (
        c.at(c.skip(i + 1)).has("RISK") or (c.at(i + 1).has("ZHOF") and c.at(i + 2).has("RISK"))
    ):
        draft.sizing = ("risk_percent", _number(c.at(i), "PCT"))
        after = c.skip(i + 1) + 1 if c.at(c.skip(i + 1)).has("RISK") else i + 3
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
    lexeme = c.at(j)
    if lexeme.has("PCT"):
        draft.sizing = ("risk_percent", _number(lexeme, "PCT"))
    elif lexeme.has("USD"):
        draft.sizing = ("risk_cash", _number(lexeme, "USD"))
    else:
        return None
    after = _past_account(c, j + 1)
    draft.say(i, after, "sizing")
    return after


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


def _volatility(c: Cursor, i: int, draft: Draft) -> int | None:
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
        if percent is None or not speaks or any(word.has("CMP", ">", "<") for word in words):
            return None
        draft.sizing = ("volatility_target", _number(words[percent], "PCT"))
        last = max(n for n, word in enumerate(words) if n == percent or "vol" in word.text or "波动" in word.text)
        draft.say(i, i + last + 1, "sizing")
        return i + last + 1
    if lexeme.has("PCT") and c.at(c.skip(i + 1)).has("VOLTARGET"):
        draft.sizing = ("volatility_target", _number(lexeme, "PCT"))
        draft.say(i, c.skip(i + 1) + 1, "sizing")
        return c.skip(i + 1) + 1
    return None


def _share(c: Cursor, i: int, draft: Draft) -> int | None:
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
        value = _number(lexeme, "PCT")
    elif lexeme.has("HALFOF"):
        share = lexeme.get("HALFOF")
        value = 100 * (1 / 3 if share == "third" else 2 / 3 if share == "twothirds" else float(str(share)))
    if value is None:
        return None
    k = c.skip(j + 1)
    while c.at(k).has("P", "of") or c.at(k).has("ZHOF"):
        k = c.skip(k + 1)
    of_account = c.at(k).has("ACCOUNT")
    if not of_account and not (sized and _is_size_word(c, i)):
        return None
    if c.at(i - 1).has("RISK"):
        return None
    draft.sizing = ("percent_of_equity", round(value, 6))
    after = _past_account(c, j + 1)
    draft.say(i, after, "sizing")
    return after


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


def _cash(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "put $25,000 into each trade", "$10k per position", "每次买入1万美元"."""
    j = i
    while c.at(j).has("SIZE") or c.at(j).has("P") or (c.at(j).has("ACT", "buy") and j > i):
        j = c.skip(j + 1)
    bare = (
        c.at(j).has("NUM")
        and not c.at(j).has("SPAN")
        and c.at(c.skip(j + 1)).has("ACCOUNT")
        and j > i
        and "cash" in c.at(c.skip(j + 1)).text
    )
    if not c.at(j).has("USD") and not bare:
        return None
    k = c.skip(j + 1)
    near = [c.at(m) for m in range(k, k + 4)]
    acts = [c.at(m) for m in range(max(0, i - 3), i)]
    if not (
        j > i
        or any(word.has("SIZE") for word in near)
        or any(word.has("ACT", "buy", "short") or word.has("SIZE") for word in acts)
    ):
        return None
    if any(word.has("CMP", ">", "<") for word in near[:1]) or any(
        word.has("STOP") or word.has("TARGET") or word.has("CMP") for word in acts
    ):
        return None
    draft.sizing = ("cash", _number(c.at(j), "NUM" if bare else "USD"))
    after = _past_account(c, j + 1)
    draft.say(i, after, "sizing")
    return after


def _shares(c: Cursor, i: int, draft: Draft) -> int | None:
    lexeme = c.at(i)
    number = lexeme.get("SHARES")
    if number is None or c.at(c.skip(i + 1)).has("HILO") or any(c.at(k).has("CMP") for k in (i - 1, c.skip(i + 1))):
        return None
    draft.sizing = ("quantity", float(str(number)))
    after = _past_account(c, i + 1)
    draft.say(i, after, "sizing")
    return after


def _all_in(c: Cursor, i: int, draft: Draft) -> int | None:
    if not c.at(i).has("ALLIN"):
        return None
    draft.sizing = ("percent_of_equity", 100)
    draft.say(i, i + 1, "sizing")
    return i + 1


def _equal(c: Cursor, i: int, draft: Draft) -> int | None:
    if not c.at(i).has("EQUALWEIGHT"):
        return None
    draft.sizing = ("equal_weight", 100)
    draft.say(i, i + 1, "sizing")
    return i + 1


def _directions(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "long only", "no shorting", "both directions"."""
    lexeme = c.at(i)
    following = c.skip(i + 1)
    speaks = c.at(following).has("MARK") or c.at(following).has("CMP")
    if lexeme.has("LONGONLY") and not (lexeme.has("ACT") and speaks):
        draft.long_only = True
    elif lexeme.has("SHORTONLY") and not (lexeme.has("ACT") and speaks):
        draft.short_only = True
    elif lexeme.has("BOTHWAYS"):
        draft.both_ways = True
    else:
        return None
    draft.say(i, i + 1, "execution.allow_short")
    return i + 1


def _cost(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "0.1% commission", "slippage of 5 bps"."""
    near = range(i, i + 6)
    word = next((k for k in near if c.at(k).has("COSTWORD")), None)
    if word is None or not (c.at(i).has("COSTWORD") or c.at(i).has("PCT") or c.at(i).has("USD")):
        return None
    percent = next((k for k in near if c.at(k).has("PCT")), None)
    if percent is None or any(c.is_sign(k, ",", ".", ";", "\n") for k in range(min(word, percent), max(word, percent))):
        return None
    value = _number(c.at(percent), "PCT")
    if "slippage" in c.at(word).text:
        draft.slippage_bps = value * 100
    else:
        draft.commission = value
    after = max(word, percent) + 1
    draft.say(i, after, "costs")
    return after


def _leverage(c: Cursor, i: int, draft: Draft) -> int | None:
    if not c.at(i).has("MULT") or "leverage" not in c.at(c.skip(i + 1)).text:
        return None
    draft.leverage = _number(c.at(i), "MULT")
    draft.say(i, c.skip(i + 1) + 1, "execution.leverage")
    return c.skip(i + 1) + 1


def _positions(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read "at most 3 positions", "wait 5 days before re-entering"."""
    lexeme = c.at(i)
    if lexeme.has("COOLDOWN"):
        j = c.skip(i + 1)
        while c.at(j).has("P") or c.at(j).has("CMP") or c.at(j).has("STOP") or c.at(j).has("UNK"):
            j = c.skip(j + 1)
        span = c.at(j).get("SPAN")
        if not isinstance(span, Span):
            return None
        draft.cooldown = c.memory.bars(span)
        draft.say(i, j + 1, "limits.cooldown_bars")
        return j + 1
    if (
        lexeme.has("CMP", "<=")
        and c.at(c.skip(i + 1)).has("NUM")
        and c.at(c.skip(c.skip(i + 1) + 1)).text in ("positions", "open positions")
    ):
        draft.max_positions = int(_number(c.at(c.skip(i + 1)), "NUM"))
        draft.say(i, c.skip(c.skip(i + 1) + 1) + 1, "limits.max_open_positions")
        return c.skip(c.skip(i + 1) + 1) + 1
    return None


def _number(lexeme: Lexeme, category: str) -> float:
    return float(str(lexeme.get(category)))
