"""People and their addresses."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue

_ADDRESS = re.compile(r"[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f.]+(\.[^@\s\x00-\x1f\x7f.]+)+")


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the gateway knows them."""

    id: UUID
    email: str
    display_name: str
    password_hash: str | None
    preferences: dict[str, JsonValue]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Whence:
    """Where a request came from, for the audit log and the list of sessions."""

    address: str
    user_agent: str


def canonical_email(text: str) -> str:
    """Return an e-mail address in the one spelling that is stored and compared.

    Raises:
        ValueError: This is no e-mail address.
    """
    address = unicodedata.normalize("NFC", text.strip()).lower()
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        message = "this is not an e-mail address"
        raise ValueError(message)
    return address
