"""A signed-in API for a command: the stack that is up, or one that is started for this command alone."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import httpx
import typer
from rich.console import Console

from launcher.api import Api, Refused
from launcher.home import Home, default_home
from launcher.services import PortTaken
from launcher.stack import AlreadyRunning, embedded_stack
from launcher.supervisor import ServiceFailed

Answer = TypeVar("Answer")
_errors = Console(stderr=True)


def with_api(work: Callable[[Api], Answer]) -> Answer:
    """Return what `work` makes of a signed-in API; a refusal is printed and ends the command with code 1."""
    try:
        return asyncio.run(_with_address(default_home(), work))
    except (Refused, ServiceFailed, PortTaken, AlreadyRunning) as refusal:
        _errors.print(f"[red]{refusal}[/red]", highlight=False, soft_wrap=True)
        raise typer.Exit(1) from refusal
    except httpx.TransportError as broken:
        _errors.print(f"[red]The stack does not answer: {broken}[/red]")
        raise typer.Exit(1) from broken


async def _with_address(home: Home, work: Callable[[Api], Answer]) -> Answer:
    async with _address(home) as address:
        return await asyncio.to_thread(_signed_in, address, home, work)


@contextlib.asynccontextmanager
async def _address(home: Home) -> AsyncIterator[str]:
    if (stack := home.running()) is not None:
        yield stack.address
        return
    _errors.print("[dim]Nothing is up; starting the stack for this command (vibe up keeps it running) ...[/dim]")
    async with embedded_stack(home, None, lambda _name, _news: None) as (address, _keeper):
        yield address


def _signed_in(address: str, home: Home, work: Callable[[Api], Answer]) -> Answer:
    with Api(address) as api:
        return work(api.sign_in(home))
