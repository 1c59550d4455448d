"""Answers about a run whose numbers are known."""

from datetime import date
from uuid import uuid4

import httpx
import pytest

from service_kit.client import ServiceClient
from strategy_ai_worker.adapters.engine import HttpEngine
from strategy_ai_worker.adapters.offline import OfflineInterpreter
from strategy_ai_worker.domain.interpretation import Context
from strategy_ai_worker.domain.run_answers.answer import RunAnswer
from strategy_ai_worker.domain.run_answers.question import run_question
from strategy_ai_worker.domain.undo import undo_stack
from strategy_language.load import load
from trading_contracts.problem import Unavailable


@pytest.fixture
def document():
    rules = [
        {"id": "r1", "action": "enter_long", "when": "crosses_above(sma(close, 20), sma(close, 50))"},
        {"id": "r2", "action": "exit_long", "when": "close < sma(close, 20)", "source": "sell below"},
    ]
    return load({"name": "T", "universe": ["AAPL"], "rules": rules})


@pytest.fixture
def ask(run, document):
    def asked(message: str, language="en", now=2) -> str:
        return RunAnswer(run, {2: document}, now, language).to(run_question(message))

    return asked


def test_a_sale_is_explained_by_its_rule_and_the_values_that_it_read(ask) -> None:
    told = ask("why did it sell in February 2020?")
    assert "entered on 2020-01-02 at 100, left on 2020-02-28 at 90" in told
    assert "rule r2" in told
    assert "20-day simple moving average" in told
    # The signal bar is the one before the fill, and only what the rule reads is cited.
    assert "At the close of 2020-02-27: `sma(close, 20)` = 78.25." in told
    assert "rsi(" not in told


def test_a_stop_is_named_with_its_level(ask) -> None:
    assert "the stop loss at 91.5" in ask("why did it sell in June 2020?")


def test_a_month_without_a_sale_says_what_it_held(ask) -> None:
    told = ask("why did it sell in May 2020?")
    assert "did not close a position in 2020-05" in told
    assert "It held AAPL (long) all along, from 2020-03-02 to 2020-06-01." in told


def test_a_time_that_the_run_does_not_cover_is_said(ask) -> None:
    assert "does not cover 2008: it goes from 2019-12-30 to 2020-12-31" in ask("why did it sell in 2008?")


def test_a_position_that_is_still_open_is_said_to_be(ask) -> None:
    assert "left on the end at -" in ask("why did it buy in June 2020?")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("what was the sharpe ratio?", "Sharpe ratio: 0.8"),
        ("how many trades did it make?", "Trades: 3"),
        ("what was the win rate?", "Win rate: 33.3%"),
        ("how much did it make?", "Total return: 12.0%"),
        ("what was the profit factor?", "undefined (there was no loss)"),
        ("did it beat the market?", "SPY, simply held, made 20.0%"),
        ("when was the worst drawdown?", "-20.0%: from the peak on 2020-01-03 to the low on 2020-06-01"),
        ("when was the worst drawdown?", "made good on 2020-12-31"),
        ("which was the worst trade?", "Worst trade:"),
        ("which year was best?", "Best year 2020 (+12.0%)"),
        ("why did it lose money?", "stop loss 1 times (-11,000 together)"),
        ("why did it lose money?", "Without its best trade (+24,000) the other trades together made -12,000."),
    ],
)
def test_figures_are_those_of_the_run(ask, message, words) -> None:
    assert words in ask(message)


@pytest.mark.parametrize(("language", "words"), [("zh-Hans", "止损（91.5）"), ("zh-Hant", "止損（91.5）")])
def test_answers_are_in_the_persons_language(ask, language, words) -> None:
    assert words in ask("why did it sell in June 2020?", language)
    assert "{" not in ask("why did it lose money?", language)


def test_a_month_in_which_nothing_happened_but_holding_names_what_was_held(ask) -> None:
    told = ask("what happened in April 2020?")
    assert "entered on 2020-03-02" in told
    assert "2020-01-02" not in told


def test_who_asks_why_it_lost_is_told_that_it_did_not(ask) -> None:
    assert "did not lose money as a whole" in ask("why did it lose money?")
    assert "did not lose" not in ask("how did it perform?")


def test_what_was_taken_back_is_the_same_strategy_again(run, document) -> None:
    versions = {2: document, 3: document.model_copy(update={"name": "other"}), 4: document}
    question = run_question("what was the sharpe ratio?")
    assert "has changed" not in RunAnswer(run, versions, 4, "en").to(question)
    assert "has changed" in RunAnswer(run, versions, 3, "en").to(question)


