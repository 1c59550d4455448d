"""Registering, signing in, refreshing, signing out."""

from typing import Any

import httpx
import jwt

PASSWORD = "a long and quiet password"
CSRF = {"x-csrf-protection": "1"}


async def test_a_new_person_registers_signs_in_and_reads_their_profile(client: httpx.AsyncClient) -> None:
    body = {"email": "Ada@Example.com ", "password": PASSWORD, "display_name": "Ada"}
    registered = await client.post("/api/auth/register", json=body)
    assert registered.status_code == 201
    assert registered.json()["status"] == "accepted"
    assert "vt_access" not in client.cookies
    signed = (await client.post("/api/auth/login", json=body)).json()
    assert signed["token_type"] == "bearer"
    assert signed["expires_in"] == 600
    me = (await client.get("/api/users/me")).json()
    assert me["email"] == "ada@example.com"
    assert me["display_name"] == "Ada"
    assert me == signed["user"]


async def test_the_bare_path_and_the_path_under_api_are_the_same_route(client: httpx.AsyncClient) -> None:
    body = {"email": "bare@example.com", "password": PASSWORD}
    assert (await client.post("/auth/register", json=body)).status_code == 201
    token = (await client.post("/auth/login", json=body)).json()["access_token"]
    client.cookies.clear()
    headers = {"authorization": f"Bearer {token}"}
    assert (await client.get("/users/me", headers=headers)).json() == (
        await client.get("/api/users/me", headers=headers)
    ).json()


async def test_the_answer_to_a_registration_does_not_tell_whether_the_address_is_taken(
    client: httpx.AsyncClient,
) -> None:
    body = {"email": "taken@example.com", "password": PASSWORD}
    first = await client.post("/auth/register", json=body)
    again = await client.post("/auth/register", json={**body, "password": "another fine password"})
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert (await client.post("/auth/login", json=body)).status_code == 200
    stolen = await client.post("/auth/login", json={**body, "password": "another fine password"})
    assert stolen.status_code == 401


async def test_an_unknown_address_and_a_wrong_password_are_refused_with_the_same_words(
    client: httpx.AsyncClient, ada: Any
) -> None:
    wrong = await client.post("/auth/login", json={"email": ada.email, "password": "not the password"})
    unknown = await client.post("/auth/login", json={"email": "nobody@example.com", "password": "not the password"})
    assert wrong.status_code == unknown.status_code == 401
    mine, theirs = wrong.json(), unknown.json()
    mine.pop("correlation_id"), theirs.pop("correlation_id")
    assert mine == theirs
    assert mine["code"] == "wrong_credentials"
    assert wrong.headers["content-type"] == "application/problem+json"


async def test_cookies_cannot_be_read_by_scripts_and_the_refresh_cookie_travels_to_sign_in_routes_alone(
    client: httpx.AsyncClient, ada: Any
) -> None:
    answer = await client.post("/api/auth/login", json={"email": ada.email, "password": PASSWORD})
    access, refresh = sorted(answer.headers.get_list("set-cookie"))
    assert access.startswith("vt_access=")
    assert refresh.startswith("vt_refresh=")
    for cookie in (access, refresh):
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Secure" not in cookie
    assert "Path=/;" in access
    assert "Path=/api/auth;" in refresh
    assert "Max-Age=600;" in access


