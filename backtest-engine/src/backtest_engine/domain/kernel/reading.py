"""Reading a number, a truth or a position program at one bar."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

import math

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import CONDITION, NUMBER, VALUES
from backtest_engine.domain.kernel.memory import (
    account_of,
    close_of,
    codes_of,
    conditions_of,
    lots_of,
    memory_of,
    numbers_of,
    program_start_of,
    sources_of,
    stack_of,
    symbols_of,
    values_of,
)
from backtest_engine.domain.kernel.records import World
from backtest_engine.domain.position.operations import (
    BINARY,
    CONSTANT,
    LEAF,
    SINCE_ENTRY,
    TERNARY,
    UNARY,
    WORDS,
)

_ENTRY_PRICE, _AVG_PRICE, _ENTRIES = WORDS["entry_price"], WORDS["avg_price"], WORDS["entries"]
_BARS_HELD, _OPEN_RETURN, _OPEN_PNL = WORDS["bars_held"], WORDS["open_return"], WORDS["open_pnl"]
_EQUITY, _LAST_FILL, _SIDE = WORDS["equity"], WORDS["last_fill_price"], WORDS["side"]
_HIGHEST, _LOWEST = WORDS["highest_since_entry"], WORDS["lowest_since_entry"]
_INITIAL_RISK, _OPEN_R = WORDS["initial_risk"], WORDS["open_r"]
_SINCE_EXIT, _REASON, _LAST_RETURN = WORDS["bars_since_exit"], WORDS["last_exit_reason"], WORDS["last_trade_return"]
_HIGHEST_OF, _LOWEST_OF = SINCE_ENTRY["highest_since_entry"], SINCE_ENTRY["lowest_since_entry"]
_AT_ENTRY = SINCE_ENTRY["at_entry"]
_NEGATIVE, _NOT, _ABS, _FLOOR, _CEIL = UNARY["negative"], UNARY["not"], UNARY["abs"], UNARY["floor"], UNARY["ceil"]
_SQRT, _LOG, _EXP, _SIGN = UNARY["sqrt"], UNARY["log"], UNARY["exp"], UNARY["sign"]
_ADD, _SUBTRACT, _MULTIPLY, _DIVIDE = BINARY["add"], BINARY["subtract"], BINARY["multiply"], BINARY["divide"]
_MODULO, _POWER, _MINIMUM, _MAXIMUM = BINARY["modulo"], BINARY["power"], BINARY["minimum"], BINARY["maximum"]
_LESS, _LESS_EQUAL, _GREATER = BINARY["less"], BINARY["less_equal"], BINARY["greater"]
_GREATER_EQUAL, _EQUAL, _NOT_EQUAL = BINARY["greater_equal"], BINARY["equal"], BINARY["not_equal"]
_AND, _OR = BINARY["and"], BINARY["or"]
_LAST_WORD, _LAST_SINCE, _LAST_UNARY, _LAST_BINARY = (
    max(WORDS.values()),
    max(SINCE_ENTRY.values()),
    max(UNARY.values()),
    max(BINARY.values()),
)
_WHERE = TERNARY["where"]


@compiled
def account_equity(w: World) -> float:
    """Return cash plus every position at its last known price."""
    total = account_of(w)[0]["cash"]
    for s in range(symbols_of(w).shape[0]):
        if symbols_of(w)[s]["side"] != 0:
            total += symbols_of(w)[s]["side"] * symbols_of(w)[s]["units"] * symbols_of(w)[s]["mark"]
    return total


@compiled
def gross_exposure(w: World) -> float:
    """Return the value of all positions, long and short alike, at their last known price."""
    total = 0.0
    for s in range(symbols_of(w).shape[0]):
        total += abs(symbols_of(w)[s]["units"]) * symbols_of(w)[s]["mark"]
    return total


@compiled
def average_price(w: World, s: int) -> float:
    """Return the mean entry price of the open lots, weighted by quantity; NaN without a position."""
    value, quantity = 0.0, 0.0
    for k in range(symbols_of(w)[s]["lots"]):
        value += lots_of(w)[s, k]["quantity"] * lots_of(w)[s, k]["price"]
        quantity += lots_of(w)[s, k]["quantity"]
    return value / quantity if quantity > 0 else math.nan


@compiled
def bars_held(w: World, s: int, i: int) -> float:
    """Return the bars of the position at the close of bar i; the entry bar counts unless entered at its close."""
    me = symbols_of(w)[s]
    return float(i - me["entry_at"] + 1 - me["entered_at_close"])


@compiled
def _memory_word(w: World, code: int, s: int, i: int) -> float:
    me = symbols_of(w)[s]
    if code == _SINCE_EXIT:
        return float(i - me["last_exit"]) if me["last_exit"] >= 0 else math.inf
    if me["last_exit"] < 0:
        return math.nan
    return float(me["last_reason"]) if code == _REASON else me["last_return"]


@compiled
def _probe_word(w: World, code: int, s: int) -> float:
    me = symbols_of(w)[s]
    if code == _SIDE:
        return float(me["probe_side"])
    if code in (_INITIAL_RISK, _OPEN_R):
        return math.nan  # the stops are only being hung
    if code in (_BARS_HELD, _OPEN_RETURN, _OPEN_PNL):
        return 0.0
    return me["probe_price"]


@compiled
def _result_word(w: World, code: int, s: int, i: int) -> float:
    me = symbols_of(w)[s]
    average = average_price(w, s)
    close = close_of(w)[me["offset"] + i]
    if code == _AVG_PRICE:
        return average
    if code == _OPEN_R:
        return me["side"] * (close - average) / me["first_risk"] if me["first_risk"] > 0 else math.nan
    if code == _OPEN_RETURN:
        return me["side"] * (close / average - 1.0)
    return me["side"] * me["units"] * (close - average)


@compiled
def _state_word(w: World, code: int, s: int, i: int) -> float:
    me = symbols_of(w)[s]
    result = me["last_fill"]
    if code == _ENTRY_PRICE:
        result = me["entry_price"]
    elif code == _ENTRIES:
        result = float(me["entries"])
    elif code == _BARS_HELD:
        result = bars_held(w, s, i)
    elif code == _HIGHEST:
        result = me["highest"]
    elif code == _LOWEST:
        result = me["lowest"]
    elif code == _SIDE:
        result = float(me["side"])
    elif code == _INITIAL_RISK:
        result = me["first_risk"]
    return result


@compiled
def _word(w: World, code: int, s: int, i: int) -> float:
    if code >= _SINCE_EXIT:
        return _memory_word(w, code, s, i)
    if code == _EQUITY:
        return account_equity(w)
    if symbols_of(w)[s]["probe_side"] != 0 and code != _ENTRIES:
        return _probe_word(w, code, s)
    if symbols_of(w)[s]["side"] == 0:
        return math.nan
    if code in (_AVG_PRICE, _OPEN_RETURN, _OPEN_PNL, _OPEN_R):
        return _result_word(w, code, s, i)
    return _state_word(w, code, s, i)


@compiled
def _since_entry(w: World, step: int, row: int, s: int, i: int) -> float:
    # A running extreme since entry: kept from bar to bar, started anew with each position.
    me = symbols_of(w)[s]
    if me["side"] == 0:
        return math.nan
    series, kept, code = values_of(w)[row], memory_of(w)[s, step], codes_of(w)[step]
    base, start = me["offset"], me["entry_at"] + me["entered_at_close"]
    if code == _AT_ENTRY:
        return series[base + max(me["entry_at"] - 1 + me["entered_at_close"], 0)]
    if kept[0] != me["serial"]:
        kept[0], kept[1], kept[2] = me["serial"], start - 1.0, math.nan
    for bar in range(int(kept[1]) + 1, i + 1):
        value = series[base + bar]
        higher = value > kept[2] if code == _HIGHEST_OF else value < kept[2]
        if math.isnan(kept[2]) or higher:
            kept[2] = value
    kept[1] = max(kept[1], float(i))
    return kept[2]


@compiled
def _unary(code: int, a: float) -> float:
    result = -a
    if code == _NOT:
        result = 1.0 if a == 0.0 else 0.0
    elif code == _ABS:
        result = abs(a)
    elif code == _FLOOR:
        result = math.nan if math.isnan(a) else math.floor(a)
    elif code == _CEIL:
        result = math.nan if math.isnan(a) else math.ceil(a)
    elif code == _SQRT:
        result = math.sqrt(a) if a >= 0 else math.nan
    else:
        result = _unary_more(code, a)
    return result


@compiled
def _unary_more(code: int, a: float) -> float:
    if code == _NEGATIVE:
        return -a
    if code == _LOG:
        return math.log(a) if a > 0 else math.nan
    if code == _EXP:
        return math.exp(a)
    if code == _SIGN:
        return math.nan if math.isnan(a) else float((a > 0) - (a < 0))
    return math.nan if math.isnan(a) else float(round(a))


@compiled
def _arithmetic(code: int, a: float, b: float) -> float:
    result = a + b
    if code == _SUBTRACT:
        result = a - b
    elif code == _MULTIPLY:
        result = a * b
    elif code == _DIVIDE:
        result = a / b if b != 0 else math.nan
    elif code == _MODULO:
        result = a - b * math.floor(a / b) if b != 0 and not math.isnan(a / b) else math.nan
    elif code == _POWER:
        result = a**b
    return result


@compiled
def _comparison(code: int, a: float, b: float) -> float:
    result = a < b
    if code == _LESS_EQUAL:
        result = a <= b
    elif code == _GREATER:
        result = a > b
    elif code == _GREATER_EQUAL:
        result = a >= b
    elif code == _EQUAL:
        result = a == b
    elif code == _NOT_EQUAL:
        result = a != b and not math.isnan(a) and not math.isnan(b)
    return 1.0 if result else 0.0


@compiled
def _binary(code: int, a: float, b: float) -> float:
    if code < _LESS:
        return _arithmetic(code, a, b)
    if code < _AND:
        return _comparison(code, a, b)
    if code in (_MINIMUM, _MAXIMUM):
        if math.isnan(a) or math.isnan(b):
            return math.nan
        return min(a, b) if code == _MINIMUM else max(a, b)
    left, right = a != 0 and not math.isnan(a), b != 0 and not math.isnan(b)
    return 1.0 if ((left and right) if code == _AND else (left or right)) else 0.0


@compiled
def _ternary(code: int, a: float, b: float, c: float) -> float:
    if code == _WHERE:
        return b if a != 0 and not math.isnan(a) else c
    if math.isnan(a):
        return math.nan
    return min(max(a, b), c)


@compiled
def _leaf(w: World, step: int, s: int, i: int) -> float:
    code = codes_of(w)[step]
    if code == CONSTANT:
        return numbers_of(w)[step]
    if code == LEAF:
        return values_of(w)[int(numbers_of(w)[step]), symbols_of(w)[s]["offset"] + i]
    if code <= _LAST_WORD:
        return _word(w, code, s, i)
    return _since_entry(w, step, int(numbers_of(w)[step]), s, i)


@compiled
def run_program(w: World, program: int, s: int, i: int) -> float:
    """Return the value of a position program for symbol s at its bar i."""
    stack, top = stack_of(w), 0
    for step in range(program_start_of(w)[program], program_start_of(w)[program + 1]):
        code = codes_of(w)[step]
        if code <= _LAST_SINCE:
            stack[top] = _leaf(w, step, s, i)
            top += 1
        elif code <= _LAST_UNARY:
            stack[top - 1] = _unary(code, stack[top - 1])
        elif code <= _LAST_BINARY:
            top -= 1
            stack[top - 1] = _binary(code, stack[top - 1], stack[top])
        else:
            top -= 2
            stack[top - 1] = _ternary(code, stack[top - 1], stack[top], stack[top + 1])
    return stack[0]


@compiled
def read(w: World, source: int, s: int, i: int) -> float:
    """Return the number that a source has for symbol s at its bar i; NaN where there is no source."""
    if source < 0:
        return math.nan
    found = sources_of(w)[source]
    if found["kind"] == NUMBER:
        return found["number"]
    if found["kind"] == VALUES:
        return values_of(w)[found["index"], symbols_of(w)[s]["offset"] + i]
    if found["kind"] == CONDITION:
        return float(conditions_of(w)[found["index"], symbols_of(w)[s]["offset"] + i])
    return run_program(w, found["index"], s, i)


@compiled
def is_true(w: World, source: int, s: int, i: int) -> bool:
    """Return the truth of a source; NaN and a missing source are false."""
    value = read(w, source, s, i)
    return value != 0.0 and not math.isnan(value)
