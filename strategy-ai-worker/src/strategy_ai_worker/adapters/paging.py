"""Lists from SQL, the one way they are paged and sorted."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, UnaryExpression, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from strategy_ai_worker.ports import ListRequest
from trading_contracts.problem import Rejected


class UnknownSort(Rejected):
    """A list cannot be sorted by this."""


def ordering(
    sort: str, columns: Mapping[str, InstrumentedAttribute[Any]], tie: InstrumentedAttribute[Any]
) -> tuple[UnaryExpression[Any], ...]:
    """Return the ORDER BY of a sort key (`-name` is descending), with a tie-break so that pages never overlap.

    Raises:
        UnknownSort: The key is none of the columns.
    """
    name = sort.removeprefix("-")
    if name not in columns:
        raise UnknownSort(f"Lists are sorted by {', '.join(columns)}; not by {name}.", sort=sort)
    column = columns[name]
    return (column.desc(), tie.desc()) if sort.startswith("-") else (column.asc(), tie.asc())


async def fetch_page(
    session: AsyncSession,
    statement: Select[*tuple[Any, ...]],
    born: InstrumentedAttribute[Any],
    order: tuple[UnaryExpression[Any], ...],
    request: ListRequest,
) -> tuple[list[Any], int]:
    """Return the rows of one page, and how many there are in all.

    Args:
        session: Where to ask.
        statement: All rows of the list.
        born: When a row was made.
        order: From `ordering`.
        request: Which page.
    """
    if request.as_of is not None:
        statement = statement.where(born <= request.as_of)
    total = await session.scalar(select(func.count()).select_from(statement.subquery()))
    window = statement.order_by(*order).limit(request.page_size).offset((request.page - 1) * request.page_size)
    return list((await session.execute(window)).all()), total or 0
