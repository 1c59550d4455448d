"""Simplified Chinese of this product's own sentences, in Traditional characters."""

from collections import defaultdict
from typing import Final

from strategy_ai_worker.domain.reading.words.chinese import TRADITIONAL

_PHRASES: Final = (
    ("反复", "反覆"),
    ("恢复", "恢復"),
    ("对冲", "對沖"),
    ("头发", "頭髮"),
    ("日历", "日曆"),
    ("采用", "採用"),
)
"""Words in which a character is written otherwise than usually."""

SHARED: Final = "出升面台才回制游谷志采只板松干斗折占"
"""Simplified characters that Traditional writes too."""
_SIMPLE: Final = f"{SHARED}线并为历冲荡汇获账启复发里乱内剥惩杆杠罚挂伟恒琼砖绍舆莱萨钥钮"
_WRITTEN: Final = f"{SHARED}線並為歷衝盪匯獲帳啟複發裡亂內剝懲桿槓罰掛偉恆瓊磚紹輿萊薩鑰鈕"
"""Where several characters stand for one, the one that the product's sentences mean; some stay as they are."""


def _table() -> dict[int, str]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for written, simple in TRADITIONAL.items():
        if written != simple:
            found[simple].add(written)
    table = {simple: chr(letters.pop()) for simple, letters in found.items() if len(letters) == 1}
    return table | {ord(simple): letter for simple, letter in zip(_SIMPLE, _WRITTEN, strict=True)}


_TABLE: Final = _table()


def traditional(text: str) -> str:
    """Return a Simplified sentence in Traditional characters."""
    for simple, written in _PHRASES:
        text = text.replace(simple, written)
    return text.translate(_TABLE)
