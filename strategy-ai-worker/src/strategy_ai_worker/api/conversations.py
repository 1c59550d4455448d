"""Conversations."""

from uuid import UUID

from fastapi import APIRouter, Request

from service_kit.caller import CallerDep
from strategy_ai_worker.api.requests import ListDep, TitleBody
from strategy_ai_worker.ports import Conversation, Conversations, ConversationSummary
from trading_contracts.paging import Page

router = APIRouter(prefix="/conversations", tags=["conversations"])


def _kept(request: Request) -> Conversations:
    kept: Conversations = request.app.state.conversations
    return kept


@router.get("")
async def list_conversations(page: ListDep, caller: CallerDep, request: Request) -> Page[ConversationSummary]:
    """List the user's conversations."""
    return await _kept(request).find(caller.user_id, page)


@router.get("/{conversation_id}")
async def get_conversation(conversation_id: UUID, caller: CallerDep, request: Request) -> Conversation:
    """Return a conversation with its messages."""
    return await _kept(request).get(caller.user_id, conversation_id)


@router.patch("/{conversation_id}")
async def rename_conversation(
    conversation_id: UUID, body: TitleBody, caller: CallerDep, request: Request
) -> ConversationSummary:
    """Give a conversation another title."""
    return await _kept(request).rename(caller.user_id, conversation_id, body.title)


@router.delete("/{conversation_id}", status_code=204)
async def delete_conversation(conversation_id: UUID, caller: CallerDep, request: Request) -> None:
    """Delete a conversation and its messages."""
    await _kept(request).delete(caller.user_id, conversation_id)
