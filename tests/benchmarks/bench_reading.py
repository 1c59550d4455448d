"""How long the offline interpreter reads a message, a typical one and the worst of hostile ones."""

import random
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from strategy_ai_worker.domain.interpretation import Context
from strategy_ai_worker.domain.reading.interpret import interpret

from .measure import Ratio

_GROUPS = Path(__file__).resolve().parents[2] / "strategy-ai-worker" / "tests" / "reading" / "paraphrases"
_MEDIAN_ALLOWED = 0.05
_WORST_ALLOWED = 1.0


def measure() -> Iterable[Ratio]:
    """Yield the median of ordinary messages and the slowest of long and hostile ones."""
    messages = [line for group in sorted(_GROUPS.glob("*.txt")) for line in group.read_text("utf-8").splitlines()]
    interpret(messages[0], Context())
    seconds = [_seconds(message) for message in messages]
    yield Ratio("an offline reading, median", "50 ms", median(seconds), _MEDIAN_ALLOWED, 1.0)
    yield Ratio("a hostile message, slowest", "1 s", max(map(_seconds, _hostile(messages))), _WORST_ALLOWED, 1.0)


def _seconds(message: str) -> float:
    began = time.perf_counter()
    interpret(message, Context())
    return time.perf_counter() - began


def _hostile(messages: list[str]) -> Iterable[str]:
    chance = random.Random(7)
    words = " ".join(messages).split()
    for _ in range(300):
        yield " ".join(chance.choice(words) for _ in range(chance.randrange(1, 300)))
    yield from ("(" * 3000, "buy " * 1400, "rsi(" * 1500, "not " * 1500, "close > " * 700, "and " * 1500, "1" * 5900)
    for heap in ("keep ", "only ", "1 over 2 ema ", "AAPL MSFT GOOG ", "sma on AAPL (1,2,3) ", "up means long "):
        yield from ((heap * 4000)[:4000], " ".join((heap * 600).split()[:440]))
    yield from ((heap * 1000)[:890] for heap in ("金叉死叉", "改成25和", "去掉", "第一根收回下轨", "跌破20日均线后"))
    yield from ("the average of " * 400, "20-day " * 850, "均线" * 2900, "涨跌" * 2900, "|" * 5900, "50% of " * 850)
