"""Stops, targets and trailing levels in Pine, in force from the bar after the entry bar."""

from __future__ import annotations

from typing import Final

from strategy_language.document import (
    AtrLevel,
    DistanceLevel,
    GiveBackTrailing,
    Level,
    PercentLevel,
    PriceLevel,
    RMultipleLevel,
    TakeProfit,
    TrailingStop,
)
from strategy_language.document.levels import Number
from strategy_language.export.pine.writer import PineWriter
from strategy_language.program import Program

_STATE: Final = """
var float best = na
sign = math.sign(strategy.position_size)
opened = sign != 0 and (strategy.opentrades[1] == 0 or sign != math.sign(strategy.position_size[1]))
price = strategy.position_avg_price
extreme = sign > 0 ? high : low
start = sign > 0 ? math.max(price, high) : math.min(price, low)
best := sign == 0 ? na : opened ? start : sign > 0 ? math.max(best, extreme) : math.min(best, extreme)"""


def taken(writer: PineWriter) -> list[str]:
    """Take the lines that a writer has gathered."""
    lines = list(writer.lines)
    writer.lines.clear()
    return lines


def level_lines(program: Program, writer: PineWriter) -> list[str]:
    """Return the lines that hang stop and target and hand them to `strategy.exit`."""
    risk = program.strategy.risk
    if not (risk.stop_loss or risk.take_profit or risk.trailing_stop):
        return []
    script = _Levels(program, writer, _STATE.split("\n"))
    stop = script.frozen("risk.stop_loss", risk.stop_loss, "-") if risk.stop_loss else "na"
    target = script.frozen("risk.take_profit.0", risk.take_profit[0], "+", stop) if risk.take_profit else "na"
    trail = script.trailing(risk.trailing_stop) if risk.trailing_stop else "na"
    tightest = f"sign > 0 ? math.max(nz({stop}, 0), nz({trail}, 0)) : math.min(nz({stop}, 1e10), nz({trail}, 1e10))"
    return [
        *script.lines,
        f"stop_level = {tightest if risk.stop_loss or risk.trailing_stop else 'na'}",
        f"target_level = {target}",
        "if sign != 0",
        '    strategy.exit("level", stop = stop_level, limit = target_level)',
    ]


class _Levels:
    """Gathers the lines of the levels."""

    def __init__(self, program: Program, writer: PineWriter, lines: list[str]) -> None:
        self.program, self.writer, self.lines = program, writer, lines

    def frozen(self, slot: str, level: Level | TakeProfit, sign: str, stop: str = "na") -> str:
        """Return the name of a level whose series are those of the signal bar, the one before the entry bar."""
        name = "stop_at" if sign == "-" else "target_at"
        if isinstance(level, PriceLevel):
            sides = {side: self._side(slot, side) for side in ("long", "short")}
            self._add(f"{name}_now = sign >= 0 ? {sides['long']} : {sides['short']}")
            self._add(f"var float {name} = na", f"{name} := opened ? {name}_now[1] : {name}")
            return name
        if isinstance(level, RMultipleLevel):
            distance = f"{self._number(f'{slot}.value', level.value)} * math.abs(price - {stop})"
        else:
            distance = self._distance(slot, level, "price")
        self._add(f"{name}_away = {distance}", f"var float {name}_frozen = na")
        before = f"{name}_away" if isinstance(level, PercentLevel | RMultipleLevel) else f"{name}_away[1]"
        self._add(f"{name}_frozen := opened ? {before} : {name}_frozen")
        self._add(f"{name}_level = price {sign} sign * {name}_frozen")
        return f"{name}_level"

    def trailing(self, level: TrailingStop) -> str:
        """Return the name of a stop that hangs from the best price and only ever tightens."""
        if isinstance(level, PriceLevel | GiveBackTrailing):
            raise TypeError("Trailing prices and shares of the profit are refused before.")
        distance = self._distance("risk.trailing_stop", level, "best")
        self._add(
            f"hung = best - sign * {distance}",
            "var float trailed = na",
            "trailed := sign == 0 ? na : opened ? hung : sign > 0 ? math.max(trailed, hung) : math.min(trailed, hung)",
        )
        return "trailed"

    def _add(self, *lines: str) -> None:
        self.lines += [*taken(self.writer), *lines]

    def _side(self, slot: str, side: str) -> str:
        node = self.program.node(f"{slot}.{side}") or self.program.node(f"{slot}.expr")
        return self.writer.write(node) if node else "na"

    def _number(self, slot: str, value: Number) -> str:
        node = self.program.node(slot)
        return self.writer.write(node) if node else str(value)

    def _distance(self, slot: str, level: PercentLevel | AtrLevel | DistanceLevel, anchor: str) -> str:
        if isinstance(level, PercentLevel):
            return f"{anchor} * {self._number(f'{slot}.value', level.value)} / 100"
        if isinstance(level, AtrLevel):
            name = f"atr_of_{slot.replace('.', '_')}"
            multiple = self._number(f"{slot}.multiple", level.multiple)
            self._add(f"{name} = ta.atr({self._number(f'{slot}.length', level.length)})")
            return f"{multiple} * {name}"
        return self._number(f"{slot}.value", level.value)
