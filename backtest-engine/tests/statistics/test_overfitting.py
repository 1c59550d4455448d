"""The probability of backtest overfitting, against values worked out by hand and the paper's own words."""

import math
from itertools import combinations

import numpy as np
import pytest

from backtest_engine.domain.statistics.overfitting import (
    TooFewTrials,
    overfitting_of_sweep,
    probability_of_backtest_overfitting,
)
from backtest_engine.domain.statistics.pieces import PIECES, pieces_of


@pytest.fixture
def by_the_paper():
    """Section 3 of the paper, step by step: ranks, relative ranks, logits, and the share of logits up to zero."""

    def probability(returns: np.ndarray, blocks: int) -> float:
        parts = np.split(returns[: len(returns) // blocks * blocks], blocks)
        logits = []
        for chosen in combinations(range(blocks), blocks // 2):
            training = np.concatenate([parts[each] for each in chosen])
            testing = np.concatenate([parts[each] for each in range(blocks) if each not in chosen])
            ratios, judged = (half.mean(axis=0) / half.std(axis=0, ddof=1) for half in (training, testing))
            best = int(np.argmax(ratios))
            rank = int(np.sum(judged <= judged[best]))
            relative = rank / (returns.shape[1] + 1)
            logits.append(math.log(relative / (1 - relative)))
        return float(np.mean([logit <= 0 for logit in logits]))

    return probability


def test_four_blocks_worked_out_by_hand():
    # Each block is two returns, its mean +- 1 %. Means of A: 4, 0, 3, 0; of B: always 1, so that its ratio is always 1.
    # Two blocks of means m and n have the ratio (m + n) / 2 / sqrt(1 + ((m - n) / 2)^2). For A: 1 and 3: 3.13;
    # 1 and 2, 1 and 4: 0.89; 3 and 2, 3 and 4: 0.83; 2 and 4: 0. Chosen on 1 and 3, A fails on 2 and 4; chosen on
    # 2 and 4, B is the worse one on 1 and 3; on all four other halves B is chosen and is the better one outside too.
    means = np.array([[4, 1], [0, 1], [3, 1], [0, 1]])
    returns = np.repeat(means, 2, axis=0) / 100 + np.tile([[0.01], [-0.01]], (4, 1))
    assert probability_of_backtest_overfitting(returns, blocks=4) == pytest.approx(2 / 6)


@pytest.mark.parametrize("seed", range(5))
def test_random_returns_give_what_the_paper_says(by_the_paper, seed):
    rng = np.random.default_rng(seed)
    returns = rng.normal(0, 0.01, (245, 12)) + rng.normal(0, 0.001, 12)
    for blocks in (2, 6, PIECES):
        expected = by_the_paper(returns, blocks)
        assert probability_of_backtest_overfitting(returns, blocks) == pytest.approx(expected)


def test_a_sweep_says_the_same_from_the_sums_of_its_pieces_alone(by_the_paper):
    rng = np.random.default_rng(11)
    returns = rng.normal(0, 0.01, (247, 20))
    curves = 100_000 * np.cumprod(1 + returns, axis=0)
    rows = np.stack([pieces_of(curve, 100_000) for curve in curves.T])
    found = overfitting_of_sweep(rows, len(curves))
    assert found.probability == pytest.approx(by_the_paper(returns, PIECES))
    assert (found.sets, found.splits) == (20, 252)
    assert f"{found.probability:.0%}" in found.detail


@pytest.mark.parametrize(("bars", "sets"), [(247, 1), (PIECES * 2 - 1, 5)])
def test_too_few_sets_or_bars_leave_it_unsaid_with_the_reason(bars, sets):
    found = overfitting_of_sweep(np.zeros((sets, 2 * PIECES)), bars)
    assert found.probability is None
    assert "cannot be split" in found.detail


@pytest.mark.parametrize("blocks", [0, 3])
def test_history_is_cut_into_an_even_number_of_blocks(blocks):
    with pytest.raises(TooFewTrials):
        probability_of_backtest_overfitting(np.zeros((100, 3)), blocks)
