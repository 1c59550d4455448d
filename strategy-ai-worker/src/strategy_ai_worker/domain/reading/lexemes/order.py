"""Chinese phrases whose words stand in another order than the grammar reads: each is brought into the known one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes import (
    amounts,
    brackets,
    channels,
    clauses,
    days,
    leaving,
    levels,
    lines,
    lists,
    oscillators,
    portfolios,
    retold,
    sequels,
    shorthand,
    standing,
    times,
)
from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning
from strategy_ai_worker.domain.reading.lexemes.told_first import TOLD_AT_ONCE, TOLD_FIRST
from strategy_ai_worker.domain.reading.lexicon import Meanings

_INSIDE = ("SPAN", "NUM", "CONJ", "AVG", "IND", "PART", "SIGN_MARK")


def ordered(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Return the lexemes with the turned phrases told in the order that the grammar reads; places stay."""
    return [told for part in _parts(lexemes) for told in _told(part)]


def _told(lexemes: list[Lexeme]) -> list[Lexeme]:
    found = list(lexemes)
    for change in (*TOLD_AT_ONCE, *_CHANGES):
        for i in range(len(found)):
            if i < len(found):
                change(found, i)
    return found


def _parts(lexemes: list[Lexeme]) -> list[list[Lexeme]]:
    """Return a long message in parts, cut behind a sentence where there is one: each is told by itself, in its time."""
    parts: list[list[Lexeme]] = []
    rest = lexemes
    while len(rest) > _LONGEST_PART:
        ends = (
            k for k in range(_LONGEST_PART, _LONGEST_PART // 2, -1) if rest[k - 1].has("SIGN_MARK", *_SENTENCE_ENDS)
        )
        cut = next(ends, _LONGEST_PART)
        parts.append(rest[:cut])
        rest = rest[cut:]
    return [*parts, rest]


_LONGEST_PART: Final = 300
_SENTENCE_ENDS: Final = (".", ";", "\n", "!", "?")


def _share_of_account(found: list[Lexeme], i: int) -> None:
    """Read "资金的30%" as "30% of the money": the size word stands first."""
    behind = at(found, i + 2)
    if found[i].has("ACCOUNT") and at(found, i + 1).has("ZHOF") and (behind.has("PCT") or behind.has("HALFOF")):
        found[i] = meaning(found[i], {"SIZE": "size"}, "仓位")
        found[i + 1] = meaning(found[i + 1], {"P": "of", "NOISE": True})
        if at(found, i - 1).has("SIZE"):
            found[i - 1] = meaning(found[i - 1], {"SIZE": "size"}, "仓位")


def _within_list(found: list[Lexeme], i: int) -> None:
    """Read the comma of "5日、10日、20日均线" as "and": one noun stands behind all lengths."""
    if not found[i].has("SIGN_MARK", ",") or not at(found, i - 1).has("SPAN") or not at(found, i + 1).has("SPAN"):
        return
    k = i + 1
    while at(found, k).has("SPAN") or at(found, k).has("SIGN_MARK", ",") or at(found, k).has("CONJ", "and"):
        k += 1
    if at(found, k).has("AVG"):
        if at(found, i - 2).has("CMP") and at(found, i - 2).has("X"):
            found[i - 2] = meaning(found[i - 2], {"CMP": found[i - 2].get("CMP")})
        found[i] = meaning(found[i], {"CONJ": "and", "NOISE": True}, "和")


def _above_list(found: list[Lexeme], i: int) -> None:
    """Read "在50日与200日均线之上" as "above the 50 and the 200-day average"."""
    if not found[i].has("EQ", "is") or not found[i].has("P", "at"):
        return
    k = i + 1
    while any(at(found, k).has(category) for category in _INSIDE) and not at(found, k).has("SIGN_MARK", ".", ";", "\n"):
        k += 1
    joined = any(one.has("CONJ", "and") for one in found[i:k])
    if joined and at(found, k).has("CMP", ">", "<"):
        found[i] = meaning(found[i], {"CMP": found[k].get("CMP")})
        found[k] = meaning(found[k], {"NOISE": True})


def _opening_range(found: list[Lexeme], i: int) -> None:
    """Read "开盘后30分钟的高点", "开盘前30分钟区间": the first 30 minutes of the session."""
    if not found[i].has("SER", "open"):
        return
    k = i + 1
    while at(found, k).text in ("后", "前", "的", "之后", "最初", "头"):
        k += 1
    span = at(found, k).get("SPAN")
    if not isinstance(span, Span) or span.unit not in ("minute", "hour"):
        return
    for m in range(i, k):
        found[m] = meaning(found[m], {"NOISE": True}, "opening" if m == k - 1 else "")
    if at(found, k + 1).has("ZHOF"):
        found[k + 1] = meaning(found[k + 1], {"OPENRANGE": "or"})


def _range_level(found: list[Lexeme], i: int) -> None:
    """Read "区间低点", "区间上沿" as the opening range where one was named."""
    if found[i].text != "区间" or not any(one.text == "opening" or one.has("OPENRANGE") for one in found[:i]):
        return
    found[i] = meaning(found[i], {"OPENRANGE": "or"})


def _reached_band(found: list[Lexeme], i: int) -> None:
    """Read "到中轨卖出" as reaching the band: up to the middle and the upper one, down to the lower one."""
    k = i + 2 if at(found, i + 1).has("IND", "bb", "keltner", "donchian") else i + 1
    part = at(found, k).get("PART")
    if found[i].text in ("到", "触及", "触碰", "触到", "碰到", "到达", "摸到", "碰触", "触及到", "抵达") and part in (
        "middle",
        "upper",
        "lower",
    ):
        found[i] = meaning(found[i], {"X": ("down" if part == "lower" else "up", "weak")})


def _at_band(found: list[Lexeme], i: int) -> None:
    """Read "上轨卖出", "中轨处平仓" as reaching the band."""
    part = found[i].get("PART")
    before = at(found, i - 1)
    k = i + 2 if at(found, i + 1).text in ("处", "附近", "时", "位置") else i + 1
    leaves = at(found, k).has("ACT", "sell", "exit", "cover") and before.text != ")"
    if part in ("middle", "upper", "lower") and leaves and (i == 0 or before.has("SIGN_MARK")):
        way = "down" if part == "lower" else "up"
        found.insert(i, Lexeme("到", found[i].start, found[i].start, {"X": (way, "weak")}))


def _level_before_side(found: list[Lexeme], i: int) -> None:
    """Read "布林带下轨以下买入", "200日均线之上持有" as "在布林带下轨以下": the close is meant."""
    if found[i].text not in _SIDES or not _ends_clause(at(found, i + 1)):
        return
    first = _start_of_level(found, i)
    named = any(one.has("AVG") or one.has("PART") or one.has("IND", "vwap") for one in found[first:i])
    before = at(found, first - 1)
    if named and (first == 0 or before.has("SIGN_MARK") or before.has("SYM") or before.has("MARK") or before.has("TF")):
        start = found[first].start
        found[i] = meaning(found[i], {"NOISE": True})
        found.insert(first, Lexeme(found[i].text, start, start, {"CMP": _SIDES[found[i].text]}))


def _start_of_level(found: list[Lexeme], i: int) -> int:
    """Return where the words of a line begin that ends before a place: "布林带(20,2)下轨"."""
    first, inside = i, False
    while inside or any(at(found, first - 1).has(word) for word in _LEVEL) or at(found, first - 1).text in (")", "线"):
        first -= 1
        inside = first > 0 and (inside or found[first].text == ")") and found[first].text != "("
    return first


_SIDES = {"以下": "<", "之下": "<", "下方": "<", "以上": ">", "之上": ">", "上方": ">"}
_LEVEL = ("SPAN", "AVG", "IND", "PART", "BANDWORD", "NUM", "DEV", "ZHOF", "TIMES")


def _ends_clause(lexeme: Lexeme) -> bool:
    return any(lexeme.has(word) for word in ("ACT", "SIGN_MARK", "MARK", "CONJ")) or lexeme.text == ""


def _axis(found: list[Lexeme], i: int) -> None:
    """Read "MACD零轴下方金叉" as the line below zero and its cross: the axis is a level, no setting."""
    if found[i].get("NUM") != 0 or "轴" not in found[i].text:
        return
    found[i] = meaning(found[i], {**found[i].meanings, "AXIS": True})
    placed, cross = at(found, i + 1), at(found, i + 2)
    if cross.has("CROSSNAME"):
        cross = meaning(cross, {"X": ("up" if cross.has("CROSSNAME", "golden") else "down", "strong")})
    if placed.has("CMP", ">", "<") and cross.has("X"):
        # "零轴 下方 金叉" is told as "金叉 且 下方 零轴", in the places of the three.
        other = at(found, i + 3)
        if other.has("IND", "macd_signal", "stoch_d"):
            del found[i + 3]
        told: list[tuple[Lexeme, Meanings]] = [
            (cross, cross.meanings),
            (placed, {"CONJ": "and"}),
            (placed, placed.meanings),
        ]
        for m, (lexeme, meanings) in enumerate(told):
            slot = found[i + m]
            found[i + m] = Lexeme("且" if m == 1 else lexeme.text, slot.start, slot.end, meanings)
        found.insert(i + 3, Lexeme("零轴", found[i + 2].end, found[i + 2].end, {"NUM": 0.0, "AXIS": True}))
        if other.has("IND", "macd_signal", "stoch_d"):
            found.insert(i + 1, Lexeme(other.text, found[i].end, found[i].end, other.meanings))


def _line_of_days(found: list[Lexeme], i: int) -> None:
    """Read "200日线" as the average of 200 days."""
    if found[i].text in ("线", "線") and isinstance(at(found, i - 1).get("SPAN"), Span):
        found[i] = meaning(found[i], {"AVG": ""})


def _line_is_passed(found: list[Lexeme], i: int) -> None:
    """Read "下轨（25日）被跌破", "50日线被跌破" as "下轨（25日）跌破": the verb stands behind either way."""
    if found[i].text == "被" and at(found, i + 1).has("GAPFILL"):
        del found[i]
        return
    if found[i].text == "被" and at(found, i + 1).has("X"):
        first, inside = i, False
        while inside or any(at(found, first - 1).has(word) for word in _LEVEL) or at(found, first - 1).text == ")":
            first -= 1
            inside = first > 0 and (inside or found[first].text == ")") and found[first].text != "("
        if first < i and not at(found, first - 1).has("X"):
            cross, place = found[i + 1], found[first]
            silent = [Lexeme("", one.start, one.end, {"NOISE": True}) for one in found[i : i + 2]]
            told = Lexeme(cross.text, place.start, place.start, cross.meanings)
            found[first : i + 2] = [told, *found[first:i], *silent]


def _band_before_cross(found: list[Lexeme], i: int) -> None:
    """Read "布林带(20,2)上轨突破做多" as "突破布林带(20,2)上轨做多"."""
    cross, behind = at(found, i + 1), at(found, i + 2)
    ends = behind.has("ACT") or behind.has("SIGN_MARK") or behind.text == ""
    if found[i].get("PART") in ("upper", "lower", "middle") and cross.has("X") and ends:
        first = _start_of_level(found, i)
        place = found[first]
        del found[i + 1]
        found.insert(first, Lexeme(cross.text, place.start, place.start, cross.meanings))


_CHANGES: tuple[Callable[[list[Lexeme], int], None], ...] = (
    retold.average_as_it,
    times.price_some_days_ago,
    times.other_times,
    times.day_of_week_before,
    times.bars_of_title,
    times.end_of_week,
    times.start_of_named_month,
    portfolios.split_in_tenths,
    portfolios.period_before,
    portfolios.all_of_account,
    portfolios.looked_at_once,
    portfolios.last_of_ranks,
    portfolios.same_of_another,
    portfolios.which_has_more,
    portfolios.better_of_two,
    portfolios.also_of_another,
    portfolios.counted_extreme,
    portfolios.loss_of_best,
    portfolios.spare_in_cash,
    portfolios.momentum_in_title,
    _line_of_days,
    lists.counted_list,
    _line_is_passed,
    *TOLD_FIRST,
    amounts.bandwidth_defined,
    amounts.settings_shared,
    amounts.order_in_title,
    amounts.or_more,
    amounts.or_equal,
    amounts.times_of_bar_before,
    channels.channel_drawn,
    standing.settings_before_line,
    standing.all_of_volume,
    standing.held_at_touch,
    standing.low_of_that_bar,
    standing.close_behind_side,
    standing.closes_on_side,
    standing.bar_of_time,
    standing.line_named_again,
    standing.pair_in_and_out,
    standing.on_a_line,
    standing.streak_behind_level,
    standing.fall_while_held,
    standing.back_of_short,
    standing.risk_said_twice,
    brackets.average_in_brackets,
    brackets.slope_in_brackets,
    brackets.length_in_brackets,
    brackets.remark_in_brackets,
    lines.market_of_asset,
    lines.edge_of_band,
    lines.passed_number,
    lines.slope_before_days,
    lines.rest_behind_deed,
    lines.near_level,
    lines.far_from_level,
    lines.band_that_narrows,
    lines.only_not_then,
    lines.left_out_below,
    lines.reward_to_risk,
    lines.quoted_in_dollars,
    lines.positions_at_once,
    lines.price_breaks,
    days.session_after,
    days.time_of_weekday,
    days.gap_closed,
    shorthand.lengths_in_brackets,
    shorthand.length_without_noun,
    shorthand.half_position,
    shorthand.end_of_named_month,
    shorthand.volatility_over_days,
    leaving.break_even_apart,
    leaving.share_of_entry,
    leaving.target_in_risks,
    leaving.bare_deed,
    leaving.change_then_stop,
    leaving.gain_then_deed,
    leaving.stop_beyond_level,
    leaving.stop_as_deed,
    retold.share_behind_level,
    retold.month_with_edge,
    retold.side_of_clock,
    retold.within_two_levels,
    sequels.day_after,
    sequels.days_behind_slope,
    leaving.other_half,
    retold.more_than_level,
    retold.change_of_streak,
    retold.change_of_day,
    retold.extreme_of_late,
    sequels.joined_twice,
    sequels.aligned_lengths,
    sequels.explained_contrary,
    sequels.where_stop_is_set,
    sequels.rest_by_condition,
    sequels.bar_after_streak,
    sequels.fall_after_high,
    sequels.days_at_month_end,
    sequels.slope_of_same_line,
    sequels.more_than_before,
    sequels.state_without_subject,
    sequels.turn_without_subject,
    retold.above_that_line,
    retold.own_average,
    retold.subject_left_out,
    oscillators.left_and_back,
    retold.from_beyond,
    retold.direction_before_cross,
    retold.share_of_price,
    standing.ratio_again,
    retold.half_and_less,
    retold.side_behind_cross,
    retold.kind_named_before,
    retold.stands_above,
    retold.length_named_before,
    levels.unless_else,
    levels.allowed_otherwise,
    levels.tenths_above,
    levels.same_level_in_a_row,
    levels.reached_number,
    lines.reached_level,
    levels.distance_behind_side,
    levels.back_to_average,
    levels.extreme_before_cross,
    clauses.length_of_deviation,
    clauses.half_of_level,
    clauses.several_lines_at_once,
    clauses.demand_before_subject,
    clauses.only_while,
    clauses.held_longer_than,
    clauses.condition_behind,
    clauses.yearly_season,
    clauses.turn_of_trend,
    clauses.gains_sell_all,
    clauses.below_the_close,
    clauses.order_without_deed,
    clauses.spoken_time,
    clauses.half_of_day,
    clauses.minutes_before_close,
    clauses.day_end,
    clauses.pause_between,
    lists.both_named_before,
    lists.close_together,
    lists.crossed_lists,
    lists.named_again,
    clauses.broken_extreme,
    clauses.place_of_cross,
    clauses.level_of_cross,
    clauses.unnamed_band,
    leaving.fall_from_peak,
    leaving.from_entry,
    _band_before_cross,
    _share_of_account,
    _within_list,
    _above_list,
    _level_before_side,
    _opening_range,
    standing.edge_of_opening,
    _range_level,
    _reached_band,
    _at_band,
    _axis,
)
