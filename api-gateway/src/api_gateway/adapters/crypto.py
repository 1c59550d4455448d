"""Cryptography by libraries: Argon2id for passwords, signed access tokens, AES-256-GCM for stored keys."""

import asyncio
import os
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import jwt
from argon2 import PasswordHasher as Argon2
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.low_level import Type
from cachetools import LRUCache
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from jwt.types import Options

from api_gateway.domain.refusals import NotSignedIn, TokenExpired
from api_gateway.ports.sessions import AccessClaims

_MODEST = 10
ISSUER = "vibetrading"
AUDIENCE = "vibetrading-api"
ACCESS_LIFETIME = timedelta(minutes=10)
# The time is handed in, so the library leaves it alone; what it must find, it must find.
_READING: Options = {
    "require": ["exp", "iat", "iss", "aud", "sub", "sid", "auth_time"],
    "verify_exp": False,
    "verify_iat": False,
}


class Argon2Hasher:
    """Argon2id with OWASP's parameters, in threads of its own: few, so that memory stays bounded, and modest.

    Many who sign in at once wait for one another, and not everybody else for them.
    """

    def __init__(self, memory_kib: int, passes: int, at_once: int = 2) -> None:
        self._argon2 = Argon2(time_cost=passes, memory_cost=memory_kib, parallelism=1, type=Type.ID)
        self._threads = ThreadPoolExecutor(at_once, "argon2", initializer=_step_back)
        # A hash of nobody's password: an unknown address costs as much time as a wrong password.
        self._nobody = self._argon2.hash(uuid4().hex)

    async def hash(self, password: str) -> str:
        """Return the hash of a password."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._argon2.hash, password)

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Return whether the password fits; it takes as long when there is no hash."""
        loop = asyncio.get_running_loop()
        fits = await loop.run_in_executor(self._threads, self._fits, password, password_hash or self._nobody)
        return fits and password_hash is not None

    def is_outdated(self, password_hash: str) -> bool:
        """Return whether the hash was made with other parameters than now."""
        return self._argon2.check_needs_rehash(password_hash)

    def _fits(self, password: str, password_hash: str) -> bool:
        try:
            return self._argon2.verify(password_hash, password)
        except (Argon2Error, InvalidHashError):
            return False


def _step_back() -> None:
    # Where the system gives threads priorities of their own (Linux): below the one that answers requests.
    if sys.platform == "linux":
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + _MODEST)


class SignedTokens:
    """Access tokens as JSON Web Tokens, HMAC-SHA-256 and nothing else."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        # What was proved to be ours stays so; whether it is too old is asked each time.
        self._proved: LRUCache[str, tuple[AccessClaims, datetime]] = LRUCache(maxsize=10_000)

    def issue(self, claims: AccessClaims, now: datetime) -> str:
        """Return a signed token that lives ten minutes."""
        payload = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(claims.user_id),
            "sid": str(claims.session_id),
            "jti": uuid4().hex,
            "iat": int(now.timestamp()),
            "exp": int((now + ACCESS_LIFETIME).timestamp()),
            "auth_time": int(claims.signed_in_at.timestamp()),
        }
        return jwt.encode(payload, self._secret, algorithm="HS256")

    def read(self, token: str, now: datetime) -> AccessClaims:
        """Return what a token says.

        Raises:
            TokenExpired: It was ours, and is too old.
            NotSignedIn: It is none of ours.
        """
        proved = self._proved.get(token)
        if proved is None:
            proved = self._proved[token] = self._prove(token)
        found, expires_at = proved
        if now >= expires_at:
            raise TokenExpired("Your access has expired; refresh it.")
        return found

    def _prove(self, token: str) -> tuple[AccessClaims, datetime]:
        try:
            claims = jwt.decode(
                token, self._secret, algorithms=["HS256"], audience=AUDIENCE, issuer=ISSUER, options=_READING
            )
            found = AccessClaims(UUID(claims["sub"]), UUID(claims["sid"]), _moment(claims["auth_time"]))
            return found, _moment(claims["exp"])
        except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError, OverflowError, OSError) as error:
            raise NotSignedIn("This token is not valid; sign in.") from error


def _moment(seconds: object) -> datetime:
    return datetime.fromtimestamp(int(str(seconds)), UTC)


class AesGcmVault:
    """Seals secrets with AES-256-GCM under numbered keys; the highest number seals, all of them open.

    Args:
        keys: 32 bytes a version.
    """

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        self._ciphers = {version: AESGCM(key) for version, key in keys.items()}
        self._newest = max(keys)

    @property
    def newest_version(self) -> int:
        """Return the version of the key that seals."""
        return self._newest

    def seal(self, secret: str, bound_to: str) -> tuple[bytes, bytes, int]:
        """Return ciphertext, nonce and key version; the ciphertext opens only for what it is bound to."""
        nonce = os.urandom(12)
        ciphertext = self._ciphers[self._newest].encrypt(nonce, secret.encode(), bound_to.encode())
        return ciphertext, nonce, self._newest

    def open(self, ciphertext: bytes, nonce: bytes, key_version: int, bound_to: str) -> str:
        """Return the secret.

        Raises:
            KeyError: The key of this version is not configured any more.
            cryptography.exceptions.InvalidTag: The ciphertext was changed, or belongs to somebody else.
        """
        return self._ciphers[key_version].decrypt(nonce, ciphertext, bound_to.encode()).decode()
