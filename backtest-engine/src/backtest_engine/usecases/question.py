"""What is asked of a strategy, with all that an answer needs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from backtest_engine.domain.signals import Slots
from backtest_engine.domain.studies import MOST_CANDIDATES, Validation
from backtest_engine.domain.sweeping import axes, grid
from backtest_engine.domain.validation import sensitivity_grid
from backtest_engine.ports import Found
from backtest_engine.usecases.variants import Variant, Variants

Figures = dict[str, JsonValue]
Answer = tuple[str, Figures]
"""How it was found, and what was found."""

_MOST_SETS = 125


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a validation.

    Attributes:
        variants: The strategy over its bars.
        asked: How many folds and paths.
        told: Told how many of the runs are done, and how many there are.
        tried: Sharpe ratios a bar of runs with other numbers, for the ledger.
    """

    variants: Variants
    asked: Validation
    told: Callable[[int, int], None]
    tried: list[float | None] = field(default_factory=list)

    def sets(self) -> tuple[dict[str, float], ...]:
        """Return the sets of parameters around the document's own; one empty set where it has none."""
        return sensitivity_grid(self.variants.plan.strategy.parameters, most=_MOST_SETS) or ({},)

    def candidates(self) -> tuple[dict[str, float], ...]:
        """Return the sets to choose from: the named ones, or those around the document's own parameters.

        A document that was written without parameters has those that lifting made of its numbers.
        """
        strategy = self.variants.plan.strategy
        if self.asked.parameters:
            return tuple(grid(axes(strategy, self.asked.parameters), MOST_CANDIDATES))
        written = {parameter.name for parameter in self.variants.request.strategy.parameters}
        own = tuple(each for each in strategy.parameters if each.name in written) or strategy.parameters
        return sensitivity_grid(own, most=_MOST_SETS) or ({},)

    def run_all(self, sets: Sequence[Mapping[str, float]]) -> Iterator[Variant]:
        """Yield a run of each set, and tell of each."""
        for done, variant in enumerate(self.variants.run_all(sets), start=1):
            self.told(done, len(sets))
            yield variant

    def for_each(
        self, sets: Sequence[Mapping[str, float]], work: Callable[[Mapping[str, float], Mapping[str, Slots]], Found]
    ) -> Iterator[Found]:
        """Yield what some work makes of the signals of each set, and tell of each."""
        for done, found in enumerate(self.variants.for_each(sets, work), start=1):
            self.told(done, len(sets))
            yield found
