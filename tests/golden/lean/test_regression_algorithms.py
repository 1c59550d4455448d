"""Two regression algorithms of QuantConnect Lean (Apache-2.0), to half a dollar (the rounding of derived factors).

Lean sizes a target at the close of the decision, with a buffer of a quarter percent; ours sizes at the fill. The number
of shares is therefore worked out here by Lean's rule and handed over as a quantity; everything after that is the
engine's: fill at the next open, the fee, dividends, the value of the account.
"""

import csv
import os
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from backtest_engine.domain.costs import CostModel
from backtest_engine.domain.kernel import SimulationSettings, simulate
from backtest_engine.domain.market import Panel, SymbolBars
from strategy_language.document import Strategy
from trading_contracts.bars import Adjustment, Instrument, Market, Timeframe

SHARED = Path(os.environ.get("VIBE_SHARED_DIR", Path(__file__).parents[4] / "shared"))
FOLDER = SHARED / "data" / "us_equities"
INTERACTIVE_BROKERS = CostModel(per_unit=0.005, minimum=1.0, maximum=0.005)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.exists(), reason=f"Lean's daily bars are not there: {FOLDER}"),
]


@pytest.fixture
def spy() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "lean_daily" / "spy.csv", parse_dates=["date"])


@pytest.fixture
def dividends() -> dict[str, float]:
    with (FOLDER / "lean_corporate_actions_derived.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["symbol"] == "SPY" and row["kind"] == "dividend"]
    # As they follow from price factors of eight digits: 0.0009 USD a share too much over the eight years.
    return {row["last_cum_date"]: float(row["value"]) for row in rows}


def _lean_shares(cash: float, weight: float, close: float) -> int:
    return int(cash * (1 - 0.0025) * weight / close)


def _simulate(bars: SymbolBars, shares: int, span: tuple[date, date], adjustment: Adjustment):
    strategy = Strategy.model_validate(
        {
            "name": "Lean",
            "universe": ["SPY"],
            "rules": [{"id": "buy", "action": "enter_long", "when": "x"}],
            "sizing": {"kind": "quantity", "value": shares},
        }
    )
    panel = Panel.of([bars], Timeframe.D1, *span)
    first = np.arange(len(bars)) == panel.first[0]
    settings = SimulationSettings(initial_cash=100_000, adjustment=adjustment, costs=INTERACTIVE_BROKERS)
    return simulate(strategy, panel, {"SPY": {"buy.when": first}}, settings)


def _symbol_bars(frame: pd.DataFrame, **more) -> SymbolBars:
    instrument = Instrument(symbol="SPY", name="SPY", market=Market.US, calendar="XNYS", zone="America/New_York")
    times = pd.DatetimeIndex(frame["date"]).as_unit("ns").asi8
    return SymbolBars(instrument, times, *(frame[c].to_numpy(float) for c in COLUMNS), **more)


COLUMNS = ("open", "high", "low", "close", "volume")


def test_half_of_the_account_in_spy_with_its_dividends_as_cash(spy, dividends):
    """DividendRegressionAlgorithm: raw prices 1998 to 2005, end equity 120462.08, fees 2.56, dividends 6789.12."""
    dates = spy["date"].dt.strftime("%Y-%m-%d")
    paid = np.zeros(len(spy))
    ex = dates.map(dividends).shift(1)  # the table has the last day with the dividend
    paid[ex.notna()] = ex.dropna()
    shares = _lean_shares(100_000, 0.5, float(spy["close"][0]))
    assert shares == 512
    span = date(1998, 1, 1), date(2005, 12, 31)
    simulation = _simulate(_symbol_bars(spy, dividend=paid), shares, span, Adjustment.NONE)
    assert simulation.costs_paid == pytest.approx(2.56)
    inside = paid[1 : len(simulation.times)].sum() * shares
    assert inside == pytest.approx(6789.12, abs=0.5)
    assert simulation.equity[-1] == pytest.approx(120462.08, abs=0.5)


def test_all_of_the_account_in_spy_for_eight_days(spy, dividends):
    """BasicTemplateDailyAlgorithm: adjusted prices, 2013-10-08 to 17, 697 shares, end equity 104486.22, fees 3.49."""
    dates = spy["date"].dt.strftime("%Y-%m-%d")
    factor = np.ones(len(spy))
    for last_cum, value in dividends.items():
        if (dates == last_cum).any():
            close = float(spy.loc[dates == last_cum, "close"].iloc[0])
            factor[(dates <= last_cum).to_numpy()] *= 1 - value / close
    adjusted = spy.copy()
    for column in COLUMNS[:4]:
        adjusted[column] *= factor
    start = adjusted.index[dates >= "2013-10-08"][0]
    shares = _lean_shares(100_000, 1.0, float(adjusted["close"][start]))
    assert shares == 697
    strategy_bars = _symbol_bars(adjusted)
    simulation = _simulate(strategy_bars, shares, (date(2013, 10, 8), date(2013, 10, 17)), Adjustment.ALL)
    assert simulation.costs_paid == pytest.approx(3.485, abs=0.01)
    assert len(simulation.fills) == 1
    assert simulation.equity[-1] == pytest.approx(104486.22, abs=0.5)
