"""What is suggested beside a document, why, and that one click adds it and nothing else."""

import re

import pytest

from strategy_ai_worker.domain.advice.habits import measure
from strategy_ai_worker.domain.advice.suggest import Found, Holding, suggestions, usual_holding
from strategy_language.document import Strategy
from strategy_language.load import load


@pytest.fixture
def offered(saw):
    def of(strategy: Strategy, candles=None, *, language="en", style="mean_reversion", size_was_said=False):
        habits = measure(candles or saw, 5, "long")
        found = Found(habits, Holding(5, "rules"), style, 252, language)
        return {one.kind: one for one in suggestions(strategy, found, size_was_said=size_was_said)}

    return of


@pytest.fixture
def clicked():
    """Apply a patch as the page does."""

    def applied(strategy: Strategy, patch) -> Strategy:
        document = strategy.model_dump(mode="json")
        for step in patch:
            *path, last = step["path"].split("/")[1:]
            place = document
            for part in path:
                place = place[part]
            assert step["op"] == ("replace" if place.get(last) is not None and last == "sizing" else "add")
            place[last] = step["value"]
        return load(document)

    return applied


def test_a_bare_document_is_offered_a_stop_a_target_and_a_size(document, offered) -> None:
    assert list(offered(document())) == ["stop", "target", "sizing"]


def test_each_click_adds_what_was_offered_and_leaves_the_rest(document, offered, clicked) -> None:
    bare = document()
    for kind, one in offered(bare).items():
        changed = clicked(bare, one.patch)
        restored = changed.model_copy(update={"risk": bare.risk, "sizing": bare.sizing})
        assert changed != bare
        assert restored == bare
        assert kind not in offered(changed)


def test_the_reasons_cite_the_figures_of_the_history(document, offered) -> None:
    found = offered(document())
    stop = found["stop"]
    assert stop.patch[0]["value"] == {"kind": "atr", "multiple": 1.5, "length": 14}
    assert stop.evidence["atr_percent"] == pytest.approx(3.0)
    assert stop.evidence["worst_run_percent"] == pytest.approx(1.0)
    assert "ATR 3.0%" in stop.reason
    assert "1.0% in the worst" in stop.reason
    assert "hit in 0%" in stop.reason
    target = found["target"]
    assert target.patch[0]["value"] == [{"kind": "percent", "value": 2.0}]
    assert target.evidence["best_run_percent"] == pytest.approx(2.0)
    assert "2.0% in the best" in target.reason


@pytest.mark.shared
def test_a_stop_lies_where_usual_noise_seldom_reaches_it(document, offered, apple) -> None:
    stop = offered(document(), apple)["stop"]
    habits = measure(apple, 5, "long")
    multiple = stop.patch[0]["value"]["multiple"]
    assert habits.stopped_share(multiple) <= 0.25
    assert multiple == 1.5 or habits.stopped_share(multiple - 0.5) > 0.25
    assert stop.evidence["hit_share_percent"] == pytest.approx(habits.stopped_share(multiple) * 100, abs=1e-3)


def test_what_is_there_is_not_suggested(document, offered) -> None:
    stopped = {"risk": {"stop_loss": {"kind": "percent", "value": 5}}}
    assert list(offered(document(**stopped))) == ["target", "sizing"]
    trailed = {"risk": {"trailing_stop": {"kind": "percent", "value": 5}}}
    assert "stop" not in offered(document(**trailed))
    aimed = {"risk": {"take_profit": [{"kind": "percent", "value": 5}]}}
    assert "target" not in offered(document(**aimed))
    assert "sizing" not in offered(document(sizing={"kind": "cash", "value": 1000}))
    assert "sizing" not in offered(document(), size_was_said=True)


def test_an_exit_that_reads_the_result_of_the_position_is_a_stop(document, offered) -> None:
    strategy = document()
    exits = [{**rule.model_dump(mode="json")} for rule in strategy.rules]
    exits[1]["when"] = "open_return < -5 or rsi(close, 2) > 60"
    assert "stop" not in offered(document(rules=exits))


def test_with_a_stop_the_size_follows_from_risk_and_without_from_volatility(document, offered) -> None:
    stopped = document(risk={"stop_loss": {"kind": "percent", "value": 5}})
    assert offered(stopped)["sizing"].patch[0]["value"]["kind"] == "risk_percent"
    assert offered(document())["sizing"].patch[0]["value"]["kind"] == "volatility_target"


def test_a_target_for_a_trend_follower_comes_with_a_warning(document, offered) -> None:
    assert "cuts short" in offered(document(), style="trend_following")["target"].reason
    assert "cuts short" not in offered(document(), style="mean_reversion")["target"].reason


@pytest.mark.parametrize(("language", "word"), [("zh-Hans", "没有止损"), ("zh-Hant", "沒有止損")])
def test_reasons_are_told_in_the_persons_language(document, offered, language, word) -> None:
    found = offered(document(), language=language)
    assert word in found["stop"].reason
    for one in found.values():
        told = f"{one.title}{one.reason}"
        assert "{" not in told
        assert not re.search(r"\b(the|stop|target)\b", told)


def test_pairs_and_rotations_are_left_as_they_are(offered) -> None:
    pair = load({"name": "P", "kind": "pairs", "universe": ["KO", "PEP"], "pairs": {"left": "KO", "right": "PEP"},
                 "execution": {"allow_short": True}})  # fmt: skip
    assert offered(pair) == {}


def test_the_usual_holding_is_the_limit_the_measured_one_or_ten_bars(document) -> None:
    limited = document(risk={"max_bars": 4})
    assert usual_holding(limited, 9.0) == Holding(4, "time")
    assert usual_holding(limited, 3.0) == Holding(3, "rules")
    assert usual_holding(document(), 7.5) == Holding(8, "rules")
    assert usual_holding(document(), None) == Holding(10, "default")
