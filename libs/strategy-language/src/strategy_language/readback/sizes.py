"""Sizes in English."""

from __future__ import annotations

from collections.abc import Iterator

from strategy_language.document import Sizing
from strategy_language.readback.sentence import Sentence
from strategy_language.readback.voice import Voice


def size_sentences(voice: Voice, size: Sizing, name: str, path: str) -> list[Sentence]:
    """Return how large a position is; `name` is the slot prefix, `path` the place in the document."""
    main = Sentence(text=_main(voice, size, name), path=path)
    return [main, *(Sentence(text=text, path=f"{path}.{step}") for step, text in _bounds(voice, size, name))]


def _main(voice: Voice, size: Sizing, name: str) -> str:
    slot = f"{name}.value"
    match size.kind:
        case "cash":
            return f"Invest ${voice.number(slot, size.value)} in each position."
        case "quantity":
            return f"Trade {voice.number(slot, size.value)} units in each position."
        case "risk_percent":
            return f"Risk {voice.percent(slot, size.value)} of the equity on each trade{_over(voice, size, name)}."
        case "risk_cash":
            return f"Risk ${voice.number(slot, size.value)} on each trade{_over(voice, size, name)}."
        case "times_last":
            return f"Add {voice.number(slot, size.value)} times the quantity of the last entry."
        case "volatility_target":
            length = voice.bars(f"{name}.length", size.length)
            return (
                f"Size positions for a yearly volatility of {voice.percent(slot, size.value)}, estimated over {length}."
            )
        case "equal_weight":
            return "Divide the equity equally over the universe."
    return f"Invest {voice.percent(slot, size.value)} of the equity in each position."


def _over(voice: Voice, size: Sizing, name: str) -> str:
    if size.distance is None:
        return ""
    return f", measured over a distance of {voice.number(f'{name}.distance', size.distance)}"


def _bounds(voice: Voice, size: Sizing, name: str) -> Iterator[tuple[str, str]]:
    if size.max_percent_of_equity is not None:
        most = voice.percent(f"{name}.max_percent_of_equity", size.max_percent_of_equity)
        yield "max_percent_of_equity", f"A position is at most {most} of the equity."
    if size.max_quantity is not None:
        yield "max_quantity", f"A position is at most {voice.number(f'{name}.max_quantity', size.max_quantity)} units."
    if size.multiplier is not None:
        yield "multiplier", f"Multiply the size by {voice.number(f'{name}.multiplier', size.multiplier)}."
    if size.base == "initial":
        yield "base", "Sizes go by the initial equity."
