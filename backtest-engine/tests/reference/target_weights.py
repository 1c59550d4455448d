"""Which weights a strategy over several symbols wants, and when: plain Python, for the simulator beside.

It reads the document itself and shares no code with the engine.
"""

import math
import statistics
from datetime import UTC, datetime, timedelta

STALE = timedelta(days=14)


def moment(time):
    return datetime.fromtimestamp(time / 1e9, tz=UTC)


def period(time, rebalance):
    when = moment(time)
    return {
        "daily": when.date(),
        "weekly": when.isocalendar()[:2],
        "monthly": (when.year, when.month),
        "quarterly": (when.year, (when.month - 1) // 3),
        "yearly": when.year,
    }[rebalance]


def is_due(times, tick, rebalance):
    if tick == len(times) - 1:
        return False
    if tick == 0:
        return True
    if isinstance(rebalance, int):
        return tick % rebalance == 0
    return period(times[tick], rebalance) != period(times[tick + 1], rebalance)


class Weights:
    """What is wanted at the close of each tick: `{symbol: weight}`, or None where nothing is decided."""

    def __init__(self, strategy, bars, signals, times):
        self.strategy, self.bars, self.signals, self.times = strategy, bars, signals, times

    def latest(self, symbol, tick):
        found = [i for i, time in enumerate(self.bars[symbol]["time"]) if time <= self.times[tick]]
        return found[-1] if found else None

    def value(self, symbol, slot, tick):
        i, value = self.latest(symbol, tick), self.signals[symbol][slot]
        if i is None:
            return None
        found = float(value if isinstance(value, (int, float)) else value[i])
        return None if math.isnan(found) else found

    def plan(self):
        kind = self.strategy.kind
        if kind == "pairs":
            return self.pairs(self.strategy.pairs)
        ticks = range(len(self.times))
        if kind == "rotation":
            asked = self.strategy.rotation
            return [self.rotation(asked, t) if is_due(self.times, t, asked.rebalance) else None for t in ticks]
        if kind == "allocation":
            return [self.allocation(self.strategy.allocation, t) for t in ticks]
        core = self.strategy.core
        return [
            self.named(core.weights, "core.weights", t) if is_due(self.times, t, core.rebalance) else None
            for t in ticks
        ]

    def share(self):
        sizing = self.strategy.sizing
        return sizing.value / 100 if sizing.kind == "percent_of_equity" else 1.0

    def rotation(self, asked, tick):
        scores = []
        for place, symbol in enumerate(self.bars):
            i, score = self.latest(symbol, tick), self.value(symbol, "rotation.rank_by", tick)
            if i is None or moment(self.times[tick]) - moment(self.bars[symbol]["time"][i]) > STALE:
                continue
            if asked.filter is not None and not self.value(symbol, "rotation.filter", tick):
                continue
            if score is not None:
                scores.append((-score if asked.descending else score, place, symbol))
        best = [symbol for _, _, symbol in sorted(scores)[: asked.hold]]
        weights = dict.fromkeys(self.bars, 0.0)
        calm = dict.fromkeys(best, 1.0)
        if asked.weights == "inverse_volatility":
            calm = {symbol: self.calm(symbol, asked.volatility_length, tick) for symbol in best}
        for symbol in best:
            if sum(calm.values()) > 0:
                weights[symbol] = calm[symbol] / sum(calm.values()) * len(best) / asked.hold * self.share()
        return weights

    def calm(self, symbol, length, tick):
        i, close = self.latest(symbol, tick), self.bars[symbol]["close"]
        if i < length:
            return 0.0
        deviation = statistics.stdev(close[k] / close[k - 1] - 1 for k in range(i - length + 1, i + 1))
        return 1 / deviation if deviation > 0 else 0.0

    def named(self, targets, path, tick):
        found = {}
        for n, target in enumerate(targets):
            weight = target.weight
            if isinstance(weight, str):
                weight = self.value(target.symbol, f"{path}.{n}.weight", tick) or 0.0
            found[target.symbol] = weight / 100
        return found

    def allocation(self, asked, tick):
        if tick == len(self.times) - 1:
            return None
        holds = [-1, *(n for n, dated in enumerate(asked.schedule) if self.traded_on(tick) >= dated.since)][-1]
        before = [
            -1,
            *(n for n, dated in enumerate(asked.schedule) if tick and self.traded_on(tick - 1) >= dated.since),
        ][-1]
        if not is_due(self.times, tick, asked.rebalance) and (tick == 0 or holds == before):
            return None
        dated = asked.schedule[holds] if holds >= 0 else None
        where = f"allocation.schedule.{holds}.weights" if dated else "allocation.weights"
        return dict.fromkeys(self.bars, 0.0) | self.named(dated.weights if dated else asked.weights, where, tick)

    def traded_on(self, tick):
        return moment(self.times[min(tick + 1, len(self.times) - 1)]).date()

    def pairs(self, asked):
        wanted, side, given_up = [], 0, False
        for tick in range(len(self.times)):
            before = side
            z, hedge = self.value(asked.left, "pairs.z", tick), self.value(asked.left, "pairs.hedge", tick)
            if z is not None and hedge is not None:
                stop = asked.stop_z if asked.stop_z is not None else float("inf")
                given_up = given_up and abs(z) > asked.exit_z
                if side and abs(z) >= stop:
                    side, given_up = 0, True
                elif side and side * z >= -asked.exit_z:
                    side = 0
                if not side and not given_up and asked.enter_z <= abs(z) < stop:
                    side = -1 if z > 0 else 1
            wanted.append(
                self.spread(asked, tick, side, hedge) if side != before and tick < len(self.times) - 1 else None
            )
        return wanted

    def spread(self, asked, tick, side, hedge):
        if side == 0:
            return {asked.left: 0.0, asked.right: 0.0}
        # Before its first bar a symbol is worth what its first bar says: only how the money is shared hangs on it.
        left, right = (self.bars[s]["close"][self.latest(s, tick) or 0] for s in (asked.left, asked.right))
        whole = left + abs(hedge) * right
        return {
            asked.left: side * left / whole * self.share(),
            asked.right: -side * hedge * right / whole * self.share(),
        }
