"""Five strategies traded by plain loops over the bars: the engine makes the same trades, one by one."""

from datetime import date

import numpy as np
import pytest
from tests.reading.by_hand import MARKETS
from tests.reading.made_bars import frame_of

from backtest_engine.adapters.sandbox.process import ProcessSandbox, SandboxLimits
from backtest_engine.domain.plan import make_plan
from backtest_engine.domain.position import EXIT_REASONS
from backtest_engine.usecases.gather import Gathered
from backtest_engine.usecases.variants import Variants
from strategy_language.conversation import EngineRunRequest
from strategy_language.static_checks import compile_safely


@pytest.fixture(scope="module")
def sandbox():
    sandbox = ProcessSandbox(compile_safely, SandboxLimits(), frozenset({"seccomp", "landlock"}))
    yield sandbox
    sandbox.close()


@pytest.fixture
def simulated(sandbox):
    """Run a document over its made bars, from its code in the sandbox on."""

    def run(market, bars):
        start = bars[market.first].time.date()
        request = EngineRunRequest(strategy=market.by_hand.document, start=start, end=date(2040, 1, 1))
        plan = make_plan(request.strategy)
        frames = {plan.traded[0]: frame_of(market.instrument, market.timeframe, bars)}
        variants = Variants(sandbox, plan, request, Gathered(frames, "cash"))
        with variants.session() as session:
            return variants.run(session, {}).simulation

    return run


@pytest.mark.parametrize("name", MARKETS)
def test_the_engine_trades_as_somebody_with_the_bars_and_a_pencil_would(name, simulated):
    market = MARKETS[name]
    bars = market.bars()
    expected = market.by_hand(bars, market.first).run()
    rows = simulated(market, bars).trades
    rows = rows[rows["open"] == 0]
    assert len(rows) == len(expected) >= 20
    found = [
        (int(row["side"]), int(row["entry_tick"]), int(row["exit_tick"]), EXIT_REASONS[row["reason"]]) for row in rows
    ]
    shifted = [(one.side, one.entry - market.first, one.exit - market.first, one.reason) for one in expected]
    assert found == shifted
    np.testing.assert_allclose(rows["entry_price"], [one.entry_price for one in expected], rtol=1e-12)
    np.testing.assert_allclose(rows["exit_price"], [one.exit_price for one in expected], rtol=1e-12)
    # The last hundred-millionths of a coin are a matter of rounding; a share is a share.
    step = market.by_hand.step
    coins = 3 * step if step < 1 else 0.0
    np.testing.assert_allclose(rows["quantity"], [one.quantity for one in expected], rtol=1e-12, atol=coins)
    np.testing.assert_allclose(rows["profit"], [one.pnl for one in expected], rtol=1e-9, atol=1e-7 + coins * 10_000)
