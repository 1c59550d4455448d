"""From items to rules: which condition belongs to which action."""

from __future__ import annotations

from dataclasses import dataclass, field

from strategy_ai_worker.domain.reading.draft import Amount, Draft, RuleDraft, Words
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.scan import Item
from strategy_ai_worker.domain.reading.settle import opposite, settled
from strategy_ai_worker.domain.reading.trees import Node, all_of, lag, negate

_ENTERS = {"buy": "enter_long", "short": "enter_short"}
_LEAVES = {"sell": "exit_long", "cover": "exit_short"}


@dataclass(slots=True)
class Clause:
    """One action with the conditions before and behind it."""

    act: Item | None
    leading: list[Item] = field(default_factory=list)
    trailing: list[Item] = field(default_factory=list)
    sentence: int = 0

    @property
    def items(self) -> list[Item]:
        """Return all its conditions and links in order."""
        return [*self.leading, *self.trailing]

    @property
    def has_condition(self) -> bool:
        """Return whether there is any condition in it."""
        return any(item.kind in ("cond", "opposite", "both") for item in self.items)


@dataclass(slots=True)
class Assembly:
    """The rules so far, and what could not be placed."""

    draft: Draft
    cursor: Cursor
    side: str = "long"
    entries: list[str] = field(default_factory=list)
    filters: list[tuple[Node, str | None, Words]] = field(default_factory=list)
    unread: list[Words] = field(default_factory=list)
    bare: list[Item] = field(default_factory=list)
    pending: list[tuple[str, Node, list[Words], str]] = field(default_factory=list)
    header: Item | None = None
    loose: tuple[Node, list[Words]] | None = None
    listed: tuple[Item, int] | None = None


def assemble(c: Cursor, items: list[Item], draft: Draft) -> Assembly:
    """Return the rules of a message as drafts, in the draft."""
    assembly = Assembly(draft, c)
    for number, sentence in enumerate(_sentences(items)):
        for clause in _clauses(sentence, number):
            _place(assembly, clause)
    if assembly.filters and not assembly.entries and not c.memory.follow_up:
        _enter_by_filter(assembly)
    _settle_sides(assembly)
    _apply_filters(assembly)
    return assembly


def _enter_by_filter(assembly: Assembly) -> None:
    """Take "只有...时才买入", "only buy when ..." for the entry where nothing else enters."""
    joined = all_of(*(node for node, _, _ in assembly.filters))
    said = [words for _, _, words in assembly.filters]
    side = assembly.filters[0][1] or "long"
    assembly.pending.insert(0, (f"enter_{side}", joined, said, "filter"))
    assembly.entries.append(side)
    assembly.filters.clear()


def _sentences(items: list[Item]) -> list[list[Item]]:
    sentences: list[list[Item]] = [[]]
    for item in items:
        if item.kind == "stop":
            sentences.append([])
        else:
            sentences[-1].append(item)
    return [sentence for sentence in sentences if sentence]


def _clauses(sentence: list[Item], number: int) -> list[Clause]:
    """Return the actions of a sentence, each with its conditions; conditions without an action make a clause of their own."""  # noqa: E501
    groups: list[list[Item]] = [[]]
    acts: list[Item] = []
    for item in sentence:
        if item.kind == "act":
            acts.append(item)
            groups.append([])
        else:
            groups[-1].append(item)
    if not acts:
        return [Clause(None, leading=groups[0], sentence=number)] if _conditions(groups[0]) else []
    _share_condition(acts, groups)
    clauses = [Clause(act, sentence=number) for act in acts]
    clauses[0].leading = _without_title(groups[0], bool(_conditions(groups[1])) or len(acts) > 1)
    for k, group in enumerate(groups[1:]):
        last = k == len(acts) - 1
        before, behind = (group, []) if last else _split(group, clauses[k], bool(_conditions(groups[k + 2])))
        clauses[k].trailing = before
        if not last:
            clauses[k + 1].leading = behind
    return _merged(clauses)


