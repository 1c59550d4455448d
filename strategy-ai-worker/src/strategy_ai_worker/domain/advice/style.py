"""Of which kind the rules of a document are: what markets they need."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from strategy_language.catalogue.entry import Entry
from strategy_language.document import Strategy
from strategy_language.expressions.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Column,
    Compare,
    DefinitionRef,
    Field,
    Lag,
    Negative,
    Node,
    Not,
    Number,
    ParameterRef,
    walk,
)
from strategy_language.expressions.render import render
from strategy_language.program import compile_document

Style = Literal[
    "trend_following",
    "mean_reversion",
    "breakout",
    "momentum",
    "seasonal",
    "intraday",
    "pattern",
    "rotation",
    "pairs",
    "allocation",
    "mixed",
]
_PRECEDENCE: tuple[Style, ...] = (
    "intraday",
    "seasonal",
    "mean_reversion",
    "breakout",
    "pattern",
    "momentum",
    "trend_following",
)
"""Which kind a rule is of that has signs of several: a trend condition beside an oversold one is a filter."""

_MIDDLES = {
    "willr": -50.0,
    "percent_b": 0.5,
    "cci": 0.0,
    "zscore": 0.0,
    "cmo": 0.0,
    "fisher": 0.0,
    "percentile_rank": 50.0,
}
_OSCILLATORS = frozenset(
    {"rsi", "stoch", "stochf", "stochrsi", "connors_rsi", "mfi", "ultosc", "kdj", "imi", *_MIDDLES}
)
_SPEEDS = frozenset(
    {"roc", "rocp", "mom", "tsi", "coppock", "gap_percent", "session_gap_percent", "linearreg_slope", "ppo"}
)
_TRENDS = frozenset(
    {"macd", "macdext", "macdfix", "apo", "trix", "supertrend", "sar", "sarext", "ichimoku", "aroon", "aroonosc"}
    | {"plus_di", "minus_di", "vortex", "dx", "adx", "adxr", "ht_trendmode", "ao", "chandelier"}
)
_HIGH_EDGES = frozenset({"highest", "swing_high", "prev_session_high", "highest_since"})
_LOW_EDGES = frozenset({"lowest", "swing_low", "prev_session_low", "lowest_since"})
_BANDS = frozenset({"bbands", "keltner", "kc", "donchian", "accbands", "envelope", "vwap_bands"})
_SEASONS = frozenset(
    {"weekday", "day_of_month", "month", "date", "trading_day_of_month", "trading_days_left_in_month", "turn_of_month"}
    | {"is_last_session_of_week", "is_first_session_of_week", "seasonal_mean", "year"}
)
_HOURS = frozenset(
    {"hour", "minute", "time_of_day", "clock", "between_times", "minutes_since_open", "minutes_to_close"}
    | {"bars_since_open", "opening_range_high", "opening_range_low", "at_time", "session_high", "session_low", "vwap"}
)
_SHAPES = frozenset(
    {"divergence", "double_bottom", "double_top", "fvg", "order_block", "trendline", "fractal", "inside_bar"}
    | {"outside_bar", "narrowest_range", "retracement", "touches"}
)


class _Way(NamedTuple):
    """How two sides stand.

    Attributes:
        ahead: The left side lies where the position wants prices to go.
        upwards: The position gains when prices rise.
    """

    ahead: bool
    upwards: bool
    relation: Literal["is", "crosses", "equal"]

    def turned(self) -> "_Way":
        """Return how they stand when the sides are exchanged."""
        return self._replace(ahead=not self.ahead)


class Sign(NamedTuple):
    """One condition that says of which kind a rule is."""

    style: Style
    words: str


def style_of(strategy: Strategy) -> Sign:
    """Return of which kind the rules are, and the words of the document that say so."""
    if strategy.kind in {"rotation", "pairs", "allocation"}:
        return Sign(strategy.kind, "")
    program = compile_document(strategy)
    found: list[Sign] = []
    for rule in strategy.rules:
        node = program.node(f"{rule.id}.when")
        if not rule.action.is_entry or node is None:
            continue
        signs = list(_signs(node, upwards=rule.action.side == "long", here=True))
        if signs:
            found.append(min(signs, key=lambda sign: _PRECEDENCE.index(sign.style)))
    if len({sign.style for sign in found}) != 1:
        return Sign("mixed", "; ".join(dict.fromkeys(sign.words for sign in found)))
    return found[0]


def _signs(node: Node, *, upwards: bool, here: bool) -> Iterator[Sign]:
    """Yield the signs of a condition.

    Args:
        node: The condition.
        upwards: The position gains when prices rise.
        here: It must hold, and not fail.
    """
    match node:
        case Compare() | Call():
            style = (
                _of_comparison(node, upwards=upwards, here=here)
                if isinstance(node, Compare)
                else _of_call(node, upwards=upwards, here=here)
            )
            if style is not None:
                yield Sign(style, render(node))
        case Not(of=inner):
            yield from _signs(inner, upwards=upwards, here=not here)
    for part in _conditions_in(node):
        yield from _signs(part, upwards=upwards, here=here)


def _conditions_in(node: Node) -> tuple[Node, ...]:
    match node:
        case DefinitionRef(target=inner) | Lag(of=inner):
            return (inner,)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return parts
        case Call(arguments=arguments):
            return tuple(one for one in arguments if one.type == "truth")
    return ()


def _of_comparison(node: Compare, *, upwards: bool, here: bool) -> Style | None:
    above = (node.op in (">", ">=")) == here
    return _compared(
        node.left, node.right, _Way(above == upwards, upwards, "equal" if node.op in ("==", "!=") else "is")
    )


def _of_call(node: Call, *, upwards: bool, here: bool) -> Style | None:
    if node.name in ("crosses_above", "crosses_below"):
        left, right = node.arguments[:2]
        return _compared(left, right, _Way((node.name == "crosses_above") == upwards, upwards, "crosses"))
    return _said(node.entry, upwards=upwards == here)


def _said(entry: Entry, *, upwards: bool) -> Style | None:
    """Return what a condition says that is one function."""
    if entry.name in _HOURS:
        return "intraday"
    if entry.name in _SEASONS:
        return "seasonal"
    if entry.group == "patterns" or entry.name in _SHAPES:
        return "pattern"
    if entry.name in ("rising", "gap_up"):
        return "momentum" if upwards else "mean_reversion"
    if entry.name in ("falling", "gap_down"):
        return "mean_reversion" if upwards else "momentum"
    return None


def _compared(left: Node, right: Node, way: _Way) -> Style | None:
    """Return what a comparison says."""
    names = _names(left) | _names(right)
    if names & _HOURS:
        return "intraday"
    if names & _SEASONS:
        return "seasonal"
    if way.relation == "equal":
        return None
    if _is_scalar(left) and not _is_scalar(right):
        return _against_number(right, left, way.turned())
    return _against_number(left, right, way) if _is_scalar(right) else _against_series(left, right, way)


def _against_number(left: Node, right: Node, way: _Way) -> Style | None:
    names = _names(left)
    level = _value(right)
    name = next((one for one in sorted(names) if one in _OSCILLATORS), None)
    if name is not None and level is not None:
        beyond = level - _MIDDLES.get(name, 50.0)
        return _of_oscillator(beyond if way.upwards else -beyond, way)
    if names & _TRENDS:
        return "trend_following"
    if names & _SPEEDS or "streak" in names:
        return "momentum" if way.ahead else "mean_reversion"
    if "percent_from_high" in names:
        return "breakout" if way.ahead else "mean_reversion"
    return None


def _of_oscillator(beyond_middle: float, way: _Way) -> Style | None:
    """Return what an oscillator says against a level; coming back out of an extreme is a return to the middle too."""
    if beyond_middle < 0 and (not way.ahead or way.relation == "crosses"):
        return "mean_reversion"
    if beyond_middle >= 0 and way.ahead:
        return "momentum"
    return None


def _against_series(left: Node, right: Node, way: _Way) -> Style | None:
    names = _names(left) | _names(right)
    edge = _edge(right) or _edge(left)
    if edge is not None:
        is_ahead = (edge == "high") == way.upwards
        if is_ahead:
            return "breakout" if way.ahead else None
        return "mean_reversion"
    if names & _OSCILLATORS:
        return "mean_reversion"
    if names & _TRENDS or _is_average(left) or _is_average(right):
        return "trend_following" if way.ahead else "mean_reversion"
    if _is_price(left) and _is_price(right):
        return "momentum" if way.ahead else "mean_reversion"
    return None


def _edge(node: Node) -> Literal["high", "low"] | None:
    for part in walk(node):
        match part:
            case Field(of=Call(name=name), output=output) if name in _BANDS:
                return {"upper": "high", "lower": "low"}.get(output)  # type: ignore[return-value]
            case Call(name=name) if name in _HIGH_EDGES and not _is_of_volume(part):
                return "high"
            case Call(name=name) if name in _LOW_EDGES and not _is_of_volume(part):
                return "low"
    return None


def _is_of_volume(node: Node) -> bool:
    return any(isinstance(part, Column) and part.name == "volume" for part in walk(node))


def _is_average(node: Node) -> bool:
    return not _is_of_volume(node) and any(
        isinstance(part, Call) and part.entry.group == "averages" for part in walk(node)
    )


def _is_price(node: Node) -> bool:
    match node:
        case Column(name=name):
            return name != "volume"
        case Lag(of=inner) | DefinitionRef(target=inner) | Negative(of=inner):
            return _is_price(inner)
        case Arithmetic(left=left, right=right):
            return _is_price(left) or _is_price(right)
    return False


def _is_scalar(node: Node) -> bool:
    return node.type == "scalar"


def _value(node: Node) -> float | None:
    match node:
        case Number(value=value) | ParameterRef(value=value):
            return value
        case Negative(of=inner):
            found = _value(inner)
            return None if found is None else -found
        case DefinitionRef(target=inner):
            return _value(inner)
    return None


def _names(node: Node) -> frozenset[str]:
    return frozenset(part.name for part in walk(node) if isinstance(part, Call))
