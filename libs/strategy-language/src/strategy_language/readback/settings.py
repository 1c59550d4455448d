"""Execution, limits and costs in English."""

from __future__ import annotations

from collections.abc import Iterator

from strategy_language.document import Costs, Execution, Limits
from strategy_language.readback.sentence import Sentence
from strategy_language.readback.units import amount, count
from strategy_language.readback.voice import Voice

_FILLS = {
    "next_open": "Orders fill at the next open.",
    "same_close": "Orders fill at the close of the signal bar, which is optimistic.",
    "next_close": "Orders fill at the next close.",
}
_OPPOSITE = {
    "reverse": "An opposite signal reverses the position.",
    "close": "An opposite signal only closes the position.",
    "ignore": "An opposite signal is ignored while a position is open.",
}
_PRESETS = {
    "none": "No fees are charged.",
    "us_equities": "Fees as for US equities.",
    "hk_equities": "Fees as for Hong Kong equities.",
    "crypto": "Fees as for crypto.",
}


def execution_sentences(voice: Voice) -> list[Sentence]:
    """Return how orders fill."""
    said = _execution(voice, voice.program.strategy.execution)
    return [Sentence(text=text, path=f"execution.{step}") for step, text in said]


def _execution(voice: Voice, execution: Execution) -> Iterator[tuple[str, str]]:
    yield "fill", _FILLS[execution.fill]
    if execution.allow_short and voice.sides == "both":
        yield "on_opposite", _OPPOSITE[execution.on_opposite]
    elif execution.allow_short and voice.sides == "long":
        yield "allow_short", "Short positions are allowed."
    if execution.pyramiding > 1:
        yield "pyramiding", f"Make at most {execution.pyramiding} entries in one direction."
    if execution.max_participation is not None:
        share = voice.share("execution.max_participation", execution.max_participation)
        yield "max_participation", f"Trade at most {share} of a bar's volume."
    if execution.fractional is not None:
        yield (
            "fractional",
            "Fractions of a unit are traded." if execution.fractional else "Only whole units are traded.",
        )
    if execution.leverage > 1:
        yield "leverage", f"Use up to {amount(execution.leverage)} times leverage."


def limit_sentences(voice: Voice) -> list[Sentence]:
    """Return the brakes on the whole strategy."""
    said = _limits(voice, voice.program.strategy.limits)
    return [Sentence(text=text, path=f"limits.{step}") for step, text in said]


def _limits(voice: Voice, limits: Limits) -> Iterator[tuple[str, str]]:
    if limits.entries_per_day is not None:
        yield "entries_per_day", f"Make at most {limits.entries_per_day} entries a day."
    if limits.losses_per_day is not None:
        yield "losses_per_day", f"Stop for the day after {limits.losses_per_day} losing trades."
    if limits.daily_loss_percent is not None:
        yield (
            "daily_loss_percent",
            f"Stop for the day after a loss of {amount(limits.daily_loss_percent)}% of the equity.",
        )
    if limits.max_drawdown_percent is not None:
        yield "max_drawdown_percent", f"Stop trading after a drawdown of {amount(limits.max_drawdown_percent)}%."
    if limits.cooldown_bars is not None:
        pause = count(str(limits.cooldown_bars), voice.program.strategy.timeframe)
        yield "cooldown_bars", f"Wait {pause} after an exit before the next entry."
    if limits.max_open_positions is not None:
        yield "max_open_positions", f"Hold at most {limits.max_open_positions} positions at once."


def cost_sentences(voice: Voice) -> list[Sentence]:
    """Return what trading costs."""
    return [Sentence(text=text, path=f"costs.{step}") for step, text in _costs(voice.program.strategy.costs)]


def _costs(costs: Costs) -> Iterator[tuple[str, str]]:
    if costs.preset is not None or costs == Costs():
        yield "preset", _PRESETS[costs.preset or "none"]
    named = (
        ("percent", "Commission of {}% of the traded value."),
        ("per_share", "Commission of {} a share."),
        ("minimum", "Commission of at least {} an order."),
        ("stamp_duty_percent", "Stamp duty of {}%."),
        ("maker_percent", "Maker fee of {}%."),
        ("taker_percent", "Taker fee of {}%."),
        ("borrow_percent", "Borrowing for short positions takes {}% a year."),
        ("cash_interest_percent", "Idle cash earns {}% a year."),
        ("funding_percent", "Funding of {}% every eight hours, which longs pay to shorts."),
    )
    for field, text in named:
        value: float | None = getattr(costs, field)
        if value is not None:
            yield field, text.format(amount(value))
    yield from _slippage(costs)


def _slippage(costs: Costs) -> Iterator[tuple[str, str]]:
    slippage = costs.slippage
    if slippage is None:
        return
    match slippage.kind:
        case "none":
            yield "slippage", "No slippage."
        case "bps":
            yield "slippage", f"Slippage of {amount(slippage.value)} basis points."
        case "sqrt_impact":
            yield "slippage", f"Square-root market impact with a factor of {amount(slippage.value)}."
