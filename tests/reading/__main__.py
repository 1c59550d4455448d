"""Run the strategies over a folder of bars (`SPY_1d.parquet` ...) and print each trade with its bars.

Without a folder: the five that are traded by hand as well, over bars that are made.
"""

import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from tests.reading.by_hand import MARKETS
from tests.reading.made_bars import frame_of
from tests.reading.strategies import STRATEGIES

from backtest_engine.adapters.sandbox.process import ProcessSandbox, SandboxLimits
from backtest_engine.domain.facade.sessions import plain_sessions
from backtest_engine.domain.frames import Frame, Quality
from backtest_engine.domain.plan import make_plan
from backtest_engine.domain.result import build_trades
from backtest_engine.usecases.gather import Gathered
from backtest_engine.usecases.variants import Variants
from strategy_language.conversation import EngineRunRequest
from strategy_language.document import Strategy
from strategy_language.static_checks import compile_safely
from trading_contracts.bars import Adjustment, Instrument, Market, SeriesOrigin, Timeframe
from trading_contracts.results import Trade

TRADES = 25
LOTS = {"0700.HK": 100.0, "BTC-USD": 1e-8}


def main(arguments: list[str]) -> None:
    sandbox = ProcessSandbox(compile_safely, SandboxLimits(), frozenset({"seccomp", "landlock"}))
    try:
        if arguments and arguments[0] not in MARKETS:
            for name in arguments[1:] or STRATEGIES:
                _show(sandbox, name, *_of_folder(Path(arguments[0]), name))
        else:
            for name in arguments or MARKETS:
                _show(sandbox, name, *_made(name))
    finally:
        sandbox.close()


def _of_folder(folder: Path, name: str) -> tuple[Strategy, Frame, str, str]:
    document, years = STRATEGIES[name]
    strategy = Strategy.model_validate(document)
    frame = _frame(folder, strategy.universe[0], strategy.timeframe)
    return strategy, frame, *(years or (str(frame.time.astype("datetime64[ns]")[150])[:10], "2040-01-01"))


def _made(name: str) -> tuple[Strategy, Frame, str, str]:
    market, bars = MARKETS[name], MARKETS[name].bars()
    frame = frame_of(market.instrument, market.timeframe, bars)
    return Strategy.model_validate(market.by_hand.document), frame, str(bars[market.first].time.date()), "2040-01-01"


def _show(sandbox: ProcessSandbox, name: str, strategy: Strategy, frame: Frame, first: str, last: str) -> None:
    request = EngineRunRequest(strategy=strategy, start=date.fromisoformat(first), end=date.fromisoformat(last))
    plan = make_plan(strategy)
    variants = Variants(sandbox, plan, request, Gathered({strategy.universe[0]: frame}, "cash"))
    with sandbox.open(plan.code, plan.parameters, {strategy.universe[0]: frame}, plan.lines.code) as session:
        run = variants.run(session, {})
        slots = session.evaluate_lines(strategy.universe[0]) if plan.lines.code else {}
    lines = {line.name: np.asarray(slots[line.slot]) for line in plan.lines.lines}
    print(f"\n## {name}: {plan.readback}\n{run.stats.trades} trades, the first {TRADES}; signal, entry and exit bar:")
    for number, trade in enumerate(build_trades(run.simulation)[:TRADES], start=1):
        _print(number, trade, frame, lines)


def _print(number: int, trade: Trade, frame: Frame, lines: Mapping[str, np.ndarray]) -> None:
    entry, leave = _place(frame, trade.entry_time), _place(frame, trade.exit_time)
    levels = f"stop {_n(trade.stop_price)} target {_n(trade.target_price)}"
    print(
        f"{number:3d} {trade.side:5s} {trade.quantity:g} in {_n(trade.entry_price)} out {_n(trade.exit_price)} "
        f"({trade.exit_reason}, {trade.bars_held} bars) {levels} pnl {_n(trade.pnl)} fees {_n(trade.fees)}"
    )
    for what, at in (("signal", entry - 1), ("entry", entry), ("before", leave - 1), ("exit", leave)):
        drawn = " ".join(f"{name}={_n(float(values[at]))}" for name, values in lines.items())
        bar = " ".join(f"{name[0].upper()} {_n(float(frame.columns[name][at]))}" for name in _PRICES)
        print(f"      {what:6s} {str(frame.time.astype('datetime64[ns]')[at])[:16]} {bar}  {drawn}")


_PRICES = ("open", "high", "low", "close")


def _place(frame: Frame, moment: datetime | None) -> int:
    if moment is None:
        return frame.bars - 1
    return int(np.searchsorted(frame.time, int(moment.timestamp()) * 1_000_000_000))


def _n(value: float | None) -> str:
    return "-" if value is None else f"{value:.6g}"


def _frame(folder: Path, symbol: str, timeframe: Timeframe) -> Frame:
    table = pq.read_table(folder / f"{symbol}_{timeframe.value}.parquet").sort_by("timestamp")
    columns: dict[str, Any] = {name: table.column(name).cast(pa.float64()).to_numpy() for name in (*_PRICES, "volume")}
    if "adj_close" in table.column_names:
        ratio = table.column("adj_close").cast(pa.float64()).to_numpy() / columns["close"]
        columns |= {name: columns[name] * ratio for name in _PRICES}
    time = table.column("timestamp").to_numpy().astype("datetime64[ns]").astype(np.int64)
    columns |= {"dividend": np.zeros(len(time)), "split": np.zeros(len(time))}
    instrument = Instrument(
        symbol=symbol,
        name=symbol,
        market=Market.SIMULATED,
        calendar="24/7",
        zone="UTC",
        lot_size=LOTS.get(symbol, 1.0),
    )
    origin = SeriesOrigin(
        symbol=symbol,
        timeframe=timeframe,
        source=folder.name,
        adjustment=Adjustment.ALL,
        fetched_at=datetime.now(UTC),
    )
    return Frame(
        instrument=instrument,
        origin=origin,
        timeframe=timeframe,
        warmup=0,
        quality=Quality(),
        time=time,
        columns=columns,
        sessions=plain_sessions(time, timeframe),
        digest=f"{symbol} {len(time)}",
        calendar_digest="as the bars are",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
