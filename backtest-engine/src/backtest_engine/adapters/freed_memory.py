"""What a process does with the memory of arrays that are gone."""

import ctypes
from typing import Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
"""Names of glibc's settings, from its malloc.h."""

_KEPT: Final = 96 * 1024 * 1024
_LARGEST: Final = 32 * 1024 * 1024
"""The most that glibc takes for the second setting: four million numbers."""


def keep_freed_memory() -> None:
    """Have the C library keep up to 96 MB of what arrays free, for the arrays that come next.

    Without it each array of a run is memory fresh from the system: 2 us for every 4 KB, at a million bars as long as
    the kernel itself takes. All threads share it: a run is computed in one of them, the next in another. Other C
    libraries than glibc are left as they are.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, _LARGEST)
        set_option(_TRIM_THRESHOLD, _KEPT)
        set_option(_ARENA_MAX, 1)
