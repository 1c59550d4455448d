"""Documents that wait for the answer to one question, and putting the answer in its place."""

from typing import Final

from strategy_ai_worker.domain.interpretation import Interpretation
from strategy_ai_worker.domain.symbols import rename_symbols
from strategy_language.conversation import ChatReply, WaitingDocument
from strategy_language.document import Strategy
from trading_contracts.bars import Timeframe

_MOST_WORDS = 4
_LONGEST = 40
_TIMEFRAMES: Final = {
    "hourly": "1h", "hour": "1h", "小时线": "1h", "小時線": "1h", "4 hours": "4h", "4 hour": "4h",
    "daily": "1d", "day": "1d", "days": "1d", "日线": "1d", "日線": "1d",
    "weekly": "1w", "week": "1w", "周线": "1w", "週線": "1w",
    "monthly": "1mo", "month": "1mo", "月线": "1mo", "月線": "1mo", "quarterly": "3mo",
}  # fmt: skip


def answer_to_question(message: str, reply: ChatReply | None) -> Interpretation | None:
    """Return the waiting document with a message in the place of what was asked, or None where it answers nothing.

    Args:
        message: What a person says, or the option that was clicked.
        reply: The answer before, with its question.
    """
    if reply is None or reply.waiting is None or len(reply.questions) != 1:
        return None
    changed = _answered(message.strip().rstrip(".。!"), reply.waiting, reply.questions[0].options)
    if changed is None:
        return None
    metadata = reply.metadata
    return Interpretation(
        kind="strategy",
        strategy=changed,
        author=metadata.author,
        knowledge_cutoff=metadata.knowledge_cutoff,
        language=metadata.language,
    )


def _answered(answer: str, waiting: WaitingDocument, options: tuple[str, ...]) -> Strategy | None:
    if waiting.settles == "timeframe":
        named = _TIMEFRAMES.get(answer.lower().removesuffix(" bars"), answer.lower().removesuffix(" bars"))
        if named not in set(Timeframe):
            return None
        return Strategy.model_validate({**waiting.strategy.model_dump(mode="json"), "timeframe": named})
    if not answer or (answer not in options and not _is_one(answer)):
        return None
    return rename_symbols(waiting.strategy, {waiting.symbol: answer})


def _is_one(answer: str) -> bool:
    """Return whether words can be one name: a sentence about trading is read anew."""
    words = {word.lower() for word in answer.split()}
    if len(answer) > _LONGEST or len(words) > _MOST_WORDS:
        return False
    return not words & {
        "buy",
        "sell",
        "when",
        "stop",
        "undo",
        "no",
        "why",
        "what",
        "use",
        "instead",
        "and",
    } and not any(letter in answer for letter in "?？%买卖買賣")
