"""A process that remembers answers what one that forgets answers, and computes only what a change touches."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from backtest_engine.adapters.sandbox.process import ProcessSandbox
from backtest_engine.adapters.sandbox.remembering import Generations, Remembered
from backtest_engine.domain.evaluation import EVERYTHING, Cut
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.live.operators import with_named_operators
from backtest_engine.domain.problems import StrategyCrashed
from backtest_engine.ports import BarQuery
from trading_contracts.bars import Adjustment, Timeframe

CODE = """
def signals(bars, p):
    fast = ema(bars.close, p.fast)
    spread = (bars.high - bars.low) / bars.close * -100
    other = bars.symbol("SIM:B").close
    weekly = bars.on("1w")
    strong = macd(bars.close, 12, 26, 9).signal > -1
    return {
        "r1.when": crosses_above(fast, sma(bars.close, 30)) & strong
        & (weekly.back(sma(weekly.close, 4)) < bars.close),
        "r2.when": ~(sma(spread, 5) > p.level) | (lag(other, 2) >= other),
        "r3.when": (position.open_return > p.level) & strong,
        "risk.stop_loss.value": p.level,
        "own": bars.symbol("SIM:A").close == bars.close,
    }
"""


@pytest.fixture
async def frames(bars: Any) -> dict[str, Frame]:
    return {
        name: await bars.frame(
            BarQuery(name, Timeframe.D1, date(2012, 1, 1), date(2016, 1, 1), Adjustment.ALL, warmup_bars=50)
        )
        for name in ("SIM:A", "SIM:B")
    }


@pytest.fixture
def same():
    def compare(one: Any, other: Any) -> None:
        assert list(one) == list(other)
        for name, value in one.items():
            if name == "r3.when":
                assert value.operation == other[name].operation
                np.testing.assert_array_equal(value.children[1].leaf, other[name].children[1].leaf)
            else:
                np.testing.assert_array_equal(value, other[name])

    return compare


def test_a_remembering_process_answers_as_a_forgetting_one(
    sandbox: ProcessSandbox, frames: dict[str, Frame], same: Any
) -> None:
    with (
        sandbox.open(CODE, {"fast": 10, "level": 2}, frames) as plain,
        sandbox.open(with_named_operators(CODE), {"fast": 10, "level": 2}, frames, remember=True) as keen,
    ):
        for fast, level in ((10, 2), (10, 3), (14, 3), (10, 2), (14, 0.5)):
            given = {"fast": fast, "level": level}
            for symbol in ("SIM:A", "SIM:B"):
                same(keen.evaluate(symbol, EVERYTHING, given), plain.evaluate(symbol, EVERYTHING, given))
        same(keen.evaluate("SIM:A", Cut(0, 300), given), plain.evaluate("SIM:A", Cut(0, 300), given))
        same(keen.evaluate("SIM:A", Cut(0, None, 300, 7), given), plain.evaluate("SIM:A", Cut(0, None, 300, 7), given))
        same(keen.evaluate("SIM:A", EVERYTHING, given), plain.evaluate("SIM:A", EVERYTHING, given))


def test_what_did_not_change_is_the_same_object(sandbox: ProcessSandbox, frames: dict[str, Frame]) -> None:
    with sandbox.open(with_named_operators(CODE), {"fast": 10, "level": 2}, frames, remember=True) as keen:
        before = keen.evaluate("SIM:A", EVERYTHING, {"fast": 10, "level": 2})
        after = keen.evaluate("SIM:A", EVERYTHING, {"fast": 10, "level": 3})
        assert after["r1.when"] is before["r1.when"]
        assert after["r2.when"] is not before["r2.when"]
        again = keen.evaluate("SIM:A", EVERYTHING, {"fast": 11, "level": 3})
        assert again["r2.when"] is after["r2.when"]
        assert again["r1.when"] is not after["r1.when"]


def test_a_series_that_can_be_written_to_is_never_remembered() -> None:
    asked = []
    remembered = Remembered(1_000_000)
    names = remembered.wrap({"double": lambda values: asked.append(1) or values * 2})
    values = np.arange(3.0)
    names["double"](values)
    values[0] = 9
    np.testing.assert_array_equal(names["double"](values), [18, 2, 4])
    assert len(asked) == 2


def test_numbers_of_another_kind_are_other_numbers() -> None:
    remembered = Remembered(1_000_000)
    told = remembered.wrap({"kind": lambda value, **more: (type(value), *more)})["kind"]
    assert [told(1), told(1.0), told(True), told(1, a=2), told(1)] == [
        (int,), (float,), (bool,), (int, "a"), (int,)
    ]  # fmt: skip
    assert (remembered.computed, remembered.kept) == (4, 1)


def test_a_full_memory_forgets_what_was_not_used() -> None:
    kept = Generations(100)
    for number in range(40):
        kept.put(number, str(number), 10)
        assert kept.get(0) == "0"
    assert kept.get(39) == "39"
    assert kept.get(3) != "3"
    assert len(kept._young) + len(kept._old) <= 14


def test_an_error_names_the_line_that_people_read(sandbox: ProcessSandbox, frames: dict[str, Frame]) -> None:
    lines = CODE.split("\n")
    at = next(n for n, line in enumerate(lines) if "lag(other" in line)
    broken = CODE.replace("lag(other, 2)", "lag(other, -2)")
    with sandbox.open(with_named_operators(broken), {"fast": 10, "level": 2}, frames, remember=True) as session:
        with pytest.raises(StrategyCrashed) as crash:
            session.evaluate("SIM:A", EVERYTHING)
        assert crash.value.facts["line"] == at + 1


def test_lines_come_behind_the_signals_of_the_same_question(
    sandbox: ProcessSandbox, frames: dict[str, Frame], same: Any
) -> None:
    lines = "def signals(bars, p):\n    return {'line': sma(bars.close, p.fast), 'same': ema(bars.close, p.fast)}\n"
    with sandbox.open(with_named_operators(CODE), {"fast": 10, "level": 2}, frames, lines, remember=True) as session:
        for fast in (10, 11):
            given = {"fast": fast, "level": 2}
            signals, waiting = session.evaluate_both("SIM:A", given)
            drawn = waiting()
            same(signals, session.evaluate("SIM:A", EVERYTHING, given))
            np.testing.assert_array_equal(drawn["line"], session.evaluate_lines("SIM:A", given)["line"])


def test_lines_that_nobody_waited_for_disturb_no_later_question(
    sandbox: ProcessSandbox, frames: dict[str, Frame], same: Any
) -> None:
    lines = "def signals(bars, p):\n    return {'line': sma(bars.close, p.fast)}\n"
    with sandbox.open(with_named_operators(CODE), {"fast": 10, "level": 2}, frames, lines, remember=True) as session:
        one, late = session.evaluate_both("SIM:A", {"fast": 10, "level": 2})
        other, waiting = session.evaluate_both("SIM:A", {"fast": 12, "level": 2})
        told = late()["line"], waiting()["line"]
        same(one, session.evaluate("SIM:A", EVERYTHING, {"fast": 10, "level": 2}))
        for fast, line in zip((10, 12), told, strict=True):
            np.testing.assert_array_equal(line, session.evaluate_lines("SIM:A", {"fast": fast, "level": 2})["line"])
        same(other, session.evaluate("SIM:A", EVERYTHING, {"fast": 12, "level": 2}))


def test_lines_that_find_no_room_beside_the_signals_are_asked_for_again(
    sandbox: ProcessSandbox, frames: dict[str, Frame]
) -> None:
    # Each of the two answers alone has room in the memory for answers, which holds about ninety series and a megabyte.
    several = ", ".join(f"'{{0}}{number}': sma(bars.close, {number + 2})" for number in range(180))
    code, lines = (f"def signals(bars, p):\n    return {{{several.format(name)}}}\n" for name in ("one", "two"))
    with sandbox.open(code, {}, {"SIM:A": frames["SIM:A"]}, lines, remember=True) as session:
        signals, waiting = session.evaluate_both("SIM:A", {})
        drawn = waiting()
        np.testing.assert_array_equal(signals["one7"], drawn["two7"])


def test_memory_for_later_answers_is_fetched_once() -> None:
    remembered = Remembered(4_000_000)
    assert not remembered.has_room
    remembered.make_room()
    assert remembered.has_room
