"""The `vibe` command: one sub-command a module."""

import typer

from launcher.cli import ask, assistant, data, database, export, up

app = typer.Typer(
    name="vibe",
    help="Describe a trading idea in plain words and find out, honestly, whether it holds up.",
    epilog='Begin with: vibe ask "Buy the S&P 500 when the 50-day average crosses above the 200-day average, '
    'sell when it crosses below"',
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
app.command("up")(up.up)
app.command("ask")(ask.ask)
app.command("export")(export.export)
app.command("mcp")(assistant.mcp)
app.add_typer(database.app, name="db")
app.add_typer(data.app, name="data")