def test_a_run_of_an_older_version_is_said_to_be_one(ask) -> None:
    assert "at version 5" in ask("what was the sharpe ratio?", now=5)
    assert "at version" not in ask("what was the sharpe ratio?", now=2)


@pytest.mark.parametrize(
    ("engine_says", "words"), [(None, "no finished run"), (Unavailable("It is away."), "It is away")]
)
async def test_without_a_run_or_an_engine_the_answer_says_so(document, engine_says, words, user_id) -> None:
    class Engine:
        async def last_run(self, user, strategy):
            if engine_says:
                raise engine_says

    context = Context(current=document, user_id=user_id, strategy_id=user_id)
    [reading] = [one async for one in OfflineInterpreter(Engine()).interpret("why did it sell in 2020?", context)]
    assert reading.kind == "answer"
    assert words in reading.explanation


def test_undo_after_undo_goes_further_back(document) -> None:
    a, b, c = (document.model_copy(update={"name": name}) for name in "abc")
    assert undo_stack([(a, "x"), (b, "y"), (c, "z")]) == (b, a)
    assert undo_stack([(a, "x"), (b, "y"), (c, "z"), (b, "undo that")]) == (a,)
    assert undo_stack([(a, "x"), (b, "y"), (c, "z"), (b, "undo"), (a, "undo")]) == ()
    # Who says the old words again has made a change, and can take it back.
    assert undo_stack([(a, "x"), (b, "y"), (a, "make it a")]) == (b, a)


async def test_the_newest_run_is_read_from_what_the_engine_says_of_it(run) -> None:
    asked: list[tuple[str, dict[str, str]]] = []

    def engine(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.path, dict(request.url.params)))
        said = {**run.model_dump(mode="json")["state"], "id": str(run.result.run_id), "status": "completed"}
        if request.url.path == "/backtests":
            line = {**said, "symbols": ["AAPL"], "headline": {"trades": 3}}
            return httpx.Response(200, json={"items": [line], "page": 1, "page_size": 1, "total": 1})
        return httpx.Response(200, json={**said, "result": run.result.model_dump(mode="json")})

    client = ServiceClient("http://engine", secret="s" * 40, service="t", transport=httpx.MockTransport(engine))
    strategy = uuid4()
    assert await HttpEngine(client).last_run(uuid4(), strategy) == run
    await client.close()
    assert asked[0] == ("/backtests", {"strategy_id": str(strategy), "status": "completed", "page_size": "1"})
    # First at the ends of days: each bar is fetched only where the run is short enough to be looked through.
    assert [params.get("series") for _, params in asked[1:]] == ["days", "true"]


def test_how_far_a_result_may_be_believed_is_said_with_its_reasons(ask) -> None:
    told = ask("is this overfit?")
    assert "deflated Sharpe ratio is undefined" in told
    assert "3 trades are few" in told
    assert "One trade alone made 100% of all profits" in told
    assert told.endswith("do not trust it yet.")


def test_money_becomes_what_the_account_became(ask) -> None:
    assert "10,000 would have become 11,200" in ask("how much would 10k have become")
    assert "10,000 扣除成本后会变成 11,200" in ask("1万块变成多少？", "zh-Hans")


def test_streaks_are_counted_in_the_order_of_exits(ask) -> None:
    told = ask("longest losing streak?")
    assert "losing trades was 2, the longest row of winning ones 1" in told


def test_the_longest_time_out_of_the_market_is_named(ask) -> None:
    assert "hardly ever out" in ask("when was it out of the market the longest")


def test_as_many_of_the_last_trades_are_told_as_were_asked_for(ask) -> None:
    assert ask("show me the last two trades").count("AAPL, long") == 2


def test_a_loss_of_a_year_is_explained_by_that_years_trades(ask) -> None:
    told = ask("why did it lose money in 2020?")
    assert "2020 made" in told
    assert "3 trade(s)" in told


def test_data_that_ends_before_what_was_asked_for_is_said(run, document) -> None:
    settings = run.state.settings.model_copy(update={"end": date(2024, 12, 31)})
    later = run.model_copy(update={"state": run.state.model_copy(update={"settings": settings})})
    told = RunAnswer(later, {2: document}, 2, "en").to(run_question("what's the sharpe?"))
    assert "2019-12-30 to 2020-12-31" in told
    assert "asked for until 2024-12-31, but the data ends on 2020-12-31" in told
