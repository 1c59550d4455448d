# ruff: noqa: E501 - sentences stand on one line each
"""What is said of a run, in the three languages."""

from typing import Final

from strategy_ai_worker.domain.advice.languages import Sentence

NO_RUN: Final[Sentence] = (
    "There is no finished run of this strategy yet. Run it first; then I can explain what it did.",
    "这个策略还没有完成的回测。请先运行一次，然后我就能解释它的表现。",
    "這個策略還沒有完成的回測。請先執行一次，然後我就能解釋它的表現。",
)
ENGINE_AWAY: Final[Sentence] = (
    "The stored run cannot be read now: {reason}",
    "暂时无法读取已保存的回测：{reason}",
    "暫時無法讀取已保存的回測：{reason}",
)
OF_RUN: Final[Sentence] = (
    "In the newest run ({start} to {end}, version {version}):",
    "在最近一次回测中（{start} 至 {end}，版本 {version}）：",
    "在最近一次回測中（{start} 至 {end}，版本 {version}）：",
)
DATA_ENDS: Final[Sentence] = (
    "(It was asked for until {asked}, but the data ends on {last}.)",
    "（要求回测至 {asked}，但数据只到 {last}。）",
    "（要求回測至 {asked}，但資料只到 {last}。）",
)
OF_YEAR: Final[Sentence] = (
    "{year} made {made}; {count} trade(s) lived in that time, the worst first:",
    "{year} 年收益 {made}；其间有 {count} 笔交易（先列最差的）：",
    "{year} 年收益 {made}；其間有 {count} 筆交易（先列最差的）：",
)
OLDER_VERSION: Final[Sentence] = (
    "(The strategy has changed since: it is at version {now}. Run it again to see what the changes did.)",
    "（策略之后有修改，现在是版本 {now}。请重新运行以查看修改的影响。）",
    "（策略之後有修改，現在是版本 {now}。請重新執行以查看修改的影響。）",
)
FIGURE: Final[Sentence] = ("{name}: {value}", "{name}：{value}", "{name}：{value}")
UNDEFINED: Final[Sentence] = ("undefined ({why})", "无定义（{why}）", "無定義（{why}）")
NO_TRADES: Final[Sentence] = (
    "It made no trade at all.",
    "没有任何交易。",
    "沒有任何交易。",
)
NONE_THEN: Final[Sentence] = (
    "It did not {verb} in {when}.",
    "{when} 没有{verb}。",
    "{when} 沒有{verb}。",
)
BUY: Final[Sentence] = ("open a position", "开仓", "開倉")
TRADED: Final[Sentence] = ("trade", "交易", "交易")
NO_LOSS: Final[Sentence] = (
    "It did not lose money as a whole.",
    "总体上并没有亏损。",
    "總體上並沒有虧損。",
)
ALL_TRADED: Final[Sentence] = ("all traded symbols equally weighted", "全部品种等权", "全部品種等權")
SELL: Final[Sentence] = ("close a position", "平仓", "平倉")
HELD_THEN: Final[Sentence] = (
    "It held {symbol} ({side}) all along, from {entry} to {exit}.",
    "当时一直持有 {symbol}（{side}），从 {entry} 到 {exit}。",
    "當時一直持有 {symbol}（{side}），從 {entry} 到 {exit}。",
)
OUT_THEN: Final[Sentence] = (
    "It was out of the market then: the trade before ended on {before}, the next began on {after}.",
    "当时没有持仓：上一笔在 {before} 结束，下一笔从 {after} 开始。",
    "當時沒有持倉：上一筆在 {before} 結束，下一筆從 {after} 開始。",
)
OUTSIDE: Final[Sentence] = (
    "The run does not cover {when}: it goes from {start} to {end}.",
    "回测不包含 {when}：范围是 {start} 至 {end}。",
    "回測不包含 {when}：範圍是 {start} 至 {end}。",
)
TRADE: Final[Sentence] = (
    "{symbol}, {side}: entered on {entry} at {entry_price}, left on {exit} at {exit_price}, {result} after {bars} bars.",
    "{symbol}，{side}：{entry} 以 {entry_price} 入场，{exit} 以 {exit_price} 离场，{bars}根K线后结果 {result}。",
    "{symbol}，{side}：{entry} 以 {entry_price} 進場，{exit} 以 {exit_price} 離場，{bars}根K線後結果 {result}。",
)
ENTERED_BY: Final[Sentence] = ("It entered because of: {rule}", "入场原因：{rule}", "進場原因：{rule}")
LEFT_BY: Final[Sentence] = ("It left because of: {rule}", "离场原因：{rule}", "離場原因：{rule}")
AT_SIGNAL: Final[Sentence] = (
    "At the close of {bar}: {values}.",
    "{bar} 收盘时：{values}。",
    "{bar} 收盤時：{values}。",
)
MORE_TRADES: Final[Sentence] = ("... and {count} more.", "……另有 {count} 笔。", "……另有 {count} 筆。")
# A row keeps the stop and the target of its entry: where a stop has moved since, the price it left at says where to.
REASONS: Final[dict[str, Sentence]] = {
    "rule": ("exit rules", "出场规则", "出場規則"),
    "reverse": ("the opposite signal", "反向信号", "反向訊號"),
    "stop_loss": ("the stop loss at {stop}", "止损（{stop}）", "止損（{stop}）"),
    "take_profit": ("the target at {target}", "止盈（{target}）", "止盈（{target}）"),
    "trailing_stop": ("the trailing stop", "移动止损", "移動止損"),
    "break_even": ("the stop at break-even", "保本止损", "保本止損"),
    "max_bars": ("the time limit", "持有期限", "持有期限"),
    "session_exit": ("the end of the session", "收盘平仓", "收盤平倉"),
    "end_of_data": (
        "the end of the data (the position was still open)",
        "数据结束（仓位未平）",
        "資料結束（倉位未平）",
    ),
    "stop_step": ("the stop that had climbed", "阶梯止损", "階梯停損"),
    "delisted": (
        "the end of its trading, paid out at the last close",
        "退市（按最后收盘价结算）",
        "下市（按最後收盤價結算）",
    ),
    "rebalance": ("a rebalance", "调仓", "調倉"),
    "margin_call": ("a margin call", "强制平仓", "強制平倉"),
    "daily_loss_limit": ("the limit of a day's loss", "单日亏损上限", "單日虧損上限"),
    "drawdown_limit": ("the limit of the drawdown", "回撤上限", "回撤上限"),
}
SIDES: Final[dict[str, Sentence]] = {"long": ("long", "做多", "做多"), "short": ("short", "做空", "做空")}
STILL_OPEN: Final[Sentence] = ("the end", "结束", "結束")
RULE: Final[Sentence] = ("{said} (rule {id})", "{said}（规则 {id}）", "{said}（規則 {id}）")
WON: Final[Sentence] = (
    "It made {total}: {trades} trades, {win_rate} of them with a profit, {won} on average when it won and {lost} when it lost.",
    "总收益 {total}：{trades} 笔交易，{win_rate} 盈利，盈利时平均 {won}，亏损时平均 {lost}。",
    "總收益 {total}：{trades} 筆交易，{win_rate} 盈利，盈利時平均 {won}，虧損時平均 {lost}。",
)
BY_REASON: Final[Sentence] = (
    "By how trades ended: {parts}.",
    "按离场方式：{parts}。",
    "按離場方式：{parts}。",
)
REASON_PART: Final[Sentence] = (
    "{reason} {count} times ({result} together)",
    "{reason} {count} 次（合计 {result}）",
    "{reason} {count} 次（合計 {result}）",
)
COSTS: Final[Sentence] = (
    "Costs took {costs} of {cash} starting money.",
    "交易成本 {costs}（初始资金 {cash}）。",
    "交易成本 {costs}（初始資金 {cash}）。",
)
ONE_TRADE: Final[Sentence] = (
    "Without its best trade ({best}) the other trades together made {rest}.",
    "去掉最好的一笔（{best}），其余交易合计 {rest}。",
    "去掉最好的一筆（{best}），其餘交易合計 {rest}。",
)
BENCHMARK: Final[Sentence] = (
    "{symbol}, simply held, made {other} over the same bars; the strategy made {own}. {verdict}",
    "同期持有 {symbol} 的收益为 {other}；策略为 {own}。{verdict}",
    "同期持有 {symbol} 的收益為 {other}；策略為 {own}。{verdict}",
)
BEATEN: Final[Sentence] = (
    "It did better, with a deepest fall of {own_fall} against {other_fall}.",
    "策略更好，最大回撤 {own_fall}，基准 {other_fall}。",
    "策略更好，最大回撤 {own_fall}，基準 {other_fall}。",
)
NOT_BEATEN: Final[Sentence] = (
    "It did not beat it; its deepest fall was {own_fall} against {other_fall}.",
    "策略没有跑赢；最大回撤 {own_fall}，基准 {other_fall}。",
    "策略沒有跑贏；最大回撤 {own_fall}，基準 {other_fall}。",
)
NO_BENCHMARK: Final[Sentence] = (
    "The run had no benchmark to compare with.",
    "这次回测没有设置基准。",
    "這次回測沒有設定基準。",
)
DRAWDOWN: Final[Sentence] = (
    "The deepest fall was {depth}: from the peak on {peak} to the low on {trough}; {recovered}",
    "最深回撤为 {depth}：从 {peak} 的高点到 {trough} 的低点；{recovered}",
    "最深回撤為 {depth}：從 {peak} 的高點到 {trough} 的低點；{recovered}",
)
RECOVERED: Final[Sentence] = ("it was made good on {day}.", "{day} 收复。", "{day} 收復。")
NOT_RECOVERED: Final[Sentence] = (
    "it was not made good by the end.",
    "到回测结束仍未收复。",
    "到回測結束仍未收復。",
)
DURING: Final[Sentence] = ("Trades in that time:", "其间的交易：", "其間的交易：")
BEST: Final[Sentence] = ("Best trade:", "最好的一笔：", "最好的一筆：")
WORST: Final[Sentence] = ("Worst trade:", "最差的一笔：", "最差的一筆：")
YEARS: Final[Sentence] = (
    "Best year {best} ({best_return}), worst year {worst} ({worst_return}); {positive} of {count} years were positive.",
    "最好 {best} 年（{best_return}），最差 {worst} 年（{worst_return}）；{count} 年中 {positive} 年为正。",
    "最好 {best} 年（{best_return}），最差 {worst} 年（{worst_return}）；{count} 年中 {positive} 年為正。",
)
FIGURES: Final[dict[str, tuple[str, Sentence]]] = {
    r"draw-?down|回撤": ("max_drawdown", ("Deepest drawdown", "最大回撤", "最大回撤")),
    r"deflated": ("deflated_sharpe", ("Deflated Sharpe ratio", "缩水夏普比率", "縮水夏普比率")),
    r"(?<!deflated )sharpe|夏普": ("sharpe", ("Sharpe ratio", "夏普比率", "夏普比率")),
    r"sortino|索提诺": ("sortino", ("Sortino ratio", "索提诺比率", "索提諾比率")),
    r"calmar|卡玛": ("calmar", ("Calmar ratio", "卡玛比率", "卡瑪比率")),
    r"win rate|winners|how many .*(won|win)|胜率": ("win_rate", ("Win rate", "胜率", "勝率")),
    r"(how many|number of|many) trades|how often did|多少[笔次]|几[次笔]": ("trades", ("Trades", "交易次数", "交易次數")),
    r"\breturns?\b|how much .*(make|made|earn|earned|profit|gain|lose|lost)|(?<!年化)收益|赚了?多少|亏了?多少": ("total_return", ("Total return", "总收益", "總收益")),
    r"cagr|a year|per year|annual|yearly|年化": ("cagr", ("Yearly growth", "年化收益", "年化收益")),
    r"volatil|波动": ("volatility", ("Volatility a year", "年化波动", "年化波動")),
    r"profit factor|盈利因子|盈亏比": ("profit_factor", ("Profit factor", "盈利因子", "盈利因子")),
    r"expectancy|average (profit|win|trade)|期望": ("expectancy", ("Mean profit of a trade", "每笔平均盈亏", "每筆平均盈虧")),
    r"exposure|in the market|invested|敞口": ("exposure", ("Share of time in the market", "持仓时间占比", "持倉時間佔比")),
    r"how long|holding|hold|held|持有|多久": ("average_bars_held", ("Mean bars held", "平均持有K线数", "平均持有K線數")),
    r"fees|costs?|commission|手续费|成本": ("costs_paid", ("Costs paid", "交易成本", "交易成本")),
    r"turnover|换手": ("turnover", ("Turnover a year", "年换手率", "年換手率")),
}  # fmt: skip
PERCENT: Final = frozenset({"max_drawdown", "win_rate", "total_return", "cagr", "volatility", "exposure"})
USUAL: Final = ("total_return", "cagr", "max_drawdown", "sharpe", "trades", "win_rate")
