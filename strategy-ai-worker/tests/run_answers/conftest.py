"""A finished run with three trades, whose numbers are known."""

from uuid import uuid4

import pytest

from strategy_ai_worker.domain.run_answers.run import FinishedRun

DAYS = ("2019-12-30", "2020-01-02", "2020-01-03", "2020-02-27", "2020-02-28", "2020-03-02", "2020-06-01", "2020-12-31")
EQUITY = (100_000, 101_000, 110_000, 104_500, 99_000, 99_000, 88_000, 112_000)


@pytest.fixture
def stats() -> dict:
    absent = [
        "volatility",
        "sortino",
        "calmar",
        "max_drawdown_days",
        "expectancy",
        "exposure",
        "turnover",
        "tail_ratio",
        "value_at_risk_95",
        "conditional_value_at_risk_95",
        "skew",
        "kurtosis",
        "probabilistic_sharpe",
        "deflated_sharpe",
        "best_trade_pct",
        "worst_trade_pct",
    ]
    given = {
        "initial_cash": 100_000, "final_equity": 112_000, "total_return": 0.12, "cagr": 0.119, "sharpe": 0.8,
        "max_drawdown": -0.2, "win_rate": 1 / 3, "profit_factor": None, "trades": 3, "average_bars_held": 2.0,
        "costs_paid": 25.5, "trials": 1, "periods_per_year": 252, "bars": 8,
        "undefined": {"profit_factor": "there was no loss"},
    }  # fmt: skip
    return {**dict.fromkeys(absent), **given}


@pytest.fixture
def trades() -> list[dict]:
    def trade(entry: str, exit_: str | None, pnl: float, reason: str, **more: object) -> dict:
        left = (
            {"exit_time": f"{exit_}T00:00:00Z", "exit_price": 90.0}
            if exit_
            else {"exit_time": None, "exit_price": None}
        )
        return {
            "symbol": "AAPL", "side": "long", "entry_time": f"{entry}T00:00:00Z", "entry_price": 100.0, **left,
            "quantity": 1.0, "pnl": pnl, "return_pct": pnl / 1000, "fees": 1.0, "bars_held": 2, "exit_reason": reason,
            "entry_rule": "r1", **more,
        }  # fmt: skip

    return [
        trade("2020-01-02", "2020-02-28", -1000.0, "rule", exit_rule="r2"),
        trade("2020-03-02", "2020-06-01", -11_000.0, "stop_loss", stop_price=91.5),
        trade("2020-06-01", None, 24_000.0, "end_of_data"),
    ]


@pytest.fixture
def run(stats, trades) -> FinishedRun:
    stamps = [f"{day}T00:00:00Z" for day in DAYS]
    peak, falls = 0.0, []
    for value in EQUITY:
        peak = max(peak, value)
        falls.append(value / peak - 1)
    certificate = {
        "value": "v",
        "strategy": "s",
        "code": "c",
        "bars": "b",
        "calendar": "k",
        "engine": "e",
        "settings": "x",
    }
    run_id = str(uuid4())
    result = {
        "run_id": run_id,
        "summary_stats": stats,
        "equity_curve": dict(zip(stamps, EQUITY, strict=True)),
        "drawdown_series": dict(zip(stamps, falls, strict=True)),
        "returns_series": {},
        "trade_log": trades,
        "benchmark": {
            "symbol": "SPY", "equity_curve": {}, "drawdown_series": {}, "returns_series": {}, "total_return": 0.2,
            "cagr": None, "max_drawdown": -0.1, "sharpe": None, "alpha": None, "beta": None, "information_ratio": None,
        },
        "integrity": {
            "look_ahead": {"passed": True, "cuts": [], "detail": ""}, "data": [], "trials": 1, "digest": certificate,
            "engines": {"used": "kernel"},
        },
        "indicators": [
            {"symbol": "AAPL", "name": "fast", "expression": "sma(close, 20)", "overlay": True,
             "values": dict.fromkeys(stamps, 78.25)},
            {"symbol": "AAPL", "name": "other", "expression": "rsi(close, 14)", "overlay": False,
             "values": dict.fromkeys(stamps, 55.0)},
        ],
        "code": "",
        "readback": "",
    }  # fmt: skip
    state = {
        "id": run_id, "status": "completed", "strategy_version": 2, "created_at": "2021-01-01T00:00:00Z",
        "settings": {"start": "2019-12-30", "end": "2020-12-31"},
    }  # fmt: skip
    return FinishedRun.model_validate({"state": state, "result": result})
