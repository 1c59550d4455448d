"""How Schemathesis signs in: one session for all operations, or one for each call where a call ends its session."""

import os
import secrets
import time

import httpx
import schemathesis
from schemathesis.auths import AuthContext

ADDRESS = os.environ["FUZZ_ADDRESS"]
A_SESSION_EACH = os.environ.get("FUZZ_A_SESSION_EACH") == "yes"
PASSWORD = "a long and quiet password"
# An access token lives for ten minutes.
KEPT_SECONDS = 240


class Session:
    """A user of its own. It is kept alive by its refresh token: a fuzzed password change locks the password out."""

    def __init__(self) -> None:
        self.http = httpx.Client(base_url=ADDRESS, trust_env=False, timeout=60)
        identity = {"email": f"fuzz-{secrets.token_hex(8)}@example.com", "password": PASSWORD}
        self.http.post("/api/auth/register", json=identity).raise_for_status()
        self._take(self.http.post("/api/auth/login", json=identity))

    def access_token(self) -> str:
        if time.monotonic() - self.since > KEPT_SECONDS:
            self._take(self.http.post("/api/auth/refresh"))
        return self.token

    def _take(self, answer: httpx.Response) -> None:
        self.token: str = answer.raise_for_status().json()["access_token"]
        self.since = time.monotonic()


@schemathesis.auth(refresh_interval=None)
class SignedIn:
    """Gives each case the token of a session."""

    def __init__(self) -> None:
        self.shared: Session | None = None

    def get(self, _case: schemathesis.Case, _context: AuthContext) -> Session:
        if A_SESSION_EACH:
            return Session()
        self.shared = self.shared or Session()
        return self.shared

    def set(self, case: schemathesis.Case, data: Session, _context: AuthContext) -> None:
        case.headers["Authorization"] = f"Bearer {data.access_token()}"
        if A_SESSION_EACH:
            case.cookies["vt_refresh"] = data.http.cookies["vt_refresh"]
            data.http.close()
