"""From a message over a model to the reply that a person gets, with real PostgreSQL."""

import json

import httpx
import pytest

from service_kit.caller import sign_call
from strategy_ai_worker.adapters.conversations import PostgresConversations
from strategy_ai_worker.adapters.ledger import PostgresLedger
from strategy_ai_worker.adapters.strategies import PostgresStrategies
from strategy_ai_worker.app import build
from strategy_ai_worker.ports import ListRequest, SymbolDetail
from strategy_ai_worker.settings import WorkerSettings
from strategy_ai_worker.usecases.answer import Answering
from strategy_language.conversation import ChatReply, ChatRequest, ReplyEvent, TokenEvent
from trading_contracts.bars import Instrument, Market
from trading_contracts.problem import UnknownSymbol

MESSAGE = "Buy SPY when it crosses above its 50-day average and sell below it"


class OneSymbol:
    async def symbol(self, name: str) -> SymbolDetail:
        if name != "SPY":
            raise UnknownSymbol(f"No source knows {name}.", suggestions=["SPY"])
        known = Instrument(
            symbol="SPY", name="SPY", market=Market("us_equities"), calendar="XNYS", zone="America/New_York"
        )
        return SymbolDetail(asked=name, instrument=known, online=("yahoo",))

    async def bars(self, symbol: str, timeframe, count: int):
        raise AssertionError("there is no history to ask for")


class NoEngine:
    async def frequency(self, user_id, strategy, first, last):
        raise AssertionError("there is no history to count on")

    async def last_run(self, user_id, strategy_id):
        return None


@pytest.fixture
def ledger(sessions) -> PostgresLedger:
    """Return the real ledger in place of the one in memory."""
    return PostgresLedger(sessions)


@pytest.fixture
def answering(sessions) -> Answering:
    return Answering(PostgresStrategies(sessions), PostgresConversations(sessions), OneSymbol(), NoEngine())


@pytest.fixture
def ask(answering, user_id, interpreter):
    async def asked(message: str = MESSAGE) -> tuple[list[str], ChatReply]:
        events = [event async for event in answering.answer(user_id, ChatRequest(message=message), interpreter())]
        assert isinstance(events[-1], ReplyEvent)
        return [event.text for event in events if isinstance(event, TokenEvent)], events[-1].reply

    return asked


async def test_the_version_keeps_who_read_it_and_what_it_knew(
    *, server, said, streams, answer, ask, answering, user_id
) -> None:
    server.script = [said(streams["openai"](answer(), piece=6))]
    tokens, reply = await ask()
    assert reply.kind == "strategy"
    assert "".join(tokens).startswith("It buys strength.")
    assert "".join(tokens).count("It buys strength.") == 1
    assert reply.metadata.author == "openai:m"
    [version] = (await answering.strategies.versions(user_id, reply.strategy_id, ListRequest(sort="version"))).items
    assert (version.author, version.knowledge_cutoff) == ("openai:m", "2025-06-01")
    assert "sk-the-secret" not in reply.model_dump_json()


async def test_a_symbol_that_does_not_exist_is_asked_about(server, said, streams, answer, ask) -> None:
    document = {**json.loads(answer())["strategy"], "universe": ["ZZLIES"]}
    server.script = [said(streams["openai"](answer(strategy=document)))]
    _, reply = await ask()
    assert (reply.kind, reply.strategy) == ("question", None)
    assert "ZZLIES" in reply.questions[0].text
    assert reply.questions[0].options == ("SPY",)
    assert reply.waiting.strategy.universe == ("ZZLIES",)


async def test_the_option_that_is_clicked_settles_the_question_without_asking_the_model_again(
    *, server, said, streams, answer, ask, answering, user_id, interpreter
) -> None:
    document = {**json.loads(answer())["strategy"], "universe": ["ZZLIES"]}
    server.script = [said(streams["openai"](answer(strategy=document)))]
    _, question = await ask()
    clicked = ChatRequest(message="SPY", conversation_id=question.conversation_id)
    *_, last = [event async for event in answering.answer(user_id, clicked, interpreter())]
    assert (last.reply.kind, last.reply.strategy.universe) == ("strategy", ("SPY",))
    assert last.reply.metadata.author == "openai:m"
    assert len(server.asked) == 1


