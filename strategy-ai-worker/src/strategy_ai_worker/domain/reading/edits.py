"""Follow-ups: changing the document that is there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from strategy_ai_worker.domain.interpretation import Context, Interpretation
from strategy_ai_worker.domain.reading import removals, shifts, swaps
from strategy_ai_worker.domain.reading.compose import compose
from strategy_ai_worker.domain.reading.draft import Draft
from strategy_ai_worker.domain.reading.normal import plain
from strategy_ai_worker.domain.reading.read import Understood, understand
from strategy_ai_worker.domain.reading.seeds import seeded
from strategy_ai_worker.domain.reading.sense import judged_document
from strategy_ai_worker.domain.reading.settle import opposite, settled
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.reading.trees import Node, all_of, any_of, parse
from strategy_language.conversation import Question
from strategy_language.document import Order, Rule, Strategy

_UNDO: Final = re.compile(
    r"\b(undo|revert|roll ?back|go back to (the )?(previous|last|earlier|old)|restore the (previous|last)|take that back|never ?mind( that)?|as it was before)\b|撤销|撤回|恢复(到)?(上|之前|原)|还原|退回|改回去|回到上一"  # noqa: E501
)
_ADDS: Final = re.compile(
    r"\b(add|also|as well|too|in addition|plus|additionally|another|besides|include|both)\b|再加|加上|增加|另外|还要|也|同时|加一个|加入|补充|额外"  # noqa: E501
)
_OR: Final = re.compile(r"\bor\b|或")
_ONLY: Final = re.compile(
    r"\b(only|filter|require|must|as long as|provided|condition|confirm\w*)\b|只有|必须|过滤|条件|才"
)


def undoes(message: str) -> bool:
    """Return whether a message takes the last change back."""
    return _UNDO.search(plain(message)) is not None


def edited(message: str, context: Context, tongue: Tongue) -> Interpretation | None:
    """Return the changed document, or None where the message is no follow-up."""
    current = context.current
    if current is None:
        return None
    text = plain(message)
    if undoes(message):
        return _undone(context, tongue)
    if _RUNS.match(text):
        return _told_to_run(tongue)
    if _LOOSENS.search(text) and not re.search(r"\d", text):
        return _how_far(current, text, tongue)
    said = understand(message, seeded(current))
    if _is_new(said, current):
        return None
    changed = changed_document(current, message, text, said)
    if changed == current:
        return _unchanged(said, tongue) if _says_something(said) else _not_understood(tongue)
    return judged_document(changed, said, tongue)


_RUNS: Final = re.compile(
    r"^\s*(please )?(run|run it|run this|backtest|backtest it|backtest this|test it|test this|go|start|start it|execute it|运行|回测|跑一下|开始回测)( now| again| please)?[.! ]*$"  # noqa: E501
)
_LOOSENS: Final = re.compile(
    r"\b(loosen|widen|tighten|raise|lower|increase|decrease|reduce)\b.*\b(stop|stop.?loss|target|take.?profit)|(放宽|收紧|提高|降低).*(止损|止盈)"
)


def _told_to_run(tongue: Tongue) -> Interpretation:
    text = tongue.say(
        "The strategy is ready: start the test with the Run button; choose the dates and the starting cash there.",
        "策略已就绪：请点击“运行”按钮开始回测，并在那里选择日期和初始资金。",
    )
    return Interpretation(kind="answer", explanation=text, language=tongue.language)


def _how_far(current: Strategy, text: str, tongue: Tongue) -> Interpretation:
    """Ask to how much a level should be moved, with two choices from what it is now."""
    aims = bool(re.search(r"target|profit|止盈", text))
    level = (current.risk.take_profit[0] if current.risk.take_profit else None) if aims else current.risk.stop_loss
    now = getattr(level, "multiple", None) or getattr(level, "value", None)
    wider = bool(re.search(r"loosen|widen|raise|increase|放宽|提高", text))
    options = (
        tuple(f"{now * factor:g}" for factor in ((1.25, 1.5) if wider else (0.75, 0.5)))
        if isinstance(now, int | float)
        else ()
    )
    thing = ("target", "止盈") if aims else ("stop", "止损")
    unit = (
        " ATR"
        if level is not None and level.kind == "atr"
        else "%"
        if level is not None and level.kind == "percent"
        else ""
    )
    said = tongue.say(f"To how much should the {thing[0]} be changed?", f"{thing[1]}要改成多少？")
    choices = tuple(
        tongue.say(f"Make the {thing[0]} {value}{unit}", f"把{thing[1]}改成{value}{unit}") for value in options
    )
    question = Question(text=said, options=choices)
    return Interpretation(kind="question", explanation=said, questions=(question,), language=tongue.language)


def _says_something(said: Understood) -> bool:
    draft = said.draft
    settings = (
        draft.stops,
        draft.targets,
        draft.trailing,
        draft.sizing,
        draft.max_bars,
        draft.long_only,
        draft.short_only,
    )
    return any(bool(value) for value in settings) or said.timeframe_said or bool(draft.rules)


def _unchanged(said: Understood, tongue: Tongue) -> Interpretation:
    del said
    text = tongue.say("It is so already; nothing changed.", "现在已经是这样了，没有任何改动。")
    return Interpretation(kind="answer", explanation=text, language=tongue.language)


def _undone(context: Context, tongue: Tongue) -> Interpretation:
    if not context.earlier:
        text = tongue.say("There is no earlier version to go back to.", "没有更早的版本可以恢复。")
        return Interpretation(kind="answer", explanation=text, language=tongue.language)
    text = tongue.say("I took the last change back.", "已撤销上一次修改。")
    return Interpretation(kind="strategy", strategy=context.earlier[0], explanation=text, language=tongue.language)


def _not_understood(tongue: Tongue) -> Interpretation:
    text = tongue.say(
        "I could not tell what to change. Say for example: make the stop 8%, use the 100-day average instead, also on Microsoft, only go long, undo that.",  # noqa: E501
        "没有看出要修改什么。例如可以说：把止损改成8%、改用100日均线、也用于微软、只做多、撤销。",
    )
    return Interpretation(kind="question", explanation=text, questions=(Question(text=text),), language=tongue.language)


def _is_new(said: Understood, current: Strategy) -> bool:
    """Return whether the message describes a whole strategy by itself."""
    if said.draft.is_portfolio:
        return True
    actions = {rule.action for rule in said.draft.rules}
    enters = any(action.startswith("enter") for action in actions)
    leaves = any(action.startswith("exit") for action in actions) or bool(
        said.draft.stops or said.draft.targets or said.draft.max_bars
    )
    named = bool(said.draft.universe)
    del current
    return enters and leaves and named


def changed_document(current: Strategy, message: str, text: str, said: Understood) -> Strategy:
    """Return the document with everything that the message says changed in it."""
    changed = removals.apply(current, text) or shifts.apply(current, text)
    if changed is not None:
        return changed
    document = _settings(current, said, text)
    if document.risk != current.risk and _NO_RULE_EXIT.search(text) and not _leaves(said):
        kept = tuple(rule for rule in document.rules if rule.action.is_entry)
        document = document.model_copy(update={"rules": kept})
    document = _market(document, said, text)
    swapped = swaps.apply(document, message, text, said)
    if swapped is not None:
        return swapped
    return _rules(document, message, text, said)


_NO_RULE_EXIT: Final = re.compile(
    r"\b(change|replace|switch) (the )?(exit|sell rule|sell signal)|instead of (the )?(\w+ )?(cross|exit|signal|rule|opposite)|(出场|卖出条件)(改|换)成"  # noqa: E501
)


def _leaves(said: Understood) -> bool:
    return any(rule.action.startswith("exit") for rule in said.draft.rules)


def _settings(current: Strategy, said: Understood, text: str) -> Strategy:
    """Take over stops, targets, sizing, direction and costs that were named."""
    draft = said.draft
    probe = _with_universe(said, current)
    fresh = compose(probe, "x", said.cursor.lexemes, [])
    risk = current.risk
    changes: dict[str, object] = {}
    for name in ("stop_loss", "trailing_stop", "break_even", "max_bars"):
        if getattr(fresh.risk, name) is not None:
            changes[name] = getattr(fresh.risk, name)
    if fresh.risk.take_profit:
        changes["take_profit"] = fresh.risk.take_profit
    if fresh.risk.session_exit:
        changes["session_exit"] = True
    if draft.stop_on_close:
        changes["stop_trigger"] = "close"
    document = current.model_copy(update={"risk": risk.model_copy(update=changes)})
    if draft.sizing is not None:
        document = document.model_copy(update={"sizing": fresh.sizing})
    if draft.commission is not None or draft.slippage_bps is not None:
        document = document.model_copy(update={"costs": fresh.costs})
    return _direction(_ordered(document, draft), said, text)


def _ordered(document: Strategy, draft: Draft) -> Strategy:
    """Let the entries rest as an order that was named: "use limit orders 1% below the close"."""
    if draft.order is None:
        return document
    order = Order(kind=draft.order.kind, price=str(draft.order.price), valid_bars=draft.order.valid_bars)
    rules = tuple(r.model_copy(update={"order": order}) if r.action.is_entry else r for r in document.rules)
    return document.model_copy(update={"rules": rules})


def _with_universe(said: Understood, current: Strategy) -> Draft:
    return replace(said.draft, universe=list(current.universe), rotation=None, pairs=None, rules=[])


def _direction(document: Strategy, said: Understood, text: str) -> Strategy:
    draft = said.draft
    if draft.long_only or draft.short_only:
        drop = "short" if draft.long_only else "long"
        rules = tuple(rule for rule in document.rules if rule.action.side != drop)
        execution = document.execution.model_copy(update={"allow_short": not draft.long_only})
        if rules:
            kept = _exit_instead_of_reversal(document, rules, "long" if draft.long_only else "short")
            return document.model_copy(update={"rules": kept, "execution": execution})
    if (
        (
            draft.both_ways
            or re.search(
                r"\b(also|allow|add|enable)\b.*\bshort|\bshort\b.*\b(as well|too)\b|也.*做空|允许做空|双向", text
            )
        )
        and not any(rule.action.value == "enter_short" for rule in document.rules)
        and not any(rule.action.endswith("short") for rule in draft.rules)
    ):
        return _mirrored(document)
    return document


def _exit_instead_of_reversal(document: Strategy, kept: tuple[Rule, ...], side: str) -> tuple[Rule, ...]:
    """Keep an exit where the other side's entry used to end the position."""
    if any(not rule.action.is_entry for rule in kept):
        return kept
    other = next((rule for rule in document.rules if rule.action.is_entry and rule.action.side != side), None)
    if other is None:
        return kept
    return (*kept, Rule(id=f"x{len(kept) + 1}", action=f"exit_{side}", when=other.when, source=other.source))


