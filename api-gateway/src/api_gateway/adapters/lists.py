"""Lists from SQL."""

from datetime import datetime

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import InstrumentedAttribute

from api_gateway.ports.lists import Slice


def was_there(made_at: InstrumentedAttribute[datetime], part: Slice) -> ColumnElement[bool]:
    """Return the condition that a row had been made at the moment of which a list is asked for."""
    return true() if part.as_of is None else made_at <= part.as_of