async def test_a_notice_reaches_the_reply(server, said, ask) -> None:
    server.script = [said(status=401, body="{}")]
    tokens, reply = await ask()
    assert reply.kind == "strategy"
    assert "does not accept the key" in reply.explanation
    assert "".join(tokens) == reply.explanation


async def test_what_messages_cost_is_summed_for_their_user_alone(
    *, server, said, streams, answer, ask, ledger, user_id, other_id
) -> None:
    server.script = [said(streams["openai"](answer(), usage=(100_000, 10_000)))]
    assert (await ledger.today(user_id)).cost_usd is None
    for _ in range(2):
        await ask()
    assert (await ledger.today(user_id)).cost_usd == pytest.approx(2 * (0.2 + 0.08))
    assert (await ledger.today(other_id)).messages == 0


async def test_deleting_the_conversation_does_not_give_back_what_was_spent(
    *, server, said, streams, answer, ask, answering, user_id, ledger
) -> None:
    server.script = [said(streams["openai"](answer(), usage=(2_000_000, 200_000)))]
    _, reply = await ask()
    assert reply.metadata.author == "openai:m"
    await answering.conversations.delete(user_id, reply.conversation_id)
    assert (await ledger.today(user_id)).cost_usd == pytest.approx(4.0 + 1.6)
    _, after = await ask()
    assert after.metadata.author == "offline"
    assert "5.00 US dollars" in after.metadata.notices[0]
    assert len(server.asked) == 1


async def test_words_that_a_repair_took_back_are_followed_by_the_whole_reply(
    server, said, streams, answer, ask
) -> None:
    first = answer("close > moon_phase(close)", explanation="It follows the moon.")
    server.script = [said(streams["openai"](first)), said(streams["openai"](answer()))]
    tokens, reply = await ask()
    assert "".join(tokens) == f"It follows the moon.\n\n{reply.explanation}"


@pytest.fixture
def worker(database_url, user_id):
    """Call the whole service on behalf of the user; market data and engine are away."""

    async def called(headers: dict[str, str], path: str = "/chat/strategy", **settings) -> httpx.Response:
        nobody = "http://127.0.0.1:9"
        chosen = WorkerSettings(
            database_url=database_url, market_data_url=nobody, backtest_engine_url=nobody, **settings
        )
        app = build(chosen)
        signed = sign_call(chosen.service_secret.get_secret_value(), "api-gateway", user_id)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://worker") as client,
        ):
            return await client.post(path, json={"message": MESSAGE}, headers={"x-service-call": signed, **headers})

    return called


@pytest.mark.parametrize("path", ["/chat/strategy", "/chat/strategy/stream"])
async def test_a_users_own_key_goes_to_the_users_model_and_nowhere_else(
    *, path, server, said, streams, answer, worker, capfd
) -> None:
    server.script = [said(streams["openai"](answer()))]
    own = {
        "x-llm-provider": "openai",
        "x-llm-key": "sk-the-secret-of-ada",
        "x-llm-base-url": server.url,
        "x-llm-model": "large",
    }
    told = await worker(own, path, llm_allow_inner_addresses=True, log_level="debug")
    assert told.status_code == 200
    assert server.asked[0].headers["authorization"] == "Bearer sk-the-secret-of-ada"
    assert server.asked[0].body["model"] == "large"
    assert '"author":"openai:large"' in told.text
    assert "sk-the-secret" not in told.text + json.dumps(server.asked[0].body)
    assert "sk-the-secret" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("path", ["/chat/strategy", "/chat/strategy/stream"])
async def test_a_users_model_inside_the_house_is_refused(path, server, said, worker) -> None:
    server.script = [said(body="{}")]
    own = {"x-llm-provider": "openai", "x-llm-key": "k", "x-llm-base-url": server.url, "x-llm-model": "m"}
    told = await worker(own, path)
    assert (told.status_code, told.json()["code"]) == (422, "unsafe_model_address")
    assert server.asked == []


async def test_without_a_model_the_house_reads_by_itself(worker) -> None:
    told = await worker({})
    assert told.json()["metadata"]["author"] == "offline"
    assert told.json()["kind"] == "strategy"
