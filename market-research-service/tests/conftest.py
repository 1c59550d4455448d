"""What the suites of market research share."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared reference data."""
    given = os.environ.get("VIBE_SHARED_DIR")
    folder = Path(given) if given else Path(__file__).parents[2].parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"the shared reference data is not at {folder}")
    return folder
