"""The kernel against the event-by-event reference, over random documents, bars and signals."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@settings(max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_the_kernel_equals_the_event_by_event_reference(seed, ask_both, differences):
    both = ask_both(seed)
    assert differences(both) == "", both.document.model_dump_json(exclude_defaults=True)
