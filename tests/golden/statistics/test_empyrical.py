"""Statistics against empyrical's own test cases, and the figures it publishes.

The cases lie in ../shared; each names a test of empyrical's suite and its parameters. Where empyrical tests a relation
(noise lowers the ratio, a shift of both series changes nothing) the relation is tested here in the same way.
"""

import json
import math
import os
from pathlib import Path

import numpy as np
import pytest

from backtest_engine.domain import statistics as of

SHARED = Path(os.environ.get("VIBE_SHARED_DIR", Path(__file__).parents[4] / "shared"))
FILE = SHARED / "data" / "reference" / "empyrical" / "cases.json"
PERIODS = {"daily": 252, "weekly": 52, "monthly": 12, "quarterly": 4, "yearly": 1}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FILE.exists(), reason=f"empyrical's cases are not there: {FILE}"),
]

DATA = json.loads(FILE.read_text()) if FILE.exists() else {"inputs": {}, "cases": []}


def _column(name, column):
    found = DATA["inputs"][name]
    place = found["columns"].index(column)
    return np.array([math.nan if row[place] is None else float(row[place]) for row in found["values"]])


def _series(name):
    """A series by name, or one of the forms in which empyrical writes its own: -x, 2 * x, 100,000 normal draws."""
    if name.startswith("-"):
        return -_series(name[1:])
    if name.startswith("2 * "):
        return 2 * _series(name[4:])
    if name == "random_100k":
        return np.random.default_rng(1337).standard_normal(100_000)
    found = DATA["inputs"][name]
    if found["kind"] == "frame":
        return _column(name, found["columns"][0])
    values = [math.nan if v is None else float(v) for v in found["values"]]
    return np.array(values, dtype=float)


def _dated(name):
    start = 1 if name.endswith("[1:]") else 0
    bare = name.removesuffix("[1:]")
    days = DATA["inputs"][bare.removeprefix("-").removeprefix("2 * ")]["index"]
    return np.array(days, dtype="datetime64[D]")[start:], _series(bare)[start:]


def _joined(mine, theirs):
    """Both series on the dates that they share."""
    (days, a), (others, b) = _dated(mine), _dated(theirs)
    _, left, right = np.intersect1d(days, others, return_indices=True)
    return a[left], b[right]


def _number(value):
    if value is None:
        return math.nan
    return float(value)


def _argument(value):
    """A number, a number as text, or the name of a series."""
    if isinstance(value, str) and value in DATA["inputs"]:
        return _series(value)
    return float(value)


def _same(found, expected, places=7):
    expected = _number(expected)
    if math.isnan(expected):
        assert math.isnan(found), f"{found} where nothing is defined"
    elif math.isinf(expected):
        assert found == expected
    else:
        assert found == pytest.approx(expected, abs=10.0**-places, rel=1e-8)


def _max_drawdown(p):
    _same(of.max_drawdown_of_returns(_series(p["returns"])), p["expected"])


def _annual_return(p):
    _same(of.cagr(_series(p["returns"]), PERIODS[p["period"]]), p["expected"])


def _volatility(p):
    _same(of.annual_volatility(_series(p["returns"]), PERIODS[p["period"]]), p["expected"])


def _calmar(p):
    _same(of.calmar(_series(p["returns"]), PERIODS[p["period"]]), p["expected"])


def _omega(p):
    free = _argument(p["risk_free"])
    returns = _series(p["returns"])
    if isinstance(free, np.ndarray):
        returns, free = returns - free, 0.0
    _same(of.omega(returns, free, float(p["required_return"])), p["expected"])


def _omega_falls(p):
    returns = _series(p["returns"])
    less, more = (of.omega(returns, 0.0, float(p[f"required_return_{k}"])) for k in ("less", "more"))
    assert less > more


def _sharpe(p):
    returns, free = _series(p["returns"]), p["risk_free"]
    if isinstance(free, str) and free in DATA["inputs"]:
        mine, other = _joined(p["returns"], free)
        _same(of.sharpe(mine - other, 252), p["expected"])
        return
    _same(of.sharpe(returns, 252, float(free)), p["expected"])


def _sharpe_shift_same(p):
    returns, free, shift = _series(p["returns"]), float(p["required_return"]), float(p["translation"])
    assert of.sharpe(returns, 252, free) == pytest.approx(of.sharpe(returns + shift, 252, free + shift))


