"""Whether there are data for a document, and the question where there are none."""

from datetime import UTC, datetime

import pytest

from strategy_ai_worker.domain.symbols import rename_symbols, symbols_of
from strategy_ai_worker.ports import SymbolDetail
from strategy_ai_worker.usecases.feasibility import Infeasible, settle_symbols
from strategy_language.load import load
from trading_contracts.bars import Availability, Instrument, Market, Timeframe
from trading_contracts.problem import Unavailable as Away
from trading_contracts.problem import UnknownSymbol


def moment(year: int) -> datetime:
    return datetime(year, 1, 2, tzinfo=UTC)


class Known:
    """Knows what a test gives it: name -> (symbol, [(timeframe, bars, first year, last year)], online)."""

    def __init__(self, **names) -> None:
        self.names = names

    async def symbol(self, name: str) -> SymbolDetail:
        found = self.names.get(name)
        if found is None:
            raise UnknownSymbol(f"No source knows {name}.", suggestions=["AAPL", "AMZN"])
        symbol, series, online = found
        one = Instrument(symbol=symbol, name=symbol, market=Market.US, calendar="XNYS", zone="America/New_York")
        available = tuple(
            Availability(
                instrument=one, timeframe=Timeframe(frame), source="file", first=moment(a), last=moment(b), bars=bars
            )
            for frame, bars, a, b in series
        )
        return SymbolDetail(asked=name, instrument=one, available=available, online=online)

    async def bars(self, symbol, timeframe, count):
        raise AssertionError("feasibility needs no bars")


DAILY = [("1d", 2500, 2010, 2020), ("1w", 520, 2010, 2020)]


@pytest.fixture
def document():
    def made(**parts):
        rules = [
            {"id": "r1", "action": "enter_long", "when": "close > sma(close, 50)"},
            {"id": "r2", "action": "exit_long", "when": "close < sma(close, 50)"},
        ]
        return load({"name": "T", "universe": ["AAPL"], "rules": rules, **parts})

    return made


async def test_what_there_is_of_each_symbol_stands_beside_the_document(document) -> None:
    market = Known(AAPL=("AAPL", DAILY, ()), MSFT=("MSFT", [], ("yahoo",)))
    found = await settle_symbols(document(universe=["AAPL", "MSFT"], sizing={"kind": "equal_weight"}), market, "en")
    apple, microsoft = found.data
    assert (apple.source, apple.bars, apple.first.year, apple.last.year) == ("file", 2500, 2010, 2020)
    assert (microsoft.source, microsoft.bars, microsoft.online) == (None, None, ("yahoo",))
    assert (found.available.bars, found.instrument.symbol) == (2500, "AAPL")


async def test_a_symbol_without_bars_that_nobody_can_be_asked_for_is_told_beside_the_document(document) -> None:
    market = Known(AAPL=("AAPL", DAILY, ()), TSLA=("TSLA", [], ()))
    found = await settle_symbols(document(universe=["AAPL", "TSLA"], sizing={"kind": "equal_weight"}), market, "en")
    assert found.strategy.universe == ("AAPL", "TSLA")
    [notice] = found.notices
    assert notice.startswith("There are no bars of TSLA here")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Which one is meant"), ("zh-Hans", "哪一个"), ("zh-Hant", "哪一個")]
)
async def test_an_unknown_symbol_is_asked_about_with_what_is_near(document, language, words) -> None:
    found = await settle_symbols(document(universe=["APPL"]), Known(), language)
    assert isinstance(found, Infeasible)
    assert "APPL" in found.question.text
    assert words in found.question.text
    assert found.question.options == ("AAPL", "AMZN")


async def test_a_symbol_that_only_a_condition_reads_must_be_known_too(document) -> None:
    rules = [
        {"id": "r1", "action": "enter_long", "when": 'close("SPYY") > sma(close("SPYY"), 200)'},
        {"id": "r2", "action": "exit_long", "when": "close < sma(close, 50)"},
    ]
    found = await settle_symbols(document(rules=rules), Known(AAPL=("AAPL", DAILY, ())), "en")
    assert "SPYY" in found.question.text


async def test_a_timeframe_that_nobody_has_is_asked_about_with_those_that_there_are(document) -> None:
    found = await settle_symbols(document(timeframe="5m"), Known(AAPL=("AAPL", DAILY, ())), "en")
    assert "no 5m bars of AAPL" in found.question.text
    assert "2010-01-02 to 2020-01-02" in found.question.text
    assert found.question.options == ("1d", "1w")
    vendor = Known(AAPL=("AAPL", DAILY, ("polygon",)))
    assert not isinstance(await settle_symbols(document(timeframe="5m"), vendor, "en"), Infeasible)


async def test_a_look_back_longer_than_the_history_is_a_question_with_longer_series(document) -> None:
    market = Known(AAPL=("AAPL", [("1d", 49, 2019, 2020), ("1h", 350, 2019, 2020)], ()))
    found = await settle_symbols(document(), market, "en")
    assert "only 49 1d bars of AAPL" in found.question.text
    assert found.question.options == ("1h",)


async def test_legs_that_never_traded_together_are_asked_about(document) -> None:
    market = Known(OLD=("OLD", [("1d", 900, 2000, 2004)], ()), NEW=("NEW", [("1d", 900, 2010, 2014)], ()))
    pair = load({"name": "P", "kind": "pairs", "universe": ["OLD", "NEW"], "pairs": {"left": "OLD", "right": "NEW"},
                 "execution": {"allow_short": True}})  # fmt: skip
    found = await settle_symbols(pair, market, "en")
    assert isinstance(found, Infeasible)
    assert "do not overlap" in found.question.text


async def test_while_market_data_is_away_the_document_stands_with_a_notice(document) -> None:
    class Nobody(Known):
        async def symbol(self, name: str):
            raise Away("Market data does not answer.")

    found = await settle_symbols(document(), Nobody(), "zh-Hans")
    assert found.strategy == document()
    assert "行情服务" in found.notices[0]


def test_symbols_get_their_canonical_names_everywhere(document) -> None:
    strategy = document(
        name="A close above that of SPX on AAPL",
        risk={"stop_loss": {"kind": "price", "expr": 'close("SPX") * 0'}},
        benchmark="SPX",
    )
    assert symbols_of(strategy) == ("AAPL", "SPX")
    renamed = rename_symbols(strategy, {"SPX": "^GSPC", "AAPL": "AAPL"})
    assert renamed.risk.stop_loss.expr == 'close("^GSPC") * 0'
    assert renamed.benchmark == "^GSPC"
    assert renamed.name == "A close above that of ^GSPC on AAPL"
