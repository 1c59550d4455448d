"""The `vibe` command teaches, and draws what a run found."""

from io import StringIO

import pytest
from rich.console import Console
from typer.testing import CliRunner

from launcher.cli.main import app
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
        "benchmark": {"symbol": "^GSPC", "equity_curve": equity, "total_return": 0.05},
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
