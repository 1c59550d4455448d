"""The main job in a real browser."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[2] / "frontend"


@pytest.mark.timeout(900)
def test_the_page_does_the_main_job(stack) -> None:
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium on this machine: install one (apt install chromium) or name it with CHROMIUM")
    done = subprocess.run(
        ["npm", "run", "--silent", "e2e"],
        cwd=FRONTEND,
        env={**os.environ, "BASE_URL": stack.address, "CHROMIUM": browser},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
