"""The second engine: vectorbt, for what it can say, and its analytics over any result of ours.

vectorbt is imported when it is first needed: its import takes seconds and hundreds of megabytes, and nobody should wait
for it who does not ask for it.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from backtest_engine.adapters.vectorbt_words import beyond_vectorbt, translate, unsaid
from backtest_engine.domain.kernel import Simulation, SimulationSettings
from backtest_engine.domain.market import Panel
from backtest_engine.domain.signals import Slots
from strategy_language.document import Strategy
from trading_contracts.results import EngineAgreement

_USED: Final = "kernel"
_SECOND: Final = "vectorbt"


class VectorbtEngine:
    """vectorbt behind the port of a second engine."""

    def check(
        self,
        strategy: Strategy,
        panel: Panel,
        signals: Mapping[str, Slots],
        settings: SimulationSettings,
        simulation: Simulation,
    ) -> EngineAgreement:
        """Return whether vectorbt finds the same trades, or why it was not asked."""
        beyond = beyond_vectorbt(strategy, panel, settings) or unsaid(strategy, panel, signals, simulation)
        if beyond is not None:
            return EngineAgreement(used=_USED, detail=f"vectorbt cannot say {beyond} in our meaning.")
        theirs = self._orders(strategy, panel, signals, settings, simulation)
        ours = _own_orders(simulation)
        same = len(theirs) == len(ours) and all(
            np.allclose(theirs[name], ours[name], rtol=1e-9, atol=1e-9)
            for name in ("col", "idx", "size", "price", "side", "fees")
        )
        detail = f"{len(ours)} fills, bar, size, price, side and fees compared."
        if not same:
            detail = f"{len(ours)} fills of the kernel, {len(theirs)} of vectorbt; the first that differ: " + _first(
                ours, theirs
            )
        return EngineAgreement(used=_USED, checked_with=_SECOND, agrees=same, detail=detail)

    def _orders(
        self,
        strategy: Strategy,
        panel: Panel,
        signals: Mapping[str, Slots],
        settings: SimulationSettings,
        simulation: Simulation,
    ) -> NDArray[np.void]:
        import vectorbt as vbt  # noqa: PLC0415 - see the module's docstring

        said = translate(strategy, panel, signals, settings, simulation)
        make = vbt.Portfolio.from_orders if said.by_target else vbt.Portfolio.from_signals
        records: NDArray[np.void] = make(**said.arguments).order_records.copy()
        records["idx"] //= said.rows
        return records[np.lexsort((records["id"], records["col"]))]

    def open_portfolio(self, simulation: Simulation) -> Any:  # noqa: ANN401 - vectorbt has no types
        """Return a `vbt.Portfolio` over any result of ours, so that its analytics can be used."""
        import pandas as pd  # noqa: PLC0415 - comes with vectorbt
        import vectorbt as vbt  # noqa: PLC0415 - see the module's docstring

        panel = simulation.panel
        index = pd.DatetimeIndex(simulation.times).tz_localize("UTC")
        close = pd.DataFrame(
            {one.symbol: pd.Series(one.close, pd.DatetimeIndex(one.time).tz_localize("UTC")) for one in panel.bars}
        )
        close = close.reindex(index).ffill().bfill()
        wrapper = vbt.ArrayWrapper(index, close.columns, 2, group_by=True if len(panel.bars) > 1 else None)
        records = order_records(simulation)
        return vbt.Portfolio(
            wrapper,
            close,
            records,
            np.zeros(0, dtype=vbt.portfolio.enums.log_dt),
            np.array([simulation.settings.initial_cash]),
            len(panel.bars) > 1,
        )


def order_records(simulation: Simulation) -> NDArray[np.void]:
    """Return the fills as vectorbt's order records (`order_dt`), in order of symbol and time."""
    kind = np.dtype(
        [
            ("id", np.int64),
            ("col", np.int64),
            ("idx", np.int64),
            ("size", np.float64),
            ("price", np.float64),
            ("fees", np.float64),
            ("side", np.int64),
        ],
        align=True,
    )
    fills = simulation.fills[np.argsort(simulation.fills["symbol"], kind="stable")]
    records = np.zeros(len(fills), kind)
    records["id"] = np.arange(len(fills))
    records["col"], records["idx"] = fills["symbol"], fills["tick"]
    records["size"], records["price"], records["fees"] = fills["quantity"], fills["price"], fills["fees"]
    records["side"] = np.where(fills["side"] > 0, 0, 1)
    return records


def _own_orders(simulation: Simulation) -> NDArray[np.void]:
    # A reversal is one order of vectorbt's and two fills of ours, at one price.
    records = order_records(simulation)
    merged: list[NDArray[np.void]] = []
    for row in records:
        if merged and all(merged[-1][name] == row[name] for name in ("col", "idx", "side")):
            merged[-1]["size"] += row["size"]
            merged[-1]["fees"] += row["fees"]
        else:
            merged.append(row.copy())
    return np.array(merged, dtype=records.dtype) if merged else records[:0]


def _first(ours: NDArray[np.void], theirs: NDArray[np.void]) -> str:
    for mine, other in zip(ours, theirs, strict=False):
        if not all(np.isclose(mine[n], other[n], rtol=1e-9) for n in ("idx", "size", "price", "side", "fees")):
            return f"{_told(mine)}, and {_told(other)}."
    return "the end of the shorter list."


def _told(row: NDArray[np.void]) -> str:
    side = "buys" if row["side"] == 0 else "sells"
    return (
        f"bar {row['idx']} {side} {float(row['size']):g} at {float(row['price']):g} for a fee of {float(row['fees']):g}"
    )
