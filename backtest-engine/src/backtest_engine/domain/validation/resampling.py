"""The same returns or trades in another order: how much of a result was the order."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def bootstrap(returns: Array, paths: int, seed: int) -> Array:
    """Return equity paths of returns drawn with replacement, shape (paths, bars), starting from 1."""
    rng = np.random.default_rng(seed)
    drawn = returns[rng.integers(0, len(returns), (paths, len(returns)))]
    return np.asarray(np.cumprod(1.0 + drawn, axis=1))


def block_bootstrap(returns: Array, paths: int, seed: int, *, block: int = 20) -> Array:
    """Return equity paths of blocks of returns, which keep what hangs together in time.

    Stationary bootstrap of Politis and Romano (1994): block lengths are geometric with mean `block`, history is a ring.

    Args:
        returns: Simple returns, shape (bars,).
        paths: Number of paths.
        seed: Of the random numbers.
        block: Mean length of a block in bars.

    Returns:
        Shape (paths, bars), starting from 1.
    """
    rng = np.random.default_rng(seed)
    n = len(returns)
    begins = rng.random((paths, n)) < 1.0 / block
    begins[:, 0] = True
    starts = rng.integers(0, n, (paths, n))
    place = np.arange(n)
    latest = np.maximum.accumulate(np.where(begins, place, 0), axis=1)
    rows = np.arange(paths)[:, None]
    index = (starts[rows, latest] + place - latest) % n
    return np.asarray(np.cumprod(1.0 + returns[index], axis=1))


def trade_shares(profits: Array, cash: float) -> Array:
    """Return each profit as a fraction of the account before it, in order of exit; it ends with the account.

    Args:
        profits: Account currency, in order of exit, shape (trades,).
        cash: What the account begins with.
    """
    before = cash + np.concatenate([np.zeros(1), np.cumsum(profits)[:-1]])[: len(profits)]
    alive = int(np.argmax(before <= 0)) if (before <= 0).any() else len(before)
    return np.asarray(profits[:alive] / before[:alive])


def shuffle_trades(trade_returns: Array, paths: int, seed: int) -> Array:
    """Return equity paths of the same trades in random order, shape (paths, trades), starting from 1.

    Args:
        trade_returns: Profit of each trade as a fraction of the equity at its entry.
        paths: Number of paths.
        seed: Of the random numbers.
    """
    rng = np.random.default_rng(seed)
    order = np.argsort(rng.random((paths, len(trade_returns))), axis=1)
    return np.asarray(np.cumprod(1.0 + trade_returns[order], axis=1))


def path_drawdowns(paths: Array) -> Array:
    """Return the deepest drawdown of each path, fractions in [-1, 0], shape (paths,); paths start from 1."""
    peaks = np.maximum(np.maximum.accumulate(paths, axis=1), 1.0)
    return np.asarray(np.min(np.minimum(paths / peaks - 1.0, 0.0), axis=1))


def drawdown_distribution(paths: Array, levels: tuple[float, ...] = (0.5, 0.75, 0.9, 0.95, 0.99)) -> dict[float, float]:
    """Return how deep the drawdown is that is not undercut with each probability."""
    depth = path_drawdowns(paths)
    return {level: float(np.quantile(depth, 1.0 - level)) for level in levels}


def distribution(paths: Array, levels: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)) -> dict[float, float]:
    """Return quantiles of the total return at the end of the paths."""
    return {level: float(np.quantile(paths[:, -1] - 1.0, level)) for level in levels}


def percentile_bands(
    paths: Array, levels: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95), points: int = 200
) -> tuple[NDArray[np.int64], Array]:
    """Return how wide the paths fan out.

    Args:
        paths: Equity paths, shape (paths, steps), starting from 1.
        levels: Quantiles, in [0, 1].
        points: Steps to return at most.

    Returns:
        The steps, shape (points,), from 0 where all paths are 1; and the quantiles there, shape (levels, points).
    """
    steps = np.unique(np.linspace(0, paths.shape[1], min(points, paths.shape[1] + 1)).astype(np.int64))
    bands = np.quantile(paths[:, np.maximum(steps - 1, 0)], levels, axis=0)
    bands[:, steps == 0] = 1.0
    return steps, bands


def risk_of_ruin(paths: Array, ruin: float = 0.5) -> float:
    """Return the share of paths that lose at least a fraction `ruin` of the starting account at some time."""
    return float(np.mean(np.min(paths, axis=1) <= 1.0 - ruin))
