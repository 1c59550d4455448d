"""Which operations go on from the answer of which: clients and tests follow them as OpenAPI links."""

from typing import Any

_OF_A_STRATEGY = (
    "read_strategy",
    "update_strategy",
    "delete_strategy",
    "restore_strategy",
    "list_versions",
    "read_version",
)
_OF_A_RUN = (
    "read_backtest",
    "cancel_backtest",
    "verify_backtest",
    "compare_engines",
    "delete_backtest",
    "download_trades_csv",
    "download_equity_csv",
    "download_trades_parquet",
    "download_equity_parquet",
    "download_series_msgpack",
    "download_tearsheet_html",
)
_OF_A_CONVERSATION = ("read_conversation", "rename_conversation", "delete_conversation")

LINKS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "create_strategy": ("strategy_id", "id", _OF_A_STRATEGY),
    "run_backtest": ("run_id", "id", _OF_A_RUN),
    "start_study": ("study_id", "id", ("read_study", "cancel_study")),
    "chat": ("conversation_id", "conversation_id", _OF_A_CONVERSATION),
    "create_token": ("token_id", "id", ("revoke_token",)),
    "add_passkey": ("passkey_id", "id", ("remove_passkey",)),
}
"""By operation: the parameter that its answer fills, from which member, and whose parameter it is."""


def add_links(operation: dict[str, Any]) -> None:
    """Add the links of an operation to its good answer."""
    if operation["operationId"] not in LINKS:
        return
    parameter, member, targets = LINKS[operation["operationId"]]
    for status, response in operation["responses"].items():
        if status < "300":
            response["links"] = {
                target: {"operationId": target, "parameters": {parameter: f"$response.body#/{member}"}}
                for target in targets
            }
