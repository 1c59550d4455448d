# ruff: noqa: E501 - one pattern a line
"""Follow-ups that take something away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from strategy_ai_worker.domain.reading.edits.beside import last_conditions, without_conditions
from strategy_ai_worker.domain.reading.edits.described import described, description
from strategy_ai_worker.domain.reading.edits.settings import exit_instead_of_reversal
from strategy_ai_worker.domain.reading.lexemes import lexemes_of
from strategy_ai_worker.domain.reading.seeds import AVERAGES
from strategy_ai_worker.domain.reading.trees import Node, parse, walk
from strategy_language.document import Strategy

_REMOVES: Final = re.compile(
    r"\b(remove|drop|delete|get rid of|take out|take away|take off|eliminate|cancel|scrap|ditch|lose|without|no more(?! than)|forget( about)?|strip|leave out|skip|disable|turn off|don't use|do not use|stop using)\b|\bno (?:[\w-]+ ){1,3}(?:filter|condition|requirement)\b|\b(?:take|kick|leave|throw) (?:the |my |that )?(?:[\w.&-]+ ){1,3}(?:out|off|away)\b|\b(?:don\'t|do not) (?:want|need) (?:the|any|that|an?)\b|\bno (trailing stop|stop|target|take profit|trailing|filter|time|holding|maximum)|去掉|删除|删掉|取消|不要|去除|移除|拿掉|拿走|撤掉|删了|去了|不用|不设"
)
_WORDS: Final[tuple[tuple[re.Pattern[str], Mapping[str, object]], ...]] = (
    (re.compile(r"trailing|(移动|跟踪|追踪|跟随)(止损|停损|止蚀|止盈)"), {"trailing_stop": None}),
    (re.compile(r"break.?even|保本"), {"break_even": None}),
    (re.compile(r"take.?profits?|profit target|\btargets?\b|止盈|停利|止赚|获利目标"), {"take_profit": ()}),
    (re.compile(r"time (stop|exit|limit)|holding period|max(imum)? (hold|bars)|持有期|时间止损"), {"max_bars": None}),
    (re.compile(r"stop.?loss|\bstops?\b|止损|停损|止蚀"), {"stop_loss": None, "extra_stops": ()}),
)
_INDICATOR_WORDS: Final = {
    "rsi": "rsi", "macd": "macd", "adx": "adx", "volume": "volume", "bollinger": "bbands", "stochastic": "stoch", "cci": "cci", "atr": "atr", "vix": "^VIX",
    "spy": "SPY", "weekly": "on", "成交量": "volume", "布林": "bbands", "周线": "on", "obv": "obv", "mfi": "mfi", "supertrend": "supertrend", "vwap": "vwap", "time": "time_of_day", "weekday": "weekday", "month": "month",
}  # fmt: skip


_SIDES: Final = {
    "short": re.compile(r"\bshort(?:s|ing)?(?: side| trades| rules?)?\b(?! (?:term|average|ma|ema|sma))|做空"),
    "long": re.compile(r"\blongs?(?: side| trades)\b|做多"),
}
_ANY_TIME: Final = (
    (
        re.compile(
            r"\b(any|every|all|each) (week)?days?\b|\bdays? (does not|doesn't) matter|(任何|任意|每|所有)(一)?天|不限(星期|日期)"
        ),
        "weekday",
    ),
    (re.compile(r"\b(any|every|all) (months?|time of (the )?year)\b|\ball year\b|不限月份|任何月份|全年"), "month"),
    (
        re.compile(r"\b(any|every|all) (hours?|times?( of (the )?day)?)\b|\ball day\b|任何时间|不限时间|全天"),
        "time_of_day",
    ),
)
_SUPPOSES: Final = re.compile(r"\b(no|without)\b|没有|不要|不设")
_ORDER: Final = re.compile(r"\b(limit|stop|resting|entry)[- ]?(entry )?orders?\b|限价单?|挂单")
_AT_MARKET: Final = re.compile(
    r"^\W*(?:go )?(?:back to |use |with )?(?:a )?market (?:orders?|entries|entry)(?: again| instead| please| then)*\W*$"
    r"|^\W*(?:just )?(?:buy|enter) at (?:the )?(?:market|next open)(?: again| instead| please)*\W*$|^(?:改回|恢复|用|改用)?市价单?(?:买入)?\W*$"
)
_FILTER: Final = re.compile(
    r"\bno (?:trend |ma |moving average )?filters?\b|\b(the|that|this|my|last|extra|new) (?:(?:last|new|extra|other|added|additional|trend) )*(filter|condition|confirmation|requirement)s?\b|(过滤|条件)"
)


def apply(document: Strategy, text: str, earlier: tuple[Strategy, ...] = ()) -> Strategy | None:
    """Return the document without what the message names, or None where it takes nothing away."""
    for pattern, function in _ANY_TIME:
        if pattern.search(text) and not re.search(r"\d", text):
            return _without_function(document, function)
    at_market = _AT_MARKET.search(text) is not None
    if not _REMOVES.search(text) and not at_market:
        return None
    if (_ORDER.search(text) or at_market) and any(rule.order is not None for rule in document.rules):
        rules = tuple(rule.model_copy(update={"order": None}) for rule in document.rules)
        return document.model_copy(update={"rules": rules})
    return _without_several(document, text) or _without_one(document, text, earlier)


def _without_one(document: Strategy, text: str, earlier: tuple[Strategy, ...]) -> Strategy | None:
    """Return the document without the one level, side, asset or condition that the message names."""
    changes = _named_level(document, text)
    if changes is not None:
        return document.model_copy(update={"risk": document.risk.model_copy(update=changes)})
    return (
        _without_side(document, text, earlier)
        or _without_symbol(document, text)
        or _without_described(document, text)
        or _without_condition(document, text)
        or (_without_filter(document, earlier, text) if _FILTER.search(text) else None)
    )


_LISTED: Final = re.compile(r"\band\b|,|&|\+|和|以及|与|跟|、|都")
_STAYS: Final = re.compile(r"\d|\b(?:keep|leave|but|not|only|just|stays?|instead|add|use|make)\b|保留|留着|只|但")


def _without_several(document: Strategy, text: str) -> Strategy | None:
    """Take all levels away that a list names: "remove the stop and the target"."""
    if not _LISTED.search(text) or _STAYS.search(text):
        return None
    gone: dict[str, object] = {}
    for pattern, changes in _WORDS:
        left = pattern.sub(" ", text)
        named = left != text and any(getattr(document.risk, part) for part in changes)
        gone, text = {**gone, **changes} if named else gone, left
    parts = {part for part in gone if part != "extra_stops"}
    return document.model_copy(update={"risk": document.risk.model_copy(update=gone)}) if len(parts) > 1 else None


def _named_level(document: Strategy, text: str) -> dict[str, object] | None:
    """Return how the risk changes without the level that is named right behind the verb: "no target, just the trail"."""
    verb = _REMOVES.search(text)
    found = [
        (match.start(), n)
        for n, (pattern, changes) in enumerate(_WORDS)
        if (match := pattern.search(text, verb.end() if verb is not None and pattern.search(text, verb.end()) else 0))
        and not ("trailing_stop" in changes and document.risk.trailing_stop is None and _STOPS.search(text))
    ]
    named = _LEVEL_NAMED.search(text)
    if named is not None:
        found += [(named.start(), n) for n, (pattern, _) in enumerate(_WORDS) if pattern.search(named.group())]
    return dict(_WORDS[min(found)[1]][1]) if found else None


_STOPS: Final = re.compile(r"止损|停损|止蚀|stop")
_LEVEL_NAMED: Final = re.compile(r"\bno (?:trailing stop|stop|target|take profit|trailing)\b")


def names_absent(document: Strategy, text: str) -> bool:
    """Return whether a message takes a level away that the document does not have."""
    spoken = (lexeme.get("SYM") for lexeme in lexemes_of(text))
    named_symbols = {symbol for symbols in spoken if isinstance(symbols, tuple) for symbol in symbols}
    if _REMOVES.search(text) and named_symbols and not named_symbols & set(_symbols_told(document)):
        return True
    sides = {rule.action.side for rule in document.rules}
    for side, pattern in _SIDES.items():
        if _REMOVES.search(text) and pattern.search(text) and sides and side not in sides:
            return True
    named = next((changes for pattern, changes in _WORDS if pattern.search(text)), None)
    if named is None or not (_REMOVES.search(text) or _SUPPOSES.search(text)):
        return False
    return not any(getattr(document.risk, part) for part in named)


def _symbols_told(document: Strategy) -> set[str]:
    """Return the assets that are traded or looked at."""
    texts = {part.word for rule in document.rules for part in walk(parse(rule.when)) if part.op == "text"}
    return {*document.universe, *texts}


def _conjuncts(document: Strategy) -> list[Node]:
    trees = (parse(rule.when) for rule in document.rules if rule.action.is_entry)
    return [part for tree in trees if tree.op == "and" for part in tree.parts]


def _without_function(document: Strategy, function: str) -> Strategy | None:
    """Take away the conditions on the day, the month or the time."""
    dated = {
        part for part in _conjuncts(document) if any(one.op == "call" and one.word == function for one in walk(part))
    }
    return without_conditions(document, dated) if dated else None


def _is_trend(node: Node) -> bool:
    """Return whether a condition compares a price with its average."""
    names = {part.word for part in walk(node) if part.op == "name"}
    return (
        node.op in ("<", ">", "<=", ">=") and names == {"close"} and any(part.word in AVERAGES for part in node.parts)
    )


def _without_filter(document: Strategy, earlier: tuple[Strategy, ...], text: str) -> Strategy | None:
    """Take "the filter" away: the condition that was added last, else the one state beside the trigger."""
    added = last_conditions(document, earlier)
    if added:
        return without_conditions(document, added)
    trends = {part for part in _conjuncts(document) if _is_trend(part)}
    if re.search(r"\btrend\b|趋势", text) and len(trends) == 1:
        return without_conditions(document, trends)
    states = {part for part in _conjuncts(document) if not (part.op == "call" and part.word.startswith("crosses"))}
    one_stays = len(set(_conjuncts(document))) == len(states) + 1
    return without_conditions(document, states) if len(states) == 1 and one_stays else None


def _without_side(document: Strategy, text: str, earlier: tuple[Strategy, ...]) -> Strategy | None:
    side = next((side for side, pattern in _SIDES.items() if pattern.search(text)), None)
    if side is None:
        return None
    rules = tuple(rule for rule in document.rules if rule.action.side != side)
    if not rules or len(rules) == len(document.rules):
        return None
    if not any(rules == before.rules for before in earlier):
        rules = exit_instead_of_reversal(document, rules, "long" if side == "short" else "short")
    return document.model_copy(
        update={"rules": rules, "execution": document.execution.model_copy(update={"allow_short": side == "long"})}
    )


def _without_symbol(document: Strategy, text: str) -> Strategy | None:
    spoken = (lexeme.get("SYM") for lexeme in lexemes_of(text))
    named = {symbol for symbols in spoken if isinstance(symbols, tuple) for symbol in symbols}
    kept = tuple(symbol for symbol in document.universe if symbol not in named)
    if document.pairs is not None:
        return None
    if document.allocation is not None:
        return _without_weight(document, named)
    if kept and len(kept) < len(document.universe):
        return document.model_copy(update={"universe": kept})
    return None


def _without_weight(document: Strategy, dropped: set[str]) -> Strategy | None:
    """Share the weight of what is dropped among the others in proportion."""
    assert document.allocation is not None  # noqa: S101
    weights = document.allocation.weights
    numbers = {one.symbol: float(one.weight) for one in weights if isinstance(one.weight, int | float)}
    left = {symbol: weight for symbol, weight in numbers.items() if symbol not in dropped}
    if len(numbers) != len(weights) or not left or len(left) == len(weights) or sum(left.values()) <= 0:
        return None
    scale = sum(numbers.values()) / sum(left.values())
    shares = tuple(
        one.model_copy(update={"weight": round(left[one.symbol] * scale, 4)}) for one in weights if one.symbol in left
    )
    allocation = document.allocation.model_copy(update={"weights": shares})
    return document.model_copy(update={"allocation": allocation, "universe": tuple(left)})


def _without_described(document: Strategy, text: str) -> Strategy | None:
    """Take the conditions away that words describe, where others of their rule stay: "lose the below zero part"."""
    meant = described(document, description(text, levels=True))
    return without_conditions(document, meant) if meant else None


def _without_condition(document: Strategy, text: str) -> Strategy | None:  # noqa: C901 - one reading of one construct
    """Take the conditions that speak of a named indicator or length out of all rules."""
    length = re.search(r"(\d+)[- ]?(day|bar|period|week|日|天|周)", text)
    word = next((function for spoken, function in _INDICATOR_WORDS.items() if spoken in text), None)
    average = length is not None and re.search(r"average|sma|ema|\bma\b|均线|filter|过滤|condition|条件", text)
    if word is None and not average:
        return None

    def speaks(node: Node) -> bool:
        for part in walk(node):
            if word is not None and part.op in ("call", "name", "text") and part.word == word:
                return True
            if word is None and length is not None and part.op == "num" and part.number == float(length.group(1)):
                return True
        return False

    rules = []
    for rule in document.rules:
        tree = parse(rule.when)
        if tree.op in ("and", "or"):
            kept = tuple(part for part in tree.parts if not speaks(part))
            if kept and len(kept) < len(tree.parts):
                tree = kept[0] if len(kept) == 1 else Node(tree.op, kept)
        elif speaks(tree) and sum(one.action == rule.action for one in document.rules) > 1:
            continue
        rules.append(rule.model_copy(update={"when": str(tree)}))
    return document.model_copy(update={"rules": tuple(rules)})
