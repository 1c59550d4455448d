# ruff: noqa: E501 - sentences stand on one line each
"""What a person is told of the data that there is, in the three languages."""

from typing import Final

from strategy_ai_worker.domain.advice.languages import Sentence

UNKNOWN_SYMBOL: Final[Sentence] = (
    "I know no symbol {symbol}. Which one is meant?",
    "没有找到代码 {symbol}。指的是哪一个？",
    "沒有找到代碼 {symbol}。指的是哪一個？",
)
NO_TIMEFRAME: Final[Sentence] = (
    "There are no {timeframe} bars of {symbol}; there are {there} (from {first} to {last}). Which timeframe should it be?",
    "没有 {symbol} 的 {timeframe} K线；现有 {there}（{first} 至 {last}）。应使用哪个周期？",
    "沒有 {symbol} 的 {timeframe} K線；現有 {there}（{first} 至 {last}）。應使用哪個週期？",
)
TOO_SHORT: Final[Sentence] = (
    "The rules look back over {needed} bars, but there are only {bars} {timeframe} bars of {symbol} ({first} to {last}, source {source}): nothing could ever be tested. Which shorter lengths or which timeframe should it be?",
    "规则需要回看 {needed} 根K线，但 {symbol} 只有 {bars} 根 {timeframe} K线（{first} 至 {last}，来源 {source}），无法测试。请缩短长度或改用其他周期。",
    "規則需要回看 {needed} 根K線，但 {symbol} 只有 {bars} 根 {timeframe} K線（{first} 至 {last}，來源 {source}），無法測試。請縮短長度或改用其他週期。",
)
NO_COMMON_HISTORY: Final[Sentence] = (
    "The histories of {symbols} do not overlap: there is no day on which all of them could be traded. Which symbols should it be?",
    "{symbols} 的历史没有重叠：没有任何一天可以同时交易它们。应使用哪些品种？",
    "{symbols} 的歷史沒有重疊：沒有任何一天可以同時交易它們。應使用哪些品種？",
)
SHORT_COMMON_HISTORY: Final[Sentence] = (
    "The histories of {symbols} overlap only from {first} to {last}; that is little to judge by.",
    "{symbols} 的历史只在 {first} 至 {last} 重叠，样本很少。",
    "{symbols} 的歷史只在 {first} 至 {last} 重疊，樣本很少。",
)
NO_BARS: Final[Sentence] = (
    "There are no bars of {symbols} here, and no online source may be asked: until there are, this can be read but not tested. Upload bars under Markets, or allow the online sources.",
    "这里没有 {symbols} 的K线，也不能向在线来源查询：在有数据之前，只能查看策略，无法回测。请在“市场”页上传数据，或启用在线来源。",
    "這裡沒有 {symbols} 的K線，也不能向線上來源查詢：在有資料之前，只能檢視策略，無法回測。請在「市場」頁上傳資料，或啟用線上來源。",
)
MARKET_DATA_AWAY: Final[Sentence] = (
    "Market data does not answer now; symbols were not checked.",
    "行情服务暂时没有响应，未能核对代码。",
    "行情服務暫時沒有回應，未能核對代碼。",
)
