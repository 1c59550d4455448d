"""Secrets that clients hold: how they look, and the fingerprint under which they are stored."""

import hashlib

PERSONAL_PREFIX = "vt_pat_"


def fingerprint(secret: str) -> bytes:
    """Return the SHA-256 of a secret.

    The secrets have 256 random bits, so a fast hash is enough; passwords are hashed elsewhere, slowly.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def is_personal_token(secret: str) -> bool:
    """Return whether a bearer token looks like a personal token (and not like a signed one)."""
    return secret.startswith(PERSONAL_PREFIX)
