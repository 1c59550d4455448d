"""The symbols that a document speaks of, and giving them their canonical names."""

import json
import re
from collections.abc import Mapping

from strategy_language.document import Strategy
from strategy_language.program import compile_document


def symbols_of(strategy: Strategy) -> tuple[str, ...]:
    """Return the traded symbols, those that expressions read, and the benchmark, in order, each once."""
    legs = (strategy.pairs.left, strategy.pairs.right) if strategy.pairs else ()
    weights = tuple(one.symbol for one in strategy.allocation.weights) if strategy.allocation else ()
    benchmark = (strategy.benchmark,) if strategy.benchmark else ()
    read = compile_document(strategy).other_symbols
    return tuple(dict.fromkeys((*strategy.universe, *legs, *weights, *read, *benchmark)))


def rename_symbols(strategy: Strategy, names: Mapping[str, str]) -> Strategy:
    """Return the document with each symbol under its new name, in its title, lists, legs and expressions alike."""
    changed = {old: new for old, new in names.items() if old != new}
    if not changed:
        return strategy
    document = strategy.model_dump(mode="json")
    for path in ("definitions", "rules", "risk", "sizing", "rotation", "allocation"):
        text = json.dumps(document[path], ensure_ascii=False)
        for old, new in changed.items():
            text = text.replace(json.dumps(f'"{old}"')[1:-1], json.dumps(f'"{new}"')[1:-1])
        document[path] = json.loads(text)
    for old, new in changed.items():
        document["name"] = re.sub(rf"(?<![\w/^]){re.escape(old)}(?![\w/])", new, document["name"])
    document["universe"] = list(dict.fromkeys(changed.get(one, one) for one in strategy.universe))
    if strategy.benchmark:
        document["benchmark"] = changed.get(strategy.benchmark, strategy.benchmark)
    if strategy.pairs:
        document["pairs"]["left"] = changed.get(strategy.pairs.left, strategy.pairs.left)
        document["pairs"]["right"] = changed.get(strategy.pairs.right, strategy.pairs.right)
    for weight in (document["allocation"] or {}).get("weights", []):
        weight["symbol"] = changed.get(weight["symbol"], weight["symbol"])
    return Strategy.model_validate(document)
