"""Sentences into clauses: each action with its conditions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from strategy_ai_worker.domain.reading.scan import Item
from strategy_ai_worker.domain.reading.scan.item import EXITS
from strategy_ai_worker.domain.reading.trees import walk

ENTERS = {"buy": "enter_long", "short": "enter_short"}

KEEPS_OUT = ("no_entry", "none_held")
"""Deeds that refuse an entry."""
LEAVES = {"sell": "exit_long", "cover": "exit_short"}


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


def sentences_of(items: list[Item]) -> list[list[Item]]:
    """Return the items cut at every stop."""
    sentences: list[list[Item]] = [[]]
    for n, item in enumerate(items):
        if item.kind == "stop" and _goes_on(sentences[-1], item):
            continue
        if item.kind == "stop" and item.value == ";" and _adds(sentences[-1], items[n + 1 :]):
            sentences[-1].append(replace(item, kind="comma", value=","))
            continue
        if item.kind == "stop":
            sentences.append([])
        else:
            sentences[-1].append(item)
    return [sentence for sentence in sentences if sentence]


def _adds(sentence: list[Item], behind: list[Item]) -> bool:
    """Return whether "buy when A or B; and C" goes on with a condition of the same action."""
    end = next((n for n, item in enumerate(behind) if item.kind == "stop"), len(behind))
    linked = bool(behind) and behind[0].kind == "conj" and behind[0].value in ("and", "but")
    acted = any(item.kind == "act" for item in sentence) and bool(_conditions(sentence))
    alone = not any(item.kind in ("act", "setting") for item in behind[:end])
    return linked and acted and alone and bool(_conditions(behind[:end]))


def _goes_on(sentence: list[Item], stop: Item) -> bool:
    """Return whether a line ends with "if ...:" as code does: its action stands in the next line."""
    marked = any(item.kind == "mark" for item in sentence)
    acted = any(item.kind == "act" for item in sentence)
    return stop.value == "\n" and marked and not acted and sentence[-1].kind == "colon" and bool(_conditions(sentence))


def clauses_of(sentence: list[Item], number: int) -> list[Clause]:
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
    _tell_filter(acts, groups)
    ahead = _ahead_of_exit(acts, groups)
    clauses = [Clause(act, sentence=number) for act in acts]
    has_more = (bool(_conditions(groups[1])) or _is_only_titled(acts, groups)) and not _each_ahead(groups)
    clauses[0].leading = _without_title(groups[0], has_more)
    for k, group in enumerate(groups[1:]):
        last = k == len(acts) - 1
        before, behind = (group, []) if last else _split(group, clauses[k], bool(_conditions(groups[k + 2])))
        clauses[k].trailing = before
        if not last:
            clauses[k + 1].leading = behind
    return [*ahead_clauses(ahead, number), *_merged(clauses)]


def _is_only_titled(acts: list[Item], groups: list[list[Item]]) -> bool:
    """Return whether several actions say all themselves: of "X: buy at the open, sell at the close" X is the condition."""  # noqa: E501
    bare = acts[0].value not in EXITS and not any(_conditions(group) for group in groups[1:])
    headed = bool(groups[0]) and groups[0][-1].kind == "colon" and not _conditions(groups[1])
    bare = bare or (headed and acts[0].value in ENTERS and len(acts) > 1 and acts[1].value in EXITS)
    return len(acts) > 1 and not bare


def ahead_clauses(ahead: list[Item], number: int) -> list[Clause]:
    """Return the clause of conditions that stand by themselves before an exit, where there are any."""
    return [Clause(None, leading=ahead, sentence=number)] if ahead else []


def _ahead_of_exit(acts: list[Item], groups: list[list[Item]]) -> list[Item]:
    """Take away what stands before the first action where that is an exit with a condition of its own: "20-day breakout, exit ..."."""  # noqa: E501
    parted = bool(groups[0]) and groups[0][-1].kind in ("comma", "colon")
    own = groups[1][:1] and groups[1][0].kind in ("cond", "mark", "opposite") and _conditions(groups[1])
    marked = any(item.kind == "mark" for item in groups[0])
    if acts[0].value not in EXITS or not parted or marked or not own or not _conditions(groups[0]):
        return []
    ahead, groups[0] = groups[0], []
    return ahead


def _share_condition(acts: list[Item], groups: list[list[Item]]) -> None:
    """Give "buy and sell when X" its condition twice: the contradiction is then seen and asked about."""
    for k in range(len(acts) - 1):
        between = groups[k + 1]
        joined = len(between) == 1 and between[0].kind == "conj" and between[0].value == "and"
        if (
            joined
            and {acts[k].value, acts[k + 1].value} in ({"buy", "sell"}, {"buy", "short"})
            and _conditions(groups[k + 2])
            and not _conditions(groups[k])
            and len(acts) == 2
        ):
            groups[k + 1] = list(groups[k + 2])


def _tell_filter(acts: list[Item], groups: list[list[Item]]) -> None:
    """Let "a filter: if it is not above X, don't buy" be said by its deed: the filter only names it."""
    for k in range(len(acts) - 1, 0, -1):
        if acts[k].value in KEEPS_OUT and acts[k - 1].value == "filter" and not _conditions(groups[k + 1]):
            del acts[k - 1]
            groups[k - 1 : k + 1] = [[*groups[k - 1], *groups[k]]]


def _each_ahead(groups: list[list[Item]]) -> bool:
    """Return whether every action stands behind its condition and a colon: "RSI above 60 for Pfizer: buy, below 40: sell"."""  # noqa: E501
    ahead = all(bool(group) and group[-1].kind == "colon" and bool(_conditions(group)) for group in groups[:-1])
    return ahead and not _conditions(groups[-1])


_DATES = frozenset({"time_of_day", "weekday", "month", "day_of_month", "minutes_since_open", "is_first_bar"})


def _without_title(group: list[Item], has_more: bool) -> list[Item]:  # noqa: FBT001
    """Take away what is only a title: "Golden cross strategy: buy when ..."."""
    colon = next((n for n, item in enumerate(group) if item.kind == "colon"), None)
    if colon is None:
        return group
    marks = [n for n, item in enumerate(group[:colon]) if item.kind == "mark"]
    marked = bool(marks) and bool(_conditions(group[marks[0] : colon]))
    dated = any(part.word in _DATES for item in _conditions(group[:colon]) if item.node for part in walk(item.node))
    counted = any(item.kind == "either" and item.value for item in group[:colon])
    marked = marked or dated or counted
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
        return ([], group) if not attached and clause.has_condition else (group, [])
    if not attached and _conditions(clause.leading):
        return [], group
    cut = _last_break(group)
    if cut is None or not _conditions(group[:cut]):
        return ([], group) if not attached or (_conditions(clause.leading) and _comma_first(group)) else (group, [])
    return group[:cut], group[cut:]


def _comma_first(group: list[Item]) -> bool:
    return bool(group) and group[0].kind in ("comma", "conj")


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


_CLOSE_BY = 3
"""Most lexemes between two words for one action: what stands further apart says something of its own between."""


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
                "filter": ("filter", "buy", "short", *KEEPS_OUT),
            }
            joins = clause.act.value in generic.get(before.act.value, ()) or before.act.value == clause.act.value
            if joins:
                kept[-1] = Clause(
                    before.act if before.act.value == "filter" and clause.act.value not in KEEPS_OUT else clause.act,
                    before.leading + before.trailing + clause.leading,
                    clause.trailing,
                    clause.sentence,
                )
                continue
            if clause.act.value in ("enter", "exit") and before.act.value in ("buy", "short", "sell", "cover"):
                meant = before.act.value
                if clause.act.value == "exit" and meant in ENTERS:
                    meant = "sell" if meant == "buy" else "cover"
                close_by = clause.act.first - before.act.last <= _CLOSE_BY
                act = Item("act", meant, before.act.first if close_by else clause.act.first, clause.act.last)
                kept[-1] = Clause(
                    act, before.leading + before.trailing + clause.leading, clause.trailing, clause.sentence
                )
                continue
        kept.append(clause)
    return kept
