"""The published language cases against the live stack: words in, trades out."""

import json
import subprocess
import sys

import pytest

SHARE_WANTED = 0.98


@pytest.mark.shared
@pytest.mark.timeout(900)
def test_the_language_cases_hold(stack, shared, tmp_path) -> None:
    report = tmp_path / "report.json"
    done = subprocess.run(
        [
            sys.executable,
            str(shared / "eval" / "run_nl.py"),
            *("--base-url", stack.address, "--cases", str(shared / "eval" / "cases_dev.jsonl")),
            *("--json", str(report), "--min", str(SHARE_WANTED)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    failed = [one for one in json.loads(report.read_text())["verdicts"] if not one["passed"]]
    assert done.returncode == 0, "\n".join(f"{one['id']} {one['category']}: {one['why']}" for one in failed)
