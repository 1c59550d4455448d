# ruff: noqa: E501 - word lists and sentences stand on one line each
"""Ideas without numbers in their textbook form: every number is an assumption and a parameter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from strategy_ai_worker.domain.reading.compose import settings_of
from strategy_ai_worker.domain.reading.lexemes import Lexeme, Span
from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.read import Understood
from strategy_language.document import Assumption, Parameter, Rule, Strategy
from strategy_language.document.portfolio import Pairs


@dataclass(frozen=True, slots=True)
class Textbook:
    """One well-known form of an idea. Parameters: name -> (value, low, high, step, label)."""

    words: str
    title: str
    enter: str
    leave: str
    parameters: dict[str, tuple[float, float, float, float, str]]


_FORMS: Final = (
    Textbook(
        r"golden cross|death cross|黄金交叉|金叉", "Golden cross",
        "crosses_above(sma(close, fast), sma(close, slow))", "crosses_below(sma(close, fast), sma(close, slow))",
        {"fast": (50, 10, 100, 5, "Fast average, bars"), "slow": (200, 100, 300, 10, "Slow average, bars")},
    ),
    Textbook(
        r"macd", "MACD crossover",
        "crosses_above(macd(close, fast, slow, signal).macd, macd(close, fast, slow, signal).signal)",
        "crosses_below(macd(close, fast, slow, signal).macd, macd(close, fast, slow, signal).signal)",
        {"fast": (12, 5, 20, 1, "Fast average, bars"), "slow": (26, 15, 50, 1, "Slow average, bars"), "signal": (9, 3, 20, 1, "Signal line, bars")},
    ),
    Textbook(
        r"supertrend|超级趋势", "Supertrend",
        "supertrend(length, width).direction > 0", "supertrend(length, width).direction < 0",
        {"length": (10, 5, 30, 1, "ATR length, bars"), "width": (3, 1, 6, 0.5, "Distance, ATRs")},
    ),
    Textbook(
        r"bollinger|布林", "Bollinger mean reversion",
        "close < bbands(close, length, width).lower", "close > bbands(close, length, width).middle",
        {"length": (20, 10, 50, 5, "Band length, bars"), "width": (2, 1, 3, 0.25, "Band width, deviations")},
    ),
    Textbook(
        r"\brsi\b|oversold|overbought|超卖|超买", "RSI mean reversion",
        "rsi(close, length) < oversold", "rsi(close, length) > overbought",
        {"length": (14, 2, 30, 1, "RSI length, bars"), "oversold": (30, 5, 45, 5, "Oversold level"), "overbought": (70, 55, 95, 5, "Overbought level")},
    ),
    Textbook(
        r"vol(atility)?.{0,3}(break ?-?out|expansion)|波动率?突破", "Volatility breakout",
        "close > close[1] + width * atr(length)[1]", "close < lowest(low, exit_bars)[1]",
        {"length": (14, 5, 30, 1, "ATR length, bars"), "width": (1, 0.5, 3, 0.25, "Move to break, ATRs"), "exit_bars": (10, 5, 50, 5, "Bars of the low that ends it")},
    ),
    Textbook(
        r"turtle|break ?-?outs?\b|donchian|channel|海龟|突破", "Breakout",
        "close > highest(high, entry_bars)[1]", "close < lowest(low, exit_bars)[1]",
        {"entry_bars": (20, 10, 100, 5, "Bars of the high to break"), "exit_bars": (10, 5, 50, 5, "Bars of the low that ends it")},
    ),
    Textbook(
        r"mean.?reversi|revert|fade|contrarian|均值回归|均值回复|反转|逆势", "Mean reversion",
        "zscore(close, length) < -entry_z", "zscore(close, length) > 0",
        {"length": (20, 10, 60, 5, "Length of the mean, bars"), "entry_z": (2, 1, 3, 0.25, "Deviations below the mean")},
    ),
    Textbook(
        r"trend.?follow|moving averages?|\bma\b|crossovers?|趋势跟踪|趋势跟随|顺势|均线", "Trend following",
        "sma(close, fast) > sma(close, slow)", "sma(close, fast) < sma(close, slow)",
        {"fast": (20, 5, 60, 5, "Fast average, bars"), "slow": (100, 40, 250, 10, "Slow average, bars")},
    ),
    Textbook(
        r"momentum|relative strength|动量|动能", "Momentum",
        "roc(close, length) > 0", "roc(close, length) < 0",
        {"length": (126, 20, 252, 5, "Bars of the return")},
    ),
    Textbook(
        r"volatility|vol\b|低波动|波动率", "Low volatility",
        "natr(length) < calm and close > sma(close, trend)", "natr(length) > rough",
        {"length": (14, 5, 30, 1, "ATR length, bars"), "calm": (1.5, 0.5, 5, 0.25, "Calm: ATR percent below"), "rough": (2.5, 1, 10, 0.25, "Rough: ATR percent above"), "trend": (100, 50, 250, 10, "Trend average, bars")},
    ),
)  # fmt: skip
_NUMBERS: Final = re.compile(r"\d+(?:\.\d+)?")
_ASKED: Final = re.compile(
    r"strateg|system|trade|trading|backtest|test|try|build|create|make|want|play|approach|\bdo\b|something|idea|\buse\b|\brun\b|\bgive\b|\bneed\b|\blike\b|concept|\b(?:defaults?|settings|parameters)\b|策略|交易|系统|回测|测试|做"
)
_TARGETS: Final = re.compile(r"\bvol(atility)? target|\btarget(ing)? vol|目标波动|波动率目标")
"""A way to size positions, and no idea of when to hold them."""
_VAGUE_DEED: Final = re.compile(r"\b(buy|sell|enter|exit|go long)\b.*\b(when|if|whenever|once)\b|时(买|卖)|(买|卖).*时")


def concept(message: str, understood: Understood) -> Strategy | None:
    """Return the textbook strategy of an idea that a message names without rules, or None."""
    text = plain(message)
    universe = tuple(understood.draft.universe)
    if not universe or _VAGUE_DEED.search(text) or _has_rules(understood) or _TARGETS.search(text):
        return None
    if len(universe) == 2 and re.search(r"\bpairs?\b|spread|stat.?arb|配对|套利|价差", text):
        return _pair(universe, understood, message)
    form = next((form for form in _FORMS if re.search(form.words, text)), None)
    if form is None or not (_ASKED.search(text) or len(text.split()) <= 6):
        return None
    return Strategy(
        name=f"{form.title} on {', '.join(universe)}"[:120],
        universe=universe,
        timeframe=understood.draft.timeframe,
        parameters=tuple(
            Parameter(name=name, value=value, low=low, high=high, step=step, label=label)
            for name, (value, low, high, step, label) in form.parameters.items()
        ),
        rules=(
            Rule(id="r1", action="enter_long", when=form.enter, source=message.strip()[:300]),
            Rule(id="r2", action="exit_long", when=form.leave, source=message.strip()[:300]),
        ),
        **settings_of(understood.draft),
        assumptions=(
            Assumption(
                field="rules", value=form.title, why="the idea was named without rules; this is its textbook form"
            ),
            *(
                Assumption(field=f"parameters.{name}", value=value, why="not said; a usual choice, to be varied")
                for name, (value, *_) in form.parameters.items()
            ),
        ),
    )


def _has_rules(understood: Understood) -> bool:
    """Return whether a message says on what to buy and on what to sell: it is no bare idea, though it was not read."""
    lexemes = understood.cursor.lexemes
    opens = any(one.has("ACT", "buy", "short", "enter") for one in lexemes)
    closes = any(one.has("ACT", "sell", "exit", "cover") for one in lexemes)
    compares = any(one.has("PART") or one.has("CMP", ">", "<") for one in lexemes)
    crosses = any(one.has("X") for one in lexemes) and any(one.has("IND") for one in lexemes)
    return opens and closes and (compares or crosses)


def says_more(understood: Understood, textbook: Strategy) -> bool:
    """Return whether a message names numbers that its textbook form does not have: then it is no bare idea."""
    settled = _NUMBERS.findall(textbook.model_dump_json(exclude={"name", "rules", "parameters"}))
    told = {*map(float, settled), *(parameter.value for parameter in textbook.parameters)}
    lexemes = understood.cursor.lexemes
    said = [value for one in lexemes if isinstance(value := one.get("NUM") or one.get("PCT"), int | float)]
    framed = [one.get("NUM") for one in lexemes if one.has("TF") or (understood.timeframe_said and _is_of_clock(one))]
    return any(abs(float(value)) not in told and value not in framed[:1] for value in said)


def _is_of_clock(lexeme: Lexeme) -> bool:
    """Return whether a length of time can be that of the bars themselves: "30 minutes", "4 hours"."""
    span = lexeme.get("SPAN")
    return isinstance(span, Span) and span.unit in ("minute", "hour")


def _pair(universe: tuple[str, ...], understood: Understood, message: str) -> Strategy:
    said = Pairs(left=universe[0], right=universe[1], source=message.strip()[:300])
    numbers = {"z_length": 60, "hedge_length": 60, "enter_z": 2, "exit_z": 0.5}
    return Strategy(
        name=f"Pairs trade {universe[0]} / {universe[1]}"[:120],
        kind="pairs",
        universe=universe,
        timeframe=understood.draft.timeframe,
        pairs=said,
        execution={"allow_short": True},
        assumptions=tuple(
            Assumption(field=f"pairs.{name}", value=value, why="not said; a usual choice")
            for name, value in numbers.items()
        ),
    )
