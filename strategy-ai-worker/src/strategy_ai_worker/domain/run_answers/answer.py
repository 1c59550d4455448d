"""Answers to questions about a run, each in sentences that cite its stored result."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from strategy_ai_worker.domain.advice.languages import Language, tell
from strategy_ai_worker.domain.advice.languages import Sentence as Words
from strategy_ai_worker.domain.reading.tongue import Tongue
from strategy_ai_worker.domain.run_answers import verdicts, words
from strategy_ai_worker.domain.run_answers.question import RunQuestion, Topic
from strategy_ai_worker.domain.run_answers.run import (
    FinishedRun,
    by_year,
    day,
    deepest_fall,
    said_of,
    signal_bar,
    time_of,
    values_at,
    when_of,
)
from strategy_language.document import Strategy
from trading_contracts.results import Result, Trade

_MOST_TRADES = 4


@dataclass(frozen=True, slots=True)
class RunAnswer:
    """Answers questions about one run.

    Attributes:
        versions: The documents of the strategy by version; rules are cited from the one that ran.
        now: The version that the strategy is at.
    """

    run: FinishedRun
    versions: Mapping[int, Strategy]
    now: int | None
    language: Language

    def to(self, question: RunQuestion) -> str:
        """Return the answer to a question."""
        settings, version = self.run.state.settings, self.run.state.strategy_version
        first, last = self._covered()
        head = self._say(words.OF_RUN, start=first, end=last, version=version)
        if last < str(settings.end)[: len(last)]:
            head += " " + self._say(words.DATA_ENDS, asked=settings.end, last=last)
        answers: Mapping[Topic, Callable[[RunQuestion], list[str]]] = {
            "figures": self._figures,
            "trades": self._trades,
            "why": self._why,
            "benchmark": self._benchmark,
            "drawdown": self._drawdown,
            "years": self._years,
            "extremes": self._extremes,
            "trust": lambda _: verdicts.trust(self._result, self.language),
            "money": lambda asked: verdicts.money(self._result, asked, self.language),
            "streaks": lambda _: verdicts.streaks(self._result, self.language),
            "exits": lambda _: [self._by_reason(self._result.trade_log)],
            "rarity": lambda _: verdicts.rarity(self._result, self.language),
            "quiet": lambda _: verdicts.quiet(self._result, self.language),
        }
        lines = [head, *answers[question.topic](question)]
        if self._has_changed(version):
            lines.append(self._say(words.OLDER_VERSION, now=self.now))
        return _paragraphs(lines)

    def _covered(self) -> tuple[str, str]:
        """Return the first and the last day that the run has bars of; what was asked for where it kept no curve."""
        stamps, settings = sorted(self._result.equity_curve), self.run.state.settings
        return (stamps[0][:10], stamps[-1][:10]) if stamps else (str(settings.start), str(settings.end))

    def _has_changed(self, version: int | None) -> bool:
        """Return whether the strategy is another one now; what was taken back is the same again."""
        if version is None or self.now is None or version == self.now:
            return False
        return version not in self.versions or self.versions[version] != self.versions.get(self.now)

    @property
    def _result(self) -> Result:
        return self.run.result

    @property
    def _document(self) -> Strategy | None:
        return self.versions.get(self.run.state.strategy_version or 0)

    def _say(self, sentence: Words, **values: object) -> str:
        return tell(sentence, self.language, **values)

    def _figures(self, question: RunQuestion) -> list[str]:
        asked = [figure for pattern, figure in words.FIGURES.items() if re.search(pattern, question.text)]
        names = dict(words.FIGURES.values())
        chosen = asked or [(key, names[key]) for key in words.USUAL]
        told = [self._say(words.FIGURE, name=self._say(name), value=self._value(key)) for key, name in chosen]
        return [f"- {line}" for line in told]

    def _value(self, key: str) -> str:
        stats = self._result.summary_stats
        value = getattr(stats, key)
        if value is None:
            return self._say(words.UNDEFINED, why=stats.undefined.get(key, "-"))
        return f"{value:.1%}" if key in words.PERCENT else _plain(value)

    def _trades(self, question: RunQuestion) -> list[str]:
        log = self._result.trade_log
        if not log:
            return [self._say(words.NO_TRADES)]
        if not question.when:
            newest = sorted(log, key=lambda one: time_of(one, leaves=question.side == "exit"))
            count = _how_many(question.text)
            chosen = newest[:count] if re.search(r"\bfirst\b|第一|最早", question.text) else newest[-count:]
            return [line for trade in chosen for line in self._told(trade)]
        chosen = [one for one in log if _is_asked(one, question)]
        if not chosen:
            return self._none_then(question)
        lines = [line for trade in chosen[:_MOST_TRADES] for line in self._told(trade)]
        more = len(chosen) - _MOST_TRADES
        return [*lines, f"- {self._say(words.MORE_TRADES, count=more)}"] if more > 0 else lines

    def _told(self, trade: Trade) -> list[str]:
        line = self._say(
            words.TRADE,
            symbol=trade.symbol,
            side=self._say(words.SIDES[trade.side]),
            entry=day(time_of(trade, leaves=False)),
            entry_price=_plain(trade.entry_price),
            exit=day(time_of(trade, leaves=True)) or self._say(words.STILL_OPEN),
            exit_price=_plain(trade.exit_price) if trade.exit_price is not None else "-",
            result=f"{trade.return_pct:+.2f}%",
            bars=trade.bars_held,
        )
        entered = self._by_rule(trade, trade.entry_rule, words.ENTERED_BY, time_of(trade, leaves=False))
        return [f"- {line}", *entered, *self._left(trade)]

    def _left(self, trade: Trade) -> list[str]:
        if trade.exit_reason == "rule" or (trade.exit_rule and trade.exit_reason == "reverse"):
            return self._by_rule(trade, trade.exit_rule, words.LEFT_BY, time_of(trade, leaves=True))
        return [f"  - {self._say(words.LEFT_BY, rule=self._reason(trade))}"]

    def _by_rule(self, trade: Trade, rule: str | None, sentence: Words, fill: str) -> list[str]:
        if not rule:
            return []
        said = self._say(words.RULE, said=said_of(self._document, rule, Tongue(self.language)), id=rule)
        lines = [f"  - {self._say(sentence, rule=said)}"]
        bar = signal_bar(self._result, fill)
        found = values_at(self._result, trade.symbol, when_of(self._document, rule), bar) if bar else []
        if found and bar:
            values = ", ".join(f"`{name}` = {value:,.6g}" for name, value in found)
            lines.append(f"  - {self._say(words.AT_SIGNAL, bar=day(bar), values=values)}")
        return lines

    def _reason(self, trade: Trade) -> str:
        sentence = words.REASONS.get(trade.exit_reason)
        if sentence is None:
            return trade.exit_reason.replace("_", " ")
        stop, target = (_plain(one) if one is not None else "-" for one in (trade.stop_price, trade.target_price))
        return self._say(sentence, stop=stop, target=target)

    def _none_then(self, question: RunQuestion) -> list[str]:
        verb = self._say({"exit": words.SELL, "entry": words.BUY}.get(question.side, words.TRADED))
        when, (first, last) = question.when.strip("-"), self._covered()
        if not _is_within(when, first, last) and not question.when.startswith("-"):
            return [self._say(words.OUTSIDE, when=when, start=first, end=last)]
        lines = [self._say(words.NONE_THEN, verb=verb, when=when)]
        if question.when.startswith("-"):
            return lines
        held = [one for one in self._result.trade_log if time_of(one, leaves=False) < question.when <= _end(one)]
        for trade in held[:_MOST_TRADES]:
            until = day(time_of(trade, leaves=True)) or self._say(words.STILL_OPEN)
            side = self._say(words.SIDES[trade.side])
            begun = day(time_of(trade, leaves=False))
            lines.append(self._say(words.HELD_THEN, symbol=trade.symbol, side=side, entry=begun, exit=until))
        return lines if held else [*lines, *self._out_then(question.when)]

    def _out_then(self, when: str) -> list[str]:
        before = [_end(one) for one in self._result.trade_log if _end(one) < when]
        after = [begun for one in self._result.trade_log if (begun := time_of(one, leaves=False)) > when]
        if not before or not after:
            return []
        return [self._say(words.OUT_THEN, before=day(max(before)), after=day(min(after)))]

    def _why(self, question: RunQuestion) -> list[str]:
        log, stats = self._result.trade_log, self._result.summary_stats
        if not log:
            return [self._say(words.NO_TRADES)]
        if question.when[:4].isdigit():
            return self._of_year(question)
        won = [one.return_pct for one in log if one.pnl > 0]
        lost = [one.return_pct for one in log if one.pnl <= 0]
        asks_of_loss = re.search(r"\b(los(e|t|s|ing|es|ses)|fail)\b|亏", question.text)
        lines = [self._say(words.NO_LOSS)] if asks_of_loss and (stats.total_return or 0) > 0 else []
        lines += [
            self._say(
                words.WON,
                total=self._value("total_return"),
                trades=stats.trades,
                win_rate=self._value("win_rate"),
                won=_mean_percent(won),
                lost=_mean_percent(lost),
            ),
            self._by_reason(log),
            self._say(words.COSTS, costs=_plain(stats.costs_paid), cash=_plain(stats.initial_cash)),
        ]
        best = max(log, key=lambda one: one.pnl)
        if len(log) > 1 and best.pnl > 0:
            rest = sum(one.pnl for one in log) - best.pnl
            lines.append(self._say(words.ONE_TRADE, best=_money(best.pnl), rest=_money(rest)))
        return [*lines, *self._benchmark(question)]

    def _of_year(self, question: RunQuestion) -> list[str]:
        """Return what a year made, and the trades of the time that is asked about."""
        year = question.when[:4]
        made = by_year(self._result).get(year)
        chosen = [one for one in self._result.trade_log if _is_asked(one, question)]
        if made is None or not chosen:
            return self._none_then(question)
        worst = sorted(chosen, key=lambda one: one.pnl)[:_MOST_TRADES]
        head = self._say(words.OF_YEAR, year=year, made=f"{made:+.1%}", count=len(chosen))
        return [head, *(line for trade in worst for line in self._told(trade))]

    def _by_reason(self, log: Sequence[Trade]) -> str:
        grouped: dict[str, list[float]] = defaultdict(list)
        for trade in log:
            grouped[trade.exit_reason].append(trade.pnl)
        parts = [
            self._say(words.REASON_PART, reason=self._bare_reason(reason), count=len(found), result=_money(sum(found)))
            for reason, found in sorted(grouped.items(), key=lambda pair: -len(pair[1]))
        ]
        return self._say(words.BY_REASON, parts=", ".join(parts))

    def _bare_reason(self, reason: str) -> str:
        sentence = words.REASONS.get(reason)
        if sentence is None:
            return reason.replace("_", " ")
        return re.sub(r"( at |（)\{\w+\}）?", "", sentence[("en", "zh-Hans", "zh-Hant").index(self.language)])

    def _benchmark(self, _question: RunQuestion) -> list[str]:
        other, stats = self._result.benchmark, self._result.summary_stats
        if other is None or other.total_return is None or stats.total_return is None:
            return [self._say(words.NO_BENCHMARK)]
        falls = {"own_fall": self._value("max_drawdown"), "other_fall": f"{other.max_drawdown or 0:.1%}"}
        verdict = self._say(words.BEATEN if stats.total_return > other.total_return else words.NOT_BEATEN, **falls)
        return [
            self._say(
                words.BENCHMARK,
                symbol=self._say(words.ALL_TRADED) if other.symbol == "equal_weight" else other.symbol,
                other=f"{other.total_return:.1%}",
                own=self._value("total_return"),
                verdict=verdict,
            )
        ]

    def _drawdown(self, _question: RunQuestion) -> list[str]:
        fall = deepest_fall(self._result)
        recovered = (
            self._say(words.RECOVERED, day=day(fall.recovered)) if fall.recovered else self._say(words.NOT_RECOVERED)
        )
        line = self._say(
            words.DRAWDOWN, depth=f"{fall.depth:.1%}", peak=day(fall.peak), trough=day(fall.trough), recovered=recovered
        )
        during = [
            one
            for one in self._result.trade_log
            if time_of(one, leaves=False) <= fall.trough and _end(one) >= fall.peak
        ]
        worst = sorted(during, key=lambda one: one.pnl)[:_MOST_TRADES]
        return (
            [line, self._say(words.DURING), *(told for trade in worst for told in self._told(trade))]
            if worst
            else [line]
        )

    def _years(self, _question: RunQuestion) -> list[str]:
        years = by_year(self._result)
        best, worst = max(years, key=lambda one: years[one]), min(years, key=lambda one: years[one])
        return [
            self._say(
                words.YEARS,
                best=best,
                best_return=f"{years[best]:+.1%}",
                worst=worst,
                worst_return=f"{years[worst]:+.1%}",
                positive=sum(value > 0 for value in years.values()),
                count=len(years),
            )
        ]

    def _extremes(self, question: RunQuestion) -> list[str]:
        log = self._result.trade_log
        if not log:
            return [self._say(words.NO_TRADES)]
        worst_only = re.search(r"worst|largest loss|biggest loss|loser|lost|亏|最差", question.text)
        best_only = re.search(r"best|largest win|biggest win|winner|made|赚|盈利|最好", question.text)
        lines: list[str] = []
        if best_only or not worst_only:
            lines += [self._say(words.BEST), *self._told(max(log, key=lambda one: one.return_pct))]
        if worst_only or not best_only:
            lines += [self._say(words.WORST), *self._told(min(log, key=lambda one: one.return_pct))]
        return lines


_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "两": 2, "三": 3, "五": 5, "十": 10}
_MOST_TOLD = 10


def _how_many(text: str) -> int:
    """Return how many of the first or last trades are asked for."""
    found = re.search(
        r"(?:first|last|latest|recent|newest) (\d+|two|three|four|five|six|ten)\b"
        r"|(?:最[近后早]|前)(\d+|[两三五十])[笔次]",
        text,
    )
    if found is None:
        return 1
    said = found.group(1) or found.group(2)
    return min(_MOST_TOLD, int(said) if said.isdigit() else _NUMBERS[said])


def _end(trade: Trade) -> str:
    return time_of(trade, leaves=True) or "9999"


def _is_within(when: str, first: str, last: str) -> bool:
    """Return whether a year, month or day touches a range of ISO days."""
    return first[: len(when)] <= when <= last[: len(when)]


def _is_asked(trade: Trade, question: RunQuestion) -> bool:
    """Return whether a trade began, ended or lived in the time that is asked about."""
    begun, ended = time_of(trade, leaves=False), _end(trade)
    if question.side != "any" or question.when.startswith("-"):
        return _falls_in(ended if question.side == "exit" else begun, question.when)
    size = len(question.when)
    return begun[:size] <= question.when <= ended[:size]


def _paragraphs(lines: Sequence[str]) -> str:
    """Return lines as Markdown: items of a list stand together, everything else apart."""
    text = lines[0]
    for before, line in pairwise(lines):
        both_items = before.lstrip().startswith("- ") and line.lstrip().startswith("- ")
        text += f"\n{line}" if both_items else f"\n\n{line}"
    return text


def _falls_in(stamp: str, when: str) -> bool:
    """Return whether an ISO timestamp lies in a year, a month, a day, or any year's month ("-03-")."""
    return when in stamp[:10] if when.startswith("-") else stamp.startswith(when)


def _plain(value: float) -> str:
    digits = 2 if abs(value) >= 1 else 4
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".")


def _money(value: float) -> str:
    return f"{value:+,.0f}"


def _mean_percent(values: Sequence[float]) -> str:
    return f"{sum(values) / len(values):+.2f}%" if values else "-"
