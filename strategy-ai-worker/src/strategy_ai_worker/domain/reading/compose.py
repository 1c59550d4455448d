"""From a draft to a strategy document."""

from __future__ import annotations

from strategy_ai_worker.domain.reading.draft import Amount, Draft, RuleDraft
from strategy_ai_worker.domain.reading.lexemes import Lexeme
from strategy_ai_worker.domain.reading.memory import Guess
from strategy_ai_worker.domain.reading.risk.by_side import without_levels
from strategy_ai_worker.domain.reading.trees import Node, rebuild
from strategy_language.document import (
    Allocation,
    Assumption,
    Costs,
    Execution,
    Level,
    Order,
    Pairs,
    Risk,
    Rotation,
    Rule,
    Sizing,
    Slippage,
    Strategy,
    TakeProfit,
    TrailingStop,
    levels,
)
from strategy_language.document.portfolio import TargetWeight
from strategy_language.document.settings import Limits


def compose(draft: Draft, message: str, lexemes: list[Lexeme], guesses: list[Guess]) -> Strategy:
    """Return the document of a draft; its rules cite the message."""
    kind = _kind(draft)
    return Strategy(
        name="Strategy",
        kind=kind,
        universe=tuple(draft.universe),
        timeframe=draft.timeframe,
        rules=_rules(draft, message, lexemes),
        **settings_of(draft),
        rotation=_rotation(draft, message),
        pairs=_pairs(draft, message),
        allocation=_allocation(draft, message),
        assumptions=tuple(Assumption(field=g.field, value=g.value, why=g.why) for g in guesses),
    )


def _kind(draft: Draft) -> str:
    if draft.pairs:
        return "pairs"
    if draft.allocation:
        return "allocation"
    return "rotation" if draft.rotation else "signals"


def settings_of(draft: Draft) -> dict[str, object]:
    """Return risk, sizing, execution, limits and costs that were said, for a document with rules from elsewhere."""
    return {
        "risk": _risk(without_levels(draft) if draft.sides else draft),
        "sizing": _sizing(draft),
        "execution": _execution(draft),
        "limits": Limits(
            entries_per_day=draft.entries_per_day,
            losses_per_day=draft.losses_per_day,
            daily_loss_percent=draft.daily_loss,
            max_drawdown_percent=draft.max_drawdown,
            cooldown_bars=draft.cooldown,
            max_open_positions=draft.max_positions,
        ),
        "costs": _costs(draft),
    }


def _rules(draft: Draft, message: str, lexemes: list[Lexeme]) -> tuple[Rule, ...]:
    rules = []
    for number, rule in enumerate(draft.rules, start=1):
        own = rule.action.startswith("enter") and draft.order is not None
        rules.append(
            Rule(
                id=f"r{number}",
                action=rule.action,
                when=str(home(draft, rule.when)),
                source=source_of(rule, message, lexemes),
                order=_order(draft) if own else None,
                fill=rule.fill,
                read=rule.read or "close",
                fraction=rule.fraction,
                risk=_own_risk(draft, rule),
            )
        )
    return tuple(rules)


def _own_risk(draft: Draft, rule: RuleDraft) -> Risk | None:
    """Return the stops and targets of an entry whose side names its own."""
    own = {f"enter_{side}": levels for side, levels in draft.sides.items()}.get(rule.action)
    return _risk(own) if own is not None else None


def source_of(rule: RuleDraft, message: str, lexemes: list[Lexeme]) -> str:
    """Return the user's words for a rule: the stretches of the message that it was read from."""
    stretches: list[list[int]] = []
    for words in sorted(rule.words, key=lambda w: (w.first, w.last)):
        if stretches and words.first <= stretches[-1][1] + 3:
            stretches[-1][1] = max(stretches[-1][1], words.last)
        else:
            stretches.append([words.first, words.last])
    shown = [message[lexemes[a].start : lexemes[min(b, len(lexemes)) - 1].end].strip() for a, b in stretches if b > a]
    return " … ".join(shown)


