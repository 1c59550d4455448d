"""A deliberately simple simulator: one event after another, plain Python, no arrays, no clever order.

It reads the document itself and shares no code with the kernel. Slow and obvious is its purpose: where the two differ,
one of them is wrong. It covers what rules and target weights over any number of symbols can say; the weights
themselves come from `target_weights.py`, and what an expression over the position is worth from `plain_expressions.py`.
"""

# One method a moment of the bar, however long: it is read from top to bottom beside architecture and documents.
# ruff: noqa: C901, PLR0912, PLR0917, SIM102

import math
import statistics
from dataclasses import dataclass, field
from typing import Any

NAN = float("nan")


@dataclass
class WeightRule:
    """Who enters for a target weight: no rule of the document."""

    id: str
    setup: str | None = None


@dataclass
class Risk:
    """What guards the core: nothing."""

    stop_loss: Any = None
    extra_stops: tuple = ()
    take_profit: tuple = ()
    stop_steps: tuple = ()
    trailing_stop: Any = None
    break_even: Any = None
    stop_trigger: str = "touch"
    max_bars: float | None = None
    session_exit: bool = False


@dataclass
class Lot:
    symbol: str
    side: int
    quantity: float
    price: float
    bar: int
    tick: int
    rule: Any
    risk: Any
    path: str
    signal: int
    where: str
    fees: float = 0.0
    carry: float = 0.0
    full: float = 0.0
    best: float = NAN
    best_close: float = NAN
    worst: float = NAN
    stop: float = NAN
    reason: str = "stop_loss"
    r: float = NAN
    trailing: bool = False
    arm_trail: float = NAN
    arm_even: float = NAN
    even_done: bool = False
    targets: list = field(default_factory=list)
    hit: set = field(default_factory=set)
    steps: list = field(default_factory=list)
    leaving: tuple | None = None  # quantity, fill, first bar, reason, rule


@dataclass
class Order:
    rule: Any
    signal: int
    first: int
    until: float
    fill: str
    price: float = NAN
    limit: float = NAN
    triggered: bool = False
    started: bool = False
    rest: float | None = None


@dataclass
class Trip:
    """One position from its first entry to flat."""

    price: float
    bar: int
    at_close: bool
    highest: float
    lowest: float
    entries: int = 0
    cost: float = 0.0
    profit: float = 0.0
    risk: float = NAN


@dataclass
class Book:
    """What is known of one symbol."""

    lots: list = field(default_factory=list)
    orders: dict = field(default_factory=dict)
    fired: set = field(default_factory=set)
    trip: Trip | None = None
    mark: float = NAN
    used: float = 0.0
    time: float = 0.0
    last_fill: float = NAN
    last_exit: int = -1
    last_reason: str | None = None
    last_return: float = NAN


@dataclass
class View:
    """What an expression sees of one symbol at one bar."""

    simulator: Any
    symbol: str
    bar: int

    def word(self, name):
        return self.simulator.word(self.symbol, name, self.bar)

    def series(self, slot):
        return float(self.simulator.signals[self.symbol][slot][self.bar])

    def since(self, name, slot):
        return self.simulator.since(self.symbol, name, slot, self.bar)


