"""What is missing before a message is a strategy: the question about it, and where the answer belongs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from strategy_language.conversation import Question

Kind = Literal["market", "entry", "exit", "vague", "words", "unserved", "other"]


@dataclass(frozen=True, slots=True)
class Gap:
    """One open question.

    Attributes:
        question: What the person is asked.
        kind: What is missing: a market, a way in or out, an exact form of vague words, what unread words are for, or
            something else instead of what is not to be had here.
        start: Where the words in question begin in the message; they are empty where something is missing.
        end: Where they end.
    """

    question: Question
    kind: Kind = "other"
    start: int = 0
    end: int = 0
