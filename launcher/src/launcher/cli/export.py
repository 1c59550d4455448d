"""`vibe export`: a strategy as a script that runs elsewhere."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from launcher.api import Api
from launcher.cli.session import with_api


class Target(StrEnum):
    """What a strategy can be written for."""

    PYTHON = "python"
    BACKTESTING_PY = "backtesting.py"
    PINE = "pine"
    JSON = "json"


def export(
    strategy_id: Annotated[str, typer.Argument(help="The id that `vibe ask --json` or the page shows.")],
    to: Annotated[Target, typer.Option(help="python is a standalone vectorbt script; pine is TradingView's v6.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; default: the terminal.")] = None,
) -> None:
    """Write a strategy for another place; what the target cannot say is refused by name.

    Example: vibe export 0b6f... --to python -o golden_cross.py
    """
    text = with_api(lambda api: _exported(api, strategy_id, to))
    if output is None:
        typer.echo(text)
    else:
        output.write_text(text)
        typer.echo(f"Wrote {output}.")


def _exported(api: Api, strategy_id: str, to: Target) -> str:
    if to is Target.JSON:
        return json.dumps(api.call("GET", f"/strategies/{strategy_id}")["strategy"], indent=2, ensure_ascii=False)
    text: str = api.call("POST", f"/strategies/export/{to.value}", json={"strategy_id": strategy_id})["text"]
    return text
