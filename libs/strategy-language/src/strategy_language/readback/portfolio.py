"""Rotation, pairs and target weights in English."""

from __future__ import annotations

from strategy_language.document import Allocation, Pairs, Rotation
from strategy_language.document.portfolio import Rebalance, TargetWeight
from strategy_language.document.settings import MOST
from strategy_language.readback.sentence import Sentence
from strategy_language.readback.units import count, listed
from strategy_language.readback.voice import Voice

_PERIODS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}


def portfolio_sentences(voice: Voice) -> list[Sentence]:
    """Return what a strategy over several symbols does."""
    strategy = voice.program.strategy
    said: list[Sentence] = []
    if strategy.core:
        held = _weights(voice, strategy.core.weights, "core.weights")
        text = f"Hold {held} at all times, brought back {_every(voice, strategy.core.rebalance)}."
        said.append(Sentence(text=text, path="core"))
    if strategy.rotation:
        said += _rotation(voice, strategy.rotation)
    if strategy.pairs:
        said += _pairs(voice, strategy.pairs)
    if strategy.allocation:
        said += _allocation(voice, strategy.allocation)
    return said


def _every(voice: Voice, rebalance: Rebalance) -> str:
    if isinstance(rebalance, str):
        return f"every {_PERIODS[rebalance]}"
    return f"every {count(str(rebalance), voice.program.strategy.timeframe)}"


def _rotation(voice: Voice, rotation: Rotation) -> list[Sentence]:
    universe = listed(voice.program.strategy.universe)
    score = voice.expression("rotation.rank_by", rotation.rank_by)
    best = "best" if rotation.descending else "lowest"
    every = _every(voice, rotation.rebalance).capitalize()
    held = f"the {best} {rotation.hold}" if rotation.hold > 1 else f"the {best} one"
    weights = "in equal weights"
    if rotation.weights == "inverse_volatility":
        length = count(str(rotation.volatility_length), voice.program.strategy.timeframe)
        weights = f"in weights inverse to their volatility over {length}"
    text = f"{every}, rank {universe} by {score} and hold {held} {weights}."
    said = [Sentence(text=text, path="rotation")]
    if rotation.filter is not None:
        condition = voice.expression("rotation.filter", rotation.filter)
        said.append(Sentence(text=f"Hold a symbol only when {condition}.", path="rotation.filter"))
    return said


def _pairs(voice: Voice, pairs: Pairs) -> list[Sentence]:
    hedge_length = voice.bars("pairs.hedge_length", pairs.hedge_length)
    hedge = {
        "ols": f"a rolling least-squares hedge ratio over {hedge_length}",
        "ratio": f"the mean price ratio over {hedge_length} as hedge ratio",
        "fixed": f"a fixed hedge ratio of {1 if pairs.hedge_ratio is None else pairs.hedge_ratio:g}",
    }[pairs.hedge]
    z_length = voice.bars("pairs.z_length", pairs.z_length)
    enter, leave = voice.number("pairs.enter_z", pairs.enter_z), voice.number("pairs.exit_z", pairs.exit_z)
    said = [
        Sentence(text=f"Trade the spread of {pairs.left} over {pairs.right} with {hedge}.", path="pairs"),
        Sentence(
            text=f"Open the pair when the z-score of the spread over {z_length} is beyond {enter} either way, "
            f"and close it when the z-score is within {leave}.",
            path="pairs.enter_z",
        ),
    ]
    if pairs.stop_z is not None:
        stop = voice.number("pairs.stop_z", pairs.stop_z)
        said.append(Sentence(text=f"Give up when the z-score goes past {stop}.", path="pairs.stop_z"))
    return said


def _allocation(voice: Voice, allocation: Allocation) -> list[Sentence]:
    weights = _weights(voice, allocation.weights, "allocation.weights")
    never = allocation.rebalance == MOST
    text = f"Hold {weights}, {'never rebalanced' if never else f'brought back {_every(voice, allocation.rebalance)}'}."
    said = [Sentence(text=text, path="allocation")]
    for at, dated in enumerate(allocation.schedule):
        path = f"allocation.schedule.{at}"
        held = _weights(voice, dated.weights, f"{path}.weights")
        said.append(Sentence(text=f"From {dated.since.isoformat()} on hold {held}.", path=path))
    return said


def _weights(voice: Voice, weights: tuple[TargetWeight, ...], name: str) -> str:
    said = (
        f"{voice.percent(f'{name}.{at}.weight', target.weight)} in {target.symbol}" for at, target in enumerate(weights)
    )
    return listed(list(said))