def _mirrored(document: Strategy) -> Strategy:
    """Add the short side as the mirror of the long one."""
    added: list[Rule] = []
    for rule in document.rules:
        if rule.action.side == "long":
            action = "enter_short" if rule.action.is_entry else "exit_short"
            added.append(
                Rule(id=f"s{len(added) + 1}", action=action, when=str(opposite(parse(rule.when))), source=rule.source)
            )
    execution = document.execution.model_copy(update={"allow_short": True})
    return document.model_copy(update={"rules": (*document.rules, *added), "execution": execution})


def _market(document: Strategy, said: Understood, text: str) -> Strategy:
    """Take over another asset or timeframe."""
    named = [symbol for symbol in said.candidates_named if symbol not in document.universe]
    if named:
        replaces = re.search(r"\b(instead|switch|change|replace|rather)\b|改成|换成|改为|改用|换到", text)
        keep = () if replaces and not re.search(r"\balso\b|也", text) else document.universe
        universe = tuple(dict.fromkeys((*keep, *named)))
        document = document.model_copy(update={"universe": universe})
        if len(universe) > 1 and document.sizing.kind == "percent_of_equity" and document.sizing.value == 100:
            document = document.model_copy(
                update={"sizing": document.sizing.model_copy(update={"kind": "equal_weight"})}
            )
    if (
        said.timeframe_said
        and said.draft.timeframe != document.timeframe.value
        and not said.assembly.filters
        and not said.draft.rules
    ):
        document = Strategy.model_validate({**document.model_dump(mode="json"), "timeframe": said.draft.timeframe})
    return document


