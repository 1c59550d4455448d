"""Chinese phrases whose words stand in another order than the grammar reads: each is brought into the known one."""

from __future__ import annotations

from collections.abc import Callable

from strategy_ai_worker.domain.reading.lexemes.brackets import average_in_brackets, remark_in_brackets
from strategy_ai_worker.domain.reading.lexemes.channels import channel_drawn
from strategy_ai_worker.domain.reading.lexemes.clauses import (
    below_the_close,
    broken_extreme,
    condition_behind,
    day_end,
    demand_before_subject,
    gains_sell_all,
    half_of_day,
    half_of_level,
    held_longer_than,
    length_of_deviation,
    level_of_cross,
    minutes_before_close,
    only_while,
    order_without_deed,
    pause_between,
    place_of_cross,
    several_lines_at_once,
    spoken_time,
    turn_of_trend,
    unnamed_band,
    yearly_season,
)
from strategy_ai_worker.domain.reading.lexemes.days import gap_closed, session_after, time_of_weekday
from strategy_ai_worker.domain.reading.lexemes.leaving import (
    bare_deed,
    change_then_stop,
    fall_from_peak,
    from_entry,
    gain_then_deed,
    other_half,
    stop_as_deed,
    stop_beyond_level,
)
from strategy_ai_worker.domain.reading.lexemes.levels import (
    back_to_average,
    distance_behind_side,
    extreme_before_cross,
    reached_number,
    same_level_in_a_row,
    tenths_above,
    unless_else,
)
from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme, Span, at, meaning
from strategy_ai_worker.domain.reading.lexemes.lines import (
    band_that_narrows,
    edge_of_band,
    far_from_level,
    left_out_below,
    market_of_asset,
    near_level,
    only_not_then,
    passed_number,
    positions_at_once,
    price_breaks,
    quoted_in_dollars,
    reached_level,
    rest_behind_deed,
    reward_to_risk,
    slope_before_days,
)
from strategy_ai_worker.domain.reading.lexemes.lists import (
    crossed_lists,
    named_again,
)
from strategy_ai_worker.domain.reading.lexemes.retold import (
    change_of_day,
    direction_before_cross,
    extreme_of_late,
    from_beyond,
    half_and_less,
    kind_named_before,
    length_named_before,
    month_with_edge,
    more_than_level,
    own_average,
    share_behind_level,
    share_of_price,
    side_behind_cross,
    side_of_clock,
    stands_above,
    subject_left_out,
    within_two_levels,
)
from strategy_ai_worker.domain.reading.lexemes.sequels import (
    aligned_lengths,
    bar_after_streak,
    day_after,
    days_at_month_end,
    days_behind_slope,
    explained_contrary,
    fall_after_high,
    joined_twice,
    rest_by_condition,
    turn_without_subject,
    where_stop_is_set,
)
from strategy_ai_worker.domain.reading.lexemes.shorthand import (
    end_of_named_month,
    half_position,
    length_without_noun,
    lengths_in_brackets,
    volatility_over_days,
)
from strategy_ai_worker.domain.reading.lexemes.standing import (
    all_of_volume,
    back_of_short,
    close_behind_side,
    edge_of_opening,
    fall_while_held,
    held_at_touch,
    low_of_that_bar,
    on_a_line,
    pair_in_and_out,
    ratio_again,
    risk_said_twice,
    settings_before_line,
    streak_behind_level,
)
from strategy_ai_worker.domain.reading.lexicon import Meanings

_INSIDE = ("SPAN", "NUM", "CONJ", "AVG", "IND", "PART", "SIGN_MARK")


