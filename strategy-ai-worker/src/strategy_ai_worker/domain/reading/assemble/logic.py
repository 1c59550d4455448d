"""The truth that conditions and links make together."""

from __future__ import annotations

from dataclasses import dataclass, field

from strategy_ai_worker.domain.reading.assemble.joins import (
    after,
    ahead_of,
    back_across,
    counted_again,
    cross_back,
    ends_refusal,
    goes_on,
    is_sequel,
    joined,
    restated,
)
from strategy_ai_worker.domain.reading.assemble.weekdays import before_later_weekday, other_weekday
from strategy_ai_worker.domain.reading.draft import Draft, Words
from strategy_ai_worker.domain.reading.memory import Cursor
from strategy_ai_worker.domain.reading.scan import Item
from strategy_ai_worker.domain.reading.scan.assets import of_same
from strategy_ai_worker.domain.reading.settle import as_state, mirrored, opposite, settled
from strategy_ai_worker.domain.reading.trees import (
    Node,
    all_of,
    call,
    compare,
    contrary,
    lag,
    no_longer,
    num,
)


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
    mirrors: bool = False
    checks: list[tuple[Node, Words]] = field(default_factory=list)


def words_of(items: list[Item]) -> list[Words]:
    """Return the words of the conditions among items, with the links between them."""
    conds = [n for n, item in enumerate(items) if item.kind in ("cond", "opposite", "both")]
    if not conds:
        return []
    kept = items[: conds[-1] + 1]
    return [
        Words(item.first, item.last)
        for item in kept
        if item.kind in ("cond", "mark", "conj", "either", "opposite", "both", "define", "after", "not")
    ]


def hull(words: list[Words]) -> Words:
    """Return the words from the first to the last of these."""
    return Words(min(word.first for word in words), max(word.last for word in words))


def tree_of(items: list[Item], assembly: Assembly) -> Node | None:
    """Return the truth that conditions and links make together; "but", "only if", "unless" bind weakest, then "or", then "and"."""  # noqa: E501
    joining = _Joining(assembly)
    for item in items:
        joining.take(item)
    return joining.tree()


def tree_around(leading: list[Item], trailing: list[Item], assembly: Assembly) -> Node | None:
    """Return the truth of what stands before and behind an action: "unless A, buy when B or C" is one and the other."""
    begins = next((item for item in leading if item.kind in ("mark", "cond")), None)
    bound = begins is not None and begins.kind == "mark" and begins.value in ("unless", "only")
    conditions = ("cond", "opposite", "both")
    if bound and all(any(item.kind in conditions for item in part) for part in (leading, trailing)):
        first, second = tree_of(leading, assembly), tree_of(trailing, assembly)
        return first if second is None else second if first is None else all_of(first, second)
    return tree_of([*leading, *trailing], assembly)


_CLOSE_BY = (
    "with", "while", "whilst", "along with", "coupled with", "combined with", "together with", "accompanied by",
)  # fmt: skip


