"""What a run costs in memory: the peak of a fresh worker process at 10,000 to 5,000,000 bars."""

import json
import subprocess
import sys
from collections.abc import Iterable

from tests.benchmarks.measure import Ratio

SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
MEGABYTE = 1024 * 1024
MOST = 400
"""Megabytes of the worker at a million bars."""

PROGRAM = """
import json, sys
from pathlib import Path
from uuid import uuid4
from tests.benchmarks.made import START, SYMBOL, crossover, framed, made_bars
from backtest_engine.adapters.freed_memory import keep_freed_memory
from backtest_engine.adapters.sandbox.process import ProcessSandbox, SandboxLimits
from backtest_engine.domain.kernel import warm_up
from backtest_engine.domain.plan import make_plan
from backtest_engine.domain.records import Trials
from backtest_engine.usecases.compute import Computation
from backtest_engine.usecases.gather import Gathered
from strategy_language.conversation import EngineRunRequest
from strategy_language.static_checks import compile_safely


def peak():
    # Of this program alone: what getrusage tells begins with what the process was before it became this program.
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])


count = int(sys.argv[1])
keep_freed_memory()
warm_up()
asked = EngineRunRequest.model_validate({"strategy": crossover(count), "start": str(START), "end": "2100-01-01"})
frame = framed(made_bars(count))
before = peak()
sandbox = ProcessSandbox(compile_safely, SandboxLimits(), frozenset({"seccomp", "landlock"}))
gathered = Gathered({SYMBOL: frame}, "equal_weight")
Computation(sandbox, uuid4(), make_plan(asked.strategy), asked, gathered, Trials(0, 0, 0.0, 0.0)).run()
sandbox.close()
print(json.dumps([before * 1024, peak() * 1024]))
"""


def measure() -> Iterable[Ratio]:
    """Yield the peak of the worker in megabytes (as thousandths of a second in the report), bars included."""
    peaks = {}
    for size in SIZES:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(size)], capture_output=True, text=True, check=True, timeout=600
        )
        before, peaks[size] = (bytes_ / MEGABYTE for bytes_ in json.loads(done.stdout.splitlines()[-1]))
        goal = 1.0 if size == 1_000_000 else None
        name = f"memory, {size:,} bars: peak of the worker, MB (with the bars alone {before:.0f})"
        yield Ratio(name, f"{MOST} MB", peaks[size] / 1e3, MOST / 1e3, goal=goal)
    least, most = SIZES[1], SIZES[-1]
    a_bar = (peaks[most] - peaks[least]) / (most - least)
    near = (peaks[1_000_000] - peaks[least]) / (1_000_000 - least)
    yield Ratio("memory: a bar more at 5,000,000 bars", "a bar more at 1,000,000", a_bar, near, goal=1.2)
