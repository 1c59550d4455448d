"""Runs through the API: asked for, followed, read, listed, cancelled, taken away, replayed."""

import io
import statistics
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import msgpack
import numpy as np
import pyarrow.parquet as pq
import pytest

from trading_contracts.problem import Conflict, NotFound, Rejected
from trading_contracts.results import Result


@pytest.fixture
def slow_source(engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that does not know at once whether it has bars."""

    async def says_nothing_yet(query: object) -> None:
        return

    monkeypatch.setattr(engine.bars, "look", says_nothing_yet)


async def test_a_run_ends_with_a_whole_result(engine: Any, run_request: dict[str, Any]) -> None:
    run = await engine.finished(run_request)
    assert run["status"] == "completed"
    result = Result.model_validate(run["result"])
    assert result.summary_stats.initial_cash == 10_000
    assert result.summary_stats.trades == len(result.trade_log) > 5
    assert result.summary_stats.bars == len(result.equity_curve) == 2191
    assert min(result.equity_curve) == "2013-01-01T00:00:00Z"
    assert result.integrity.look_ahead.passed
    assert len(result.integrity.look_ahead.cuts) >= 4
    assert result.integrity.data[0].warmup_bars >= 30
    assert result.benchmark
    assert list(result.benchmark.equity_curve) == list(result.equity_curve)
    assert "def signals(bars, p):" in result.code
    assert "SIM:TREND" in result.readback


async def test_a_result_stands_beside_harsher_assumptions(engine: Any, run_request: dict[str, Any]) -> None:
    result = Result.model_validate((await engine.finished(run_request))["result"])
    band = {entry.name: entry for entry in result.assumption_band}
    assert len(band) >= 4
    assert any(entry.total_return != result.summary_stats.total_return for entry in band.values())


async def test_the_chart_gets_the_series_that_the_rules_read(engine: Any, run_request: dict[str, Any]) -> None:
    result = Result.model_validate((await engine.finished(run_request))["result"])
    lines = {line.name: line for line in result.indicators}
    assert set(lines) == {"fast_average", "slow_average"}
    assert lines["fast_average"].expression == "sma(close, fast)"
    assert all(line.overlay for line in lines.values())
    assert len(lines["fast_average"].values) == len(result.equity_curve)


async def test_every_run_of_a_lineage_is_counted_whatever_its_numbers(engine: Any, run_request: dict[str, Any]) -> None:
    trials = []
    for fast in (10, 12, 10):
        run = await engine.finished({**run_request, "overrides": {"parameters.fast": fast}})
        trials.append(run["result"]["integrity"]["trials"])
    assert trials == [1, 2, 3]
    stats = run["result"]["summary_stats"]
    assert stats["trials"] == 3
    assert stats["deflated_sharpe"] <= stats["probabilistic_sharpe"]


async def test_an_override_changes_the_run_and_its_digest(engine: Any, run_request: dict[str, Any]) -> None:
    plain = await engine.finished(run_request)
    other = await engine.finished({**run_request, "overrides": {"parameters.fast": 25}})
    assert plain["result"]["trade_log"] != other["result"]["trade_log"]
    was, now = plain["result"]["integrity"]["digest"], other["result"]["integrity"]["digest"]
    assert was["value"] != now["value"]
    assert was["bars"] == now["bars"]


async def test_one_day_is_a_range_of_one_bar(engine: Any, run_request: dict[str, Any]) -> None:
    run = await engine.finished({**run_request, "start": "2015-06-01", "end": "2015-06-01"})
    stats = run["result"]["summary_stats"]
    assert (stats["bars"], stats["trades"], stats["total_return"]) == (1, 0, 0.0)
    assert stats["volatility"] is stats["sharpe"] is None
    assert {"volatility", "sharpe", "win_rate"} <= stats["undefined"].keys()


@pytest.mark.parametrize(
    ("change", "kind", "code"),
    [
        ({"start": "2018-12-31", "end": "2013-01-01"}, Rejected, "empty_range"),
        ({"overrides": {"parameters.nothing": 1}}, Rejected, "invalid_document"),
    ],
)
async def test_a_request_that_cannot_run_is_refused_at_once(
    engine: Any, run_request: dict[str, Any], change: dict[str, Any], kind: type[Exception], code: str
) -> None:
    with pytest.raises(kind) as refusal:
        await engine.post("/backtest/run", {**run_request, **change})
    assert refusal.value.code == code  # type: ignore[attr-defined]
    assert (await engine.get("/backtests"))["total"] == 0


async def test_an_unknown_symbol_is_named(engine: Any, run_request: dict[str, Any], crossover: dict[str, Any]) -> None:
    with pytest.raises(NotFound) as refusal:
        await engine.post("/backtest/run", {**run_request, "strategy": {**crossover, "universe": ["NOSUCH"]}})
    assert refusal.value.code == "unknown_symbol"
    assert refusal.value.facts["symbol"] == "NOSUCH"


async def test_an_expression_error_names_its_column(
    engine: Any, run_request: dict[str, Any], crossover: dict[str, Any]
) -> None:
    rules = [{"id": "r1", "action": "enter_long", "when": "close > smaa(close, 10)"}]
    with pytest.raises(Rejected) as refusal:
        await engine.post("/backtest/run", {**run_request, "strategy": {**crossover, "rules": rules}})
    assert refusal.value.errors[0].path == "rules.0.when"
    assert refusal.value.errors[0].column == 9


async def test_a_range_without_bars_is_refused_at_once(engine: Any, run_request: dict[str, Any]) -> None:
    with pytest.raises(NotFound) as refusal:
        await engine.post("/backtest/run", {**run_request, "start": "1990-01-01", "end": "1991-01-01"})
    assert refusal.value.code == "no_bars"
    assert (await engine.get("/backtests"))["total"] == 0


async def test_where_the_source_is_slow_a_range_without_bars_ends_the_run_by_name(
    engine: Any, run_request: dict[str, Any], slow_source: None
) -> None:
    run = await engine.finished({**run_request, "start": "1990-01-01", "end": "1991-01-01"})
    assert run["status"] == "failed"
    assert run["problem"]["code"] == "no_bars"
    assert run["result"] is None


async def test_hand_written_code_that_peeks_fails_with_rule_and_bar(engine: Any, run_request: dict[str, Any]) -> None:
    code = 'def signals(bars, p):\n    return {"r1.when": lag(bars.close[::-1], 1)[::-1] > bars.close}\n'
    rules = [{"id": "r1", "action": "enter_long", "when": ""}]
    strategy = {"name": "Peeking", "kind": "python", "universe": ["SIM:TREND"], "code": code, "rules": rules}
    run = await engine.finished({**run_request, "strategy": strategy})
    assert run["status"] == "failed"
    assert run["problem"]["code"] == "look_ahead"
    assert run["problem"]["facts"]["rule"] == "r1"
    assert run["problem"]["facts"]["bar"].startswith("20")


async def test_unsafe_code_is_refused_before_it_is_queued(engine: Any, run_request: dict[str, Any]) -> None:
    code = "import os\ndef signals(bars, p):\n    return {}\n"
    strategy = {"name": "Unsafe", "kind": "python", "universe": ["SIM:TREND"], "code": code}
    with pytest.raises(Rejected) as refusal:
        await engine.post("/backtest/run", {**run_request, "strategy": strategy})
    assert "import" in str([problem.reason for problem in refusal.value.errors])


async def test_runs_of_others_do_not_exist(
    engine: Any, run_request: dict[str, Any], new_user: Callable[[], UUID]
) -> None:
    run = await engine.finished(run_request)
    stranger = new_user()
    for path in ("", "/events", "/trades.csv", "/equity.parquet"):
        with pytest.raises(NotFound):
            await engine.client.request("GET", f"/backtest/{run['id']}{path}", user_id=stranger)
    for verb in ("cancel", "verify"):
        with pytest.raises(NotFound):
            await engine.post(f"/backtest/{run['id']}/{verb}", user=stranger)
    assert (await engine.get("/backtests", user=stranger))["total"] == 0
    with pytest.raises(NotFound):
        await engine.get(f"/backtest/{uuid4()}")


async def test_events_end_with_the_final_state(engine: Any, run_request: dict[str, Any]) -> None:
    run = await engine.post("/backtest/run", run_request)
    lines = [
        line async for line in engine.client.stream_lines("GET", f"/backtest/{run['id']}/events", user_id=engine.user)
    ]
    assert b'"completed"' in lines[-1]
    assert all(run["id"].encode() in line for line in lines)


async def test_lists_show_the_headline(engine: Any, run_request: dict[str, Any], slow_source: None) -> None:
    run = await engine.finished(run_request)
    await engine.finished({**run_request, "start": "1990-01-01", "end": "1991-01-01"})
    page = await engine.get("/backtests", sort="created_at", page_size=1)
    assert page["total"] == 2
    assert page["items"][0]["headline"]["trades"] == run["result"]["summary_stats"]["trades"]
    assert page["items"][0]["symbols"] == ["SIM:TREND"]
    assert (await engine.get("/backtests", status="failed"))["items"][0]["headline"] is None


async def test_trades_and_equity_are_taken_away_as_tables(engine: Any, run_request: dict[str, Any]) -> None:
    run = await engine.finished(run_request)
    path = f"/backtest/{run['id']}"
    trades = (await engine.client.get_bytes(f"{path}/trades.csv", user_id=engine.user)).decode().splitlines()
    assert trades[0].startswith("symbol,side,entry_time,entry_price,exit_time,exit_price,quantity,pnl")
    assert len(trades) == 1 + len(run["result"]["trade_log"])
    equity = (await engine.client.get_bytes(f"{path}/equity.csv", user_id=engine.user)).decode().splitlines()
    assert equity[0] == "timestamp,equity,drawdown,return"
    assert len(equity) == 1 + len(run["result"]["equity_curve"])
    table = pq.read_table(io.BytesIO(await engine.client.get_bytes(f"{path}/equity.parquet", user_id=engine.user)))
    assert table.column("equity").to_pylist() == list(run["result"]["equity_curve"].values())
    table = pq.read_table(io.BytesIO(await engine.client.get_bytes(f"{path}/trades.parquet", user_id=engine.user)))
    assert table.num_rows == len(run["result"]["trade_log"])


async def test_a_run_without_a_result_has_nothing_to_take_away(
    engine: Any, run_request: dict[str, Any], slow_source: None
) -> None:
    run = await engine.finished({**run_request, "start": "1990-01-01", "end": "1991-01-01"})
    with pytest.raises(Conflict):
        await engine.get(f"/backtest/{run['id']}/trades.csv")


async def test_a_replay_comes_out_the_same(engine: Any, run_request: dict[str, Any]) -> None:
    run = await engine.finished(run_request)
    verification = await engine.post(f"/backtest/{run['id']}/verify")
    assert verification["matches"] is True
    assert verification["changed"] == []
    again = await engine.finished(run_request)
    assert again["result"]["integrity"]["trials"] == 2, "a replay is no trial"


async def test_a_replay_over_other_bars_names_the_bars(engine: Any, run_request: dict[str, Any]) -> None:
    run = await engine.finished(run_request)
    engine.bars.shift = 1.0
    verification = await engine.post(f"/backtest/{run['id']}/verify")
    assert verification["matches"] is False
    assert verification["changed"] == ["bars", "result"]


async def test_the_frequency_of_signals_is_counted_without_a_run(engine: Any, crossover: dict[str, Any]) -> None:
    found = await engine.post("/signals/frequency", {"strategy": crossover, "start": "2013-01-01", "end": "2018-12-31"})
    assert found["bars"] == 2191
    assert found["entries"] > 5
    assert found["entries_per_year"] == pytest.approx(found["entries"] / found["years"])
    assert (await engine.get("/backtests"))["total"] == 0


async def test_the_usual_holding_that_is_counted_is_that_of_the_trades(
    engine: Any, crossover: dict[str, Any], run_request: dict[str, Any]
) -> None:
    found = await engine.post("/signals/frequency", {"strategy": crossover, "start": "2013-01-01", "end": "2018-12-31"})
    trades = (await engine.finished(run_request))["result"]["trade_log"]
    held = [trade["bars_held"] for trade in trades if trade["exit_reason"] != "end_of_data"]
    assert found["typical_bars_held"] == statistics.median(held)


async def test_without_series_the_answer_is_short(engine: Any, run_request: dict[str, Any]) -> None:
    run = await engine.finished(run_request)
    short = await engine.get(f"/backtest/{run['id']}", series="false")
    assert short["result"]["equity_curve"] == {}
    assert short["result"]["summary_stats"] == run["result"]["summary_stats"]


async def test_the_curves_at_the_ends_of_days_hold_the_deepest_fall(engine: Any, run_request: dict[str, Any]) -> None:
    run = (await engine.finished(run_request))["result"]
    days = (await engine.get(f"/backtest/{run['run_id']}", series="days"))["result"]
    assert days["equity_curve"] == run["equity_curve"], "bars of a day are its ends"
    assert days["drawdown_series"] == run["drawdown_series"]
    assert days["returns_series"] == run["returns_series"]
    assert days["benchmark"]["equity_curve"] == run["benchmark"]["equity_curve"]
    assert days["indicators"] == []


async def test_a_finished_run_can_be_deleted_and_stays_counted(engine: Any, run_request: dict[str, Any]) -> None:
    run = await engine.finished(run_request)
    await engine.client.request("DELETE", f"/backtest/{run['id']}", user_id=engine.user)
    with pytest.raises(NotFound):
        await engine.get(f"/backtest/{run['id']}")
    again = await engine.finished(run_request)
    assert again["result"]["integrity"]["trials"] == 2


async def test_a_number_of_the_document_can_be_overridden_as_the_parameter_that_lifting_makes_of_it(
    engine: Any, run_request: dict[str, Any], crossover: dict[str, Any]
) -> None:
    spoken = {name: value for name, value in crossover.items() if name not in ("parameters", "definitions")}
    rules = [
        {"id": "r1", "action": "enter_long", "when": "crosses_above(sma(close, 10), ema(close, 30))"},
        {"id": "r2", "action": "exit_long", "when": "crosses_below(sma(close, 10), ema(close, 30))"},
    ]
    plain = await engine.finished({**run_request, "strategy": {**spoken, "rules": rules}})
    same = {**run_request, "strategy": {**spoken, "rules": rules}, "overrides": {"parameters.sma_length": 10}}
    other = {**run_request, "strategy": {**spoken, "rules": rules}, "overrides": {"parameters.sma_length": 15}}
    assert (await engine.finished(same))["result"]["trade_log"] == plain["result"]["trade_log"]
    changed = await engine.finished(other)
    assert changed["result"]["trade_log"] != plain["result"]["trade_log"]
    assert changed["result"]["integrity"]["trials"] == 3, "lifted or not, it is one lineage"


async def test_the_series_of_a_run_come_as_buffers(engine: Any, run_request: dict[str, Any]) -> None:
    run = await engine.finished(run_request)
    answer = await engine.client.request("GET", f"/backtest/{run['id']}/series.msgpack", user_id=engine.user)
    series = msgpack.unpackb(answer.content)
    for name, known in (("equity", "equity_curve"), ("drawdown", "drawdown_series"), ("returns", "returns_series")):
        assert np.frombuffer(series[name], "<f8").tolist() == list(run["result"][known].values())
    assert np.frombuffer(series["benchmark"]["equity"], "<f8").tolist() == list(
        run["result"]["benchmark"]["equity_curve"].values()
    )
    assert np.frombuffer(series["time"], "<f8")[0] == 1356998400000
    drawn = {line["name"]: np.frombuffer(line["values"], "<f8") for line in series["lines"]}
    assert drawn, "the lines of the chart come with them"
    for line in run["result"]["indicators"]:
        known = drawn[line["name"]]
        assert known[np.isfinite(known)].tolist() == list(line["values"].values())


async def test_indicators_are_previewed_as_a_result_shows_them(
    engine: Any, run_request: dict[str, Any], crossover: dict[str, Any]
) -> None:
    asked = {"strategy": crossover, "start": run_request["start"], "end": run_request["end"]}
    found = (await engine.post("/indicators/preview", asked))["indicators"]
    assert found == (await engine.finished(run_request))["result"]["indicators"]


async def test_expressions_are_previewed_over_the_bars_of_a_document(engine: Any, crossover: dict[str, Any]) -> None:
    asked = {"strategy": crossover, "start": "2013-01-01", "end": "2014-01-01"}
    texts = ["rsi(close, 14)", "sma(close, slow)", "fast_average - close"]
    found = (await engine.post("/indicators/preview", {**asked, "expressions": texts}))["indicators"]
    assert [(line["expression"], line["overlay"]) for line in found] == list(
        zip(texts, (False, True, False), strict=True)
    )
    assert all(len(line["values"]) == 366 for line in found), "the warm-up is before the range"
    with pytest.raises(Rejected) as refusal:
        await engine.post("/indicators/preview", {**asked, "expressions": ["close", "smaa(close, 3)"]})
    assert (refusal.value.errors[0].path, refusal.value.errors[0].column) == ("expressions.1", 1)


async def test_the_second_engine_is_asked_afterwards_and_its_answer_is_kept(
    engine: Any, run_request: dict[str, Any], crossover: dict[str, Any]
) -> None:
    strategy = {**crossover, "execution": {"fractional": True}}
    run = await engine.finished({**run_request, "strategy": strategy})
    assert run["result"]["integrity"]["engines"]["agrees"] is None
    told = await engine.post(f"/backtest/{run['id']}/engines")
    assert told["agrees"] is True, told["detail"]
    assert told["checked_with"] == "vectorbt"
    kept = await engine.get(f"/backtest/{run['id']}")
    assert kept["result"]["integrity"]["engines"] == told
    assert kept["result"]["equity_curve"] == run["result"]["equity_curve"]
    assert (await engine.post(f"/backtest/{run['id']}/verify"))["matches"]


async def test_where_the_second_engine_has_no_words_it_says_which(
    engine: Any, run_request: dict[str, Any], crossover: dict[str, Any]
) -> None:
    strategy = {**crossover, "risk": {"stop_loss": {"kind": "atr", "multiple": 2, "length": 14}}}
    run = await engine.finished({**run_request, "strategy": strategy})
    told = await engine.post(f"/backtest/{run['id']}/engines")
    assert told["agrees"] is None
    assert "stops" in told["detail"]


async def test_metrics_tell_runs_by_state_and_what_waits(engine: Any, run_request: dict[str, Any]) -> None:
    await engine.finished(run_request)
    told = (await engine.client.request("GET", "/metrics")).text
    assert any(line.startswith("runs{") and 'status="completed"' in line for line in told.splitlines()), told
