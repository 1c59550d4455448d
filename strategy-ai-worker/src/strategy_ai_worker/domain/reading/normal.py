# ruff: noqa: E501 - word lists and sentences stand on one line each
"""A message in one plain spelling, character for character, so that every offset stays that of the message."""

import re
from typing import Final

from strategy_ai_worker.domain.reading.words.chinese import CANTONESE, TRADITIONAL, VARIANTS

_PLAIN: Final = str.maketrans(
    {
        "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "…": ".", "\u00a0": " ",
        "，": ",", "。": ".", "；": ";", "：": ":", "？": "?", "！": "!", "（": "(", "）": ")", "％": "%", "、": ",",
        "【": "(", "】": ")", "「": '"', "」": '"', "《": '"', "》": '"', "・": " ", "•": "\n", "●": "\n", "▪": "\n", "→": ",",
        "≥": "≥", "≤": "≤", "＞": ">", "＜": "<", "＝": "=", "＋": "+", "－": "-", "／": "/", "×": "×", "　": " ", "～": "-",
        "\t": " ", "\r": "\n", "½": "½", "`": "'", "☞": "\n", "✅": "\n", "🟢": "\n", "🔴": "\n", "👉": "\n", "|": "\n",
    }
)  # fmt: skip


_ARROW: Final = re.compile(
    r"=>(?=\s*(?:buy|sell|long|short|exit|enter|entry|go |get |close|cover|flat|out|in\b|买|卖|做|平|入|出|开|持))"
)


_BARS: Final = re.compile(r"\|(\s?[A-Za-z][A-Za-z -]{0,12}(?:\(\d{1,3}\))?)\|")


_BRACKETED: Final = re.compile(r"\((above|below|over|under|higher|lower|up|down)\)", re.IGNORECASE)


_KEY: Final = re.compile(
    r"(?m)(^[ \t*-]*(?:entry|enter|exit|stop|stop loss|sl|tp|target|take profit|size|sizing|risk|symbol|ticker|market|trail|trailing stop|timeframe|tf)[ \t]*)[-=]>"
)


_SET: Final = re.compile(
    r"\b((?:entry|exit|buy|sell|long|short|filter)(?: (?:rule|rules|signal|condition|when))?[ \t]*)=(?![=>])"
    r"(?!(?<=long=|hort=|ong =|ort =)\s*(?:the )?(?:\d+[- ](?:day |bar |period )?)?(?:[sewh]ma|average)\b(?: ?\(?\d+\)?)?\s*[,;.\n])"
)


_TITLE: Final = re.compile(r" - (?=(?:go )?(?:long|buy|short|sell|enter) (?:when|if|whenever|once|on)\b)")


_PAUSES: Final = re.compile(r"。(?=\d)|(?<=\d)，(?=\d{3}\s?(?:[日天周月根年均]|[se]?ma))")


def _pause(found: re.Match[str]) -> str:
    return _STOP if found.group() == "。" else _COMMA


_STOP: Final = "\u2e3c"
_COMMA: Final = "\u2e41"
PAUSES: Final = {_STOP: ".", _COMMA: ","}
"""A full stop and a comma of full width before a figure, which make no number with it: "高于70。5%止损"."""


def plain(message: str) -> str:
    """Return the message in lower case, half-width, Simplified, with plain quotes and dashes; as long as it was."""
    text = (
        _BRACKETED.sub(r" \1 ", _BARS.sub(r"∣\1∣", _PAUSES.sub(_pause, message.replace("||", "or"))))
        .translate(_PLAIN)
        .translate(TRADITIONAL)
        .translate(VARIANTS)
        .translate(CANTONESE)
    )
    letters = []
    for letter in text:
        code = ord(letter)
        narrow = chr(code - 0xFEE0) if 0xFF01 <= code <= 0xFF5E else letter
        low = narrow.lower()
        letters.append(low if len(low) == 1 else narrow)
    spelled = _TITLE.sub(" : ", "".join(letters))
    spelled = _SET.sub(r"\1:", _KEY.sub(r"\1: ", spelled))
    return _ARROW.sub(", ", spelled).replace("-->", ",  ").replace("->", ", ")


def is_chinese(text: str) -> bool:
    """Return whether a message is to be answered in Chinese."""
    return sum("\u4e00" <= letter <= "\u9fff" for letter in text) >= max(2, len(text) // 12)
