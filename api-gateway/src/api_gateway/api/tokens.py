"""Personal tokens and passkeys."""

from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, status

from api_gateway.api.auth import signed_in
from api_gateway.api.context import (
    Gateway,
    GatewayDep,
    NowDep,
    PageQuery,
    WhenceDep,
    host_name,
    page_of,
    slice_of,
)
from api_gateway.api.identity import Owner, OwnPageOnly, by_address
from api_gateway.api.models.accounts import (
    IssuedToken,
    NewPasskey,
    Passkey,
    PasskeyAnswer,
    PasskeyOptions,
    PersonalToken,
    SignedIn,
    TokenWish,
)
from api_gateway.api.problems import OF_USER, OPEN, SIGNED_IN, WITH_BODY, problems
from api_gateway.domain.identity import Scope
from api_gateway.ports.passkeys import PasskeyRow, RelyingParty
from api_gateway.ports.tokens import TokenRow
from api_gateway.usecases.passkeys import Ceremony
from api_gateway.usecases.personal_tokens import Wish
from trading_contracts.paging import Page

router = APIRouter(prefix="/auth", tags=["accounts"])


@router.get("/tokens", responses=SIGNED_IN)
async def list_tokens(gateway: GatewayDep, owner: Owner, query: PageQuery) -> Page[PersonalToken]:
    """List personal tokens, without their secrets."""
    rows, total = await gateway.shelves.personal_tokens.list_of(owner.user_id, slice_of(query))
    return page_of(query, [_token(row) for row in rows], total)


@router.post("/tokens", status_code=status.HTTP_201_CREATED, responses=WITH_BODY)
async def create_token(
    wish: TokenWish, gateway: GatewayDep, owner: Owner, whence: WhenceDep, now: NowDep
) -> IssuedToken:
    """Make a personal token; its secret is shown this once."""
    expires_in = timedelta(days=wish.expires_in_days) if wish.expires_in_days else None
    asked = Wish(wish.name, frozenset(wish.scopes), expires_in)
    row, secret = await gateway.token_desk.issue(owner.user_id, asked, whence, now)
    return IssuedToken(**_token(row).model_dump(), token=secret)


@router.delete("/tokens/{token_id}", status_code=status.HTTP_204_NO_CONTENT, responses=OF_USER)
async def revoke_token(token_id: UUID, gateway: GatewayDep, owner: Owner, whence: WhenceDep) -> None:
    """Revoke a personal token."""
    await gateway.token_desk.revoke(owner.user_id, token_id, whence)


@router.get("/passkeys", responses=SIGNED_IN)
async def list_passkeys(gateway: GatewayDep, owner: Owner, query: PageQuery) -> Page[Passkey]:
    """List passkeys."""
    rows, total = await gateway.shelves.passkeys.list_of(owner.user_id, slice_of(query))
    return page_of(query, [_passkey(row) for row in rows], total)


@router.post("/passkeys/options", responses=SIGNED_IN)
async def offer_passkey(request: Request, gateway: GatewayDep, owner: Owner, now: NowDep) -> PasskeyOptions:
    """Begin to make a passkey: hand `public_key` to `navigator.credentials.create`."""
    person = await gateway.account.read(owner)
    challenge_id, options = await gateway.passkey_desk.offer(_site(request, gateway), person, now)
    return PasskeyOptions(challenge_id=challenge_id, public_key=options)


@router.post("/passkeys", status_code=status.HTTP_201_CREATED, responses=WITH_BODY)
async def add_passkey(
    request: Request, made: NewPasskey, gateway: GatewayDep, owner: Owner, whence: WhenceDep, now: NowDep
) -> Passkey:
    """Keep the passkey that the browser made."""
    ceremony = Ceremony(_site(request, gateway), made.challenge_id, made.credential, whence)
    return _passkey(await gateway.passkey_desk.add(owner.user_id, made.name, ceremony, now))


@router.delete("/passkeys/{passkey_id}", status_code=status.HTTP_204_NO_CONTENT, responses=OF_USER)
async def remove_passkey(passkey_id: UUID, gateway: GatewayDep, owner: Owner, whence: WhenceDep) -> None:
    """Forget a passkey."""
    await gateway.passkey_desk.remove(owner.user_id, passkey_id, whence)


@router.post(
    "/passkeys/sign-in/options",
    responses=problems(403),
    dependencies=[OwnPageOnly, Depends(by_address("sign_in"))],
)
async def challenge_passkey(request: Request, gateway: GatewayDep, now: NowDep) -> PasskeyOptions:
    """Begin to sign in with a passkey: hand `public_key` to `navigator.credentials.get`."""
    challenge_id, options = await gateway.passkey_desk.challenge(_site(request, gateway), now)
    return PasskeyOptions(challenge_id=challenge_id, public_key=options)


@router.post(
    "/passkeys/sign-in",
    responses=OPEN,
    dependencies=[OwnPageOnly, Depends(by_address("sign_in"))],
)
async def sign_in_with_passkey(
    request: Request,
    response: Response,
    answer: PasskeyAnswer,
    gateway: GatewayDep,
    whence: WhenceDep,
    now: NowDep,
) -> SignedIn:
    """Sign in with what the browser signed."""
    ceremony = Ceremony(_site(request, gateway), answer.challenge_id, answer.credential, whence)
    return signed_in(request, response, await gateway.passkey_desk.sign_in(ceremony, now), gateway)


def _site(request: Request, gateway: Gateway) -> RelyingParty:
    host, origin = host_name(request, gateway.settings)
    return RelyingParty(host, origin)


def _token(row: TokenRow) -> PersonalToken:
    return PersonalToken(
        id=row.id,
        name=row.name,
        scopes=tuple(scope for scope in Scope if scope in row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )


def _passkey(row: PasskeyRow) -> Passkey:
    return Passkey(id=row.id, name=row.name, created_at=row.created_at, last_used_at=row.last_used_at)
