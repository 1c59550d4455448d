"""What is asked of a strategy, with all that an answer needs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from backtest_engine.domain.studies import Validation
from backtest_engine.domain.validation import sensitivity_grid
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
    """

    variants: Variants
    asked: Validation
    told: Callable[[int, int], None]

    def sets(self) -> tuple[dict[str, float], ...]:
        """Return the sets of parameters around the document's own; one empty set where it has none."""
        return sensitivity_grid(self.variants.plan.strategy.parameters, most=_MOST_SETS) or ({},)

    def run_all(self, sets: Sequence[Mapping[str, float]]) -> Iterator[Variant]:
        """Yield a run of each set, and tell of each."""
        for done, variant in enumerate(self.variants.run_all(sets), start=1):
            self.told(done, len(sets))
            yield variant