def home(draft: Draft, node: Node) -> Node:
    """Take away `of("X", ...)` where X is what is traded; a fund beside its index stays an asset of its own."""
    if len(draft.universe) != 1:
        return node
    traded = draft.universe[0]
    own = {traded, *(other for other in draft.candidates.get(traded, ()) if other not in draft.candidates)}

    def change(part: Node) -> Node:
        is_own = part.op == "call" and part.word == "of" and part.parts[0].word in own
        return part.parts[1] if is_own else part

    return rebuild(node, change)


def _order(draft: Draft) -> Order | None:
    if draft.order is None:
        return None
    lives: dict[str, object] = {"valid_bars": draft.order.valid_bars}
    if draft.order.for_the_day:
        lives = {"valid": "day"}
    if draft.order.limit_price is not None:
        lives["limit_price"] = str(home(draft, draft.order.limit_price))
    return Order(kind=draft.order.kind, price=str(home(draft, draft.order.price)), **lives)


def _level(amount: Amount) -> Level:
    if amount.kind == "percent":
        return levels.PercentLevel(value=_plain(amount.value))
    if amount.kind == "atr":
        return levels.AtrLevel(multiple=_plain(amount.value), length=amount.length)
    if amount.kind == "distance":
        return levels.DistanceLevel(value=_plain(amount.value))
    if amount.for_shorts is not None:
        return levels.PriceLevel(long=str(amount.expr), short=str(amount.for_shorts))
    return levels.PriceLevel(expr=str(amount.expr))


def _target(amount: Amount, fraction: float | None) -> TakeProfit:
    part = {"fraction": round(fraction, 6)} if fraction is not None else {}
    if amount.kind == "percent":
        return levels.PercentTarget(value=_plain(amount.value), **part)
    if amount.kind == "atr":
        return levels.AtrTarget(multiple=_plain(amount.value), length=amount.length, **part)
    if amount.kind == "r_multiple":
        return levels.RMultipleTarget(value=_plain(amount.value), **part)
    if amount.kind == "distance":
        return levels.DistanceTarget(value=_plain(amount.value), **part)
    if amount.for_shorts is not None:
        return levels.PriceTarget(long=str(amount.expr), short=str(amount.for_shorts), **part)
    return levels.PriceTarget(expr=str(amount.expr), **part)


def _each_part(targets: list[Amount]) -> float | None:
    """Return the share of "sell a third each at +3%, +6% and +9%": said once, and all of them make the whole."""
    said = targets[0].fraction if targets else None
    alone = all(target.fraction is None for target in targets[1:])
    return said if said is not None and alone and abs(said * len(targets) - 1) < 0.02 else None


def _targets(draft: Draft) -> tuple[TakeProfit, ...]:
    rest = 1.0
    shown: list[TakeProfit] = []
    for amount in draft.targets:
        fraction = amount.fraction if amount.fraction is not None else _each_part(draft.targets)
        if fraction is not None and fraction < 0:
            fraction = round(max(rest, 0.0), 6)
        if fraction is not None:
            rest -= fraction
        shown.append(_target(amount, fraction))
    return tuple(shown)


def _trailing(draft: Draft) -> TrailingStop | None:
    amount = draft.trailing
    if amount is None:
        return None
    after: dict[str, object] = {"activate_at": _trigger(draft.trailing_after)} if draft.trailing_after else {}
    if draft.trailing_on_close:
        after["anchor"] = "close"
    if amount.kind == "give_back":
        return levels.GiveBackTrailing(value=_plain(amount.value), **after)
    if amount.kind == "percent":
        return levels.PercentTrailing(value=_plain(amount.value), **after)
    if amount.kind == "atr":
        return levels.AtrTrailing(multiple=_plain(amount.value), length=amount.length, **after)
    if amount.kind == "distance":
        return levels.DistanceTrailing(value=_plain(amount.value), **after)
    return levels.PriceTrailing(expr=str(amount.expr), **after)


def _trigger(amount: Amount) -> levels.TriggerLevel:
    if amount.kind == "after_target":
        return levels.AfterTarget(target=int(amount.value))
    if amount.kind == "r_multiple":
        return levels.RMultipleLevel(value=_plain(amount.value))
    return _level(amount)  # type: ignore[return-value]


