"""What is read out of closes and headlines."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from market_research_service.adapters.finbert import FinbertScorer, NoModel
from market_research_service.adapters.lexicon import LexiconScorer
from market_research_service.adapters.rss import NoFeed, parse_feed
from market_research_service.domain.headlines import RawHeadline, clean_title, overall, relevant, tone
from market_research_service.domain.judgement import Signs, risk_flag, risk_reasons
from market_research_service.domain.regime import read_regime
from market_research_service.domain.trend import read_trend
from market_research_service.domain.volatility import read_volatility
from trading_contracts.insight import FearGreed, MacroReading, Provenance, Sentiment, Trend, VolatilityRegime

NOW = datetime(2024, 6, 3, 12, tzinfo=UTC)
FROM = Provenance(source="file", method="test", as_of=NOW)


@pytest.fixture
def calm() -> VolatilityRegime:
    return VolatilityRegime(label="calm", annualised_volatility=0.1, percentile=0.2, provenance=FROM)


@pytest.fixture
def turbulent() -> VolatilityRegime:
    return VolatilityRegime(label="turbulent", annualised_volatility=0.6, percentile=0.9, provenance=FROM)


def test_a_series_that_rises_all_along_is_an_uptrend() -> None:
    found = read_trend(np.linspace(100, 200, 300))
    assert found is not None
    assert (found.label, found.strength) == ("up", 1.0)


def test_a_series_that_falls_all_along_is_a_downtrend() -> None:
    found = read_trend(np.linspace(200, 100, 300))
    assert found is not None
    assert found.label == "down"


def test_a_short_history_has_no_trend() -> None:
    assert read_trend(np.linspace(100, 110, 59)) is None


def test_a_quiet_end_after_a_wild_past_is_calm_and_the_other_way_round_turbulent() -> None:
    rng = np.random.default_rng(1)
    wild, quiet = rng.normal(0, 0.04, 200), rng.normal(0, 0.002, 40)
    quiet_end = read_volatility(100 * np.exp(np.cumsum(np.append(wild, quiet))), 252)
    wild_end = read_volatility(100 * np.exp(np.cumsum(np.append(np.repeat(quiet, 5), wild[:25]))), 252)
    assert quiet_end is not None
    assert wild_end is not None
    assert (quiet_end.label, wild_end.label) == ("calm", "turbulent")
    assert quiet_end.annualised == pytest.approx(0.002 * np.sqrt(252), rel=0.4)


def test_turbulence_alone_is_medium_and_with_a_falling_trend_high(
    calm: VolatilityRegime, turbulent: VolatilityRegime
) -> None:
    down = Trend(label="down", strength=1, provenance=FROM)
    bad = Sentiment(score=-0.5, label="negative", headlines=3, provenance=FROM)
    assert risk_flag(Signs(None, turbulent, None)) == "medium"
    assert risk_flag(Signs(down, turbulent, None)) == "high"
    assert risk_flag(Signs(None, turbulent, bad)) == "high"
    assert risk_flag(Signs(None, calm, None)) == "low"
    assert risk_flag(Signs(down, calm, None)) == "medium"
    assert risk_flag(Signs(down, None, bad)) is None


def test_the_flag_names_what_it_rests_on(turbulent: VolatilityRegime) -> None:
    down = Trend(label="down", strength=1, provenance=FROM)
    fear = FearGreed(value=10, label="extreme fear", kind="published", provenance=FROM)
    vix = MacroReading(key="vix", name="VIX", value=40, unit="points", reading="high", provenance=FROM)
    told = risk_reasons(Signs(down, turbulent, None, fear, (vix,)))
    assert told == (
        "its volatility is turbulent",
        "it is falling",
        "the mood is one of extreme fear",
        "the VIX is high (40.0)",
    )


def test_direction_and_liveliness_together_are_the_regime(calm: VolatilityRegime, turbulent: VolatilityRegime) -> None:
    trends = {label: Trend(label=label, strength=1, provenance=FROM) for label in ("up", "down", "sideways")}
    assert read_regime(trends["up"], calm) == "rising_calm"
    assert read_regime(trends["down"], turbulent) == "falling_turbulent"
    assert read_regime(trends["sideways"], turbulent) == "sideways"
    assert read_regime(None, calm) is None


def test_only_recent_headlines_that_name_the_asset_count() -> None:
    def headline(title: str, hours: int) -> RawHeadline:
        return RawHeadline(title, "", NOW - timedelta(hours=hours))

    given = [
        headline("Apple beats estimates", 1),
        headline("Apple beats estimates", 2),
        headline("Pineapple harvest grows", 1),
        headline("AAPL downgraded", 3),
        headline("aapl in small letters is no ticker", 3),
        headline("苹果公司大涨", 4),
        headline("Apple was founded", 24 * 30),
    ]
    found = relevant(given, ["Apple", "AAPL", "苹果"], NOW, timedelta(days=7))
    assert [one.title for one in found] == ["Apple beats estimates", "AAPL downgraded", "苹果公司大涨"]


def test_an_old_headline_counts_less_than_a_new_one() -> None:
    assert overall([1.0, -1.0], [timedelta(0), timedelta(days=2)]) == pytest.approx(1 / 3)
    assert [tone(0.01), tone(0.3), tone(-0.3)] == ["neutral", "positive", "negative"]


def test_markup_is_taken_out_of_titles() -> None:
    assert clean_title(" <b>Apple &amp; Co</b>\n  <script>x</script>rises ") == "Apple & Co x rises"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Shares plunge after bankruptcy warning", -1),
        ("Company beats estimates and raises dividend", 1),
        ("Analysts downgrade the stock", -1),
        ("比特币暴跌创新低", -1),
        ("腾讯盈利超预期，股价大涨", 1),
        ("The meeting takes place on Tuesday", 0),
    ],
)
def test_the_lexicon_knows_the_words_of_finance(text: str, sign: int) -> None:
    assert np.sign(LexiconScorer().scores([text])[0]) == sign


@pytest.mark.shared
def test_the_lexicon_agrees_with_people_about_tweets(shared: Path) -> None:
    lines = (shared / "data/news/vader_tweets_GroundTruth.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    ours = LexiconScorer().scores([row[2] for row in rows])
    assert float(np.corrcoef([float(row[1]) for row in rows], ours)[0, 1]) > 0.86


@pytest.mark.shared
def test_real_feeds_give_their_titles_and_links(shared: Path) -> None:
    folder = shared / "data/news"
    checked = 0
    for path in sorted((folder / "rss_expected").glob("*.json")):
        source = next((folder / "rss_input").glob(f"{path.stem}.*"), None)
        if source is None or path.stem in ("unrecognized", "encoding"):
            continue
        expected = json.loads(path.read_text(encoding="utf-8"))["feed"]["items"]
        dated = {clean_title(item.get("title", "")) for item in expected if item.get("isoDate")}
        found = parse_feed(source.read_bytes())
        assert {one.title for one in found} <= {clean_title(item.get("title", "")) for item in expected}, path.stem
        if dated and found:
            checked += 1
            assert len({one.title for one in found} & dated) >= 0.9 * len(dated - {""}), path.stem
    assert checked >= 5


def test_a_web_page_is_no_feed() -> None:
    with pytest.raises(NoFeed):
        parse_feed(b"<html><body>Sign in</body></html>")


def test_a_link_that_is_no_web_address_is_not_passed_on() -> None:
    feed = (
        b'<?xml version="1.0"?><rss version="2.0"><channel><item><title>A</title><link>javascript:alert(1)</link>'
        b"<pubDate>Mon, 03 Jun 2024 10:00:00 GMT</pubDate></item></channel></rss>"
    )
    assert [(one.title, one.url) for one in parse_feed(feed)] == [("A", "")]


def test_finbert_without_weights_says_what_is_lacking(tmp_path: Path) -> None:
    with pytest.raises(NoModel, match=r"lacks|not installed"):
        FinbertScorer(tmp_path)


def test_finbert_reads_a_model_from_its_folder(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx", reason="onnx, which makes the tiny model, is not installed")
    tokenizers = pytest.importorskip("tokenizers", reason="the extra finbert is not installed")
    pytest.importorskip("onnxruntime", reason="the extra finbert is not installed")
    words = {"[UNK]": 0, "[PAD]": 1, "good": 2, "bad": 3}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    (tmp_path / "config.json").write_text('{"id2label": {"0": "positive", "1": "negative", "2": "neutral"}}')
    table = np.array([[0, 0, 1], [0, 0, 0], [9, 0, 0], [0, 9, 0]], dtype=np.float32)
    graph = onnx.helper.make_graph(
        [
            onnx.helper.make_node("Gather", ["table", "input_ids"], ["each"]),
            onnx.helper.make_node("ReduceSum", ["each", "axis"], ["logits"], keepdims=0),
        ],
        "tiny",
        [onnx.helper.make_tensor_value_info("input_ids", onnx.TensorProto.INT64, ["batch", "length"])],
        [onnx.helper.make_tensor_value_info("logits", onnx.TensorProto.FLOAT, ["batch", 3])],
        [onnx.numpy_helper.from_array(table, "table"), onnx.numpy_helper.from_array(np.array([1]), "axis")],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(tmp_path / "model.onnx"))
    scores = FinbertScorer(tmp_path).scores(["good good", "bad", "whatever"])
    assert scores[0] > 0.9
    assert scores[1] < -0.9
    assert abs(scores[2]) < 0.01