def _share_condition(acts: list[Item], groups: list[list[Item]]) -> None:
    """Give "buy and sell when X" its condition twice: the contradiction is then seen and asked about."""
    for k in range(len(acts) - 1):
        between = groups[k + 1]
        joined = len(between) == 1 and between[0].kind == "conj" and between[0].value == "and"
        if (
            joined
            and {acts[k].value, acts[k + 1].value} in ({"buy", "sell"}, {"buy", "short"})
            and _conditions(groups[k + 2])
            and len(acts) == 2
        ):
            groups[k + 1] = list(groups[k + 2])


def _without_title(group: list[Item], has_more: bool) -> list[Item]:  # noqa: FBT001
    """Take away what is only a title: "Golden cross strategy: buy when ..."."""
    colon = next((n for n, item in enumerate(group) if item.kind == "colon"), None)
    if colon is None:
        return group
    marked = any(item.kind == "mark" and item.value in ("only", "unless") for item in group[:colon])
    says_more = has_more or _conditions(group[colon:])
    return group if marked or not says_more else group[colon + 1 :]


def _conditions(group: list[Item]) -> list[Item]:
    return [item for item in group if item.kind in ("cond", "opposite", "both")]


def _split(group: list[Item], clause: Clause, following_has_own: bool) -> tuple[list[Item], list[Item]]:  # noqa: FBT001
    """Return what of the words between two actions belongs to the first, and what to the second."""
    if not _conditions(group):
        return [], group
    first_condition = next(n for n, item in enumerate(group) if item.kind in ("cond", "opposite", "both"))
    broken = any(
        item.kind == "comma" or (item.kind == "conj" and item.value != "or") or item.kind == "setting"
        for item in group[:first_condition]
    )
    attached = not broken and group[0].kind != "conj"
    if following_has_own:
        leads = _leading_part(group) if clause.has_condition or attached else None
        if not attached and clause.has_condition:
            return [], group
        return (group, []) if leads is None else (group[:leads], group[leads:])
    if not attached and _conditions(clause.leading):
        return [], group
    cut = _last_break(group)
    if cut is None or not _conditions(group[:cut]):
        return ([], group) if not attached or (_conditions(clause.leading) and _comma_first(group)) else (group, [])
    return group[:cut], group[cut:]


def _comma_first(group: list[Item]) -> bool:
    return bool(group) and group[0].kind in ("comma", "conj")


def _leading_part(group: list[Item]) -> int | None:
    """Return where a condition for the next action begins though that action has its own: none is assumed."""
    del group
    return None


def _last_break(group: list[Item]) -> int | None:
    """Return the place of the last link that can begin a new rule: ", when", "and if", a bare comma."""
    for n in range(len(group) - 1, 0, -1):
        item, before = group[n], group[n - 1]
        if item.kind == "mark" and item.value == "if" and before.kind in ("comma", "conj", "setting"):
            return n
    for n in range(len(group) - 1, 0, -1):
        if (
            group[n].kind == "comma"
            and any(item.kind in ("cond", "opposite") for item in group[n:])
            and _conditions(group[:n])
        ):
            return n
    return None


def _merged(clauses: list[Clause]) -> list[Clause]:
    """Join an action that only repeats the next one: "go long: buy when ...", "Short entry: sell short when ..."."""
    kept: list[Clause] = []
    for clause in clauses:
        before = kept[-1] if kept else None
        if before is not None and before.act is not None and clause.act is not None and not before.has_condition:
            generic = {
                "enter": ("buy", "short"),
                "exit": ("sell", "cover", "exit"),
                "reverse": ("buy", "short"),
                "filter": ("filter", "buy", "short"),
            }
            joins = clause.act.value in generic.get(before.act.value, ()) or before.act.value == clause.act.value
            if joins:
                kept[-1] = Clause(
                    before.act if before.act.value == "filter" else clause.act,
                    before.leading + before.trailing + clause.leading,
                    clause.trailing,
                    clause.sentence,
                )
                continue
            if clause.act.value in ("enter", "exit") and before.act.value in ("buy", "short", "sell", "cover"):
                meant = before.act.value
                if clause.act.value == "exit" and meant in _ENTERS:
                    meant = "sell" if meant == "buy" else "cover"
                act = Item("act", meant, before.act.first, clause.act.last)
                kept[-1] = Clause(
                    act, before.leading + before.trailing + clause.leading, clause.trailing, clause.sentence
                )
                continue
        kept.append(clause)
    return kept


