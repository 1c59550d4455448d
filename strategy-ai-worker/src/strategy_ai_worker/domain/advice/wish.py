# ruff: noqa: E501 - patterns stand on one line each
"""Whether a message asks what could be added to the strategy."""

import re
from typing import Final

from strategy_ai_worker.domain.advice.languages import Sentence
from strategy_ai_worker.domain.reading.normal import plain

_WISH: Final = re.compile(
    r"\b(make|making|get) (it|this|that|the (strategy|results?)) (any |a (bit|little) )?(better|safer|more (robust|profitable|stable))\b(?!.*\d)|能不能(更好|再好|优化)|^(能不能|可以|请|帮我|让它|把它|把策略|策略)*(弄得?|改得?|做得?|调得?)?(更|再)?(安全|稳健?|稳妥|保守|好)(一点儿?|一些|点|些)(吗|吧|的)?[?!.。？！]*$|(怎么|如何)(更好|提高收益)|"
    r"\b(what|which|any|how)\b.*\b(suggest(ion)?s?|recommend(ation)?s?|advi[cs]e|improve(ments?)?|better|missing|lacks?|weak(ness(es)?)?|change)\b|"
    r"\b(can|could|would|will) you (please )?(suggest|recommend|advise|improve|add|pick|choose|find)\b(?!.*\d)|"
    r"^\W*(please )?(suggest|recommend|advise|improve)\b(?!.*\d)|"
    r"\b(what|which|where|how (far|wide|large|big)|how much)\b.*\b(stop|target|size|risk|position)\b.*\b(should|would|do|is|makes?)\b(?!.*\b(mean|definition|difference)\b)|"
    r"\b(what|which|where|how (far|wide|large|big)|how much) (should|would|do|could)\b.*\b(stop|target|size|risk|invest|buy)\b|"
    r"(有什么|有没有|给(我)?(一些|点)?|提(供)?(一些|点)?).*(建议|改进|意见)|(怎么|如何|怎样)(改进|优化|改善|设置?止损|设止盈|控制风险|分配仓位)|止损(应该)?(设|放)(在)?(多少|哪)|建议(什么|怎样|一下)"
)
_TOLD: Final = re.compile(r"\b(mean|means|definition|define|difference between|what is an?)\b|什么意思|是什么")

NOTHING: Final[Sentence] = (
    "The strategy has a stop, a target and a size already; I have nothing to add from the history of {symbol}. Whether it holds up is shown by walk-forward and sensitivity tests in the workshop.",
    "策略已有止损、止盈和仓位设置；从{symbol}的历史来看没有要补充的。是否稳健，请看工作台中的滚动验证和敏感性测试。",
    "策略已有止損、止盈和倉位設定；從{symbol}的歷史來看沒有要補充的。是否穩健，請看工作台中的滾動驗證和敏感性測試。",
)
OFFERED: Final[Sentence] = (
    "Nothing is changed. From the history of {symbol} this could be added, each with one click:",
    "没有作任何修改。根据{symbol}的历史，可以一键加入：",
    "沒有作任何修改。根據{symbol}的歷史，可以一鍵加入：",
)


def wants_advice(message: str) -> bool:
    """Return whether a message asks what could be added, and not what a word means."""
    text = plain(message)
    return bool(_WISH.search(text)) and not _TOLD.search(text)
