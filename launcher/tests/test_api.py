"""The small client of the API: what outlives a token signs in again, once."""

from functools import partial
from pathlib import Path

import httpx
import pytest

from launcher.api import Api, Refused
from launcher.home import Home

DENIED = {"title": "Not signed in", "status": 401, "code": "token_expired", "detail": "Your access has expired."}


@pytest.fixture
def good_tokens(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the tokens that are still good; each sign-in adds the next one."""
    good: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/auth/login":
            good.append(f"token-{len(good)}")
            return httpx.Response(200, json={"access_token": good[-1]})
        known = request.headers.get("authorization", "").removeprefix("Bearer ") in good
        return httpx.Response(200, json={"items": []}) if known else httpx.Response(401, json=DENIED)

    monkeypatch.setattr(httpx, "Client", partial(httpx.Client, transport=httpx.MockTransport(answer)))
    return good


def test_a_token_that_grew_old_is_replaced_while_the_work_goes_on(good_tokens: list[str], tmp_path: Path) -> None:
    with Api("http://house") as api:
        api.sign_in(Home(tmp_path))
        good_tokens[0] = "grown old"
        assert api.call("GET", "/strategies") == {"items": []}
    assert good_tokens == ["grown old", "token-1"]


def test_who_never_signed_in_is_told_so(good_tokens: list[str]) -> None:
    with Api("http://house") as api, pytest.raises(Refused):
        api.call("GET", "/strategies")
    assert good_tokens == []
