"""`python -m tests.benchmarks [name ...]`: run all benchmarks (or the named ones), print ratios, keep a history."""

import importlib
import json
import pkgutil
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests import benchmarks
from tests.benchmarks.measure import Ratio

HISTORY = Path(__file__).parents[2] / "bench-history.jsonl"


def main(names: list[str]) -> int:
    found = sorted(one.name for one in pkgutil.iter_modules(benchmarks.__path__) if one.name.startswith("bench_"))
    chosen = [name for name in found if not names or name.removeprefix("bench_") in names]
    if not chosen:
        print(f"No such benchmark; there are: {', '.join(name.removeprefix('bench_') for name in found)}")
        return 2
    print(f"{platform.platform()}, Python {platform.python_version()}; medians of rounds measured in turn")
    ratios: list[Ratio] = []
    for name in chosen:
        print(f"\n{name.removeprefix('bench_')}")
        for ratio in importlib.import_module(f"tests.benchmarks.{name}").measure():
            ratios.append(ratio)
            print(f"  {ratio.line()}", flush=True)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    entry = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "ratios": [ratio.record() for ratio in ratios],
    }
    with HISTORY.open("a") as history:
        history.write(json.dumps(entry) + "\n")
    print(f"\nKept in {HISTORY.name}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
