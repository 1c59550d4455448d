# ruff: noqa: E501 - one message a line
"""The same idea in other words, another order, other units, with slips and in Chinese gives the same document."""

import pytest

AVERAGES = r"""
Apple daily: buy when the 20-day SMA crosses above the 50-day SMA, sell when it crosses below.
On Apple's daily chart, go long when the 20 day simple moving average crosses over the 50 day simple moving average and get out when it crosses under.
AAPL. Long entry: SMA(20) crosses above SMA(50). Exit: SMA(20) crosses below SMA(50).
aapl daily, 20 sma crosses above 50 sma go long, 20 sma crosses below 50 sma get out
When the 20-day average of Apple crosses above its 50-day average I buy, and when the 20-day crosses back below the 50-day I sell.
Apple: enter long on a 20/50-day SMA cross up, exit on the cross down
Sell Apple when the 20-day SMA crosses below the 50-day SMA; buy it when the 20-day SMA crosses above the 50-day SMA.
Buy AAPL if its twenty-day simple moving average crosses above the fifty-day simple moving average. Sell on the opposite cross.
- Market: AAPL\n- Entry: the 20-day SMA crosses above the 50-day SMA\n- Exit: the 20-day SMA crosses below the 50-day SMA
apple daily: buy when the 20-day smple moving avrage croses above the 50-day, sell when it crosses back below
I would like to purchase Apple once the 20-day simple moving average crosses up through the 50-day one, and to close the position when the 20-day crosses down through the 50-day.
苹果日线：20日均线上穿50日均线买入，20日均线下穿50日均线卖出。
苹果（AAPL）：当20日均线上穿50日均线时买入，下穿时卖出
蘋果日線：20日均線上穿50日均線買入，下穿賣出。
苹果，20日均线从下方上穿50日均线就做多，从上方下穿就平仓
"""
OSCILLATOR = r"""
Buy Microsoft when RSI(14) is below 30 and sell it when RSI(14) is above 70.
MSFT: buy if the 14-day RSI is under 30, sell if the 14-day RSI is over 70
Long MSFT while... RSI 14 < 30 -> buy. RSI 14 > 70 -> sell.
Microsoft: RSI(14) below 30 → long. Exit: RSI(14) above 70.
If the RSI of Microsoft (14 days) is less than thirty, buy; if it is more than seventy, sell.
Buy Microsoft when the 14 day RSI is oversold and sell when it's overbought
MSFT, sell when RSI(14) is greater than 70, buy when RSI(14) is lower than 30
RSI(14) on MSFT: buy when it's below 30, sell when it's above 70.
Buy MSFT whenever the 14-period relative strength index is beneath 30; exit once it is higher than 70.
- buy MSFT: RSI(14) < 30\n- sell: RSI(14) > 70
微软：RSI(14)低于30买入，高于70卖出。
微软日线，14日RSI小于30时买入，大于70时卖出
微軟：當14日RSI低於30時買入，RSI高於70時賣出
当微软的14日RSI在30以下时做多，在70以上时平仓
微软，RSI（14）< 30 就买，RSI（14）> 70 就卖
"""
BREAKOUT = r"""
Boeing: buy when the close is above the highest high of the previous 20 days, sell when the close is below the lowest low of the previous 10 days.
BA. Entry: close above the highest high of the prior 20 days. Exit: close below the lowest low of the prior 10 days.
Buy Boeing when it closes above its 20-day high, sell when it closes below its 10-day low.
boeing breakout: close > 20 day high buy, close < 10 day low sell
If Boeing closes above the highest high of the 20 days before, go long; get out when it closes below the lowest low of the 10 days before.
Sell Boeing on a close below the 10-day low, buy it on a close above the 20-day high
Go long BA on a close above the upper Donchian(20) band, exit on a close below the lower Donchian (10)
Buy BA at a break of the 20-day high and exit at the 10-day low
Boeing: buy when it closes above the highest high of the last 20 days; sell when it closes below the lowest low of the last ten days
BA: close breaks above the highest high of the past 20 sessions -> buy, close breaks below the lowest low of the past 10 sessions -> sell
波音：收盘价突破前20天最高价买入，跌破前10天最低价卖出。
波音日线，收盘价高于前20日最高价时买入，收盘价低于前10日最低价时卖出
波音：當收盤價突破過去20日最高價時做多，跌破過去10日最低價時平倉
"""
RISK = r"""
Amazon: buy when RSI(2) is below 10. Stop loss 5%, take profit 10%, hold at most 8 days.
AMZN: RSI(2) under 10 -> buy, 5% stop, 10% target, exit after 8 days
Buy Amazon when the 2-day RSI is below 10; sell 8 days later. 10 percent profit target and a 5 percent stop loss.
Amazon, buy RSI(2) < 10, stop at -5%, target at +10%, time stop 8 days
If Amazon's RSI(2) is under ten, buy. Take profit at ten percent, stop loss at five percent, sell after 8 days.
AMZN. Entry: RSI(2) below 10. Stop: 5%. Target: 10%. Time stop: 8 days.
Use a stop loss of 5% and a profit target of 10% on Amazon, buy when RSI(2) is below 10, and exit after eight days no matter what.
Buy AMZN when RSI(2) < 10, stop 5% under my entry price, target 10% above the entry price, hold for 8 days then sell
Amazon: buy if RSI(2) is below 10. Stop loss 0.05, take profit 0.10, hold at most 8 sessions
亚马逊：RSI(2)低于10买入，止损5%，止盈10%，持有8天后卖出。
亚马逊，2日RSI小于10时买入，最多持有8个交易日，止损百分之五，止盈百分之十
亞馬遜：RSI(2)低於10買入，停損5%，停利10%，持有8個交易日後賣出
"""
FILTERS = r"""
IBM: buy when RSI(3) is below 20, but only if the close is above the 200-day SMA. Sell when RSI(3) is above 60.
Buy IBM when RSI(3) is below 20 as long as the close is above the 200-day SMA; sell when RSI(3) is above 60
IBM: as long as price is above the 200-day SMA, buy when RSI(3) is below 20. Sell when RSI(3) is above 60.
Only buy IBM if the price is above its 200-day simple moving average: buy when RSI(3) is below 20, sell when RSI(3) is above 60
IBM. Buy when RSI(3) < 20 and close > SMA(200). Sell when RSI(3) > 60.
If the close is above the 200 day simple average and RSI(3) is under 20, buy IBM; exit when RSI(3) is over 60
buy IBM if rsi(3) is below 20 while the stock trades above its 200 day ma, sell if rsi(3) is above 60
IBM: buy when RSI(3) is below 20, provided the price is over the 200-day SMA, and sell when RSI(3) exceeds 60
Sell IBM when RSI(3) is above 60. Buy it when RSI(3) is below 20, but only when the price is above the 200-day SMA.
IBM：只有收盘价在200日均线之上且RSI(3)低于20时才买入，RSI(3)高于60卖出
IBM日线：RSI(3)低于20并且收盘价高于200日均线时买入，RSI(3)大于60时卖出。
"""
SHORTS = r"""
Short XOM when it closes below its 50-day SMA and cover when it closes above its 20-day SMA.
XOM: sell short on a close below the 50-day SMA, buy to cover on a close above the 20-day SMA
Exxon: go short if the close is under the 50 day simple moving average; cover when the close is over the 20 day simple moving average.
xom - short when close < sma 50, cover when close > sma 20
XOM. Short entry: close below the 50-day SMA. Short exit: close above the 20-day SMA.
Cover XOM when it closes above its 20-day SMA; short it when it closes below its 50-day SMA.
埃克森：收盘价低于50日均线时做空，收盘价高于20日均线时平空。
"""
INTRADAY = r"""
SPY hourly: buy when the close is above VWAP and the bar starts at 11:00 or later, sell when the close is below VWAP. Flat by the close.
SPY 1h: buy if close > VWAP on bars that start at 11:00 or later, sell if close < VWAP, no overnight positions
On the hourly SPY chart, buy when a bar closes above VWAP but only on bars that start at 11:00 New York time or later; sell when a bar closes below VWAP; never hold overnight.
"""
SIZES = r"""
Put 25% of the account into each trade. KO: buy when RSI(5) < 20, sell when RSI(5) > 70.
KO: buy when RSI(5) is below 20, sell when RSI(5) is above 70, position size 25% of equity
KO: RSI(5) < 20 buy, RSI(5) > 70 sell. Use a quarter of my capital.
每次用25%的资金。可口可乐：RSI(5)低于20买入，高于70卖出。
"""
ROTATION = r"""
Once a month rank AAPL, MSFT, IBM and GOOG by their 126-day return and hold the best two in equal weights.
Each month hold the 2 stocks out of AAPL, MSFT, IBM and GOOG with the highest 126-day return, equal weight
Monthly rotation between AAPL, MSFT, IBM and GOOG: rank them by 126-day return and hold the top 2 equally weighted
Every month, hold the top two of AAPL, MSFT, IBM, GOOG by 6-month return, equal weights
每月把苹果、微软、IBM、谷歌按过去126天涨幅排名，持有前两名，等权。
"""
PAIRS = r"""
Pairs trade KO / PEP. Rolling OLS hedge ratio, 60-day z-score of the spread. Open beyond 2, close at 0.5, stop at 4.
Trade the spread between KO and PEP: hedge ratio by rolling OLS, z-score over 60 days, enter at 2 standard deviations, exit at 0.5, stop at 4
可口可乐和百事可乐配对交易：滚动OLS对冲，60日z值超过2开仓，回到0.5平仓，超过4止损。
"""
GROUPS = (AVERAGES, OSCILLATOR, BREAKOUT, RISK, FILTERS, SHORTS, INTRADAY, SIZES, ROTATION, PAIRS)
PAIRED = [
    (sayings[0].replace("\\n", "\n"), other.replace("\\n", "\n"))
    for group in GROUPS
    for sayings in [group.strip().split("\n")]
    for other in sayings[1:]
]


