"""What a rule may read at the open of a bar does not change with the rest of that bar."""

import numpy as np
import pytest

from backtest_engine.domain.facade.bars import BarView
from backtest_engine.domain.facade.namespace import functions
from strategy_language.catalogue import CATALOGUE
from strategy_language.check.opening import KNOWN_AT_OPEN, later_than_open
from strategy_language.expressions import parse
from trading_contracts.bars import Timeframe

OF_THE_OPEN = sorted(
    name
    for name, entry in CATALOGUE.items()
    if not entry.arguments and entry.inputs and (name in KNOWN_AT_OPEN or later_than_open(parse(name)) is None)
)


@pytest.mark.parametrize("name", OF_THE_OPEN)
@pytest.mark.parametrize("timeframe", [Timeframe.M30, Timeframe.D1])
def test_the_value_at_a_bar_is_known_at_its_open(make_market, name, timeframe):
    market = make_market(7, 90, timeframe)
    whole = functions()[name](market.view())
    for bar in range(20, 90, 7):
        columns = {column: values[: bar + 1].copy() for column, values in market.columns.items()}
        for column, factor in (("high", 3.0), ("low", 0.2), ("close", 2.0), ("volume", 9.0)):
            columns[column][bar] *= factor
        cut = market.cut(0, bar + 1)
        sessions = market.schedule.of(cut.timestamps, timeframe)
        view = BarView(cut.timestamps, columns, timeframe=timeframe, sessions=sessions)
        np.testing.assert_array_equal(functions()[name](view)[bar], whole[bar])
