"""What the routes need, built by app.py and handed in through the application's state."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from market_data_service.api.views import SourceView
from market_data_service.usecases.backup import Backup
from market_data_service.usecases.compare_sources import CompareSources
from market_data_service.usecases.ingest import Ingest, Stored, Upload
from market_data_service.usecases.live.follow_live import FollowLive
from market_data_service.usecases.read_bars import ReadBars
from market_data_service.usecases.refresh_directory import RefreshDirectory
from market_data_service.usecases.resolve_symbol import SymbolBook


@dataclass(frozen=True, slots=True)
class UseCases:
    """Everything that a route can ask for."""

    read_bars: ReadBars
    book: SymbolBook
    ingest: Ingest
    upload: Upload
    stored: Stored
    backup: Backup
    compare: CompareSources
    follow_live: FollowLive
    refresh_directory: RefreshDirectory
    sources: Callable[[], list[SourceView]]
    max_upload_bytes: int


async def _use_cases(connection: HTTPConnection) -> UseCases:
    use_cases: UseCases = connection.app.state.use_cases
    return use_cases


UseCasesDep = Annotated[UseCases, Depends(_use_cases)]
