"""Trades and equity as CSV."""

import csv
import io

from backtest_engine.domain.kernel import Simulation
from backtest_engine.domain.result.series import iso_times
from backtest_engine.domain.result.trades import build_trades
from backtest_engine.domain.statistics import curve_figures, drawdowns
from trading_contracts.results import Trade


def trades_csv(simulation: Simulation) -> str:
    """Return the trade log as CSV, a header row first; what does not exist is empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(Trade.model_fields), lineterminator="\n")
    writer.writeheader()
    for trade in build_trades(simulation):
        writer.writerow({**trade.model_dump(), **_stamps(trade)})
    return out.getvalue()


def _stamps(trade: Trade) -> dict[str, str]:
    entry = trade.entry_time.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"entry_time": entry, "exit_time": trade.exit_time.strftime("%Y-%m-%dT%H:%M:%SZ") if trade.exit_time else ""}


def equity_csv(simulation: Simulation) -> str:
    """Return equity, drawdown and simple return at each bar's close as CSV."""
    start = simulation.settings.initial_cash
    _, returns = curve_figures(simulation.equity, start)
    rows = zip(
        iso_times(simulation.times),
        simulation.equity.tolist(),
        drawdowns(simulation.equity, start).tolist(),
        returns.tolist(),
        strict=True,
    )
    return "timestamp,equity,drawdown,return\n" + "".join(f"{t},{e!r},{d!r},{r!r}\n" for t, e, d, r in rows)
