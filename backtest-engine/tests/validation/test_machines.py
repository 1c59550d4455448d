"""Sweeps on other machines: the same numbers, the same refusals. The cluster itself is asked for by VIBE_RAY=local."""

import importlib.util
import os
import pickle
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest

from backtest_engine.adapters.ray_machines import LOCAL, RayMachines, carried_out
from backtest_engine.adapters.sandbox.process import ProcessSandbox, SandboxLimits
from backtest_engine.domain.problems import Cancelled
from backtest_engine.domain.records import Trials
from backtest_engine.domain.studies import Sweep
from backtest_engine.settings import EngineSettings
from backtest_engine.usecases import sweep as sweeping
from backtest_engine.usecases.sweep import sweep
from backtest_engine.worker import UnknownSweepUrl, open_machines
from service_kit.problems import from_document
from strategy_language.static_checks import compile_safely
from trading_contracts.problem import ProblemDocument

NEW_SANDBOX = partial(ProcessSandbox, compile_safely, SandboxLimits(seconds=20))


class Elsewhere:
    """A machine that shares nothing with this one: everything crosses as bytes."""

    def __init__(self) -> None:
        self.parts = 0

    def map(self, work: Any, parts: Any, cancelled: threading.Event) -> Iterator[Any]:
        held = pickle.dumps((work, NEW_SANDBOX))
        for part in parts:
            if cancelled.is_set():
                raise Cancelled("The study was cancelled.")
            self.parts += 1
            found = pickle.loads(pickle.dumps(carried_out(pickle.loads(held), part)))
            if isinstance(found, ProblemDocument):
                raise from_document(found)
            yield found

    def close(self) -> None:
        return


@pytest.fixture
def crossing(asking: Any) -> Any:
    def variants(**document: Any) -> Any:
        close = 100 * np.exp(np.cumsum(np.random.default_rng(4).normal(0, 0.01, 500)))
        rules = [
            {"id": "r1", "action": "enter_long", "when": "crosses_above(close, sma(close, length))"},
            {"id": "r2", "action": "exit_long", "when": "crosses_below(close, sma(close, length))"},
        ]
        parameters = [{"name": "length", "value": 20, "low": 2, "high": 60, "step": 0.5}]
        return asking.variants({"parameters": parameters, "rules": rules, **document}, **{"SIM:A": close})

    return variants


@pytest.fixture
def lengths() -> Sweep:
    return Sweep.model_validate({"parameters": {"length": {"low": 5, "high": 34}}})


NOTHING = Trials(0, 0, 0.0, 0.0)


def test_the_numbers_are_the_same_wherever_they_are_computed(
    crossing: Any, lengths: Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = sweep(crossing(), lengths, NOTHING, lambda *_: None)
    monkeypatch.setattr(sweeping, "_PART", 8)
    there = crossing()
    there.machines = Elsewhere()
    assert sweep(there, lengths, NOTHING, lambda *_: None) == here
    assert there.machines.parts == 4


def test_a_refusal_elsewhere_is_the_refusal_here(crossing: Any) -> None:
    halves = Sweep.model_validate({"parameters": {"length": [5.5]}})
    there = crossing()
    there.machines = Elsewhere()
    codes = []
    for variants in (crossing(), there):
        with pytest.raises(Exception, match="whole number") as refusal:
            sweep(variants, halves, NOTHING, lambda *_: None)
        codes.append(refusal.value.code)  # type: ignore[attr-defined]
    assert codes == ["strategy_crashed"] * 2


def test_a_cancelled_sweep_stops_elsewhere_too(crossing: Any, lengths: Sweep) -> None:
    there = crossing()
    there.machines = Elsewhere()
    there.cancelled.set()
    with pytest.raises(Cancelled):
        sweep(there, lengths, NOTHING, lambda *_: None)


def test_the_address_chooses_the_machines() -> None:
    assert open_machines(EngineSettings()) is None
    assert isinstance(open_machines(EngineSettings(sweep_url="ray://head:10001")), RayMachines)
    with pytest.raises(UnknownSweepUrl):
        open_machines(EngineSettings(sweep_url="dask://head"))


@pytest.mark.skipif(os.environ.get("VIBE_RAY") != "local", reason="VIBE_RAY=local starts a cluster of one machine")
@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed (backtest-engine[ray])")
@pytest.mark.filterwarnings("ignore::Warning")
def test_a_cluster_gives_the_same_numbers(crossing: Any, lengths: Sweep) -> None:
    here = sweep(crossing(), lengths, NOTHING, lambda *_: None)
    there = crossing()
    there.machines = RayMachines(LOCAL, NEW_SANDBOX, processors=1)
    try:
        assert sweep(there, lengths, NOTHING, lambda *_: None) == here
    finally:
        there.machines.close()
