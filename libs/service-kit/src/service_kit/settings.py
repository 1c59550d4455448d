"""Settings that every service has; each service adds its own in a subclass."""

from pathlib import Path
from typing import Literal, Self

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEVELOPMENT_SECRET = "development-only-secret-that-production-refuses"  # noqa: S105 - refused outside development


class ServiceSettings(BaseSettings):
    """What a service reads from its environment.

    Raises:
        ValidationError: A value is malformed, or a secret is the default one outside development.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    service_name: str = "service"
    environment: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: int = 8000
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    database_url: str = "postgresql://postgres@127.0.0.1:5432/vibetrading"
    cache_url: str = "memory://"
    bus_url: str = "memory://"
    data_dir: Path = Path(".vibe")
    service_secret: SecretStr = SecretStr(DEVELOPMENT_SECRET)

    api_gateway_url: str = "http://127.0.0.1:8000"
    strategy_ai_worker_url: str = "http://127.0.0.1:8001"
    backtest_engine_url: str = "http://127.0.0.1:8002"
    market_data_url: str = "http://127.0.0.1:8003"
    market_research_url: str = "http://127.0.0.1:8004"

    @model_validator(mode="after")
    def _refuse_default_secrets(self) -> Self:
        if self.environment == "production":
            for name in type(self).model_fields:
                value = getattr(self, name)
                if isinstance(value, SecretStr) and _is_default_secret(value.get_secret_value()):
                    message = f"{name.upper()} still has its default value; set one of your own (openssl rand -hex 32)"
                    raise ValueError(message)
        return self


def _is_default_secret(value: str) -> bool:
    return value == DEVELOPMENT_SECRET or value.lower().startswith(("change-me", "changeme", "development-only"))
