"""Users' keys for LLMs and data vendors: stored sealed, used, never shown."""

from dataclasses import dataclass, replace
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from api_gateway.domain.people import Whence
from api_gateway.domain.refusals import AddressNotAllowed, UnknownKey
from api_gateway.ports.journal import AuditLog
from api_gateway.ports.vendor_keys import KeyRotation, SealedKey, Vault, VendorKeys
from trading_contracts.problem import FieldProblem

LLM_PROVIDERS = ("openai", "anthropic", "openai_compatible", "qwen", "gemini", "ollama")
DATA_PROVIDERS = ("polygon", "alpaca", "fred")


@dataclass(frozen=True, slots=True)
class OfferedKey:
    """A key as the user hands it in."""

    provider: str
    secret: str
    base_url: str | None
    model: str | None


@dataclass(frozen=True, slots=True)
class OpenedKey:
    """A key as a service behind the gateway needs it for one request."""

    provider: str
    secret: str
    base_url: str | None
    model: str | None


@dataclass(frozen=True, slots=True)
class KeyDesk:
    """Stores, opens and forgets keys."""

    keys: VendorKeys
    vault: Vault
    audit: AuditLog
    lets_private_addresses: bool

    async def put(self, user_id: UUID, offered: OfferedKey, whence: Whence, now: datetime) -> SealedKey:
        """Seal and store a key in place of an earlier one.

        Raises:
            AddressNotAllowed: Its address is one that keys are not sent to.
        """
        if offered.base_url is not None:
            check_address(offered.base_url, lets_private=self.lets_private_addresses)
        ciphertext, nonce, version = self.vault.seal(offered.secret, _bound_to(user_id, offered.provider))
        row = SealedKey(
            id=uuid4(),
            user_id=user_id,
            provider=offered.provider,
            ciphertext=ciphertext,
            nonce=nonce,
            key_version=version,
            base_url=offered.base_url,
            model=offered.model,
            created_at=now,
            updated_at=now,
        )
        stored = await self.keys.put(row)
        await self.audit.record("key_stored", user_id, whence, {"provider": offered.provider})
        return stored

    async def open_llm_key(self, user_id: UUID) -> OpenedKey | None:
        """Return the user's LLM key, for one request; None when there is none."""
        row = await self.keys.get(user_id, LLM_PROVIDERS)
        if row is None:
            return None
        secret = self.vault.open(row.ciphertext, row.nonce, row.key_version, _bound_to(user_id, row.provider))
        return OpenedKey(row.provider, secret, row.base_url, row.model)

    async def forget(self, user_id: UUID, provider: str, whence: Whence) -> None:
        """Forget a key.

        Raises:
            UnknownKey: There is none for this provider.
        """
        if not await self.keys.remove(user_id, provider):
            raise UnknownKey(f"No key is stored for {provider}.", provider=provider)
        await self.audit.record("key_forgotten", user_id, whence, {"provider": provider})


async def rotate_keys(rotation: KeyRotation, vault: Vault, batch: int = 100) -> int:
    """Seal again, under the newest key, what an older one sealed; return how many keys that were."""
    done = 0
    while rows := await rotation.sealed_before(vault.newest_version, batch):
        for row in rows:
            bound_to = _bound_to(row.user_id, row.provider)
            secret = vault.open(row.ciphertext, row.nonce, row.key_version, bound_to)
            ciphertext, nonce, version = vault.seal(secret, bound_to)
            await rotation.reseal(replace(row, ciphertext=ciphertext, nonce=nonce, key_version=version))
            done += 1
    return done


def check_address(url: str, *, lets_private: bool) -> None:
    """Refuse addresses that would carry a key in the clear or into our own network.

    Raises:
        AddressNotAllowed: With the reason.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise _not_allowed("is no address") from error
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.query or parts.fragment:
        raise _not_allowed("must look like https://host/v1")
    if lets_private:
        return
    if parts.scheme != "https":
        raise _not_allowed("must begin with https://")
    if _is_private(host):
        raise _not_allowed("lies inside a private network")


def _is_private(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        # A bare name, and the names that never leave a network (RFC 6762, RFC 8375).
        return "." not in host or host.endswith((".local", ".internal", ".localhost", ".home.arpa", ".lan"))


def _not_allowed(reason: str) -> AddressNotAllowed:
    field = FieldProblem(path="body.base_url", reason=reason)
    return AddressNotAllowed(f"The address {reason}.", errors=(field,))


def _bound_to(user_id: UUID, provider: str) -> str:
    return f"{user_id}:{provider}"
