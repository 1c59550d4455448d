"""How far an account had fallen from its highest value, where somebody looks: a million bars are not all drawn."""

from dataclasses import dataclass, field

import numpy as np

from backtest_engine.domain.live.curves import Floats, Ints

_BLOCK = 4_096


@dataclass(slots=True)
class Falls:
    """Drawdowns of one account, fractions in [-1, 0].

    Args:
        equity: Account value at each close, shape (bars,).
        start: Value before the first bar; it counts as a peak.
    """

    equity: Floats
    start: float
    _begins: Ints = field(init=False)
    _lows: Floats = field(init=False)
    _tops: Floats = field(init=False)

    def __post_init__(self) -> None:
        self._begins = np.arange(0, len(self.equity), _BLOCK)
        self._lows = np.minimum.reduceat(self.equity, self._begins)
        # The highest value up to the end of each block.
        self._tops = np.maximum.accumulate(np.maximum(np.maximum.reduceat(self.equity, self._begins), self.start))

    def at(self, places: Ints) -> Floats:
        """Return the drawdown at some bars, rising and each once, shape (places,)."""
        begins = np.concatenate((np.zeros(1, np.int64), places[:-1] + 1))
        highest = np.maximum.reduceat(self.equity[: places[-1] + 1], begins)
        peaks = np.maximum.accumulate(np.maximum(highest, self.start))
        return np.asarray(self.equity[places] / peaks - 1.0)

    def deepest(self, first: int, stop: int) -> int:
        """Return the bar of [first, stop) with the deepest drawdown, the first of several."""
        begin, end = first // _BLOCK, -(-stop // _BLOCK)
        # No bar of a block has fallen further than from the block's highest peak to its lowest value.
        bounds = self._lows[begin:end] / self._tops[begin:end]
        best, place = np.inf, first
        for block in (begin + np.argsort(bounds, kind="stable")).tolist():
            if bounds[block - begin] > best:
                break
            share, at = self._within(block, first, stop)
            best, place = min((best, place), (share, at))
        return place

    def _within(self, block: int, first: int, stop: int) -> tuple[float, int]:
        begin = block * _BLOCK
        before = self._tops[block - 1] if block else self.start
        values = self.equity[begin : begin + _BLOCK]
        shares = values / np.maximum(np.maximum.accumulate(values), before)
        low, high = max(first - begin, 0), min(stop - begin, len(values))
        at = low + int(np.argmin(shares[low:high]))
        return float(shares[at]), begin + at
