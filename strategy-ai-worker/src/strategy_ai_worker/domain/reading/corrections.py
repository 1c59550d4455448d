"""Words that take back what stood before them: "Nvidia... just kidding, let's do Apple"."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.memory import Memory
from strategy_ai_worker.domain.reading.restated import without_restated

_ENDS = (".", ";", "\n", "!", "?")


def uncorrected(lexemes: list[Lexeme], memory: Memory) -> list[Lexeme]:
    """Return the lexemes without what the speaker took back; each is kept as an assumption."""
    lexemes = without_restated(_without_replaced(_without_left_out(lexemes, memory), memory), memory)
    kept: list[Lexeme] = []
    for k, lexeme in enumerate(lexemes):
        if not lexeme.has("CORRECTION") or k + 3 > len(lexemes):
            kept.append(lexeme)
            continue
        end = len(kept)
        while end and kept[end - 1].has("SIGN_MARK"):
            end -= 1
        begin = end
        while begin and not kept[begin - 1].has("SIGN_MARK", *_ENDS):
            begin -= 1
        taken = " ".join(one.text for one in kept[begin:end])
        if taken:
            memory.guess("correction", taken, f'taken back by the words "{lexeme.text}"')
        market = any(one.has("SYM") or one.has("TICKER") for one in lexemes[k:])
        kept[begin:] = [] if market else [one for one in kept[begin:] if one.has("SYM") or one.has("TICKER")]
    return kept


def _without_left_out(lexemes: list[Lexeme], memory: Memory) -> list[Lexeme]:
    """Take away an asset that is named only to be left out: "阿里巴巴不看"."""
    kept: list[Lexeme] = []
    for lexeme in lexemes:
        named = kept and (kept[-1].has("SYM") or kept[-1].has("TICKER"))
        if lexeme.has("LEFTOUT") and named:
            memory.guess("universe", kept[-1].text, f'left out by the words "{lexeme.text}"')
            kept.pop()
        else:
            kept.append(lexeme)
    return kept


_REPLACES = frozenset(["no", "wait", "no wait", "nah", "naw", "rather", "actually", "sorry", "oops", "instead"])
_LEADS = frozenset(["make", "that", "make that", "use", "the", "let's", "do", "it", "i", "mean", "change", "to", "or"])


def _without_replaced(lexemes: list[Lexeme], memory: Memory) -> list[Lexeme]:
    """Take away an asset that the next words replace: "QQQ... no wait, make that DIA"."""
    kept: list[Lexeme] = []
    for lexeme in lexemes:
        if lexeme.has("SYM") or lexeme.has("TICKER"):
            k = len(kept)
            while k and (kept[k - 1].has("SIGN_MARK") or kept[k - 1].text in _REPLACES or kept[k - 1].text in _LEADS):
                k -= 1
            said = {one.text for one in kept[k:]} & _REPLACES
            named = k > 0 and (kept[k - 1].has("SYM") or kept[k - 1].has("TICKER"))
            if said and named:
                memory.guess("correction", kept[k - 1].text, f'replaced by the words "{lexeme.text}"')
                del kept[k - 1 :]
        kept.append(lexeme)
    return kept
