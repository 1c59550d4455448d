"""Strategies and conversations in a real PostgreSQL."""

import asyncio

import pytest
import sqlalchemy as sa

from strategy_ai_worker.adapters.conversations import PostgresConversations
from strategy_ai_worker.adapters.paging import UnknownSort
from strategy_ai_worker.adapters.strategies import PostgresStrategies
from strategy_ai_worker.domain.refusals import (
    DeletedStrategy,
    UnknownConversation,
    UnknownStrategy,
    UnknownVersion,
)
from strategy_ai_worker.ports import Draft, ListRequest


@pytest.fixture
def strategies(sessions) -> PostgresStrategies:
    return PostgresStrategies(sessions)


@pytest.fixture
def conversations(sessions) -> PostgresConversations:
    return PostgresConversations(sessions)


@pytest.fixture
def draft(golden_cross) -> Draft:
    return Draft(strategy=golden_cross, readback="Buy ...", code="def signals(bars, p): ...", author="offline")


async def test_versions_are_added_and_each_can_be_read_again(strategies, user_id, draft) -> None:
    first = await strategies.create(user_id, draft, None)
    renamed = draft.model_copy(update={"strategy": draft.strategy.model_copy(update={"name": "Slower"})})
    second = await strategies.add_version(user_id, first.id, renamed)
    assert (first.version, second.version, second.name) == (1, 2, "Slower")
    assert (await strategies.version(user_id, first.id, 1)).strategy == draft.strategy
    listed = await strategies.versions(user_id, first.id, ListRequest(sort="-version"))
    assert [one.version for one in listed.items] == [2, 1]
    with pytest.raises(UnknownVersion):
        await strategies.version(user_id, first.id, 3)


async def test_versions_added_at_once_follow_one_another(strategies, user_id, draft) -> None:
    first = await strategies.create(user_id, draft, None)
    made = await asyncio.gather(*(strategies.add_version(user_id, first.id, draft) for _ in range(8)))
    assert sorted(one.version for one in made) == list(range(2, 10))


async def test_a_deleted_strategy_is_kept_apart_and_can_be_brought_back(strategies, user_id, draft) -> None:
    kept = await strategies.create(user_id, draft, None)
    gone = await strategies.set_deleted(user_id, kept.id, deleted=True)
    assert gone.deleted_at is not None
    request = ListRequest()
    assert (await strategies.find(user_id, request, deleted=False, q="")).total == 0
    assert (await strategies.find(user_id, request, deleted=True, q="gold")).total == 1
    with pytest.raises(DeletedStrategy):
        await strategies.add_version(user_id, kept.id, draft)
    assert (await strategies.set_deleted(user_id, kept.id, deleted=False)).deleted_at is None
    assert (await strategies.find(user_id, request, deleted=False, q="")).total == 1


async def test_what_is_mine_is_unknown_to_others(strategies, conversations, user_id, other_id, draft) -> None:
    kept = await strategies.create(user_id, draft, None)
    conversation = await conversations.open(user_id, None, "Hello")
    with pytest.raises(UnknownStrategy):
        await strategies.get(other_id, kept.id)
    with pytest.raises(UnknownStrategy):
        await strategies.set_deleted(other_id, kept.id, deleted=True)
    with pytest.raises(UnknownConversation):
        await conversations.open(other_id, conversation, "")
    with pytest.raises(UnknownConversation):
        await conversations.delete(other_id, conversation)


async def test_pages_never_overlap_and_an_unknown_sort_is_refused(strategies, user_id, draft) -> None:
    for _ in range(7):
        await strategies.create(user_id, draft, None)
    pages = [
        await strategies.find(user_id, ListRequest(page=page, page_size=3, sort="name"), deleted=False, q="")
        for page in (1, 2, 3)
    ]
    ids = [one.id for page in pages for one in page.items]
    assert len(ids) == len(set(ids)) == 7
    assert {page.total for page in pages} == {7}
    newest = max(one.created_at for page in pages for one in page.items)
    await strategies.create(user_id, draft, None)
    still = await strategies.find(user_id, ListRequest(as_of=newest), deleted=False, q="")
    assert {one.id for one in still.items} == set(ids)
    with pytest.raises(UnknownSort, match="created_at"):
        await strategies.find(user_id, ListRequest(sort="password"), deleted=False, q="")


async def test_a_conversation_keeps_its_messages_in_order_and_any_text(conversations, user_id) -> None:
    conversation = await conversations.open(user_id, None, "Odd")
    said = ["first", "\x00nul\x00", "🚀 \u202e ' OR 1=1 --", "四"]
    for text in said:
        await conversations.add(conversation, "user", text, None)
    kept = await conversations.get(user_id, conversation)
    assert [one.text for one in kept.messages] == [text.replace("\x00", "\ufffd") for text in said]
    assert (await conversations.rename(user_id, conversation, "New")).title == "New"
    await conversations.delete(user_id, conversation)
    with pytest.raises(UnknownConversation):
        await conversations.get(user_id, conversation)


async def test_a_conversation_knows_the_strategy_that_it_made(strategies, conversations, user_id, draft) -> None:
    conversation = await conversations.open(user_id, None, "Golden")
    kept = await strategies.create(user_id, draft, conversation)
    assert (await strategies.of_conversation(user_id, conversation)).id == kept.id
    assert (await conversations.find(user_id, ListRequest())).items[0].strategy_id == kept.id
    await conversations.delete(user_id, conversation)
    assert (await strategies.get(user_id, kept.id)).conversation_id is None


async def test_documents_are_found_by_what_is_in_them(strategies, sessions, user_id, draft) -> None:
    kept = await strategies.create(user_id, draft, None)
    query = sa.text("SELECT strategy_id FROM strategy_versions WHERE document @> cast(:part AS jsonb)")
    async with sessions() as session:
        found = (await session.scalars(query, {"part": '{"universe": ["^GSPC"]}'})).all()
    assert kept.id in found
