# ruff: noqa: E501 - one pattern a line
"""What follow-ups say in other words than rules do, told as the grammar knows it."""

from __future__ import annotations

import re
from typing import Final

_TOLD: Final = (
    (re.compile(r"\b(?:bail|jump) out(?: of it)? (above|over|below|under)\b", re.IGNORECASE), r"sell \1"),
    (re.compile(r"\b(\d+)([ -])(days?|weeks?|months?|years?|bars?|hours?)((?: \w+){0,2}? (?:instead of|rather than) )(\d+)(?! ?\w)", re.IGNORECASE), r"\1\2\3\4\5\2\3"),
    (re.compile(r"\b(?:let it |let them |and |to )*(?:hold|run|stay)(?: it| them| in)?(?: for)? ([\w.]+ (?:days?|bars?|weeks?|months?|hours?)) (?:max(?:imum)?|at most|tops)\b", re.IGNORECASE), r"hold at most \1"),
    (re.compile(r"^\W*(?:the )?((?:first|second|third|last|other) (?:condition|filter|rule|one)|[\w-]+ (?:filter|condition|target|stop|exit)) (?:away|gone|out|off)(?: please| now)*\W*$", re.IGNORECASE), r"remove the \1"),
    (re.compile(r"\b(?:no|not|never|don't|do not) (?:hold|holding)(?: it| anything| a position)?(?: for)? (?:longer|more) than\b", re.IGNORECASE), "hold at most"),
    (re.compile(r"^[^\w-]*(?:(?:use|make it|try|set|take|and|then|rather)\b[, ]*)*(-?\d+(?:\.\d+)?)(?: ?%)? (?:for|on|as) (?:the |my )?(entry|exit|buy|sell)(?: level| threshold)?(?: instead| please)*\W*$", re.IGNORECASE), r"make the \2 \1"),
    (re.compile(r"^\W*instead of (?:the |an? )?([\w -]+?),? (?:please )?(?:use|take|try|make it) (.+?)[.!]*$", re.IGNORECASE), r"replace the \1 with \2"),
    (re.compile(r"^\W*(?:and )?hold it (?:for )?(\w+ (?:days?|bars?|weeks?))(?: instead| now| please)*\W*$", re.IGNORECASE), r"hold for \1"),
    (re.compile(r"\b(green|red|up|down) ones?\b", re.IGNORECASE), r"\1 candles"),
    (re.compile(r"\b(days?|bars?|weeks?|months?|sessions?|hours?) (?:in|per) (?:an?|any|each|one|every|the)?\b ?(trade|position)\b", re.IGNORECASE), r"\1 in the \2"),
    (re.compile(r"^\W*(?:a bit |a little |much |bit )?(?:wider|slower|faster|longer|shorter|tighter|narrower|looser)(?: ones?| averages?| lengths?| please)?\s*[:,-]\s*(?=\d)", re.IGNORECASE), "make it "),
    (re.compile(r"^(.*\d.*?)\s+(?:than|instead of|rather than|in place of) (?:the |a |my |that )?((?:fixed |hard |\d+% )?(?:stop(?: loss|-loss)?|take profit|profit target|target|trailing stop))\W*$", re.IGNORECASE), r"remove the \2, \1"),
    (re.compile(r"\bnot (?:the )?(-?\d+(?:\.\d+)?)(%?),? (?:but |rather )?(?:the |use |make it )?(-?\d+(?:\.\d+)?)(?:\2)?(?=\W*$)", re.IGNORECASE), r"change \1 to \3"),
    (re.compile(r"^\W*(?:no,? |sorry,? |oops,? )*(?:i mean(?:t)? )?(?:the )?(-?\d+(?:\.\d+)?),? not (?:the )?(-?\d+(?:\.\d+)?)\W*$", re.IGNORECASE), r"change \2 to \1"),
    (re.compile(r"^\W*(?:the |that |my )?(-?\d+(?:\.\d+)?)(?:[- ](?:day|bar|period))?(?: one| average| ma| sma| ema| level)? (?:should|must|ought to|has to|needs to|shall) (?:be|become|read) (?:an? |the )?(-?\d+(?:\.\d+)?)(?:[- ](?:day|bar|period))?(?: one)?\W*$", re.IGNORECASE), r"change \1 to \2"),
    (re.compile(r"^\W*(?:the |that |my )?(-?\d+)[- ](?:day|bar|period)(?: one| average| ma| sma| ema)? (?:becomes|turns into|is now) (?:an? |the )?(-?\d+)[- ](?:day|bar|period)(?: one)?\W*$", re.IGNORECASE), r"change \1 to \2"),
    (re.compile(r"^\W*(?:the |my )?(entry|exit|buy|sell)(?: level| threshold)? (?:should be|is|to be|at) (-?\d+(?:\.\d+)?),? (?:and )?(?:not|rather than|instead of) (-?\d+(?:\.\d+)?)\W*$", re.IGNORECASE), r"make the \1 \2"),
    (re.compile(r"^\W*(-?\d+(?:\.\d+)?) (?:to|->|→|=>) (-?\d+(?:\.\d+)?)(?: please| instead)*\W*$", re.IGNORECASE), r"change \1 to \2"),
    (re.compile(r"\b(?:kill|nix|axe|chuck|dump|bin) (?:the|that|my) (?=(?:[\w-]+ ){0,2}(?:stop|target|trail|filter|condition|rule|limit|exit)\b)", re.IGNORECASE), "remove the "),
    (re.compile(r"^\W*(?:the |that |my )((?:[\w-]+ ){0,2}(?:stop|stop loss|target|trail|filter|condition|rule|limit|volume|exit)) (?:has to go|must go|should go|can go|goes|is not needed|isn't needed|doesn't matter|does not matter|is irrelevant|is unnecessary)(?: too| then| now)?\W*$", re.IGNORECASE), r"remove the \1"),
    (re.compile(r"^\W*(?:(?:ok|and|but|just|please)\b[, ]*)*(?:(volume|vix|rsi|adx|macd|the \w+(?: filter| condition)?) (?:doesn't|does not|shouldn't|should not) matter(?: any ?more)?|ignore (?:the )?([\w-]+)(?: filter| condition)?)\W*$", re.IGNORECASE), r"remove the \1\2 filter"),
    (re.compile(r"\b(?:the |that |my )trail(?=\W*$)(?<!the trail )", re.IGNORECASE), "the trailing stop"),
    (re.compile(r"\b(?:get out|bail|bail out|exit|close|sell)(?: it| the trade| the position)? (?:if|when|once) (?:it|the trade|the position|the price|that) (?:goes|moves|runs|is) (?:by )?(\d+(?:\.\d+)?) ?(%|percent|atr) (?:or more )?against (?:me|us|the position|my position|the trade)\b", re.IGNORECASE), r"stop loss \1\2"),
    (re.compile(r"^\W*(?:(?:ok|and|also|but)\b[, ]*)*(?:i (?:want|need|would like|'d like)|give me|put in|let's have) an? (trailing stop|stop(?: loss)?|target|take profit)(?: too| as well)?[,:;] (?:say |maybe |of |at )?(\d+(?:\.\d+)?) ?(%|percent|atr)\W*$", re.IGNORECASE), r"\1 \2\3"),
    (re.compile(r"\b(\d+(?:\.\d+)?) ?(?:%|percent) (?:position )?(?:size|sizing|positions|allocation)(?= please| instead| then|\W*$)", re.IGNORECASE), r"position size \1%"),
    (re.compile(r"^\W*(?:and |but |ok |also )*add an? (?:exit|sell)(?: rule| signal| condition)?(?::| when| if| for when| once) ", re.IGNORECASE), "also sell when "),
    (re.compile(r"^\W*(?:(?:and|but|ok|no|make it|let it|only|just|say)\b[, ]*)*(?:for )?(?:max(?:imum)?(?: of)? |at most |no (?:more|longer) than |not (?:more|longer) than |never (?:more|longer) than )(\w+ (?:days?|bars?|weeks?|months?|hours?))(?: (?:in|per) (?:a|any|the|each) (?:trade|position)| max(?:imum)?| at most| tops| then| please)*\W*$", re.IGNORECASE), r"hold at most \1"),
    (re.compile(r"^\W*(?:(?:and|but|ok|no|make it|let it|only|just|say)\b[, ]*)*(?:for )?(\w+ (?:days?|bars?|weeks?|months?|hours?)) (?:max(?:imum)?|at most|tops|at the most)(?: (?:in|per) (?:a|any|the|each) (?:trade|position)| then| please)*\W*$", re.IGNORECASE), r"hold at most \1"),
    (re.compile(r"^\W*(?:a )?break-?out of (\d+ (?:days?|bars?|weeks?))\W*$", re.IGNORECASE), r"change the breakout to \1"),
    (re.compile(r"^\W*(?:改成|改为|就|只用|用)?(?:半仓|一半仓位|仓位一半)(?:就行|即可|吧)?\W*$"), "仓位50%"),
    (re.compile(r"[ ,]*\b(?:after all|if possible|if you can|if that's ok|for me|from now on|going forward|this time)\b(?=\W*$)", re.IGNORECASE), ""),
)  # fmt: skip


def reworded(message: str) -> str:
    """Return a follow-up with its idioms told plainly."""
    for pattern, told in _TOLD:
        message = pattern.sub(told, message)
    return message
