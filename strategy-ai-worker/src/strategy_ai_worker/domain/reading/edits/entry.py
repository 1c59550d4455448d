# ruff: noqa: E501 - one pattern a line
"""A follow-up and the document that is there: the changed document, or what must be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.reading.edits import kept
from strategy_ai_worker.domain.reading.edits.account import without_void
from strategy_ai_worker.domain.reading.edits.attempts import Attempt, alternative_of, attempted
from strategy_ai_worker.domain.reading.edits.chinese import retold
from strategy_ai_worker.domain.reading.edits.focus import focus_of, narrowed
from strategy_ai_worker.domain.reading.edits.inlined import inlined
from strategy_ai_worker.domain.reading.edits.precise import open_question, what_half, window
from strategy_ai_worker.domain.reading.edits.questions import (
    how_far,
    not_placed,
    not_understood,
    way_in_or_out,
    which_number,
)
from strategy_ai_worker.domain.reading.edits.removals import names_absent
from strategy_ai_worker.domain.reading.edits.resumed import (
    completed,
    corrected,
    meant_otherwise,
    open_message,
    spoken_of,
    takes_back,
)
from strategy_ai_worker.domain.reading.edits.versions import restored
from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.read import Understood, understand
from strategy_ai_worker.domain.reading.seeds import seeded
from strategy_ai_worker.domain.reading.sense import ask, judged_document
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.unserved import unserved
from strategy_language.document import Strategy

_RUNS: Final = re.compile(
    r"^\W*((please|ok|now|just|can you) )*(run|backtest|test|go|start|execute|try)( (it|this|that))?( now| again| please| for me)*"
    r"( (from|between|since|over|on|for|in) [\d\w ,/-]*(19|20)\d\d[\d\w ,/-]*| (over|for) the (last|past) \w+ (years?|months?))?\W*$"
    r"|^\W*((and|but|only|just|now|please|use|test|do it|for|over|on|the|data|period|years?|dates?) )*(from|between) (\w+ )?(19|20)\d\d( \w+)?,? (to|until|till|through|and|-) (the end of )?(\w+ )?((19|20)\d\d|now|today)( \w+)?\W*$|^\W*((and|but|only|just|now|please) )*(since|from|starting (in|from)) (\w+ )?(19|20)\d\d( on(wards?)?)?\W*$"
    r"|^\W*(start|begin|test|run)?( it| this)? ?with (an? )?(initial |starting )?(capital|cash|account|balance)?( of)? ?\$?[\d,]+k?( dollars| usd| in cash| capital| cash)*\W*$"
    r"|^\W*(initial|starting) (capital|cash|balance)( of| is|:)? ?\$?[\d,]+k?\W*$|^\s*(运行|回测|跑一下|开始回测|跑起来|测一下)(吧|一下)?\W*$|初始资金"
)
_LOOSENS: Final = re.compile(
    r"\b(loosen|widen|tighten|raise|lower|increase|decrease|reduce|tighter|wider|looser|larger|bigger|smaller|closer)\b.*\b(stop|stop.?loss|target|take.?profit)"
    r"|\b(stop|target)\b.*\b(tighter|wider|looser|closer|higher|lower)\b|(放宽|收紧|提高|降低|放大|缩小).*(止损|止盈)|(止损|止盈).*(放宽|收紧|紧一点|宽一点)"
)


def edited(message: str, context: Context, tongue: Tongue) -> Interpretation | None:
    """Return the changed document, or None where the message is no follow-up."""
    current = context.current
    if current is None:
        return None
    if takes_back(message, context):
        return _unchanged(tongue)
    message = retold(message)
    before = open_message(context)
    alone = replace(context, asked=None)
    named = spoken_of(message, context)
    message = named if named is not None else message
    if before is not None:
        settled = _first_strategy(_together(before, message, current), alone, current, tongue)
        if settled is not None:
            return settled
    found = _restored(message, context, current, tongue) or _edited(message, context, current, tongue)
    plain_numbers = inlined(current) if found is not None and found.kind == "question" else None
    if plain_numbers is not None:
        changed = _edited(message, replace(context, current=plain_numbers), plain_numbers, tongue)
        found = changed if changed is not None and changed.kind == "strategy" else found
    if before is None or found is None or found.kind != "question":
        return found
    if _says_something(understand(message, seeded(current))):
        return found
    return _first_strategy(completed(before, message), alone, current, tongue) or found


def _together(before: str, message: str, current: Strategy) -> Iterator[str]:
    """Yield the message before with this one in it, where it is corrected or lacks what this one says."""
    yield from corrected(before, message, current)
    if _says_something(understand(before, seeded(current))):
        yield f"{before.rstrip('.!? ')}. {message}"


def _first_strategy(texts: Iterator[str], context: Context, current: Strategy, tongue: Tongue) -> Interpretation | None:
    changes = (_edited(text, context, current, tongue) for text in texts)
    return next((change for change in changes if change is not None and change.kind == "strategy"), None)


def _restored(message: str, context: Context, current: Strategy, tongue: Tongue) -> Interpretation | None:
    """Return the document, or the part of it, that was there before and is named again."""
    text = plain(message)
    meant = meant_otherwise(text, current, context)
    if meant is not None:
        changed = _edited(meant[1], replace(context, asked=None), meant[0], tongue)
        if changed is not None and changed.kind == "strategy":
            return changed
    kept_part = kept.apply(current, text, context.earlier)
    if kept_part is not None:
        return judged_document(kept_part, understand("", seeded(current)), tongue)
    return restored(message, context, tongue)


def _edited(message: str, context: Context, current: Strategy, tongue: Tongue) -> Interpretation | None:
    text = plain(message)
    if _RUNS.search(text):
        return _told_to_run(tongue)
    if _LOOSENS.search(text) and not re.search(r"\d", text):
        return how_far(current, text, tongue)
    said = understand(message, seeded(current))
    if _is_new(said):
        return None
    unclear = open_question(current, message, text, said, tongue) or _unserved(message, said, tongue)
    return unclear or _changed(message, context, current, said, tongue)


def _changed(message: str, context: Context, current: Strategy, said: Understood, tongue: Tongue) -> Interpretation:
    """Return the document with what the message changes, or what must be asked."""
    stretched = window(current, plain(message), said)
    if stretched is not None:
        return judged_document(stretched, said, tongue)
    focus = narrowed(focus_of(context.earlier[0], current), context.said) if context.earlier else None
    found = attempted(current, message, focus, context)
    if found is None or found.unread:
        halved = what_half(current, plain(message), tongue)
        return halved or _asked(found, said, current, message, tongue)
    return judged_document(without_void(current, found.document), found.said, tongue)


def _unserved(message: str, understood: Understood, tongue: Tongue) -> Interpretation | None:
    found = unserved(message, tongue)
    return ask(found.question, tongue, understood) if found is not None else None


def _asked(found: Attempt | None, said: Understood, current: Strategy, message: str, tongue: Tongue) -> Interpretation:
    if names_absent(current, plain(message)):
        return _unchanged(tongue)
    if found is not None:
        return not_placed(found.unread, tongue)
    alternative = alternative_of(message)
    if alternative is not None:
        return way_in_or_out(alternative, tongue)
    question = which_number(current, message, tongue)
    if question is not None:
        choices = question.questions[0].options
        only = _edited(choices[0], Context(current), current, tongue) if len(choices) == 1 else None
        return only if only is not None and only.kind == "strategy" else question
    return _unchanged(tongue) if _says_something(said) else not_understood(current, tongue)


def _told_to_run(tongue: Tongue) -> Interpretation:
    text = tongue.say(
        "The strategy is ready: start the test with the Run button; choose the dates and the starting cash there.",
        "策略已就绪：请点击“运行”按钮开始回测，并在那里选择日期和初始资金。",
    )
    return Interpretation(kind="answer", explanation=text, language=tongue.language)


def _says_something(said: Understood) -> bool:
    draft = said.draft
    settings = (
        draft.stops,
        draft.targets,
        draft.trailing,
        draft.sizing,
        draft.max_bars,
        draft.long_only,
        draft.short_only,
    )
    return any(bool(value) for value in settings) or said.timeframe_said or bool(draft.rules)


def _unchanged(tongue: Tongue) -> Interpretation:
    text = tongue.say("It is so already; nothing changed.", "现在已经是这样了，没有任何改动。")
    return Interpretation(kind="answer", explanation=text, language=tongue.language)


def _is_new(said: Understood) -> bool:
    """Return whether the message describes a whole strategy by itself."""
    if said.draft.is_portfolio:
        return True
    actions = {rule.action for rule in said.draft.rules}
    enters = any(action.startswith("enter") for action in actions)
    leaves = any(action.startswith("exit") for action in actions) or bool(
        said.draft.stops or said.draft.targets or said.draft.max_bars
    )
    return enters and leaves and bool(said.draft.universe)
