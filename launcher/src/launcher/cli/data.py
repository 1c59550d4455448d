"""`vibe data`: the price history on this machine."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from launcher.api import Api, Refused
from launcher.cli.session import with_api
from launcher.transfer import receive, send

app = typer.Typer(
    help="Price history: load files, fetch from vendors, list, check, export, back up, restore.", no_args_is_help=True
)
_console = Console()
_TIMEFRAMES = "1m 5m 15m 30m 1h 2h 4h 1d 1w 1mo 3mo"
_HERE = ("file", "stored", "sample", "sim")
_FIGURES = ("first", "last", "bars")
Timeframe = Annotated[str, typer.Option("--timeframe", "-t", help=_TIMEFRAMES)]
Existing = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]
Day = Annotated[str | None, typer.Option(help="A date such as 2020-01-31.")]


@app.command("list")
def list_command(
    symbol: Annotated[str | None, typer.Argument(help="Only this one, e.g. AAPL or bitcoin.")] = None,
) -> None:
    """List what can be tested without the network: files, stored series, and the samples that come along."""
    params = {"page_size": 1000} | ({"symbol": symbol} if symbol else {})
    page = with_api(lambda api: api.call("GET", "/market/availability", params=params))
    table = Table("Symbol", "Name", "Timeframe", "First", "Last", "Bars", "Source", box=None)
    for one in page["items"]:
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
    if page["total"] > len(page["items"]):
        _console.print(f"{page['total'] - len(page['items']):,} more are not shown; name a symbol.")


@app.command("load")
def load_command(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="CSV or Parquet files.")],
    symbol: Annotated[str | None, typer.Option(help="The symbol, where the file's name does not say it.")] = None,
    timeframe: Annotated[str | None, typer.Option("--timeframe", "-t", help=_TIMEFRAMES)] = None,
) -> None:
    """Load files named SYMBOL_TIMEFRAME.csv or .parquet (a / in the symbol is written -) into the store.

    Columns: timestamp,open,high,low,close,volume and, if you have them, adj_close,dividend,split. A bad file is refused
    with the line and the reason, and nothing of it is stored; the others are loaded.
    """

    def load(api: Api) -> int:
        refused = 0
        for file in files:
            try:
                its_symbol, its_timeframe = _name(file, symbol, timeframe)
                stored = send(api, "/market/upload", file, symbol=its_symbol, timeframe=its_timeframe)
            except Refused as refusal:
                refused += 1
                _console.print(f"[red]{file.name} is refused:[/red] {refusal}", highlight=False, soft_wrap=True)
            else:
                _show_stored(file.name, stored)
        return refused

    if with_api(load):
        raise typer.Exit(1)


@app.command("fetch")
def fetch_command(
    symbol: Annotated[str, typer.Argument(help="e.g. AAPL, 0700.HK, BTC/USDT")],
    timeframe: Timeframe = "1d",
    start: Day = None,
    end: Day = None,
    source: Annotated[str | None, typer.Option(help="One vendor and no other, e.g. yfinance.")] = None,
) -> None:
    """Fetch a series from the vendors and keep it, so that later runs need no network."""
    wish = {"symbol": symbol, "timeframe": timeframe, "start": start, "end": end, "source": source}
    body = {name: value for name, value in wish.items() if value is not None}
    done = with_api(lambda api: api.call("POST", "/market/ingest", json=body))
    if done["source"] in _HERE:
        span = f"{done['first']} to {done['last']}"
        _console.print(
            f"{done['symbol']} {done['timeframe']} is here already: {done['source']}, {span}", highlight=False
        )
    else:
        _show_stored(f"{done['symbol']} {done['timeframe']} from {done['source']}", done)
    for fall in done.get("falls", ()):
        _console.print(f"  {fall['source']} did not serve: {fall['reason']}", highlight=False, soft_wrap=True)


@app.command("check")
def check_command(
    what: Annotated[str, typer.Argument(help="A symbol, e.g. AAPL, or a CSV or Parquet file.")],
    timeframe: Annotated[str | None, typer.Option("--timeframe", "-t", help=f"{_TIMEFRAMES}; default 1d")] = None,
) -> None:
    """Say how good a series is: gaps, duplicates, spikes, zero volume, stale prices. Nothing of a file is stored."""
    file = Path(what)
    if file.is_file():
        report = with_api(lambda api: _check(api, file, timeframe))
    else:
        params = {"symbol": what, "timeframe": timeframe or "1d"}
        report = with_api(lambda api: api.call("GET", "/market/quality", params=params))
    _show_report(report)


@app.command("export")
def export_command(
    symbol: Annotated[str, typer.Argument(help="e.g. AAPL")],
    to: Annotated[Path, typer.Argument(help="File to write; .csv or .parquet.")],
    timeframe: Timeframe = "1d",
) -> None:
    """Write a series to a file, in the layout that `vibe data load` reads."""
    kind = to.suffix.lstrip(".").lower() or "csv"
    if kind not in ("csv", "parquet"):
        message = f"{to.name} ends in .{kind}; .csv and .parquet can be written"
        raise typer.BadParameter(message)
    params = {"symbol": symbol, "timeframe": timeframe, "format": kind}
    _show_written(to, with_api(lambda api: receive(api, "/market/export", to, params)))


@app.command("backup")
def backup_command(to: Annotated[Path, typer.Argument(help="File to write, e.g. bars.tar.")]) -> None:
    """Write everything that is stored, loaded or fetched, into one file. `vibe data restore` puts it back."""
    _show_written(to, with_api(lambda api: receive(api, "/market/backup", to, {})))


@app.command("restore")
def restore_command(file: Existing) -> None:
    """Put back what `vibe data backup` wrote. What is stored and not in the file stays as it is."""
    done = with_api(lambda api: send(api, "/market/restore", file))
    _console.print(f"{done['series']:,} series with {done['bars']:,} bars are back.", highlight=False)


def _check(api: Api, file: Path, timeframe: str | None) -> dict[str, Any]:
    symbol, its_timeframe = _name(file, None, timeframe)
    report: dict[str, Any] = send(api, "/market/check", file, symbol=symbol, timeframe=its_timeframe)
    return report


def _name(file: Path, symbol: str | None, timeframe: str | None) -> tuple[str, str]:
    """Return the symbol and the timeframe of a file, as said or as its name says."""
    if not file.stat().st_size:
        message = "it is empty"
        raise Refused(message)
    stem, _, ending = file.stem.rpartition("_")
    known = ending in _TIMEFRAMES.split()
    symbol, timeframe = symbol or (stem if known else file.stem), timeframe or (ending if known else None)
    if not timeframe or not symbol:
        message = (
            f"its name does not say its timeframe; name it like {file.stem or 'AAPL'}_1d{file.suffix}, "
            f"or say --timeframe ({_TIMEFRAMES})"
        )
        raise Refused(message)
    return symbol, timeframe


def _show_stored(what: str, done: dict[str, Any]) -> None:
    span = f", {done['first']} to {done['last']}" if done.get("first") else ""
    _console.print(f"{what}: {done['stored']:,} bars stored{span}", highlight=False, soft_wrap=True)
    for note in done.get("notes", ()):
        _console.print(f"  {note}", highlight=False, soft_wrap=True)


def _show_report(report: dict[str, Any]) -> None:
    origin = report["origin"]
    _console.print(f"{origin['symbol']} {origin['timeframe']} from {origin['source']}", highlight=False)
    for name in _FIGURES:
        _console.print(f"  {name}: {report[name]}", highlight=False)
    odd = {name: value for name, value in report.items() if isinstance(value, int) and name not in _FIGURES and value}
    for name, value in odd.items():
        places = ", ".join(report["examples"].get(name, ())[:3])
        _console.print(f"  [yellow]{name.replace('_', ' ')}: {value:,}[/yellow] {places}", highlight=False)
    for gap in report["gaps"][:5]:
        _console.print(f"  no bars from {gap['first']} to {gap['last']} ({gap['sessions']} sessions)", highlight=False)
    for note in origin.get("notes", ()):
        _console.print(f"  {note}", highlight=False, soft_wrap=True)
    if not odd:
        _console.print("  nothing is odd", highlight=False)


def _show_written(to: Path, size: int) -> None:
    _console.print(f"{to}: {size:,} bytes", highlight=False)
