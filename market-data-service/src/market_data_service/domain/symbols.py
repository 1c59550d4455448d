"""Symbols in one spelling: `AAPL`, `BRK.B`, `0700.HK`, `BTC/USDT`, `^GSPC`, `SIM:TREND`."""

import re

from trading_contracts.bars import Instrument, Market

DOLLARS = ("USD", "USDT", "USDC")
QUOTES = ("USDT", "USDC", "BUSD", "USD", "EUR", "GBP", "JPY", "HKD", "BTC", "ETH", "BNB")
# fmt: off
_COINS = frozenset((
    "BTC", "XBT", "ETH", "BNB", "SOL", "XRP", "ADA", "DOGE", "DOT", "AVAX", "LTC", "LINK", "MATIC", "POL", "TRX",
    "BCH", "XLM", "ATOM", "UNI", "SHIB", "NEAR", "ETC", "FIL", "APT", "ARB", "OP", "AAVE", "ALGO", "SUI", "TON",
    "ICP", "HBAR", "VET", "MKR", "PEPE",
))
# fmt: on

_HK = re.compile(r"(?:HKEX?[:.]?)?(\d{1,5})(?:\.HK)?")
# As charting sites and brokers write them: NASDAQ:AAPL, SEHK:700, AAPL.US, AAPL US.
_US_PLACE = re.compile(r"(?:NASDAQ|NYSE|AMEX|NYSEARCA|ARCA|BATS|US)[:.]\s*(?=[A-Z])|(?<=[A-Z])[. :]US$")
_HK_PLACE = re.compile(r"^(?:SEHK|HKG|HK)[:.]\s*(?=\d)|(?<=\d)[ :]?HK$")
_PAIR = re.compile(r"([A-Z0-9]{2,12})[/\-_:]([A-Z]{3,5})")
_US = re.compile(r"[A-Z]{1,5}(?:[.\-][A-Z]{1,2})?")
_INDEX = re.compile(r"\^[A-Z0-9.]{2,10}")


def canonical(text: str) -> str | None:
    """Return a symbol in its canonical spelling, or None if the text does not look like a symbol."""
    plain = text.strip().upper().removeprefix("X:")
    if plain.startswith("SIM:"):
        return plain if len(plain) > 4 else None
    if _INDEX.fullmatch(plain):
        return plain
    return _hong_kong(_HK_PLACE.sub("", plain)) or _pair(plain) or _us(_US_PLACE.sub("", plain))


def equivalents(symbol: str) -> tuple[str, ...]:
    """Return symbols that stand for the same thing, nearest first: BTC/USDT, BTC/USD and BTC/USDC."""
    base, slash, quote = symbol.partition("/")
    if slash and quote in DOLLARS:
        return (symbol, *(f"{base}/{other}" for other in DOLLARS if other != quote))
    return (symbol,)


def file_stem(symbol: str) -> str:
    """Return how a symbol is written in the name of a file."""
    return symbol.replace("/", "-").replace(":", "-")


def instrument(symbol: str, name: str = "", *, currency: str = "", aliases: tuple[str, ...] = ()) -> Instrument:
    """Return the instrument under a canonical symbol, as far as the symbol alone tells."""
    if "/" in symbol:
        market, calendar, zone, money, lot = Market.CRYPTO, "24/7", "UTC", symbol.partition("/")[2], 1e-8
    elif symbol.endswith(".HK") or symbol in ("^HSI", "^HSCE"):
        market, calendar, zone, money, lot = Market.HK, "XHKG", "Asia/Hong_Kong", "HKD", 100.0
    elif symbol.startswith("SIM:"):
        market, calendar, zone, money, lot = Market.SIMULATED, "24/7", "UTC", "USD", 1.0
    else:
        market, calendar, zone, money, lot = Market.US, "XNYS", "America/New_York", "USD", 1.0
    return Instrument(
        symbol=symbol,
        name=name or symbol,
        market=market,
        calendar=calendar,
        zone=zone,
        currency=currency or money,
        lot_size=lot,
        aliases=aliases,
    )


def _hong_kong(plain: str) -> str | None:
    found = _HK.fullmatch(plain)
    return f"{int(found[1]):04d}.HK" if found and int(found[1]) else None


def _pair(plain: str) -> str | None:
    found = _PAIR.fullmatch(plain)
    if found and found[2] in QUOTES:
        return f"{_coin(found[1])}/{found[2]}"
    for quote in QUOTES:
        base = plain.removesuffix(quote)
        if base != plain and base in _COINS:
            return f"{_coin(base)}/{quote}"
    return None


def _us(plain: str) -> str | None:
    return plain.replace("-", ".") if _US.fullmatch(plain) else None


def _coin(base: str) -> str:
    return "BTC" if base == "XBT" else base
