"""`vibe ask`: one sentence in, a tested strategy out."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from launcher.api import Api
from launcher.cli.session import with_api
from launcher.terminal.report import show_result, show_strategy

_console = Console()


def ask(
    sentence: Annotated[str, typer.Argument(help="The idea in plain words, English or Chinese.")],
    symbol: Annotated[str | None, typer.Option(help="Trade this symbol (AAPL, 0700.HK, BTC/USDT, ^GSPC).")] = None,
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day; default: the first.")] = None,
    end: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day; default: the last.")] = None,
    cash: Annotated[float, typer.Option(help="Money at the start.")] = 100_000.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole result as JSON.")] = False,
) -> None:
    """Read a sentence as a strategy, test it, and print what was understood, how it did, and what to doubt.

    Example: vibe ask "Buy when RSI(14) drops below 30, sell above 55, 5% stop" --symbol ^GSPC --start 2005-01-01
    """
    raise typer.Exit(with_api(lambda api: _ask(api, sentence, symbol, (start, end), cash, as_json=as_json)))


def _ask(
    api: Api,
    sentence: str,
    symbol: str | None,
    days: tuple[datetime | None, datetime | None],
    cash: float,
    *,
    as_json: bool,
) -> int:
    message = f"{sentence.rstrip('. ')}. Trade {symbol}." if symbol else sentence
    reply = api.call("POST", "/chat/strategy", json={"message": message})
    if not reply["strategy"]:
        _say_why_not(reply)
        return 2
    if not as_json:
        show_strategy(_console, reply)
    first, last = _range(api, reply["strategy"], days)
    body = {"strategy_id": reply["strategy_id"], "start": first, "end": last, "initial_cash": cash}
    with _console.status("Testing ..."):
        state = api.run_to_the_end(body)
    if as_json:
        typer.echo(json.dumps(state, indent=1))
        return 0 if state["result"] else 1
    if not state["result"]:
        _console.print(f"[red]The run {state['status']}: {state['problem']['detail']}[/red]", highlight=False)
        return 1
    _console.print(f"\n{first} to {last}, {cash:,.0f} at the start", highlight=False)
    show_result(_console, state["result"])
    return 0


def _say_why_not(reply: Mapping[str, Any]) -> None:
    if reply["explanation"]:
        _console.print(reply["explanation"], highlight=False)
    for question in reply["questions"]:
        _console.print(f"[cyan]?[/cyan] {question['text']}", highlight=False)
        for option in question["options"]:
            _console.print(f"    - {option}", highlight=False)


def _range(api: Api, strategy: Mapping[str, Any], days: tuple[datetime | None, datetime | None]) -> tuple[str, str]:
    """Return the days that were asked for, or else all that the data of the first symbol has."""
    first, last = (day.date().isoformat() if day else None for day in days)
    if first and last:
        return first, last
    found = api.call("GET", "/market/availability", params={"symbol": strategy["universe"][0]})["items"]
    fitting = [one for one in found if one["timeframe"] == strategy["timeframe"]] or found
    today = datetime.now(UTC).date().isoformat()
    return (
        first or (fitting[0]["first"][:10] if fitting else "2000-01-01"),
        last or (fitting[0]["last"][:10] if fitting else today),
    )
