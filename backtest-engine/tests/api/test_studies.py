"""Sweeps and validations through the API."""

import math
from typing import Any

import pytest

from trading_contracts.problem import NotFound, Rejected


@pytest.fixture
def sweep(run_request: dict[str, Any]) -> dict[str, Any]:
    parameters = {"fast": {"low": 5, "high": 20, "step": 5}, "slow": [30, 40, 50]}
    return {"kind": "sweep", "request": run_request, "sweep": {"method": "grid", "parameters": parameters}}


async def test_a_grid_tries_every_set_and_counts_each_as_a_trial(engine: Any, sweep: dict[str, Any]) -> None:
    study = await engine.post("/studies", sweep)
    study = await engine.get(f"/studies/{study['id']}", wait=30)
    assert study["status"] == "completed"
    found = study["result"]
    assert len(found["points"]) == found["trials"] == 12
    assert found["best"]["sharpe"] == max(point["sharpe"] for point in found["points"])
    assert found["heat_map"]["x_values"] == [5, 10, 15, 20]
    assert len(found["heat_map"]["values"]) == 3
    run = await engine.finished(sweep["request"])
    assert run["result"]["integrity"]["trials"] == 13
    assert found["overfitting"]["sets"] == 12
    assert 0 <= found["overfitting"]["probability"] <= 1
    assert run["result"]["integrity"]["overfitting"] == found["overfitting"]


async def test_a_set_of_a_sweep_has_the_figures_of_the_same_single_run(engine: Any, sweep: dict[str, Any]) -> None:
    study = await engine.post("/studies", sweep)
    points = (await engine.get(f"/studies/{study['id']}", wait=30))["result"]["points"]
    point = next(each for each in points if each["parameters"] == {"fast": 15, "slow": 50})
    overrides = {"parameters.fast": 15, "parameters.slow": 50}
    stats = (await engine.finished({**sweep["request"], "overrides": overrides}))["result"]["summary_stats"]
    assert point["sharpe"] == pytest.approx(stats["sharpe"], rel=1e-12)
    assert point["total_return"] == pytest.approx(stats["total_return"], rel=1e-12)
    assert point["trades"] == stats["trades"]


@pytest.mark.parametrize("method", ["random", "bayes"])
async def test_other_methods_try_as_many_as_they_were_asked_to(engine: Any, sweep: dict[str, Any], method: str) -> None:
    asked = {**sweep, "sweep": {**sweep["sweep"], "method": method, "trials": 6, "objective": "total_return"}}
    study = await engine.post("/studies", asked)
    study = await engine.get(f"/studies/{study['id']}", wait=30)
    assert study["status"] == "completed", study["problem"]
    assert len(study["result"]["points"]) == 6
    tried = {tuple(point["parameters"].values()) for point in study["result"]["points"]}
    assert study["result"]["overfitting"]["sets"] == len(tried)


@pytest.mark.parametrize("parameters", [{"nothing": [1, 2]}, {"fast": [1000]}, {"fast": {"low": 9, "high": 5}}])
async def test_a_sweep_over_what_cannot_be_is_refused(engine: Any, sweep: dict[str, Any], parameters: Any) -> None:
    with pytest.raises(Rejected) as refusal:
        await engine.post("/studies", {**sweep, "sweep": {"parameters": parameters}})
    assert refusal.value.code == "bad_sweep"


async def test_a_validation_answers_every_question(engine: Any, run_request: dict[str, Any]) -> None:
    methods = [
        "walk_forward", "walk_forward_anchored", "purged", "bootstrap", "block_bootstrap", "shuffle", "sensitivity",
        "delay", "noise", "stress", "shocks", "capacity",
    ]  # fmt: skip
    asked = {"kind": "validation", "request": run_request, "validation": {"methods": methods, "folds": 4, "paths": 200}}
    study = await engine.post("/studies", asked)
    for _ in range(4):
        study = await engine.get(f"/studies/{study['id']}", wait=30)
        if study["status"] != "running":
            break
    assert study["status"] == "completed", study["problem"]
    parts = {part["method"]: part["figures"] for part in study["result"]["parts"]}
    assert list(parts) == methods
    folds = parts["walk_forward"]["folds"]
    assert len(folds) == 4
    assert all(one["fit_from"] < one["fit_to"] < one["judge_from"] <= one["judge_to"] for one in folds)
    assert all({"sharpe", "total_return"} == set(one["out_of_sample"]) for one in folds)
    after = math.prod(1 + one["out_of_sample"]["total_return"] for one in folds) - 1
    assert after == pytest.approx(parts["walk_forward"]["out_of_sample"]["total_return"])
    assert len(parts["delay"]["by_bars"]) == 6
    assert 0 <= parts["purged"]["probability_of_backtest_overfitting"] <= 1
    assert 0 <= parts["bootstrap"]["risk_of_losing_half"] <= 1
    run = await engine.finished(run_request)
    assert run["result"]["integrity"]["trials"] == study["result"]["trials"] + 1 > 100
    shocks = parts["shocks"]
    assert shocks["as it was"] != shocks["a fall of 30 % in the middle"]


@pytest.fixture
def spoken(run_request: dict[str, Any]) -> dict[str, Any]:
    """A document as the reader writes it: numbers stand where they were said."""
    rules = [
        {"id": "r1", "action": "enter_long", "when": "crosses_above(close, sma(close, 40))"},
        {"id": "r2", "action": "exit_long", "when": "crosses_below(close, sma(close, 40))"},
    ]
    return {**run_request, "strategy": {"name": "Spoken", "universe": ["SIM:TREND"], "rules": rules}}


async def test_numbers_that_are_no_parameters_can_be_swept(engine: Any, spoken: dict[str, Any]) -> None:
    asked = {"kind": "sweep", "request": spoken, "sweep": {"parameters": {"sma_length": [20, 40, 60]}}}
    study = await engine.post("/studies", asked)
    points = (await engine.get(f"/studies/{study['id']}", wait=30))["result"]["points"]
    own = next(point for point in points if point["parameters"] == {"sma_length": 40})
    run = (await engine.finished(spoken))["result"]
    assert own["sharpe"] == pytest.approx(run["summary_stats"]["sharpe"], rel=1e-9)
    assert run["integrity"]["trials"] == 4


async def test_walking_forward_chooses_from_named_numbers(engine: Any, spoken: dict[str, Any]) -> None:
    validation = {"methods": ["walk_forward"], "folds": 3, "parameters": {"sma_length": [20, 40]}}
    asked = {"kind": "validation", "request": spoken, "validation": validation}
    study = await engine.post("/studies", asked)
    found = (await engine.get(f"/studies/{study['id']}", wait=30))["result"]
    assert {fold["parameters"]["sma_length"] for fold in found["parts"][0]["figures"]["folds"]} <= {20, 40}
    assert found["trials"] == 3 * 2
    with pytest.raises(Rejected):
        await engine.post("/studies", {**asked, "validation": {**validation, "parameters": {"nothing": [1]}}})


async def test_studies_of_others_do_not_exist(engine: Any, sweep: dict[str, Any], new_user: Any) -> None:
    study = await engine.post("/studies", sweep)
    stranger = new_user()
    with pytest.raises(NotFound):
        await engine.get(f"/studies/{study['id']}", user=stranger)
    with pytest.raises(NotFound):
        await engine.post(f"/studies/{study['id']}/cancel", user=stranger)
    assert (await engine.get("/studies", user=stranger))["total"] == 0
    assert (await engine.get("/studies"))["total"] == 1
