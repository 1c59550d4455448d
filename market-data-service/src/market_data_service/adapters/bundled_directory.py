"""The bundled directory of instruments, and the one that a refresh has written beside the data."""

import csv
from importlib import resources
from pathlib import Path

from market_data_service.domain.directory import Directory, parse_row
from trading_contracts.bars import Instrument

_FIELDS = ("symbol", "name", "market", "currency", "lot", "aliases")


def load_directory(refreshed: Path | None = None) -> Directory:
    """Return the bundled directory, with what an earlier refresh added to it."""
    bundled = resources.files("market_data_service").joinpath("resources/instruments.csv")
    directory = Directory(_rows(bundled.read_text(encoding="utf-8")))
    if refreshed is not None and refreshed.is_file():
        return directory.with_more(_rows(refreshed.read_text(encoding="utf-8")))
    return directory


def save_directory(instruments: list[Instrument], path: Path) -> None:
    """Write instruments beside the data, in one step: a half-written file is never read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    with partial.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(_FIELDS)
        for known in instruments:
            aliases = "|".join(known.aliases)
            writer.writerow([known.symbol, known.name, known.market.value, known.currency, known.lot_size, aliases])
    partial.replace(path)


def _rows(text: str) -> list[Instrument]:
    return [parse_row(row) for row in csv.DictReader(text.splitlines())]
