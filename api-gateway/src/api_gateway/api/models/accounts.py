"""Accounts, sessions, tokens and keys as clients see them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from api_gateway.domain.identity import Scope
from api_gateway.domain.passwords import LONGEST
from api_gateway.domain.people import canonical_email
from trading_contracts.model import Contract, UtcDatetime

Email = Annotated[
    str,
    Field(max_length=254, examples=["ada@example.com"], json_schema_extra={"format": "email"}),
    AfterValidator(canonical_email),
]
Password = Annotated[str, Field(max_length=LONGEST, examples=["correct horse battery staple"])]
Line = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", strip_whitespace=True)]
"""Text of one line, without control characters."""

Provider = Literal["openai", "anthropic", "openai_compatible", "qwen", "gemini", "ollama", "polygon", "alpaca", "fred"]


class Credentials(BaseModel):
    """E-mail and password; other members are ignored, so that one body registers and signs in."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    email: Email
    password: Password


class NewAccount(Credentials):
    """What opens an account."""

    display_name: Annotated[Line, Field(max_length=80)] = ""


class Registered(Contract):
    """The answer to a registration: the same whether or not the address was free."""

    status: Literal["accepted"] = "accepted"
    detail: str = "If this address was free, the account is open now: sign in."


class Preferences(Contract):
    """What the page remembers for a person."""

    language: Literal["en", "zh-Hans", "zh-Hant"] | None = None
    theme: Literal["system", "light", "dark"] | None = None
    defaults: dict[Annotated[str, Field(max_length=64)], JsonValue] | None = Field(
        default=None, max_length=100, description="Defaults of forms, e.g. {'initial_cash': 10000}"
    )


class User(Contract):
    """A person, as they see themselves."""

    id: UUID
    email: str
    display_name: str
    preferences: Preferences
    created_at: UtcDatetime


class UserChange(Contract):
    """What to change; what is left out stays."""

    display_name: Annotated[Line, Field(max_length=80)] | None = None
    preferences: Preferences | None = None


class SignedIn(Contract):
    """A session has begun or goes on. Browsers hold it in cookies; scripts take the access token."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - a scheme, not a secret
    expires_in: int = Field(description="Seconds that the access token lives")
    session_id: UUID
    user: User


class AccountDeletion(Contract):
    """The password, where the sign-in is not recent."""

    password: Password


class PasswordReplacement(Contract):
    """The password as it was, and as it shall be."""

    current_password: Password
    new_password: Password


class Session(Contract):
    """A device that is signed in."""

    id: UUID
    created_at: UtcDatetime
    last_used_at: UtcDatetime
    expires_at: UtcDatetime
    address: str
    user_agent: str
    current: bool


class TokenWish(Contract):
    """A personal token to be made."""

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    scopes: tuple[Scope, ...] = Field(min_length=1, max_length=len(Scope), examples=[["read"]])
    expires_in_days: int | None = Field(default=None, ge=1, le=3650)


class PersonalToken(Contract):
    """A personal token without its secret."""

    id: UUID
    name: str
    scopes: tuple[Scope, ...]
    created_at: UtcDatetime
    expires_at: UtcDatetime | None
    last_used_at: UtcDatetime | None


class IssuedToken(PersonalToken):
    """A new personal token; its secret is shown this once."""

    token: str


class StoredKey(Contract):
    """A key that is stored. The key itself never comes back."""

    provider: str
    base_url: str | None
    model: str | None
    created_at: UtcDatetime
    updated_at: UtcDatetime


class KeyOffer(Contract):
    """A key for a provider; `base_url` and `model` where the provider wants them."""

    key: str = Field(min_length=1, max_length=4096, pattern=r"^[\x21-\x7e]+$", examples=["sk-..."])
    base_url: str | None = Field(default=None, max_length=300, pattern=r"^[\x21-\x7e]+$")
    model: Annotated[Line, Field(max_length=120)] | None = None


class AuditEvent(Contract):
    """Something that concerns the safety of the account."""

    id: UUID
    kind: str
    at: UtcDatetime
    address: str
    user_agent: str
    details: dict[str, JsonValue]


class Passkey(Contract):
    """A passkey."""

    id: UUID
    name: str
    created_at: UtcDatetime
    last_used_at: UtcDatetime | None


class PasskeyOptions(Contract):
    """What to hand to the browser (`PublicKeyCredential.parse...OptionsFromJSON`)."""

    challenge_id: UUID
    public_key: dict[str, JsonValue]


class NewPasskey(Contract):
    """What the browser made: `PublicKeyCredential.toJSON()`."""

    challenge_id: UUID
    name: Annotated[Line, Field(min_length=1, max_length=80)] = "Passkey"
    credential: dict[str, JsonValue]


class PasskeyAnswer(Contract):
    """What the browser signed: `PublicKeyCredential.toJSON()`."""

    challenge_id: UUID
    credential: dict[str, JsonValue]
