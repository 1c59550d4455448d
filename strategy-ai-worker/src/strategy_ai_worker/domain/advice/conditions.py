# ruff: noqa: E501 - sentences stand on one line each
"""In which markets rules of each kind have done well, and in which badly."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from strategy_ai_worker.domain.advice.languages import Language, Sentence, tell
from strategy_ai_worker.domain.advice.style import Sign, Style
from strategy_language.conversation import MarketConditions


class _Words(NamedTuple):
    title: Sentence
    works_when: Sentence
    struggles_when: Sentence


_KINDS: Final[Mapping[Style, _Words]] = {
    "trend_following": _Words(
        ("Trend following", "趋势跟踪", "趨勢跟蹤"),
        ("Prices move in one direction for weeks or months; a few long trends pay for many small losses.", "价格连续数周或数月朝一个方向运行；少数大趋势弥补许多小亏损。", "價格連續數週或數月朝一個方向運行；少數大趨勢彌補許多小虧損。"),
        ("Sideways markets: it buys late and sells late, again and again. Expect a low share of winning trades.", "横盘震荡时会反复追高杀低；胜率通常偏低。", "橫盤震盪時會反覆追高殺低；勝率通常偏低。"),
    ),
    "momentum": _Words(
        ("Momentum", "动量", "動量"),
        ("Strength goes on: what rose keeps rising, in calm and rising markets.", "强者恒强：平稳上涨的市场里，涨过的继续涨。", "強者恆強：平穩上漲的市場裡，漲過的繼續漲。"),
        ("Sudden reversals after a crash or a bubble, when yesterday's winners fall hardest.", "崩盘或泡沫后的急剧反转，此时前期强势品种跌得最深。", "崩盤或泡沫後的急劇反轉，此時前期強勢品種跌得最深。"),
    ),
    "breakout": _Words(
        ("Breakout", "突破", "突破"),
        ("A quiet range ends in a strong move that goes on.", "安静的区间之后出现持续的强势行情。", "安靜的區間之後出現持續的強勢行情。"),
        ("Ranges that hold: the price breaks out and falls back the next day (false breakouts).", "区间未被真正突破：价格突破后很快跌回（假突破）。", "區間未被真正突破：價格突破後很快跌回（假突破）。"),
    ),
    "mean_reversion": _Words(
        ("Mean reversion", "均值回归", "均值回歸"),
        ("Prices swing around a level; panic and greed are exaggerated and come back within days.", "价格围绕某一水平波动；恐慌与贪婪过度后在数日内回归。", "價格圍繞某一水平波動；恐慌與貪婪過度後在數日內回歸。"),
        ("Lasting falls: it buys into weakness that grows worse. Many small gains, now and then a large loss.", "持续下跌时越跌越买；多数小赚，偶尔大亏。", "持續下跌時越跌越買；多數小賺，偶爾大虧。"),
    ),
    "seasonal": _Words(
        ("Calendar pattern", "日历规律", "日曆規律"),
        ("The habit of the calendar goes on (fund flows, pay days, holidays).", "日历效应（资金流、发薪日、节假日）继续存在。", "日曆效應（資金流、發薪日、節假日）繼續存在。"),
        ("The pattern was chance, or too many have found it: it rests on few repetitions a year.", "规律只是偶然，或已被太多人利用：每年重复次数很少。", "規律只是偶然，或已被太多人利用：每年重複次數很少。"),
    ),
    "intraday": _Words(
        ("Intraday", "日内交易", "日內交易"),
        ("Lively sessions with large ranges and tight spreads.", "波动大、价差小的活跃交易时段。", "波動大、價差小的活躍交易時段。"),
        ("Quiet sessions: costs and slippage eat many small trades.", "清淡时段：手续费和滑点吃掉许多小额交易。", "清淡時段：手續費和滑點吃掉許多小額交易。"),
    ),
    "pattern": _Words(
        ("Chart pattern", "形态", "形態"),
        ("The pattern marks a real change between buyers and sellers, best together with a trend.", "形态确实反映多空力量变化，与趋势配合时效果更好。", "形態確實反映多空力量變化，與趨勢配合時效果更好。"),
        ("Most times: patterns are frequent and weak by themselves; look at how many trades support the result.", "多数时候：形态常见而单独使用时很弱；请看结果有多少交易支持。", "多數時候：形態常見而單獨使用時很弱；請看結果有多少交易支持。"),
    ),
    "rotation": _Words(
        ("Rotation", "轮动", "輪動"),
        ("Assets differ: leaders stay leaders for months.", "资产之间分化：强势品种领先数月。", "資產之間分化：強勢品種領先數月。"),
        ("Everything falls together, or the lead changes at every rebalance.", "全部同跌，或每次调仓领先者都更替。", "全部同跌，或每次調倉領先者都更替。"),
    ),
    "pairs": _Words(
        ("Pairs trade", "配对交易", "配對交易"),
        ("Two related assets drift apart and come back; the direction of the market matters little.", "两个相关品种价差扩大后回归；与市场方向关系不大。", "兩個相關品種價差擴大後回歸；與市場方向關係不大。"),
        ("The relation breaks for good (a merger, a new business): the spread keeps widening.", "关系永久破裂（并购、业务改变），价差不断扩大。", "關係永久破裂（併購、業務改變），價差不斷擴大。"),
    ),
    "allocation": _Words(
        ("Fixed weights", "固定权重配置", "固定權重配置"),
        ("The parts rise over the years and do not all fall at once.", "各部分长期上涨，且不会同时下跌。", "各部分長期上漲，且不會同時下跌。"),
        ("All parts fall together, as in a crisis or when rates jump.", "各部分同时下跌，例如危机或利率骤升时。", "各部分同時下跌，例如危機或利率驟升時。"),
    ),
    "mixed": _Words(
        ("Mixed rules", "混合规则", "混合規則"),
        ("The rules combine several ideas; look at which of them carries the result.", "规则混合了多种思路；请看收益主要来自哪一种。", "規則混合了多種思路；請看收益主要來自哪一種。"),
        ("Hard to say beforehand: test the rules one by one.", "难以预先判断：建议逐条测试。", "難以預先判斷：建議逐條測試。"),
    ),
}  # fmt: skip


def conditions(sign: Sign, language: Language) -> MarketConditions:
    """Return which markets the rules need, in words."""
    words = _KINDS[sign.style]
    return MarketConditions(
        style=sign.style,
        title=tell(words.title, language),
        works_when=tell(words.works_when, language),
        struggles_when=tell(words.struggles_when, language),
        because=sign.words,
    )
