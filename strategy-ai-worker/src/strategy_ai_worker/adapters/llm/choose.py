"""Who reads a message: the user's own model, the operator's, or the house's own parser."""

from dataclasses import replace

from strategy_ai_worker.adapters.llm.anthropic_model import AnthropicModel
from strategy_ai_worker.adapters.llm.connection import Connection, connect, refuse_inner_addresses
from strategy_ai_worker.adapters.llm.openai_model import OpenAIModel
from strategy_ai_worker.domain.model_costs import Caps, Price, listed_price, published_cutoff
from strategy_ai_worker.ports import Interpreter, LanguageModel, Ledger
from strategy_ai_worker.settings import WorkerSettings
from strategy_ai_worker.usecases.read_with_model import Account, ModelInterpreter


class Interpreters:
    """Chooses an interpreter for a request."""

    def __init__(self, offline: Interpreter, ledger: Ledger, settings: WorkerSettings) -> None:
        self._offline = offline
        self._ledger = ledger
        self._settings = settings
        # A wrong setting of the operator's is told when the service starts, not at the first message.
        self._own = self._operators() if settings.llm_provider else None
        self._operators_account = self._account_of_operator()

    @property
    def operators_caps(self) -> Caps:
        """Return how much of the operator's model a user may take in a day; no cap where there is no such model."""
        return self._operators_account.caps if self._own else Caps()

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
            connection = with_published_cutoff(connection)
            return self._reading(connection, self._account_of_user(connection))
        if self._own is not None:
            return self._reading(self._own, self._operators_account)
        return self._offline

    def _reading(self, connection: Connection, account: Account) -> Interpreter:
        return ModelInterpreter(model=_model(connection), offline=self._offline, ledger=self._ledger, account=account)

    def _account_of_user(self, connection: Connection) -> Account:
        # Users spend their own money as they like; the cap on tokens guards them against a runaway.
        return Account("user", _listed_price(connection), Caps(tokens=self._settings.llm_daily_token_cap))

    def _account_of_operator(self) -> Account:
        price = _price(self._settings) or (_listed_price(self._own) if self._own else None)
        if price is not None:
            return Account("operator", price, Caps(usd=self._settings.llm_daily_cost_cap_usd))
        return Account("operator", None, Caps(tokens=self._settings.llm_daily_token_cap))

    def _operators(self) -> Connection:
        chosen = self._settings
        connection = connect(
            chosen.llm_provider, chosen.llm_api_key.get_secret_value(), chosen.llm_base_url, chosen.llm_model
        )
        told = replace(connection, knowledge_cutoff=chosen.llm_knowledge_cutoff or None)
        return told if told.knowledge_cutoff else with_published_cutoff(told)


def with_published_cutoff(connection: Connection) -> Connection:
    """Return the connection with the end of its model's training data, where its maker publishes it."""
    return replace(connection, knowledge_cutoff=published_cutoff(connection.provider, connection.model))


def _listed_price(connection: Connection) -> Price | None:
    # Behind another address the same name may cost something else.
    return listed_price(connection.provider, connection.model) if connection.is_usual_address else None


def _model(connection: Connection) -> LanguageModel:
    return AnthropicModel(connection) if connection.provider == "anthropic" else OpenAIModel(connection)


def _price(settings: WorkerSettings) -> Price | None:
    read, written = settings.llm_input_usd_per_million, settings.llm_output_usd_per_million
    return None if read is None or written is None else Price(read, written)
