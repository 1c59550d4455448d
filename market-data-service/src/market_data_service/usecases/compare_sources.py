"""Comparing sources where they overlap."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from market_data_service.domain.comparison import Overlap, compare
from market_data_service.domain.delivery import BarsRequest
from market_data_service.usecases.read_bars import ReadBars


class CompareSources:
    """Asks several sources for the same bars and says whether they agree."""

    def __init__(self, read_bars: ReadBars) -> None:
        self._read_bars = read_bars

    async def __call__(self, request: BarsRequest, sources: Sequence[str]) -> list[Overlap]:
        """Return the comparison of each source with the one before it.

        Raises:
            UnknownSource: A name is no source.
            NoBars: One of them has nothing in the range.
        """
        series = [(await self._read_bars(replace(request, source=name))).series for name in sources]
        pairs = zip(pairwise(series), pairwise(sources), strict=True)
        return [compare(left, right, (first, second)) for (left, right), (first, second) in pairs]