@dataclass(slots=True)
class _Joining:
    """Conditions and the links between them, taken one after the other.

    Attributes:
        parts: (link to what stands before, condition).
        link: The link that waits for its condition.
        listed: Whether a list was announced of which any one is enough: "any of the following".
    """

    assembly: Assembly
    parts: list[tuple[str, Node]] = field(default_factory=list)
    link: str = ""
    refuse: bool = False
    comma: bool = False
    restated: bool = False
    least: int = 0
    closes: int = 0
    listed: bool = False
    grouped: int = 0
    day_after: bool = False
    day_said: bool = False
    last: Item | None = None
    cond: Item | None = None

    def take(self, item: Item) -> None:
        """Take the next item."""
        said = self.last
        if said is not None and said.kind == "not" and ends_refusal(self.assembly.cursor, said, item):
            self.refuse = False  # What it refused was not read: it is no word about what follows.
        if item.kind in ("cond", "opposite", "both"):
            self._condition(item)
        elif item.kind == "conj":
            then = item.value == "and" and self.comma and is_sequel(self.assembly.cursor, item.first)
            self._conjunction("then" if then and self.parts else item.value)
        elif item.kind == "mark":
            self._mark(item)
        elif item.kind == "after":
            self.link = "and"
        elif item.kind == "not":
            self.refuse = not self.refuse
        else:
            self.comma = self.comma or item.kind == "comma"
            self.restated = self.restated or item.kind == "define"
            self.listed = self.listed or item.kind == "either"
            if item.kind == "either" and not item.value and self.link == "and" and self.parts and not self.grouped:
                self.grouped = len(self.parts)
            self.least = int(item.value) if item.kind == "either" and item.value else self.least
            self.closes = self._bracket_behind(item) if item.kind == "either" and item.value else self.closes
        self.last = item

    def _condition(self, item: Item) -> None:
        node = _node_of(item, self.assembly)
        if node is None:
            return
        node = contrary(node) if self.refuse else node
        node = self._on_the_day_before(item, node)
        if self.closes and item.first > self.closes:
            self._count()
        if self._is_first_after(item):
            sign, event = self.parts[-1]
            self.parts[-1] = (sign, after(node.parts[0] if node.op == "lag" else node, event, at_once=False))
        else:
            self._join(item, self._before_what_was_said(node))
        self.link, self.refuse, self.comma, self.restated = "", False, False, False

    def _before_what_was_said(self, node: Node) -> Node:
        """Return "(three higher closes) after five days below X" as of the bars before those of the event."""
        follows = self.last is not None and self.last.kind == "after" and bool(self.parts)
        return ahead_of(self.parts[-1][1], node.parts[0]) if follows and node.op == "lag" else node

    def _join(self, item: Item, node: Node) -> None:
        """Join a condition to those before it, as the link between them says."""
        self.restated = self.restated or self._explains(item)
        self.link = "next" if item.value == "nextday" and self.parts else self.link
        if self.parts and self.link in ("", "and") and _ends_run(self.parts[-1][1], node):
            self.parts[-1] = (self.parts[-1][0], lag(self.parts[-1][1], 1))
        dealt = self.assembly.cursor.at(item.first - 1).has("ACT")
        self.parts = before_later_weekday(node, self.parts, dealt=dealt)
        earlier = other_weekday(node, self.parts)
        if earlier is not None:
            self.parts[-1] = (self.parts[-1][0], lag(self.parts[-1][1], earlier))
        elif self.restated and self.parts:
            named = node.op == "call" and not node.parts
            told = restated(self.parts[-1][1], of_same(self.parts[-1][1], node))
            self.parts[-1] = self.parts[-1] if named else (self.parts[-1][0], told)
        else:
            if not self.link and self.assembly.cursor.at(item.first).text.startswith("or "):
                self.link = "or"
            if self.parts and self.link in ("", "and") and self._comes_back(item, node):
                self.link = "then"
            returned = back_across(self.parts[-1][1], node, self.link) if self.parts else None
            if returned is not None:
                self.parts[-1] = (self.parts[-1][0], returned)
                return
            if not self.link and not self.comma and self._is_of_both(item):
                self.link = "but"
            bare = "," if self.comma and self.parts else "and" if self.parts else ""
            self.parts.append((self.link or bare, node))

    def _is_of_both(self, item: Item) -> bool:
        """Return whether "(a hammer or an engulfing) below X" speaks of either candle."""
        c = self.assembly.cursor
        candles = [node.word.startswith("cdl_") for _, node in self.parts[-2:]]
        either = len(self.parts) > 1 and self.parts[-1][0] == "or" and all(candles)
        return either and c.at(c.skip(item.first)).has("CMP", ">", "<")

    def _is_first_after(self, item: Item) -> bool:
        """Return whether "the first close above X after Y" goes on with its Y: the first since, however long ago."""
        c, said = self.assembly.cursor, self.cond
        self.cond = item
        follows = self.link == "after" or (self.last is not None and self.last.kind == "after")
        if not follows or said is None or not self.parts:
            return False
        return any(c.at(k).text == "first" for k in range(said.first - 2, said.first + 1))

    def _comes_back(self, item: Item, node: Node) -> bool:
        """Return whether a thing has been beyond one level and now is back over another: both at once cannot be."""
        c, before = self.assembly.cursor, as_state(self.parts[-1][1])
        back = any("back" in c.at(k).text for k in range(item.first, item.last))
        now = as_state(node)
        now = compare(">" if now.word == "crosses_above" else "<", *now.parts) if now.word in _CROSSES else now
        sides = {before.op[:1], now.op[:1]}
        if not back or sides != {"<", ">"} or before.parts[0] != now.parts[0]:
            return False
        one, other = before.parts[1], now.parts[1]
        return one.op == other.op == "num" and (one.number <= other.number) == (before.op[:1] == "<")

    def _explains(self, item: Item) -> bool:
        """Return whether a bracket says in full what stands right before it: "in an uptrend (close above the 200-day)"."""  # noqa: E501
        c = self.assembly.cursor
        opened = c.is_sign(item.first, "(") or c.is_sign(item.first - 1, "(")
        if not opened or not self.parts or self.link or self.last is None or self.last.kind != "cond":
            return False
        return not any(c.at(k).has(word) for k in range(self.last.first, self.last.last) for word in ("NUM", "PCT"))

    def _on_the_day_before(self, item: Item, node: Node) -> Node:
        """Return a condition as of the bar before where the words say "the day after"; a move of today is none of it."""  # noqa: E501
        moves = (node.parts[0] if node.op == "lag" else node).word.startswith(("crosses", "moves"))
        self.day_after = self.day_after and not moves
        of_today = any(self.assembly.cursor.at(k).has("TODAY", 0) for k in range(item.first, item.last))
        if not self.day_after or of_today:
            return node
        return lag(as_state(node), 1)

    def _mark(self, item: Item) -> None:
        if item.value == "dayafter":
            self.day_after = self.day_said = True
        elif item.value == "if" and self.parts:
            self.day_after = False
            if not self.link and any(sign == "or" for sign, _ in self.parts):
                self.link = "but"  # "A or B when C": either of them, and C.
        if item.value in ("only", "unless"):
            self.link = "unless" if item.value == "unless" else "and" if self._is_close_by(item) else "but"
        elif item.value == "if" and self.parts and self.parts[-1][0] == "unless" and not self.link:
            self.link = "but"  # "Buy unless A when B": what "when" says is refused no more.
        elif self.parts and not self.link and self.assembly.cursor.at(item.first).text.startswith("after"):
            self.link = "after"

    def _is_close_by(self, item: Item) -> bool:
        """Return whether "with", "while" binds to the condition right before it: no comma stands between."""
        alternatives = any(sign == "or" for sign, _ in self.parts) and not goes_on(self.assembly.cursor, item.last)
        close = self.assembly.cursor.at(item.first).text in _CLOSE_BY
        return close and not self.comma and not alternatives and bool(self.parts)

    def _conjunction(self, word: str) -> None:
        refused = bool(self.parts) and self.parts[-1][0] == "unless" and len(self.parts) > 1
        if refused and word == "and" and self.comma and not self.link:
            self.link = "but"
            return
        if self.link in ("but", "unless"):
            return
        if word == "nor":
            self.link, self.refuse = "and", True
        elif word == "and" and self.comma and any(sign == "or" for sign, _ in self.parts):
            self.link = "but"
        else:
            self.link = word

    def _bracket_behind(self, item: Item) -> int:
        """Return where the bracket around "at least two of (A, B, C)" closes; 0 where there is none."""
        c, depth = self.assembly.cursor, 0
        if not c.is_sign(item.last, "(") and not c.is_sign(item.last - 1, "("):
            return 0
        for k in range(item.last if c.is_sign(item.last, "(") else item.last - 1, len(c.lexemes)):
            depth += c.is_sign(k, "(") - c.is_sign(k, ")")
            if depth == 0:
                return k
        return 0

    def _count(self) -> None:
        """Take what stands in the bracket for one condition: what comes behind it is counted no more."""
        if len(self.parts) >= self.least:
            self.parts = [("", compare(">=", call("count_true", *(node for _, node in self.parts)), num(self.least)))]
        self.least, self.closes = 0, 0

    def tree(self) -> Node | None:
        """Return the truth of all."""
        if self.least and len(self.parts) >= self.least:
            self._count()
        sooner = [_a_bar_sooner(node) for _, node in self.parts] if self.day_said else []
        if sooner and all(node is not None for node in sooner):
            # All of it is of the day before: the fill on the next bar is the day after already.
            self.parts = [(sign, node) for (sign, _), node in zip(self.parts, sooner, strict=True) if node is not None]
        return joined(self._with_group(), comma="or" if self.listed else "")

    def _with_group(self) -> list[tuple[str, Node]]:
        """Return the parts, with "(A and) either B or C" as one of them."""
        begin = self.grouped
        ends = (n for n in range(begin + 1, len(self.parts)) if self.parts[n][0] in ("but", "unless"))
        end = next(ends, len(self.parts))
        group = self.parts[begin:end]
        if not begin or not any(sign == "or" for sign, _ in group[1:]):
            return self.parts
        node = joined([("", group[0][1]), *group[1:]], comma="or")
        return [*self.parts[:begin], (group[0][0], node or group[0][1]), *self.parts[end:]]


