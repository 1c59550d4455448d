"""The `vibe` command teaches, and draws what a run found."""

from io import StringIO

import pytest
from rich.console import Console
from typer.testing import CliRunner

from launcher.cli import ask
from launcher.cli.main import app
from launcher.terminal.doubts import benchmark_name, doubts
from launcher.terminal.report import equity_chart, show_result


@pytest.mark.parametrize(
    ("command", "teaches"),
    [
        ([], "vibe ask"),
        (["up"], "MARKET_DATA_DIR"),
        (["ask"], "Example"),
        (["db"], "upgrade"),
        (["db", "upgrade"], "Nothing is lost"),
        (["db", "downgrade"], "dropped"),
        (["db", "revision"], "difference"),
        (["data"], "export"),
        (["data", "load"], "timestamp,open,high,low,close,volume"),
        (["data", "check"], "gaps"),
        (["data", "fetch"], "no network"),
        (["data", "backup"], "restore"),
        (["data", "restore"], "stays as it is"),
        (["data", "export"], "csv"),
    ],
)
def test_every_help_teaches(command: list[str], teaches: str) -> None:
    shown = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    assert teaches in shown.output


@pytest.fixture
def result() -> dict:
    days = [f"2020-01-{day:02d}T00:00:00Z" for day in range(1, 29)]
    equity = {day: 100_000 + 250.0 * number for number, day in enumerate(days)}
    stats = {"total_return": 0.0675, "sharpe": None, "trades": 3, "final_equity": 106_750.0, "undefined": {}}
    stats["undefined"]["sharpe"] = "fewer than two returns"
    origin = {"symbol": "^GSPC", "source": "sample", "adjustment": "all"}
    return {
        "summary_stats": stats,
        "equity_curve": equity,
        "trade_log": [{"pnl": 6_000.0}, {"pnl": 1_000.0}, {"pnl": -250.0}],
        "benchmark": {"symbol": "equal_weight", "equity_curve": equity, "total_return": 0.05},
        "integrity": {
            "look_ahead": {"passed": True, "detail": "3 cuts, no difference"},
            "trials": 2,
            "digest": {"value": "abc123" * 10},
            "data": [{"origin": origin, "bars": 28, "missing_sessions": 0}],
            "warnings": ["Fewer than thirty trades."],
        },
    }


def test_the_report_shows_figures_the_reason_of_a_missing_one_and_the_proof(result: dict) -> None:
    console = Console(record=True, width=110, file=StringIO())
    show_result(console, result)
    shown = console.export_text()
    for text in (
        "+6.8%",
        "fewer than two returns",
        "106,750.00",
        "No look-ahead",
        "Fewer than thirty trades",
        "sample",
    ):
        assert text in shown


def test_the_chart_fits_the_width_and_names_its_dates(result: dict) -> None:
    chart = equity_chart(result, width=60, height=12)
    assert "2020-01-" in chart
    assert max(len(line) for line in chart.splitlines()) <= 60


def test_what_is_weak_about_a_result_is_said(result: dict) -> None:
    result["summary_stats"] |= {"total_return": -0.02, "deflated_sharpe": 0.42, "max_drawdown": -0.4}
    said = " ".join(doubts(result))
    for part in (
        "lost money: -2.0%",
        "Trades: 3",
        "42%",
        "Holding ^GSPC did better: +5.0%",
        "86% of all profit",
        "40% below",
    ):
        assert part in said


def test_a_result_without_trades_has_one_doubt(result: dict) -> None:
    result["summary_stats"]["trades"] = 0
    assert list(doubts(result)) == ["The rules never opened a position, so there is nothing to judge yet."]


def test_a_strong_result_is_not_doubted(result: dict) -> None:
    result["summary_stats"] |= {"trades": 200, "deflated_sharpe": 0.99, "max_drawdown": -0.1}
    result["trade_log"] = [{"pnl": 10.0}] * 200
    assert list(doubts(result)) == []


@pytest.mark.parametrize(
    ("benchmark", "traded", "name"),
    [
        (None, ["AAPL"], ""),
        ("cash", ["AAPL"], "Cash"),
        ("SPY", ["AAPL", "SPY"], "Holding SPY"),
        ("equal_weight", ["AAPL"], "Holding AAPL"),
        ("equal_weight", ["AAPL", "MSFT"], "Holding all in equal parts"),
    ],
)
def test_the_benchmark_is_named_as_a_person_would_say_it(
    result: dict, benchmark: str | None, traded: list[str], name: str
) -> None:
    result["benchmark"] = {"symbol": benchmark} if benchmark else None
    result["integrity"]["data"] = [{"origin": {"symbol": symbol}} for symbol in traded]
    assert benchmark_name(result) == name


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Console:
    console = Console(force_terminal=True, width=100, file=StringIO())
    monkeypatch.setattr(ask, "_console", console)
    return console


def test_a_question_is_answered_by_the_number_of_its_option(terminal: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _prompt="": "2")
    question = {"text": "Which?", "options": ["At the opposite signal", "After 10 bars"]}
    assert ask._answer_of_the_person({"kind": "question", "questions": [question]}) == "After 10 bars"
    assert ask._answer_of_the_person({"kind": "refusal", "questions": []}) == ""
