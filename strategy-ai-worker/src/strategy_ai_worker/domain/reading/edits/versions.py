# ruff: noqa: E501 - one pattern a line
"""Follow-ups that go back to a document that was there before."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_language.document import Strategy

_UNDO: Final = re.compile(
    r"\b(undo|revert|roll ?back|(go|change|put|switch) (it |that )?back( to)? (the )?(previous|last|earlier|old|before|what it was|how it was)|restore the (previous|last)|take that back|never ?mind( that)?|as it was before|back to (the )?(previous|last|earlier) (one|version))\b|\bback to (?:how|what|the way) (?:it|that|things|everything) (?:was|were)(?: before)?\b|\bgo back\W*$|^\W*(no,? )?back\W*$|\bput (it|that|this|everything) back( (please|again|now|how it was|as it was))*\W*$|\bas (it )?was( before)?\W*$|撤销|撤回|恢复(到)?(上|之前|原)|还原|退回|改回去|回到上一"
)
_FIRST: Final = re.compile(
    r"\b(first|original|initial|very first|starting) (version|strategy|one|idea|rules|document|draft)\b|\b(back|return|revert) to (the )?(start|beginning|original|first)\b|\bundo (everything|all( of it| changes)?)\b|\b(?:how|what|the way|like) (?:it|that|this|things) (?:was|were) (?:at (?:first|the (?:very )?(?:start|beginning))|originally|initially|in the beginning|to begin with)\b|最初|第一个?版|最开始|全部撤销|原始版本|原来的版本"
)
_NUMBERED: Final = re.compile(
    r"\b(?:back to|restore|use|load) (?:the )?version (\d+)\b|^\W*version (\d+)(?: please| again)*\W*$|(?:回到|恢复到?|用)第(\d+)(?:个?版)"
)
_REDO: Final = re.compile(r"\b(redo|undo the undo|put it back( in)?|bring (it|that) back)\b|重做|恢复刚才的")
_STEPS: Final = re.compile(
    r"\b(two|three|2|3|both)(?: (?:last|latest|previous))?(?: (?:changes|edits|steps|times|things|versions))\b|\b(twice)\b|(两|二|三)(?:次|步|个修改)"
)
_COUNTS: Final = {"two": 2, "2": 2, "both": 2, "twice": 2, "两": 2, "二": 2, "three": 3, "3": 3, "三": 3}
_GOES_BACK: Final = re.compile(r"\b(go|back|return|revert|restore|undo|use|take)\b|回|恢复|撤销|用|改")


_RESTARTS: Final = re.compile(
    r"^\W*(?:ok(?:ay)?|no|(?:no,? )?wait|please|let's|lets|let us|can we|i want to|i'd like to|never ?mind|forget (?:it|that|all that|everything))?[,.;!]?\s*(?:(?:please|let's|i want to|just) )*"
    r"(?:start (?:all )?(?:over|again|afresh|anew|fresh|from scratch|from zero)|from scratch|begin again|reset(?: it| everything| all| the strategy)?|clear (?:it|everything|all|the strategy)|scrap (?:it|everything|the (?:whole )?strategy)|(?:a |make a |create a )?(?:new|different|fresh) (?:strategy|idea)|something (?:else|new|different))(?: please| from scratch| from the beginning| again)*\W*$"
    r"|^\s*(?:我想|请|还是)?(?:从头(?:开始|再来)|重新(?:开始|来过?)|重来|清空|换一个策略|新(?:的)?策略|全部重来)(?:吧|一下)?\W*$"
)


def restarts(message: str) -> bool:
    """Return whether a message leaves the document behind and begins anew."""
    return _RESTARTS.match(plain(message)) is not None


def undoes(message: str) -> bool:
    """Return whether a message takes the last change back."""
    text = plain(message)
    return _UNDO.search(text) is not None and _FIRST.search(text) is None


def restored(message: str, context: Context, tongue: Tongue) -> Interpretation | None:
    """Return a document of before, or that there is none; None where a message does not ask for one."""
    text = plain(message)
    numbered = _NUMBERED.search(text)
    if numbered is not None:
        return _numbered(int(next(group for group in numbered.groups() if group)), context, tongue)
    if _FIRST.search(text) and _GOES_BACK.search(text):
        first = context.versions.get(1) or (context.earlier[-1] if context.earlier else None)
        said = tongue.say("This is the first version again.", "已恢复到最初的版本。")
        return _answer(first, said, context, tongue)
    if _REDO.search(text) and _last_was_undo(context):
        again = context.versions.get((context.version or 0) - 1)
        return _answer(again, tongue.say("The change is there again.", "已恢复刚才的修改。"), context, tongue)
    if undoes(message):
        steps = _STEPS.search(text)
        back = _COUNTS.get(next(word for word in steps.groups() if word), 1) if steps is not None else 1
        previous = context.earlier[back - 1] if len(context.earlier) >= back else None
        return _answer(previous, tongue.say("I took the last change back.", "已撤销上一次修改。"), context, tongue)
    return None


def _last_was_undo(context: Context) -> bool:
    said = [text for role, text in context.messages if role == "user"]
    return bool(said) and undoes(said[-1])


def _numbered(number: int, context: Context, tongue: Tongue) -> Interpretation:
    said = tongue.say(f"This is version {number} again.", f"已恢复到第{number}版。")
    return _answer(context.versions.get(number), said, context, tongue)


def _answer(document: Strategy | None, said: str, context: Context, tongue: Tongue) -> Interpretation:
    if document is None:
        text = tongue.say("There is no such earlier version to go back to.", "没有可以恢复的更早版本。")
        return Interpretation(kind="answer", explanation=text, language=tongue.language)
    if document == context.current:
        text = tongue.say("It is so already; nothing changed.", "现在已经是这样了，没有任何改动。")
        return Interpretation(kind="answer", explanation=text, language=tongue.language)
    return Interpretation(kind="strategy", strategy=document, explanation=said, language=tongue.language)
