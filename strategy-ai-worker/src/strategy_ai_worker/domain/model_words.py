"""What a person is told of a language model's reading, in the language of the message."""

from collections.abc import Sequence
from typing import Literal

from strategy_language.conversation import DocumentChange

_SENTENCES = {
    "away": (
        "{reason} I read your message without it.",
        "语言模型（{model}）暂时无法使用，以下是离线解读。",
        "語言模型（{model}）暫時無法使用，以下是離線解讀。",
    ),
    "refused": (
        "{reason} I read your message without it.",
        "语言模型（{model}）拒绝回答，以下是离线解读。",
        "語言模型（{model}）拒絕回答，以下是離線解讀。",
    ),
    "capped": (
        "Today's limit for language models ({cap:.2f} US dollars) is used up; I read your message without one.",
        "今天的语言模型额度（{cap:.2f} 美元）已用完，以下是离线解读。",
        "今天的語言模型額度（{cap:.2f} 美元）已用完，以下是離線解讀。",
    ),
    "capped_tokens": (
        "Today's limit for language models ({cap:,} tokens) is used up; I read your message without one.",
        "今天的语言模型额度（{cap:,} 个词元）已用完，以下是离线解读。",
        "今天的語言模型額度（{cap:,} 個詞元）已用完，以下是離線解讀。",
    ),
    "hopeless": (
        "The language model {model} gave no document that passes the checks; I read your message without it.",
        "语言模型（{model}）没有给出能通过检查的策略，以下是离线解读。",
        "語言模型（{model}）沒有給出能通過檢查的策略，以下是離線解讀。",
    ),
    "refusal": (
        "I could not make a strategy of this. {model} was asked three times; its last answer fails because:\n{faults}",
        "无法由此得到策略。语言模型（{model}）三次的回答都没有通过检查，最后一次的原因：\n{faults}",
        "無法由此得到策略。語言模型（{model}）三次的回答都沒有通過檢查，最後一次的原因：\n{faults}",
    ),
    "draft_alone": (
        "The parser by itself reads a strategy in this:\n{readback}",
        "离线解读认为这是一个策略：\n{readback}",
        "離線解讀認為這是一個策略：\n{readback}",
    ),
    "draft_refused": (
        "Please check: {model} made a strategy of this, which the parser by itself refuses: {reason}",
        "请核对：语言模型（{model}）由此得出策略，但离线解读会拒绝：{reason}",
        "請核對：語言模型（{model}）由此得出策略，但離線解讀會拒絕：{reason}",
    ),
    "differ": (
        "Please check: the parser and {model} read this differently (parser -> model):\n{differences}",
        "请核对：语言模型（{model}）与离线解读不一致（离线 -> 模型）：\n{differences}",
        "請核對：語言模型（{model}）與離線解讀不一致（離線 -> 模型）：\n{differences}",
    ),
}
_LANGUAGES = ("en", "zh-Hans", "zh-Hant")
_MOST_DIFFERENCES = 8
Language = Literal["en", "zh-Hans", "zh-Hant"]


def say(what: str, language: Language, **values: object) -> str:
    """Return one of the sentences."""
    return _SENTENCES[what][_LANGUAGES.index(language)].format(**values)


def differences(found: Sequence[DocumentChange]) -> str:
    """Return where two readings differ, a line each."""
    lines = [f"- {one.path}: {_short(one.before)} -> {_short(one.after)}" for one in found[:_MOST_DIFFERENCES]]
    rest = len(found) - len(lines)
    return "\n".join([*lines, f"- ... +{rest}"] if rest else lines)


def _short(value: object) -> str:
    text = "-" if value is None else str(value)
    return text if len(text) <= 120 else f"{text[:117]}..."
