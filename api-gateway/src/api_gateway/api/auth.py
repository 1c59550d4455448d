"""Registering, signing in, refreshing, signing out, passwords, sessions, audit log."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, status

from api_gateway.api.context import (
    Gateway,
    GatewayDep,
    NowDep,
    PageQuery,
    WhenceDep,
    page_of,
    slice_of,
)
from api_gateway.api.cookies import clear_session, refresh_cookie, set_session
from api_gateway.api.identity import Owner, OwnPageOnly, by_address, identity_or_none
from api_gateway.api.models.accounts import (
    AuditEvent,
    Credentials,
    NewAccount,
    PasswordReplacement,
    Preferences,
    Registered,
    Session,
    SignedIn,
    User,
)
from api_gateway.api.problems import OF_USER, OPEN, SIGNED_IN, WITH_BODY, problems
from api_gateway.domain.people import Person
from api_gateway.usecases.sessions import Granted
from trading_contracts.paging import Page

router = APIRouter(prefix="/auth", tags=["accounts"])
ACCESS_SECONDS = 600


def user_of(person: Person) -> User:
    """Return a person as they see themselves."""
    return User(
        id=person.id,
        email=person.email,
        display_name=person.display_name,
        preferences=Preferences.model_validate(person.preferences),
        created_at=person.created_at,
    )


def signed_in(request: Request, response: Response, granted: Granted, gateway: Gateway) -> SignedIn:
    """Put a session into cookies and into the answer."""
    set_session(request, response, (granted.access_token, granted.refresh_token), gateway.settings)
    return SignedIn(
        access_token=granted.access_token,
        expires_in=ACCESS_SECONDS,
        session_id=granted.session_id,
        user=user_of(granted.person),
    )


@router.post(
    "/register",
    status_code=status.HTTP_201_CREATED,
    responses=OPEN,
    dependencies=[OwnPageOnly, Depends(by_address("register"))],
)
async def register(account: NewAccount, gateway: GatewayDep, whence: WhenceDep, now: NowDep) -> Registered:
    """Open an account. The answer does not tell whether the address was free; sign in next."""
    await gateway.registration.register(account.email, account.password, account.display_name, whence, now)
    return Registered()


@router.post("/login", responses=WITH_BODY, dependencies=[OwnPageOnly, Depends(by_address("sign_in"))])
async def login(
    request: Request,
    response: Response,
    credentials: Credentials,
    gateway: GatewayDep,
    whence: WhenceDep,
    now: NowDep,
) -> SignedIn:
    """Sign in with e-mail and password."""
    granted = await gateway.password_sign_in.sign_in(credentials.email, credentials.password, whence, now)
    return signed_in(request, response, granted, gateway)


@router.post("/refresh", responses=problems(401, 403), dependencies=[OwnPageOnly, Depends(by_address("sign_in"))])
async def refresh(
    request: Request, response: Response, gateway: GatewayDep, whence: WhenceDep, now: NowDep
) -> SignedIn:
    """Exchange the refresh cookie for new tokens. One that was exchanged before ends the session."""
    presented = request.cookies.get(refresh_cookie(request, gateway.settings))
    granted = await gateway.keeper.refresh(presented, whence, now)
    return signed_in(request, response, granted, gateway)


@router.post("/logout", status_code=status.HTTP_204_NO_CONTENT, responses=problems(403), dependencies=[OwnPageOnly])
async def logout(request: Request, response: Response, gateway: GatewayDep, whence: WhenceDep, now: NowDep) -> None:
    """End this session, by the refresh cookie or by the bearer token; without either nothing happens."""
    await gateway.ender.sign_out(request.cookies.get(refresh_cookie(request, gateway.settings)), whence, now)
    identity = await identity_or_none(request, gateway)
    if identity is not None and identity.session_id is not None:
        await gateway.ender.end_if_alive(identity.user_id, identity.session_id, whence, now)
    clear_session(request, response, gateway.settings)


@router.post("/logout-everywhere", status_code=status.HTTP_204_NO_CONTENT, responses=SIGNED_IN)
async def logout_everywhere(
    request: Request, response: Response, gateway: GatewayDep, owner: Owner, whence: WhenceDep, now: NowDep
) -> None:
    """End all sessions of the account."""
    await gateway.ender.end_all(owner.user_id, whence, now)
    clear_session(request, response, gateway.settings)


@router.post("/password", status_code=status.HTTP_204_NO_CONTENT, responses=WITH_BODY)
async def change_password(
    replacement: PasswordReplacement, gateway: GatewayDep, owner: Owner, whence: WhenceDep, now: NowDep
) -> None:
    """Change the password; all other sessions end."""
    who = (owner.user_id, owner.must_be_session())
    await gateway.password_change.change(who, replacement.current_password, replacement.new_password, whence, now)


@router.get("/sessions", responses=SIGNED_IN)
async def list_sessions(gateway: GatewayDep, owner: Owner, query: PageQuery, now: NowDep) -> Page[Session]:
    """List the devices that are signed in."""
    rows, total = await gateway.shelves.sessions.list_alive(owner.user_id, slice_of(query), now)
    sessions = [
        Session(
            id=row.id,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            expires_at=row.expires_at,
            address=row.address,
            user_agent=row.user_agent,
            current=row.id == owner.session_id,
        )
        for row in rows
    ]
    return page_of(query, sessions, total)


@router.delete("/sessions/{session_id}", status_code=status.HTTP_204_NO_CONTENT, responses=OF_USER)
async def revoke_session(session_id: UUID, gateway: GatewayDep, owner: Owner, whence: WhenceDep, now: NowDep) -> None:
    """Sign a device out."""
    await gateway.ender.end(owner.user_id, session_id, whence, now)


@router.get("/events", responses=SIGNED_IN)
async def list_audit_events(gateway: GatewayDep, owner: Owner, query: PageQuery) -> Page[AuditEvent]:
    """List what happened to the account."""
    rows, total = await gateway.shelves.audit.list_of(owner.user_id, slice_of(query))
    events = [
        AuditEvent(
            id=row.id, kind=row.kind, at=row.at, address=row.address, user_agent=row.user_agent, details=row.details
        )
        for row in rows
    ]
    return page_of(query, events, total)
