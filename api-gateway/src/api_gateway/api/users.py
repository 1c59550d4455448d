"""The account itself: profile, export, deletion, vendor keys."""

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response, status
from fastapi.responses import StreamingResponse

from api_gateway.api.auth import user_of
from api_gateway.api.context import GatewayDep, NowDep, PageQuery, WhenceDep, page_of, slice_of
from api_gateway.api.cookies import clear_session
from api_gateway.api.identity import Owner, Reader
from api_gateway.api.models.accounts import (
    AccountDeletion,
    KeyOffer,
    Preferences,
    Provider,
    StoredKey,
    User,
    UserChange,
)
from api_gateway.api.problems import OF_USER, SIGNED_IN, WITH_BODY
from api_gateway.ports.vendor_keys import SealedKey
from api_gateway.usecases.vendor_keys import OfferedKey
from trading_contracts.paging import Page

router = APIRouter(prefix="/users/me", tags=["accounts"])


@router.get("", responses=SIGNED_IN)
async def read_me(gateway: GatewayDep, reader: Reader) -> User:
    """Return the signed-in person."""
    return user_of(await gateway.account.read(reader))


@router.patch("", responses=WITH_BODY)
async def update_me(change: UserChange, gateway: GatewayDep, owner: Owner) -> User:
    """Change name or preferences; what is left out stays."""
    preferences = change.preferences or Preferences()
    given = preferences.model_dump(mode="json", exclude_unset=True)
    return user_of(await gateway.account.update(owner, change.display_name, given))


@router.delete("", status_code=status.HTTP_204_NO_CONTENT, responses=WITH_BODY)
async def delete_me(
    request: Request,
    response: Response,
    gateway: GatewayDep,
    owner: Owner,
    whence: WhenceDep,
    deletion: Annotated[AccountDeletion | None, Body()] = None,
) -> None:
    """Delete the account and everything in it. Without the password, the sign-in must be ten minutes old at most."""
    password = deletion.password if deletion else None
    await gateway.account.delete(owner, password, whence, gateway.clock())
    clear_session(request, response, gateway.settings)


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}, **SIGNED_IN},
)
async def export_me(gateway: GatewayDep, owner: Owner, now: NowDep) -> StreamingResponse:
    """Return everything that the account holds as one JSON file, without secrets."""
    name = {"Content-Disposition": 'attachment; filename="vibetrading-account.json"'}
    return StreamingResponse(gateway.export.write(owner.user_id, now), media_type="application/json", headers=name)


@router.get("/keys", responses=SIGNED_IN)
async def list_keys(gateway: GatewayDep, owner: Owner, query: PageQuery) -> Page[StoredKey]:
    """List for which providers a key is stored. Keys themselves never come back."""
    rows, total = await gateway.shelves.vendor_keys.list_of(owner.user_id, slice_of(query))
    return page_of(query, [_stored(row) for row in rows], total)


@router.put("/keys/{provider}", responses=WITH_BODY)
async def put_key(
    provider: Provider, offer: KeyOffer, gateway: GatewayDep, owner: Owner, whence: WhenceDep, now: NowDep
) -> StoredKey:
    """Store a key for a provider, encrypted, in place of an earlier one."""
    offered = OfferedKey(provider, offer.key, offer.base_url, offer.model)
    return _stored(await gateway.key_desk.put(owner.user_id, offered, whence, now))


@router.delete("/keys/{provider}", status_code=status.HTTP_204_NO_CONTENT, responses=OF_USER)
async def delete_key(provider: Provider, gateway: GatewayDep, owner: Owner, whence: WhenceDep) -> None:
    """Forget a key."""
    await gateway.key_desk.forget(owner.user_id, provider, whence)


def _stored(row: SealedKey) -> StoredKey:
    return StoredKey(
        provider=row.provider,
        base_url=row.base_url,
        model=row.model,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