def _sharpe_shift_differs(p):
    returns, free = _series(p["returns"]), float(p["required_return"])
    moved = of.sharpe(returns + float(p["translation_returns"]), 252, free + float(p["translation_required"]))
    assert moved != pytest.approx(of.sharpe(returns, 252, free), rel=1e-9)


def _sharpe_rises_with_returns(p):
    returns, free, shift = _series(p["returns"]), float(p["required_return"]), float(p["translation"])
    base = of.sharpe(returns, 252, free)
    assert of.sharpe(returns + shift, 252, free) > base > of.sharpe(returns - shift, 252, free)


def _sharpe_falls_with_noise(p):
    rng = np.random.default_rng(7)
    small, large = (of.sharpe(rng.normal(0.01, float(p[k]), 1000), 252) for k in ("small", "large"))
    assert small > large


def _by_column(p, figure):
    """Ask a figure of each column of a frame."""
    period, required = PERIODS[p["period"]], float(p["required_return"])
    for column, expected in zip(p["expected"]["index"], p["expected"]["values"], strict=True):
        _same(figure(_column(p["returns"], column), period, required), expected)


def _downside(p):
    if isinstance(p["expected"], dict):
        _by_column(p, of.downside_risk)
        return
    required = _argument(p["required_return"])
    _same(of.downside_risk(_series(p["returns"]), PERIODS[p["period"]], required), p["expected"])


def _downside_rises_with_noise(p):
    flat, noise = _series(p["returns"]), _series(p["add_noise"])
    n = min(len(flat), len(noise))
    assert of.downside_risk(flat[:n] + noise[:n], 252) > of.downside_risk(flat[:n], 252)


def _downside_shift(p):
    returns, required = _series(p["returns"]), float(p["required_return"])
    assert of.downside_risk(returns, 252, 0.0) <= of.downside_risk(returns, 252, required)


def _downside_by_deviation(p):
    rng = np.random.default_rng(5)
    draw = rng.standard_normal(1000)
    less, more = (of.downside_risk(draw * float(p[k]), 252) for k in ("smaller_std", "larger_std"))
    assert less < more


def _sortino(p):
    if isinstance(p["expected"], dict):
        _by_column(p, of.sortino)
        return
    required = _argument(p["required_return"])
    period = PERIODS[p.get("period", "daily")]
    _same(of.sortino(_series(p["returns"]), period, required), p["expected"])


def _spiked(returns, amount, count):
    spiked = returns.copy()
    places = np.random.default_rng(3).choice(len(spiked), count, replace=False)
    spiked[places] = amount
    return spiked


def _sortino_worse(p):
    returns = _series(p["returns"])
    few, many = _spiked(returns, -0.25, 20), _spiked(returns, -0.25, 40)
    base = of.sortino(returns, 252)
    assert base > of.sortino(few, 252) > of.sortino(many, 252)


def _sortino_better(p):
    returns = np.minimum(_series(p["returns"]), 0.0001)
    base = of.sortino(returns, 252)
    lowest = np.argsort(returns)
    few, many = returns.copy(), returns.copy()
    few[lowest[:20]], many[lowest[:40]] = 0.0, 0.0
    assert base < of.sortino(few, 252) < of.sortino(many, 252)


def _sortino_shift_same(p):
    returns, required, shift = _series(p["returns"]), float(p["required_return"]), float(p["translation"])
    moved = of.sortino(returns + shift, 252, required + shift)
    assert moved == pytest.approx(of.sortino(returns, 252, required))


def _sortino_shift_differs(p):
    returns, required = _series(p["returns"]), float(p["required_return"])
    moved = of.sortino(returns + float(p["translation_returns"]), 252, required + float(p["translation_required"]))
    assert moved != pytest.approx(of.sortino(returns, 252, required), rel=1e-9)


def _information(p):
    returns, factor = p["returns"], p["factor_returns"]
    if factor in DATA["inputs"]:
        mine, other = _joined(returns, factor)
    else:
        mine = _series(returns)
        other = np.full(len(mine), float(factor))
    _same(of.information_ratio(mine, other), p["expected"])


