"""A result: what a run found, and what it can prove about itself.

Series map the bar's ISO timestamp to a value. An undefined statistic is null, and `undefined` says why.
"""

from typing import Literal
from uuid import UUID

from pydantic import Field

from trading_contracts.bars import SeriesOrigin
from trading_contracts.model import Contract, UtcDatetime

Series = dict[str, float]
"""ISO timestamp of the bar -> value."""


class Trade(Contract):
    """One closed (or, at the end of the data, still open) part of a position."""

    symbol: str
    side: Literal["long", "short"]
    entry_time: UtcDatetime
    entry_price: float
    exit_time: UtcDatetime | None
    exit_price: float | None
    quantity: float
    pnl: float = Field(description="Account currency, after fees")
    return_pct: float = Field(description="Percent of the entry value, after fees")
    fees: float
    bars_held: int
    exit_reason: str = Field(description="rule, stop_loss, take_profit, trailing_stop, break_even, max_bars, ...")
    entry_rule: str | None = None
    exit_rule: str | None = None
    stop_price: float | None = None
    target_price: float | None = None
    mae_pct: float | None = Field(default=None, description="Worst excursion against the position, percent")
    mfe_pct: float | None = Field(default=None, description="Best excursion for the position, percent")


class SummaryStats(Contract):
    """The figures of a run. Fractions, not percent: 0.25 is 25 %. See docs/reference/statistics.md."""

    initial_cash: float
    final_equity: float
    total_return: float | None
    cagr: float | None
    volatility: float | None
    sharpe: float | None
    sortino: float | None
    calmar: float | None
    max_drawdown: float | None
    max_drawdown_days: int | None
    win_rate: float | None
    profit_factor: float | None
    expectancy: float | None = Field(description="Mean profit of a trade, account currency")
    exposure: float | None
    trades: int
    average_bars_held: float | None
    turnover: float | None = Field(description="Traded value a year over mean equity")
    costs_paid: float
    tail_ratio: float | None
    value_at_risk_95: float | None
    conditional_value_at_risk_95: float | None
    skew: float | None
    kurtosis: float | None = Field(description="Excess kurtosis")
    probabilistic_sharpe: float | None
    deflated_sharpe: float | None
    trials: int = Field(description="Runs of this strategy's lineage that the deflated Sharpe accounts for")
    best_trade_pct: float | None
    worst_trade_pct: float | None
    periods_per_year: float
    bars: int
    undefined: dict[str, str] = Field(default_factory=dict, description="Statistic -> why it has no value")


class BenchmarkResult(Contract):
    """What simply holding the benchmark did over exactly the same bars."""

    symbol: str
    equity_curve: Series
    drawdown_series: Series
    returns_series: Series
    total_return: float | None
    cagr: float | None
    max_drawdown: float | None
    sharpe: float | None
    alpha: float | None
    beta: float | None
    information_ratio: float | None
    undefined: dict[str, str] = Field(default_factory=dict)


class LookAheadProof(Contract):
    """Whether signals change before a cut when the future is cut off or replaced by noise."""

    passed: bool
    cuts: tuple[UtcDatetime, ...]
    rule: str | None = None
    bar: UtcDatetime | None = None
    detail: str


class SeriesCertificate(Contract):
    """What is known about the quality of one series that the run used."""

    origin: SeriesOrigin
    first: UtcDatetime
    last: UtcDatetime
    bars: int
    warmup_bars: int
    missing_sessions: int
    duplicates: int
    zero_volume: int
    outliers: int
    digest: str


class Digest(Contract):
    """One fingerprint over all that a run depends on, and the fingerprints that it is made of."""

    value: str
    strategy: str
    code: str
    bars: str
    calendar: str
    engine: str
    settings: str


class EngineAgreement(Contract):
    """Whether the second engine, where it can say the same, found the same trades."""

    used: str
    checked_with: str | None = None
    agrees: bool | None = None
    detail: str = ""


class Overfitting(Contract):
    """How likely it is that the best set of a sweep was best by luck: combinatorially symmetric cross-validation."""

    probability: float | None = Field(
        description="Share of the halves of history whose best set was in the lower half of all sets in the rest"
    )
    sets: int
    splits: int = Field(description="Ways to halve the history that were tried")
    detail: str


class Integrity(Contract):
    """Why the result may be believed."""

    look_ahead: LookAheadProof
    data: tuple[SeriesCertificate, ...]
    trials: int
    overfitting: Overfitting | None = Field(default=None, description="Of the lineage's latest sweep, if there was one")
    digest: Digest
    engines: EngineAgreement
    warnings: tuple[str, ...] = ()


class BandEntry(Contract):
    """The same run under one harsher assumption."""

    name: str
    meaning: str
    total_return: float | None
    sharpe: float | None
    max_drawdown: float | None
    trades: int


class IndicatorLine(Contract):
    """A series that the rules read, for the chart: over the price, or in a pane of its own."""

    symbol: str
    name: str
    expression: str
    overlay: bool
    values: Series


class Result(Contract):
    """All that a run found."""

    run_id: UUID
    summary_stats: SummaryStats
    equity_curve: Series
    drawdown_series: Series
    returns_series: Series
    trade_log: tuple[Trade, ...]
    benchmark: BenchmarkResult | None
    integrity: Integrity
    assumption_band: tuple[BandEntry, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
    code: str
    readback: str