def _place(assembly: Assembly, clause: Clause) -> None:
    if clause.act is None:
        _place_loose(assembly, clause)
        return
    act = clause.act.value
    if not clause.has_condition:
        _place_bare(assembly, clause)
        return
    if (
        act in ("exit", "sell")
        and all(item.kind != "cond" for item in clause.items)
        and set(assembly.entries) == {"long", "short"}
    ):
        _leave_both(assembly, clause)
        return
    contrary = [item for item in clause.items if item.kind == "opposite" and item.value == "not"]
    if contrary and act in _ENTERS and any(item.kind == "cond" for item in clause.items):
        clause.leading = [item for item in clause.leading if item not in contrary]
        clause.trailing = [item for item in clause.trailing if item not in contrary]
    node = tree_of(clause.items, assembly)
    if node is None:
        return
    words = [Words(clause.act.first, clause.act.last), *_words(clause.items)]
    assembly.header = None
    _add(assembly, act, node, words)
    if contrary and act in _ENTERS:
        exits = _LEAVES["sell" if act == "buy" else "cover"]
        assembly.pending.append(
            (exits, negate(settled(node, entry=False)), [Words(contrary[0].first, contrary[0].last)], "exit")
        )


def _leave_both(assembly: Assembly, clause: Clause) -> None:
    """Let both sides end with their own opposite."""
    refuse = any(item.kind == "opposite" and item.value == "not" for item in clause.items)
    words = [*_words(clause.items)]
    for action, node, _, _ in list(assembly.pending):
        if action.startswith("enter"):
            contrary = negate(settled(node, entry=False)) if refuse else opposite(node)
            assembly.pending.append((action.replace("enter", "exit"), contrary, words, "exit"))


def _add(assembly: Assembly, act: str, node: Node, words: list[Words]) -> None:
    if act in {"filter", "filter_short"}:
        assembly.filters.append((node, "short" if act == "filter_short" else None, _hull(words)))
    elif act == "no_entry":
        assembly.filters.append((negate(node), None, _hull(words)))
    elif act in ("buy", "short", "enter"):
        side = {"buy": "long", "short": "short"}.get(act, assembly.side)
        assembly.side = side
        assembly.entries.append(side)
        assembly.pending.append((f"enter_{side}", node, words, act))
    elif act == "reverse":
        assembly.pending.append(("reverse", node, words, act))
    else:
        assembly.pending.append((_LEAVES.get(act, f"exit_{assembly.side}"), node, words, act))


def _place_bare(assembly: Assembly, clause: Clause) -> None:
    act = clause.act
    if act is None:
        return
    if assembly.loose is not None and act.value in ("buy", "short", "enter"):
        node, words = assembly.loose
        assembly.loose = None
        assembly.unread.pop()
        _add(assembly, act.value, node, [*words, Words(act.first, act.last)])
        return
    assembly.bare.append(act)
    if act.value in ("buy", "short"):
        assembly.side = "long" if act.value == "buy" else "short"
    assembly.header = act if not any(item.kind == "setting" for item in clause.items) else None
    if act.value in ("short", "reverse"):
        assembly.draft.allow_short = True


def _place_loose(assembly: Assembly, clause: Clause) -> None:
    """Place conditions without an action: under a heading, as a filter, or nowhere."""
    node = tree_of(clause.items, assembly)
    if node is None:
        return
    words = _words(clause.items)
    only = any(
        (item.kind == "mark" and item.value in ("only", "unless")) or item.value == "must" for item in clause.items
    )
    if assembly.header is not None and assembly.header.value != "reverse":
        _add_under_header(assembly, clause, node, words)
        return
    if only:
        assembly.filters.append((node, None, _hull(words)))
        return
    assembly.unread.append(_hull(words))
    assembly.loose = (node, words)


