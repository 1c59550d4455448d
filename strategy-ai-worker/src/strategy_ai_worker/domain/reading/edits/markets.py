"""Follow-ups that name another asset or other bars."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.trees import parse, walk
from strategy_language.document import Sizing, Strategy

_REPLACES: Final = re.compile(r"\b(instead|switch|change|replace|rather)\b|改成|换成|改为|改用|换到")
_ADDS: Final = re.compile(
    r"\b(also|add|too|as well|plus|include|including|in addition|additionally|another|along with|alongside|next to|on top of|besides|extend)\b|^\W*and\b|也|加|再|还|同时|另外|包括|^和"  # noqa: E501
)


_ONLY_ONE: Final = re.compile(
    r"^\W*(?:no,? |and |but |now )*(?:only|just)(?: on| for| trade| with| do)? [\w&.' -]{1,30}?"
    r"(?: please| now| then)*\W*$"
    r"|^只(?:要|做|用|交易)?\S{1,10}$"
)
_RHYTHM: Final = re.compile(r"rebalanc|every|each|调仓|每|\bbuy\b|\bsell\b|average|均线|\bma\b|\bsma\b|\bema\b")


def _of_conditions(said: Understood) -> set[str]:
    """Return the assets that the conditions look at: they are not traded."""
    nodes = [rule.when for rule in said.draft.rules] + [node for node, _, _ in said.assembly.filters]
    nodes += [said.assembly.loose[0]] if said.assembly.loose else []
    parts = (part for node in nodes for part in walk(node))
    return {part.parts[0].word for part in parts if part.op == "call" and part.word == "of"}


def looked_at_by(document: Strategy) -> set[str]:
    """Return the assets that the rules of a document look at."""
    nodes = (part for rule in document.rules for part in walk(parse(rule.when)))
    return {part.parts[0].word for part in nodes if part.op == "call" and part.word == "of"}


def with_market(document: Strategy, said: Understood, text: str) -> Strategy:
    """Take over another asset or timeframe."""
    alone = _ONLY_ONE.match(text)
    rules = said.assembly.filters or said.draft.rules or said.assembly.loose
    kept = tuple(one for one in document.universe if one in said.candidates_named) if alone and not rules else ()
    if len(kept) == 1 and len(document.universe) > 1 and document.kind == "signals":
        return document.model_copy(update={"universe": kept, "sizing": Sizing()})
    looked_at = _of_conditions(said) | (looked_at_by(document) if re.search(r"\d", text) else set())
    if re.search(r"\bup-?trends? (?:of|in)\b", text):
        return document
    named = [one for one in said.candidates_named if one not in document.universe and one not in looked_at]
    if named and document.kind not in ("pairs", "allocation"):
        keep = document.universe if _ADDS.search(text) and not _REPLACES.search(text) else ()
        universe = tuple(dict.fromkeys((*keep, *named)))
        document = document.model_copy(update={"universe": universe})
        if (
            document.kind == "signals"
            and len(universe) > 1
            and document.sizing.kind == "percent_of_equity"
            and document.sizing.value == 100
        ):
            document = document.model_copy(
                update={"sizing": document.sizing.model_copy(update={"kind": "equal_weight"})}
            )
    frame = said.draft.timeframe if said.timeframe_said else _bare_frame(said, text)
    about_rules = said.assembly.filters or said.draft.rules or said.assembly.loose
    if frame is None or frame == document.timeframe.value or about_rules:
        return document
    return Strategy.model_validate({**document.model_dump(mode="json"), "timeframe": frame})


def _bare_frame(said: Understood, text: str) -> str | None:
    """Return the bars that "the same on Tencent weekly" names; a rhythm of buying is none."""
    if _RHYTHM.search(text):
        return None
    named = [str(lexeme.get("TF")) for lexeme in said.cursor.lexemes if lexeme.has("TF")]
    return named[0] if len(named) == 1 else None
