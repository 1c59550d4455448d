"""`python -m launcher` is `vibe`."""

from launcher.cli.main import app

app()
