# ruff: noqa: E501 - word lists and sentences stand on one line each
"""Terms of trading in the product's own words."""

import re
from typing import Final, Literal

from strategy_ai_worker.domain.glossary_chinese import MEANINGS as CHINESE
from strategy_ai_worker.domain.traditional import traditional

TERMS: Final[dict[str, str]] = {
    "sharpe ratio|sharpe|夏普比率|夏普": "The Sharpe ratio is the average return above cash divided by the volatility of returns, per year. Around 1 is decent, above 2 is rare for a simple strategy, and a backtest far above that usually means over-fitting; read it beside the deflated value.",
    "deflated sharpe|deflated sharpe ratio": "The deflated Sharpe ratio is the chance that the Sharpe ratio is real once the number of attempts, the length of the history and fat tails are taken into account.",
    "sortino ratio|sortino|索提诺": "The Sortino ratio is like the Sharpe ratio but divides by downside volatility only: swings upwards are not punished.",
    "calmar ratio|calmar|卡玛": "The Calmar ratio is the yearly growth divided by the deepest drawdown: how much pain each unit of return cost.",
    "max drawdown|maximum drawdown|drawdown|最大回撤|回撤": "A drawdown is the fall of the account from a peak; the maximum drawdown is the deepest such fall. A loss of 50% needs a gain of 100% to recover.",
    "cagr|compound annual growth rate|年化收益": "CAGR is the steady yearly growth rate that would have led from the first to the last account value.",
    "win rate|胜率": "The win rate is the share of trades that made money. It says little by itself: a trend follower may win 35% of trades and still do well.",
    "profit factor|盈亏比|盈利因子": "The profit factor is all profits divided by all losses; above 1 the strategy made money, above 1.5 with many trades is good.",
    "expectancy|期望值": "Expectancy is the average profit of a trade: win rate times average win minus loss rate times average loss.",
    "exposure|敞口": "Exposure is the share of time (or capital) that was in the market.",
    "volatility|vol|波动率": "Volatility measures how much returns swing: the standard deviation of returns, usually stated per year.",
    "alpha|阿尔法": "Alpha is the return that is left after the part explained by the market (beta) is taken away.",
    "beta|贝塔": "Beta says how strongly an asset moves with the market: 1 moves with it, 0.5 half as much.",
    "information ratio|信息比率": "The information ratio is the return above the benchmark divided by how unevenly it came.",
    "value at risk|var|风险价值": "Value at risk is the loss that is exceeded only on, say, 5% of days.",
    "cvar|conditional value at risk|expected shortfall": "CVaR is the average loss on the worst days, beyond the value at risk.",
    "tail ratio": "The tail ratio compares the good tail of returns with the bad one: 95th percentile over the size of the 5th.",
    "skew|skewness|偏度": "Skew says whether large moves come more often up (positive) or down (negative).",
    "kurtosis|峰度": "Kurtosis says how often extreme returns come compared with a bell curve.",
    "moving average|sma|simple moving average|day average|averages|均线|移动平均线|移动平均": "A simple moving average is the mean close of the last N bars. It smooths the price; crossings of a fast and a slow one are classic trend signals.",
    "ema|exponential moving average|指数移动平均|指数均线": "An exponential moving average weighs recent bars more, so it follows the price faster than a simple average of the same length.",
    "wma|weighted moving average|加权均线": "A weighted moving average gives linearly growing weight to newer bars.",
    "hull moving average|hma": "The Hull average combines weighted averages so that it is smooth and lags little.",
    "golden cross|金叉|黄金交叉": "A golden cross is the 50-day average crossing above the 200-day average: a slow sign of an uptrend.",
    "death cross|死叉|死亡交叉": "A death cross is the 50-day average crossing below the 200-day average.",
    "rsi|relative strength index|相对强弱指数|相对强弱指标": "RSI (relative strength index) measures from 0 to 100 how much of the recent movement was upward. Below 30 is called oversold, above 70 overbought; 14 bars are usual.",
    "macd|平滑异同移动平均线": "MACD is the 12-bar EMA minus the 26-bar EMA; its 9-bar EMA is the signal line and the difference of the two is the histogram. A cross above the signal line is read as upward momentum.",
    "signal line|信号线": "The signal line is a smoothed version of an indicator (for MACD a 9-bar EMA); crossings of the two are signals.",
    "histogram|柱状图": "The MACD histogram is the MACD line minus its signal line.",
    "bollinger bands|bollinger|布林带|布林线": "Bollinger bands lie two standard deviations around a 20-bar average. Touching the lower band means that the price is low against its recent range, not that it must rise.",
    "bandwidth|带宽": "Bandwidth is the distance of the Bollinger bands from each other, divided by the middle: small values are a squeeze.",
    "squeeze|挤压": "A squeeze is a time of unusually low volatility (narrow bands); a larger move often follows, in either direction.",
    "keltner channel|keltner|肯特纳": "A Keltner channel is an EMA with lines a number of ATRs above and below it.",
    "donchian channel|donchian|唐奇安": "A Donchian channel is the highest high and the lowest low of the last N bars: the lines of breakout systems such as the Turtles'.",
    "turtle|turtle trading|海龟": "The Turtles bought new 20-day highs, sold at 10-day lows, and sized positions by ATR.",
    "atr|average true range|真实波幅|平均真实波幅": "ATR (average true range) is the usual size of a bar's movement, gaps included. Stops in ATRs adapt to how wild the market is.",
    "true range": "The true range is the largest of: high minus low, and the distances of high and low from the previous close.",
    "adx|average directional index|趋向指标": "ADX measures from 0 to 100 how strong a trend is, whatever its direction; above 25 is usually called a trend.",
    "stochastic|stochastics|kd|随机指标": "The stochastic says where the close lies in the range of the last bars, 0 to 100 (%K), and its average (%D).",
    "cci|commodity channel index": "CCI measures how far the typical price is from its average, in mean deviations; beyond plus or minus 100 is unusual.",
    "williams %r|williams r|威廉指标": "Williams %R says where the close lies in the range of the last bars, from -100 (low) to 0 (high).",
    "mfi|money flow index|资金流量指标": "The money flow index is an RSI weighted by volume.",
    "obv|on balance volume|on-balance volume|能量潮": "On-balance volume adds the day's volume on up days and takes it off on down days.",
    "vwap|成交量加权平均价": "VWAP is the day's average price weighted by volume; intraday traders use it as the fair price of the day.",
    "supertrend|超级趋势": "Supertrend is a line a few ATRs from the price that flips sides when the close crosses it.",
    "parabolic sar|psar|抛物线": "The parabolic SAR is a trailing level that speeds up with the trend and flips when it is touched.",
    "ichimoku|一目均衡表": "Ichimoku draws mid-prices of 9, 26 and 52 bars and a cloud from them; price above the cloud is read as an uptrend.",
    "aroon|阿隆": "Aroon says how recently the highest high (up) and lowest low (down) came.",
    "momentum|动量": "Momentum is the tendency of what rose to go on rising: strategies buy past winners, for example by their 6- or 12-month return.",
    "mean reversion|均值回归": "Mean reversion is the tendency of extremes to return to the average: strategies buy weakness and sell strength.",
    "breakout|突破": "A breakout is a close beyond a level that held for a while, such as the highest high of 20 days.",
    "trend following|趋势跟踪": "Trend following buys what is already rising and leaves when the trend breaks: many small losses, a few large gains.",
    "support|resistance|support and resistance|支撑|阻力": "Support is a price area where falls have stopped before; resistance is the same for rises.",
    "divergence|背离": "A divergence is when price makes a new extreme and an oscillator does not.",
    "overbought|超买": "Overbought means that an oscillator is unusually high (RSI above 70); strong trends stay overbought for long.",
    "oversold|超卖": "Oversold means that an oscillator is unusually low (RSI below 30); it is no promise of a rise.",
    "candlestick|candlesticks|candle|k线|蜡烛图": "A candlestick shows open, high, low and close of a bar: a body from open to close and wicks to the extremes.",
    "doji|十字星": "A doji is a candle whose open and close are almost equal: indecision.",
    "hammer|锤子线": "A hammer has a small body at the top and a long lower wick after a fall: sellers were turned back.",
    "engulfing|吞没": "An engulfing candle has a body that covers the whole body of the candle before, in the other direction.",
    "gap|跳空|缺口": "A gap is an open away from the previous close, with no trading between.",
    "stop loss|stop-loss|stop|止损": "A stop loss is a level at which a losing position is closed. A gap can fill it at a worse price than the level.",
    "trailing stop|移动止损|跟踪止损": "A trailing stop follows the best price since entry at a distance and never moves back.",
    "take profit|profit target|止盈": "A take profit is a level at which a winning position is closed.",
    "break even|breakeven|保本": "Moving a stop to break-even means setting it to the entry price once the trade is ahead.",
    "r multiple|r-multiple|what is r|what's r|risk reward|risk/reward|reward to risk": "R is the distance from entry to stop; a gain of 2R is twice what was risked.",
    "limit order|limit|限价单": "A limit order buys only at its price or better; it may never be filled.",
    "stop order|buy stop|stop entry": "A stop order becomes a market order once the price reaches it; a buy stop above the market enters on strength.",
    "market order|市价单": "A market order trades at once at the price there is; here it fills at the next bar's open.",
    "slippage|滑点": "Slippage is the difference between the price expected and the price got.",
    "commission|手续费|佣金": "Commission is what the broker takes for a trade.",
    "stamp duty|印花税": "Stamp duty is a tax on share trades; in Hong Kong 0.1% on each side.",
    "lot|lot size|board lot|每手": "A lot is the smallest tradable number of shares; in Hong Kong it differs by company.",
    "short selling|short|shorting|做空|卖空": "Short selling sells borrowed shares to buy them back cheaper; the loss has no upper bound.",
    "long|做多": "To be long is to own the asset and gain when it rises.",
    "leverage|杠杆": "Leverage trades more than the account holds; gains and losses grow alike.",
    "margin|保证金": "Margin is the money that must stand behind leveraged or short positions.",
    "pyramiding|加仓": "Pyramiding adds to a winning position.",
    "position sizing|仓位管理|仓位": "Position sizing decides how much to buy: a share of equity, a fixed amount, or so that the stop costs a set percentage.",
    "risk per trade|单笔风险": "Risk per trade is what is lost if the stop is hit; 0.5 to 2% of the account is common.",
    "volatility target|volatility targeting|波动率目标": "Volatility targeting sizes positions so that the portfolio swings by a set amount a year.",
    "kelly|kelly criterion|凯利": "The Kelly criterion is the bet size of fastest growth; it assumes the odds are known, so people use a fraction of it.",
    "pairs trading|pairs trade|配对交易": "Pairs trading buys one asset and sells a related one when their spread is unusually wide, and closes when it returns.",
    "hedge ratio|对冲比率": "The hedge ratio is how much of the second asset offsets one unit of the first, often by regression.",
    "z-score|z score|zscore|z值": "A z-score is the distance from the average in standard deviations.",
    "cointegration|协整": "Two prices are cointegrated when some combination of them keeps returning to its average.",
    "correlation|相关性": "Correlation says from -1 to 1 how closely two series move together.",
    "rotation|轮动": "A rotation ranks several assets by a score and holds the best, again at each rebalance.",
    "rebalance|rebalancing|再平衡|调仓": "Rebalancing brings holdings back to their target weights.",
    "equal weight|等权": "Equal weight gives each holding the same share of the money.",
    "backtest|backtesting|回测": "A backtest applies fixed rules to past data to see what would have happened; it is evidence, not a promise.",
    "look-ahead|look ahead|lookahead bias|look-ahead bias|未来函数": "Look-ahead bias is using data that was not known at the time. Every run here is checked for it by cutting the history short and comparing.",
    "overfitting|over-fitting|curve fitting|过拟合": "Over-fitting is tuning rules to the noise of one history; it looks great in the test and fails afterwards.",
    "survivorship bias|幸存者偏差": "Survivorship bias is testing only on what still exists today: the failures are missing.",
    "walk forward|walk-forward|滚动验证": "Walk-forward validation fits parameters on one stretch and tests them on the next, again and again.",
    "monte carlo|蒙特卡洛": "A Monte Carlo test reshuffles trades or returns many times to show the range of outcomes that luck allows.",
    "out of sample|样本外": "Out of sample is data that was not used to choose the rules.",
    "benchmark|基准": "A benchmark is what you could simply have held instead, such as the index.",
    "buy and hold|买入持有": "Buy and hold buys once and keeps; every strategy should be compared with it.",
    "timeframe|周期|时间周期": "The timeframe is the length of one bar: a day, an hour, a minute.",
    "look-back|lookback|回看": "The look-back is how many earlier bars an indicator needs.",
    "bar|k线": "A bar holds open, high, low, close and volume of one period.",
    "volume|成交量": "Volume is how many shares or coins changed hands in a bar.",
    "liquidity|流动性": "Liquidity is how much can be traded without moving the price.",
    "spread|价差": "The spread is the difference between two prices: bid and ask, or the two legs of a pair.",
    "dividend|股息|分红": "A dividend is cash paid to shareholders; prices here are adjusted for it unless you say otherwise.",
    "stock split|split|拆股": "A split exchanges one share for several; histories are adjusted so that nothing jumps.",
    "market regime|regime|市场状态": "A regime is a lasting state of the market, such as calm or stormy, rising or falling.",
    "opening range|开盘区间": "The opening range is the high and low of the session's first minutes.",
    "turn of the month|月末月初": "The turn of the month is the last and the first few trading days of a month, in which stocks have often done better.",
    "sell in may": "Sell in May is the habit of holding stocks from November to April only.",
    "seasonality|季节性": "Seasonality is a pattern that returns with the calendar.",
    "day trading|日内交易": "Day trading opens and closes positions within a session.",
    "swing trading|波段交易": "Swing trading holds for days to weeks.",
    "scalping": "Scalping takes very small profits within seconds to minutes; costs decide.",
    "dollar cost averaging|dca|定投": "Dollar-cost averaging invests a fixed amount at fixed times.",
    "etf": "An ETF is a fund that trades like a share, often following an index.",
    "index|指数": "An index is a computed basket of prices, such as the S&P 500; ETFs make it tradable.",
    "bull market|牛市": "A bull market is a long rise.",
    "bear market|熊市": "A bear market is a long fall, by custom 20% from the peak.",
    "fibonacci|斐波那契": "Fibonacci levels mark 38.2, 50 and 61.8% of an earlier move as possible turning points.",
    "pivot point|pivot points|枢轴点": "Pivot points are levels computed from the previous period's high, low and close.",
    "rate of change|roc|变动率": "Rate of change is the percentage move over the last N bars.",
    "fill|成交": "A fill is the price at which an order was carried out; here a signal at the close fills at the next open.",
}

