"""`vibe ask`: one sentence in, a tested strategy out."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.prompt import Prompt

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
    while not reply["strategy"]:
        _say_why_not(reply)
        said = _answer_of_the_person(reply) if _console.is_terminal and not as_json else ""
        if not said:
            return 2
        again = {"message": said, "conversation_id": reply["conversation_id"]}
        reply = api.call("POST", "/chat/strategy", json=again)
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
    texts = [question["text"] for question in reply["questions"]]
    if reply["explanation"] and reply["explanation"] not in texts:
        _console.print(reply["explanation"], highlight=False)
    for question in reply["questions"]:
        _console.print(f"[cyan]?[/cyan] {question['text']}", highlight=False)
        for number, option in enumerate(question["options"], start=1):
            _console.print(f"    {number}. {option}", highlight=False)


def _answer_of_the_person(reply: Mapping[str, Any]) -> str:
    """Return what a person at the terminal answers, an option by its number; empty to give up."""
    if reply["kind"] != "question":
        return ""
    options = reply["questions"][0]["options"] if reply["questions"] else []
    hint = "A number, other words, or nothing to stop" if options else "Your words, or nothing to stop"
    said = Prompt.ask(hint, console=_console, default="", show_default=False).strip()
    chosen = int(said) - 1 if said.isdecimal() else -1
    return options[chosen] if 0 <= chosen < len(options) else said


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
