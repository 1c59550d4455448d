# ruff: noqa: E501 - word lists and sentences stand on one line each
"""English: stops, targets, sizes and costs."""

from typing import Final

WORDS: Final[dict[str, dict[object, str]]] = {
    "STOP": {
        "stop": "cut at|cut it at|cut them at|cut me out at|stop loss|stop|stoploss|stop out|sl|protective stop|hard stop|initial stop|cut loss|cut my loss|cut the loss|cut it|stop order|risk stop|stop loss order|catastrophe stop|disaster stop|fixed stop|max loss|maximum loss|cut losses|get stopped out|stopped out|stop me out|bail out at a loss|loss limit|emergency stop|safety stop|stop distance|stops|cut the position|cut the trade|stop level|stop price|be stop out|protect it with a stop|cut our losses|accept a loss of|limit my loss|limit losses|limit the loss"
    },
    "TARGET": {
        "target": "target|take profit|profit target|tp|price target|take profits|profit taking|book profit|book profits|take my profit|take gains|profit|take the profit|limit sell|sell limit|gain target|book gains|cash in|lock in gains|lock in profit|lock in profits|bank profits|bank the profit|bank profit|cash out|targets|take my profits|take the gain|take the gains|bank the gain|bank it|target price|profit goal|upside target|close in profit|take some profit|bank gains|book the gain|book my gains"
    },
    "TRAIL": {
        "trail": "trailing stop|trailing stop loss|trail|trailing|trail the stop|trail stop|trail a stop|trailing exit|trail my stop|stop trail|trail it|chandelier exit|chandelier stop|chandelier|trailing sl|trailing stops|ratchet the stop|ratchet stop|trail behind|stop that trail|trailing protective stop|trailing a stop|trail by|stop follow|follow with a stop|stop that follow"
    },
    "BREAKEVEN": {
        "be": "break even|breakeven|break even point|move the stop to entry|move stop to entry|move the stop to my entry|stop to entry|stop to my entry|stop to the entry price|move stop to breakeven|move the stop to breakeven|move the stop up to entry|stop to break even|stop should sit at my entry price|stop sit at my entry price|stop at my entry price|raise the stop to entry|raise stop to entry|raise the stop to the entry price|stop move to entry|stop moves to the entry price|stop go to entry|stop goes to my entry price|move my stop to entry|move my stop to my entry|move my stop to the entry price|bring the stop to entry|bring my stop to entry|move the stop to the entry price|move the stop to my entry price|move the stop up to the entry price|move my stop up to my entry|lift the stop to entry|pull the stop to entry|pull the stop up to entry|stop be move to entry|stop is moved to the entry price|stop is moved to entry|stop be raise to entry|shift the stop to entry|shift the stop to the entry price|stop at entry|stop at the entry price|stop jump to entry|stop moves up to the entry price|stop move up to entry|slide the stop to entry|stop go to the entry price|stop move to the entry price|stop move to my entry|stop move to my entry price|raise the stop to my entry|raise my stop to my entry price|raise my stop to entry|stop be move to the entry price|stop goes to entry|stop for the rest to entry|stop on the rest to entry|stop for the remainder to entry|stop on the remainder to entry|stop on the other half to entry|stop for the other half to entry|move the stop for the rest to entry|move the stop on the rest to entry|move the stop of the rest to entry|move the stop on the remainder to entry|move the stop on the other half to entry|move the stop on the remaining half to entry"
    },
    "RISK": {
        "risk": "never want to lose more than|don't want to lose more than|do not want to lose more than|never want to risk more than|don't want to risk more than|want to risk|want to risk no more than|want to lose no more than|want to lose at most|lose no more than|willing to lose|willing to risk|prepared to lose|prepared to risk|can lose at most|am ok losing|risk|risking|risk per trade|risk only|risk at most|put at risk|risk no more than|risk of|lose at most|never risk more than|don't risk more than|risk up to|risk exactly|i risk|so that i lose|lose max|lose maximum|lose a maximum of|lose at most|lose not more than|never lose more than|such that i lose|such that we lose|so that we lose|so we lose|such that i risk|so that i risk|so i risk|so that the risk is|such that the risk is|such that the loss is|so that the loss is|such that a stop out costs|so that a stop out costs|so a stop out costs|a stop out costs|a stop-out costs|so the risk is|so i lose|i would lose|i will lose|i lose at most|lose no more than|lose only|so that a loss costs|would cost me|costs me|so the loss is|max risk|maximum risk"
    },
    "SIZE": {
        "size": "position size|size|allocate|use|put|invest|stake|bet|commit|position sizing|sizing|each trade|per trade|into each trade|each position|each on its own|deploy|allocation|per position|trade size|spend|every trade|position of|per entry|each entry|worth|exposure|trade with|each time|every position|in every trade|in each trade|position sizes|size of|capital|at a time|every entry|if stopped|if stopped out|when stopped out|if i am stopped out|if i'm stopped out|if it is stopped out|if the stop is hit|if it hits the stop"
    },
    "ACCOUNT": {
        "equity": "of my account|of the account|of my equity|of equity|of my capital|of capital|of the portfolio|of my portfolio|of my money|of my cash|of the equity|of account|of portfolio|of account equity|of the capital|my account|the account|my capital|my money|capital|of my funds|of funds|of available capital|of total equity|of available cash|of my bankroll|of the pot|of total capital|of my total capital|of current equity|account equity|of my balance|of the balance|of my stack|of the money|of account value|of the account value|of the cash|of the funds|of net worth|of my account balance|of the current equity|of the account's value|of my savings|my equity|equity|the capital|the equity|the money|the cash|of portfolio value|portfolio value|account balance|of the account balance|account|portfolio|my portfolio|the portfolio"
    },
    "ALLIN": {
        "all": "put everything into|put everything in|put everything|everything into|go all in|all of it|all in|everything i have|all my money|all my capital|full position|my whole account|the whole account|entire account|all of my capital|all of the account|the entire account|100 percent invested|full equity|the full account|all available capital|all available cash|all the cash|my entire capital|whole capital|fully invested each time|all my cash|full size|all of my equity|the whole balance"
    },
    "VOLTARGET": {
        "vol": "volatility target|target volatility|target vol|vol target|volatility targeting|annualized volatility target|targeting volatility|annualised volatility|annualized volatility|annual volatility|targeted volatility|portfolio volatility|vol targeting|volatility scaled|volatility of"
    },
    "EQUALWEIGHT": {
        "equal": "equal money|equal money in each|equal cash|the same money in each|same money in each|the same amount in each|same amount in each|the same amount of money in each|same amount of money in each|an equal amount in each|an equal amount of money in each|equal stakes|equal slices|equal weight|equal weights|equally weighted|equal weighting|equally|equal parts|equal amounts|equal size|split equally|evenly|split evenly|split the money equally|split capital equally|equal dollar amounts|equal shares|same weight|divided equally|in equal parts|equal proportions|equal dollar|spread equally|spread evenly|the same weight"
    },
    "PERSHARES": {"shares": "shares|units|contracts|coins|share|lots|unit|coin|pieces"},
    "HALFOF": {
        0.5: "another half|half|half of|one half|half the|half of the|half of my|half my|50/50",
        0.25: "a quarter|quarter|one quarter|a quarter of|one quarter of|a quarter of my",
        0.75: "three quarters|three quarters of",
        "third": "another third|a further third|the next third|the second third|a third|one third|a third of|one third of|third of",
        "twothirds": "two thirds|two thirds of",
        0.2: "a fifth|one fifth|a fifth of|one fifth of",
        0.1: "a tenth|one tenth|a tenth of|one tenth of",
    },
    "REST": {
        "rest": "the rest|rest|the other half|other half|remainder|the remainder|remaining|the remaining half|remaining half|the second half|second half|the remaining|what is left|the remaining shares|the balance|the remaining position|the last half|the remaining part|the final third|the last third|remaining third|the other part"
    },
    "NOOTHER": {
        "none": "no exit signal|no exit signals|no exit rule|no exit rules|no signal exit|no sell signal|no sell rule|only the stop or the target|only the stop and the target|just the stop and the target|just the stop or the target|only stop or target|only stop and target|nothing else closes the trade|nothing else closes it|nothing else closes the position|no other way out|no other ways out|no other exit|no other exits|there is no other exit|no other rules|no other rule|that is the only exit|no stop loss|no stop|no stops|without a stop|without stop loss|without stop|no target|no targets|no profit target|no take profit|without a target|nothing else|no fixed target|no fixed profit target|no fixed profit targets|no fixed take profit|no profit targets|no set profit target|no price target|no fixed targets|no hard target|no fixed stop|no set target|no other stop|no other sell rule|no stop loss and no target|no stop or target|no stops or targets|no stop and no target|no other stops|no other orders|no other conditions|only exit|the only exit|no stop no target|neither stop nor target"
    },
    "RWORD": {
        "r": "r|times the risk|times my risk|times risk|times the distance to the stop|times the initial risk|times what i risk|times the stop distance|x risk|times the amount risked|times the initial stop distance|times the stop|times the amount at risk"
    },
    "REGULAR": {
        "dca": "dca|dcaing|dollar cost average|dollar cost averaging|dollar cost averaged|dollar cost averages|dollar cost avg|cost average|cost averaging|drip buy|savings plan"
    },
    "COOLDOWN": {
        "cool": "re enter only after|reenter only after|only re enter after|only reenter after|no re entry within|cooldown|cool down|wait at least|no re entry for|wait before re entering|cooling off|wait after a|pause for|don't re enter for|stay out for|wait for"
    },
    "COSTWORD": {
        "cost": "commission|commissions|fee|fees|slippage|costs|trading costs|transaction costs|spread cost|borrow cost"
    },
}