def _information_with_noise(p):
    returns, benchmark = _joined(p["returns"], p["benchmark"])
    noise = np.random.default_rng(2).normal(0, 0.001, len(benchmark))
    ratios = [abs(of.information_ratio(returns, benchmark + k * noise)) for k in (10, 100)]
    assert ratios[0] != ratios[1]


def _information_shift(p):
    returns, benchmark = _joined(p["returns"], p["benchmark"])
    noise = _series(p["add_noise"])[: len(returns)]
    mine = returns + noise
    shift = float(p.get("translation", 0.001))
    raised, base = of.information_ratio(mine + shift, benchmark), of.information_ratio(mine, benchmark)
    lowered = of.information_ratio(mine, benchmark + shift)
    assert raised > base > lowered


def _alpha_beta(p):
    mine, other = _joined(p["returns"], p["benchmark"])
    alpha, beta = of.alpha_beta(mine, other, 252)
    _same(alpha, p["expected"][0])
    _same(beta, p["expected"][1])


def _alpha(p):
    mine, other = _joined(p["returns"], p["benchmark"])
    _same(of.alpha(mine, other, 252), p["expected"])


def _beta(p):
    mine, other = _joined(p["returns"], p["benchmark"])
    expected, places = _number(p["expected"]), p.get("decimal_places", 8)
    assert of.beta(mine, other) == pytest.approx(expected, abs=1.5 * 10.0**-places, nan_ok=True)


def _alpha_beta_equal(p):
    mine, other = _joined(p["returns"], p["benchmark"])
    alpha, beta = of.alpha_beta(mine, other, 252)
    assert (alpha, beta) == pytest.approx((of.alpha(mine, other, 252), of.beta(mine, other)), nan_ok=True)


def _alpha_moves_with_returns(p):
    rng = np.random.default_rng(4)
    mine, other = rng.normal(float(p["mean_returns"]), 0.01, 500), rng.normal(0.0, 0.01, 500)
    shift = float(p["translation"])
    base, up = of.alpha_beta(mine, other, 252), of.alpha_beta(mine + shift, other, 252)
    assert up[0] > base[0]
    assert up[1] == pytest.approx(base[1])


def _beta_by_correlation(p):
    rng = np.random.default_rng(6)
    other, own = rng.normal(0, 0.01, 1000), rng.normal(0, 0.01, 1000)
    low, high = (
        of.beta(c * other + math.sqrt(1 - c * c) * own, other) for c in (float(p["corr_less"]), float(p["corr_more"]))
    )
    assert low < high


def _alpha_beta_with_gaps(p):
    alpha, beta = of.alpha_beta(*_joined(p["returns"], p["benchmark"]), 252)
    assert math.isfinite(alpha)
    assert math.isfinite(beta)


def _stability(p):
    _same(of.stability(_series(p["returns"])), p["expected"])


def _tail(p):
    places = 1 if p["returns"].startswith("random") else 8
    found = of.tail_ratio(_series(p["returns"]))
    if math.isnan(_number(p["expected"])):
        assert math.isnan(found)
    else:
        assert found == pytest.approx(p["expected"], abs=0.5 * 10.0**-places)


def _cagr_moves(p):
    returns, constant = _series(p["returns"]), float(p["constant"])
    assert of.cagr(returns - constant, 252) < of.cagr(returns, 252) < of.cagr(returns + constant, 252)


def _cagr_with_gaps(p):
    assert math.isfinite(of.cagr(_series(p["returns"]), 252))


def _cagr_with_noise(p):
    returns, noise = _series(p["returns"]), _series(p["add_noise"])
    n = min(len(returns), len(noise))
    assert of.cagr(returns[:n] + noise[:n], 252) != of.cagr(returns[:n], 252)


def _deeper_when_lower(p):
    returns, constant = _series(p["returns"]), float(p["constant"])
    base = of.max_drawdown_of_returns(returns)
    assert of.max_drawdown_of_returns(returns - constant) <= base <= of.max_drawdown_of_returns(returns + constant)


def _capture(p):
    _same(of.capture_ratio(*_joined(p["returns"], p["factor_returns"]), 252), p["expected"], 4)


def _down_capture(p):
    _same(of.down_capture(*_joined(p["returns"], p.get("factor_returns", p.get("benchmark"))), 252), p["expected"], 4)


