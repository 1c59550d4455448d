"""Chinese phrases that are told in full before the order of words is looked at: their parts stand inside of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from strategy_ai_worker.domain.reading.lexemes import (
    brackets,
    changes_over_days,
    channels,
    growing,
    leaving,
    numbered_lists,
    oscillators,
    sequels,
    volumes,
    whole,
)
from strategy_ai_worker.domain.reading.lexemes.averaged import AVERAGED
from strategy_ai_worker.domain.reading.lexemes.counting import COUNTED
from strategy_ai_worker.domain.reading.lexemes.joined import JOINED
from strategy_ai_worker.domain.reading.lexemes.joints import JOINTS
from strategy_ai_worker.domain.reading.lexemes.kinds_of_average import kind_of_all
from strategy_ai_worker.domain.reading.lexemes.lexeme import Lexeme
from strategy_ai_worker.domain.reading.lexemes.listed import LISTED

TOLD_AT_ONCE: Final = (*LISTED, *COUNTED, *JOINED, *JOINTS, *AVERAGED, brackets.letters_in_brackets, kind_of_all)
"""What decides which words belong together; all else is told after it."""

TOLD_FIRST: Final[tuple[Callable[[list[Lexeme], int], None], ...]] = (
    numbered_lists.numbered_parts,
    changes_over_days.walks_out,
    changes_over_days.asset_at_time,
    changes_over_days.change_in_chinese,
    oscillators.settings_apart,
    oscillators.bars_below_zero,
    oscillators.distance_from_average,
    whole.part_of_range,
    whole.share_as_risk,
    whole.outside_of_month,
    whole.colour_of_day_before,
    whole.monthly_line,
    whole.volume_is_times,
    whole.line_of_kdj,
    whole.cross_in_zone,
    volumes.ratio_of_volume,
    volumes.volume_explained,
    volumes.volume_grown_by,
    volumes.grows_daily,
    volumes.streak_of_two,
    sequels.numbered_day_after,
    volumes.volume_and_move,
    oscillators.state_of_cross,
    channels.broken_the_other_way,
    leaving.gain_then_break_even,
    growing.trails_from_gain,
    growing.unit_added,
)
