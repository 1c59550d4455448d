"""Settings of the strategy worker."""

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from service_kit.settings import ServiceSettings


class WorkerSettings(ServiceSettings):
    """What the worker reads from its environment; without LLM_PROVIDER it reads offline, which needs nothing."""

    # Compose hands on what is not set as an empty text, which is no price.
    model_config = SettingsConfigDict(env_ignore_empty=True)

    service_name: str = "strategy-ai-worker"
    port: int = 8001
    llm_provider: str = ""
    llm_base_url: str = ""
    llm_model: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_knowledge_cutoff: str = ""
    llm_input_usd_per_million: float | None = Field(default=None, ge=0)
    llm_output_usd_per_million: float | None = Field(default=None, ge=0)
    llm_daily_cost_cap_usd: float = Field(default=5.0, ge=0)
    llm_daily_token_cap: int = Field(
        default=2_000_000, ge=0, description="Where no price is known, and for keys that users bring"
    )
    llm_allow_inner_addresses: bool = False
