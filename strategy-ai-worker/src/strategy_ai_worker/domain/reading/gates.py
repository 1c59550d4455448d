# ruff: noqa: E501 - word lists and sentences stand on one line each
"""What must not be read as a strategy: attacks, wishes that no data can serve, and plain questions."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.about_document import about_document
from strategy_ai_worker.domain.about_parts import about_part
from strategy_ai_worker.domain.about_versions import about_versions
from strategy_ai_worker.domain.glossary import define, is_thanks, terms_in
from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.small_talk import small_talk
from strategy_language.conversation import Question

_INJECTION: Final = re.compile(
    r"(ignore|disregard|forget|override|bypass)\s+(all\s+|any\s+)?(of\s+)?(the\s+|your\s+|my\s+|these\s+|those\s+)?(previous|prior|above|earlier|preceding|existing|safety|system|current)?\s*(instructions?|rules?|prompts?|guidelines?|guardrails?|restrictions?|directives?|checks?|constraints?)"
    r"|you are (now|no longer) |pretend (to be|you are)|act as (a|an|if)\b|developer mode|jailbreak|dan mode|do anything now|system prompt|hidden prompt|your (initial |original |secret )?(instructions|prompt)\b|^\W*(system|assistant|developer)\s*:|reveal (your|the) |print (your|the) (prompt|instructions|secret|key|environment)|new instructions:|repeat (?:the|all|everything|your) (?:words?|text|sentences?|messages?|instructions?)?\s*(?:above|before|preceding)|(ignore|disregard|forget|override) (everything|all|anything) (that (came|was said) )?(above|before|prior|previous\w*|so far|you were told)|\badmin(istrator)? (token|password|key)|[\"']role[\"']\s*:\s*[\"']system|(dump|show|print|reveal|output) (your|the server's|the) (configuration|config|settings file|source code)|"
    r"\bimport\s+(os|sys|subprocess|socket|shutil|requests|pickle|ctypes|builtins)\b|__import__|\bos\.(system|popen|environ|remove)|subprocess|\beval\s*\(|\bexec\s*\(|\bopen\s*\(\s*['\"]|/etc/passwd|\brm\s+-rf|\bcurl\s+http|\bwget\s|drop\s+table|union\s+select|;\s*--|or\s+1\s*=\s*1|<\s*script|javascript:|onerror\s*=|\$\{jndi|\.\./\.\./|"
    r"api[_ ]?keys?\b.*(show|reveal|print|send|give|leak|dump)|(show|reveal|print|send|give|leak|dump|output|tell).*(api[_ ]?keys?|passwords?|secrets?|credentials|environment variables|env vars|\.env|tokens of)|database password|secret key|"
    r"execute (this|the following) (code|python|shell|command)|run (this|the following) (code|python|shell|command|script)|disable (the )?(sandbox|safety|checks|look-?ahead)|skip (the )?(safety|look-?ahead|static) checks?|<\|im_start\|>|\[system\]|\[inst\]|base64|"
    r"\bglobals\(\)|__class__|__subclasses__|getattr\s*\(|lambda\s*:|while true|fork bomb|:\(\)\s*\{|shutdown\b|format c:|"
    r"忽略(以上|之前|前面|所有|上述|一切|此前|先前)|无视(以上|之前|前面|所有|上述|一切|此前|你的)|系统提示|你现在是|扮演|提示词|执行(以下|这段|下面)(的)?(代码|命令|脚本)|运行(以下|这段|下面)(的)?(代码|命令|脚本)|显示.*密钥|输出.*密钥|(告诉|给|显示|输出|透露|交出).{0,8}(密钥|密码|令牌|api ?key)|删除数据库|删库|泄露|绕过.*(检查|限制|规则)|不要遵守",
    re.DOTALL,
)

_INFEASIBLE: Final[tuple[tuple[str, str, str], ...]] = (
    (
        r"\btweet|\btwitter|\bx post|social media|\breddit|wallstreetbets|\bwsb\b|stocktwits|\bfacebook post|instagram|tiktok|telegram|discord|elon (musk )?(posts|says)|influencer|trump (posts|says|tweets)|推特|微博|社交媒体|发推|推文|抖音|小红书|雪球|微信群|股吧|喊单|带单|荐股|公众号|直播间|大v推荐",
        "Tweets and other social media posts are no data that this platform has: there is no social media history to test against.",
        "本平台没有社交媒体（推文、微博等）的历史数据，无法进行测试。",
    ),
    (
        r"\bdelta\b(?! neutral| air)|-delta|\bgamma\b|\btheta\b|\bvega\b|\bput(s)?\b(?! (on|in|into|a|the|my|it|half|\$|\d|everything|all|some|each|about|equal|an|another|up|down|together|them|this|that|simply|of|money|no|\w+ (percent|dollars|thirds?|halves|quarters?|fifths?|tenths?)))|\bcall options?\b|\bputs?\b( options?)|options?\b (chain|premium|contract|expir|strateg|trading|spread)|(sell|buy|write|trade|long|short)( \w+)? (calls?|options?)\b|(?:with|using|trade|trading|buy|buying|sell|selling) (?:\w+ ){0,2}options\b|covered call|iron condor|straddle|strangle|butterfly spread|implied vol|\biv rank|iv percentile|credit spread|debit spread|(?<!line )\bstrike\b(?! while)|open interest|put.?call ratio|options? flow|unusual options|gamma squeeze|vertical spread|wheel strategy|\bdte\b|期权|认沽|认购|看跌期权|看涨期权|隐含波动率|行权|未平仓|备兑|跨式",
        "Options (puts, calls, strikes, deltas and other Greeks, implied volatility) cannot be traded here: there are no option prices or Greeks in the data, only bars of stocks, indices and coins.",
        "这里无法交易期权（认购、认沽、Delta、Theta 等希腊值、隐含波动率）：数据中只有股票、指数和加密货币的K线，没有期权价格。",
    ),
    (
        r"order ?book|level (2|ii|two)|market depth|bid.?ask (spread|imbalance)|\bdom\b|order flow|footprint|\bdelta volume|tape reading|time and sales|depth of market|queue position|iceberg|dark pool|market mak|\bquote stuffing|盘口|订单簿|委托队列|挂单簿|逐笔|(买一|卖一)(?![半成部些点手股笔份个次天日周只张倍，,])|五档|十档|暗池|主力资金|北向资金|南向资金|融资余额|融资融券余额|资金流入",
        "Order books, market depth, order flow and dark pools are not in the data: strategies here see bars (open, high, low, close, volume).",
        "数据中没有订单簿、盘口深度、逐笔成交或资金流向：策略只能看到K线（开、高、低、收、量）。",
    ),
    (
        r"\btick data|\bevery tick|\btick by tick|tick chart|millisecond|microsecond|high.?frequency|\bhft\b|nanosecond|latency arb|\b\d+[- ]?seconds?\b|\bseconds? (chart|bars|candles)|\bscalp.*(seconds?|ticks?)\b|毫秒|高频|逐tick|秒级|秒线",
        "Ticks, seconds and milliseconds are finer than the data: the shortest bars are one minute.",
        "逐笔和秒级（高频、毫秒）数据不可用：最短周期是1分钟K线。",
    ),
    (
        r"most shorted|short (?:interest|squeeze|float)|days to cover|\binsiders?\b|\bform 4\b|\bsec filing|\bceo\b|\bcfo\b|congress|senator|pelosi|13f|hedge funds? (buy|hold|own)|buffett|institutional (buy|own|hold)|whale(?!-)|on.?chain|wallet|hash ?rate|\bgas fees?\b|内部人|内幕|国会|巴菲特|巨鲸|链上|大股东|高管|龙虎榜|机构席位|游资|国家队|机构(买入|增持|建仓)",
        "What insiders, CEOs, politicians, funds, short sellers or wallets do is not in the data; no such feed can be tested here.",
        "内部人、高管、政客、基金或链上钱包的动向不在数据中，无法测试。",
    ),
    (
        r"earnings|\beps\b|\bp/?e\b( ratio)?|price.to.earnings|price.to.book|p/b ratio|book value|\bdividend yield|\bex-?dividend|\bdividend (?:date|day|announcement)|\b(?:before|after|when|on|of) (?:a|an|the|its|any) (?:stock |share )?splits?\b|\b(?:added to|joins|included in|dropped from|removed from) the (?:index|s&p|dow|nasdaq|russell)|\bdividends?\b.*(announce|raise|cut|increase)|free cash flow|revenue|balance sheet|profit margin|\broe\b|market cap|analyst|upgrade|downgrade|price target from|guidance|fundamental|buyback|book-to-market|debt.to.equity|ipo\b|stock split announce|财报|盈利公告|市盈率|市净率|业绩|营收|分析师|评级|股息率|基本面|净利润|市值|毛利|现金流|回购",
        "Earnings, valuations, analyst ratings and other fundamentals are not in the data; strategies here are built from prices, volume and time.",
        "财报、估值、分析师评级等基本面数据不可用；策略只能基于价格、成交量和时间。",
    ),
    (
        r"\b(when|whenever|if|once|every time|after|as soon as) (?:\w+ ){1,3}(mentions?|mentioned|announces?|announced|hints?|endorses?|praises?|talks? about|gives? (an|a) interview)\b|\bnews\b|headline|antitrust|\blawsuits?\b|\bcourt\b|\brulings?\b|\bverdicts?\b|\bfda\b|\bregulators?\b|\bpatents?\b|\bmergers?\b|\btakeovers?\b|\bacquisition\b|\bscandals?\b|whistle-?blower|\b(?:beats?|misses|missed|tops?) (?:the )?(?:expectations|estimates|forecasts|consensus)\b|\bsanctions\b|\btariffs?\b|\bbankruptcy\b|\bresigns\b|\b(?:elon|musk|zuckerberg|bezos|tim cook|trump|yellen|cathie wood)\b|sentiment|press release|\bfed (?:is |are )?(?:not )?(?:announce|meet|meets|meeting|raises|cuts|hikes|decision|speak)|\bfomc\b|\bcpi\b (print|release|report|come|data|number|is|above|below)|rate (cut|hike|decision)|\bopec\b|\bannouncements?\b|(inventory|inventories|eia|wasde) report|product launch|\b(?:is|are|gets?) (?:launched|unveiled)\b|prime day|(?:oil|crude|fuel|gas|gasoline|petroleum) (?:inventory|inventories|stockpiles?|stocks fall|supply)|(?:iphone|console|game|car|model|drug|rocket|app|chip|new \w+) (?:launch|release|unveiling)|keynote|press conference|\becb\b|\bboj\b|central bank|jobs report|nonfarm|non.?farm|unemployment|\bgdp\b|interest rate decision|powell|\binflation\b|\binterest rates?\b|yield curve|geopolitic|\bwar\b|election|新闻|消息面|利好|利空|舆情|情绪指数|美联储|加息|降息|非农|选举|战争|宣布|突发",
        "News, sentiment, speeches and economic releases cannot be conditions of a test here: there is no dated news feed behind the bars.",
        "新闻、情绪、讲话和经济数据公布不能作为回测条件：K线背后没有带时间戳的新闻源。",
    ),
    (
        r"weather|hurricane|typhoon|earthquake|snowfall|rainfall|\b(?:full|new|half|blue) moon|(?<!to )\bthe moon\b|moon phases?|lunar|astrolog|horoscope|zodiac|mercury|planet|sunspot|super ?bowl|coin (flip|toss)|dream|gut feeling|feels? right|(when|if|whenever|once|until) my (wife|dog|cat|mother|uncle|friend|brother|barber|neighbou?r)|tarot|feng shui|google trends|\bsearches (?:for|of)\b|search (volume|interest)|satellite|credit card data|foot traffic|天气|月亮|月相|满月|星座|占星|水逆|黄历|梦|直觉|风水|算命|抛硬币|谷歌趋势|搜索量|下雨",
        "That depends on something outside the market's own data (weather, stars, feelings, searches): there is no series of it to test with.",
        "这依赖于市场数据之外的信息（天气、星象、感觉、搜索量等），没有可供测试的数据序列。",
    ),
    (
        r"machine learning|neural net|deep learning|\blstm\b|transformer model|\bgpt\b|\bchatgpt\b|reinforcement learning|random forest|xgboost|train (a|an|the) (model|network)|ai model|\b(?:smart|self.?learning|adaptive|trained) (?:ai|bot|algo\w*)\b|\blearns? from (?:each|every|its|past|the) |\blet (?:the |an )?ai\b|ai predict|genetic algorithm|神经网络|深度学习|机器学习|强化学习|训练模型|大模型|人工智能预测",
        "Trained models (machine learning, neural networks) are not part of the strategy language: every rule must be readable and exact.",
        "策略语言不包含训练模型（机器学习、神经网络）：每条规则都必须可读且精确。",
    ),
    (
        r"(between|and|vs\.?|against) (binance|coinbase|kraken|bitstamp|okx|bybit|bitfinex|kucoin|huobi)\b|grid (bot|trading|strategy)|martingale with no|arbitrage between (exchanges|two exchanges)|cross.?exchange|contango|backwardation|calendar spreads?|futures? (?:curve|roll|rolls|spreads?)|term structure|triangular arbitrage|(?<!% )funding rate(?! (?:of|at) -?\d)|liquidation|mev\b|airdrop|staking|yield farm|网格交易|跨交易所|搬砖|三角套利|资金费率|爆仓|质押|挖矿",
        "Grids, curves and spreads of futures, arbitrage across exchanges, funding, liquidations and on-chain yields need data and orders that are not here.",
        "网格、跨交易所套利、资金费率、爆仓和链上收益需要这里没有的数据和订单类型。",
    ),
)
_COMPILED: Final = tuple((re.compile(pattern), english, chinese) for pattern, english, chinese in _INFEASIBLE)

_FUTURE: Final = re.compile(
    r"(tomorrow|next (day|week|month|bar|candle|year)|the following (day|week|month))('s)?( \w+)? (close|closes|closing|high|low|price|return|will|is|are|rise|rises|fall|falls|goes|ends|turns out|opens? (higher|lower|above|below))"
    r"|\b(when|if|whenever|once|before|as soon as)\b(?:(?!\b(?:buy|sell|short|cover|enter|exit|hold|long|out)\b)[^.;,\n])*\b(goes|go|rises?|falls?|moves?|drops?|gains?|jumps?|climbs?|closes?|is|ends?)\b(?:(?!\b(?:buy|sell|short|cover|enter|exit|hold|long|out)\b)[^.;,\n])*\b(tomorrow(?!'s open)|next (day|week|month|year))\b"
    r"|(tomorrow|next week|next month|the future|future) .*(higher|lower|up|down|rise|fall|profit)|before (it|the (price|stock|market))\W+(\w+\W+)?(rises?|falls?|drops?|goes|jumps?|crash|crashes|rall(y|ies)|happens|begins|starts|moves?|rockets|doubles)\b"
    r"|before the (crash|rally|drop|rise|move|jump|bottom|top)\b"
    r"|(will|going to|about to) (rise|fall|go up|go down|drop|increase|rally|crash|jump|double|be higher|be lower|close higher|close lower|gap)|(exact|absolute|very) (top|bottom|low|high|peak)|perfect (foresight|hindsight)|look.?ahead|\b(?:buy|sell|enter|exit|short|cover)(?: it)? at (?:today's|(?:the|each|every) day's|that day's) (?:low|high|lowest|highest)\b|\b(?:buy|sell|enter|exit|short|cover)(?: \w+)? at the (?:lowest|highest) (?:price|point|level) of (?:the|each|every|that) (?:day|week|month|quarter|year)\b|crystal ball|knowing (the future|what)|in hindsight|future (price|close|return|high|low|data)|lowest price of the (coming|next)|highest price of the (coming|next)|at the (low|high|bottom|top) of (the|each|every) (day|week|month|year|dip|move)\b(?! (before|earlier))"
    r"|(明天|明日|次日|下周|下个月|下月|未来|后天)[^,，。;；买卖]{0,8}(上涨|下跌|涨|跌|最高|最低|收盘价|会|将|高于|低于)(?!.{0,3}开盘买)|(暴涨|暴跌|大涨|大跌|上涨|下跌)之?前(?!\d)(一天|一刻|买|卖)|(将要|即将|将会|会)(上涨|下跌|涨|跌|暴涨|暴跌)|(?:^|[,.;:\n])[^,.;:\n突破穿站创超于失守升]{0,12}(最低点|最高点|底部|顶部)(买入|卖出|抄底|逃顶)|预知|未来函数",
)
_FUTURE_FINE: Final = re.compile(
    r"(at|on) (tomorrow's|the next|the following|next) (\w+'s )?(open|morning|session|day|bar)|next (day's |morning|session's )?open"
)

_AFTERWARDS: Final = re.compile(
    r"(?<=\bafter\b)[^.;\n]{0,60}\b(?:the )?(?:next|following) (?:day|bar|candle|session)|followed by (?:the )?next \w+|\b(?:and|then) (?:on )?(?:the )?(?:next|following) (?:day|bar|candle|session)|(?:the )?(?:next|following) (?:day|bar|candle|session)(?='s)?(?=[^.;\n]{0,60}\bafter\b)"
)

_QUESTION_START: Final = re.compile(
    r"^\s*(hi|hello|hey)?[,!. ]*(what|what's|whats|who|why|how|which|explain|define|tell me|describe|what does|difference|meaning|help|thanks|thank you|good morning|hello|hi|hey|please explain|i don't understand|teach me|whats)\b"
)
_TRADES: Final = re.compile(
    r"\b(buy|sell|go long|go short|get in|get out|get long|enter|exit|short it|long) (it )?(when|if|whenever|once|after|on|at|as soon)\b|\b(bought|sold|shorted|went long|go long|buy)\b[^.?!]{0,60}\b(every time|each time|any time|anytime|whenever|when|once|after|if|on|at|each)\b[^?]*(?:\d|\b(?:one|two|three|four|five|six|ten|twenty)\b)|\b(bought|went long|shorted)\b[^.?!]{0,60}\b(every time|each time|whenever|when|once)\b[^?]*\b(sold|got out|covered|exited|closed)\b|\b(bought|shorted|went long|went short)\b[^?]*\b(sold|covered|exited|got out|closed)( it)? (when|whenever|each time|every time|if|once|after|on|at|as soon)\b|\bbacktest\b.*\b(cross|rsi|sma|ema|macd|break)|(buying|shorting|going long|going short|selling short) (\S+ ){0,4}(when|if|whenever|once|after|on)\b|buy .* (and|then) sell|\b(when|whenever|if|once|every time|each time)\b .*\b(buy|sell|go long|enter)\b"
)
_ORDERS_ONE: Final = re.compile(
    r"\b(make|build|create|write|give me|set up|test|backtest|try|run)\b.*\b(strateg\w+|system|rotation|portfolio|pairs? trade)\b"
)
_ASKS_MEANING: Final = re.compile(
    r"\b(?:can|could|would|will) (?:you|u|someone|anyone|somebody) (?:please |pls )?(?:explain|tell me|describe|clarify|define|help me understand)\b|\bwhat'?s?(?: is| are)? the difference\b|\bwhat (?:does|do|is meant by)\b[^.?]{0,40}\bmeans?\b|\b(?:i )?(?:don'?t|do not) (?:understand|get|know) (?:what|how|why)\b|\b(?:explain|eli5)\b"
)
_PURE_QUESTION: Final = re.compile(r"^\s*(what|why|how|who|which|explain|define|tell me|describe)\b")
_CHINESE_QUESTION: Final = re.compile(
    r"^(什么是|什么叫|请问|请解释|解释一下|如何理解|为什么|怎么|怎样|你好|您好|谢谢|介绍一下|说说|能不能解释|啥是|何谓|请介绍|帮我解释|你是谁|你能|多少|哪)|(是什么|什么意思|是啥|怎么算|如何计算|怎么计算|有什么区别|区别是什么|含义|好不好|怎么样|吗|呢)[?？。]?\s*$"
)


def refusal(message: str, tongue: Tongue) -> Interpretation | None:
    """Return why a message cannot be served (or what is said to small talk), or None."""
    text = plain(message)
    if _INJECTION.search(text):
        said = tongue.say(
            "I turn descriptions of trading ideas into strategies and nothing else. I do not run code or commands, I do not change my rules, and I have no secrets to show. "
            "Tell me what to buy, when, and when to sell.",
            "我只把交易想法变成策略：不运行代码或命令，不改变规则，也没有任何机密可以透露。请告诉我买什么、何时买、何时卖。",
        )
        return Interpretation(kind="refusal", explanation=said, language=tongue.language)
    talk = small_talk(message, tongue)
    if talk is not None:
        return Interpretation(kind="answer", explanation=talk, language=tongue.language)
    if _FUTURE.search(_FUTURE_FINE.sub(" ", _AFTERWARDS.sub(" ", text))):
        said = tongue.say(
            "That would need to know the future: a rule may only use what is known at the close of its bar, so look-ahead (tomorrow's prices, the exact top or bottom) cannot be tested honestly. "
            "Which condition, visible at that moment, should stand for it?",
            "这需要预知未来：规则只能使用该K线收盘时已知的信息，不能使用未来数据（明天的价格、确切的顶或底）。请换成当时就能看到的条件。",
        )
        return Interpretation(kind="refusal", explanation=said, language=tongue.language)
    if _is_question(text):
        return None
    for pattern, english, chinese in _COMPILED:
        found = next(
            (match for match in pattern.finditer(text) if _is_part_of_rule(text, match.start(), match.end())), None
        )
        if found is not None:
            words = found.group().strip()
            said = tongue.say(f'"{words}": {english}', f"“{words}”：{chinese}")
            return Interpretation(kind="refusal", explanation=said, language=tongue.language)
    return None


_RULE_WORDS: Final = re.compile(
    r"\b(buy|sell|long|short|enter|exit|trade|hold|when|if|whenever|once|before|after|on|use|using|based)\b|买|卖|当|如果|时|做多|做空|持有|用"
)
_BREAKS: Final = ".;\n!?。；"


def _is_part_of_rule(text: str, start: int, end: int) -> bool:
    """Return whether words stand in a sentence that trades: chatter about the news refuses nothing."""
    first = max((text.rfind(mark, 0, start) for mark in _BREAKS), default=-1) + 1
    last = min((place for mark in _BREAKS if (place := text.find(mark, end)) >= 0), default=len(text))
    return bool(_RULE_WORDS.search(text, first, last)) or (first == 0 and not text[last:].strip(_BREAKS))


def answer(message: str, context: Context, tongue: Tongue) -> Interpretation | None:
    """Return an answer to a message that is no strategy: a definition, a greeting, what this is; or None."""
    text = plain(message)
    if not text.strip():
        said = tongue.say(
            "There is nothing to read. Say what to buy, when to buy it and when to sell.",
            "没有内容可读。请说明买什么、何时买、何时卖。",
        )
        return Interpretation(kind="question", explanation=said, language=tongue.language)
    told = about_document(message, context.current, tongue) if context.current is not None else None
    if told is not None:
        return Interpretation(kind="answer", explanation=told, language=tongue.language)
    changed = about_versions(message, context, tongue)
    if changed is not None:
        return Interpretation(kind="answer", explanation=changed, language=tongue.language)
    part = about_part(message, context.current, tongue) if context.current is not None else None
    if part is not None:
        offers = (Question(text=tongue.say("What next?", "接下来？"), options=part.offers),) if part.offers else ()
        return Interpretation(kind="answer", explanation=part.text, questions=offers, language=tongue.language)
    if not _is_question(text) or (context.current is not None and _HYPOTHETICAL.search(text)):
        return None
    if context.current is not None and not terms_in(text) and not is_thanks(text):
        return _not_known(tongue)
    if context.current is None and _WANTS_IDEAS.search(text):
        return _ideas(tongue)
    return Interpretation(kind="answer", explanation=define(text, tongue.language), language=tongue.language)


_WANTS_IDEAS: Final = re.compile(
    r"\b(?:simple|basic|easy|good|classic|popular|proven|some|any|first|trend|momentum|mean reversion|example) (?:\w+ )?(?:strateg\w+|systems?|ideas?|examples?)\b|\bwhat (?:usually |actually |really )?works\b|\bwhere (?:do|should|can) (?:i|we) (?:start|begin)\b|\bhow (?:do|can|should) (?:i|we) (?:start|begin)\b|(?:简单|经典|常见|好)的?策略|怎么开始|从哪(?:里|儿)?开始"
)


def _ideas(tongue: Tongue) -> Interpretation:
    """Offer textbook strategies to a person who has none: nothing is recommended, each can be tested."""
    text = tongue.say(
        "Nobody knows what will work; these are three textbook ideas that can be tested and changed step by step.",
        "没有人知道什么会有效；以下是三个教科书式的想法，可以检验并一步步修改。",
    )
    options = (
        tongue.say(
            "Buy SPY when the close is above its 200-day average, sell when it is below",
            "标普500ETF：收盘价高于200日均线买入，低于200日均线卖出",
        ),
        tongue.say(
            "Buy AAPL when RSI(14) falls below 30, sell when it rises above 60", "苹果：14日RSI低于30买入，高于60卖出"
        ),
        tongue.say(
            "Buy BTC when it closes above its 20-day high, sell below its 10-day low",
            "比特币：收盘价突破20日最高价买入，跌破10日最低价卖出",
        ),
    )
    question = Question(text=tongue.say("Which one should be tested?", "想检验哪一个？"), options=options)
    return Interpretation(kind="answer", explanation=text, questions=(question,), language=tongue.language)


def _not_known(tongue: Tongue) -> Interpretation:
    """Say what can be asked of a strategy, where a question is none of it."""
    text = tongue.say(
        "I cannot answer that from the strategy or its results. I can say what the strategy does and why, what a run of it showed, what a term means, or change it.",
        "从策略或其结果中无法回答这个问题。我可以说明策略做什么、为什么这样、回测结果如何、术语的含义，也可以修改策略。",
    )
    options = (
        tongue.say("What does the strategy do now?", "当前的策略是什么？"),
        tongue.say("How did it do?", "回测结果如何？"),
        tongue.say("What could be improved?", "有什么改进建议？"),
    )
    question = Question(text=tongue.say("What would you like to know?", "想了解什么？"), options=options)
    return Interpretation(kind="answer", explanation=text, questions=(question,), language=tongue.language)


_HYPOTHETICAL: Final = re.compile(
    r"^\s*(and )?(what if|how about|what about|can (you|we)|could (you|we)|would it|why not)\b.*(?:\d|\b(?:weekly|daily|hourly|monthly|exponential|emas?|smas?)\b)|^(如果|要是|能不能|可以).*\d"
)


_SUPPOSES: Final = re.compile(
    r"^\W*(?:and |but |so |ok |hmm )*(?:what if|how about|what about|what happens (?:if|without)|what would happen (?:if|without)|suppose|imagine|why not)\b|^\W*(?:and|or|but) (?!.*\b(?:why|what|when|how|who)\b).*\d.*\?\s*$|^(?:如果|要是|假如|假设)"
)


def supposes(message: str) -> bool:
    """Return whether a message asks what another strategy would be: "what if there was no stop?"."""
    return _SUPPOSES.search(plain(message)) is not None


_JUDGE_IT: Final = re.compile(
    r"(?:^|[.!;\n])\s*(?:so |and |ok |hmm |now )*(?:how (?:well |badly |much )?(?:would|did|does|has|have|will|could|might)\b|what would\b|would (?:that|it|this|i)\b|does (?:that|it|this)\b|did (?:that|it|this)\b|can (?:you|u)\b|could (?:you|u)\b|what do you think|is (?:that|it|this) (?:any )?(?:good|worth)|worth (?:it|trying)|any good)[^.?!;\n]*\?+\s*$"
)
"""A last sentence that only asks how the strategy before it did."""
_RULED: Final = re.compile(
    r"\b(?:in at|out at|buy|buying|bought|sell|selling|sold|long|short|enter|exit|get in|get out|take it off|put on|open|close|hold|rebalance)\b"
)


_PROPOSES: Final = re.compile(
    r"^\W*(?:so |ok |hi |hello |hey |and )*(?:how|what) about (?:a |an |the )?(?:trading|buying|shorting|holding|rotat\w+|pairs?|going|pairing|long|strategy|system)\b"
    r"|^\W*(?:so |ok |hi |hello |hey |and )*(?:what|how much) would (?:i|we|you|it|one|that|someone) (?:have )?(?:made|make|earned|earn|gained|gain|got|get|done|returned|return|happened|happen)\b[^?]*\b(?:buying|selling|trading|shorting|bought|if)\b"
)
"""A strategy that is proposed as a question: "how about trading A against B? In at 2, out at 0"."""


def _without_verdict(text: str) -> str:
    """Return the rules of a message that ends with "how would that have done?"; another message as it is."""
    asked = _JUDGE_IT.search(text)
    rules = text[: asked.start() + 1] if asked is not None else ""
    told = len(re.findall(r"\d", rules)) > 1 and _RULED.search(rules) is not None and "?" not in rules
    return rules if told else text


def _is_question(text: str) -> bool:
    text = _without_verdict(text)
    if _PROPOSES.search(text) and len(re.findall(r"\d", text)) > 1 and _RULED.search(text):
        return False
    if _TRADES.search(text) or (_ORDERS_ONE.search(text) and not _PURE_QUESTION.search(text)):
        return False
    asks = (
        bool(_QUESTION_START.search(text))
        or (bool(_ASKS_MEANING.search(text)) and bool(terms_in(text)))
        or text.rstrip().endswith("?")
        or bool(_CHINESE_QUESTION.search(text.strip()))
    )
    trades_in_chinese = re.search(r"(时|就|后)(买入|卖出|做多|做空|平仓)", text)
    return asks and not trades_in_chinese
