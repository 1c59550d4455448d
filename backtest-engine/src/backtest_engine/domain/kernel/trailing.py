"""What is true of a trailing stop whatever the account that it guards."""

# Rows of tables have no types that mypy could see; numba checks them when it compiles.
# mypy: disable-error-code="no-any-return, call-arg"

from backtest_engine.domain.compiled import compiled
from backtest_engine.domain.kernel.codes import NUMBER, PERCENT
from backtest_engine.domain.kernel.memory import levels_of, risks_of, sources_of
from backtest_engine.domain.kernel.records import World


@compiled
def moves_by_itself(w: World, risk: int) -> bool:
    """Return whether the trailing level of a risk can move while the extreme of the position stands."""
    trailing = risks_of(w)[risk]["trailing"]
    if trailing < 0:
        return False
    level = levels_of(w)[trailing]
    return bool(level["kind"] != PERCENT or sources_of(w)[level["value"]]["kind"] != NUMBER)