_BY_LENGTH: Final = sorted(
    ((spelling, key.split("|")[0]) for key in TERMS for spelling in key.split("|")), key=lambda pair: -len(pair[0])
)
_MEANINGS: Final = {key.split("|")[0]: meaning for key, meaning in TERMS.items()}
_ABOUT: Final = (
    "I turn a trading idea in plain words into exact rules that can be read and tested on real history. "
    'Say what to buy, when, and when to sell, for example: "Buy Apple when the 20-day average crosses above the 50-day, sell when it crosses below, 5% stop". '
    "You can then change it step by step, and ask what any term means."
)
_ABOUT_CHINESE: Final = "我把用普通话语描述的交易想法变成可读、可测试的精确规则。例如：“苹果日线，20日均线上穿50日均线买入，下穿卖出，止损5%”。之后可以一步步修改，也可以询问任何术语的含义。"


_THANKS: Final = re.compile(r"\b(thanks?|thank you|thx|cheers)\b|谢谢|多谢|感谢|謝謝")
_WELCOME: Final = "You are welcome. Say what to change, ask why it traded as it did, or run it."
_WELCOME_CHINESE: Final = "不客气。可以继续修改、询问某笔交易的原因，或者运行回测。"


def is_thanks(text: str) -> bool:
    """Return whether a message thanks."""
    return _THANKS.search(text.lower()) is not None


