"""Where a model may be asked, and who is asked."""

import pytest

from strategy_ai_worker.adapters.llm.choose import Interpreters
from strategy_ai_worker.adapters.llm.connection import Connection, connect, refuse_inner_addresses
from strategy_ai_worker.adapters.llm.openai_model import OpenAIModel
from strategy_ai_worker.domain.model_costs import Caps
from strategy_ai_worker.domain.refusals import ModelAway, UnknownProvider, UnsafeModelAddress, UnusableModelKey
from strategy_ai_worker.settings import WorkerSettings
from strategy_ai_worker.usecases.read_with_model import Account


@pytest.mark.parametrize(
    "address",
    [
        "http://llm.example.com/v1",
        "ftp://llm.example.com",
        "https://127.0.0.1/v1",
        "https://127.1/v1",
        "https://0x7f.0.0.1/v1",
        "https://2130706433/v1",
        "https://10.0.0.8/v1",
        "https://192.168.1.5:8443/v1",
        "https://169.254.169.254/latest",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://[::1]/v1",
        "https://[::ffff:10.0.0.1]/v1",
        "https://[fe80::1]/v1",
        "https://postgres/v1",
        "https://localhost/v1",
        "https://localhost./v1",
        "https://model.local/v1",
        "https://metadata.google.internal/",
        "https://app.localhost/v1",
        "https://user@llm.example.com/v1",
        "https://[broken/v1",
        "https:///v1",
    ],
)
def test_an_address_inside_is_refused(address) -> None:
    with pytest.raises(UnsafeModelAddress):
        refuse_inner_addresses(connect("openai_compatible", "k", address, "m"))


@pytest.mark.parametrize(
    "address", ["https://llm.example.com/v1", "https://8.8.8.8/v1", "https://llm.example.com.:8443"]
)
def test_a_public_address_is_accepted_and_guarded(address) -> None:
    assert refuse_inner_addresses(connect("openai_compatible", "k", address, "m")).public_only


async def test_a_public_name_that_stands_for_an_inner_address_is_not_asked(server, said, monkeypatch) -> None:
    server.script = [said(body="{}")]

    async def inside(*_args, **_options):
        return [(2, 1, 6, "", ("127.0.0.1", server.port))]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", inside)
    address = f"http://llm.example.com:{server.port}/v1"
    model = OpenAIModel(Connection("openai", "m", "k", address, public_only=True, patience_seconds=2))
    with pytest.raises(ModelAway, match="cannot be reached"):
        _ = [piece async for piece in model.complete("s", [("user", "u")])]
    assert server.asked == []


def test_what_a_provider_needs_is_named() -> None:
    with pytest.raises(UnknownProvider, match="openai"):
        connect("skynet", "k")
    with pytest.raises(UnknownProvider, match="a key"):
        connect("openai", "")
    with pytest.raises(UnknownProvider, match="an address and the name of a model"):
        connect("openai_compatible", "")
    with pytest.raises(UnusableModelKey) as refusal:
        connect("openai", "sk-é\r\nX-Other: 1")
    assert "sk-" not in str(refusal.value)


def test_a_key_is_not_in_what_a_connection_says_of_itself() -> None:
    assert "sk-secret" not in repr(connect("openai", "sk-secret"))


@pytest.mark.parametrize("provider", ["openai", "anthropic", "qwen", "gemini"])
def test_the_known_providers_need_a_key_alone(provider) -> None:
    found = refuse_inner_addresses(connect(provider, "k"))
    assert found.model
    assert found.base_url.startswith("https://")


def test_the_users_model_comes_before_the_operators_and_both_before_offline(offline, ledger) -> None:
    with_own = WorkerSettings(
        llm_provider="anthropic",
        llm_api_key="k",
        llm_knowledge_cutoff="2025-01-31",
        llm_input_usd_per_million=3.0,
        llm_output_usd_per_million=15.0,
    )
    both = Interpreters(offline, ledger, with_own)
    users = both.choose("openai", "sk-ada", "", "large")
    operators = both.choose("", "", "", "")
    assert (users.model.name, users.account) == ("openai:large", Account("user", None, Caps(tokens=2_000_000)))
    assert operators.model.name.startswith("anthropic:")
    assert (operators.model.knowledge_cutoff, operators.account.caps) == ("2025-01-31", Caps(usd=5.0))
    assert Interpreters(offline, ledger, WorkerSettings()).choose("", "", "", "") is offline


def test_known_models_at_their_makers_have_list_prices_and_cutoffs(offline, ledger) -> None:
    plain = Interpreters(offline, ledger, WorkerSettings(llm_provider="openai", llm_api_key="k", llm_model="gpt-4.1"))
    operators = plain.choose("", "", "", "")
    assert (operators.account.price.input_usd, operators.account.caps) == (2.0, Caps(usd=5.0))
    assert operators.account.price.basis.startswith("list prices of")
    assert operators.model.knowledge_cutoff == "2024-06"
    users = plain.choose("anthropic", "k", "", "claude-sonnet-4-5-20250929")
    assert (users.account.price.output_usd, users.model.knowledge_cutoff) == (15.0, "2025-07")
    # The same name behind another address, or a name that only begins alike, is not known.
    elsewhere = plain.choose("openai", "k", "https://llm.example.com/v1", "gpt-4.1")
    assert elsewhere.account.price is None
    assert plain.choose("openai", "k", "", "gpt-4.1-turbo-x").account.price is None


def test_without_a_known_price_the_operators_model_is_capped_by_tokens(offline, ledger) -> None:
    settings = WorkerSettings(llm_provider="ollama", llm_model="llama3", llm_daily_token_cap=500)
    chosen = Interpreters(offline, ledger, settings)
    assert chosen.choose("", "", "", "").account == Account("operator", None, Caps(tokens=500))
    assert chosen.operators_caps == Caps(tokens=500)


def test_a_users_own_ollama_is_asked_only_where_the_operator_allows_it(offline, ledger) -> None:
    with pytest.raises(UnsafeModelAddress):
        Interpreters(offline, ledger, WorkerSettings()).choose("ollama", "", "", "llama3")
    allowed = Interpreters(offline, ledger, WorkerSettings(llm_allow_inner_addresses=True))
    assert allowed.choose("ollama", "", "", "llama3").model.name == "ollama:llama3"


def test_a_wrong_setting_of_the_operators_is_told_at_the_start(offline, ledger) -> None:
    with pytest.raises(UnknownProvider, match="a key"):
        Interpreters(offline, ledger, WorkerSettings(llm_provider="openai"))


def test_a_price_that_is_left_empty_is_no_price(monkeypatch) -> None:
    monkeypatch.setenv("LLM_INPUT_USD_PER_MILLION", "")
    monkeypatch.setenv("LLM_DAILY_COST_CAP_USD", "")
    settings = WorkerSettings()
    assert (settings.llm_input_usd_per_million, settings.llm_daily_cost_cap_usd) == (None, 5.0)
