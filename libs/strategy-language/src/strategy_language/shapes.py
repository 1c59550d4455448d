"""Documents of every kind and with every field, made at random from the schema itself, for tests.

`strategy_language.testing` makes documents that mostly make sense; these reach the corners that no one thought of.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any, Final

from strategy_language.document import Strategy
from strategy_language.testing import DocumentMaker

_SYMBOLS: Final = ("AAPL", "MSFT", "0700.HK", "BTC/USDT", "^GSPC")
_PRICES: Final = ("low[1]", "high * 1.01", "close - 2 * atr(14)", "lowest(low, 10)", "entry_price * 0.9")
_COUNTS: Final = (1, 2, 3, 5, 10, 14, 20, 50)
_EXTREMES: Final = (0, -1, 0.5, 1e9, 1e-9, 1e300, 2**53)
_AMOUNTS: Final = ("2 * atr(14)", "10", "where(close > open, 2, 3)", "-5", "1 / 3")
_HELD: Final = ("bars_held > 3", "open_return > 2", "entries < 3 and close > entry_price", "open_r > 1", "side == 1")
_AFTER: Final = ("bars_since_exit > 3", "last_trade_return < 0", "equity > 0", "at_entry(close) < close")
_CODE: Final = 'def signals(bars, p):\n    return {"r1.when": bars.close > sma(bars.close, 20)}\n'
_CONDITIONS: Final = ("when", "cancel_when", "filter")
_WORDS: Final = ("why", "field", "source", "label", "summary")
_LIKELY: Final = {"": 0.5, "code": 0.05, "kind": 0.0, "bindings": 0.0, "core": 0.15}
_PORTFOLIO: Final = ("rotation", "pairs", "allocation")

Schema = dict[str, Any]
Path = tuple[str | int, ...]


@cache
def _schema() -> Schema:
    return Strategy.model_json_schema()


class ShapeMaker:
    """Fills the schema of the document from one source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 - not for secrets
        self.texts = DocumentMaker(seed)
        self.schema = _schema()
        self.names: list[str] = []

    def document(self) -> dict[str, Any]:
        """Return a document of any kind; most are refused for their sense, and many can be run."""
        fields: Schema = self.schema["properties"]
        order = sorted(fields, key=lambda name: name != "parameters")
        made = {name: self._fill(fields[name], (name,)) for name in order if self._wanted(name, ())}
        made |= {"name": "Made é 漢字 🚀", "universe": self.chance.sample(_SYMBOLS, self.chance.randint(1, 3))}
        kind = self.chance.choice([*["signals"] * 6, *_PORTFOLIO, "python"])
        for name in _PORTFOLIO:
            made.pop(name, None)
        made["kind"] = kind
        return self._of_rules(made) if kind in ("signals", "python") else self._of_weights(made, kind)

    def _of_rules(self, made: dict[str, Any]) -> dict[str, Any]:
        rules = made.setdefault("rules", [])
        if made["kind"] == "python":
            made |= {"code": _CODE, "rules": [{"id": "r1", "action": "enter_long"}]}
            return made
        rules.append({"id": "r9", "action": "enter_long", "when": self.texts.condition(1)})
        for rule in rules:
            unlikely = ("for_setups", "read") if "exit" not in rule["action"] else ("order", "risk", "size", "setup")
            for name in unlikely:
                if self.chance.random() < 0.8:
                    rule.pop(name, None)
        if any("short" in rule["action"] for rule in rules):
            made["execution"] = {**made.get("execution", {}), "allow_short": True}
        return self._without_some(made, ("core", "risk", "limits"))

    def _of_weights(self, made: dict[str, Any], kind: str) -> dict[str, Any]:
        made["rules"] = []
        made[kind] = self._fill(self.schema["properties"][kind]["anyOf"][0], (kind,))
        if kind == "pairs":
            made["universe"] = ["AAPL", "MSFT"]
            made[kind] |= {"left": "AAPL", "right": "MSFT"}
        if kind == "allocation":
            made[kind]["weights"] = [{"symbol": symbol, "weight": 20} for symbol in made["universe"]]
            made[kind].pop("schedule", None)
        return self._without_some(made, ("core", "risk", "limits", "sizing", "execution"))

    def _without_some(self, made: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
        for name in names:
            if self.chance.random() < 0.6:
                made.pop(name, None)
        return made

    def _wanted(self, name: str, path: Path) -> bool:
        return self.chance.random() < (_LIKELY.get(name, 0.5) if not path else 0.35)

    def _fill(self, schema: Schema, path: Path) -> Any:  # noqa: ANN401 - any JSON
        if "$ref" in schema:
            return self._fill(self.schema["$defs"][schema["$ref"].rsplit("/", 1)[1]], path)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.chance.choice(schema["enum"])
        if "oneOf" in schema or "anyOf" in schema:
            return self._fill(self.chance.choice(schema.get("oneOf") or schema["anyOf"]), path)
        return self._of_type(schema, path)

    def _of_type(self, schema: Schema, path: Path) -> Any:  # noqa: ANN401 - any JSON
        match schema.get("type"):
            case "object":
                return self._object(schema, path)
            case "array":
                count = max(schema.get("minItems", 0), self.chance.randint(0, 3))
                return [self._fill(schema["items"], (*path, at)) for at in range(count)]
            case "integer" | "number" as kind:
                value = self._number(schema, str(path[-1]))
                return int(value) if kind == "integer" else value
            case "boolean":
                return self.chance.random() < 0.5
            case "string":
                return self._text(schema, path)
        return None

    def _object(self, schema: Schema, path: Path) -> dict[str, Any]:
        needed = schema.get("required", ())
        return {
            name: self._fill(part, (*path, name))
            for name, part in schema.get("properties", {}).items()
            if name in needed or "const" in part or self._wanted(name, path)
        }

    def _number(self, schema: Schema, name: str) -> float:
        if name in ("low", "high"):
            return 1 if name == "low" else 400
        if name in ("fraction", "max_participation"):
            return self.chance.choice((0.1, 0.25, 0.5, 1))
        value: float = self.chance.choice(_EXTREMES if self.chance.random() < 0.1 else _COUNTS)
        least, most = float(schema.get("minimum", value)), float(schema.get("maximum", value))
        return min(max(value, least), most)

    def _text(self, schema: Schema, path: Path) -> str:
        name, within = path[-1], path[-2] if len(path) > 1 else ""
        if schema.get("format") == "date":
            return f"2019-0{self.chance.randint(1, 9)}-1{self.chance.randint(0, 9)}"
        if name in _CONDITIONS:
            return self._condition()
        if name in ("price", "long", "short", "expr", "limit_price", "rank_by"):
            return self.chance.choice((*_PRICES, self.texts.number(2)))
        if name in ("symbol", "left", "right", "benchmark") or within == "universe":
            return self.chance.choice(_SYMBOLS)
        if name in _WORDS:
            return "words"
        return self._name(path) or self.chance.choice((*self.names, *_AMOUNTS, self.texts.number(1)))

    def _name(self, path: Path) -> str | None:
        match path:
            case ("parameters", at, "name"):
                self.names.append(f"n{at}")
                return f"n{at}"
            case ("definitions", at, "name"):
                return f"d{at}"
            case ("rules", at, "id"):
                return f"r{at}"
            case (*_, "setup" | "group") | (*_, "for_setups", _):
                return self.chance.choice("ab")
        return None

    def _condition(self) -> str:
        condition = self.texts.condition(2)
        if self.names and self.chance.random() < 0.4:
            condition = f"sma(close, {self.chance.choice(self.names)}) < close and {condition}"
        return self.chance.choice((*_HELD, *_AFTER)) if self.chance.random() < 0.15 else condition
