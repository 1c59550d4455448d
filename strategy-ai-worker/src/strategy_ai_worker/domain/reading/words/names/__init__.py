"""Companies, funds, indices and coins by the names that people use; candidates in the order of preference."""

from typing import Final

from strategy_ai_worker.domain.reading.words.names import coins, companies, funds, hong_kong

NAMES: Final[dict[str, str]] = {**companies.NAMES, **funds.NAMES, **coins.NAMES, **hong_kong.NAMES}

WORDS_TOO: Final = frozenset(
    [
        "SO",
        "UPS",
        "NOW",
        "LOW",
        "NET",
        "ARM",
        "SNOW",
        "SPOT",
        "HAL",
        "DOW",
        "EA",
        "X",
        "MAR",
        "MET",
        "PM",
        "CL",
        "CI",
        "DE",
        "KR",
        "WM",
        "DB",
        "HOOD",
        "SAP",
        "LIN",
        "COP",
        "BX",
        "BK",
        "SQ",
        "TM",
        "MO",
        "DD",
        "GD",
        "ON",
        "U",
        "APP",
        "FAST",
        "TEAM",
        "DASH",
        "FANG",
        "PINS",
        "SNAP",
        "EDU",
        "HUM",
    ]
)
"""Tickers that are words as well: the company is known by its name alone."""

FAMILIES: Final[dict[str, tuple[str, ...]]] = {
    "faang|faang stocks": ("META", "AAPL", "AMZN", "NFLX", "GOOG"),
    "magnificent seven|mag 7|magnificent 7": ("AAPL", "MSFT", "GOOG", "AMZN", "NVDA", "META", "TSLA"),
    "sector etfs|spdr sectors|us sectors": ("XLB", "XLE", "XLF", "XLI", "XLK", "XLP", "XLU", "XLV", "XLY"),
}
