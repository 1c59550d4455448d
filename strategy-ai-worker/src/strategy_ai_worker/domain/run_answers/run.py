"""A finished run as questions about it need it."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from pydantic import BaseModel, ConfigDict

from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.told import sentences
from strategy_language.document import Strategy
from strategy_language.readback.sentence import Sentence
from trading_contracts.model import Contract
from trading_contracts.results import Result, Trade
from trading_contracts.runs import RunSettings


class RunFrame(BaseModel):
    """What of a run's state is needed: the engine says more."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    strategy_version: int | None
    settings: RunSettings


class FinishedRun(Contract):
    """The newest finished run of a strategy."""

    state: RunFrame
    result: Result


@dataclass(frozen=True, slots=True)
class Fall:
    """The deepest fall of the account: its peak, its low, and when it was made good (or None)."""

    depth: float
    peak: str
    trough: str
    recovered: str | None


def day(stamp: str) -> str:
    """Return the day of an ISO timestamp; the minute too where it is not midnight."""
    date, _, clock = stamp.partition("T")
    return date if clock[:5] in ("", "00:00") else f"{date} {clock[:5]}"


def time_of(trade: Trade, *, leaves: bool) -> str:
    """Return when a trade began or ended as ISO text; "" where it has not ended."""
    moment = trade.exit_time if leaves else trade.entry_time
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def deepest_fall(result: Result) -> Fall:
    """Return the deepest fall of the account."""
    trough = min(result.drawdown_series, key=lambda at: result.drawdown_series[at])
    before = [at for at, value in result.drawdown_series.items() if at <= trough and value >= 0]
    after = [at for at, value in result.drawdown_series.items() if at > trough and value >= 0]
    return Fall(
        depth=result.drawdown_series[trough],
        peak=max(before) if before else min(result.drawdown_series),
        trough=trough,
        recovered=min(after) if after else None,
    )


def by_year(result: Result) -> dict[str, float]:
    """Return the return of each year of the run, as fractions."""
    ends: dict[str, float] = {}
    for at in sorted(result.equity_curve):
        ends[at[:4]] = result.equity_curve[at]
    levels = [result.summary_stats.initial_cash, *ends.values()]
    return {year: now / before - 1 for year, (before, now) in zip(ends, pairwise(levels), strict=True) if before > 0}


def signal_bar(result: Result, fill: str) -> str | None:
    """Return the bar whose close gave the signal that filled at the open of `fill`."""
    bars = sorted(result.equity_curve)
    at = bisect_left(bars, fill) - 1
    return bars[at] if 0 <= at < len(bars) else None


def values_at(result: Result, symbol: str, rule: str, bar: str) -> list[tuple[str, float]]:
    """Return the series that a rule reads, with their values at a bar."""
    lines = [line for line in result.indicators if line.symbol == symbol and bar in line.values]
    read = [line for line in lines if line.expression in rule or line.name in rule]
    return [(line.expression, line.values[bar]) for line in read]


def said_of(strategy: Strategy | None, rule_id: str, tongue: Tongue) -> str:
    """Return the read-back of a rule, or its id where the document is not known."""
    if strategy is None:
        return rule_id
    place = next((at for at, rule in enumerate(strategy.rules) if rule.id == rule_id), None)
    parts = () if place is None else sentences(strategy, tongue)
    found = next((said for part in parts if (said := _sentence(part, f"rules.{place}"))), None)
    return found.rstrip(".。") if found else rule_id


def when_of(strategy: Strategy | None, rule_id: str) -> str:
    """Return the condition of a rule, definitions opened by their expressions."""
    if strategy is None:
        return ""
    rule = next((rule for rule in strategy.rules if rule.id == rule_id), None)
    if rule is None:
        return ""
    used = [one.expr for one in strategy.definitions if one.name in rule.when]
    return " ".join([rule.when, *used])


def _sentence(tree: Sentence, path: str) -> str | None:
    if tree.path == path:
        return tree.text
    return next((found for child in tree.children if (found := _sentence(child, path))), None)
