"""Arrays between the worker and a sandboxed child: raw numbers in shared memory, described by a little JSON.

Nothing that comes from a child is ever unpickled or evaluated; every offset and length is checked before use.
"""

import fcntl
import json
import mmap
import os
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
"""float64, bool or int64, shape (count,)."""

_ALIGNMENT = 64
_LENGTH = struct.Struct("<I")
_MAX_MESSAGE = 4 * 1024 * 1024
_DTYPES = {"f8": np.dtype(np.float64), "b1": np.dtype(np.bool_), "i8": np.dtype(np.int64)}
_CODES = {dtype: code for code, dtype in _DTYPES.items()}
OUT_OF_MEMORY = 3
"""The exit status of a child that had not even the memory to say so."""


class BrokenChild(Exception):
    """A child answered with something that is no answer, or not at all."""


class FullArena(MemoryError):
    """The block for answers is full; the process itself may have memory enough."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an array lies in a block: type code, byte offset, number of elements."""

    code: str
    offset: int
    count: int

    def as_json(self) -> list[object]:
        """Return the place as it crosses the wire."""
        return [self.code, self.offset, self.count]

    @classmethod
    def read(cls, value: object) -> "Place":
        """Return a place from the wire.

        Raises:
            BrokenChild: It is malformed.
        """
        match value:
            case [str(code), int(offset), int(count)] if code in _DTYPES and offset >= 0 and count >= 0:
                return cls(code, offset, count)
        raise BrokenChild("An array of the answer is not described as it must be.")


class Arena:
    """A block of shared memory that is filled from the front."""

    def __init__(self, memory: mmap.mmap) -> None:
        self._memory = memory
        self._used = 0

    @property
    def used(self) -> int:
        """Return the bytes that hold what was put."""
        return self._used

    def clear(self) -> None:
        """Forget what was put."""
        self._used = 0

    def put(self, array: Array) -> Place:
        """Copy an array in.

        Raises:
            FullArena: There is no room for it.
        """
        place = Place(_CODES[array.dtype], self._used, array.size)
        end = place.offset + array.nbytes
        if end > len(self._memory):
            raise FullArena
        np.frombuffer(self._memory, array.dtype, array.size, place.offset)[:] = array
        self._used = -(-end // _ALIGNMENT) * _ALIGNMENT
        return place

    def take(self, place: Place) -> Array:
        """Return a copy of an array, so that nobody can change it afterwards.

        Raises:
            BrokenChild: It would reach beyond the block.
        """
        return view(self._memory, place).copy()


def view(memory: mmap.mmap, place: Place) -> Array:
    """Return an array of a block without copying.

    Raises:
        BrokenChild: It would reach beyond the block.
    """
    dtype = _DTYPES[place.code]
    if place.offset + place.count * dtype.itemsize > len(memory):
        raise BrokenChild("An array of the answer reaches beyond the shared memory.")
    return np.frombuffer(memory, dtype, place.count, place.offset)


def seal_arrays(arrays: Mapping[str, Array]) -> tuple[int, dict[str, Place]]:
    """Return a file descriptor of sealed, read-only memory that holds the arrays, and their places."""
    places: dict[str, Place] = {}
    offset = 0
    descriptor = os.memfd_create("bars", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
    for name, array in arrays.items():
        places[name] = Place(_CODES[array.dtype], offset, array.size)
        _write_all(descriptor, np.ascontiguousarray(array).data.cast("B"), offset)
        offset = -(-(offset + array.nbytes) // _ALIGNMENT) * _ALIGNMENT
    os.ftruncate(descriptor, max(offset, mmap.PAGESIZE))
    fcntl.fcntl(
        descriptor,
        fcntl.F_ADD_SEALS,
        fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SEAL,
    )
    return descriptor, places


def open_arena(size: int) -> tuple[int, mmap.mmap]:
    """Return a file descriptor and a mapping of writable shared memory that can neither grow nor shrink."""
    descriptor = os.memfd_create("arena", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
    os.ftruncate(descriptor, size)
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
    return descriptor, mmap.mmap(descriptor, size)


def send(channel: socket.socket, message: object, descriptors: tuple[int, ...] = (), *, tail: bytes = b"") -> None:
    """Send one message, with file descriptors and raw bytes beside it where there are any."""
    body = json.dumps(message, separators=(",", ":")).encode()
    head = _LENGTH.pack(len(body)) + _LENGTH.pack(len(tail))
    if descriptors:
        socket.send_fds(channel, [head], list(descriptors))
        channel.sendall(body + tail)
    else:
        channel.sendall(head + body + tail)


def receive(channel: socket.socket, descriptors: int = 0) -> tuple[object, bytes, list[int]]:
    """Return the next message, its raw bytes and its file descriptors.

    Raises:
        BrokenChild: The other side is gone, or says something that is no message.
        TimeoutError: It took longer than the channel's timeout.
    """
    if descriptors:
        head, handed, _, _ = socket.recv_fds(channel, 2 * _LENGTH.size, descriptors)
        head += _exactly(channel, 2 * _LENGTH.size - len(head))
    else:
        head, handed = _exactly(channel, 2 * _LENGTH.size), []
    length, tail = _LENGTH.unpack(head[: _LENGTH.size])[0], _LENGTH.unpack(head[_LENGTH.size :])[0]
    if length > _MAX_MESSAGE or tail > _MAX_MESSAGE:
        raise BrokenChild("A message of the child is too long.")
    body = _exactly(channel, length)
    try:
        return json.loads(body), _exactly(channel, tail), handed
    except (ValueError, RecursionError) as error:
        raise BrokenChild("A message of the child is no JSON.") from error


def _exactly(channel: socket.socket, count: int) -> bytes:
    parts = []
    while count:
        try:
            part = channel.recv(count)
        except ConnectionError as error:
            raise BrokenChild("The child is gone.") from error
        if not part:
            raise BrokenChild("The child is gone.")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _write_all(descriptor: int, data: memoryview, offset: int) -> None:
    while data:
        written = os.pwrite(descriptor, data, offset)
        data, offset = data[written:], offset + written