def _add_under_header(assembly: Assembly, clause: Clause, node: Node, words: list[Words]) -> None:
    """Join the lines under a heading: conditions of an entry all count, of an exit any of them does."""
    header = assembly.header
    assert header is not None  # noqa: S101
    known = assembly.listed
    if known is not None and known[0] is header:
        action, before, said, act = assembly.pending[known[1]]
        any_counts = header.value in ("sell", "exit", "cover") or any(
            item.kind == "conj" and item.value == "or" for item in clause.items[:1]
        )
        joined = (
            _any([*(before.parts if before.op == "or" else (before,)), node]) if any_counts else all_of(before, node)
        )
        assembly.pending[known[1]] = (action, joined, [*said, *words], act)
        return
    _add(assembly, header.value, node, [Words(header.first, header.last), *words])
    assembly.header = header
    assembly.listed = (
        (header, len(assembly.pending) - 1) if header.value not in ("filter", "filter_short", "no_entry") else None
    )


def _words(items: list[Item]) -> list[Words]:
    conds = [n for n, item in enumerate(items) if item.kind in ("cond", "opposite", "both")]
    if not conds:
        return []
    kept = items[: conds[-1] + 1]
    return [
        Words(item.first, item.last)
        for item in kept
        if item.kind in ("cond", "mark", "conj", "either", "opposite", "both", "define", "after", "not")
    ]


def _hull(words: list[Words]) -> Words:
    return Words(min(word.first for word in words), max(word.last for word in words))


def tree_of(items: list[Item], assembly: Assembly) -> Node | None:  # noqa: C901, PLR0912 - one reading of one construct
    """Return the truth that conditions and links make together; "but", "only if" and "unless" bind weakest, then "or", then "and"."""  # noqa: E501
    parts: list[tuple[str, Node]] = []
    link, refuse, either, comma, restated = "", False, False, False, False
    either_from: int | None = None
    for item in items:
        if item.kind == "cond" or item.kind in ("opposite", "both"):
            node = _node_of(item, assembly)
            if node is None:
                continue
            node = negate(node) if refuse else node
            earlier = _other_weekday(node, parts)
            if earlier is not None:
                parts[-1] = (parts[-1][0], lag(parts[-1][1], earlier))
            elif restated and parts:
                parts[-1] = (parts[-1][0], node)
            else:
                parts.append((link or ("," if comma and parts else "and" if parts else ""), node))
            if either and either_from is None:
                either_from = len(parts) - 1
            link, refuse, comma, restated, either = "", False, False, False, False
        elif item.kind == "conj":
            link = (
                (
                    "but"
                    if item.value == "but" or (comma and item.value == "and" and any(sign == "or" for sign, _ in parts))
                    else item.value
                )
                if link != "but"
                else "but"
            )
        elif item.kind == "comma":
            comma = True
        elif item.kind == "mark" and item.value in ("only", "unless"):
            link, refuse = "but", refuse or item.value == "unless"
        elif item.kind == "after":
            link = "and"
        elif item.kind == "define":
            restated = True
        elif item.kind == "not":
            refuse = not refuse
        elif item.kind == "either":
            either = True
    return _joined(parts)


def _other_weekday(node: Node, parts: list[tuple[str, Node]]) -> int | None:
    """Return how many sessions ago "on Monday" is where the rule speaks of Tuesdays: "on Tuesdays if it closed lower on Monday"."""  # noqa: E501
    days = [part for _, part in parts if part.op == "==" and str(part.parts[0]) == "weekday()"]
    if not days or node.op != "==" or str(node.parts[0]) != "weekday()" or node == days[0] or parts[-1][1] in days:
        return None
    return int(days[0].parts[1].number - node.parts[1].number) % 5


def _node_of(item: Item, assembly: Assembly) -> Node | None:
    if item.kind == "cond":
        return item.node
    if item.kind == "both":
        terms = list(assembly.cursor.memory.terms.values())
        return all_of(*terms[-2:]) if len(terms) >= 2 else None
    for action, node, _, _ in reversed(assembly.pending):
        if action.startswith("enter"):
            return negate(settled(node, entry=False)) if item.value == "not" else opposite(node)
    return None


