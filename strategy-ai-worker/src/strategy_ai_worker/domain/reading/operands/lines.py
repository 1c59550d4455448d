"""Indicators and their lines, with the numbers given before, between or behind."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.arguments import arguments_after, is_length
from strategy_ai_worker.domain.reading.indicators import BANDS, CLOSE, INDICATORS, indicator, placed_numbers
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.operands.averages import of_what
from strategy_ai_worker.domain.reading.operands.core import Found, primary
from strategy_ai_worker.domain.reading.operands.frames import of_symbol
from strategy_ai_worker.domain.reading.operands.measures import number_of
from strategy_ai_worker.domain.reading.trees import Node, arithmetic, call, lag, name
from strategy_language.catalogue.table import CATALOGUE


def line_of_family(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "the histogram of the MACD(12, 26, 9)", "%D of the slow stochastic", "the direction of the Supertrend"."""
    j = next((k for k in range(i, i + 4) if c.at(k).has("P", "of")), None)
    if j is None or j == i:
        return None
    target = c.skip(j + 1)
    listed = slashed(c, target, subject) if is_length(c.at(target)) else None
    if listed is not None:
        words = " ".join(c.at(k).text for k in range(i, j))
        return _output_of(listed[0], words, listed[1])
    if not c.at(target).has("IND") or c.at(target).has("IND", *BANDS):
        return None
    words = " ".join(c.at(k).text for k in range(i, j))
    found = indicator_with(c, target, (), subject, join=False)
    return None if found is None else _output_of(found[0], words, found[1])


def _output_of(node: Node, words: str, after: int) -> Found:
    """Return the output of a record that words name: "%K", "the histogram"."""
    if node.op != "field":
        return None
    record = node.parts[0]
    entry = CATALOGUE.get(record.word)
    if entry is None:
        return None
    output = next(
        (name_ for name_ in entry.outputs if words.lower() in (entry.words_of(name_).lower(), name_, f"{name_} line")),
        None,
    )
    return None if output is None else (Node("field", (output, record)), after)


def _share_of_price(c: Cursor, node: Node, j: int) -> Found:
    """Read "ATR(14) as a percentage of price", "ATR in percent of the close"."""
    k = j + 1 if c.at(j).has("P", "as", "in") else j
    k = k if c.at(k).has("PCTWORD") else c.skip(k)
    if k == j or not c.at(k).has("PCTWORD") or node.op != "call" or node.word != "atr":
        return node, j
    m = k + 1
    while (
        c.at(m).has("P", "of") or c.at(m).has("SER", "price", "close") or (c.at(m).is_noise and not c.at(m).has("ACT"))
    ):
        m += 1
    return call("natr", *node.parts), m


def _past_unit(c: Cursor, j: int) -> int:
    """Skip "(percent)" and "in percent" behind an indicator."""
    if c.is_sign(j, "(") and c.at(j + 1).has("PCTWORD") and c.is_sign(j + 2, ")"):
        return j + 3
    if c.at(j).text == "in" and c.at(j + 1).has("PCTWORD"):
        return j + 2
    return j