def _rules(document: Strategy, message: str, text: str, said: Understood) -> Strategy:
    """Replace, add or narrow rules by the conditions that were named."""
    rules = list(document.rules)
    for draft_rule in said.draft.rules:
        if draft_rule.when is None:
            continue
        same = [n for n, rule in enumerate(rules) if rule.action.value == draft_rule.action]
        source = message.strip()[:300]
        if not same:
            rules.append(Rule(id=_free_id(rules), action=draft_rule.action, when=str(draft_rule.when), source=source))
            continue
        adds = bool(_ADDS.search(text)) and "instead" not in text and "改" not in text
        old = parse(rules[same[0]].when)
        when = _combined(old, draft_rule.when, adds=adds, entry=draft_rule.action.startswith("enter"), text=text)
        rules[same[0]] = rules[same[0]].model_copy(
            update={"when": str(when), "source": f"{rules[same[0]].source} … {source}"}
        )
    extra = [node for node, _, _ in said.assembly.filters] + ([said.assembly.loose[0]] if said.assembly.loose else [])
    for node in (settled(node, entry=False) for node in extra):
        rules = _narrowed(rules, node, text, message, force_add=bool(said.assembly.filters) or bool(_ONLY.search(text)))
    execution = document.execution
    if any(rule.action.value == "enter_short" for rule in rules) and not execution.allow_short:
        execution = execution.model_copy(update={"allow_short": True})
    return document.model_copy(update={"rules": tuple(rules), "execution": execution})


