"""The account: profile, password, lock-out, sessions, deletion, audit log."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
import sqlalchemy as sa

from api_gateway.settings import GatewaySettings

PASSWORD = "a long and quiet password"
CSRF = {"x-csrf-protection": "1"}


async def test_a_profile_keeps_what_is_not_changed(ada: Any) -> None:
    first = {"display_name": "Ada", "preferences": {"theme": "dark", "defaults": {"initial_cash": 5000}}}
    assert (await ada.http.patch("/api/users/me", json=first, headers=CSRF)).status_code == 200
    changed = await ada.http.patch("/api/users/me", json={"preferences": {"language": "zh-Hans"}}, headers=CSRF)
    assert changed.json()["display_name"] == "Ada"
    assert changed.json()["preferences"] == {
        "theme": "dark",
        "language": "zh-Hans",
        "defaults": {"initial_cash": 5000},
    }


@pytest.mark.parametrize("password", ["short", "password123", "aaaaaaaaaaaa", "QWERTY123456", "Vibe-Trading-2026!"])
async def test_a_weak_password_is_refused_at_the_field(client: httpx.AsyncClient, password: str) -> None:
    answer = await client.post("/auth/register", json={"email": "weak@example.com", "password": password})
    assert answer.status_code == 422
    assert answer.json()["code"] == "weak_password"
    assert answer.json()["errors"][0]["path"] == "body.password"
    assert password not in answer.text


async def test_a_password_that_is_the_address_is_refused(client: httpx.AsyncClient) -> None:
    body = {"email": "longaddress@example.com", "password": "LongAddress@example.com"}
    assert (await client.post("/auth/register", json=body)).json()["code"] == "weak_password"


async def test_a_new_password_ends_all_other_sessions_and_keeps_this_one(client: httpx.AsyncClient, ada: Any) -> None:
    login = {"email": ada.email, "password": PASSWORD}
    other = (await client.post("/auth/login", json=login)).json()["access_token"]
    client.cookies.clear()
    body = {"current_password": PASSWORD, "new_password": "a different, quieter one"}
    assert (await ada.http.post("/api/auth/password", json=body, headers=CSRF)).status_code == 204
    assert (await ada.http.get("/api/users/me")).status_code == 200
    assert (await client.get("/users/me", headers={"authorization": f"Bearer {other}"})).status_code == 401
    assert (await client.post("/auth/login", json=login)).status_code == 401
    assert (await client.post("/auth/login", json={**login, "password": body["new_password"]})).status_code == 200


async def test_changing_the_password_needs_the_old_one(ada: Any) -> None:
    body = {"current_password": "not this", "new_password": "a different, quieter one"}
    answer = await ada.http.post("/api/auth/password", json=body, headers=CSRF)
    assert answer.status_code == 401
    assert answer.json()["code"] == "wrong_credentials"


async def test_five_wrong_passwords_close_the_door_for_longer_and_longer(
    client: httpx.AsyncClient, ada: Any, clock: Any
) -> None:
    wrong = {"email": ada.email, "password": "not the password"}
    right = {"email": ada.email, "password": PASSWORD}
    for _ in range(5):
        assert (await client.post("/auth/login", json=wrong)).status_code == 401
    locked = await client.post("/auth/login", json=right)
    assert locked.status_code == 429
    assert locked.json()["code"] == "too_many_attempts"
    assert 25 <= int(locked.headers["retry-after"]) <= 31
    clock.forward(seconds=31)
    assert (await client.post("/auth/login", json=wrong)).status_code == 401
    again = await client.post("/auth/login", json=right)
    assert 55 <= int(again.headers["retry-after"]) <= 61
    clock.forward(seconds=61)
    assert (await client.post("/auth/login", json=right)).status_code == 200
    assert (await client.post("/auth/login", json=wrong)).status_code == 401


async def test_an_address_that_nobody_has_is_locked_in_the_same_way(client: httpx.AsyncClient) -> None:
    body = {"email": "ghost@example.com", "password": "not the password"}
    codes = [(await client.post("/auth/login", json=body)).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]


async def test_a_stranger_elsewhere_does_not_lock_the_owner_out(open_gateway: Any, ada: Any) -> None:
    wrong = {"email": ada.email, "password": "not the password"}
    async with open_gateway(client=("198.51.100.23", 1)) as stranger:
        codes = [(await stranger.post("/auth/login", json=wrong)).status_code for _ in range(6)]
    assert codes[-1] == 429
    assert (await ada.http.post("/auth/login", json={"email": ada.email, "password": PASSWORD})).status_code == 200


async def test_sessions_are_listed_and_one_can_be_ended(client: httpx.AsyncClient, ada: Any) -> None:
    login = {"email": ada.email, "password": PASSWORD}
    other = await client.post("/auth/login", json=login, headers={"user-agent": "Telescope/1\u00e9".encode("latin-1")})
    client.cookies.clear()
    page = (await ada.http.get("/api/auth/sessions")).json()
    assert page["total"] == 2
    assert [one["current"] for one in page["items"] if one["id"] == str(ada.session_id)] == [True]
    theirs = next(one for one in page["items"] if not one["current"])
    assert theirs["address"] == "203.0.113.7"
    assert theirs["user_agent"].startswith("Telescope/1")
    ended = await ada.http.delete(f"/api/auth/sessions/{theirs['id']}", headers=CSRF)
    assert ended.status_code == 204
    bearer = {"authorization": f"Bearer {other.json()['access_token']}"}
    assert (await client.get("/users/me", headers=bearer)).status_code == 401
    assert (await ada.http.get("/api/auth/sessions")).json()["total"] == 1


async def test_nobody_ends_the_session_of_another(ada: Any, bob: Any) -> None:
    answer = await bob.http.delete(f"/api/auth/sessions/{ada.session_id}", headers=CSRF)
    assert answer.status_code == 404
    assert (await ada.http.get("/api/users/me")).status_code == 200


async def test_deleting_the_account_deletes_everything_and_frees_the_address(
    client: httpx.AsyncClient, ada: Any, settings: GatewaySettings
) -> None:
    await ada.http.put("/api/users/me/keys/openai", json={"key": "sk-very-secret"}, headers=CSRF)
    await ada.http.post("/api/auth/tokens", json={"name": "script", "scopes": ["read"]}, headers=CSRF)
    gone = await ada.http.request("DELETE", "/api/users/me", json={"password": PASSWORD}, headers=CSRF)
    assert gone.status_code == 204
    assert (await client.get("/users/me", headers=ada.bearer)).status_code == 401
    url = settings.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        for table in sa.inspect(engine).get_table_names():
            columns = {column["name"] for column in sa.inspect(engine).get_columns(table)}
            if "user_id" in columns:
                count = sa.text(f"SELECT count(*) FROM {table} WHERE user_id = :user")
                assert connection.scalar(count, {"user": ada.user_id}) == 0, table
        assert connection.scalar(sa.text("SELECT count(*) FROM users WHERE id = :user"), {"user": ada.user_id}) == 0
    engine.dispose()
    body = {"email": ada.email, "password": "somebody else's password"}
    await client.post("/auth/register", json=body)
    assert (await client.post("/auth/login", json=body)).status_code == 200


async def test_deleting_the_account_needs_the_password_or_a_recent_sign_in(ada: Any, clock: Any) -> None:
    wrong = await ada.http.request("DELETE", "/api/users/me", json={"password": "not this"}, headers=CSRF)
    assert wrong.status_code == 401
    clock.forward(minutes=11)
    await ada.http.post("/api/auth/refresh")
    stale = await ada.http.delete("/api/users/me", headers=CSRF)
    assert stale.status_code == 403
    assert stale.json()["code"] == "fresh_sign_in_needed"
    right = await ada.http.request("DELETE", "/api/users/me", json={"password": PASSWORD}, headers=CSRF)
    assert right.status_code == 204


async def test_the_audit_log_tells_its_owner_what_happened_and_holds_no_secret(
    client: httpx.AsyncClient, ada: Any
) -> None:
    await client.post("/auth/login", json={"email": ada.email, "password": "not the password"})
    key = {"key": "sk-a-secret-of-ada"}
    await ada.http.put("/api/users/me/keys/anthropic", json=key, headers=CSRF)
    page = await ada.http.get("/api/auth/events?page_size=50")
    kinds = [event["kind"] for event in page.json()["items"]]
    assert kinds == ["key_stored", "password_wrong", "signed_in", "registered"]
    for secret in (PASSWORD, "not the password", "sk-a-secret-of-ada", ada.token):
        assert secret not in page.text


async def test_lists_have_pages_that_do_not_overlap(ada: Any, clock: Any) -> None:
    for number in range(5):
        clock.forward(seconds=1)
        await ada.http.post("/api/auth/tokens", json={"name": f"t{number}", "scopes": ["read"]}, headers=CSRF)
    pages = [(await ada.http.get(f"/api/auth/tokens?page={page}&page_size=2")).json() for page in (1, 2, 3)]
    names = [item["name"] for page in pages for item in page["items"]]
    assert sorted(names) == [f"t{number}" for number in range(5)]
    assert {page["total"] for page in pages} == {5}
    turned = (await ada.http.get("/api/auth/tokens?page_size=100&sort=created_at")).json()
    assert [item["name"] for item in turned["items"]] == list(reversed(names))


async def test_a_list_stays_what_it_was_while_things_are_added(ada: Any, clock: Any) -> None:
    async def add(number: int) -> None:
        clock.forward(seconds=1)
        await ada.http.post("/api/auth/tokens", json={"name": f"t{number}", "scopes": ["read"]}, headers=CSRF)

    for number in range(4):
        await add(number)
    first = (await ada.http.get("/api/auth/tokens?page_size=2")).json()
    await add(4)
    still = {"page": 2, "page_size": 2, "as_of": first["items"][0]["created_at"]}
    second = (await ada.http.get("/api/auth/tokens", params=still)).json()
    assert [item["name"] for item in (*first["items"], *second["items"])] == ["t3", "t2", "t1", "t0"]
    assert second["total"] == 4


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page_size=0",
        "page_size=101",
        "sort=name",
        "page=x",
        "as_of=5",
        "as_of=2024-01-01T00:00:00",
        "as_of=0001-01-01T00:00:00%2B23:59",
    ],
)
async def test_a_list_refuses_what_it_cannot_page_by(ada: Any, query: str) -> None:
    answer = await ada.http.get(f"/api/auth/tokens?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_personal_token_does_what_its_scopes_say_and_no_more(ada: Any) -> None:
    wish = {"name": "script", "scopes": ["read"]}
    made = (await ada.http.post("/api/auth/tokens", json=wish, headers=CSRF)).json()
    assert made["token"].startswith("vt_pat_")
    listed = await ada.http.get("/api/auth/tokens")
    assert made["token"] not in listed.text
    ada.http.cookies.clear()
    script = {"authorization": f"Bearer {made['token']}"}
    assert (await ada.http.get("/users/me", headers=script)).status_code == 200
    refused = await ada.http.post("/chat/strategy", json={"message": "buy"}, headers=script)
    assert refused.status_code == 403
    assert refused.json()["code"] == "scope_missing"
    for method, path in (("GET", "/auth/tokens"), ("DELETE", "/users/me"), ("GET", "/users/me/keys")):
        answer = await ada.http.request(method, path, headers=script)
        assert answer.json()["code"] == "scope_missing", path


async def test_a_personal_token_ends_when_it_is_revoked_or_too_old(ada: Any, clock: Any) -> None:
    wish = {"name": "script", "scopes": ["read"], "expires_in_days": 1}
    made = [(await ada.http.post("/api/auth/tokens", json=wish, headers=CSRF)).json() for _ in range(2)]
    assert (await ada.http.delete(f"/api/auth/tokens/{made[0]['id']}", headers=CSRF)).status_code == 204
    assert (await ada.http.delete(f"/api/auth/tokens/{uuid4()}", headers=CSRF)).status_code == 404
    ada.http.cookies.clear()
    scripts = [{"authorization": f"Bearer {one['token']}"} for one in made]
    assert [(await ada.http.get("/users/me", headers=one)).status_code for one in scripts] == [401, 200]
    clock.forward(days=1, seconds=1)
    assert (await ada.http.get("/users/me", headers=scripts[1])).status_code == 401


async def test_the_export_holds_everything_of_the_account_and_no_secret(ada: Any, house: Any) -> None:
    await ada.http.put("/api/users/me/keys/openai", json={"key": "sk-very-secret"}, headers=CSRF)
    made = (await ada.http.post("/api/auth/tokens", json={"name": "s", "scopes": ["read"]}, headers=CSRF)).json()
    one, empty = {"id": str(uuid4()), "title": "Talk"}, {"items": [], "page": 1, "page_size": 100, "total": 0}
    house.worker.gives("GET", "/strategies", empty)
    house.worker.gives("GET", "/conversations", {**empty, "items": [one], "total": 1})
    house.worker.gives("GET", f"/conversations/{one['id']}", {**one, "messages": []})
    house.engine.gives("GET", "/backtests", {**empty, "items": [{"id": str(uuid4())}] * 2, "total": 2})
    answer = await ada.http.get("/api/users/me/export")
    assert answer.headers["content-disposition"].startswith("attachment")
    document = answer.json()
    assert document["account"]["email"] == ada.email
    assert document["conversations"][0]["detail"]["messages"] == []
    assert len(document["backtests"]) == 2
    assert [key["provider"] for key in document["keys"]] == ["openai"]
    for secret in ("sk-very-secret", made["token"], "argon2", ada.token):
        assert secret not in answer.text
