"""Passkeys, with an authenticator in software that makes and uses real keys."""

import hashlib
import json
import os
import struct
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url as text_of

CSRF = {"x-csrf-protection": "1"}
ORIGIN = "http://gateway.test"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """A security key: it makes an ES256 credential and signs challenges with it."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    count: int = 0
    flags: int = PRESENT | VERIFIED

    def make(self, options: dict[str, Any], origin: str = ORIGIN) -> dict[str, Any]:
        client = self._client("webauthn.create", options["challenge"], origin)
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + cbor2.dumps(cose)
        data = self._data(options["rp"]["id"], self.flags | ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._credential({"clientDataJSON": text_of(client), "attestationObject": text_of(attestation)})

    def sign(self, options: dict[str, Any], origin: str = ORIGIN) -> dict[str, Any]:
        self.count += 1
        client = self._client("webauthn.get", options["challenge"], origin)
        data = self._data(options["rpId"], self.flags)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(
            {
                "clientDataJSON": text_of(client),
                "authenticatorData": text_of(data),
                "signature": text_of(signature),
                "userHandle": None,
            }
        )

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _credential(self, response: dict[str, Any]) -> dict[str, Any]:
        name = text_of(self.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}


@pytest.fixture
def authenticator() -> Authenticator:
    return Authenticator()


async def offered(visitor: Any) -> dict[str, Any]:
    answer = await visitor.http.post("/api/auth/passkeys/options", headers=CSRF)
    assert answer.status_code == 200
    options: dict[str, Any] = answer.json()
    return options


async def add(visitor: Any, authenticator: Authenticator, **changes: Any) -> Any:
    options = await offered(visitor)
    credential = authenticator.make(options["public_key"], **changes)
    body = {"challenge_id": options["challenge_id"], "name": "Key", "credential": credential}
    return await visitor.http.post("/api/auth/passkeys", json=body, headers=CSRF)


async def sign_in(client: Any, authenticator: Authenticator, **changes: Any) -> Any:
    options = (await client.post("/api/auth/passkeys/sign-in/options")).json()
    credential = authenticator.sign(options["public_key"], **changes)
    body = {"challenge_id": options["challenge_id"], "credential": credential}
    return await client.post("/api/auth/passkeys/sign-in", json=body)


async def test_a_passkey_is_made_and_signs_in_without_a_password(
    client: Any, ada: Any, authenticator: Authenticator
) -> None:
    made = await add(ada, authenticator)
    assert made.status_code == 201, made.text
    signed = await sign_in(client, authenticator)
    assert signed.status_code == 200, signed.text
    assert signed.json()["user"]["email"] == ada.email
    assert "vt_access" in client.cookies
    listed = (await ada.http.get("/api/auth/passkeys")).json()
    assert [one["id"] for one in listed["items"]] == [made.json()["id"]]
    assert listed["items"][0]["last_used_at"] is not None


async def test_a_challenge_is_signed_once_and_only_in_time(
    client: Any, ada: Any, authenticator: Authenticator, clock: Any
) -> None:
    await add(ada, authenticator)
    options = (await client.post("/auth/passkeys/sign-in/options")).json()
    body = {"challenge_id": options["challenge_id"], "credential": authenticator.sign(options["public_key"])}
    assert (await client.post("/auth/passkeys/sign-in", json=body)).status_code == 200
    assert (await client.post("/auth/passkeys/sign-in", json=body)).json()["code"] == "passkey_refused"
    options = (await client.post("/auth/passkeys/sign-in/options")).json()
    clock.forward(minutes=6)
    late = {"challenge_id": options["challenge_id"], "credential": authenticator.sign(options["public_key"])}
    assert (await client.post("/auth/passkeys/sign-in", json=late)).json()["code"] == "passkey_refused"


async def test_a_passkey_works_on_our_origin_alone(client: Any, ada: Any, authenticator: Authenticator) -> None:
    refused = await add(ada, authenticator, origin="https://evil.example")
    assert refused.json()["code"] == "passkey_refused"
    await add(ada, authenticator)
    assert (await sign_in(client, authenticator, origin="https://evil.example")).status_code == 422


async def test_a_passkey_must_verify_its_user(client: Any, ada: Any, authenticator: Authenticator) -> None:
    await add(ada, authenticator)
    authenticator.flags = PRESENT
    assert (await sign_in(client, authenticator)).json()["code"] == "passkey_refused"


async def test_a_copied_passkey_is_noticed_by_its_counter(client: Any, ada: Any, authenticator: Authenticator) -> None:
    await add(ada, authenticator)
    assert (await sign_in(client, authenticator)).status_code == 200
    authenticator.count = 0
    assert (await sign_in(client, authenticator)).json()["code"] == "passkey_refused"


async def test_another_key_under_the_same_name_is_refused(client: Any, ada: Any, authenticator: Authenticator) -> None:
    await add(ada, authenticator)
    forger = Authenticator(credential_id=authenticator.credential_id, count=10)
    assert (await sign_in(client, forger)).json()["code"] == "passkey_refused"


async def test_a_passkey_belongs_to_one_person(ada: Any, bob: Any, authenticator: Authenticator) -> None:
    assert (await add(ada, authenticator)).status_code == 201
    assert (await add(bob, authenticator)).json()["code"] == "passkey_refused"


async def test_a_challenge_for_one_person_is_none_for_another(ada: Any, bob: Any, authenticator: Authenticator) -> None:
    options = await offered(ada)
    body = {"challenge_id": options["challenge_id"], "credential": authenticator.make(options["public_key"])}
    assert (await bob.http.post("/api/auth/passkeys", json=body, headers=CSRF)).json()["code"] == "passkey_refused"


async def test_a_removed_passkey_signs_in_no_more(client: Any, ada: Any, authenticator: Authenticator) -> None:
    made = (await add(ada, authenticator)).json()
    assert (await ada.http.delete(f"/api/auth/passkeys/{made['id']}", headers=CSRF)).status_code == 204
    assert (await sign_in(client, authenticator)).json()["code"] == "passkey_refused"


@pytest.mark.parametrize(
    "credential",
    [{}, {"rawId": "%%%"}, {"rawId": 5}, {"id": "a", "rawId": "a"}, {"rawId": "YQ", "response": {"signature": None}}],
)
async def test_what_is_no_credential_is_refused(client: Any, ada: Any, credential: dict[str, Any]) -> None:
    options = (await client.post("/auth/passkeys/sign-in/options")).json()
    body = {"challenge_id": options["challenge_id"], "credential": credential}
    assert (await client.post("/auth/passkeys/sign-in", json=body)).status_code == 422
    offer = await offered(ada)
    body = {"challenge_id": offer["challenge_id"], "credential": credential}
    assert (await ada.http.post("/api/auth/passkeys", json=body, headers=CSRF)).status_code == 422
    unknown = {"challenge_id": str(uuid4()), "credential": credential}
    assert (await client.post("/auth/passkeys/sign-in", json=unknown)).status_code == 422
