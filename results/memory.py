"""How our own processes handle memory: they keep what was freed, and rarely look for garbage.

The C library of Linux gives large blocks back to the system as soon as they are free, and every page that it
gets anew has to be cleared: with millions of tickets that takes longer than playing. What was held once the
next replication needs again, so the most that is held hardly changes.
"""

from __future__ import annotations

import ctypes
import gc
import platform
import sys

MANY_OBJECTS = 500_000
"""New objects between two looks for garbage: imports alone make some 350,000, and leave none."""
M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4
"""Settings of glibc's `mallopt`, as its `malloc.h` numbers them."""
NEVER = -1


def look_rarely_for_garbage() -> None:
    """From now on Python looks after many new objects; at its own 700, imports take a fifth longer."""
    gc.set_threshold(MANY_OBJECTS)


def keep_freed_memory() -> None:
    """From now on this process gives no memory back before it ends; without glibc nothing happens."""
    if sys.platform == "linux" and platform.libc_ver()[0] == "glibc":
        c_library = ctypes.CDLL(None)
        c_library.mallopt(M_MMAP_MAX, 0)
        c_library.mallopt(M_TRIM_THRESHOLD, NEVER)
