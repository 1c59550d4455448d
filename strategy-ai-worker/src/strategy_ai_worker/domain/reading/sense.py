"""Whether what was understood can be meant: complete, free of contradiction, possible."""

from __future__ import annotations

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.reading.read import Understood
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_language.conversation import Question


def judged(understood: Understood, message: str, context: Context, tongue: Tongue) -> Interpretation:
    """Return the strategy where it makes sense, else the question that must be settled first."""
    del message, context
    if understood.strategy is None:
        text = tongue.say("I could not find a rule in this. When should it buy, and when should it sell?", "没有找到可执行的规则。什么条件买入？什么条件卖出？")
        return Interpretation(kind="question", explanation=text, questions=(Question(text=text),), language=tongue.language)
    return Interpretation(kind="strategy", strategy=understood.strategy, spans=understood.spans, language=tongue.language)
