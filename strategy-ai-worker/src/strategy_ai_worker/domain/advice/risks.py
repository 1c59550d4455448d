"""What the document takes for granted about risk, in sentences."""

from collections.abc import Iterator
from typing import Final

from strategy_ai_worker.domain.advice.languages import Language, Sentence, tell
from strategy_language.document import Strategy
from strategy_language.document.settings import Costs

_NO_STOP: Final[Sentence] = (
    "There is no stop: only the exit rules limit the loss of a trade.",
    "没有止损：单笔亏损只由出场规则限制。",
    "沒有止損：單筆虧損只由出場規則限制。",
)
_STOP: Final[Sentence] = (
    "A stop is an order at a level: a gap through it fills at the open, at a worse price.",
    "止损是挂在某价位的订单：跳空穿过时按开盘价成交，价格更差。",
    "止損是掛在某價位的訂單：跳空穿過時按開盤價成交，價格更差。",
)
_STOP_ON_CLOSE: Final[Sentence] = (
    "The stop is read at the close only; within the bar the loss may be larger.",
    "止损只看收盘价；盘中亏损可能更大。",
    "止損只看收盤價；盤中虧損可能更大。",
)
_WHOLE: Final[Sentence] = (
    "{percent}% of the equity goes into each position: the account falls as the asset falls.",
    "每次投入{percent}%的资金：账户随标的同步下跌。",
    "每次投入{percent}%的資金：帳戶隨標的同步下跌。",
)
_EQUAL: Final[Sentence] = (
    "The equity is split over {count} symbols; they may all fall together.",
    "资金平均分到{count}个品种；它们可能同时下跌。",
    "資金平均分到{count}個品種；它們可能同時下跌。",
)
_RISKED: Final[Sentence] = (
    "{percent}% of the account is risked per trade, if stops fill at their level.",
    "若止损按价位成交，每笔冒账户{percent}%的风险。",
    "若止損按價位成交，每筆冒帳戶{percent}%的風險。",
)
_SWING: Final[Sentence] = (
    "The size follows past volatility (target {percent}% a year); a sudden storm comes before the size shrinks.",
    "仓位跟随过去的波动（目标年化{percent}%）；突发行情先于减仓到来。",
    "倉位跟隨過去的波動（目標年化{percent}%）；突發行情先於減倉到來。",
)
_SHORT: Final[Sentence] = (
    "Shorts are sold: their loss has no upper bound, and shares are assumed to be there to borrow.",
    "包含做空：亏损没有上限，并假定可以借到股票。",
    "包含做空：虧損沒有上限，並假定可以借到股票。",
)
_LEVERAGE: Final[Sentence] = (
    "Leverage of up to {leverage} times: losses grow as gains do.",
    "最高{leverage}倍杠杆：亏损与盈利同样放大。",
    "最高{leverage}倍槓桿：虧損與盈利同樣放大。",
)
_NEXT_OPEN: Final[Sentence] = (
    "Rules are read at a bar's close and filled at the next open; what happens in between is borne.",
    "规则在收盘时判断，下一根开盘成交；其间的变动由账户承担。",
    "規則在收盤時判斷，下一根開盤成交；其間的變動由帳戶承擔。",
)
_SAME_CLOSE: Final[Sentence] = (
    "Orders fill at the very close that gave the signal, which is optimistic.",
    "在发出信号的收盘价成交，这是偏乐观的假设。",
    "在發出訊號的收盤價成交，這是偏樂觀的假設。",
)
_NO_COSTS: Final[Sentence] = (
    "No commissions, taxes or slippage are counted, unless the run adds them: real results are lower.",
    "没有计入手续费、税和滑点（除非在回测设置中加入）：实际结果会更低。",
    "沒有計入手續費、稅和滑點（除非在回測設定中加入）：實際結果會更低。",
)
_COSTS: Final[Sentence] = (
    "The document's commissions and taxes are counted; slippage is {slippage}.",
    "按文档计入手续费和税；滑点：{slippage}。",
    "按文件計入手續費和稅；滑點：{slippage}。",
)
_NONE: Final[Sentence] = ("not", "未计入", "未計入")
_COUNTED: Final[Sentence] = ("counted too", "已计入", "已計入")
_PAIR: Final[Sentence] = (
    "Both legs are assumed to trade at the same moment, and the second one can be sold short.",
    "假定两条腿同时成交，且可以做空其中一条。",
    "假定兩條腿同時成交，且可以做空其中一條。",
)


def risk_assumptions(strategy: Strategy, language: Language) -> tuple[str, ...]:
    """Return what the document takes for granted about risk."""
    return tuple(tell(sentence, language, **values) for sentence, values in _all(strategy, language))


def _all(strategy: Strategy, language: Language) -> Iterator[tuple[Sentence, dict[str, object]]]:
    if strategy.kind == "signals":
        yield from _of_stops(strategy)
    yield from _of_size(strategy)
    if strategy.kind == "pairs":
        yield _PAIR, {}
    elif strategy.execution.allow_short or any(rule.action.value == "enter_short" for rule in strategy.rules):
        yield _SHORT, {}
    if strategy.execution.leverage > 1:
        yield _LEVERAGE, {"leverage": f"{strategy.execution.leverage:g}"}
    yield (_NEXT_OPEN if strategy.execution.fill == "next_open" else _SAME_CLOSE), {}
    if strategy.costs.preset in (None, "none") and strategy.costs == Costs(preset=strategy.costs.preset):
        yield _NO_COSTS, {}
    else:
        slippage = strategy.costs.slippage
        counted = _COUNTED if slippage is not None and slippage.kind != "none" else _NONE
        yield _COSTS, {"slippage": tell(counted, language)}


def _of_stops(strategy: Strategy) -> Iterator[tuple[Sentence, dict[str, object]]]:
    risks = [strategy.risk, *(rule.risk for rule in strategy.rules if rule.risk)]
    if not any(risk.stop_loss or risk.extra_stops or risk.trailing_stop for risk in risks):
        yield _NO_STOP, {}
    elif strategy.risk.stop_trigger == "close":
        yield _STOP_ON_CLOSE, {}
    else:
        yield _STOP, {}


def _of_size(strategy: Strategy) -> Iterator[tuple[Sentence, dict[str, object]]]:
    size = strategy.sizing
    percent: dict[str, object] = {"percent": f"{size.value:g}" if isinstance(size.value, int | float) else size.value}
    match size.kind:
        case "percent_of_equity" if strategy.kind == "signals":
            yield _WHOLE, percent
        case "risk_percent":
            yield _RISKED, percent
        case "volatility_target":
            yield _SWING, percent
        case "equal_weight" if len(strategy.universe) > 1:
            yield _EQUAL, {"count": len(strategy.universe)}