def ordered(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Return the lexemes with the turned phrases told in the order that the grammar reads; places stay."""
    found = list(lexemes)
    for change in _CHANGES:
        for i in range(len(found)):
            if i < len(found):
                change(found, i)
    return found


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
    part = at(found, i + 1).get("PART")
    if found[i].text in ("到", "触及", "触碰", "触到", "碰到", "到达") and part in ("middle", "upper", "lower"):
        found[i] = meaning(found[i], {"X": ("down" if part == "lower" else "up", "weak")})


def _at_band(found: list[Lexeme], i: int) -> None:
    """Read "上轨卖出", "中轨处平仓" as reaching the band."""
    part = found[i].get("PART")
    before = at(found, i - 1)
    k = i + 2 if at(found, i + 1).text in ("处", "附近", "时", "位置") else i + 1
    leaves = at(found, k).has("ACT", "sell", "exit", "cover")
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
    if placed.has("CMP", ">", "<") and cross.has("X"):
        # "零轴 下方 金叉" is told as "金叉 且 下方 零轴", in the places of the three.
        told: list[tuple[Lexeme, Meanings]] = [
            (cross, cross.meanings),
            (placed, {"CONJ": "and"}),
            (placed, placed.meanings),
        ]
        for m, (lexeme, meanings) in enumerate(told):
            slot = found[i + m]
            found[i + m] = Lexeme("且" if m == 1 else lexeme.text, slot.start, slot.end, meanings)
        found.insert(i + 3, Lexeme("零轴", found[i + 2].end, found[i + 2].end, {"NUM": 0.0, "AXIS": True}))


def _line_of_days(found: list[Lexeme], i: int) -> None:
    """Read "200日线" as the average of 200 days."""
    if found[i].text in ("线", "線") and isinstance(at(found, i - 1).get("SPAN"), Span):
        found[i] = meaning(found[i], {"AVG": ""})


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
    _line_of_days,
    channel_drawn,
    settings_before_line,
    all_of_volume,
    held_at_touch,
    low_of_that_bar,
    close_behind_side,
    pair_in_and_out,
    on_a_line,
    streak_behind_level,
    fall_while_held,
    back_of_short,
    risk_said_twice,
    average_in_brackets,
    remark_in_brackets,
    market_of_asset,
    edge_of_band,
    passed_number,
    slope_before_days,
    rest_behind_deed,
    near_level,
    far_from_level,
    band_that_narrows,
    only_not_then,
    left_out_below,
    reward_to_risk,
    quoted_in_dollars,
    positions_at_once,
    price_breaks,
    session_after,
    time_of_weekday,
    gap_closed,
    lengths_in_brackets,
    length_without_noun,
    half_position,
    end_of_named_month,
    volatility_over_days,
    bare_deed,
    change_then_stop,
    gain_then_deed,
    stop_beyond_level,
    stop_as_deed,
    share_behind_level,
    month_with_edge,
    side_of_clock,
    within_two_levels,
    day_after,
    days_behind_slope,
    other_half,
    more_than_level,
    change_of_day,
    extreme_of_late,
    joined_twice,
    aligned_lengths,
    explained_contrary,
    where_stop_is_set,
    rest_by_condition,
    bar_after_streak,
    fall_after_high,
    days_at_month_end,
    turn_without_subject,
    own_average,
    subject_left_out,
    from_beyond,
    direction_before_cross,
    share_of_price,
    ratio_again,
    half_and_less,
    side_behind_cross,
    kind_named_before,
    stands_above,
    length_named_before,
    unless_else,
    tenths_above,
    same_level_in_a_row,
    reached_number,
    reached_level,
    distance_behind_side,
    back_to_average,
    extreme_before_cross,
    length_of_deviation,
    half_of_level,
    several_lines_at_once,
    demand_before_subject,
    only_while,
    held_longer_than,
    condition_behind,
    yearly_season,
    turn_of_trend,
    gains_sell_all,
    below_the_close,
    order_without_deed,
    spoken_time,
    half_of_day,
    minutes_before_close,
    day_end,
    pause_between,
    crossed_lists,
    named_again,
    broken_extreme,
    place_of_cross,
    level_of_cross,
    unnamed_band,
    fall_from_peak,
    from_entry,
    _band_before_cross,
    _share_of_account,
    _within_list,
    _above_list,
    _level_before_side,
    _opening_range,
    edge_of_opening,
    _range_level,
    _reached_band,
    _at_band,
    _axis,
)