class Simulator:
    """Simulate a document over bars; see `run`."""

    def __init__(self, strategy, bars, signals, cash, costs, *, delay=0, worst=False, weights=None, worth=None):
        """Take the weights wanted at each tick (or None without any), and who knows what an expression is worth."""
        self.strategy, self.bars, self.signals, self.costs = strategy, bars, signals, costs
        self.delay, self.worst, self.weights, self.worth = delay, worst, weights, worth
        self.cash = self.initial = cash
        self.books = {symbol: Book() for symbol in bars}
        self.trades, self.curve = [], []
        self.entries_today = self.losses_today = 0
        self.day, self.day_start, self.peak = None, cash, cash
        self.stopped = self.day_stopped = False
        self.equity_now = cash
        self.core = {target.symbol for target in strategy.core.weights} if strategy.core else set()
        self.wants, self.hanging = {}, None

    # --- reading

    def number(self, symbol, literal, slot, i):
        if literal is None:
            return NAN
        if not isinstance(literal, str):
            return float(literal)
        value = self.signals[symbol][slot]
        if isinstance(value, tuple):
            return float(self.worth(value, View(self, symbol, i)))
        return float(value if isinstance(value, (int, float)) else value[i])

    def truth(self, symbol, slot, i):
        value = self.signals[symbol].get(slot)
        if isinstance(value, tuple):
            return symbol not in self.core and bool(self.worth(value, View(self, symbol, i)))
        return symbol not in self.core and value is not None and i < len(value) and bool(value[i])

    # --- the words of the position

    def word(self, symbol, name, i):
        book = self.books[symbol]
        if name == "bars_since_exit":
            return i - book.last_exit if book.last_exit >= 0 else math.inf
        if name in ("last_exit_reason", "last_trade_return"):
            return book.last_reason if name == "last_exit_reason" else book.last_return
        if name == "equity":
            return self.equity()
        if self.hanging and self.hanging[0] == symbol and name != "entries":
            return self.word_of_a_fill(name)
        if not book.lots:
            return NAN
        trip, lots, close = book.trip, book.lots, self.bars[symbol]["close"][i]
        units = sum(lot.quantity for lot in lots)
        mean, side = sum(lot.quantity * lot.price for lot in lots) / units, lots[0].side
        ahead = side * (close - mean)
        return {
            "entry_price": trip.price,
            "avg_price": mean,
            "entries": trip.entries,
            "bars_held": i - trip.bar + (0 if trip.at_close else 1),
            "open_return": ahead / mean,
            "open_pnl": units * ahead,
            "last_fill_price": book.last_fill,
            "highest_since_entry": trip.highest,
            "lowest_since_entry": trip.lowest,
            "side": side,
            "initial_risk": trip.risk,
            "open_r": ahead / trip.risk if trip.risk > 0 else NAN,
        }[name]

    def word_of_a_fill(self, name):
        # While levels are hung and risk is measured, the fill is all that is known.
        _, side, price = self.hanging
        if name in ("initial_risk", "open_r"):
            return NAN
        if name in ("bars_held", "open_return", "open_pnl"):
            return 0.0
        return side if name == "side" else price

    def since(self, symbol, name, slot, i):
        book = self.books[symbol]
        if not book.lots:
            return NAN
        series, trip = self.signals[symbol][slot], book.trip
        if name == "at_entry":
            return series[max(trip.bar if trip.at_close else trip.bar - 1, 0)]
        seen = [series[k] for k in range(trip.bar + (1 if trip.at_close else 0), i + 1)]
        seen = [value for value in seen if not math.isnan(value)]
        return (max if name == "highest_since_entry" else min)(seen) if seen else NAN

    # --- rules

    def read_at(self, rule, i):
        # At the close of a bar the decisions for the next open are made: a rule that is read at the open sees that bar.
        return i + 1 if rule.read == "open" else i

    def equity(self):
        worth = sum(lot.side * lot.quantity * self.books[lot.symbol].mark for lot in self.all_lots())
        return self.cash + worth

    def gross(self):
        return sum(lot.quantity * self.books[lot.symbol].mark for lot in self.all_lots())

    def all_lots(self):
        return [lot for book in self.books.values() for lot in book.lots]

    def side_of(self, symbol):
        lots = self.books[symbol].lots
        return lots[0].side if lots else 0

    # --- money

    def fee(self, side, quantity, price, maker):
        c, value = self.costs, quantity * price
        commission = (c.maker_commission if maker else c.commission) * value + c.per_unit * quantity
        if quantity > 0:
            commission = max(commission, c.minimum)
        commission = min(commission, c.maximum * value)
        if side > 0:
            return commission + c.buy_levy * value
        unit = c.sell_unit_levy * quantity
        if c.sell_unit_levy_cap > 0:
            unit = min(unit, c.sell_unit_levy_cap)
        return commission + c.sell_levy * value + unit

    def step(self, symbol):
        return self.bars[symbol]["step"]

    def whole(self, symbol, quantity):
        step = self.step(symbol)
        if step <= 0 or math.isnan(quantity):
            return quantity
        return math.floor(quantity / step + 1e-9) * step

    def affordable(self, symbol, side, price, budget, maker):
        # The largest quantity whose value and fee fit: first by the rates, then step by step down.
        if budget <= 0 or price <= 0:
            return 0.0
        c = self.costs
        rate = (c.maker_commission if maker else c.commission) + (c.buy_levy if side > 0 else c.sell_levy)
        quantity = self.whole(symbol, budget / (price * (1 + rate) + c.per_unit))
        tries = 0
        while quantity > 0 and tries < 8:
            fee = self.fee(side, quantity, price, maker)
            if quantity * price + fee <= budget * (1 + 1e-12):
                break
            quantity = self.whole(symbol, min((budget - fee) / price, quantity - self.step(symbol)))
            tries += 1
        return max(quantity, 0.0)

    def room(self, symbol, i):
        share = self.strategy.execution.max_participation
        if share is None:
            return math.inf
        return max(self.whole(symbol, share * self.bars[symbol]["volume"][i]) - self.books[symbol].used, 0.0)

    def slipped(self, symbol, i, side, quantity, price, distance):
        volume = self.bars[symbol]["volume"][i]
        if self.costs.impact > 0 and quantity > 0 and volume > 0:
            volatility = self.deviation(symbol, 20, i) * math.sqrt(self.bars[symbol]["bars_a_year"] / 252)
            if not math.isnan(volatility):
                distance += self.costs.impact * volatility * math.sqrt(quantity / volume)
        return price * (1 + side * distance)

    def deviation(self, symbol, length, i):
        close = self.bars[symbol]["close"]
        if i < length:
            return NAN
        return statistics.stdev(close[k] / close[k - 1] - 1 for k in range(i - length + 1, i + 1))

    def pay(self, symbol, side, quantity, price, fee):
        self.cash -= side * quantity * price + fee
        self.books[symbol].used += quantity
        self.books[symbol].last_fill = price

    # --- levels

    def distance(self, symbol, level, path, price, r, i):
        if level.kind == "percent":
            return price * self.number(symbol, level.value, f"{path}.value", i) / 100
        if level.kind == "atr":
            return self.number(symbol, level.multiple, f"{path}.multiple", i) * self.signals[symbol][f"{path}.atr"][i]
        if level.kind == "r_multiple":
            return self.number(symbol, level.value, f"{path}.value", i) * r
        if level.kind == "after_target":
            return NAN
        return self.number(symbol, level.value, f"{path}.value", i)

    def price_level(self, symbol, level, path, side, i):
        own = level.long if side > 0 else level.short
        name = ("long" if side > 0 else "short") if own else "expr"
        return self.number(symbol, own or level.expr, f"{path}.{name}", i)

    def stop_level(self, symbol, level, path, side, anchor, i):
        if level.kind == "price":
            return self.price_level(symbol, level, path, side, i)
        if level.kind == "give_back":
            return NAN
        return anchor - side * self.distance(symbol, level, path, anchor, NAN, i)

    def first_stop(self, symbol, risk, path, side, price, i):
        found = NAN
        stops = ([(risk.stop_loss, f"{path}.stop_loss")] if risk.stop_loss else []) + [
            (stop, f"{path}.extra_stops.{n}") for n, stop in enumerate(risk.extra_stops)
        ]
        for level, where in stops:
            at = self.stop_level(symbol, level, where, side, price, i)
            if not math.isnan(at) and (math.isnan(found) or side * at > side * found):
                found = at
        return found

    def r_of(self, symbol, risk, path, side, price, i):
        self.hanging = symbol, side, price
        stop = self.first_stop(symbol, risk, path, side, price, i)
        if math.isnan(stop) and risk.trailing_stop is not None:
            stop = self.stop_level(symbol, risk.trailing_stop, f"{path}.trailing_stop", side, price, i)
        self.hanging = None
        return abs(price - stop)

    def hang(self, lot):
        symbol, risk, path, side, price, i = lot.symbol, lot.risk, lot.path, lot.side, lot.price, lot.signal
        lot.r = self.r_of(symbol, risk, path, side, price, i)
        self.hanging = symbol, side, price
        lot.stop, lot.reason = self.first_stop(symbol, risk, path, side, price, i), "stop_loss"
        trail = risk.trailing_stop
        if trail is not None:
            if trail.activate_at is not None:
                where = f"{path}.trailing_stop.activate_at"
                lot.arm_trail = self.distance(symbol, trail.activate_at, where, price, lot.r, i)
            else:
                lot.trailing = True
                at = self.stop_level(symbol, trail, f"{path}.trailing_stop", side, price, i)
                self.tighten(lot, at, "trailing_stop")
        if risk.break_even is not None:
            trigger = risk.break_even.trigger
            lot.arm_even = self.distance(symbol, trigger, f"{path}.break_even.trigger", price, lot.r, i)
        for n, step in enumerate(risk.stop_steps):
            where = f"{path}.stop_steps.{n}"
            ahead = self.distance(symbol, step.at, f"{where}.at", price, lot.r, i)
            to = price + side * self.distance(symbol, step.to, f"{where}.to", price, lot.r, i)
            lot.steps.append((step.at, ahead, to))
        total = 0.0
        for n, target in enumerate(risk.take_profit):
            where = f"{path}.take_profit.{n}"
            if target.kind == "price":
                at = self.price_level(symbol, target, where, side, i)
            else:
                at = price + side * self.distance(symbol, target, where, price, lot.r, i)
            share = self.number(symbol, target.fraction, f"{where}.fraction", i)
            total += 0 if math.isnan(share) else share
            last = n == len(risk.take_profit) - 1
            lot.targets.append([at, NAN if last and total >= 0.985 else share])
        self.hanging = None

    def trailed(self, lot, anchor, i):
        trail, where = lot.risk.trailing_stop, f"{lot.path}.trailing_stop"
        if trail.kind == "give_back":
            share = self.number(lot.symbol, trail.value, f"{where}.value", i) / 100
            return anchor - (anchor - lot.price) * share
        return self.stop_level(lot.symbol, trail, where, lot.side, anchor, i)

    @staticmethod
    def due(lot, trigger, ahead, needed):
        return trigger.target - 1 in lot.hit if trigger.kind == "after_target" else ahead >= needed

    def tighten(self, lot, at, reason):
        if not math.isnan(at) and (math.isnan(lot.stop) or lot.side * at > lot.side * lot.stop):
            lot.stop, lot.reason = at, reason

    # --- leaving

    def leave(self, lot, quantity, price, maker, i, tick, reason, rule):
        book = self.books[lot.symbol]
        filled = min(quantity, self.room(lot.symbol, i))
        if filled < quantity:
            self.mark(lot, quantity - filled, "next_open", i + 1, reason, rule)
        if filled <= 0:
            return
        if not maker:
            price = self.slipped(lot.symbol, i, -lot.side, filled, price, self.costs.exit_slippage)
        fee = self.fee(-lot.side, filled, price, maker)
        share = filled / lot.quantity
        fees, carry = lot.fees * share, lot.carry * share
        profit = lot.side * filled * (price - lot.price) - fees - fee + carry
        self.trades.append(
            (lot.symbol, lot.side, lot.tick, lot.price, tick, price, filled, profit, reason, lot.rule.id, rule)
        )
        self.pay(lot.symbol, -lot.side, filled, price, fee)
        book.trip.profit += profit
        lot.fees, lot.carry, lot.quantity = lot.fees - fees, lot.carry - carry, lot.quantity - filled
        if lot.leaving:
            lot.leaving = (min(lot.leaving[0], lot.quantity), *lot.leaving[1:])
        if lot.quantity <= 1e-9 * lot.full:
            book.lots.remove(lot)
            if not book.lots:
                book.last_exit, book.last_reason = i, reason
                book.last_return = book.trip.profit / book.trip.cost
                self.losses_today += book.trip.profit < 0

    def mark(self, lot, quantity, fill, first, reason, rule):
        if lot.leaving is None or lot.leaving[0] <= 0:
            lot.leaving = (0.0, fill, first, reason, rule)
        lot.leaving = (min(lot.leaving[0] + quantity, lot.quantity), *lot.leaving[1:])

    def part(self, lot, share):
        if math.isnan(share) or share >= 1:
            return lot.quantity
        part = min(self.whole(lot.symbol, lot.full * share), lot.quantity)
        return lot.quantity if lot.quantity - part < 1e-9 * lot.full else part

    def do_marked(self, symbol, price, i, tick, fill):
        for lot in list(self.books[symbol].lots):
            if lot.leaving and lot.leaving[0] > 0 and lot.leaving[1] == fill and i >= lot.leaving[2]:
                quantity, _, _, reason, rule = lot.leaving
                lot.leaving = None
                self.leave(lot, quantity, price, False, i, tick, reason, rule)

    # --- entering

    def most_entries(self, rule):
        adds = sum(r.action.value.startswith("add") for r in self.strategy.rules)
        pyramiding = self.strategy.execution.pyramiding
        return 1 + adds if rule.action.value.startswith("add") and pyramiding == 1 else pyramiding

    def wanted(self, symbol, rule, price, signal):
        sizing, path = (rule.size, f"{rule.id}.size") if rule.size else (self.strategy.sizing, "sizing")
        value = self.number(symbol, sizing.value, f"{path}.value", signal)
        factor = 1.0
        if sizing.multiplier is not None:
            factor = self.number(symbol, sizing.multiplier, f"{path}.multiplier", signal)
        share = self.number(symbol, rule.fraction, f"{rule.id}.fraction", signal)
        factor *= 1.0 if math.isnan(share) else share
        if math.isnan(value) or math.isnan(factor) or factor <= 0:
            return 0.0
        side = 1 if rule.action.side == "long" else -1
        equity = self.initial if sizing.base == "initial" else self.equity()
        if sizing.kind == "quantity":
            quantity = value * factor
        elif sizing.kind == "times_last":
            lots = self.books[symbol].lots
            quantity = value * factor * lots[-1].full if lots else 0.0
        elif sizing.kind in ("risk_percent", "risk_cash"):
            risk, where = (rule.risk, f"{rule.id}.risk") if rule.risk else (self.strategy.risk, "risk")
            money = equity * value / 100 if sizing.kind == "risk_percent" else value
            r = self.r_of(symbol, risk, where, side, price, signal)
            if sizing.distance is not None:
                r = self.number(symbol, sizing.distance, f"{path}.distance", signal)
            quantity = money * factor / r if r > 0 else 0.0
        elif sizing.kind == "cash":
            quantity = self.affordable(symbol, side, price, value * factor, False)
        else:
            part = value / 100 / (len(self.bars) - len(self.core) if sizing.kind == "equal_weight" else 1)
            if sizing.kind == "volatility_target":
                length = max(int(self.number(symbol, sizing.length, f"{path}.length", 0)), 2)
                volatility = self.deviation(symbol, length, signal) * math.sqrt(self.bars[symbol]["bars_a_year"])
                part = min(part / volatility, self.strategy.execution.leverage) if volatility > 0 else 0.0
            quantity = self.affordable(symbol, side, price, equity * part * factor, False)
        if sizing.max_quantity is not None:
            quantity = min(quantity, self.number(symbol, sizing.max_quantity, f"{path}.max_quantity", signal))
        if sizing.max_percent_of_equity is not None:
            percent = self.number(symbol, sizing.max_percent_of_equity, f"{path}.max_percent_of_equity", signal)
            quantity = min(quantity, self.equity() * percent / 100 / price)
        return self.whole(symbol, quantity)

    def may_fill(self, symbol, rule):
        limits, book = self.strategy.limits, self.books[symbol]
        if self.stopped or self.day_stopped:
            return False
        if rule.action.side == "short" and not self.strategy.execution.allow_short:
            return False
        if limits.entries_per_day and self.entries_today >= limits.entries_per_day:
            return False
        if not book.lots:
            held = sum(bool(other.lots) for other in self.books.values())
            full = limits.max_open_positions and held >= limits.max_open_positions
            return not full and not rule.action.value.startswith("add")
        return len(book.lots) < self.most_entries(rule)

    def enter(self, symbol, order, price, maker, i, tick, where):
        rule, book = order.rule, self.books[symbol]
        side = 1 if rule.action.side == "long" else -1
        if self.side_of(symbol) == -side:
            behaviour = self.strategy.execution.on_opposite
            if behaviour == "ignore":
                book.orders.pop(rule.id, None)
                return
            if not all(lot.leaving and lot.leaving[0] >= lot.quantity for lot in book.lots):
                for lot in list(book.lots):
                    self.leave(lot, lot.quantity, price, maker, i, tick, "reverse", rule.id)
            if behaviour == "close":
                book.orders.pop(rule.id, None)
                return
            if book.lots:
                return
        lot = None
        if order.rest is not None:
            same = [lot for lot in book.lots if lot.rule is rule and lot.signal == order.signal]
            lot = same[0] if same else None
        if (order.started and lot is None) or (lot is None and not self.may_fill(symbol, rule)):
            book.orders.pop(rule.id, None)
            return
        # Impact hangs on the size, and the size on the price: the size at the price before it decides the impact.
        at, asked = price, order.rest
        if asked is None:
            asked = self.wanted(symbol, rule, price, order.signal)
        if not maker:
            at = self.slipped(symbol, i, side, min(asked, self.room(symbol, i)), price, self.costs.entry_slippage)
            if order.rest is None:
                asked = self.wanted(symbol, rule, at, order.signal)
        power = self.equity() * self.strategy.execution.leverage - self.gross()
        dust = power <= 1e-9 * self.equity()
        means = 0.0 if dust else min(asked, self.affordable(symbol, side, at, power, maker))
        room = self.room(symbol, i)
        filled = self.whole(symbol, min(means, room))
        if filled <= 0:
            if means > 0 and room < means:
                order.rest, order.triggered = means, True
            else:
                book.orders.pop(rule.id, None)
            return
        fee = self.fee(side, filled, at, maker)
        if lot is not None:
            total = lot.quantity + filled
            lot.price = (lot.quantity * lot.price + filled * at) / total
            lot.quantity, lot.full, lot.fees = total, lot.full + filled, lot.fees + fee
            book.trip.cost += filled * at
            self.pay(symbol, side, filled, at, fee)
        else:
            self.open(symbol, order, side, filled, at, fee, i, tick, where)
        order.rest, order.started, order.triggered = means - filled, True, True
        if order.rest <= max(1e-9 * means, 0.5 * self.step(symbol)):
            book.orders.pop(rule.id, None)

    def open(self, symbol, order, side, quantity, price, fee, i, tick, where):
        rule, book = order.rule, self.books[symbol]
        risk, path = (rule.risk, f"{rule.id}.risk") if rule.risk else (self.strategy.risk, "risk")
        lot = Lot(symbol, side, quantity, price, i, tick, rule, risk, path, order.signal, where, fees=fee)
        self.begin(lot)
        self.entries_today += 1
        if rule.order is not None and rule.order.group:
            self.cancel_group(book, rule)

    def begin(self, lot):
        book, price = self.books[lot.symbol], lot.price
        if not book.lots:
            book.fired, book.trip = set(), Trip(price, lot.bar, lot.where == "close", price, price)
        lot.full, lot.best, lot.best_close, lot.worst = lot.quantity, price, price, price
        book.lots.append(lot)
        book.fired.add(lot.rule.id)
        book.trip.entries += 1
        book.trip.cost += lot.quantity * price
        self.pay(lot.symbol, lot.side, lot.quantity, price, lot.fees)
        self.hang(lot)
        if book.trip.entries == 1:
            book.trip.risk = lot.r

    def cancel_group(self, book, rule):
        for name, other in list(book.orders.items()):
            if name != rule.id and other.rule.order is not None and other.rule.order.group == rule.order.group:
                del book.orders[name]

    # --- target weights

    def reduce(self, symbol, equity, i, tick):
        want, lots, price = self.wants.get(symbol), list(self.books[symbol].lots), self.bars[symbol]["open"][i]
        if want is None or not lots:
            return
        if want * lots[0].side <= 0:
            for lot in lots:
                self.leave(lot, lot.quantity, price, False, i, tick, "rebalance", None)
            return
        units = sum(lot.quantity for lot in lots)
        surplus = units - self.whole(symbol, abs(want) * equity / price)
        for lot in lots:
            held = sum(each.quantity for each in self.books[symbol].lots)
            if surplus <= max(1e-9 * held, 0.5 * self.step(symbol)):
                return
            self.leave(lot, min(surplus, lot.quantity), price, False, i, tick, "rebalance", None)
            surplus -= held - sum(each.quantity for each in self.books[symbol].lots)

    def increase(self, symbol, equity, i, tick):
        want, book, price = self.wants.pop(symbol, None), self.books[symbol], self.bars[symbol]["open"][i]
        if not want or self.stopped or self.day_stopped:
            return
        side, units = (1 if want > 0 else -1), sum(lot.quantity for lot in book.lots)
        if self.side_of(symbol) == -side:
            self.wants[symbol] = want
            return
        missing = self.whole(symbol, abs(want) * equity / price) - units
        if missing <= max(1e-9 * units, 0.5 * self.step(symbol)):
            return
        if missing > self.room(symbol, i):
            missing, self.wants[symbol] = self.room(symbol, i), want
        price = self.slipped(symbol, i, side, missing, price, self.costs.entry_slippage)
        power = self.equity() * self.strategy.execution.leverage - self.gross()
        dust = power <= 1e-9 * self.equity()
        means = 0.0 if dust else self.affordable(symbol, side, price, power, False)
        quantity = self.whole(symbol, min(missing, means))
        if quantity <= 0:
            return
        fee = self.fee(side, quantity, price, False)
        if book.lots:
            lot = book.lots[0]
            total = lot.quantity + quantity
            lot.price = (lot.quantity * lot.price + quantity * price) / total
            lot.quantity, lot.full, lot.fees = total, lot.full + quantity, lot.fees + fee
            book.trip.cost += quantity * price
            self.pay(symbol, side, quantity, price, fee)
            return
        risk, path = (Risk(), "core") if self.core else (self.strategy.risk, "risk")
        rule = WeightRule("core" if self.core else self.strategy.kind)
        self.begin(Lot(symbol, side, quantity, price, i, tick, rule, risk, path, max(i - 1, 0), "open", fees=fee))

    def want(self, tick):
        decided = self.weights[tick - self.delay] if tick >= self.delay else None
        if decided is not None:
            self.wants.update(decided)

    # --- inside the bar

    def resting_price(self, order, side, o, h, low):
        kind = order.rule.order.kind
        if kind == "limit" or (kind == "stop_limit" and order.triggered):
            level = order.price if kind == "limit" else order.limit
            return self.limit_price(side, level, o, h, low)
        if kind == "stop" and order.triggered:
            return o
        reach = h if side > 0 else low
        if side * o >= side * order.price:
            trigger = o
        elif side * reach >= side * order.price:
            trigger = order.price
        else:
            return NAN
        if kind == "stop":
            return trigger
        order.triggered = True
        if side * trigger <= side * order.limit:
            return trigger
        return self.limit_price(side, order.limit, o, h, low) if trigger == o else NAN

    @staticmethod
    def limit_price(side, level, o, h, low):
        if side * o <= side * level:
            return o
        reach = low if side > 0 else h
        return level if side * reach < side * level else NAN

    def meet(self, lot, i, tick):
        b = self.bars[lot.symbol]
        inside = lot.where == "inside" and lot.bar == i
        reference = lot.price if inside else b["open"][i]
        if not inside:
            self.reach_targets(lot, reference, reference, reference, i, tick)
        if lot not in self.books[lot.symbol].lots:
            return
        stop = self.stop_in_force(lot, i)
        against = b["low"][i] if lot.side > 0 else b["high"][i]
        if not math.isnan(stop) and lot.risk.stop_trigger == "touch" and lot.side * against <= lot.side * stop:
            price = stop if lot.side * stop < lot.side * reference else reference
            self.leave(lot, lot.quantity, price, False, i, tick, lot.reason, None)
            return
        if not (inside and self.worst):
            self.reach_targets(lot, reference, b["high"][i], b["low"][i], i, tick)

    def stop_in_force(self, lot, i):
        if not self.worst or not lot.trailing or lot.risk.trailing_stop.anchor == "close":
            return lot.stop
        b = self.bars[lot.symbol]
        extreme = b["high"][i] if lot.side > 0 else b["low"][i]
        if lot.side * extreme <= lot.side * lot.best:
            return lot.stop
        at = self.trailed(lot, extreme, max(i - 1, 0))
        tighter = not math.isnan(at) and (math.isnan(lot.stop) or lot.side * at > lot.side * lot.stop)
        return at if tighter else lot.stop

    def reach_targets(self, lot, reference, high, low, i, tick):
        for n, target in enumerate(lot.targets):
            if lot not in self.books[lot.symbol].lots or math.isnan(target[0]):
                continue
            price = self.limit_price(-lot.side, target[0], reference, high, low)
            if math.isnan(price):
                continue
            target[0] = NAN
            lot.hit.add(n)
            quantity = self.part(lot, target[1])
            if quantity > 0:
                self.leave(lot, quantity, price, True, i, tick, "take_profit", None)

    def exit_orders(self, symbol, i, tick, *, limits):
        b, book = self.bars[symbol], self.books[symbol]
        for rule in self.strategy.rules:
            order = book.orders.get(rule.id)
            if order is None or rule.action.is_entry or rule.order is None or i < order.first:
                continue
            if (rule.order.kind == "limit") != limits:
                continue
            side = 1 if rule.action.side == "long" else -1
            if self.side_of(symbol) == side:
                price = self.resting_price(order, -side, b["open"][i], b["high"][i], b["low"][i])
                if not math.isnan(price):
                    book.orders.pop(rule.id)
                    if rule.order.group:
                        self.cancel_group(book, rule)
                    share = self.number(symbol, rule.fraction, f"{rule.id}.fraction", order.signal)
                    for lot in list(book.lots):
                        if self.ends(rule, lot):
                            maker = rule.order.kind == "limit"
                            self.leave(lot, self.part(lot, share), price, maker, i, tick, "rule", rule.id)
            if i >= order.until or not book.lots:
                book.orders.pop(rule.id, None)

    @staticmethod
    def ends(rule, lot):
        return not rule.for_setups or lot.rule.setup in rule.for_setups

    # --- the close

    def follow(self, symbol, i):
        b, fill, trip = self.bars[symbol], self.strategy.execution.fill, self.books[symbol].trip
        if not (trip.at_close and trip.bar == i):
            trip.highest, trip.lowest = max(trip.highest, b["high"][i]), min(trip.lowest, b["low"][i])
        for lot in self.books[symbol].lots:
            if lot.where == "close" and lot.bar == i:
                continue
            better, poorer = (max, min) if lot.side > 0 else (min, max)
            lot.best = better(lot.best, b["high"][i] if lot.side > 0 else b["low"][i])
            lot.worst = poorer(lot.worst, b["low"][i] if lot.side > 0 else b["high"][i])
            lot.best_close = better(lot.best_close, b["close"][i])
            on_close = lot.risk.stop_trigger == "close"
            if on_close and not math.isnan(lot.stop) and lot.side * b["close"][i] <= lot.side * lot.stop:
                self.mark(lot, lot.quantity, fill, self.first(fill, i), lot.reason, None)
            ahead = lot.side * (lot.best - lot.price)
            trail = lot.risk.trailing_stop
            if trail is not None and not lot.trailing and self.due(lot, trail.activate_at, ahead, lot.arm_trail):
                lot.trailing = True
            if trail is not None and lot.trailing:
                anchor = lot.best_close if trail.anchor == "close" else lot.best
                self.tighten(lot, self.trailed(lot, anchor, i), "trailing_stop")
            even = lot.risk.break_even
            if even is not None and not lot.even_done and self.due(lot, even.trigger, ahead, lot.arm_even):
                lot.even_done = True
                where = f"{lot.path}.break_even.offset_percent"
                offset = self.number(symbol, lot.risk.break_even.offset_percent, where, i)
                self.tighten(lot, lot.price * (1 + lot.side * offset / 100), "break_even")
            while lot.steps and self.due(lot, lot.steps[0][0], ahead, lot.steps[0][1]):
                self.tighten(lot, lot.steps.pop(0)[2], "stop_step")

    def first(self, fill, i):
        return i + self.delay + (0 if fill == "same_close" else 1)

    def decide(self, symbol, i):
        book, rules = self.books[symbol], self.strategy.rules
        execution = self.strategy.execution
        for name, order in list(book.orders.items()):
            if order.rule.order is not None and order.rule.order.cancel_when:
                if self.truth(symbol, f"{name}.order.cancel_when", i):
                    del book.orders[name]
        barred = []
        for rule in rules:
            if rule.action.is_entry or not self.truth(symbol, f"{rule.id}.when", self.read_at(rule, i)):
                continue
            side = 1 if rule.action.side == "long" else -1
            if rule.order is not None:
                if self.side_of(symbol) == side:
                    self.place(symbol, rule, i)
                continue
            share = self.number(symbol, rule.fraction, f"{rule.id}.fraction", i)
            whole = math.isnan(share) or share >= 1
            if whole:
                barred.append((side, rule.for_setups))
                for name, order in list(book.orders.items()):
                    if order.rest is not None and order.rule.action.is_entry:
                        if (order.rule.action.side == "long") == (side > 0):
                            del book.orders[name]
            if self.side_of(symbol) == side and not (not whole and rule.once and rule.id in book.fired):
                book.fired.add(rule.id)
                fill = rule.fill or execution.fill
                for lot in book.lots:
                    if self.ends(rule, lot):
                        self.mark(lot, self.part(lot, share), fill, self.first(fill, i), "rule", rule.id)
        for lot in book.lots:
            most = self.number(symbol, lot.risk.max_bars, f"{lot.path}.max_bars", lot.signal)
            held = i - lot.bar + (0 if lot.where == "close" else 1)
            if held >= most:
                self.mark(lot, lot.quantity, execution.fill, self.first(execution.fill, i), "max_bars", None)
        for rule in rules:
            if rule.action.is_entry and self.truth(symbol, f"{rule.id}.when", self.read_at(rule, i)):
                side = 1 if rule.action.side == "long" else -1
                bars_it = any(s == side and (not setups or rule.setup in setups) for s, setups in barred)
                standing = book.orders.get(rule.id)
                on_its_way = standing is not None and (
                    standing.rest is not None or (rule.order is None and standing.first > i)
                )
                if not bars_it and not on_its_way:
                    self.decide_entry(symbol, rule, side, i)

    def decide_entry(self, symbol, rule, side, i):
        book, execution, limits = self.books[symbol], self.strategy.execution, self.strategy.limits
        held, add = self.side_of(symbol), rule.action.value.startswith("add")
        if held == -side:
            if execution.on_opposite == "ignore" or add:
                return
            if rule.order is None:
                fill = rule.fill or execution.fill
                for lot in book.lots:
                    self.mark(lot, lot.quantity, fill, self.first(fill, i), "reverse", rule.id)
                if execution.on_opposite != "reverse" or (side < 0 and not execution.allow_short):
                    return
        elif held == side:
            leaving = [lot for lot in book.lots if lot.leaving and lot.leaving[0] >= lot.quantity]
            if any(lot.rule.setup == rule.setup for lot in leaving):
                return
            if len(book.lots) - len(leaving) >= self.most_entries(rule):
                return
            if add and execution.pyramiding == 1 and rule.id in book.fired:
                return
        elif add:
            return
        if side < 0 and not execution.allow_short and held != 1:
            return
        braked = self.stopped or self.day_stopped
        braked = braked or bool(limits.entries_per_day and self.entries_today >= limits.entries_per_day)
        braked = braked or bool(limits.losses_per_day and self.losses_today >= limits.losses_per_day)
        cooling = limits.cooldown_bars and book.last_exit >= 0 and i < book.last_exit + limits.cooldown_bars
        if not braked and not cooling:
            self.place(symbol, rule, i)

    def place(self, symbol, rule, i):
        book = self.books[symbol]
        if rule.order is None:
            fill = rule.fill or self.strategy.execution.fill
            book.orders[rule.id] = Order(rule, i, self.first(fill, i), math.inf, fill)
            return
        first = self.first("next_open", i)
        valid = self.number(symbol, rule.order.valid_bars, f"{rule.id}.order.valid_bars", i)
        at = self.read_at(rule, i)
        price = self.number(symbol, rule.order.price, f"{rule.id}.order.price", at)
        limit = self.number(symbol, rule.order.limit_price, f"{rule.id}.order.limit_price", at)
        until = first - 1 + int(valid)
        if rule.order.valid == "day":
            ends = self.bars[symbol]["session_end"]
            until = next((k for k in range(first, len(ends)) if ends[k]), math.inf)
        book.orders.pop(rule.id, None)
        if not math.isnan(price):
            book.orders[rule.id] = Order(rule, i, first, until, "resting", price, limit)

    # --- the run

    def markets(self, symbol, price, i, tick, fill, where):
        for rule in self.strategy.rules:
            order = self.books[symbol].orders.get(rule.id)
            if order is not None and rule.order is None and order.fill == fill and i >= order.first:
                self.enter(symbol, order, price, False, i, tick, where)

    def inside(self, symbol, i, tick):
        b = self.bars[symbol]
        for rule in self.strategy.rules:
            order = self.books[symbol].orders.get(rule.id)
            if order is None or rule.order is None or not rule.action.is_entry or i < order.first:
                continue
            side = 1 if rule.action.side == "long" else -1
            price = self.resting_price(order, side, b["open"][i], b["high"][i], b["low"][i])
            if not math.isnan(price):
                kind = rule.order.kind
                maker = kind == "limit" or (kind == "stop_limit" and price == order.limit)
                where = "open" if price == b["open"][i] else "inside"
                self.enter(symbol, order, price, maker, i, tick, where)
            if i >= order.until and self.books[symbol].orders.get(rule.id) is order:
                del self.books[symbol].orders[rule.id]
        self.exit_orders(symbol, i, tick, limits=False)
        for lot in list(self.books[symbol].lots):
            self.meet(lot, i, tick)
        self.exit_orders(symbol, i, tick, limits=True)

    def begin_bar(self, symbol, i, time):
        book, bars = self.books[symbol], self.bars[symbol]
        dividend, split = (bars[name][i] if bars[name] else usual for name, usual in (("dividend", 0), ("split", 1)))
        for lot in book.lots:
            if lot.side < 0:
                # Borrowed since the bar before, at what it was worth then.
                self.charge(lot, lot.quantity * book.mark * self.costs.borrow * (time - book.time) / 86_400e9 / 365)
            self.charge(lot, -lot.side * lot.quantity * dividend)
            self.split_lot(lot, split)
        for order in book.orders.values():
            order.price, order.limit = order.price / split, order.limit / split
            order.rest = None if order.rest is None else order.rest * split
        if book.trip is not None:
            trip = book.trip
            trip.price, trip.highest, trip.lowest = trip.price / split, trip.highest / split, trip.lowest / split
            trip.risk, book.last_fill = trip.risk / split, book.last_fill / split
        book.mark, book.used = bars["open"][i], 0.0

    def charge(self, lot, money):
        self.cash -= money
        lot.carry -= money

    @staticmethod
    def split_lot(lot, split):
        lot.quantity, lot.full = lot.quantity * split, lot.full * split
        for name in ("price", "best", "best_close", "worst", "stop", "r", "arm_trail", "arm_even"):
            setattr(lot, name, getattr(lot, name) / split)
        lot.targets = [[price / split, share] for price, share in lot.targets]
        lot.steps = [(trigger, ahead / split, to / split) for trigger, ahead, to in lot.steps]
        if lot.leaving:
            lot.leaving = (lot.leaving[0] * split, *lot.leaving[1:])

    def close(self, symbol, i, tick, time):
        b, book = self.bars[symbol], self.books[symbol]
        self.do_marked(symbol, b["close"][i], i, tick, "next_close")
        self.markets(symbol, b["close"][i], i, tick, "next_close", "close")
        if b["session_end"][i]:
            for lot in list(book.lots):
                asked = lot.risk.session_exit
                if asked is True or (isinstance(asked, str) and self.truth(symbol, f"{lot.path}.session_exit", i)):
                    self.leave(lot, lot.quantity, b["close"][i], False, i, tick, "session_exit", None)
        if book.lots:
            for lot in book.lots:
                self.charge(lot, lot.side * lot.quantity * b["close"][i] * self.funding(b, i))
            self.follow(symbol, i)
        book.time = time
        self.decide(symbol, i)

    def funding(self, bars, i):
        if bars["funding"]:
            return bars["funding"][i]
        # Every whole eighth hour of the day that passes until the next bar opens.
        hours = range(bars["time"][i] // 10**9 // 3600 + 1, bars["next"][i] // 10**9 // 3600 + 1)
        return sum(self.costs.funding for hour in hours if hour % 8 == 0)

    def flatten(self, reason, last):
        for symbol, book in self.books.items():
            for lot in book.lots:
                self.mark(lot, lot.quantity, "next_open", last[symbol] + 1, reason, None)
            for name, order in list(book.orders.items()):
                if order.rule.action.is_entry:
                    del book.orders[name]

    def earn(self, days):
        owed = sum(lot.quantity * self.books[lot.symbol].mark for lot in self.all_lots() if lot.side < 0)
        self.cash += max(self.cash - owed, 0.0) * self.costs.interest * days / 365

    def settle_the_delisted(self, final, last, tick, time):
        for symbol, book in self.books.items():
            silent = last[symbol] == final[symbol] and time - self.bars[symbol]["time"][last[symbol]] > 14 * 86_400e9
            held = list(book.lots) if silent else []
            for lot in held:
                profit = lot.side * lot.quantity * (book.mark - lot.price) - lot.fees + lot.carry
                entry = symbol, lot.side, lot.tick, lot.price
                self.trades.append((*entry, tick, book.mark, lot.quantity, profit, "delisted", lot.rule.id, None))
                self.cash += lot.side * lot.quantity * book.mark
                book.trip.profit += profit
                book.lots.remove(lot)
            if held:
                book.last_exit, book.last_reason = last[symbol], "delisted"
                book.last_return, book.last_fill = book.trip.profit / book.trip.cost, book.mark
                self.losses_today += book.trip.profit < 0

    def end_tick(self, last):
        self.equity_now = equity = self.equity()
        self.curve.append(equity)
        leverage = self.strategy.execution.leverage
        if self.all_lots() and equity < min(0.25, 0.5 / leverage) * self.gross():
            self.flatten("margin_call", last)
        limits = self.strategy.limits
        self.peak = max(self.peak, equity)
        drop, loss = limits.max_drawdown_percent, limits.daily_loss_percent
        if drop and not self.stopped and equity <= self.peak * (1 - drop / 100):
            self.stopped = True
            self.flatten("drawdown_limit", last)
        if loss and not self.day_stopped and equity <= self.day_start * (1 - loss / 100):
            self.day_stopped = True
            self.flatten("daily_loss_limit", last)

    def run(self, ticks):
        """Run over ticks: (time, day, [(symbol, bar index), ...]); fill `trades` and `curve`."""
        last, before = dict.fromkeys(self.bars, -1), None
        final = {symbol: i for _, _, here in ticks for symbol, i in here}
        for tick, (time, day, here) in enumerate(ticks):
            if day != self.day:
                self.day, self.entries_today, self.losses_today = day, 0, 0
                self.day_stopped, self.day_start = False, self.equity_now
            if before is not None:
                self.earn((time - before) / 86_400e9)
            self.settle_the_delisted(final, last, tick, time)
            for symbol, i in here:
                self.begin_bar(symbol, i, time)
                last[symbol] = i
            equity = self.equity()
            for symbol, i in here:
                self.do_marked(symbol, self.bars[symbol]["open"][i], i, tick, "next_open")
                self.reduce(symbol, equity, i, tick)
            for symbol, i in here:
                self.markets(symbol, self.bars[symbol]["open"][i], i, tick, "next_open", "open")
                self.increase(symbol, equity, i, tick)
            for symbol, i in here:
                self.inside(symbol, i, tick)
            for symbol, i in here:
                self.books[symbol].mark = self.bars[symbol]["close"][i]
            for symbol, i in here:
                self.close(symbol, i, tick, time)
            for symbol, i in here:
                self.do_marked(symbol, self.bars[symbol]["close"][i], i, tick, "same_close")
            for symbol, i in here:
                self.markets(symbol, self.bars[symbol]["close"][i], i, tick, "same_close", "close")
            self.end_tick(last)
            before = time
            if self.weights is not None:
                self.want(tick)
        for lot in self.all_lots():
            mark = self.books[lot.symbol].mark
            profit = lot.side * lot.quantity * (mark - lot.price) - lot.fees + lot.carry
            entry = lot.symbol, lot.side, lot.tick, lot.price
            self.trades.append((*entry, None, mark, lot.quantity, profit, "end_of_data", lot.rule.id, None))
        return self
