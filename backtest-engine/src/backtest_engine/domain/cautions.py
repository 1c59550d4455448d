"""What a reader must know of the bars before believing a figure made of them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from backtest_engine.domain.certificate import moment
from backtest_engine.domain.frames import Frame
from backtest_engine.domain.market import AROUND_THE_CLOCK, grace
from strategy_language.document import Strategy
from trading_contracts.bars import Market


def cautions(frames: Mapping[str, Frame], traded: Sequence[str], start: date, end: date) -> tuple[str, ...]:
    """Return sentences on what is traded: several currencies, bars that begin late, bars that end early.

    Args:
        frames: Bars by symbol.
        traded: The symbols whose bars are simulated.
        start: First day asked for.
        end: Last day asked for.
    """
    found = []
    currencies = sorted({frames[symbol].instrument.currency for symbol in traded})
    if len(currencies) > 1:
        found.append(
            f"Prices in {', '.join(currencies[:-1])} and {currencies[-1]} are added up as they stand; no exchange rate"
            " is applied."
        )
    alone = len(traded) == 1
    for symbol in traded:
        silence = timedelta(microseconds=grace(frames[symbol].timeframe) // 1000)
        time, warmup = frames[symbol].time, frames[symbol].warmup
        first, last = moment(int(time[min(warmup, len(time) - 1)])).date(), moment(int(time[-1])).date()
        if first - start > silence:
            then = "the run begins there" if alone else "until then nothing of it is traded"
            found.append(f"{symbol} has no bar before {first}: {then}.")
        if end - last > silence:
            then = "the run ends there" if alone else "what is held two weeks later is paid out at its last close"
            found.append(f"{symbol} has no bar after {last}: {then}.")
    return tuple(found)


def funding_cautions(strategy: Strategy, frames: Mapping[str, Frame], traded: Sequence[str]) -> tuple[str, ...]:
    """Return sentences on funding: asked for where there is none, or left out where a venue would charge it.

    Args:
        strategy: The document.
        frames: Bars by symbol.
        traded: The symbols whose bars are simulated.
    """
    perpetual = [symbol for symbol in traded if frames[symbol].instrument.calendar == AROUND_THE_CLOCK]
    others = [symbol for symbol in traded if symbol not in perpetual]
    rate = strategy.costs.funding_percent
    if rate is not None:
        charged = (
            ()
            if not perpetual
            else (f"Funding of {', '.join(perpetual)} is one rate, {rate:g} % every eight hours, all along.",)
        )
        nothing = (
            () if not others else (f"No funding is charged on {', '.join(others)}: only perpetual futures have it.",)
        )
        return charged + nothing
    coins = [symbol for symbol in traded if frames[symbol].instrument.market is Market.CRYPTO]
    if coins and (strategy.execution.allow_short or strategy.execution.leverage > 1):
        asked = "may be sold short or on credit, as a perpetual future can be, and no funding is charged"
        return (f"{', '.join(coins)} {asked}: costs.funding_percent sets its rate.",)
    return ()
