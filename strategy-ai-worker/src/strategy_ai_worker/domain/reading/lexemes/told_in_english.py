"""English phrases told another way before they are read: settings behind a market, currencies, bare zeros."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from strategy_ai_worker.domain.reading.lexemes.announced_in_english import ANNOUNCED
from strategy_ai_worker.domain.reading.lexemes.asides_in_english import ASIDES
from strategy_ai_worker.domain.reading.lexemes.changes_over_days import CHANGES
from strategy_ai_worker.domain.reading.lexemes.demands_in_english import DEMANDS
from strategy_ai_worker.domain.reading.lexemes.kinds_of_average import kind_of_all
from strategy_ai_worker.domain.reading.lexemes.leaving_in_english import LEAVING
from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, at, meaning
from strategy_ai_worker.domain.reading.lexemes.lists_in_english import LISTS
from strategy_ai_worker.domain.reading.lexemes.numbered_lists import NUMBERED
from strategy_ai_worker.domain.reading.lexemes.opening_ranges import far_end, opening_range, other_end
from strategy_ai_worker.domain.reading.lexemes.orders_in_english import ORDERS
from strategy_ai_worker.domain.reading.lexemes.outcomes_in_english import OUTCOMES
from strategy_ai_worker.domain.reading.lexemes.parts_in_english import PARTS
from strategy_ai_worker.domain.reading.lexemes.ratios import ratio_of_two, relative_to
from strategy_ai_worker.domain.reading.lexemes.refused_in_english import REFUSED
from strategy_ai_worker.domain.reading.lexemes.sides_in_english import SIDES
from strategy_ai_worker.domain.reading.lexemes.terse_in_english import TERSE
from strategy_ai_worker.domain.reading.lexemes.titles_in_english import TITLES
from strategy_ai_worker.domain.reading.lexemes.told_apart import TOLD_APART
from strategy_ai_worker.domain.reading.lexemes.told_beside import BESIDE
from strategy_ai_worker.domain.reading.lexemes.told_in_full import (
    closing_extreme,
    colour_of_trend,
    columns_of_gap,
    crossed_by_sign,
    gain_beyond,
    last_period,
    lengths_compared,
    months_of_deed,
    off_the_lows,
    one_over_other,
    plus_or_minus,
    profit_by_rule,
    rises_both_days,
    rolls_over,
    trade_of_market,
    trend_in_a_word,
)
from strategy_ai_worker.domain.reading.lexemes.told_in_notes import NOTES
from strategy_ai_worker.domain.reading.lexemes.told_in_speech import SPEECH
from strategy_ai_worker.domain.reading.lexemes.told_of_bars import (
    at_least_one_of,
    bars_as_price,
    edge_of_day_before,
    else_none,
    entry_is,
    line_by_order,
    listed_by_semicolons,
    middle_in_letters,
    middle_of_bar,
    nth_in_a_row,
    one_before,
    starts_to_move,
    thing_that_is,
    two_averages_named,
)
from strategy_ai_worker.domain.reading.lexemes.told_of_deeds import DEEDS
from strategy_ai_worker.domain.reading.lexemes.told_of_levels import (
    against_day_before,
    at_a_reading,
    beyond_level,
    hanging_hyphen,
    heading_of_levels,
    lines_make_cross,
    measure_of_bands,
    on_closing_basis,
    on_the_way,
    one_of_other_length,
    or_beyond,
    out_until,
    pace_of_line,
    volatility_over_days,
    with_stroke,
)
from strategy_ai_worker.domain.reading.lexemes.told_of_paces import PACES
from strategy_ai_worker.domain.reading.lexemes.told_of_settings import SETTINGS
from strategy_ai_worker.domain.reading.lexemes.told_of_states import TOLD_OF_STATES
from strategy_ai_worker.domain.reading.lexemes.told_plainly import PLAINLY
from strategy_ai_worker.domain.reading.lexemes.trades_in_english import TRADES
from strategy_ai_worker.domain.reading.lexemes.turning_in_english import TURNING
from strategy_ai_worker.domain.reading.lexicon import Meanings

_CURRENCIES: Final = frozenset(
    ["eur", "usd", "gbp", "jpy", "chf", "aud", "nzd", "cad", "cny", "cnh", "hkd", "sek", "nok", "mxn", "sgd"]
)
_STACKS: Final = frozenset(["stack", "ribbon", "cross", "crossover", "alignment", "system", "stacked", "crosses"])
_LONGEST_TOLD: Final = 400
"""Lexemes of a message in which words are still moved about; what is longer is a heap and no idea."""
_NOISE: Final[Meanings] = {"NOISE": True}


def told(found: list[Lexeme]) -> list[Lexeme]:
    """Return the lexemes of an English message with each phrase in the form that the grammar reads."""
    i = 0
    while i < len(found):
        for change in _CHANGES:
            change(found, i)
        i += 1
    return found


def _pair_of_currencies(found: list[Lexeme], i: int) -> None:
    """Read "EUR/USD", "EURUSD" as one market: no two of them."""
    first, slash, second = at(found, i), at(found, i + 1), at(found, i + 2)
    shown = first.text + second.text
    if first.text in _CURRENCIES and slash.text == "/" and second.text in _CURRENCIES:
        symbol = f"{first.text}/{second.text}".upper()
        found[i : i + 3] = [Lexeme(symbol.lower(), first.start, second.end, {"SYM": (symbol,)})]
    elif first.has("UNK") and first.text[:3] in _CURRENCIES and first.text[3:] in _CURRENCIES and shown:
        found[i] = meaning(first, {"SYM": (f"{first.text[:3]}/{first.text[3:]}".upper(),)})


def _money_of_country(found: list[Lexeme], i: int) -> None:
    """Read "HK$500,000", "US$1,000" as an amount: the letters are no asset."""
    amount = at(found, i + 1)
    if found[i].text in ("hk", "us", "a", "c", "s") and amount.has("USD") and amount.start == found[i].end:
        found[i : i + 2] = [Lexeme(found[i].text + amount.text, found[i].start, amount.end, amount.meanings)]


def _settings_behind_market(found: list[Lexeme], i: int) -> None:
    """Read "stochastic RSI on AMD (14,14,3,3): ..." with its numbers right behind the name."""
    named = found[i].has("IND") or found[i].has("AVG")
    if not named or len(found) > _LONGEST_TOLD or not at(found, i + 1).has("P", "on", "for", "in"):
        return
    k = i + 2
    while at(found, k).has("SYM") or at(found, k).has("TF") or at(found, k).text in ("the", "daily", "chart"):
        k += 1
    if k == i + 2 or not at(found, k).has("SIGN_MARK", "("):
        return
    end = next((m for m in range(k + 1, k + 10) if at(found, m).has("SIGN_MARK", ")")), None)
    inside = found[k + 1 : end]
    if end is None or not all(one.has("NUM") or one.text in (",", "/", "-", ";") for one in inside):
        return
    place = found[i].end
    moved = [Lexeme(one.text, place, place, one.meanings) for one in found[k : end + 1]]
    for m in range(k, end + 1):
        found[m] = meaning(found[m], dict(_NOISE))
    found[i + 1 : i + 1] = moved


def _three_averages(found: list[Lexeme], i: int) -> None:
    """Read "triple EMA stack", "triple SMA crossover" as three plain averages: only the indicator is a TEMA."""
    kind = re.fullmatch(r"(?:triple|double) (ema|sma|exponential moving average)", found[i].text)
    if kind is not None and found[i].has("AVG") and at(found, i + 1).text in _STACKS:
        found[i] = meaning(found[i], {"AVG": "sma" if kind.group(1) == "sma" else "ema"})


def _zero_of_change(found: list[Lexeme], i: int) -> None:
    """Read "gained less than 0 over the last 3 months" as zero percent: a change has no other unit."""
    lexeme = found[i]
    moves = any(at(found, k).has("MOVE") for k in (i - 1, i - 2, i - 3))
    behind = at(found, i + 1)
    stretch = behind.has("WITHIN") or behind.has("FORN") or behind.has("P", "in")
    if lexeme.get("NUM") == 0 and set(lexeme.meanings) == {"NUM"} and moves and stretch:
        found[i] = replace(lexeme, meanings={"NUM": 0.0, "PCT": 0.0})


def _opposite_of_named(found: list[Lexeme], i: int) -> None:
    """Read "on the opposite MACD cross" as "on the opposite cross": it is the one that was entered on."""
    if not found[i].has("OPPOSITE") or not (at(found, i + 1).has("IND") or at(found, i + 1).has("AVG")):
        return
    if at(found, i + 2).has("X") or at(found, i + 2).text in ("signal", "crossover", "cross"):
        found[i + 1] = meaning(found[i + 1], dict(_NOISE))


def _company_of_word(found: list[Lexeme], i: int) -> None:
    """Read "100 shares of Target" as the company: the word is a level everywhere else."""
    owned = at(found, i - 1).has("P", "of") and at(found, i - 2).has("SHARES")
    if found[i].text == "target" and owned:
        found[i] = meaning(found[i], {"SYM": ("TGT",)})


def _where_i_act(found: list[Lexeme], i: int) -> None:
    """Read "a system where I buy once ..." as the deed: only "5% below where I bought" is the price paid."""
    acts = found[i].text in ("where i buy", "where we buy", "where you buy")
    if acts and (at(found, i + 1).has("MARK") or at(found, i + 1).has("SYM") or at(found, i + 1).text in ("it", "the")):
        found[i] = meaning(found[i], {"ACT": "buy"})


def _or_more(found: list[Lexeme], i: int) -> None:
    """Read "opens 4%+ higher", "RSI 70+" as at least so much."""
    plus, behind = at(found, i + 1), at(found, i + 2)
    glued = plus.text == "+" and plus.start == found[i].end and not (behind.has("NUM") and behind.start == plus.end)
    if glued and (found[i].has("PCT") or found[i].has("NUM")):
        found[i + 1] = meaning(plus, dict(_NOISE))
        start = found[i].start
        ahead = at(found, i - 1)
        known = ahead.has("CMP") or ahead.has("STOP") or ahead.has("TARGET")
        found[i:i] = [] if known else [Lexeme("at least", start, start, {"CMP": ">="})]


def _swing_of_bars(found: list[Lexeme], i: int) -> None:
    """Read "the swing low of the last 10 bars" as the low of these bars: a pivot has no such stretch."""
    if not found[i].has("IND", "swing_low", "swing_high") or not (
        at(found, i + 1).has("P", "of", "over") or at(found, i + 1).has("WITHIN") or at(found, i + 1).has("FORN")
    ):
        return
    stretch = next((one for one in found[i + 2 : i + 5] if one.has("SPAN") or not one.is_noise), None)
    k = found.index(stretch) if stretch is not None else i
    stretched = at(found, k).has("SPAN") or (at(found, k).has("LASTN") and at(found, k + 1).has("SPAN"))
    if stretched or (at(found, i + 1).has("WITHIN") and at(found, i + 2).has("SPAN")):
        found[i] = meaning(found[i], {"SER": "low" if found[i].has("IND", "swing_low") else "high"})


def _only_hours(found: list[Lexeme], i: int) -> None:
    """Read "9:45 to 11:00 only" as a filter of the entries: it stands behind the hours that it speaks of."""
    if found[i].text != "only" or not _is_hour(at(found, i - 1)) or not _is_hour(at(found, i - 3)):
        return
    ends = at(found, i + 1).has("SIGN_MARK") or at(found, i + 1).text == ""
    first = i - 3
    while at(found, first - 1).has("BETWEEN") or at(found, first - 1).text in ("trade", "from", "between", "trading"):
        first -= 1
    if ends and not at(found, first - 1).has("ACT") and not at(found, first - 1).has("MARK"):
        start = found[first].start
        found.insert(first, Lexeme("only trade", start, start, {"ACT": "filter"}))


def _is_hour(lexeme: Lexeme) -> bool:
    return lexeme.has("CLOCK") or lexeme.has("HALFDAY")


def _stop_behind_level(found: list[Lexeme], i: int) -> None:
    """Read "buy (tomorrow) above today's high with a stop order" as "buy stop at today's high"."""
    if not found[i].has("ACT", "buy", "short"):
        return
    k = i + 1
    while (
        at(found, k).text in ("tomorrow", "the", "it")
        or at(found, k).has("FILLAT", "next_open")
        or at(found, k).has("SYM")
    ):
        k += 1
    way = at(found, k)
    waits = way.has("CMP", ">" if found[i].has("ACT", "buy") else "<")
    end = next((m for m in range(k + 1, k + 9) if at(found, m).text in _STOP_ORDERS), None)
    between = found[k + 1 : end] if end is not None else []
    if not waits or end is None or any(one.has("SIGN_MARK") or one.has("ACT") for one in between):
        return
    level = any(one.has("SER", "high", "low", "close") or one.has("HILO") for one in between)
    if not level:
        return
    kind = "stop" if found[i].has("ACT", "buy") else "sell_stop"
    first = end
    while at(found, first - 1).text in ("a", "with", "using", "by", "an", "via", "on", "buy", "sell"):
        first -= 1
    for m in range(first, end + 1):
        found[m] = meaning(found[m], dict(_NOISE))
    for m in range(i + 1, k):
        found[m] = found[m] if found[m].has("SYM") else meaning(found[m], dict(_NOISE))
    found[i] = meaning(found[i], {"ORDER": kind})
    found[k] = meaning(way, {"P": "at", "NOISE": True})


def _extreme_then_deed(found: list[Lexeme], i: int) -> None:
    """Read "40-day high go long" as a new high of that length."""
    column = i + 2 if at(found, i + 1).text in ("closing", "close") else i + 1
    extreme = found[i].has("SPAN") and at(found, column).has("SER", "high", "low")
    begins = i == 0 or at(found, i - 1).has("SIGN_MARK") or at(found, i - 1).has("CONJ")
    k = column + 1
    while at(found, k).text in ("=", "-", ":", ","):
        k += 1
    ends = at(found, k + 1).text == "" or at(found, k + 1).has("SIGN_MARK")
    if extreme and begins and at(found, k).text == "in" and ends:
        found[k] = meaning(found[k], {"ACT": "buy"})
    if extreme and begins and at(found, k).has("ACT", "buy", "short", "sell", "exit", "cover"):
        start = found[i].start
        found.insert(i, Lexeme("new", start, start, {"NEW": "new"}))


def _market_when(found: list[Lexeme], i: int) -> None:
    """Read "...: SPY when above its 10-month average" as holding it then, where no other word acts."""
    ends = i == 0 or at(found, i - 1).has("SIGN_MARK", ":", ".", "\n", ";")
    when = at(found, i + 1).text in ("when", "while", "only when", "only while", "as long as", "whenever")
    if found[i].has("SYM") and ends and when and not any(one.has("ACT") or one.has("ORDER") for one in found):
        start = found[i].start
        found.insert(i, Lexeme("hold", start, start, {"ACT": "buy"}))


def _moved_in_a_row(found: list[Lexeme], i: int) -> None:
    """Read "it's up 3 days in a row" as rising for so long."""
    way, length = found[i].get("MOVE"), at(found, i + 1)
    if way in ("up", "down") and length.has("NUM") and not length.has("PCT") and at(found, i + 2).has("INAROW"):
        found[i] = meaning(found[i], {**found[i].meanings, "RISING": way})


def _minus_line(found: list[Lexeme], i: int) -> None:
    """Read "VI-", "DI-" with its sign as the one line: nothing is taken away from it."""
    sign = at(found, i + 1)
    if found[i].text in ("vi", "di") and sign.text == "-" and sign.start == found[i].end:
        found[i : i + 2] = [Lexeme(f"{found[i].text}-", found[i].start, sign.end, found[i].meanings)]


_STOP_ORDERS: Final = frozenset(["stop order", "buy stop", "stop", "stop entry", "sell stop", "buy stop order"])


_CHANGES: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    *PLAINLY,
    opening_range,
    far_end,
    other_end,
    kind_of_all,
    *BESIDE,
    *SPEECH,
    *DEEDS,
    *NOTES,
    *SETTINGS,
    hanging_hyphen,
    heading_of_levels,
    _pair_of_currencies,
    _money_of_country,
    _settings_behind_market,
    _three_averages,
    _zero_of_change,
    _opposite_of_named,
    _company_of_word,
    *PACES,
    _where_i_act,
    _or_more,
    _swing_of_bars,
    _only_hours,
    _stop_behind_level,
    _extreme_then_deed,
    _market_when,
    _moved_in_a_row,
    _minus_line,
    off_the_lows,
    gain_beyond,
    trade_of_market,
    trend_in_a_word,
    colour_of_trend,
    closing_extreme,
    crossed_by_sign,
    one_over_other,
    rises_both_days,
    plus_or_minus,
    lengths_compared,
    months_of_deed,
    profit_by_rule,
    rolls_over,
    last_period,
    columns_of_gap,
    ratio_of_two,
    relative_to,
    *ANNOUNCED,
    *ASIDES,
    *CHANGES,
    *DEMANDS,
    *LISTS,
    *NUMBERED,
    *TOLD_APART,
    *TITLES,
    *TURNING,
    *TRADES,
    *PARTS,
    *SIDES,
    *LEAVING,
    *ORDERS,
    *OUTCOMES,
    *REFUSED,
    *TERSE,
    *TOLD_OF_STATES,
    middle_of_bar,
    middle_in_letters,
    bars_as_price,
    one_before,
    edge_of_day_before,
    starts_to_move,
    else_none,
    entry_is,
    thing_that_is,
    at_least_one_of,
    nth_in_a_row,
    listed_by_semicolons,
    two_averages_named,
    line_by_order,
    with_stroke,
    or_beyond,
    against_day_before,
    volatility_over_days,
    measure_of_bands,
    on_the_way,
    beyond_level,
    at_a_reading,
    one_of_other_length,
    pace_of_line,
    lines_make_cross,
    out_until,
    on_closing_basis,
)
