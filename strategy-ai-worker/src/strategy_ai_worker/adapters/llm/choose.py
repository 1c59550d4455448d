"""Who reads a message: the user's own model, the operator's, or the house's own parser."""

from dataclasses import replace

from strategy_ai_worker.adapters.llm.anthropic_model import AnthropicModel
from strategy_ai_worker.adapters.llm.connection import Connection, connect, refuse_inner_addresses
from strategy_ai_worker.adapters.llm.openai_model import OpenAIModel
from strategy_ai_worker.ports import Interpreter, LanguageModel, Spending
from strategy_ai_worker.settings import WorkerSettings
from strategy_ai_worker.usecases.read_with_model import ModelInterpreter, Price


class Interpreters:
    """Chooses an interpreter for a request."""

    def __init__(self, offline: Interpreter, spending: Spending, settings: WorkerSettings) -> None:
        self._offline = offline
        self._spending = spending
        self._settings = settings
        self._price = _price(settings)
        # A wrong setting of the operator's is told when the service starts, not at the first message.
        self._own = self._operators() if settings.llm_provider else None

    def choose(self, provider: str, key: str, base_url: str, model: str) -> Interpreter:
        """Return the reader: the user's own model where a provider is given, else the operator's, else offline.

        Raises:
            UnknownProvider: The user's provider is not known, or lacks something.
            UnusableModelKey: The user's key cannot be sent.
            UnsafeModelAddress: The user's address leads into the house.
        """
        if provider:
            connection = connect(provider, key, base_url, model)
            if not self._settings.llm_allow_inner_addresses:
                connection = refuse_inner_addresses(connection)
            # Users pay for their own keys at prices that are not known here: tokens are counted, money is not.
            return self._reading(connection, None)
        if self._own is not None:
            return self._reading(self._own, self._price)
        return self._offline

    def _reading(self, connection: Connection, price: Price | None) -> Interpreter:
        return ModelInterpreter(
            model=_model(connection),
            offline=self._offline,
            spending=self._spending,
            price=price,
            daily_cap_usd=self._settings.llm_daily_cost_cap_usd if price else None,
        )

    def _operators(self) -> Connection:
        chosen = self._settings
        connection = connect(
            chosen.llm_provider, chosen.llm_api_key.get_secret_value(), chosen.llm_base_url, chosen.llm_model
        )
        return replace(connection, knowledge_cutoff=chosen.llm_knowledge_cutoff or None)


def _model(connection: Connection) -> LanguageModel:
    return AnthropicModel(connection) if connection.provider == "anthropic" else OpenAIModel(connection)


def _price(settings: WorkerSettings) -> Price | None:
    read, written = settings.llm_input_usd_per_million, settings.llm_output_usd_per_million
    return None if read is None or written is None else Price(read, written)