def _up_capture(p):
    _same(of.up_capture(*_joined(p["returns"], p["benchmark"]), 252), p["expected"], 4)


def _windows(p, theirs, figure):
    """Our figure on each window of two series (or of one) beside the list that empyrical's rolling form gives."""
    if theirs is None:
        mine = other = _series(p["returns"])
    else:
        mine, other = _joined(p["returns"], p[theirs])
    size, expected = int(p["window"]), p["expected"]
    places = range(max(len(mine) - size + 1, 0))
    expected = [expected] if expected is None else expected
    # Where they share no date, empyrical gives NaN a date of the benchmark; here there is no window.
    known = expected if places else []
    assert len(places) == len(known)
    for at, wanted in zip(places, known, strict=True):
        found = figure(mine[at : at + size], other[at : at + size])
        pairs = zip(found, wanted, strict=True) if isinstance(wanted, list) else [(found, wanted)]
        for value, figure_of_theirs in pairs:
            _same(value, figure_of_theirs, 4)


def _rolling_drawdown(p):
    _windows(p, None, lambda mine, _: of.max_drawdown_of_returns(mine))


def _rolling_sharpe(p):
    _windows(p, None, lambda mine, _: of.sharpe(mine, 252))


def _rolling_alpha_beta(p):
    _windows(p, "benchmark", lambda mine, other: of.alpha_beta(mine, other, 252))


def _rolling_up(p):
    _windows(p, "factor_returns", lambda mine, other: of.up_capture(mine, other, 252))


def _rolling_down(p):
    _windows(p, "factor_returns", lambda mine, other: of.down_capture(mine, other, 252))


def _up_over_down(mine, other):
    down = of.down_capture(mine, other, 252)
    return of.up_capture(mine, other, 252) / down if down else math.nan


def _rolling_up_over_down(p):
    _windows(p, "factor_returns", _up_over_down)


def _captures_compared(p):
    _same(_up_over_down(*_joined(p["returns"], p["factor_returns"])), p["expected"])


def _one_sided(p, rising):
    mine, other = _joined(p["returns"], p["benchmark"])
    kept = other >= 0 if rising else other < 0
    for found, expected in zip(of.alpha_beta(mine[kept], other[kept], 252), p["expected"], strict=True):
        _same(found, expected)


def _curve_and_back(p):
    """The engine goes the other way: from a curve, which is what empyrical expects, to its returns."""
    start = float(p["starting_value"])
    curve = np.array(p["expected"], dtype=float) + (1.0 if start == 0 else 0.0)
    figures, returns = of.curve_figures(curve, start or 1.0)
    assert figures.periods == len(_series(p["returns"]))
    np.testing.assert_allclose(returns, np.nan_to_num(_series(p["returns"])), atol=2e-5)


def _last_of_curve(p):
    returns, start = np.nan_to_num(_series(p["returns"])), float(p["starting_value"])
    if len(returns) == 0:
        assert math.isnan(of.cagr(returns, 252))
        return
    growth = (1.0 + of.cagr(returns, 252)) ** (len(returns) / 252)
    assert (growth - 1.0 if start == 0 else growth * start) == pytest.approx(
        p["expected"], rel=1e-4
    )  # given to four places


def _returns_of_prices(p):
    prices, expected = _series(p["prices"]), p["expected"]
    _, returns = of.curve_figures(prices, float(prices[0]))
    for found, wanted in zip(returns[1:], expected, strict=True):
        # From a price of zero empyrical earns infinitely; an account at zero is lost and earns nothing.
        assert found == pytest.approx(0.0 if _number(wanted) == math.inf else _number(wanted))


