"""Each entry, written in the language with its defaults, becomes code that runs on the facade."""

from types import SimpleNamespace

import numpy as np
import pytest

from backtest_engine.domain.facade.namespace import allowed_names
from strategy_language.catalogue import Argument, Entry
from strategy_language.generate import generate
from strategy_language.load import read
from trading_contracts.bars import Timeframe

WRITTEN = {
    "series": "close",
    "truth": "close > open",
    "length": "7",
    "number": "1",
    "text": '"11:30"',
}


@pytest.fixture
def expression(entry: Entry) -> str:
    after_variadic = False
    arguments = []
    for argument in entry.arguments:
        text = _written(argument)
        arguments.append(f"{argument.name}={text}" if after_variadic else text)
        if argument.variadic:
            arguments.append("open" if argument.kind == "series" else "high > close")
            after_variadic = True
    output = f".{entry.outputs[-1]}" if entry.outputs else ""
    return f"{entry.name}({', '.join(arguments)}){output}"


def _written(argument: Argument) -> str:
    if argument.name == "day":
        return '"2021-03-01"'
    if argument.default is None:
        return WRITTEN[argument.kind]
    return f'"{argument.default}"' if argument.kind == "text" else f"{argument.default:g}"


def test_an_entry_can_be_written_generated_and_run(entry, expression, make_market) -> None:
    condition = expression if entry.result == "truth" else f"{expression} > 1"
    document = {
        "name": entry.name,
        "universe": ["SIM:WALK"],
        "timeframe": "30m",
        "rules": [{"id": "r1", "action": "enter_long", "when": condition}],
    }
    code = generate(read(document)).text
    seen: dict[str, object] = {**allowed_names(), "__builtins__": {}}
    exec(compile(code, "<strategy>", "exec"), seen)
    view = make_market(1, 300, Timeframe.M30).view()
    answer = seen["signals"](view, SimpleNamespace())["r1.when"]
    assert np.asarray(answer).dtype == np.bool_
    assert np.shape(answer) in ((300,), ())
