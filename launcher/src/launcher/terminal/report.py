"""A run, as a terminal shows it: read-back, statistics, a small chart, and what to doubt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import plotext
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from launcher.terminal.doubts import benchmark_name, doubts


@dataclass(frozen=True, slots=True)
class Figure:
    """One statistic: where it stands in the result, what it is called, and how it is written."""

    key: str
    label: str
    form: str


_FIGURES = (
    Figure("total_return", "Return", "{:+.1%}"),
    Figure("cagr", "A year", "{:+.2%}"),
    Figure("max_drawdown", "Deepest fall", "{:.1%}"),
    Figure("sharpe", "Sharpe", "{:.2f}"),
    Figure("deflated_sharpe", "Deflated Sharpe (probability)", "{:.0%}"),
    Figure("sortino", "Sortino", "{:.2f}"),
    Figure("volatility", "Volatility a year", "{:.1%}"),
    Figure("trades", "Trades", "{:d}"),
    Figure("win_rate", "Winning trades", "{:.0%}"),
    Figure("profit_factor", "Profit factor", "{:.2f}"),
    Figure("exposure", "Time in the market", "{:.0%}"),
    Figure("costs_paid", "Costs paid", "{:,.2f}"),
    Figure("final_equity", "Final equity", "{:,.2f}"),
)


def show_strategy(console: Console, reply: Mapping[str, Any]) -> None:
    """Print what was understood, assumed and left unused."""
    console.print(Panel(Text(reply["readback"]), title=f"Read as: {reply['strategy']['name']}", expand=False))
    for one in reply["assumptions"]:
        console.print(f"  [yellow]assumed[/yellow] {one['field']} = {one['value']}: {one['why']}", highlight=False)
    if reply["unused_words"]:
        console.print(f"  [yellow]not used[/yellow] {', '.join(reply['unused_words'])}", highlight=False)


def show_result(console: Console, result: Mapping[str, Any]) -> None:
    """Print the statistics beside the benchmark's, the equity chart, what to doubt, and the proof."""
    console.print(_statistics(result))
    console.print(Text(equity_chart(result, width=min(console.width, 100))))
    for doubt in doubts(result):
        console.print(f"[yellow]Doubt[/yellow]: {doubt}", highlight=False)
    console.print(_integrity(result["integrity"]))


def equity_chart(result: Mapping[str, Any], *, width: int = 80, height: int = 14) -> str:
    """Return the equity curve, and the benchmark's, as lines of text."""
    equity = result["equity_curve"]
    plotext.clear_figure()
    plotext.plot_size(width, height)
    plotext.theme("clear")
    days = [moment[:10] for moment in equity]
    positions = list(range(len(days)))
    plotext.plot(positions, list(equity.values()), label="strategy", marker="braille")
    if result["benchmark"]:
        curve = list(result["benchmark"]["equity_curve"].values())
        plotext.plot(positions[: len(curve)], curve, label=benchmark_name(result), marker="dot")
    ticks = positions[:: max(1, len(positions) // 5)]
    plotext.xticks(ticks, [days[tick] for tick in ticks])
    return Text.from_ansi(plotext.build()).plain


def _statistics(result: Mapping[str, Any]) -> Table:
    stats, benchmark = result["summary_stats"], result["benchmark"] or {}
    table = Table(box=None, pad_edge=False)
    table.add_column("", style="dim")
    table.add_column("Strategy", justify="right")
    table.add_column(benchmark_name(result), justify="right", style="dim")
    for figure in _FIGURES:
        own, other = stats.get(figure.key), benchmark.get(figure.key)
        table.add_row(
            figure.label,
            figure.form.format(own) if own is not None else f"- ({stats['undefined'].get(figure.key, 'undefined')})",
            figure.form.format(other) if other is not None else "",
        )
    return table


def _integrity(integrity: Mapping[str, Any]) -> Group:
    proof = integrity["look_ahead"]
    lines = [
        f"[green]No look-ahead[/green]: {proof['detail']}" if proof["passed"] else f"[red]{proof['detail']}[/red]",
        f"Runs of this idea so far: {integrity['trials']}   Digest: {integrity['digest']['value'][:16]}",
        *(
            f"Data: {one['origin']['symbol']} from {one['origin']['source']}, "
            f"adjustment {one['origin']['adjustment']}, {one['bars']} bars, {one['missing_sessions']} sessions missing"
            for one in integrity["data"]
        ),
        *(f"[yellow]Mind[/yellow]: {warning}" for warning in integrity["warnings"]),
    ]
    return Group(*lines)
