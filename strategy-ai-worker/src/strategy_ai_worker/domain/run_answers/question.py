# ruff: noqa: E501 - patterns stand on one line each
"""What is asked about a run: figures, trades of a time, why it won or lost; or nothing of the sort."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from strategy_ai_worker.domain.reading.normal import plain

Topic = Literal[
    "figures", "trades", "why", "benchmark", "drawdown", "years", "extremes",
    "trust", "money", "streaks", "exits", "rarity", "quiet",
]  # fmt: skip

_POLITE: Final = r"^\W*(?:(?:and|but|so|ok(?:ay)?|then|also|please|can you|could you|tell me|explain(?: to me)?|thanks?|thank you|great|cool|nice|perfect|wow|hm+|lol|interesting|good|alright|hey|hi|now)\b[,.!:;)\s]*)*"
_OPENINGS: Final = re.compile(
    _POLITE
    + r"(why (did|didn't|was|wasn't|has|is|does|do|were)\b|when (did|was|were)\b|how (many|much|often|long|did|was|were|good|bad|has)\b|what (was|were|happened|did|made|went)\b|"
    r"what('s| is) (the|its|my) .*\b(of|for|in) (this|that|the (run|strategy|backtest|result|test)|it)\b|"
    r"what('s| is| was| are| were) (the|its|my) (max(imum)? |total |annual |yearly |overall |average )*(draw-?down|sharpe|sortino|calmar|win rate|returns?|profit|profit factor|volatility|exposure|turnover|cagr|number of trades|results?|performance|fees|costs)( ratio)?\W*$|"
    r"which (one )?(was|were|trade|trades|year|month|exit|rule)\b|(did|was|were|has|is) (it|this|that|the (strategy|run|backtest|result))\b|"
    r"(show|list|give)( me)? (the|all|its|my|every) .*(trade|result|figure|stat)|(explain|describe|summari[sz]e) (the|this|that|its|my) (run|result|backtest|trade|drawdown|loss|exit|entry|performance)|"
    r"why (it|the strategy) (bought|sold|lost|made|exited|entered|did))"
)
_ABOUT_RUN: Final = re.compile(
    r"\b(it|its|this|that|good|bad|worth|sell|sold|buy|bought|trades?|traded|exit|exited|enter|entered|entry|short(ed)?|cover(ed)?|draw-?down|return(s|ed)?|sharpe|sortino|calmar|win rate|winners?|losers?|lose|lost|loss(es)?|made|make|earn(ed)?|profit(able)?|results?|perform(ed|ance)?|best|worst|fees|costs?|beat|benchmark|market|buy and hold|position|held|hold|stopped|volatility|exposure|happened|strategy|run|backtest)\b"
)
_CHINESE: Final = re.compile(
    r"(为什么|为何|怎么会|何时|什么时候|多少次|多少笔|几次|几笔|多久|哪(一)?(笔|年|个月)|有没有|是否|表现|结果如何|怎么样).*(卖|买|交易|平仓|开仓|清仓|止损|回撤|收益|胜率|亏|赚|盈|持有|跑赢|大盘|基准|表现|策略|手续费|结果)"
    r"|(回测|策略|这次)(的)?(结果|表现|收益|胜率|最大回撤|夏普).*(多少|如何|怎么样|怎样)"
    r"|(跑赢|战胜).*(大盘|基准|市场|买入持有).*(吗|没有)|(最大回撤|夏普比率|夏普|胜率|总收益|年化收益|收益率)(是|有)?多少"
)
_EDITS: Final = re.compile(
    r"\b(buy|sell|go long|go short|enter|exit|short|cover|close) (it |half |everything |the position )?(when|if|whenever|once|as soon)\b|^\W*(when|if|whenever|once) (the |it |rsi|price|close)|时(就)?(买|卖|平|做)"
)

_ASKS_TOPIC: Final = re.compile(
    _POLITE
    + r"((can|should|could) (i|we) (trust|believe|rely)|is (this|it|that|the (result|strategy))( just| only| really| simply)? (luck|lucky|over-?fit\w*|curve|significant|robust|reliable|random|a fluke|too good|trustworthy)|(longest|worst|biggest) (losing|winning|win|loss) (streak|row)|average (win|winner|loss|loser)\b|how much (would|did|will|does|is|was) .*\b(become|became|grown?|worth|in cash)\b|how (many times|often) (did|was|were|is|does)|why (so|such|are there so|is it so) (few|little|many)|(did|do|does|has|have|was|were) (?:(the|its|my|any|a) )?(stops?|targets?|commissions?|fees|costs?|trailing)\b)"
    r"|^(?!.*(什么是|是什么意思|什么意思|改|加上?|换成|设为|用))(?=.*(哪|多少|几|吗|怎么|如何|为什么|何时|什么时候|没有)).*(交易|回撤|收益|胜率|亏|赚|盈利|手续费|佣金|持仓|连赢|跑赢|触发|可信|靠谱|过拟合|运气|变成|空仓|一年|结果|回测|次数|笔)"
)
_MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH: Final = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in _MONTHS)
_MONTH_YEAR: Final = re.compile(rf"\b({_MONTH})\b\.?,?( of)?\s+(19\d\d|20\d\d)\b")
_DAY_MONTH_YEAR: Final = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})|({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?),?\s+(19\d\d|20\d\d)\b"
)
_MONTH_ALONE: Final = re.compile(rf"\b(?:in|during|of|last|this|every) ({_MONTH})\b")
_NUMERIC: Final = re.compile(r"\b((?:19|20)\d\d)[-/.](\d{1,2})(?:[-/.](\d{1,2}))?\b")
_CHINESE_DATE: Final = re.compile(r"((?:19|20)\d\d)年(?:(\d{1,2})月)?(?:(\d{1,2})[日号])?")
_YEAR: Final = re.compile(r"\b((?:19|20)\d\d)\b")

_TOPICS: Final[tuple[tuple[re.Pattern[str], Topic], ...]] = (
    (re.compile(r"over-?fit|curve.?fit|data.?min|\b(luck|lucky|chance|random|fluke)\b|\btrust\b|\brobust\b|\breliable\b|believ|significan|too good to be true|过拟合|过度拟合|可信|靠谱|可靠|运气|偶然|相信"), "trust"),
    (re.compile(r"\b(would|will|did|does|could)\b.*\b(have )?(become|became|grow|grown|turned? into|be worth|been worth|end(ed)? up (with|at))\b|\b(final|ending|end) (balance|value|equity|capital)\b|(变成|变为|剩下?|最后有?)(了)?多少|翻了?几倍"), "money"),
    (re.compile(r"\b(streak|in a row|consecutive|row of)\b|average (win|winner|loss|loser|gain)|连(续)?(亏|赢|胜|败|赚)|平均(盈利|亏损)"), "streaks"),
    (re.compile(r"\b(stops?|targets?|trailing|time limit|take.?profits?)\b.*\b(hit|trigger\w*|reach\w*|fire\w*|kick\w*|work\w*|times|ever|often)\b|how (many times|often).*\b(stopped|stops?|targets?)\b|(止损|止盈).*(触发|打到|几次|多少次)|(触发|打到).*(止损|止盈)"), "exits"),
    (re.compile(r"\b(so |too )?(few|little|rarely|seldom)\b.*|not (trade|buy|enter)\w* more|(这么|那么|太)少"), "rarity"),
    (re.compile(r"\b(out of the market|in cash|flat|idle|without a (trade|position))\b.*\blongest\b|\blongest\b.*\b(out of the market|in cash|flat|idle|without)\b|空仓.*最(长|久)|最(长|久).*空仓"), "quiet"),
    (re.compile(r"beat|better than|worse than|against the (market|benchmark|index)|buy and hold|benchmark|outperform|underperform|跑赢|战胜|大盘|基准|买入持有"), "benchmark"),
    (re.compile(r"(when|where|how long|why|explain|describe|what caused).*draw-?down|draw-?down.*(when|how long|why|recover)|什么时候.*回撤|回撤.*(什么时候|何时|多久)"), "drawdown"),
    (re.compile(r"(best|worst|largest|biggest) (trade|win|loss|winner|loser)|最(好|差|大).*(交易|一笔|盈利|亏损)|哪(一)?笔|最(好|差|大)的?(一)?笔"), "extremes"),
    (re.compile(r"(best|worst|which) (year|month)|(year|month) (was|is|were|had) (the )?(best|worst)|哪(一)?年|最(好|差)的?(一)?年"), "years"),
    (re.compile(r"(lose|lost|losing|losses|made|make|making|earn|profit|profitable|perform|performance|good|bad|work|fail|happened|went wrong|results?)\b|亏|赚|盈利|表现|怎么样|如何|结果"), "why"),
)  # fmt: skip
_OF_TRADES: Final = re.compile(
    r"\b(sell|sold|selling|buy|bought|buying|exit|exited|exits|enter|entered|entry|trade|trades|traded|shorted|covered|close|closed|stopped|held|position)\b|卖|买|平仓|开仓|清仓|交易|止损|持有"
)
_LEAVES: Final = re.compile(
    r"\b(sell|sold|exit|exited|exits|close|closed|stopped|cover|covered|get out|got out)\b|卖|平仓|清仓|止损"
)
_ASKS_NUMBER: Final = re.compile(
    r"how (many|much|often|long)|what('s| is| was| were) (the|its|my) (?!problem|matter|reason)|多少|几[次笔]|多久"
)


_ENTERS: Final = re.compile(r"\b(buy|bought|enter|entered|entry|opened|shorted)\b|买|开仓|入场|进场")


@dataclass(frozen=True, slots=True)
class RunQuestion:
    """What is asked about a run.

    Attributes:
        when: The beginning of an ISO date ("2020-03", "2020", "2020-03-12"), or "-03-" for any March, or "".
        side: Whether the beginning of a trade is asked about, its end, or any part of it.
    """

    topic: Topic
    text: str
    when: str = ""
    side: Literal["entry", "exit", "any"] = "any"


def run_question(message: str) -> RunQuestion | None:
    """Return what a message asks about a run, or None where it asks nothing of the sort."""
    text = plain(message)
    asks = _ASKS_TOPIC.search(text) or (_OPENINGS.search(text) and _ABOUT_RUN.search(text)) or _CHINESE.search(text)
    if not asks or _EDITS.search(text):
        return None
    when = _when(text)
    return RunQuestion(_topic(text, when), text, when, _side(text))


def _side(text: str) -> Literal["entry", "exit", "any"]:
    if _LEAVES.search(text):
        return "exit"
    return "entry" if _ENTERS.search(text) else "any"


def _topic(text: str, when: str) -> Topic:
    if when and (_OF_TRADES.search(text) or re.search(r"\bhappened\b|\bin the market\b|发生", text)):
        return "trades"
    return next(
        (topic for pattern, topic in _TOPICS if pattern.search(text) and not _is_figure(text, topic)), _rest(text)
    )


def _rest(text: str) -> Topic:
    return (
        "trades"
        if re.search(r"^\W*(why|when|which|show|list|explain)|为什么|为何|何时|什么时候", text)
        and _OF_TRADES.search(text)
        else "figures"
    )


def _is_figure(text: str, topic: Topic) -> bool:
    """Return whether a question of a number is meant: "how many trades lost?" names a figure, not a reason."""
    return topic == "why" and bool(_ASKS_NUMBER.search(text))


_KNOWN_TIMES: Final = (
    (re.compile(r"\b(covid|corona|pandemic)\b|疫情|新冠"), "2020-03"),
    (re.compile(r"\b(financial crisis|great recession|lehman|2008 (crash|crisis))\b|金融危机|金融海啸"), "2008-10"),
    (re.compile(r"\b(dot-?com|tech bubble|internet bubble)\b|互联网泡沫"), "2001"),
)


def _when(text: str) -> str:
    known = next((when for pattern, when in _KNOWN_TIMES if pattern.search(text)), None)
    if known is not None:
        return known
    if found := _NUMERIC.search(text) or _CHINESE_DATE.search(text):
        year, month, day = found.groups()
        return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])
    if found := _DAY_MONTH_YEAR.search(text):
        day = found.group(1) or found.group(4)
        return f"{found.group(5)}-{_number(found.group(2) or found.group(3)):02d}-{int(day):02d}"
    if found := _MONTH_YEAR.search(text):
        return f"{found.group(3)}-{_number(found.group(1)):02d}"
    if found := _MONTH_ALONE.search(text):
        return f"-{_number(found.group(1)):02d}-"
    found = _YEAR.search(text)
    return found.group(1) if found else ""


def _number(month: str) -> int:
    return next(at for at, name in enumerate(_MONTHS, 1) if name.startswith(month[:3]))