def _joined(parts: list[tuple[str, Node]]) -> Node | None:
    if not parts:
        return None
    signs = [sign for sign, _ in parts]
    for n in range(len(signs) - 1, 0, -1):
        if signs[n] == ",":
            later = next((sign for sign in signs[n + 1 :] if sign in ("and", "or")), "and")
            signs[n] = later
    weak: list[list[list[Node]]] = [[[parts[0][1]]]]
    for sign, (_, node) in zip(signs[1:], parts[1:], strict=True):
        if sign == "but":
            weak.append([[node]])
        elif sign == "or":
            weak[-1].append([node])
        else:
            weak[-1][-1].append(node)
    return all_of(*(_any([all_of(*ands) for ands in ors]) for ors in weak))


def _any(parts: list[Node]) -> Node:
    unique = list(dict.fromkeys(parts))
    return unique[0] if len(unique) == 1 else Node("or", tuple(unique))


def _settle_sides(assembly: Assembly) -> None:
    """Turn what was said into rules: settle weak crossings, take "sell" for what it means here, drop repeats."""
    draft = assembly.draft
    has_long = any(action == "enter_long" for action, *_ in assembly.pending)
    has_short = any(action == "enter_short" for action, *_ in assembly.pending)
    _same_weekday(assembly)
    for action, node, words, act in assembly.pending:
        for meant in _meant(action, act, has_long, has_short, draft):
            is_entry = meant.startswith("enter")
            tree = settled(node, entry=is_entry)
            if not is_entry:
                rest = _taken_as_levels(tree, meant, draft)
                if rest is None:
                    continue
                tree = rest
            _append(draft, RuleDraft(meant, tree, words))
    if any(rule.action == "enter_short" for rule in draft.rules):
        draft.allow_short = True


def _same_weekday(assembly: Assembly) -> None:
    """Read "buy on Friday ..., sell the following Friday" as held for a week: one bar cannot be both."""
    days = {
        str(part)
        for action, node, _, _ in assembly.pending
        if action.startswith("enter")
        for part in (node.parts if node.op == "and" else (node,))
        if str(part).startswith("weekday() ==")
    }
    for rule in list(assembly.pending):
        if rule[0].startswith("exit") and str(rule[1]) in days:
            assembly.pending.remove(rule)
            assembly.draft.max_bars = 7 if assembly.cursor.memory.round_the_clock else 5


def _meant(action: str, act: str, has_long: bool, has_short: bool, draft: Draft) -> list[str]:  # noqa: FBT001
    if action == "exit_long" and act == "sell" and not has_long and (has_short or draft.short_only or draft.both_ways):
        return ["enter_short"] if not has_short else ["exit_short"]
    if action == "exit_long" and act == "sell" and not has_long:
        return ["exit_long"]
    if action.startswith("exit") and act == "exit" and has_long and has_short:
        return [action]
    return [action] if action != "reverse" else []


def _append(draft: Draft, rule: RuleDraft) -> None:
    for known in draft.rules:
        if known.action == rule.action and known.when == rule.when:
            return
    draft.rules.append(rule)


def _taken_as_levels(node: Node, action: str, draft: Draft) -> Node | None:
    """Turn "when it is 5% below my entry" into a stop or a target; return what remains of the condition."""
    parts = list(node.parts) if node.op == "or" else [node]
    rest = []
    for part in parts:
        amount = _level_from_entry(part)
        if amount is None:
            rest.append(part)
            continue
        gain = amount.value > 0 if action.endswith("long") else amount.value < 0
        (draft.targets if gain else draft.stops).append(Amount("percent", abs(amount.value)))
    return _any(rest) if rest else None


def _level_from_entry(node: Node) -> Amount | None:
    if node.op not in ("<", "<=", ">", ">="):
        return None
    left, right = node.parts
    if left.op == "name" and left.word == "open_return" and right.op == "num":
        return Amount("percent", right.number)
    if right.op == "*" and right.parts[0].op == "num" and str(right.parts[1]) == "entry_price":
        return Amount("percent", round((right.parts[0].number - 1) * 100, 8))
    return None


def _apply_filters(assembly: Assembly) -> None:
    """Put filters into every entry that they speak of."""
    for node, side, words in assembly.filters:
        tree = settled(node, entry=False)
        for rule in assembly.draft.rules:
            if rule.action.startswith("enter") and (side is None or rule.action.endswith(side)):
                rule.when = all_of(rule.when, tree)
                rule.words.append(words)
