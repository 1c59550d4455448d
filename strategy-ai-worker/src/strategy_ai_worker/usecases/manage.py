"""Strategies that people write and change by themselves."""

from collections.abc import Mapping
from uuid import UUID

from pydantic import JsonValue

from strategy_ai_worker.ports import Draft, Strategies
from strategy_ai_worker.usecases.prepare import prepare
from strategy_language.conversation import StoredStrategy
from strategy_language.load import load


async def create_strategy(
    strategies: Strategies, user_id: UUID, document: Mapping[str, JsonValue], message: str
) -> StoredStrategy:
    """Check a hand-written document and keep it.

    Raises:
        InvalidDocument: Its shape or sense is wrong; the errors name each place.
    """
    return await strategies.create(user_id, _draft(document, message), None)


async def change_strategy(
    strategies: Strategies, user_id: UUID, strategy_id: UUID, document: Mapping[str, JsonValue], message: str
) -> StoredStrategy:
    """Check a changed document and keep it as the next version.

    Raises:
        InvalidDocument: Its shape or sense is wrong; the errors name each place.
        UnknownStrategy: The strategy is not this user's.
        DeletedStrategy: It must be restored first.
    """
    return await strategies.add_version(user_id, strategy_id, _draft(document, message))


def _draft(document: Mapping[str, JsonValue], message: str) -> Draft:
    prepared = prepare(load(document))
    return Draft(
        strategy=prepared.strategy,
        readback=prepared.readback,
        code=prepared.code,
        author="person",
        message=message,
    )
