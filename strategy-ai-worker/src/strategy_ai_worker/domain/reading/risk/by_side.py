"""Stops, targets and times that the two sides have of their own: "long ..., stop 2 ATR; short ..., stop 3 ATR"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Final

from strategy_ai_worker.domain.reading.draft import Amount, Draft, Side
from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.memory import Cursor, Memory


@dataclass(slots=True)
class Levels:
    """What is said of how a position ends without a rule; a level that was not said has its empty value."""

    stops: list[Amount] = field(default_factory=list)
    targets: list[Amount] = field(default_factory=list)
    trailing: Amount | None = None
    break_even: Amount | None = None
    max_bars: int | None = None

    @classmethod
    def of(cls, draft: Draft) -> Levels:
        """Return the levels of a draft."""
        return cls(**{one.name: getattr(draft, one.name) for one in fields(cls)})


_KINDS: Final = tuple(one.name for one in fields(Levels))
_SIDES: Final[tuple[Side, Side]] = ("long", "short")
Reader = Callable[[Cursor, Draft], object]


def levels_by_side(c: Cursor, draft: Draft, acts: dict[int, Side], read: Reader) -> dict[Side, Draft]:
    """Return the draft of each side with its levels, where both sides name some of their own; nothing elsewhere.

    Args:
        c: The message.
        draft: All that was read of it.
        acts: Lexeme of an entry or an exit -> the side that it speaks of.
        read: What reads the levels of some lexemes into a draft.
    """
    if set(acts.values()) != {"long", "short"}:
        return {}
    told: dict[Side, Levels] = {side: _read_alone(c, _said_of(c, acts, side), draft, read) for side in _SIDES}
    own = [kind for kind in _KINDS if all(getattr(levels, kind) for levels in told.values())]
    differ = [kind for kind in own if getattr(told["long"], kind) != getattr(told["short"], kind)]
    if not differ:
        return {}
    last = acts[max(acts)]
    of_all = _read_alone(c, _behind_last_sentence(c, acts), draft, read)
    for kind in _KINDS:
        alone = not any(getattr(levels, kind) for levels in told.values())
        of_both = getattr(draft, kind) if alone else getattr(of_all, kind) if getattr(told[last], kind) else None
        if kind not in own and of_both:
            for levels in told.values():
                setattr(levels, kind, of_both)
    return {side: replace(draft, **{kind: getattr(levels, kind) for kind in _KINDS}) for side, levels in told.items()}


def _said_of(c: Cursor, acts: dict[int, Side], side: Side) -> list[Lexeme]:
    """Return the words from each deed of a side to the next deed of the other."""
    kept: list[Lexeme] = []
    now: Side | None = None
    for k, lexeme in enumerate(c.lexemes):
        now = acts.get(k, now)
        if now == side:
            kept.append(lexeme)
    return kept


def _behind_last_sentence(c: Cursor, acts: dict[int, Side]) -> list[Lexeme]:
    """Return the words behind the sentence of the last deed: they speak of both sides."""
    last = max(acts)
    end = next((k for k in range(last, len(c.lexemes)) if _ends_side(c, k)), len(c.lexemes))
    return c.lexemes[end:]


def _ends_side(c: Cursor, k: int) -> bool:
    """Return whether a sign ends what is said of one side: a full stop, or "; all trades ..."."""
    of_both = any(set(c.at(m).text.split()) & _BOTH for m in range(k + 1, k + 4))
    return c.is_sign(k, ".", "\n") or (c.is_sign(k, ";", ",") and of_both)


_BOTH: Final = frozenset(["all", "both", "every", "either", "everything", "any"])


def _read_alone(c: Cursor, words: list[Lexeme], draft: Draft, read: Reader) -> Levels:
    known = c.memory
    memory = Memory(timeframe=known.timeframe, round_the_clock=known.round_the_clock)
    apart = Draft(timeframe=draft.timeframe)
    read(Cursor(list(words), memory), apart)
    return Levels.of(apart)


def without_levels(draft: Draft) -> Draft:
    """Return a draft without the levels that its sides have of their own."""
    empty = Levels()
    return replace(draft, **{kind: getattr(empty, kind) for kind in _KINDS})
