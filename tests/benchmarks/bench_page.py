"""What the page costs a reader: script loaded first, time until it answers, memory kept, frames while panning."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.measure import Ratio

FRONTEND = Path(__file__).parents[2] / "frontend"
INTERACTIVE_SECONDS = 2.0
PAINTED_SECONDS = {"100000": 0.016, "990000": 0.050}
FRAMES_A_SECOND = 55.0


def measure() -> Iterable[Ratio]:
    """Yield the budgets that are times; sizes are printed, as they are none. Needs Chromium and a built page.

    With `BASE_URL`, the address of a living stack, a moved number is followed to its painted answer.
    """
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None or not (FRONTEND / "out" / "index.html").is_file():
        print("  left out: it needs Chromium (apt install chromium) and the built page (make frontend/out/index.html)")
        return
    done = subprocess.run(
        ["node", "bench/budgets.mjs", "--json"],
        cwd=FRONTEND,
        env={**os.environ, "CHROMIUM": browser},
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout.splitlines()[-1])
    print(f"  page: JavaScript of the chat page, gzipped {figures['script_kb']:.0f} kB (goal <= 350)")
    few, many = figures["held_after_10"], figures["held_after_100"]
    for what in ("megabytes", "nodes", "listeners"):
        print(f"  page: {what} held after 10 runs opened and closed {few[what]:.5g}, after 100 {many[what]:.5g}")
    yield Ratio(
        "page: interactive, processor four times slower",
        "two seconds",
        figures["interactive_s"],
        INTERACTIVE_SECONDS,
        1.0,
    )
    for bars, moved in figures.get("moved", {}).items():
        goal = PAINTED_SECONDS[bars]
        name = f"page: a moved length to its painted answer, {bars} bars"
        yield Ratio(name, f"{goal * 1e3:.0f} ms", moved["paint"] / 1e3, goal, 1.0)
    yield Ratio("page: a frame while panning 3M points", "1/55 s", 1 / figures["pan_fps"], 1 / FRAMES_A_SECOND, 1.0)
