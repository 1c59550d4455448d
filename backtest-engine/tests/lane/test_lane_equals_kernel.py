"""The fast lane and the general kernel say the same, to the bit."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FIELDS = ("costs_paid", "traded", "exposure", "interest", "warnings", "rule_ids")
seeds = st.integers(min_value=0, max_value=2**32)


@settings(max_examples=1_500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(seed=seeds)
def test_the_lane_finds_the_trades_and_the_equity_of_the_general_kernel(seed, ask_lane):
    answers = ask_lane(seed)
    if answers.lane is None:
        return
    text = answers.document.model_dump_json(exclude_defaults=True)
    for table in ("trades", "fills"):
        mine, theirs = getattr(answers.lane, table), getattr(answers.general, table)
        assert len(mine) == len(theirs), text
        for name in mine.dtype.names:
            np.testing.assert_array_equal(mine[name], theirs[name], f"{table}: {name} of {text}")
    np.testing.assert_array_equal(answers.lane.equity, answers.general.equity, text)
    assert [getattr(answers.lane, name) for name in FIELDS] == [getattr(answers.general, name) for name in FIELDS], text


def test_most_questions_of_the_common_shape_take_the_lane(ask_lane):
    taken = [ask_lane(seed).lane is not None for seed in range(60)]
    assert sum(taken) > 45
