# ruff: noqa: E501 - sentences stand on one line each
"""What is no strategy and no term either: wishes for advice, forecasts, promises, taxes, real orders."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.tongue import Tongue

_TOPICS: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = (
    (
        re.compile(
            r"\b(what|which|any|tell me|recommend|suggest|give me|pick|find|choose)\b[^.;]*\b(stocks?|coins?|crypto|shares?|etfs?|ticker|asset)?\b[^.;]*\b(should|can|could|do|would|to) (i|we|you)? ?(buy|invest|trade|own|short)\b(?!.*\b(when|if|once)\b)|\b(hot|stock|coin) (tips?|picks?)\b|\b(recommend|suggest|pick) (me )?(a|some|any|the best|good) (stock|coin|share|etf|crypto)|^\s*(should|shall|can|may) (i|we) (\w+ )?(buy|sell|invest|short|hold|own|get into)\b(?!.*\b(when|if|once)\b)|\bis (it|now|this) (a )?(good|right|bad) (time|moment|idea)? ?to (buy|sell|invest|short|get in)\b|(推荐|选|挑).{0,6}(股票|只股|币|基金)|买什么(好|股)?|哪(只|个)(股票|币|基金)(好|值得|能买)|什么股票"
        ),
        "I do not recommend what to buy. Tell me a rule instead (what to buy, when, when to sell) and I test it on real history, so that you can see what it would have done.",
        "我不推荐买什么。请告诉我一条规则（买什么、何时买、何时卖），我会用真实历史检验它，让您看到结果。",
    ),
    (
        re.compile(
            r"\b(is|are|will|do you think|where|what will|how high|when will)\b[^.;]*\b(crash|go(ing)? (up|down|to)|rise|fall|moon|recover|rally|happen next|be (worth|in \d{4}))\b[^.;]*\?|\b(price )?(prediction|forecast|outlook)s? (for|of|on)\b|(会不会|会|还能|是否会)(涨|跌|崩|暴涨|暴跌|反弹)吗?|(预测|走势如何|后市)"
        ),
        "Nobody knows what a price will do, and I make no forecasts. I can test what a rule would have done in the past: which rule should it be?",
        "没有人知道价格会怎样，我不做预测。我可以检验一条规则在过去的表现：想检验哪条规则？",
    ),
    (
        re.compile(
            r"\b(tax(es|ed)?|irs|hmrc|capital gains|tax return|deduct(ible)?)\b|报税|纳税|税务|交税|缴税|资本利得"
        ),
        'Taxes depend on where you live; I give no tax advice and a test here knows no taxes. Costs of trading (commission, stamp duty, slippage) can be set: say for example "commission 0.1%".',
        "税务取决于您所在地，我不提供税务建议，回测也不计税。交易成本（佣金、印花税、滑点）可以设置，例如“佣金0.1%”。",
    ),
    (
        re.compile(
            r"\b(guarantee[ds]?|promise|sure profit|risk.?free|can'?t lose|never lose|always win)\b|(保证|稳赚|包赚|稳赢|必赚|不会亏|零风险)"
        ),
        "No: nothing here guarantees a profit, and a good backtest is no promise. Every result shows its uncertainty: the look-ahead proof, the deflated Sharpe ratio, the number of attempts.",
        "不能：这里没有任何东西保证盈利，好的回测也不是承诺。每个结果都会显示其不确定性：未来数据检验、缩水夏普比率、尝试次数。",
    ),
    (
        re.compile(
            r"\b(place|execute|send|make) (real|live|actual) (orders?|trades?)|\btrade (it |this )?(live|for real|for me|with real money)\b|\b(connect|link) (to )?(my )?broker|\blive trading\b|\bpaper trad|(实盘|真实下单|自动下单|连接券商|帮我交易|代客)"
        ),
        "I place no orders and connect to no broker: strategies are read, tested on history and can be exported as a script. What should be tested?",
        "我不下单，也不连接券商：策略只会被解读、用历史数据检验，并可导出为脚本。想检验什么？",
    ),
    (
        re.compile(
            r"\b(get rich|easy money|quick money|fast money|make money (fast|quickly|easily))\b|(赚快钱|快速赚钱|一夜暴富|发财|财务自由)"
        ),
        "There is no quick way that I could offer. What I can do is test an idea honestly: which condition should buy, and which should sell? For example: buy SPY when the close is above its 200-day average, sell when it is below.",
        "我没有快速致富的办法。我能做的是诚实地检验想法：什么条件买入，什么条件卖出？例如：SPY收盘价高于200日均线买入，低于时卖出。",
    ),
    (
        re.compile(
            r"\b(weather|joke|football|recipe|poem|song|movie|president|translate)\b[^.;]*\??$|天气|笑话|足球|菜谱|写诗|唱歌|电影|翻译"
        ),
        "That is outside of what I do: I turn trading ideas into rules and test them. Say what to buy, when, and when to sell.",
        "这不在我的范围内：我把交易想法变成规则并检验。请说明买什么、何时买、何时卖。",
    ),
)
_BYE: Final = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|great|cool|nice|perfect|awesome|good|alright|that's|thats|looks|very|all|well|done|for now|so much|a lot|very much|thanks|thank you|thx|cheers|ty|bye|goodbye|good bye|see you|later|then|got it|i see|understood|makes sense|lol|haha|wow|很好|好的|谢谢|多谢|再见|明白了|知道了|感谢)\b[ ,.!]*)+$|^(?:好的?|很好)?[,，]?(?:谢谢|多谢|感谢|明白了?|知道了|再见)[您你]?[!！。]*$"
)
_RULES: Final = re.compile(
    r"\b(when|if|once|whenever|crosses|above|below|rsi|sma|ema|macd|average|stop)\b.*\b(buy|sell|long|short|exit)\b|\b(buy|sell|long|short|exit)\b.*\b(when|if|once|whenever|above|below|rsi|sma|ema|macd)\b|时(买|卖)|均线|跌破|突破"
)


def small_talk(message: str, tongue: Tongue) -> str | None:
    """Return the answer to a message that wants no strategy, or None where it may want one."""
    text = plain(message)
    if _BYE.match(text):
        return tongue.say(
            "You are welcome. The strategy and its versions are kept; come back to change, run or compare it.",
            "不客气。策略及其版本都已保存，可以随时回来修改、运行或比较。",
        )
    if _RULES.search(text):
        return None
    return next((tongue.say(english, chinese) for pattern, english, chinese in _TOPICS if pattern.search(text)), None)
