"""Five strategies traded once more by plain loops over bars, that share no line with the engine.

Each says the document beside it in the way of somebody with the bars, a pencil and the fee table.
"""

import bisect
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.reading.made_bars import Bar, made_bars

from trading_contracts.bars import Instrument, Timeframe
from trading_contracts.bars import Market as MarketName

Fee = Callable[[int, float, float], float]
"""Of a fill: side (1 buys, -1 sells), quantity, price."""


def us_fee(side: int, quantity: float, price: float) -> float:
    """Purchases are free; sales owe 0.00278 % and 0.000166 USD a share, that at most 8.30."""
    return 0.0 if side > 0 else 0.0000278 * quantity * price + min(0.000166 * quantity, 8.30)


def hk_fee(_: int, quantity: float, price: float) -> float:
    """0.03 %, at least 3 HKD, and 0.1127 % of duties and levies, on both sides."""
    return max(3.0, 0.0003 * quantity * price) + 0.001127 * quantity * price


def coin_fee(_: int, quantity: float, price: float) -> float:
    """0.1 % on both sides."""
    return 0.001 * quantity * price


@dataclass(slots=True)
class Position:
    """What is held."""

    entry: int
    price: float
    quantity: float
    side: int
    best: float
    level: float | None = None
    paid: float = 0.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A trade: bars by their number."""

    side: int
    entry: int
    entry_price: float
    exit: int
    exit_price: float
    quantity: float
    pnl: float
    reason: str


@dataclass(slots=True)
class ByHand:
    """An account over bars. Orders of a close are carried out at the next open, exits first."""

    bars: Sequence[Bar]
    first: int
    cash: float = 100_000.0
    held: Position | None = None
    trades: list[Seen] = field(default_factory=list)

    document: ClassVar[dict[str, Any]]
    fee: ClassVar[Fee] = staticmethod(us_fee)
    step: ClassVar[float] = 1.0
    share: ClassVar[float] = 1.0

    def run(self) -> list[Seen]:
        """Return the trades that ended."""
        for i in range(self.first, len(self.bars)):
            self.at_open(i, self.bars[i])
            self.within(i, self.bars[i])
            self.at_close(i)
        return self.trades

    def at_open(self, i: int, bar: Bar) -> None:
        """Do what the close before decided."""
        raise NotImplementedError

    def within(self, i: int, bar: Bar) -> None:
        """Meet levels inside the bar."""

    def at_close(self, i: int) -> None:
        """Decide."""

    def enter(self, i: int, price: float, side: int = 1) -> None:
        """Open a position with the most that the share of the account pays, fee included."""
        budget = self.cash * self.share
        steps = range(math.floor(budget / price / self.step) + 1)
        most = bisect.bisect_right(steps, budget, key=lambda n: self.cost(side, n * self.step, price)) - 1
        if most > 0:
            self.held = Position(i, price, most * self.step, side, best=price)

    def cost(self, side: int, quantity: float, price: float) -> float:
        """Return what a fill takes out of the share of the account that is meant for it."""
        return quantity * price + (self.fee(side, quantity, price) if quantity else 0.0)

    def leave(self, i: int, price: float, reason: str) -> None:
        """Close the position."""
        held = self.held
        assert held is not None
        fees = self.fee(held.side, held.quantity, held.price) + self.fee(-held.side, held.quantity, price)
        pnl = held.side * held.quantity * (price - held.price) - fees - held.paid
        self.cash += pnl
        self.trades.append(Seen(held.side, held.entry, held.price, i, price, held.quantity, pnl, reason))
        self.held = None

    def mean(self, i: int, length: int) -> float:
        """Return the average of the last closes."""
        return sum(bar.close for bar in self.bars[i - length + 1 : i + 1]) / length

    def crossed(self, i: int, length: int, side: int) -> bool:
        """Return whether the close has gone above (below, -1) its average with this bar."""
        now, before = ((self.bars[at].close - self.mean(at, length)) * side > 0 for at in (i, i - 1))
        return now and not before


class Dips(ByHand):
    """A stop, a target and a time."""

    document: ClassVar = {
        "name": "Dips with a stop, a target and a time",
        "universe": ["DIPS"],
        "rules": [{"id": "buy", "action": "enter_long", "when": "close < lowest(close, 5)[1]"}],
        "risk": {
            "stop_loss": {"kind": "percent", "value": 3},
            "take_profit": [{"kind": "percent", "value": 4}],
            "max_bars": 8,
        },
        "costs": {"preset": "us_equities"},
    }
    wanted = False

    def at_open(self, i: int, bar: Bar) -> None:
        if self.held and i == self.held.entry + 8:
            self.leave(i, bar.open, "max_bars")
        elif self.wanted and not self.held:
            self.enter(i, bar.open)

    def within(self, i: int, bar: Bar) -> None:
        if not self.held:
            return
        stop, target = self.held.price * 0.97, self.held.price * 1.04
        if bar.open >= target:
            self.leave(i, bar.open, "take_profit")
        elif bar.low <= stop:
            self.leave(i, min(bar.open, stop), "stop_loss")
        elif bar.high > target:
            self.leave(i, target, "take_profit")

    def at_close(self, i: int) -> None:
        self.wanted = self.bars[i].close < min(bar.close for bar in self.bars[i - 5 : i])


class Lots(ByHand):
    """Board lots of a hundred and the fees of Hong Kong, with 70 % of the account."""

    document: ClassVar = {
        "name": "Crosses in board lots",
        "universe": ["LOTS"],
        "rules": [
            {"id": "buy", "action": "enter_long", "when": "crosses_above(close, sma(close, 5))"},
            {"id": "sell", "action": "exit_long", "when": "crosses_below(close, sma(close, 5))"},
        ],
        "sizing": {"kind": "percent_of_equity", "value": 70},
        "costs": {"preset": "hk_equities"},
    }
    fee, step, share = staticmethod(hk_fee), 100.0, 0.7
    wanted = left = False

    def at_open(self, i: int, bar: Bar) -> None:
        if self.held and self.left:
            self.leave(i, bar.open, "rule")
        elif self.wanted and not self.held:
            self.enter(i, bar.open)

    def at_close(self, i: int) -> None:
        self.wanted, self.left = self.crossed(i, 5, 1), self.crossed(i, 5, -1)


class Shorts(ByHand):
    """Sold short with half of the account, the shares borrowed at 3 % a year."""

    document: ClassVar = {
        "name": "Short below the average, borrowed",
        "universe": ["SHORTS"],
        "rules": [
            {"id": "sell", "action": "enter_short", "when": "crosses_below(close, sma(close, 10))"},
            {"id": "cover", "action": "exit_short", "when": "crosses_above(close, sma(close, 10))"},
        ],
        "execution": {"allow_short": True},
        "sizing": {"kind": "percent_of_equity", "value": 50},
        "costs": {"preset": "us_equities", "borrow_percent": 3},
    }
    share = 0.5
    wanted = left = False

    def at_open(self, i: int, bar: Bar) -> None:
        if self.held:
            before = self.bars[i - 1]
            self.held.paid += self.held.quantity * before.close * 0.03 * (bar.time - before.time).days / 365
        if self.held and self.left:
            self.leave(i, bar.open, "rule")
        elif self.wanted and not self.held:
            self.enter(i, bar.open, -1)

    def at_close(self, i: int) -> None:
        self.wanted, self.left = self.crossed(i, 10, -1), self.crossed(i, 10, 1)


class Limits(ByHand):
    """A limit under the close that lives three bars; a newer one takes its place."""

    document: ClassVar = {
        "name": "A limit under the close, good for three bars",
        "universe": ["LIMITS"],
        "rules": [
            {
                "id": "buy",
                "action": "enter_long",
                "when": "close > sma(close, 20)",
                "order": {"kind": "limit", "price": "close * 0.99", "valid_bars": 3},
            }
        ],
        "risk": {"max_bars": 5},
        "costs": {"preset": "us_equities"},
    }
    order: tuple[float, int] | None = None

    def at_open(self, i: int, bar: Bar) -> None:
        if self.held and i == self.held.entry + 5:
            self.leave(i, bar.open, "max_bars")

    def within(self, i: int, bar: Bar) -> None:
        if self.held or self.order is None or i > self.order[1]:
            return
        price = self.order[0]
        if bar.low < price:
            self.enter(i, min(bar.open, price))
            self.order = None

    def at_close(self, i: int) -> None:
        if not self.held and self.bars[i].close > self.mean(i, 20):
            self.order = self.bars[i].close * 0.99, i + 3


class Coins(ByHand):
    """Four-hour bars, both ways, a stop that trails by 4 %, and funding."""

    document: ClassVar = {
        "name": "Breakouts both ways with a trailing stop and funding",
        "universe": ["COIN"],
        "timeframe": "4h",
        "rules": [
            {"id": "up", "action": "enter_long", "when": "close > highest(high, 30)[1]"},
            {"id": "down", "action": "enter_short", "when": "close < lowest(low, 30)[1]"},
        ],
        "risk": {"trailing_stop": {"kind": "percent", "value": 4}},
        "execution": {"allow_short": True},
        "sizing": {"kind": "percent_of_equity", "value": 50},
        "costs": {"preset": "crypto", "funding_percent": 0.01},
    }
    fee, step, share = staticmethod(coin_fee), 1e-8, 0.5
    wanted = 0

    def at_open(self, i: int, bar: Bar) -> None:
        if self.held and self.wanted == -self.held.side:
            self.leave(i, bar.open, "reverse")
        if self.wanted and not self.held:
            self.enter(i, bar.open, self.wanted)

    def within(self, i: int, bar: Bar) -> None:
        held = self.held
        if held is None:
            return
        side = held.side
        level = held.best * (1 - 0.04 * side)
        worst = bar.low if side > 0 else bar.high
        if (worst - level) * side <= 0:
            self.leave(i, bar.open if (bar.open - level) * side < 0 else level, "trailing_stop")
            return
        if (bar.time.hour + 4) % 8 == 0:
            held.paid += side * held.quantity * bar.close * 0.0001
        held.best = max(held.best, bar.high) if side > 0 else min(held.best, bar.low)

    def at_close(self, i: int) -> None:
        close, last = self.bars[i].close, self.bars[i - 30 : i]
        self.wanted = (close > max(bar.high for bar in last)) - (close < min(bar.low for bar in last))


@dataclass(frozen=True, slots=True)
class Market:
    """Where one of them trades, over which bars."""

    by_hand: type[ByHand]
    instrument: Instrument
    seed: int
    count: int
    first: int
    price: float = 100.0

    @property
    def timeframe(self) -> Timeframe:
        """Return the length of a bar."""
        return Timeframe(self.by_hand.document.get("timeframe", "1d"))

    def bars(self) -> list[Bar]:
        """Return the bars; those before `first` are warm-up."""
        return made_bars(self.seed, self.count, self.timeframe, price=self.price)


def _instrument(symbol: str, market: MarketName, calendar: str, step: float = 1.0) -> Instrument:
    return Instrument(symbol=symbol, name=symbol, market=market, calendar=calendar, zone="UTC", lot_size=step)


MARKETS = {
    "dips": Market(Dips, _instrument("DIPS", MarketName.US, "XNYS"), 1, 260, 23),
    "lots": Market(Lots, _instrument("LOTS", MarketName.HK, "XHKG", 100.0), 2, 260, 23, price=40.0),
    "shorts": Market(Shorts, _instrument("SHORTS", MarketName.US, "XNYS"), 3, 520, 23),
    "limits": Market(Limits, _instrument("LIMITS", MarketName.US, "XNYS"), 4, 520, 23),
    "coins": Market(Coins, _instrument("COIN", MarketName.CRYPTO, "24/7", 1e-8), 5, 1200, 42, price=9_000.0),
}
"""Each of the five with its bars."""
