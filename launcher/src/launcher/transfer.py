"""Files to the API and from it, piece by piece: none is ever held in memory whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from launcher.api import Api

_PIECE = 1024 * 1024


def send(api: Api, path: str, file: Path, **params: str) -> Any:  # noqa: ANN401 - JSON as it comes
    """Return what a route answers to the content of a file.

    Raises:
        Refused: The API answered with a problem.
    """
    headers = {"content-type": "application/octet-stream", "content-length": str(file.stat().st_size)}
    return api.call("POST", path, params=params, content=_pieces(file), headers=headers)


def receive(api: Api, path: str, to: Path, params: dict[str, str]) -> int:
    """Write what a route answers to a file, which is there whole or not at all; return its size in bytes.

    Raises:
        Refused: The API answered with a problem; the file is as it was.
    """
    begun = to.with_name(to.name + ".part")
    try:
        with begun.open("wb") as opened:
            for piece in api.pieces("GET", path, params=params):
                opened.write(piece)
        begun.replace(to)
    finally:
        begun.unlink(missing_ok=True)
    return to.stat().st_size


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            yield piece
