"""What is asked ahead is answered as it would have been, whatever is asked in between."""

from collections.abc import Iterator

import numpy as np
import pytest

from backtest_engine.adapters.sandbox.process import ProcessSandbox, ProcessSession
from backtest_engine.domain.evaluation import EVERYTHING, Cut
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.problems import Cancelled

CODE = 'def signals(bars, p):\n    return {"r.when": bars.close > sma(bars.close, p.length)}\n'
CUTS = [Cut(0, 300), Cut(0, 700), Cut(0, None, 500, 3)]


@pytest.fixture
def session(sandbox: ProcessSandbox, frames: dict[str, Frame]) -> Iterator[ProcessSession]:
    with sandbox.open(CODE, {"length": 10.0}, frames) as session:
        yield session


@pytest.fixture
def plainly(sandbox: ProcessSandbox, frames: dict[str, Frame]) -> list[np.ndarray]:
    with sandbox.open(CODE, {"length": 10.0}, frames) as session:
        return [np.asarray(session.evaluate("SIM:A", cut)["r.when"]) for cut in CUTS]


def test_each_part_is_answered_as_if_it_had_been_asked_alone(
    session: ProcessSession, plainly: list[np.ndarray]
) -> None:
    session.ask_ahead("SIM:A", CUTS)
    session.foresee("SIM:A", CUTS)
    for cut, expected in zip(CUTS, plainly, strict=True):
        assert np.array_equal(session.evaluate("SIM:A", cut)["r.when"], expected)


def test_another_question_in_between_takes_nobody_elses_answer(
    session: ProcessSession, plainly: list[np.ndarray]
) -> None:
    session.ask_ahead("SIM:A", CUTS)
    other = session.evaluate("SIM:B", EVERYTHING)["r.when"]
    whole = session.evaluate("SIM:A", EVERYTHING)["r.when"]
    assert not np.array_equal(other, whole)
    session.ask_ahead("SIM:A", CUTS[:1])
    for cut, expected in zip(CUTS, plainly, strict=True):
        assert np.array_equal(session.evaluate("SIM:A", cut)["r.when"], expected)


def test_who_is_cancelled_while_a_process_works_ahead_is_told_so(session: ProcessSession) -> None:
    session.ask_ahead("SIM:A", CUTS)
    session.cancel()
    with pytest.raises(Cancelled):
        session.foresee("SIM:A", [*CUTS, Cut(0, 900)])


def test_lines_that_are_asked_for_ahead_cost_no_question_of_their_own(
    sandbox: ProcessSandbox, frames: dict[str, Frame], plainly: list[np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = 'def signals(bars, p):\n    return {"line": sma(bars.close, p.length)}\n'
    with sandbox.open(CODE, {"length": 10.0}, frames, lines) as session:
        alone = session.evaluate_lines("SIM:A")["line"]
        session.ask_ahead("SIM:A", CUTS, lines=True)
        session.foresee("SIM:A", CUTS)
        monkeypatch.setattr(ProcessSession, "_exchange", None)  # no other question is answered
        np.testing.assert_array_equal(session.evaluate_lines("SIM:A")["line"], alone)
        for cut, expected in zip(CUTS, plainly, strict=True):
            assert np.array_equal(session.evaluate("SIM:A", cut)["r.when"], expected)
