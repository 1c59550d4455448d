"""The summary of a run; each figure's definition is in docs/reference/statistics.md."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backtest_engine.domain.kernel import Simulation
from backtest_engine.domain.market import periods_per_year
from backtest_engine.domain.result.trades import closed
from backtest_engine.domain.statistics import (
    CurveFigures,
    CurveSummary,
    deflated_sharpe,
    figures_alone,
    headlines,
    one_pass,
    probabilistic_sharpe,
    summary_of,
)
from trading_contracts.results import SummaryStats

Figures = dict[str, float | None]


@dataclass(slots=True)
class Undefined:
    """Collects why figures have no value."""

    reasons: dict[str, str] = field(default_factory=dict)

    def unless(self, name: str, value: float, reason: str) -> float | None:
        """Return the value, or None with the reason noted where it is no finite number."""
        if math.isfinite(value):
            return float(value)
        self.reasons[name] = reason
        return None


def sharpe_per_bar(simulation: Simulation) -> float | None:
    """Return the Sharpe ratio of one bar, not annualised; None where the returns do not vary."""
    figures = figures_alone(simulation.equity, simulation.settings.initial_cash)
    ratio = _over(figures.mean, figures.deviation)
    return ratio if math.isfinite(ratio) else None


class Headline(NamedTuple):
    """The few figures by which runs are compared; the same as those of `build_stats`, None where undefined.

    A plain tuple: a sweep makes ten thousand of them at a time.
    """

    total_return: float
    sharpe: float | None
    sortino: float | None
    calmar: float | None
    max_drawdown: float
    trades: int
    sharpe_per_bar: float | None


def headlines_of(figures: NDArray[np.float64], trades: Iterable[int]) -> list[Headline]:
    """Return the headlines of some runs.

    Args:
        figures: What `headlines` gives of each, in its order, shape (runs, 6).
        trades: Of each run.
    """
    total, sharpe, sortino, calmar, fall, per_bar = figures.T
    ratios = (_defined(ratio) for ratio in (sharpe, sortino, calmar))
    return list(map(Headline, total.tolist(), *ratios, fall.tolist(), trades, _defined(per_bar)))


def _defined(values: NDArray[np.float64]) -> list[float | None]:
    found: list[float | None] = values.tolist()
    for at in np.flatnonzero(~np.isfinite(values)).tolist():
        found[at] = None
    return found


def build_headline(simulation: Simulation) -> Headline:
    """Return the headline of a run."""
    start, equity = simulation.settings.initial_cash, simulation.equity
    instruments = [one.instrument for one in simulation.panel.bars]
    periods = periods_per_year(instruments, simulation.panel.timeframe)
    figures = headlines(len(equity), one_pass(equity, start), (start, float(equity[-1])), periods)
    (headline,) = headlines_of(np.array([figures]), [len(simulation.trades)])
    return headline


def build_stats(
    simulation: Simulation,
    *,
    trials: int = 1,
    trial_sharpes: Sequence[float] = (),
    sharpe_variance: float | None = None,
) -> SummaryStats:
    """Return the figures of a run.

    Args:
        simulation: What happened.
        trials: Runs of this strategy's lineage, this one included.
        trial_sharpes: Their Sharpe ratios of one bar, as far as they are known.
        sharpe_variance: Variance of those ratios, in place of the ratios themselves.
    """
    if sharpe_variance is None and len(trial_sharpes) > 1:
        sharpe_variance = float(np.var(np.asarray(trial_sharpes), ddof=1))
    start = simulation.settings.initial_cash
    summary = summary_of(simulation.equity, simulation.times, start)
    figures = summary.figures
    instruments = [one.instrument for one in simulation.panel.bars]
    periods = periods_per_year(instruments, simulation.panel.timeframe)
    undefined = Undefined()
    years = figures.periods / periods
    final = float(simulation.equity[-1])
    growth = growth_a_year(final / start, years)
    values: Figures = {
        "total_return": final / start - 1.0,
        "cagr": undefined.unless(
            "cagr", growth, "The account was lost." if final <= 0 else "The range is too short for a rate of a year."
        ),
        "max_drawdown": figures.max_drawdown,
        "turnover": undefined.unless(
            "turnover", _over(simulation.traded, figures.mean_equity * years), "The mean equity is not above zero."
        ),
        "exposure": simulation.exposure,
        **_risk_figures(figures, periods, undefined),
        **_tail_figures(summary, undefined),
        **_trade_figures(simulation, undefined),
        **_trial_figures(figures, trials, sharpe_variance, undefined),
    }
    fall = figures.max_drawdown
    calmar = (values["cagr"] or 0.0) / -fall if fall < 0 and values["cagr"] is not None else math.nan
    values["calmar"] = undefined.unless("calmar", calmar, "There was no drawdown, or no growth rate.")
    whole = {
        "max_drawdown_days": summary.days_under_water,
        "trades": len(simulation.trades),
        "trials": trials,
        "bars": figures.periods,
    }
    return SummaryStats(
        initial_cash=start,
        final_equity=final,
        costs_paid=simulation.costs_paid,
        periods_per_year=periods,
        undefined=undefined.reasons,
        **values,
        **whole,
    )


def growth_a_year(ratio: float, years: float) -> float:
    """Return the rate of growth of a year, NaN for a lost account and where a year of it is beyond all numbers."""
    if ratio <= 0:
        return math.nan
    try:
        return math.pow(ratio, 1.0 / years) - 1.0
    except OverflowError:
        return math.nan


def _over(part: float, whole: float) -> float:
    return part / whole if whole > 0 else math.nan


def _risk_figures(figures: CurveFigures, periods: float, undefined: Undefined) -> Figures:
    few = "At least two bars are needed." if figures.periods < 2 else "The returns do not vary."
    root = math.sqrt(periods)
    ratio = _over(figures.mean, figures.deviation) * root
    downside = _over(figures.mean, figures.downside) * root
    return {
        "volatility": undefined.unless("volatility", figures.deviation * root, "At least two bars are needed."),
        "sharpe": undefined.unless("sharpe", ratio, few),
        "sortino": undefined.unless("sortino", downside, "There was no losing bar."),
        "skew": undefined.unless("skew", figures.skew, few),
        "kurtosis": undefined.unless("kurtosis", figures.kurtosis, few),
    }


def _tail_figures(summary: CurveSummary, undefined: Undefined) -> Figures:
    reason = "The fifth percentile of the returns is zero."
    low, high, shortfall = summary.value_at_risk, summary.upper, summary.shortfall
    ratio = abs(high) / abs(low) if low != 0 else math.nan
    return {
        "tail_ratio": undefined.unless("tail_ratio", ratio, reason),
        "value_at_risk_95": undefined.unless("value_at_risk_95", low, "There is no bar."),
        "conditional_value_at_risk_95": undefined.unless("conditional_value_at_risk_95", shortfall, "There is no bar."),
    }


def _trade_figures(simulation: Simulation, undefined: Undefined) -> Figures:
    done = closed(simulation)
    none = "No trade was closed."
    if len(done) == 0:
        names = ("win_rate", "profit_factor", "expectancy", "average_bars_held", "best_trade_pct", "worst_trade_pct")
        undefined.reasons.update(dict.fromkeys(names, none))
        return dict.fromkeys(names)
    profit, gains = done["profit"], done["return_"]
    lost = -float(profit[profit < 0].sum())
    factor = _over(float(profit[profit > 0].sum()), lost)
    return {
        "win_rate": float(np.mean(profit > 0)),
        "profit_factor": undefined.unless("profit_factor", factor, "No trade was lost."),
        "expectancy": float(profit.mean()),
        "average_bars_held": float(np.mean(done["exit_bar"] - done["entry_bar"])),
        "best_trade_pct": 100.0 * float(gains.max()),
        "worst_trade_pct": 100.0 * float(gains.min()),
    }


def _trial_figures(figures: CurveFigures, trials: int, variance: float | None, undefined: Undefined) -> Figures:
    ratio = _over(figures.mean, figures.deviation)
    shape = (figures.skew, figures.kurtosis + 3.0)
    # With no spread of trials known, their ratios spread as estimates of one worthless strategy do.
    spread = 1.0 / max(figures.periods - 1, 1) if variance is None else variance
    reason = "The returns do not vary, or vary too wildly for the formula."
    probable = probabilistic_sharpe(ratio, figures.periods, *shape)
    deflated = deflated_sharpe(ratio, figures.periods, spread, trials, shape)
    return {
        "probabilistic_sharpe": undefined.unless("probabilistic_sharpe", probable, reason),
        "deflated_sharpe": undefined.unless("deflated_sharpe", deflated, reason),
    }
