"""One sentence becomes a tested strategy, on the bundled sample, with nothing but this machine."""

import json

import httpx
import pytest

SENTENCE = "Buy the S&P 500 when the 50-day average crosses above the 200-day average, sell when it crosses below"
RANGE = {"start": "2000-01-03", "end": "2018-12-28", "initial_cash": 100_000}


@pytest.fixture(scope="module")
def reply(person):
    return person.say(SENTENCE)


@pytest.fixture(scope="module")
def run(person, reply):
    return person.run(strategy_id=reply["strategy_id"], **RANGE)


def test_the_sentence_reads_back_and_every_rule_cites_its_words(reply) -> None:
    strategy = reply["strategy"]
    assert strategy["universe"] == ["^GSPC"]
    assert {rule["action"] for rule in strategy["rules"]} == {"enter_long", "exit_long"}
    for rule in strategy["rules"]:
        assert rule["source"]
        assert rule["source"] in SENTENCE
    assert "50" in reply["readback"]
    assert "200" in reply["readback"]
    assert reply["safety_report"]["passed"]
    assert "def signals(bars, p)" in reply["code"]


def test_the_run_completes_with_trades_statistics_and_proof(run) -> None:
    assert run["status"] == "completed", run["problem"]
    result = run["result"]
    assert 5 <= len(result["trade_log"]) <= 15
    assert result["summary_stats"]["sharpe"] is not None
    assert result["integrity"]["look_ahead"]["passed"]
    assert result["integrity"]["digest"]["value"]
    assert result["summary_stats"]["trials"] >= 1
    assert len(result["assumption_band"]) >= 4


def test_strategy_and_benchmark_run_over_exactly_the_asked_bars(run) -> None:
    result = run["result"]
    moments = list(result["equity_curve"])
    assert moments[0][:10] >= RANGE["start"]
    assert moments[-1][:10] <= RANGE["end"]
    assert list(result["benchmark"]["equity_curve"]) == moments
    assert result["summary_stats"]["bars"] == len(moments)


def test_the_same_run_again_has_the_same_digest_and_counts_one_trial_more(person, reply, run) -> None:
    again = person.run(strategy_id=reply["strategy_id"], **RANGE)
    assert again["result"]["integrity"]["digest"] == run["result"]["integrity"]["digest"]
    assert again["result"]["summary_stats"]["trials"] == run["result"]["summary_stats"]["trials"] + 1
    verified = person.http.post(f"/backtest/{run['id']}/verify").raise_for_status().json()
    assert verified["matches"], verified


def test_trades_and_equity_can_be_had_as_csv(person, run) -> None:
    trades = person.http.get(f"/backtest/{run['id']}/trades.csv").raise_for_status().text.splitlines()
    equity = person.http.get(f"/backtest/{run['id']}/equity.csv").raise_for_status().text.splitlines()
    assert len(trades) == len(run["result"]["trade_log"]) + 1
    assert len(equity) == run["result"]["summary_stats"]["bars"] + 1


def test_another_person_cannot_see_the_run_or_the_strategy(stack, new_person, reply, run) -> None:
    other = new_person(stack.address)
    for path in (f"/backtest/{run['id']}", f"/strategies/{reply['strategy_id']}"):
        assert other.http.get(path).status_code == 404
    assert other.http.get("/backtests").json()["total"] == 0


VALID = {
    "name": "Dip",
    "universe": ["^GSPC"],
    "rules": [
        {"id": "r1", "action": "enter_long", "when": "rsi(close, 14) < 30"},
        {"id": "r2", "action": "exit_long", "when": "rsi(close, 14) > 55"},
    ],
}
BAD = {
    "unknown symbol": ({**VALID, "universe": ["NOSUCHTHING"]}, RANGE, "unknown_symbol"),
    "empty range": (VALID, {**RANGE, "start": "2018-01-01", "end": "2017-01-01"}, "empty_range"),
    "malformed document": ({**VALID, "rulez": []}, RANGE, None),
    "expression error": (
        {**VALID, "rules": [{"id": "r1", "action": "enter_long", "when": "rsi(close, 14) < smaa(close, 3)"}]},
        RANGE,
        "invalid_document",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_a_named_problem(person, case) -> None:
    strategy, settings, code = BAD[case]
    answer = person.http.post("/backtest/run", json={"strategy": strategy, **settings})
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert 400 <= answer.status_code < 500, problem
    assert problem["detail"]
    if code:
        assert problem["code"] == code


def test_a_range_without_bars_is_refused_with_a_named_problem(person) -> None:
    body = {"strategy": VALID, "start": "1950-01-01", "end": "1950-12-31"}
    answer = person.http.post("/backtest/run", json=body)
    assert answer.status_code == 404
    assert answer.json()["code"] == "no_bars"
    assert "^GSPC" in answer.json()["detail"]


def test_an_expression_error_names_path_column_and_a_near_name(person) -> None:
    strategy, settings, _ = BAD["expression error"]
    problem = person.http.post("/backtest/run", json={"strategy": strategy, **settings}).json()
    place = problem["errors"][0]
    assert place["path"] == "rules.0.when"
    assert place["column"] == 18
    assert "sma" in json.dumps(place)


def test_the_page_and_the_api_share_one_origin(stack) -> None:
    assert httpx.get(f"{stack.address}/api/healthz", trust_env=False).json() == {"status": "ok"}
    assert httpx.get(f"{stack.address}/api/nowhere", trust_env=False).status_code in (401, 404)
    assert httpx.get(f"{stack.address}/api/users/me", trust_env=False).status_code == 401


def test_insight_says_where_each_value_came_from(person) -> None:
    insight = person.http.get("/market/insight", params={"asset": "^GSPC"}).raise_for_status().json()
    assert insight["trend"]["provenance"]["source"]
    assert insight["volatility"]["label"] in ("calm", "normal", "turbulent")
    assert insight["sentiment"] is not None or insight["missing"]["sentiment"]
