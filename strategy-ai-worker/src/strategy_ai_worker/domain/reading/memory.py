"""What has been said so far: the things that "it", "that average" and a bare "8" may speak of."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.trees import Node

_DAYS = {"day": 1, "week": 5, "month": 21, "year": 252}
_DAYS_ROUND_THE_CLOCK = {"day": 1, "week": 7, "month": 30, "year": 365}
_MINUTES = {"1m": 1, "5m": 5, "15m": 15, "30m": 30, "1h": 60, "2h": 120, "4h": 240}


_RECALLED = 40
"""Averages that are remembered by their length: nobody speaks of more at a time."""


@dataclass(slots=True)
class Guess:
    """A number or a choice that was not said."""

    field: str
    value: object
    why: str


@dataclass(slots=True)
class Memory:
    """Everything that later words may refer to.

    Attributes:
        timeframe: Bars that the strategy looks at.
        round_the_clock: Whether the market never closes (crypto): a week has seven bars then.
        averages: Moving averages in the order in which they were named.
        pair: The two sides of the last comparison of series.
        crossed: The two sides of the last crossing: "when it crosses back" speaks of it, whatever was compared since.
        subject: What the last comparison spoke about.
        given: Indicator family -> the numbers that the message gives it.
        symbol: Another asset that the words speak about just now.
        band: The band family spoken about last.
        channel: Middle and half width of a channel that the message defines itself.
        levelled: What was compared with a level, each once, the last behind: "both are below 0" speaks of two of them.
        scaled: The indicator that was compared with a level last: "sell above 60" speaks of it.
        fractions: Lexeme of an action -> the share of the position that it speaks of.
        monthly: Whether the message speaks of months: "the last trading day" is then that of the month.
        lines: Names that the speaker gives to averages: "the fast one", "the slow EMA".
        next_bar: Whether the words speak of the bar after another: "that day's high" is then that of the bar before.
        entered_above: Whether the entry waits for a price above something (a breakout) or below it (a dip).
        entered_by_order: The same of the level of a resting order: a stop waits above, a limit below.
        opening_minutes: Length of the opening range that the message speaks of.
        entered_edge: Edge of a band at which the entry waits: the middle is reached from there.
    sides: The two sides of each comparison in their order: "when either goes below" speaks of the last ones.
    extreme: The highest or lowest of some bars that was named last: "8% below that high".
    gap_way: Which way the gap went that the message speaks of: "until the gap is filled".
    stretch: Bars of the stretch that a value was ranked in: "above its median" is then over the same.
    stretch_is_range: Whether that was the place in the range of its prices.
    edge_months: Months whose first or last day was spoken of: "and sell on the last".
    weekday: The only weekday that the rule speaks of: "on Monday if Friday closed lower".
        day_times: Lexeme of "open" or "close" behind a weekday -> which of the two: "at Thursday's close".
        said_of_bar: What was said of a single bar of the day -> which bar that was.
        pattern: The pattern of candles that was named last.
        patterns_before: Patterns whose prices a later bar is compared with.
        said: Subject and condition of what was said last: "but the price does not" speaks of it.
        streak: Length of the last streak: "3 lower closes, each on lower volume".
        heikin: Whether the candles that the message speaks of are Heikin-Ashi candles.
        stochastic: The stochastic that %K and %D belong to: stoch, stochf or stochrsi.
        terms: Words that the message defines -> condition.
        term_said: The condition of the word that was used last.
        named: Names that the message gives to lines of its own: "A = EMA(12)" -> the line.
    """

    timeframe: str = "1d"
    round_the_clock: bool = False
    session_minutes: int = 390
    averages: list[Node] = field(default_factory=list)
    pair: tuple[Node, Node] | None = None
    crossed: tuple[Node, Node] | None = None
    subject: Node | None = None
    given: dict[str, tuple[float, ...]] = field(default_factory=dict)
    symbol: str | None = None
    symbols: dict[str, tuple[str, ...]] = field(default_factory=dict)
    band: str | None = None
    channel: tuple[Node, Node] | None = None
    stochastic: str = "stoch"
    average_kind: str | None = None
    terms: dict[str, Node] = field(default_factory=dict)
    term_said: Node | None = None
    named: dict[str, Node] = field(default_factory=dict)
    guesses: list[Guess] = field(default_factory=list)
    exit_context: bool = False
    last_level: Node | None = None
    levelled: list[Node] = field(default_factory=list)
    scaled: Node | None = None
    topic: Node | None = None
    entered_short: bool = False
    last_was_level: bool = False
    fractions: dict[int, float] = field(default_factory=dict)
    monthly: bool = False
    lines: dict[str, Node] = field(default_factory=dict)
    next_bar: bool = False
    lag_said: bool = False
    follow_up: bool = False
    depth: int = 0
    entered_above: bool | None = None
    entered_by_order: bool | None = None
    opening_minutes: int | None = None
    entered_edge: str | None = None
    sides: list[tuple[Node, Node]] = field(default_factory=list)
    extreme: Node | None = None
    gap_way: str | None = None
    stretch: float | None = None
    stretch_is_range: bool = False
    edge_months: tuple[int, ...] = ()
    weekday: int | None = None
    heikin: bool = False
    streak: int = 1
    said: tuple[Node, Node] | None = None
    day_times: dict[int, str] = field(default_factory=dict)
    pattern: Node | None = None
    patterns_before: set[Node] = field(default_factory=set)
    said_of_bar: dict[Node, Node] = field(default_factory=dict)

    def guess(self, path: str, value: object, why: str) -> None:
        """Note something that was taken for granted, once."""
        if not any(known.field == path and known.value == value for known in self.guesses):
            self.guesses.append(Guess(path, value, why))

    def bars(self, span: Span) -> int:
        """Return a length of time in bars of the strategy's timeframe."""
        if span.unit == "bar":
            return round(span.count)
        if span == Span(52, "week"):
            span = Span(1, "year")
        days = _DAYS_ROUND_THE_CLOCK if self.round_the_clock else _DAYS
        minutes = _MINUTES.get(self.timeframe)
        if span.unit in ("hour", "minute"):
            wanted = span.count * (60 if span.unit == "hour" else 1)
            return max(1, round(wanted / (minutes or 1440)))
        if minutes:
            a_day = (1440 if self.round_the_clock else self.session_minutes) / minutes
            return max(1, round(span.count * days[span.unit] * max(1, -(-a_day // 1))))
        if self.timeframe == "1w":
            per = {"day": 1 / days["week"], "week": 1, "month": 52 / 12, "year": 52}[span.unit]
            return max(1, round(span.count * per))
        if self.timeframe == "1mo":
            return max(1, round(span.count * {"day": 1 / 21, "week": 12 / 52, "month": 1, "year": 12}[span.unit]))
        return round(span.count * days[span.unit])

    def minutes_of_bars(self, span: Span) -> int:
        """Return how many minutes some bars of the timeframe last; 0 for other lengths of time, and on daily bars."""
        return round(span.count * _MINUTES.get(self.timeframe, 0)) if span.unit == "bar" else 0

    def average_of_length(self, length: float) -> Node | None:
        """Return the average that was named last with this length."""
        for node in reversed(self.averages[-_RECALLED:]):
            inner = node.parts[-1] if node.word == "on" else node
            if inner.parts and inner.parts[-1].op == "num" and inner.parts[-1].number == length:
                return node
        return None


END = Lexeme("", 0, 0, {"END": True})
_HARD = frozenset(
    [
        "CONJ",
        "ACT",
        "SER",
        "IND",
        "AVG",
        "CMP",
        "X",
        "NUM",
        "PCT",
        "SPAN",
        "PREV",
        "TODAY",
        "HILO",
        "STOP",
        "TARGET",
        "NOT",
        "SYM",
        "TRAIL",
        "BREAKEVEN",
        "MOVE",
        "RISING",
        "SIGN",
        "STATE",
        "CROSSNAME",
        "PATTERN",
        "WEEKDAY",
        "MONTH",
        "WORST",
        "BOTHOF",
        "TOUCH",
    ]
)


_MOST_BRACKETS = 6
_WIDEST_BRACKET = 80
_LONGEST_FILLING = 40


@dataclass(frozen=True, slots=True)
class Cursor:
    """The lexemes of one sentence, and what came before."""

    lexemes: list[Lexeme]
    memory: Memory

    def at(self, i: int) -> Lexeme:
        """Return a lexeme, or an empty one beyond the end."""
        return self.lexemes[i] if 0 <= i < len(self.lexemes) else END

    def skip(self, i: int) -> int:
        """Return the place of the next lexeme that is more than filling."""
        most = min(len(self.lexemes), i + _LONGEST_FILLING)
        while i < most and self._is_filling(self.lexemes[i]):
            i += 1
        return i

    def skip_signs(self, i: int, signs: str) -> int:
        """Return the next place that is neither filling nor one of these signs."""
        while i < len(self.lexemes):
            lexeme = self.lexemes[i]
            mark = lexeme.get("SIGN_MARK")
            if not (self._is_filling(lexeme) or (isinstance(mark, str) and mark in signs)):
                break
            i += 1
        return i

    def is_sign(self, i: int, *signs: str) -> bool:
        """Return whether a lexeme is one of these signs."""
        return self.at(i).has("SIGN_MARK", *signs)

    def closes(self, i: int) -> bool:
        """Return whether a bracket that opens here closes soon, and is not one of a heap of brackets."""
        heap = all(self.is_sign(k, "(") for k in range(i, i + _MOST_BRACKETS))
        return not heap and any(self.is_sign(k, ")") for k in range(i + 1, i + _WIDEST_BRACKET))

    @staticmethod
    def _is_filling(lexeme: Lexeme) -> bool:
        if lexeme.has("FILLER") or lexeme.text in ('"', "'"):
            return True
        return lexeme.is_noise and not (_HARD & lexeme.meanings.keys())


def lengths(nodes: Iterable[Node]) -> list[float]:
    """Return the last literal of each node: the length of an average."""
    return [node.parts[-1].number for node in nodes if node.parts and node.parts[-1].op == "num"]
