"""What routes are handed: the adapters that the application opened."""

from typing import Annotated

from fastapi import Depends, Request

from backtest_engine.ports import BarSource, RunEvents, RunStore, Sandbox, StudyStore


def _runs(request: Request) -> RunStore:
    runs: RunStore = request.app.state.runs
    return runs


def _bars(request: Request) -> BarSource:
    bars: BarSource = request.app.state.bars
    return bars


def _events(request: Request) -> RunEvents:
    events: RunEvents = request.app.state.events
    return events


def _sandbox(request: Request) -> Sandbox:
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox


def _studies(request: Request) -> StudyStore:
    studies: StudyStore = request.app.state.studies
    return studies


RunsDep = Annotated[RunStore, Depends(_runs)]
BarsDep = Annotated[BarSource, Depends(_bars)]
EventsDep = Annotated[RunEvents, Depends(_events)]
SandboxDep = Annotated[Sandbox, Depends(_sandbox)]
StudiesDep = Annotated[StudyStore, Depends(_studies)]
