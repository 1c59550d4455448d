"""The platform as an MCP server: any assistant can draft, check, run and read strategies over the same public API."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from launcher.api import Api, Refused

_INSTRUCTIONS = (
    "VibeTrading turns plain words into a strategy document and tests it on real history. Draft first, read the "
    "read-back and the assumptions to the user, then run. Say what is weak first: few trades, a low deflated Sharpe, "
    "a poor assumption band. Results are history, not advice."
)
_SERIES = ("equity_curve", "drawdown_series", "returns_series", "indicators", "code")
_TRADES_SHOWN = 50


def build_server(api: Api) -> MCPServer[None]:
    """Return an MCP server whose tools call the API as its signed-in user."""
    server: MCPServer[None] = MCPServer("vibetrading", instructions=_INSTRUCTIONS)
    tools = _Tools(api)
    for tool in (
        tools.search_symbols,
        tools.draft_strategy,
        tools.validate_strategy,
        tools.run_backtest,
        tools.read_result,
        tools.list_strategies,
    ):
        server.tool()(tool)
    return server


class _Tools:
    """The tools; their docstrings are what an assistant reads."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def search_symbols(self, query: str) -> list[dict[str, Any]]:
        """Find tradable symbols by code, name or alias (English or Chinese), with the price history there is."""
        found: list[dict[str, Any]] = self._call("GET", "/market/symbols", params={"q": query, "page_size": 10})[
            "items"
        ]
        return found

    def draft_strategy(self, message: str, conversation_id: str | None = None) -> dict[str, Any]:
        """Read an idea, or a change to the strategy of a conversation, in plain words; nothing is run yet."""
        body = {"message": message, **({"conversation_id": conversation_id} if conversation_id else {})}
        reply: dict[str, Any] = self._call("POST", "/chat/strategy", json=body)
        return reply

    def validate_strategy(self, strategy: dict[str, Any]) -> dict[str, Any]:
        """Check a strategy document and read it back in English; errors name path and column."""
        report: dict[str, Any] = self._call("POST", "/strategies/validate", json={"strategy": strategy})
        return report

    def run_backtest(self, strategy_id: str, start: str, end: str, initial_cash: float = 100_000.0) -> dict[str, Any]:
        """Test a stored strategy between two days (YYYY-MM-DD, both included) and return what was found."""
        body = {"strategy_id": strategy_id, "start": start, "end": end, "initial_cash": initial_cash}
        with _told_to_the_assistant():
            return _digested(self._api.run_to_the_end(body))

    def read_result(self, run_id: str) -> dict[str, Any]:
        """Return a run that was made before: statistics, benchmark, proof, assumption band and its last trades."""
        return _digested(self._call("GET", f"/backtest/{run_id}"))

    def list_strategies(self) -> list[dict[str, Any]]:
        """Return the user's strategies, newest first, with their read-back."""
        kept = self._call("GET", "/strategies", params={"page_size": 50})["items"]
        return [{name: one[name] for name in ("id", "name", "version", "readback", "updated_at")} for one in kept]

    def _call(self, method: str, path: str, **request: Any) -> Any:  # noqa: ANN401 - JSON as it comes
        with _told_to_the_assistant():
            return self._api.call(method, path, **request)


@contextmanager
def _told_to_the_assistant() -> Iterator[None]:
    try:
        yield
    except Refused as refusal:
        raise ToolError(str(refusal)) from refusal


def _digested(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return a run without its long series, and with its last trades alone: an assistant reads figures, not curves."""
    result = state.get("result")
    if not result:
        return dict(state)
    benchmark = result["benchmark"]
    kept = {
        **{name: value for name, value in result.items() if name not in _SERIES},
        "trade_log": result["trade_log"][-_TRADES_SHOWN:],
        "trades_in_all": len(result["trade_log"]),
        "benchmark": {n: v for n, v in benchmark.items() if not isinstance(v, dict)} if benchmark else None,
    }
    return {**state, "result": kept}