def _period(day, length):
    when = day.astype(object)
    return {
        "weekly": when.isocalendar()[:2],
        "monthly": (when.year, when.month),
        "quarterly": (when.year, (when.month - 1) // 3),
        "yearly": when.year,
    }[length]


def _by_period(p):
    """The returns of a curve that is looked at only at the end of each period."""
    days, returns = _dated(p["returns"])
    periods = [_period(day, p["convert_to"]) for day in days]
    ends = [n for n, period in enumerate(periods) if n + 1 == len(periods) or periods[n + 1] != period]
    _, found = of.curve_figures(np.cumprod(1.0 + returns)[ends], 1.0)
    np.testing.assert_allclose(found, p["expected"], atol=1e-8)


CHECKS = {
    "test_aggregate_returns": _by_period,
    "test_roll_max_drawdown": _rolling_drawdown,
    "test_roll_sharpe_ratio": _rolling_sharpe,
    "test_roll_alpha_beta": _rolling_alpha_beta,
    "test_roll_up_capture": _rolling_up,
    "test_roll_down_capture": _rolling_down,
    "test_roll_up_down_capture": _rolling_up_over_down,
    "test_up_down_capture": _captures_compared,
    "test_up_alpha_beta": lambda p: _one_sided(p, rising=True),
    "test_down_alpha_beta": lambda p: _one_sided(p, rising=False),
    "test_cum_returns": _curve_and_back,
    "test_cum_returns_final": _last_of_curve,
    "test_simple_returns": _returns_of_prices,
    "test_max_drawdown": _max_drawdown,
    "test_max_drawdown_translation": _deeper_when_lower,
    "test_annual_ret": _annual_return,
    "test_annual_volatility": _volatility,
    "test_calmar": _calmar,
    "test_omega": _omega,
    "test_omega_returns": _omega_falls,
    "test_sharpe_ratio": _sharpe,
    "test_sharpe_translation_same": _sharpe_shift_same,
    "test_sharpe_translation_diff": _sharpe_shift_differs,
    "test_sharpe_translation_1": _sharpe_rises_with_returns,
    "test_sharpe_noise": _sharpe_falls_with_noise,
    "test_downside_risk": _downside,
    "test_downside_risk_noisy": _downside_rises_with_noise,
    "test_downside_risk_trans": _downside_shift,
    "test_downside_risk_std": _downside_by_deviation,
    "test_sortino": _sortino,
    "test_sortino_add_noise": _sortino_worse,
    "test_sortino_sub_noise": _sortino_better,
    "test_sortino_translation_same": _sortino_shift_same,
    "test_sortino_translation_diff": _sortino_shift_differs,
    "test_excess_sharpe": _information,
    "test_excess_sharpe_noisy": _information_with_noise,
    "test_excess_sharpe_trans": _information_shift,
    "test_alpha_beta": _alpha_beta,
    "test_alpha": _alpha,
    "test_alpha_beta_translation": _alpha_moves_with_returns,
    "test_alpha_beta_correlation": _beta_by_correlation,
    "test_alpha_beta_with_nan_inputs": _alpha_beta_with_gaps,
    "test_beta": _beta,
    "test_alpha_beta_equality": _alpha_beta_equal,
    "test_stability_of_timeseries": _stability,
    "test_tail_ratio": _tail,
    "test_cagr": _annual_return,
    "test_cagr_translation": _cagr_moves,
    "test_cagr_with_nan_inputs": _cagr_with_gaps,
    "test_cagr_noisy": _cagr_with_noise,
    "test_capture_ratio": _capture,
    "test_down_capture": _down_capture,
    "test_up_capture": _up_capture,
}

ASKED = [case for case in DATA["cases"] if case["test"] in CHECKS]


@pytest.mark.parametrize("case", ASKED, ids=[f"{case['test']}-{n}" for n, case in enumerate(ASKED)])
def test_a_figure_agrees_with_empyrical(case):
    CHECKS[case["test"]](case["params"])


def test_what_is_not_asked_is_what_the_engine_has_no_figure_for():
    # Estimates of a generalised Pareto tail: no figure of a result. Four of the nine name values that the file lacks.
    left = [case["test"] for case in DATA["cases"] if case["test"] not in CHECKS]
    assert sorted(set(left)) == ["test_gpd_risk_estimates"]
    assert (len(ASKED), len(left)) == (219, 9)


def test_the_three_cases_that_empyrical_itself_fails_are_right_here():
    # One observation has no slope: its suite expects NaN for alpha and beta, and its current code returns a number.
    failing = [case for case in DATA["cases"] if not case["passed"]]
    assert [case["test"] for case in failing] == ["test_alpha", "test_beta", "test_alpha_beta_equality"]
    for case in failing:
        CHECKS[case["test"]](case["params"])
    assert all(math.isnan(figure) for figure in of.alpha_beta(np.array([0.01]), np.array([0.01]), 252))
