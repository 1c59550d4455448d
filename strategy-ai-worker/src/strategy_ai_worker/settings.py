"""Settings of the strategy worker."""

from pydantic import SecretStr

from service_kit.settings import ServiceSettings


class WorkerSettings(ServiceSettings):
    """What the worker reads from its environment; without LLM_PROVIDER it reads offline, which needs nothing."""

    service_name: str = "strategy-ai-worker"
    port: int = 8001
    llm_provider: str = ""
    llm_base_url: str = ""
    llm_model: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_daily_cost_cap_usd: float = 5.0
