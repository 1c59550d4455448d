# ruff: noqa: E501 - lists of symbols stand on one line each
"""Which sector a well-known share belongs to, and the fund that stands for it."""

from typing import Final, Literal, NamedTuple

MARKET_FUND: Final = "SPY"
QUARTER: Final = 63
_IN_LINE: Final = 0.02


class Sector(NamedTuple):
    """A sector of the Global Industry Classification Standard, and its fund."""

    name: str
    fund: str


_SECTORS: Final = {
    Sector("Information Technology", "XLK"): "AAPL MSFT NVDA AVGO ORCL CRM ADBE AMD CSCO ACN INTC QCOM TXN IBM INTU NOW AMAT MU ADI LRCX",
    Sector("Communication Services", "XLC"): "GOOG GOOGL META FB NFLX DIS TMUS VZ T CMCSA 0700.HK 9999.HK 0941.HK 1024.HK 9888.HK",
    Sector("Consumer Discretionary", "XLY"): "AMZN TSLA HD MCD NKE LOW SBUX BKNG TJX GM F ABNB MAR 9988.HK 3690.HK 9618.HK 1211.HK 2015.HK",
    Sector("Consumer Staples", "XLP"): "PG KO PEP WMT COST PM MO MDLZ CL TGT KMB GIS KHC 0291.HK 0288.HK",
    Sector("Financials", "XLF"): "JPM BAC WFC GS MS C BRK.B BRK-B V MA AXP BLK SCHW PYPL 0005.HK 1398.HK 0939.HK 3988.HK 1299.HK 2318.HK 0388.HK 3968.HK 2388.HK",
    Sector("Health Care", "XLV"): "JNJ UNH LLY PFE MRK ABBV TMO ABT DHR BMY AMGN GILD CVS ISRG MRNA 2269.HK 1093.HK",
    Sector("Energy", "XLE"): "XOM CVX COP SLB EOG OXY MPC PSX VLO 0883.HK 0857.HK 0386.HK",
    Sector("Industrials", "XLI"): "BA CAT GE HON UPS UNP RTX LMT DE MMM FDX UBER 0066.HK 0001.HK",
    Sector("Utilities", "XLU"): "NEE DUK SO D AEP EXC 0002.HK 0003.HK 0006.HK",
    Sector("Materials", "XLB"): "LIN APD SHW ECL NEM FCX DOW 2899.HK",
    Sector("Real Estate", "XLRE"): "PLD AMT EQIX SPG O PSA 0016.HK 1113.HK 0823.HK 0688.HK",
}  # fmt: skip
_OF_SYMBOL: Final = {symbol: sector for sector, symbols in _SECTORS.items() for symbol in symbols.split()}


def sector_of(symbol: str) -> Sector | None:
    """Return the sector of a share, or None where it is not known."""
    return _OF_SYMBOL.get(symbol)


def standing(relative_return: float) -> Literal["leading", "lagging", "in line"]:
    """Return what a return against the market is called; within 2 % it is in line."""
    if abs(relative_return) < _IN_LINE:
        return "in line"
    return "leading" if relative_return > 0 else "lagging"
