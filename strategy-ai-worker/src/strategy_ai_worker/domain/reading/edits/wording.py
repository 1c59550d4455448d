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
    (re.compile(r"[ ,]*\b(?:after all|if possible|if you can|if that's ok|for me|from now on|going forward|this time)\b(?=\W*$)", re.IGNORECASE), ""),
)  # fmt: skip


def reworded(message: str) -> str:
    """Return a follow-up with its idioms told plainly."""
    for pattern, told in _TOLD:
        message = pattern.sub(told, message)
    return message