async def test_cookies_are_secure_where_a_trusted_proxy_ends_https(open_gateway: Any) -> None:
    proxied = {"x-forwarded-proto": "https", "origin": "https://gateway.test"}
    body = {"email": "secure@example.com", "password": PASSWORD}
    async with open_gateway(client=("10.0.0.1", 1), trusted_proxies="10.0.0.0/8") as http:
        await http.post("/api/auth/register", json=body, headers=proxied)
        answer = await http.post("/api/auth/login", json=body, headers=proxied)
    assert all("Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    async with open_gateway(client=("203.0.113.9", 1), trusted_proxies="10.0.0.0/8") as http:
        answer = await http.post("/api/auth/login", json=body, headers=proxied)
    assert not any("Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))


async def test_over_https_only_cookies_that_no_other_host_can_have_set_are_believed(open_gateway: Any) -> None:
    body = {"email": "prefixed@example.com", "password": PASSWORD}
    async with open_gateway(public_origin="https://trade.example") as http:
        http.base_url = "https://trade.example"
        await http.post("/api/auth/register", json=body)
        answer = await http.post("/api/auth/login", json=body)
        names = sorted(cookie.partition("=")[0] for cookie in answer.headers.get_list("set-cookie"))
        assert names == ["__Host-vt_access", "__Secure-vt_refresh"]
        assert (await http.get("/api/users/me")).status_code == 200
        assert (await http.post("/api/auth/refresh")).status_code == 200
        planted = {"cookie": f"vt_access={http.cookies['__Host-vt_access']}"}
        session = dict(http.cookies)
        http.cookies.clear()
        assert (await http.get("/api/users/me", headers=planted)).status_code == 401
        http.cookies.update(session)
        gone = await http.post("/api/auth/logout")
    assert all("Max-Age=0" in cookie and "Secure" in cookie for cookie in gone.headers.get_list("set-cookie"))


async def test_a_refresh_gives_new_tokens_and_keeps_the_session(ada: Any, clock: Any) -> None:
    before = ada.http.cookies["vt_refresh"]
    clock.forward(minutes=9)
    answer = await ada.http.post("/api/auth/refresh")
    assert answer.status_code == 200
    assert answer.json()["session_id"] == str(ada.session_id)
    assert ada.http.cookies["vt_refresh"] != before
    assert answer.json()["access_token"] != ada.token


async def test_several_tabs_that_refresh_at_once_all_stay_signed_in(ada: Any, clock: Any) -> None:
    old = {"cookie": f"vt_refresh={ada.http.cookies['vt_refresh']}"}
    ada.http.cookies.clear()
    answers = [await ada.http.post("/api/auth/refresh", headers=old) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200] * 4
    for answer in answers:
        token = answer.json()["access_token"]
        ada.http.cookies.clear()
        me = await ada.http.get("/api/users/me", headers={"authorization": f"Bearer {token}"})
        assert me.status_code == 200


async def test_a_refresh_token_that_comes_back_later_ends_the_whole_family(ada: Any, clock: Any) -> None:
    stolen = ada.http.cookies["vt_refresh"]
    fresh = await ada.http.post("/api/auth/refresh")
    clock.forward(seconds=11)
    ada.http.cookies.clear()
    replay = await ada.http.post("/api/auth/refresh", headers={"cookie": f"vt_refresh={stolen}"})
    assert replay.status_code == 401
    assert replay.json()["code"] == "session_ended"
    bearer = {"authorization": f"Bearer {fresh.json()['access_token']}"}
    assert (await ada.http.get("/api/users/me", headers=bearer)).status_code == 401
    rightful = fresh.headers.get_list("set-cookie")[1].split(";")[0]
    ada.http.cookies.clear()
    assert (await ada.http.post("/api/auth/refresh", headers={"cookie": rightful})).status_code == 401


async def test_within_the_grace_a_replay_still_ends_the_family_once_its_successor_was_used(ada: Any) -> None:
    stolen = ada.http.cookies["vt_refresh"]
    await ada.http.post("/api/auth/refresh")
    await ada.http.post("/api/auth/refresh")
    ada.http.cookies.clear()
    replay = await ada.http.post("/api/auth/refresh", headers={"cookie": f"vt_refresh={stolen}"})
    assert replay.status_code == 401
    assert (await ada.http.get("/api/users/me", headers=ada.bearer)).status_code == 401


async def test_a_session_that_nobody_uses_for_a_month_ends(ada: Any, clock: Any) -> None:
    clock.forward(days=31)
    assert (await ada.http.post("/api/auth/refresh")).status_code == 401


async def test_a_session_that_is_used_every_day_ends_after_ninety_days(ada: Any, clock: Any) -> None:
    for _ in range(4):
        clock.forward(days=22)
        assert (await ada.http.post("/api/auth/refresh")).status_code == 200
    clock.forward(days=3)
    assert (await ada.http.post("/api/auth/refresh")).status_code == 401


async def test_signing_out_ends_the_session_and_clears_the_cookies(ada: Any) -> None:
    answer = await ada.http.post("/api/auth/logout")
    assert answer.status_code == 204
    assert "vt_access" not in ada.http.cookies
    assert "vt_refresh" not in ada.http.cookies
    assert (await ada.http.get("/api/users/me", headers=ada.bearer)).status_code == 401


async def test_signing_out_by_bearer_alone_ends_the_session(ada: Any) -> None:
    ada.http.cookies.clear()
    assert (await ada.http.post("/auth/logout", headers=ada.bearer)).status_code == 204
    assert (await ada.http.get("/users/me", headers=ada.bearer)).status_code == 401


async def test_signing_out_without_any_session_is_no_error(client: httpx.AsyncClient) -> None:
    assert (await client.post("/api/auth/logout")).status_code == 204


async def test_signing_out_everywhere_ends_every_device(client: httpx.AsyncClient, ada: Any) -> None:
    body = {"email": ada.email, "password": PASSWORD}
    other = (await client.post("/api/auth/login", json=body)).json()["access_token"]
    assert (await ada.http.post("/api/auth/logout-everywhere", headers=CSRF)).status_code == 204
    client.cookies.clear()
    for token in (other, ada.token):
        answer = await client.get("/users/me", headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 401


async def test_an_access_token_lives_ten_minutes(ada: Any) -> None:
    claims = jwt.decode(ada.token, options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == 600
