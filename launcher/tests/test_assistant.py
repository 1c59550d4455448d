"""The platform as tools of an assistant, over the real MCP protocol."""

import json
from typing import Any

import pytest
from mcp import Client

from launcher.api import Refused
from launcher.assistant import build_server


class RecordedApi:
    """Answers as the public API does, and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []

    def call(self, method: str, path: str, **request: Any) -> Any:
        self.asked.append((method, path, request))
        if path == "/strategies/validate":
            raise Refused("rules.0.when, column 3: unknown name smaa")
        if path == "/chat/strategy":
            return {"conversation_id": "c1", "strategy_id": "s1", "readback": "Buy ^GSPC when ..."}
        return {"items": [{"instrument": {"symbol": "^GSPC"}}]}

    def run_to_the_end(self, body: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(("POST", "/backtest/run", body))
        curve = {f"2020-01-{day:02d}": 1.0 for day in range(1, 29)}
        result = {
            "summary_stats": {"sharpe": 0.4},
            "equity_curve": curve,
            "drawdown_series": curve,
            "returns_series": curve,
            "indicators": [],
            "code": "def signals(bars, p): ...",
            "trade_log": [{"pnl": number} for number in range(120)],
            "benchmark": {"symbol": "^GSPC", "total_return": 0.1, "equity_curve": curve},
        }
        return {"id": "r1", "status": "completed", "result": result}


@pytest.fixture
def api() -> RecordedApi:
    return RecordedApi()


async def test_an_assistant_finds_the_tools_and_is_told_to_be_honest(api: RecordedApi) -> None:
    async with Client(build_server(api)) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
    assert names >= {"search_symbols", "draft_strategy", "validate_strategy", "run_backtest", "read_result"}


async def test_a_run_comes_back_with_figures_and_without_long_series(api: RecordedApi) -> None:
    async with Client(build_server(api)) as client:
        answer = await client.call_tool(
            "run_backtest", {"strategy_id": "s1", "start": "2020-01-01", "end": "2020-02-01"}
        )
    shown = json.loads(answer.content[0].text)
    assert shown["result"]["summary_stats"] == {"sharpe": 0.4}
    assert shown["result"]["trades_in_all"] == 120
    assert len(shown["result"]["trade_log"]) == 50
    assert "equity_curve" not in shown["result"]
    assert shown["result"]["benchmark"] == {"symbol": "^GSPC", "total_return": 0.1}
    assert api.asked == [
        (
            "POST",
            "/backtest/run",
            {"strategy_id": "s1", "start": "2020-01-01", "end": "2020-02-01", "initial_cash": 100_000.0},
        )
    ]


async def test_a_refusal_reaches_the_assistant_in_words(api: RecordedApi) -> None:
    async with Client(build_server(api)) as client:
        answer = await client.call_tool("validate_strategy", {"strategy": {"rules": []}})
    assert answer.is_error
    assert "unknown name smaa" in answer.content[0].text