def _risk(draft: Draft) -> Risk:
    stops = [_level(stop) for stop in draft.stops if stop.kind != "r_multiple"]
    return Risk(
        stop_loss=stops[0] if stops else None,
        extra_stops=tuple(stops[1:]),
        stop_trigger="close" if draft.stop_on_close else "touch",
        take_profit=_targets(draft),
        trailing_stop=_trailing(draft),
        stop_steps=tuple(levels.StopStep(at=_trigger(at), to=_trigger(to)) for at, to in _rising(draft)),
        break_even=levels.BreakEven(trigger=_trigger(draft.break_even)) if draft.break_even else None,
        max_bars=draft.max_bars,
        session_exit=draft.session_exit,
    )


def _rising(draft: Draft) -> list[tuple[Amount, Amount]]:
    return sorted(draft.steps, key=lambda step: step[0].value)


def _sizing(draft: Draft) -> Sizing:
    bounds: dict[str, object] = {}
    if draft.multiplier is not None:
        bounds["multiplier"] = str(home(draft, draft.multiplier))
    if draft.max_share is not None:
        bounds["max_percent_of_equity"] = _plain(draft.max_share)
    if draft.size_distance is not None:
        bounds["distance"] = str(draft.size_distance)
    if draft.volatility_length is not None:
        bounds["length"] = draft.volatility_length
    if draft.sizing is None:
        several = len(draft.universe) > 1 and not draft.is_portfolio
        if draft.total_share is not None:
            count = min(len(draft.universe), draft.max_positions or len(draft.universe))
            return Sizing(value=_plain(round(draft.total_share / count, 4)), **bounds)
        if several and draft.max_positions and draft.max_positions < len(draft.universe):
            return Sizing(value=_plain(round(100 / draft.max_positions, 4)), **bounds)
        return Sizing(kind="equal_weight", **bounds) if several else Sizing(**bounds)
    kind, value = draft.sizing
    return Sizing(kind=kind, value=_plain(value), **bounds)


def _execution(draft: Draft) -> Execution:
    changes: dict[str, object] = {}
    if draft.fill:
        changes["fill"] = draft.fill
    if draft.leverage:
        changes["leverage"] = draft.leverage
    if draft.on_opposite:
        changes["on_opposite"] = draft.on_opposite
    return Execution(
        allow_short=(draft.allow_short and not draft.long_only) or draft.pairs is not None,
        pyramiding=draft.pyramiding,
        **changes,
    )


def _costs(draft: Draft) -> Costs:
    slippage = Slippage(kind="bps", value=draft.slippage_bps) if draft.slippage_bps is not None else None
    return Costs(
        percent=draft.commission,
        per_share=draft.fee_per_share,
        minimum=draft.fee,
        slippage=slippage,
        funding_percent=draft.funding,
    )


def _rotation(draft: Draft, message: str) -> Rotation | None:
    plan = draft.rotation
    if plan is None:
        return None
    return Rotation(
        rank_by=str(plan.rank_by), hold=len(draft.universe) if plan.whole else plan.hold, rebalance=plan.rebalance, filter=str(plan.where) if plan.where else None,  # noqa: E501
        weights=plan.weights, volatility_length=plan.volatility_length, descending=plan.descending,
        source=message.strip()[:500],
    )  # fmt: skip


def _pairs(draft: Draft, message: str) -> Pairs | None:
    plan = draft.pairs
    if plan is None:
        return None
    return Pairs(
        left=draft.universe[0], right=draft.universe[1], hedge=plan.hedge, hedge_length=plan.hedge_length,
        hedge_ratio=plan.hedge_ratio, z_length=plan.z_length, enter_z=_plain(plan.enter_z), exit_z=_plain(plan.exit_z),
        stop_z=_plain(plan.stop_z) if plan.stop_z is not None else None, source=message.strip()[:500],
    )  # fmt: skip


def _allocation(draft: Draft, message: str) -> Allocation | None:
    plan = draft.allocation
    if plan is None:
        return None
    weights = tuple(
        TargetWeight(symbol=symbol, weight=weight if isinstance(weight, str) else _plain(weight))
        for symbol, weight in plan.weights
    )
    return Allocation(weights=weights, rebalance=plan.rebalance, source=message.strip()[:500])


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else round(value, 10)
