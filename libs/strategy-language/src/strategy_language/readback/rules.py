"""Rules in English."""

from __future__ import annotations

from strategy_language.document import Action, Rule
from strategy_language.expressions.nodes import AllOf, AnyOf, Node
from strategy_language.readback.risk import risk_sentences
from strategy_language.readback.sentence import Sentence
from strategy_language.readback.sizes import size_sentences
from strategy_language.readback.units import listed
from strategy_language.readback.voice import Voice

_WHOLE = {
    Action.ENTER_LONG: "Buy {symbols}",
    Action.EXIT_LONG: "Sell {symbols}",
    Action.ENTER_SHORT: "Sell {symbols} short",
    Action.EXIT_SHORT: "Cover {symbols}",
    Action.ADD_LONG: "Add to a long position in {symbols}",
    Action.ADD_SHORT: "Add to a short position in {symbols}",
}
_PART = {
    Action.ENTER_LONG: "Buy {share} of the full size of {symbols}",
    Action.EXIT_LONG: "Sell {share} of the position in {symbols}",
    Action.ENTER_SHORT: "Sell {share} of the full size of {symbols} short",
    Action.EXIT_SHORT: "Cover {share} of the position in {symbols}",
    Action.ADD_LONG: "Add {share} of the full size to a long position in {symbols}",
    Action.ADD_SHORT: "Add {share} of the full size to a short position in {symbols}",
}
_FILLS = {
    "next_open": "filled at the next open",
    "same_close": "filled at the close of the same bar",
    "next_close": "filled at the next close",
}


def rule_sentence(voice: Voice, at: int, rule: Rule) -> Sentence:
    """Return one rule; its children are the parts of its condition and its own risk and size."""
    path = f"rules.{at}"
    condition = voice.expression(f"{rule.id}.when", rule.when)
    parts = [_action(voice, rule), *_order(voice, rule), *_extras(rule)]
    text = f"{', '.join(parts)}{',' if len(parts) > 1 else ''} when {condition}."
    children = [*_parts(voice, f"{path}.when", voice.program.node(f"{rule.id}.when"))]
    if rule.risk:
        children += risk_sentences(voice, rule.risk, f"{rule.id}.risk", f"{path}.risk", rule.action.side)
    if rule.size:
        children += size_sentences(voice, rule.size, f"{rule.id}.size", f"{path}.size")
    return Sentence(text=text, path=path, children=tuple(children))


def _action(voice: Voice, rule: Rule) -> str:
    if rule.fraction is None:
        return _WHOLE[rule.action].format(symbols=voice.symbols)
    share = voice.share(f"{rule.id}.fraction", rule.fraction)
    return _PART[rule.action].format(symbols=voice.symbols, share=share)


def _order(voice: Voice, rule: Rule) -> list[str]:
    order = rule.order
    if order is None:
        return []
    name = f"{rule.id}.order"
    price = voice.expression(f"{name}.price", order.price)
    said = f"with a {order.kind.replace('_', '-')} order at {price}"
    if order.limit_price is not None:
        said += f" and a limit of {voice.expression(f'{name}.limit_price', order.limit_price)}"
    lives = "the day" if order.valid == "day" else voice.bars(f"{name}.valid_bars", order.valid_bars)
    parts = [said, f"good for {lives}"]
    if order.cancel_when is not None:
        parts.append(f"cancelled when {voice.expression(f'{name}.cancel_when', order.cancel_when)}")
    if order.group is not None:
        parts.append(f'one cancels the other in the group "{order.group}"')
    return parts


def _extras(rule: Rule) -> list[str]:
    parts: list[str] = []
    if rule.read == "open":
        parts.append("decided at the open" if rule.order else "decided and filled at the open")
    if rule.setup is not None:
        parts.append(f'as the set-up "{rule.setup}"')
    if rule.for_setups:
        named = listed([f'"{name}"' for name in rule.for_setups])
        parts.append(f"only for positions of the set-up {named}")
    if not rule.once:
        parts.append("each time again")
    if rule.fill is not None:
        parts.append(_FILLS[rule.fill])
    return parts


def _parts(voice: Voice, path: str, node: Node | None) -> list[Sentence]:
    """Return the parts of a condition, for the page: what must hold together, or which one is enough."""
    if not isinstance(node, AllOf | AnyOf):
        return []
    return [
        Sentence(text=voice.speaker.say(part), path=path, children=tuple(_parts(voice, path, part)))
        for part in node.parts
    ]
