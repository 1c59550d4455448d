# ruff: noqa: E501 - word lists and sentences stand on one line each
"""English: what is done: buying, selling, holding, filters and directions."""

from typing import Final

WORDS: Final[dict[str, dict[object, str]]] = {
    "ACT": {
        "buy": "buy|purchase|go long|get long|be long|enter long|open a long|open long|long entry|entry long|enter a long|take a long|take long|get in|be in"
        "|i am in|in the market|own it|own|hold it|hold long|stay long|buy in|step in|jump in|get me long|get me in|acquire|pick up|go in|long signal|put on a long"
        "|buy signal|buy trigger|buy rule|buy rules|buy condition|open long position|open a long position|take a long position|enter a long position|long position be open"
        "|a long position is opened|long position is opened|long position is entered|initiate a long|initiate long|initiate a long position|establish a long position|start a long|establish a long"
        "|accumulate|load up|buy the dip|buy it|buy them|buy some|hop in|want in|go full long|buy long|be invested|invest|get invested|stay invested|be fully invested|hold a long position"
        "|scoop up|scoop it up|grab|grab it|grab some|grab shares|long it|go long it|turn long|switch to long|flip to long|flip long|back to long|flip back to long|reverse to long|get back in|long trade|long trades|long setup|long side"
        "|longs|for longs|bullish entry|hold the index|hold the stock|hold the etf|hold the shares|hold shares|hold the coin|i buy|we buy|long entries|hold the position long|sit in|buy at market|re enter|reenter|add shares|own the index|own the stock|own the etf|be in the market|own shares|stay in|be holding|i hold|ape in|yolo in|pile in|take longs|take a position|open a position|enter a position|open a trade|enter a trade|take the trade|open the trade|enter the trade|enter the position|open the position|open position|enter position|initiate a position|take an entry",
        "enter": "enter|entry|entries|entry rule|entry rules|entry signal|entry condition|entry conditions|entry trigger|enter when|enter if|trade entry|open|initiate|setup|set up|enter at|entering",
        "sell": "sell|sell it|sell them|sell signal|sell trigger|sell rule|sell rules|sell condition|i sell|we sell|sell out|dump|dump it|unload|offload|sell the position|sell everything|sell all|sell the shares|sell my shares|liquidate|liquidate it|get rid of it|sell off|sell back|sell the stock|sell the coin|sell again|sell the lot|sell at market|bail on it|take the money and run|ditch it|part with it",
        "exit": "exit|exit rule|exit rules|exit signal|exit condition|exit conditions|exits|get out|go flat|be out|be flat|get flat|get me flat|get me out|i am out|take me out|out|close the trade|close the position|close it"
        "|close out|close it out|close everything|close my position|close the long|close long|close longs|exit long|exit longs|long exit|exit the long|exit the trade|exit the position|exit trade|exit position|flat|stay out|step aside|move to cash|go to cash|switch to cash|cash|be in cash|stay in cash|sit in cash|sit in cash instead|hold cash"
        "|close whatever is left|close the rest|close any open position|bail|bail out|leave|i leave|take it off|take the position off|take position off|unwind|square off|square up|closing|close all|close all positions|close trade|close position|close the whole position"
        "|out of the market|don't own|do not own|don't own it|do not own it|leave the trade|leave the position|position be close|the position is closed|is closed|be close|closed when|closed once|close up shop|exit all|exit everything|close the long position|close a long position|exit the long position|close long position|drop it|let it go|get me out of there|jump out|i get out|end the trade|quit|quit the trade|sell or exit|head for the exit|stop holding|exiting",
        "short": "sell short|go short|short|short it|enter short|get short|be short|open a short|open short|short entry|short signal|short sell|take a short|take short|put on a short|turn short|switch to short|flip to short|flip short|reverse to short|flip it short|bet against|bet against it"
        "|short trade|short trades|short setup|short side|shorts|for shorts|bearish entry|short position be open|a short position is opened|short position is opened|enter a short|enter a short position|open a short position|open short position|take a short position|initiate a short|establish a short|establish a short position|initiate a short position|hold short|stay short|short entries|short selling|short the stock|short the index|short the coin|start a short|fade it short|reverse short|get me short|take shorts|go short it",
        "cover": "cover|buy to cover|buy back|cover the short|cover short|cover shorts|exit short|exit shorts|close the short|close short|close shorts|covered when|covered once|short exit|exit the short|buy it back|cover it|close the short position|cover the position|be cover|close out the short|exit the short position|close a short position|cover signal|covering|close short position|cover my short",
        "reverse": "stop and reverse|sar strategy|reverse|always in the market|always in|flip|reverse position|reverse the position|reverse on the opposite signal|reverse at the opposite signal|reverse when the opposite happens|flip on the opposite signal",
        "filter": "trend filter|filter|regime filter|market filter|only trade|only take entries|only take trades|only take signals|only enter|only buy|only take the trade|only take a trade|take entries only|trade only|take trades only|only go long|only take longs|only long|entries only|enter only|buy only|no new entries unless|new entries only|no entries unless|only open positions|only open trades|only open new positions|only take buys|only take long entries|only take buy signals|only take long trades|longs only|additional filter|extra filter|extra condition|additional condition|volume filter|volatility filter|only act|only allow entries|allow entries only|only take the signal|only consider entries|only take it|only take these|only consider buys|may only enter|only do this|only do that|do this only|do that only",
        "filter_short": "only short|only go short|only take shorts|short only|shorts only|only sell short|only take short entries",
        "none_held": "no positions|no position|no holdings|never hold|do not hold|don't hold|not hold",
        "no_entry": "don't buy|do not buy|no entry|no entries|don't enter|do not enter|never buy|skip|skip the trade|skip trades|skip entries|skip it|avoid|avoid buying|no buying|no trades|no trade|don't trade|do not trade|never enter|no new trades|no new entries|no longs|don't go long|do not go long|don't take|do not take|ignore the signal|ignore signals|ignore the entry|stay away|no buys|sit out|pass on|don't open|do not open|block entries|not trade|not buy|not enter",
    },
    "ORDER": {
        "limit": "limit order|limit buy|buy limit|limit entry|limit|with a limit|with a limit order|place a limit|put in a limit buy|put in a limit order|place a limit order|place a limit buy|limit price|resting bid|bid|place a bid|resting limit order|resting limit|work a bid|leave a bid|put a bid in|put in a bid|leave a limit order|set a limit order|set a limit buy|a limit buy order|limit buy order|buy limit order|place a buy limit|place a buy limit order|put a limit buy|place a limit buy order|put a limit order|buy with a limit|buy with a limit order|buy on a limit|set a buy limit|put in a buy limit",
        "stop": "buy stop|stop entry|stop buy|stop order to buy|buy stop order|place a buy stop|entry stop|stop entry order|place a buy stop order|put a buy stop|put in a buy stop|set a buy stop|stop buy order",
        "sell_limit": "limit short|short limit|limit sell short|sell short limit",
        "sell_stop": "sell stop|sell stop order|place a sell stop|sell short stop",
    },
    "VALID": {
        "valid": "good for|valid for|cancel after|expire after|good for the next|valid for the next|cancel if not filled within|cancel if not filled in|cancel if not filled after|leave it in for|leave it open for|keep it open for|keep it working for|working for|live for|valid|expires after|cancel it after|cancel the order after|leave it working for|order stays good for|order live for|stays open for|good|keep the order for|lasts for|let it rest for|leave the order for|keep it for|if it is not filled within|if not filled within|if not filled in|cancel it if not filled within|unfilled after|not filled after|if it is not filled in|if it hasn't filled in|cancel unfilled orders after|it expires after|pull it after|resting for|rest for"
    },
    "HOLD": {
        "hold": "hold for|hold|holding period|holding for|keep for|keep it for|hold it for|hold the position for|max holding period|maximum holding period|holding time|time stop|time exit|time based exit|time limit|keep the position for|hold position for|time stop of|for at most|hold at most|hold no longer than|hold for at most|hold for a maximum of|for a maximum of|held for|have been held for|been in the trade for|in the trade for|hold exactly|sit on it for|max hold|stay in for|stay in the trade for|holding|max hold of|sit tight for|keep hold for|hold on for|hang on for|stay long for|stay short for|hold the trade for|time out after|timeout after|hold them for|keep it|at most hold|no more than hold"
    },
    "LATER": {
        "later": "later|after that|afterwards|after entry|after the entry|after entering|after buying|after i buy|after getting in|after purchase|from entry|since entry|after the buy|in the trade|no matter what|regardless|in any case|at the latest|after opening|after the fill|from the entry|following the entry|after being opened|after having bought|after it was opened|after the purchase"
    },
    "LONGONLY": {
        "long": "long only|longs only|only long|only longs|long side only|no shorting|no shorts|no short selling|never short|don't short|do not short|no short trades|without shorting|no short positions|long trades only|only long trades|only go long|only take longs|no short side|never go short|do not go short|don't go short|long positions only|no short|strictly long|just long|just longs"
    },
    "SHORTONLY": {
        "short": "short only|shorts only|only short|only shorts|no long trades|no longs|no long positions|short side only|never long|short trades only|never go long|only short trades|no buying|only take shorts|only go short|no long side|short positions only|do not go long"
    },
    "BOTHWAYS": {
        "both": "both directions|both sides|long and short|long or short|trade both ways|both ways|long/short|long short|longs and shorts|in both directions|allow short|allow shorts|shorting allowed|allow shorting|on both sides|either direction|either way|two sided"
    },
    "OPPOSITE": {
        "opposite": "opposite|opposite signal|reverse signal|at the opposite signal|opposite cross|reverse cross|the other way|opposite happen|vice versa|on the opposite signal|on the opposite cross|reverse happens|the inverse|opposite crossover|mirror image|the mirror image|contrary"
    },
    "ADD": {
        "add": "add to the position|add to it|scale in|pyramid|average down|average up|add another|add more|add a second|add again|double down|buy more|add to the winner|add to winners|adding to the position|pyramiding|add to a winner|add to a loser|add one more"
    },
    "FILLAT": {
        "next_open": "next open|at the next open|next day's open|next morning|the next morning|tomorrow's open|next session's open|the next session's open|next bar's open|the following open|the following morning|at the following open|the next day|next day|the following day|at the next day's open|next bar|the next bar|at tomorrow's open|the next day's open|the next session|on the next open|next session|following session|the following session|the next opening|following day's open|open of the next bar|open of the next day|at the open of the next bar|the next trading day",
        "same_close": "at the close|on the close|at that close|same close|at the same close|moc|market on close|at today's close|at that day's close|at the closing price|on that close|at the day's close|at the closing bell",
    },
    "NOLONGER": {
        "": "else|else be|else not|else out|either of these fails|any of these fails|one of these fails|either fails|any one fails|either one fails|this fails|that fails|any of them fails|one of them fails|it isn't anymore|it no longer is|it no longer holds|this is no longer so|once it isn't|when it isn't|if it isn't|either happens|either one happens|one of them happens|either is true|either occurs|when it isn't|if it is not|if it isn't|when it's not|if not|the rest of the year|the rest of the time|at all other times|all other times|in all other months|all other months|the remaining months|any other time|the other months|the rest of the week|all other days|otherwise|or else be flat|the condition is no longer true|condition is no longer true|conditions are no longer true|the conditions no longer hold|the condition no longer holds|that is no longer true|this is no longer the case|that is no longer the case|the condition ends|condition fails|the conditions fail|either condition fails|any condition fails|otherwise be in cash|otherwise stay in cash|otherwise be flat|otherwise stay flat|it is no longer true|that stops being true|conditions stop being true|no longer the case|otherwise flat|otherwise cash|otherwise in cash|otherwise hold cash|otherwise out|the setup disappears"
    },
    "SAME": {"same": "the same condition|the same signal"},
    "SHORTSIDE": {"s": "short side"},
}
