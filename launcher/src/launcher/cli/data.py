"""`vibe data`: the price history on this machine."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from launcher.cli.session import with_api

app = typer.Typer(help="Price history: load it, list it, check it, export it.", no_args_is_help=True)
_console = Console()
Timeframe = Annotated[str, typer.Option("--timeframe", "-t", help="1m 5m 15m 30m 1h 4h 1d 1w")]


@app.command("list")
def list_command() -> None:
    """List what can be tested without the network: files, stored series, and the samples that come along."""
    found = with_api(lambda api: api.call("GET", "/market/availability", params={"page_size": 1000}))["items"]
    table = Table("Symbol", "Name", "Timeframe", "First", "Last", "Bars", "Source", box=None)
    for one in found:
        table.add_row(
            one["instrument"]["symbol"],
            one["instrument"]["name"],
            one["timeframe"],
            one["first"][:10],
            one["last"][:10],
            f"{one['bars']:,}",
            one["source"],
        )
    _console.print(table)


@app.command("load")
def load_command(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="CSV or Parquet files.")],
) -> None:
    """Load files named SYMBOL_TIMEFRAME.csv or .parquet (a / in the symbol is written -) into the store.

    Columns: timestamp,open,high,low,close,volume and, if you have them, adj_close,dividend,split. A bad file is refused
    with the line and the reason, and nothing of it is stored.
    """

    def load(file: Path) -> None:
        symbol, _, timeframe = file.stem.rpartition("_")
        params = {"symbol": symbol, "timeframe": timeframe}
        stored = with_api(lambda api: api.call("POST", "/market/upload", params=params, content=file.read_bytes()))
        _console.print(f"{file.name}: {stored['stored']:,} bars stored", highlight=False)

    for file in files:
        load(file)


@app.command("check")
def check_command(symbol: Annotated[str, typer.Argument(help="e.g. AAPL")], timeframe: Timeframe = "1d") -> None:
    """Say how good a series is: gaps, duplicates, spikes, zero volume, stale prices."""
    report = with_api(lambda api: api.call("GET", "/market/quality", params={"symbol": symbol, "timeframe": timeframe}))
    for name, value in report.items():
        if not isinstance(value, list | dict):
            _console.print(f"{name.replace('_', ' ')}: {value}", highlight=False)


@app.command("export")
def export_command(
    symbol: Annotated[str, typer.Argument(help="e.g. AAPL")],
    to: Annotated[Path, typer.Argument(help="File to write; .csv or .parquet.")],
    timeframe: Timeframe = "1d",
) -> None:
    """Write a series to a file, in the layout that `vibe data load` reads."""
    params = {"symbol": symbol, "timeframe": timeframe, "format": to.suffix.lstrip(".") or "csv"}
    answer = with_api(lambda api: api.raw("GET", "/market/export", params=params))
    to.write_bytes(answer.content)
    _console.print(f"{to}: {len(answer.content):,} bytes", highlight=False)
