"""What routes are given: the page of a list, and documents that are checked later."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel, Field, JsonValue

from strategy_ai_worker.ports import ListRequest
from trading_contracts.paging import AsOf


async def _list_request(
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=100)] = 20,
    sort: Annotated[str, Query(max_length=40)] = "",
    as_of: Annotated[AsOf | None, Query()] = None,
) -> ListRequest:
    return ListRequest(page=page, page_size=page_size, as_of=as_of, **({"sort": sort} if sort else {}))


ListDep = Annotated[ListRequest, Depends(_list_request)]


class DocumentBody(BaseModel):
    """A document as somebody wrote it; its problems are named by path, so it comes in as plain JSON."""

    strategy: dict[str, JsonValue]
    message: str = Field(default="", max_length=2000)


class ExportBody(BaseModel):
    """What to export: a document, or a strategy that is kept."""

    strategy: dict[str, JsonValue] | None = None
    strategy_id: UUID | None = None


class TitleBody(BaseModel):
    """A new title."""

    title: str = Field(min_length=1, max_length=120)
