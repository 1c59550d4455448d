"""A strategy while it is being read: what has been understood, and which words said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from strategy_ai_worker.domain.reading.trees import Node

Side = Literal["long", "short"]
AmountKind = Literal["percent", "atr", "distance", "r_multiple", "price", "after_target", "give_back"]


@dataclass(frozen=True, slots=True)
class Amount:
    """How far a level lies: percent, ATRs (with their length), units of price, multiples of R, or a price itself."""

    kind: AmountKind
    value: float = 0.0
    length: int = 14
    expr: Node | None = None
    fraction: float | None = None
    for_shorts: Node | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The lexemes [first, last) that something was read from."""

    first: int
    last: int


@dataclass(slots=True)
class RuleDraft:
    """One rule: the side, whether it enters, its condition and its words."""

    action: str
    when: Node
    words: list[Words]
    fraction: float | None = None
    fill: str | None = None
    read: str | None = None


@dataclass(slots=True)
class OrderDraft:
    """A resting entry order."""

    kind: Literal["limit", "stop", "stop_limit"]
    price: Node
    valid_bars: int = 1
    for_the_day: bool = False
    limit_price: Node | None = None


@dataclass(slots=True)
class RotationDraft:
    """Slots of a rotation.

    Attributes:
        whole: Whether all assets are held, none chosen.
    """

    rank_by: Node
    hold: int = 1
    whole: bool = False
    rebalance: str | int = "monthly"
    where: Node | None = None
    descending: bool = True
    weights: str = "equal"
    volatility_length: int = 60


@dataclass(slots=True)
class AllocationDraft:
    """Slots of a portfolio of target weights: (symbol, percent of equity, or the expression of it)."""

    weights: Sequence[tuple[str, float | str]]
    rebalance: str | int = "monthly"


@dataclass(slots=True)
class PairsDraft:
    """Slots of a pairs trade."""

    left: str
    right: str
    hedge: str = "ols"
    hedge_length: int = 60
    z_length: int = 60
    enter_z: float = 2
    exit_z: float = 0.5
    stop_z: float | None = None
    hedge_ratio: float | None = None


@dataclass(slots=True)
class Draft:
    """Everything that was understood.

    Attributes:
        paths: (first lexeme, last lexeme, path in the document) of each thing that was read.
        sides: Side -> the draft with its own stops, targets and times, where each side names some.
    """

    universe: list[str] = field(default_factory=list)
    candidates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    timeframe: str = "1d"
    rules: list[RuleDraft] = field(default_factory=list)
    stops: list[Amount] = field(default_factory=list)
    targets: list[Amount] = field(default_factory=list)
    trailing: Amount | None = None
    trailing_after: Amount | None = None
    trails: list[Amount] = field(default_factory=list)
    trailing_on_close: bool = False
    break_even: Amount | None = None
    steps: list[tuple[Amount, Amount]] = field(default_factory=list)
    max_bars: int | None = None
    session_exit: bool = False
    stop_on_close: bool = False
    stop_above: bool = False
    target_below: bool = False
    order: OrderDraft | None = None
    sizing: tuple[str, float] | None = None
    volatility_length: int | None = None
    multiplier: Node | None = None
    max_share: float | None = None
    size_distance: Node | None = None
    entries_per_day: int | None = None
    losses_per_day: int | None = None
    daily_loss: float | None = None
    max_drawdown: float | None = None
    later: list[RuleDraft] = field(default_factory=list)
    allow_short: bool = False
    long_only: bool = False
    short_only: bool = False
    both_ways: bool = False
    on_opposite: str | None = None
    fill: str | None = None
    pyramiding: int = 1
    cooldown: int | None = None
    max_positions: int | None = None
    commission: float | None = None
    fee: float | None = None
    fee_per_share: float | None = None
    slippage_bps: float | None = None
    funding: float | None = None
    total_share: float | None = None
    leverage: float | None = None
    rotation: RotationDraft | None = None
    pairs: PairsDraft | None = None
    allocation: AllocationDraft | None = None
    no_other_exit: bool = False
    never_sells: bool = False
    sides: dict[Side, Draft] = field(default_factory=dict)
    paths: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def is_portfolio(self) -> bool:
        """Whether the whole message is a plan for several assets, without rules of entry and exit."""
        return bool(self.rotation or self.pairs or self.allocation)

    def say(self, first: int, last: int, path: str) -> None:
        """Note that lexemes [first, last) led to a path."""
        self.paths.append((first, last, path))
