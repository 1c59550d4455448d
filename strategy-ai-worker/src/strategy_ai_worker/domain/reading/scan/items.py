"""What is said, one item after another."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import arguments_after
from strategy_ai_worker.domain.reading.conditions import condition
from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.events.pairs import pair_named
from strategy_ai_worker.domain.reading.indicators import BANDS, CLOSE, INDICATORS
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.money import read_money
from strategy_ai_worker.domain.reading.operands import direction_of, is_price, operand
from strategy_ai_worker.domain.reading.predicates.sides import reached
from strategy_ai_worker.domain.reading.predicates.states import indicator_of
from strategy_ai_worker.domain.reading.risk import read_risk
from strategy_ai_worker.domain.reading.scan.assets import of_named
from strategy_ai_worker.domain.reading.scan.counts import count_again
from strategy_ai_worker.domain.reading.scan.definitions import definitions, read_channel
from strategy_ai_worker.domain.reading.scan.in_trade import trade_state
from strategy_ai_worker.domain.reading.scan.item import EXITS, Item
from strategy_ai_worker.domain.reading.scan.marks import is_enumerator, read_word
from strategy_ai_worker.domain.reading.scan.named import named_lines
from strategy_ai_worker.domain.reading.size import read_size, share_held
from strategy_ai_worker.domain.reading.spoken import read_spoken
from strategy_ai_worker.domain.reading.trees import Node, call, compare, lag, name, num, walk


def scan(c: Cursor, draft: Draft, spoken: str = "") -> list[Item]:
    """Return the items of a message, with its plain text where there is one; settings go into the draft at once."""
    items: list[Item] = []
    taken = {**named_lines(c, draft), **definitions(c, draft), **read_spoken(c, draft, spoken)}
    taken |= read_money(c, draft, spoken)
    i = 0
    while i < len(c.lexemes):
        if i in taken:
            i = taken[i]
            continue
        item = _item(c, i, draft, items)
        if item.kind != "other" or item.value:
            items.append(item)
        i = item.last
    return items


def _item(c: Cursor, i: int, draft: Draft, items: list[Item]) -> Item:
    lexeme = c.at(i)
    if is_enumerator(c, i):
        return Item("other", "", i, i + 2)
    if lexeme.has("CONCESSION"):
        return Item("other", "", i, _to_break(c, i))
    channel = read_channel(c, i)
    if channel is not None:
        draft.say(i, channel, "rules")
        return Item("setting", "", i, channel)
    held = trade_state(c, i, items) or _held(c, i, draft, items)
    if held is not None:
        return held
    found = count_again(c, i) or _condition(c, i, items) or _at_level(c, i, items)
    if found is not None:
        return found
    topic = _topic(c, i, draft)
    if topic is not None:
        return Item("other", "", i, topic)
    return read_word(c, i, items)


def _held(c: Cursor, i: int, draft: Draft, items: list[Item]) -> Item | None:
    """Return a share of the account that is held, or a setting of risk or size."""
    held = share_held(c, i, draft)
    if held is not None:
        return Item("act", "buy", i, held)
    after = read_risk(c, i, draft) or read_size(c, i, draft)
    return None if after is None else _setting(c, i, max(after, i + 1), items, draft)


def _setting(c: Cursor, i: int, after: int, items: list[Item], draft: Draft) -> Item:
    """Return a setting; an order to buy or sell is an action too."""
    kind = c.at(i).get("ORDER") or c.at(after - 1).get("ORDER")
    acted = any(item.kind == "act" and item.value in ("buy", "short") for item in _since_stop(items))
    if kind is not None and not acted:
        return Item("act", "short" if str(kind).startswith("sell") else "buy", i, after)
    bare = draft.sizing is not None and not any(item.kind in ("act", "cond") for item in items)
    shared = bare and any(c.at(i).has(word) for word in ("HALFOF", "PCT", "SHARES", "USD"))
    if (c.at(i).text in _INVESTS or c.at(i).has("ALLIN") or shared) and not acted and _says_when(c, after):
        return Item("act", "buy", i, after)
    leaves = c.at(i).get("ACT") if c.at(i).has("ACT", *EXITS) else "exit" if c.at(i).has("HOLD") else None
    in_parts = bool(draft.targets) and draft.targets[-1].fraction is not None
    c.memory.exit_context = c.memory.exit_context or leaves is not None or in_parts
    if leaves is not None and _condition_waits(c, i, after, items):
        c.memory.exit_context = True
        return Item("act", "sell", i, after)
    if leaves is not None and _condition_follows(c, after):
        return Item("act", str(leaves), i, after)
    if in_parts and leaves is None and _condition_follows(c, after):
        return Item("act", "exit", i, after)
    return Item("setting", "", i, after)


def _condition_waits(c: Cursor, i: int, after: int, items: list[Item]) -> bool:
    """Return whether a way out in Chinese stands before this one without its deed: "盈利6%或持有15天后卖出"."""
    linked = c.at(i - 1).has("CONJ", "or") and c.at(i - 1).text >= "\u4e00"
    deed = any(c.at(k).has("ACT", *EXITS) or "卖出" in c.at(k).text or "平仓" in c.at(k).text for k in range(i, after))
    waiting = next((item.kind for item in reversed(items) if item.kind in ("cond", "act", "stop")), "") == "cond"
    return linked and deed and waiting


_INVESTS = ("put", "invest", "allocate", "deploy", "commit", "stake")


def _says_when(c: Cursor, after: int) -> bool:
    """Return whether "put half of the capital in Apple" goes on with when to do so."""
    k = after
    while not c.at(k).has("MARK", "if") and (
        c.at(k).has("P") or c.at(k).has("SYM") or c.at(k).has("TICKER") or c.at(k).is_noise or _joins_assets(c, k)
    ):
        k += 1
    return c.at(k).has("MARK", "if") or c.at(k).text in ("only when", "only if", "only while")


def _joins_assets(c: Cursor, k: int) -> bool:
    """Return whether a comma or an "and" stands between two assets of a list, or an "each" before it."""
    if c.at(k).has("HALFOF") and c.at(k + 1).has("P", "in"):
        return True  # "half of it in Apple and | half in Microsoft"
    if (c.is_sign(k, ",") and c.at(k + 1).text == "each") or (c.at(k).text == "one" and c.at(k - 1).text == "each"):
        return True
    following = c.at(c.skip(k + 1))
    listed = following.has("SYM") or following.has("TICKER") or following.has("HALFOF")
    return listed and (c.is_sign(k, ",") or c.at(k).has("CONJ", "and") or c.at(k).text in ("each", "of"))


def _condition_follows(c: Cursor, after: int) -> bool:
    """Return whether "or when ..." stands behind a way to leave: "cover after 3 days or when RSI drops under 50"."""
    k = c.skip_signs(after, ",")
    if not (c.at(k).has("CONJ", "or") or c.at(k).text in ("until", "till", "unless")):
        return False
    k = c.skip(k + 1)
    place = c.skip(k + 1) if c.at(k).has("P", "at", "on") else k
    if _at_scale(c, place, leaves=True) is not None or (place > k and _level_at(c, place) is not None):
        return True
    while c.at(k).has("MARK", "if"):
        k = c.skip(k + 1)
    return condition(c, k) is not None


def _since_stop(items: list[Item]) -> list[Item]:
    recent: list[Item] = []
    for item in reversed(items):
        if item.kind == "stop":
            break
        recent.append(item)
    return recent


def _topic(c: Cursor, i: int, draft: Draft) -> int | None:
    """Read an indicator that is only named: "20-day CCI.", "with the Supertrend (10, 3):"."""
    lexeme = c.at(i)
    named = (lexeme.has("IND") and not lexeme.has("SER")) or (
        lexeme.has("SPAN") and (c.at(c.skip(i + 1)).has("IND") or c.at(c.skip(i + 1)).has("AVG"))
    )
    named = (
        named
        or (lexeme.has("NUM") and c.at(i + 1).has("AVG"))
        or (lexeme.has("NUM") and pair_named(c, i) is not None)
        or (lexeme.has("AVG") and not lexeme.has("TF") and (c.is_sign(i + 1, "(", ",") or _has_length(c, i + 1)))
    )
    if not named or c.at(c.skip(i + 1)).has("BANDWORD"):
        return None
    pair = pair_named(c, i)
    if pair is not None:
        draft.say(i, pair, "rules")
        return pair
    found = operand(c, i)
    if found is None or found[0].op == "num" or _says_more(c, c.skip(found[1])):
        return None
    c.memory.topic = found[0]
    draft.say(i, found[1], "rules")
    return found[1]


def _says_more(c: Cursor, k: int) -> bool:
    """Return whether something is said of what was named: "with +DI on top", "-DI takes over" name no topic."""
    return c.at(k).has("CMP", "<", ">") or c.at(k).text in ("takes", "take", "leads", "dominates", "rules", "wins")


def _has_length(c: Cursor, k: int) -> bool:
    """Return whether the length of an average stands behind its name: "Hull average 16", "... with 16 periods"."""
    return c.at(k).has("NUM") or bool(arguments_after(c, k)[0])


def _condition(c: Cursor, i: int, items: list[Item]) -> Item | None:
    lexeme = c.at(i)
    if (lexeme.has("SIGN_MARK") and not c.is_sign(i, "(", "∣")) or lexeme.has("FILLER"):
        return None
    if lexeme.is_noise and not _begins_condition(c, i):
        return None
    previous = items[-1] if items else None
    having = (previous is not None and previous.kind == "after") or c.at(i).text.startswith("having ")
    found = condition(c, i)
    if found is None:
        return None
    node = of_named(c, i, found[1], found[0])
    if having:
        node = whole_lag(node)
    following = c.at(c.skip(found[1]))
    if following.has("FILLAT", "next_open") and "open" not in following.text and "morning" not in following.text:
        linked = any(item.kind == "conj" for item in items[-2:]) and any(item.kind == "cond" for item in items[-4:])
        bought = previous is not None and previous.kind == "act" and previous.value in ("buy", "short", "enter")
        linked = linked or (bought and any(item.kind == "cond" for item in _since_stop(items)))
        if linked:
            return Item("cond", "nextday", i, c.skip(found[1]) + 1, node)
    must = any(c.at(k).text in ("must", "should", "have to", "必须") for k in range(i, found[1]))
    must = must or c.at(i).has("ACT", "no_entry")  # "No entries in the last hour": a filter wherever it stands.
    return Item("cond", "must" if must else "", i, max(found[1], i + 1), node)


def _at_level(c: Cursor, i: int, items: list[Item]) -> Item | None:
    """Read "exit at the middle band", "buy the breakout of the 55-day high", "sell at the 20-day low", "out at RSI 65"."""  # noqa: E501
    act = next((item for item in _since_stop(items) if item.kind not in ("mark", "other", "conj")), None)
    if act is None or not _acts_at(c, act, i) or _asks_when(c, act.last, i):
        return None
    leaves = act.value in EXITS
    scaled = _at_scale(c, i, leaves=leaves)
    if scaled is not None:
        return scaled
    lexeme = c.at(i)
    breaks = lexeme.text.endswith(" of") and lexeme.has("BREAKOUT")
    found = _level_at(c, i)
    if found is None:
        return None
    level, j = found
    if c.at(c.skip(j)).has("X") and not breaks:
        return _at_cross(c, i, j, level)
    inner = level.parts[0] if level.op == "lag" else level
    if inner.op == "call" and inner.word in ("highest", "lowest"):
        level = level if level.op == "lag" else lag(level, 1)
        sign = ">" if inner.word == "highest" else "<"
    elif breaks:
        sign = ">" if lexeme.has("BREAKOUT", "up") and not str(level).endswith(("low", ".lower")) else "<"
    else:
        sign = reached(c, level) if leaves else ">=" if act.value == "short" else "<="
    touches = False
    while c.at(c.skip(j)).text in ("breakout", "break", "breakouts", "breakdown", "touch"):
        touches = touches or (c.at(c.skip(j)).text == "touch" and not leaves)
        j = c.skip(j) + 1
    reaching = name("low" if sign.startswith("<") else "high") if touches else CLOSE
    return Item("cond", "", i, j, compare(sign, reaching, level))


def _asks_when(c: Cursor, first: int, last: int) -> bool:
    """Return whether "when" stands between a deed and a level: what follows is a condition of its own."""
    return any(c.at(k).text in ("when", "if", "once", "whenever", "as soon as") for k in range(first, last))


def _acts_at(c: Cursor, act: Item, i: int) -> bool:
    """Return whether a level can be that of a deed before it: of "buy when the loss is the largest" it is said of a loss."""  # noqa: E501
    deed = act.kind == "act" and act.value in ("buy", "enter", "short", *EXITS)
    return deed and i - act.last <= _FARTHEST and not any(c.at(k).has("EQ") for k in range(act.last, i))


_FARTHEST = 8


def _at_cross(c: Cursor, i: int, j: int, level: Node) -> Item | None:
    """Read "(long at) the 50-day SMA cross from below": the price crosses it."""
    place = c.skip(j)
    way = c.at(place).get("X")
    from_below = c.at(place + 1).has("P", "from") and direction_of(c.at(c.skip(place + 2))) < 0
    from_above = c.at(place + 1).has("P", "from") and direction_of(c.at(c.skip(place + 2))) > 0
    down = from_above or (isinstance(way, tuple) and way[0] == "down")
    up = from_below or (isinstance(way, tuple) and way[0] == "up") or not c.memory.exit_context
    after = c.skip(place + 2) + 1 if from_below or from_above else place + 1
    return Item("cond", "", i, after, call("crosses_below" if down or not up else "crosses_above", CLOSE, level))


def _level_at(c: Cursor, i: int) -> tuple[Node, int] | None:
    """Return the price level at a lexeme: a band, an average, the extreme of some bars."""
    breaks = c.at(i).text.endswith(" of") and c.at(i).has("BREAKOUT")
    if not breaks and not _may_be_level(c, i):
        return None
    found = operand(c, c.skip(i + 1) if breaks or c.at(i).has("NEW") else i)
    if found is None or not is_price(found[0]) or found[0] == CLOSE or c.at(c.skip(found[1])).has("ACT"):
        return None
    return found


def _may_be_level(c: Cursor, i: int) -> bool:
    lexeme = c.at(i)
    leads = ("PART", "HILO", "SPAN", "AVG", "IND", "PREV", "NEW")
    return any(lexeme.has(word) for word in leads) or (lexeme.has("NUM") and c.at(i + 1).has("AVG"))


def _at_scale(c: Cursor, i: int, *, leaves: bool) -> Item | None:
    """Read "out at 60", "sell at RSI 65", "buy at an RSI of 30": a level of an oscillator."""
    if not c.at(i - 1).has("P", "at") and not c.at(i).has("IND"):
        return None
    j, subject = i, c.memory.subject
    if c.at(i).has("IND"):
        found = operand(c, i) if not c.at(i).has("IND", *BANDS) else None
        known = _bare_indicator(c, i)
        subject = known if known is not None else found[0] if found is not None else None
        j = c.skip(i + 1)
        j = c.skip(j + 1) if c.at(j).has("P", "of", "at") else j
    if (subject is None or is_price(subject)) and not c.at(i).has("IND"):
        subject = c.memory.scaled
    lexeme = c.at(j)
    spec = indicator_of(subject) if subject is not None and not is_price(subject) else None
    bare = lexeme.has("NUM") and not any(lexeme.has(word) for word in ("SPAN", "PCT", "CLOCK", "USD", "SHARES"))
    if spec is None or spec.low is None or spec.high is None or subject is None or not bare:
        return None
    bound, middle = float(str(lexeme.get("NUM"))), (spec.low + spec.high) / 2
    before = c.memory.last_level.number if leaves and c.memory.last_level is not None else middle
    above = bound > before if bound != before else leaves
    return Item("cond", "", i, j + 1, compare(">=" if above else "<=", subject, num(bound)))


def _bare_indicator(c: Cursor, i: int) -> Node | None:
    """Return the indicator at a lexeme with the numbers known for it, leaving the number behind it alone."""
    key = str(c.at(i).get("IND"))
    if key in BANDS or key not in INDICATORS:
        return None
    spec = INDICATORS[key]
    given = c.memory.given.get(spec.family, ())
    level = c.at(c.skip(i + 1)).get("NUM")
    known = given if given and given[0] != level else ()
    return spec.build((*known, *spec.usual[len(known) :]))


def _begins_condition(c: Cursor, i: int) -> bool:
    lexeme = c.at(i)
    hard = (
        "SER",
        "IND",
        "AVG",
        "HILO",
        "PART",
        "PREV",
        "CMP",
        "X",
        "MOVE",
        "RISING",
        "TOUCH",
        "WEEKDAY",
        "MONTH",
        "TF",
        "SESSION",
        "TIMEOF",
        "STATE",
        "SIGN",
        "WORST",
    )
    if any(lexeme.has(word) for word in hard) or lexeme.text == "which":
        return True
    if lexeme.has("UNIT", "day") and c.at(i + 1).has("NUM") and not c.at(i + 1).has("SPAN"):
        return True
    if lexeme.has("UNIT", "week", "month"):
        return any(c.at(i + 1).has(word) for word in ("EQ", "MOVE", "WASBEFORE"))
    timed = (
        lexeme.text in ("during", "throughout")
        or lexeme.has("P", "at", "on", "in", "from", "of")
        or lexeme.text
        in (
            "on",
            "after",
            "before",
            "at",
            "in",
            "from",
            "between",
        )
        or lexeme.has("BETWEEN")
    )
    place = c.skip(i + 1)
    following = c.at(c.skip(place + 1) if c.at(place).has("UNIT", "month") else place)
    part = "half" in following.text or c.at(place + 1).text == "quarter"
    return timed and any(
        part or following.has(word)
        for word in ("CLOCK", "WEEKDAY", "WEEKPART", "MONTH", "HALFDAY", "MONTHDAY", "SESSION", "TRADINGDAY", "LASTN")
    )


def whole_lag(node: Node) -> Node:
    """Return a condition of the bar before: "after having closed below it (the day before)"."""
    if any(part.op == "lag" for part in walk(node)):
        if node.op in ("<", "<=", ">", ">="):
            left, right = node.parts
            left = left if left.op in {"lag", "num"} else lag(left, 1)
            right = right if any(part.op == "lag" for part in walk(right)) or right.op == "num" else lag(right, 1)
            return Node(node.op, (left, right))
        return node
    if node.op == "call" and node.word in ("all", "any"):
        return lag(node, 1)
    return lag(node, 1) if node.is_truth and node.op in ("<", "<=", ">", ">=") else node


def _to_break(c: Cursor, i: int) -> int:
    while i < len(c.lexemes) and not c.is_sign(i, ",", ".", ";", "\n", "!", "?"):
        i += 1
    return i
