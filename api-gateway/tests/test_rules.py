"""The rules of accounts, origins and budgets, by themselves."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api_gateway.api.edge.limits import nests_deeper_than
from api_gateway.domain.budgets import Budget, Spent, parse_budget, tightest
from api_gateway.domain.lockout import LONGEST_WAIT, seconds_left, wait_after
from api_gateway.domain.origins import budget_key, client_address, is_same_origin, networks
from api_gateway.domain.people import canonical_email
from api_gateway.domain.rotation import GRACE, Presented, Verdict, judge

NOW = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture
def presented() -> Presented:
    return Presented(
        token_id=uuid4(),
        session_id=uuid4(),
        user_id=uuid4(),
        signed_in_at=NOW,
        expires_at=NOW + timedelta(days=30),
        used_at=None,
        child_was_used=False,
        session_expires_at=NOW + timedelta(days=30),
        session_revoked=False,
    )


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, Verdict.ROTATE),
        ({"used_at": NOW}, Verdict.ROTATE),
        ({"used_at": NOW - GRACE}, Verdict.ROTATE),
        ({"used_at": NOW - GRACE - timedelta(seconds=1)}, Verdict.REUSED),
        ({"used_at": NOW, "child_was_used": True}, Verdict.REUSED),
        ({"session_revoked": True}, Verdict.ENDED),
        ({"used_at": NOW - timedelta(days=1), "session_revoked": True}, Verdict.ENDED),
        ({"expires_at": NOW}, Verdict.ENDED),
        ({"session_expires_at": NOW}, Verdict.ENDED),
    ],
)
def test_a_refresh_token_is_judged_by_its_use_and_its_family(
    presented: Presented, changes: dict[str, object], verdict: Verdict
) -> None:
    values = {name: getattr(presented, name) for name in Presented.__slots__}
    assert judge(Presented(**{**values, **changes}), NOW) is verdict


@given(st.integers(min_value=0, max_value=10_000), st.integers(min_value=1, max_value=100))
def test_the_wait_after_failures_never_shrinks_and_never_exceeds_its_bound(failures: int, free: int) -> None:
    wait = wait_after(failures, free)
    assert wait <= wait_after(failures + 1, free) <= LONGEST_WAIT
    assert (wait == timedelta(0)) == (failures < free)


def test_a_lock_that_is_over_leaves_no_second() -> None:
    assert seconds_left(None, NOW) == 0
    assert seconds_left(NOW, NOW) == 0
    assert seconds_left(NOW + timedelta(seconds=1), NOW) >= 1


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "address"),
    [
        ("203.0.113.1", "", "", "203.0.113.1"),
        ("203.0.113.1", "198.51.100.1", "", "203.0.113.1"),
        ("10.0.0.1", "198.51.100.1", "10.0.0.0/8", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1", "10.0.0.0/8", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "10.0.0.0/8", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.0/8", "10.0.0.3"),
        ("10.0.0.1", "", "10.0.0.0/8", "10.0.0.1"),
        ("10.0.0.1", "<script>", "10.0.0.0/8", "10.0.0.1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "10.0.0.0/8", "198.51.100.1"),
        ("::1", "2001:db8::5", "::1", "2001:db8::5"),
    ],
)
def test_the_client_is_the_last_hop_that_no_trusted_proxy_is(
    peer: str, forwarded: str, trusted: str, address: str
) -> None:
    assert client_address(peer, forwarded, networks(trusted)) == address


@given(st.lists(st.ip_addresses(v=4).map(str), max_size=5))
def test_an_untrusted_peer_is_always_counted_as_itself(hops: list[str]) -> None:
    assert client_address("203.0.113.1", ", ".join(hops), networks("10.0.0.0/8")) == "203.0.113.1"


def test_all_addresses_of_one_customer_s_ipv6_network_are_counted_together() -> None:
    assert budget_key("2001:db8:1:2::5") == budget_key("2001:db8:1:2:ffff::1") != budget_key("2001:db8:1:3::5")
    assert budget_key("203.0.113.1") == "203.0.113.1"


@pytest.mark.parametrize(
    ("fetch_site", "origin", "same"),
    [
        ("same-origin", None, True),
        ("same-origin", "https://evil.example", True),
        ("cross-site", "https://own.example", False),
        (None, "https://own.example", True),
        (None, "https://own.example.evil.example", False),
        (None, "null", False),
        (None, None, True),
    ],
)
def test_what_the_browser_says_of_the_site_weighs_more_than_the_origin(
    fetch_site: str | None, origin: str | None, same: bool
) -> None:
    assert is_same_origin(fetch_site, origin, ["https://own.example"]) is same


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "a b@example.com",
        "ada@example",
        "ada@ex..com",
        "a\x00@example.com",
        "a@b@c.de",
    ],
)
def test_what_is_no_e_mail_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="e-mail"):
        canonical_email(text)


@given(st.emails())
def test_an_e_mail_address_has_one_spelling(email: str) -> None:
    assert canonical_email(canonical_email(email).upper()) == canonical_email(email)


@pytest.mark.parametrize("text", ["", "60", "minute", "60/fortnight", "-1/minute", "1.5/second"])
def test_a_budget_that_is_no_budget_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not like"):
        parse_budget("chat", text)


def test_the_budget_that_is_told_is_the_one_that_matters_most() -> None:
    wide, narrow = Budget("address", 100, 60), Budget("chat", 10, 60)
    spent = [
        Spent(wide, allowed=True, remaining=50, reset_after=3),
        Spent(narrow, allowed=True, remaining=2, reset_after=9),
    ]
    assert tightest(spent).budget is narrow
    assert tightest([*spent, Spent(wide, allowed=False, remaining=0, reset_after=1)]).budget is wide


@given(st.recursive(st.none() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=4), max_leaves=60))
def test_depth_is_counted_as_a_parser_would(value: object) -> None:
    import json  # noqa: PLC0415

    def depth(one: object) -> int:
        return 1 + max((depth(item) for item in one), default=0) if isinstance(one, list) else 0

    text = json.dumps(value).encode()
    for bound in (depth(value) - 1, depth(value)):
        if bound >= 0:
            assert nests_deeper_than(text, bound) is (depth(value) > bound)
