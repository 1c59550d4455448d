"""Documents made at random, for the property tests of every package that reads documents.

A seed decides everything, so that hypothesis (or a plain loop) has only a number to choose.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any, Final

from strategy_language.catalogue import CATALOGUE
from strategy_language.catalogue.entry import Argument, Entry

Document = dict[str, Any]

_COLUMNS: Final = ("open", "high", "low", "close", "volume")
_CLOCKS: Final = ("clock", "at_time", "between_times", "session_high", "session_low", "session_open")
_SYMBOLS: Final = ("AAPL", "MSFT", "0700.HK", "BTC/USDT", "^GSPC")
_COMPARED: Final = ("<", "<=", ">", ">=", "==", "!=")
_SIZES: Final = (
    *("percent_of_equity", "cash", "quantity", "risk_percent", "risk_cash", "volatility_target", "equal_weight"),
)
_NOISE: Final = (
    *("clos", "sma(", "close[-1]", "rsi(close, 0)", "close = 1", "close > highest(high, 5)", "entry_price > 1", ""),
    *("rsi(close) > 150", "__import__('os')", "1 / 0 > close", "close ** 2 > 1", "if", "'x'", "é > 1", "a\u2028b"),
    *("close > 1 and", "((close)", "sma(close, length=)", "close.open", "\x00", "not", "1" * 400, "on('1w')"),
)
_JUNK: Final[tuple[Any, ...]] = (
    *(None, True, False, -1, 0, 2.5, 1e308, -1e-308, 10**40, float("nan"), float("inf"), "", "x", "\u0000", "\ud800"),
    *(
        [],
        [1],
        {},
        {"a": 1},
        "9" * 50,
        "é\u202ela\U0001f600",
        "close > 1",
        [[[[[]]]]],
        {"kind": "percent"},
        "sma" * 900,
    ),
)
_HOSTILE: Final = (
    "(" * 150 + "close" + ")" * 150 + " > 1",
    "close" + "[1]" * 120 + " > 1",
    "not " * 200 + "close > open",
    " or ".join(["close > open"] * 140),
    " and ".join(f"(rsi(close, {at}) > {at} or close > open)" for at in range(2, 34)),
    " + ".join(["close"] * 250) + " > 1",
    "min(" * 40 + "close" + ", 1)" * 40 + " > 1",
    "sma(" * 30 + "close" + ", 50)" * 30 + " > 1",
    "close > " + "9" * 1500,
    "close > 1e400",
    "crosses_above(" * 12 + "close > 1, 2) > 0",
    "count_true(" + ", ".join(["close > open"] * 120) + ") > 3",
    "close > highest(high, 5000)[100000]",
    'on("1w", ' * 5 + "close" + ")" * 5 + " > 1",
    "x" * 1990 + " > 1",
    "close >" + " " * 1900 + "1",
    "close > 1 if close else 2",
    "[close for close in open]",
    "(lambda: close)() > 1",
    "close.__class__.__mro__[1] > 1",
    'close("' + "A" * 1900 + '") > 1',
    "\t close\n>\r\n open \u2028 and \u00a0 close > 1",
    "\u0441lose > 1",
)


class DocumentMaker:
    """Makes expressions and documents from one source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 - not for secrets

    def number(self, depth: int = 2) -> str:
        """Return a numeric expression of the language."""
        pick = self.chance.randrange(8 if depth > 0 else 2)
        match pick:
            case 0:
                return self._literal()
            case 1:
                return self.chance.choice(_COLUMNS)
            case 2:
                return f"({self.number(depth - 1)} {self.chance.choice('+-*/')} {self.number(depth - 1)})"
            case 3:
                return f"({self.series(depth - 1)})[{self.chance.randrange(6)}]"
            case 4:
                return f'{self.chance.choice(_COLUMNS)}("{self.chance.choice(_SYMBOLS)}")'
        return self.series(depth)

    def series(self, depth: int = 2) -> str:
        """Return a function of the catalogue, or a column."""
        if depth <= 0:
            return self.chance.choice(_COLUMNS)
        call = self._call("number", depth - 1)
        return f'on("1w", {call})' if self.chance.random() < 0.1 and "on(" not in call else call

    def condition(self, depth: int = 2) -> str:
        """Return a condition of the language."""
        pick = self.chance.randrange(8 if depth > 0 else 2)
        match pick:
            case 3:
                return self._call("truth", depth - 1)
            case 4 | 5:
                word = self.chance.choice(("and", "or"))
                return f"({self.condition(depth - 1)} {word} {self.condition(depth - 1)})"
            case 6:
                return f"not ({self.condition(depth - 1)})"
            case 7:
                return f"({self.condition(depth - 1)})[{self.chance.randrange(6)}]"
        return f"{self.series(depth - 1)} {self.chance.choice(_COMPARED)} {self.number(depth - 1)}"

    def document(self) -> Document:
        """Return a document of kind signals with the right shape and expressions that can be read.

        Whether it makes sense is for `strategy_language.check` to say.
        """
        short = self.chance.random() < 0.5
        actions = ["enter_long", "exit_long", "add_long", *(["enter_short", "exit_short"] if short else [])]
        chosen = ["enter_long", *(self.chance.choice(actions) for _ in range(self.chance.randrange(3)))]
        return {
            "schema_version": 1,
            "name": "Made",
            "universe": self.chance.sample(_SYMBOLS, self.chance.randint(1, 2)),
            "rules": [self._rule(f"r{at}", action) for at, action in enumerate(chosen, start=1)],
            "risk": self._risk(),
            "sizing": self._size(),
            "execution": {"allow_short": short},
        }

    def broken_document(self) -> Document:
        """Return a document of which some part is nonsense: an expression, a field, or a value."""
        document = self.document()
        if self.chance.random() < 0.6:
            self.chance.choice(document["rules"])["when"] = self.chance.choice(_NOISE)
        if self.chance.random() < 0.6:
            place = self.chance.choice([document, document["risk"], document["sizing"], document["rules"][0]])
            extra = ("nonsense", "kind", "rotation", "pairs", "costs", "limits", "schema_version", "code", "parameters")
            place[self.chance.choice([*place, *extra])] = self._junk()
        return document

    def mutated_document(self) -> Document:
        """Return a document of which a few parts were dropped, doubled, swapped or replaced by something hostile."""
        document = self.document()
        for _ in range(self.chance.randint(1, 4)):
            places = list(_places(document))
            place, key = self.chance.choice(places)
            self._mutate(place, key, places)
        return document

    def _junk(self) -> Any:  # noqa: ANN401 - any JSON, and what is none
        return copy.deepcopy(self.chance.choice(_JUNK))

    def _mutate(self, place: Any, key: Any, places: list[tuple[Any, Any]]) -> None:  # noqa: ANN401 - any part of JSON
        match self.chance.randrange(7):
            case 0:
                del place[key]
            case 1:
                place[key] = self._junk()
            case 2:
                place[key] = self.chance.choice(_HOSTILE)
            case 3:
                other, name = self.chance.choice(places)
                place[key] = copy.deepcopy(other[name])
            case 4:
                place[key] = [copy.deepcopy(place[key])] * self.chance.choice((2, 3, 60))
            case 5 if isinstance(place[key], str) and place[key]:
                at = self.chance.randrange(len(place[key]))
                place[key] = place[key][:at] + self.chance.choice(_NOISE) + place[key][at + 1 :]
            case _:
                place[key] = {str(place[key])[:20]: place[key], "kind": self._junk()}

    def _literal(self) -> str:
        if self.chance.random() < 0.5:
            return str(self.chance.randint(-5, 200))
        return f"{self.chance.uniform(0.01, 150):.4g}"

    def _call(self, result: str, depth: int) -> str:
        entry = self.chance.choice([entry for entry in CATALOGUE.values() if entry.result == result])
        call = entry.name
        if entry.arguments:
            given = [argument for argument in entry.arguments if argument.default is None or argument.variadic]
            call += f"({', '.join(self._argument(entry, argument, depth) for argument in given)})"
        return f"{call}.{self.chance.choice(entry.outputs)}" if entry.outputs else call

    def _argument(self, entry: Entry, argument: Argument, depth: int) -> str:
        match argument.kind:
            case "series":
                text = self.number(depth) if entry.group == "elementwise" else self.series(depth)
            case "truth":
                text = self.condition(depth)
            case "length":
                text = str(self.chance.randint(2, 60))
            case "number":
                text = str(self.chance.randint(1, 5))
            case _:
                clock = "10:30" if entry.name in _CLOCKS else "2020-03-02"
                text = f'"{self.chance.choice(argument.choices or (clock,))}"'
        named = entry.arguments[0].variadic and argument is not entry.arguments[0]
        return f"{argument.name}={text}" if named else text

    def _size(self) -> Document:
        size: Document = {"kind": self.chance.choice(_SIZES), "value": self.chance.randint(1, 100)}
        if size["kind"].startswith("risk") and self.chance.random() < 0.5:
            size["distance"] = self.number(1)
        return size

    def _rule(self, name: str, action: str) -> Document:
        rule: Document = {"id": name, "action": action, "when": self.condition()}
        if self.chance.random() < 0.08:
            rule |= {"read": "open", "when": f"open {self.chance.choice('<>')} ({self.series()})[1]"}
        if action.startswith("add"):
            rule["size"] = {"kind": "times_last", "value": self.chance.randint(1, 3)}
        if action.startswith("enter") and self.chance.random() < 0.3:
            kind = self.chance.choice(("limit", "stop"))
            rule["order"] = {"kind": kind, "price": self.number(1), "valid_bars": self.chance.randint(1, 5)}
            if self.chance.random() < 0.2:
                rule["order"] |= {"valid_bars": 1, "valid": "day"}
        return rule

    def _level(self, *, target: bool = False, price: bool = True) -> Document:
        kinds = ["percent", "atr", "distance", *(["price"] if price else []), *(["r_multiple"] if target else [])]
        kind = self.chance.choice(kinds)
        match kind:
            case "atr":
                return {"kind": kind, "multiple": self.chance.randint(1, 5), "length": self.chance.randint(2, 30)}
            case "price":
                return {"kind": kind, "expr": self.number(1)}
        return {"kind": kind, "value": self.chance.randint(1, 20)}

    def _trailing(self) -> Document:
        if self.chance.random() < 0.2:
            share = self.chance.randint(5, 95)
            return {"kind": "give_back", "value": share, "activate_at": self._level(target=True, price=False)}
        return self._level()

    def _trigger(self) -> Document:
        if self.chance.random() < 0.15:
            return {"kind": "after_target", "target": self.chance.randint(1, 2)}
        return self._level(target=True, price=False)

    def _step(self, at: int) -> Document:
        ahead = {"kind": "percent", "value": 5 * at}
        return {"at": ahead, "to": {"kind": "percent", "value": 5 * at - self.chance.randint(1, 6)}}

    def _risk(self) -> Document:
        risk: Document = {
            "stop_loss": self._level(),
            "take_profit": [self._level(target=True) for _ in range(self.chance.randrange(3))],
            "trailing_stop": self._trailing(),
            "break_even": {"trigger": self._trigger()},
            "stop_steps": [self._step(at) for at in range(1, self.chance.randint(2, 4))],
            "max_bars": self.chance.randint(1, 30),
            "session_exit": self.chance.random() < 0.5,
        }
        return {name: value for name, value in risk.items() if self.chance.random() < 0.4}


def _places(part: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - any part of JSON
    """Yield every (container, key) of a document."""
    for key, value in list(part.items()) if isinstance(part, dict) else list(enumerate(part)):
        yield part, key
        if isinstance(value, dict | list):
            yield from _places(value)
