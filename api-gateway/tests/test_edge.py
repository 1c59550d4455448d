"""What every request passes: same-origin rule, budgets, bounds on bodies, one error shape, headers, the page."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from api_gateway.settings import GatewaySettings

CSRF = {"x-csrf-protection": "1"}


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"sec-fetch-site": "same-origin", **CSRF}, True),
        ({"origin": "http://gateway.test", **CSRF}, True),
        (CSRF, True),
        ({}, False),
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "cross-site", **CSRF}, False),
        ({"sec-fetch-site": "same-site", **CSRF}, False),
        ({"sec-fetch-site": "none", **CSRF}, False),
        ({"origin": "https://evil.example", **CSRF}, False),
        ({"origin": "null", **CSRF}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://gateway.test", **CSRF}, False),
    ],
)
async def test_a_cookie_changes_things_only_for_a_page_of_our_own(ada: Any, headers: Any, allowed: bool) -> None:
    answer = await ada.http.patch("/api/users/me", json={"display_name": "Ada"}, headers=headers)
    assert answer.status_code == (200 if allowed else 403)
    if not allowed:
        assert answer.json()["code"] == "cross_site_request"


async def test_a_bearer_token_needs_no_such_proof(ada: Any) -> None:
    ada.http.cookies.clear()
    headers = {**ada.bearer, "origin": "https://a-tool.example", "sec-fetch-site": "cross-site"}
    assert (await ada.http.patch("/users/me", json={"display_name": "A"}, headers=headers)).status_code == 200


async def test_a_cookie_may_read_without_proof(ada: Any) -> None:
    assert (await ada.http.get("/api/users/me", headers={"sec-fetch-site": "none"})).status_code == 200


@pytest.mark.parametrize("path", ["/auth/login", "/auth/register", "/auth/refresh", "/auth/logout"])
async def test_another_site_cannot_sign_anybody_in_or_out(client: httpx.AsyncClient, path: str) -> None:
    body = {"email": "login@example.com", "password": "a long and quiet password"}
    answer = await client.post(path, json=body, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


async def test_where_the_public_origin_is_set_the_host_header_decides_nothing(open_gateway: Any, ada: Any) -> None:
    cookie = {"cookie": f"__Host-vt_access={ada.token}", **CSRF}
    async with open_gateway(public_origin="https://trade.example") as http:
        good = await http.patch("/users/me", json={}, headers={**cookie, "origin": "https://trade.example"})
        bad = await http.patch("/users/me", json={}, headers={**cookie, "origin": "http://gateway.test"})
    assert (good.status_code, bad.status_code) == (200, 403)


async def test_a_budget_tells_what_is_left_and_refuses_with_retry_after(open_gateway: Any, ada: Any) -> None:
    async with open_gateway(rate_chat="3/minute") as http:
        answers = [await http.post("/chat/strategy", json={"message": "x"}, headers=ada.bearer) for _ in range(4)]
        other = await http.get("/strategies", headers=ada.bearer)
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert answers[0].headers["ratelimit-limit"] == "3"
    assert 1 <= int(answers[3].headers["retry-after"]) <= 60
    assert answers[3].json()["code"] == "too_many_requests"
    assert other.status_code == 200


async def test_a_window_slides(open_gateway: Any, ada: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_gateway(rate_chat="2/second") as http:
        codes = [
            (await http.post("/chat/strategy", json={"message": "x"}, headers=ada.bearer)).status_code for _ in range(3)
        ]
        assert codes == [200, 200, 429]


async def test_budgets_are_apart_for_each_user(open_gateway: Any, ada: Any, bob: Any) -> None:
    async with open_gateway(rate_chat="1/minute") as http:
        codes = [
            (await http.post("/chat/strategy", json={"message": "x"}, headers=one.bearer)).status_code
            for one in (ada, bob, ada)
        ]
    assert codes == [200, 200, 429]


async def test_a_personal_token_spends_its_own_budget_and_its_user_s(open_gateway: Any, ada: Any) -> None:
    wish = {"name": "script", "scopes": ["chat"]}
    secrets = [(await ada.http.post("/api/auth/tokens", json=wish, headers=CSRF)).json()["token"] for _ in range(2)]
    async with open_gateway(rate_chat="2/minute") as http:
        codes = [
            (
                await http.post("/chat/strategy", json={"message": "x"}, headers={"authorization": f"Bearer {secret}"})
            ).status_code
            for secret in (secrets[0], secrets[1], secrets[0])
        ]
    assert codes == [200, 200, 429]


async def test_an_address_has_a_budget_whatever_it_asks_for(open_gateway: Any) -> None:
    async with open_gateway(rate_address="3/minute") as http:
        codes = [(await http.get(path)).status_code for path in ("/nowhere", "/users/me", "/strategies", "/users/me")]
        health = await http.get("/healthz")
    assert codes == [404, 401, 401, 429]
    assert health.status_code == 200


async def test_only_a_trusted_proxy_may_say_for_whom_it_asks(open_gateway: Any) -> None:
    limits = {"rate_address": "1/minute", "trusted_proxies": "10.0.0.0/8"}
    async with open_gateway(client=("10.1.2.3", 1), **limits) as proxy:
        honest = [
            (await proxy.get("/nowhere", headers={"x-forwarded-for": one})).status_code
            for one in ("198.51.100.1", "198.51.100.2", "6.6.6.6, 198.51.100.1")
        ]
    async with open_gateway(client=("203.0.113.5", 1), **limits) as stranger:
        lying = [
            (await stranger.get("/nowhere", headers={"x-forwarded-for": one})).status_code
            for one in ("198.51.100.3", "198.51.100.4")
        ]
    assert honest == [404, 404, 429]
    assert lying == [404, 429]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nowhere", 404, "not_found"),
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/api/strategies/", 404, "not_found"),
        ("GET", "/api/auth/login/", 404, "not_found"),
        ("PUT", "/api/auth/login", 405, "method_not_allowed"),
        ("GET", "/auth/login", 405, "method_not_allowed"),
        ("GET", "/api/strategies", 401, "not_signed_in"),
    ],
)
async def test_every_refusal_has_one_shape(
    client: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["correlation_id"] == answer.headers["x-correlation-id"]
    if status == 401:
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("GET", "/api/backtest/run", "POST"),
        ("DELETE", "/auth/passkeys/sign-in", "POST"),
        ("PATCH", "/strategies/validate", "POST"),
        ("OPTIONS", "/strategies", "GET, HEAD, POST"),
        ("PUT", "/users/me", "DELETE, GET, HEAD, PATCH"),
        ("HEAD", "/auth/login", "POST"),
        ("OPTIONS", "/backtest/7b0c6f1e-2f43-4f0a-9a63-0b6f5ad3a111", "DELETE, GET, HEAD"),
        ("POST", "/api/strategies/7b0c6f1e-2f43-4f0a-9a63-0b6f5ad3a111", "DELETE, GET, HEAD, PATCH"),
        ("DELETE", "/healthz", "GET, HEAD"),
    ],
)
async def test_a_path_names_exactly_the_methods_that_it_takes(
    client: httpx.AsyncClient, method: str, path: str, allow: str
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == allow
    assert answer.headers["content-type"] == "application/problem+json"
    assert method == "HEAD" or answer.json()["code"] == "method_not_allowed"


@pytest.mark.parametrize("path", ["/users/me", "/strategies", "/market/symbols?q=apple", "/healthz", "/nowhere"])
async def test_head_is_answered_like_get_without_the_body(ada: Any, path: str) -> None:
    got, headers = [await ada.http.request(method, f"/api{path}") for method in ("GET", "HEAD")]
    assert headers.status_code == got.status_code
    assert headers.content == b""
    assert headers.headers["content-length"] == got.headers["content-length"]
    assert headers.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json; charset=utf-8", 401),
        ("application/merge-patch+json", 401),
        ("application/x-www-form-urlencoded", 415),
        ("text/plain", 415),
        (None, 415),
    ],
)
async def test_a_body_that_is_not_said_to_be_json_is_a_415(
    client: httpx.AsyncClient, kind: str | None, status: int
) -> None:
    body = json.dumps({"email": "nobody@example.com", "password": "a long and quiet password"})
    answer = await client.post("/auth/login", content=body, headers={"content-type": kind} if kind else {})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["code"] == "unsupported_media_type") == (status == 415)


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b'{"email": 5, "password": []}', b""])
async def test_a_body_that_is_not_what_it_should_be_is_a_422(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post("/auth/login", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_that_is_too_large_is_refused_whether_or_not_it_says_so(open_gateway: Any) -> None:
    async with open_gateway(max_body_bytes=1000) as http:
        announced = await http.post("/auth/login", content=b"x" * 1001)

        async def pieces() -> Any:
            for _ in range(11):
                yield b"x" * 100

        silent = await http.post("/auth/login", content=pieces())
    for answer in (announced, silent):
        assert answer.status_code == 413
        assert answer.json()["code"] == "body_too_large"


async def test_a_body_that_nests_too_deep_is_refused(client: httpx.AsyncClient) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    answer = await client.post("/auth/login", content=deep, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["code"] == "body_too_deep"
    flat = json.dumps({"email": "a@b.example", "password": "[{" * 60 + '\\"' + "[" * 5}).encode()
    shallow = await client.post("/auth/login", content=flat, headers={"content-type": "application/json"})
    assert shallow.json()["code"] != "body_too_deep"


async def test_a_body_that_does_not_arrive_is_not_waited_for(open_gateway: Any) -> None:
    async with open_gateway(body_seconds=0.05) as http:

        async def never() -> Any:
            yield b"{"
            import asyncio  # noqa: PLC0415

            await asyncio.sleep(1)
            yield b"}"

        answer = await http.post("/auth/login", content=never())
    assert answer.status_code == 408


async def test_answers_of_the_api_forbid_browsers_everything(client: httpx.AsyncClient) -> None:
    headers = (await client.get("/api/strategies")).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


async def test_other_origins_are_served_only_from_the_list_and_never_with_cookies(open_gateway: Any) -> None:
    asking = {"origin": "https://tool.example", "access-control-request-method": "GET"}
    async with open_gateway() as http:
        closed = await http.options("/strategies", headers=asking)
    assert "access-control-allow-origin" not in closed.headers
    async with open_gateway(cors_origins="https://tool.example") as http:
        opened = await http.options("/strategies", headers=asking)
        stranger = await http.options("/strategies", headers={**asking, "origin": "https://evil.example"})
    assert opened.headers["access-control-allow-origin"] == "https://tool.example"
    assert "access-control-allow-credentials" not in opened.headers
    assert "access-control-allow-origin" not in stranger.headers


@pytest.mark.parametrize(
    "secrets",
    [
        {},
        {"jwt_secret": "x" * 40},
        {"jwt_secret": "x" * 40, "service_secret": "y" * 40},
        {"jwt_secret": "short", "service_secret": "y" * 40, "secrets_keys": "1:" + "A" * 43 + "="},
        {"jwt_secret": "change-me" + "x" * 40, "service_secret": "y" * 40, "secrets_keys": "1:" + "A" * 43 + "="},
        {"jwt_secret": "x" * 40, "service_secret": "y" * 40, "secrets_keys": "1:QUFB"},
    ],
)
def test_it_refuses_to_start_with_secrets_that_anybody_could_know(secrets: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refusal:
        GatewaySettings.model_validate({"environment": "production", **secrets})
    assert "x" * 40 not in str(refusal.value)


def test_it_starts_in_production_with_secrets_of_its_own() -> None:
    secrets = {"jwt_secret": "x" * 40, "service_secret": "y" * 40, "secrets_keys": "1:" + "A" * 43 + "="}
    settings = GatewaySettings.model_validate({"environment": "production", **secrets})
    assert settings.encryption_keys == {1: bytes(32)}
    assert not settings.lets_private_addresses


@pytest.fixture
def export(tmp_path: Path) -> Path:
    script = "self.__next_f=[]"
    page = f"<html><script src='/_next/static/a.js'></script><script>{script}</script>{'x' * 2000}</html>"
    for name, text in {
        "index.html": page,
        "404.html": "<html>lost</html>",
        "chat/index.html": page.replace("[]", "[1]"),
        "markets.html": "<html>markets</html>",
        "_next/static/a.js": "let a = 1;" * 200,
        "manifest.webmanifest": "{}",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


async def test_the_page_is_served_beside_the_api(open_gateway: Any, export: Path) -> None:
    async with open_gateway(page_dir=export) as http:
        assert (await http.get("/")).text.startswith("<html>")
        for path in ("/chat", "/chat/", "/markets", "/markets.html"):
            answer = await http.get(path)
            assert answer.status_code == 200, path
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            assert answer.headers["cache-control"] == "no-cache"
        turned = await http.get("/markets/?symbol=AAPL")
        assert turned.status_code == 308
        assert turned.headers["location"] == "/markets?symbol=AAPL"
        manifest = await http.get("/manifest.webmanifest")
        assert manifest.headers["content-type"] == "application/manifest+json"
        script = await http.get("/_next/static/a.js")
        assert "immutable" in script.headers["cache-control"]
        assert script.headers["content-encoding"] == "gzip"
        same = await http.get("/_next/static/a.js", headers={"if-none-match": script.headers["etag"]})
        assert same.status_code == 304


async def test_a_page_allows_its_own_inline_scripts_by_their_hashes_and_no_others(
    open_gateway: Any, export: Path
) -> None:
    async with open_gateway(page_dir=export) as http:
        policies = [(await http.get(path)).headers["content-security-policy"] for path in ("/", "/chat/")]
    for policy, script in zip(policies, ("self.__next_f=[]", "self.__next_f=[1]"), strict=True):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert directives["script-src"] == f"'self' 'sha256-{digest}'"
        assert directives["frame-ancestors"] == "'none'"
        assert "unsafe" not in directives["script-src"]


async def test_an_unknown_page_is_a_page_and_an_unknown_route_is_a_problem(open_gateway: Any, export: Path) -> None:
    browser = {"accept": "text/html,*/*"}
    async with open_gateway(page_dir=export) as http:
        lost = await http.get("/no-such-page", headers=browser)
        assert (lost.status_code, lost.text) == (404, "<html>lost</html>")
        for path in ("/api/no-such-page", "/api/chat", "/strategies/nothing-here/x", "/auth/nothing"):
            answer = await http.get(path, headers=browser)
            assert answer.headers["content-type"] == "application/problem+json", path
        assert (await http.get("/no-such-page")).headers["content-type"] == "application/problem+json"
        assert (await http.post("/chat")).status_code in (404, 405)


async def test_no_path_leads_out_of_the_page_s_folder(open_gateway: Any, export: Path) -> None:
    (export.parent / "secret.html").write_text("secret")
    async with open_gateway(page_dir=export) as http:
        for path in ("/../secret.html", "/%2e%2e/secret.html", "/..%2fsecret.html", "/chat/../../secret.html"):
            answer = await http.get(path, headers={"accept": "text/html"})
            assert answer.status_code == 404, path
            assert "secret" not in answer.text.replace("secret.html", "")


async def test_a_page_that_bears_the_name_of_a_route_stops_the_start(open_gateway: Any, export: Path) -> None:
    (export / "strategies.html").write_text("<html></html>")
    with pytest.raises(ValueError, match="/strategies"):
        async with open_gateway(page_dir=export):
            pass


@pytest.mark.parametrize(
    "address", ["postgresql://nobody@127.0.0.1:1/nothing", "postgresql://nobody@/nothing?host=/no/such/folder"]
)
async def test_without_its_database_the_gateway_says_when_to_come_again(open_gateway: Any, address: str) -> None:
    async with open_gateway(database_url=address) as http:
        credentials = {"email": "ada@example.com", "password": "a long and quiet password"}
        answer = await http.post("/auth/login", json=credentials)
    assert (answer.status_code, answer.json()["code"]) == (503, "database_away")
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.headers["x-correlation-id"] == answer.json()["correlation_id"]
