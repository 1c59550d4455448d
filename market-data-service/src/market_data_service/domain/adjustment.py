"""Splits and dividends: events, and prices adjusted for them on reading."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

import numpy as np

from market_data_service.domain.series import NANOSECONDS_A_DAY, BarSeries, FloatArray, IntArray, day_nanoseconds
from trading_contracts.bars import Adjustment

_RATIOS = tuple(a / b for b in range(1, 11) for a in range(1, 101) if a != b)
_SMALLEST_SPLIT = 1.18


class Basis(StrEnum):
    """What the prices of a series are already adjusted for, as a source delivers them."""

    RAW = "raw"
    SPLITS = "splits"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CorporateAction:
    """A split (new shares for one old) or a dividend (cash a share, unadjusted), on its ex-date."""

    date: date
    kind: Literal["split", "dividend"]
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Adjusted:
    """An adjusted series, with remarks on how that was done."""

    series: BarSeries
    notes: tuple[str, ...] = ()


def actions_of(series: BarSeries) -> list[CorporateAction]:
    """Return the events that stand in the columns of a series."""
    splits = np.flatnonzero((series.split > 0) & (series.split != 1))
    dividends = np.flatnonzero(series.dividend != 0)
    found = [
        *(CorporateAction(_day(series.timestamp[at]), "split", float(series.split[at])) for at in splits),
        *(CorporateAction(_day(series.timestamp[at]), "dividend", float(series.dividend[at])) for at in dividends),
    ]
    return sorted(found, key=lambda action: (action.date, action.kind))


def with_actions(series: BarSeries, day: IntArray, actions: Sequence[CorporateAction]) -> BarSeries:
    """Return the series with events written into its columns, each at the first bar on or after its ex-date.

    Args:
        series: Any bars.
        day: Session date of each bar as nanoseconds of 00:00 UTC, shape (bars,).
        actions: The events.
    """
    dividend, split = np.zeros(len(series)), np.zeros(len(series))
    for action in actions:
        at = int(np.searchsorted(day, day_nanoseconds(action.date)))
        if at == len(series) or (at == 0 and day_nanoseconds(action.date) < day[0]):
            continue
        if action.kind == "split":
            split[at] = (split[at] or 1.0) * action.value
        else:
            dividend[at] += action.value
    return replace(series, dividend=dividend, split=split)


def split_factors(split: FloatArray) -> FloatArray:
    """Return what each bar's prices are multiplied by to speak of today's shares, shape (bars,).

    Args:
        split: New shares for one old on each bar, 0 where there is no split.
    """
    ratio = np.where(split > 0, split, 1.0)
    after = np.append(np.cumprod(ratio[::-1])[::-1][1:], 1.0)
    return 1.0 / after


def dividend_factors(close: FloatArray, dividend: FloatArray) -> FloatArray:
    """Return what each bar's prices are multiplied by so that returns contain dividends, shape (bars,).

    The factor of an ex-date is `1 - dividend / close before` (CRSP, Yahoo).

    Args:
        close: Closes, in the same share units as the dividends.
        dividend: Cash a share on the ex-date.
    """
    step = np.ones(len(close))
    paid = np.flatnonzero(dividend[1:] != 0) + 1
    step[paid] = 1.0 - dividend[paid] / close[paid - 1]
    return np.append(np.cumprod(step[::-1])[::-1][1:], 1.0)


def adjust(series: BarSeries, basis: Basis, wanted: Adjustment) -> Adjusted:
    """Return the series adjusted as wanted.

    With the vendor's adjusted close, O, H and L scale by the same ratio as the close. With events, factors are computed
    from them. `none` gives what was quoted on the day.
    """
    if not len(series):
        return Adjusted(series)
    if series.adj_close is not None and (wanted is Adjustment.ALL or not series.split.any()):
        return _by_adjusted_close(series, series.adj_close, wanted)
    if basis is not Basis.ALL and not series.split.any() and not series.dividend.any():
        return Adjusted(replace(series, adj_close=None))
    if basis is Basis.RAW:
        return _from_raw(series, wanted)
    if basis is Basis.SPLITS:
        return _from_split_adjusted(series, wanted)
    note = () if wanted is Adjustment.ALL else ("The source gives fully adjusted prices only; they are delivered so.",)
    return Adjusted(series, note)


def _from_raw(series: BarSeries, wanted: Adjustment) -> Adjusted:
    if wanted is Adjustment.NONE:
        return Adjusted(series)
    shares = split_factors(series.split)
    split_adjusted = scale(series, shares, volume=1.0 / shares)
    return _from_split_adjusted(split_adjusted, wanted)


def _from_split_adjusted(series: BarSeries, wanted: Adjustment) -> Adjusted:
    if wanted is Adjustment.SPLITS:
        return Adjusted(series)
    if wanted is Adjustment.NONE:
        undo = 1.0 / split_factors(series.split)
        return Adjusted(scale(series, undo, volume=1.0 / undo))
    return Adjusted(scale(series, dividend_factors(series.close, series.dividend), keep_dividend=True))


def _by_adjusted_close(series: BarSeries, adjusted: FloatArray, wanted: Adjustment) -> Adjusted:
    if wanted is Adjustment.NONE:
        return Adjusted(series)
    ratio = adjusted / series.close
    if wanted is Adjustment.ALL:
        return Adjusted(scale(series, ratio, keep_dividend=True))
    split = splits_within(ratio)
    if not split.any():
        return Adjusted(series)
    note = "Splits were read from the steps of the adjusted close."
    return Adjusted(scale(replace(series, split=split), split_factors(split)), (note,))


def splits_within(ratio: FloatArray) -> FloatArray:
    """Return the splits that stand in the steps of `adjusted close / close`, 0 where there is none, shape (bars,).

    A step of 18 % or more is a split, rounded to the nearest fraction of small whole numbers; smaller ones are
    dividends.
    """
    step = ratio[1:] / ratio[:-1]
    found = np.zeros(len(ratio))
    for at in np.flatnonzero((step >= _SMALLEST_SPLIT) | (step <= 1 / _SMALLEST_SPLIT)):
        exact = float(step[at])
        found[at + 1] = min(_RATIOS, key=lambda ratio: abs(np.log(ratio / exact)))
    return found


def scale(
    series: BarSeries, factor: FloatArray, *, volume: FloatArray | float = 1.0, keep_dividend: bool = False
) -> BarSeries:
    """Return the series with prices times `factor` and volumes times `volume`.

    Dividends follow the prices; with `keep_dividend` they stay, because the factor is made of them.
    """
    return replace(
        series,
        open=series.open * factor,
        high=series.high * factor,
        low=series.low * factor,
        close=series.close * factor,
        volume=series.volume * volume,
        dividend=series.dividend if keep_dividend else series.dividend * factor,
        adj_close=None,
    )


def basis_by_evidence(series: BarSeries) -> Basis:
    """Return whether prices already contain the splits that a file lists beside them.

    At each split the step of the close is nearer to the split (raw prices) or nearer to nothing (adjusted prices).
    """
    at = np.flatnonzero((series.split > 0) & (series.split != 1))
    at = at[at > 0]
    if not len(at):
        return Basis.RAW
    step = np.log(series.close[at] / series.close[at - 1])
    if_raw = np.abs(step + np.log(series.split[at]))
    return Basis.RAW if float(np.sum(if_raw)) < float(np.sum(np.abs(step))) else Basis.SPLITS


def raw_from_split_adjusted(series: BarSeries) -> BarSeries:
    """Return a series as it was quoted on the day, from prices and dividends in today's shares."""
    undo = 1.0 / split_factors(series.split)
    return replace(scale(series, undo, volume=1.0 / undo), adj_close=None)


def _day(stamp: np.int64) -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + int(stamp // NANOSECONDS_A_DAY))
