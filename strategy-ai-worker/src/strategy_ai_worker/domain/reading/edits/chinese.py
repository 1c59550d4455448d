# ruff: noqa: E501 - one pattern a line
"""Chinese follow-ups told in the forms that are read: what is changed stands before the verb there ("第二个条件不要了")."""

from __future__ import annotations

import re
from typing import Final

from strategy_ai_worker.domain.reading.normal import plain

_TO: Final = (
    r"(?:都|再|也|全部|统一|直接|给我)?(?:改成|改为|改做|改到|改|换成|换为|换到|调成|调为|调到|调至|调整到|调整为|调整成|调高到|调低到|提高到|提到|提升到|升到|上调到|上调至"
    r"|下调到|下调至|降到|降为|降低到|放宽到|放宽至|放宽|收紧到|收紧至|收紧|扩大到|缩小到|加大到|减少到|减到|增加到|延长到|延长至|延长为|缩短到|缩短至|缩短为|设成|设为|设在|设定为|变成|用)"
)
_COUNT: Final = r"(\d+|[一二两三四五六七八九十]+)"
_TIME: Final = r"(个?交易日|天|日|根k线|根|周|个?小时)"
_DAY: Final = r"((?:周|星期|礼拜)[一二三四五六日天]|[一二三四五六七八九十\d]+月份?)"
_DROPPED: Final = r"(?:去掉|删掉|删除|删了|去了|取消|移除|拿掉|撤掉|砍掉|剔除|不要|不用|不需要)"
_FORMS: Final = (
    (re.compile(rf"(?:把)?(?:最多|最长|最大)?(?:持有|持仓|持股)的?(?:天数|时间|期限?|周期|根数)?{_TO}(?:最长|最多|为)?{_COUNT}{_TIME}"), r"最多持有\1\2"),
    (re.compile(rf"{_COUNT}{_TIME}(?:之后|以后|后)(?:不管怎样|无论如何|不管如何|不论盈亏|无论盈亏|强制)(?:都|就|也)?(?:要)?(?:卖出|平仓|离场|出场|清仓)"), r"最多持有\1\2"),
    (re.compile(rf"(?:持有|拿)?{_COUNT}{_TIME}(?:之内|以内|内|之后|后)?(?:还|都|仍)?(?:没有?|未)(?:走|卖出|卖掉|卖|出场|平仓|离场|触发)?(?:的话)?(?:也|就|则|便)(?:强制)?(?:平仓|卖出|卖掉|离场|出场|清仓|走)"), r"最多持有\1\2"),
    (re.compile(rf"(?:把)?((?:移动|跟踪|追踪)?止损|止盈)(?:线|位|幅度|比例|点)?{_TO}(\d+(?:\.\d+)?(?:%|倍atr|个atr))"), r"\1\2"),
    (re.compile(rf"(?:把)?(?:单笔|每笔|每次)?(?:的)?(?:仓位|头寸)(?:比例|大小)?{_TO}(?:资金的|总资金的|账户的)?(\d+(?:\.\d+)?%|[一二三四五六七八九]成(?!交))"), r"仓位\1"),
    (re.compile(r"^(?:把)?(?:均线|趋势)(?:过滤|条件)(?:也|都)?(?:不要|去掉|取消|删掉|不用)(?:了|吧)*$"), "去掉趋势过滤"),
    (re.compile(rf"(?:把)?标准差的?(?:倍数)?{_TO}(\d+(?:\.\d+)?)倍?(?!日|天)"), r"改成\1倍标准差"),
    (re.compile(r"(?:还是|再|又)?(?:用回|改回|换回|回到|改用|换成)固定止损[,:]?(\d+(?:\.\d+)?%)"), r"去掉移动止损,止损\1"),
    (re.compile(rf"(?:把)?(?:两条|两根)?(?:均线|线|参数|周期|均线的)(?:参数|周期|长度)?{_TO}(\d+)(?:日|天)?(?:和|/|与|、)(\d+)(?:日|天)?$"), r"改成\1和\2"),
    (re.compile(rf"(?:把)?(?:时间|持有|持仓|天数)(?:限制|上限|期限){_TO}{_COUNT}{_TIME}"), r"最多持有\1\2"),
    (re.compile(rf"^(?:把)?(?:{_DROPPED})?(?:时间|持有时间|持仓时间|天数)(?:限制|上限)(?:也|都)?(?:{_DROPPED})?(?:了)?$"), r"去掉持有期"),
    (re.compile(rf"^(?:把)?(?:{_DROPPED})?(?:星期|周几)的?(?:限制|条件|过滤)(?:也|都)?(?:{_DROPPED})?(?:了)?$"), r"不限星期"),
    (re.compile(rf"^(?:把)?(?:{_DROPPED})?月份的?(?:限制|条件|过滤)(?:也|都)?(?:{_DROPPED})?(?:了)?$"), r"不限月份"),
    (re.compile(r"^(?:不看|不用看|不参考|不考虑|不管)([a-z^][a-z0-9.^-]*|[\u4e00-\u9fff]{2,6})了$"), r"去掉\1过滤"),
    (re.compile(rf"(入场|出场|买入|卖出)的?(?:周期|天数|长度|回看期){_TO}(\d+)(?:日|天)?(?=$|[,;.])"), r"\1改成\2日"),
    (re.compile(r"^(?:不要|不算|不计|去掉|取消|免)(?:交易)?(?:手续费|佣金|成本|费用)(?:了)?$"), "不计手续费"),
    (re.compile(r"^(\d+(?:\.\d+)?)改(\d+(?:\.\d+)?)$"), r"把\1改成\2"),
    (re.compile(rf"(阳线|阴线)(?:要|得|必须|改成|改为)(?:连续)?{_COUNT}根"), r"改成连续\2根\1"),
    (re.compile(r"((?:移动)?止损|止盈)(?:那个数|幅度|比例)?(?:再|稍微|调)?(?:小|大|紧|松|宽|高|低)(?:一点|一些|点)[,:]?(?:到|成|用|改成)?(\d+(?:\.\d+)?%)"), r"\1\2"),
    (re.compile(r"^(?:把)?做空(?:的)?(?:也|也要|也一起)(?:一起)?(?:做|加上|开)(?:上)?$"), "也做空"),
    (re.compile(rf"^(?:把)?周期{_TO}(\d+)(?:日|天)?$"), r"改成\1日"),
    (re.compile(rf"(?:避开|跳过|绕开){_DAY}$"), r"\1不买入"),
    (re.compile(rf"(?:别|不要|不再|不许|不能|不)在{_DAY}(?:买入|买|开仓|交易|做|进场|入场|操作)(?=$|[,;!])"), r"\1不买入"),
    (re.compile(rf"(?:在)?{_DAY}(?:的时候|那天|里)?(?:就|都)?(?:不要|不做|别|不再|禁止|不许|不能|不可以|不想|不)(?:再)?(?:开新仓|开仓|交易|买入|买|进场|入场|操作|建仓|做)?(?=$|[,;!])"), r"\1不买入"),
    (re.compile(rf"(?:把)?(?:入场|买入|进场|开仓)的?(?:阈值|门槛|水平|数值|线|条件)?{_TO}(-?\d+(?:\.\d+)?)(?![\d.%天日根倍周月])"), r"买入改成\1"),
    (re.compile(rf"(?:把)?(?:出场|卖出|离场|平仓)的?(?:阈值|门槛|水平|数值|线|条件)?{_TO}(-?\d+(?:\.\d+)?)(?![\d.%天日根倍周月])"), r"卖出改成\1"),
    (re.compile(r"^(?:还是|再|又)?(?:换|改|切换?|变)回(?:到)?(?!去|来|原|之前|以前|上|最初|第|市价)(.+)$"), r"换成\1"),
    (re.compile(r"^那?(?:反过来|反着)(?:做空|做|来|操作|交易)?(?:一下|试试|看看|吧)*$"), "反过来做"),
    (re.compile(rf"^(?:那|就)?(?:把|将)?(?!不|去|删|取消|移除)([^,;]{{1,14}}?)(?:这个|那个|这条|那条|这一条)?(?:给我|给|都|也|就|还是|先)?{_DROPPED}(?:了|吧|掉)*$"), r"去掉\1"),
)  # fmt: skip
_WAYS: Final = {"突破": "买入", "跌破": "卖出"}
_TOO_LONG: Final = re.compile(
    rf"(突破|跌破|买入|卖出|入场|进场|出场|离场)(?:那边|那里|这边)?的?(?:天数|周期|长度|日数|那个数)?(?:有点|有些)?太(?:长|短|大|小|慢|快|多|少)了?[,;]?{_TO}(\d+)(?:日|天)"
)
_OTHER_SIDE: Final = re.compile(
    rf"(买入|卖出|入场|进场|出场|离场)(?:那边|那里|这边|那个|那一边)(?:的)?(?:天数|周期|长度)?(?:也|则|就)?{_TO}(\d+)(?:日|天)"
    rf"|(突破|跌破)(?:那边|那里|这边|那个)?的?(?:天数|周期|长度|日数)?(?:也|则|就)?{_TO}(\d+)(?:日|天)(?=$|[,;.!，。；])"
)
_ADDED: Final = re.compile(r"(?:刚才|刚刚|上次|之前)(?:新?加|添加|增加)(?:上|进来)?的(?:那个|这个)?")
_ENDS: Final = re.compile(r"(?:[\s.!~-]|[吧啊呢哦呀](?=[\s.!~-]*$))+$")
_CLAUSES: Final = re.compile(r"([,;.\n](?!\d))")


def retold(message: str) -> str:
    """Return a Chinese follow-up in the form that is read, or the message itself where it has none of these forms."""
    if not any("\u4e00" <= letter <= "\u9fff" for letter in message):
        return message
    text = plain(message)
    sided = _OTHER_SIDE.sub(_of_side, _TOO_LONG.sub(_of_side, text))
    clauses = _CLAUSES.split(_ENDS.sub("", sided.strip()))
    told = [_told(clause) for clause in clauses]
    return "".join(told).replace(",", "，") if told != clauses or sided != text else message


def _of_side(found: re.Match[str]) -> str:
    side, days = (part for part in found.groups() if part is not None)
    return f"{_WAYS.get(side, side)}改成{days}日"


def _told(clause: str) -> str:
    clause = _ADDED.sub("刚才的", _ENDS.sub("", clause))
    for pattern, form in _FORMS:
        clause = pattern.sub(form, clause)
    return clause
