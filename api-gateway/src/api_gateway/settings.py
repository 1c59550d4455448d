"""What the gateway reads from its environment."""

import base64
import hashlib
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from api_gateway.domain.budgets import Budget, parse_budget
from api_gateway.domain.origins import Network, networks
from service_kit.settings import DEVELOPMENT_SECRET, ServiceSettings


class GatewaySettings(ServiceSettings):
    """Settings of the gateway.

    Raises:
        ValidationError: A value is malformed, or a secret is a default or short one outside development.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    service_name: str = "api-gateway"
    port: int = 8000

    jwt_secret: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    secrets_keys: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    """`1:<base64 of 32 bytes>,2:<...>`: keys that encrypt users' keys; the highest number encrypts."""

    page_dir: Path | None = None
    trusted_proxies: str = ""
    public_origin: str = ""
    cors_origins: str = ""
    secure_cookies: bool | None = None
    """None: where the request came by https."""
    private_llm_addresses: bool | None = None
    """Whether users may store LLM addresses inside private networks (an own Ollama). None: in development."""

    open_market_store: bool | None = None
    """Whether users may fill and empty the store of bars that all share. None: in development."""

    max_body_bytes: int = 2 * 1024 * 1024
    max_upload_bytes: int = 256 * 1024 * 1024
    max_body_depth: int = 64
    body_seconds: float = 30.0
    answer_seconds: float = 180.0
    heartbeat_seconds: float = 15.0
    connections_each: int = 40
    """WebSockets that one user may hold open at once."""
    argon2_kib: int = 19_456
    argon2_passes: int = 2

    rate_address: str = "6000/minute"
    rate_read: str = "2400/minute"
    rate_write: str = "600/minute"
    rate_chat: str = "240/minute"
    rate_run: str = "240/minute"
    rate_sign_in: str = "240/minute"
    rate_register: str = "240/minute"
    rate_account: str = "240/minute"

    @model_validator(mode="after")
    def _refuse_weak_secrets(self) -> Self:
        if self.environment == "production" and len(self.jwt_secret.get_secret_value()) < 32:
            message = "JWT_SECRET needs at least 32 characters (openssl rand -hex 32)"
            raise ValueError(message)
        _ = self.encryption_keys, self.trusted_networks, self.budgets
        return self

    @cached_property
    def encryption_keys(self) -> dict[int, bytes]:
        """Return the keys that encrypt users' keys, by version."""
        text = self.secrets_keys.get_secret_value()
        if text == DEVELOPMENT_SECRET:
            return {1: hashlib.sha256(text.encode()).digest()}
        keys: dict[int, bytes] = {}
        for part in text.split(","):
            version, _, key = part.strip().partition(":")
            keys[int(version)] = base64.b64decode(key, validate=True)
        if any(len(key) != 32 for key in keys.values()):
            message = "SECRETS_KEYS needs 32 bytes a key (1:$(openssl rand -base64 32))"
            raise ValueError(message)
        return keys

    @cached_property
    def trusted_networks(self) -> tuple[Network, ...]:
        """Return the networks whose forwarding headers are believed."""
        return networks(self.trusted_proxies)

    @cached_property
    def allowed_origins(self) -> tuple[str, ...]:
        """Return the other origins whose pages may call the API (with bearer tokens, never with cookies)."""
        return tuple(part.strip() for part in self.cors_origins.split(",") if part.strip())

    @cached_property
    def budgets(self) -> dict[str, Budget]:
        """Return all budgets by name."""
        names = ("address", "read", "write", "chat", "run", "sign_in", "register", "account")
        return {name: parse_budget(name, getattr(self, f"rate_{name}")) for name in names}

    @property
    def lets_private_addresses(self) -> bool:
        """Return whether keys may be stored for addresses inside private networks."""
        return self.environment == "development" if self.private_llm_addresses is None else self.private_llm_addresses

    @property
    def lets_users_fill_the_store(self) -> bool:
        """Return whether users may change the store of bars that all share."""
        return self.environment == "development" if self.open_market_store is None else self.open_market_store