def terms_in(text: str) -> tuple[str, ...]:
    """Return the terms of the glossary that a text names, longest spellings first, each once."""
    left, found = f" {text.lower()} ", []
    for spelling, term in _BY_LENGTH:
        pattern = rf"(?<![a-z]){re.escape(spelling)}s?(?![a-z])" if spelling.isascii() else re.escape(spelling)
        place = re.search(pattern, left)
        if place:
            found.append((place.start(), term))
            left = left[: place.start()] + " " * len(place.group()) + left[place.end() :]
    return tuple(dict.fromkeys(term for _, term in sorted(found)))


def define(text: str, language: Literal["en", "zh-Hans", "zh-Hant"]) -> str:
    """Return the meaning of the terms that a question asks about; without any, what the product does."""
    found = terms_in(text)[:4]
    if found:
        return "\n\n".join(_meaning(term, language) for term in found)
    if _THANKS.search(text.lower()):
        return _in(_WELCOME, _WELCOME_CHINESE, language)
    return _in(_ABOUT, _ABOUT_CHINESE, language)


def _meaning(term: str, language: Literal["en", "zh-Hans", "zh-Hant"]) -> str:
    return _in(_MEANINGS[term], CHINESE.get(term, _MEANINGS[term]), language)


def _in(english: str, chinese: str, language: Literal["en", "zh-Hans", "zh-Hant"]) -> str:
    if language == "en":
        return english
    return traditional(chinese) if language == "zh-Hant" else chinese
