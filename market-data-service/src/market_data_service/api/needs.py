"""What the routes need, built by app.py and handed in through the application's state."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from market_data_service.usecases.read_bars import ReadBars
from market_data_service.usecases.resolve_symbol import SymbolBook


@dataclass(frozen=True, slots=True)
class UseCases:
    """Everything that a route can ask for."""

    read_bars: ReadBars
    book: SymbolBook


def _use_cases(connection: HTTPConnection) -> UseCases:
    use_cases: UseCases = connection.app.state.use_cases
    return use_cases


UseCasesDep = Annotated[UseCases, Depends(_use_cases)]
