"""Names as people type them, and what comes first."""

import pytest

from market_data_service.adapters.bundled_directory import load_directory
from market_data_service.usecases.resolve_symbol import SymbolBook

FIRST = {
    "AAPL": [
        "apple",
        "Apple Inc",
        "aapl",
        "$AAPL",
        "aple",
        "appl",
        "苹果",
        "蘋果",
        "NASDAQ:AAPL",
        "AAPL.US",
        "AAPL US",
    ],
    "MSFT": ["mircosoft", "微软", "微軟"],
    "TSLA": ["telsa", "特斯拉"],
    "NVDA": ["nvida", "nvidia", "英伟达"],
    "KO": ["coca cola", "Coca-Cola", "coke", "NYSE:KO"],
    "BRK.B": ["berkshire", "brk-b", "brk.b"],
    "MCD": ["mcdonalds", "McDonald's"],
    "PG": ["procter and gamble", "Procter & Gamble"],
    "^GSPC": ["S&P 500", "s&p500", "spx", "sp500", "the s&p", "标普500", "標普500"],
    "^HSI": ["hang seng", "hsi", "恒生指数", "恆生指數", "恆指"],
    "^IXIC": ["nasdaq", "纳斯达克", "納斯達克"],
    "0700.HK": [
        "tencent",
        "tencnt",
        "腾讯",
        "騰訊",
        "700",
        "0700",
        "00700",
        "700.hk",
        "HKEX:700",
        "SEHK:700",
        "700HK",
        "HK.00700",
    ],
    "0005.HK": ["hsbc", "5.hk", "0005", "汇丰", "滙豐"],
    "0388.HK": ["hkex", "港交所"],
    "BTC/USDT": ["bitcoin", "btc", "bitcon", "btcusdt", "XBT", "比特币", "比特幣"],
    "ETH/USDT": ["ethereum", "etherium", "ether", "以太坊"],
}


@pytest.fixture
def book() -> SymbolBook:
    return SymbolBook(load_directory(), [], has_online=True)


@pytest.mark.parametrize(("symbol", "typed"), [(symbol, typed) for symbol, names in FIRST.items() for typed in names])
async def test_what_is_meant_comes_first(symbol: str, typed: str, book: SymbolBook) -> None:
    assert (await book.search(typed, 5))[0].instrument.symbol == symbol


async def test_letters_within_a_word_come_after_a_slip_of_the_pen(book: SymbolBook) -> None:
    found = [hit.instrument.symbol for hit in await book.search("aple", 20)]
    # Consumer stAPLEs.
    assert found.index("AAPL") < found.index("XLP")
