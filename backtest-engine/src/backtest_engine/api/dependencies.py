"""What routes are handed: the adapters that the application opened."""

from typing import Annotated

from fastapi import Depends, Request

from backtest_engine.ports import BarSource, RunEvents, RunStore, Sandbox, SecondEngine, StudyStore


async def _runs(request: Request) -> RunStore:
    runs: RunStore = request.app.state.runs
    return runs


async def _bars(request: Request) -> BarSource:
    bars: BarSource = request.app.state.bars
    return bars


async def _events(request: Request) -> RunEvents:
    events: RunEvents = request.app.state.events
    return events


async def _sandbox(request: Request) -> Sandbox:
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox


async def _studies(request: Request) -> StudyStore:
    studies: StudyStore = request.app.state.studies
    return studies


async def _second_engine(request: Request) -> SecondEngine:
    engine: SecondEngine = request.app.state.second_engine
    return engine


SecondEngineDep = Annotated[SecondEngine, Depends(_second_engine)]
RunsDep = Annotated[RunStore, Depends(_runs)]
BarsDep = Annotated[BarSource, Depends(_bars)]
EventsDep = Annotated[RunEvents, Depends(_events)]
SandboxDep = Annotated[Sandbox, Depends(_sandbox)]
StudiesDep = Annotated[StudyStore, Depends(_studies)]
