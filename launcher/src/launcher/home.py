"""The folder in which an embedded run keeps everything: database, logs, caches, secrets, the address of the page."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from pydantic import BaseModel


class Secrets(BaseModel):
    """What an installation must keep to itself. Made once, readable by its owner alone."""

    service_secret: str
    jwt_secret: str
    secrets_keys: str
    command_line_email: str
    command_line_password: str


class RunningStack(BaseModel):
    """Where a stack that is up can be reached."""

    address: str
    launcher_pid: int


@dataclass(frozen=True, slots=True)
class Home:
    """The layout of the folder."""

    root: Path

    @property
    def postgres(self) -> Path:
        """Return where the embedded PostgreSQL keeps its cluster."""
        return self.root / "postgres"

    @property
    def logs(self) -> Path:
        """Return where each service's log lies."""
        return self.root / "logs"

    def prepare(self) -> None:
        """Make the folders that are missing."""
        for folder in (self.root, self.logs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def secrets(self) -> Secrets:
        """Return the secrets of this installation; they are made at the first call."""
        path = self.root / "secrets.json"
        if not path.exists():
            made = Secrets(
                service_secret=secrets.token_hex(32),
                jwt_secret=secrets.token_hex(32),
                secrets_keys=f"1:{base64.b64encode(secrets.token_bytes(32)).decode()}",
                command_line_email=f"command-line-{secrets.token_hex(4)}@example.com",
                command_line_password=secrets.token_urlsafe(24),
            )
            # Opened with its final mode: there is no moment in which others could read it.
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(made.model_dump_json(indent=1))
        return Secrets.model_validate_json(path.read_bytes())

    def note_running(self, stack: RunningStack) -> None:
        """Leave a note for other commands that a stack is up."""
        self._note.write_text(stack.model_dump_json())

    def forget_running(self) -> None:
        """Take the note away."""
        self._note.unlink(missing_ok=True)

    def running(self) -> RunningStack | None:
        """Return where the stack of this folder can be reached, if its launcher is alive."""
        try:
            stack = RunningStack.model_validate(json.loads(self._note.read_bytes()))
            os.kill(stack.launcher_pid, 0)
        except (FileNotFoundError, ProcessLookupError, ValueError):
            return None
        return stack

    @property
    def _note(self) -> Path:
        return self.root / "running.json"


def default_home() -> Home:
    """Return VIBE_HOME; else `.vibe` of the checkout that this runs from; else the user's data folder."""
    if named := os.environ.get("VIBE_HOME"):
        return Home(Path(named).expanduser().resolve())
    checkout = Path(__file__).parents[3]
    if (checkout / "docker-compose.yml").exists():
        return Home(checkout / ".vibe")
    return Home(platformdirs.user_data_path("vibetrading"))
