"""One sentence of the read-back, with the place in the document that it speaks of."""

from __future__ import annotations

from trading_contracts.model import Contract


class Sentence(Contract):
    """A sentence (or a heading), the document path behind it, and what it is made of."""

    text: str
    path: str
    children: tuple[Sentence, ...] = ()