@pytest.mark.parametrize(("first", "other"), PAIRED)
def test_a_paraphrase_gives_the_same_document(read, sense, first: str, other: str) -> None:
    one, two = read(first), read(other)
    assert one.strategy is not None
    assert two.strategy is not None, two.explanation
    assert sense(two.strategy) == sense(one.strategy)


SWAPS = [
    ("Apple", "Microsoft", "AAPL", "MSFT"),
    ("Apple", "bitcoin", "AAPL", "BTC/USDT"),
    ("Apple", "Tencent", "AAPL", "0700.HK"),
]


@pytest.mark.parametrize(("said", "instead", "symbol", "other"), SWAPS)
def test_another_name_changes_nothing_but_the_universe(read, sense, said, instead, symbol, other) -> None:
    message = "Apple daily: buy when RSI(14) drops below 30 and price is above the 200-day SMA, sell above 60, 4% stop."
    one, two = sense(read(message).strategy), sense(read(message.replace(said, instead)).strategy)
    assert one.pop("universe") == [symbol]
    assert two.pop("universe") == [other]
    assert one.pop("costs")
    assert two.pop("costs")
    assert one == two


@pytest.mark.parametrize(
    ("words", "timeframe"), [("hourly", "1h"), ("4h", "4h"), ("15 minute bars", "15m"), ("weekly bars", "1w")]
)
def test_another_timeframe_changes_nothing_but_the_timeframe(read, sense, words: str, timeframe: str) -> None:
    message = "SPY, daily bars: buy when the 10-bar EMA crosses above the 30-bar EMA, sell when it crosses below."
    one, two = sense(read(message).strategy), sense(read(message.replace("daily bars", words)).strategy)
    assert two.pop("timeframe") == timeframe
    one.pop("timeframe")
    assert one == two


@pytest.mark.parametrize("number", [5, 13, 21, 55, 144])
def test_another_number_is_the_number_in_the_rule(read, number: int) -> None:
    found = read(f"GOOG: buy when the close crosses above its {number}-day EMA, sell when it crosses below.").strategy
    assert {rule.when for rule in found.rules} == {
        f"crosses_above(close, ema(close, {number}))",
        f"crosses_below(close, ema(close, {number}))",
    }
