"""One set of parameters as a page sees it: figures, curves, markers, and the series that the rules read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from backtest_engine.domain.evaluation import Slots
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.kernel import Simulation
from backtest_engine.domain.lines import PlannedLine
from backtest_engine.domain.live.curves import Floats, Ints, buffer, each_once, kept_places
from backtest_engine.domain.live.falls import Falls
from backtest_engine.domain.live.holdings import Clock, Holdings
from backtest_engine.domain.live.messages import Viewport
from trading_contracts.results import SummaryStats

_MOST_MARKERS = 2_000
_MILLISECOND = 1e6


@dataclass(frozen=True, slots=True)
class LineSource:
    """Where the lines of a picture come from.

    Attributes:
        symbol: Whose lines they are.
        frame: Its bars.
        planned: What is shown.
        slots: The values, over all bars of the frame.
    """

    symbol: str
    frame: Frame
    planned: Sequence[PlannedLine]
    slots: Slots


@dataclass(frozen=True, slots=True)
class Picture:
    """What one set of parameters did.

    Attributes:
        stats: Waits for the figures, which may still be on their way while curves are drawn.
    """

    parameters: Mapping[str, float]
    simulation: Simulation
    stats: Callable[[], SummaryStats]
    falls: Falls
    holdings: Holdings
    benchmark: Floats | None
    lines: LineSource | None

    def frame(self, viewport: Viewport, drawn: "DrawnLines") -> dict[str, Any]:
        """Return what is in view, curves and markers as buffers of 64-bit floats."""
        clock, equity = self.holdings.clock, self.simulation.equity
        first, stop = viewport.window(len(equity))
        places = self._places((first, stop), viewport.points, drawn)
        frame = {
            "parameters": dict(self.parameters),
            "bars": len(equity),
            "from": first,
            "to": stop,
            "exact": len(places) == stop - first,
            "time": buffer(clock.times[places] / _MILLISECOND),
            "equity": buffer(equity[places]),
            "drawdown": buffer(self.falls.at(places)),
            "position": buffer(self.holdings.invested(places, equity)),
            "price": buffer(clock.closes[0, places]),
            "lines": [] if self.lines is None else drawn.of(self.lines, clock, (first, stop), viewport.points),
            "markers": self._markers(first, stop),
        }
        if self.benchmark is not None:
            frame["benchmark"] = buffer(self.benchmark[places])
        stats = self.stats()
        return {**frame, "stats": stats.model_dump(mode="json"), "trades": stats.trades}

    def _places(self, window: tuple[int, int], points: int, drawn: "DrawnLines") -> Ints:
        first, stop = window
        if stop - first <= points:
            return np.arange(first, stop)
        # Two curves share the room.
        prices = drawn.prices(self.holdings.clock, window, points)
        own = first + kept_places([self.simulation.equity[first:stop]], points // 2)
        deepest = np.array([self.falls.deepest(first, stop)])
        return each_once((own, prices, deepest))

    def _markers(self, first: int, stop: int) -> dict[str, Any]:
        fills, ticks = self.simulation.fills, self.holdings.tick
        seen = np.arange(*np.searchsorted(ticks, (first, stop)))
        total = len(seen)
        if total > _MOST_MARKERS:
            seen = seen[_largest(fills["quantity"][seen] * fills["price"][seen], _MOST_MARKERS)]
        at = ticks[seen]
        return {
            "total": total,
            "time": buffer(self.holdings.clock.times[at] / _MILLISECOND),
            "price": buffer(fills["price"][seen]),
            "equity": buffer(self.simulation.equity[at]),
            "quantity": buffer(fills["quantity"][seen]),
            "side": buffer(fills["side"][seen]),
            "kind": buffer(~self.holdings.opens[seen]),
            "symbol": buffer(self.holdings.symbol[seen]),
        }


def _largest(worth: Floats, most: int) -> Ints:
    # The places of the largest, rising; of equal ones the first.
    least = np.partition(worth, len(worth) - most)[len(worth) - most]
    above, equal = np.flatnonzero(worth > least), np.flatnonzero(worth == least)
    return np.sort(np.concatenate((above, equal[: most - len(above)])))


@dataclass(slots=True)
class DrawnLines:
    """Lines in view; one whose series did not change is not drawn again, and neither are prices."""

    _view: tuple[int, int, int] | None = None
    _drawn: dict[str, tuple[Any, dict[str, Any]]] = field(default_factory=dict)
    _prices: Ints | None = None

    def prices(self, clock: Clock, window: tuple[int, int], points: int) -> Ints:
        """Return the bars that keep the extremes of the first symbol's price within a window of the clock."""
        self._look((*window, points))
        if self._prices is None:
            first, stop = window
            self._prices = first + kept_places([clock.closes[0, first:stop]], points // 2)
        return self._prices

    def _look(self, view: tuple[int, int, int]) -> None:
        if self._view != view:
            self._view, self._drawn, self._prices = view, {}, None

    def of(self, source: LineSource, clock: Clock, window: tuple[int, int], points: int) -> list[dict[str, Any]]:
        """Return the lines within a window of the clock."""
        self._look((*window, points))
        times = source.frame.time
        low = int(np.searchsorted(times, clock.times[window[0]]))
        high = int(np.searchsorted(times, clock.times[window[1] - 1], side="right"))
        lines = []
        for line in source.planned:
            values = source.slots.get(line.slot)
            if not isinstance(values, np.ndarray) or values.dtype != np.float64:
                continue
            before = self._drawn.get(line.slot)
            if before is None or before[0] is not values:
                inside = np.asarray(values[low:high], dtype=np.float64)
                before = values, _line(source.symbol, line, times[low:high], inside, points)
                self._drawn[line.slot] = before
            lines.append(before[1])
        return lines


def _line(symbol: str, line: PlannedLine, times: Ints, values: Floats, points: int) -> dict[str, Any]:
    # Half of the room: there may be a dozen lines, and the eye follows the curve.
    kept = kept_places([values], max(points // 2, 16) if len(values) > points else points)
    kept = kept[np.isfinite(values[kept])]
    return {
        "symbol": symbol,
        "name": line.name,
        "expression": line.expression,
        "overlay": line.overlay,
        "time": buffer(times[kept] / _MILLISECOND),
        "value": buffer(values[kept]),
    }