def _ends_run(run: Node, node: Node) -> bool:
    """Return whether a crossing ends what has held so far: "negative for 5 bars and turns positive" is of the bars before."""  # noqa: E501
    inner = run.parts[0] if run.op == "call" and run.word == "all" else None
    if inner is None or node.word not in (*_CROSSES, "moves_above", "moves_below") or inner.op not in _SIGNS:
        return False
    return inner.parts == node.parts and (inner.op[:1] == "<") == node.word.endswith("above")


_SIGNS = ("<", "<=", ">", ">=")
_CROSSES = ("crosses_above", "crosses_below")


def _a_bar_sooner(node: Node) -> Node | None:
    """Return a condition of an earlier bar as of the bar behind it; None where it speaks of its own bar."""
    if node.op == "lag":
        return lag(node.parts[0], int(node.parts[1].number) - 1)
    if node.op not in ("<", "<=", ">", ">=", "and"):
        return None
    parts = [part if part.op == "num" else _a_bar_sooner(part) for part in node.parts]
    return None if None in parts else Node(node.op, tuple(part for part in parts if part is not None))


def _node_of(item: Item, assembly: Assembly) -> Node | None:
    if item.kind == "cond":
        return item.node
    if item.kind == "both":
        terms = list(assembly.cursor.memory.terms.values())
        return all_of(*terms[-2:]) if len(terms) >= 2 else None
    for action, node, _, _ in reversed(assembly.pending):
        if action.startswith("enter"):
            return cross_back(assembly.cursor, item, action, node) or _of_entry(node, item.value, assembly)
    left = [node for action, node, _, _ in assembly.pending if action.startswith("exit")]
    if left and item.value == "not":
        return contrary(settled(left[-1], entry=False))
    return _of_loose(item.value, assembly)


def _of_loose(said: str, assembly: Assembly) -> Node | None:
    """Return what "at least two of these", "otherwise" make of conditions that stand by themselves."""
    if assembly.loose is None:
        return None
    node, told = assembly.loose
    if " " not in said:
        return no_longer(settled(node, entry=False)) if said == "not" else opposite(node)
    for words in told:
        assembly.draft.say(words.first, words.last, "rules")
    return counted_again(node, said)


def _of_entry(node: Node, said: str, assembly: Assembly) -> Node | None:
    """Return what "the opposite", "otherwise", "fewer than two hold" make of the condition of an entry."""
    if " " in said:
        return counted_again(node, said)
    if said == "not":
        return no_longer(settled(node, entry=False))
    return mirrored(node) if assembly.mirrors else opposite(node)
