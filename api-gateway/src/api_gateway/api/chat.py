"""Talking to the strategy worker, and the conversations that come of it."""

from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from api_gateway.api.context import Gateway, GatewayDep, KeptQuery
from api_gateway.api.forwarding import forward, query_of
from api_gateway.api.identity import Chatter, Reader, Writer
from api_gateway.api.models.work import Conversation, ConversationChange, ConversationSummary, UsageToday
from api_gateway.api.problems import CHANGES, OF_USER, SIGNED_IN
from api_gateway.domain.identity import Identity
from api_gateway.ports.services import Call
from strategy_language.conversation import ChatReply, ChatRequest
from trading_contracts.paging import Page

router = APIRouter(tags=["chat"])


@router.post("/chat/strategy", response_model=ChatReply, responses=CHANGES)
async def chat(message: ChatRequest, gateway: GatewayDep, chatter: Chatter) -> Response:
    """Turn words into a strategy, or into a question or an answer where they are none."""
    headers = await llm_headers(gateway, chatter)
    body = message.model_dump_json().encode()
    return await forward(
        gateway.services.worker, Call("POST", "/chat/strategy", chatter.user_id, body=body, headers=headers)
    )


@router.get("/conversations", response_model=Page[ConversationSummary], responses=SIGNED_IN)
async def list_conversations(request: Request, gateway: GatewayDep, reader: Reader, _query: KeptQuery) -> Response:
    """List conversations."""
    return await forward(
        gateway.services.worker, Call("GET", "/conversations", reader.user_id, params=query_of(request))
    )


@router.get("/conversations/{conversation_id}", response_model=Conversation, responses=OF_USER)
async def read_conversation(conversation_id: UUID, gateway: GatewayDep, reader: Reader) -> Response:
    """Return a conversation with its messages."""
    return await forward(gateway.services.worker, Call("GET", f"/conversations/{conversation_id}", reader.user_id))


@router.patch("/conversations/{conversation_id}", response_model=ConversationSummary, responses=CHANGES)
async def rename_conversation(
    conversation_id: UUID, change: ConversationChange, gateway: GatewayDep, writer: Writer
) -> Response:
    """Give a conversation another title."""
    body = change.model_dump_json().encode()
    return await forward(
        gateway.services.worker, Call("PATCH", f"/conversations/{conversation_id}", writer.user_id, body=body)
    )


@router.delete("/conversations/{conversation_id}", status_code=status.HTTP_204_NO_CONTENT, responses=OF_USER)
async def delete_conversation(conversation_id: UUID, gateway: GatewayDep, writer: Writer) -> Response:
    """Delete a conversation; the strategies that came of it stay."""
    return await forward(gateway.services.worker, Call("DELETE", f"/conversations/{conversation_id}", writer.user_id))


@router.get("/usage/today", response_model=UsageToday, responses=SIGNED_IN)
async def read_usage(gateway: GatewayDep, reader: Reader) -> Response:
    """Return what language models have cost the user today, and the caps."""
    return await forward(gateway.services.worker, Call("GET", "/usage/today", reader.user_id))


async def llm_headers(gateway: Gateway, identity: Identity) -> dict[str, str]:
    """Return the user's own LLM key for the worker, for this one call."""
    key = await gateway.key_desk.open_llm_key(identity.user_id)
    if key is None:
        return {}
    headers = {"X-Llm-Provider": key.provider, "X-Llm-Key": key.secret}
    optional = {"X-Llm-Base-Url": key.base_url, "X-Llm-Model": key.model}
    return headers | {name: value for name, value in optional.items() if value}