def _combined(old: Node, new: Node, *, adds: bool, entry: bool, text: str) -> Node:
    if not adds:
        replaced = swaps.with_atom(old, new) if old.op == "and" and new.op not in ("and", "or") else None
        return replaced if replaced is not None else new
    if entry and not _OR.search(text):
        return all_of(old, new)
    return any_of(old, new)


def _narrowed(rules: list[Rule], node: Node, text: str, message: str, *, force_add: bool) -> list[Rule]:
    """Put a condition into the entries: in place of one of its kind, else beside what is there."""
    shown = []
    for rule in rules:
        if not rule.action.is_entry:
            replaced = swaps.with_atom(parse(rule.when), node) if not force_add else None
            shown.append(rule if replaced is None else rule.model_copy(update={"when": str(replaced)}))
            continue
        old = parse(rule.when)
        replaced = None if force_add or _ADDS.search(text) else swaps.with_atom(old, node)
        touched = (
            replaced is not None
            or force_add
            or bool(_ADDS.search(text))
            or not any(swaps.with_atom(parse(r.when), node) for r in rules)
        )
        when = replaced if replaced is not None else all_of(old, node) if touched else old
        source = f"{rule.source} … {message.strip()[:300]}" if when != old else rule.source
        shown.append(rule.model_copy(update={"when": str(when), "source": source}))
    return shown


def _free_id(rules: list[Rule]) -> str:
    taken = {rule.id for rule in rules}
    return next(f"r{n}" for n in range(1, 1000) if f"r{n}" not in taken)
