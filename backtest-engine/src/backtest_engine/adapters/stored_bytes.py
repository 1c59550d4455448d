"""Long results as the database keeps them: each byte that it logs and flushes costs more than packing it."""

import struct
from typing import Final

import pyarrow as pa

_SHORTEST: Final = 65_536
"""What is shorter is kept as it is."""

_HEAD: Final = struct.Struct("<BQ")
"""Which codec, and the length before it. JSON begins with another byte, and so does a map of MessagePack."""

_TEXT, _NUMBERS = 1, 2


def packed_text(content: bytes) -> bytes:
    """Return JSON as it is kept."""
    return _packed(content, _TEXT)


def packed_numbers(content: bytes) -> bytes:
    """Return buffers of numbers as they are kept: of these little can be saved, and quickly or not at all."""
    return _packed(content, _NUMBERS)


def unpacked(kept: bytes) -> bytes:
    """Return what was packed; what was kept as it is, as it is."""
    if not kept or kept[0] not in (_TEXT, _NUMBERS):
        return kept
    code, length = _HEAD.unpack_from(kept)
    content: bytes = _codec(code).decompress(memoryview(kept)[_HEAD.size :], length, asbytes=True)
    return content


def _packed(content: bytes, code: int) -> bytes:
    if len(content) < _SHORTEST:
        return content
    short = _codec(code).compress(content)
    return b"".join((_HEAD.pack(code, len(content)), short)) if len(short) < len(content) else content


def _codec(code: int) -> pa.Codec:
    return pa.Codec("zstd", 1) if code == _TEXT else pa.Codec("lz4")
