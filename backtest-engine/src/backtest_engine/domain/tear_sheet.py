"""The tear sheet of quantstats over a stored result."""

import tempfile
import warnings
from pathlib import Path

import orjson

from backtest_engine.domain.stored import StoredSeries


def tear_sheet(body: bytes, series: StoredSeries) -> str:
    """Return an HTML page with quantstats' figures and pictures; its conventions are its own.

    Args:
        body: The stored result.
        series: Its long series.
    """
    # Imported here: pandas, matplotlib and quantstats take seconds and 200 MB that no run needs.
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("Agg")
    import pandas as pd  # noqa: PLC0415
    import quantstats as qs  # noqa: PLC0415

    result = orjson.loads(body)
    returns = pd.Series(series.own.returns, pd.DatetimeIndex(series.own.time), name="Strategy")
    benchmark = None
    if series.benchmark is not None:
        held = pd.DatetimeIndex(series.benchmark.time)
        benchmark = pd.Series(series.benchmark.returns, held, name=result["benchmark"]["symbol"])
    periods = round(result["summary_stats"]["periods_per_year"])
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        page = Path(folder) / "tearsheet.html"
        qs.reports.html(  # type: ignore[no-untyped-call]
            returns,
            benchmark=benchmark,
            output=str(page),
            periods_per_year=periods,
            title="Tear sheet",
            match_dates=False,
        )
        return page.read_text(encoding="utf-8")
