"""`vibe up`: everything on this machine, without Docker."""

import asyncio
import signal
from typing import Annotated

import typer
from rich.console import Console
from rich.panel import Panel

from launcher.home import Home, default_home
from launcher.services import PortTaken, page_folder
from launcher.stack import AlreadyRunning, embedded_stack
from launcher.supervisor import ServiceFailed

_console = Console()


def up(
    port: Annotated[
        int | None, typer.Option(help="Port of the page and the API on 127.0.0.1. Default: 8000, or the next free one.")
    ] = None,
) -> None:
    """Start everything on this machine and print the address of the page. Ctrl-C stops it tidily.

    Data stays in the .vibe folder of the checkout (or VIBE_HOME) and is found again by the next start. Bars of your
    own: put CSV or Parquet files named SYMBOL_1d.csv into a folder and start with MARKET_DATA_DIR=that/folder.
    """
    try:
        asyncio.run(_run(default_home(), port))
    except (AlreadyRunning, PortTaken) as refusal:
        _console.print(f"[yellow]{refusal}[/yellow]")
        raise typer.Exit(1) from refusal
    except ServiceFailed as failure:
        _console.print(f"[red]Start failed.[/red] {failure}", highlight=False, soft_wrap=True)
        raise typer.Exit(1) from failure


async def _run(home: Home, port: int | None) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    serving = asyncio.create_task(_serve(home, port))
    stopping = asyncio.create_task(stop.wait())
    # A signal during the start ends the start too: what is up already is stopped by the contexts on the way out.
    await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not serving.done():
        _console.print("Stopping ...")
        serving.cancel()
    try:
        await serving
    except asyncio.CancelledError:
        _console.print("Stopped. Everything is kept; start again to go on.")


async def _serve(home: Home, port: int | None) -> None:
    with _console.status("Starting ...") as status:
        async with embedded_stack(home, port, _report) as (address, keeper):
            status.stop()
            _greet(address, home)
            await keeper


def _report(name: str, news: str) -> None:
    _console.print(f"  {name}: {news}", highlight=False)


def _greet(address: str, home: Home) -> None:
    lines = [f"Open [bold cyan]{address}[/bold cyan]"]
    if not (page_folder() / "index.html").exists():
        lines = [f"The API is at [bold cyan]{address}/api[/bold cyan]; the page is not built yet (make run builds it)."]
    lines += [
        'or ask from a second terminal:  vibe ask "Buy the S&P 500 when RSI(14) drops below 30, sell above 55"',
        f"Data and logs: {home.root}",
        "Ctrl-C stops everything.",
    ]
    _console.print(Panel("\n".join(lines), title="VibeTrading is up", expand=False))
