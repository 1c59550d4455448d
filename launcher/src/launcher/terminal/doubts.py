"""What to doubt about a result, in plain words; the page says the same (`features/result/verdict.ts`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

FEW_TRADES: Final = 30
"""Closed trades below which nobody can tell skill from luck."""
CONVINCING: Final = 0.95
"""The usual level of significance, as a probability that the deflated Sharpe ratio is above zero."""
DEEP_FALL: Final = -0.25
LARGE_SHARE: Final = 0.5


def doubts(result: Mapping[str, Any]) -> Iterator[str]:
    """Yield the weak points of a result, the gravest first.

    Args:
        result: A result as `GET /backtest/{id}` has it: `summary_stats`, `trade_log`, `benchmark`.
    """
    stats = result["summary_stats"]
    if not stats["trades"]:
        yield "The rules never opened a position, so there is nothing to judge yet."
        return
    if _below(stats.get("total_return"), 0):
        yield f"It lost money: {stats['total_return']:+.1%} after costs."
    if stats["trades"] < FEW_TRADES:
        yield f"Trades: {stats['trades']}. That is far too few to tell skill from luck."
    if _below(stats.get("deflated_sharpe"), CONVINCING):
        chance = f"{stats['deflated_sharpe']:.0%}"
        yield f"The chance that the Sharpe ratio is more than luck is {chance}, all attempts counted."
    held = (result["benchmark"] or {}).get("total_return")
    if held is not None and _below(stats.get("total_return"), held):
        yield f"{benchmark_name(result)} did better: {held:+.1%}."
    share = _share_of_best(result["trade_log"])
    if share is not None and share > LARGE_SHARE:
        yield f"One trade made {share:.0%} of all profit."
    if _below(stats.get("max_drawdown"), DEEP_FALL):
        yield f"At its worst the account stood {-stats['max_drawdown']:.0%} below an earlier peak."


def benchmark_name(result: Mapping[str, Any]) -> str:
    """Return what a result is compared with, as a person would say it; empty where there is nothing."""
    if not result["benchmark"]:
        return ""
    symbol = result["benchmark"]["symbol"]
    if symbol == "cash":
        return "Cash"
    traded = {one["origin"]["symbol"] for one in result["integrity"]["data"]}
    if symbol != "equal_weight":
        return f"Holding {symbol}"
    return f"Holding {traded.pop()}" if len(traded) == 1 else "Holding all in equal parts"


def _below(value: float | None, limit: float) -> bool:
    return value is not None and value < limit


def _share_of_best(trades: list[Mapping[str, Any]]) -> float | None:
    """Return the part of all profit that the best trade made, or None where fewer than two trades made any."""
    profits = [trade["pnl"] for trade in trades if trade["pnl"] > 0]
    return max(profits) / sum(profits) if len(profits) > 1 else None