def slashed(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read "12/26/9 MACD": the numbers stand before the name, with strokes between."""
    del subject
    numbers, j = [], i
    while is_length(c.at(j)) and not c.at(j).has("SPAN"):
        numbers.append(number_of(c.at(j), "NUM"))
        if not c.is_sign(j + 1, "/", ",", "-") and not c.at(j + 1).has("ARITH", "/", "-"):
            j += 1
            break
        j += 2
    if len(numbers) < 2 or not c.at(c.skip(j)).has("IND"):
        return None
    key = str(c.at(c.skip(j)).get("IND"))
    if key in BANDS or key in ("cloud", "slope", "entry_return") or len(numbers) > len(indicator(key).usual):
        return None
    c.memory.given.setdefault(indicator(key).family, tuple(numbers))
    return indicator_with(c, c.skip(j), tuple(numbers), None)


def read_indicator(c: Cursor, i: int, subject: Node | None) -> Found:
    """Read an indicator that is no band."""
    if c.at(i).has("IND", *BANDS):
        return None
    return indicator_with(c, i, (), subject) if c.at(i).has("IND") else None


def indicator_with(c: Cursor, i: int, given: tuple[float, ...], subject: Node | None, *, join: bool = True) -> Found:  # noqa: C901, PLR0912 - one reading of one construct
    """Return an indicator with the numbers given before or behind it, named elsewhere, or usual."""
    restated = _restated(c, i)
    if restated is not None:
        found = indicator_with(c, i + 2, given, subject, join=False)
        return None if found is None else (found[0], max(restated, found[1]))
    lexeme = c.at(i)
    key = _of_returns(c, i, _own_line(c, str(lexeme.get("IND"))))
    if key == "macd_signal" and subject is not None and subject.word in _SMOOTHED:
        length = c.memory.given.get(f"{subject.word} signal", (9.0,))[0]
        c.memory.guess("signal line", length, "the signal line was read as the EMA of that many bars")
        return call("ema", subject, length), i + 1
    if key == "hv" and c.is_sign(i + 1, "(") and not given:
        defined = primary(c, c.skip(i + 2), None)
        if defined is not None and defined[0].op == "call" and c.is_sign(defined[1], ")"):
            return defined[0], defined[1] + 1
    if key == "cloud":
        return _cloud(c, i)
    if key == "entry_return":
        return name("open_return"), i + 1
    if key in BANDS or key == "slope":
        return None if key in BANDS else _slope(c, i, subject)
    joined = _joined_indicator(c, i, key) if join else None
    if joined is not None:
        return joined
    spec = indicator(key)
    behind, j = arguments_after(c, i + 1, most=max(1, spec.most))
    j = _past_unit(c, j)
    owner = c.at(j + 1).get("SYM") if c.at(j).has("P", "of") else None
    if isinstance(owner, tuple) and not behind and not given:
        behind, j = arguments_after(c, j + 2, most=max(1, len(spec.usual)))
    of = of_what(c, j)
    if of is not None and not behind and not given and spec.usual and _says_length(c, of[1]):
        behind, after = arguments_after(c, of[1], most=max(1, len(spec.usual)))
        of = (of[0], after) if behind else of
        c.memory.given.setdefault(spec.family, behind or spec.usual)
    numbers = given or placed_numbers(key, behind, c.memory.given.get(spec.family, ()))
    if not numbers and len(c.memory.given.get(spec.family, ())) <= spec.most:
        numbers = c.memory.given.get(spec.family, ())
    if not numbers and spec.usual:
        c.memory.guess(
            f"{spec.title} settings",
            list(spec.usual),
            f"no numbers of the {spec.title} were named; these are the usual ones",
        )
    if key in _SMOOTHED and len(numbers) > len(spec.usual) > 0:
        c.memory.given[f"{key} signal"] = tuple(numbers[len(spec.usual) :])
        numbers = numbers[: len(spec.usual)]
    # "%K(14,14,3,3)": which of the numbers is none of its own is not for us to say.
    unclear = len(numbers) > spec.most and len(spec.usual) > 1 and spec.family in _STOCHASTICS
    full = tuple(numbers) + tuple(spec.usual[len(numbers) :])
    if given and behind and len(behind) == len(spec.usual) - 1:
        full = (*given, *behind)
    node = spec.build(full)
    if of is not None:
        node, j = _on_other_series(node, of[0]), of[1]
    if isinstance(owner, tuple):
        c.memory.symbols[str(owner[0])] = tuple(map(str, owner))
        node = of_symbol(str(owner[0]), node)
    return None if unclear else _share_of_price(c, node, _past_unit(c, j))


def _says_length(c: Cursor, k: int) -> bool:
    """Return whether the length stands behind what an indicator is of: "the z-score of the close (20)", "... over 20 days"."""  # noqa: E501
    span = c.skip(k + 1)
    span = c.skip(span + 1) if c.at(span).has("LASTN") else span
    over = c.at(k).text in ("over", "for", "across") and c.at(span).has("SPAN") and c.at(span).text.endswith("s")
    behind = c.at(c.skip(span + 1))
    return c.is_sign(k, "(") or (over and not any(behind.has(word) for word in ("AVG", "IND", "HILO")))


_STOCHASTICS = frozenset(["stoch", "stochf", "stochrsi"])
_SMOOTHED = frozenset(["ppo", "apo", "trix", "tsi", "obv", "rsi", "roc", "cci"])


def _restated(c: Cursor, i: int) -> int | None:
    """Return the place behind "momentum (rate of change)", "Williams %R (WPR)": the bracket names the indicator again."""  # noqa: E501
    other = c.at(i + 2).get("IND")
    named = c.is_sign(i + 1, "(") and c.is_sign(i + 3, ")") and isinstance(other, str)
    return i + 4 if named and other not in BANDS and other in INDICATORS and c.at(i).has("IND", "mom", other) else None


def _of_returns(c: Cursor, i: int, key: str) -> str:
    """Return the deviation of the returns for "that standard deviation" where the message speaks of no other one."""
    bare = key == "stddev" and "stddev" not in c.memory.given and "return_deviation" in c.memory.given
    told = c.at(i + 1).has("P", "of") or bool(arguments_after(c, i + 1)[0])
    return "return_deviation" if bare and not told else key


def _own_line(c: Cursor, key: str) -> str:
    """Return the word of a line of the stochastic RSI where the message speaks of no other stochastic."""
    if key in ("stoch_k", "stoch_d") and c.memory.stochastic in ("stochrsi", "stochf"):
        return f"{c.memory.stochastic}_{key[-1]}"
    return key


def _joined_indicator(c: Cursor, i: int, key: str) -> Found:
    """Read "MACD (12, 26, 9) histogram", "stochastic (14, 3, 3) %K": the numbers stand between the name and its line."""  # noqa: E501
    if key not in ("macd", "stoch", "stochf", "stochrsi", "aroonosc"):
        return None
    numbers, j = arguments_after(c, i + 1, most=3)
    line = c.at(c.skip(j))
    if key == "aroonosc" and line.text.split(" ")[0] in ("up", "down"):
        word = f"aroon_{line.text.split(' ')[0]}"
        known = numbers or c.memory.given.get("aroon", INDICATORS[word].usual)
        return INDICATORS[word].build(known), c.skip(j) + (1 if line.text in ("up", "down") else 0)
    family = INDICATORS[key].family
    if (
        not line.has("IND")
        or str(line.get("IND")) == key
        or (j == i + 1 and not numbers and line.text.startswith(("+", "-")))
    ):
        return None
    other = _own_line(c, str(line.get("IND")))
    if key == "stochrsi" and other in ("stoch_k", "stoch_d", "stochrsi_k", "stochrsi_d"):
        node, _ = indicator_with(c, i, numbers, None, join=False) or (None, 0)
        full = (*numbers, *INDICATORS[key].usual[len(numbers) :])
        line_of = INDICATORS[f"stochrsi_{other[-1]}"].build(full) if node is not None else None
        return None if line_of is None else (line_of, c.skip(j) + 1)
    if other not in INDICATORS or INDICATORS[other].family != family:
        return None
    if numbers:
        c.memory.given.setdefault(family, numbers)
    return indicator_with(c, c.skip(j), numbers, None)


def _on_other_series(node: Node, series: Node) -> Node:
    if node.op == "call" and node.parts and node.parts[0] == CLOSE:
        return Node("call", (node.word, series, *node.parts[1:]))
    return node


def _cloud(c: Cursor, i: int) -> Found:
    spans = INDICATORS["senkou_a"].build((9, 26, 52)), INDICATORS["senkou_b"].build((9, 26, 52))
    c.memory.guess(
        "Ichimoku settings", [9, 26, 52], "no numbers of the Ichimoku cloud were named; these are the usual ones"
    )
    return call("max", *spans), i + 1


def _slope(c: Cursor, i: int, subject: Node | None) -> Found:
    if c.at(i).text.endswith("slopes"):
        return None  # "both slopes" are those of two things.
    inner = primary(c, c.skip(i + 1), subject)
    regression = c.memory.given.get("linearreg")
    if inner is None and regression is not None:
        return INDICATORS["linearreg_slope"].build(regression), i + 1
    if inner is None and c.memory.averages:
        inner = c.memory.averages[-1], i + 1
    if inner is None:
        return None
    return arithmetic("-", inner[0], lag(inner[0], 1)), inner[1]
