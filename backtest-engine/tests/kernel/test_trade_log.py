"""The trade log is written part by part and reads as if it had been written at once."""

import orjson
import pytest

from backtest_engine.domain.result import trade_log, trade_rows

BARS = [(100 + n % 7, 102 + n % 7, 99 + n % 7, 101 + n % 7) for n in range(2_190)]


@pytest.mark.parametrize(("bars", "trades"), [(4, 2), (2_000, 1_000), (2_190, 1_095), (3, 0)])
def test_parts_read_as_one_log(run, bars, trades):
    rules = [
        {"id": "in", "action": "enter_long", "when": range(0, bars, 2)},
        {"id": "out", "action": "exit_long", "when": range(1, bars, 2)},
    ]
    simulation = run(BARS[:bars], rules if trades else [{**rules[0], "when": []}])
    assert len(simulation.trades) == trades
    rows = orjson.loads(trade_log(simulation))
    assert rows == trade_rows(simulation)
    assert [row["entry_time"] for row in rows] == sorted({row["entry_time"] for row in rows})
