"""Reading one thing that can be compared: a price, an indicator, a level, a number."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.ago import averaged, lagged, lastn_led, then_ago
from strategy_ai_worker.domain.reading.operands.amounts import amount_of, atr_amount, direction_of, level
from strategy_ai_worker.domain.reading.operands.arithmetic import absolute, bracketed, operand, ratio_of
from strategy_ai_worker.domain.reading.operands.averages import line_with_name, named_line, read_average, year_line
from strategy_ai_worker.domain.reading.operands.bands import read_band
from strategy_ai_worker.domain.reading.operands.bar_prices import price_of_bar
from strategy_ai_worker.domain.reading.operands.core import Found, Reader, primary, register
from strategy_ai_worker.domain.reading.operands.extremes import read_extreme, that_extreme
from strategy_ai_worker.domain.reading.operands.frames import framed, named_symbol, named_timeframe, of_symbol
from strategy_ai_worker.domain.reading.operands.lengths import length_led
from strategy_ai_worker.domain.reading.operands.lines import line_of_family, read_indicator, slashed
from strategy_ai_worker.domain.reading.operands.middles import middle_of_two
from strategy_ai_worker.domain.reading.operands.notation import coded
from strategy_ai_worker.domain.reading.operands.pattern_prices import price_of_pattern
from strategy_ai_worker.domain.reading.operands.series import is_price, read_series
from strategy_ai_worker.domain.reading.operands.session import of_entry_bar, session_level
from strategy_ai_worker.domain.reading.operands.skipped import skipped_return
from strategy_ai_worker.domain.reading.trees import Node

__all__ = ["Found", "amount_of", "atr_amount", "direction_of", "is_price", "level", "of_symbol", "operand", "primary"]


def _finished(reader: Reader) -> Reader:
    """Return a reader that also takes "... two days ago" behind what it reads."""

    def read(c: Cursor, i: int, subject: Node | None) -> Found:
        found = reader(c, i, subject)
        return None if found is None else then_ago(c, averaged(c, found))

    return read


register(
    bracketed,
    absolute,
    framed,
    *(
        _finished(reader)
        for reader in (
            skipped_return,
            ratio_of,
            middle_of_two,
            coded,
            line_with_name,
            named_line,
            year_line,
            line_of_family,
            slashed,
            that_extreme,
            price_of_pattern,
            of_entry_bar,
            price_of_bar,
            session_level,
            named_symbol,
            named_timeframe,
            lagged,
            lastn_led,
            length_led,
            read_indicator,
            read_band,
            read_extreme,
            read_average,
            read_series,
        )
    ),
)
