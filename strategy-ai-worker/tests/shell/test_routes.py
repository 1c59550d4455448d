"""Routes of the worker over the whole application, with a real database."""

import pytest

from strategy_ai_worker.adapters.ledger import PostgresLedger
from strategy_ai_worker.domain.model_costs import Caps
from strategy_ai_worker.ports import ModelUsage, Reservation

EXPECTED = Reservation(payer="operator", model="openai:m", usage=ModelUsage(input_tokens=600), cost_usd=1.0)


@pytest.fixture
def ledger(sessions) -> PostgresLedger:
    return PostgresLedger(sessions)


async def test_numbers_of_a_document_become_parameters(client, golden_cross) -> None:
    told = await client.post("/strategies/tunable", json={"document": golden_cross.model_dump(mode="json")})
    lifted = told.json()["document"]
    assert told.status_code == 200
    assert {50, 200} <= {one["value"] for one in lifted["parameters"]}
    assert "200" not in lifted["rules"][0]["when"]


async def test_a_document_that_is_none_is_refused_by_path(client) -> None:
    told = await client.post("/strategies/tunable", json={"document": {"name": "x", "universe": []}})
    assert (told.status_code, told.json()["code"]) == (422, "invalid_document")
    assert told.json()["errors"][0]["path"] == "universe"


async def test_what_was_taken_today_can_be_read(client, ledger, user_id) -> None:
    entry = await ledger.reserve(user_id, EXPECTED, Caps(usd=5))
    await ledger.settle(entry, ModelUsage(input_tokens=700, output_tokens=50), 1.5)
    told = (await client.get("/usage/today")).json()
    assert (told["messages"], told["input_tokens"], told["output_tokens"], told["cost_usd"]) == (1, 700, 50, 1.5)
    assert told["resets_at"] > told["day"]


async def test_what_models_cost_today_stands_in_the_metrics(client, ledger, user_id, other_id) -> None:
    for person, payer in ((user_id, "operator"), (other_id, "user")):
        await ledger.reserve(person, EXPECTED.model_copy(update={"payer": payer}), Caps())
    told = (await client.get("/metrics")).text
    assert 'llm_cost_usd_today{payer="operator",' in told
    assert str(user_id) not in told


async def test_a_cap_holds_for_messages_at_once(ledger, user_id) -> None:
    entries = [await ledger.reserve(user_id, EXPECTED, Caps(usd=2)) for _ in range(4)]
    assert [entry is not None for entry in entries] == [True, True, False, False]


async def test_what_a_user_pays_and_what_the_operator_pays_are_counted_apart(ledger, user_id, other_id) -> None:
    own = EXPECTED.model_copy(update={"payer": "user"})
    assert await ledger.reserve(user_id, own, Caps(tokens=500))
    assert await ledger.reserve(user_id, own, Caps(tokens=500)) is None
    assert await ledger.reserve(user_id, EXPECTED, Caps(tokens=500))
    assert await ledger.reserve(other_id, own, Caps(tokens=500))
    assert (await ledger.today(user_id)).messages == 2
