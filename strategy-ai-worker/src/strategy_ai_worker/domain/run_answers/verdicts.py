# ruff: noqa: E501 - sentences stand on one line each
"""What a run says beyond its figures: how far it may be believed, what money became, streaks, exits, quiet times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from strategy_ai_worker.domain.advice.languages import Language, Sentence, tell
from strategy_ai_worker.domain.run_answers.question import RunQuestion
from strategy_ai_worker.domain.run_answers.run import day, time_of
from trading_contracts.results import Result, Trade

_FEW: Final = 30
_LIKELY: Final = 0.95
_MONEY: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?) ?(k\b|thousand|万|千)?")
_FACTORS: Final = {"k": 1_000, "thousand": 1_000, "千": 1_000, "万": 10_000}

_HOW_SURE: Final[Sentence] = (
    "The chance that its Sharpe ratio is real, after {trials} tried version(s), is {chance} (deflated Sharpe ratio; 95% and more is convincing).",
    "考虑到试过 {trials} 个版本，夏普比率为真的概率是 {chance}（缩水夏普比率；95% 以上才有说服力）。",
    "考慮到試過 {trials} 個版本，夏普比率為真的機率是 {chance}（縮水夏普比率；95% 以上才有說服力）。",
)
_NOT_MEASURED: Final[Sentence] = (
    "The deflated Sharpe ratio is undefined here ({why}).",
    "缩水夏普比率在此无定义（{why}）。",
    "縮水夏普比率在此無定義（{why}）。",
)
_FEW_TRADES: Final[Sentence] = (
    "{trades} trades are few: chance alone can make such a result; more markets or a longer history would say more.",
    "只有 {trades} 笔交易，偶然性就可能造成这样的结果；用更多品种或更长历史检验更可靠。",
    "只有 {trades} 筆交易，偶然性就可能造成這樣的結果；用更多品種或更長歷史檢驗更可靠。",
)
_LEANS: Final[Sentence] = (
    "One trade alone made {share} of all profits; without it the rest made {rest}.",
    "单独一笔交易就占全部盈利的 {share}；去掉它，其余合计 {rest}。",
    "單獨一筆交易就佔全部盈利的 {share}；去掉它，其餘合計 {rest}。",
)
_NO_PEEK: Final[Sentence] = (
    "Looking ahead is ruled out by running it again on cut histories; over-fitting is not. The sensitivity and walk-forward tests of the workshop show whether neighbouring numbers and later years hold up.",
    "截断历史重跑已排除未来函数，但不能排除过拟合。请用工作台的敏感性和滚动检验查看相邻参数和之后年份是否站得住。",
    "截斷歷史重跑已排除未來函數，但不能排除過擬合。請用工作台的敏感性和滾動檢驗查看相鄰參數和之後年份是否站得住。",
)
_DOUBTFUL: Final[Sentence] = (
    "So: do not trust it yet.", "所以：还不能相信。", "所以：還不能相信。",
)  # fmt: skip
_CONVINCING: Final[Sentence] = (
    "So: it is convincing as far as this history goes; it is no promise.", "所以：就这段历史而言有说服力，但不是承诺。", "所以：就這段歷史而言有說服力，但不是承諾。",
)  # fmt: skip
_BECAME: Final[Sentence] = (
    "{start} would have become {end} after all costs.", "{start} 扣除成本后会变成 {end}。", "{start} 扣除成本後會變成 {end}。",
)  # fmt: skip
_STREAKS: Final[Sentence] = (
    "The longest row of losing trades was {lost}, the longest row of winning ones {won}.",
    "最长连亏 {lost} 笔，最长连赢 {won} 笔。",
    "最長連虧 {lost} 筆，最長連贏 {won} 筆。",
)
_AVERAGES: Final[Sentence] = (
    "{won_count} winning trades made {won} on average, {lost_count} losing ones {lost}.",
    "{won_count} 笔盈利交易平均 {won}，{lost_count} 笔亏损交易平均 {lost}。",
    "{won_count} 筆盈利交易平均 {won}，{lost_count} 筆虧損交易平均 {lost}。",
)
_RARE: Final[Sentence] = (
    "It traded {trades} times in {years} years, one trade in {months} months, and was in the market {exposure} of the time. The entry rule must hold completely before anything is bought: fewer or looser conditions, shorter lengths or more symbols trade more often.",
    "{years} 年中交易 {trades} 次，平均 {months} 个月一次，持仓时间占 {exposure}。入场条件必须全部满足才会买入：减少或放宽条件、缩短周期、增加品种都会增加交易。",
    "{years} 年中交易 {trades} 次，平均 {months} 個月一次，持倉時間佔 {exposure}。進場條件必須全部滿足才會買入：減少或放寬條件、縮短週期、增加品種都會增加交易。",
)
_QUIET: Final[Sentence] = (
    "It was out of the market the longest from {start} to {end}.", "空仓时间最长的一段是 {start} 至 {end}。", "空倉時間最長的一段是 {start} 至 {end}。",
)  # fmt: skip
_ALWAYS_IN: Final[Sentence] = (
    "It was hardly ever out of the market.", "几乎没有空仓。", "幾乎沒有空倉。",
)  # fmt: skip
_NO_TRADES: Final[Sentence] = ("It made no trade at all.", "没有任何交易。", "沒有任何交易。")


def trust(result: Result, language: Language) -> list[str]:
    """Return how far a result may be believed, and why."""
    stats, log = result.summary_stats, result.trade_log
    chance = stats.deflated_sharpe
    lines = [
        tell(_HOW_SURE, language, trials=max(1, stats.trials), chance=f"{chance:.0%}")
        if chance is not None
        else tell(_NOT_MEASURED, language, why=stats.undefined.get("deflated_sharpe", "-"))
    ]
    if len(log) < _FEW:
        lines.append(tell(_FEW_TRADES, language, trades=len(log)))
    gains = [one.pnl for one in log if one.pnl > 0]
    if gains and max(gains) > sum(gains) / 3:
        rest = sum(one.pnl for one in log) - max(gains)
        lines.append(tell(_LEANS, language, share=f"{max(gains) / sum(gains):.0%}", rest=f"{rest:+,.0f}"))
    sure = chance is not None and chance >= _LIKELY and len(log) >= _FEW
    return [*lines, tell(_NO_PEEK, language), tell(_CONVINCING if sure else _DOUBTFUL, language)]


def money(result: Result, question: RunQuestion, language: Language) -> list[str]:
    """Return what the money that is named, or the starting cash, became."""
    stats = result.summary_stats
    found = next((one for one in _MONEY.finditer(question.text) if one.group(2) or len(one.group(1)) > 2), None)
    start = stats.initial_cash
    if found is not None:
        start = float(found.group(1).replace(",", "")) * _FACTORS.get(found.group(2) or "", 1)
    end = start * stats.final_equity / stats.initial_cash
    return [tell(_BECAME, language, start=f"{start:,.0f}", end=f"{end:,.0f}")]


def streaks(result: Result, language: Language) -> list[str]:
    """Return the longest rows of losses and wins, and what they were on average."""
    log = sorted(result.trade_log, key=lambda one: time_of(one, leaves=True) or "9999")
    if not log:
        return [tell(_NO_TRADES, language)]
    rows = [(won, len(list(group))) for won, group in groupby(log, key=lambda one: one.pnl > 0)]
    longest = {won: max((size for found, size in rows if found == won), default=0) for won in (True, False)}
    won, lost = ([one for one in log if (one.pnl > 0) == gains] for gains in (True, False))
    return [
        tell(_STREAKS, language, lost=longest[False], won=longest[True]),
        tell(_AVERAGES, language, won_count=len(won), won=_mean(won), lost_count=len(lost), lost=_mean(lost)),
    ]


def _mean(trades: Sequence[Trade]) -> str:
    return f"{sum(one.return_pct for one in trades) / len(trades):+.2f}%" if trades else "-"


def rarity(result: Result, language: Language) -> list[str]:
    """Return how seldom it traded, and what makes it trade more."""
    stats = result.summary_stats
    years = stats.bars / stats.periods_per_year
    told = {
        "trades": stats.trades,
        "years": f"{years:.1f}",
        "months": f"{12 * years / max(1, stats.trades):.1f}",
        "exposure": f"{stats.exposure or 0:.0%}",
    }
    return [tell(_RARE, language, **told)]


def quiet(result: Result, language: Language) -> list[str]:
    """Return the longest time without a position."""
    stamps = sorted(result.equity_curve)
    spans = sorted((time_of(one, leaves=False), time_of(one, leaves=True) or "9999") for one in result.trade_log)
    if not stamps or not spans:
        return [tell(_NO_TRADES, language)]
    gaps, until = [], stamps[0]
    for begun, ended in [*spans, (stamps[-1], stamps[-1])]:
        gaps.append((sum(until < stamp < begun for stamp in stamps), until, begun))
        until = max(until, ended)
    bars, start, end = max(gaps)
    return [tell(_QUIET, language, start=day(start), end=day(end)) if bars else tell(_ALWAYS_IN, language)]
