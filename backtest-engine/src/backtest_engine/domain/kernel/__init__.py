"""The simulation kernel: our own loop, compiled ahead and kept on disk."""

from backtest_engine.domain.kernel.simulate import simulate
from backtest_engine.domain.kernel.simulation import Simulation, SimulationSettings
from backtest_engine.domain.kernel.warm import warm_up
from backtest_engine.domain.signals import MissingSlot, Slots, SlotValue, UnfitSignal

__all__ = [
    "MissingSlot",
    "Simulation",
    "SimulationSettings",
    "SlotValue",
    "Slots",
    "UnfitSignal",
    "simulate",
    "warm_up",
]
